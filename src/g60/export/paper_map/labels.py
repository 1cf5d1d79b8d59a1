"""Labels: what each says, how large it is, and where it may stand. Which place it gets is decided in placing.py.

All lengths are mm of paper; prices are in the unit of placing.py, lower is better.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from g60.export.paper_map.drawing import Box
from g60.export.paper_map.typeface import width

LEADING = 1.2  # of the type size, from line to line

Lead = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Face:
    """How a label is set: size and letter spacing in mm, colour, weight, rim."""

    size: float
    colour: str
    bold: bool = False
    spacing: float = 0.0
    halo: str = ""


@dataclass(slots=True)
class Spot:
    """A place a label may take, which of its wordings stands there, and a line to what it names if it is far."""

    box: Box
    price: float
    wording: int = 0
    side: str = "middle"
    lead: Lead | None = None


@dataclass(slots=True)
class Label:
    """A name on the map. `wordings` are its lines, the fullest first; a shorter one is taken where there is no room.

    `reach` is how far its thing reaches around the anchor, `outline` what it may stand in.
    """

    id: str
    kind: str
    wordings: list[list[str]]
    face: Face
    anchor: tuple[float, float]
    missing: float  # what it costs to leave it out
    reach: float = 0.0
    outline: BaseGeometry | None = None
    badge: str = ""
    faded: bool = False
    spots: list[Spot] = field(default_factory=list)
    spot: Spot | None = None

    def size(self, wording: int = 0) -> tuple[float, float]:
        """Width and height of a wording, its badge included."""
        lines = self.wordings[wording]
        face = self.face
        wide = max(width(line, face.size, bold=face.bold, spacing=face.spacing) for line in lines)
        if self.badge:
            wide += badge_width(self.badge, face.size) + face.size * 0.3
        return wide, face.size * (1.05 + LEADING * (len(lines) - 1))


def badge_width(words: str, size: float) -> float:
    """The width of a count's plate beside a name of that size."""
    return max(width(words, size * 0.78, bold=True) + size * 0.5, size * 1.1)


def candidates(label: Label, px: float) -> list[Spot]:
    """The places that a label may take, with what each costs before anybody else stands there."""
    if label.spots:
        return label.spots
    found: list[Spot] = []
    for wording in range(len(label.wordings)):
        spots = (
            _scattered(label, wording, px)
            if label.kind in ("county", "unit", "neighbour")
            else _around(label, wording, px)
        )
        for spot in spots:
            spot.price += 14 * wording
        found.extend(spots)
    return found


def _centred(label: Label, wording: int, dx: float, dy: float, price: float) -> Spot:
    wide, high = label.size(wording)
    x, y = label.anchor
    return Spot(Box(x + dx - wide / 2, y + dy - high / 2, wide, high), price, wording)


def _scattered(label: Label, wording: int, px: float) -> list[Spot]:
    """A name of land may stand anywhere in its land, best near its point."""
    far = 12 if label.outline is not None else 4
    steps = [(i * 14 * px, j * 12 * px) for j in range(-far, far + 1) for i in range(-far, far + 1)]
    spots = [_centred(label, wording, dx, dy, math.hypot(dx, dy) / px * 0.12) for dx, dy in steps]
    if label.outline is None:
        return spots
    middles = _contained(label.outline, [(spot.box.x + spot.box.w / 2, spot.box.y + spot.box.h / 2) for spot in spots])
    whole = _within(label.outline, [spot.box for spot in spots], 3 * px)
    for spot, inside in zip(spots, whole, strict=True):
        spot.price += 0 if inside else 25
    return [spot for spot, inside in zip(spots, middles, strict=True) if inside]


def _around(label: Label, wording: int, px: float) -> list[Spot]:
    """A name of a thing stands inside it if it fits, else around it, else further off with a line to it."""
    found = _inside(label, wording, px)
    for ring, gap in enumerate((3, 12, 26, 44, 66, 92)):
        found.extend(_beside(label, wording, step * math.pi / 8, gap * px, ring) for step in range(16))
    return found


def _inside(label: Label, wording: int, px: float) -> list[Spot]:
    """Places inside the shape, the middle first; the core is wide and mostly empty, so anywhere in it is as good."""
    if label.outline is None or label.kind == "zone" or label.outline.is_empty:
        return []
    core = label.kind == "core"
    step = max((9 if core else 5) * px, label.reach / 12)
    left, top, right, bottom = label.outline.bounds
    x, y = label.anchor
    spots = [
        _centred(label, wording, float(dx), float(dy), math.hypot(dx, dy) / px * (0.03 if core else 0.25))
        for dy in np.arange(math.ceil((top - y) / step) * step, bottom - y, step)
        for dx in np.arange(math.ceil((left - x) / step) * step, right - x, step)
    ]
    whole = _within(label.outline, [spot.box for spot in spots], 3 * px)
    return [spot for spot, inside in zip(spots, whole, strict=True) if inside]


def _beside(label: Label, wording: int, angle: float, gap: float, ring: int) -> Spot:
    """The box that touches a circle around the anchor in a direction. Right is best, then left, below, above."""
    cos, sin = math.cos(angle), math.sin(angle)
    away = label.reach + gap
    wide, high = label.size(wording)
    x, y = label.anchor
    across = 0.0 if cos > 0.3 else wide if cos < -0.3 else wide / 2
    box = Box(x + cos * away - across, y + sin * away - high * (1 - sin) / 2, wide, high)
    side = "start" if cos > 0.3 else "end" if cos < -0.3 else "middle"
    price = 4 + (0, 7, 20, 32, 48, 70)[ring] + (1 - cos) + abs(sin) * 2
    return Spot(box, price, wording, side, _lead(label, box) if ring > 1 else None)


def _lead(label: Label, box: Box) -> Lead:
    x, y = label.anchor
    end = (max(box.x, min(x, box.right)), max(box.y, min(y, box.bottom)))
    far = math.hypot(end[0] - x, end[1] - y) or 1.0
    share = min(1.0, label.reach * 0.95 / far)
    return (x + (end[0] - x) * share, y + (end[1] - y) * share), end


def _contained(outline: BaseGeometry, points: list[tuple[float, float]]) -> npt.NDArray[np.bool_]:
    at = np.array(points).reshape(-1, 2)
    shapely.prepare(outline)
    return np.asarray(shapely.contains_xy(outline, at[:, 0], at[:, 1]), dtype=bool)


def _within(outline: BaseGeometry, boxes: list[Box], air: float) -> npt.NDArray[np.bool_]:
    """Whether each box with a little air beside it lies in an outline."""
    if not boxes:
        return np.zeros(0, dtype=bool)
    shapely.prepare(outline)
    rectangles = shapely.box(*np.array([(box.x - air, box.y, box.right + air, box.bottom) for box in boxes]).T)
    return np.asarray(shapely.contains(outline, rectangles), dtype=bool)
