"""What is missing for an evaluation, and from whom it must come.

No document says who reports which indicator. Who reported it before is asked again; otherwise whoever the subject
belongs to is: the county of an area or carrier, the issuer of the plan for the city. The list says which of these it
went by.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

import pandas as pd

from g60.catalog.catalog import Catalog
from g60.catalog.goals import CITY
from g60.contract.codes import LIST_SEPARATOR, WIDER_SUBJECTS, split
from g60.contract.i18n import text
from g60.contract.translations import translated
from g60.review.judged import Judged

# Grades that more values would change.
OPEN_GRADES = ("no_data", "on_course", "behind", "redefined")
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who is asked: a code, the name in both languages, and why they are (reported, belongs, issued, nobody)."""

    code: str
    name_zh: str
    name_en: str
    basis: str

    def name(self, lang: str) -> str:
        """The name in a language."""
        return self.name_zh if lang == "zh" else self.name_en


@dataclass(frozen=True, slots=True)
class Gap:
    """The years for which an indicator or target has no value; none where its target names no year."""

    entry: Judged
    years: tuple[int, ...]
    reporter: Reporter

    def years_text(self, lang: str) -> str:
        """The years as people write them: one, a span, or several; the newest value where no year is named."""
        if not self.years:
            return text("missing_newest", lang)
        first, last = self.years[0], self.years[-1]
        if len(self.years) > 2 and last - first + 1 == len(self.years):
            return text("missing_span", lang, first=first, last=last)
        return text("comma", lang).join(map(str, self.years))


def gaps(catalog: Catalog, entries: Iterable[Judged]) -> list[Gap]:
    """What is missing of each indicator and target that more values could judge, in their order."""
    found = []
    for entry in entries:
        if entry.grade.grade not in OPEN_GRADES or entry.grade.target is None:
            continue
        years = _wanted(catalog, entry)
        if years or not entry.reports:
            found.append(Gap(entry, years, reporter(catalog, entry)))
    return found


def by_reporter(found: Iterable[Gap]) -> dict[Reporter, list[Gap]]:
    """What is missing, reporter by reporter, those first of whom the most is missing."""
    asked: dict[Reporter, list[Gap]] = {}
    for gap in found:
        asked.setdefault(gap.reporter, []).append(gap)
    return dict(sorted(asked.items(), key=lambda item: -len(item[1])))


def _wanted(catalog: Catalog, entry: Judged) -> tuple[int, ...]:
    """The years whose values are not known: of an indicator all of its plan, of a target in a text its own year."""
    grade = entry.grade
    if grade.target_year is None:
        return ()
    known = {report.year for report in entry.reports if report.counts}
    if grade.grade == "redefined" and grade.year is not None:
        known.discard(grade.year)
    first = grade.target_year
    if grade.goal.period:
        first = int(grade.goal.period[:4])
    elif entry.id in catalog.tables.indicators.index:
        first = _start_of(catalog, grade.goal.plan, first)
    return tuple(year for year in range(first, grade.target_year + 1) if year not in known)


def _start_of(catalog: Catalog, plan: str, otherwise: int) -> int:
    plans = catalog.tables.plans
    given = str(plans.at[plan, "start_year"]) if plan in plans.index else ""
    return int(given) if given else otherwise


def reporter(catalog: Catalog, entry: Judged) -> Reporter:
    """Who is asked for the values of an indicator or target. Who reported them and is asked anyway is asked once."""
    responsible = _responsible(catalog, entry)
    entered = [report for report in entry.reports if report.id != entry.id and report.reporter_zh]
    if entered:
        name = max(entered, key=lambda report: (report.year, report.known_on)).reporter_zh
        if name != responsible.name_zh:
            return Reporter(name, name, name, "reported")
    return responsible


def _responsible(catalog: Catalog, entry: Judged) -> Reporter:
    """Whose the subject of an indicator or target is."""
    subject = entry.grade.subject
    if subject == CITY:
        return _issuer(catalog, entry.grade.goal.plan)
    if subject in WIDER_SUBJECTS:
        return Reporter(subject, text(f"name_{subject}", "zh"), text(f"name_{subject}", "en"), "belongs")
    unit = subject if subject in catalog.units.index else _unit_of(catalog, subject)
    if not unit:
        return Reporter(NOBODY, text("missing_nobody", "zh"), text("missing_nobody", "en"), NOBODY)
    row = cast("pd.Series[Any]", catalog.units.loc[unit])
    return Reporter(unit, str(row["name_zh"]), str(row["name_en"]), "belongs")


def _unit_of(catalog: Catalog, subject: str) -> str:
    return catalog.unit_of(subject)


def _issuer(catalog: Catalog, plan: str) -> Reporter:
    """Who issued the documents of a plan; where it is none's, nobody is known."""
    plans = catalog.tables.plans
    sources = split(str(plans.at[plan, "sources"])) if plan in plans.index else ()
    issuers = [str(catalog.sources.at[source, "issuer_zh"]) for source in sources if source in catalog.sources.index]
    named = "、".join(dict.fromkeys(part for cell in issuers for part in cell.split(LIST_SEPARATOR) if part))
    if not named:
        return Reporter(NOBODY, text("missing_nobody", "zh"), text("missing_nobody", "en"), NOBODY)
    return Reporter(CITY, named, text("missing_issuer", "en", name=translated(named, "en") or named), "issued")
