"""The corridor: its band along the firm G60 line, its name set along it, road plates, arrows and where they point."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from g60.contract.placement import PLACEMENT
from g60.export.paper_map.drawing import Box, Group, Letters, Shape, Style, Text
from g60.export.paper_map.ground import Ground
from g60.export.paper_map.lines import label_lines
from g60.export.paper_map.look import FADED, Look
from g60.export.paper_map.plan import points_along
from g60.export.paper_map.subject import Subject
from g60.export.paper_map.typeface import width

Pose = tuple[float, float, float]  # of a letter: x, y, degrees
HEAD_M = 1500.0  # length of an arrow head on the ground
PLATES = (0.16, 0.5, 0.85)


@dataclass
class Axis:
    """What the corridor's drawing takes of the map: boxes that no label may lie on, and points of the road."""

    taken: list[Box] = field(default_factory=list)
    road: list[tuple[float, float]] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    line: BaseGeometry = field(default_factory=shapely.LineString)
    band: BaseGeometry = field(default_factory=shapely.Polygon)


def draw_axis(group: Group, subject: Subject, ground: Ground, look: Look) -> Axis:
    """The corridor and the lines that the map is read by."""
    axis = Axis()
    corridor = corridor_named(subject)
    title = subject.name(corridor) if corridor else ""
    layer = group.group(corridor or "corridor", title=title, opacity=1.0 if corridor in subject.areas else FADED)
    hidden = subject.view.hidden
    band = shapely.union_all([ground.on_paper(shape) for shape in _kind(subject, "corridor")])
    if "corridor" not in hidden and not band.is_empty and ground.frame.polygon.intersects(band):
        look.schematic(layer, "corridor", band)
        axis.kinds.add("corridor")
    road = _reference(subject, ground, "expressway")
    if "reference" not in hidden:
        lines = group.group("reference")
        look.rail(lines, _reference(subject, ground, "railway"))
        look.road(lines, road)
        if not road.is_empty:
            axis.kinds.add("expressway")
    axis.line, axis.band = road, band
    return axis


def corridor_named(subject: Subject) -> str:
    """The id of the corridor that is named: the first one that is shown, else the first; empty where there is none."""
    areas = subject.catalog.areas
    ids = [str(area_id) for area_id in areas.index[areas["kind"] == "corridor"]]
    return next((one for one in ids if one in subject.areas), ids[0] if ids else "")


def _kind(subject: Subject, kind: str) -> list[BaseGeometry]:
    areas = subject.catalog.areas
    return list(areas.geometry[areas["kind"] == kind])


def _reference(subject: Subject, ground: Ground, kind: str) -> BaseGeometry:
    reference = subject.catalog.reference
    return shapely.union_all([ground.on_paper(line) for line in reference.geometry[reference["kind"] == kind]])


def furnish_axis(group: Group, subject: Subject, ground: Ground, look: Look, axis: Axis) -> None:
    """Arrow heads, pointers, plates and the name, each clear of those before it and of what is on the map."""
    road, band = axis.line, axis.band
    corridor = corridor_named(subject)
    shown = corridor in subject.areas
    pointers = subject.catalog.reference[subject.catalog.reference["kind"] == "pointer"]
    for pointer_id, row in pointers.iterrows():
        x, y = ground.point(row.geometry.x, row.geometry.y)
        bearing = math.radians(float(row["bearing"]))
        if not ground.holds(x, y):
            continue
        length = max(ground.mm(HEAD_M), look.px(12))
        axis.taken.append(Box(x - length, y - length, 2 * length, 2 * length))
        group.add(_head(x, y, bearing, length, look))
        if shown:
            _pointer(group, subject.name_of_reference(str(pointer_id)), (x, y, bearing, length), ground, look, axis)
    visible = _longest(road.intersection(ground.frame.inset(look.px(4)).polygon))
    if visible is None:
        return
    axis.road = points_along(visible, look.px(PLACEMENT.road_step))
    if not shown:
        return  # what steps back is not named
    _plates(group, visible, look, axis)
    _name(group, subject, visible, band, look, axis)


def _longest(line: BaseGeometry) -> shapely.LineString | None:
    parts = [part for part in shapely.get_parts(shapely.line_merge(line)) if isinstance(part, shapely.LineString)]
    if not parts:
        return None
    longest = max(parts, key=lambda part: part.length)
    return longest if longest.coords[0][0] < longest.coords[-1][0] else longest.reverse()


