"""One area on one page: its map, its facts with where each stands, its targets, its carriers, its neighbours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import shapely

from g60.catalog.measures import nearest_areas
from g60.contract.quantities import Quantity, quantity_text, scope_text
from g60.evidence.card import surroundings
from g60.evidence.codes import mark, place
from g60.evidence.facts import Fact, facts
from g60.evidence.figures import measure_name, targets
from g60.evidence.sentence import industry_name
from g60.export.paper.flow import Row, space
from g60.export.paper.listing import carrier_entry, unit_said
from g60.export.paper.rows import LEADING, Entry, Measures, Setting, entry_row, heading, paragraph
from g60.export.paper_map.drawing import Box, Group, Text
from g60.export.paper_map.ground import Bounds, Ground, chosen_scale, metric_bounds
from g60.export.paper_map.lines import wrap
from g60.export.paper_map.look import Look
from g60.export.paper_map.subject import Subject
from g60.export.paper_map.typeface import width

IN_TITLE = ("kind", "name_zh", "short_zh", "short_en")
LABEL_MM = 19.0
NOTE = Setting(size=5.6, colour="ink_2", keep=True)
NEIGHBOURS_ON_MAP = 2
SMALLEST_SCALE = 200_000  # an area is to be seen, also where its neighbours are far
NEIGHBOURS_LISTED = 4


@dataclass(frozen=True, slots=True)
class Said:
    """A value with its label, the code of its evidence, and in small type where it stands and why it is so."""

    label: str
    value: str
    code: str
    where: str


def area_bounds(subject: Subject, area_id: str) -> Bounds:
    """The ground around an area in metres, itself in the middle and its nearest neighbours in sight."""
    areas = subject.catalog.areas
    near = nearest_areas(area_id, surroundings(subject.catalog).districts, count=NEIGHBOURS_ON_MAP)
    shapes = [areas.geometry[area_id], *areas.geometry[list(near.index)].representative_point()]
    west, south, east, north = metric_bounds(shapely.union_all([shape.envelope for shape in shapes]))
    middle = metric_bounds(areas.geometry[area_id].envelope)
    x, y = (middle[0] + middle[2]) / 2, (middle[1] + middle[3]) / 2
    reach_x, reach_y = max(east - x, x - west), max(north - y, y - south)
    return x - reach_x, y - reach_y, x + reach_x, y + reach_y


def area_ground(subject: Subject, area_id: str, frame: Box, air: float) -> Ground:
    """The ground around an area at a round scale, its nearest neighbours in sight where they are near."""
    bounds = area_bounds(subject, area_id)
    x, y = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    scale = min(SMALLEST_SCALE, chosen_scale(bounds, frame.w - 2 * air, frame.h - 2 * air))
    return Ground(frame, x, y, scale)


def area_rows(subject: Subject, look: Look, area_id: str, wide: float, address: str) -> list[Row]:
    """Everything the atlas says of an area, as rows of a column so many mm wide."""
    gap = space(1.8 * look.sheet.unit)
    rows = [heading(look, subject.says("atlas_facts"))]
    rows += [said_row(look, said, wide) for said in _facts(subject, area_id)]
    figures = list(_targets(subject, area_id))
    if figures:
        rows += [gap, heading(look, f"{subject.says('atlas_targets')}  {len(figures)}")]
        rows += [_figure_row(look, said, wide) for said in figures]
    for part in (_within, _of_unit, _neighbours):
        found = list(part(subject, look, area_id, wide, address))
        rows += [gap, *found] if found else []
    return rows


def _facts(subject: Subject, area_id: str) -> Iterable[Said]:
    for fact in facts(subject.catalog, area_id).facts:
        if fact.field in IN_TITLE or (fact.field == "name_en" and subject.lang == "en"):
            continue
        yield _said(subject, subject.says(f"field_{fact.field}"), fact_text(subject, fact), fact)
    if subject.lang == "en":
        fact = facts(subject.catalog, area_id).fact("name_zh")
        yield _said(subject, subject.says("field_name_zh"), str(fact.value), fact)


def _said(subject: Subject, label: str, value: str, fact: Fact) -> Said:
    catalog = subject.catalog
    where = place(catalog, fact.citation, subject.lang)
    return Said(label, value, mark(catalog, fact.citation), "" if where.casefold() == value.casefold() else where)


def fact_text(subject: Subject, fact: Fact) -> str:
    """A value as it is read; what no document gives is said to be missing, in words."""
    value, field = fact.value, fact.field
    if value is None:
        return subject.says("not_stated")
    if isinstance(value, tuple):
        named = (
            [industry_name(subject.catalog, part, subject.lang) for part in value] if field == "industries" else value
        )
        return subject.says("enumeration").join(named)
    if field == "unit":
        return subject.unit_name(str(value), short=False)
    if field in ("kind", "geometry_basis"):
        return subject.says(f"{field}_{value}")
    if isinstance(value, float):
        return subject.says(f"unit_of_{field}", value=f"{value:.10g}")
    return str(value)


def _targets(subject: Subject, area_id: str) -> Iterable[Said]:
    for figure in targets(subject.catalog, area_id):
        quantity = figure.fact.value
        if not isinstance(quantity, Quantity):
            continue
        words = quantity_text(quantity, subject.lang)
        scope = " · ".join(part for part in (scope_text(quantity, subject.lang), figure.year) if part)
        label = measure_name(subject.catalog, figure.measure, subject.lang)
        cited = figure.fact.citation
        where = " ".join(part for part in (cited.locator, *(f"L{line}" for line in dict.fromkeys(cited.line))) if part)
        below = " · ".join(part for part in (scope, where) if part)
        yield Said(label, words, mark(subject.catalog, cited), below)


def said_row(look: Look, said: Said, wide: float) -> Row:
    """A fact: its label at the left, the value beside it, the code at the right, the place below."""
    unit, size, tiny = look.sheet.unit, look.sheet.pt(6.8), look.sheet.pt(5.6)
    indent = LABEL_MM * unit
    code_wide = width(said.code, look.sheet.pt(5.9)) + 1.4 * unit
    lines = wrap(said.value, wide - indent - code_wide, size)
    label = wrap(said.label, indent - 1.5 * unit, tiny, most=2)
    below = wrap(said.where, wide - indent, tiny, most=3) if said.where else []
    high = max(size * LEADING * len(lines) + tiny * LEADING * len(below), tiny * LEADING * len(label)) + 0.9 * unit

    def draw(group: Group, x: float, y: float, full: float) -> None:
        for row, line in enumerate(label):
            group.add(Text(x, y + size + tiny * LEADING * row, line, tiny, look.colour("ink_2")))
        for row, line in enumerate(lines):
            group.add(Text(x + indent, y + size * (1 + LEADING * row), line, size, look.colour("ink")))
        group.add(Text(x + full, y + size, said.code, look.sheet.pt(5.9), look.colour("ink_2"), anchor="end"))
        base = y + size * LEADING * len(lines)
        for row, line in enumerate(below):
            group.add(Text(x + indent, base + tiny * (1 + LEADING * row), line, tiny, look.colour("ink_2")))

    return Row(high, draw)


def _figure_row(look: Look, said: Said, wide: float) -> Row:
    """A figure: what is measured, and at the right the number with its code; a rule in words takes its own lines."""
    short = len(said.value) <= 18
    right = (said.value, said.code) if short else (said.code,)
    name = said.label if short else f"{said.label}：{said.value}"
    return entry_row(look, Entry("", "", name, right, said.where), wide, Measures(right=6.6, below=5.4))


def _within(subject: Subject, look: Look, area_id: str, wide: float, address: str) -> Iterable[Row]:
    ids = surroundings(subject.catalog).within[area_id]
    if ids:
        yield heading(look, f"{subject.says('atlas_within')}  {len(ids)}")
        yield from paragraph(look, subject.says("section_within_note"), wide, NOTE)
        yield from (entry_row(look, carrier_entry(subject, entity_id, address), wide) for entity_id in ids)


def _of_unit(subject: Subject, look: Look, area_id: str, wide: float, address: str) -> Iterable[Row]:
    unit = str(subject.catalog.areas.at[area_id, "unit"])
    carriers = subject.catalog.carriers
    inside = set(surroundings(subject.catalog).within[area_id])
    ids = [str(code) for code in carriers.index[carriers["unit"] == unit] if code not in inside] if unit else []
    if ids:
        yield heading(look, f"{subject.says('atlas_of_unit', unit=subject.unit_name(unit))}  {len(ids)}")
        yield from paragraph(look, subject.says("section_of_unit_note"), wide, NOTE)
        yield from (entry_row(look, carrier_entry(subject, entity_id, address), wide) for entity_id in ids)


def _neighbours(subject: Subject, look: Look, area_id: str, wide: float, address: str) -> Iterable[Row]:
    near = nearest_areas(area_id, surroundings(subject.catalog).districts, count=NEIGHBOURS_LISTED)
    if len(near):
        yield heading(look, subject.says("section_near"), subject.says("atlas_distances"))
    for other, km in near.items():
        right = (unit_said(subject, str(other)), f"{km:.1f} km ＝")
        link = subject.permalink(address, focus=str(other))
        yield entry_row(look, Entry(str(other), "", subject.name(str(other)), right, href=link), wide)
