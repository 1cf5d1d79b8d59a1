"""Values reported after the plans, and judgements by people, against the indicators and targets that they are of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from g60.checks.tables import Tables, records, rows_of
from g60.contract.codes import STATUSES
from g60.contract.issues import Issue, Severity
from g60.contract.statements import ACTUALS, INDICATORS, JUDGEMENTS

SHARE = "%"
PRELIMINARY, FINAL = STATUSES[:2]
# What a report writes as its definition where it follows that of the target.
SAME_DEFINITION = "与目标口径一致"
JIAXING = ZoneInfo("Asia/Shanghai")
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a value of an indicator or target must be like, from its row."""

    has_number: bool
    unit: str
    period: str
    baseline_year: str
    target_year: str
    definitions: tuple[str, ...]


def follows(definition: str, own: Iterable[str]) -> bool:
    """Whether a definition is the target's own: its words without spaces and signs, or the phrase for it."""
    return plain(definition) in {plain(words) for words in (SAME_DEFINITION, *own)}


def plain(words: str) -> str:
    """Words without the differences that no reader sees: width, case, spaces, punctuation."""
    given = unicodedata.normalize("NFKC", words).casefold()
    return "".join(sign for sign in given if unicodedata.category(sign)[0] in "LNS")


def definitions_of_target(row: Row, measure: str) -> tuple[str, ...]:
    """The words by which a target of a text names what is measured: its own text, the measure, with its extent."""
    scope = row["scope_zh"]
    return tuple(dict.fromkeys((row["text_zh"], measure, f"{measure}{scope}", f"{scope}{measure}")))


def within(value: float, unit: str, period: str) -> bool:
    """Whether a value can be: not below 0, a share not above 100. Yearly growth may be anything."""
    if unit == SHARE:
        return bool(period) or 0 <= value <= 100
    return value >= 0


def in_words(unit: str, period: str) -> str:
    """The least and the largest value in words; empty for yearly growth."""
    return "" if unit == SHARE and period else "0 – 100" if unit == SHARE else "≥ 0"


def wanted(tables: Tables) -> dict[str, Wanted]:
    """What values of each indicator and target must be like, by its id."""
    measures = {row["measure"]: row["name_zh"] for row in records(tables["measures"])}
    found = {
        row["id"]: Wanted(
            *(True, row["unit_of_measure"], row["period"], row["baseline_year"], row["target_year"]), (row["name_zh"],)
        )
        for row in records(tables["indicators"])
    }
    return found | {
        row["id"]: Wanted(
            *(bool(row["value"]), row["unit_of_measure"], row["period"], "", row["year"]),
            definitions_of_target(row, measures.get(row["measure"], "")),
        )
        for row in records(tables["targets"])
    }


def today() -> str:
    """The day in Jiaxing."""
    return datetime.now(JIAXING).date().isoformat()


def check_actual_values(tables: Tables) -> Iterator[Issue]:
    """Every finding about the reported values and the judgements that needs more than one cell."""
    known = wanted(tables)
    for number, row in zip(rows_of(tables["actuals"]), records(tables["actuals"]), strict=True):
        yield from _check_value(number, row, known.get(row["indicator"]))
    yield from _check_together(tables)
    for number, row in zip(rows_of(tables["judgements"]), records(tables["judgements"]), strict=True):
        yield from _check_judgement(number, row, known.get(row["indicator"]))


def _check_value(number: int, row: Row, goal: Wanted | None) -> Iterator[Issue]:
    at = (ACTUALS.file, number)
    if goal is None:
        yield Issue(Severity.ERROR, "value_unknown", *at, "indicator", row["indicator"], INDICATORS.file)
        return
    if not goal.has_number:
        yield Issue(Severity.ERROR, "actual_of_words", *at, "indicator", row["indicator"])
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", row["value"]) and not within(float(row["value"]), goal.unit, goal.period):
        limits = in_words(goal.unit, goal.period)
        yield Issue(Severity.ERROR, "value_out_of_range", *at, "value", row["value"], limits)
    if row["definition_zh"] and not follows(row["definition_zh"], goal.definitions):
        own = goal.definitions[0]
        yield Issue(Severity.WARNING, "actual_other_definition", *at, "definition_zh", row["definition_zh"], own)
    year, since = row["year"], row["known_on"]
    if not year.isdecimal():
        return
    if goal.baseline_year.isdecimal() and float(year) <= float(goal.baseline_year):
        yield Issue(Severity.ERROR, "value_out_of_range", *at, "year", year, f"> {goal.baseline_year}")
    if since[:4].isdecimal() and float(year) > float(since[:4]):
        yield Issue(Severity.ERROR, "actual_too_soon", *at, "year", year, since)


def future_values(rows: Iterable[tuple[int, Row]]) -> Iterator[Issue]:
    """The values that are known since a day to come.

    Asked of what a draft enters, never of a version: a clock that runs late must not stop what was published from
    being read.
    """
    for number, row in rows:
        if row["known_on"] > today():
            yield Issue(Severity.ERROR, "actual_known_in_future", ACTUALS.file, number, "known_on", row["known_on"])


def _check_together(tables: Tables) -> Iterator[Issue]:
    """One value for one year, status and day; one final value for one year, and no preliminary one after it."""
    rows = list(zip(rows_of(tables["actuals"]), records(tables["actuals"]), strict=True))
    finals = {(row["indicator"], row["year"]): row["known_on"] for _, row in rows if row["status"] == FINAL}
    seen: set[tuple[str, ...]] = set()
    final: set[tuple[str, str]] = set()
    for number, row in rows:
        about = (row["indicator"], row["year"])
        named, key = " ".join(about), (*about, row["status"], row["known_on"])
        if key in seen:
            yield Issue(Severity.ERROR, "actual_repeated", ACTUALS.file, number, "year", named)
        elif row["status"] == FINAL and about in final:
            yield Issue(Severity.ERROR, "actual_final_twice", ACTUALS.file, number, "status", named)
        elif row["status"] == PRELIMINARY and row["known_on"] > finals.get(about, row["known_on"]):
            yield Issue(Severity.WARNING, "actual_preliminary_late", ACTUALS.file, number, "known_on", named)
        seen.add(key)
        if row["status"] == FINAL:
            final.add(about)


def _check_judgement(number: int, row: Row, goal: Wanted | None) -> Iterator[Issue]:
    if goal is None:
        yield Issue(
            Severity.ERROR, "value_unknown", JUDGEMENTS.file, number, "indicator", row["indicator"], INDICATORS.file
        )
    elif goal.has_number and goal.target_year:
        yield Issue(Severity.ERROR, "judgement_not_needed", JUDGEMENTS.file, number, "indicator", row["indicator"])
