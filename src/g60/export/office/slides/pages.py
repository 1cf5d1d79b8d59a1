"""Slides as they are written: placeholders filled, maps drawn, tables and charts native, notes beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pptx.oxml.ns import qn
from pptx.util import Mm, Pt

from g60.catalog.catalog import Catalog
from g60.contract.i18n import text
from g60.export.imprint import Imprint
from g60.export.office.charts import Bars, Lines
from g60.export.office.drawingml import Canvas
from g60.export.office.sketch import LEAST_PT, DrawnMap, draw_map
from g60.export.office.slides.feet import address_lines, foot_line, short_review, source_lines
from g60.export.office.slides.heads import TITLE_LEADING, Head, cover_size, fitting_lines, has_room, head_of, narrowed
from g60.export.office.slides.legend import (
    CHOSEN,
    LINE_MM,
    Entry,
    codes_of,
    codes_of_chart,
    draw_guide,
    draw_strip,
    guide_size,
    lines_of,
    map_entries,
    mark_entries,
)
from g60.export.office.slides.master import FOOT, NUMBER, SENTENCE, Frame, foot, split
from g60.export.office.slides.model import Row, SlideContent, Table
from g60.export.office.slides.parts import ALONE, Charted, least_height, place_chart, place_table, qr_code
from g60.export.office.slides.setting import (
    WHOLE_WIDTH,
    WIDE_BODY,
    TableSetting,
    begun_table,
    even_pages,
    further_pages,
    leaves_alone,
    paged,
    set_table,
    together,
)
from g60.export.office.titles import words_of
from g60.export.paper_map.drawing import MM_PER_PT, Box
from g60.export.plain_text import plain, shortened

PANEL = 14.0  # the largest type of a table in points that stands beside a map
COVER_SIZES, COVER_WORDS = (34.0, 30.0, 26.0, 22.0, 20.0), (14.0, 13.0, LEAST_PT)
# Of the body: a map is as wide as its table allows, and as usual where none allows it.
MAP_SHARES, USUAL_SHARE = (0.6, 0.57, 0.54, 0.51, 0.48, 0.45, 0.42), 0.54
BARS_SHARE = 0.84  # of the width, for a table with bars beside its rows
WIDE = 300.0  # mm: a slide so wide has room for a table beside a chart
MANY_ROWS, NARROW_SHARE = 22, 0.48  # a table of so many goes on anyway; beside a map on a narrow slide
LEAST_ROWS = 4  # of a table that begins below another one
ABOVE_LEGEND_MM, BELOW_TABLE_MM = 2.0, 6.0
Slide = Any  # python-pptx's own trees of shapes, which its types leave open


@dataclass(frozen=True, slots=True)
class Open:
    """A slide that was begun, its frame, and its body: what is left above the legend.

    `kinds` is what its map draws, `codes` the codes of evidence that were written so far: the legend explains them.
    """

    slide: Slide
    frame: Frame
    body: Box
    kinds: frozenset[str] = frozenset()
    codes: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Writer:
    """Writes slides into a deck; `address` is that of the app, empty where nobody has said it."""

    deck: Any
    frame: Frame
    catalog: Catalog
    head: Imprint
    lang: str
    address: str = ""

    def write(self, content: SlideContent) -> None:
        """The slides of a content: one, and further ones for what finds no room."""
        if content.is_cover:
            self._cover(content)
        elif content.map is not None:
            self._with_map(content)
        elif content.tables and content.chart and content.beside:
            self._with_bars(content, content.tables[0], content.chart)
        elif content.tables and content.chart and self.frame.width >= WIDE:
            self._with_chart(content, content.tables[0], content.chart)
        elif content.tables:
            self._tables(content)
            self._further(content, (), content.chart)
        else:
            begun = self._opened(content)
            if content.chart:
                self._chart(begun, content.chart, begun.body)
            self._words(begun.slide, begun.body, content.lines)
            self._finish(begun, content)

    # Kinds of slides

    def _cover(self, content: SlideContent) -> None:
        """A picture, and beside it a short guide to it."""
        slide = self._slide(0)
        frame, head = self.frame, self.head
        words, wide, kept = plain(content.title), frame.cover_title.w, words_of(self.catalog)
        size = cover_size(words, frame.cover_title, COVER_SIZES, kept)
        if not has_room(words, frame.cover_title, size, kept):
            lines_held = int(frame.cover_title.h / (size * MM_PER_PT * TITLE_LEADING))
            words = shortened(words, wide * (lines_held - 0.6), size * MM_PER_PT, bold=True)
        self._fill(slide.placeholders[0], [words], size)
        narrowed(slide.placeholders[0], words, wide, size, kept)
        lines, size = fitting_lines(content.lines, frame.cover_words, COVER_WORDS)
        self._fill(slide.placeholders[1], lines, size)
        entries: list[Entry] = []
        if content.map is not None:
            drawn = self._map(slide, content, frame.cover_map)
            entries = self._explained(content, drawn)
            slide.shapes._spTree.append(drawn.group)
            del drawn  # so that the library sees the group as one of its own shapes
        guide, code = frame.cover_guide, self._address(content)
        size = guide_size(entries, guide)
        self._append(slide, draw_guide(self._canvas(slide), entries, guide, size, self.lang))
        beside = frame.cover_foot if code else replace(frame.cover_foot, x=guide.x, w=guide.w)
        version = text("slide_version", self.lang, version=self.catalog.version)
        told, size = fitting_lines((version, head.date, short_review(head, self.lang)), beside, (LEAST_PT,))
        self._words(slide, beside, told, size, name="imprint")
        self._code(slide, content, frame.cover_qr)
        self._finish(Open(slide, frame, frame.body), content, footed=False)

    def _with_map(self, content: SlideContent) -> None:
        begun = self._begun(content)
        table, chart = content.tables[0] if content.tables else None, content.chart
        drawn, body = self._explained_map(begun, content, table)
        kinds = drawn.kinds
        begun.slide.shapes._spTree.append(drawn.group)
        del drawn  # so that the library sees the group as one of its own shapes
        begun = replace(begun, body=body, kinds=kinds)
        panel = split(body, _share(table, body))[1]
        rest: tuple[Row, ...] = ()
        if table:
            setting = begun_table(table, panel, self._room(self._again(content)), largest=PANEL)
            rest = table.rows[len(setting.rows) :]
            below = setting.height + BELOW_TABLE_MM
            room = Box(panel.x, panel.y + below, panel.w, panel.h - below)
            if chart and not rest and room.h >= least_height(chart):
                self._chart(begun, chart, room, Charted(titled=True))
                chart = None
            else:
                setting = setting.filling(panel.h)
            self._table(begun, table, panel, setting)
        self._words(begun.slide, panel, content.lines)
        self._finish(begun, content)
        self._further(content, rest, chart)

    def _explained_map(self, begun: Open, content: SlideContent, table: Table | None) -> tuple[DrawnMap, Box]:
        """The map of a slide, and the body above as many lines as its legend needs."""
        lines = 2 if self.frame.width >= WIDE else 3
        while True:
            body = _above(begun.frame, lines)
            drawn = self._map(begun.slide, content, split(body, _share(table, body))[0])
            entries = self._explained(content, drawn)
            needed = len(lines_of(entries, body.w))
            if needed <= lines:
                return drawn, body
            lines = needed

    def _with_chart(self, content: SlideContent, table: Table, chart: Bars | Lines) -> None:
        begun = self._opened(content)
        left, right = split(begun.body, 0.6)
        setting = set_table(table, left, largest=WHOLE_WIDTH)
        self._table(begun, table, left, setting.filling(left.h))
        self._chart(begun, chart, right, Charted(titled=True))
        self._finish(begun, content)
        self._further(content, table.rows[len(setting.rows) :], None)

    def _with_bars(self, content: SlideContent, table: Table, bars: Bars | Lines) -> None:
        """A table that fills the page, each of its rows with its bar beside it."""
        body, shown, done = self._room(content), content, 0
        left, right = split(body, BARS_SHARE)
        for setting in even_pages(table, left, largest=WHOLE_WIDTH):
            begun = self._opened(shown)
            self._table(begun, table, replace(left, y=begun.body.y), setting)
            if isinstance(bars, Bars):
                named = bars.bars[::-1][done : done + len(setting.rows)][::-1]
                head = setting.heights[0]
                box = Box(left.right + 1, begun.body.y + head, right.right - left.right - 1, setting.height - head)
                if any(value is not None for _, value in named):
                    place_chart(begun.slide, replace(bars, bars=named), box, self.lang, Charted(beside=True))
            done += len(setting.rows)
            self._finish(begun, shown)
            shown = self._again(content)

    def _tables(self, content: SlideContent) -> None:
        """Tables one below the other; one that finds no room goes on over further slides, as level as can be."""
        alone = len(content.tables) == 1
        begun, shown = self._opened(content), content
        y, largest = begun.body.y, WHOLE_WIDTH
        if not alone:
            largest = together(content.tables, begun.body, BELOW_TABLE_MM, largest=PANEL)
        for table in content.tables:
            box = Box(begun.body.x, y, begun.body.w, begun.body.bottom - y)
            setting = self._first_part(table, box, largest, is_first=y == begun.body.y, alone=alone)
            rest = table.rows[len(setting.rows) :]
            if setting.rows:
                self._table(begun, table, box, setting)
                y += setting.height + BELOW_TABLE_MM
            for parts in further_pages(replace(table, rows=rest), begun.body):
                self._finish(begun, shown)
                shown = self._again(content)
                begun = self._opened(shown)
                y = begun.body.y + self._side_by_side(begun, table, parts) + BELOW_TABLE_MM
        self._finish(begun, shown)

    def _first_part(self, table: Table, box: Box, largest: float, *, is_first: bool, alone: bool) -> TableSetting:
        """The part of a table that stands in a box: no few rows of it below another table, and none left alone."""
        setting = set_table(table, box, largest=largest)
        if len(setting.rows) == len(table.rows):
            return setting.filling(box.h) if alone else setting
        if is_first:
            return paged(table, [box], largest=largest)[0].filling(box.h)
        count = min(len(setting.rows), len(table.rows) - LEAST_ROWS)
        count = count if count >= LEAST_ROWS else 0
        return setting.first(count)

    def _side_by_side(self, begun: Open, table: Table, parts: Sequence[tuple[Box, TableSetting]]) -> float:
        """Parts of a table beside each other; how high the highest of them is."""
        for place, setting in parts:
            self._table(begun, table, replace(place, y=begun.body.y), setting)
        return max(setting.height for _, setting in parts)

    def _further(self, content: SlideContent, rest: tuple[Row, ...], chart: Bars | Lines | None) -> None:
        """The rows that found no room; then the chart that found none."""
        again = self._again(content)
        if rest:
            for parts in further_pages(replace(content.tables[-1], rows=rest), self._room(again)):
                begun = self._opened(again)
                self._side_by_side(begun, content.tables[-1], parts)
                self._finish(begun, again)
        if chart:
            said = text("slides_chart_text", self.lang)
            shown = replace(again, title=chart.name, sentence=said, chart=chart, tables=(), query=content.query)
            begun = self._opened(shown)
            self._chart(begun, chart, begun.body)
            self._finish(begun, shown)

    def _again(self, content: SlideContent) -> SlideContent:
        """What a further slide of a content says at its head."""
        title = text("slides_continued", self.lang, title=content.title)
        return replace(content, title=title, notes=(), map=None, chart=None, query="")

    # Parts of a slide

    def _slide(self, layout: int) -> Slide:
        """A new slide without the places of foot and number, which are written last."""
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[layout])
        for shape in list(slide.placeholders):
            if shape.placeholder_format.idx in (FOOT, NUMBER):
                shape._element.getparent().remove(shape._element)
        return slide

    def _begun(self, content: SlideContent) -> Open:
        """A new slide with its head and its QR code."""
        head = self._head(content)
        frame = head.frame(self.frame)
        slide = self._slide(frame.layout)
        self._fill(slide.placeholders[0], [head.title], head.size)
        narrowed(slide.placeholders[0], head.title, frame.title.w, head.size, words_of(self.catalog))
        self._fill(slide.placeholders[SENTENCE], [head.sentence])
        self._code(slide, content, frame.qr)
        return Open(slide, frame, frame.body)

    def _head(self, content: SlideContent) -> Head:
        words = words_of(self.catalog)
        return head_of(plain(content.title), plain(content.sentence), self.frame.title.w, words)

    def _opened(self, content: SlideContent) -> Open:
        """A new slide without a map: head, QR code, and the legend of its marks."""
        return replace(self._begun(content), body=self._room(content))

    def _table(self, begun: Open, table: Table, box: Box, setting: TableSetting) -> None:
        place_table(begun.slide, table, box, setting, self.lang, words_of(self.catalog))
        begun.codes.update(cell.code for row in setting.rows for cell in row if cell.code)

    def _chart(self, begun: Open, chart: Bars | Lines, box: Box, charted: Charted = ALONE) -> None:
        place_chart(begun.slide, chart, box, self.lang, charted)
        begun.codes.update(codes_of_chart(chart))

    def _legend(self, begun: Open) -> None:
        """Draws the legend of what was put on a slide, below its body."""
        entries = [*map_entries(begun.kinds, self.lang), *mark_entries(begun.codes, self.lang)]
        body = begun.body
        strip = Box(body.x, body.bottom + ABOVE_LEGEND_MM, body.w, begun.frame.body.bottom - body.bottom)
        self._append(begun.slide, draw_strip(self._canvas(begun.slide), entries, strip, self.lang))

    def _room(self, content: SlideContent) -> Box:
        """The body that a slide of a content without a map will have."""
        frame = self._head(content).frame(self.frame)
        return _above(frame, len(lines_of(self._explained(content, None), frame.body.w)))

    def _explained(self, content: SlideContent, drawn: DrawnMap | None) -> list[Entry]:
        """The entries of a slide's legend: what its map draws, and the marks of its values."""
        shown = map_entries(drawn.kinds, self.lang) if drawn else []
        return [*shown, *mark_entries(codes_of(content), self.lang)]

    def _fill(self, shape: Any, lines: Sequence[str], size: float = 0.0) -> None:
        shape.text_frame.text = "\n".join(plain(line) for line in lines)
        for paragraph in shape.text_frame.paragraphs:
            for run in paragraph.runs:
                if size:
                    run.font.size = Pt(size)

    def _canvas(self, slide: Slide) -> Canvas:
        marks = list(slide.shapes._spTree.iter(qn("p:cNvPr")))
        ids = [int(mark.get("id")) for mark in marks]
        return Canvas(max(ids), names={str(mark.get("name")): 1 for mark in marks})

    def _append(self, slide: Slide, element: Any) -> None:
        if element is not None:
            slide.shapes._spTree.append(element)

    def _map(self, slide: Slide, content: SlideContent, box: Box) -> DrawnMap:
        """The map of a content; that something on it is chosen is one of the kinds that it shows."""
        shown = content.map
        if shown is None:
            raise ValueError(content.title)
        drawn = draw_map(self._canvas(slide), self.catalog, shown, box)
        names = {part.get("name") for part in drawn.group.iter(qn("p:cNvPr"))}
        chosen = {CHOSEN} if shown.selection.focus and shown.selection.focus in names else set()
        return replace(drawn, kinds=drawn.kinds | chosen)

    def _address(self, content: SlideContent) -> str:
        """The address of what a slide shows; empty where nobody has said that of the app."""
        return f"{self.address}{content.query}" if self.address and (content.query or content.is_cover) else ""

    def _code(self, slide: Slide, content: SlideContent, box: Box) -> None:
        address = self._address(content)
        if address:
            slide.shapes._spTree.extend(qr_code(self._canvas(slide), address, box, self.lang))

    def _finish(self, begun: Open, content: SlideContent, *, footed: bool = True) -> None:
        """Legend, foot, alternative texts, notes."""
        slide = begun.slide
        if footed:
            self._legend(begun)
            is_map, wide = content.map is not None, self.frame.foot.w
            line = foot_line(self.catalog, self.head, self.lang, wide, is_map=is_map)
            slide.shapes._spTree.extend(foot(self._canvas(slide), line))
        for shape in slide.shapes._spTree.iter(qn("p:cNvPr")):
            if shape.get("descr") is None and shape.get("name"):
                shape.set("descr", "")
        leads = address_lines(self._address(content), self.lang, is_known=bool(self.address))
        said = [*content.notes, ""] if content.notes else []
        lines = (*said, *source_lines(self.catalog, self.head, self.lang), *leads)
        slide.notes_slide.notes_text_frame.text = "\n".join(plain(line) for line in lines)

    def _words(self, slide: Slide, box: Box, lines: Sequence[str], size: float = 14.0, *, name: str = "text") -> None:
        if not lines:
            return
        shape = slide.shapes.add_textbox(Mm(box.x), Mm(box.y), Mm(box.w), Mm(min(box.h, 26)))
        shape.name = name
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.word_wrap = True
        self._fill(shape, [line for line in lines if line], size)


def _share(table: Table | None, body: Box) -> float:
    """How wide a map can be so that all of the table beside it is read."""
    if table is None:
        return USUAL_SHARE
    if len(table.rows) > MANY_ROWS:
        return USUAL_SHARE if body.w > WIDE_BODY else NARROW_SHARE
    set_beside = {share: set_table(table, split(body, share)[1], largest=PANEL) for share in MAP_SHARES}
    fitting = [share for share, found in set_beside.items() if len(found.rows) == len(table.rows)]
    whole = [one for one in fitting[:3] if not leaves_alone(set_beside[one], split(body, one)[1].w)]
    return (whole or fitting or [USUAL_SHARE if body.w > WIDE_BODY else NARROW_SHARE])[0]


def _above(frame: Frame, lines: int) -> Box:
    """What a slide has left above a legend of so many lines."""
    body = frame.body
    return replace(body, h=body.h - lines * LINE_MM - (ABOVE_LEGEND_MM if lines else 0))


def written(writer: Writer, contents: Sequence[SlideContent]) -> Iterator[str]:
    """Writes the deck slide by slide, and gives the title of each, so that who waits can be told how far it is."""
    for content in contents:
        writer.write(content)
        yield content.title
