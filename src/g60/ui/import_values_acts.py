"""What a reader says of a workbook of values: events of the browser, never trusted; and its draft."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from g60.ask.permalink import to_query
from g60.contract.errors import RefusedError
from g60.contract.i18n import text
from g60.record import imports
from g60.record.drafts import rename
from g60.record.intake.findings import QUESTION, Answers, Finding
from g60.record.intake.reported import LIST, saving
from g60.record.intake.reported.examine import KEPT, TAKEN
from g60.record.people import Person
from g60.record.text import clean_line
from g60.ui.asked import catalogs
from g60.ui.import_acts import Event, told
from g60.ui.import_entry import INTO
from g60.ui.import_values_work import ValuesWork, where
from g60.ui.page import Page

# Questions that have one answer: to take what is suggested, or to leave the cell as it is open.
ONLY_TAKEN = ("value_unit_other", "value_revision", "number_about", "date_serial", "date_order")
NAME_LENGTH, WHY_LENGTH = 200, 120


def address(page: Page) -> str:
    """Where a workbook of values is imported."""
    return f"./imports?{urlencode(to_query(page.selection, page.view) | {INTO: [LIST]}, doseq=True)}"


def can_take(finding: Finding) -> bool:
    """Whether what is suggested would be another thing than what stands in the cell."""
    is_same = finding.suggestion == finding.value
    return finding.severity == QUESTION and bool(finding.suggestion) and not is_same


def can_keep(finding: Finding) -> bool:
    """Whether what stands in the cell can be the value as it is."""
    return finding.severity == QUESTION and bool(finding.value) and finding.code not in ONLY_TAKEN


def _answered(work: ValuesWork, found: Iterable[Finding], way: str) -> Answers:
    """The answers with one more for each of these findings that can be answered so."""
    can = {TAKEN: can_take, KEPT: can_keep}.get(way)
    if can is None:
        return work.answers
    more = {(one.code, where(one)): way for one in found if can(one)}
    return replace(work.answers, choices={**work.answers.choices, **more})


def _choose(work: ValuesWork, event: Event) -> Answers:
    """Answer one question, at its cell."""
    asked = tuple(told(event, name, 100) for name in ("code", "sheet", "cell"))
    found = [one for one in _found(work) if (one.code, one.sheet, one.cell) == asked]
    return _answered(work, found, told(event, "answer", 20))


def _every(work: ValuesWork, event: Event) -> Answers:
    """Answer all questions of a kind that are open now: those of a later file are asked again."""
    code = told(event, "code", 40)
    return _answered(work, [one for one in _found(work) if one.code == code], told(event, "answer", 20))


def _found(work: ValuesWork) -> list[Finding]:
    return work.outcome.found if work.outcome is not None else []


def _retract(work: ValuesWork, event: Event) -> Answers:
    """Take one answer back."""
    key = told(event, "code", 40), told(event, "value", 200)
    return replace(work.answers, choices={at: said for at, said in work.answers.choices.items() if at != key})


ANSWERS: Mapping[str, Callable[[ValuesWork, Event], Answers]] = {
    "choose": _choose,
    "every": _every,
    "retract": _retract,
}


# The draft -----------------------------------------------------------------------------


def save(person: Person, work: ValuesWork, values: Event) -> int:
    """Make a draft of the values, named by its reason, and close the import; the draft's number."""
    outcome = work.outcome
    if outcome is None or work.busy:
        return 0
    why, url = clean_line(told(values, "why"))[:NAME_LENGTH], catalogs().url
    if not why:
        raise RefusedError("error_import_why")
    # Another session may have closed it, or have saved it already.
    if imports.open_import(person, work.number, url).state != imports.OPEN:
        raise RefusedError("error_import_closed", number=work.number)
    draft = saving.save(person, outcome, catalogs().shipped, url)
    imports.close(person, work.number, draft, work.told(outcome), url)
    rename(person, draft, text("importing_draft_name", "zh", why=why[:WHY_LENGTH], file=work.file)[:NAME_LENGTH], url)
    work.draft, work.why = draft, why
    return draft
