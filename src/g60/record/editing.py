"""What a person enters, as changes of a draft: a value with its evidence, a new row, a removed row, a document.

A value and its citation are one step, so that neither is ever without the other; so is what follows from a value.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from shapely import GEOSException, from_geojson

from g60.contract.codes import EVIDENCE, LIST_SEPARATOR, WIDER_SUBJECTS, is_slug, split
from g60.contract.dataset import Dataset
from g60.contract.errors import RefusedError
from g60.contract.schema import CITATIONS, DATASETS, SOURCES
from g60.record.consequences import Consequences
from g60.record.database import now, writing
from g60.record.draft_state import Draft, state_of
from g60.record.drafts import Change, change_in, draft_in
from g60.record.people import Person, person_in, require
from g60.record.rows import BY_NAME, GEOMETRY, Place, Row, citation_key, places_of
from g60.record.tables import DOCUMENTS
from g60.record.text import clean, clean_document, clean_line

MISSING = "missing"
# In characters: the longest text of a document, about a thousand pages.
DOCUMENT_LENGTH = 2_000_000
# Rows that one step may change: a table of the page, or a block that was pasted into it.
ROWS_AT_MOST = 5_000


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


class Entry(NamedTuple):
    """What a person sets in one row: new cells, and the values that they saw there, where they saw them.

    `cited` are fields whose evidence is set although their value stays; `own` holds evidence of single fields that
    differs from that of the step.
    """

    place: Place
    cells: Mapping[str, str]
    expected: Mapping[str, str] = {}
    cited: Collection[str] = ()
    own: Mapping[str, Given] = {}


def set_value(person: Person, number: int, cell: Cell, value: str, given: Given, url: str = "") -> int:
    """Set a subject's field to a value with its evidence, in a draft; the number of the step.

    An empty value is missing, whatever evidence is given. Raises RefusedError if there is no such subject or field,
    the evidence is none of the code list, it names no document, or the draft cannot be changed.
    """
    with writing(url) as connection:
        changes = value_changes(connection, draft_in(connection, number, is_open=True), cell, value, given)
        return change_in(connection, person, number, changes)


def value_changes(connection: sa.Connection, found: Draft, cell: Cell, value: str, given: Given) -> list[Change]:
    """The changes that set a subject's field to a value with its evidence; raises RefusedError as `set_value` does."""
    subject, field, expected = cell
    seen = {} if expected is None else {field: expected}
    entry = Entry(place_of(connection, found, subject), {field: value}, seen, (field,))
    return row_changes(connection, found, [entry], given)


def set_row(person: Person, number: int, place: Place, cells: Mapping[str, str], given: Given, url: str = "") -> int:
    """Set several fields of a row with the same evidence, or add a row that is not there; the number of the step.

    Raises RefusedError as `set_value` does, and for a key that is no id.
    """
    return set_rows(person, number, [Entry(place, _known(place, cells))], given, url)


def _known(place: Place, cells: Mapping[str, str]) -> dict[str, str]:
    """The cells of fields that a row's dataset has, without its key."""
    dataset = BY_NAME[place.dataset]
    known = {field: value for field, value in cells.items() if field in (*dataset.all_columns, GEOMETRY)}
    known.pop(dataset.key, None)
    return known


def add_row(person: Person, number: int, place: Place, cells: Mapping[str, str], given: Given, url: str = "") -> int:
    """Add a row; the number of the step. Raises RefusedError as `set_row` does, and if the id is taken."""
    with writing(url) as connection:
        draft = draft_in(connection, number, is_open=True)
        taken = [Place(dataset.name, place.key) for dataset in DATASETS if dataset.cited] + [place]
        if state_of(connection, draft, taken):
            raise RefusedError("error_key_taken", key=place.key[:80])
        changes = row_changes(connection, draft, [Entry(place, _known(place, cells))], given)
        return change_in(connection, person, number, changes)


def set_rows(
    person: Person,
    number: int,
    entries: Sequence[Entry],
    given: Given,
    url: str = "",
    *,
    kind: str = "edit",
    note: str = "",
) -> int:
    """Set fields of several rows with the same evidence, as one step; its number. Raises RefusedError as above."""
    if len(entries) > ROWS_AT_MOST:
        raise RefusedError("error_rows_many", count=len(entries), most=ROWS_AT_MOST)
    # Computed and kept in one transaction: what two people enter at once is entered one after the other.
    with writing(url) as connection:
        changes = row_changes(connection, draft_in(connection, number, is_open=True), entries, given)
        return change_in(connection, person, number, changes, kind=kind, note=note)


