"""Decisions of a meeting as tasks: rows in a draft, each with its first report, and the way back to the minutes.

A decision is the same task whoever proposes it and however often: its id follows from the decision. One that is ticked
off is reported under way, since what is done needs its evidence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from g60.catalog.catalog import Catalog
from g60.catalog.sources import Source
from g60.contract.codes import DECISION, SLUG_LENGTH
from g60.contract.errors import RefusedError
from g60.contract.i18n import text
from g60.contract.statements import TASK_REPORTS, TASKS
from g60.meeting.decisions import Decision
from g60.record.database import writing
from g60.record.draft_state import state_of
from g60.record.drafts import change_in, draft_in, start_in
from g60.record.editing import Entry, Given, row_changes
from g60.record.people import Person, require
from g60.record.rows import Place
from g60.record.versions import begin

NAME_LENGTH = 200
# Whom a decision concerns that names nobody.
EVERYBODY = "city"


class Held(NamedTuple):
    """The meeting whose decisions they are: what it is called, and its day."""

    title: str
    day: date


class Proposed(NamedTuple):
    """The draft that holds the tasks, how many it got, and how many decisions were tasks already."""

    draft: int
    added: int
    known: int


def task_of(decision: Decision) -> str:
    """The id of the task that a decision becomes."""
    same = "\x1f".join((decision.id, decision.area, decision.made or decision.text))
    return f"{DECISION}-{hashlib.sha256(same.encode()).hexdigest()[:12]}"


def tasks_known(catalog: Catalog, decisions: Sequence[Decision]) -> dict[str, str]:
    """The tasks that decisions have become, by the decision's id."""
    found = {decision.id: task_of(decision) for decision in decisions}
    return {one: task for one, task in found.items() if task in catalog.tables.tasks.index}


def propose(
    person: Person,
    decisions: Sequence[Decision],
    held: Held,
    catalog: Catalog,
    shipped: Source,
    url: str = "",
    *,
    number: int | None = None,
) -> Proposed:
    """Enter the decisions as tasks in a draft, a new one or the one of a number.

    Raises RefusedError if all of them are tasks already, or if the person may not edit one of the rows; DatabaseError.
    """
    require(person, "edit")
    begin(shipped, url)
    title = minutes_title(held)
    with writing(url) as connection:
        draft = start_in(connection, person, title[:NAME_LENGTH]) if number is None else number
        opened = draft_in(connection, draft, is_open=True)
        places = [Place(TASKS.name, task_of(one)) for one in decisions]
        there = state_of(connection, opened, places)
        new = [
            (at, one) for at, (one, place) in enumerate(zip(decisions, places, strict=True), 1) if place not in there
        ]
        if not new:
            raise RefusedError("error_decisions_known", count=len(decisions))
        entries = [entry for at, one in new for entry in (_task(one, at, held, catalog), _report(one, at, held))]
        changes = row_changes(connection, opened, entries, Given())
        change_in(connection, person, draft, changes, note=title)
    return Proposed(draft, len(new), len(decisions) - len(new))


def minutes_title(held: Held) -> str:
    """The document that the tasks rest on: the minutes of the meeting, by title and day."""
    return text("decision_minutes", "zh", title=held.title or text("decision_meeting", "zh"), day=held.day.isoformat())


def _task(one: Decision, at: int, held: Held, catalog: Catalog) -> Entry:
    """The row of a task: the words of the decision, whom it concerns, the meeting, each with its evidence."""
    words = " ".join(one.text.split())
    is_known = one.area in catalog.ids
    cells = {
        "no": str(at),
        "kind": DECISION,
        "name_zh": words[:NAME_LENGTH],
        "name_en": words[:NAME_LENGTH],
        "part_zh": minutes_title(held),
        "subject": one.area if is_known else EVERYBODY,
        "text_zh": words if len(words) > NAME_LENGTH else "",
    }
    said = Given("reported", minutes_title(held), _place(at))
    own = dict.fromkeys((*cells, "plan"), said)
    own["name_en"] = Given("inferred", **_notes("decision_untranslated"))
    if not is_known:
        own["subject"] = Given("inferred", **_notes("decision_of_all"))
    return Entry(Place(TASKS.name, task_of(one)), cells, own=own)


def _report(one: Decision, at: int, held: Held) -> Entry:
    """The first report of a task: on the day of the decision, with its owner and due date."""
    day = one.made[:10] or held.day.isoformat()
    cells = {
        "task": task_of(one),
        "date": day,
        "state": "under_way" if one.done else "not_begun",
        "owner_zh": one.owner,
        "due": one.due,
        "source_zh": f"{minutes_title(held)} {_place(at)}",
    }
    return Entry(Place(TASK_REPORTS.name, f"{task_of(one)}-{day.replace('-', '')}"[:SLUG_LENGTH]), cells)


def _place(at: int) -> str:
    return text("decision_number", "zh", number=at)


def _notes(code: str) -> dict[str, str]:
    return {"note": text(code, "zh"), "note_en": text(code, "en")}
