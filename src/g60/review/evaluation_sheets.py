"""The grades as sheets of a workbook that another program can recompute (decision 19): codes, numbers and words.

Every file of the evaluation that holds these sheets takes them from here; the first row of each names its columns.
"""

from __future__ import annotations

from collections.abc import Sequence

from g60.catalog.catalog import Catalog
from g60.evidence.actuals import Report
from g60.review.evaluation import formula, goal_name, reason
from g60.review.grading import Grade, Setting

Cell = str | float | int | None
Sheet = list[list[Cell]]
# The parts of a cell that holds several, one on each line.
PARTS = "\n"

GRADES = (
    *("plan", "subject", "indicator", "name", "unit", "operator", "target", "target_high", "target_year"),
    *("baseline", "baseline_year", "baseline_basis", "period", "scope", "definitions", "nature", "restates"),
    *("year", "value", "threshold", "nearly", "path", "on_path", "reached_in", "grade", "rule", "reason", "formula"),
)
# The columns of `grades` that are of the indicator or target itself.
OF_THE_GOAL = (
    *("plan", "unit", "baseline", "baseline_year", "baseline_basis", "period", "scope", "nature", "restates"),
)
REPORTS = (*("indicator", "id", "year", "value", "status", "known_on", "definition", "reporter", "source", "counts"),)
JUDGEMENTS = ("indicator", "id", "grade", "person", "judged_on", "reason")
SETTINGS = ("setting", "value")


def sheets(catalog: Catalog, grades: Sequence[Grade], setting: Setting, lang: str) -> dict[str, Sheet]:
    """The sheets by their names: the grades, every value behind them, the judgements by people, the settings."""
    reports: Sheet = [[entry.indicator, *_of_report(report)] for entry in grades for report in entry.reports]
    judged: Sheet = [
        [entry.indicator, given.id, given.grade, given.person_zh, given.judged_on, given.reason_zh]
        for entry in grades
        if (given := entry.judgement) is not None
    ]
    settings: Sheet = [["nearly", setting.nearly], ["about", setting.about], ["path", setting.path]]
    return {
        "grades": [[*GRADES], *(_of_grade(catalog, entry, lang) for entry in grades)],
        "reports": [[*REPORTS], *reports],
        "judgements": [[*JUDGEMENTS], *judged],
        "settings": [[*SETTINGS], *settings],
    }


def _of_grade(catalog: Catalog, entry: Grade, lang: str) -> list[Cell]:
    goal = entry.goal
    told: dict[str, Cell] = {
        "name": goal_name(catalog, entry.indicator, lang),
        "definitions": PARTS.join(goal.definitions),
        "threshold": entry.bar,
        "reason": reason(catalog, entry, lang),
        "formula": formula(entry, lang),
    }
    told |= {column: getattr(goal, column) for column in OF_THE_GOAL}
    return [told[column] if column in told else getattr(entry, column) for column in GRADES]


def _of_report(report: Report) -> list[Cell]:
    return [
        *(report.id, report.year, report.value, report.status, report.known_on),
        *(report.definition_zh, report.reporter_zh, report.source_zh, "yes" if report.counts else ""),
    ]
