"""An examined file as a draft: each value with its evidence, the document it is from, and the cell it stood in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from g60.catalog.sources import Source
from g60.contract.codes import SLUG_LENGTH, is_slug
from g60.contract.errors import RefusedError
from g60.contract.i18n import LANGUAGES, text
from g60.contract.schema import CARRIERS, LISTS
from g60.record import drafts, editing
from g60.record.editing import Entry, Given
from g60.record.intake.difference import value_of
from g60.record.intake.examine import Outcome
from g60.record.intake.known import Known
from g60.record.intake.rows import Body
from g60.record.people import Person
from g60.record.rows import Place

# Of a body whose county alone is known.
GRADE_COUNTY = "D"


class About(NamedTuple):
    """What a person says of an import: the document (its title or its id), and the name and date of a new list."""

    source: str = ""
    list_name: str = ""
    list_date: str = ""


def save(
    person: Person,
    outcome: Outcome,
    known: Known,
    shipped: Source,
    about: About | None = None,
    *,
    remove: Sequence[str] = (),
    url: str = "",
) -> int:
    """Make a draft of what an import adds, changes and (where it is said of each) removes; the draft's number.

    `about` names the document that the values are from, and a list that there is none of yet. Raises RefusedError if
    the file has errors or open questions, if nothing would change, or if the person may not edit one of the rows.
    """
    if outcome.refused is not None or outcome.held:
        raise RefusedError("error_import_held", count=len(outcome.held))
    difference = outcome.difference
    unknown = set(remove) - set(difference.removed)
    if unknown:
        raise RefusedError("error_subject_unknown", subject="、".join(sorted(unknown))[:80])
    about = about or About()
    source = about.source or outcome.file
    outcome.source = source
    entries = [*_added(outcome, known), *_changed(outcome)]
    if not entries and not remove:
        raise RefusedError("error_import_same")
    if known.of_list not in known.lists:
        entries.insert(0, _new_list(known, about, source))
    number = drafts.start(
        person, text("import_draft_name", "zh", file=outcome.file, list=known.of_list)[:200], shipped, url
    )
    given = Given("reported", source, outcome.file)
    try:
        for start in range(0, len(entries), editing.ROWS_AT_MOST):
            block = entries[start : start + editing.ROWS_AT_MOST]
            editing.set_rows(person, number, block, given, url, kind="import", note=outcome.file)
        for key in remove:
            editing.remove_row(person, number, Place(CARRIERS.name, key), url)
    except RefusedError:
        # A draft with a part of a file would be taken for the whole.
        drafts.discard(person, number, url)
        raise
    return number


def _new_list(known: Known, about: About, source: str) -> Entry:
    name = about.list_name or known.of_list
    document = source if source in known.sources else editing.document_id(source)
    cells = {"name_zh": name, "name_en": name, "source": document, "date": about.list_date}
    return Entry(Place(LISTS.name, known.of_list), cells, own={"name_en": _derived("name_en")})


def _added(outcome: Outcome, known: Known) -> Iterator[Entry]:
    """The new bodies, numbered on from those of the list."""
    taken = set(known.carriers)
    number = max((int(row["no"]) for row in known.bodies.values() if row["no"].isdecimal()), default=0)
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
    if own and own not in taken and is_slug(own):
        return own
    stem = of_list[: SLUG_LENGTH - 6].rstrip("-")
    while f"{stem}-{number:03d}" in taken:
        number += 1
    return f"{stem}-{number:03d}"


def _cells(body: Body) -> dict[str, str]:
    """The cells of a body, by field."""
    fields = set(CARRIERS.all_columns) - {"id", "list", "no", "industries"}
    cells = {name: value for name, value in body.values.items() if name in fields}
    extras = value_of(body, "extras")
    return cells | ({"extras": extras} if extras else {})


def _changed(outcome: Outcome) -> Iterator[Entry]:
    for key, changes in outcome.difference.changed.items():
        body = outcome.difference.bodies[key]
        cells = {change.field: change.after for change in changes}
        expected = {change.field: change.before for change in changes}
        if "fields_zh" in cells and "fields_en" not in cells:
            cells["fields_en"] = cells["fields_zh"]
        own = {name: _given(body, outcome, name) for name in cells}
        if "fields_en" in cells and not body.values.get("fields_en"):
            own["fields_en"] = _derived("fields_en")
        yield Entry(Place(CARRIERS.name, key), cells, expected, own=own)


def _given(body: Body, outcome: Outcome, name: str) -> Given:
    """The evidence of one value: reported at its cell, or derived, with what it was derived from."""
    place = " ".join(part for part in (body.sheet, body.cells.get(name, "")) if part) or str(body.row)
    if name in ("location_grade", "uncertainty_m") and name not in body.raw:
        return _derived(name)
    how = body.derived.get(name)
    if how is None:
        return Given("reported", _title(outcome), place)
    raw = body.raw.get("place" if name in ("lon", "lat") else name, "")
    notes = [text("import_note_derived", lang, raw=raw[:200], how=how, place=place) for lang in LANGUAGES]
    return Given("derived", _title(outcome), place, "", *notes)


def _title(outcome: Outcome) -> str:
    return outcome.source or outcome.file


def _derived(name: str) -> Given:
    return Given("derived", "", "", "", *[text(f"import_note_{name}", lang) for lang in LANGUAGES])
