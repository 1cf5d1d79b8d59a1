"""Areas, counties and carriers side by side: a catalog and ids in, rows of facts out.

A row holds one fact for each subject. Rows whose facts are all the same can be said in one line; words stay words,
and what is missing is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from g60.ask.selection import COMPARED_AT_MOST
from g60.catalog.catalog import Catalog
from g60.contract.errors import UnknownIdError
from g60.contract.i18n import LANGUAGES, text
from g60.contract.quantities import Quantity
from g60.contract.schema import CARRIERS, UNIT_TABLE, entity_fields
from g60.evidence import figures, sums
from g60.evidence.facts import MISSING, Entity, Fact, Value, fact_as_json, facts
from g60.evidence.figures import Figure, measure_name

AT_LEAST, AT_MOST = 2, COMPARED_AT_MOST
PARTS = ("fields", "targets", "figures", "counts")
# Names head the columns; a coordinate or a number in a list says nothing beside another one.
NOT_COMPARED = ("id", "unit_id", "name_zh", "name_en", "short_zh", "short_en", "no", "lon", "lat", "extras")
# Numbers whose sum and whose size mean something.
SUMMED = ("area_km2", *sums.UNIT_COUNTS)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a comparison: a fact for each subject, None where the line does not apply to a subject."""

    part: str
    code: str
    facts: tuple[Fact | None, ...]
    year: str = ""

    @property
    def equal(self) -> bool:
        """Whether all subjects have the same value on the same kind of evidence."""
        shared = {(plain(fact.value), fact.evidence) if fact else None for fact in self.facts}
        return len(shared) == 1 and None not in shared

    @property
    def same_figure(self) -> bool:
        """Whether all have the same figure, and what it is a share or part of is all that differs."""
        given = [fact.value for fact in self.facts if fact]
        figures = [
            (one.operator, one.value, one.value_high) for one in given if isinstance(one, Quantity) and one.value
        ]
        return len(figures) == len(self.facts) and len(set(figures)) == 1

    @property
    def missing(self) -> bool:
        """Whether the documents give no subject a value."""
        return all(fact is None or fact.value is None for fact in self.facts)

    @property
    def single(self) -> bool:
        """Whether it is a target or a figure that one subject alone has."""
        return (
            self.part in ("targets", "figures")
            and sum(fact is not None and fact.value is not None for fact in self.facts) == 1
        )

    @property
    def numbers(self) -> tuple[float | None, ...]:
        """The values as numbers; None for words, for what is missing and for what does not apply."""
        return tuple(number(fact.value) if fact else None for fact in self.facts)

    @property
    def comparable(self) -> bool:
        """Whether the numbers can stand on one scale: two or more, of one unit, one denominator and one operator."""
        if self.part == "fields" and self.code not in SUMMED:
            return False
        bases = {basis(fact.value) for fact in self.facts if fact and number(fact.value) is not None}
        return len(bases) == 1 and sum(one is not None for one in self.numbers) >= AT_LEAST

    @property
    def charted(self) -> bool:
        """Whether a chart says more than the line: the numbers can be compared, and they differ."""
        return self.comparable and len({one for one in self.numbers if one is not None}) > 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """Subjects side by side. Lines that are equal, lines on which nobody has a value, and lines that differ."""

    subjects: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def equal(self) -> tuple[Row, ...]:
        """The lines that are the same for all subjects."""
        return tuple(row for row in self.rows if row.equal and not row.missing)

    @property
    def missing(self) -> tuple[Row, ...]:
        """The lines on which the documents give nobody a value."""
        return tuple(row for row in self.rows if row.missing)

    @property
    def single(self) -> tuple[Row, ...]:
        """The targets and figures that only one subject has: nothing to compare them with."""
        return tuple(row for row in self.rows if row.single)

    @property
    def differing(self) -> tuple[Row, ...]:
        """The lines that tell the subjects apart."""
        return tuple(row for row in self.rows if not (row.equal or row.missing or row.single))


def compare(catalog: Catalog, ids: Iterable[str], lang: str = "zh") -> Comparison:
    """The comparison of these subjects, each named once; raises UnknownIdError with every unknown id."""
    subjects = tuple(dict.fromkeys(ids))
    unknown = [entity_id for entity_id in subjects if entity_id not in catalog.ids]
    if unknown:
        raise UnknownIdError(id=", ".join(unknown))
    entities = [facts(catalog, entity_id, lang) for entity_id in subjects]
    rows = [
        *_field_rows(entities),
        *_figure_rows("targets", [figures.targets(catalog, entity_id) for entity_id in subjects]),
        *_figure_rows("figures", [figures.figures(catalog, entity_id) for entity_id in subjects]),
        *_count_rows(catalog, subjects),
    ]
    return Comparison(subjects, tuple(rows))


