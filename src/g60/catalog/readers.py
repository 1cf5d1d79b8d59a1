"""Readers of a data folder, from bytes to a table: CSV and GeoJSON. Every cell is text; the schema says what it means.

Files that people send (workbooks and others) are read by `record.intake`, which trusts none of them.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Self

import geopandas as gpd
import pandas as pd
from shapely import from_geojson
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from g60.contract.codes import LIST_SEPARATOR
from g60.contract.crs import WGS84
from g60.contract.errors import ReadError

ROWS_NAMED = 20


def read_csv(data: bytes, name: str) -> pd.DataFrame:
    """The rows of a CSV file as text, empty cells as "". The index is the row of a spreadsheet (the header is 1).

    Raises ReadError if the bytes are not UTF-8 or the rows differ in length. Blank lines are counted and left out.
    """
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ReadError("error_not_utf8", file=name, row=line) from error
    try:
        # Not pandas: it accepts a row with too many or too few cells.
        header, *lines = csv.reader(io.StringIO(content, newline=""), strict=True)
    except (ValueError, csv.Error) as error:
        raise ReadError("error_not_csv", file=name, detail=str(error)) from error
    rows = {number: cells for number, cells in enumerate(lines, start=2) if cells}
    _refuse_ragged(header, rows, name)
    return pd.DataFrame(list(rows.values()), columns=header, index=list(rows), dtype=str)


def _refuse_ragged(header: list[str], rows: Mapping[int, list[str]], name: str) -> None:
    repeated = [column for column in dict.fromkeys(header) if header.count(column) > 1]
    if repeated:
        raise ReadError("error_column_repeated", file=name, detail=", ".join(repeated))
    ragged = [number for number, cells in rows.items() if len(cells) != len(header)]
    if ragged:
        detail = ", ".join(map(str, ragged[:ROWS_NAMED]))
        raise ReadError("error_row_length", file=name, row=ragged[0], detail=detail)


def read_geojson(data: bytes, name: str) -> gpd.GeoDataFrame:
    """The features of a GeoJSON file, numbered from 1: `id`, properties as text, geometry (WGS84) or None.

    Raises ReadError if the bytes are not a feature collection or a geometry is broken. It is parsed with
    `json` and shapely, because GDAL would open other files that an untrusted file points to.
    """
    try:
        features = [_Feature.of(feature) for feature in json.loads(data, object_pairs_hook=_once)["features"]]
    except json.JSONDecodeError as error:
        raise ReadError("error_not_json", file=name, detail=f"{error.lineno}:{error.colno}") from error
    except RepeatedKeyError as error:
        raise ReadError("error_json_key_repeated", file=name, detail=str(error)) from error
    except UnicodeEncodeError as error:
        around = error.object[max(error.start - 8, 0) : error.end + 8].encode(errors="replace").decode()
        raise ReadError("error_text_broken", file=name, detail=around) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ReadError("error_not_geojson", file=name, detail=type(error).__name__) from error
    shapes = [_shape(feature.geometry, name, number) for number, feature in enumerate(features, start=1)]
    # A property that only some features have is empty for the others.
    table = pd.DataFrame([feature.cells for feature in features], index=range(1, len(features) + 1)).fillna("")
    return gpd.GeoDataFrame(table, geometry=shapes, crs=WGS84)


class RepeatedKeyError(ValueError):
    """An object of a JSON file that has the same key twice: which value counts would depend on the reader."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) != len(pairs):
        keys = [key for key, _ in pairs]
        raise RepeatedKeyError(next(key for key in held if keys.count(key) > 1))
    return held


class _Feature(NamedTuple):
    cells: dict[str, str]
    geometry: Any

    @classmethod
    def of(cls, feature: Mapping[str, Any]) -> Self:
        cells = {key: _cell(value) for key, value in (feature["properties"] or {}).items()}
        # The id is the feature's own member, not a property of that name.
        cells |= {"id": _cell(feature.get("id"))}
        for text in (*cells, *cells.values()):
            text.encode()  # raises for half of a surrogate pair, which JSON can hold and no file or database
        return cls(cells, feature["geometry"])


def _shape(geometry: Any, name: str, number: int) -> BaseGeometry | None:
    try:
        return None if geometry is None else from_geojson(json.dumps(geometry))
    except GEOSException as error:
        raise ReadError("error_not_geojson", file=name, row=number, detail=str(error)) from error


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return LIST_SEPARATOR.join(str(part) for part in value)
    # A float has fifteen reliable digits; 12.0 becomes 12.
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def read(data: bytes, name: str) -> pd.DataFrame:
    """The table in a file; the ending of its name chooses the reader.

    Raises ReadError for an unknown ending.
    """
    reader = READERS.get(name.rpartition(".")[2].lower())
    if reader is None:
        raise ReadError("error_unknown_format", file=name, known=", ".join(READERS))
    return reader(data, name)


READERS: dict[str, Callable[[bytes, str], pd.DataFrame]] = {
    "csv": read_csv,
    "geojson": read_geojson,
}
