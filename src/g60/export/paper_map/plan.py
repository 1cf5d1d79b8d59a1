"""A map being drawn: what it shows, on which ground, how it looks, and what its labels must not lie on."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from g60.export.paper_map.drawing import Box, Group
from g60.export.paper_map.ground import Ground
from g60.export.paper_map.labels import Face, Label
from g60.export.paper_map.look import Look
from g60.export.paper_map.placing import Obstacles
from g60.export.paper_map.subject import Subject

NAMED_BELOW = 160_000  # carriers are named rather than numbered from this scale on, on A3


@dataclass
class Plan:
    """A map being drawn: what it shows, on which ground, how it looks; the labels and what they must not lie on."""

    subject: Subject
    ground: Ground
    look: Look
    group: Group
    labels: list[Label] = field(default_factory=list)
    obstacles: Obstacles = field(default_factory=Obstacles)
    kinds: set[str] = field(default_factory=set)  # what the legend has to explain

    def face(self, size: float, colour: str, *, bold: bool = False, spacing: float = 0.0, halo: bool = True) -> Face:
        """Type on the map: size in points of the A3 layout, spacing in ems."""
        em = self.look.name_pt(size)
        return Face(em, self.look.colour(colour), bold, em * spacing, self.look.colour("halo") if halo else "")

    def shows(self, layer: str) -> bool:
        """Whether a layer is on."""
        return layer not in self.subject.view.hidden


def points_along(line: BaseGeometry, step: float) -> list[tuple[float, float]]:
    """Points every so many mm along a line."""
    return [(at.x, at.y) for at in (line.interpolate(place) for place in np.arange(0, line.length, step).tolist())]


def strips(shape: BaseGeometry, step: float, most: int = 0) -> tuple[Box, ...]:
    """Boxes, one above the other, that together cover a shape: so high each and, with `most`, so many at most."""
    if shape.is_empty:
        return ()
    left, top, right, bottom = shape.bounds
    count = max(1, math.ceil((bottom - top) / step))
    edges = np.linspace(top, bottom, (min(count, most) if most else count) + 1)
    sides = np.full(len(edges) - 1, left - 1), np.full(len(edges) - 1, right + 1)
    rows = shapely.intersection(shape, shapely.box(sides[0], edges[:-1], sides[1], edges[1:]))
    parts = shapely.get_parts(shapely.get_parts(rows))
    bounds = shapely.bounds(parts[shapely.area(parts) > 0])
    return tuple(Box(x, y, far - x, low - y) for x, y, far, low in bounds.tolist())


def square(at: tuple[float, ...], reach: float) -> Box:
    """The square around a point that reaches so far to each side."""
    return Box(at[0] - reach, at[1] - reach, 2 * reach, 2 * reach)