def row_changes(connection: sa.Connection, draft: Draft, entries: Sequence[Entry], given: Given) -> list[Change]:
    """The changes that set fields of rows, with their citations and what follows from them; raises RefusedError."""
    there, follow = state_of(connection, draft, _touched(entries)), Consequences(connection, draft)
    _refuse_taken(connection, draft, [entry.place for entry in entries if entry.place not in there])
    entered: list[Change] = []
    changes: list[Change] = []
    sources: dict[str, str] = {"": ""}
    for entry in entries:
        row, values = there.get(entry.place), _cleaned(entry)
        changes += _cell_changes(entry, row, values)
        valued = _valued(entry, row, values)
        cited: dict[str, tuple[str, Given]] = {}
        for field, value in valued.items() if BY_NAME[entry.place.dataset].cited else ():
            own = entry.own.get(field, given)
            if value and own.source not in sources:
                sources[own.source], new = _source(connection, draft, own.source)
                entered += new
            cited[field] = value, own._replace(source=sources[own.source] if value else "")
        for field, value, reason in follow.of_row(entry.place, row, valued):
            changes.append(Change(entry.place, field, value))
            if field != GEOMETRY:
                cited[field] = value, Given("derived", note=reason, note_en=reason)
        changes += cited_changes(entry.place, cited, there)
    return [*entered, *changes]


def _refuse_taken(connection: sa.Connection, draft: Draft, places: Sequence[Place]) -> None:
    """Raises RefusedError for a new row with the id of another subject: whatever is about that one would be its own."""
    named = [BY_NAME[place.dataset].subject_prefix + place.key for place in places if BY_NAME[place.dataset].cited]
    held = state_of(connection, draft, [place for subject in named for place in places_of(subject)])
    taken = {*WIDER_SUBJECTS, *(BY_NAME[place.dataset].subject_prefix + place.key for place in held)}
    for subject in named:
        if subject in taken:
            raise RefusedError("error_key_taken", key=subject[:80])
        taken.add(subject)


def _touched(entries: Sequence[Entry]) -> list[Place]:
    """The rows that are set, and all citations of theirs that may be."""
    return [place for entry in entries for place in (entry.place, *cited_places(entry.place))]


def cited_places(place: Place) -> list[Place]:
    """The rows of all citations that a row may have."""
    dataset = BY_NAME[place.dataset]
    subject = dataset.subject_prefix + place.key
    fields = _cited_fields(dataset) if dataset.cited else ()
    return [Place(CITATIONS.name, citation_key(subject, name)) for name in fields]


def _cited_fields(dataset: Dataset) -> list[str]:
    return [name for name in dataset.all_columns if name != dataset.key]


def _cleaned(entry: Entry) -> dict[str, str]:
    """The new cells; raises RefusedError for a field that the dataset does not have."""
    dataset = BY_NAME[entry.place.dataset]
    known = (*_cited_fields(dataset), *((GEOMETRY,) if dataset.geometry else ()))
    for field in (*entry.cells, *entry.cited):
        if field not in known:
            subject = (dataset.subject_prefix + entry.place.key)[:80]
            raise RefusedError("error_field_unknown", field=field[:80], subject=subject)
    if dataset.geometry and GEOMETRY in entry.cells:
        _refuse_no_shape(dataset, entry.cells[GEOMETRY])
    return {field: clean(value) for field, value in entry.cells.items()}


def _refuse_no_shape(dataset: Dataset, given: str) -> None:
    try:
        shape = from_geojson(given)
        good = shape.geom_type in dataset.geometry and shape.is_valid and not shape.is_empty
    except (GEOSException, TypeError, ValueError):
        good = False
    if not good:
        raise RefusedError("error_geometry_form", known=", ".join(dataset.geometry))


def _cell_changes(entry: Entry, row: Row | None, values: Mapping[str, str]) -> list[Change]:
    dataset, key = BY_NAME[entry.place.dataset], entry.place.key
    if row is not None:
        return [Change(entry.place, name, value, entry.expected.get(name)) for name, value in values.items()]
    if entry.expected:
        raise RefusedError("error_row_unknown", dataset=dataset.name, key=key[:80])
    if not key or (not is_slug(key) and dataset.key in ("id", "source")):
        raise RefusedError("error_key_form", key=key[:80])
    return [add_cells(entry.place, values)]


