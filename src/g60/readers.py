"""Bytes to table: CSV and GeoJSON. Every cell is text; what a cell means is decided by the schema."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely import from_geojson
from shapely.errors import GEOSException

from g60.crs import WGS84
from g60.errors import ReadError


def read_csv(data: bytes, name: str) -> pd.DataFrame:
    """The rows of a CSV file as text, empty cells as "".

    Raises ReadError where the bytes are not UTF-8 or not rows of one length.
    """
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ReadError("error_not_utf8", file=name, row=line) from error
    try:
        return pd.read_csv(io.StringIO(content), dtype=str, keep_default_na=False, na_filter=False, index_col=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError) as error:
        raise ReadError("error_not_csv", file=name, detail=str(error)) from error


def read_geojson(data: bytes, name: str) -> gpd.GeoDataFrame:
    """The features of a GeoJSON file: `id`, its properties as text, its geometry (WGS84).

    Raises ReadError where the bytes are not a feature collection, or a geometry is broken. Parsed with
    `json` and shapely: GDAL would open whatever else a stranger's file points to.
    """
    try:
        features = json.loads(data)["features"]
        rows = [{"id": str(feature.get("id", ""))} | _cells(feature["properties"]) for feature in features]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ReadError("error_not_geojson", file=name, detail=type(error).__name__) from error
    try:
        shapes = [from_geojson(json.dumps(feature["geometry"])) for feature in features]
    except (KeyError, GEOSException) as error:
        raise ReadError("error_not_geojson", file=name, detail=str(error)) from error
    # A property that only some features have is empty for the others.
    return gpd.GeoDataFrame(pd.DataFrame(rows).fillna(""), geometry=shapes, crs=WGS84)


def _cells(properties: Mapping[str, Any]) -> dict[str, str]:
    return {key: _cell(value) for key, value in properties.items()}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(str(part) for part in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def read(data: bytes, name: str) -> pd.DataFrame:
    """The table in a file, by the ending of its name.

    Raises ReadError for an ending that nothing here reads.
    """
    reader = READERS.get(name.rpartition(".")[2].lower())
    if reader is None:
        raise ReadError("error_unknown_format", file=name, known=", ".join(READERS))
    return reader(data, name)


READERS: dict[str, Callable[[bytes, str], pd.DataFrame]] = {"csv": read_csv, "geojson": read_geojson}
