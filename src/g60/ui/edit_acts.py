"""What an editor does in the form or the table: events of the browser, never trusted, done by the record.

Every act is answered in words; what was typed stays in the browser until it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from g60.contract.errors import G60Error, RefusedError
from g60.contract.i18n import counted, text
from g60.contract.schema import AREA_DATASETS
from g60.record import drafts
from g60.record.database import reading
from g60.record.draft_rows import record
from g60.record.draft_state import state_of
from g60.record.editing import Entry, Given, add_row, remove_row, set_rows
from g60.record.people import Person
from g60.record.placing import REASON_LENGTH, Outline, Spot, add_area, placed, set_place
from g60.record.rows import BY_NAME, GEOMETRY, Place, Row
from g60.record.terms import add_term
from g60.ui.edit_words import EDITED, error_words

# In characters: no subject, field or id is longer.
CODE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of an act: done or not, in words; `question` is a finding that a person may overrule by a reason.

    `opens` is the subject of a row that was added, or "-" where the row is gone.
    """

    done: bool
    words: str
    question: str = ""
    opens: str = ""


def happened(event: Any, person: Person, number: int, lang: str, url: str = "") -> Answer | None:
    """Do what an event asks in a draft; None for one that asks nothing that can be done."""
    act = ACTS.get(_text(event, "type")) if isinstance(event, Mapping) else None
    if act is None:
        return None
    try:
        return act(event, person, number, lang, url)
    except RefusedError as error:
        if error.code == "error_point_outside":
            finding = text(
                f"issue_{error.values['finding']}", lang, value=error.values["value"], detail=error.values["km"]
            )
            return Answer(False, text("edit_point_refused", lang, finding=finding), question="point")
        return Answer(False, error_words(error, lang))
    except G60Error as error:
        return Answer(False, error_words(error, lang))


Act = Callable[[Mapping[Any, Any], Person, int, str, str], Answer]


def _save(event: Mapping[Any, Any], person: Person, number: int, lang: str, url: str) -> Answer:
    """Several fields of one row, as one step."""
    found = record(person, number, _text(event, "subject"), url)
    given, reason = _given(event), _text(event, "reason", REASON_LENGTH * 2)
    values, cited = _texts(event.get("values")), [name for name in _list(event.get("cited")) if isinstance(name, str)]
    if not values and not cited:
        return Answer(False, text("edit_nothing", lang))
    _refuse_shape(found.place, values)
    entry = Entry(found.place, values, _texts(event.get("expected")), cited)
    entry = placed(entry, Row(0, found.cells), given, reason)
    step = set_rows(person, number, [entry], given, url)
    return Answer(True, counted("edit_saved", len({*values, *cited}), lang) + text("edit_step", lang, step=step))


def _save_rows(event: Mapping[Any, Any], person: Person, number: int, lang: str, url: str) -> Answer:
    """Cells of many rows of one dataset, as one step."""
    dataset = _dataset(event)
    cells, expected = _table(event.get("cells")), _table(event.get("expected"))
    entries = [Entry(Place(dataset, key), values, expected.get(key, {})) for key, values in cells.items()]
    if not entries:
        return Answer(False, text("edit_nothing", lang))
    for entry in entries:
        _refuse_shape(entry.place, entry.cells)
    _require_there(number, entries, url)
    step = set_rows(person, number, entries, _given(event), url)
    count = sum(len(values) for values in cells.values())
    return Answer(True, counted("edit_saved", count, lang) + text("edit_step", lang, step=step))


def _refuse_shape(place: Place, cells: Mapping[str, str]) -> None:
    """Raises RefusedError for a shape: it follows from other values and is not entered."""
    if GEOMETRY in cells:
        raise RefusedError("error_field_unknown", field=GEOMETRY, subject=place.key[:80])


def _require_there(number: int, entries: list[Entry], url: str) -> None:
    """Raises RefusedError for a row that somebody has removed meanwhile: saving a cell must not enter it anew."""
    with reading(url, current=True) as connection:
        draft = drafts.draft_in(connection, number, is_open=True)
        there = state_of(connection, draft, [entry.place for entry in entries])
    for entry in entries:
        if entry.place not in there:
            raise RefusedError("error_row_unknown", dataset=entry.place.dataset, key=entry.place.key[:80])


def _add(event: Mapping[Any, Any], person: Person, number: int, lang: str, url: str) -> Answer:
    place, given = Place(_dataset(event), _text(event, "key")), _given(event)
    values = _texts(event.get("values"))
    _refuse_shape(place, values)
    if BY_NAME[place.dataset] in AREA_DATASETS:
        outline = Outline(_text(event, "lon"), _text(event, "lat"), _text(event, "like"))
        add_area(person, number, place, values, outline, given, url)
    else:
        add_row(person, number, place, values, given, url)
    subject = BY_NAME[place.dataset].subject_prefix + place.key
    return Answer(True, text("edit_added", lang, key=place.key), opens=subject)


def _remove(event: Mapping[Any, Any], person: Person, number: int, lang: str, url: str) -> Answer:
    place = record(person, number, _text(event, "subject"), url).place
    remove_row(person, number, place, url)
    return Answer(True, text("edit_removed", lang, key=place.key), opens="-")


def _move(event: Mapping[Any, Any], person: Person, number: int, lang: str, url: str) -> Answer:
    """The reference point of an area: its shape moves there."""
    spot = Spot(_text(event, "lon"), _text(event, "lat"))
    step = set_place(person, number, _text(event, "subject"), spot, _given(event), url=url)
    return Answer(True, text("edit_moved", lang) + text("edit_step", lang, step=step))


def _term(event: Mapping[Any, Any], person: Person, number: int, lang: str, url: str) -> Answer:
    term, like = _text(event, "term"), _text(event, "like")
    add_term(person, number, term, like, url)
    return Answer(True, text("edit_term_added", lang, term=term, like=like))


def _undo(event: Mapping[Any, Any], person: Person, number: int, lang: str, url: str) -> Answer:
    return Answer(True, text("draft_undone", lang, step=drafts.undo(person, number, None, url)))


def _redo(event: Mapping[Any, Any], person: Person, number: int, lang: str, url: str) -> Answer:
    return Answer(True, text("draft_redone", lang, step=drafts.redo(person, number, url)))


ACTS: dict[str, Act] = {
    "save": _save,
    "save_rows": _save_rows,
    "add": _add,
    "remove": _remove,
    "move": _move,
    "term": _term,
    "undo": _undo,
    "redo": _redo,
}


def _text(event: Mapping[Any, Any], key: str, most: int = CODE_LENGTH) -> str:
    value = event.get(key, "")
    return value[:most] if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(value: object) -> dict[str, str]:
    """The texts of an object by their names; anything else in it is left out."""
    pairs = value.items() if isinstance(value, dict) else ()
    return {name: words for name, words in pairs if isinstance(name, str) and isinstance(words, str)}


def _table(value: object) -> dict[str, dict[str, str]]:
    pairs = value.items() if isinstance(value, dict) else ()
    return {key: texts for key, cells in pairs if isinstance(key, str) and (texts := _texts(cells))}


def _given(event: Mapping[Any, Any]) -> Given:
    given = _texts(event.get("given"))
    known = {name: given[name] for name in Given._fields if name in given}
    return Given(**(known | {"note_en": given.get("note_en") or given.get("note", "")}))


def _dataset(event: Mapping[Any, Any]) -> str:
    """The dataset that an event names; raises RefusedError for one that is not edited as rows."""
    name = _text(event, "table")
    if name not in {dataset.name for dataset in EDITED}:
        raise RefusedError("error_subject_unknown", subject=name[:80])
    return name
