"""The catalog of another version, made from one that is at hand: only what lies between the two is read.

A published version passed the checks when it was published, so they are not run again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import sqlalchemy as sa

from g60.catalog.catalog import Catalog, Citation, areas_of, carriers_of, citations_of
from g60.checks.tables import terms_of
from g60.contract.schema import (
    AREA_DATASETS,
    CARRIERS,
    CITATIONS,
    INDUSTRY_TABLE,
    INDUSTRY_TERMS,
    REFERENCE,
    SOURCES,
    UNIT_TABLE,
    WATER,
)
from g60.contract.statements import DOCUMENT_DATASETS, LISTS
from g60.record.database import reading
from g60.record.rows import BY_NAME, KEY_SEPARATOR, Place, Row, table_of
from g60.record.tables import ROWS, VERSIONS

# Datasets that make one part of a catalog together: where one has changed, all of them are read.
TOGETHER = (tuple(dataset.name for dataset in AREA_DATASETS), (CARRIERS.name, LISTS.name))
# The parts of a catalog that are the table of a dataset, by its key.
FRAMES = {dataset.name: dataset for dataset in (REFERENCE, WATER, UNIT_TABLE, INDUSTRY_TABLE, SOURCES)}
DOCUMENTS = {dataset.name: dataset for dataset in DOCUMENT_DATASETS}
# Where more rows lie between two versions, reading all of the other version is no slower.
ROWS_AT_MOST = 20_000


def as_of(base: Catalog, number: int, url: str = "") -> Catalog | None:
    """The catalog of a version, made from another version's; None where it has to be loaded whole.

    Raises DatabaseError.
    """
    first, last = sorted((number, base.version))
    with reading(url) as connection:
        between = (ROWS.c.version > first, ROWS.c.version <= last)
        if (connection.scalar(sa.select(sa.func.count()).where(*between)) or 0) > ROWS_AT_MOST:
            return None
        touched = set(connection.scalars(sa.select(ROWS.c.dataset).where(*between).distinct()))
        wanted = touched | {name for group in TOGETHER if touched.intersection(group) for name in group}
        tables = _tables(connection, number, wanted - {CITATIONS.name})
        if any(not {*BY_NAME[name].columns, BY_NAME[name].key} <= {*table.columns} for name, table in tables.items()):
            return None  # of an earlier release, whose tables lack a column
        citations = base.citations
        if CITATIONS.name in touched:
            citations = _citations(connection, base, number)
        asked = sa.select(VERSIONS.c.fingerprint).where(VERSIONS.c.number == number)
        fingerprint = str(connection.scalar(asked))[:12]
    own: dict[str, Any] = {"version": number, "fingerprint": fingerprint, "citations": citations, "drawn": None}
    return replace(base, whole=None, shown=None, **own, **_parts(base, tables, touched))


def _parts(base: Catalog, tables: Mapping[str, pd.DataFrame], touched: set[str]) -> dict[str, Any]:
    """The parts of a catalog that follow from some of its tables, of which some were touched."""
    parts: dict[str, Any] = {
        name: tables[name].set_index(dataset.key) for name, dataset in FRAMES.items() if name in tables
    }
    if CARRIERS.name in tables:
        parts["all_carriers"] = carriers_of(tables)
    if AREA_DATASETS[0].name in tables:
        parts["all_areas"] = areas_of(tables)
    if INDUSTRY_TERMS.name in tables:
        parts["terms"] = terms_of(tables)
    documents = {name: tables[name].set_index(dataset.key) for name, dataset in DOCUMENTS.items() if name in touched}
    return parts | ({"tables": replace(base.tables, **documents)} if documents else {})


def _tables(connection: sa.Connection, number: int, names: Iterable[str]) -> dict[str, pd.DataFrame]:
    rows: dict[str, list[Row]] = {name: [] for name in names}
    for place, row in _latest(connection, number, ROWS.c.dataset.in_(list(rows))).items():
        if row is not None:
            rows[place.dataset].append(row)
    return {name: table_of(found, BY_NAME[name]) for name, found in rows.items()}


class _Cited(Mapping[tuple[str, str], Citation]):
    """The citations of a version: those at hand, and in place of some of them rows that are read when asked for.

    A card asks for twenty of the thousands that may lie between two versions.
    """

    def __init__(self, base: Mapping[tuple[str, str], Citation], changed: dict[tuple[str, str], str | None]) -> None:
        self._base = base
        self._changed = changed  # the cells as JSON; None: removed
        self._made: dict[tuple[str, str], Citation] = {}

    def __getitem__(self, key: tuple[str, str]) -> Citation:
        if key not in self._changed:
            return self._base[key]
        if key not in self._made:
            cells = self._changed[key]
            if cells is None:
                raise KeyError(key)
            self._made |= citations_of([json.loads(cells)])
        return self._made[key]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return (key for key in self._base if self._changed.get(key, "") is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _citations(connection: sa.Connection, base: Catalog, number: int) -> Mapping[tuple[str, str], Citation]:
    """The citations of a version: those at hand with what lies between, in the order of their table."""
    first, last = sorted((number, base.version))
    is_citation = ROWS.c.dataset == CITATIONS.name
    between = sa.select(ROWS.c.key).where(is_citation, ROWS.c.version > first, ROWS.c.version <= last)
    asked = sa.and_(is_citation, ROWS.c.key.in_(between))
    then = {row.key: (row.position, row.cells) for row in _last(connection, number, asked, "position", "cells")}
    now = {row.key: row.position for row in _last(connection, base.version, asked, "position", "cells") if row.cells}
    # Where one belongs between the others, all of them are read in their order.
    if any(cells is not None and now.get(key) != position for key, (position, cells) in then.items()):
        held = (row for row in _latest(connection, number, is_citation).values() if row)
        return citations_of(row.cells for row in sorted(held, key=lambda row: row.position))
    changed = dict.fromkeys(now) | {key: cells for key, (_, cells) in then.items()}
    return _Cited(base.citations, {_subject_and_field(key): cells for key, cells in changed.items()})


def _subject_and_field(key: str) -> tuple[str, str]:
    subject, _, name = key.partition(KEY_SEPARATOR)
    return subject, name


def _latest(connection: sa.Connection, number: int, which: sa.ColumnElement[bool]) -> dict[Place, Row | None]:
    """The rows of a version among some; None for one that was removed."""
    found = _last(connection, number, which, "dataset", "position", "cells")
    return {
        Place(row.dataset, row.key): None if row.cells is None else Row(row.position, json.loads(row.cells))
        for row in found
    }


def _last(connection: sa.Connection, number: int, which: sa.ColumnElement[bool], *columns: str) -> sa.CursorResult[Any]:
    """The last row of each key up to a version, among some; removed ones too."""
    last = sa.select(ROWS.c.dataset, ROWS.c.key, sa.func.max(ROWS.c.version).label("version"))
    held = last.where(which, ROWS.c.version <= number).group_by(ROWS.c.dataset, ROWS.c.key).subquery()
    same = sa.and_(*(ROWS.c[name] == held.c[name] for name in ("dataset", "key", "version")))
    return connection.execute(sa.select(ROWS.c.key, *(ROWS.c[name] for name in columns)).join(held, same))
