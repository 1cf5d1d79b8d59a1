"""Rows of a column: headings, paragraphs, and entries with something at their end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count

from g60.export.paper.flow import Row
from g60.export.paper_map.drawing import Box as Rectangle
from g60.export.paper_map.drawing import Group, Style, Text, line_shape
from g60.export.paper_map.lines import fitted, shrunk, wrap
from g60.export.paper_map.look import Look
from g60.export.paper_map.typeface import printable, width

LEADING = 1.26
_RUNS = count(1)  # tells the lines of one paragraph from those of the next


def heading(look: Look, words: str, note: str = "", *, wide: float = 0.0) -> Row:
    """A heading over a fine line, with a short note at its right; in a column so many mm wide, on as many lines."""
    unit, size = look.unit, look.pt(8.0)
    small = look.pt(5.7)
    note = printable(note)
    least = max(size * 0.8, look.pt(0))
    is_long = wide and width(printable(words), least, bold=True) > wide
    *above, last = wrap(words, wide, least, bold=True) if is_long else [words]
    high = 5.7 * unit + least * LEADING * len(above)

    def draw(group: Group, x: float, y: float, full: float) -> None:
        base = y + high - 2.4 * unit
        group = group.group(role="H2")
        for row, line in enumerate(above):
            at = base - least * LEADING * (len(above) - row)
            group.add(Text(x, at, line, least, look.colour("ink"), bold=True))
        shown, em = shrunk(last, full, least if above else size, least, bold=True)
        group.add(Text(x, base, shown, em, look.colour("ink"), bold=True))
        left = full - width(shown, em, bold=True) - 2 * unit
        if note and width(note, small) <= left:
            group.add(Text(x + full, base, note, small, look.colour("ink_2"), anchor="end"))
        under = [(x, base + 1.2 * unit), (x + full, base + 1.2 * unit)]
        group.add(line_shape(under, Style(stroke=look.colour("ink"), width=0.3 * unit)))

    return Row(high, draw, keep=True)


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph is set: size in points of the A3 layout, colour, lines at most; `keep`s with what follows."""

    size: float = 6.6
    colour: str = "ink"
    bold: bool = False
    most: int = 0
    keep: bool = False


def paragraph(look: Look, words: str, wide: float, setting: Setting = Setting()) -> list[Row]:
    """A text as rows of its lines."""
    em = look.pt(setting.size)
    lines = wrap(words, wide, em, bold=setting.bold, most=setting.most)
    run = next(_RUNS)
    return [replace(_line(look, line, em, setting, run), keep=setting.keep) for line in lines]


def _line(look: Look, words: str, em: float, setting: Setting, run: int) -> Row:
    def draw(group: Group, x: float, y: float, _: float) -> None:
        group.group(role="P", run=run).add(Text(x, y + em, words, em, look.colour(setting.colour), bold=setting.bold))

    return Row(em * LEADING, draw)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list: a number, a name that may take some lines, and something at the right end."""

    id: str
    number: str
    name: str
    right: tuple[str, ...] = ()  # each set apart from the next
    below: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Measures:
    """Type sizes of a list's entries in points of the A3 layout, and the room for numbers in mm."""

    name: float = 6.4
    right: float = 5.7
    below: float = 5.7
    number: float = 4.7
    most: int = 6

    def times(self, factor: float) -> Measures:
        """The same, smaller or larger."""
        return Measures(self.name * factor, self.right * factor, self.below * factor, self.number * factor, self.most)


def entry_row(look: Look, entry: Entry, wide: float, measures: Measures = Measures()) -> Row:
    """An entry as a row."""
    unit = look.unit
    size, small = look.pt(measures.name), look.pt(measures.right)
    indent = measures.number * unit if entry.number else 0.0
    gap = 1.6 * unit
    room = wide - indent
    right = [fitted(part, room / max(1, len(entry.right)) - gap, small) for part in entry.right if part]
    right_wide = sum(width(part, small) + gap for part in right)
    # A name has its whole lines; what stands at the end stands on the last of them, or below where that is full.
    lines = wrap(entry.name, room, size, most=measures.most)
    if right and width(lines[-1], size) + right_wide > room:
        lines.append("")
    tiny = look.pt(measures.below)
    under = wrap(entry.below, wide - indent, tiny, most=3) if entry.below else []
    high = (size * LEADING) * len(lines) + (tiny * LEADING) * len(under) + 0.5 * unit

    def draw(group: Group, x: float, y: float, full: float) -> None:
        area = Rectangle(x, y, full, high) if entry.href else None
        part = group.group(f"row:{entry.id}", href=entry.href, area=area, role="LI")
        if entry.number:
            end = x + indent - 1.4 * unit
            part.add(Text(end, y + size, entry.number, size, look.colour("ink"), bold=True, anchor="end"))
        for row, line in enumerate(filter(None, lines)):
            part.add(Text(x + indent, y + size * (1 + LEADING * row), line, size, look.colour("ink")))
        end = x + full
        last = y + size * (1 + LEADING * (len(lines) - 1))
        for words in reversed(right):
            part.add(Text(end, last, words, small, look.colour("ink_2"), anchor="end"))
            end -= width(words, small) + gap
        base = y + size * LEADING * len(lines)
        for row, line in enumerate(under):
            part.add(Text(x + indent, base + tiny * (1 + LEADING * row), line, tiny, look.colour("ink_2")))

    return Row(high, draw, id=entry.id)
