"""Publishing a draft as the next version, and restoring an earlier one.

A version is one transaction: it is there whole or not at all. What somebody else published meanwhile is never
overwritten unasked: the draft is refused with both values until a person has chosen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd
import sqlalchemy as sa

from g60.catalog.catalog import check_tables
from g60.contract.errors import ConflictError, DataError, RefusedError
from g60.contract.schema import Issue, Severity
from g60.record.database import reading, writing
from g60.record.draft_state import Draft, Edit, overlay
from g60.record.drafts import draft_in, keep_rebase
from g60.record.people import Person, person_in, require
from g60.record.placing import point_issues
from g60.record.rows import Cells, Place, Row, as_json, subject_of
from g60.record.tables import DRAFTS, STEPS
from g60.record.versions import Version, add_version, newest_in, places_between, rows_at, tables_of, versions

WHY_LENGTH = 2000
# How often a publication starts again because another one came between its checks and its transaction.
TRIES = 20
MINE, THEIRS = "mine", "theirs"


class Disagreement(NamedTuple):
    """A cell that a draft and a later version have both changed. With `field` empty, a whole row.

    `base` is the value that both started from; None where there was no row.
    """

    place: Place
    subject: str
    field: str
    base: str | None
    mine: str | None
    theirs: str | None


class Prepared(NamedTuple):
    """A draft over the newest version: the rows that it changes there, and what they were."""

    newest: int
    changes: dict[Place, Row | None]
    before: dict[Place, Row]
    disagreements: list[Disagreement]


def prepare(connection: sa.Connection, draft: Draft) -> Prepared:
    """What publishing a draft would change in the newest version, and the cells that a person has to decide."""
    newest = newest_in(connection)
    mine = overlay(connection, draft.number, draft.base)
    base = rows_at(connection, draft.base, list(mine))
    theirs = rows_at(connection, newest, list(mine)) if newest != draft.base else base
    changes: dict[Place, Row | None] = {}
    found: list[Disagreement] = []
    for place, row in mine.items():
        merged, both = _merged(place, base.get(place), row, theirs.get(place))
        found += both
        if _cells(merged) != _cells(theirs.get(place)):
            changes[place] = merged
    return Prepared(newest, changes, theirs, found)


def _merged(
    place: Place, base: Row | None, mine: Row | None, theirs: Row | None
) -> tuple[Row | None, list[Disagreement]]:
    """A row with the changes of both sides, and the cells that both have changed to different values."""
    if _cells(theirs) == _cells(base) or _cells(mine) == _cells(theirs):
        return mine, []
    if _cells(mine) == _cells(base):
        return theirs, []
    if mine is None or theirs is None:
        texts = [None if row is None else as_json(row.cells) for row in (base, mine, theirs)]
        subject = subject_of(place, (mine or theirs or base or Row(0, {})).cells)
        return mine, [Disagreement(place, subject, "", *texts)]
    cells, found = {**theirs.cells}, []
    old = base.cells if base else {}
    for field, value in mine.cells.items():
        was, other = old.get(field, ""), theirs.cells.get(field, "")
        if value != was:
            cells[field] = value
            if other not in (was, value):
                before = was if base else None
                found.append(Disagreement(place, subject_of(place, mine.cells), field, before, value, other))
    return Row(theirs.position, cells), found


def _cells(row: Row | None) -> Cells | None:
    return None if row is None else row.cells


def disagreements(person: Person, number: int, url: str = "") -> list[Disagreement]:
    """The cells of a draft that somebody else has published meanwhile with another value."""
    require(person, "see_drafts")
    with reading(url, current=True) as connection:
        return prepare(connection, draft_in(connection, number)).disagreements


def rebase(person: Person, number: int, choices: Mapping[tuple[Place, str], str], url: str = "") -> int:
    """Move a draft to the newest version; its number. `choices` says for each disagreement: `mine` or `theirs`.

    Raises ConflictError with the disagreements that have no choice; RefusedError if the person may not.
    """
    with writing(url) as connection:
        found, acting = draft_in(connection, number, is_open=True), person_in(connection, person)
        require(acting, "edit")
        prepared = prepare(connection, found)
        undecided = [one for one in prepared.disagreements if choices.get((one.place, one.field)) not in (MINE, THEIRS)]
        if undecided:
            raise ConflictError(undecided)
        edits = _settled(prepared, choices)
        keep_rebase(connection, acting, number, edits, base=prepared.newest)
        return prepared.newest


def _settled(prepared: Prepared, choices: Mapping[tuple[Place, str], str]) -> list[Edit]:
    """The edits that give the draft's rows over the newest version the cells that were chosen."""
    wanted = dict(prepared.changes)
    for one in prepared.disagreements:
        if choices[one.place, one.field] == THEIRS:
            row = wanted.get(one.place)
            if not one.field:
                wanted[one.place] = prepared.before.get(one.place)
            elif row is not None:
                wanted[one.place] = Row(row.position, {**row.cells, one.field: one.theirs or ""})
    # Whole rows, so that an earlier edit of the draft says nothing about a row that others changed since.
    edits = []
    for place in {**prepared.changes, **{one.place: None for one in prepared.disagreements}}:
        row, before = wanted.get(place), prepared.before.get(place)
        texts = [None if entry is None else as_json(entry.cells) for entry in (before, row)]
        edits.append(Edit(place, "", *texts))
    return edits