def _head(x: float, y: float, bearing: float, length: float, look: Look) -> Shape:
    def corner(ahead: float, aside: float) -> tuple[float, float]:
        east = ahead * math.sin(bearing) + aside * math.cos(bearing)
        north = ahead * math.cos(bearing) - aside * math.sin(bearing)
        return x + east, y - north

    corners = [
        corner(length, 0),
        corner(-0.4 * length, 0.9 * length),
        corner(0, 0),
        corner(-0.4 * length, -0.9 * length),
    ]
    return Shape((np.array(corners),), Style(fill=look.colour("corridor")))


def _pointer(
    group: Group, name: str, head: tuple[float, float, float, float], ground: Ground, look: Look, axis: Axis
) -> None:
    """A plate beyond an arrow head that says what the corridor leads to."""
    x, y, bearing, length = head
    size = look.name_pt(7.4)
    lines = label_lines(name, 30) if len(name) > 24 else [name]
    wide = max(width(line, size, bold=True) for line in lines) + size * 2.9
    high = size * (0.9 + 1.2 * len(lines))
    east, south = math.sin(bearing), -math.cos(bearing)
    tip = (x + east * length * 1.1, y + south * length * 1.1)
    box = Box(
        tip[0] + math.copysign(wide / 2 - look.px(16), east) - wide / 2,
        tip[1] + math.copysign(high / 2 + look.px(6), south) - high / 2,
        wide,
        high,
    )
    box = _clear(box, ground.frame.inset(look.px(6)), axis.taken, look.px(4))
    axis.taken.append(box.inset(-look.px(3)))
    style = Style(fill=look.colour("corridor"), stroke=look.colour("edge"), width=look.px(1.5))
    group.add(_rounded(box, min(box.h / 2, look.px(13)), style))
    middle = (box.x + size * 1.25, box.y + box.h / 2)
    group.add(*_arrow(middle, bearing, size * 0.62, look))
    for row, line in enumerate(lines):
        at = box.y + high / 2 + size * (0.36 + 1.2 * (row - (len(lines) - 1) / 2))
        group.add(Text(box.x + size * 2.2, at, line, size, look.colour("edge"), bold=True))


def _clear(box: Box, frame: Box, taken: list[Box], gap: float) -> Box:
    """The nearest box like this one that is in the frame and touches nothing that is taken."""

    def free(one: Box) -> bool:
        inside = one.x >= frame.x and one.y >= frame.y and one.right <= frame.right and one.bottom <= frame.bottom
        return inside and not any(one.meets(other, gap) for other in taken)

    if free(box):
        return box
    for away in np.arange(gap, 60 * gap, gap):
        for turn in range(24):
            angle = turn * math.pi / 12
            moved = Box(box.x + away * math.cos(angle), box.y + away * math.sin(angle), box.w, box.h)
            if free(moved):
                return moved
    x = min(max(box.x, frame.x), frame.right - box.w)
    return Box(x, min(max(box.y, frame.y), frame.bottom - box.h), box.w, box.h)


def _rounded(box: Box, r: float, style: Style) -> Shape:
    """A rectangle with round corners, as a fine polygon."""
    outline = shapely.MultiPoint(box.inset(r).outline).convex_hull.buffer(r, quad_segs=8).exterior
    return Shape((np.asarray(outline.coords)[:-1],), style)


def _arrow(at: tuple[float, float], bearing: float, reach: float, look: Look) -> list[Shape]:
    cos, sin = math.cos(bearing), math.sin(bearing)

    def turned(points: list[tuple[float, float]]) -> np.ndarray:
        return np.array([(at[0] + x * cos - y * sin, at[1] + x * sin + y * cos) for x, y in points])

    style = Style(stroke=look.colour("edge"), width=look.px(1.7))
    shaft = turned([(0, reach), (0, -reach * 0.9)])
    barbs = turned([(-reach * 0.65, -reach * 0.2), (0, -reach * 0.95), (reach * 0.65, -reach * 0.2)])
    return [Shape((shaft,), style, closed=False), Shape((barbs,), style, closed=False)]


def _plates(group: Group, road: shapely.LineString, look: Look, axis: Axis) -> None:
    """G60 on small plates on the road, where nothing else stands."""
    size = look.pt(6.6)
    wide, high = width("G60", size, bold=True) + size * 0.9, size * 1.5
    for share in PLATES:
        for off in (0, 0.03, -0.03, 0.06, -0.06, 0.09, -0.09, 0.12, -0.12):
            at = road.interpolate(share + off, normalized=True)
            box = Box(at.x - wide / 2, at.y - high / 2, wide, high)
            if not any(box.meets(other, look.px(2)) for other in axis.taken):
                style = Style(fill=look.colour("corridor"), stroke=look.colour("edge"), width=look.px(1.4))
                group.add(_rounded(box, look.px(3.5), style))
                group.add(Text(at.x, at.y + size * 0.36, "G60", size, look.colour("edge"), bold=True, anchor="middle"))
                axis.taken.append(box)
                break


