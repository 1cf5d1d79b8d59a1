"""The catalogs of versions and drafts, each made once and shared by all visitors of a process.

The newest version is followed: a process that serves asks the database for it every second.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from g60.catalog.catalog import CATALOGS_KEPT, Catalog
from g60.catalog.checked_tables import check_tables
from g60.catalog.sources import FolderSource
from g60.contract.errors import DatabaseError, G60Error, ReadError, in_one_line
from g60.contract.issues import Issue, Severity
from g60.record.as_of import as_of
from g60.record.database import reading
from g60.record.documents import citation_issues
from g60.record.draft_state import Draft
from g60.record.drafts import draft_in
from g60.record.people import Person, person_in, require
from g60.record.positions import asking
from g60.record.publishing import Prepared, change_issues, draft_tables, draft_unmade, last_step
from g60.record.rows import BY_NAME, Place, Row, as_json, row_number, subject_of
from g60.record.versions import SHIPPED, RecordSource, is_recorded, newest, newest_in, rows_at, tables_of

# Versions and drafts that a process keeps, of each kind: those that somebody looks at.
KEPT = CATALOGS_KEPT // 2
FOLLOW_SECONDS = 1.0
# A version that cannot be made is tried again after so long.
RETRY_SECONDS = 60.0


class Drafted(NamedTuple):
    """A draft to look at: its catalog, the findings about its data, and what it changes in which version."""

    catalog: Catalog
    issues: list[Issue]
    prepared: Prepared


@dataclass
class Catalogs:
    """The catalogs of one data folder and one database ("" for those of the environment)."""

    folder: Path
    url: str = ""
    _made: OrderedDict[int, Catalog] = field(default_factory=OrderedDict)
    _drafts: OrderedDict[str, Drafted] = field(default_factory=OrderedDict)
    # The code of the error for which the last look found no database; empty if it found one.
    trouble: str = ""
    _newest: int = 0
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _loading: threading.Lock = field(default_factory=threading.Lock)
    _drafting: threading.Lock = field(default_factory=threading.Lock)
    _stop: threading.Event | None = None
    # The version that could not be made at the last look, and when that was.
    _broken: tuple[int, float] = (0, 0.0)

    @property
    def shipped(self) -> FolderSource:
        """The tables of version 1."""
        return FolderSource(self.folder)

    def newest(self) -> Catalog:
        """The catalog of the newest version. Where it is followed, the one that the last look at the database found.

        Raises DataError with every finding if the data has errors, DatabaseError if the database is no use.
        """
        if self._stop is not None and self._newest:
            return self.version(self._newest)
        number = newest(self.url)
        found = self.version(number)
        self._newest = number
        return found

    def followed(self) -> int:
        """The number of the newest version that the last look at the database found; asks no database."""
        return self._newest or SHIPPED

    def follow(self, told: Callable[[G60Error], None], made: Callable[[Catalog], None]) -> None:
        """Look for a new version every second, in a thread of its own, until `leave` is called.

        A new version's catalog is made before readers get it; `made` prepares what else they need. `told` is given
        the error where the database is gone or a version cannot be made: readers keep the version that they have.
        """
        stop = self._stop = threading.Event()

        def look() -> None:
            failed = ""
            while not stop.wait(FOLLOW_SECONDS):
                error = self._look(made)
                self.trouble = error.code if isinstance(error, DatabaseError) else ""
                if error is not None and error.code != failed:
                    with suppress(OSError, ValueError):  # there may be nobody left who reads it
                        told(error)
                failed = error.code if error is not None else ""

        threading.Thread(target=look, name="versions", daemon=True).start()

    def _look(self, made: Callable[[Catalog], None]) -> G60Error | None:
        """Look for a new version once; the error if there is one and readers cannot have it."""
        number = 0
        try:
            number = newest(self.url)
            broken, at = self._broken
            if number != self._newest and (number != broken or time.monotonic() - at > RETRY_SECONDS):
                made(self.version(number))
                self._newest = number
        except DatabaseError as error:
            return error
        except Exception as error:  # noqa: BLE001 - one version must not end the looking for all others
            self._broken = number, time.monotonic()
            return error if isinstance(error, G60Error) else unmade(number, error)
        return None

    def leave(self) -> None:
        """Follow no longer."""
        if self._stop is not None:
            self._stop.set()
            self._stop = None

    def take(self, number: int) -> None:
        """Show a version that this process has published itself, before the next look at the database."""
        self.version(number)
        self._newest = max(self._newest, number)

    def version(self, number: int) -> Catalog:
        """The catalog of a version; raises DataError, DatabaseError, ReadError if it cannot be made."""
        found = self._kept(number)
        if found is None:
            # Made outside the lock of the shelf: who reads a version that is there does not wait for another one.
            with self._loading:
                found = self._kept(number) or self._make(number)
                with self._lock:
                    self._made[number] = found
                    while len(self._made) > KEPT:
                        # The newest one is what nearly everybody reads.
                        self._made.pop(next(one for one in self._made if one not in (self._newest, number)))
        return found

    def _kept(self, number: int) -> Catalog | None:
        with self._lock:
            if number in self._made:
                self._made.move_to_end(number)
            return self._made.get(number)

    def _make(self, number: int) -> Catalog:
        try:
            return self._load(number)
        except G60Error:
            raise
        except Exception as error:
            raise unmade(number, error) from error

    def loaded(self) -> list[Catalog]:
        """The catalogs that are at hand: a reader's page may still ask for files of an earlier one."""
        with self._lock:
            return [*self._made.values(), *(drafted.catalog for drafted in self._drafts.values())]

    def draft(self, person: Person, number: int) -> Drafted:
        """The catalog of a draft over the newest version, and the findings about it.

        What a row with an error is about is shown as it was. Raises RefusedError if the person may not see drafts.
        """
        require(person, "see_drafts")
        with reading(self.url, current=True) as connection:
            require(person_in(connection, person), "see_drafts")
            found = draft_in(connection, number)
            key = f"draft-{number}-{last_step(connection, number)}-{newest_in(connection)}"
        # Nobody waits for a turn with a connection in the hand, which others may need to go on.
        with self._drafting:
            with self._lock:
                made = self._drafts.get(key)
            if made is None:
                with reading(self.url, current=True) as connection:
                    made = _drafted(connection, found, key)
            with self._lock:
                self._drafts[key] = made
                self._drafts.move_to_end(key)
                while len(self._drafts) > KEPT:
                    self._drafts.popitem(last=False)
        return made

    def _load(self, number: int) -> Catalog:
        if number == SHIPPED and not is_recorded(self.url):
            return Catalog.load(self.shipped)
        newest = self._made.get(self._newest)
        earlier = as_of(newest, number, self.url) if newest is not None and number < self._newest else None
        catalog = earlier or Catalog.load(RecordSource(number, self.url), number)
        drawn = asking(catalog, self.url)
        return replace(catalog, drawn=drawn) if drawn else catalog


