"""The charts of an evaluation: how many of each grade, values in percent of their targets, values over the years."""

from __future__ import annotations

from g60.contract.i18n import text
from g60.evidence.codes import EVIDENCE_SIGNS
from g60.export.evaluation_text import COMPARED, EvaluationText
from g60.export.office.charts import Bars, Lines, Series
from g60.review.judged import Judged, unit

COUNTED = EVIDENCE_SIGNS["derived"]


def counts_chart(said: EvaluationText) -> Bars | None:
    """How many there are of each grade that occurs, the first grade on top."""
    found = [(f"{said.grade(code)} {COUNTED}", float(count)) for code, count in said.counts.items() if count]
    if not found:
        return None
    return Bars(text("evaluation_chart_counts", said.lang), "", tuple(reversed(found)))


def ratio_chart(said: EvaluationText) -> Bars | None:
    """The values in percent of their targets, the first one on top."""
    found = []
    for entry in said.of(COMPARED):
        ratio = said.ratio(entry)
        if ratio is not None:
            found.append((f"{said.name(entry)} {said.verdict_place(entry).replace(' ', '')}", ratio))
    return Bars(text("evaluation_chart_ratio", said.lang), "%", tuple(reversed(found))) if found else None


def years_chart(said: EvaluationText, entry: Judged) -> Lines | None:
    """The values of an indicator over the years with its target as a line across; None for one without a number.

    Preliminary values say so at their year.
    """
    grade, lang = entry.grade, said.lang
    if grade.target is None:
        return None
    values: dict[int, tuple[str, float]] = {}
    if grade.goal.baseline is not None and grade.goal.baseline_year is not None:
        values[grade.goal.baseline_year] = (said.code(entry.baseline), grade.goal.baseline)
    for report, fact in zip(entry.reports, entry.values, strict=True):
        if report.counts:
            uncertain = f" {said.status(report)}" if report.status == "preliminary" else ""
            values[report.year] = (said.code(fact, report) + uncertain, report.value)
    if not values:
        return None
    years = sorted({*values, *([grade.target_year] if grade.target_year is not None else [])})
    names = tuple(f"{year} {values[year][0]}" if year in values else str(year) for year in years)
    drawn = tuple(values[year][1] if year in values else None for year in years)
    goal = text("evaluation_series_target", lang, mark=said.code(entry.target))
    series = [Series(text("evaluation_series_value", lang), drawn), Series(goal, (grade.target,) * len(years), True)]
    if grade.target_high is not None:
        high = text("evaluation_series_high", lang, mark=said.code(entry.target))
        series.append(Series(high, (grade.target_high,) * len(years), True))
    return Lines(said.name(entry), unit(entry, lang), names, tuple(series))
