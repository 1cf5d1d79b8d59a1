"""What a reader says of a file: events of the browser, never trusted. Each makes other answers of those there are.

An answer holds for one row, or for all rows in which the same thing is found; every one can be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from g60.contract.codes import LIST_SEPARATOR, UNITS
from g60.contract.errors import RefusedError
from g60.record.intake import columns
from g60.record.intake.bodies import Body
from g60.record.intake.columns import PLACE
from g60.record.intake.days import LOST_MONTH
from g60.record.intake.findings import DATUM, HOLDING, Answers, Finding, asked_of
from g60.record.intake.memory import ABOUT_COLUMNS
from g60.record.intake.places import DATUMS
from g60.record.intake.same_body import SEPARATE
from g60.record.intake.saving import REASON_LENGTH
from g60.record.intake.values import TEXT_LENGTH
from g60.record.people import OwnedRow, Person, may
from g60.record.text import clean_line
from g60.ui.import_work import Job, Work

AREA_UNITS_ASKED = ("平方公里", "公顷", "亩", "平方米")
# Findings about two bodies that may be one: the answer is whether they are.
SAME = ("same_body", "same_known", "name_twice")
# Findings about a row as a whole: no cell of it can be put right.
WHOLE_ROW = ("row_long", "row_short", "row_repeated", "hidden_row")
# Faults of one row each, also where the same value has them elsewhere: what is right for one is wrong for the other.
EACH_ALONE = (*SAME, *WHOLE_ROW, "code_repeated", LOST_MONTH)
# Notes whose suggestion was not taken yet.
NOT_DONE = ("zeros_lost",)
# Fields whose cells are read one by one, and so may be answered by their value.
READ_ALONE = ("unit", "area_km2", "founded_on", "recognised_on", "credit_code", "level_zh", "status_zh")
COORDINATES = ("lon", "lat", PLACE)
# The answer to words that give no industry: that they name none.
NO_INDUSTRY, NONE = "industry_none", "none"
# Lines of a long list that are shown at first, and with each "more".
SHOWN, MORE = 20, 50
_CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]*|/\d+/.+")
Event = Mapping[Any, Any]


def told(event: Event, name: str, most: int = TEXT_LENGTH) -> str:
    """A text of an event, of a bounded length."""
    value = event.get(name)
    return value[:most] if isinstance(value, str) else ""


def number(event: Event, name: str) -> int:
    """A number of an event; 0 for none."""
    value = event.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


# What a finding can be answered with -------------------------------------------------------------


def is_chosen(finding: Finding) -> bool:
    """Whether the suggestion of a finding is an answer that holds wherever the same value stands."""
    if finding.row is None or not finding.suggestion:
        return False
    if finding.code == "industry_offered" or finding.code.startswith("place_"):
        return True
    return finding.severity in HOLDING and finding.field in READ_ALONE


def is_place(finding: Finding) -> bool:
    """Whether a finding is about the coordinates of a row."""
    return finding.field in COORDINATES and finding.code.startswith("place_")


def can_mend(finding: Finding) -> bool:
    """Whether the cell of a finding can be put right by typing."""
    whole = finding.row is None or finding.code in (*WHOLE_ROW, *SAME)
    return not whole and finding.field not in ("", "geometry") and bool(_CELL.fullmatch(finding.cell))


def can_take(finding: Finding) -> bool:
    """Whether what is suggested can be put into the cell: of most notes it was read so already."""
    is_done = finding.severity not in HOLDING and finding.code not in NOT_DONE
    return bool(finding.suggestion) and not is_done and can_mend(finding)


def of_kind(work: Work, code: str) -> list[Finding]:
    """The findings of a kind."""
    return [one for one in work.outcome.found if one.code == code] if work.outcome else []


def industry_open(work: Work) -> list[Body]:
    """The bodies whose words give no industry, but those of which a person has said that it is so."""
    found = work.outcome.without_industry() if work.outcome else []
    said = work.answers.choices
    return [body for body in found if (NO_INDUSTRY, asked_of(body.values.get("fields_zh", ""))) not in said]


# Answers -----------------------------------------------------------------------------------------


def sheet(work: Work, event: Event) -> Answers:
    """Take a sheet or leave it."""
    found = work.outcome.sheets if work.outcome else []
    asked, on = told(event, "name"), event.get("on") is True
    chosen = [one.sheet.name for one in found if (on if one.sheet.name == asked else one.taken)]
    return replace(work.answers, sheets=tuple(chosen)) if chosen else work.answers


def sheets(work: Work, event: Event) -> Answers:
    """Take together all sheets that are lists."""
    names = event.get("names")
    known = [one.sheet.name for one in work.outcome.sheets] if work.outcome else []
    chosen = [name for name in known if isinstance(names, list) and name in names]
    return replace(work.answers, sheets=tuple(chosen)) if chosen else work.answers


def setting(work: Work, event: Event) -> Answers:
    """Set the datum, the county of rows without one, whether hidden parts are taken, the unit of a column's areas."""
    name, code, answers = told(event, "name", 20), told(event, "value", 20), work.answers
    if name == "datum" and code in ("", *DATUMS):
        return replace(answers, datum=code)
    if name == "unit" and code in ("", *UNITS):
        return replace(answers, unit=code)
    if name == "hidden" and code in ("", "take", "leave"):
        return replace(answers, hidden=code)
    if name == "area_unit" and code in AREA_UNITS_ASKED:
        return replace(answers, area_units={**answers.area_units, told(event, "column"): code})
    return answers


