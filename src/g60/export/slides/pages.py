"""Slides as they are written: placeholders filled, maps drawn, tables and charts native, notes beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pptx.chart.data import CategoryChartData
from pptx.dml.color import ColorFormat
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.table import _Cell as TableCell
from pptx.util import Mm, Pt

from g60.catalog import Catalog
from g60.export.evidence import document_line, documents, evidence_lines
from g60.export.imprint import Imprint, xml_text
from g60.export.sheet.drawing import MM_PER_PT, Box
from g60.export.sheet.text import fitted, wrap
from g60.export.slides.content import Cell, Chart, Row, SlideContent, Table
from g60.export.office.drawingml import Canvas, a, solid
from g60.export.slides.master import SENTENCE, Frame, foot
from g60.export.office.sketch import draw_map
from g60.export.office.theme import LANGUAGE_TAGS
from g60.i18n import text

TITLE_LETTERS = 90
CELL_LINES = 4
PAD_MM = 1.1
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
SIZES = (14.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.5)  # of a table's type in points; the largest at which it fits
PANEL_SIZE = 11.0  # ... and the largest beside a map
LEADING = 1.45  # lines of Chinese typefaces are that high


@dataclass(slots=True)
class Writer:
    """Writes slides into a deck."""

    deck: Deck
    frame: Frame
    catalog: Catalog
    head: Imprint
    lang: str

    def cover(self) -> None:
        """The first slide: title, sentence, version, date, state of the map's review."""
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[0])
        head = self.head
        self._fill(slide.placeholders[0], [head.title])
        self._fill(slide.placeholders[1], [head.sentence, f"{head.version} · {head.date}", head.review])
        self._finish(slide, self._source_lines())

    def content(self, content: SlideContent) -> None:
        """The slide of a content; its table goes on over further slides where it is long."""
        slide = self._opened(content.title, content.sentence)
        canvas = self._canvas(slide)
        panel = self.frame.body
        if content.selection is not None:
            map_box, panel = self.frame.split()
            drawn = draw_map(canvas, self.catalog, content.selection, self.lang, map_box)
            slide.shapes._spTree.append(drawn)  # noqa: SLF001 - no other way
        rest: tuple[Row, ...] = ()
        if content.table:
            rest = self._table(slide, content.table, panel)
        elif content.selection is not None:
            self._words(slide, panel, [text("handout_empty", self.lang)])
        if content.chart:
            self._chart(slide, content.chart, self.frame.body)
        self._finish(slide, [*content.notes, "", *self._source_lines()])
        if content.table and rest:
            self._continued(content, rest)

    def sources(self) -> None:
        """The last slide: documents, codes, to whom lines are owed."""
        lang = self.lang
        slide = self._opened(text("handout_sheet_documents", lang), self.head.sentence)
        lines = [document_line(entry) for entry in documents(self.catalog, lang)]
        lines += ["", *evidence_lines(lang), "", text("map_attribution", lang), self.head.attribution]
        self._words(slide, self.frame.body, lines)
        self._finish(slide, lines)

    def _continued(self, content: SlideContent, rest: tuple[Row, ...]) -> None:
        """The rows that found no room, on slides with two tables side by side."""
        body = self.frame.body
        half = (body.w - 8) / 2
        boxes = [Box(body.x, body.y, half, body.h), Box(body.x + half + 8, body.y, half, body.h)]
        while rest and content.table:
            slide = self._opened(text("slides_continued", self.lang, title=content.title), content.sentence)
            for box in boxes:
                if rest:
                    rest = self._table(slide, replace(content.table, rows=rest), box)
            self._finish(slide, self._source_lines())

    # Parts of a slide

    def _opened(self, title: str, sentence: str) -> Slide:
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[1])
        self._fill(slide.placeholders[0], [title])
        frame = self.frame.sentence
        self._fill(slide.placeholders[SENTENCE], [fitted(sentence, frame.w * 0.98, 12 * MM_PER_PT)])
        return slide

    def _fill(self, shape: object, lines: Sequence[str]) -> None:
        shape.text_frame.text = "\n".join(xml_text(line).replace("\n", " ")[:400] for line in lines)  # type: ignore[attr-defined]
        tag = LANGUAGE_TAGS[self.lang]
        for run in shape._element.iter(qn("a:rPr")):  # type: ignore[attr-defined]  # noqa: SLF001 - no other way
            run.set("lang", tag)

    def _canvas(self, slide: Slide) -> Canvas:
        ids = [int(shape.get("id")) for shape in slide.shapes._spTree.iter(qn("p:cNvPr"))]  # noqa: SLF001 - no other way
        names = {shape.get("name") for shape in slide.shapes._spTree.iter(qn("p:cNvPr"))}  # noqa: SLF001
        return Canvas(max(ids), LANGUAGE_TAGS[self.lang], names)

    def _finish(self, slide: Slide, notes: Sequence[str]) -> None:
        """Foot, alternative texts, notes."""
        words = f"{self.head.version} · {self.head.review}"
        slide.shapes._spTree.extend(foot(self._canvas(slide), words, self.lang))  # noqa: SLF001 - no other way
        for shape in slide.shapes._spTree.iter(qn("p:cNvPr")):  # noqa: SLF001 - no other way
            if shape.get("descr") is None and shape.get("name"):
                shape.set("descr", "")
        frame = slide.notes_slide.notes_text_frame
        if frame is not None:
            frame.text = "\n".join(xml_text(line) for line in notes)

    def _source_lines(self) -> list[str]:
        listed = [document_line(entry) for entry in documents(self.catalog, self.lang)]
        head = [text("slides_sources", self.lang), *listed, *evidence_lines(self.lang)]
        return [*head, f"{self.head.version} · {self.head.date}", text("map_attribution", self.lang)]

    def _words(self, slide: Slide, box: Box, lines: Sequence[str]) -> None:
        shape = slide.shapes.add_textbox(Mm(box.x), Mm(box.y), Mm(box.w), Mm(box.h))
        shape.name = "text"
        frame = shape.text_frame
        frame.word_wrap = True
        frame.text = "\n".join(xml_text(line) for line in lines)
        for paragraph in frame.paragraphs:
            paragraph.font.size = Pt(11)

    def _table(self, slide: Slide, table: Table, box: Box) -> tuple[Row, ...]:
        """A table with as many rows as have room; the rows that have none."""
        size, heights, shown = _measured(table, box, wide=box.w > self.frame.width * 0.6)
        rows = len(shown) + 1
        graphic = slide.shapes.add_table(rows, len(table.heads), Mm(box.x), Mm(box.y), Mm(box.w), Mm(sum(heights)))
        graphic.name = f"table {table.name}"
        graphic._element.nvGraphicFramePr.cNvPr.set("descr", " · ".join(head for head in table.heads if head))  # noqa: SLF001
        made = graphic.table
        made._tbl.tblPr.find(qn("a:tableStyleId")).text = NO_STYLE  # noqa: SLF001 - no other way
        made.horz_banding = False
        for at, share in enumerate(table.shares):
            made.columns[at].width = Mm(box.w * share)
        for at, height in enumerate(heights):
            made.rows[at].height = Mm(height)
        for at, words in enumerate(table.heads):
            _write(made.cell(0, at), Cell(words), size, self.lang, heading=True)
        for row, cells in enumerate(shown, start=1):
            for at, cell in enumerate(cells):
                _write(made.cell(row, at), cell, size, self.lang)
        return table.rows[len(shown) :]

    def _chart(self, slide: Slide, chart: Chart, box: Box) -> None:
        """Bars with their workbook inside, in a colour of the theme."""
        data = CategoryChartData(number_format="General")
        data.categories = [xml_text(name) for name, _ in chart.bars]
        data.add_series(f"{chart.name} ({chart.unit})" if chart.unit else chart.name, [value for _, value in chart.bars])
        place = (Mm(box.x), Mm(box.y), Mm(box.w), Mm(box.h))
        graphic = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *place, data)
        graphic.name = f"chart {chart.name}"
        listed = text("enumeration", self.lang).join(f"{name} {value:.10g}" for name, value in chart.bars)
        graphic._element.nvGraphicFramePr.cNvPr.set("descr", xml_text(f"{chart.name}: {listed}"))  # noqa: SLF001
        made = graphic.chart
        made.has_legend, made.has_title = False, False
        made.font.size = Pt(12)
        made.value_axis.visible, made.value_axis.has_major_gridlines = False, False
        made.value_axis.minimum_scale = 0
        made.category_axis.format.line.color.theme_color = MSO_THEME_COLOR.ACCENT_5
        plot = made.plots[0]
        plot.gap_width, plot.vary_by_categories, plot.has_data_labels = 55, False, True
        labels = plot.data_labels
        labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
        labels.number_format, labels.number_format_is_linked = f'General" {chart.unit}"' if chart.unit else "General", False
        plot.series[0].format.fill.solid()
        plot.series[0].format.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_3


