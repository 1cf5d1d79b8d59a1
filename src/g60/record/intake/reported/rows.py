"""Rows of a table of values: each becomes a value of an indicator or target, with what is wrong or unsure about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from g60.catalog.catalog import Catalog
from g60.catalog.goals import Goal
from g60.checks.actuals import SAME_DEFINITION, plain, today
from g60.record.intake.days import LOST_MONTH, day
from g60.record.intake.findings import ERROR, QUESTION, Problem
from g60.record.intake.reported import cells
from g60.record.intake.reported.headings import Table
from g60.record.intake.sheets import address, is_blank, shown
from g60.record.intake.values import line
from g60.record.intake.words import clean

# The cells that a row of a template has before anybody fills it in.
GIVEN = ("id", "name", "subject", "year", "unit", "definition_zh", "reporter_zh")
WORDS = ("definition_zh", "reporter_zh", "source_zh")


@dataclass(slots=True)
class Entry:
    """One value of a file: where it stands, what its cells say, what would be kept, and what is asked about it."""

    sheet: str
    row: int
    cells: dict[str, str]
    raw: dict[str, str]
    goal: Goal | None = None
    values: dict[str, str] = field(default_factory=dict)
    problems: list[tuple[str, Problem]] = field(default_factory=list)
    numbers: frozenset[str] = frozenset()  # the fields whose cells hold a number, not a text
    is_held: bool = False
    is_known: bool = False
    derived: str = ""
    earlier: str = ""  # what the record has of that year

    @property
    def indicator(self) -> str:
        """The id of the indicator or target; empty where none is known."""
        return self.goal.id if self.goal is not None else ""

    @property
    def year(self) -> str:
        """The year, if it could be read."""
        return self.values.get("year", "")

    @property
    def status(self) -> str:
        """The status, if it could be read."""
        return self.values.get("status", "")

    @property
    def known_on(self) -> str:
        """The day since which it is known, if it could be read."""
        return self.values.get("known_on", "")

    @property
    def is_whole(self) -> bool:
        """Whether the value can be compared with those of the record."""
        return all(self.values.get(name) for name in ("year", "value", "status", "known_on")) and bool(self.indicator)

    def cell(self, name: str) -> str:
        """The address of a field's cell; of one without a column, the value's."""
        return self.cells.get(name) or self.cells.get("value", "")

    def take(self, name: str, problem: Problem) -> None:
        """Take what a question suggests."""
        self.values[name] = problem.suggestion
        if name == "value" and "unit" in problem.values:
            self.derived = f"{problem.values.get('from', self.raw.get('value', ''))} {problem.values['unit']}"

    def keep(self, name: str, problem: Problem) -> bool:
        """Take what stands in the cell; whether it can be the value. A rough number stays the number that it says."""
        if problem.code == "value_unit_other":
            return False
        if problem.code == "number_about":
            self.take(name, problem)
        if problem.code == LOST_MONTH:
            self.values[name] = str(problem.values["january"])
        return bool(self.values.get(name))

    def as_json(self) -> dict[str, Any]:
        """The value as the command line prints it."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "indicator": self.indicator or None,
            **{name: self.values.get(name) or None for name in ("year", "value", "status", *WORDS, "known_on")},
            "derived_from": self.derived or None,
            "good": not self.is_held,
        }


