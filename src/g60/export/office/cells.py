"""A table as slides and documents have it: headings, and rows of cells with the codes of their evidence."""

from __future__ import annotations

from dataclasses import dataclass

LINES_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """Words, and the small code of their evidence behind them. `span`: over how many columns they stand."""

    words: str
    code: str = ""
    span: int = 1


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: headings, rows, how its width is shared out, and how many lines a cell has at most."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    shares: tuple[float, ...]
    most: int = LINES_AT_MOST
