"""What a deck says, slide by slide, before anything is drawn: titles, selections, tables, charts, and notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from g60 import said, totals
from g60.catalog import Catalog
from g60.export.columns import shower
from g60.export.evidence import mark, place
from g60.facts import MISSING, Fact, facts
from g60.i18n import text
from g60.quantities import Quantity, quantity_text
from g60.schema import AREA_KINDS, CARRIER, PLAN_LIST, UNITS
from g60.selection import Selection
from g60.summary import conditions, sentence

# A share of the zones' targets that all eight have in one form or another.
ZONE_TARGET = "rd-share-of-gdp"
FACT_FIELDS = ("positioning_zh", "unit", "area_km2", "industries", "industries_zh", "concept_zh", "aliases", "geometry_basis")
CHARTED_AT_LEAST = 2
LISTED_AT_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Cell:
    """Words, and the small code of their evidence behind them."""

    words: str
    code: str = ""


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: headings, rows, and how its width is shared out."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    shares: tuple[float, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars: one number for each name, in a unit."""

    name: str
    unit: str
    bars: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class SlideContent:
    """One slide. With a selection it has a map of it; the notes say where each number on it stands."""

    title: str
    sentence: str
    selection: Selection | None = None
    table: Table | None = None
    chart: Chart | None = None
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Said:
    """Words of a value, and the line of the notes that says where it stands."""

    catalog: Catalog
    lang: str

    def cell(self, subject: str, name: str, shown: str, fact: Fact) -> tuple[Cell, str]:
        """A cell with its code, and its line for the notes."""
        code = mark(self.catalog, fact.citation)
        where = place(self.catalog, fact.citation, self.lang)
        return Cell(shown, code), text("slides_note", self.lang, name=subject, field=name, value=shown, evidence=code, place=where)

    def value(self, entity_id: str, fact: Fact) -> tuple[Cell, str]:
        """The cell of a field of an entity."""
        return self.cell(self.name(entity_id), text(f"field_{fact.field}", self.lang), self.words(fact), fact)

    def name(self, entity_id: str) -> str:
        """The name of an entity."""
        return str(self.catalog.entity(entity_id)[f"name_{self.lang}"])

    def words(self, fact: Fact) -> str:
        """A value in words; what is missing says so."""
        if fact.value is None:
            return text("not_stated", self.lang)
        if isinstance(fact.value, Quantity):
            return quantity_text(fact.value, self.lang)
        if isinstance(fact.value, float):
            return text(f"unit_of_{fact.field}", self.lang, value=f"{fact.value:.10g}")
        shown = shower(self.catalog, fact.field, self.lang)(fact.value)
        return text("not_stated", self.lang) if shown is None else str(shown)


def plan_deck(catalog: Catalog, lang: str) -> list[SlideContent]:
    """The default deck, in the plan's own order."""
    said_of = _Said(catalog, lang)
    found = [
        _kind_slide(said_of, kind, text(f"slides_{kind}", lang)) for kind in AREA_KINDS
    ]
    plan = Selection(kinds=frozenset({CARRIER}), lists=frozenset({PLAN_LIST}))
    found += _selection_slides(said_of, plan, text("slides_carriers", lang))
    found.append(_county_slide(said_of, catalog))
    found += _charts(said_of, catalog)
    return found


def selection_deck(catalog: Catalog, selection: Selection, lang: str) -> list[SlideContent]:
    """The deck of one selection: its map and list, its counties, what can be charted."""
    said_of, picked = _Said(catalog, lang), catalog.pick(selection)
    found = _selection_slides(said_of, selection, " · ".join(conditions(catalog, selection, lang)))
    if picked.entities["unit"].nunique() >= CHARTED_AT_LEAST:
        found.append(_county_slide(said_of, picked))
    return found + _charts(said_of, picked)


# Slides with a map -------------------------------------------------------------------------------


def _kind_slide(said_of: _Said, kind: str, title: str) -> SlideContent:
    """All areas of a kind: a table of them, or the facts of one that stands alone."""
    catalog, lang = said_of.catalog, said_of.lang
    selection = Selection(kinds=frozenset({kind}))
    picked = catalog.pick(selection)
    ids = [str(area_id) for area_id in picked.areas.index]
    table, notes = _facts_table(said_of, ids[0]) if len(ids) == 1 else _areas_table(said_of, ids, kind)
    words = sentence(catalog, picked, selection, lang)
    return SlideContent(title, words, selection, table, notes=tuple(notes))


