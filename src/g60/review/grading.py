"""The rules that grade an indicator or target: one function for each kind, from numbers to a grade.

The docstrings name each rule; decision 19 has them in one table. Numbers are compared as they are printed, as exact
fractions, so that 95 % of 5000 is 4750 and not a little less. A value of a path or a mean has six decimals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from g60.catalog.goals import SHARE, Goal
from g60.evidence.actuals import Report

PATHS = ("line", "growth")
# Decimals of a value that is computed before it is compared.
DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Setting:
    """What the rules leave to the reader; shown beside the grades.

    `nearly` is the least percentage of the target that is called nearly reached; `about` by how many percent a value
    may be below a target with 左右 (≈); `path` what a value before the target year is compared with: the straight line
    from baseline to target, or the same yearly growth. A share always goes by the straight line.
    """

    nearly: float = 95.0
    about: float = 5.0
    path: str = PATHS[0]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person said of a target that no rule can judge."""

    id: str
    grade: str
    person_zh: str
    judged_on: str
    reason_zh: str


@dataclass(frozen=True, slots=True)
class Grade:
    """One indicator or target with what its rule says of it; None is a number that the rule did not need or have.

    `value` is what was compared: the value of `year`, or the mean of the years up to it. `bar` is the number from which
    the target counts as reached, `nearly` the one from which it is nearly reached, `on_path` the value of the path in
    that year, along `path`. `reached_in` is the first year since which every value reaches the target. `reports` are
    all values known; `used` the ids of those that the rule took.
    """

    goal: Goal
    setting: Setting
    grade: str = "no_data"
    rule: str = "no_value"
    year: int | None = None
    value: float | None = None
    reports: tuple[Report, ...] = ()
    used: tuple[str, ...] = ()
    status: str = ""
    bar: float | None = None
    nearly: float | None = None
    path: str = ""
    on_path: float | None = None
    reached_in: int | None = None
    missing_years: tuple[int, ...] = ()
    judgement: Judgement | None = None

    @property
    def subject(self) -> str:
        """The city, or the id of an area, a carrier, a unit."""
        return self.goal.subject

    @property
    def indicator(self) -> str:
        """The id of the indicator or of the target."""
        return self.goal.id

    @property
    def operator(self) -> str:
        """The sign of the target."""
        return self.goal.operator

    @property
    def target(self) -> float | None:
        """The number to be reached; None for a target in words."""
        return self.goal.target

    @property
    def target_high(self) -> float | None:
        """The upper end of a range."""
        return self.goal.target_high

    @property
    def target_year(self) -> int | None:
        """The year of the target; None where it has none."""
        return self.goal.target_year


def exact(number: float) -> Fraction:
    """A number as it is printed."""
    return Fraction(repr(number))


def bars(goal: Goal, setting: Setting) -> tuple[Fraction, Fraction]:
    """The number from which a target counts as reached, and the one from which it is nearly reached.

    ≥ > =: the target. ≈: the target less `about` percent. A range: its lower end. ≤: the target, as an upper limit.
    """
    assert goal.target is not None, "a target in words has no bar"
    bar, share = exact(goal.target), exact(setting.nearly) / 100
    if goal.operator == "≈":
        bar *= 1 - exact(setting.about) / 100
    return bar, bar * (2 - share if goal.operator == "≤" else share)


def is_met(goal: Goal, value: Fraction, bar: Fraction) -> bool:
    """Whether a value is on the good side of a bar: above it for >, at most it for ≤, at least it for all others."""
    if goal.operator == "≤":
        return value <= bar
    return value > bar if goal.operator == ">" else value >= bar


def grade(goal: Goal, reports: Sequence[Report], setting: Setting, judgement: Judgement | None = None) -> Grade:
    """The grade of one indicator or target, by the first rule that fits."""
    blank = Grade(goal, setting, reports=tuple(reports))
    if goal.target is None:
        return _by_person(blank, "words", judgement)
    counting = [report for report in reports if report.counts and not (goal.span and report.year < goal.span[0])]
    last_year = goal.span[1] if goal.span else goal.target_year
    known = [report for report in counting if last_year is None or report.year <= last_year]
    if not known:
        return replace(blank, rule="late" if counting else "no_value")
    last = known[-1]
    given = replace(blank, year=last.year, value=last.value, status=last.status, used=(last.id,))
    if not goal.is_followed_by(last.definition_zh):
        return replace(given, grade="redefined", rule="definition")
    bar, nearly = bars(goal, setting)
    given = replace(given, bar=float(bar), nearly=float(nearly))
    if goal.averages:
        return _averaged(goal, given, known)
    if goal.is_each_year:
        return _each_year(goal, given, known)
    return _level(goal, given, known, judgement)


def _level(goal: Goal, given: Grade, known: Sequence[Report], judgement: Judgement | None) -> Grade:
    """A value of one year: reached in the target year or before; nearly or missed in it; before it, the path."""
    since = _reached_since(goal, given.setting, known)
    if since is not None:
        early = goal.target_year is not None and since < goal.target_year
        rule = "reach" if goal.target_year is not None else "reach_undated"
        return replace(given, grade="early" if early else "reached", rule=rule, reached_in=since)
    if goal.target_year is None:
        return _by_person(given, "undated", judgement)
    if given.year == goal.target_year:
        return replace(given, grade=_below(goal, given), rule="reach")
    return _on_path(goal, given)


