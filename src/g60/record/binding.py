"""A sentence of a document bound to a value: the value is stated there, word for word.

Where the field has another value, both stay: the disagreement becomes a row of `conflicts` with both places, and a
person says which one is shown, and why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

import sqlalchemy as sa

from g60.checks.citations import is_on_line, places_cited
from g60.contract.codes import LIST_SEPARATOR, split
from g60.contract.dataset import Field
from g60.contract.errors import RefusedError
from g60.contract.i18n import LANGUAGES, text
from g60.contract.schema import CITATIONS, SOURCES
from g60.contract.statements import CONFLICTS
from g60.record.database import reading, writing
from g60.record.documents import texts_in
from g60.record.draft_state import Draft, state_of
from g60.record.drafts import Change, change_in, draft_in
from g60.record.editing import Cell, Entry, Given, place_of, row_changes, value_changes
from g60.record.people import Person, person_in, require
from g60.record.rows import BY_NAME, Cells, Place, citation_key
from g60.record.text import clean, clean_line

MINE, KEPT = "new", "old"  # which of two values is shown
REASON_LENGTH = 500


class Bound(NamedTuple):
    """A value that stands on a line of a document. `locator` is what a person would say: 第三条."""

    subject: str
    field: str
    value: str
    source: str
    line: int
    locator: str = ""


class Choice(NamedTuple):
    """Which of two values is shown ("new" or "old"), and why; the reason in English where there is one."""

    shown: str = ""
    reason: str = ""
    reason_en: str = ""


class Standing(NamedTuple):
    """What a field holds in a draft: the value and its citation."""

    value: str
    citation: Cells


def standing(person: Person, number: int, subject: str, field: str, url: str = "") -> Standing:
    """What a field holds in a draft; raises RefusedError if there is no such subject or field, or they may not."""
    with reading(url, current=True) as connection:
        require(person_in(connection, person), "see_drafts")
        return _standing(connection, draft_in(connection, number), subject, field)


def _standing(connection: sa.Connection, found: Draft, subject: str, field: str) -> Standing:
    place = place_of(connection, found, subject)
    cited = Place(CITATIONS.name, citation_key(subject, field))
    rows = state_of(connection, found, [place, cited])
    if field not in bindable(place.dataset):
        raise RefusedError("error_field_unknown", field=field[:80], subject=subject)
    citation = rows[cited].cells if cited in rows else {}
    return Standing(rows[place].cells.get(field, ""), citation)


def bindable(dataset: str) -> tuple[str, ...]:
    """The fields of a dataset whose value a sentence can state: those that are cited and are no code."""
    entry = BY_NAME[dataset]
    if not entry.cited or entry in (SOURCES, CONFLICTS):
        return ()
    return tuple(one.name for one in entry.fields if one.name != entry.key and _is_words(one))


def _is_words(field: Field) -> bool:
    return field.form not in ("code", "codes", "slug", "sha256") and not field.codes


def bind(person: Person, number: int, bound: Bound, choice: Choice, url: str = "") -> int:
    """Bind a value to the line that states it, in a draft; the number of the step.

    Raises RefusedError if the line does not hold the value, or the field has another value and `choice` does not say
    which is shown and why; and as `set_value` does. DatabaseError if nothing could be stored.
    """
    bound = bound._replace(value=clean(bound.value), locator=clean_line(bound.locator))
    choice = Choice(choice.shown, clean_line(choice.reason), clean_line(choice.reason_en))
    with writing(url) as connection:
        acting, found = person_in(connection, person), draft_in(connection, number, is_open=True)
        require(acting, "edit")
        require(acting, "read_documents")
        document = _document(connection, found, bound)
        held = _standing(connection, found, bound.subject, bound.field)
        given = Given("stated", bound.source, bound.locator or str(document["title_zh"]), str(bound.line))
        cell = Cell(bound.subject, bound.field)
        if held.value in ("", bound.value):
            return change_in(connection, acting, number, value_changes(connection, found, cell, bound.value, given))
        _must_choose(choice, bound, held)
        changes = []
        if choice.shown == MINE:
            changes += value_changes(connection, found, cell, bound.value, given)
        changes += _disagreement(connection, found, bound, held, choice)
        return change_in(connection, acting, number, changes)


def _must_choose(choice: Choice, bound: Bound, held: Standing) -> None:
    if choice.shown not in (MINE, KEPT) or not choice.reason:
        raise RefusedError("error_bound_choice", old=held.value[:200], new=bound.value[:200])
    if max(len(choice.reason), len(choice.reason_en)) > REASON_LENGTH:
        raise RefusedError("error_bound_reason", most=REASON_LENGTH)


def _document(connection: sa.Connection, found: Draft, bound: Bound) -> Cells:
    """The document's row; raises RefusedError if its text is not kept, or its line does not hold the value."""
    place = Place(SOURCES.name, bound.source)
    row = state_of(connection, found, [place]).get(place)
    lines = texts_in(connection, {bound.source: row.cells["sha256"]}).get(bound.source) if row else None
    if row is None or lines is None:
        raise RefusedError("error_document_unknown", source=bound.source[:80])
    parts = split(bound.value)
    if not parts or not all(is_on_line(part, lines, bound.line) for part in parts):
        raise RefusedError("error_bound_not_there", value=bound.value[:200], line=bound.line)
    return row.cells