def _facts_table(said_of: _Said, entity_id: str) -> tuple[Table, list[str]]:
    rows, notes = [], []
    entity = facts(said_of.catalog, entity_id)
    for name in FACT_FIELDS:
        cell, note = said_of.value(entity_id, entity.fact(name))
        rows.append((Cell(text(f"field_{name}", said_of.lang)), cell))
        notes.append(note)
    heads = (text("handout_column_field", said_of.lang), said_of.name(entity_id))
    return Table(heads, tuple(rows), (0.3, 0.7), entity_id), notes


def _areas_table(said_of: _Said, ids: Sequence[str], kind: str) -> tuple[Table, list[str]]:
    """Name, county, and the number that tells areas of a kind apart: the area of a lake, a zone's target."""
    lang, catalog = said_of.lang, said_of.catalog
    rows, notes = [], []
    is_lake = kind == "lake_district"
    for entity_id in ids:
        entity = facts(catalog, entity_id)
        unit, unit_note = said_of.value(entity_id, entity.fact("unit"))
        last, last_note = said_of.value(entity_id, entity.fact("area_km2")) if is_lake else _target(said_of, entity_id)
        rows.append((Cell(said_of.name(entity_id)), unit, last))
        notes += [unit_note, last_note]
    total = totals.lakes_area(catalog) if is_lake else None
    if total is not None:
        cell, note = said_of.cell(text(f"field_{total.field}", lang), text("total", lang), said_of.words(total), total)
        rows.append((Cell(text("total", lang)), Cell(""), cell))
        notes.append(note)
    name = text("field_area_km2", lang) if is_lake else said.measure_name(catalog, ZONE_TARGET, lang)
    heads = (text(f"kind_{kind}", lang), text("field_unit", lang), name)
    return Table(heads, tuple(rows), (0.46, 0.27, 0.27), kind), notes


def _target(said_of: _Said, entity_id: str) -> tuple[Cell, str]:
    lang, catalog = said_of.lang, said_of.catalog
    entry = next((one for one in said.targets(catalog, entity_id) if one.measure == ZONE_TARGET), None)
    fact = entry.fact if entry else Fact("value", None, MISSING, entity_id)
    name = said.measure_name(catalog, ZONE_TARGET, lang)
    return said_of.cell(said_of.name(entity_id), name, said_of.words(fact), fact)


def _selection_slides(said_of: _Said, selection: Selection, title: str) -> list[SlideContent]:
    """The map of a selection beside the first of its entities; the rest of them on slides of their own."""
    catalog, lang = said_of.catalog, said_of.lang
    picked = catalog.pick(selection)
    words = sentence(catalog, picked, selection, lang)
    table, notes = _list_table(said_of, picked)
    if not table.rows:
        return [SlideContent(title, words, selection, notes=(text("handout_empty", lang),))]
    return [SlideContent(title, words, selection, table, notes=tuple(notes))]


def _list_table(said_of: _Said, picked: Catalog) -> tuple[Table, list[str]]:
    """Every entity that is shown: its number on the map, its name, its county, its area or how its place is known."""
    lang, catalog = said_of.lang, said_of.catalog
    rows, notes = [], []
    numbers = {str(entity_id): number for number, entity_id in enumerate(catalog.carriers.index, start=1)}
    areas = set(picked.areas.index)
    for entity_id in [str(one) for one in picked.entities.index[:LISTED_AT_MOST]]:
        unit, unit_note = _unit(said_of, entity_id)
        last, last_note = _last(said_of, entity_id, is_area=entity_id in areas)
        rows.append((Cell(str(numbers.get(entity_id, ""))), Cell(said_of.name(entity_id)), unit, last))
        notes += [unit_note, last_note]
    if len(picked.entities) > LISTED_AT_MOST:
        left = text("panel_more_rows", lang, count=f"{len(picked.entities) - LISTED_AT_MOST:,}")
        rows.append((Cell(""), Cell(left), Cell(""), Cell("")))
    heads = ("", text("field_name_zh" if lang == "zh" else "field_name_en", lang), text("field_unit", lang))
    heads += (text("slides_area_or_grade", lang),)
    return Table(heads, tuple(rows), (0.08, 0.5, 0.21, 0.21), "list"), notes


