"""Corrections that readers propose, in a database. They are added and never changed.

Each correction is one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from g60.contract.errors import RefusedError
from g60.record.database import prepare, reading, writing
from g60.record.tables import CORRECTION_LENGTHS, CORRECTIONS
from g60.record.text import clean

# In characters. A longer text is refused and not shortened, so that nothing is lost silently.
LENGTHS = CORRECTION_LENGTHS
# Corrections per hour: of one session, and of all sessions.
HOURLY_PER_SESSION, HOURLY_IN_ALL = 20, 300
SHOWN_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Read:
    """What the reader saw: the subject, field, value and evidence, the page, and the version of the data."""

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
    """What the reader writes: the proposed value, the reason, its source, and a name if they like."""

    proposed: str = ""
    reason: str = ""
    source: str = ""
    signed: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """One stored correction."""

    number: int
    made_at: str
    read: Read
    words: Words
    has_reader: bool = False  # whether its reader can follow it


def add(read: Read, words: Words, *, session: str, secret: str = "", url: str = "") -> int:
    """Store a correction; its number. `secret` is what is kept of the token by which its reader follows it.

    Raises RefusedError if it is empty, too long or one too many in this hour; DatabaseError if it cannot be stored.
    """
    cleaned = {name: clean(getattr(words, name)) for name in LENGTHS}
    if not (cleaned["proposed"] or cleaned["reason"]):
        raise RefusedError("error_correction_empty")
    for name, most in LENGTHS.items():
        if len(cleaned[name]) > most:
            raise RefusedError("error_correction_long", part=name, count=len(cleaned[name]), most=most)
    now = datetime.now(UTC)
    row = {name: getattr(read, name) for name in Read.__slots__} | cleaned
    with writing(url) as connection:
        _check_rate(connection, session, now)
        inserted = connection.execute(
            CORRECTIONS.insert().values(**row, session=session, made_at=_stamp(now), token=secret)
        )
        return int((inserted.inserted_primary_key or (0,))[0])


def _check_rate(connection: sa.Connection, session: str, now: datetime) -> None:
    lately = CORRECTIONS.c.made_at > _stamp(now - timedelta(hours=1))
    counted = sa.select(sa.func.count()).select_from(CORRECTIONS).where(lately)
    if connection.execute(counted.where(CORRECTIONS.c.session == session)).scalar_one() >= HOURLY_PER_SESSION:
        raise RefusedError("error_correction_rate", most=HOURLY_PER_SESSION)
    if connection.execute(counted).scalar_one() >= HOURLY_IN_ALL:
        raise RefusedError("error_correction_rate_all", most=HOURLY_IN_ALL)


def listed(url: str = "", *, at_most: int = SHOWN_AT_MOST) -> tuple[list[Correction], int]:
    """The latest corrections, newest first, and the number of all; raises DatabaseError."""
    prepare(url)  # who reads the list may hand something in: say at once if that cannot be kept
    with reading(url, current=True) as connection:
        count = connection.scalar(sa.select(sa.func.count()).select_from(CORRECTIONS))
        rows = (
            connection.execute(sa.select(CORRECTIONS).order_by(CORRECTIONS.c.number.desc()).limit(at_most))
            .mappings()
            .all()
        )
    return [correction_of(row) for row in rows], int(count or 0)


def correction_of(row: Mapping[Any, Any]) -> Correction:
    """The correction of a row of the table."""
    read, words = Read(**{name: row[name] for name in Read.__slots__}), Words(**{name: row[name] for name in LENGTHS})
    return Correction(row["number"], row["made_at"], read, words, bool(row["token"]))


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
