"""A new report of a task in a draft: which task the address names, and what the form begins with."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from g60.ask.permalink import to_query
from g60.contract.codes import SLUG_LENGTH
from g60.contract.i18n import text
from g60.contract.statements import TASK_REPORTS
from g60.evidence.lookup import subject_name
from g60.evidence.task_states import task_state
from g60.export.imprint import day_in_jiaxing
from g60.ui.edit_parts import asked_of
from g60.ui.page import Page

REPORT = "report"


def address(page: Page, task: str) -> str:
    """Where a report of a task is entered: in the draft that is shown, else in one that is chosen there."""
    query = to_query(page.selection, page.view) | {"table": [TASK_REPORTS.name], "subject": ["-"], REPORT: [task]}
    return f"./edit?{urlencode(query, doseq=True)}"


def asked() -> dict[str, str]:
    """What of the address asks for a new report."""
    return asked_of("table", REPORT)


def title(page: Page) -> str:
    """What is to be entered, for the list of drafts to say; empty where the address names no task."""
    task = _task(page)
    return text("report_new", page.lang, task=subject_name(page.catalog, task, page.lang)) if task else ""


def begun(page: Page, keys: Collection[str]) -> dict[str, Any]:
    """The key and the cells that a new report begins with: its task, today, the owner and the due date so far."""
    task, day = _task(page), day_in_jiaxing()
    if not task:
        return {"key": report_key("report", day.isoformat(), keys)}
    state = task_state(page.catalog, task, day)
    cells = {
        "task": task,
        "date": day.isoformat(),
        "owner_zh": state.owner.owner if state.owner else "",
        "due": state.due.due if state.due else "",
    }
    return {"key": report_key(task, day.isoformat(), keys), "cells": cells}


def report_key(task: str, day: str, taken: Collection[str]) -> str:
    """An id for a report: its task and day, as in reform-05-20260930; with a number where that is taken."""
    number, ending = 1, f"-{day.replace('-', '')}"
    while True:
        key = task[: SLUG_LENGTH - len(ending)].rstrip("-") + ending
        if key not in taken:
            return key
        number += 1
        ending = f"-{day.replace('-', '')}-{number}"


def _task(page: Page) -> str:
    given = st.query_params.get(REPORT, "")[:200]
    return given if given in page.catalog.tables.tasks.index else ""