def _unit(said_of: _Said, entity_id: str) -> tuple[Cell, str]:
    """The short name of an entity's county."""
    catalog, lang = said_of.catalog, said_of.lang
    unit = str(catalog.entities.at[entity_id, "unit"])
    shown = str(catalog.units.at[unit, f"short_{lang}"]) if unit else text("evidence_missing", lang)
    fact = Fact("unit", unit or None, catalog.citation(entity_id, "unit") or MISSING, entity_id)
    return said_of.cell(said_of.name(entity_id), text("field_unit", lang), shown, fact)


def _last(said_of: _Said, entity_id: str, *, is_area: bool) -> tuple[Cell, str]:
    catalog, lang = said_of.catalog, said_of.lang
    name = "area_km2" if is_area else "location_grade"
    row = (catalog.areas if is_area else catalog.carriers).at[entity_id, name]
    value = None if row != row else row  # noqa: PLR0124 - NaN is missing
    fact = Fact(name, value, catalog.citation(entity_id, name) or MISSING, entity_id)
    shown = str(value) if not is_area else text("evidence_missing", lang) if value is None else said_of.words(fact)
    return said_of.cell(said_of.name(entity_id), text(f"field_{name}", lang), shown, fact)


# Slides without one ------------------------------------------------------------------------------


def _county_slide(said_of: _Said, picked: Catalog) -> SlideContent:
    """How many zones, lake districts and carriers belong to each county: counts of this atlas, each with its names."""
    lang = said_of.lang
    rows, notes = [], []
    for unit in UNITS:
        cells = [Cell(said_of.name(unit))]
        for column in totals.UNIT_COUNTS:
            fact = totals.counted(picked, unit, column)
            cell, note = said_of.value(unit, fact)
            cells.append(cell)
            notes.append(note)
        rows.append(tuple(cells))
    heads = (text("field_unit", lang), *(text(f"field_{column}", lang) for column in totals.UNIT_COUNTS))
    table = Table(heads, tuple(rows), (0.32, *[0.17] * len(totals.UNIT_COUNTS)), "counties")
    return SlideContent(text("slides_counties", lang), text("slides_counties_text", lang), table=table, notes=tuple(notes))


def _charts(said_of: _Said, picked: Catalog) -> Iterable[SlideContent]:
    """The areas of the lake districts and the carriers of each county, where there is something to compare."""
    return [chart for chart in (_lake_chart(said_of, picked), _carrier_chart(said_of, picked)) if chart]


def _lake_chart(said_of: _Said, picked: Catalog) -> SlideContent | None:
    lang = said_of.lang
    lakes = picked.areas.index[(picked.areas["kind"] == "lake_district") & picked.areas["area_km2"].notna()]
    bars, notes = [], []
    for entity_id in sorted((str(lake) for lake in lakes), key=lambda lake: float(picked.areas.at[lake, "area_km2"])):
        fact = facts(said_of.catalog, entity_id).fact("area_km2")
        cell, note = said_of.value(entity_id, fact)
        bars.append((f"{said_of.name(entity_id)} {cell.code}", float(picked.areas.at[entity_id, "area_km2"])))
        notes.append(note)
    if len(bars) < CHARTED_AT_LEAST:
        return None
    title = text("slides_lake_areas", lang)
    return SlideContent(title, text("slides_chart_text", lang), chart=Chart(title, "km²", tuple(bars)), notes=tuple(notes))


def _carrier_chart(said_of: _Said, picked: Catalog) -> SlideContent | None:
    lang = said_of.lang
    bars, notes = [], []
    for unit in reversed(UNITS):
        fact = totals.counted(picked, unit, "count_carrier")
        cell, note = said_of.value(unit, fact)
        if isinstance(fact.value, float):
            bars.append((f"{said_of.name(unit)} {cell.code}", fact.value))
            notes.append(note)
    if sum(value > 0 for _, value in bars) < CHARTED_AT_LEAST:
        return None
    title = text("slides_carriers_by_county", lang)
    return SlideContent(title, text("slides_chart_text", lang), chart=Chart(title, "", tuple(bars)), notes=tuple(notes))