def unmade(number: int, error: Exception) -> ReadError:
    """The error of a version that cannot be made, with what was raised in one line."""
    return ReadError("error_version_unmade", version=number, detail=in_one_line(error))


def _drafted(connection: sa.Connection, draft: Draft, key: str) -> Drafted:
    """A draft to look at. One whose catalog cannot be made is shown as the newest version, with a finding."""
    tables, prepared = draft_tables(connection, draft)
    fingerprint = _unguessable(key, draft, prepared)
    try:
        issues = check_tables(tables)
        shown = _without_faults(connection, prepared, tables, issues)
        catalog = Catalog.from_tables(shown, fingerprint, prepared.newest)
        issues = [*issues, *change_issues(tables, prepared), *citation_issues(connection, tables)]
    except (G60Error, SQLAlchemyError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever a check or a reading of the rows cannot compute with
        issues = [draft_unmade(error)]
        whole = tables_of(rows_at(connection, prepared.newest).items())
        catalog = Catalog.from_tables(whole, fingerprint, prepared.newest)
    return Drafted(catalog, issues, prepared)


def _without_faults(
    connection: sa.Connection, prepared: Prepared, tables: dict[str, pd.DataFrame], issues: list[Issue]
) -> dict[str, pd.DataFrame]:
    """The tables of a draft in which what a row with an error is about is as it was."""
    faulty = {(issue.file, issue.row) for issue in issues if issue.severity is Severity.ERROR}
    if faulty:
        before = rows_at(connection, prepared.newest)
        wrong = {
            subject_of(place, row.cells)
            for place, row in prepared.changes.items()
            if row and _number(place, row) in faulty
        }
        kept = {place: row for place, row in prepared.changes.items() if not wrong & {_subject(place, row, before)}}
        tables = _tables(before, kept)
        if any(issue.severity is Severity.ERROR for issue in check_tables(tables)):
            tables = tables_of(before.items())
    return tables


def _unguessable(key: str, draft: Draft, prepared: Prepared) -> str:
    """The fingerprint of a draft. The rows of its catalog are served to whoever names it: it follows from the content.

    Only a page that shows the draft is told it.
    """
    content = [draft.made_at, draft.changed_at, draft.name]
    for place, row in prepared.changes.items():
        content += [*place, as_json(row.cells) if row else ""]
    return f"{key}-{hashlib.sha256(chr(0).join(content).encode()).hexdigest()[:24]}"


def _number(place: Place, row: Row) -> tuple[str, int]:
    """The file and row number by which an issue names a row."""
    return BY_NAME[place.dataset].file, row_number(row, BY_NAME[place.dataset])


def _subject(place: Place, row: Row | None, before: Mapping[Place, Row]) -> str:
    return subject_of(place, (row or before[place]).cells)


def _tables(before: Mapping[Place, Row], changes: Mapping[Place, Row | None]) -> dict[str, pd.DataFrame]:
    rows = {**before, **changes}
    return tables_of((place, row) for place, row in rows.items() if row is not None)


@lru_cache(maxsize=4)
def catalogs_in(folder: Path, url: str) -> Catalogs:
    """The catalogs of a folder and a database, shared by the whole process."""
    return Catalogs(folder, url)
