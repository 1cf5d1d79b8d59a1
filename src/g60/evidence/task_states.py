"""How a task stands on a day: its last report, its owner and due date, and the light that a rule gives it.

The day is always given, never looked up: a page of an earlier version shows the lights of that version's day. As a
light changes with the days alone, `light_changes` gives all its changes at once, for a host that has no rule.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from g60.catalog.catalog import CATALOGS_KEPT, Catalog, Citation
from g60.contract.codes import LIGHTS
from g60.contract.i18n import text
from g60.evidence.facts import MISSING, Fact

NO_REPORT = "no_report"
REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Report:
    """What was reported of a task on a day. `due` is as it was given: a day, a month or a year."""

    id: str
    task: str
    day: date
    state: str
    owner: str
    due: str
    evidence: str
    source: str


@dataclass(frozen=True, slots=True)
class LightRule:
    """The settings of the rule of the lights, in days.

    A task is due soon from `soon_days` before its due date, and unheard of after `stale_days` without a report: no
    quarter is longer.
    """

    soon_days: int = 30
    stale_days: int = 92


# The settings that hold where nobody names others.
USUAL = LightRule()


@dataclass(frozen=True, slots=True)
class TaskState:
    """A task on a day. `reports` are those of that day and before, oldest first; `coming` are dated later.

    Owner and due date are those of the last report that names one.
    """

    task: str
    today: date
    rule: LightRule
    reports: tuple[Report, ...]
    coming: tuple[Report, ...]

    @property
    def last(self) -> Report | None:
        """The report that says how the task stands."""
        return self.reports[-1] if self.reports else None

    @property
    def state(self) -> str:
        """The code of the state; empty where nothing was reported."""
        return self.last.state if self.last else ""

    @property
    def owner(self) -> Report | None:
        """The report that names the owner."""
        return next((report for report in reversed(self.reports) if report.owner), None)

    @property
    def due(self) -> Report | None:
        """The report that names the due date."""
        return next((report for report in reversed(self.reports) if report.due), None)

    @property
    def due_day(self) -> date | None:
        """The last day on which the task is in time."""
        return last_day(self.due.due) if self.due else None

    @property
    def light(self) -> str:
        """The code of its light, by the first part of the rule that fits."""
        if self.last is None:
            return NO_REPORT
        if self.last.state in ("done", "stopped"):
            return self.last.state
        due, heard = self.due_day, (self.today - self.last.day).days
        if due is not None and due < self.today:
            return "late"
        if due is not None and (due - self.today).days <= self.rule.soon_days:
            return "soon"
        if heard > self.rule.stale_days:
            return "stale"
        return "undated" if due is None else "on_time"

    @property
    def about(self) -> tuple[str, str, str]:
        """What a reader is told of it, to be compared with another day: state, owner, due date."""
        return self.state, self.owner.owner if self.owner else "", self.due.due if self.due else ""


def last_day(given: str) -> date:
    """The last day of a day, a month or a year."""
    year, month, day = (*map(int, given.split("-")), 0, 0)[:3]
    if day:
        return date(year, month, day)
    if year == date.max.year and month in (0, 12):
        return date.max
    return date(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1) - timedelta(days=1)


def state_of(task: str, reports: Iterable[Report], today: date, rule: LightRule = USUAL) -> TaskState:
    """How a task stands on a day, of all reports that there are."""
    own = sorted((report for report in reports if report.task == task), key=lambda report: (report.day, report.id))
    counted = tuple(report for report in own if report.day <= today)
    return TaskState(task, today, rule, counted, tuple(own[len(counted) :]))


def light_changes(task: str, reports: Iterable[Report], rule: LightRule = USUAL) -> list[tuple[date, str]]:
    """The days from which a task has each of its lights, from the first day that there is."""
    own = [report for report in reports if report.task == task]
    days = {date.min, *(report.day for report in own)}
    days |= {later(report.day, rule.stale_days + 1) for report in own}
    for due in (last_day(report.due) for report in own if report.due):
        days |= {later(due, 1), later(due, -rule.soon_days)}
    found: list[tuple[date, str]] = []
    for day in sorted(days):
        light = state_of(task, own, day, rule).light
        if not found or found[-1][1] != light:
            found.append((day, light))
    return found


def later(day: date, days: int) -> date:
    """A day so many days later, no further than the calendar reaches."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


@lru_cache(maxsize=CATALOGS_KEPT)
def reports_of(catalog: Catalog) -> dict[str, tuple[Report, ...]]:
    """The reports of each task that has any."""
    found: dict[str, list[Report]] = {}
    frame = catalog.tables.task_reports
    for key, row in zip(frame.index, frame.to_dict("records"), strict=True):
        report = Report(
            str(key),
            row["task"],
            date.fromisoformat(row["date"]),
            row["state"],
            row["owner_zh"],
            row["due"],
            row["evidence_zh"],
            row["source_zh"],
        )
        found.setdefault(report.task, []).append(report)
    return {task: tuple(own) for task, own in found.items()}


