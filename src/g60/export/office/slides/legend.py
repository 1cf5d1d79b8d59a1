"""The legend of a slide: every symbol that its map draws and every mark that its values carry, and nothing else.

It is a strip below the map, line after line; on the cover it is a guide, one entry on a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from g60.contract.codes import EVIDENCE
from g60.contract.i18n import table, text
from g60.contract.legend import FADED, FADED_TEXT, entries_of
from g60.evidence.codes import EVIDENCE_SIGNS
from g60.export.office.charts import Bars, Lines
from g60.export.office.drawingml import Canvas, Element
from g60.export.office.sketch import LEAST_PT, ON_SLIDES, draw_parts
from g60.export.office.slides.model import SlideContent
from g60.export.paper.legend import draw_swatch
from g60.export.paper_map.drawing import MM_PER_PT, Box, Group, Style, Text, line_shape
from g60.export.paper_map.typeface import printable, width

CHOSEN, MARK = "chosen", "mark:"  # kinds of entries that no layer stands for
SWATCH_MM, LINE_MM, GAP_MM, BESIDE_MM = 9.0, 6.4, 5.0, 1.6
SIZE_MM = LEAST_PT * MM_PER_PT
GUIDE_SIZES = (18.0, 16.0, 15.0, 14.0, 13.0, LEAST_PT)
WIDER = 1.08  # other typefaces run wider than the one that is measured with


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: what it explains, and its words. A mark of evidence is its own symbol."""

    kind: str
    words: str

    @property
    def sign(self) -> str:
        """The mark of evidence that it explains; empty for a symbol of the map."""
        return self.kind.removeprefix(MARK) if self.kind.startswith(MARK) else ""

    def wide(self, size: float) -> float:
        """How wide it is, symbol and words."""
        symbol = width(printable(self.sign), size) if self.sign else 0.0 if self.kind == FADED else SWATCH_MM
        return symbol + BESIDE_MM * bool(symbol) + width(printable(self.words), size) * WIDER


def map_entries(kinds: AbstractSet[str], lang: str) -> list[Entry]:
    """What explains a map that shows these kinds, in the order of every legend."""
    shown = entries_of(kinds)
    found = [Entry(one.kind, _brief(one.kind, one.text, lang)) for one in shown]
    if CHOSEN in kinds:
        found.append(Entry(CHOSEN, text("slide_chosen", lang)))
    if FADED in kinds:
        found.append(Entry(FADED, _brief(FADED, FADED_TEXT, lang)))
    if any(one.schematic for one in shown):
        found.append(Entry("schematic", text("slide_schematic", lang)))
    return found


def _brief(kind: str, code: str, lang: str) -> str:
    """The words of an entry where a legend has few: the brief ones of the pack, where it has some."""
    brief = f"map_legend_brief_{kind}"
    return text(brief if brief in table() else code, lang)


def mark_entries(codes: Iterable[str], lang: str) -> list[Entry]:
    """What explains the codes beside values, as in ■1: each mark once, then what the figures behind them are."""
    given = set(codes)
    signs = {code[:1] for code in given}
    found = [
        Entry(MARK + EVIDENCE_SIGNS[kind], text(f"evidence_{kind}", lang))
        for kind in EVIDENCE
        if EVIDENCE_SIGNS[kind] in signs
    ]
    if any(code[1:2].isdigit() for code in given):
        found.append(Entry(f"{MARK}1", text("slide_source_number", lang)))
    return found


def codes_of(content: SlideContent) -> set[str]:
    """The codes of evidence that a slide has beside its values."""
    found = {cell.code for table in content.tables for row in table.rows for cell in row if cell.code}
    return found | codes_of_chart(content.chart) if content.chart else found


def codes_of_chart(chart: Bars | Lines) -> set[str]:
    """The codes behind the names of a chart's values."""
    last = {named.rpartition(" ")[2] for named in chart.names}
    return {code for code in last if code[:1] in EVIDENCE_SIGNS.values()}


def lines_of(entries: Sequence[Entry], wide: float, size: float = SIZE_MM) -> list[list[Entry]]:
    """The entries in lines that are at most so wide."""
    lines: list[list[Entry]] = []
    room = 0.0
    for entry in entries:
        need = entry.wide(size) + GAP_MM
        if not lines or need > room + GAP_MM:
            lines.append([])
            room = wide
        lines[-1].append(entry)
        room -= need
    return lines


def draw_strip(canvas: Canvas, entries: Sequence[Entry], box: Box, lang: str) -> Element | None:
    """The entries line after line as one group of shapes; None where there is nothing to explain."""
    root = Group(id="legend")
    for row, line in enumerate(lines_of(entries, box.w)):
        x = box.x
        for entry in line:
            _draw(root, entry, x, box.y + LINE_MM * (row + 0.5), SIZE_MM)
            x += entry.wide(SIZE_MM) + GAP_MM
    return _shapes(canvas, root, entries, box, lang)


def draw_guide(canvas: Canvas, entries: Sequence[Entry], box: Box, size_pt: float, lang: str) -> Element | None:
    """The entries below each other, so large that they can be a slide's own text."""
    root, size = Group(id="legend"), size_pt * MM_PER_PT
    for row, entry in enumerate(entries):
        _draw(root, entry, box.x, box.y + guide_line(size_pt) * (row + 0.5), size)
    return _shapes(canvas, root, entries, box, lang)


def guide_line(size_pt: float) -> float:
    """How high a line of a guide is, in mm."""
    return size_pt * MM_PER_PT * 1.6


def guide_size(entries: Sequence[Entry], box: Box) -> float:
    """The largest type in points in which a guide has room in a box."""
    widest = {size: max((entry.wide(size * MM_PER_PT) for entry in entries), default=0.0) for size in GUIDE_SIZES}
    fitting = (one for one in GUIDE_SIZES if guide_line(one) * len(entries) <= box.h and widest[one] <= box.w)
    return next(fitting, LEAST_PT)


def _shapes(canvas: Canvas, root: Group, entries: Sequence[Entry], box: Box, lang: str) -> Element | None:
    said = {f"legend:{entry.kind}": entry.words for entry in entries}
    listed = text("enumeration", lang).join(f"{entry.sign} {entry.words}".strip() for entry in entries)
    said["legend"] = f"{text('map_legend_title', lang)}: {listed}"
    made = draw_parts(canvas, root, box.inset(-5), lambda part_id: said.get(part_id, ""))
    return made[0] if made else None


def _draw(root: Group, entry: Entry, x: float, middle: float, size: float) -> None:
    look = ON_SLIDES.look
    part = root.group(f"legend:{entry.kind}")
    if entry.sign:
        part.add(Text(x, middle + size * 0.36, entry.sign, size, "ink"))
        x += width(printable(entry.sign), size) + BESIDE_MM
    elif entry.kind != FADED:
        box = Box(x, middle - LINE_MM * 0.42, SWATCH_MM, LINE_MM * 0.84)
        if entry.kind == CHOSEN:
            part.add(line_shape([(box.x, middle), (box.right, middle)], look.line("accent", 3.0)))
        elif entry.kind == "schematic":
            dashed = Style(stroke="ink_2", width=look.px(1.4), dash=(look.px(5), look.px(3.5)))
            part.add(line_shape([(box.x, middle), (box.right, middle)], dashed))
        else:
            draw_swatch(part, look, entry.kind, box)
        x += SWATCH_MM + BESIDE_MM
    part.add(Text(x, middle + size * 0.36, entry.words, size, "ink_2" if entry.kind == FADED else "ink"))
