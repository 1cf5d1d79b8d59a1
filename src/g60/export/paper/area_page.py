"""One area on one page: its map, its facts with where each stands, its targets, its carriers, its neighbours."""

from __future__ import annotations

from collections.abc import Iterable

import shapely

from g60.catalog.measures import nearest_areas
from g60.contract.i18n import name_column, text
from g60.evidence.card import Section, card, surroundings
from g60.evidence.wording import Entry
from g60.evidence.wording import Row as CardRow
from g60.export.paper.flow import Row, space
from g60.export.paper.listing import carrier_entry, rest_line, unit_said
from g60.export.paper.rows import LEADING, Measures, Setting, entry_row, heading, paragraph
from g60.export.paper.rows import Entry as ListEntry
from g60.export.paper_map.drawing import Box, Group, Text
from g60.export.paper_map.ground import Bounds, Ground, chosen_scale, metric_bounds
from g60.export.paper_map.lines import wrap
from g60.export.paper_map.look import Look
from g60.export.paper_map.subject import Subject
from g60.export.paper_map.typeface import width
from g60.export.plain_text import in_lines, plain

# The sections of a card that have room, by their codes; the title says the kind and the name.
SECTIONS = ("facts", "targets", "within", "near", "of_unit")
LABEL_MM = 19.0
SHORT = 0.25  # of the width: the most that a figure at the right may take
NOTE = Setting(size=5.6, colour="ink_2", keep=True)
RIGHT = 6.6  # pt of what stands at the right
NEIGHBOURS_ON_MAP = 2
SMALLEST_SCALE = 200_000  # an area is to be seen, also where its neighbours are far


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
    """The card of an area, as far as it has room, as rows of a column so many mm wide."""
    without = ("kind", name_column(subject.lang), "short_zh", "short_en")
    shown = card(subject.catalog, area_id, subject.lang).only(SECTIONS, without=without)
    rows: list[Row] = []
    for section in shown.sections:
        rows += [space(1.8 * look.unit)] if rows else []
        rows += _section_rows(subject, look, section, wide, address)
    return rows


def _section_rows(subject: Subject, look: Look, section: Section, wide: float, address: str) -> Iterable[Row]:
    """A section: its title with a count, its note over rows, its entries or rows."""
    facts = section.code == "facts"
    title = subject.says("atlas_facts") if facts else f"{section.title}  {section.count}"
    yield heading(look, title, wide=wide)
    for entry in in_lines(section.entries):
        yield said_row(look, entry, wide) if facts else _figure_row(subject, look, entry, wide)
    yield from paragraph(look, section.note, wide, NOTE) if section.note and section.rows else ()
    for row in section.rows:
        yield entry_row(look, _listed(subject, row, section.code, address), wide)
    left = section.count - len(section.entries) - len(section.rows)
    yield from paragraph(look, rest_line(subject, left), wide) if left else ()


def _listed(subject: Subject, row: CardRow, code: str, address: str) -> ListEntry:
    """A row of a card as a line of the list: a carrier with its number on the map, an area with its distance."""
    if code != "near":
        return carrier_entry(subject, row.id, address)
    link = subject.permalink(address, focus=row.id)
    return ListEntry(row.id, "", row.name, (unit_said(subject, row.id),), row.sub, href=link)


def said_row(look: Look, entry: Entry, wide: float) -> Row:
    """A fact: its label at the left, the value beside it, the code of its evidence at the right, the place below."""
    unit, size, tiny = look.unit, look.pt(6.8), look.pt(5.6)
    indent = LABEL_MM * unit
    code, where = entry.cited.code, entry.cited.place
    code_wide = width(code, look.pt(5.9)) + 1.4 * unit
    lines = wrap(entry.words, wide - indent - code_wide, size)
    label = wrap(entry.label, indent - 1.5 * unit, tiny)
    # The reason for what is missing may be the words that say so.
    below = wrap(where, wide - indent, tiny) if where.casefold() not in ("", entry.words.casefold()) else []
    high = max(size * LEADING * len(lines) + tiny * LEADING * len(below), tiny * LEADING * len(label)) + 0.9 * unit

    def draw(group: Group, x: float, y: float, full: float) -> None:
        group = group.group(role="P")
        for row, line in enumerate(label):
            group.add(Text(x, y + size + tiny * LEADING * row, line, tiny, look.colour("ink_2")))
        for row, line in enumerate(lines):
            group.add(Text(x + indent, y + size * (1 + LEADING * row), line, size, look.colour("ink")))
        group.add(Text(x + full, y + size, code, look.pt(5.9), look.colour("ink_2"), anchor="end"))
        base = y + size * LEADING * len(lines)
        for row, line in enumerate(below):
            group.add(Text(x + indent, base + tiny * (1 + LEADING * row), line, tiny, look.colour("ink_2")))

    return Row(high, draw)


def _figure_row(subject: Subject, look: Look, entry: Entry, wide: float) -> Row:
    """A figure: what is measured, and at the right the number with its code; a rule in words takes its own lines."""
    value, cited = plain(entry.value), entry.cited
    short = width(value, look.pt(RIGHT)) <= SHORT * wide
    right = (value, cited.code) if short else (cited.code,)
    name = entry.label if short else text("label_value", subject.lang, label=entry.label, value=value)
    where = f"{cited.locator} {cited.line and f'L{cited.line}'}".strip()
    below = " · ".join(part for part in (*entry.lines, where) if part)
    return entry_row(look, ListEntry("", "", name, right, below), wide, Measures(right=RIGHT, below=5.4))
