"""The tasks page: what the documents order to be done, by kind and by whom it concerns; and places beyond the city."""

from __future__ import annotations

from collections import Counter
from typing import Any

from g60.contract.codes import OUTSIDE_ROLES, TASK_KINDS
from g60.contract.i18n import text
from g60.evidence import tasks as task_rows
from g60.evidence.facts import Fact
from g60.evidence.lookup import subject_name
from g60.evidence.tasks import CitedRow
from g60.evidence.wording import drawn
from g60.ui.shell import Page, load_documents

Block = dict[str, Any]


def show(page: Page) -> None:
    """Draws the page."""
    with page.body.container(key="atlas_tasks"):
        page.draw("report", "tasks", {"blocks": [*tasks(page), *outside(page)]})


def tasks(page: Page) -> list[Block]:
    """The tasks that the address asks for, kind by kind, below the filters that lead to the others."""
    lang, view = page.lang, page.view
    heads = ("task", "part_zh", "text_zh", "task_subject")
    blocks: list[Block] = [
        {"type": "heading", "text": text("tasks_title", lang)},
        {"type": "words", "text": text("tasks_text", lang)},
        _kinds(page),
        *_subjects(page),
    ]
    found = task_rows.tasks(page.catalog, kind=view.task, subject=view.about)
    if not found:
        blocks.append({"type": "words", "text": text("tasks_none", lang)})
    for kind in TASK_KINDS:
        rows = [_task(page, task) for task in found if task.code == kind]
        if rows:
            title = text("compare_group", lang, title=text(f"task_{kind}", lang), count=len(rows))
            head = [text("field_no", lang), *(text(f"column_{name}", lang) for name in heads)]
            blocks.append({"type": "heading", "level": 3, "text": title})
            blocks.append({"type": "table", "head": head, "rows": rows})
    return blocks


def _kinds(page: Page) -> Block:
    """The kinds to choose from, each with how many tasks of the chosen subject it has."""
    lang, view = page.lang, page.view
    numbers = Counter(task.code for task in task_rows.tasks(page.catalog, subject=view.about))
    chosen = [("", text("tasks_all", lang), numbers.total())]
    chosen += [(kind, text(f"task_{kind}", lang), numbers[kind]) for kind in TASK_KINDS]
    actions = [
        _action(text("compare_group", lang, title=title, count=count), code, view.about, on=code == view.task)
        for code, title, count in chosen
    ]
    return {"type": "actions", "label": text("tasks_by_kind", lang), "actions": actions}


def _subjects(page: Page) -> list[Block]:
    """The subjects to choose from, folded away; the chosen one stands above, with the way back to all."""
    catalog, lang, view = page.catalog, page.lang, page.view
    numbers = Counter(part for task in task_rows.tasks(catalog, kind=view.task) for part in task.subjects)
    actions = [
        _action(
            text("compare_group", lang, title=subject_name(catalog, code, lang), count=numbers[code]),
            view.task,
            code,
            on=code == view.about,
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
    back = {"type": "actions", "label": name, "actions": [_action(text("tasks_all_subjects", lang), view.task, "")]}
    return [back, folded]


def _action(label: str, kind: str, subject: str, **state: bool) -> dict[str, Any]:
    return {"label": label, "event": {"type": "tasks", "task": kind, "about": subject}} | state


def _task(page: Page, task: CitedRow) -> Block:
    """A task as a row: its number, its name, the part of the document, its words, whom it concerns."""
    facts = (task.name(page.lang), task.facts["part_zh"], task.facts["text_zh"], _concerned(page, task))
    number = task.facts["no"].value
    return {"label": str(number), "cells": [_drawn(page, fact) for fact in facts]}


def _concerned(page: Page, entry: CitedRow) -> Fact:
    """Whom a row concerns, by name."""
    names = tuple(subject_name(page.catalog, code, page.lang) for code in entry.subjects)
    return Fact("subject", names, entry.facts["subject"].citation, entry.id)


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
