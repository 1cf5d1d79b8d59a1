"""Imports: a county's file while it is looked at, so that it goes on after an interruption, and what became of it.

A clerk sees and continues their own imports, an editor all. An import is open until its draft is made or it is
cancelled. What was answered to the questions of a list is remembered for the next file of that list.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from g60.catalog.sources import Source
from g60.contract.codes import LIST_SEPARATOR, UNITS, is_slug, split
from g60.contract.errors import RefusedError
from g60.record.database import LAST_NUMBER, has_begun, now, reading, writing
from g60.record.intake import saving
from g60.record.intake.examine import Outcome
from g60.record.intake.findings import Answers
from g60.record.intake.kinds import MEGABYTE, MOST
from g60.record.intake.memory import Memory
from g60.record.intake.saving import About
from g60.record.intake.sheets import FileRefusedError
from g60.record.intake.told import of_unit, told_of
from g60.record.people import Person, name_of, person_in, require
from g60.record.remembered import answers_of, memories_in, remember_in
from g60.record.tables import DRAFTS, IMPORTS, PEOPLE, VERSIONS
from g60.record.text import clean_line
from g60.record.versions import TIME_FORM

OPEN, SAVED, CANCELLED = "open", "saved", "cancelled"
# Imports that one person may have open at a time.
OPEN_AT_MOST = 10
# Days after which an import that nobody went on with is cancelled, and a saved one gives up its bytes.
KEPT_DAYS = 90
NAME_LENGTH = 200


class Fate(NamedTuple):
    """What became of a draft: its state (open, published, discarded), and of its version the number, time, who, why."""

    state: str
    version: int | None = None
    at: str = ""
    who: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Import:
    """One import. `told` is what it came to when it was looked at last, or saved: see `intake.told`."""

    number: int
    list: str
    units: tuple[str, ...]
    file_name: str
    sha256: str
    size: int
    person: int
    person_name: str
    made_at: str
    changed_at: str
    state: str
    answers: Answers
    about: About
    remove: Mapping[str, str]
    told: Mapping[str, Any] = field(default_factory=dict)
    draft: int | None = None
    fate: Fate | None = None

    @property
    def unit(self) -> str:
        """The one county or zone of the file, as the person has said; "" for a file of several."""
        return self.answers.unit

    @property
    def counts(self) -> Mapping[str, int]:
        """Rows, good, bad, left_out, added, changed, removed, same; empty before it was looked at."""
        return dict(self.told.get("counts", {}))


# What is kept ------------------------------------------------------------------------------------


def start(person: Person, of_list: str, file_name: str, data: bytes, url: str = "") -> Import:
    """Keep a file that is to be imported into a list, with the answers that the list remembers.

    The same file of the same person for the same list goes on where it was. Raises RefusedError if the person may not
    edit or has too many imports open, FileRefusedError for a file that is too large; DatabaseError.
    """
    if not is_slug(of_list):
        raise RefusedError("error_import_list", list=of_list[:80])
    if len(data) > MOST:
        raise FileRefusedError("large", size=len(data) // MEGABYTE, most=MOST // MEGABYTE)
    require(person, "edit")
    sha256, file_name = hashlib.sha256(data).hexdigest(), clean_line(file_name)[-NAME_LENGTH:] or "—"
    with writing(url) as connection:
        acting = person_in(connection, person)
        require(acting, "edit")
        _tidy(connection)
        mine = sa.and_(IMPORTS.c.state == OPEN, IMPORTS.c.person == acting.id)
        same = sa.and_(mine, IMPORTS.c.list == of_list, IMPORTS.c.sha256 == sha256)
        there = connection.scalar(sa.select(IMPORTS.c.number).where(same))
        if there is not None:
            return _one(connection, int(there))
        count = connection.scalar(sa.select(sa.func.count()).select_from(IMPORTS).where(mine)) or 0
        if count >= OPEN_AT_MOST:
            raise RefusedError("error_import_many", count=count, most=OPEN_AT_MOST)
        at, answers = now(), Answers(unit=unit_of(acting))
        kept = {"answers": _json(answers, About(), {}), "told": "{}", "state": OPEN, "units": ""}
        about = {"list": of_list, "file": file_name, "sha256": sha256, "size": len(data), "data": data}
        made = connection.execute(IMPORTS.insert().values(**about, **kept, person=acting.id, made_at=at, changed_at=at))
        return _one(connection, int((made.inserted_primary_key or (0,))[0]))


def unit_of(person: Person) -> str:
    """The county or zone that a person's files are of: a clerk's only one, else ""."""
    return min(person.units) if person.roles == {"clerk"} and len(person.units) == 1 else ""


def _tidy(connection: sa.Connection) -> None:
    """Cancel what nobody went on with, and give up the bytes of what was saved long ago."""
    until = (datetime.now(UTC) - timedelta(days=KEPT_DAYS)).strftime(TIME_FORM)
    old = IMPORTS.c.changed_at < until
    given_up = IMPORTS.update().where(old, IMPORTS.c.state != OPEN, IMPORTS.c.data.is_not(None))
    connection.execute(given_up.values(data=None))
    connection.execute(IMPORTS.update().where(old, IMPORTS.c.state == OPEN).values(data=None, state=CANCELLED))


def _json(answers: Answers, about: About, remove: Mapping[str, str]) -> str:
    said = {"answers": answers.as_json(), "about": about._asdict(), "remove": dict(remove)}
    return json.dumps(said, ensure_ascii=False)


COLUMNS = [column for column in IMPORTS.columns if column.name != "data"]


def _asked() -> sa.Select[Any]:
    """Imports without their bytes, with who made them and what became of their drafts."""
    publisher = PEOPLE.alias()
    named = (
        *(PEOPLE.c.name, PEOPLE.c.blanked_at, DRAFTS.c.state.label("draft_state")),
        *(VERSIONS.c.number.label("version"), VERSIONS.c.at, VERSIONS.c.why),
        *(publisher.c.name.label("publisher"), publisher.c.blanked_at.label("publisher_blanked")),
    )
    joined = (
        IMPORTS.join(PEOPLE, PEOPLE.c.id == IMPORTS.c.person)
        .outerjoin(DRAFTS, DRAFTS.c.number == IMPORTS.c.draft)
        .outerjoin(VERSIONS, VERSIONS.c.number == DRAFTS.c.version)
        .outerjoin(publisher, publisher.c.id == VERSIONS.c.person)
    )
    return sa.select(*COLUMNS, *named).select_from(joined)


def _imports(connection: sa.Connection, which: sa.ColumnElement[bool]) -> tuple[Import, ...]:
    asked = _asked().where(which).order_by(IMPORTS.c.changed_at.desc(), IMPORTS.c.number.desc())
    rows = [dict(row) for row in connection.execute(asked).mappings()]
    remembered = {name: memories_in(connection, name) for name in {row["list"] for row in rows}}
    return tuple(_import(row, remembered[row["list"]]) for row in rows)


def _one(connection: sa.Connection, number: int) -> Import:
    found = _imports(connection, IMPORTS.c.number == number) if 0 < number <= LAST_NUMBER else ()
    if not found:
        raise RefusedError("error_import_unknown", number=number)
    return found[0]


def _import(row: Mapping[str, Any], kept: Sequence[Memory]) -> Import:
    said = json.loads(row["answers"])
    fate = None
    if row["draft_state"] is not None:
        who = name_of({"name": row["publisher"], "blanked_at": row["publisher_blanked"]})
        fate = Fate(row["draft_state"], row["version"], row["at"] or "", who, row["why"] or "")
    unit = said["answers"]["unit"]
    return Import(
        row["number"],
        row["list"],
        split(row["units"]),
        row["file"],
        row["sha256"],
        row["size"],
        row["person"],
        name_of(row),
        row["made_at"],
        row["changed_at"],
        row["state"],
        Answers.from_json(said["answers"], answers_of(kept, unit)),
        About(**said["about"]),
        said["remove"],
        json.loads(row["told"]),
        row["draft"],
        fate,
    )


def _own(connection: sa.Connection, person: Person, number: int, *, is_open: bool = True) -> Import:
    """One import that a person may go on with; raises RefusedError if there is none, or none that is open."""
    acting, found = person_in(connection, person), _one(connection, number)
    require(acting, "edit")
    if found.person != acting.id and acting.roles == {"clerk"}:
        raise RefusedError("error_import_of_other", number=number, name=found.person_name)
    if is_open and found.state != OPEN:
        raise RefusedError("error_import_closed", number=number)
    return found


# Going on ----------------------------------------------------------------------------------------


def open_import(person: Person, number: int, url: str = "") -> Import:
    """One import, open or closed; raises RefusedError if there is none or the person may not see it."""
    require(person, "edit")
    if not has_begun(url, current=True):
        raise RefusedError("error_import_unknown", number=number)
    with reading(url, current=True) as connection:
        return _own(connection, person, number, is_open=False)


def open_imports(person: Person, url: str = "") -> tuple[Import, ...]:
    """The imports that a person can go on with, last changed first: a clerk's own, for an editor those of all."""
    return _of_person(person, IMPORTS.c.state == OPEN, url)


