"""A picked catalog as a GeoPackage: a layer per kind with its style as QGIS reads it, and the tables behind it.

The ground below the plan (roads, railways, towns) is in it too, whatever was picked.

Written by GDAL through pyogrio, which geopandas brings, into a temporary file; then read back as bytes. County outlines
are not in it: they are not ours to hand on.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.catalog.measures import WITH_POINT, carrier_points
from g60.contract.causes import cause
from g60.contract.codes import CARRIER
from g60.contract.crs import WGS84
from g60.contract.errors import WriteError
from g60.contract.i18n import DEFAULT_LANGUAGE, text
from g60.contract.schema import KINDS
from g60.evidence.codes import documents, evidence_lines, source_line, spelt
from g60.export.imprint import day_in_jiaxing, imprint
from g60.export.tables import gpkg_ground
from g60.export.tables.columns import Column, entity_columns
from g60.export.tables.qgis import style

_GDAL_ERRORS = (DataSourceError, DataLayerError, FeatureError, GeometryError, FieldError)
GEOMETRY_COLUMN = "geom"
# Columns of the carriers: what names a point on the map, and how many bodies stand at it.
LABEL, TOGETHER = "map_label", "at_this_point"
LISTED = 6  # names at one point; of more the number of the others is said
# Offices keep their QGIS for years: nothing here needs a newer form of the file.
VERSION = {"VERSION": "1.2"}
_STYLES = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
    f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME
)"""


def to_gpkg(catalog: Catalog, picked: Catalog, selection: Selection, lang: str = DEFAULT_LANGUAGE) -> bytes:
    """The picked entities as a GeoPackage. A body known by its county only is a row without geometry.

    Raises WriteError where the file cannot be put together, as on a full disk.
    """
    with tempfile.TemporaryDirectory(prefix="g60-") as folder:
        path = Path(folder) / "atlas.gpkg"
        try:
            kinds = _write_layers(path, catalog, picked, lang)
            gpkg_ground.write_ground(path, lang, {"GEOMETRY_NAME": GEOMETRY_COLUMN}, VERSION)
            for name, table in _tables(catalog, picked, selection, lang).items():
                pyogrio.write_dataframe(
                    table, path, layer=name, driver="GPKG", append=path.exists(), dataset_options=VERSION
                )
            _finish(path, kinds, lang, catalog.own_lists)
            _check(path, picked)
            return _same_count(path.read_bytes())
        except (OSError, sqlite3.Error, *_GDAL_ERRORS) as error:
            raise WriteError(file="GeoPackage", detail=cause(error)) from error


def _write_layers(path: Path, catalog: Catalog, picked: Catalog, lang: str) -> list[str]:
    """The layers of the kinds that are shown, in the order of the plan; their names."""
    frame = _frame(entity_columns(catalog, picked, lang))
    placed = picked.carriers["location_grade"].isin(WITH_POINT) & picked.carriers["lon"].notna()
    points = gpd.points_from_xy(picked.carriers["lon"], picked.carriers["lat"])
    shapes = [*picked.areas.geometry, *np.where(placed, points, None)]
    everything = gpd.GeoDataFrame(frame.assign(**_at_one_place(picked, lang)), geometry=shapes, crs=WGS84)
    kinds = [kind for kind in KINDS if (everything["kind"] == kind).any()]
    for kind in kinds:
        layer = everything[everything["kind"] == kind]
        layer = layer if kind == CARRIER else layer.drop(columns=[LABEL, TOGETHER])
        pyogrio.write_dataframe(
            layer,
            path,
            layer=kind,
            driver="GPKG",
            geometry_type="Point" if kind == CARRIER else "Polygon",
            append=path.exists(),
            dataset_options=VERSION,
            layer_options={
                "GEOMETRY_NAME": GEOMETRY_COLUMN,
                "IDENTIFIER": text(f"kind_{kind}", lang),
                "DESCRIPTION": text("map_map_review", lang),
            },
        )
    return kinds


def _at_one_place(picked: Catalog, lang: str) -> dict[str, Any]:
    """What names each point on the map, and how many bodies stand at it; areas and bodies without a point have neither.

    Points that lie on each other cannot be told apart: the first of them is named with all the names, the others are
    not named.
    """
    labels: dict[str, str] = {}
    together: dict[str, int] = {}
    points = carrier_points(picked.carriers)
    for _, here in points.groupby([points.geometry.x, points.geometry.y], sort=False):
        names = [str(row[f"name_{lang}"] or row["name_zh"]) for row in here.to_dict("records")]
        left = len(names) - LISTED
        more = [text("file_more_here", lang, count=left)] if left > 0 else []
        labels[str(here.index[0])] = "\n".join([*names[:LISTED], *more])
        together |= {str(entity_id): len(names) for entity_id in here.index}
    ids = [str(entity_id) for entity_id in picked.entities.index]
    return {
        LABEL: [labels.get(entity_id, "") for entity_id in ids],
        TOGETHER: pd.array([together.get(entity_id) for entity_id in ids], dtype="Int64"),
    }


