"""The tasks as the board of a meeting and a slide show them: the counts by light, then the gravest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.codes import LIGHTS
from g60.contract.i18n import text
from g60.evidence import task_states
from g60.evidence.facts import Fact
from g60.evidence.standings import Standing, concerned, standings
from g60.evidence.task_states import USUAL, light_words, stands_fact, state_facts
from g60.evidence.tasks import task_label, task_units
from g60.evidence.wording import Entry, Wording

Block = dict[str, Any]
Drawn = Callable[[Entry], Block]


def ordered(catalog: Catalog, selection: Selection, view: View, day: date) -> list[Standing]:
    """The tasks of a selection and a view, the gravest light first; within one light in the order of the file."""
    order = list(LIGHTS)
    return sorted(standings(catalog, selection, view, day), key=lambda one: order.index(one.state.light))


def counts(found: Sequence[Standing], lang: str) -> list[tuple[str, int]]:
    """How many tasks have each light, in words."""
    tally = task_states.tally([one.state for one in found])
    return [(light_words(light, lang), number) for light, number in tally.items()]


def heads(lang: str) -> list[str]:
    """The heads of the table: the task, how it stands, whom it concerns."""
    return [text(code, lang) for code in ("column_task", "task_stands", "column_task_subject")]


def stands(one: Standing, lang: str) -> Fact:
    """How a task stands: over its last report, or by the rule where there is none."""
    return stands_fact(one.state, lang) if one.state.last else state_facts(one.state, lang)["light"]


def whom(catalog: Catalog, one: Standing, lang: str) -> Fact:
    """Whom a task concerns."""
    return Fact("subject", concerned(catalog, one.task, lang), one.task.facts["subject"].citation, one.task.id)


def rows(wording: Wording, found: Sequence[Standing], drawn: Drawn) -> list[Block]:
    """The tasks as rows of a table; each has the codes by which a scene picks its own."""
    catalog, lang, units = wording.catalog, wording.lang, task_units(wording.catalog)
    return [
        {
            "label": str(one.task.name(lang).value),
            "note": task_label(one.task, lang),
            "cells": [
                drawn(wording.entry(stands(one, lang), text("task_stands", lang)))
                | {"lamp": LIGHTS[one.state.light].colour.replace("_", "-")},
                drawn(wording.entry(whom(catalog, one, lang), text("column_task_subject", lang))),
            ],
            "light": one.state.light,
            "task": one.task.code,
            "units": sorted(units[one.task.id]),
            "about": list(one.task.subjects),
        }
        for one in found
    ]


def board(wording: Wording, found: Sequence[Standing], day: date, drawn: Drawn) -> Block:
    """What the board of a meeting holds in one language."""
    lang = wording.lang
    told = {"today": day.isoformat(), "soon": USUAL.soon_days, "stale": USUAL.stale_days}
    return {
        "rule": text("light_rule_title", lang, **told),
        "lights": {code: light_words(code, lang) for code in LIGHTS},
        "reported": any(one.state.last for one in found),
        "head": heads(lang),
        "rows": rows(wording, found, drawn),
    }
