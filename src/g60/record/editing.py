"""What a person enters, as changes of a draft: a value with its evidence, a new row, a removed row, a document.

A value and its citation are one step, so that neither is ever without the other.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from g60.checks.tables import industries_named
from g60.contract.errors import RefusedError
from g60.contract.schema import (
    AREA_DATASETS,
    CARRIERS,
    CITATIONS,
    DATASETS,
    EVIDENCE,
    INDUSTRY_TERMS,
    LIST_SEPARATOR,
    SOURCES,
    is_slug,
)
from g60.record.database import now, reading, writing
from g60.record.draft_state import Draft, state_of
from g60.record.drafts import Change, change, change_in, draft_in
from g60.record.people import Person, person_in, require
from g60.record.rows import BY_NAME, Cells, Place, citation_key
from g60.record.tables import DOCUMENTS, ROWS
from g60.record.text import clean, clean_document, clean_line

# The words of its own that give an entity its industries, by dataset.
INDUSTRY_WORDS = {CARRIERS.name: "fields_zh", **{dataset.name: "industries_zh" for dataset in AREA_DATASETS}}
MISSING = "missing"
# In characters: the longest text of a document, about a thousand pages.
DOCUMENT_LENGTH = 2_000_000


class Cell(NamedTuple):
    """A subject's field, and the value that the person saw there, where they saw one."""

    subject: str
    field: str
    expected: str | None = None


class Given(NamedTuple):
    """The evidence of a value: its kind, the document (its id, or the title of a new one), place, line and reason."""

    evidence: str = "reported"
    source: str = ""
    locator: str = ""
    line: str = ""
    note: str = ""
    note_en: str = ""


def set_value(person: Person, number: int, cell: Cell, value: str, given: Given, url: str = "") -> int:
    """Set a subject's field to a value with its evidence, in a draft; the number of the step.

    An empty value is missing, whatever evidence is given. Raises RefusedError if there is no such subject or field,
    the evidence is none of the code list, it names no document, or the draft cannot be changed.
    """
    with reading(url) as connection:
        changes = value_changes(connection, draft_in(connection, number, is_open=True), cell, value, given)
    return change(person, number, changes, url=url)


def value_changes(connection: sa.Connection, found: Draft, cell: Cell, value: str, given: Given) -> list[Change]:
    """The changes that set a subject's field to a value with its evidence; raises RefusedError as `set_value` does."""
    subject, field, expected = cell
    place = place_of(connection, found, subject)
    dataset = BY_NAME[place.dataset]
    if field == dataset.key or field not in (*dataset.columns, "geometry"):
        raise RefusedError("error_field_unknown", field=field, subject=subject)
    value = clean(value)
    changes = [Change(place, field, value, expected)]
    if dataset.cited and field in dataset.columns:
        source, entered = _source(connection, found, given.source if value else "")
        cited = citation_changes(connection, found, {(subject, field): value}, given._replace(source=source))
        changes += [*entered, *cited, *_industries(connection, found, place, {field: value})]
    return changes


def set_row(person: Person, number: int, place: Place, cells: Mapping[str, str], given: Given, url: str = "") -> int:
    """Set several fields of a row with the same evidence, or add a row that is not there; the number of the step.

    Raises RefusedError as `set_value` does, and for a key that is no id.
    """
    dataset, key = BY_NAME[place.dataset], place.key
    with reading(url) as connection:
        found = draft_in(connection, number, is_open=True)
        row = state_of(connection, found, [place]).get(place)
        new = {field: clean(value) for field, value in cells.items() if field in (*dataset.columns, "geometry")}
        if row is None:
            if not is_slug(key) and dataset.key in ("id", "source"):
                raise RefusedError("error_key_form", key=key[:80])
            whole = dict.fromkeys((dataset.key, *dataset.columns), "") | new | {dataset.key: key}
            changes = [Change(place, "", whole)]
            valued = {name: whole[name] for name in dataset.columns if name != dataset.key}
        else:
            valued = {name: value for name, value in new.items() if row.cells.get(name, "") != value}
            changes = [Change(place, name, value) for name, value in valued.items()]
        if dataset.cited:
            source, entered = _source(connection, found, given.source if any(valued.values()) else "")
            subject = dataset.subject_prefix + key
            named = {(subject, name): value for name, value in valued.items() if name != "geometry"}
            changes += [*entered, *citation_changes(connection, found, named, given._replace(source=source))]
            changes += _industries(connection, found, place, valued)
    return change(person, number, changes, url=url)


def remove_row(person: Person, number: int, place: Place, url: str = "") -> int:
    """Remove a row and its citations, in a draft; the number of the step. Raises RefusedError if there is none."""
    dataset = BY_NAME[place.dataset]
    with reading(url) as connection:
        found = draft_in(connection, number, is_open=True)
        subject = dataset.subject_prefix + place.key
        cited = [Place(CITATIONS.name, citation_key(subject, name)) for name in dataset.columns if name != dataset.key]
        there = state_of(connection, found, [place, *cited])
    if place not in there:
        raise RefusedError("error_row_unknown", dataset=place.dataset, key=place.key)
    return change(person, number, [Change(entry, "", None) for entry in there], url=url)


def place_of(connection: sa.Connection, draft: Draft, subject: str) -> Place:
    """The row of a subject in a draft; raises RefusedError if there is none."""
    wanted = [
        Place(dataset.name, subject.removeprefix(dataset.subject_prefix))
        for dataset in DATASETS
        if dataset is not CITATIONS and subject.startswith(dataset.subject_prefix)
    ]
    for place in state_of(connection, draft, wanted):
        return place
    raise RefusedError("error_subject_unknown", subject=subject[:80])


