"""The plans' indicators as numbers: baseline, actual, target, and the values computed from them.

A plan prints its indicators in tables. A table either looks back, where the plan states what was reached, or ahead.
A value that the plan does not state is missing, and so is every value computed from it. Values reported after the plan
are in `actuals.csv`, each with its own source.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

from g60.catalog.catalog import Catalog, Citation
from g60.checks.actuals import follows
from g60.contract.i18n import LANGUAGES, text
from g60.evidence.actuals import Report, reports_of
from g60.evidence.facts import MISSING, Entity, Fact
from g60.evidence.sentence import plan_name

STATED = (
    *("unit_of_measure", "baseline", "baseline_year", "baseline_basis_zh", "actual", "actual_year"),
    *("target", "target_year", "period", "status_zh"),
)
# The test whether an actual value reaches a target, by the target's operator. Other operators cannot be compared.
REACHES = {"=": operator.ge, "≥": operator.ge, ">": operator.gt, "≤": operator.le}
# The plan's own status of an indicator, and whether it means "reached".
STATUS = {"完成": True, "未完成": False}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator as numbers; None is not stated. `reported` is the actual value as it was reported, if it was."""

    id: str
    unit: str
    operator: str
    baseline: float | None
    baseline_year: int | None
    actual: float | None
    actual_year: int | None
    target: float
    target_year: int
    status: str = ""
    reported: Report | None = None
    baseline_basis: str = ""
    period: str = ""
    redefined: bool = False  # the actual value follows another definition than the target

    @property
    def incomparable(self) -> str:
        """Why no change from the baseline can be computed, as the code of a text; empty where it can."""
        if self.period:
            return "indicator_is_rate"
        return "indicator_other_basis" if self.baseline_basis else ""

    @property
    def is_share(self) -> bool:
        """Whether its unit is percent, so that its change can be given in percentage points too."""
        return self.unit == "%"


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """One table of a plan with its indicators; `looks_back`: the plan states what was reached."""

    plan: str
    table: str
    looks_back: bool
    entries: tuple[Indicator, ...]

    def title(self, catalog: Catalog, lang: str) -> str:
        """The number of the table, and the plan with its years."""
        return text("indicators_table", lang, table=self.table, plan=plan_name(catalog, self.plan, lang))

    def target_year(self) -> str:
        """The year of the targets where all have the same; empty otherwise."""
        years = {entry.target_year for entry in self.entries}
        return str(years.pop()) if len(years) == 1 else ""


def indicator_tables(catalog: Catalog) -> list[IndicatorTable]:
    """The tables of indicators, plan by plan, each in the order of the file."""
    rows = catalog.tables.indicators
    found = []
    for plan in catalog.tables.plans.index:
        own = rows[rows["plan"] == plan]
        for table in own["table"].unique():
            of_table = own[own["table"] == table]
            entries = tuple(_indicator(catalog, str(code)) for code in of_table.index)
            found.append(IndicatorTable(str(plan), str(table), bool((of_table["actual"] != "").any()), entries))
    return found


def indicator_name(catalog: Catalog, code: str, lang: str) -> str:
    """The name of an indicator in a language."""
    return str(catalog.tables.indicators.at[code, f"name_{lang}"])


def _indicator(catalog: Catalog, code: str) -> Indicator:
    row = cast("dict[str, str]", catalog.tables.indicators.loc[code].to_dict())
    counting = [report for report in reports_of(catalog, code) if report.counts]
    entered = None if row["actual"] or not counting else counting[-1]
    return Indicator(
        code,
        row["unit_of_measure"],
        row["operator"],
        _number(row["baseline"]),
        _year(row["baseline_year"]),
        _number(row["actual"]) if entered is None else entered.value,
        _year(row["actual_year"]) if entered is None else entered.year,
        float(row["target"]),
        int(row["target_year"]),
        row["status_zh"],
        entered,
        row["baseline_basis_zh"],
        row["period"],
        entered is not None and not follows(entered.definition_zh, (row["name_zh"],)),
    )


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _year(cell: str) -> int | None:
    return int(cell) if cell else None


