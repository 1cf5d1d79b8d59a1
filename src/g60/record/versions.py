"""The versions of the data. Version 1 is the shipped `geodata/`; each publication makes the next one.

Nothing published is ever changed or removed. The rows that a version changed are kept with its number, and a row holds
until a later version has one of the same key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import pandas as pd
import sqlalchemy as sa

from g60.catalog.sources import Source
from g60.contract.dataset import Dataset
from g60.contract.errors import RefusedError
from g60.contract.schema import DATASETS
from g60.record import positions
from g60.record.database import has_begun, now, reading, writing
from g60.record.people import name_of
from g60.record.rows import BY_NAME, Place, Row, as_json, fingerprint_text, row_hash, rows_of, table_of
from g60.record.tables import PEOPLE, ROWS, VERSIONS

SHIPPED = 1
# Days are those of Jiaxing: UTC+8 without summer time.
JIAXING = timedelta(hours=8)
TIME_FORM = "%Y-%m-%dT%H:%M:%SZ"
# Rows of a version from which PostgreSQL counts its table at once and not some time later.
ANALYSED_FROM = 1_000
# Keys that one query asks for.
BATCH = 500


class Version(NamedTuple):
    """One version: who made it, when (UTC), why, and how many rows it added, changed and removed."""

    number: int
    at: str
    who: str
    why: str
    kind: str
    fingerprint: str
    added: int
    changed: int
    removed: int
    restored: int | None = None
    draft: int | None = None

    def as_json(self) -> dict[str, object]:
        """The version as the command line prints it."""
        names = ("at", "who", "why", "fingerprint", "added", "changed", "removed")
        return {"version": self.number} | {name: getattr(self, name) for name in names}


def versions(url: str = "", *, current: bool = False) -> list[Version]:
    """All versions, newest first; the shipped one alone where no record has begun. Raises DatabaseError.

    With `current` those of the database that is written, which a replica may not have yet.
    """
    if not has_begun(url, current=current):
        return [_unrecorded()]
    with reading(url, current=current) as connection:
        return _versions(connection) or [_unrecorded()]


def _unrecorded() -> Version:
    return Version(SHIPPED, "", "", "", "shipped", "", 0, 0, 0)


def _versions(connection: sa.Connection) -> list[Version]:
    joined = sa.select(VERSIONS, PEOPLE.c.name, PEOPLE.c.blanked_at).outerjoin(PEOPLE)
    found = connection.execute(joined.order_by(VERSIONS.c.number.desc())).mappings().all()
    same = ("at", "why", "kind", "fingerprint", "added", "changed", "removed", "restored", "draft")
    return [Version(number=row["number"], who=name_of(row), **{name: row[name] for name in same}) for row in found]


def is_recorded(url: str = "") -> bool:
    """Whether the database holds versions. One with only people or corrections does not: the data is the shipped one.

    Raises DatabaseError.
    """
    if not has_begun(url):
        return False
    with reading(url) as connection:
        return connection.scalar(sa.select(sa.exists().where(VERSIONS.c.number == SHIPPED))) is True


def newest(url: str = "") -> int:
    """The number of the newest version; raises DatabaseError."""
    if not has_begun(url):
        return SHIPPED
    with reading(url) as connection:
        return newest_in(connection)


def newest_in(connection: sa.Connection) -> int:
    """The number of the newest version, within a transaction."""
    return connection.scalar(sa.select(sa.func.max(VERSIONS.c.number))) or SHIPPED


def version_at(asked: str, url: str = "") -> int:
    """The version that a number or a day (2026-11-27, in Jiaxing) names: for a day, the last one of that day.

    Raises RefusedError if there is none.
    """
    if not is_recorded(url):
        return _unrecorded_at(asked)
    with reading(url) as connection:
        if re.fullmatch(r"[1-9][0-9]{0,8}", asked, re.ASCII):
            if connection.scalar(sa.select(VERSIONS.c.number).where(VERSIONS.c.number == int(asked))):
                return int(asked)
            raise RefusedError("error_version_unknown", version=asked, newest=newest_in(connection))
        until = _end_of(asked)
        if until is None:
            raise RefusedError("error_version_unknown", version=asked[:20], newest=newest_in(connection))
        found = connection.scalar(sa.select(sa.func.max(VERSIONS.c.number)).where(VERSIONS.c.at < until))
        if found is None:
            first = str(connection.scalar(sa.select(sa.func.min(VERSIONS.c.at))))
            raise RefusedError("error_version_later", day=asked, first=local_time(first)[:10])
        return int(found)


def day_of(asked: str, today: date, url: str = "") -> date:
    """The day whose state is asked for: a day itself, the day in Jiaxing of a version by its number, else today.

    The version that came with the program has no day of its own.
    """
    if not re.fullmatch(r"[0-9]+", asked, re.ASCII):
        return date.fromisoformat(asked) if asked else today
    made = next((version.at for version in versions(url) if version.number == int(asked)), "")
    return date.fromisoformat(local_time(made)[:10]) if made else today


def _unrecorded_at(asked: str) -> int:
    if asked != str(SHIPPED) and _end_of(asked) is None:
        raise RefusedError("error_version_unknown", version=asked[:20], newest=SHIPPED)
    return SHIPPED


def _end_of(asked: str) -> str | None:
    """The moment in UTC at which a day in Jiaxing ends; None for what is no day."""
    try:
        day = date.fromisoformat(asked)
        ends = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1) - JIAXING
    except (ValueError, OverflowError):
        return None
    # Not strftime, which writes the year 998 with three digits.
    return ends.replace(tzinfo=None).isoformat() + "Z"


def local_time(at: str) -> str:
    """A time of the record as the clock in Jiaxing shows it, to the minute, as in 2026-11-27 16:00."""
    return (datetime.strptime(at, TIME_FORM) + JIAXING).strftime("%Y-%m-%d %H:%M")


class RecordSource:
    """The tables of one version in the database."""

    def __init__(self, number: int, url: str = "") -> None:
        self.number, self.url = number, url
        self._rows: dict[str, list[Row]] | None = None

    def read(self, dataset: Dataset) -> pd.DataFrame:
        """The table of a dataset, every cell as text; raises DatabaseError."""
        if self._rows is None:
            with reading(self.url) as connection:
                found = rows_at(connection, self.number)
            self._rows = {entry.name: [] for entry in DATASETS}
            for place, row in found.items():
                self._rows.setdefault(place.dataset, []).append(row)
        return table_of(self._rows[dataset.name], dataset)

    def version(self) -> str:
        """The first twelve hex digits of the version's fingerprint."""
        with reading(self.url) as connection:
            asked = sa.select(VERSIONS.c.fingerprint).where(VERSIONS.c.number == self.number)
            return str(connection.scalar(asked))[:12]


