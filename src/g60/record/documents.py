"""The texts of documents that were added to the record: who may read them, and what they prove.

A text is kept once, under its hash, and never changed. Everybody sees the citation of a value; the text itself is for
those who may edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd
import sqlalchemy as sa

from g60.checks.citations import Documents, prove
from g60.contract.issues import Issue
from g60.contract.schema import SOURCES
from g60.record.database import has_begun, reading
from g60.record.people import Person, person_in, require
from g60.record.tables import DOCUMENTS
from g60.record.versions import BATCH

Lines = tuple[str, ...]
# Texts that a process keeps in lines.
KEPT = 64


def kept_texts(hashes: Iterable[str], url: str = "") -> set[str]:
    """Those of the hashes whose text the record keeps; raises DatabaseError."""
    if not has_begun(url, current=True):
        return set()
    with reading(url, current=True) as connection:
        return set(kept_in(connection, hashes))


def texts(person: Person, sources: pd.DataFrame, url: str = "") -> dict[str, Lines]:
    """The lines of each document of a catalog whose text the record keeps, by the document's id.

    Raises RefusedError if the person may not read documents; DatabaseError.
    """
    require(person, "read_documents")
    if not has_begun(url, current=True):
        return {}
    with reading(url, current=True) as connection:
        require(person_in(connection, person), "read_documents")
        return texts_in(connection, dict(zip(sources.index.astype(str), sources["sha256"], strict=True)))


def texts_in(connection: sa.Connection, hashes: Mapping[str, str]) -> dict[str, Lines]:
    """The lines of the texts that are kept, by the id of their document, within a transaction.

    A program may ask, as checks do; what a person reads goes through `texts`.
    """
    kept = set(kept_in(connection, hashes.values()))
    return {source: _lines(connection, sha256) for source, sha256 in hashes.items() if sha256 in kept}


def kept_in(connection: sa.Connection, hashes: Iterable[str]) -> list[str]:
    """Those of the hashes whose text the record keeps, within a transaction."""
    wanted = sorted({one for one in hashes if one})
    found: list[str] = []
    for start in range(0, len(wanted), BATCH):
        asked = sa.select(DOCUMENTS.c.sha256).where(DOCUMENTS.c.sha256.in_(wanted[start : start + BATCH]))
        found += connection.scalars(asked)
    return found


def _lines(connection: sa.Connection, sha256: str) -> Lines:
    """A text in lines; it never changes, so a process reads it once."""
    made = _read.get(sha256)
    if made is None:
        text = str(connection.scalar(sa.select(DOCUMENTS.c.text).where(DOCUMENTS.c.sha256 == sha256)))
        made = _read[sha256] = tuple(text.split("\n"))
        while len(_read) > KEPT:
            _read.pop(next(iter(_read)))
    return made


_read: dict[str, Lines] = {}


def citation_issues(connection: sa.Connection, tables: Mapping[str, pd.DataFrame]) -> list[Issue]:
    """What the citations say that the texts of the record do not, within a transaction.

    A document whose text is elsewhere is neither proved nor wrong.
    """
    sources = tables[SOURCES.name]
    at_hand: Documents = texts_in(connection, dict(zip(sources[SOURCES.key], sources["sha256"], strict=True)))
    return list(prove(tables, at_hand, whole=False).issues) if at_hand else []