# Arithmetic ----------------------------------------------------------------------------------


def yearly_growth(start: float | None, end: float | None, years: int | None) -> float | None:
    """Compound growth in percent a year: (end ÷ start)^(1 ÷ years) − 1; None if it is not defined."""
    if start is None or end is None or not years or years < 0 or start <= 0 or end <= 0:
        return None
    return float(((end / start) ** (1 / years) - 1) * 100)


def years_to_target(indicator: Indicator) -> int | None:
    """Years from the baseline to the target."""
    return None if indicator.baseline_year is None else indicator.target_year - indicator.baseline_year


def years_to_actual(indicator: Indicator) -> int | None:
    """Years from the baseline to the actual value."""
    if indicator.baseline_year is None or indicator.actual_year is None:
        return None
    return indicator.actual_year - indicator.baseline_year


def needed_growth(indicator: Indicator) -> float | None:
    """Growth in percent a year that is needed from the baseline to the target."""
    if indicator.incomparable:
        return None
    return yearly_growth(indicator.baseline, indicator.target, years_to_target(indicator))


def amount_growth(indicator: Indicator) -> float | None:
    """The yearly growth that an amount needs; None for a share, whose relative growth misleads: it needs points."""
    return None if indicator.is_share else needed_growth(indicator)


def needed_points(indicator: Indicator) -> float | None:
    """Percentage points a year from the baseline to the target; None if the indicator is not a share."""
    return _points(indicator, indicator.target, years_to_target(indicator))


def grown_points(indicator: Indicator) -> float | None:
    """Percentage points a year from the baseline to the actual value of a share."""
    return None if indicator.redefined else _points(indicator, indicator.actual, years_to_actual(indicator))


def _points(indicator: Indicator, end: float | None, years: int | None) -> float | None:
    if not indicator.is_share or indicator.incomparable or indicator.baseline is None or end is None or not years:
        return None
    return (end - indicator.baseline) / years


def growth(indicator: Indicator) -> float | None:
    """Growth in percent a year from the baseline to the actual value."""
    if indicator.incomparable or indicator.redefined:
        return None
    return yearly_growth(indicator.baseline, indicator.actual, years_to_actual(indicator))


def ratio(indicator: Indicator) -> float | None:
    """The actual value in percent of the target; None where it follows another definition."""
    if indicator.redefined:
        return None
    return None if indicator.actual is None or not indicator.target else indicator.actual / indicator.target * 100


def progress(indicator: Indicator) -> float | None:
    """(actual − baseline) ÷ (target − baseline) in percent; it may be below 0 or above 100."""
    if indicator.incomparable or indicator.redefined or indicator.actual is None or indicator.baseline is None:
        return None
    if indicator.target == indicator.baseline:
        return None
    return (indicator.actual - indicator.baseline) / (indicator.target - indicator.baseline) * 100


def reached(indicator: Indicator) -> bool | None:
    """Whether the actual value reaches the target, by the numbers; None if they cannot be compared."""
    compare = None if indicator.redefined else REACHES.get(indicator.operator)
    return None if compare is None or indicator.actual is None else bool(compare(indicator.actual, indicator.target))


def disagrees(indicator: Indicator) -> bool:
    """Whether the plan's status of an indicator contradicts its numbers."""
    said, found = STATUS.get(indicator.status), reached(indicator)
    return said is not None and found is not None and said != found


# Facts ---------------------------------------------------------------------------------------


