"""The catalog of another version, made from one that is at hand: only what lies between the two is read.

A published version passed the checks when it was published, so they are not run again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import sqlalchemy as sa

from g60.catalog.catalog import Catalog, areas_of, carriers_of, citations_of
from g60.checks.tables import terms_of
from g60.contract.schema import (
    AREA_DATASETS,
    CARRIERS,
    CITATIONS,
    DOCUMENT_DATASETS,
    INDUSTRY_TABLE,
    INDUSTRY_TERMS,
    LISTS,
    REFERENCE,
    SOURCES,
    UNIT_TABLE,
    WATER,
)
from g60.record.database import reading
from g60.record.rows import BY_NAME, Place, Row, citation_key, table_of
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


def _citations(connection: sa.Connection, base: Catalog, number: int) -> Mapping[tuple[str, str], Any]:
    """The citations of a version: those at hand with what lies between, in the order of their table."""
    first, last = sorted((number, base.version))
    is_citation = ROWS.c.dataset == CITATIONS.name
    between = sa.select(ROWS.c.key).where(is_citation, ROWS.c.version > first, ROWS.c.version <= last)
    asked = sa.and_(is_citation, ROWS.c.key.in_(between))
    then, now = _latest(connection, number, asked), _latest(connection, base.version, asked)
    found = dict(base.citations)
    for place, row in now.items():
        if row is not None and then.get(place) is None:
            found.pop((row.cells["subject"], row.cells["field"]))
    found |= citations_of(row.cells for row in then.values() if row)
    if all(row is None or _position(now.get(place)) == row.position for place, row in then.items()):
        return found
    # One of them belongs between the others.
    order = _order(connection, number)
    return dict(sorted(found.items(), key=lambda item: order[citation_key(*item[0])]))


def _order(connection: sa.Connection, number: int) -> dict[str, int]:
    """The positions of the citations in their table, by key, up to a version."""
    asked = sa.select(ROWS.c.key, ROWS.c.position).where(ROWS.c.dataset == CITATIONS.name, ROWS.c.version <= number)
    return dict(connection.execute(asked.order_by(ROWS.c.version)).tuples().all())


def _position(row: Row | None) -> int:
    return -1 if row is None else row.position


def _latest(connection: sa.Connection, number: int, which: sa.ColumnElement[bool]) -> dict[Place, Row | None]:
    """The rows of a version among some; None for one that was removed."""
    last = sa.select(ROWS.c.dataset, ROWS.c.key, sa.func.max(ROWS.c.version).label("version"))
    held = last.where(which, ROWS.c.version <= number).group_by(ROWS.c.dataset, ROWS.c.key).subquery()
    same = sa.and_(*(ROWS.c[name] == held.c[name] for name in ("dataset", "key", "version")))
    asked = sa.select(ROWS.c.dataset, ROWS.c.key, ROWS.c.position, ROWS.c.cells).join(held, same)
    return {
        Place(name, key): None if cells is None else Row(position, json.loads(cells))
        for name, key, position, cells in connection.execute(asked)
    }
