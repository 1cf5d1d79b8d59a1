"""The parts of a slide that the library makes: tables as they were set, charts with their workbooks, the QR code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Mm, Pt

from g60.contract.i18n import text
from g60.export.office.charts import (
    Bars,
    Lines,
    bar_data,
    bars_book,
    chart_words,
    dress_bars,
    dress_lines,
    line_data,
    lines_book,
)
from g60.export.office.columns import PAD_MM, spanned
from g60.export.office.drawingml import Canvas, Element, a, solid
from g60.export.office.sketch import LEAST_PT, ON_SLIDES, draw_parts
from g60.export.office.slides.breaks import room_of, written
from g60.export.office.slides.heads import write_lines
from g60.export.office.slides.model import Cell, Table
from g60.export.office.slides.setting import ABOVE_MM, TableSetting, code_size
from g60.export.office.titles import COMMON, Words
from g60.export.paper_map.drawing import MM_PER_PT, Box, Group, Shape, Style
from g60.export.paper_map.furniture import draw_qr
from g60.export.paper_map.typeface import printable, width
from g60.export.plain_text import plain, shortened

NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
CHART_NAME_MM = 95.0
BAR_MM, TITLE_MM = 19.0, 12.0  # the most that a bar, and a chart's title, take in height
LEAST_LINES_MM = 60.0
LEAST_BAR_MM = 6.2  # a bar that is lower has no room for its name
ALT_LETTERS = 1000

Slide = Any  # python-pptx's own trees of shapes, which its types leave open


def place_table(slide: Slide, table: Table, box: Box, setting: TableSetting, lang: str, words: Words = COMMON) -> None:
    """A table as it was set: its head is marked as one, and its alternative text says what its columns are."""
    place = (Mm(box.x), Mm(box.y), Mm(box.w), Mm(setting.height))
    graphic: Any = slide.shapes.add_table(len(setting.rows) + 1, len(table.heads), *place)
    taken = {shape.name for shape in slide.shapes}
    name = f"table {table.name}"
    graphic.name = name if name not in taken else f"{name} 2"
    heads = text("enumeration", lang).join(head for head in table.heads if head)
    described = text("slide_alt_table", lang, count=len(setting.rows), heads=heads)
    graphic._element.nvGraphicFramePr.cNvPr.set("descr", plain(described)[:ALT_LETTERS])
    made = graphic.table
    made._tbl.tblPr.find(qn("a:tableStyleId")).text = NO_STYLE
    made.first_row, made.horz_banding = True, False
    for at, share in enumerate(setting.shares):
        made.columns[at].width = Mm(box.w * share)
    for at, height in enumerate(setting.heights):
        made.rows[at].height = Mm(height)
    for at, lines in enumerate(setting.heads):
        _write_heading(made.cell(0, at), lines, setting.size)
    for row, cells in enumerate(setting.rows, start=1):
        for cell, at, share in spanned(cells, setting.shares):
            first = made.cell(row, at)
            if cell.span > 1:
                first.merge(made.cell(row, at + cell.span - 1))
            for column in range(at, at + cell.span):
                told = cell if column == at else Cell("")
                _write(made.cell(row, column), CellText(told, box.w * share, setting.size, words))


@dataclass(frozen=True, slots=True)
class CellText:
    """What stands in a cell so wide, in type of so many points; `words` are those that are not broken."""

    content: Cell
    wide: float
    size: float
    words: Words


def _write(cell: Any, told: CellText) -> None:
    """A cell: its words, the small code behind them, a fine line under it; its right is free where words ask for it."""
    size, inner = told.size, told.wide - 2 * PAD_MM
    said, code = plain(told.content.words), told.content.code
    room = room_of(written(replace(told.content, words=said)), inner, size, told.words)
    paragraph = _begun(cell, PAD_MM + inner - room, MSO_ANCHOR.MIDDLE)
    for words, small in ((said, False), (code, True)):
        if not words:
            continue
        run = paragraph.add_run()
        run.text = f" {words}" if small else words
        run.font.size, run.font.bold = Pt(code_size(size) if small else size), False
        _colour(run.font.color, pale=small)
    if not paragraph.runs:
        paragraph.font.size = Pt(size)
    _underline(cell, "line", 0.5)


def _write_heading(cell: Any, lines: Sequence[str], size: float) -> None:
    """A heading of a column, in these lines, with a stronger line under it."""
    paragraph = _begun(cell, PAD_MM, MSO_ANCHOR.BOTTOM)
    write_lines(paragraph, lines, size)
    for run in paragraph.runs:
        run.font.bold = True
        _colour(run.font.color, pale=True)
    _underline(cell, "ink", 1)


def _begun(cell: Any, right: float, anchor: MSO_ANCHOR) -> Any:
    """The paragraph of a cell whose margins are set, the right one to so many mm."""
    cell.margin_left, cell.margin_right = Mm(PAD_MM), Mm(right)
    cell.margin_top = cell.margin_bottom = Mm(ABOVE_MM)
    cell.vertical_anchor = anchor
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    return paragraph


def _underline(cell: Any, colour: str, points: float) -> None:
    cell._tc.get_or_add_tcPr().insert(0, a("lnB", solid(colour), w=str(Pt(points))))


def _colour(colour: Any, *, pale: bool) -> None:
    colour.theme_color = MSO_THEME_COLOR.ACCENT_4 if pale else MSO_THEME_COLOR.TEXT_1
    if pale:
        colour.brightness = -0.15


# Charts ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Charted:
    """How a chart is set: type in points; whether it has a title; whether its names stand in a table beside it."""

    size: float = LEAST_PT
    titled: bool = False
    beside: bool = False


ALONE = Charted()


def place_chart(slide: Slide, chart: Bars | Lines, box: Box, lang: str, charted: Charted = ALONE) -> None:
    """A chart with its workbook inside, in the colours of the theme."""
    if isinstance(chart, Lines):
        place = (Mm(box.x), Mm(box.y), Mm(box.w), Mm(box.h))
        graphic: Any = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *place, line_data(chart))
        dress_lines(graphic.chart, chart, charted.size)
        book = lines_book(chart)
    else:
        shown = chart if charted.beside else _named_in(chart, box, charted.size)
        # A few bars are not to fill a wall.
        high = box.h if charted.beside else min(box.h, TITLE_MM + BAR_MM * len(chart.bars))
        place = (Mm(box.x), Mm(box.y), Mm(box.w), Mm(high))
        graphic = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *place, bar_data(shown))
        dress_bars(graphic.chart, shown, charted.size, titled=charted.titled, beside=charted.beside)
        book = bars_book(shown)
    graphic.name = f"chart {plain(chart.name)}"[:100]
    graphic._element.nvGraphicFramePr.cNvPr.set("descr", chart_words(chart, lang))
    graphic.chart.part.chart_workbook.update_from_xlsx_blob(book)


def _named_in(chart: Bars, box: Box, size: float) -> Bars:
    """The bars with names so short that bars keep their room."""
    names = [_bar_name(name, min(CHART_NAME_MM, box.w * 0.42), size) for name in chart.names]
    return replace(chart, bars=tuple(zip(names, (value for _, value in chart.bars), strict=True)))


def _bar_name(name: str, wide: float, size: float) -> str:
    """The name of a bar, short enough that the bar keeps its room; the code at its end stays."""
    words, _, code = plain(name).rpartition(" ")
    em = size * MM_PER_PT
    return f"{shortened(words, wide - width(printable(code), em) - 2 * em, em)} {code}"


def least_height(chart: Bars | Lines) -> float:
    """How low a chart can be, in mm, and still be read."""
    return LEAST_LINES_MM if isinstance(chart, Lines) else TITLE_MM + LEAST_BAR_MM * len(chart.bars)


# The QR code -------------------------------------------------------------------------------------


def qr_code(canvas: Canvas, address: str, box: Box, lang: str) -> list[Element]:
    """The QR code of an address as one shape of the theme's ink."""
    drawn, root = Group(), Group(id="qr")
    draw_qr(drawn, address, ON_SLIDES.look, box)
    for part in drawn.parts:
        shapes = part.parts if isinstance(part, Group) else [part]
        root.add(*(replace(shape, style=Style(fill="ink")) for shape in shapes if isinstance(shape, Shape)))
    said = text("slide_alt_qr", lang, address=address)
    return draw_parts(canvas, root, box.inset(-1), lambda _: said)