def indicator_facts(catalog: Catalog, indicator: Indicator) -> Entity:
    """An indicator as facts: first the stated or reported values, then the computed ones, each with its evidence."""
    row = cast("dict[str, str]", catalog.tables.indicators.loc[indicator.id].to_dict())
    stated = {
        field: Fact(field, row[field] or None, catalog.citation(indicator.id, field) or MISSING, indicator.id)
        for field in STATED
    }
    stated["baseline"] = replace(stated["baseline"], definition=row["baseline_basis_zh"])
    if indicator.reported is not None:
        cited = indicator.reported.citation
        stated["actual"] = Fact("actual", f"{indicator.actual:.15g}", cited)
        stated["actual_year"] = Fact("actual_year", str(indicator.actual_year), cited)
    return Entity(indicator.id, "indicator", (*stated.values(), *_derived(indicator, stated)))


def _derived(indicator: Indicator, stated: Mapping[str, Fact]) -> Iterator[Fact]:
    """The computed values; each formula is written out with its numbers."""
    start, end, target = (stated[field] for field in ("baseline", "actual", "target"))
    why, first = indicator.incomparable, stated["baseline_year"]
    other = "indicator_redefined" if indicator.redefined else ""
    rate = "share_growth" if indicator.is_share else "growth"
    spans = (
        ("needed", {"start": start, "end": target, "year": first}, years_to_target(indicator)),
        ("grown", {"start": start, "end": end, "year": first}, years_to_actual(indicator)),
    )
    points = {"needed": needed_points(indicator), "grown": grown_points(indicator)}
    rates = {"needed": needed_growth(indicator), "grown": growth(indicator)}
    for span, inputs, years in spans:
        because = why or (other if span == "grown" else "")
        if indicator.is_share:
            steps = None if points[span] is None else f"{points[span]:.6g}"
            yield _result(f"{span}_points", steps, "points", inputs, because, years=years)
        field = "growth" if span == "grown" else "needed_growth"
        yield _result(field, _percent(rates[span], 2), rate, inputs, because, years=years)
    yield _result("ratio", _percent(ratio(indicator), 1), "ratio", {"actual": end, "target": target}, other)
    done = {"start": start, "actual": end, "target": target}
    yield _result("progress", _percent(progress(indicator), 1), "progress", done, why or other)
    verdict = reached(indicator)
    word = None if verdict is None else "reached" if verdict else "not_reached"
    yield _result("reached", word, str(word or "reached"), {"actual": end, "target": target}, other)


def _percent(value: float | None, digits: int) -> str | None:
    return None if value is None else f"{value:.{digits}f} %"


def _result(
    field: str, value: str | None, formula: str, inputs: Mapping[str, Fact], why: str = "", **values: object
) -> Fact:
    """A derived fact with its formula and the citations of its inputs; missing, with the reason, if an input is.

    `why` is the code of the text that says why nothing is computed though no input is missing.
    """
    if value is None and why:
        zh, en = (text(why, lang) for lang in LANGUAGES)
        return Fact(field, None, Citation("missing", note=zh, note_en=en))
    if value is None:
        gaps = [fact.field for fact in inputs.values() if fact.value is None]
        zh, en = (text("indicator_gap", lang, names=_labels(gaps, lang)) for lang in LANGUAGES)
        return Fact(field, None, Citation("missing", note=zh, note_en=en))
    numbers = {name: str(fact.value) for name, fact in inputs.items()} | {"value": value} | values
    guessed = [fact.field for fact in inputs.values() if fact.evidence == "inferred"]
    zh, en = (
        text(f"formula_{formula}", lang, **numbers)
        + (text("indicator_inferred", lang, names=_labels(guessed, lang)) if guessed else "")
        for lang in LANGUAGES
    )
    cited = [fact.citation for fact in inputs.values()]
    places = [(citation.source[0], line) for citation in cited if citation.source for line in citation.line]
    locator = "; ".join(dict.fromkeys(citation.locator for citation in cited if citation.locator))
    sources, lines = tuple(place[0] for place in places), tuple(place[1] for place in places)
    return Fact(field, value, Citation("derived", sources, locator, lines, zh, en))


def _labels(fields: Iterable[str], lang: str) -> str:
    return text("comma", lang).join(text(f"field_{field}", lang) for field in fields)
