"""The quarterly bulletin: what has changed since the last quarter, by indicators, tasks, lists and areas.

Every quarter's end is a version. What a reader is told is counted by rows, not by cells: an indicator's value, a task,
a carrier, an area that came, changed or went; each change with the old value, the new one, the source and who.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from g60.catalog.catalog import Catalog
from g60.contract.errors import RefusedError
from g60.contract.i18n import text
from g60.contract.quantities import unit_text
from g60.contract.schema import AREA_DATASETS, CARRIERS
from g60.contract.statements import ACTUALS, FIGURES, INDICATORS, LISTS, MEASURES, TARGETS, TASK_REPORTS, TASKS
from g60.evidence.actuals import Report, reports_of
from g60.evidence.changes import ChangeWording, ChangeWords
from g60.evidence.codes import source_line
from g60.evidence.difference import CAME, CHANGED, GONE, STATES, Difference, difference, field_of
from g60.evidence.facts import Fact, fact_as_json
from g60.evidence.task_states import TaskState, light_reason, state_words, tally_words, task_state
from g60.evidence.tasks import CitedRow, tasks
from g60.record.catalogs import Catalogs
from g60.record.history import Change
from g60.record.versions import SHIPPED, Version, versions
from g60.record.visible import DOCUMENT, SHAPE, Seen
from g60.review.quarters import Quarter, standing

# The parts in their order, each with its datasets; the last one holds what is left.
PARTS: Mapping[str, tuple[str, ...]] = {
    "indicators": (INDICATORS.name, ACTUALS.name, TARGETS.name, FIGURES.name, MEASURES.name),
    "tasks": (TASKS.name, TASK_REPORTS.name),
    "lists": (CARRIERS.name, LISTS.name),
    "areas": tuple(dataset.name for dataset in AREA_DATASETS),
    "others": (),
}
_PART_OF = {dataset: part for part, datasets in PARTS.items() for dataset in datasets}
# The words of the plan that order a bulletin each quarter.
ORDERED = "季度通报"
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_STATE_WEIGHTS = (CHANGED, CAME, GONE)  # the later the weightier


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the bulletin: whose, of what, the value before and after, on what it rests, who and when.

    `state` says whether the row came, changed or went. Without a version nothing was entered: days have passed.
    """

    part: str
    subject: str
    state: str
    name: str
    what: str
    before: str
    after: str
    source: str
    who: str = ""
    at: str = ""
    version: int = 0


@dataclass(frozen=True, eq=False)
class Bulletin:
    """A quarter, up to its end or today; the versions at both ends of it; what lies between them.

    `begins`: the record begins within the quarter, so that it is compared with the first version there is.
    `unrecorded`: the quarter lies before the record, and nothing can be said of it.
    """

    quarter: Quarter
    until: date
    is_running: bool
    between: Difference
    made: tuple[Version, ...]
    begins: bool
    unrecorded: bool

    @property
    def since(self) -> date:
        """The day before the quarter."""
        return self.quarter.previous.end

    def counts(self, lines: Sequence[Line]) -> dict[str, dict[str, int]]:
        """For each part how many rows came, changed and went."""
        rows = {(line.part, line.subject, line.state) for line in lines}
        return {
            part: {state: sum((at, of) == (part, state) for at, _, of in rows) for state in STATES} for part in PARTS
        }


def bulletin(catalogs: Catalogs, quarter: Quarter, today: date) -> Bulletin:
    """The bulletin of a quarter as it stands today; raises RefusedError for one that has not begun, DatabaseError."""
    if quarter.start > today:
        raise RefusedError("error_quarter_ahead", quarter=str(quarter), today=today.isoformat())
    known = versions(catalogs.url)
    until = min(quarter.end, today)
    before, after = standing(known, quarter.previous.end), standing(known, until)
    last = after.number if after else SHIPPED
    first = before.number if before else SHIPPED
    made = tuple(version for version in known if first < version.number <= last)
    begins, unrecorded = before is None and after is not None, after is None
    between = difference(catalogs, first, last)
    return Bulletin(quarter, until, quarter.end > today, between, made, begins, unrecorded)


def order(catalog: Catalog) -> tuple[CitedRow, Fact] | None:
    """The task of a plan that orders a bulletin each quarter, and the words that do; None where none does."""
    found = ((task, task.facts["text_zh"]) for task in tasks(catalog))
    return next(((task, fact) for task, fact in found if ORDERED in str(fact.value or "")), None)


def lines(of: Bulletin, lang: str) -> list[Line]:
    """Every line of a bulletin in a language, part by part."""
    wording = ChangeWording(of.between, lang)
    found = [*_task_lines(of, wording), *_value_lines(of, wording), *_row_lines(of, wording)]
    order_of = list(PARTS)
    return sorted(found, key=lambda line: order_of.index(line.part))


def weightiest(found: Sequence[Line], most: int) -> list[Line]:
    """So many lines, the weightiest first: numbers by how much they changed, then what went, what came, other words."""
    return sorted(found, key=_weight, reverse=True)[:most]