def begin(shipped: Source, url: str = "") -> None:
    """Begin the record: keep the shipped tables as version 1, unless that was done. Raises DatabaseError, ReadError."""
    if has_begun(url, current=True):
        with reading(url, current=True) as connection:
            if connection.scalar(sa.select(sa.func.count()).select_from(VERSIONS)):
                return
    tables = {dataset.name: shipped.read(dataset) for dataset in DATASETS}
    with writing(url) as connection:
        if connection.scalar(sa.select(sa.func.count()).select_from(VERSIONS)):
            return
        changes: dict[Place, Row | None] = {}
        for dataset in DATASETS:
            changes |= dict(rows_of(tables[dataset.name], dataset))
        add_version(connection, changes, {}, number=SHIPPED, kind="shipped", why="", person=None)


def add_version(
    connection: sa.Connection,
    changes: Mapping[Place, Row | None],
    before: Mapping[Place, Row],
    *,
    number: int,
    **about: object,
) -> None:
    """Write a version within a transaction: the rows that it changes (None: removed), and what they were before."""
    last = connection.execute(sa.select(VERSIONS).where(VERSIONS.c.number == number - 1)).mappings().first()
    total = int(str(last["fingerprint"]), 16) if last else 0
    kept = []
    tally = {"added": 0, "changed": 0, "removed": 0}
    for place, row in changes.items():
        old = before.get(place)
        if old is not None:
            total -= row_hash(place, old.position, as_json(old.cells))
        cells = None if row is None else as_json(row.cells)
        if row is not None and cells is not None:
            total += row_hash(place, row.position, cells)
        tally["added" if old is None else "removed" if row is None else "changed"] += 1
        position = row.position if row else old.position if old else 0
        kept.append({**place._asdict(), "version": number, "position": position, "cells": cells})
    connection.execute(
        VERSIONS.insert().values(
            number=number,
            at=now(str(last["at"]) if last else ""),
            fingerprint=fingerprint_text(total),
            **tally,
            **about,
        )
    )
    if kept:
        connection.execute(ROWS.insert(), kept)
        if connection.dialect.name == "postgresql" and len(kept) > ANALYSED_FROM:
            # PostgreSQL plans by what it has counted; until it counts again, it takes a large version for a small one.
            connection.execute(sa.TextClause("ANALYZE rows"))
    positions.keep(connection, number, changes, _rows_later(connection, number))


