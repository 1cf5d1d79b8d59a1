"""Rows that run down columns, and from one column into the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from g60.export.paper_map.drawing import Box, Group

Draw = Callable[[Group, float, float, float], None]


@dataclass(frozen=True, slots=True)
class Row:
    """Something of a height that can be drawn anywhere: `draw(group, x, y, width)`. A heading keeps with the next."""

    height: float
    draw: Draw
    keep: bool = False
    id: str = ""


def columns(box: Box, count: int, gap: float) -> list[Box]:
    """So many columns of one width side by side in a box."""
    wide = (box.w - gap * (count - 1)) / count
    return [Box(box.x + index * (wide + gap), box.y, wide, box.h) for index in range(count)]


def pour(group: Group, rows: Sequence[Row], into: Sequence[Box]) -> tuple[list[Row], float]:
    """Draw as many rows as the columns hold; what is left over, and how far down the last column was filled."""
    rest = list(rows)
    lowest = 0.0
    for column in into:
        y = column.y
        while rest:
            run = _run(rest)
            if y == column.y and height(run) > column.h:
                run = _as_much_as(run, column.h)  # no column holds it whole
            if not run or y + height(run) > column.bottom + 1e-6:
                break
            for row in run:
                row.draw(group, column.x, y, column.w)
                y += row.height
            del rest[: len(run)]
        lowest = max(lowest, y)
    return rest, lowest


def _run(rows: Sequence[Row]) -> list[Row]:
    """The first row and those that it must not be parted from."""
    end = 1
    while end < len(rows) and rows[end - 1].keep:
        end += 1
    return list(rows[:end])


def _as_much_as(rows: Sequence[Row], most: float) -> list[Row]:
    """The first rows that are together not higher than so many mm."""
    end = 0
    while end < len(rows) and height(rows[: end + 1]) <= most:
        end += 1
    return list(rows[:end])


def height(rows: Sequence[Row]) -> float:
    """How high rows are, one below the other."""
    return sum(row.height for row in rows)


def space(high: float) -> Row:
    """A row with nothing in it."""
    return Row(high, lambda *_: None)


def levelled(rows: Sequence[Row], into: Sequence[Box], least: float = 0.0) -> list[Box]:
    """The columns as short as they can be and still hold all rows, so that they end at one level."""
    if pour(Group(), rows, into)[0]:
        return list(into)
    low, high = least, into[0].h
    while high - low > 0.5:
        middle = (low + high) / 2
        if pour(Group(), rows, _cut(into, middle))[0]:
            low = middle
        else:
            high = middle
    return _cut(into, high)


def _cut(into: Sequence[Box], high: float) -> list[Box]:
    return [Box(column.x, column.y, column.w, high) for column in into]