def _weight(line: Line) -> float:
    """How weighty a line is: a number counts by its change, as a share of the larger one, and goes before words."""
    before, after = (_NUMBER.search(words) for words in (line.before, line.after))
    if before and after:
        old, new = (float(found.group().replace(",", "")) for found in (before, after))
        if old != new:
            return len(_STATE_WEIGHTS) + 1 + abs(new - old) / max(abs(old), abs(new))
    return _STATE_WEIGHTS.index(line.state) if line.state in _STATE_WEIGHTS else 0


# Tasks: how each stood at both ends ----------------------------------------------------------------


def _task_lines(of: Bulletin, wording: ChangeWording) -> Iterator[Line]:
    """The tasks whose state, owner, due date or light is another one than at the end of the last quarter."""
    before, after = of.between.before, of.between.after
    reports = {change.subject: change for change in of.between.changes if change.dataset == TASK_REPORTS.name}
    for task in tasks(after):
        was, now = task_state(before, task.id, of.since), task_state(after, task.id, of.until)
        if was.about == now.about and was.light == now.light:
            continue
        change = next((reports[one.id] for one in reversed(now.reports) if one.id in reports), None)
        line = Line(
            "tasks",
            task.id,
            CHANGED if task.id in before.tables.tasks.index else CAME,
            wording.name(task.id),
            text("bulletin_task", wording.lang),
            state_words(was, wording.lang),
            state_words(now, wording.lang),
            _report_source(now, wording.lang),
        )
        yield _told(line, wording.words(change)) if change else line


def _report_source(state: TaskState, lang: str) -> str:
    """What the state rests on: the last report's source and evidence, else the rule of the light."""
    last = state.last
    if last is None:
        return light_reason(state, lang)
    return " · ".join(part for part in (last.source, last.evidence, light_reason(state, lang)) if part)


# Values of indicators ------------------------------------------------------------------------------


def _value_lines(of: Bulletin, wording: ChangeWording) -> Iterator[Line]:
    """The values that were reported or revised: each indicator and year with the value that counted and counts now."""
    before, after = of.between.before, of.between.after
    changes: dict[tuple[str, str], Change] = {}
    for change in of.between.changes:
        if change.dataset == ACTUALS.name:
            row = _row(after, change.subject) or _row(before, change.subject) or {}
            changes[str(row.get("indicator", "")), str(row.get("year", ""))] = change
    for (indicator, year), change in changes.items():
        was, now = (_counting(catalog, indicator, year) for catalog in (before, after))
        last = now or was
        line = Line(
            "indicators",
            f"{indicator} {year}",
            CHANGED if was and now else CAME if now else GONE,
            wording.name(indicator),
            text("bulletin_value", wording.lang, year=year),
            _value(after, indicator, was, wording.lang),
            _value(after, indicator, now, wording.lang),
            text("bulletin_reported", wording.lang, who=last.reporter_zh, source=last.source_zh) if last else "",
        )
        yield _told(line, wording.words(change))


def _row(catalog: Catalog, key: str) -> dict[str, str] | None:
    table = catalog.tables.actuals
    return {str(name): str(value) for name, value in table.loc[key].items()} if key in table.index else None


def _counting(catalog: Catalog, indicator: str, year: str) -> Report | None:
    """The value that counts for a year; a revision is a row of its own."""
    return next((one for one in reports_of(catalog, indicator) if one.counts and str(one.year) == year), None)


def _value(catalog: Catalog, indicator: str, report: Report | None, lang: str) -> str:
    """A value with its unit and its status; empty where there is none."""
    if report is None:
        return ""
    tables = catalog.tables
    frame = tables.targets if indicator in tables.targets.index else tables.indicators
    unit = str(frame.at[indicator, "unit_of_measure"]) if indicator in frame.index else ""
    value = f"{report.value:.10g} {unit_text(unit, lang)}".rstrip()
    return text("bulletin_with_status", lang, value=value, status=text(f"status_{report.status}", lang))


# All other rows ------------------------------------------------------------------------------------


def _row_lines(of: Bulletin, wording: ChangeWording) -> Iterator[Line]:
    """What came and went, one line for each row; what changed, one line for each value."""
    told: set[tuple[str, str]] = set()
    for one in of.between.seen(of.between.changes):
        change = one.cell
        is_told = one.kind == DOCUMENT and not one.counts  # with the value that rests on it
        if change.dataset in (ACTUALS.name, TASK_REPORTS.name) or one.kind == SHAPE or is_told:
            continue
        words = wording.seen(one)
        words = words._replace(source=words.source or _rests_on(of, change, words, wording.lang))
        part = _PART_OF.get(change.dataset, "others")
        if change.before is not None and change.after is not None:
            yield _line(part, CHANGED, words, words.field, (words.before, words.after))
        elif (change.dataset, change.subject) not in told:
            told.add((change.dataset, change.subject))
            yield _whole_row(part, one, words, wording)


