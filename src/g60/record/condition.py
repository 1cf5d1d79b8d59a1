"""The condition of the record: its database, its size and rights, PostGIS, the replica, version 1 and what is shipped.

Facts, without words: `doctor` says what they mean and what to do.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from g60.catalog.sources import Source
from g60.contract.errors import DatabaseError
from g60.contract.schema import DATASETS
from g60.record import database
from g60.record.backup import wrong_versions
from g60.record.database import State, reading
from g60.record.database_address import address_of, database_url, file_of, reading_url, shown
from g60.record.positions import Extension, extension, positioned
from g60.record.rows import Place, Row, rows_of
from g60.record.tables import CORRECTIONS, DRAFTS, IMPORTS, PEOPLE, VERSIONS
from g60.record.versions import SHIPPED, newest, newest_in, rows_at

READABLE_BY_OTHERS = 0o004


@dataclass(slots=True)
class Condition:
    """What there is at the addresses of the database. What is not known is empty."""

    kind: str
    address: str  # without the password
    state: State | None = None
    trouble: DatabaseError | None = None  # why nothing more is known
    newest: int = 0
    counts: dict[str, int] = field(default_factory=dict)  # drafts and imports that are open, corrections, people
    size: int = 0  # bytes
    server: str = ""  # the version of SQLite or PostgreSQL
    journal: str = ""  # of SQLite: wal
    writable: bool = True
    open_to_others: bool = False  # of an SQLite file: every account of the machine can read it
    wrong: list[int] = field(default_factory=list)  # versions whose rows do not give their fingerprint
    postgis: Extension = Extension.NONE
    positioned: int = 0


def condition(url: str = "") -> Condition:
    """The condition of the database that is written; nothing is raised and nothing is made."""
    url = url or database_url()
    try:
        address = address_of(url)
    except DatabaseError as error:
        return Condition("", "", trouble=error)
    found = Condition(address.get_backend_name(), shown(url))
    try:
        found.state = database.state(url)
        database.refuse(found.state)
        if found.state is not State.ABSENT:
            with reading(url) as connection:
                _look(connection, found, url)
        if found.state is State.READY:
            found.wrong = wrong_versions(url)
    except DatabaseError as error:
        found.trouble = error
    return found


def _look(connection: sa.Connection, found: Condition, url: str) -> None:
    if found.kind == "sqlite":
        path = Path(file_of(url))
        found.size = sum(part.stat().st_size for part in (path, _log(path)) if part.exists())
        found.journal = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar())
        found.server = f"SQLite {connection.exec_driver_sql('SELECT sqlite_version()').scalar()}"
        found.writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
        found.open_to_others = bool(path.stat().st_mode & READABLE_BY_OTHERS)
    else:
        found.size = int(connection.scalar(sa.TextClause("SELECT pg_database_size(current_database())")) or 0)
        found.server = f"PostgreSQL {str(connection.scalar(sa.TextClause('SHOW server_version'))).split()[0]}"
        found.writable = connection.scalar(sa.TextClause("SHOW default_transaction_read_only")) == "off" and not (
            connection.scalar(sa.TextClause("SELECT pg_is_in_recovery()"))
        )
        found.postgis = extension(connection)
        found.positioned = positioned(connection) if found.postgis is Extension.USED else 0
    if found.state is not State.READY:
        return
    found.newest = newest_in(connection) if _count(connection, VERSIONS) else 0
    found.counts = {
        "drafts": _count(connection, DRAFTS, DRAFTS.c.state == "open"),
        "corrections": _count(connection, CORRECTIONS),
        "people": _count(connection, PEOPLE, PEOPLE.c.active),
        "imports": _count(connection, IMPORTS, IMPORTS.c.state == "open"),
        "megabytes": round(_sum(connection, IMPORTS.c.size, IMPORTS.c.data.is_not(None)) / 1_000_000),
    }


def _sum(connection: sa.Connection, column: sa.Column[int], *where: sa.ColumnElement[bool]) -> int:
    return int(connection.scalar(sa.select(sa.func.sum(column)).where(*where)) or 0)


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _count(connection: sa.Connection, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
    return int(connection.scalar(sa.select(sa.func.count()).select_from(table).where(*where)) or 0)


@dataclass(frozen=True, slots=True)
class Replica:
    """The database for reading: its address without the password, its newest version, or why it cannot be asked."""

    address: str
    newest: int = 0
    trouble: DatabaseError | None = None


def replica() -> Replica | None:
    """The database that DATABASE_READ_URL names; None if it names none, or the same."""
    if reading_url() == database_url():
        return None
    address = ""
    try:
        address = shown(reading_url())
        return Replica(address, newest(reading_url()))
    except DatabaseError as error:
        return Replica(address, trouble=error)


def differing_from_shipped(shipped: Source, url: str = "") -> dict[str, int]:
    """Per dataset, the number of rows in which the shipped data differs from version 1; raises DatabaseError."""
    with reading(url, current=True) as connection:
        kept: dict[Place, Row] = rows_at(connection, SHIPPED)
    differing: dict[str, int] = {}
    for dataset in DATASETS:
        now = dict(rows_of(shipped.read(dataset), dataset))
        before = {place: row for place, row in kept.items() if place.dataset == dataset.name}
        places = {*now, *before}
        count = sum(_cells(now.get(place)) != _cells(before.get(place)) for place in places)
        if count:
            differing[dataset.name] = count
    return differing


def _cells(row: Row | None) -> object:
    return None if row is None else row.cells