class Reader:
    """Reads tables of values against the indicators and targets of a catalog."""

    def __init__(self, catalog: Catalog, goals: Sequence[Goal]) -> None:
        self.catalog = catalog
        self.by_id = {goal.id: goal for goal in goals}
        self.by_name: dict[str, list[Goal]] = defaultdict(list)
        for goal in goals:
            if goal.id in catalog.tables.indicators.index:
                self.by_name[plain(goal.definitions[0])].append(goal)
        self.today = today()
        self.empty = 0

    def read(self, table: Table) -> list[Entry]:
        """The values of a table; rows and years without one are counted in `empty` and left out."""
        self.empty = 0
        found = []
        sheet = table.sheet
        for row, number in list(zip(sheet.rows, sheet.numbers, strict=True))[table.head + 1 :]:
            for entry, cell in _entries(table, row, number):
                if is_blank(cell) and not (entry.raw.keys() - set(GIVEN)):
                    self.empty += 1
                    continue
                self._fill(entry, cell)
                found.append(entry)
        return found

    def _fill(self, entry: Entry, cell: Any) -> None:
        """Read the cells of a row, each with what is wrong about it."""
        entry.goal = self._goal(entry)
        self._year(entry)
        self._field(entry, "status", cells.status)
        self._field(entry, "known_on", partial(day, is_number="known_on" in entry.numbers))
        for name in WORDS:
            self._field(entry, name, line)
        if entry.goal is None:
            return
        if entry.goal.target is None:
            entry.problems.append(("id" if "id" in entry.raw else "name", Problem(ERROR, "value_of_words")))
            return
        self._value(entry, entry.goal, cell)
        self._definition(entry, entry.goal)
        self._when(entry, entry.goal)

    def _field(self, entry: Entry, name: str, read: Any) -> None:
        raw = entry.raw.get(name, "")
        if not raw:
            if name == "definition_zh":
                entry.problems.append((name, Problem(QUESTION, "value_no_definition", SAME_DEFINITION)))
            else:
                entry.problems.append((name, Problem(ERROR, f"value_no_{name}")))
            return
        value = read(raw)
        if value.problem is not None:
            entry.problems.append((name, value.problem))
        if value.text:
            entry.values[name] = value.text

    # Which indicator ---------------------------------------------------------------------------

    def _goal(self, entry: Entry) -> Goal | None:
        code, name = entry.raw.get("id", ""), entry.raw.get("name", "")
        if code:
            goal = self.by_id.get(clean(code))
            if goal is None:
                entry.problems.append(("id", Problem(ERROR, "value_indicator_unknown")))
            elif name and plain(name) in self.by_name and goal not in self.by_name[plain(name)]:
                told = {"name": goal.definitions[0]}
                entry.problems.append(("name", Problem(ERROR, "value_indicator_differs", "", told)))
            return goal
        return self._named(entry, name)

    def _named(self, entry: Entry, name: str) -> Goal | None:
        """The indicator of a name; of several plans, the one in whose years the value lies."""
        those = self.by_name.get(plain(name), [])
        year = cells.year(entry.raw.get("year", "")).text
        fitting = [goal for goal in those if year and self._in_years(goal, int(year))] or those
        if len(fitting) == 1:
            return fitting[0]
        code = "value_indicator_which" if fitting else "value_indicator_unknown"
        told = {"ids": "、".join(goal.id for goal in fitting)}
        entry.problems.append(("name", Problem(ERROR, code, "", told)))
        return None

    def _in_years(self, goal: Goal, year: int) -> bool:
        return (goal.baseline_year or 0) < year <= (goal.target_year or year)

    # The number and its year -------------------------------------------------------------------

    def _year(self, entry: Entry) -> None:
        value = cells.year(entry.raw.get("year", ""))
        if value.problem is not None:
            entry.problems.append(("year", value.problem))
        else:
            entry.values["year"] = value.text

    def _value(self, entry: Entry, goal: Goal, cell: Any) -> None:
        if is_blank(cell):
            entry.problems.append(("value", Problem(ERROR, "value_missing")))
            return
        value = cells.amount(cell, goal.unit, entry.raw.get("unit", ""))
        if value.problem is not None:
            entry.problems.append(("value", value.problem))
        if not value.text:
            return
        entry.values["value"] = value.text
        number = float(value.text)
        if not goal.holds(number):
            code = "value_share" if number > 0 else "value_negative"
            entry.problems.append(("value", Problem(ERROR, code, "", {"limits": goal.limits})))
        elif goal.is_growth and number < 0:
            entry.problems.append(("value", Problem(QUESTION, "value_growth_negative", value.text)))
        elif goal.target_high is not None and number > goal.target_high:
            told = {"high": f"{goal.target_high:g}", "low": f"{goal.target:g}"}
            entry.problems.append(("value", Problem(QUESTION, "value_above_range", value.text, told)))
        elif value.problem is None and (asked := cells.suspected(number, goal.unit, self._reference(goal))):
            entry.problems.append(("value", asked))

    def _reference(self, goal: Goal) -> float | None:
        """A number that a value of an indicator is like: the baseline, else the target."""
        return None if goal.is_growth else goal.baseline or goal.target

    def _definition(self, entry: Entry, goal: Goal) -> None:
        given = entry.values.get("definition_zh", "")
        if given and not goal.is_followed_by(given):
            told = {"own": goal.definitions[0]}
            entry.problems.append(("definition_zh", Problem(QUESTION, "value_definition", SAME_DEFINITION, told)))

    def _when(self, entry: Entry, goal: Goal) -> None:
        """The year against the baseline, the target, the day since which the value is known, and today."""
        if entry.known_on > self.today:
            entry.problems.append(("known_on", Problem(ERROR, "value_known_in_future")))
        if not entry.year:
            return
        year = int(entry.year)
        if goal.baseline_year is not None and year <= goal.baseline_year:
            told: dict[str, object] = {"baseline": goal.baseline_year}
            entry.problems.append(("year", Problem(ERROR, "value_before_baseline", "", told)))
        elif year > int(self.today[:4]):
            entry.problems.append(("year", Problem(ERROR, "value_in_future")))
        elif entry.known_on and year > int(entry.known_on[:4]):
            entry.problems.append(("year", Problem(ERROR, "value_too_soon", "", {"day": entry.known_on})))
        elif goal.target_year is not None and year > goal.target_year:
            entry.problems.append(("year", self._after(entry, goal)))

    def _after(self, entry: Entry, goal: Goal) -> Problem:
        """The question about a value after the year of its target: what the next plan does with the indicator."""
        told: dict[str, object] = {"due": goal.target_year}
        ledger = self.catalog.tables.ledger
        pairs = ledger[ledger["old"] == goal.id]
        following = [code for code in pairs["new"] if code in self.by_id]
        if following:
            names = "、".join(f"{self.by_id[code].definitions[0]}（{code}）" for code in following)
            return Problem(QUESTION, "value_succeeded", entry.year, told | {"names": names})
        code = "value_after_target" if pairs.empty else "value_dropped"
        return Problem(QUESTION, code, entry.year, told)


def _entries(table: Table, row: Sequence[Any], number: int) -> Iterator[tuple[Entry, Any]]:
    """The values of one row, each with its own cell: one, or one for each column of a year."""
    sheet = table.sheet
    held = {name: (column, row[column]) for name, column in table.columns.items() if column < len(row)}
    raw = {name: shown(cell).strip() for name, (_, cell) in held.items() if not is_blank(cell)}
    if not raw:
        return
    numbers = frozenset(name for name, (_, cell) in held.items() if isinstance(cell, float))
    where = {name: address(sheet, number, column) for name, column in table.columns.items()}
    if not table.years:
        yield Entry(sheet.name, number, where, raw, numbers=numbers), held["value"][1] if "value" in held else None
        return
    for column, year in table.years.items():
        cell = row[column] if column < len(row) else None
        if is_blank(cell):
            continue
        at = address(sheet, number, column)
        words = {name: words for name, words in raw.items() if name not in ("year", "value")}
        own = Entry(sheet.name, number, where | {"value": at, "year": at}, words | {"year": str(year)}, numbers=numbers)
        own.raw["value"] = shown(cell).strip()
        yield own, cell
