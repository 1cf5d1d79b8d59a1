"""The tasks page: what the documents order to be done, by kind and by whom it concerns; and places beyond the city."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from g60.contract.codes import LIGHTS, OUTSIDE_ROLES, TASK_KINDS
from g60.contract.errors import DatabaseError
from g60.contract.i18n import text
from g60.evidence import tasks as task_rows
from g60.evidence.facts import Fact
from g60.evidence.lookup import subject_name
from g60.evidence.standings import Standing, concerned
from g60.evidence.task_states import state_facts
from g60.evidence.tasks import CitedRow, report_units
from g60.evidence.wording import drawn
from g60.record.people import OwnedRow, may
from g60.ui import edit_report, task_lights
from g60.ui.documents_at_hand import load_documents
from g60.ui.page import Page
from g60.ui.person import signed_in

Block = dict[str, Any]
# The sheets to take along.
FORMS = ("xlsx", "docx")
# Of a report: empty where it says nothing of it.
REPORTED = ("state", "owner_zh", "due")


def show(page: Page) -> None:
    """Draws the page."""
    with page.container(key="atlas_tasks"):
        page.draw("report", "tasks", {"blocks": [*tasks(page), *outside(page)]})


def tasks(page: Page) -> list[Block]:
    """The tasks that the address asks for, kind by kind, below the filters that lead to the others."""
    lang = page.lang
    blocks: list[Block] = [
        {"type": "heading", "text": text("tasks_title", lang)},
        {"type": "words", "text": text("tasks_text", lang)},
        _ways(page),
        *task_lights.lights(page),
        _kinds(page),
        *_subjects(page),
        *task_lights.narrowed(page),
        *task_lights.overviews(page),
    ]
    found = task_lights.standings(page)
    if not found:
        everything = _action(page, text("tasks_everything", lang), task="", about="", light="", owner="")
        blocks.append({"type": "words", "text": text("tasks_none", lang)})
        blocks.append({"type": "actions", "actions": [everything]})
    for kind in TASK_KINDS:
        of_kind = [one for one in found if one.task.code == kind]
        if of_kind:
            title = text("compare_group", lang, title=text(f"task_{kind}", lang), count=len(of_kind))
            blocks.append({"type": "heading", "level": 3, "text": title})
            blocks.append(_table(page, of_kind))
    return blocks


def _ways(page: Page) -> Block:
    """The ways on: the quarterly bulletin, the sheets to take along, all reports as a table."""
    lang, view = page.lang, page.view
    query = {"lang": lang, "unit": sorted(page.selection.units), "at": view.at, "task": view.task, "about": view.about}
    query |= {"light": view.light, "owner": view.owner}
    asked = urlencode({key: value for key, value in query.items() if value}, doseq=True)
    actions = [{"label": text("nav_bulletin", lang), "page": "bulletin"}]
    actions += [{"label": text(f"tasks_{form}", lang), "href": f"./record/tasks.{form}?{asked}"} for form in FORMS]
    return {"type": "actions", "actions": actions}


def _table(page: Page, found: Sequence[Standing]) -> Block:
    """Tasks of a kind: what each is, how it stands, and the way to report it for those who may.

    Where none of them was reported, the columns of the reports are left out.
    """
    lang = page.lang
    reported = ("state", "owner_zh", "due") if any(one.state.last for one in found) else ()
    may_report = [_may_report(page, one) for one in found]
    columns = [f"column_{name}" for name in ("task", "part_zh", "text_zh", "task_subject")]
    columns.insert(1, "field_light")
    columns[2:2] = [f"field_{name}" for name in reported]
    head = [text("field_no", lang), *(text(column, lang) for column in columns)]
    if any(may_report):
        head.append(text("report_enter", lang))
    rows = [_task(page, one, reported, way=way) for one, way in zip(found, may_report, strict=True)]
    if not any(may_report):
        rows = [row | {"cells": row["cells"][:-1]} for row in rows]
    return {"type": "table", "look": "tasks", "head": head, "rows": rows}


def _may_report(page: Page, one: Standing) -> bool:
    """Whether the reader may enter a report of a task: a clerk of all units that it concerns, or whoever edits all."""
    try:
        return may(signed_in(), "edit", OwnedRow(report_units(page.catalog, one.task)))
    except DatabaseError:
        return False


def _task(page: Page, one: Standing, reported: Sequence[str], *, way: bool) -> Block:
    """A task as a row: its number and name, how it stands, where it is written, whom it concerns, the way to report."""
    task, lang = one.task, page.lang
    stands = state_facts(one.state, lang)
    facts = [task.name(lang), stands["light"], *(stands[name] for name in reported)]
    facts += [task.facts["part_zh"], task.facts["text_zh"], _concerned(page, task)]
    cells: list[Block | None] = [
        _drawn(page, fact) if fact.value or fact.field not in REPORTED else None for fact in facts
    ]
    lamp = LIGHTS[one.state.light].colour.replace("_", "-")
    for at, cell in enumerate(cells[1:-3], start=1):
        if cell and facts[at].field != "owner_zh":
            cells[at] = cell | {"short": True} | ({"lamp": lamp} if facts[at].field == "light" else {})
    report = {"label": text("report_enter", lang), "href": edit_report.address(page, task.id)}
    return {"label": str(task.facts["no"].value), "cells": [*cells, report if way else None]}


def _kinds(page: Page) -> Block:
    """The kinds to choose from, each with how many tasks of the chosen subject it has."""
    lang, view = page.lang, page.view
    numbers = Counter(one.task.code for one in task_lights.standings(page, task=""))
    chosen = [("", text("tasks_all", lang), numbers.total())]
    chosen += [(kind, text(f"task_{kind}", lang), numbers[kind]) for kind in TASK_KINDS if numbers[kind]]
    actions = [
        _action(page, text("compare_group", lang, title=title, count=count), on=code == view.task, task=code)
        for code, title, count in chosen
    ]
    return {"type": "actions", "label": text("tasks_by_kind", lang), "actions": actions}


def _subjects(page: Page) -> list[Block]:
    """The subjects to choose from, folded away; the chosen one stands above, with the way back to all."""
    catalog, lang, view = page.catalog, page.lang, page.view
    numbers = Counter(part for one in task_lights.standings(page, about="") for part in one.task.subjects)
    actions = [
        _action(
            page,
            text("compare_group", lang, title=subject_name(catalog, code, lang), count=numbers[code]),
            on=code == view.about,
            about=code,
        )
        for code in task_rows.task_subjects(catalog)
        if numbers[code] or code == view.about
    ]
    folded = {
        "type": "fold",
        "key": "tasks_subjects",
        "label": text("tasks_by_subject", lang),
        "blocks": [{"type": "actions", "label": "", "actions": actions}],
    }
    if not view.about:
        return [folded]
    name = subject_name(catalog, view.about, lang)
    back = {"type": "actions", "label": name, "actions": [_action(page, text("tasks_all_subjects", lang), about="")]}
    return [back, folded]


def _action(page: Page, label: str, *, on: bool | None = None, **asked: str) -> dict[str, Any]:
    return {"label": label, "event": task_lights.event(page, **asked)} | ({} if on is None else {"on": on})


def _concerned(page: Page, entry: CitedRow) -> Fact:
    """Whom a row concerns, by name."""
    return Fact("subject", concerned(page.catalog, entry, page.lang), entry.facts["subject"].citation, entry.id)


def _drawn(page: Page, fact: Fact) -> dict[str, Any]:
    return drawn(page.catalog, load_documents(page.catalog), fact, page.lang)


def outside(page: Page) -> list[Block]:
    """The places beyond the city, role by role, and which a pointer of the map shows. None has a point."""
    catalog, lang = page.catalog, page.lang
    found = sorted(task_rows.outside(catalog), key=lambda place: OUTSIDE_ROLES.index(place.code))
    rows = [
        {
            "label": text(f"role_{place.code}", lang),
            "cells": [
                _drawn(page, place.name(lang)),
                _drawn(page, place.facts["text_zh"]),
                _drawn(page, _concerned(page, place)),
                _drawn(page, _pointer(page, place)),
            ],
        }
        for place in found
    ]
    columns = ("outside", "text_zh", "task_subject", "pointer")
    head = [text("field_role", lang), *(text(f"column_{name}", lang) for name in columns)]
    return [
        {"type": "heading", "text": text("outside_title", lang)},
        {"type": "words", "text": text("outside_text", lang)},
        {"type": "table", "head": head, "rows": rows},
    ]


def _pointer(page: Page, place: CitedRow) -> Fact:
    """The pointer at the map's edge that leads to a place, by its name."""
    fact = place.facts["pointer"]
    name = str(page.catalog.reference.at[fact.value, f"name_{page.lang}"]) if fact.value else None
    return Fact(fact.field, name, fact.citation, fact.subject)