def _rests_on(of: Bulletin, change: Change, words: ChangeWords, lang: str) -> str:
    """What a change without a document rests on: its kind of evidence and the reason; a document, on itself."""
    field = field_of(change)
    sides = (of.between.after, of.between.before)
    cited = next((found for side in sides if (found := side.citation(change.subject, field))), None)
    if cited is None:
        return words.name
    note = cited.note if lang == "zh" else cited.note_en or cited.note
    return " · ".join(part for part in (text(f"evidence_{cited.evidence}", lang), note) if part)


def _whole_row(part: str, one: Seen[Change], words: ChangeWords, wording: ChangeWording) -> Line:
    """A row that came or went, by its name."""
    state = CAME if one.cell.before is None else GONE
    name = wording.name(one.cell.subject)
    what = text(f"bulletin_{state}", wording.lang, dataset=words.dataset)
    return _line(part, state, words._replace(name=name), what, ("", name) if state == CAME else (name, ""))


def _told(line: Line, words: ChangeWords) -> Line:
    """A line with who entered it, when, and in which version."""
    return replace(line, who=words.who, at=words.at, version=words.version)


def _line(part: str, state: str, words: ChangeWords, what: str, values: tuple[str, str]) -> Line:
    return Line(part, words.subject, state, words.name, what, *values, words.source, words.who, words.at, words.version)


# What every host says ------------------------------------------------------------------------------

COLUMNS = ("part", "name", "what", "before", "after", "source", "who", "at", "version")


def cells(line: Line, lang: str) -> tuple[str, ...]:
    """A line as the cells of a table, in the order of the columns; a value that is not there says so."""
    absent = text("diff_absent", lang)
    version = text("bulletin_version", lang, version=line.version) if line.version else text("bulletin_by_days", lang)
    values = (line.before or absent, line.after or absent)
    return (
        text(f"bulletin_part_{line.part}", lang),
        line.name,
        line.what,
        *values,
        line.source,
        line.who,
        line.at,
        version,
    )


def heads(lang: str) -> tuple[str, ...]:
    """The headings of the columns."""
    return tuple(text(f"bulletin_column_{name}", lang) for name in COLUMNS)


def title(of: Bulletin, lang: str) -> str:
    """The title of a bulletin."""
    return text("bulletin_title", lang, quarter=of.quarter.name(lang))


def span(of: Bulletin, lang: str) -> str:
    """Between which days and versions it looks, and what to know of that."""
    values = {
        "since": of.since.isoformat(),
        "until": of.until.isoformat(),
        "before": of.between.before.version,
        "after": of.between.after.version,
        "made": len(of.made),
    }
    notes = [text("bulletin_span", lang, **values)]
    if of.unrecorded:
        return text("bulletin_unrecorded", lang, **values)
    if of.begins:
        notes.append(text("bulletin_begins", lang, **values))
    if of.is_running:
        notes.append(text("bulletin_running", lang, **values))
    return " ".join(notes)


def count_words(of: Bulletin, found: Sequence[Line], lang: str) -> list[tuple[str, str]]:
    """Each part with how many rows came, changed and went; the counts stand before the lines."""
    return [
        (text(f"bulletin_part_{part}", lang), text("bulletin_counts", lang, **numbers))
        for part, numbers in of.counts(found).items()
        if part != "others" or any(numbers.values())
    ]


def standing_words(of: Bulletin, lang: str) -> str:
    """What there is at the end: indicators and their values, tasks by light, carriers, areas."""
    catalog = of.between.after
    states = [task_state(catalog, task.id, of.until) for task in tasks(catalog)]
    return text(
        "bulletin_standing",
        lang,
        indicators=len(catalog.tables.indicators),
        values=len(catalog.tables.actuals),
        tasks=len(states),
        lights=tally_words(states, lang),
        carriers=len(catalog.all_carriers),
        areas=len(catalog.all_areas),
    )


def ordered_words(of: Bulletin, lang: str) -> list[str]:
    """The words of the plan that order the bulletin, and where they stand; none where no plan does."""
    found, catalog = order(of.between.after), of.between.after
    if found is None:
        return []
    place = source_line(catalog, found[1].citation, lang)
    return [text("bulletin_ordered_by", lang, words=found[1].value, place=place)]


def as_json(of: Bulletin, lang: str) -> dict[str, object]:
    """A bulletin as plain values."""
    found = lines(of, lang)
    ordered = order(of.between.after)
    return {
        "quarter": str(of.quarter),
        "since": of.since.isoformat(),
        "until": of.until.isoformat(),
        "running": of.is_running,
        "recorded": not of.unrecorded,
        "versions": {"before": of.between.before.version, "after": of.between.after.version},
        "ordered_by": fact_as_json(of.between.after, ordered[1]) if ordered else None,
        "counts": of.counts(found),
        "lines": [asdict(line) for line in found],
    }