def _below(goal: Goal, given: Grade) -> str:
    """The grade of a value that does not reach its target: nearly, or missed."""
    assert given.value is not None, "a target in numbers has a bar"
    assert given.nearly is not None, "a target in numbers has a bar"
    value, nearly = exact(given.value), exact(given.nearly)
    return "nearly" if (value <= nearly if goal.operator == "≤" else value >= nearly) else "missed"


def _reached_since(goal: Goal, setting: Setting, known: Sequence[Report]) -> int | None:
    """The first year since which every known value of the target's own definition reaches it; None if none does."""
    bar, _ = bars(goal, setting)
    since: int | None = None
    for report in reversed(known):
        if not goal.is_followed_by(report.definition_zh) or not is_met(goal, exact(report.value), bar):
            break
        since = report.year
    return since


def _on_path(goal: Goal, given: Grade) -> Grade:
    """Before the target year: at or above the path from the baseline to the target, or below it."""
    if goal.baseline_basis:
        return replace(given, grade="redefined", rule="baseline_definition")
    if goal.baseline is None or goal.baseline_year is None or given.year is None or given.year <= goal.baseline_year:
        return replace(given, grade="no_data", rule="no_baseline")
    path = given.setting.path if goal.unit != SHARE else PATHS[0]
    if path == "growth" and (goal.baseline <= 0 or (given.bar or 0) <= 0):
        path = PATHS[0]
    value = path_value(goal, given.bar or 0.0, given.year, path)
    there = replace(given, path=path, on_path=value, rule=path)
    return replace(there, grade=_course(goal, there.value, value))


def path_value(goal: Goal, bar: float, year: int, path: str) -> float:
    """The value of a path in a year, on the way from the baseline to the number that counts as reached."""
    assert goal.baseline is not None
    assert goal.baseline_year is not None
    assert goal.target_year is not None
    passed, whole = year - goal.baseline_year, goal.target_year - goal.baseline_year
    if path == "growth":
        return round(float(goal.baseline * (bar / goal.baseline) ** (passed / whole)), DECIMALS)
    start = exact(goal.baseline)
    return round(float(start + (exact(bar) - start) * passed / whole), DECIMALS)


def _course(goal: Goal, value: float | None, wanted: float) -> str:
    """On course at the wanted value or on its good side; behind otherwise."""
    assert value is not None, "a value is known"
    good = value <= wanted if goal.operator == "≤" else value >= wanted
    return "on_course" if good else "behind"


def _averaged(goal: Goal, given: Grade, known: Sequence[Report]) -> Grade:
    """A yearly average: the mean of all years of its period up to now; every one of them must be known."""
    assert goal.span is not None
    assert given.year is not None
    first, last = goal.span
    years = {report.year: report for report in known}
    gaps = tuple(year for year in range(first, given.year + 1) if year not in years)
    if gaps:
        return replace(given, value=None, rule="incomplete", missing_years=gaps, bar=None, nearly=None)
    if not all(goal.is_followed_by(report.definition_zh) for report in known):
        return replace(given, grade="redefined", rule="definition", bar=None, nearly=None)
    there = replace(
        given,
        rule=goal.averages,
        value=mean_of([report.value for report in known], goal.averages),
        used=tuple(report.id for report in known),
        status="preliminary" if any(report.status == "preliminary" for report in known) else given.status,
    )
    return _whole_or_so_far(goal, there, is_whole=given.year == last)


def mean_of(values: Sequence[float], averages: str) -> float:
    """The mean of yearly values: compound for growth in percent, arithmetic for amounts."""
    if averages == "rate":
        factor = 1.0
        for value in values:
            factor *= 1 + value / 100
        # A fall by all there is leaves nothing to grow from.
        return round(float(max(factor, 0.0) ** (1 / len(values)) - 1) * 100, DECIMALS)
    return round(float(sum(map(exact, values), Fraction(0)) / len(values)), DECIMALS)


def _each_year(goal: Goal, given: Grade, known: Sequence[Report]) -> Grade:
    """A target for each year: the weakest of the years known is compared with it."""
    if not all(goal.is_followed_by(report.definition_zh) for report in known):
        return replace(given, grade="redefined", rule="definition", bar=None, nearly=None)
    pick = max if goal.operator == "≤" else min
    weakest = pick(known, key=lambda report: report.value)
    there = replace(
        given, rule="each_year", value=weakest.value, used=tuple(report.id for report in known), status=weakest.status
    )
    return _whole_or_so_far(goal, there, is_whole=given.year == goal.target_year)


def _whole_or_so_far(goal: Goal, there: Grade, *, is_whole: bool) -> Grade:
    """A number of several years against the target: in the last year the grade, before it the course."""
    assert there.value is not None
    assert there.bar is not None
    if not is_whole:
        return replace(there, grade=_course(goal, there.value, there.bar), on_path=there.bar)
    met = is_met(goal, exact(there.value), exact(there.bar))
    return replace(there, grade="reached" if met else _below(goal, there))


def _by_person(given: Grade, rule: str, judgement: Judgement | None) -> Grade:
    """What no rule can judge: waits for a person, or has a person's grade with name, date and reason."""
    if judgement is None:
        return replace(given, grade="by_person", rule=rule)
    return replace(given, grade=judgement.grade, rule="person", judgement=judgement)


def tally(grades: Sequence[Grade], codes: Sequence[str]) -> Iterator[tuple[str, int]]:
    """How many there are of each grade; a target that repeats an indicator of its plan is not counted again."""
    counted = [entry.grade for entry in grades if not entry.goal.restates]
    for code in codes:
        yield code, counted.count(code)
