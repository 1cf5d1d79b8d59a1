"""The brief as a PDF page: the machinery of the sheets, the words of the Word document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.codes import UNITS
from g60.contract.errors import UnknownIdError
from g60.contract.i18n import text
from g60.evidence.card import Card
from g60.evidence.wording import Entry, Wording
from g60.export.imprint import day_in_jiaxing
from g60.export.office.brief.fitting import parted_lines
from g60.export.office.sketch import Shown
from g60.export.office.subject_card import Belonging, belonging, subject_card
from g60.export.office.subject_map import entity_map
from g60.export.paper.area_page import NOTE, SMALLEST_SCALE, said_row
from g60.export.paper.atlas import ENLARGED, number_page, page_boxes, page_look, page_map
from g60.export.paper.colophon import draw_foot, foot_height
from g60.export.paper.compose import blank, document_of, draw_head
from g60.export.paper.flow import Row, levelled, pour, space
from g60.export.paper.layout import AIR
from g60.export.paper.pdf import to_pdf_bytes
from g60.export.paper.rows import heading, paragraph
from g60.export.paper_map.drawing import Box, Group, Page
from g60.export.paper_map.furniture import BAND
from g60.export.paper_map.ground import Ground, chosen_scale, metric_bounds
from g60.export.paper_map.look import Look
from g60.export.paper_map.sheet import SheetOptions
from g60.export.paper_map.subject import Subject
from g60.export.plain_text import in_lines

MAP_HEIGHTS = (0.5, 0.45, 0.4, 0.34, 0.28)  # of the page
NAMES = (10_000, 40, 20, 10)


def to_brief_pdf(catalog: Catalog, entity_id: str, lang: str, options: SheetOptions) -> bytes:
    """The brief of an area, carrier or county as one A4 page; raises UnknownIdError."""
    if entity_id not in catalog.ids:
        raise UnknownIdError(id=entity_id)
    options = replace(options, paper="a4", orientation="portrait", date=options.date or day_in_jiaxing().isoformat())
    shown = entity_map(catalog, entity_id, View(lang=lang))
    subject = Subject(catalog, shown.selection, shown.view)
    wording = Wording(catalog, lang)
    card = subject_card(wording, entity_id)
    said, named = in_lines(card.entries), belonging(card, wording)
    look, map_height, rows = _fitting(subject, options, said, named)
    _, outer, columns = page_boxes(look, map_height)
    page = _page(subject, look, options, card, (shown, outer, columns))
    pour(page.root.group("facts"), rows, levelled(rows, _above_foot(subject, look, options, columns)))
    number_page(page, subject, look, options, 1, 1)
    document = document_of(subject, options, page.title, [page])
    document.facts |= {"ids": [entity_id], "count": 1}
    return to_pdf_bytes(document)


def _fitting(
    subject: Subject, options: SheetOptions, said: list[Entry], named: list[Belonging]
) -> tuple[Look, float, list[Row]]:
    """The most generous look, map and list that one page holds; the last lines go where even the smallest holds not."""
    for names in NAMES:
        for enlarged in ENLARGED:
            look = page_look(options, subject.view, enlarged)
            # Columns are as wide below any map.
            rows = list(_rows(subject, look, page_boxes(look)[2][0].w, (said, len(said)), (named, names)))
            for high in MAP_HEIGHTS:
                columns = _above_foot(subject, look, options, page_boxes(look, high)[2])
                if not pour(Group(), rows, columns)[0]:
                    return look, high, rows
    count = len(said)
    while count > 1 and pour(Group(), rows, columns)[0]:
        count -= 1
        rows = list(_rows(subject, look, columns[0].w, (said, count), (named, NAMES[-1])))
    return look, MAP_HEIGHTS[-1], rows


def _rows(
    subject: Subject, look: Look, wide: float, said: tuple[list[Entry], int], named: tuple[list[Belonging], int]
) -> Iterator[Row]:
    """So many of the lines, then what belongs to the county."""
    listed, most = said
    yield heading(look, subject.says("atlas_facts"))
    for line in parted_lines(listed, most)[0]:
        yield said_row(look, line, wide)
    if most < len(listed):
        yield from paragraph(look, text("brief_left", subject.lang, count=len(listed) - most), wide)
    for part in named[0]:
        yield space(1.8 * look.unit)
        yield heading(look, part.title, wide=wide)
        yield from paragraph(look, part.note, wide, NOTE) if part.note else ()
        yield from paragraph(look, part.words(subject.lang, named[1]), wide)
    if named[0]:
        yield from paragraph(look, subject.says("brief_star"), wide, replace(NOTE, keep=False))


def _above_foot(subject: Subject, look: Look, options: SheetOptions, columns: list[Box]) -> list[Box]:
    foot = foot_height(subject, look, options, columns[-1].right - columns[0].x)
    return [Box(column.x, column.y, column.w, column.h - foot - 3 * look.unit) for column in columns]


def _page(
    subject: Subject, look: Look, options: SheetOptions, card: Card, placed: tuple[Shown, Box, list[Box]]
) -> Page:
    """Everything of the page but the rows."""
    shown, outer, columns = placed
    root, name = blank(look), card.title
    head = page_boxes(look)[0]
    draw_head(root, subject, look, head, name, card.subtitle)
    frame = outer.inset(BAND * look.unit)
    ground = _ground(subject, card.id, shown, frame, AIR * look.unit)
    page_map(root, subject, look, ground, outer, options)
    wide = columns[-1].right - columns[0].x
    foot = foot_height(subject, look, options, wide)
    draw_foot(root, subject, look, options, Box(columns[0].x, columns[0].bottom - foot, wide, foot))
    return Page(look.paper.width, look.paper.height, root, name, ground=ground.placed_on_page)


def _ground(subject: Subject, entity_id: str, shown: Shown, frame: Box, air: float) -> Ground:
    """The ground of the brief's map at a round scale; an area or carrier is to be seen, also where others are far."""
    bounds = shown.bounds or metric_bounds(subject.extent)
    scale = chosen_scale(bounds, frame.w - 2 * air, frame.h - 2 * air)
    if shown.bounds and entity_id not in UNITS and subject.catalog.entities.at[entity_id, "kind"] != "corridor":
        scale = min(SMALLEST_SCALE, scale)
    return Ground(frame, (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2, scale)
