"""The rows of datasets as the record keeps them: a key, a place in the table, and the cells as JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import from_geojson, to_geojson
from shapely.geometry.base import BaseGeometry

from g60.contract.crs import WGS84
from g60.contract.dataset import Dataset
from g60.contract.schema import CITATIONS, DATASETS

Cells = Mapping[str, str]
# A subject and a field make the key of a citation. No slug and no document's word holds this character.
KEY_SEPARATOR = "\x1f"
GEOMETRY = "geometry"
BY_NAME = {dataset.name: dataset for dataset in DATASETS}
# The sum of the rows' hashes is taken modulo this number.
MODULUS = 1 << 256


class Place(NamedTuple):
    """A row of a dataset by its name and key."""

    dataset: str
    key: str


class Row(NamedTuple):
    """A row as it is kept: its position in the table, from 0, and its cells."""

    position: int
    cells: Cells


def citation_key(subject: str, field: str) -> str:
    """The key of the citation of a subject's field."""
    return f"{subject}{KEY_SEPARATOR}{field}"


def key_of(dataset: Dataset, cells: Cells) -> str:
    """The key of a row."""
    return citation_key(cells["subject"], cells["field"]) if dataset is CITATIONS else cells[dataset.key]


def subject_of(place: Place, cells: Cells) -> str:
    """The subject that a row is about, as citations name it."""
    return cells["subject"] if place.dataset == CITATIONS.name else BY_NAME[place.dataset].subject_prefix + place.key


def places_of(subject: str) -> list[Place]:
    """Where the row of a cited subject may be; ids are unique, so that it is in one of them at most."""
    return [
        Place(dataset.name, subject.removeprefix(dataset.subject_prefix))
        for dataset in DATASETS
        if dataset.cited and subject.startswith(dataset.subject_prefix)
    ]


def rows_of(table: pd.DataFrame, dataset: Dataset) -> Iterator[tuple[Place, Row]]:
    """The rows of a table as a source gives it; geometry becomes GeoJSON."""
    given = pd.DataFrame(table)
    if dataset.geometry:
        given = given.drop(columns=GEOMETRY).assign(geometry=to_geojson(table[GEOMETRY].to_numpy()))
    for position, cells in enumerate(given.to_dict("records")):
        text = {str(name): str(value) for name, value in cells.items()}
        yield Place(dataset.name, key_of(dataset, text)), Row(position, text)


def table_of(rows: Iterable[Row], dataset: Dataset) -> pd.DataFrame:
    """The table of rows, as a source gives it: every cell text, in the order of the positions.

    The index is the number that a row would have in the dataset's file.
    """
    ordered = sorted(rows, key=lambda row: row.position)
    cells = [row.cells for row in ordered]
    numbers = [row_number(row, dataset) for row in ordered]
    named = dict.fromkeys(name for row in cells for name in row)
    shape = [GEOMETRY] if dataset.geometry else []
    columns = [*named] if named else [dataset.key, *(name for name in dataset.columns if name != dataset.key), *shape]
    table = pd.DataFrame(cells, columns=columns, index=numbers, dtype=str).fillna("")
    if not dataset.geometry:
        return table
    given = table.pop(GEOMETRY).to_numpy(dtype=object) if GEOMETRY in table else [""] * len(table)
    placed: pd.DataFrame = gpd.GeoDataFrame(table, geometry=_shapes(given), crs=WGS84)
    return placed


def _shapes(given: Iterable[str]) -> list[BaseGeometry | None]:
    """The shapes of GeoJSON texts; None for one that is empty or cannot be read, which the checks name."""
    texts = np.array([*given], dtype=object)
    with np.errstate(over="ignore"):
        return list(from_geojson(texts, on_invalid="ignore"))


def row_number(row: Row, dataset: Dataset) -> int:
    """The number of a row in the dataset's file, as issues name it: a CSV file has a header, GeoJSON has none."""
    return row.position + (1 if dataset.geometry else 2)


def as_json(cells: Cells) -> str:
    """The cells in one spelling, so that equal cells are equal texts."""
    return json.dumps(cells, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def row_hash(place: Place, position: int, cells: str) -> int:
    """A number for one row. The sum of all of them, modulo 2²⁵⁶, is the fingerprint of a version."""
    content = "\0".join((place.dataset, place.key, str(position), cells))
    return int.from_bytes(hashlib.sha256(content.encode()).digest())


def fingerprint_text(total: int) -> str:
    """A fingerprint as 64 hex digits."""
    return f"{total % MODULUS:064x}"
