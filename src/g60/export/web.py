"""A picked catalog as JSON and as GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from typing import Any

from shapely import Point
from shapely import to_geojson as shape_to_geojson

from g60.catalog import Catalog
from g60.selection import Selection
from g60.summary import sentence

# The licences of the corridor's line and of some points ask to be named wherever the geometry goes.
ATTRIBUTION = "© OpenStreetMap contributors, ODbL; GeoNames, CC BY 4.0"


def _header(catalog: Catalog, picked: Catalog, selection: Selection) -> dict[str, Any]:
    return {
        "version": catalog.version,
        "data": catalog.fingerprint,
        "sentence_zh": sentence(catalog, picked, selection, "zh"),
        "sentence_en": sentence(catalog, picked, selection, "en"),
        "selection": selection.to_query(),
        "count": len(picked.entities),
    }


def _items(picked: Catalog) -> list[dict[str, Any]]:
    return [
        {
            "id": entity_id,
            "kind": row["kind"],
            "list": row["list"] or None,
            "name_zh": row["name_zh"],
            "name_en": row["name_en"],
            "unit": row["unit"] or None,
            "unit_evidence": citation.evidence if (citation := picked.citation(entity_id, "unit")) else None,
            "industries": list(row["industries"]),
        }
        for entity_id, row in zip(picked.entities.index, picked.entities.to_dict("records"), strict=True)
    ]


def to_json(catalog: Catalog, picked: Catalog, selection: Selection) -> bytes:
    """The picked entities as one JSON object: version, sentence, count, items."""
    content = _header(catalog, picked, selection) | {"items": _items(picked)}
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"


def to_geojson(catalog: Catalog, picked: Catalog, selection: Selection) -> bytes:
    """The picked entities as a feature collection; a body known by its county only has no geometry."""
    shapes: dict[str, Any] = dict(picked.areas.geometry.items())
    for entity_id, row in zip(picked.carriers.index, picked.carriers.to_dict("records"), strict=True):
        has_point = row["lon"] == row["lon"]  # NaN is missing
        shapes[entity_id] = Point(row["lon"], row["lat"]) if has_point else None
    grades = picked.carriers["location_grade"].to_dict()
    bases = picked.areas["geometry_basis"].to_dict()
    features = []
    for item in _items(picked):
        entity_id = item.pop("id")
        shape = shapes[entity_id]
        item |= {"location_grade": grades.get(entity_id), "geometry_basis": bases.get(entity_id)}
        geometry = json.loads(shape_to_geojson(shape)) if shape is not None else None
        features.append({"type": "Feature", "id": entity_id, "properties": item, "geometry": geometry})
    head = {"type": "FeatureCollection", "attribution": ATTRIBUTION} | _header(catalog, picked, selection)
    content = head | {"features": features}
    return json.dumps(content, ensure_ascii=False).encode() + b"\n"