def column(work: Work, event: Event) -> Answers:
    """Say which field a column is."""
    name, field = told(event, "name"), told(event, "value", 40)
    if not name or field not in (*columns.TAKEN, "none"):
        return work.answers
    return replace(work.answers, columns={**work.answers.columns, name: "" if field == "none" else field})


def name_column(work: Work, event: Event) -> Answers:
    """Say which column has the names, where none was found."""
    name = told(event, "value")
    return replace(work.answers, columns={**work.answers.columns, name: "name_zh"}) if name else work.answers


def choose(work: Work, event: Event) -> Answers:
    """Answer a question with a value, for each row in which it is asked."""
    return chosen(work.answers, told(event, "code", 40), told(event, "value"), told(event, "answer"))


def chosen(answers: Answers, code: str, value: str, answer: str) -> Answers:
    """The answers with one more."""
    return replace(answers, choices={**answers.choices, (code, asked_of(value)): answer})


def every(work: Work, event: Event) -> Answers:
    """Settle all findings of a kind: by what is suggested, as other bodies, without a place, by leaving rows out."""
    code, way, answers = told(event, "code", 40), told(event, "way", 20), work.answers
    found = [one for one in of_kind(work, code) if one.row is not None]
    if way in (SEPARATE, "decline"):
        said = SEPARATE if way == SEPARATE else ""
        return replace(answers, choices={**answers.choices, **{one.key: said for one in found}})
    if way == "leave":
        return replace(answers, left=answers.left | {(one.sheet, one.row or 0) for one in found})
    if way == "without_place":
        return with_cells(answers, [(at, "") for one in found for at in place_cells(work, one)])
    if code in SAME or all(is_chosen(one) for one in found):
        return replace(answers, taken=answers.taken | {code})
    mends = [((one.sheet, one.cell), one.suggestion) for one in found if can_take(one)]
    return with_cells(answers, mends)


def with_cells(answers: Answers, mends: Iterable[tuple[tuple[str, str], str]]) -> Answers:
    """The answers with other values in the place of cells."""
    return replace(answers, cells={**answers.cells, **dict(mends)})


def mend(work: Work, event: Event) -> Answers:
    """Put what was typed in the place of a cell; with `every`, wherever the same value has the same fault."""
    code, value, typed = told(event, "code", 40), told(event, "value"), clean_line(told(event, "text"))
    found = [one for one in of_kind(work, code) if one.row is not None]
    if event.get("every") is True:
        found = [one for one in found if one.value == value]
    else:
        at = told(event, "sheet"), told(event, "cell", 100)
        found = [one for one in found if (one.sheet, one.cell) == at]
    if len(found) > 1 and value and typed and all(one.field in READ_ALONE for one in found):
        return chosen(work.answers, code, value, typed)
    mends: list[tuple[tuple[str, str], str]] = []
    for one in found:
        if is_place(one):
            mends += zip(place_cells(work, one), typed_pair(typed, len(place_cells(work, one))), strict=True)
        elif can_mend(one):
            mends.append(((one.sheet, one.cell), typed))
    return with_cells(work.answers, mends)


def body_at(work: Work, sheet_name: str, row: int | None) -> Body | None:
    """The body of a row."""
    bodies = work.outcome.bodies if work.outcome else []
    return next((body for body in bodies if (body.sheet, body.row) == (sheet_name, row)), None)


def place_cells(work: Work, finding: Finding) -> list[tuple[str, str]]:
    """The cells that hold the coordinates of a row: one with both, or one each."""
    body = body_at(work, finding.sheet, finding.row)
    if body is None:
        return []
    names = (PLACE,) if PLACE in body.cells else ("lon", "lat")
    return [(finding.sheet, body.cells[name]) for name in names if _CELL.fullmatch(body.cells.get(name, ""))]


