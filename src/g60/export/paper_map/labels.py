"""Labels: what each says, how large it is, and where it may stand. Which place it gets is decided in placing.py.

All lengths are mm of paper; prices are in the unit of placing.py, lower is better.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from g60.contract.placement import PLACEMENT, Ring
from g60.export.paper_map.drawing import Box
from g60.export.paper_map.typeface import width

LEADING = 1.2  # of the type size, from line to line
HOME = (0.25, 0.5, 0.75)  # shares of the name of a land that stand on it
BADGE_TYPE = 0.88  # of the name's size: the count in its plate
SIDEWAYS = 0.3  # cosine of a direction beyond which a label stands at the thing's right or left

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
    beside: bool = False  # it stands beside its thing, not in it


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
    reach: float = 0.0
    outline: BaseGeometry | None = None
    badge: str = ""
    faded: bool = False
    chosen: bool = False
    about: bool = False  # whether the map is about it
    spot: Spot | None = None

    @property
    def missing(self) -> float:
        """What it costs to leave it out."""
        return PLACEMENT.missing(self.kind, chosen=self.chosen, about=self.about)

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
    return max(width(words, size * BADGE_TYPE, bold=True) + size * 0.5, size * 1.1)


def candidates(label: Label, px: float) -> list[Spot]:
    """The places that a label may take, with what each costs before anybody else stands there."""
    scattered = label.kind in ("county", "unit", "neighbour")
    found: list[Spot] = []
    for wording in range(len(label.wordings)):
        spots = _scattered(label, wording, px) if scattered else _around(label, wording, px)
        found.extend(replace(spot, price=spot.price + PLACEMENT.shorter * wording) for spot in spots)
    return found


def _centred(label: Label, wording: int, dx: float, dy: float, price: float) -> Spot:
    wide, high = label.size(wording)
    x, y = label.anchor
    return Spot(Box(x + dx - wide / 2, y + dy - high / 2, wide, high), price, wording)


def _scattered(label: Label, wording: int, px: float) -> list[Spot]:
    """A name of land may stand anywhere in its land, best near its point."""
    far = PLACEMENT.point_reach if label.outline is None else PLACEMENT.land_reach
    across, down = PLACEMENT.land_step
    steps = [(i * across, j * down) for j in range(-far, far + 1) for i in range(-far, far + 1)]
    slope = PLACEMENT.land_slope
    spots = [_centred(label, wording, dx * px, dy * px, math.hypot(dx, dy) * slope) for dx, dy in steps]
    if label.outline is None:
        return spots
    parts = [(spot.box.x + spot.box.w * part, spot.box.y + spot.box.h / 2) for spot in spots for part in HOME]
    held = np.asarray(_contained(label.outline, parts).reshape(-1, len(HOME)).all(axis=1))
    spots = [spot for spot, is_home in zip(spots, held, strict=True) if is_home]
    whole = _inside(label.outline, spots, px)
    return [
        spot if fits else replace(spot, price=spot.price + PLACEMENT.off_land)
        for spot, fits in zip(spots, whole, strict=True)
    ]


def _around(label: Label, wording: int, px: float) -> list[Spot]:
    """A name of a thing stands inside it if it fits, else around it, else further off with a line to it."""
    found = _within(label, wording, px)
    for ring in PLACEMENT.rings:
        found.extend(_beside(label, wording, way, ring, px) for way in PLACEMENT.directions)
    return found


def _within(label: Label, wording: int, px: float) -> list[Spot]:
    """Places inside the shape, the middle first."""
    if label.outline is None or label.kind == "zone" or label.outline.is_empty:
        return []
    core = label.kind == "core"
    slope = PLACEMENT.core_slope if core else PLACEMENT.inside_slope
    step = max((PLACEMENT.core_step if core else PLACEMENT.inside_step) * px, label.reach / PLACEMENT.parts)
    left, top, right, bottom = label.outline.bounds
    x, y = label.anchor
    spots = [
        _centred(label, wording, i * step, j * step, math.hypot(i * step, j * step) / px * slope)
        for j in range(math.ceil((top - y) / step), math.floor((bottom - y) / step) + 1)
        for i in range(math.ceil((left - x) / step), math.floor((right - x) / step) + 1)
    ]
    return [spot for spot, fits in zip(spots, _inside(label.outline, spots, px), strict=True) if fits]


def _beside(label: Label, wording: int, way: tuple[float, float], ring: Ring, px: float) -> Spot:
    """The box that touches a circle around the anchor in a direction. Right is best, then left, below, above."""
    cos, sin = way
    away = label.reach + ring.gap * px
    wide, high = label.size(wording)
    x, y = label.anchor
    across = 0.0 if cos > SIDEWAYS else wide if cos < -SIDEWAYS else wide / 2
    box = Box(x + cos * away - across, y + sin * away - high * (1 - sin) / 2, wide, high)
    side = "start" if cos > SIDEWAYS else "end" if cos < -SIDEWAYS else "middle"
    price = PLACEMENT.beside + ring.price + (1 - cos) + abs(sin) * PLACEMENT.upright
    return Spot(box, price, wording, side, _lead(label, box) if ring.led else None, beside=True)


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


def _inside(outline: BaseGeometry, spots: list[Spot], px: float) -> npt.NDArray[np.bool_]:
    """Whether the corners of each place, with a little air beside it, and the middles of its long sides are inside."""
    air = PLACEMENT.air * px
    points = [
        (x, y)
        for box in (spot.box for spot in spots)
        for x in (box.x - air, box.x + box.w / 2, box.right + air)
        for y in (box.y, box.bottom)
    ]
    return np.asarray(_contained(outline, points).reshape(-1, 6).all(axis=1), dtype=bool)
