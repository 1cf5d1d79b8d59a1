"""What a slide holds before anything is drawn: words, a map, a table, a chart, and notes."""

from __future__ import annotations

from dataclasses import dataclass

from g60.export.office.cells import Cell, Row, Table
from g60.export.office.charts import Bars, Lines
from g60.export.office.sketch import Shown

# Layers whose marks have numbers: they say nothing on a map beside which no list explains them.
UNNAMED = frozenset({"carriers", "bodies"})


@dataclass(frozen=True, slots=True)
class SlideContent:
    """One slide; a table that is too long goes on over further ones. The notes say where each number stands.

    `query` is the address of the same in the app, behind the app's own: it is the slide's QR code. `beside`: the chart
    has a bar for each row of the table.
    """

    title: str
    sentence: str
    map: Shown | None = None
    tables: tuple[Table, ...] = ()
    chart: Bars | Lines | None = None
    notes: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    is_cover: bool = False
    query: str = ""
    beside: bool = False


__all__ = ["UNNAMED", "Cell", "Row", "SlideContent", "Table"]