def _name(group: Group, subject: Subject, road: shapely.LineString, band: BaseGeometry, look: Look, axis: Axis) -> None:
    """The corridor's name along its line, where the line is straightest and nothing else stands."""
    size = look.name_pt(9.4)
    chinese = subject.lang == "zh"
    smooth = _smoothed(road, look.px(26))
    for words in (subject.short_name(corridor_named(subject)), subject.says("map_layer_corridor")):
        spacing = size * (0.35 if chinese else 0.1)
        widths = [width(char, size, bold=True) + spacing for char in words]
        if sum(widths) * 1.8 > smooth.length:
            continue
        best = _straightest(smooth, widths, size, band, axis.taken)
        if best is None:
            continue
        poses, boxes = best
        colour = "accent" if subject.selection.focus == corridor_named(subject) else "corridor_ink"
        letters = Letters(
            words, tuple(poses), size, look.colour(colour), bold=True, halo=look.colour("halo"), halo_width=size * 0.12
        )
        group.add(letters)
        axis.taken.extend(boxes)
        return


def _smoothed(line: shapely.LineString, step: float) -> shapely.LineString:
    """A line without its small bends, so that letters stand evenly along it."""
    points = np.array([line.interpolate(at).coords[0] for at in np.arange(0, line.length, step)] + [line.coords[-1]])
    if len(points) < 4:
        return line
    for _ in range(3):
        points[1:-1] = 0.5 * points[1:-1] + 0.25 * (points[:-2] + points[2:])
    return shapely.LineString(points)


def _straightest(
    line: shapely.LineString, widths: list[float], size: float, band: BaseGeometry, taken: list[Box]
) -> tuple[list[Pose], list[Box]] | None:
    """Where the name stands along its line: on nothing that is taken, on the band, and as straight as can be."""
    total, lift = sum(widths), size * 0.55
    best, least = None, math.inf
    shapely.prepare(band)
    others = np.array([(box.x, box.y, box.right, box.bottom) for box in taken]).reshape(-1, 4)
    for start in np.arange(line.length * 0.03, line.length * 0.97 - total, size * 0.5):
        poses = _standing(line, float(start), widths, lift)
        boxes = _letter_boxes(poses, widths, size)
        corners = np.array([(box.x, box.y, box.right, box.bottom) for box in boxes])[:, None]
        across = (corners[..., 0] < others[:, 2]) & (others[:, 0] < corners[..., 2])
        if (across & (corners[..., 1] < others[:, 3]) & (others[:, 1] < corners[..., 3])).any():
            continue
        off = int((~shapely.contains_xy(band, np.array([pose[:2] for pose in poses]))).sum())
        price = _bend(poses) * 1.2 + 30 * max(0.0, _sag(poses) / size - 0.35) + 12 * off
        if price < least:
            best, least = (poses, boxes), price
    return best


def _letter_boxes(poses: list[Pose], widths: list[float], size: float) -> list[Box]:
    """The room of each letter: it is turned, and so is its box."""
    boxes = []
    for (x, y, turned), wide in zip(poses, widths, strict=True):
        cos, sin = math.cos(math.radians(turned)), math.sin(math.radians(turned))
        corners = [(0.0, 0.2 * size), (wide, 0.2 * size), (wide, -size), (0.0, -size)]
        xs = [x + a * cos - b * sin for a, b in corners]
        ys = [y + a * sin + b * cos for a, b in corners]
        boxes.append(Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)))
    return boxes


def _bend(poses: list[Pose]) -> float:
    """How many degrees lie between the directions of the letters."""
    angles = [angle for _, _, angle in poses]
    return max(angles) - min(angles)


def _sag(poses: list[Pose]) -> float:
    """How far the letters leave the straight line from the first to the last: a slide sets the name on that line."""
    (x0, y0, _), (x1, y1, _) = poses[0], poses[-1]
    long = math.hypot(x1 - x0, y1 - y0) or 1.0
    return max(abs((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) / long for x, y, _ in poses)


def _standing(line: shapely.LineString, start: float, widths: list[float], lift: float) -> list[Pose]:
    """Where each letter stands, above the line and along it: x, y, degrees."""
    poses, along = [], start
    for wide in widths:
        here, ahead = line.interpolate(along), line.interpolate(along + wide)
        angle = math.atan2(ahead.y - here.y, ahead.x - here.x)
        poses.append((here.x + math.sin(angle) * lift, here.y - math.cos(angle) * lift, math.degrees(angle)))
        along += wide
    return poses
