"""Drafts: edits on top of a version, kept step by step, seen by those who may edit.

A step is never changed: undoing one adds a step that names it. What a draft changes follows from its steps in order.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from g60.catalog.sources import Source
from g60.contract.errors import RefusedError
from g60.record import ownership
from g60.record.database import LAST_NUMBER, has_begun, now, reading, writing
from g60.record.draft_state import Draft, Edit, cancelled_steps, state_of, step_rows
from g60.record.people import Person, as_account, name_of, person_in, require
from g60.record.rows import GEOMETRY, KEY_SEPARATOR, Cells, Place, Row, as_json
from g60.record.tables import DRAFTS, EDITS, PEOPLE, STEPS
from g60.record.text import clean, clean_line
from g60.record.versions import begin, newest_in

NAME_LENGTH = 200
# In characters: a cell that is longer is refused. Geometry is not entered by hand.
CELL_LENGTH = 20_000
# Kinds of steps that cannot be undone: they change no value, or settle a disagreement that would be lost.
FINAL = ("undo", "rebase", "hand_over")


class Step(NamedTuple):
    """One step of a draft, and whether a later one has undone it."""

    step: int
    at: str
    who: str
    kind: str
    note: str
    undone: bool


class Change(NamedTuple):
    """What a person asks to change: a cell, or with `field` empty a whole row (`after` None: remove it).

    `expected` is the value that the person saw, where they saw one: a cell that is another by now is not overwritten.
    """

    place: Place
    field: str
    after: str | Cells | None
    expected: str | None = None


def start(person: Person, name: str, shipped: Source, url: str = "") -> int:
    """Start a draft over the newest version; its number.

    Raises RefusedError for a name that is empty or too long or if the person may not; DatabaseError.
    """
    name = _named(name)
    require(person, "edit")
    begin(shipped, url)
    with writing(url) as connection:
        return start_in(connection, person, name)


def start_in(connection: sa.Connection, person: Person, name: str) -> int:
    """Start a draft within a transaction, where the record has begun; its number. Raises RefusedError."""
    name = _named(name)
    require(person_in(connection, person), "edit")
    at = now()
    given = {"name": name, "base": newest_in(connection), "owner": person.id, "state": "open"}
    made = connection.execute(DRAFTS.insert().values(**given, made_at=at, changed_at=at))
    return int((made.inserted_primary_key or (0,))[0])


def _named(name: str) -> str:
    name = clean_line(name)
    if not name or len(name) > NAME_LENGTH:
        raise RefusedError("error_draft_name", count=len(name), most=NAME_LENGTH)
    return name


def drafts(person: Person, url: str = "", *, state: str = "open") -> list[Draft]:
    """The drafts in a state, last changed first; raises RefusedError if the person may not see them."""
    require(person, "see_drafts")
    if not has_begun(url, current=True):
        return []
    with reading(url, current=True) as connection:
        require(person_in(connection, person), "see_drafts")
        return _drafts(connection, DRAFTS.c.state == state)


def draft(person: Person, number: int, url: str = "") -> Draft:
    """One draft; raises RefusedError if there is none or the person may not see it."""
    require(person, "see_drafts")
    if not has_begun(url, current=True):
        raise RefusedError("error_draft_unknown", draft=number)
    with reading(url, current=True) as connection:
        require(person_in(connection, person), "see_drafts")
        return draft_in(connection, number)


def draft_in(connection: sa.Connection, number: int, *, is_open: bool = False) -> Draft:
    """One draft within a transaction; raises RefusedError if there is none, or none that is open."""
    found = _drafts(connection, DRAFTS.c.number == number) if 0 < number <= LAST_NUMBER else []
    if not found:
        raise RefusedError("error_draft_unknown", draft=number)
    if is_open and found[0].state != "open":
        code = "error_draft_published" if found[0].state == "published" else "error_draft_discarded"
        raise RefusedError(code, draft=number, version=found[0].version or "")
    return found[0]


def _drafts(connection: sa.Connection, which: sa.ColumnElement[bool]) -> list[Draft]:
    joined = sa.select(DRAFTS, PEOPLE.c.name.label("who"), PEOPLE.c.blanked_at).join(PEOPLE)
    joined = joined.where(which).order_by(DRAFTS.c.changed_at.desc(), DRAFTS.c.number.desc())
    names = ("number", "name", "base", "owner", "state", "made_at", "changed_at", "version")
    return [
        Draft(
            owner_name=name_of({"name": row["who"], "blanked_at": row["blanked_at"]}),
            **{name: row[name] for name in names},
        )
        for row in connection.execute(joined).mappings().all()
    ]


def rename(person: Person, number: int, name: str, url: str = "") -> None:
    """Give a draft another name; raises RefusedError, DatabaseError."""
    _change(person, number, {"name": _named(name)}, url)


def discard(person: Person, number: int, url: str = "") -> None:
    """Discard a draft. It is kept, and can be read, but no longer changed. Raises RefusedError, DatabaseError."""
    _change(person, number, {"state": "discarded"}, url)


def discard_in(connection: sa.Connection, person: Person, number: int) -> None:
    """Discard a draft within a transaction; raises RefusedError as `discard` does."""
    _change_in(connection, person, number, {"state": "discarded"})


def _change(person: Person, number: int, values: dict[str, object], url: str) -> None:
    with writing(url) as connection:
        _change_in(connection, person, number, values)


def _change_in(connection: sa.Connection, person: Person, number: int, values: dict[str, object]) -> None:
    found = own_in(connection, person, number)
    connection.execute(DRAFTS.update().where(DRAFTS.c.number == number).values(**values, changed_at=now(found)))


def own_in(connection: sa.Connection, person: Person, number: int) -> str:
    """When an open draft was changed last; raises RefusedError if the person is not its owner and no editor."""
    found, acting = draft_in(connection, number, is_open=True), person_in(connection, person)
    require(acting, "edit")
    if found.owner != acting.id and acting.roles == {"clerk"}:
        raise RefusedError("error_draft_of_other", draft=number, name=found.owner_name)
    return found.changed_at


def hand_over(person: Person, number: int, account: str, url: str = "") -> None:
    """Make another person the owner of a draft; raises RefusedError, DatabaseError."""
    account = as_account(account)
    with writing(url) as connection:
        own_in(connection, person, number)
        given = sa.select(PEOPLE.c.id).where(PEOPLE.c.account == account, PEOPLE.c.active)
        other = connection.scalar(given)
        if other is None:
            raise RefusedError("error_person_unknown", account=account[:NAME_LENGTH])
        _keep_step(connection, person, number, [], kind="hand_over", note=str(other))
        connection.execute(DRAFTS.update().where(DRAFTS.c.number == number).values(owner=other))


# Steps -------------------------------------------------------------------------------------------


def change(
    person: Person, number: int, changes: Sequence[Change], *, kind: str = "edit", note: str = "", url: str = ""
) -> int:
    """Make changes in a draft, as one step; the number of the step.

    Raises RefusedError if the draft is not open, a row does not exist, the person may not edit one of the rows, a cell
    is too long, or a cell is no longer what the person saw; DatabaseError if nothing could be stored.
    """
    with writing(url) as connection:
        return change_in(connection, person, number, changes, kind=kind, note=note)


def change_in(
    connection: sa.Connection,
    person: Person,
    number: int,
    changes: Sequence[Change],
    *,
    kind: str = "edit",
    note: str = "",
) -> int:
    """Make changes in a draft within a transaction, as one step; its number. Raises RefusedError as `change` does."""
    found, acting = draft_in(connection, number, is_open=True), person_in(connection, person)
    places = list(dict.fromkeys(change.place for change in changes))
    before = state_of(connection, found, places)
    after = dict(before)
    edits = [_edit(change, after) for change in changes]
    edits = [edit for edit in edits if edit.before != edit.after]
    ownership.require_own(connection, acting, found, before, after)
    return _keep_step(connection, person, number, edits, kind=kind, note=clean(note))


def _edit(change: Change, rows: dict[Place, Row]) -> Edit:
    """The edit of a change; `rows` is brought up to date."""
    place, row = change.place, rows.get(change.place)
    if not change.field:
        before = as_json(row.cells) if row else None
        if change.after is None:
            rows.pop(place, None)
            return Edit(place, "", before, None)
        given = change.after if isinstance(change.after, Mapping) else json.loads(change.after)
        if row is None:
            _refuse_odd(place)
        cells = {_field(place, name): clean(value) for name, value in given.items()}
        for field, value in cells.items():
            _refuse_long(place, field, value)
        rows[place] = Row(row.position if row else -1, cells)
        return Edit(place, "", before, as_json(cells))
    if row is None:
        raise RefusedError("error_row_unknown", dataset=place.dataset, key=place.key)
    field = _field(place, change.field)
    value, old = clean(str(change.after or "")), row.cells.get(field, "")
    _refuse_long(place, change.field, value)
    if change.expected is not None and old not in (change.expected, value):
        raise RefusedError("error_cell_changed", subject=place.key, field=change.field, value=old)
    rows[place] = Row(row.position, {**row.cells, change.field: value})
    return Edit(place, change.field, old, value)


def _refuse_odd(place: Place) -> None:
    """Raises RefusedError for a key that is not kept as it is typed: with control characters, or white space around."""
    if any(part != clean_line(part) for part in place.key.split(KEY_SEPARATOR)):
        raise RefusedError("error_key_odd", key=clean_line(place.key)[:80])


def _field(place: Place, name: str) -> str:
    """The name of a field; raises RefusedError for one that no dataset has."""
    if not name or name != clean_line(name):
        raise RefusedError("error_field_unknown", field=clean_line(name)[:80], subject=place.key[:80])
    return name


def _refuse_long(place: Place, field: str, value: str) -> None:
    if len(value) > CELL_LENGTH and field != GEOMETRY:
        raise RefusedError("error_cell_long", subject=place.key, count=len(value), most=CELL_LENGTH)


def _keep_step(
    connection: sa.Connection,
    person: Person,
    number: int,
    edits: Sequence[Edit],
    *,
    kind: str,
    note: str = "",
    undoes: int | None = None,
) -> int:
    last = connection.execute(
        sa.select(sa.func.max(STEPS.c.step), sa.func.max(STEPS.c.at)).where(STEPS.c.draft == number)
    ).one()
    step, at = int(last[0] or 0) + 1, now(str(last[1] or ""))
    about = {"draft": number, "step": step, "at": at, "person": person.id, "kind": kind}
    connection.execute(STEPS.insert().values(**about, undoes=undoes, note=note))
    kept = [
        {"draft": number, "step": step, "place": place, **edit.place._asdict()}
        | {"field": edit.field, "before": edit.before, "after": edit.after}
        for place, edit in enumerate(edits)
    ]
    if kept:
        connection.execute(EDITS.insert(), kept)
    connection.execute(DRAFTS.update().where(DRAFTS.c.number == number).values(changed_at=at))
    return step


def keep_rebase(connection: sa.Connection, person: Person, number: int, edits: Sequence[Edit], *, base: int) -> None:
    """Move a draft to a newer version within a transaction, with the edits that settle the disagreements."""
    _keep_step(connection, person, number, edits, kind="rebase", note=str(base))
    connection.execute(DRAFTS.update().where(DRAFTS.c.number == number).values(base=base))


def undo(person: Person, number: int, step: int | None = None, url: str = "") -> int:
    """Undo a step, by default the last one that is not undone; the number of the undone step.

    Raises RefusedError if there is nothing to undo or the person may not.
    """
    with writing(url) as connection:
        found, acting = draft_in(connection, number, is_open=True), person_in(connection, person)
        require(acting, "edit")
        known = steps_in(connection, number)
        left = [entry.step for entry in known if not entry.undone and entry.kind not in FINAL]
        since = max((entry.step for entry in known if entry.kind == "rebase"), default=0)
        left = [entry for entry in left if entry > since]
        wanted = (left or [0])[-1] if step is None else step
        if wanted not in left:
            raise RefusedError("error_nothing_to_undo", draft=number)
        touched = sa.select(EDITS.c.dataset, EDITS.c.key).where(EDITS.c.draft == number, EDITS.c.step == wanted)
        places = [Place(*row) for row in connection.execute(touched.distinct())]
        before, after = _undo(connection, acting, found, wanted, places)
        maker = sa.select(STEPS.c.person).where(STEPS.c.draft == number, STEPS.c.step == wanted)
        is_own = connection.scalar(maker) == acting.id
        ownership.require_own(connection, acting, found, before, after, takes_back=is_own)
        return wanted


def _undo(
    connection: sa.Connection, acting: Person, found: Draft, step: int, places: Sequence[Place]
) -> tuple[dict[Place, Row], dict[Place, Row]]:
    """Keep the undoing of a step; the rows that it touches, before and after."""
    before = state_of(connection, found, places)
    _keep_step(connection, acting, found.number, [], kind="undo", undoes=step)
    return before, state_of(connection, found, places)


def redo(person: Person, number: int, url: str = "") -> int:
    """Undo the last undo, if no other step came after it; the number of the step that holds again.

    Raises RefusedError if there is nothing to redo or the person may not.
    """
    with writing(url) as connection:
        found, acting = draft_in(connection, number, is_open=True), person_in(connection, person)
        require(acting, "edit")
        rows = step_rows(connection, number)
        cancelled = cancelled_steps(rows)
        for row in reversed(rows):
            if row["kind"] != "undo":
                break
            is_redo = any(other["step"] == row["undoes"] and other["kind"] == "undo" for other in rows)
            if row["step"] not in cancelled and not is_redo:
                touched = sa.select(EDITS.c.dataset, EDITS.c.key)
                touched = touched.where(EDITS.c.draft == number, EDITS.c.step == row["undoes"])
                places = [Place(*one) for one in connection.execute(touched.distinct())]
                before, after = _undo(connection, acting, found, int(row["step"]), places)
                ownership.require_own(connection, acting, found, before, after)
                return int(row["undoes"])
        raise RefusedError("error_nothing_to_redo", draft=number)


def steps(person: Person, number: int, url: str = "") -> list[Step]:
    """The steps of a draft, first to last; raises RefusedError."""
    require(person, "see_drafts")
    with reading(url, current=True) as connection:
        require(person_in(connection, person), "see_drafts")
        draft_in(connection, number)
        return steps_in(connection, number)


def steps_in(connection: sa.Connection, number: int) -> list[Step]:
    """The steps of a draft within a transaction."""
    rows = step_rows(connection, number)
    cancelled = cancelled_steps(rows)
    same = ("step", "at", "kind", "note")
    return [
        Step(who=name_of(row), undone=row["step"] in cancelled, **{name: row[name] for name in same}) for row in rows
    ]