def _rows_later(connection: sa.Connection, version: int) -> Iterator[tuple[Place, Row]]:
    """The rows of a version, read when they are asked for."""
    yield from rows_at(connection, version).items()


def rows_at(connection: sa.Connection, version: int, places: Sequence[Place] | None = None) -> dict[Place, Row]:
    """The rows of a version: all of them, or those of some keys that it has."""
    if places is not None:
        return _some_rows(connection, version, places)
    later = ROWS.alias()
    held = (
        sa.select(sa.func.max(later.c.version))
        .where(later.c.dataset == ROWS.c.dataset, later.c.key == ROWS.c.key, later.c.version <= version)
        .scalar_subquery()
    )
    asked = sa.select(ROWS.c.dataset, ROWS.c.key, ROWS.c.position, ROWS.c.cells)
    asked = asked.where(ROWS.c.version == held, ROWS.c.cells.is_not(None))
    return {Place(name, key): Row(at, json.loads(cells)) for name, key, at, cells in connection.execute(asked)}


def _some_rows(connection: sa.Connection, version: int, places: Sequence[Place]) -> dict[Place, Row]:
    wanted = set(places)
    last: dict[Place, tuple[int, str | None]] = {}
    # Few rows of many datasets are one query; many rows of few datasets are a query for each part.
    every = {place.dataset for place in wanted}
    for datasets in [every] if len(wanted) <= BATCH else [{name} for name in sorted(every)]:
        named = list({place.key for place in wanted if place.dataset in datasets})
        for start in range(0, len(named), BATCH):
            asked = (
                sa.select(ROWS.c.dataset, ROWS.c.key, ROWS.c.position, ROWS.c.cells)
                .where(ROWS.c.dataset.in_(sorted(datasets)), ROWS.c.key.in_(named[start : start + BATCH]))
                .where(ROWS.c.version <= version)
                .order_by(ROWS.c.version)
            )
            for dataset, key, position, cells in connection.execute(asked):
                if (place := Place(dataset, key)) in wanted:
                    last[place] = position, cells
    # Only the last one of each is decoded.
    return {place: Row(position, json.loads(cells)) for place, (position, cells) in last.items() if cells is not None}


def places_between(connection: sa.Connection, earlier: int, later: int) -> list[Place]:
    """The rows that some version after the earlier one, up to the later one, has touched."""
    asked = sa.select(ROWS.c.dataset, ROWS.c.key).distinct()
    asked = asked.where(ROWS.c.version > earlier, ROWS.c.version <= later)
    return [Place(dataset, key) for dataset, key in connection.execute(asked.order_by(ROWS.c.dataset, ROWS.c.key))]


def tables_of(rows: Iterable[tuple[Place, Row]]) -> dict[str, pd.DataFrame]:
    """The tables of all datasets from their rows."""
    sorted_out: dict[str, list[Row]] = {name: [] for name in BY_NAME}
    for place, row in rows:
        sorted_out[place.dataset].append(row)
    return {name: table_of(found, BY_NAME[name]) for name, found in sorted_out.items()}