def _measured(table: Table, box: Box, *, wide: bool) -> tuple[float, list[float], tuple[Row, ...]]:
    """The type size of a table in a box, the heights of its rows, and the rows that have room."""
    for size in (size for size in SIZES if wide or size <= PANEL_SIZE):
        heights = [_height(table, tuple(Cell(head) for head in table.heads), box.w, size)]
        shown = 0
        for row in table.rows:
            heights.append(_height(table, row, box.w, size))
            if sum(heights) > box.h:
                heights.pop()
                break
            shown += 1
        if shown == len(table.rows):
            break
    # One row at the least, or a name as long as a slide would never end.
    if not shown and table.rows:
        heights.append(_height(table, table.rows[0], box.w, size))
        shown = 1
    return size, heights, table.rows[:shown]


def _height(table: Table, row: Row, wide: float, size: float) -> float:
    em = size * MM_PER_PT
    return max(
        em * LEADING * len(_lines(cell, wide * share - 2 * PAD_MM, em)) + 2 * 0.7 for cell, share in zip(row, table.shares, strict=True)
    )


def _lines(cell: Cell, wide: float, em: float) -> list[str]:
    whole = f"{cell.words} {cell.code}" if cell.code else cell.words
    return wrap(whole, max(wide * 0.96, em * 2), em, most=0)