def add_cells(place: Place, values: Mapping[str, str]) -> Change:
    """The change that enters a row; cells that are not given are empty."""
    return Change(place, "", _whole(BY_NAME[place.dataset], place.key, values))


def _whole(dataset: Dataset, key: str, values: Mapping[str, str]) -> dict[str, str]:
    return dict.fromkeys((dataset.key, *dataset.columns), "") | dict(values) | {dataset.key: key}


def _valued(entry: Entry, row: Row | None, values: Mapping[str, str]) -> dict[str, str]:
    """The fields whose citation is set, with their values: what changes, what is cited anew, all of a new row."""
    dataset = BY_NAME[entry.place.dataset]
    if row is None:
        whole = _whole(dataset, entry.place.key, values)
        return {name: whole[name] for name in _cited_fields(dataset) if name in whole}
    changed = {name: value for name, value in values.items() if row.cells.get(name, "") != value}
    cited = {name: values.get(name, row.cells.get(name, "")) for name in entry.cited}
    return {name: value for name, value in (cited | changed).items() if name != GEOMETRY}


def remove_row(person: Person, number: int, place: Place, url: str = "") -> int:
    """Remove a row and its citations, in a draft; the number of the step. Raises RefusedError if there is none."""
    with writing(url) as connection:
        there = state_of(connection, draft_in(connection, number, is_open=True), _touched([Entry(place, {})]))
        if place not in there:
            raise RefusedError("error_row_unknown", dataset=place.dataset, key=place.key[:80])
        return change_in(connection, person, number, [Change(entry, "", None) for entry in there])


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


def cited_changes(place: Place, values: Mapping[str, tuple[str, Given]], there: Mapping[Place, Row]) -> list[Change]:
    """The citations of a row's fields: as given, or `missing` for an empty value."""
    subject, found = BY_NAME[place.dataset].subject_prefix + place.key, []
    for field, (value, given) in values.items():
        if given.evidence not in EVIDENCE or (given.evidence == MISSING and value):
            raise RefusedError("error_evidence_form", given=given.evidence[:40], known=LIST_SEPARATOR.join(EVIDENCE))
        if value and given.evidence in ("stated", "reported") and not given.source:
            raise RefusedError("error_source_missing")
        kept = given if value else Given(MISSING)
        about = {name: clean_line(text) for name, text in kept._asdict().items()}
        cells = {"subject": subject, "field": field, **about}
        at = Place(CITATIONS.name, citation_key(subject, field))
        old = there[at].cells if at in there else None
        if old is None:
            found.append(Change(at, "", cells))
        elif value or old["evidence"] != MISSING:
            found += [Change(at, name, text) for name, text in cells.items() if old.get(name, "") != text]
    return found


def _source(connection: sa.Connection, draft: Draft, named: str) -> tuple[str, list[Change]]:
    """The id of a document, or ids in a list; and the changes that enter one that is new, named by its title."""
    title = clean_line(named)
    asked = [Place(SOURCES.name, part) for part in split(title)]
    if not title or len(state_of(connection, draft, asked)) == len({*asked}):
        return title, []
    source = document_id(title)
    if state_of(connection, draft, [Place(SOURCES.name, source)]):
        return source, []
    return source, source_changes(source, {"title_zh": title, "title_en": title})


def document_id(title: str) -> str:
    """The id of a document that is entered by its title."""
    return "doc-" + hashlib.sha256(clean_line(title).encode()).hexdigest()[:12]


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
        _refuse_taken(connection, draft_in(connection, number, is_open=True), [Place(SOURCES.name, source)])
        if text:
            _keep_text(connection, acting, known["sha256"], text)
        return change_in(connection, acting, number, source_changes(source, known))


def _keep_text(connection: sa.Connection, person: Person, sha256: str, text: str) -> None:
    if not connection.scalar(sa.select(sa.func.count()).where(DOCUMENTS.c.sha256 == sha256)):
        kept = {"sha256": sha256, "text": text, "person": person.id, "made_at": now()}
        connection.execute(DOCUMENTS.insert().values(**kept))


def slug_from(name: str) -> str:
    """An id made from a name's Latin letters and digits; empty if it has none."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:32].strip("-")
