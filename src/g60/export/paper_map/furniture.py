"""What stands around a map: its double frame with degrees, scale bar, arrow to the north, locator, QR code."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import segno
import shapely

from g60.catalog import boundaries
from g60.contract.crs import metric_from_wgs84, wgs84_from_metric
from g60.export.paper_map.drawing import Box, Group, Letters, Shape, Style, Text, box_shape, line_shape, shape_of
from g60.export.paper_map.ground import Ground, nice_length, spelt_scale
from g60.export.paper_map.look import Look
from g60.export.paper_map.subject import Subject
from g60.export.paper_map.typeface import printable, width

BAND = 3.4  # mm of the A3 layout between the two lines of the frame
STEPS_MIN = (1, 2, 5, 10, 15, 20, 30, 60)  # of the degrees along the frame, in minutes
BAR_MM = 62.0  # the longest scale bar of the A3 layout
LOCATOR_MM = 34.0
PROJECTION_PT = 5.8  # the line below the scale bar, in points of the A3 layout
PROJECTION_BEYOND = 1.25  # times the width of its box
WHOLE = 0.9  # of the city's land


def draw_frame(group: Group, ground: Ground, look: Look) -> None:
    """The frame: a fine line, a firm line, and between them the degrees."""
    frame, unit = ground.frame, look.unit
    part = group.group("frame")
    _graticule(part, ground, look)
    part.add(box_shape(frame, Style(stroke=look.colour("ink"), width=0.18 * unit, round=False)))
    part.add(box_shape(frame.inset(-BAND * unit), Style(stroke=look.colour("ink"), width=0.5 * unit, round=False)))


def _graticule(group: Group, ground: Ground, look: Look) -> None:
    frame = ground.frame
    step = _step(ground, 34 * look.unit)
    west, south, east, north = shapely.box(*ground.bounds).bounds
    corners = shapely.MultiPoint([(west, south), (east, north), (west, north), (east, south)])
    lon0, lat0, lon1, lat1 = wgs84_from_metric(corners).bounds
    lats, lons = np.linspace(lat0 - 0.1, lat1 + 0.1, 60), np.linspace(lon0 - 0.1, lon1 + 0.1, 60)
    for minute in range(math.ceil(lon0 * 60 / step) * step, math.floor(lon1 * 60) + 1, step):
        at = ground.points(np.column_stack([np.full(60, minute / 60), lats]))
        order = np.argsort(at[:, 1])
        for y in (frame.y, frame.bottom):
            x = float(np.interp(y, at[order, 1], at[order, 0]))
            if frame.x < x < frame.right:
                _tick(group, look, (x, y), minute, "E", frame.right, up=y == frame.y)
    for minute in range(math.ceil(lat0 * 60 / step) * step, math.floor(lat1 * 60) + 1, step):
        at = ground.points(np.column_stack([lons, np.full(60, minute / 60)]))
        for x in (frame.x, frame.right):
            y = float(np.interp(x, at[:, 0], at[:, 1]))
            if frame.y < y < frame.bottom:
                _side_tick(group, look, (x, y), minute, frame.y, left=x == frame.x)


def _step(ground: Ground, least: float) -> int:
    """The minutes from one tick to the next, so that ticks are not nearer than so many mm."""
    minute = ground.mm(1852 * math.cos(math.radians(ground.middle.y)))
    return next((step for step in STEPS_MIN if step * minute >= least), STEPS_MIN[-1])


def _spelt(minute: int, letter: str) -> str:
    return f"{minute // 60}°{minute % 60:02d}′{letter}"


def _tick(
    group: Group, look: Look, at: tuple[float, float], minute: int, letter: str, right: float, *, up: bool
) -> None:
    unit, (x, y) = look.unit, at
    away = -BAND * unit if up else BAND * unit
    group.add(line_shape([(x, y), (x, y + away)], Style(stroke=look.colour("ink"), width=0.18 * unit)))
    size = look.pt(5.6)
    if x + 0.8 * unit + width(_spelt(minute, letter), size) > right:
        return
    group.add(Text(x + 0.8 * unit, y + away / 2 + size * 0.36, _spelt(minute, letter), size, look.colour("ink_2")))


def _side_tick(group: Group, look: Look, at: tuple[float, float], minute: int, top: float, *, left: bool) -> None:
    unit, (x, y) = look.unit, at
    away = -BAND * unit if left else BAND * unit
    group.add(line_shape([(x, y), (x + away, y)], Style(stroke=look.colour("ink"), width=0.18 * unit)))
    size = look.pt(5.6)
    words, along, poses = _spelt(minute, "N"), y - 0.8 * unit, []
    if along - width(words, size) < top:
        return
    for char in words:
        poses.append((x + away / 2 + size * 0.36, along, -90.0))
        along -= width(char, size)
    group.add(Letters(words, tuple(poses), size, look.colour("ink_2")))


def draw_scale(group: Group, subject: Subject, ground: Ground, look: Look, box: Box) -> None:
    """The scale bar, true in the middle of the map along the ellipsoid, with 1:N before it and the projection below."""
    unit = look.unit
    ink = look.colour("ink")
    big = look.pt(11.5)
    ratio = spelt_scale(ground.scale)
    room = box.w - width(ratio, big, bold=True) - 14 * unit
    total = nice_length(min(BAR_MM * unit, room) / ground.bar_mm(1))
    wide, high = ground.bar_mm(total), 1.7 * unit
    parts = 4 if str(int(total))[0] in "24" else 5
    left = box.right - wide - 8 * unit
    top = box.y + 4.2 * unit
    bar = group.group("scale-bar", title=ratio)
    for index in range(parts):
        fill = ink if index % 2 == 0 else look.colour("paper")
        style = Style(fill=fill, stroke=ink, width=0.16 * unit, round=False)
        bar.add(box_shape(Box(left + wide * index / parts, top, wide / parts, high), style))
    size = look.pt(6.6)
    for index in (0, 2, 4) if parts == 4 else range(parts + 1):
        words = _length(subject, total * index / parts, last=index == parts)
        at = left + wide * index / parts
        group.add(Text(at, top - 0.9 * unit, words, size, ink, anchor="middle"))
    group.add(Text(left - 4 * unit, top + high, ratio, big, ink, bold=True, anchor="end"))
    below, projection = top + high + 3.2 * unit, projection_line(subject, look, box.w)[0]
    group.add(Text(box.right, below, projection, look.pt(PROJECTION_PT), look.colour("ink_2"), anchor="end"))


def projection_line(subject: Subject, look: Look, wide: float) -> tuple[str, float]:
    """What stands below a scale bar whose box is so many mm wide, and how wide it is: it may reach out to the left.

    Where it would reach too far, it is shorter.
    """
    said = [printable(subject.says(code)) for code in ("sheet_projection", "sheet_projection_short")]
    measured = [(words, width(words, look.pt(PROJECTION_PT))) for words in said]
    return measured[0] if measured[0][1] <= wide * PROJECTION_BEYOND else measured[1]


def _length(subject: Subject, metres: float, *, last: bool) -> str:
    number = f"{metres / 1000:g}" if metres >= 1000 or not last else f"{metres:g}"
    if not last:
        return number
    return subject.says("map_scale_km" if metres >= 1000 else "map_scale_m", n=number)


def draw_north(group: Group, subject: Subject, ground: Ground, look: Look, box: Box) -> None:
    """An arrow to the true north in the middle of the map."""
    part = group.group("north")
    turn = math.radians(ground.convergence)
    cos, sin = math.cos(turn), math.sin(turn)
    x, y = box.x + box.w / 2, box.y + box.h * 0.62
    r = box.h * 0.36

    def turned(points: list[tuple[float, float]]) -> np.ndarray:
        return np.array([(x + (a * cos - b * sin) * r, y + (a * sin + b * cos) * r) for a, b in points])

    ink, paper = look.colour("ink"), look.colour("paper")
    rim = Style(fill=paper, stroke=ink, width=0.2 * look.unit)
    part.add(Shape((turned([(0, -1), (0.42, 0.9), (0, 0.5), (-0.42, 0.9)]),), rim))
    part.add(Shape((turned([(0, -1), (0, 0.5), (-0.42, 0.9)]),), Style(fill=ink)))
    size, (at_x, at_y) = look.pt(8.4), turned([(0, -1.25)])[0].tolist()
    halo = look.colour("halo")
    part.add(Text(at_x, at_y, subject.says("sheet_north"), size, ink, True, "middle", halo, size * 0.12))


def draw_locator(group: Group, subject: Subject, ground: Ground, look: Look, box: Box) -> None:
    """Where the map lies: the city among its neighbours, and the map's rectangle in it."""
    outlines = boundaries.display_counties()
    west, south, east, north = metric_from_wgs84(outlines.geometry.union_all()).bounds
    scale = max((east - west) / box.w, (north - south) / box.h) * 1000 * 1.12
    small = Ground(box, (west + east) / 2, (south + north) / 2, math.ceil(scale))
    part = group.group("locator", title=subject.says("sheet_locator"), clip=box)
    part.add(box_shape(box, Style(fill=look.colour("water"))))
    layers = (
        (boundaries.neighbours(), look.line("neighbour_line", 0.5), "neighbour", 1.0),
        (outlines, look.line("county_line", 0.5), "land", 1.0),
        (subject.catalog.water, Style(), "water", 0.86),
    )
    for frame, rim, fill, opacity in layers:
        style = replace(rim, fill=look.colour(fill), fill_opacity=opacity, round=True)
        part.add(*(found for shape in frame.geometry if (found := shape_of(small.on_paper(shape), style))))
    corners = small.placed(np.array(shapely.box(*ground.bounds).exterior.coords)[:-1])
    rim = replace(look.line("accent", 1.6), fill=look.colour("accent"), fill_opacity=0.08, round=False)
    part.add(Shape((corners,), rim))
    size, unit, halo = look.pt(6.4), look.unit, look.colour("halo")
    x, y, words = box.x + 1.4 * unit, box.y + 1.2 * unit + size, subject.says("sheet_locator")
    part.add(Text(x, y, words, size, look.colour("ink"), bold=True, halo=halo, halo_width=size * 0.14))
    group.add(box_shape(box, Style(stroke=look.colour("ink"), width=0.3 * unit, round=False)))


def is_whole_city(subject: Subject, ground: Ground) -> bool:
    """Whether the map shows the city, but for a corner: then it needs no locator."""
    city = metric_from_wgs84(subject.land)
    return float(city.intersection(shapely.box(*ground.bounds)).area / city.area) > WHOLE


def draw_qr(group: Group, address: str, look: Look, box: Box) -> None:
    """The QR code of an address, made here: squares joined row by row."""
    code = segno.make(address, error="m", micro=False, boost_error=False)
    rows = [list(row) for row in code.matrix]
    cell = box.w / len(rows)
    lines = []
    for j, row in enumerate(rows):
        start = None
        for i, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = i
            elif not dark and start is not None:
                lines.append(Box(box.x + start * cell, box.y + j * cell, (i - start) * cell, cell).outline)
                start = None
    part = group.group("qr", title=address, href=address, area=box, role="Figure", alt=address)
    part.add(Shape(tuple(lines), Style(fill="#000000")))
