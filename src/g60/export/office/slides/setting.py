"""How a table is set: the size of its type, the height of its rows, how many of them have room in a box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from g60.export.office.columns import NARROWER, PAD_MM, shares_of, spanned
from g60.export.office.sketch import LEAST_PT
from g60.export.office.slides.breaks import heading_lines, is_joined, room_of, written
from g60.export.office.slides.master import split
from g60.export.office.slides.model import Cell, Row, Table
from g60.export.paper_map.drawing import MM_PER_PT, Box
from g60.export.paper_map.lines import is_chinese, wrap
from g60.export.plain_text import plain, shortened

ABOVE_MM = 0.45  # in a cell, above and below its words
SIZES = (18.0, 16.0, 14.0, 13.0, LEAST_PT)  # of a table's type in points; the largest at which it fits
LITTLE_PT = 1.0  # smaller, and no character stands alone on its line: that is worth it
CODE_SHARE = 0.85  # of the words' size, for the code of their evidence
LEADING = {True: 1.45, False: 1.26}  # lines of Chinese typefaces are higher
HEAD_LINES = 5
MOST_LINES = 12  # of a row: half a slide in the smallest type
FILLED, HELD = 0.96, 0.99  # of a box: how far rows are stretched, how far it is used; other typefaces run higher
WHOLE_WIDTH, SIDE_BY_SIDE = 16.0, 14.0  # the largest type of a table over a page, in one column and in two
WIDE_BODY = 270.0  # mm: a body so wide has room for two columns of a narrow table
WELL_FILLED = 0.66  # of a page that a table goes on to: at least so much
STRETCHED = 1.5  # the most that a row grows so that a table fills its box


@dataclass(frozen=True, slots=True)
class TableSetting:
    """A table as it is set into a box: type size in points, the lines of each heading, heights in mm, rows.

    The first height is that of the headings; `shares` is how the width is shared out.
    """

    size: float
    heads: tuple[tuple[str, ...], ...]
    heights: list[float]
    rows: tuple[Row, ...]
    shares: tuple[float, ...]

    @property
    def height(self) -> float:
        """How high all of it is."""
        return sum(self.heights)

    def first(self, count: int) -> TableSetting:
        """The same with so many rows."""
        return replace(self, rows=self.rows[:count], heights=self.heights[: count + 1])

    def filling(self, high: float) -> TableSetting:
        """The same with higher rows, so that it fills the height as far as that looks well."""
        head, *rows = self.heights
        natural = sum(rows)
        if not natural:
            return self
        factor = min(max((high * FILLED - head) / natural, 1.0), STRETCHED)
        return replace(self, heights=[head, *(row * factor for row in rows)])


def code_size(size: float) -> float:
    """The size of a code behind words of this size, in points."""
    return max(size * CODE_SHARE, LEAST_PT)


def set_table(table: Table, box: Box, *, largest: float) -> TableSetting:
    """A table in a box: whole in the largest type that allows it, else as many rows as have room in the smallest."""
    return set_tables(table, [box], largest=largest)[0]


def set_tables(table: Table, boxes: Sequence[Box], *, largest: float) -> list[TableSetting]:
    """A table over boxes of one width, in one size of type: as level as can be where they hold all of it.

    Where the largest such size leaves a character alone on a line and the next one does not, it is the next one.
    """
    found: list[TableSetting] = []
    whole: list[float] = []
    for size in (size for size in SIZES if size <= largest):
        if whole and size < whole[0] - LITTLE_PT:
            break
        found = _poured(table, boxes, size)
        if held(found) != len(table.rows):
            continue
        if not any(leaves_alone(one, boxes[0].w) for one in found):
            return _levelled(table, boxes, size)
        whole.append(size)
    return _levelled(table, boxes, whole[0]) if whole else found


def paged(table: Table, boxes: Sequence[Box], *, largest: float) -> list[TableSetting]:
    """A table over as few repetitions of these boxes as hold all of it, as level as can be."""
    for count in range(1, len(table.rows) + 1):
        found = set_tables(table, [*boxes] * count, largest=largest)
        if held(found) == len(table.rows) or count * len(boxes) > len(table.rows):
            return found
    return set_tables(table, boxes, largest=largest)


def even_pages(table: Table, box: Box, *, largest: float) -> list[TableSetting]:
    """A table over as few pages as hold it, in rows of one height that fill the page, in the largest type for that."""
    found: list[TableSetting] = []
    for size in (size for size in SIZES if size <= largest):
        whole = _poured(table, [replace(box, h=float("inf"))], size)[0]
        head, *rows = whole.heights
        high, room = max(rows, default=1.0), box.h - head
        pages = -(-len(rows) // max(int(room * FILLED // high), 1))
        if found and pages >= len(found):
            continue
        each = -(-len(rows) // pages)
        tall = min(room * FILLED / each, high * STRETCHED)
        parts = [whole.rows[at : at + each] for at in range(0, len(rows), each)]
        found = [replace(whole, heights=[head, *[tall] * len(part)], rows=part) for part in parts]
    return found


def begun_table(table: Table, box: Box, further: Box, *, largest: float) -> TableSetting:
    """The part of a table that stands in a box: all of it, or as many rows as leave a further page well filled."""
    whole = set_table(table, box, largest=largest)
    most = len(whole.rows)
    if most == len(table.rows) or len(further_pages(replace(table, rows=table.rows[most:]), further)) > 1:
        return whole
    for count in range(most, most // 2, -1):
        found = set_table(replace(table, rows=table.rows[:count]), box, largest=largest)
        pages = further_pages(replace(table, rows=table.rows[count:]), further)
        if len(pages) > 1 or max(one.height for _, one in pages[0]) >= further.h * WELL_FILLED:
            break
    return found


def further_pages(table: Table, body: Box) -> list[list[tuple[Box, TableSetting]]]:
    """A table that goes on, page by page: over the whole width, or a longer one in two columns where it is narrow."""
    if not table.rows:
        return []
    over = set_table(table, body, largest=WHOLE_WIDTH)
    if len(over.rows) == len(table.rows) and over.size >= SIDE_BY_SIDE:
        return [[(body, over.filling(body.h))]]
    boxes = list(split(body, 0.5)) if len(table.heads) <= 4 and body.w > WIDE_BODY else [body]
    settings = paged(table, boxes, largest=SIDE_BY_SIDE)
    placed = [(boxes[at % len(boxes)], one.filling(body.h)) for at, one in enumerate(settings)]
    return [placed[at : at + len(boxes)] for at in range(0, len(placed), len(boxes))]


def together(tables: Sequence[Table], box: Box, gap: float, *, largest: float) -> float:
    """The largest type in which tables have room below each other, so far apart; the smallest where none has."""
    for size in (size for size in SIZES if size <= largest):
        settings = [_poured(table, [box], size)[0] for table in tables]
        is_whole = all(len(setting.rows) == len(table.rows) for setting, table in zip(settings, tables, strict=True))
        if is_whole and sum(setting.height for setting in settings) + gap * (len(tables) - 1) <= box.h * FILLED:
            return size
    return SIZES[-1]


def held(settings: Sequence[TableSetting]) -> int:
    """How many rows settings have together."""
    return sum(len(setting.rows) for setting in settings)


def _poured(table: Table, boxes: Sequence[Box], size: float) -> list[TableSetting]:
    """The settings of the boxes that get a row; the first box always has its setting."""
    found: list[TableSetting] = []
    table, rest = replace(table, shares=shares_of(table, boxes[0].w, size)), table.rows
    for box in boxes:
        if rest or not found:
            found.append(_at_size(replace(table, rows=rest), box, size))
            rest = rest[len(found[-1].rows) :]
    return found


def _levelled(table: Table, boxes: Sequence[Box], size: float) -> list[TableSetting]:
    """The settings in boxes as low as they can be and still hold all."""
    if len(boxes) == 1:
        return _poured(table, boxes, size)
    for share in np.arange(0.1, 1.0, 0.05).tolist():
        lower = [Box(box.x, box.y, box.w, box.h * share) for box in boxes]
        found = _poured(table, lower, size)
        if held(found) == len(table.rows):
            return found
    return _poured(table, boxes, size)


def _at_size(table: Table, box: Box, size: float) -> TableSetting:
    heads = tuple(_heading(words, box.w * share, size) for words, share in zip(table.heads, table.shares, strict=True))
    heights = [_high(heads, size)]
    most = min(table.most, MOST_LINES)
    rows: list[Row] = []
    for row in table.rows:
        cut = tuple(_cut(cell, _inner(box.w * share), size, most) for cell, _, share in spanned(row, table.shares))
        high = _height(table, cut, box.w, size)
        if sum(heights) + high > box.h * HELD:
            break
        rows.append(cut)
        heights.append(high)
    return TableSetting(size, heads, heights, tuple(rows), table.shares)


def _heading(words: str, wide: float, size: float) -> tuple[str, ...]:
    """The lines of a heading, the last of so many at most with … where it is longer."""
    words = plain(_cut(Cell(words), _inner(wide), size, HEAD_LINES).words)
    return heading_lines(words, max(wide - 2 * PAD_MM, 2 * size * MM_PER_PT), size)


def _inner(wide: float) -> float:
    return max(wide - 2 * PAD_MM, 2.0) * NARROWER


def _height(table: Table, row: Row, wide: float, size: float) -> float:
    em = size * MM_PER_PT
    return _high([_lines(cell, _inner(wide * share), em) for cell, _, share in spanned(row, table.shares)], size)


def _high(cells: Sequence[Sequence[str]], size: float) -> float:
    """How high a row is whose cells have these lines."""
    return max(size * MM_PER_PT * LEADING[any(map(is_chinese, cell))] * len(cell) for cell in cells) + 2 * ABOVE_MM


def _lines(cell: Cell, wide: float, em: float) -> list[str]:
    # The code may not stand apart from the words before it: the room that it takes is that of the words' size.
    whole, room = written(cell), max(wide, em * 2)
    if is_joined(whole):
        room = room_of(plain(whole), room / NARROWER, round(em / MM_PER_PT, 2)) * NARROWER
    return wrap(whole, room, em)


def leaves_alone(setting: TableSetting, wide: float) -> bool:
    """Whether a line of a table is one Chinese character alone, in a typeface as wide as any or in a narrower one."""
    em = setting.size * MM_PER_PT
    cells = [(cell, _inner(wide * share)) for row in setting.rows for cell, _, share in spanned(row, setting.shares)]
    lasts = [_lines(cell, room * wider, em)[1:][-1:] for cell, room in cells for wider in (1.0, 1 / NARROWER)]
    return any(len(line) == 1 and is_chinese(line) for last in lasts for line in last)


def _cut(cell: Cell, wide: float, size: float, most: int) -> Cell:
    """A cell of so many lines at most: its beginning and … where it is longer."""
    em = size * MM_PER_PT
    if len(_lines(replace(cell, words=cell.words[:2000]), wide, em)) <= most and len(cell.words) <= 2000:
        return cell
    room = wide * most
    while room > em * 2:
        cut = replace(cell, words=shortened(cell.words, room, em))
        if len(_lines(cut, wide, em)) <= most:
            return cut
        room -= em
    return replace(cell, words=shortened(cell.words, em * 2, em))
