"""The map of a slide: the sheets' map, drawn again as shapes that can be taken apart, recoloured and edited.

Every entity is a group of its own id; what lies beyond the frame is cut off, for a slide has no clipping.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.catalog.measures import WITH_POINT
from g60.contract.crs import metric_from_wgs84
from g60.contract.i18n import text
from g60.contract.schema import AREA_KINDS
from g60.export.office.drawingml import Canvas, Element, Words
from g60.export.office.palette import BY_NAME
from g60.export.paper_map.drawing import Box, Disc, Group, Letters, Line, Part, Shape, Style, Text, shape_of
from g60.export.paper_map.ground import (
    DRAWN,
    NEAREST,
    Bounds,
    Ground,
    fitting_scale,
    largest_denominator,
    metric_bounds,
    nice_length,
)
from g60.export.paper_map.look import Look
from g60.export.paper_map.map import draw_plan
from g60.export.paper_map.sheet import Paper
from g60.export.paper_map.subject import Subject
from g60.export.paper_map.typeface import width

FINEST_MM = 0.08  # of an outline: less cannot be seen from a chair
TYPE_SCALE = 1.18  # of the sheet's type: a slide is read from farther
AIR_MM = 5.0
BAR_MM = 45.0
# A zoom level of the web is metres for each CSS pixel at the equator; a screen's map is so many pixels high.
METRES_PER_PX, SCREEN_PX = 156_543.034, 760
NEARBY_DEGREES = 0.05  # around a point that is to be seen with what is near
RIM_MM = 0.2  # lines end so far inside the frame, so that none sticks out of it
EDGE_MM = 0.02  # as near as this is on the frame


@dataclass(frozen=True, slots=True)
class _SlidePaper(Paper):
    type_scale: float = TYPE_SCALE

    @property
    def unit(self) -> float:
        """How many mm a millimetre of the sheets' layout takes."""
        return self.type_scale

    @property
    def least_type(self) -> float:
        """None: a slide's types follow its own scale."""
        return 0.0

    @property
    def least_name(self) -> float:
        """None: a slide's types follow its own scale."""
        return 0.0


