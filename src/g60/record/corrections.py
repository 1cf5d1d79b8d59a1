"""Corrections that readers propose, in a database. They are added and never changed.

Each correction is one transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

import sqlalchemy as sa

from g60.contract.errors import RefusedError
from g60.record.database import prepare, reading, writing
from g60.record.tables import CORRECTION_LENGTHS, CORRECTIONS
from g60.record.text import clean

# In characters. A longer text is refused and not shortened, so that nothing is lost silently.
LENGTHS = CORRECTION_LENGTHS
# Corrections per hour: of one session, of one address (a whole office may have it), and of everybody.
HOURLY_PER_SESSION, HOURLY_PER_ADDRESS, HOURLY_IN_ALL = 20, 60, 300
# What is kept of an address, for the hour in which it is counted.
ADDRESS = "address-"
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
    """Store a correction; its number.

    `session` is by what it is counted (`sender_of`). `secret` is what is kept of the token by which its reader follows
    it.

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
        _forget_addresses(connection, now)
        _check_rate(connection, session, now)
        inserted = connection.execute(
            CORRECTIONS.insert().values(**row, session=session, made_at=_stamp(now), token=secret)
        )
        return int((inserted.inserted_primary_key or (0,))[0])


def sender_of(address: str | None, session: str) -> str:
    """By what a reader's corrections are counted: their address where it is known, else their session.

    One reader can open any number of sessions. Of IPv6, where one reader has as many addresses as they like, the
    network counts. The address itself is not kept.
    """
    try:
        found = ip_address(address or "")
    except ValueError:
        return session
    inner = found.ipv4_mapped if isinstance(found, IPv6Address) else found
    known = inner or ip_network((found, 64), strict=False)
    return ADDRESS + hashlib.sha256(str(known).encode()).hexdigest()[:40]


@dataclass(frozen=True, slots=True)
class Counted:
    """The corrections of the last hour that count: of all, of the busiest sender, and from how many senders."""

    count: int
    most: int
    senders: int


def counted(url: str = "") -> Counted:
    """How near the limits are; raises DatabaseError."""
    prepare(url)
    each = sa.select(sa.func.count()).where(_counts(datetime.now(UTC))).group_by(CORRECTIONS.c.session)
    with reading(url, current=True) as connection:
        found = [int(count) for (count,) in connection.execute(each)]
    return Counted(sum(found), max(found, default=0), len(found))


def clear_limits(url: str = "") -> int:
    """Count nothing of what was sent before now; how many corrections were counted. The corrections stay."""
    with writing(url) as connection:
        done = connection.execute(CORRECTIONS.update().where(_counts(datetime.now(UTC))).values(session=""))
        return int(done.rowcount)


def _counts(now: datetime) -> sa.ColumnElement[bool]:
    """Which corrections count: those of the last hour, but for those that an operator has cleared."""
    return sa.and_(CORRECTIONS.c.made_at > _stamp(now - timedelta(hours=1)), CORRECTIONS.c.session != "")


def _forget_addresses(connection: sa.Connection, now: datetime) -> None:
    """Of an hour ago nobody needs to know from where it came."""
    old = sa.and_(CORRECTIONS.c.session.startswith(ADDRESS), CORRECTIONS.c.made_at <= _stamp(now - timedelta(hours=1)))
    connection.execute(CORRECTIONS.update().where(old).values(session=""))


def _check_rate(connection: sa.Connection, sender: str, now: datetime) -> None:
    lately = sa.select(sa.func.count()).select_from(CORRECTIONS).where(_counts(now))
    most = HOURLY_PER_ADDRESS if sender.startswith(ADDRESS) else HOURLY_PER_SESSION
    if connection.execute(lately.where(CORRECTIONS.c.session == sender)).scalar_one() >= most:
        raise RefusedError("error_correction_rate", most=most)
    if connection.execute(lately).scalar_one() >= HOURLY_IN_ALL:
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