def typed_pair(typed: str, cells: int) -> list[str]:
    """What was typed for a point, for one cell or for two; raises RefusedError if it is no pair."""
    if cells < 2 or not typed:
        return [typed] * cells
    parts = [part for part in re.split(r"[,，;；\s]+", typed) if part]
    if len(parts) != cells:
        raise RefusedError("error_import_pair")
    return parts


def leave(work: Work, event: Event) -> Answers:
    """Leave a row out."""
    of, row = told(event, "sheet"), number(event, "row")
    return replace(work.answers, left=work.answers.left | {(of, row)}) if row else work.answers


def industry(work: Work, event: Event) -> Answers:
    """Say which industry words mean, which goes beside them as a term of the atlas; or that they name none."""
    words, answer, row = told(event, "words"), told(event, "value", 80), number(event, "row")
    if answer == NONE:
        return chosen(work.answers, NO_INDUSTRY, words, NONE)
    terms = work.known.terms if work.known else {}
    if not terms.get(answer):
        return work.answers
    those = [body for body in industry_open(work) if body.values.get("fields_zh", "") == words]
    if row:
        those = [body for body in those if (body.sheet, body.row) == (told(event, "sheet"), row)]
    mends = []
    for body in (body for body in those if body.cells.get("fields_zh")):
        stands = body.raw.get("fields_zh", "") if words else ""
        mends.append(((body.sheet, body.cells["fields_zh"]), LIST_SEPARATOR.join(filter(None, (stands, answer)))))
    return with_cells(work.answers, mends)


# Settings of the whole file, by the beginning of the codes of their questions, and what they are before they are said.
UNSAID: Mapping[str, dict[str, Any]] = {"hidden_": {"hidden": ""}, "datum_": {"datum": ""}, "sheets_": {"sheets": ()}}


def retract(work: Work, event: Event) -> Answers:
    """Take one answer back; one that was remembered is asked again."""
    code, value, answers = told(event, "code", 40), told(event, "value"), work.answers
    if event.get("remembered") is True:
        of = ABOUT_COLUMNS.get(code, code)
        return replace(answers, forgotten=answers.forgotten | {(of, "" if of == DATUM else asked_of(value))})
    if code == "left":
        return replace(answers, left=answers.left - {(told(event, "sheet"), number(event, "row"))})
    if code == "cell_put_right":
        return replace(answers, cells=_without(answers.cells, (told(event, "sheet"), told(event, "cell", 100))))
    unsaid = next((values for start, values in UNSAID.items() if code.startswith(start)), None)
    if unsaid is not None:
        return replace(answers, **unsaid)
    return replace(
        answers,
        choices=_without(answers.choices, (code, asked_of(value))),
        taken=answers.taken - {code},
        columns=_without(answers.columns, value if code == "column_guess" else None),
        area_units=_without(answers.area_units, value if code == "area_unit_asked" else None),
    )


def _without(said: Mapping[Any, str], key: object) -> dict[Any, str]:
    return {asked: answer for asked, answer in said.items() if asked != key}


ANSWERS: Mapping[str, Callable[[Work, Event], Answers]] = {
    "sheet": sheet,
    "sheets": sheets,
    "setting": setting,
    "column": column,
    "name_column": name_column,
    "choose": choose,
    "every": every,
    "mend": mend,
    "leave": leave,
    "industry": industry,
    "retract": retract,
}


def of_others(work: Work, person: Person) -> list[Body]:
    """The bodies that a person may not edit: a clerk's file may hold rows of other counties."""
    bodies = work.outcome.bodies if work.outcome else []
    mine = {unit: may(person, "edit", OwnedRow(frozenset({unit} - {""}))) for unit in ("", *UNITS)}
    return [body for body in bodies if not mine.get(body.values.get("unit", ""), False)]


# Removals, and what is shown ---------------------------------------------------------------------


def remove(work: Work, event: Event) -> None:
    """Tick a body of the list that the file does not have, which may get a reason; or all of them with a reason."""
    known = work.outcome.difference.removed if work.outcome else []
    key, on = told(event, "id", 80), event.get("on") is True
    why = clean_line(told(event, "text"))[:REASON_LENGTH]
    if key:
        others = {one: reason for one, reason in work.remove.items() if one != key}
        ticked = {**work.remove, key: why} if on else others
        work.remove = {one: reason for one, reason in ticked.items() if one in known}
        return
    if on and not why:
        raise RefusedError("error_import_remove_why")
    work.remove = dict.fromkeys(known, why) if on else {}


def more(work: Job[Any], event: Event) -> None:
    """Show more lines of a long list."""
    key = told(event, "key", 80)
    work.shown[key] = work.shown.get(key, SHOWN) + MORE
