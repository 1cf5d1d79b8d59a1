"""What the counties can be compared by on the map: counts of what belongs to each, and targets of their districts.

A value that is missing stays missing: it is no class of its own, and never 0. The value of a functional zone is told
but not drawn, for nobody publishes its outline.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from g60.catalog.catalog import CATALOGS_KEPT, Catalog
from g60.contract.i18n import LANGUAGES, text
from g60.contract.quantities import Quantity
from g60.contract.schema import DISTRICT_KINDS
from g60.evidence import figures, sums
from g60.evidence.facts import Fact
from g60.evidence.wording import Wording

MOST_CLASSES = 5


@dataclass(frozen=True, slots=True)
class CountyValue:
    """The value of one county: a number where it has one, its words in each language, and its evidence."""

    number: float | None
    words: Mapping[str, str]
    evidence: str


@dataclass(frozen=True, slots=True)
class CountyMeasure:
    """What counties are compared by: code, names, the value of each unit that has one, classes from low to high."""

    code: str
    names: Mapping[str, str]
    notes: Mapping[str, str]
    values: Mapping[str, CountyValue]
    classes: tuple[tuple[float, float], ...]


@lru_cache(maxsize=CATALOGS_KEPT)
def county_measures(catalog: Catalog) -> tuple[CountyMeasure, ...]:
    """All that the counties of a catalog can be compared by: counts, then targets in the order of the table."""
    wordings = {lang: Wording(catalog, lang) for lang in LANGUAGES}
    return (*_counts(catalog, wordings), *_targets(catalog, wordings))


def classes_of(numbers: Sequence[float]) -> tuple[tuple[float, float], ...]:
    """Lowest and highest number of each class: as many numbers in each as can be, equal ones never apart."""
    distinct = sorted(set(numbers))
    parts = np.array_split(np.array(distinct), min(MOST_CLASSES, len(distinct))) if distinct else []
    return tuple((float(part[0]), float(part[-1])) for part in parts)


def _measure(
    code: str,
    names: Mapping[str, str],
    notes: Mapping[str, str],
    values: Mapping[str, CountyValue],
    drawn: Sequence[str],
) -> CountyMeasure:
    numbers = [value.number for unit, value in values.items() if unit in drawn and value.number is not None]
    return CountyMeasure(code, names, notes, values, classes_of(numbers))


def _counts(catalog: Catalog, wordings: Mapping[str, Wording]) -> Iterator[CountyMeasure]:
    for field in sums.UNIT_COUNTS:
        facts = {unit: sums.count(catalog, unit, field) for unit in catalog.unit_codes}
        names = {lang: wording.label(field) for lang, wording in wordings.items()}
        notes = {lang: text("values_note_count", lang) for lang in wordings}
        values = {unit: _value(fact, wordings) for unit, fact in facts.items()}
        yield _measure(field.replace("_", "-"), names, notes, values, _drawn(catalog))


def _targets(catalog: Catalog, wordings: Mapping[str, Wording]) -> Iterator[CountyMeasure]:
    """The targets of districts and counties, by the county that each is of."""
    districts = catalog.all_areas[catalog.all_areas["kind"].isin(DISTRICT_KINDS)]
    unit_of = {str(area): str(unit) for area, unit in districts["unit"].items() if unit}
    unit_of |= {unit: unit for unit in catalog.unit_codes}
    found: dict[str, dict[str, list[Fact]]] = {}
    for subject, unit in unit_of.items():
        for figure in figures.targets(catalog, subject):
            found.setdefault(figure.measure, {}).setdefault(unit, []).append(figure.fact)
    for code in catalog.tables.measures.index:
        facts = found.get(str(code), {})
        if len(facts) < 2:
            continue
        names = {lang: wording.measure(str(code)) for lang, wording in wordings.items()}
        notes = {lang: text("values_note_target", lang) for lang in wordings}
        values = {unit: _several(of_unit, wordings) for unit, of_unit in facts.items()}
        yield _measure(str(code), names, notes, values, _drawn(catalog))


def _drawn(catalog: Catalog) -> list[str]:
    return [str(unit) for unit in catalog.units.index[catalog.units["kind"] == "county"]]


def _several(facts: Sequence[Fact], wordings: Mapping[str, Wording]) -> CountyValue:
    """The value of a county by one target; by several, all of them in words and no number."""
    values = [_value(fact, wordings) for fact in facts]
    if len(values) == 1:
        return values[0]
    words = {lang: text("enumeration", lang).join(value.words[lang] for value in values) for lang in wordings}
    return CountyValue(None, words, max((fact.evidence for fact in facts), key=figures.FIRMNESS.index))


def _value(fact: Fact, wordings: Mapping[str, Wording]) -> CountyValue:
    value = fact.value
    number = value if isinstance(value, float) else None
    if isinstance(value, Quantity):
        number = value.number
    return CountyValue(number, {lang: wording.words(fact) for lang, wording in wordings.items()}, fact.evidence)
