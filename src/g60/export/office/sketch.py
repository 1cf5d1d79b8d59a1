"""The map of a slide: the sheets' map, drawn again as shapes that can be taken apart, recoloured and edited.

Every entity is a group of its own id; what lies beyond the frame is cut off, for a slide has no clipping.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.catalog.measures import WITH_POINT
from g60.contract.crs import metric_from_wgs84
from g60.contract.i18n import table, text
from g60.contract.legend import FADED_TEXT
from g60.contract.schema import AREA_KINDS
from g60.export.office.drawingml import Canvas, Element
from g60.export.office.painter import Painter
from g60.export.office.palette import BY_NAME
from g60.export.paper_map.drawing import MM_PER_PT, Box, Group, Shape, Style, Text
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

FINEST_MM = 0.08  # of an outline: less cannot be seen from a chair
TYPE_SCALE = 1.3  # of the sheet's marks and type: a slide is read from farther
LEAST_PT = 12.0  # of any type on a slide: 1/45 of its height
AIR_MM = 5.0
# Roads and railways beside those of the corridor are drawn from this scale on: a map of the city is read from far away.
WAYS_FROM, WAYS = 300_000, frozenset({"roads", "railways"})
SMALL_EM = {"zh": 25.0, "en": 60.0}  # letters: on a narrower map places beyond the city have their short names
BAR_MM = 45.0
# A zoom level of the web is metres for each CSS pixel at the equator; a screen's map is so many pixels high.
METRES_PER_PX, SCREEN_PX = 156_543.034, 760
NEARBY_DEGREES = 0.05  # around a point that is to be seen with what is near
RIM_MM = 0.2  # lines end so far inside the frame, so that none sticks out of it
# What parts of a map are that stand for no entity, by their ids; any other is part of the map.
FURNITURE = {
    "scale": "slide_alt_scale",
    "labels": "slide_alt_labels",
    "leads": "slide_alt_labels",
    "ground": "slide_alt_ground",
    "reference": "map_layer_reference",
    "axis": "map_layer_corridor",
    "corridor": "map_layer_corridor",
    "carriers": "map_legend_carriers",
    "ways": "map_layer_roads",
    "towns": "map_layer_towns",
    "carriers-out": FADED_TEXT,
}


@dataclass(frozen=True, slots=True)
class _SlidePaper(Paper):
    type_scale: float = TYPE_SCALE
    least_pt: float = LEAST_PT

    @property
    def unit(self) -> float:
        """How many mm a millimetre of the sheets' layout takes."""
        return self.type_scale

    def pt(self, size: float) -> float:
        """A type size of the A3 layout, in mm; none is smaller than what can be read from the last row."""
        return max(size * self.type_scale, self.least_pt) * MM_PER_PT

    def name_pt(self, size: float) -> float:
        """The size of a name on the map: a slide's names follow its own scale."""
        return self.pt(size)


@dataclass(frozen=True, slots=True)
class Scaling:
    """How large marks and type of a map are beside those of a sheet, and the smallest type in points."""

    type_scale: float = TYPE_SCALE
    least_pt: float = LEAST_PT

    @property
    def look(self) -> Look:
        """The look of a map of this scaling, in colours by their names."""
        return Look(_SlidePaper("a3", "landscape", 1.0, self.type_scale, self.least_pt), BY_NAME)


ON_SLIDES = Scaling()


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """A map as a group of shapes, and what a legend has to explain of it (`Plan.kinds`)."""

    group: Element
    kinds: frozenset[str]


@dataclass(frozen=True)
class _CutGround(Ground):
    """Ground whose shapes end at the frame."""

    def on_paper(self, geometry: BaseGeometry, margin: float = 0.0) -> BaseGeometry:
        """A geometry in degrees as mm of the slide, cut at the frame and no finer than can be seen."""
        return super().on_paper(geometry, margin).simplify(FINEST_MM)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a map shows: a selection and its view; with `ids` these alone, with `bounds` that ground in metres."""

    selection: Selection
    view: View
    ids: frozenset[str] = frozenset()
    bounds: Bounds | None = None


@dataclass(frozen=True)
class _Chosen(Subject):
    """A subject that shows what was named, where something was, instead of what was picked."""

    ids: frozenset[str] = frozenset()

    @cached_property
    def areas(self) -> frozenset[str]:
        return self.ids & frozenset(self.catalog.areas.index) if self.ids else super().areas

    @cached_property
    def carriers(self) -> frozenset[str]:
        return self.ids & frozenset(self.catalog.carriers.index) if self.ids else super().carriers


@dataclass(frozen=True)
class _Small(_Chosen):
    """A subject on a map so small that the full names of places beyond the city would hide it."""

    def name_of_reference(self, entity_id: str) -> str:
        """The short name of a line or point, where there is one."""
        entry = table().get(f"short_{entity_id}")
        return entry[self.lang] if entry else super().name_of_reference(entity_id)


def draw_map(
    canvas: Canvas, catalog: Catalog, shown: Shown, frame: Box, *, scaling: Scaling = ON_SLIDES, alt: str = ""
) -> DrawnMap:
    """What is to be shown as one group inside the frame; `alt` is its alternative text where it has one of its own."""
    lang, scale = shown.view.lang, scaling.type_scale
    kind = _Small if frame.w < SMALL_EM[lang] * scaling.least_pt * MM_PER_PT else _Chosen
    subject = kind(catalog, shown.selection, shown.view, shown.ids)
    ground = _ground(subject, shown, frame, AIR_MM * scale)
    look = scaling.look
    if ground.scale * look.unit > WAYS_FROM:
        subject = replace(subject, view=replace(shown.view, hidden=shown.view.hidden | WAYS))
    bar = Box(frame.x, frame.bottom - 9 * scale, (BAR_MM + 5) * scale, 9 * scale)
    plan = draw_plan(subject, ground, look, [bar])
    painter = Painter(canvas, frame.inset(RIM_MM), _Names(catalog, lang).alt, scaling.least_pt * MM_PER_PT)
    parts = painter.group(plan.group)
    parts += painter.group(_scale_bar(ground, look, bar, lang))
    rim = canvas.rectangle("frame", text("map_map_label", lang), _tuple(frame), look.line("ink_2", 1.0))
    group = canvas.group("map", alt or _alt(plan.subject, lang), [*parts, rim])
    return DrawnMap(group, frozenset(plan.kinds))


def draw_parts(canvas: Canvas, group: Group, frame: Box, alt: Callable[[str], str]) -> list[Element]:
    """A group of parts that is no map as shapes; `alt` gives the alternative text of a part by its id."""
    return Painter(canvas, frame, alt, LEAST_PT * MM_PER_PT).group(group)


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
        return self._named.get(part_id.removeprefix("label:"), "") or self._furniture(part_id)

    def _furniture(self, part_id: str) -> str:
        """What a part is that stands for no entity; empty for a label, whose letters say it."""
        code = "" if part_id.startswith("label:") else FURNITURE.get(part_id, "map_map_label")
        return text(code, self.lang) if code else ""


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