def drafted_imports(person: Person, url: str = "") -> tuple[Import, ...]:
    """The imports whose drafts are neither published nor discarded, last changed first, of whom `open_imports` says."""
    return _of_person(person, sa.and_(IMPORTS.c.state == SAVED, DRAFTS.c.state == "open"), url)


def _of_person(person: Person, which: sa.ColumnElement[bool], url: str) -> tuple[Import, ...]:
    require(person, "edit")
    if not has_begun(url, current=True):
        return ()
    with reading(url, current=True) as connection:
        acting = person_in(connection, person)
        require(acting, "edit")
        if acting.roles == {"clerk"}:
            which = sa.and_(which, IMPORTS.c.person == acting.id)
        return _imports(connection, which)


def data_of(person: Person, number: int, url: str = "") -> bytes:
    """The bytes of an import's file; raises RefusedError as `open_import` does, and if they are no longer kept."""
    require(person, "edit")
    if not has_begun(url, current=True):
        raise RefusedError("error_import_unknown", number=number)
    with reading(url, current=True) as connection:
        _own(connection, person, number, is_open=False)
        data = connection.scalar(sa.select(IMPORTS.c.data).where(IMPORTS.c.number == number))
    if data is None:
        raise RefusedError("error_import_bytes", number=number)
    return bytes(data)


