"""Slides as they are written: placeholders filled, maps drawn, tables and charts native, notes beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Mm, Pt

from g60.catalog.catalog import Catalog
from g60.contract.codes import EVIDENCE
from g60.contract.i18n import text
from g60.evidence.codes import EVIDENCE_SIGNS, document_line, documents, evidence_lines
from g60.export.imprint import Imprint
from g60.export.office.charts import Bars, Lines, bar_data, bars_book, dress_bars, dress_lines, line_data, lines_book
from g60.export.office.drawingml import Canvas, a, solid
from g60.export.office.sketch import draw_map
from g60.export.office.slides.master import FOOT, NUMBER, SENTENCE, Frame, foot
from g60.export.office.slides.model import Cell, Row, SlideContent, Table
from g60.export.office.slides.setting import ABOVE_MM, PAD_MM, TableSetting, set_table, set_tables
from g60.export.office.theme import LANGUAGE_TAGS
from g60.export.paper_map.drawing import MM_PER_PT, Box
from g60.export.paper_map.lines import shrunk, wrap
from g60.export.paper_map.typeface import printable, width
from g60.export.plain_text import plain, shortened

NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
WHOLE_WIDTH, PANEL, FURTHER = 14.0, 12.0, 11.0  # the largest type of a table in points, by where it stands
COVER_SIZES = (34.0, 30.0, 26.0, 22.0, 18.0)
CHART_NAME_MM = 95.0
BAR_MM, TITLE_MM = 19.0, 10.0  # the most that a bar, and a chart's title, take in height
LEAST_LINES_MM = 50.0
LEAST_BAR_MM = 4.6  # a bar that is lower has no room for its name
WIDE = 300.0  # mm: a slide so wide has room for a table beside a chart
Slide = Any  # python-pptx's own trees of shapes, which its types leave open


@dataclass(slots=True)
class Writer:
    """Writes slides into a deck."""

    deck: Any
    frame: Frame
    catalog: Catalog
    head: Imprint
    lang: str

    def write(self, content: SlideContent) -> None:
        """The slides of a content: one, and further ones for what finds no room."""
        if content.is_cover:
            self._cover(content)
        elif content.map is not None:
            self._with_map(content)
        else:
            self._without_map(content)

    # Kinds of slides

    def _cover(self, content: SlideContent) -> None:
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[0])
        frame, head = self.frame, self.head
        words = plain(content.title)
        size = next((size for size in COVER_SIZES if self._lines_at(words, size) <= 4), COVER_SIZES[-1])
        room = frame.cover_title.w * 3.6
        self._fill(slide.placeholders[0], [shortened(words, room, size * MM_PER_PT, bold=True)], size)
        lines = [*content.lines, f"{head.version} · {head.date}", head.review]
        wide = frame.cover_words.w * 3
        self._fill(slide.placeholders[1], [shortened(line, wide, 14 * MM_PER_PT) for line in lines])
        self._draw(slide, content, frame.cover_map)
        self._finish(slide, content.notes, footed=False)

    def _lines_at(self, words: str, size: float) -> int:
        return len(wrap(words, self.frame.cover_title.w * 0.94, size * MM_PER_PT, bold=True))

    def _with_map(self, content: SlideContent) -> None:
        slide = self._opened(content)
        map_box, panel = self.frame.split()
        self._draw(slide, content, map_box)
        rest: tuple[Row, ...] = ()
        chart = content.chart
        for table in content.tables[:1]:
            rest, below = self._table(slide, table, panel, largest=PANEL)
            room = Box(panel.x, below + 4, panel.w, panel.bottom - below - 4)
            if chart and not rest and room.h >= _least_height(chart):
                self._chart(slide, chart, room, size=9)
                chart = None
        self._words(slide, panel, content.lines)
        self._finish(slide, content.notes)
        self._further(content, rest, chart)

    def _without_map(self, content: SlideContent) -> None:
        if content.chart and content.tables and self.frame.width >= WIDE:
            slide = self._opened(content)
            left, right = self.frame.halves(0.58)
            rest, below = self._table(slide, content.tables[0], left, largest=WHOLE_WIDTH)
            self._chart(slide, content.chart, Box(right.x, right.y, right.w, max(below - right.y, 90)), size=10)
            self._finish(slide, content.notes)
            self._further(content, rest, None)
        elif content.tables:
            self._tables(content)
            self._further(content, (), content.chart)
        else:
            slide = self._opened(content)
            if content.chart:
                self._chart(slide, content.chart, self.frame.body)
            self._words(slide, self.frame.body, content.lines)
            self._finish(slide, content.notes)

    def _tables(self, content: SlideContent) -> None:
        """Tables one below the other; one that finds no room begins a further slide, and goes on over more."""
        body, largest = self.frame.body, WHOLE_WIDTH if len(content.tables) == 1 else PANEL
        slide, y, notes = self._opened(content), body.y, content.notes
        for table in content.tables:
            rest = table.rows
            while rest:
                box = Box(body.x, y, body.w, body.bottom - y)
                setting = set_table(replace(table, rows=rest), box, largest=largest)
                if y > body.y and (len(setting.rows) < len(rest) or setting.height > box.h):
                    self._finish(slide, notes)
                    again = text("slides_continued", self.lang, title=content.title)
                    slide, y, notes = self._opened(replace(content, title=again)), body.y, ()
                    continue
                self._place(slide, table, box, setting)
                y, rest = y + setting.height + 7, rest[len(setting.rows) :]
                largest = setting.size if rest else largest
        self._finish(slide, notes)

    def _further(self, content: SlideContent, rest: tuple[Row, ...], chart: Bars | Lines | None) -> None:
        """The rows that found no room, on slides with two tables side by side; then the chart that found none."""
        again = replace(content, title=text("slides_continued", self.lang, title=content.title))
        table = content.tables[-1] if content.tables else None
        boxes = self.frame.halves() if table and len(table.heads) <= 4 else (self.frame.body,)
        while rest and table:
            slide = self._opened(again)
            set_in = set_tables(replace(table, rows=rest), boxes, largest=FURTHER)
            for box, setting in zip(boxes, set_in, strict=False):
                self._place(slide, table, box, setting)
                rest = rest[len(setting.rows) :]
            self._finish(slide, ())
        if chart:
            slide = self._opened(replace(again, title=chart.name, sentence=text("slides_chart_text", self.lang)))
            self._chart(slide, chart, self.frame.body)
            self._finish(slide, ())

    # Parts of a slide

    def _opened(self, content: SlideContent) -> Slide:
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[1])
        wide = self.frame.title.w * 0.97
        for shape, words, (most, least), bold in (
            (slide.placeholders[0], content.title, (24, 15), True),
            (slide.placeholders[SENTENCE], content.sentence, (12, 9), False),
        ):
            _, em = shrunk(plain(words), wide, most * MM_PER_PT, least * MM_PER_PT, bold=bold)
            size = int(em / MM_PER_PT * 2) / 2
            self._fill(shape, [shortened(words, wide, size * MM_PER_PT, bold=bold)], size)
        return slide

    def _fill(self, shape: Any, lines: Sequence[str], size: float = 0.0) -> None:
        shape.text_frame.text = "\n".join(plain(line) for line in lines)
        for paragraph in shape.text_frame.paragraphs:
            for run in paragraph.runs:
                run._r.get_or_add_rPr().set("lang", LANGUAGE_TAGS[self.lang])
                if size:
                    run.font.size = Pt(size)

    def _canvas(self, slide: Slide) -> Canvas:
        marks = list(slide.shapes._spTree.iter(qn("p:cNvPr")))
        ids = [int(mark.get("id")) for mark in marks]
        return Canvas(max(ids), LANGUAGE_TAGS[self.lang], {str(mark.get("name")): 1 for mark in marks})

    def _draw(self, slide: Slide, content: SlideContent, box: Box) -> None:
        if content.map is not None:
            slide.shapes._spTree.append(draw_map(self._canvas(slide), self.catalog, content.map, box))

    def _finish(self, slide: Slide, notes: Sequence[str], *, footed: bool = True) -> None:
        """Foot, alternative texts, notes."""
        for shape in list(slide.placeholders):
            if shape.placeholder_format.idx in (FOOT, NUMBER):
                shape._element.getparent().remove(shape._element)
        if footed:
            kinds = "  ".join(f"{EVIDENCE_SIGNS[kind]} {text(f'evidence_{kind}', self.lang)}" for kind in EVIDENCE)
            said = f"{self.head.version} · {self.head.date} · {self.head.review}"
            wide = self.frame.foot.w * 0.97
            given = (text("sheet_marks", self.lang, kinds=kinds), said)
            lines = [shortened(line, wide, 8 * MM_PER_PT) for line in given]
            slide.shapes._spTree.extend(foot(self._canvas(slide), lines, self.lang))
        for shape in slide.shapes._spTree.iter(qn("p:cNvPr")):
            if shape.get("descr") is None and shape.get("name"):
                shape.set("descr", "")
        gap = [""] if notes else []
        slide.notes_slide.notes_text_frame.text = "\n".join(
            plain(line) for line in (*notes, *gap, *self._source_lines())
        )

    def _source_lines(self) -> list[str]:
        listed = [document_line(entry) for entry in documents(self.catalog, self.lang)]
        head = [text("slides_sources", self.lang), *listed, *evidence_lines(self.lang)]
        said = [text("sheet_grades", self.lang), f"{self.head.version} · {self.head.date}", self.head.review]
        return [*head, *said, text("map_attribution", self.lang), self.head.attribution]

    def _words(self, slide: Slide, box: Box, lines: Sequence[str]) -> None:
        if not lines:
            return
        shape = slide.shapes.add_textbox(Mm(box.x), Mm(box.y), Mm(box.w), Mm(24))
        shape.name = "text"
        frame = shape.text_frame
        frame.word_wrap = True
        frame.text = "\n".join(plain(line) for line in lines)
        for paragraph in frame.paragraphs:
            paragraph.font.size = Pt(14)

    def _table(self, slide: Slide, table: Table, box: Box, *, largest: float) -> tuple[tuple[Row, ...], float]:
        """A table with as many rows as have room; the rows that have none, and where the table ends."""
        setting = set_table(table, box, largest=largest)
        self._place(slide, table, box, setting)
        return table.rows[len(setting.rows) :], box.y + setting.height

    def _place(self, slide: Slide, table: Table, box: Box, setting: TableSetting) -> None:
        """A table as it was set."""
        place = (Mm(box.x), Mm(box.y), Mm(box.w), Mm(setting.height))
        graphic: Any = slide.shapes.add_table(len(setting.rows) + 1, len(table.heads), *place)
        taken = {shape.name for shape in slide.shapes}
        name = f"table {table.name}"
        graphic.name = name if name not in taken else f"{name} 2"
        described = " · ".join(head for head in table.heads if head)
        graphic._element.nvGraphicFramePr.cNvPr.set("descr", plain(described)[:1000])
        made = graphic.table
        made._tbl.tblPr.find(qn("a:tableStyleId")).text = NO_STYLE
        made.horz_banding = False
        for at, share in enumerate(table.shares):
            made.columns[at].width = Mm(box.w * share)
        for at, height in enumerate(setting.heights):
            made.rows[at].height = Mm(height)
        for at, cell in enumerate(setting.head):
            _write(made.cell(0, at), cell, setting.size, self.lang, heading=True)
        for row, cells in enumerate(setting.rows, start=1):
            for at, cell in enumerate(cells):
                _write(made.cell(row, at), cell, setting.size, self.lang)

    def _chart(self, slide: Slide, chart: Bars | Lines, box: Box, *, size: float = 12.0) -> None:
        """A chart with its workbook inside, in the colours of the theme; it has a title where it is not alone."""
        place = (Mm(box.x), Mm(box.y), Mm(box.w), Mm(box.h))
        if isinstance(chart, Lines):
            graphic: Any = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *place, line_data(chart))
            dress_lines(graphic.chart, chart, size)
            listed = [f"{one.name} {value:.10g}" for one in chart.series for value in one.values if value is not None]
            book = lines_book(chart)
        else:
            # A few bars are not to fill a wall.
            high = min(box.h, TITLE_MM + BAR_MM * len(chart.bars))
            names = [_bar_name(name, min(CHART_NAME_MM, box.w * 0.42), size) for name, _ in chart.bars]
            values = [value for _, value in chart.bars]
            shown = replace(chart, bars=tuple(zip(names, values, strict=True)))
            place = (*place[:3], Mm(high))
            graphic = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *place, bar_data(shown))
            dress_bars(graphic.chart, shown, size, titled=size < 12)
            listed = [f"{name} {value:.10g}" for name, value in chart.bars]
            book = bars_book(shown)
        graphic.name = f"chart {plain(chart.name)}"[:100]
        words = plain(f"{chart.name}: {text('enumeration', self.lang).join(listed)}")
        graphic._element.nvGraphicFramePr.cNvPr.set("descr", words[:1000])
        graphic.chart.part.chart_workbook.update_from_xlsx_blob(book)


def _least_height(chart: Bars | Lines) -> float:
    """How low a chart can be, in mm, and still be read."""
    return LEAST_LINES_MM if isinstance(chart, Lines) else TITLE_MM + LEAST_BAR_MM * len(chart.bars)


def _bar_name(name: str, wide: float, size: float) -> str:
    """The name of a bar, short enough that the bar keeps its room; the code at its end stays."""
    words, _, code = plain(name).rpartition(" ")
    em = size * MM_PER_PT
    return f"{shortened(words, wide - width(printable(code), em) - 2 * em, em)} {code}"


def _write(cell: Any, content: Cell, size: float, lang: str, *, heading: bool = False) -> None:
    """A cell: its words, the small code behind them, a fine line under it."""
    cell.margin_left = cell.margin_right = Mm(PAD_MM)
    cell.margin_top = cell.margin_bottom = Mm(ABOVE_MM)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if heading else MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    for words, small in ((plain(content.words), False), (content.code, True)):
        if not words:
            continue
        run = paragraph.add_run()
        run.text = f" {words}" if small else words
        run.font.size, run.font.bold = Pt(size * (0.85 if small else 1)), heading
        _colour(run.font.color, pale=small or heading)
        run._r.get_or_add_rPr().set("lang", LANGUAGE_TAGS[lang])
    if not paragraph.runs:
        paragraph.font.size = Pt(size)
    border = a("lnB", solid("ink" if heading else "line"), w="12700" if heading else "6350")
    cell._tc.get_or_add_tcPr().insert(0, border)


def _colour(colour: Any, *, pale: bool) -> None:
    colour.theme_color = MSO_THEME_COLOR.ACCENT_4 if pale else MSO_THEME_COLOR.TEXT_1
    if pale:
        colour.brightness = -0.15


def written(writer: Writer, contents: Sequence[SlideContent]) -> Iterator[str]:
    """Writes the deck slide by slide, and gives the title of each, so that who waits can be told how far it is."""
    for content in contents:
        writer.write(content)
        yield content.title