def _disagreement(
    connection: sa.Connection, found: Draft, bound: Bound, held: Standing, choice: Choice
) -> list[Change]:
    """The row of `conflicts` that holds both values, and its citations."""
    places = [*places_cited({"source": "", "line": "", **held.citation}), (bound.source, bound.line)]
    places = [(source, line) for source, line in dict.fromkeys(places) if line]
    cited = {
        "sources": LIST_SEPARATOR.join(source for source, _ in places),
        "lines": LIST_SEPARATOR.join(str(line) for _, line in places),
    }
    cells = {"subject": bound.subject, "kind": "contradiction", **cited}
    for lang in LANGUAGES:
        words = _words(connection, found, bound, held, choice, lang)
        cells |= {f"text_{lang}": words[0], "chosen" if lang == "zh" else "chosen_en": words[1]}
    about = f"{bound.subject}.{bound.field}.{bound.source}.{bound.line}"
    key = "conflict-" + hashlib.sha256(about.encode()).hexdigest()[:12]
    place = Place(CONFLICTS.name, key)
    locators = [part for part in (held.citation.get("locator", ""), bound.locator) if part]
    given = Given("derived", cited["sources"], LIST_SEPARATOR.join(locators), cited["lines"])
    derived = given._replace(note=text("bound_note", "zh"), note_en=text("bound_note", "en"))
    note, note_en = text("bound_note_chosen", "zh"), text("bound_note_chosen", "en")
    inferred = given._replace(evidence="inferred", note=note, note_en=note_en)
    own = {"chosen": inferred, "chosen_en": inferred}
    return row_changes(connection, found, [Entry(place, cells, cited=tuple(cells), own=own)], derived)


def _words(
    connection: sa.Connection, found: Draft, bound: Bound, held: Standing, choice: Choice, lang: str
) -> tuple[str, str]:
    """Both readings, and the one that is shown with its reason, in a language."""
    old_title = _title(connection, found, held.citation, lang)
    new_title = _title(connection, found, {"source": bound.source}, lang)
    readings = text(
        "bound_readings",
        lang,
        field=text(f"field_{bound.field}", lang),
        first=old_title,
        old=held.value,
        second=new_title,
        new=bound.value,
    )
    reason = choice.reason if lang == "zh" else choice.reason_en or choice.reason
    value, title = (bound.value, new_title) if choice.shown == MINE else (held.value, old_title)
    return readings, text("bound_chosen", lang, value=value, title=title, reason=reason)


def _title(connection: sa.Connection, found: Draft, citation: Mapping[str, str], lang: str) -> str:
    """The titles of the documents of a citation; what is said where it has none."""
    places = [Place(SOURCES.name, source) for source in dict.fromkeys(split(citation.get("source", "")))]
    rows = state_of(connection, found, places)
    titles = [
        rows[place].cells.get(f"title_{lang}") or rows[place].cells["title_zh"] for place in places if place in rows
    ]
    return text("enumeration", lang).join(titles) or text("bound_untitled", lang)
