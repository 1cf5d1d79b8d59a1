"""A picked catalog as JSON and as GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

import shapely
from shapely import Point
from shapely import to_geojson as shape_to_geojson
from shapely.geometry.base import BaseGeometry

from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.contract.i18n import DEFAULT_LANGUAGE, LANGUAGES, text
from g60.evidence.sentence import sentence
from g60.evidence.whole_citation import citation_as_json, whole_citation
from g60.evidence.wording import Wording
from g60.export.imprint import ATTRIBUTION

# The fields whose values an item holds, and those that say where a feature lies.
CITED = ("name_zh", "name_en", "list", "unit", "area_km2", "industries")
PLACED = ("location_grade", "geometry_basis")


def _header(catalog: Catalog, picked: Catalog, selection: Selection) -> dict[str, Any]:
    return {
        "version": catalog.version,
        "data": catalog.fingerprint,
        "sentence_zh": sentence(catalog, picked, selection, "zh"),
        "sentence_en": sentence(catalog, picked, selection, "en"),
        "selection": selection.to_query(),
        "count": len(picked.entities),
        "review_zh": text("map_map_review", "zh"),
        "review_en": text("map_map_review", "en"),
        "sources": [
            {"number": number, "source": source, "title_zh": row["title_zh"], "title_en": row["title_en"]}
            for number, (source, row) in enumerate(catalog.sources.to_dict("index").items(), start=1)
        ],
    }


def _items(picked: Catalog) -> list[dict[str, Any]]:
    areas = picked.areas["area_km2"].to_dict()
    units = {lang: picked.units[f"name_{lang}"].to_dict() for lang in LANGUAGES}
    return [
        {
            "id": entity_id,
            "kind": row["kind"],
            "list": row["list"] or None,
            "name_zh": row["name_zh"],
            "name_en": row["name_en"],
            "unit": row["unit"] or None,
            **{f"unit_{lang}": units[lang].get(row["unit"], text("not_stated", lang)) for lang in LANGUAGES},
            "unit_evidence": _evidence(picked, entity_id, "unit"),
            **(_area(picked, entity_id, areas[entity_id]) if entity_id in areas else {}),
            "industries": list(row["industries"]),
            "industries_evidence": _evidence(picked, entity_id, "industries"),
        }
        for entity_id, row in zip(picked.entities.index, picked.entities.to_dict("records"), strict=True)
    ]


def _evidence(picked: Catalog, entity_id: str, field: str) -> str | None:
    citation = picked.citation(entity_id, field)
    return citation.evidence if citation else None


def _area(picked: Catalog, entity_id: str, value: float) -> dict[str, Any]:
    """The area of an area: null where the plan does not give it, with words that say so."""
    known = not math.isnan(value)
    return {
        "area_km2": value if known else None,
        "area_km2_text": f"{value:.15g} km²" if known else text("not_stated", DEFAULT_LANGUAGE),
        "area_km2_evidence": _evidence(picked, entity_id, "area_km2"),
    }


def to_json(catalog: Catalog, picked: Catalog, selection: Selection, lang: str = DEFAULT_LANGUAGE) -> bytes:
    """The picked entities as one JSON object: version, sentence, count, items, each value with its citation."""
    items = [item | {"citations": _citations(catalog, str(item["id"]))} for item in _items(picked)]
    content = _header(catalog, picked, selection) | {"items": items}
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"


def _citations(catalog: Catalog, entity_id: str) -> dict[str, Any]:
    """Where each value of an item stands: documents, place, lines, reason."""
    cited = ((field, catalog.citation(entity_id, field)) for field in CITED)
    return {field: citation_as_json(catalog, citation) for field, citation in cited if citation}


def bounds(shapes: Iterable[BaseGeometry | None]) -> dict[str, list[float]]:
    """The `bbox` of shapes: west, south, east, north edge in degrees; nothing where there is no shape."""
    drawn = [shape for shape in shapes if shape is not None]
    return {"bbox": [round(float(edge), 7) for edge in shapely.total_bounds(drawn)]} if drawn else {}


def to_geojson(catalog: Catalog, picked: Catalog, selection: Selection, lang: str = DEFAULT_LANGUAGE) -> bytes:
    """The picked entities as a feature collection; a body known by its county only has no geometry."""
    shapes: dict[str, Any] = dict(picked.areas.geometry.items())
    for entity_id, row in zip(picked.carriers.index, picked.carriers.to_dict("records"), strict=True):
        has_point = row["lon"] == row["lon"]  # NaN is missing
        shapes[entity_id] = Point(row["lon"], row["lat"]) if has_point else None
    grades = picked.carriers["location_grade"].to_dict()
    bases = picked.areas["geometry_basis"].to_dict()
    wordings = [Wording(catalog, lang) for lang in LANGUAGES]
    features = []
    for item in _items(picked):
        entity_id = item.pop("id")
        shape = shapes[entity_id]
        item |= {"location_grade": grades.get(entity_id), "geometry_basis": bases.get(entity_id)}
        for field in (*CITED, *PLACED):
            citation = catalog.citation(entity_id, field)
            if citation:
                # Flat, since a program of maps shows each as a column.
                item |= {f"{field}_source_{wording.lang}": whole_citation(wording, citation) for wording in wordings}
        geometry = json.loads(shape_to_geojson(shape)) if shape is not None else None
        features.append({"type": "Feature", "id": entity_id, "properties": item, "geometry": geometry})
    head = {"type": "FeatureCollection", "attribution": ATTRIBUTION} | _header(catalog, picked, selection)
    content = head | bounds(shapes.values()) | {"features": features}
    return json.dumps(content, ensure_ascii=False).encode() + b"\n"