def _frame(columns: list[Column]) -> pd.DataFrame:
    """The columns as a frame: numbers as numbers with their words beside them, everything else as text."""
    found: dict[str, pd.Series] = {}
    for column in columns:
        if not column.is_number:
            found[column.name] = pd.Series([str(cell) for cell in column.cells], dtype=object)
            continue
        numbers = [cell if isinstance(cell, float) else np.nan for cell in column.cells]
        found[column.name] = pd.Series(numbers, dtype=float)
        words = [f"{cell:.15g}" if isinstance(cell, float) else cell for cell in column.cells]
        found[f"{column.name}_text"] = pd.Series(words, dtype=object)
    return pd.DataFrame(found)


def _tables(catalog: Catalog, picked: Catalog, selection: Selection, lang: str) -> dict[str, pd.DataFrame]:
    """What the layers need to be understood: where each value stands, the documents, what the file says of itself."""
    head = imprint(catalog, picked, selection, lang)
    lines = [head.title, head.sentence, head.version, head.date, head.review, head.attribution]
    lines += [text("opendata_outlines", lang), *evidence_lines(lang)]
    if not len(picked.entities):
        lines.insert(2, text("handout_empty", lang))
    shown = set(picked.entities.index)
    cited = [
        (subject, field, spelt(catalog, citation, lang), source_line(catalog, citation, lang))
        for (subject, field), citation in catalog.citations.items()
        if subject in shown
    ]
    return {
        "about": pd.DataFrame({"line": lines}, dtype=object),
        "sources": pd.DataFrame([vars_of(entry) for entry in documents(catalog, lang)]),
        "citations": pd.DataFrame(cited, columns=["subject", "field", "evidence", "place"], dtype=object),
    }


def _check(path: Path, picked: Catalog) -> None:
    """Raise OSError where the file does not hold every row: on a full disk GDAL may say nothing."""
    with closing(sqlite3.connect(path)) as file:
        sound = file.execute("PRAGMA quick_check").fetchone()[0]
        kinds = [name for (name,) in file.execute("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'")]
        rows = sum(file.execute(f'SELECT count(*) FROM "{kind}"').fetchone()[0] for kind in kinds)
    if sound != "ok" or rows != len(picked.entities) + sum(map(len, gpkg_ground.frames().values())):
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def vars_of(entry: object) -> dict[str, object]:
    """The fields of a frozen value by their names."""
    return {name: getattr(entry, name) for name in entry.__dataclass_fields__}  # type: ignore[attr-defined]


def _same_count(data: bytes) -> bytes:
    """The file with a fixed count of its changes: how often it was written to is nobody's matter (1.3.7)."""
    count = (1).to_bytes(4, "big")
    return data[:24] + count + data[28:92] + count + data[96:]


def _finish(path: Path, kinds: list[str], lang: str, own_lists: Iterable[str]) -> None:
    """The styles as QGIS looks for them, and one date everywhere, so that the same data is the same file."""
    day = f"{day_in_jiaxing().isoformat()}T00:00:00.000Z"
    carriers = (text("map_layer_carriers", lang), text("map_layer_bodies", lang))
    styles = {
        kind: (style(kind, LABEL if kind == CARRIER else f"name_{lang}", carriers, own_lists), f"kind_{kind}")
        for kind in kinds
    }
    styles |= {name: (gpkg_ground.style(name, f"name_{lang}"), f"map_layer_{name}") for name in gpkg_ground.LAYERS}
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(_STYLES)
        for name, (qml, told) in styles.items():
            row = ("", "", name, GEOMETRY_COLUMN, name, qml, "", True, text(told, lang), "", "", day)
            columns = "f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD"
            columns += ", useAsDefault, description, owner, ui, update_time"
            file.execute(f"INSERT INTO layer_styles ({columns}) VALUES ({', '.join('?' * len(row))})", row)
        file.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change)"
            " VALUES ('layer_styles', 'attributes', 'layer_styles', ?)",
            (day,),
        )
        file.execute("UPDATE gpkg_contents SET last_change = ?", (day,))
    with closing(sqlite3.connect(path)) as file:
        file.execute("VACUUM")  # no traces of what was overwritten
