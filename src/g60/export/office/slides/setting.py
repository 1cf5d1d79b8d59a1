"""How a table is set: the size of its type, the height of its rows, how many of them have room in a box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from g60.export.office.slides.model import Cell, Row, Table
from g60.export.paper_map.drawing import MM_PER_PT, Box
from g60.export.paper_map.lines import wrap
from g60.export.plain_text import shortened

PAD_MM = 1.1
ABOVE_MM = 0.7  # in a cell, above and below its words
SIZES = (14.0, 12.0, 11.0, 10.0, 9.0, 8.5)  # of a table's type in points; the largest at which it fits
LEADING = 1.45  # lines of Chinese typefaces are that high
HEAD_LINES = 5
MOST_LINES = 12  # of a row: half a slide in the smallest type
NARROWER = 0.96  # other typefaces run wider than the one that is measured with


@dataclass(frozen=True, slots=True)
class TableSetting:
    """A table as it is set into a box: type size in points, head, heights in mm with that of the head first, rows."""

    size: float
    head: Row
    heights: list[float]
    rows: tuple[Row, ...]

    @property
    def height(self) -> float:
        """How high all of it is."""
        return sum(self.heights)


def set_table(table: Table, box: Box, *, largest: float) -> TableSetting:
    """A table in a box: whole in the largest type that allows it, else as many rows as have room in the smallest."""
    return set_tables(table, [box], largest=largest)[0]


def set_tables(table: Table, boxes: Sequence[Box], *, largest: float) -> list[TableSetting]:
    """A table over boxes of one width, in one size of type: as level as can be where they hold all of it."""
    found: list[TableSetting] = []
    for size in (size for size in SIZES if size <= largest):
        found = _poured(table, boxes, size)
        if sum(len(setting.rows) for setting in found) == len(table.rows):
            return _levelled(table, boxes, size)
    return found


def _poured(table: Table, boxes: Sequence[Box], size: float) -> list[TableSetting]:
    """The settings of the boxes that get a row; the first box always has its setting."""
    found: list[TableSetting] = []
    rest = table.rows
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
        if sum(len(setting.rows) for setting in found) == len(table.rows):
            return found
    return _poured(table, boxes, size)


def _at_size(table: Table, box: Box, size: float) -> TableSetting:
    head = tuple(
        _cut(Cell(words), _inner(box.w * share), size, HEAD_LINES)
        for words, share in zip(table.heads, table.shares, strict=True)
    )
    heights = [_height(table, head, box.w, size)]
    most = min(table.most, MOST_LINES)
    rows: list[Row] = []
    for row in table.rows:
        cut = tuple(
            _cut(cell, _inner(box.w * share), size, most) for cell, share in zip(row, table.shares, strict=True)
        )
        high = _height(table, cut, box.w, size)
        if sum(heights) + high > box.h:
            break
        rows.append(cut)
        heights.append(high)
    return TableSetting(size, head, heights, tuple(rows))


def _inner(wide: float) -> float:
    return max(wide - 2 * PAD_MM, 2.0) * NARROWER


def _height(table: Table, row: Row, wide: float, size: float) -> float:
    em = size * MM_PER_PT
    counts = (len(_lines(cell, _inner(wide * share), em)) for cell, share in zip(row, table.shares, strict=True))
    return em * LEADING * max(counts) + 2 * ABOVE_MM


def _lines(cell: Cell, wide: float, em: float) -> list[str]:
    # The code may not stand apart from the words before it: the room that it takes is that of the words' size.
    whole = f"{cell.words} {cell.code}" if cell.code else cell.words
    return wrap(whole, max(wide, em * 2), em)


def _cut(cell: Cell, wide: float, size: float, most: int) -> Cell:
    """A cell of so many lines at most: its beginning and … where it is longer."""
    em = size * MM_PER_PT
    if len(_lines(Cell(cell.words[:2000], cell.code), wide, em)) <= most and len(cell.words) <= 2000:
        return cell
    room = wide * most
    while room > em * 2:
        cut = Cell(shortened(cell.words, room, em), cell.code)
        if len(_lines(cut, wide, em)) <= most:
            return cut
        room -= em
    return Cell(shortened(cell.words, em * 2, em), cell.code)