def answer(
    person: Person,
    number: int,
    answers: Answers,
    url: str = "",
    *,
    about: About | None = None,
    remove: Mapping[str, str] | None = None,
    outcome: Outcome | Mapping[str, Any] | None = None,
) -> Import:
    """Keep what a person has said of an open import so far, and with `outcome` what it comes to by that.

    An outcome may be given as the plain values that are kept of it (`intake.told`).
    `about` and `remove` (the reason by id) stay as they are where they are not given. Raises RefusedError.
    """
    with writing(url) as connection:
        held = _own(connection, person, number)
        said = _json(answers, held.about if about is None else about, held.remove if remove is None else remove)
        values: dict[str, object] = {"answers": said, "changed_at": now(held.changed_at)}
        if outcome is not None:
            values |= _told(told_of(outcome, {}) if isinstance(outcome, Outcome) else outcome)
        connection.execute(IMPORTS.update().where(IMPORTS.c.number == number).values(**values))
        return _one(connection, number)


def _told(told: Mapping[str, Any]) -> dict[str, object]:
    units = LIST_SEPARATOR.join(unit for unit in UNITS if unit in told.get("by_unit", {}))
    return {"told": json.dumps(told, ensure_ascii=False), "units": units}


def cancel(person: Person, number: int, url: str = "") -> None:
    """Cancel an open import; its bytes are given up at once. Raises RefusedError, DatabaseError."""
    with writing(url) as connection:
        held = _own(connection, person, number)
        values = {"state": CANCELLED, "data": None, "changed_at": now(held.changed_at)}
        connection.execute(IMPORTS.update().where(IMPORTS.c.number == number).values(**values))


