"""What is to be reached: an indicator of a plan's table or a target of a text, as one thing that a rule can judge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

from g60.catalog.catalog import Catalog
from g60.checks.actuals import definitions_of_target, follows, in_words, within
from g60.contract.codes import WIDER_SUBJECTS, split

SHARE = "%"
# An indicator of a plan's table is about the whole city.
CITY = WIDER_SUBJECTS[0]
# The extent of a target that holds for each year by itself.
EACH_YEAR = "每年"


@dataclass(frozen=True, slots=True)
class Goal:
    """One indicator or target with its numbers as printed; None is not stated.

    `definitions` are the target's own words for what is measured. `restates` is the indicator of the plan's table that
    a target of its text repeats: it is judged by the values of that indicator. `nature` is empty where no document
    calls it binding or expected.
    """

    id: str
    subject: str
    plan: str
    operator: str
    target: float | None
    target_high: float | None
    target_year: int | None
    baseline: float | None
    baseline_year: int | None
    baseline_basis: str
    period: str
    unit: str
    scope: str
    nature: str
    definitions: tuple[str, ...]
    restates: str = ""

    @property
    def span(self) -> tuple[int, int] | None:
        """First and last year of a yearly average; None if it is none."""
        return (int(self.period[:4]), int(self.period[5:])) if self.period else None

    @property
    def averages(self) -> str:
        """How the values of the years are averaged: `rate` for yearly growth, `mean` for amounts; empty for neither."""
        if not self.period:
            return ""
        return "rate" if self.unit == SHARE else "mean"

    @property
    def is_growth(self) -> bool:
        """Whether its values are yearly growth in percent, which may be negative."""
        return self.averages == "rate"

    @property
    def limits(self) -> str:
        """The least and the largest value in words; empty where there are none."""
        return in_words(self.unit, self.period)

    def holds(self, value: float) -> bool:
        """Whether a value is within the limits."""
        return within(value, self.unit, self.period)

    def is_followed_by(self, definition: str) -> bool:
        """Whether a definition is the target's own: its words without spaces and signs, or the phrase for it."""
        return follows(definition, self.definitions)

    @property
    def is_each_year(self) -> bool:
        """Whether it holds for each year by itself."""
        return self.scope == EACH_YEAR and not self.period


def goals(catalog: Catalog, plan: str = "") -> list[Goal]:
    """The indicators and targets of a plan, in the order of the files; without a plan those of every document."""
    tables = catalog.tables
    found = [_of_indicator(str(code), row) for code, row in _rows(catalog, "indicators")]
    stated = [_of_target(catalog, str(code), row) for code, row in _rows(catalog, "targets")]
    figures = Counter(_figure(goal) for goal in found)
    same = {_figure(goal): goal for goal in found if figures[_figure(goal)] == 1}
    found += [_restating(goal, same.get(_figure(goal))) for goal in stated]
    order = [*map(str, tables.plans.index), ""]
    kept = [goal for goal in found if not plan or goal.plan == plan]
    return sorted(kept, key=lambda goal: order.index(goal.plan) if goal.plan in order else len(order))


def _rows(catalog: Catalog, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    frame = getattr(catalog.tables, name)
    for code, row in zip(frame.index, frame.to_dict("records"), strict=True):
        yield str(code), cast("dict[str, str]", row)


def _of_indicator(code: str, row: Mapping[str, str]) -> Goal:
    return Goal(
        id=code,
        subject=CITY,
        plan=row["plan"],
        operator=row["operator"],
        target=float(row["target"]),
        target_high=None,
        target_year=int(row["target_year"]),
        baseline=_number(row["baseline"]),
        baseline_year=_year(row["baseline_year"]),
        baseline_basis=row["baseline_basis_zh"],
        period=row["period"],
        unit=row["unit_of_measure"],
        scope="",
        nature=row.get("nature", ""),
        definitions=(row["name_zh"],),
    )


def _of_target(catalog: Catalog, code: str, row: Mapping[str, str]) -> Goal:
    name = str(catalog.tables.measures.at[row["measure"], "name_zh"])
    scope = row["scope_zh"]
    return Goal(
        id=code,
        subject=row["subject"],
        plan=_plan_of(catalog, code, row["year"]),
        operator=row["operator"],
        target=_number(row["value"]),
        target_high=_number(row["value_high"]),
        target_year=_year(row["year"]),
        baseline=None,
        baseline_year=None,
        baseline_basis="",
        period=row["period"],
        unit=row["unit_of_measure"],
        scope=scope,
        nature=row.get("nature", ""),
        definitions=definitions_of_target(row, name),
    )


def _plan_of(catalog: Catalog, code: str, year: str) -> str:
    """The plan that sets a target: the last one of whose documents it is, and in whose years its year lies."""
    cited = catalog.citation(code, "text_zh")
    found = ""
    for plan, row in _rows(catalog, "plans"):
        own = cited is not None and not set(split(row["sources"])).isdisjoint(cited.source)
        if own and (not year or row["start_year"] <= year <= row["end_year"]):
            found = plan
    return found


def _figure(goal: Goal) -> tuple[object, ...]:
    """What tells that two goals of one subject are the same figure."""
    return goal.subject, goal.plan, goal.target, goal.target_year, goal.period, goal.unit


def _restating(goal: Goal, same: Goal | None) -> Goal:
    """A target with the indicator that it repeats: the only one of its plan with its number, unit and year."""
    if same is None or goal.target is None:
        return goal
    return replace(goal, restates=same.id, definitions=(*same.definitions, *goal.definitions))


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _year(cell: str) -> int | None:
    return int(cell) if cell else None
