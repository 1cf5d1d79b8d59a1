"""The legend: what is on the map and nothing else, each with its real look."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace

import numpy as np
import shapely

from g60.contract.legend import FADED, FADED_TEXT, LEGEND, LegendEntry
from g60.contract.symbology import AREA_LAYERS, SYMBOLS
from g60.export.paper.flow import Row, space
from g60.export.paper.rows import Setting, heading, paragraph
from g60.export.paper_map.drawing import Box, Disc, Group, Style, Text, box_shape
from g60.export.paper_map.lines import wrap
from g60.export.paper_map.look import Look
from g60.export.paper_map.subject import Subject
from g60.export.paper_map.typeface import width

# What a legend explains that has no map of its own: all that can be on the maps of an atlas.
EVERYTHING = frozenset(
    entry.kind
    for entries in LEGEND.values()
    for entry in entries
    if entry.kind not in ("gathered", "uncertainty", "neighbour", "task_light")
)
SWATCH = (9.0, 4.5)  # mm of the A3 layout


def legend_rows(subject: Subject, look: Look, kinds: AbstractSet[str], wide: float) -> list[Row]:
    """The legend as rows of a column so many mm wide."""
    rows = [heading(look, subject.says("map_legend_title"))]
    for group, entries in LEGEND.items():
        shown = [entry for entry in entries if entry.kind in kinds]
        if not shown:
            continue
        rows.append(_group_title(look, subject.says(f"map_legend_{group}")))
        rows.extend(_entry(subject, look, entry, wide, keep=entry is not shown[-1]) for entry in shown)
    if kinds & AREA_LAYERS.keys():
        rows.append(space(0.8 * look.unit))
        rows.extend(paragraph(look, subject.says("map_legend_note"), wide, Setting(size=5.9, colour="ink_2")))
    if FADED in kinds:
        rows.extend(paragraph(look, subject.says(FADED_TEXT), wide, Setting(size=5.9, colour="ink_2")))
    return [*(replace(row, keep=True) for row in rows), space(2.0 * look.unit)]


def _group_title(look: Look, words: str) -> Row:
    size = look.pt(6.0)

    def draw(group: Group, x: float, y: float, _: float) -> None:
        group.group(role="P").add(Text(x, y + 3.0 * look.unit, words, size, look.colour("ink_2")))

    return Row(3.9 * look.unit, draw, keep=True)


def _entry(subject: Subject, look: Look, entry: LegendEntry, wide: float, *, keep: bool) -> Row:
    unit, size = look.unit, look.pt(6.8)
    swatch = Box(0, 0, SWATCH[0] * unit, SWATCH[1] * unit)
    tag = subject.says("map_schematic") if entry.schematic else ""
    tag_wide = width(tag, look.pt(5.6)) + 1.6 * unit if tag else 0.0
    lines = wrap(subject.says(entry.text), wide - swatch.w - 2 * unit - tag_wide - unit, size)
    high = max(swatch.h, size * 1.2 * len(lines) + 0.5 * unit)

    def draw(group: Group, x: float, y: float, _: float) -> None:
        group = group.group(role="LI")
        part = group.group(f"legend:{entry.kind}")
        draw_swatch(part, look, entry.kind, Box(x, y + (high - swatch.h) / 2, swatch.w, swatch.h))
        left = x + swatch.w + 2 * unit
        for row, line in enumerate(lines):
            at = y + high / 2 + size * (0.36 + 1.2 * (row - (len(lines) - 1) / 2))
            group.add(Text(left, at, line, size, look.colour("ink")))
        if tag:
            start = left + width(lines[-1], size) + 1.2 * unit
            at = y + high / 2 + size * (0.36 + 1.2 * (len(lines) - 1) / 2)
            _tag(group, look, tag, start, at, tag_wide)

    return Row(high, draw, keep=keep)


def _tag(group: Group, look: Look, words: str, x: float, base: float, wide: float) -> None:
    size = look.pt(5.6)
    style = Style(stroke=look.colour("ink_2"), width=look.px(0.7), dash=(look.px(2.2), look.px(1.6)), round=False)
    group.add(box_shape(Box(x, base - size * 0.98, wide, size * 1.26), style))
    group.add(Text(x + wide / 2, base - size * 0.02, words, size, look.colour("ink_2"), anchor="middle"))


def draw_swatch(part: Group, look: Look, kind: str, box: Box) -> None:
    """The little picture of one entry, drawn by the same functions as the map."""
    x, y = box.x + box.w / 2, box.y + box.h / 2
    r = box.h * 0.42
    symbol = SYMBOLS.get(kind)
    shape = symbol.shape if symbol else ""
    if shape == "band":
        look.schematic(part, kind, shapely.box(box.x, y - r * 0.8, box.right, y + r * 0.8))
        look.road(part, shapely.LineString([(box.x, y), (box.right, y)]))
    elif shape == "ring":
        look.schematic(part, kind, shapely.Point(x, y).buffer(r * 0.8))
    elif shape == "square":
        look.platform(part, x, y)
    elif shape == "hexagon":
        turns = np.radians(np.arange(30, 390, 60))
        look.schematic(part, kind, shapely.Polygon(np.column_stack([x + r * np.cos(turns), y + r * np.sin(turns)])))
    elif shape == "disc":
        look.schematic(part, kind, shapely.Point(x, y).buffer(r))
    elif shape == "line":
        look.road(part, shapely.LineString([(box.x, y - r * 0.5), (box.right, y - r * 0.5)]))
        look.rail(part, shapely.LineString([(box.x, y + r * 0.6), (box.right, y + r * 0.6)]))
    elif shape == "way":
        look.way(part, shapely.LineString([(box.x, y - r * 0.5), (box.right, y - r * 0.5)]))
        look.way(part, shapely.LineString([(box.x, y + r * 0.5), (box.right, y + r * 0.5)]), 0.7)
    elif shape == "track":
        look.track(part, shapely.LineString([(box.x, y), (box.right, y)]))
    elif shape == "place":
        look.place(part, x, y)
    else:
        _mark(part, look, kind, (x, y), r)


def _mark(part: Group, look: Look, kind: str, at: tuple[float, float], r: float) -> None:
    x, y = at
    if kind in ("carrier", "body"):
        look.dot(part, x - r * 1.1, y, plan=kind == "carrier", place_known=True)
        look.dot(part, x + r * 1.1, y, plan=kind == "carrier", place_known=False)
    elif kind in ("known", "open"):
        look.dot(part, x, y, plan=True, place_known=kind == "known")
    elif kind == "uncertainty":
        look.uncertainty(part, x, y, r)
    elif kind == "badge":
        size = look.pt(6.4)
        half = size * 0.62
        style = Style(fill=look.colour("panel"), stroke=look.colour("carrier"), width=look.px(1.1))
        part.add(box_shape(Box(x - half, y - half, 2 * half, 2 * half), style))
        part.add(Text(x, y + size * 0.36, "3", size, look.colour("carrier"), bold=True, anchor="middle"))
    else:
        size = look.pt(5.6)
        part.add(Disc(x, y, r * 0.95, Style(fill=look.colour("carrier"))))
        part.add(Text(x, y + size * 0.36, "12", size, look.colour("edge"), bold=True, anchor="middle"))