def _write(cell: TableCell, content: Cell, size: float, lang: str, *, heading: bool = False) -> None:
    """A cell: its words, the small code behind them, a fine line under it."""
    cell.margin_left = cell.margin_right = Mm(PAD_MM)
    cell.margin_top = cell.margin_bottom = Mm(0.7)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if heading else MSO_ANCHOR.TOP
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    for words, small in ((xml_text(content.words).replace("\n", " "), False), (content.code, True)):
        if not words:
            continue
        run = paragraph.add_run()
        run.text = f" {words}" if small else words
        run.font.size, run.font.bold = Pt(size * (0.85 if small else 1)), heading
        _coloured(run.font.color, pale=small or heading)
        run._r.get_or_add_rPr().set("lang", LANGUAGE_TAGS[lang])  # noqa: SLF001 - no other way
    if not paragraph.runs:
        paragraph.font.size = Pt(size)
    border = a("lnB", solid("ink" if heading else "line"), w="12700" if heading else "6350")
    cell._tc.get_or_add_tcPr().insert(0, border)  # noqa: SLF001 - no other way


def _coloured(colour: ColorFormat, *, pale: bool) -> None:
    colour.theme_color = MSO_THEME_COLOR.ACCENT_4 if pale else MSO_THEME_COLOR.TEXT_1
    if pale:
        colour.brightness = -0.15


def slides_of(writer: Writer, contents: Sequence[SlideContent]) -> Iterator[None]:
    """Writes the deck slide by slide, so that who waits can be told how far it is."""
    writer.cover()
    yield
    for content in contents:
        writer.content(content)
        yield
    writer.sources()
    yield
