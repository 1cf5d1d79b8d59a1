"""What a brief says of one area, carrier or county: its facts and figures, what belongs to it, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from g60 import said, totals
from g60.catalog import Catalog
from g60.export.columns import shower
from g60.export.evidence import mark, place
from g60.facts import Fact, facts
from g60.i18n import name_column, text
from g60.quantities import Quantity, quantity_text, scope_text
from g60.schema import CARRIER, PLAN_LIST, UNITS
from g60.selection import Selection

IN_HEAD = frozenset({"kind", "name_zh", "name_en", "short_zh", "short_en", "unit_code"})


@dataclass(frozen=True, slots=True)
class Line:
    """One value: what it is, its words, the code of its evidence, where it stands and why."""

    label: str
    words: str
    code: str
    place: str


@dataclass(frozen=True, slots=True)
class Names:
    """Entities that belong to the subject, in one paragraph; the note says how."""

    title: str
    note: str
    words: str


def lines(catalog: Catalog, entity_id: str, lang: str) -> list[Line]:
    """Every fact of an entity, then its counts, targets and figures."""
    found = [
        _line(catalog, text(f"field_{fact.field}", lang), fact, lang)
        for fact in facts(catalog, entity_id).facts
        if fact.field not in IN_HEAD and not (entity_id in UNITS and fact.field == "unit")
    ]
    if entity_id in UNITS:
        counted = [totals.counted(catalog, entity_id, column) for column in totals.UNIT_COUNTS]
        found += [_line(catalog, text(f"field_{fact.field}", lang), fact, lang) for fact in counted]
    for entries in (said.targets, said.figures):
        for entry in entries(catalog, entity_id):
            name = said.measure_name(catalog, entry.measure, lang)
            label = text("name_and_year", lang, name=name, year=entry.year) if entry.year else name
            found.append(_line(catalog, label, entry.fact, lang))
    return found


def _line(catalog: Catalog, label: str, fact: Fact, lang: str) -> Line:
    return Line(label, words(catalog, fact, lang), mark(catalog, fact.citation), place(catalog, fact.citation, lang))


def words(catalog: Catalog, fact: Fact, lang: str) -> str:
    """A value in words; what is missing says so."""
    value = fact.value
    if value is None:
        return text("not_stated", lang)
    if isinstance(value, Quantity):
        return " ".join(part for part in (quantity_text(value, lang), scope_text(value, lang)) if part)
    if isinstance(value, float):
        return text(f"unit_of_{fact.field}", lang, value=f"{value:.10g}")
    if fact.field == "location_grade":
        return text(f"location_grade_{value}", lang)
    shown = str(shower(catalog, fact.field, lang)(value))
    return shown.replace(";", text("comma", lang)) if fact.field in ("fields_zh", "aliases") else shown


def belonging(catalog: Catalog, entity_id: str, lang: str) -> Iterator[Names]:
    """The areas and carriers of the subject's county, or of the county that it is."""
    unit = entity_id if entity_id in UNITS else str(catalog.entities.at[entity_id, "unit"])
    if not unit:
        return
    entities = catalog.entities
    of_unit = entities[(entities["unit"] == unit) & (entities.index != entity_id)]
    short = str(catalog.units.at[unit, f"short_{lang}"])
    note = text("section_of_unit_note", lang) if entity_id not in UNITS else ""
    for code, shown in (("areas_of_unit", of_unit["kind"] != CARRIER), ("of_unit", of_unit["kind"] == CARRIER)):
        rows = of_unit[shown]
        if len(rows):
            listed = text("enumeration", lang).join(_named(catalog, str(one), lang) for one in rows.index)
            yield Names(text(f"section_{code}", lang, unit=short), note if code == "of_unit" else "", listed)


def _named(catalog: Catalog, entity_id: str, lang: str) -> str:
    """A name with the code of the evidence that it belongs there; bodies beyond the plan's list say so by a star."""
    row = catalog.entities.loc[entity_id]
    star = "*" if row["kind"] == CARRIER and row["list"] != PLAN_LIST else ""
    return f"{row[name_column(lang)]}{star}{mark(catalog, catalog.citation(entity_id, 'unit'))}"


def selection_of(catalog: Catalog, entity_id: str) -> Selection:
    """What the map of a brief shows: the county with its entities, or the place of the subject."""
    if entity_id in UNITS:
        return Selection(units=frozenset({entity_id}), focus=entity_id)
    return Selection(focus=entity_id)