def draft_tables(connection: sa.Connection, draft: Draft) -> tuple[dict[str, pd.DataFrame], Prepared]:
    """The tables as they would be after publishing a draft, and what it changes."""
    prepared = prepare(connection, draft)
    rows: dict[Place, Row | None] = {**rows_at(connection, prepared.newest)}
    rows |= prepared.changes
    return tables_of((place, row) for place, row in rows.items() if row is not None), prepared


def draft_issues(person: Person, number: int, url: str = "") -> list[Issue]:
    """Every finding about the tables as they would be after publishing a draft."""
    require(person, "see_drafts")
    with reading(url, current=True) as connection:
        tables, prepared = draft_tables(connection, draft_in(connection, number))
    return check_draft(tables, prepared)


def check_draft(tables: Mapping[str, pd.DataFrame], prepared: Prepared) -> list[Issue]:
    """Every finding about the tables of a draft, and about the points that it moves."""
    return [*check_tables(tables), *point_issues(tables, prepared.changes, prepared.before)]


def publish(person: Person, number: int, why: str, url: str = "") -> Version:
    """Publish a draft; the version that it became.

    Raises RefusedError without a reason, for a draft that is not open or changes nothing, or if the person may not;
    ConflictError with every cell that somebody else has published meanwhile with another value; DataError with every
    error of the data; DatabaseError if it cannot be stored. The draft is still there after each of them.
    """
    why = _reason(why)
    require(person, "publish")
    for _ in range(TRIES):
        with reading(url, current=True) as connection:
            found = draft_in(connection, number, is_open=True)
            last = last_step(connection, number)
            tables, prepared = draft_tables(connection, found)
        if prepared.disagreements:
            raise ConflictError(prepared.disagreements)
        if not prepared.changes:
            raise RefusedError("error_draft_empty", draft=number)
        errors = [issue for issue in check_draft(tables, prepared) if issue.severity is Severity.ERROR]
        if errors:
            raise DataError(errors)
        if published := _store(person, found, last, prepared, why, url):
            return next(version for version in versions(url) if version.number == published)
    raise RefusedError("error_publish_busy", draft=number)


def _store(person: Person, draft: Draft, last: int, prepared: Prepared, why: str, url: str) -> int | None:
    """Write the version; its number, or None if the draft or the newest version is another by now."""
    with writing(url) as connection:
        acting = person_in(connection, person)
        require(acting, "publish")
        draft_in(connection, draft.number, is_open=True)
        if newest_in(connection) != prepared.newest or last_step(connection, draft.number) != last:
            return None
        number = prepared.newest + 1
        about = {"kind": "published", "why": why, "person": acting.id, "draft": draft.number}
        add_version(connection, prepared.changes, prepared.before, number=number, **about)
        state = {"state": "published", "version": number}
        connection.execute(DRAFTS.update().where(DRAFTS.c.number == draft.number).values(**state))
        return number


def last_step(connection: sa.Connection, number: int) -> int:
    """The number of a draft's last step; 0 before the first one."""
    return connection.scalar(sa.select(sa.func.max(STEPS.c.step)).where(STEPS.c.draft == number)) or 0


def _reason(why: str) -> str:
    why = why.strip()
    if not why:
        raise RefusedError("error_reason_missing")
    if len(why) > WHY_LENGTH:
        raise RefusedError("error_reason_long", count=len(why), most=WHY_LENGTH)
    return why


def restore(person: Person, version: int, why: str, url: str = "") -> Version:
    """Make a new version that has the rows of an earlier one; that new version.

    Raises RefusedError without a reason, for an unknown version or the newest one, or if the person may not;
    DatabaseError if it cannot be stored.
    """
    why = _reason(why)
    require(person, "restore")
    with writing(url) as connection:
        acting = person_in(connection, person)
        require(acting, "restore")
        newest = newest_in(connection)
        if not 1 <= version < newest:
            raise RefusedError("error_version_unknown", version=version, newest=newest)
        touched = places_between(connection, version, newest)
        wanted, before = rows_at(connection, version, touched), rows_at(connection, newest, touched)
        changes = {place: wanted.get(place) for place in touched if wanted.get(place) != before.get(place)}
        about = {"kind": "restored", "why": why, "person": acting.id, "restored": version}
        add_version(connection, changes, before, number=newest + 1, **about)
    return next(entry for entry in versions(url) if entry.number == newest + 1)


def cells_of(text: str | None) -> dict[str, str]:
    """The cells of a whole row that a disagreement or an edit holds as JSON; none for no row."""
    return {} if text is None else dict(json.loads(text))
