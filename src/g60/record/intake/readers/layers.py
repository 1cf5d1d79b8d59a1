"""Zipped Shapefiles and GeoPackages, read by GDAL from memory, after a look at what they are."""

from __future__ import annotations

import io
import json
import math
import sqlite3
import zipfile
from collections import Counter
from contextlib import closing
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from g60.record.intake.kinds import SQLITE, is_stray, part
from g60.record.intake.sheets import ROWS_MOST, VERTICES_MOST, Cell, FileRefusedError, Reading, Sheet

PARTS = ("shp", "shx", "dbf", "prj")
_GDAL_ERRORS = (DataSourceError, DataLayerError, FeatureError, FieldError, GeometryError, ValueError, RuntimeError)
# The triggers that the standard and GDAL itself put into a GeoPackage; none of them runs on reading.
_OWN_TRIGGERS = ("rtree_", "trigger_insert_feature_count_", "trigger_delete_feature_count_", "gpkg_")
# Tables in which our own GeoPackage explains itself.
_EXPLAINING = {"about", "sources", "citations", "layer_styles"}


def read(data: bytes, kind: str) -> Reading:
    """The layers of a file as sheets. Raises FileRefusedError."""
    return _shapefiles(data) if kind == "shp" else _geopackage(data)


# Shapefiles --------------------------------------------------------------------------------------


def _shapefiles(data: bytes) -> Reading:
    """Each Shapefile of an archive as a sheet, given to GDAL under a name of our own."""
    sheets, encodings = [], []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name, parts in _sets(archive).items():
            files = {ending: part(archive, entry) for ending, entry in parts.items()}
            if not files["shp"].startswith(b"\x00\x00\x27\x0a"):
                raise FileRefusedError("broken")
            if "dbf" not in files:
                raise FileRefusedError("shp_alone")
            encoding = _encoding(files)
            clean = io.BytesIO()
            with zipfile.ZipFile(clean, "w") as kept:
                for ending in PARTS:
                    if ending in files:
                        kept.writestr(f"layer.{ending}", files[ending])
            sheets.append(_layer(clean.getvalue(), None, name, encoding))
            encodings.append(encoding)
    if not sheets:
        raise FileRefusedError("no_table")
    return Reading("shp", ", ".join(dict.fromkeys(encodings)), sheets)


def _sets(archive: zipfile.ZipFile) -> dict[str, dict[str, zipfile.ZipInfo]]:
    """The files of each Shapefile, by its name: its ending in lower case, and its entry.

    A name that stands in several folders is told with its folder. Raises FileRefusedError for a part that stands twice.
    """
    found: dict[str, dict[str, zipfile.ZipInfo]] = {}
    for entry in archive.infolist():
        if is_stray(entry.filename) or entry.is_dir():
            continue
        stem, _, ending = _name(entry).rpartition(".")
        parts = found.setdefault(stem, {})
        if ending.lower() in parts:
            raise FileRefusedError("parts_twice", name=_name(entry)[:80])
        parts[ending.lower()] = entry
    layers = {stem: parts for stem, parts in found.items() if "shp" in parts}
    bare = Counter(stem.rpartition("/")[2] for stem in layers)
    return {stem if bare[name := stem.rpartition("/")[2]] > 1 else name: parts for stem, parts in layers.items()}


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry. Letters of the old DOS page are the bytes that a Chinese Windows wrote."""
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _encoding(files: dict[str, bytes]) -> str:
    """The encoding of the attributes: as the .cpg names it, else what the bytes are."""
    named = files.get("cpg", b"").decode("ascii", "ignore").strip().lower().replace("oem", "cp")
    if named in ("utf-8", "utf8", "65001"):
        return "utf-8"
    if named in ("gbk", "gb2312", "gb18030", "936", "cp936"):
        return "gb18030"
    for encoding in ("utf-8", "gb18030"):
        try:
            files["dbf"].decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    # The header of the file is not text, so try the records alone.
    records = files["dbf"][int.from_bytes(files["dbf"][8:10], "little") :]
    try:
        records.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


# GeoPackages -------------------------------------------------------------------------------------


def _geopackage(data: bytes) -> Reading:
    names = _looked_through(data)
    if not names:
        raise FileRefusedError("no_table")
    return Reading("gpkg", None, [_layer(data, name, name, None) for name in names])


def _looked_through(data: bytes) -> list[str]:
    """The layers of a GeoPackage. A database of another kind, and one with views or triggers, is refused."""
    if not data.startswith(SQLITE) or data[68:72] not in (b"GPKG", b"GP10", b"GP11"):
        raise FileRefusedError("sqlite")
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(data)
            database.execute("PRAGMA trusted_schema = OFF")
            database.execute("PRAGMA query_only = ON")
            for kind, name in database.execute("SELECT type, name FROM sqlite_master").fetchall():
                if kind == "view" or (kind == "trigger" and not name.startswith(_OWN_TRIGGERS)):
                    raise FileRefusedError("views", name=str(name)[:60])
            asked = "SELECT table_name FROM gpkg_contents WHERE data_type IN ('features', 'attributes')"
            return [name for (name,) in database.execute(asked) if name not in _EXPLAINING]
    except sqlite3.Error as error:
        raise FileRefusedError("broken") from error


# Both --------------------------------------------------------------------------------------------


def _layer(data: bytes, layer: str | None, name: str, encoding: str | None) -> Sheet:
    try:
        meta, _, shapes, columns = pyogrio.raw.read(
            io.BytesIO(data), layer=layer, encoding=encoding, max_features=ROWS_MOST + 1
        )
    except _GDAL_ERRORS as error:
        raise FileRefusedError("broken") from error
    names = [str(field) for field in meta["fields"]]
    count = len(columns[0]) if columns else len(shapes if shapes is not None else ())
    if count > ROWS_MOST:
        raise FileRefusedError("rows", most=ROWS_MOST)
    sheet = Sheet(name, [], list(range(1, count + 1)), fields=names, crs=str(meta.get("crs") or ""))
    sheet.rows = [[_cell(column[at]) for column in columns] for at in range(count)]
    sheet.shapes = [None] * count
    made = [] if shapes is None else shapely.from_wkb(shapes, on_invalid="ignore")
    if shapely.get_num_coordinates(made).sum() > VERTICES_MOST:
        raise FileRefusedError("vertices", most=VERTICES_MOST)
    for at, shape in enumerate(made):
        if shape is not None and not shape.is_empty:
            if not np.isfinite(shapely.get_coordinates(shape)).all():
                sheet.shape_faults[at + 1] = "shape_numbers"
            else:
                sheet.shapes[at] = json.loads(shapely.to_geojson(shapely.force_2d(shape)))
    return sheet


def _cell(value: Any) -> Cell:
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, str | bool | int | float):
        return value
    return ["date", str(value)[:10]] if hasattr(value, "year") else str(value)