@dataclass(frozen=True)
class _CutGround(Ground):
    """Ground whose shapes end at the frame."""

    def on_paper(self, geometry: BaseGeometry, margin: float = 0.0) -> BaseGeometry:
        """A geometry in degrees as mm of the slide, cut at the frame and no finer than can be seen."""
        return super().on_paper(geometry, 0.0).simplify(FINEST_MM)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a map shows: a selection and its view; with `ids` these alone, with `bounds` that ground in metres."""

    selection: Selection
    view: View
    ids: frozenset[str] = frozenset()
    bounds: Bounds | None = None


@dataclass(frozen=True)
class _Chosen(Subject):
    """A subject that shows what was named instead of what was picked."""

    ids: frozenset[str] = frozenset()

    @cached_property
    def areas(self) -> frozenset[str]:
        return self.ids & frozenset(self.catalog.areas.index)

    @cached_property
    def carriers(self) -> frozenset[str]:
        return self.ids & frozenset(self.catalog.carriers.index)


def draw_map(canvas: Canvas, catalog: Catalog, shown: Shown, frame: Box, *, type_scale: float = TYPE_SCALE) -> Element:
    """What is to be shown as one group inside the frame."""
    lang = shown.view.lang
    subject = Subject(catalog, shown.selection, shown.view)
    if shown.ids:
        subject = _Chosen(catalog, shown.selection, shown.view, shown.ids)
    ground = _ground(subject, shown, frame, AIR_MM * type_scale)
    look = Look(_SlidePaper("a3", "landscape", type_scale), BY_NAME)
    bar = Box(frame.x, frame.bottom - 9 * type_scale, (BAR_MM + 5) * type_scale, 9 * type_scale)
    plan = draw_plan(subject, ground, look, [bar])
    painter = _Painter(canvas, frame.inset(RIM_MM), _Names(catalog, lang).alt)
    parts = painter.group(plan.group)
    parts += painter.group(_scale_bar(ground, look, bar, lang))
    rim = canvas.rectangle("frame", text("map_map_label", lang), _tuple(frame), look.line("ink_2", 1.0))
    return canvas.group("map", _alt(plan.subject, lang), [*parts, rim])


def _ground(subject: Subject, shown: Shown, frame: Box, air: float) -> _CutGround:
    """The ground of a map: as it was viewed, as it was asked for, or what the selection shows."""
    place = shown.view.place
    if place is not None and shown.bounds is None:
        metres = METRES_PER_PX * math.cos(math.radians(place.lat)) / 2**place.zoom * SCREEN_PX
        most = largest_denominator(frame.w, frame.h)
        scale = min(max(NEAREST, round(metres / frame.h * 1000)), most)
        at = metric_from_wgs84(shapely.Point(place.lon, place.lat))
        if shapely.box(*DRAWN).contains(shapely.Point(place.lon, place.lat)):
            return _CutGround(frame, at.x, at.y, scale)
    bounds = shown.bounds or metric_bounds(subject.whole if _is_everywhere(subject) else subject.extent)
    scale = max(NEAREST, fitting_scale(bounds, frame.w - 2 * air, frame.h - 2 * air))
    return _CutGround(frame, (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2, scale)


def bounds_of(catalog: Catalog, ids: Sequence[str]) -> Bounds | None:
    """The ground on which areas and carriers stand, in metres; None where the place of one is not known."""
    shapes: list[BaseGeometry] = []
    for entity_id in ids:
        if entity_id in catalog.areas.index:
            shapes.append(catalog.areas.geometry[entity_id].envelope)
        elif entity_id in catalog.carriers.index and catalog.carriers.at[entity_id, "location_grade"] in WITH_POINT:
            lon, lat = (float(catalog.carriers[axis].astype(float)[entity_id]) for axis in ("lon", "lat"))
            shapes.append(shapely.Point(lon, lat).buffer(NEARBY_DEGREES))
        else:
            return None
    return metric_bounds(shapely.union_all(shapes).envelope)


def _is_everywhere(subject: Subject) -> bool:
    """Whether what is shown has no place of its own: then the map is that of the whole city."""
    selection = subject.selection
    somewhere = selection.units or selection.near or selection.within or selection.query or selection.focus
    return not somewhere and len(subject.picked.entities) != 1


def _tuple(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.w, box.h


def _alt(subject: Subject, lang: str) -> str:
    names = [subject.name(area) for area in subject.catalog.areas.index if area in subject.areas]
    listed = text("enumeration", lang).join(names[:20])
    return f"{text('map_map_label', lang)}: {listed}. {text('map_map_review', lang)}"


@dataclass(frozen=True)
class _Names:
    """Alternative texts by id."""

    catalog: Catalog
    lang: str

    @cached_property
    def _named(self) -> dict[str, str]:
        catalog, lang = self.catalog, self.lang
        schematic = text("map_schematic", lang)
        found = {str(unit): str(name) for unit, name in catalog.units[f"name_{lang}"].items()}
        found |= {str(key): str(name) for key, name in catalog.reference[f"name_{lang}"].items()}
        for entity_id, row in zip(catalog.entities.index, catalog.entities.to_dict("records"), strict=True):
            parts = [str(row[f"name_{lang}"]), text(f"kind_{row['kind']}", lang)]
            parts += [schematic] if row["kind"] in AREA_KINDS else []
            found[str(entity_id)] = " · ".join(parts)
        return found

    def alt(self, part_id: str) -> str:
        """The alternative text of a part: what an entity is; the name of any other part."""
        return self._named.get(part_id.removeprefix("label:"), part_id)


class _Painter:
    """Turns the parts of a drawing into shapes."""

    def __init__(self, canvas: Canvas, frame: Box, alt: Callable[[str], str]) -> None:
        self.canvas = canvas
        self.frame = frame
        self.alt = alt

    def group(self, group: Group, opacity: float = 1.0, owner: str = "") -> list[Element]:
        """The shapes of a group: one group where it has a name, loose shapes where it has none."""
        opacity *= group.opacity
        owner = group.id or owner
        children: list[Element] = []
        for is_text, run in groupby(_merged(group.parts), key=lambda part: isinstance(part, Text)):
            parts = list(run)
            if is_text:
                children += self._texts([part for part in parts if isinstance(part, Text)], opacity, owner)
                continue
            for part in parts:
                children += self._part(part, opacity, owner)
        if not group.id or group.id == "map":
            return children
        whole = self.canvas.group(group.id.replace(":", " "), self.alt(group.id), children)
        return [] if whole is None else [whole]

    def _part(self, part: Part, opacity: float, owner: str) -> list[Element]:
        if isinstance(part, Group):
            return self.group(part, opacity, owner)
        if isinstance(part, Shape):
            style = _faded(part.style, opacity)
            lines = [_inside(line, self.frame) for line in part.lines if len(line) > 1]
            if not lines:
                return []
            rims = _rims(lines, self.frame) if part.closed and style.stroke else None
            return [
                self.canvas.freeform(f"{owner} shape", self.alt(owner), lines, style, closed=part.closed, rims=rims)
            ]
        if isinstance(part, Disc):
            return self._disc(part, opacity, owner)
        if isinstance(part, Letters):
            return [self._letters(part, opacity, owner)]
        return []

    def _disc(self, disc: Disc, opacity: float, owner: str) -> list[Element]:
        """A circle; what the frame cuts off is no circle any more."""
        frame, reach = self.frame, disc.r + disc.style.width / 2
        if frame.inset(reach).polygon.contains(shapely.Point(disc.x, disc.y)):
            style = _faded(disc.style, opacity)
            return [self.canvas.disc(f"{owner} mark", self.alt(owner), disc.x, disc.y, disc.r, style)]
        left = shapely.Point(disc.x, disc.y).buffer(disc.r, quad_segs=24).intersection(frame.polygon)
        shape = shape_of(left, disc.style)
        return self._part(shape, opacity, owner) if shape else []

    def _texts(self, texts: Sequence[Text], opacity: float, owner: str) -> list[Element]:
        """Lines of text; those that belong together are one box."""
        found = []
        for _, block in groupby(texts, key=lambda line: (line.x, line.size, line.colour, line.bold, line.anchor)):
            lines = list(block)
            first = lines[0]
            wide = max(width(line.words, line.size, bold=line.bold, spacing=line.spacing) for line in lines)
            leading = (lines[1].y - first.y) / first.size if len(lines) > 1 else 1.2
            words = Words(
                tuple(line.words for line in lines),
                *(first.size, first.colour, first.bold, first.anchor, first.halo, first.halo_width, first.spacing),
                opacity=first.opacity * opacity,
                leading=leading,
            )
            left = first.x - {"start": 0.0, "middle": wide / 2, "end": wide}[first.anchor]
            middle = (first.y + lines[-1].y) / 2 - first.size * 0.36
            high = first.size * leading * len(lines)
            found.append(self.canvas.lettering(f"{owner} text", (left, middle - high / 2, wide, high), words))
        return found

    def _letters(self, word: Letters, opacity: float, owner: str) -> Element:
        """A word along a line as one box of text, turned as the line runs: letters apart cannot be edited."""
        poses = np.array(word.poses)
        x, y = poses[:, :2].mean(axis=0)
        turned = float(np.degrees(np.arctan2(poses[-1, 1] - poses[0, 1], poses[-1, 0] - poses[0, 0])))
        natural = width(word.words, word.size, bold=word.bold)
        along = math.hypot(*(poses[-1, :2] - poses[0, :2]))
        spacing = max(along - natural, 0.0) / max(len(word.words) - 1, 1)
        wide, high = along + 2 * word.size, word.size * 1.2
        words = Words(
            (word.words,),
            *(word.size, word.colour, word.bold, "middle", word.halo, word.halo_width, spacing),
            opacity=word.opacity * opacity,
        )
        lift = word.size * 0.36
        middle = (x + lift * math.sin(math.radians(turned)), y - lift * math.cos(math.radians(turned)))
        box = (float(middle[0]) - wide / 2, float(middle[1]) - high / 2, wide, high)
        return self.canvas.lettering(f"{owner} text", box, words, turned=turned)


def _merged(parts: Sequence[Part]) -> list[Part]:
    """The parts, with a fill and the rim around the same outline as one shape: it is recoloured as one."""
    found: list[Part] = []
    for part in parts:
        earlier = next((at for at, other in enumerate(found) if _is_fill_of(other, part)), None)
        if earlier is None or not isinstance(part, Shape):
            found.append(part)
            continue
        fill = found[earlier]
        if isinstance(fill, Shape):
            style = replace(part.style, fill=fill.style.fill, fill_opacity=fill.style.fill_opacity)
            found[earlier] = replace(fill, style=style)
    return found


def _is_fill_of(fill: Part, rim: Part) -> bool:
    if not isinstance(fill, Shape) or not isinstance(rim, Shape) or not (fill.closed and rim.closed):
        return False
    if fill.style.stroke or not fill.style.fill or rim.style.fill or len(fill.lines) != len(rim.lines):
        return False
    return all(np.array_equal(one, other) for one, other in zip(fill.lines, rim.lines, strict=True))


def _inside(line: Line, frame: Box) -> Line:
    corners = np.array([(frame.x, frame.y), (frame.right, frame.bottom)])
    inside: Line = np.minimum(np.maximum(line, corners[0]), corners[1])
    return inside


def _rims(lines: Sequence[Line], frame: Box) -> list[Line] | None:
    """The outlines of rings without what runs along the frame, where they were cut; None where they were not."""
    left, top, right, bottom = frame.x, frame.y, frame.right, frame.bottom
    found: list[Line] = []
    is_cut = False
    for line in lines:
        ring = np.vstack([line, line[:1]])
        on = np.abs(ring[:, [0, 0, 1, 1]] - (left, right, top, bottom)) < EDGE_MM
        along: np.ndarray = np.asarray((on[:-1] & on[1:]).any(axis=1))
        if not along.any():
            found.append(ring)
            continue
        is_cut = True
        # Begin where a cut ends, so that no piece is broken at the ring's own start.
        first = int(np.flatnonzero(along)[0]) + 1
        order = np.roll(np.arange(len(along)), -first)
        pieces = groupby(order.tolist(), key=lambda at: bool(along[at]))
        for cut, run in pieces:
            places = list(run)
            if not cut:
                found.append(ring[[*places, (places[-1] + 1) % (len(ring) - 1)]])
    return found if is_cut else None


def _faded(style: Style, opacity: float) -> Style:
    if opacity == 1:
        return style
    return replace(style, fill_opacity=style.fill_opacity * opacity, opacity=style.opacity * opacity)


def _scale_bar(ground: Ground, look: Look, box: Box, lang: str) -> Group:
    """A bar of a round length with its kilometres, on a pale ground."""
    unit = look.unit
    metres = nice_length(BAR_MM * unit / ground.mm_per_metre / ground.stretch)
    left, right, base = box.x + 2.5 * unit, box.x + 2.5 * unit + ground.bar_mm(metres), box.bottom - 2.5 * unit
    group = Group(id="scale")
    plate = Box(box.x, box.y, right + 2.5 * unit - box.x, box.h)
    group.add(Shape((plate.outline,), Style(fill="halo", fill_opacity=0.8)))
    bar = np.array([(left, base - 1.4 * unit), (left, base), (right, base), (right, base - 1.4 * unit)])
    group.add(Shape((bar,), look.line("ink", 1.4), closed=False))
    words = text("map_scale_km", lang, n=f"{metres / 1000:g}")
    group.add(Text(left, base - 2 * unit, words, look.pt(7.5), "ink"))
    return group
