"""GeoJSON (RFC 7946) as the repository keeps it: one feature a line, the same bytes for the same data."""

import json
from collections.abc import Mapping, Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from g60.catalog.schematic.discs import DECIMALS

Feature = Mapping[str, object]


def feature(id_: str, properties: Mapping[str, object], geometry: BaseGeometry) -> Feature:
    """One feature, its coordinates in degrees rounded to about a metre."""
    rounded = shapely.transform(geometry, lambda corners: corners.round(DECIMALS))
    return {
        "type": "Feature",
        "id": id_,
        "properties": properties,
        "geometry": json.loads(shapely.to_geojson(rounded)),
    }


def collection_text(name: str, features: Sequence[Feature], *, attribution: str = "") -> str:
    """The text of a feature collection, with whom its geometry is owed to where that has to be said."""
    head = {"type": "FeatureCollection", "name": name} | ({"attribution": attribution} if attribution else {})
    lines = ",\n".join(_line(entry) for entry in features)
    return f'{_line(head)[:-1]}, "features": [\n{lines}\n]}}\n'


def _line(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
