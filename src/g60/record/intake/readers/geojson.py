"""GeoJSON, with `json` and shapely: GDAL would open other files that an untrusted file points to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isfinite
from typing import Any

from g60.record.intake.kinds import decode
from g60.record.intake.sheets import COLUMNS_MOST, ROWS_MOST, VERTICES_MOST, Cell, FileRefusedError, Reading, Sheet

DEPTH_MOST = 100
SHAPES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection")


def read(data: bytes, kind: str) -> Reading:
    """The features of a file as one sheet. Raises FileRefusedError."""
    content, encoding = decode(data)
    return Reading(kind, encoding, [read_sheet(content)])


def read_sheet(content: str) -> Sheet:
    """The features as a sheet, numbered from 1, with the coordinate system that the file names."""
    # Each point of an outline is a list; lists are counted before they are made.
    if content.count("[") > VERTICES_MOST:
        raise FileRefusedError("vertices", most=VERTICES_MOST)
    try:
        given = json.loads(content.lstrip("\ufeff \t\r\n"), parse_constant=lambda name: [name])
    except RecursionError as error:
        raise FileRefusedError("nested") from error
    except ValueError as error:
        raise FileRefusedError("json", detail=str(error)[:120]) from error
    features = _features(given)
    crs = _crs(given)
    named = dict.fromkeys(["id"] if any("id" in one for one in features if isinstance(one, dict)) else [])
    for one in features:
        named |= dict.fromkeys(_properties(one))
        if len(named) > COLUMNS_MOST:
            raise FileRefusedError("columns", most=COLUMNS_MOST)
    names = list(named)
    sheet = Sheet("", [], [], fields=names, crs=crs)
    for number, one in enumerate(features, start=1):
        own = {"id": one["id"]} if isinstance(one, dict) and "id" in one else {}
        properties = own | {name: value for name, value in _properties(one).items() if name not in own}
        sheet.rows.append([_cell(properties.get(name)) for name in names])
        sheet.numbers.append(number)
        shape = one.get("geometry") if isinstance(one, dict) else None
        sheet.shapes.append(shape if isinstance(shape, dict) else None)
        if shape is not None and (fault := _fault(shape)):
            sheet.shape_faults[number] = fault
    return sheet


def _features(given: Any) -> list[Any]:
    if isinstance(given, dict):
        kind = given.get("type")
        if kind == "FeatureCollection" and isinstance(given.get("features"), list):
            if len(given["features"]) > ROWS_MOST:
                raise FileRefusedError("rows", most=ROWS_MOST)
            return list(given["features"])
        if kind == "Feature":
            return [given]
        if kind in SHAPES:
            return [{"type": "Feature", "properties": {}, "geometry": given}]
    raise FileRefusedError("not_geojson")


def _crs(given: Mapping[str, Any]) -> str:
    """The code that an old `crs` member names; "" for none: then the standard says WGS 84."""
    crs = given.get("crs")
    if crs is None:
        return "EPSG:4326"
    if not isinstance(crs, dict) or crs.get("type") != "name" or not isinstance(crs.get("properties"), dict):
        raise FileRefusedError("crs_link")
    return str(crs["properties"].get("name", ""))[:80]


def _properties(one: Any) -> dict[str, Any]:
    found = one.get("properties") if isinstance(one, dict) else None
    return found if isinstance(found, dict) else {}


def _cell(value: Any) -> Cell:
    if isinstance(value, int | float) and not isinstance(value, bool) and not isfinite(value):
        return str(value)
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ";".join(value)
    return json.dumps(value, ensure_ascii=False)


def _fault(shape: Any) -> str:
    """The code of what is wrong with a shape as it is written; "" for nothing."""
    if not isinstance(shape, dict) or shape.get("type") not in SHAPES:
        return "shape_unknown"
    if shape["type"] == "GeometryCollection":
        return "shape_collection"
    places = shape.get("coordinates")
    if not _are_numbers(places):
        return "shape_numbers"
    polygons: dict[str, Any] = {"Polygon": [places], "MultiPolygon": places}
    rings = polygons.get(shape["type"], [])
    try:
        for polygon in rings:
            for ring in polygon:
                if len(ring) < 4 or ring[0] != ring[-1]:
                    return "shape_open"
    except TypeError:
        return "shape_numbers"
    return ""


def _are_numbers(places: Any, depth: int = 0) -> bool:
    if isinstance(places, list) and depth <= DEPTH_MOST:
        return bool(places) and all(_are_numbers(place, depth + 1) for place in places)
    # A parsed NaN or Infinity is a list that holds its name.
    return isinstance(places, int | float) and not isinstance(places, bool) and isfinite(places)