def fields_in_order() -> list[str]:
    """The fields that are compared, in the order of a comparison's lines."""
    order = (*(entry.name for entry in (*entity_fields(), *CARRIERS.optional)), *UNIT_TABLE.columns)
    return [column for column in dict.fromkeys(order) if column not in NOT_COMPARED]


def _field_rows(entities: Sequence[Entity]) -> list[Row]:
    found = []
    for column in fields_in_order():
        by_field = [{fact.field: fact for fact in entity.facts}.get(column) for entity in entities]
        if any(by_field):
            found.append(Row("fields", column, tuple(by_field)))
    return found


def _figure_rows(part: str, by_subject: Sequence[Sequence[Figure]]) -> list[Row]:
    """A line for each measure and year. A subject without that figure is missing it: nobody set or reported one."""
    keys = dict.fromkeys((entry.measure, entry.year) for entries in by_subject for entry in entries)
    found = []
    for measure, year in keys:
        held = [
            next((entry.fact for entry in entries if (entry.measure, entry.year) == (measure, year)), None)
            for entries in by_subject
        ]
        line = tuple(fact or Fact("value", None, MISSING) for fact in held)
        found.append(Row(part, measure, line, year))
    return found


def _count_rows(catalog: Catalog, subjects: Sequence[str]) -> list[Row]:
    units = catalog.units.index
    if not any(subject in units for subject in subjects):
        return []
    return [
        Row("counts", field, tuple(sums.counted(catalog, one, field) if one in units else None for one in subjects))
        for field in sums.UNIT_COUNTS
    ]


def total(catalog: Catalog, row: Row) -> Fact | None:
    """The sum of a line, derived, its addends named; None where it makes none or an addend is missing."""
    if row.code not in SUMMED or None in row.facts:
        return None
    return sums.summed(catalog, [fact for fact in row.facts if fact], field=row.code)


def shared(row: Row) -> Fact:
    """The one value of an equal line, cited wherever it stands."""
    held = [fact for fact in row.facts if fact]
    return Fact(held[0].field, held[0].value, figures.merged([fact.citation for fact in held]))


def label(catalog: Catalog, row: Row, lang: str) -> str:
    """The name of a line in a language."""
    if row.part in ("targets", "figures"):
        return measure_name(catalog, row.code, lang)
    return text(f"field_{row.code}", lang)


def as_json(catalog: Catalog, comparison: Comparison) -> dict[str, Any]:
    """A comparison as plain values: subjects, then each line with its facts, whether equal, whether comparable."""
    subjects = [
        {"id": one, **{name: str(catalog.entity(one)[name]) for name in ("kind", "name_zh", "name_en")}}
        for one in comparison.subjects
    ]
    return {
        "version": catalog.version,
        "subjects": subjects,
        "rows": [_row_as_json(catalog, row) for row in comparison.rows],
    }


def _row_as_json(catalog: Catalog, row: Row) -> dict[str, Any]:
    whole = total(catalog, row)
    return {
        "part": row.part,
        "code": row.code,
        "year": row.year or None,
        **{f"label_{lang}": label(catalog, row, lang) for lang in LANGUAGES},
        "equal": row.equal,
        "comparable": row.comparable,
        "values": [fact_as_json(catalog, fact) if fact else None for fact in row.facts],
        "total": fact_as_json(catalog, whole) if whole else None,
    }


def plain(value: Value) -> Value:
    """A value as it is compared: the words around a figure and the county its denominator means may differ."""
    if not isinstance(value, Quantity) or value.number is None:
        return value
    return Quantity(value.operator, value.value, value.value_high, value.unit_of_measure, value.scope_zh, value.year)


def number(value: Value) -> float | None:
    """A value as a number; None for words, for a range and for what is missing."""
    if isinstance(value, Quantity):
        return value.number
    return value if isinstance(value, float) else None


def basis(value: Value) -> tuple[str, ...]:
    """What must be the same for two figures to stand on one scale: operator, unit, denominator, year."""
    if not isinstance(value, Quantity):
        return ()
    return (value.operator, value.unit_of_measure, value.scope_zh, value.year)
