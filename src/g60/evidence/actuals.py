"""The values reported of an indicator or target after the plan, with the one that counts for each year.

A revision is a row of its own: the earlier value stays, and only one value of a year counts. A preliminary value never
counts beside a final or revised one. Among the others the one that is known last counts; of one day, the revised one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

import pandas as pd

from g60.catalog.catalog import Catalog, Citation
from g60.catalog.goals import CITY
from g60.contract.codes import STATUSES, split
from g60.contract.i18n import text
from g60.contract.quantities import Quantity
from g60.evidence.facts import Fact
from g60.evidence.figures import measure_name

PRELIMINARY, FINAL = STATUSES[:2]


@dataclass(frozen=True, slots=True)
class Report:
    """One value as it was reported, or as the plan states it; `counts` marks the one that counts for its year."""

    id: str
    year: int
    value: float
    status: str
    definition_zh: str
    known_on: str
    reporter_zh: str
    source_zh: str
    counts: bool
    citation: Citation

    @property
    def rank(self) -> tuple[bool, str, int]:
        """The order of the values of one year: the last one counts."""
        return self.status != PRELIMINARY, self.known_on, STATUSES.index(self.status)


def reports_of(catalog: Catalog, indicator: str) -> tuple[Report, ...]:
    """Every value known of an indicator or target, by year; of one year, the one that counts stands last."""
    found = [_entered(row_id, row) for row_id, row in catalog.tables.entered.get(indicator, ())]
    found += _stated(catalog, indicator)
    return marked(found)


def marked(found: Iterable[Report]) -> tuple[Report, ...]:
    """Reports in order of year, those of one year in order of rank, with the last of each year marked."""
    ranked = sorted(found, key=lambda report: (report.year, report.rank))
    last = {report.year: place for place, report in enumerate(ranked)}
    return tuple(replace(report, counts=last[report.year] == place) for place, report in enumerate(ranked))


def _entered(row_id: str, row: Mapping[str, str]) -> Report:
    """A row of the actual values; its citation is what the row names as its source."""
    told = {name.removesuffix("_zh"): row[name] for name in ("definition_zh", "reporter_zh", "source_zh")}
    told["known"] = row["known_on"]
    said = Citation("reported", note=text("reported_by", "zh", **told), note_en=text("reported_by", "en", **told))
    words = (row["status"], row["definition_zh"], row["known_on"], row["reporter_zh"], row["source_zh"])
    return Report(row_id, int(row["year"]), float(row["value"]), *words, counts=False, citation=said)


def _stated(catalog: Catalog, indicator: str) -> list[Report]:
    """The value that the plan itself states of its indicator, where its table looks back."""
    table = catalog.tables.indicators
    if indicator not in table.index or not table.at[indicator, "actual"] or not table.at[indicator, "actual_year"]:
        return []
    row = cast("dict[str, str]", table.loc[indicator].to_dict())
    cited = catalog.citation(indicator, "actual") or Citation("missing")
    documents = [cast("pd.Series[Any]", catalog.sources.loc[source]) for source in cited.source]
    words = (
        max((str(document["date"]) for document in documents), default=""),
        "、".join(dict.fromkeys(part for document in documents for part in split(str(document["issuer_zh"])))),
        " ".join([*(f"《{document['title_zh']}》" for document in documents), cited.locator]),
    )
    year, value = int(row["actual_year"]), float(row["actual"])
    return [Report(indicator, year, value, FINAL, row["name_zh"], *words, counts=False, citation=cited)]


def subject_of(catalog: Catalog, indicator: str) -> str:
    """Whose indicator or target it is: the city, or the id of an area, a carrier, a unit."""
    targets = catalog.tables.targets
    return str(targets.at[indicator, "subject"]) if indicator in targets.index else CITY


def reported(catalog: Catalog, subject: str, lang: str) -> list[tuple[str, Fact]]:
    """The reported values of a subject's indicators and targets that count, by year, each with its label."""
    found = []
    for code in _indicators_of(catalog, subject):
        unit = _unit(catalog, code)
        for report in reports_of(catalog, code):
            if report.counts and report.citation.evidence == "reported":
                when = text("actual_when", lang, year=report.year, status=text(f"status_{report.status}", lang))
                label = text("name_and_when", lang, name=goal_name(catalog, code, lang), when=when)
                value = Quantity("=", f"{report.value:.15g}", "", unit, year=str(report.year))
                found.append((label, Fact("value", value, report.citation)))
    return found


def _indicators_of(catalog: Catalog, subject: str) -> list[str]:
    """The indicators and targets of a subject for which something was reported, in the order of the files."""
    entered = catalog.tables.entered
    own = [str(code) for code in catalog.tables.indicators.index] if subject == CITY else []
    about = catalog.tables.rows_about.get(("targets", "subject", subject), ())
    return [code for code in (*own, *(code for code, _ in about)) if code in entered]


def _unit(catalog: Catalog, code: str) -> str:
    tables = catalog.tables
    frame = tables.indicators if code in tables.indicators.index else tables.targets
    return str(frame.at[code, "unit_of_measure"])


def goal_name(catalog: Catalog, code: str, lang: str) -> str:
    """The name of an indicator, or of what a target measures."""
    tables = catalog.tables
    if code in tables.indicators.index:
        return str(tables.indicators.at[code, f"name_{lang}"])
    return measure_name(catalog, str(tables.targets.at[code, "measure"]), lang)