def close(person: Person, number: int, draft: int, told: Mapping[str, Any], url: str = "") -> None:
    """Close an open import whose draft was made, with what it came to. Raises RefusedError, DatabaseError."""
    with writing(url) as connection:
        held = _own(connection, person, number)
        values = {"state": SAVED, "draft": draft, "changed_at": now(held.changed_at), **_told(told)}
        connection.execute(IMPORTS.update().where(IMPORTS.c.number == number).values(**values))


def save(
    person: Person,
    number: int,
    outcome: Outcome,
    about: About | None = None,
    remove: Mapping[str, str] | None = None,
    url: str = "",
    *,
    shipped: Source,
) -> int:
    """Make the draft of an import, close it, and remember its answers; the draft's number.

    `remove` has the reason for each body that is removed. Raises RefusedError as `saving.save` does, if the import is
    closed, or if the outcome is that of another file or list.
    """
    with reading(url, current=True) as connection:
        held = _own(connection, person, number)
    if outcome.known is None or outcome.known.of_list != held.list or outcome.sha256 != held.sha256:
        raise RefusedError("error_import_other_file", number=number)
    keeping = _Keeping(person, held, outcome, about or held.about, held.remove if remove is None else remove)
    return saving.save(person, outcome, shipped, keeping.about, remove=keeping.remove, url=url, keeping=keeping)


@dataclass(slots=True)
class _Keeping:
    """Keeps the state of an import in the transactions that make its draft."""

    person: Person
    held: Import
    outcome: Outcome
    about: About
    remove: Mapping[str, str]
    old: int | None = None

    def __post_init__(self) -> None:
        self.old = self.held.draft

    def __call__(self, connection: sa.Connection, draft: int, *, is_last: bool) -> None:
        """Keep the draft's number, so that what broke off is found; with the last rows, close the import."""
        held = _own(connection, self.person, self.held.number)
        values: dict[str, object] = {"draft": draft, "changed_at": now(held.changed_at)}
        if is_last:
            said = _json(self.outcome.answers, self.about, self.remove)
            values |= {"state": SAVED, "answers": said, **_told(told_of(self.outcome, self.remove))}
            remember_in(connection, self.person, held.list, self.outcome)
        connection.execute(IMPORTS.update().where(IMPORTS.c.number == held.number).values(**values))


# What a county sees ------------------------------------------------------------------------------


def last_of(person: Person, unit: str, url: str = "") -> tuple[Import, ...]:
    """The last import of each list that had rows of a county or zone, newest first, with what became of it.

    Raises RefusedError if the person may not see drafts; a clerk sees those of their own units.
    """
    require(person, "see_drafts")
    if not has_begun(url, current=True):
        return ()
    with reading(url, current=True) as connection:
        acting = person_in(connection, person)
        require(acting, "see_drafts")
        if acting.roles == {"clerk"} and unit not in acting.units:
            raise RefusedError("error_not_allowed", act="see_drafts", units=unit)
        asked = sa.select(IMPORTS.c.number, IMPORTS.c.list, IMPORTS.c.units).where(IMPORTS.c.state == SAVED)
        last: dict[str, int] = {}
        for row in connection.execute(asked.order_by(IMPORTS.c.number.desc())):
            if unit in split(row.units):
                last.setdefault(row.list, row.number)
        found = _imports(connection, IMPORTS.c.number.in_(list(last.values())))
        return tuple(replace(one, told=of_unit(one.told, unit)) for one in found)