def task_state(catalog: Catalog, task: str, today: date, rule: LightRule = USUAL) -> TaskState:
    """How a task of a catalog stands on a day."""
    return state_of(task, reports_of(catalog).get(task, ()), today, rule)


def owner_code(owner: str) -> str:
    """The code of an owner in an address, which holds no names."""
    return hashlib.sha256(owner.encode()).hexdigest()[:8] if owner else ""


# As facts, in words --------------------------------------------------------------------------------


def state_facts(state: TaskState, lang: str) -> dict[str, Fact]:
    """State, light, owner, due date, last report and evidence of a task as facts, each with where it comes from."""
    last, owner, due = state.last, state.owner, state.due
    return {
        "state": _reported(state, "state", last, state.state),
        "light": Fact("light", light_words(state.light, lang), _by_rule(state), state.task),
        "owner_zh": _reported(state, "owner_zh", owner, owner.owner if owner else ""),
        "due": _reported(state, "due", due, due.due if due else ""),
        "reported_on": _reported(state, "reported_on", last, last.day.isoformat() if last else ""),
        "evidence_zh": _reported(state, "evidence_zh", last, last.evidence if last else ""),
    }


def _reported(state: TaskState, field: str, report: Report | None, words: str) -> Fact:
    if report is None or not words:
        return Fact(field, None, MISSING, state.task)
    notes = (text("report_note", lang, date=report.day.isoformat(), id=report.id) for lang in ("zh", "en"))
    return Fact(field, words, Citation("reported", (), report.source, (), *notes), state.task)


def _by_rule(state: TaskState) -> Citation:
    return Citation("derived", (), "", (), *(light_reason(state, lang) for lang in ("zh", "en")))


def light_words(light: str, lang: str) -> str:
    """A light in words, its sign before them."""
    return text("light_with_sign", lang, sign=LIGHTS[light].sign, name=text(f"light_{light}", lang))


def light_reason(state: TaskState, lang: str) -> str:
    """Why a task has its light on its day: the part of the rule that fits, with its numbers."""
    last, due = state.last, state.due
    return text(
        f"light_because_{state.light}",
        lang,
        today=state.today.isoformat(),
        date=last.day.isoformat() if last else "",
        days=(state.today - last.day).days if last else "",
        due=due.due if due else "",
        soon=state.rule.soon_days,
        stale=state.rule.stale_days,
    )


def state_words(state: TaskState, lang: str) -> str:
    """How a task stands, in one line: light, state, owner, due date."""
    code, owner, due = state.about
    parts = [
        light_words(state.light, lang),
        text(f"task_state_{code}", lang) if code and code != state.light else "",
        owner,
        text("bulletin_due", lang, due=due) if due else "",
    ]
    return " · ".join(part for part in parts if part)


def stands_fact(state: TaskState, lang: str) -> Fact:
    """How a reported task stands, as one fact: by the rule of the lights, over its last report."""
    last = state.last
    rests = text("light_over", lang, source=last.source, evidence=last.evidence).rstrip(" ·") if last else ""
    return Fact("stands", state_words(state, lang), replace(_by_rule(state), locator=rests), state.task)


def lights_fact(subject: str, states: Sequence[TaskState], lang: str) -> Fact:
    """How many tasks of a subject have which light on the day of their states, as one fact."""
    day, rule = states[0].today.isoformat(), states[0].rule
    notes = (text("light_counted", one, soon=rule.soon_days, stale=rule.stale_days) for one in ("zh", "en"))
    words = text("light_tally", lang, lights=tally_words(states, lang), today=day)
    return Fact("lights", words, Citation("derived", (), "", (), *notes), subject)


def rule_lines(rule: LightRule, today: date, lang: str) -> list[tuple[str, str]]:
    """Each light with the part of the rule that gives it, the first that fits first; with the rule's settings."""
    values = {"soon": rule.soon_days, "stale": rule.stale_days, "today": today.isoformat()}
    return [(light, text(f"light_rule_{light}", lang, **values)) for light in LIGHTS]


def tally(states: Sequence[TaskState]) -> dict[str, int]:
    """How many tasks have each light, in the order of the lights; those that none has are left out."""
    found = dict.fromkeys(LIGHTS, 0)
    for state in states:
        found[state.light] += 1
    return {light: count for light, count in found.items() if count}


def tally_words(states: Sequence[TaskState], lang: str) -> str:
    """The same in one line, as in ! 逾期 2、✓ 已销号 1."""
    counts = tally(states)
    parts = [text("light_count", lang, light=light_words(light, lang), count=count) for light, count in counts.items()]
    return text("enumeration", lang).join(parts)
