"""An examined file as a draft: each value with its evidence, the document it is from, and the cell it stood in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import sqlalchemy as sa

from g60.catalog.sources import Source
from g60.contract.codes import SLUG_LENGTH, is_slug
from g60.contract.errors import G60Error, RefusedError
from g60.contract.i18n import LANGUAGES, text
from g60.contract.schema import CARRIERS
from g60.contract.statements import LISTS
from g60.record import drafts, editing
from g60.record.database import writing
from g60.record.draft_state import keys_of, state_of
from g60.record.drafts import Change, change_in, draft_in
from g60.record.editing import Entry, Given
from g60.record.intake.bodies import Body
from g60.record.intake.days import day
from g60.record.intake.difference import BY_RULE, value_of
from g60.record.intake.examine import Outcome
from g60.record.intake.known import Known
from g60.record.intake.names import core
from g60.record.people import OwnedRow, Person, may, people, person_in, require
from g60.record.rows import Place
from g60.record.tables import DRAFTS, EDITS
from g60.record.terms import term_changes
from g60.record.text import clean_line
from g60.record.versions import begin

# Of a body whose county alone is known.
GRADE_COUNTY = "D"
# In characters: the longest name of a list, and the longest reason for a removal.
NAME_LENGTH, REASON_LENGTH = 200, 500
# Rows that a refusal names.
NAMED_AT_MOST = 8


class About(NamedTuple):
    """What a person says of an import: the document (its title or its id), and the name and date of a new list."""

    source: str = ""
    list_name: str = ""
    list_date: str = ""


class Keeping(Protocol):
    """What goes into the transactions that make a draft: it is called with each block of rows.

    `old` is the draft that an earlier try left unfinished.
    """

    old: int | None

    def __call__(self, connection: sa.Connection, draft: int, *, is_last: bool) -> None:
        """Keep that the draft has another block of rows."""


def save(
    person: Person,
    outcome: Outcome,
    shipped: Source,
    about: About | None = None,
    *,
    remove: Mapping[str, str] | None = None,
    url: str = "",
    keeping: Keeping | None = None,
) -> int:
    """Make a draft of what an import adds, changes and (where it is said of each) removes; the draft's number.

    `about` names the document that the values are from, and a list that there is none of yet; `remove` has a reason
    for each body that is removed. A draft of up to ROWS_AT_MOST rows is one transaction. Raises RefusedError if the
    file has errors or open questions, if nothing would change, or if the person may not edit one of the rows or make
    the list.
    """
    remove, about = _removals(outcome, remove or {}), about or About()
    if outcome.refused is not None or outcome.held or outcome.known is None:
        raise RefusedError("error_import_held", count=len(outcome.held))
    if not outcome.difference.added and not outcome.difference.changed and not remove:
        raise RefusedError("error_import_same")
    require(person, "edit")
    _refuse_others(person, outcome, outcome.known, remove)
    if outcome.known.of_list not in outcome.known.lists:
        refuse_list(person, outcome.known.of_list, about, url)
    outcome.source = about.source or outcome.file
    begin(shipped, url)
    work = _Work(person, outcome, outcome.known, about, remove)
    with writing(url) as connection:
        work.start(connection, keeping.old if keeping else None)
        is_last = work.step(connection, keeping)
    try:
        while not is_last:
            with writing(url) as connection:
                is_last = work.step(connection, keeping)
    except G60Error:
        # A draft with a part of a file would be taken for the whole. Where the database does not take this either, the
        # next try discards it; what is said is what went wrong first.
        with suppress(G60Error):
            drafts.discard(person, work.number, url)
        raise
    return work.number


def _refuse_others(person: Person, outcome: Outcome, known: Known, remove: Mapping[str, str]) -> None:
    """Raises RefusedError that names the rows which the person may not change: a clerk those of other counties."""
    difference = outcome.difference
    rows = [(body, "") for body in difference.added]
    rows += [(difference.bodies[key], key) for key in difference.changed]
    named = []
    for body, key in rows:
        units = {known.bodies[key].get("unit", "") if key else "", body.values.get("unit", "")} - {""}
        if not may(person, "edit", OwnedRow(frozenset(units))):
            named.append(" ".join(part for part in (body.sheet, str(body.row), body.name) if part))
    for key in remove:
        if not may(person, "edit", OwnedRow(frozenset({known.bodies[key].get("unit", "")}) - {""})):
            named.append(known.bodies[key].get("name_zh", key))
    if named:
        shown = "、".join(named[:NAMED_AT_MOST])
        units_of = "、".join(known.units[unit][0] for unit in sorted(person.units) if unit in known.units) or "—"
        raise RefusedError("error_import_rows_of_others", count=len(named), rows=shown[:400], units=units_of)


def _removals(outcome: Outcome, remove: Mapping[str, str]) -> dict[str, str]:
    unknown = set(remove) - set(outcome.difference.removed)
    if unknown:
        raise RefusedError("error_subject_unknown", subject="、".join(sorted(unknown))[:80])
    reasons = {key: clean_line(reason) for key, reason in remove.items()}
    if any(len(reason) > REASON_LENGTH for reason in reasons.values()):
        raise RefusedError("error_import_reason", most=REASON_LENGTH)
    return reasons


def may_make_list(person: Person) -> bool:
    """Whether a person may make a list, which belongs to no county alone."""
    return may(person, "edit", OwnedRow())


def refuse_list(person: Person, of_list: str, about: About, url: str = "") -> None:
    """Raises RefusedError if a person may not make a list (naming who may), or if its name or date is none."""
    if not may_make_list(person):
        names = "、".join(one.name for one in people(url) if may_make_list(one)) or "—"
        raise RefusedError("error_import_list_new", list=of_list, names=names)
    if len(clean_line(about.list_name)) > NAME_LENGTH:
        raise RefusedError("error_import_list_name", most=NAME_LENGTH)
    if about.list_date and day(about.list_date).text != about.list_date:
        raise RefusedError("error_import_list_date", given=about.list_date[:40])


@dataclass(slots=True)
class _Work:
    """A draft that is made of an outcome, block by block."""

    person: Person
    outcome: Outcome
    known: Known
    about: About
    remove: Mapping[str, str]
    number: int = 0
    entries: list[Entry] = field(default_factory=list)

    def start(self, connection: sa.Connection, old: int | None) -> None:
        """Start the draft, and say what goes into it: new bodies are numbered on from all that anybody has entered."""
        if old is not None and draft_in(connection, old).state == "open":
            drafts.discard_in(connection, self.person, old)
        name = text("import_draft_name", "zh", file=self.outcome.file, list=self.known.of_list)[:200]
        self.number = drafts.start_in(connection, self.person, name)
        draft = draft_in(connection, self.number)
        taken = {*keys_of(connection, draft, CARRIERS.name), *_entered(connection)}
        self._refuse_twice(connection, taken - set(self.known.carriers))
        self.entries = [*_added(self.outcome, self.known, taken), *_changed(self.outcome)]
        if self.known.of_list not in self.known.lists:
            self.entries.insert(0, _new_list(self.known, self.about, self.outcome.source))
        self._terms(connection)

    def _refuse_twice(self, connection: sa.Connection, new: set[str]) -> None:
        """Raises RefusedError if a body that would be added was published by somebody else meanwhile."""
        added = {core(body.name) for body in self.outcome.difference.added}
        draft = draft_in(connection, self.number)
        rows = state_of(connection, draft, [Place(CARRIERS.name, key) for key in sorted(new)]) if added else {}
        for place, row in rows.items():
            if row.cells.get("list") == self.known.of_list and core(row.cells.get("name_zh", "")) in added:
                raise RefusedError("error_import_key_taken", key=place.key)

    def _terms(self, connection: sa.Connection) -> None:
        """Enter the words that were taken for a term, where the person may: clerks' words stay as they are."""
        if not may(person_in(connection, self.person), "edit", OwnedRow()):
            return
        for word, like in self.outcome.industries.accepted.items():
            changes = term_changes(connection, draft_in(connection, self.number), word, like)
            change_in(connection, self.person, self.number, changes, kind="import", note=self.outcome.file)

    def step(self, connection: sa.Connection, keeping: Keeping | None) -> bool:
        """Make the next block of rows; whether it was the last one, which removes too."""
        block, self.entries = self.entries[: editing.ROWS_AT_MOST], self.entries[editing.ROWS_AT_MOST :]
        if block:
            draft = draft_in(connection, self.number, is_open=True)
            given = Given("reported", self.outcome.source, self.outcome.file)
            changes = editing.row_changes(connection, draft, block, given)
            change_in(connection, self.person, self.number, changes, kind="import", note=self.outcome.file)
        if not self.entries:
            self._removed(connection)
        if keeping:
            keeping(connection, self.number, is_last=not self.entries)
        return not self.entries

    def _removed(self, connection: sa.Connection) -> None:
        """Remove bodies with their citations, one step for each reason, which is the step's note."""
        by_reason: dict[str, list[Place]] = {}
        for key, reason in self.remove.items():
            by_reason.setdefault(reason or self.outcome.file, []).append(Place(CARRIERS.name, key))
        for reason, places in by_reason.items():
            draft = draft_in(connection, self.number, is_open=True)
            whole = [entry for place in places for entry in (place, *editing.cited_places(place))]
            changes = [Change(place, "", None) for place in state_of(connection, draft, whole)]
            change_in(connection, self.person, self.number, changes, kind="import", note=reason)


