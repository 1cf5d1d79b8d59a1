"""The lights of the tasks page: how many tasks have each, by the rule beside them, by county, area and owner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from g60.contract.codes import LIGHTS
from g60.contract.i18n import text
from g60.contract.schema import AREA_KINDS
from g60.evidence import task_states
from g60.evidence import tasks as task_rows
from g60.evidence.lookup import subject_name
from g60.evidence.standings import Standing, by_county
from g60.evidence.standings import standings as asked_standings
from g60.evidence.task_states import USUAL, TaskState, owner_code
from g60.export.imprint import day_in_jiaxing
from g60.record.versions import day_of
from g60.ui.asked import catalogs
from g60.ui.page import Page

Block = dict[str, Any]
OVERVIEWS = ("county", "area", "owner")


def page_day(page: Page) -> date:
    """The day of the page: that of the version or the day that it shows, else today."""
    return day_of(page.view.at, day_in_jiaxing(), catalogs().url)


def past_day(page: Page) -> date | None:
    """The day of an earlier version or of a day that the page shows; None where it shows the newest version."""
    return page_day(page) if page.view.at else None


def standings(page: Page, **other: str) -> list[Standing]:
    """The tasks that the address asks for; `other` asks for another kind, subject, light or owner in its place."""
    view = replace(page.view, **other)  # type: ignore[arg-type] # all of them are texts
    return asked_standings(page.catalog, page.selection, view, page_day(page), USUAL)


def event(page: Page, **changed: str) -> dict[str, str]:
    """What asks for other tasks, with the rest of what is asked for as it is."""
    view = page.view
    asked = {"task": view.task, "about": view.about, "light": view.light, "owner": view.owner}
    return {"type": "tasks", **asked, **changed}


def lights(page: Page) -> list[Block]:
    """How many tasks have each light, each to be chosen; the rule with its settings; where there is no report."""
    lang, view, day = page.lang, page.view, page_day(page)
    counts = Counter(one.state.light for one in standings(page, light=""))
    chosen = [("", text("tasks_all", lang), counts.total())]
    chosen += [(code, task_states.light_words(code, lang), counts[code]) for code in LIGHTS if counts[code]]
    actions = [
        {
            "label": text("compare_group", lang, title=title, count=count),
            "event": event(page, light=code),
            "on": code == view.light,
        }
        for code, title, count in chosen
    ]
    blocks: list[Block] = [{"type": "actions", "label": text("tasks_by_light", lang), "actions": actions}]
    if not task_states.reports_of(page.catalog):
        blocks.append({"type": "words", "text": text("tasks_unreported", lang)})
    return [*blocks, _rule(day, lang)]


def _rule(day: date, lang: str) -> Block:
    head = [text("field_light", lang), text("light_rule_head", lang)]
    rows = [
        {"label": task_states.light_words(light, lang), "cells": [{"text": words}]}
        for light, words in task_states.rule_lines(USUAL, day, lang)
    ]
    label = text("light_rule_title", lang, today=day.isoformat(), soon=USUAL.soon_days, stale=USUAL.stale_days)
    return {
        "type": "fold",
        "key": "light_rule",
        "label": label,
        "blocks": [{"type": "table", "head": head, "rows": rows}],
    }


def overviews(page: Page) -> list[Block]:
    """By county, by area, by owner: how many tasks have each light; each row leads to its tasks."""
    lang, found = page.lang, standings(page)
    groups = {"county": _by_county(page, found), "area": _by_area(page, found), "owner": _by_owner(page, found)}
    blocks: list[Block] = []
    for name in OVERVIEWS:
        inner = _overview(groups[name], name, lang)
        label = text("compare_group", lang, title=text(f"tasks_by_{name}", lang), count=len(groups[name]))
        blocks.append({"type": "fold", "key": f"tasks_by_{name}", "label": label, "blocks": [inner]})
    return blocks


@dataclass(frozen=True, slots=True)
class _Group:
    label: str
    event: dict[str, Any]
    states: Sequence[TaskState]


def _overview(groups: Sequence[_Group], name: str, lang: str) -> Block:
    if not groups:
        return {"type": "words", "text": text(f"tasks_by_{name}_none", lang)}
    held = [code for code in LIGHTS if any(state.light == code for group in groups for state in group.states)]
    rows = []
    for group in groups:
        counts = Counter(state.light for state in group.states)
        numbers = [{"text": str(counts[code]) if counts[code] else "–"} for code in held]
        cells = [{"text": str(len(group.states))}, *numbers]
        rows.append({"label": group.label, "event": group.event, "cells": cells})
    head = [text(f"tasks_{name}", lang), text("tasks_count", lang)]
    head += [task_states.light_words(code, lang) for code in held]
    return {"type": "table", "head": head, "rows": rows, "numbers": list(range(1, len(head)))}


def _by_county(page: Page, found: Sequence[Standing]) -> list[_Group]:
    units = page.catalog.units
    return [
        _Group(str(units.at[unit, f"short_{page.lang}"]), {"type": "toggle", "selected": {"unit": [unit]}}, states)
        for unit, states in by_county(page.catalog, found).items()
        if states
    ]


def _by_area(page: Page, found: Iterable[Standing]) -> list[_Group]:
    catalog = page.catalog
    of_kind = (catalog.whole or catalog).areas
    areas = set(of_kind.index[of_kind["kind"].isin(AREA_KINDS)])
    of_area: dict[str, list[TaskState]] = {}
    for one in found:
        for subject in one.task.subjects:
            if subject in areas:
                of_area.setdefault(subject, []).append(one.state)
    return [
        _Group(subject_name(catalog, area, page.lang), event(page, about=area), of_area[area])
        for area in task_rows.task_subjects(catalog)
        if area in of_area
    ]


def _by_owner(page: Page, found: Iterable[Standing]) -> list[_Group]:
    of_owner: dict[str, list[TaskState]] = {}
    for one in found:
        if owner := one.owner:
            of_owner.setdefault(owner, []).append(one.state)
    return [_Group(owner, event(page, owner=owner_code(owner)), states) for owner, states in sorted(of_owner.items())]


def narrowed(page: Page) -> list[Block]:
    """What the tasks are narrowed to beside kind, subject and light, with the way back: counties and an owner."""
    lang, blocks = page.lang, []
    if page.selection.units:
        names = [str(page.catalog.units.at[unit, f"short_{lang}"]) for unit in sorted(page.selection.units)]
        back = {"label": text("tasks_all_counties", lang), "event": {"type": "toggle", "selected": {"unit": []}}}
        blocks.append({"type": "actions", "label": text("enumeration", lang).join(names), "actions": [back]})
    if page.view.owner:
        named = {owner_code(name): name for name in (one.owner for one in standings(page)) if name}
        back = {"label": text("tasks_all_owners", lang), "event": event(page, owner="")}
        label = named.get(page.view.owner, text("tasks_owner_unknown", lang))
        blocks.append({"type": "actions", "label": label, "actions": [back]})
    return blocks
