"""A grade as its readers see it: what is judged, baseline, target, values and grade, each a fact with its evidence.

Page, board, report, workbook and slides read these facts, so they say the same of every indicator and target.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from g60.ask.judging import OTHER_DOCUMENTS, Judging
from g60.catalog.catalog import CATALOGS_KEPT, Catalog, Citation
from g60.catalog.goals import CITY
from g60.contract.codes import TARGET_GRADES
from g60.contract.i18n import LANGUAGES, text
from g60.contract.quantities import Quantity, scope_text, unit_text
from g60.evidence import figures
from g60.evidence.actuals import PRELIMINARY, Report
from g60.evidence.facts import MISSING, Fact
from g60.evidence.lookup import subject_name
from g60.evidence.sentence import plan_name
from g60.review.evaluation import (
    Grade,
    Setting,
    evaluate,
    formula,
    goal_name,
    nature_text,
    reason,
    setting_text,
    shown,
)
from g60.review.evaluation import counts as counted_grades

# Rules that go by the baseline too.
FROM_BASELINE = ("line", "growth")
# Rules that take one number out of the values of several years.
OF_YEARS = ("rate", "mean", "each_year")
# Decimals of what is computed from several years, as it is shown; the formula has six.
AVERAGE_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Judged:
    """One indicator or target as facts. `values` are the reported ones, one for each of `reports`.

    `compared` is the value that the rule took: of one year, or computed from several.
    """

    grade: Grade
    baseline: Fact
    target: Fact
    values: tuple[Fact, ...]
    compared: Fact
    verdict: Fact

    @property
    def id(self) -> str:
        """The id of the indicator or target."""
        return self.grade.indicator

    @property
    def reports(self) -> tuple[Report, ...]:
        """Every value known of it."""
        return self.grade.reports

    @property
    def averages(self) -> bool:
        """Whether the rule took what it computed from the values of several years."""
        return self.grade.rule in OF_YEARS and self.grade.value is not None


def setting_of(judging: Judging) -> Setting:
    """The setting of the rules that an address asks for."""
    usual = Setting()
    return Setting(
        float(judging.nearly) if judging.nearly else usual.nearly,
        float(judging.about) if judging.about else usual.about,
        judging.path or usual.path,
    )


def plans_judged(catalog: Catalog) -> list[str]:
    """The plans with something to judge, the newest first; then the other documents, where they set targets."""
    held = {grade.goal.plan for grade in _grades(catalog, Setting())}
    plans = [str(plan) for plan in reversed(catalog.tables.plans.index) if str(plan) in held]
    return [*plans, *([OTHER_DOCUMENTS] if "" in held else [])]


def plan_title(catalog: Catalog, plan: str, lang: str) -> str:
    """The name of a plan, or of what is no plan."""
    return text("evaluation_other", lang) if plan == OTHER_DOCUMENTS else plan_name(catalog, plan, lang)


def judged(catalog: Catalog, plan: str, setting: Setting) -> tuple[Judged, ...]:
    """Every indicator and target of a plan, without the targets that repeat an indicator of its table."""
    own = "" if plan == OTHER_DOCUMENTS else plan
    goals = ((entry, entry.grade.goal) for entry in _all(catalog, setting))
    return tuple(entry for entry, goal in goals if goal.plan == own and not goal.restates)


def counts(entries: Iterable[Judged]) -> dict[str, int]:
    """How many there are of each grade, in the order of the grades, with the zeros."""
    return counted_grades(tuple(entry.grade for entry in entries))


def tally(entries: Iterable[Judged], code: str) -> Fact:
    """The number of entries with a grade, as a derived fact."""
    found = [entry for entry in entries if entry.grade.grade == code]
    notes = (text("evaluation_counted", lang, grade=text(f"grade_{code}", lang)) for lang in LANGUAGES)
    return Fact("grades", str(len(found)), Citation("derived", (), "", (), *notes))


@lru_cache(maxsize=CATALOGS_KEPT)
def _grades(catalog: Catalog, setting: Setting) -> tuple[Grade, ...]:
    return evaluate(catalog, "", setting)


@lru_cache(maxsize=2 * CATALOGS_KEPT)
def _all(catalog: Catalog, setting: Setting) -> tuple[Judged, ...]:
    targets = {
        entry.id: entry.fact
        for subject in dict.fromkeys(catalog.tables.targets["subject"])
        for entry in figures.targets(catalog, subject)
    }
    return tuple(_as_facts(catalog, grade, targets) for grade in _grades(catalog, setting))


def _as_facts(catalog: Catalog, grade: Grade, targets: dict[str, Fact]) -> Judged:
    stated = targets.get(grade.indicator)
    target = replace(stated, field="target") if stated else _number(catalog, grade, "target")
    values = tuple(_value(grade, report) for report in grade.reports)
    baseline = _number(catalog, grade, "baseline")
    compared = _compared(catalog, grade, values)
    return Judged(grade, baseline, target, values, compared, _verdict(catalog, grade, baseline, target, values))


def _number(catalog: Catalog, grade: Grade, field: str) -> Fact:
    """The baseline or the target of an indicator, with its unit."""
    number = getattr(grade.goal, field)
    cited = catalog.citation(grade.indicator, field) or MISSING
    if number is None:
        missing = cited if cited.evidence == "missing" else MISSING
        return Fact(field, None, missing)
    operator, year = (grade.operator, grade.target_year) if field == "target" else ("=", grade.goal.baseline_year)
    basis = ""
    if grade.indicator in catalog.tables.indicators.index and field == "baseline":
        basis = str(catalog.tables.indicators.at[grade.indicator, "baseline_basis_zh"])
    quantity = Quantity(operator, shown(number), "", grade.goal.unit, year="" if year is None else str(year))
    return Fact(field, quantity, cited, grade.indicator, basis)


def _value(grade: Grade, report: Report) -> Fact:
    quantity = Quantity("=", shown(report.value), "", grade.goal.unit, year=str(report.year))
    stated = report.id == grade.indicator
    return Fact("actual", quantity, report.citation, report.id if stated else "")


def _compared(catalog: Catalog, grade: Grade, values: Sequence[Fact]) -> Fact:
    """The value that the rule took, computed where it took several; missing where it took none."""
    pairs = list(zip(grade.reports, values, strict=True))
    if grade.rule in OF_YEARS and grade.value is not None:
        used = [fact.citation for report, fact in pairs if report.id in grade.used and report.counts]
        cited = figures.merged(used)
        notes = (text("evaluation_formula", lang, formula=formula(grade, lang)) for lang in LANGUAGES)
        quantity = Quantity("=", shown(round(grade.value, AVERAGE_DECIMALS)), "", grade.goal.unit)
        return Fact("actual", quantity, Citation("derived", cited.source, cited.locator, cited.line, *notes))
    found = [fact for report, fact in pairs if report.counts and report.year == grade.year]
    return found[-1] if found else Fact("actual", None, MISSING)


def _verdict(catalog: Catalog, grade: Grade, baseline: Fact, target: Fact, values: Sequence[Fact]) -> Fact:
    """The grade as a fact: its note has the rule, the numbers, the formula and the setting; it cites what it used."""
    used = [fact for report, fact in zip(grade.reports, values, strict=True) if report.id in grade.used]
    inputs = [target, *used, *([baseline] if grade.rule in FROM_BASELINE else [])]
    cited = figures.merged([fact.citation for fact in inputs])
    notes = ("\n".join(_told(catalog, grade, used, lang)) for lang in LANGUAGES)
    evidence = "reported" if grade.judgement is not None else "derived"
    return Fact("grade", grade.grade, Citation(evidence, cited.source, cited.locator, cited.line, *notes))


def _told(catalog: Catalog, grade: Grade, used: Sequence[Fact], lang: str) -> list[str]:
    """Why a grade is as it is, line by line: rule, numbers, formula, who reported the values, setting."""
    sums = formula(grade, lang)
    lines = [
        text("evaluation_rule", lang, rule=text(f"grade_rule_{grade.rule}", lang)),
        reason(catalog, grade, lang),
        text("evaluation_formula", lang, formula=sums) if sums else "",
    ]
    for fact in used:
        note = fact.citation.note if lang == "zh" else fact.citation.note_en
        if fact.evidence == "reported" and isinstance(fact.value, Quantity):
            lines.append(text("evaluation_value_from", lang, year=fact.value.year, note=note))
    if grade.value is not None and grade.judgement is None:
        lines.append(setting_text(grade.setting, lang))
    lines.append(text("grade_nature", lang, nature=nature_text(grade, lang)))
    return [line for line in lines if line]


# Names -------------------------------------------------------------------------------------------


def name(catalog: Catalog, entry: Judged, lang: str) -> str:
    """What is judged: the name of an indicator; of a target of an area or carrier, whose it is too."""
    named = goal_name(catalog, entry.id, lang)
    if entry.grade.subject == CITY:
        return named
    whose = subject_name(catalog, entry.grade.subject, lang)
    return text("of_indicator", lang, name=whose, field=named)


def unit(entry: Judged, lang: str) -> str:
    """The unit of its values."""
    return unit_text(entry.grade.goal.unit, lang)


def extent(entry: Judged, lang: str) -> str:
    """What a target is a share or part of; empty where the document does not say."""
    return scope_text(entry.target.value, lang) if isinstance(entry.target.value, Quantity) else ""


def status_words(entry: Judged, lang: str) -> str:
    """Year and status of the value that is judged, as in 2024, preliminary; empty where there is none."""
    if entry.grade.year is None:
        return ""
    if entry.averages:
        used = [report.year for report in entry.reports if report.id in entry.grade.used and report.counts]
        years = text("missing_span", lang, first=used[0], last=used[-1]) if len(used) > 1 else str(used[0])
        return text(f"evaluation_of_{entry.grade.rule}", lang, years=years)
    status = f"status_{entry.grade.status}" if entry.grade.status else ""
    parts = (str(entry.grade.year), text(status, lang) if status else "")
    return " · ".join(part for part in parts if part)


# The small line ----------------------------------------------------------------------------------


def spark(catalog: Catalog, entry: Judged, lang: str) -> dict[str, Any] | None:
    """Its values over the years with the target, as the browser draws them; None where there is no number to draw."""
    grade = entry.grade
    if grade.target is None:
        return None
    kept = [report for report in entry.reports if report.counts]
    points = [[report.year, report.value, report.status == PRELIMINARY] for report in kept]
    goal = grade.goal
    start = [goal.baseline_year, goal.baseline] if goal.baseline is not None and goal.baseline_year else None
    years = [report.year for report in kept]
    years += [year for year in (goal.baseline_year if start else None, grade.target_year) if year is not None]
    if not years:
        return None
    return {
        "label": _in_words(catalog, entry, kept, lang),
        "points": points,
        "baseline": start,
        "target": grade.target,
        "high": grade.target_high,
        "years": [min(years), max(years)],
    }


def _in_words(catalog: Catalog, entry: Judged, kept: Sequence[Report], lang: str) -> str:
    grade = entry.grade
    said = [
        text("evaluation_point", lang, year=report.year, value=shown(report.value), status=_status(report, lang))
        for report in kept
    ]
    start = grade.goal.baseline
    if start is not None:
        said.insert(0, text("evaluation_baseline", lang, year=grade.goal.baseline_year or "", value=shown(start)))
    told = text("comma", lang).join(said) or text("grade_no_data", lang)
    goal = text("chart_target", lang, value=shown(grade.target or 0))
    return text("evaluation_spark", lang, name=name(catalog, entry, lang), values=told, target=goal)


def _status(report: Report, lang: str) -> str:
    return text(f"status_{report.status}", lang)


__all__ = [
    "TARGET_GRADES",
    "Judged",
    "counts",
    "extent",
    "judged",
    "name",
    "plan_title",
    "plans_judged",
    "setting_of",
    "spark",
    "status_words",
    "tally",
    "unit",
]