def _entered(connection: sa.Connection) -> list[str]:
    """The ids of bodies in open drafts: two counties' drafts must not give one id to two bodies."""
    asked = sa.select(EDITS.c.key).join(DRAFTS, DRAFTS.c.number == EDITS.c.draft).distinct()
    return list(connection.scalars(asked.where(DRAFTS.c.state == "open", EDITS.c.dataset == CARRIERS.name)))


def _new_list(known: Known, about: About, source: str) -> Entry:
    name = clean_line(about.list_name) or known.of_list
    document = source if source in known.sources else editing.document_id(source)
    cells = {"name_zh": name, "name_en": name, "source": document, "date": about.list_date}
    return Entry(Place(LISTS.name, known.of_list), cells, own={"name_en": _derived("name_en")})


def _added(outcome: Outcome, known: Known, taken: set[str]) -> Iterator[Entry]:
    """The new bodies, numbered on from those of the list and from those of other drafts."""
    stem = _stem(known.of_list)
    ends = (key.removeprefix(f"{stem}-") for key in taken if key.startswith(f"{stem}-"))
    numbers = [*(row["no"] for row in known.bodies.values()), *ends]
    number = max((int(one) for one in numbers if one.isascii() and one.isdecimal()), default=0)
    for body in outcome.difference.added:
        number += 1
        key = _key(body, known.of_list, number, taken)
        taken.add(key)
        cells = {name: value for name, value in _cells(body).items() if value}
        cells |= {"list": known.of_list, "no": str(number)}
        cells.setdefault("name_en", cells["name_zh"])
        if cells.get("fields_zh"):
            cells.setdefault("fields_en", cells["fields_zh"])
        cells.setdefault("location_grade", GRADE_COUNTY)
        own = {name: _given(body, outcome, name) for name in cells}
        own |= {"list": _derived("list"), "no": _derived("no")}
        if not body.values.get("name_en"):
            own["name_en"] = _derived("name_en")
        if not body.values.get("fields_en"):
            own["fields_en"] = _derived("fields_en")
        yield Entry(Place(CARRIERS.name, key), cells, own=own)


