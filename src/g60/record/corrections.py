"""Corrections that readers propose: kept in a database beside the app, added and never changed.

SQLite in the user's data folder, or the database that DATABASE_URL names. Each correction is one transaction: it is
there whole or not at all.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from platformdirs import user_data_path
from sqlalchemy.exc import SQLAlchemyError

from g60.contract.errors import DatabaseError, RefusedError

# In characters. A longer text is not cut but refused: nothing of it is lost without a word.
LENGTHS = {"proposed": 500, "reason": 2000, "source": 300, "signed": 80}
# How many one session, and all of them, may hand in within an hour.
HOURLY_PER_SESSION, HOURLY_IN_ALL = 20, 300
SHOWN_AT_MOST = 200

TABLE = sa.Table(
    "corrections",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("made_at", sa.String(20), nullable=False, index=True),  # UTC, ISO 8601: the same in every database
    sa.Column("session", sa.String(64), nullable=False),
    sa.Column("subject", sa.String(200), nullable=False),
    sa.Column("field", sa.String(200), nullable=False),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("evidence", sa.String(20), nullable=False),
    sa.Column("page", sa.String(40), nullable=False),
    sa.Column("permalink", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    *(sa.Column(name, sa.Text, nullable=False) for name in LENGTHS),
)


@dataclass(frozen=True, slots=True)
class Read:
    """What the reader saw: a value of a subject and field, its evidence, on which page and in which data."""

    subject: str
    field: str
    value: str
    evidence: str
    page: str
    permalink: str
    version: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Words:
    """What the reader writes: what it should be, why, where that stands, and a name if they like."""

    proposed: str = ""
    reason: str = ""
    source: str = ""
    signed: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """One proposed correction as it is kept."""

    number: int
    made_at: str
    read: Read
    words: Words


def database_url() -> str:
    """The database that DATABASE_URL names, else a file in the user's data folder."""
    return os.environ.get("DATABASE_URL") or f"sqlite:///{user_data_path('g60') / 'atlas.db'}"


def add(read: Read, words: Words, *, session: str, url: str = "") -> int:
    """The number of a correction that is now kept.

    Raises RefusedError where it says nothing, is too long or comes too often; DatabaseError where it cannot be kept.
    """
    cleaned = {name: clean(getattr(words, name)) for name in LENGTHS}
    if not (cleaned["proposed"] or cleaned["reason"]):
        raise RefusedError("error_correction_empty")
    for name, most in LENGTHS.items():
        if len(cleaned[name]) > most:
            raise RefusedError("error_correction_long", part=name, count=len(cleaned[name]), most=most)
    now = datetime.now(UTC)
    row = {name: getattr(read, name) for name in Read.__slots__} | cleaned
    with _connected(url) as connection:
        _check_rate(connection, session, now)
        inserted = connection.execute(TABLE.insert().values(**row, session=session, made_at=_stamp(now)))
        return int((inserted.inserted_primary_key or (0,))[0])


def _check_rate(connection: sa.Connection, session: str, now: datetime) -> None:
    lately = TABLE.c.made_at > _stamp(now - timedelta(hours=1))
    counted = sa.select(sa.func.count()).select_from(TABLE).where(lately)
    if connection.execute(counted.where(TABLE.c.session == session)).scalar_one() >= HOURLY_PER_SESSION:
        raise RefusedError("error_correction_rate", most=HOURLY_PER_SESSION)
    if connection.execute(counted).scalar_one() >= HOURLY_IN_ALL:
        raise RefusedError("error_correction_rate_all", most=HOURLY_IN_ALL)


def listed(url: str = "", *, at_most: int = SHOWN_AT_MOST) -> tuple[list[Correction], int]:
    """The latest corrections, newest first, and how many there are; raises DatabaseError."""
    with _connected(url) as connection:
        count = connection.scalar(sa.select(sa.func.count()).select_from(TABLE))
        rows = connection.execute(sa.select(TABLE).order_by(TABLE.c.number.desc()).limit(at_most)).mappings().all()
    found = [
        Correction(
            row["number"],
            row["made_at"],
            Read(**{name: row[name] for name in Read.__slots__}),
            Words(**{name: row[name] for name in LENGTHS}),
        )
        for row in rows
    ]
    return found, int(count or 0)


def clean(raw: str) -> str:
    """A text without control characters and halves of characters; its line ends stay."""
    lines = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
    return "".join(char for char in lines if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs"))


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def _connected(url: str) -> Iterator[sa.Connection]:
    """A transaction: kept when the block ends, undone when it is left by an error."""
    try:
        with _engine(url or database_url()).begin() as connection:
            yield connection
    except (SQLAlchemyError, ImportError, OSError) as error:
        raise DatabaseError(detail=_said(error)) from error


def _said(error: Exception) -> str:
    """What the database says, in one line, without the statement and without an address that may hold a password."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return type(error).__name__ if isinstance(error, sa.exc.ArgumentError) else str(cause).splitlines()[0][:200]


@cache
def _engine(url: str) -> sa.Engine:
    address = sa.make_url(url)
    if address.get_backend_name() == "sqlite" and address.database not in (None, "", ":memory:"):
        Path(str(address.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(address, pool_pre_ping=True)
    TABLE.metadata.create_all(engine)
    return engine