def citation_changes(
    connection: sa.Connection, draft: Draft, values: Mapping[tuple[str, str], str], given: Given
) -> list[Change]:
    """The changes that cite values: as given, or `missing` for an empty value; raises RefusedError."""
    if given.evidence not in EVIDENCE or (given.evidence == MISSING and any(values.values())):
        raise RefusedError("error_evidence_form", given=given.evidence[:40], known=LIST_SEPARATOR.join(EVIDENCE))
    if any(values.values()) and given.evidence in ("stated", "reported") and not given.source:
        raise RefusedError("error_source_missing")
    places = [Place(CITATIONS.name, citation_key(*key)) for key in values]
    there = state_of(connection, draft, places)
    found = []
    for place, ((subject, field), value) in zip(places, values.items(), strict=True):
        kept = given if value else Given(MISSING)
        about = {name: clean_line(text) for name, text in kept._asdict().items()}
        cells = {"subject": subject, "field": field, **about}
        old = there[place].cells if place in there else None
        if old is None:
            found.append(Change(place, "", cells))
        elif not value and old["evidence"] == MISSING:
            continue
        else:
            found += [Change(place, name, text) for name, text in cells.items() if old.get(name, "") != text]
    return found


def _source(connection: sa.Connection, draft: Draft, named: str) -> tuple[str, list[Change]]:
    """The id of a document, and the changes that enter it where it is a new one, named by its title."""
    title = clean_line(named)
    if not title or state_of(connection, draft, [Place(SOURCES.name, title)]):
        return title, []
    source = "doc-" + hashlib.sha256(title.encode()).hexdigest()[:12]
    if state_of(connection, draft, [Place(SOURCES.name, source)]):
        return source, []
    return source, source_changes(source, {"title_zh": title, "title_en": title})


def source_changes(source: str, cells: Mapping[str, str]) -> list[Change]:
    """The changes that enter a document: its row, and a citation of each field, which rests on the document itself."""
    row = dict.fromkeys(SOURCES.columns, "") | dict(cells) | {SOURCES.key: source}
    given = {"evidence": "reported", "source": source, "locator": row["title_zh"], "line": ""}
    empty = {"evidence": MISSING, "source": "", "locator": "", "line": ""}
    notes = {"note": "", "note_en": ""}
    changes = [Change(Place(SOURCES.name, source), "", row)]
    for field in SOURCES.columns:
        if field != SOURCES.key:
            cells_of = {"subject": source, "field": field, **(given if row[field] else empty), **notes}
            changes.append(Change(Place(CITATIONS.name, citation_key(source, field)), "", cells_of))
    return changes


def add_document(person: Person, number: int, source: str, cells: Mapping[str, str], text: str, url: str = "") -> int:
    """Enter a document and keep its text, in a draft; the number of the step.

    Raises RefusedError for an id that is no slug or is taken, a document without a title or a text that is too long.
    """
    text = clean_document(text)
    if not is_slug(source):
        raise RefusedError("error_key_form", key=source[:80])
    known = {name: clean_line(value) for name, value in cells.items() if name in SOURCES.columns}
    if not known.get("title_zh"):
        raise RefusedError("error_document_title")
    if len(text) > DOCUMENT_LENGTH:
        raise RefusedError("error_document_long", count=len(text), most=DOCUMENT_LENGTH)
    known["title_en"] = known.get("title_en") or known["title_zh"]
    if text:
        known["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    with writing(url) as connection:
        acting = person_in(connection, person)
        require(acting, "add_document")
        if state_of(connection, draft_in(connection, number, is_open=True), [Place(SOURCES.name, source)]):
            raise RefusedError("error_key_taken", key=source)
        if text:
            _keep_text(connection, acting, known["sha256"], text)
        return change_in(connection, acting, number, source_changes(source, known))


def _keep_text(connection: sa.Connection, person: Person, sha256: str, text: str) -> None:
    if not connection.scalar(sa.select(sa.func.count()).where(DOCUMENTS.c.sha256 == sha256)):
        kept = {"sha256": sha256, "text": text, "person": person.id, "made_at": now()}
        connection.execute(DOCUMENTS.insert().values(**kept))


def _industries(connection: sa.Connection, draft: Draft, place: Place, values: Mapping[str, str]) -> Sequence[Change]:
    """The industries that an entity's words give by rule, where its words have changed."""
    words = INDUSTRY_WORDS.get(place.dataset)
    if words is None or words not in values:
        return []
    keys = connection.scalars(sa.select(ROWS.c.key).where(ROWS.c.dataset == INDUSTRY_TERMS.name).distinct())
    terms = state_of(connection, draft, [Place(INDUSTRY_TERMS.name, key) for key in keys])
    by_term = {term.key: row.cells["industry"] for term, row in terms.items()}
    named = LIST_SEPARATOR.join(sorted(industries_named(values[words], by_term)))
    row: Cells = next((row.cells for row in state_of(connection, draft, [place]).values()), {})
    if set(named.split(LIST_SEPARATOR)) == set(row.get("industries", "").split(LIST_SEPARATOR)):
        return []
    subject = BY_NAME[place.dataset].subject_prefix + place.key
    rule = Given("derived", note=f"industry_terms.csv: {words}", note_en=f"industry_terms.csv: {words}")
    cited = citation_changes(connection, draft, {(subject, "industries"): named}, rule)
    return [Change(place, "industries", named), *cited]


def slug_from(name: str) -> str:
    """An id made from a name's Latin letters and digits; empty if it has none."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:32].strip("-")