def _key(body: Body, of_list: str, number: int, taken: set[str]) -> str:
    """An id that no body has had: that of the file, where our own template has given one, else from the list."""
    own = body.values.get("id", "")
    return own if own and own not in taken and is_slug(own) else f"{_stem(of_list)}-{number:03d}"


def _stem(of_list: str) -> str:
    """How the ids of a list's bodies begin."""
    return of_list[: SLUG_LENGTH - 7].rstrip("-")


def _cells(body: Body) -> dict[str, str]:
    """The cells of a body, by field."""
    fields = set(CARRIERS.all_columns) - {"id", "list", "no", "industries"}
    cells = {name: value for name, value in body.values.items() if name in fields}
    extras = value_of(body, "extras")
    return cells | ({"extras": extras} if extras else {})


def _changed(outcome: Outcome) -> Iterator[Entry]:
    for key, changes in outcome.difference.changed.items():
        body = outcome.difference.bodies[key]
        cells = {change.field: change.after for change in changes if change.field != BY_RULE}
        expected = {change.field: change.before for change in changes if change.field != BY_RULE}
        own = {name: _given(body, outcome, name) for name in cells}
        if "fields_en" in cells and body.values.get("fields_en", "") != cells["fields_en"]:
            own["fields_en"] = _derived("fields_en_kept")
        yield Entry(Place(CARRIERS.name, key), cells, expected, own=own)


def _given(body: Body, outcome: Outcome, name: str) -> Given:
    """The evidence of one value: reported at its cell, or derived, with what it was derived from."""
    place = " ".join(part for part in (body.sheet, body.cells.get(name, "")) if part) or str(body.row)
    if name in ("location_grade", "uncertainty_m") and name not in body.raw:
        return _derived(name)
    how = body.derived.get(name)
    if how is None:
        return Given("reported", _title(outcome), place)
    raw = body.original(name)[:200]
    notes = [text("import_note_derived", lang, raw=raw, how=how, place=place) for lang in LANGUAGES]
    return Given("derived", _title(outcome), place, "", *notes)


def _title(outcome: Outcome) -> str:
    return outcome.source or outcome.file


def _derived(name: str) -> Given:
    return Given("derived", "", "", "", *[text(f"import_note_{name}", lang) for lang in LANGUAGES])
