"""The tasks of the documents and of meetings on the command line: how each stands; and decisions that become tasks."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.cli.acting import acting_person, add_acting
from g60.cli.commands import DONE, day_named, entry_line, format_of, hand_over, joined, read_file
from g60.cli.data import catalog_of, folder_of
from g60.cli.unread import refuse_beside, refuse_without
from g60.contract.codes import LIGHTS, LIST_SEPARATOR, TASK_KINDS, WIDER_SUBJECTS
from g60.contract.errors import ReadError, RefusedError, UnknownIdError
from g60.contract.i18n import LANGUAGES, text
from g60.contract.translations import beside
from g60.evidence import task_states
from g60.evidence import tasks as task_rows
from g60.evidence.standings import Standing, standings
from g60.evidence.task_states import USUAL, LightRule, TaskState, owner_code
from g60.evidence.tasks import CitedRow
from g60.evidence.wording import Wording
from g60.export.handouts import TASK_SHEETS
from g60.export.imprint import day_in_jiaxing
from g60.meeting import decisions
from g60.meeting.proposing import Held, propose
from g60.record.versions import day_of


def add_arguments(call: argparse.ArgumentParser) -> None:
    """The parts of the call: a kind, a subject, an owner, a light; the settings of the rule; the format."""
    call.add_argument("--kind", choices=TASK_KINDS, default="")
    call.add_argument("--subject", default="", metavar="ID")
    call.add_argument("--owner", default="", metavar="TEXT")
    call.add_argument("--light", choices=tuple(LIGHTS), default="")
    call.add_argument("--today", default="", metavar="DATE")
    call.add_argument("--soon", type=int, default=USUAL.soon_days, metavar="DAYS")
    call.add_argument("--stale", type=int, default=USUAL.stale_days, metavar="DAYS")
    call.add_argument("--format", choices=("text", "json", *TASK_SHEETS))
    call.add_argument("-o", "--output", type=Path, metavar="FILE")
    call.add_argument("--decisions", type=Path, metavar="FILE")
    call.add_argument("--meeting", default="", metavar="TEXT")
    call.add_argument("--draft", type=int, default=None, metavar="N")
    add_acting(call)
    call.set_defaults(run=show)


def show(asked: argparse.Namespace) -> int:
    """The tasks that are asked for: as text, one line each; as JSON, each cell with its citation."""
    if asked.decisions is None:
        refuse_without(asked, ("draft", "meeting", "account"), "--decisions")
    else:
        refuse_beside(asked, ("kind", "subject", "owner", "light", "format", "output"), "--decisions")
    form = format_of(asked, {"txt": "text", "json": "json"} | {one: one for one in TASK_SHEETS}, "text")
    catalog = catalog_of(asked)
    if asked.subject and asked.subject not in catalog.ids | set(WIDER_SUBJECTS):
        raise UnknownIdError(id=asked.subject)
    day, rule = _day(asked), LightRule(asked.soon, asked.stale)
    if asked.decisions is not None:
        return _propose(asked, catalog, day)
    owner = owner_code(asked.owner)
    view = View(lang=asked.lang, at=asked.at, task=asked.kind, about=asked.subject, light=asked.light, owner=owner)
    if form in TASK_SHEETS:
        hand_over(TASK_SHEETS[form](catalog, Selection(), view, day=day, rule=rule), asked.output)
        return DONE
    found = standings(catalog, Selection(), view, day, rule)
    if form == "json":
        content = json.dumps(_content(catalog, found, day, rule), ensure_ascii=False, indent=2) + "\n"
    else:
        wording = Wording(catalog, asked.lang)
        content = "".join(f"{_line(wording, one.task, one.state)}\n" for one in found)
    if asked.output is None:
        print(content, end="")
    else:
        hand_over(content.encode(), asked.output)
    return DONE


def _day(asked: argparse.Namespace) -> date:
    """The day whose lights are asked for; raises RefusedError for what is no day."""
    if not asked.today:
        return day_of(asked.at, day_in_jiaxing())
    day = day_named(asked.today)
    if day is None:
        raise RefusedError("error_no_day", given=asked.today[:40])
    return day


def _propose(asked: argparse.Namespace, catalog: Catalog, day: date) -> int:
    """Make tasks of a file of decisions in a draft, and print its number; raises DataError, RefusedError."""
    try:
        content = read_file(asked.decisions).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError("error_decisions_unreadable", file=asked.decisions.name) from error
    kept, issues = decisions.read(content, catalog, asked.decisions.name)
    for issue in issues:
        print(decisions.issue_line(issue, asked.lang), file=sys.stderr)
    shipped = FolderSource(folder_of(asked))
    made = propose(acting_person(asked), kept, Held(asked.meeting, day), catalog, shipped, number=asked.draft)
    print(text("tasks_proposed", asked.lang, **made._asdict()))
    return DONE


def _line(wording: Wording, task: CitedRow, state: TaskState) -> str:
    """A task as one line: what it is, whom it concerns, its light and why, its state, owner and due date."""
    lang = wording.lang
    line = entry_line(wording.entry(task.name(lang), task_rows.task_label(task, lang)))
    facts = task_states.state_facts(state, lang)
    said = [wording.entry(facts["light"])]
    said += [wording.entry(facts[name]) for name in ("state", "owner_zh", "due") if facts[name].value]
    words = beside(str(task.facts["text_zh"].value or ""), lang)
    told = (text("label_value", lang, label=entry.label, value=entry.words) for entry in said)
    return joined(line, words, LIST_SEPARATOR.join(task.subjects), *told, task_states.light_reason(state, lang))


def _content(catalog: Catalog, found: Sequence[Standing], day: date, rule: LightRule) -> dict[str, Any]:
    items = task_rows.as_json(catalog, [one.task for one in found])
    return {
        "version": catalog.version,
        "today": day.isoformat(),
        "rule": {"soon_days": rule.soon_days, "stale_days": rule.stale_days},
        "lights": task_states.tally([one.state for one in found]),
        "count": len(found),
        "items": [item | _state(one.state) for item, one in zip(items, found, strict=True)],
    }


def _state(state: TaskState) -> dict[str, Any]:
    last = state.last
    return {
        "state": state.state or None,
        "light": state.light,
        "owner_zh": state.owner.owner if state.owner else None,
        "due": state.due.due if state.due else None,
        "reported_on": last.day.isoformat() if last else None,
        "evidence_zh": (last.evidence or None) if last else None,
        "source_zh": last.source if last else None,
        "reports": len(state.reports),
        **{f"reason_{lang}": task_states.light_reason(state, lang) for lang in LANGUAGES},
    }
