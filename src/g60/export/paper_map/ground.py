"""True scale: the ground that a map rectangle shows at 1:N in EPSG:4549, and which N is a good one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from g60.contract.crs import distance_km, metric_from_wgs84, wgs84_from_metric
from g60.contract.errors import SheetError
from g60.export.paper_map.drawing import Box, Placed
from g60.export.paper_map.sheet import PAPERS

# Leading figures of a scale that a reader can work with.
ROUND = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 7.5, 8.0)
NEAREST = 50_000  # a scale that is chosen for the reader goes no nearer: nothing here is known better
SMALLEST, LARGEST = 1_000, 2_000_000
# The ground that there is to draw, in degrees: west, south, east, north.
DRAWN = (117.6, 28.7, 123.7, 32.7)

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Ground:
    """A rectangle of paper (`frame`, mm) that shows the ground around a centre (metres of EPSG:4549) at 1:`scale`."""

    frame: Box
    east: float
    north: float
    scale: int

    @property
    def mm_per_metre(self) -> float:
        """How many mm of paper a metre takes."""
        return 1000 / self.scale

    @cached_property
    def bounds(self) -> Bounds:
        """West, south, east and north edge in metres of EPSG:4549."""
        half_w = self.frame.w / 2 / self.mm_per_metre
        half_h = self.frame.h / 2 / self.mm_per_metre
        return self.east - half_w, self.north - half_h, self.east + half_w, self.north + half_h

    @cached_property
    def middle(self) -> shapely.Point:
        """The middle of the map in degrees."""
        return wgs84_from_metric(shapely.Point(self.east, self.north))

    @property
    def placed_on_page(self) -> Placed:
        """The map's rectangle with the degrees of its corners, by which programs of maps measure in a file."""
        west, south, east, north = self.bounds
        at = [shapely.Point(x, y) for x, y in ((west, south), (west, north), (east, north), (east, south))]
        degrees = [wgs84_from_metric(point) for point in at]
        return Placed(self.frame, tuple((point.x, point.y) for point in degrees))

    def mm(self, metres: float) -> float:
        """A length on the ground as mm of paper."""
        return metres * self.mm_per_metre

    def placed(self, metric: np.ndarray) -> np.ndarray:
        """Points in metres of EPSG:4549 as mm on the paper."""
        x = self.frame.x + self.frame.w / 2 + (metric[:, 0] - self.east) * self.mm_per_metre
        y = self.frame.y + self.frame.h / 2 - (metric[:, 1] - self.north) * self.mm_per_metre
        return np.column_stack([x, y])

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """A point in degrees as mm on the paper."""
        at = metric_from_wgs84(shapely.Point(lon, lat))
        x, y = self.placed(np.array([[at.x, at.y]]))[0]
        return float(x), float(y)

    def points(self, lon_lat: np.ndarray) -> np.ndarray:
        """Points in degrees, one row each, as mm on the paper."""
        if not len(lon_lat):
            return np.zeros((0, 2))
        return self.placed(shapely.get_coordinates(metric_from_wgs84(shapely.MultiPoint(lon_lat))))

    def on_paper(self, geometry: BaseGeometry, margin: float = 3.0) -> BaseGeometry:
        """A geometry in degrees as mm on the paper, cut a little outside the frame."""
        metric = metric_from_wgs84(geometry)
        around = margin / self.mm_per_metre
        west, south, east, north = self.bounds
        cut = shapely.clip_by_rect(metric, west - around, south - around, east + around, north + around)
        return shapely.transform(cut, self.placed)

    def holds(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Whether a point of the paper is on the map."""
        frame = self.frame
        return frame.x + margin <= x <= frame.right - margin and frame.y + margin <= y <= frame.bottom - margin

    @cached_property
    def stretch(self) -> float:
        """Metres of EPSG:4549 for each metre along the ellipsoid, eastwards in the middle of the map."""
        half = self.frame.w / 4 / self.mm_per_metre
        ends = [wgs84_from_metric(shapely.Point(self.east + side * half, self.north)) for side in (-1, 1)]
        real = float(distance_km(ends[0].x, ends[0].y, [ends[1].x], [ends[1].y])[0]) * 1000
        return 2 * half / real

    def bar_mm(self, metres: float) -> float:
        """How long a bar is that stands for so many metres along the ellipsoid in the middle of the map."""
        return self.mm(metres * self.stretch)

    @cached_property
    def convergence(self) -> float:
        """The direction of north in the middle of the map, in degrees clockwise from the top of the sheet."""
        lon, lat = self.middle.x, self.middle.y
        (x0, y0), (x1, y1) = self.point(lon, lat), self.point(lon, lat + 0.01)
        return math.degrees(math.atan2(x1 - x0, y0 - y1))


def metric_bounds(geometry: BaseGeometry) -> Bounds:
    """The bounds in metres of EPSG:4549 of a geometry in degrees."""
    west, south, east, north = metric_from_wgs84(shapely.segmentize(geometry, 0.05)).bounds
    return float(west), float(south), float(east), float(north)


def fitting_scale(bounds: Bounds, wide: float, high: float) -> int:
    """The largest round scale at which these bounds (metres) fit so many mm."""
    west, south, east, north = bounds
    needed = max((east - west) / wide, (north - south) / high, 0.001) * 1000
    return _round_up(needed)


def _round_up(needed: float) -> int:
    power = 10.0 ** math.floor(math.log10(needed))
    steps = [round(figure * power) for figure in (*ROUND, 10.0) if figure * power >= needed * (1 - 1e-9)]
    return max(1, min(steps))


def chosen_scale(bounds: Bounds, wide: float, high: float) -> int:
    """The scale for somebody who named none: a round one, and none that shows more than is known."""
    return max(NEAREST, fitting_scale(bounds, wide, high))


def largest_denominator(wide: float, high: float) -> int:
    """The smallest round scale (largest N) whose map is still covered by the ground that there is to draw."""
    west, south, east, north = metric_bounds(shapely.box(*DRAWN))
    most = min((east - west) / wide, (north - south) / high) * 1000 * 0.45
    candidates = [figure * 10.0**power for power in range(3, 8) for figure in ROUND]
    return round(max(candidate for candidate in candidates if candidate <= most))


def check_scale(asked: int, bounds: Bounds | None, paper: str, room: dict[str, tuple[float, float]]) -> None:
    """Raise SheetError where a scale cannot be drawn on this paper, naming the scale and the paper that would do.

    `bounds` is what has to be on the map, None where the reader named a centre; `room` is each paper's map in mm.
    """
    wide, high = room[paper]
    most = min(LARGEST, largest_denominator(wide, high))
    if asked > most:
        raise SheetError("error_scale_small", asked=spelt_scale(asked), paper=paper.upper(), most=spelt_scale(most))
    if asked < SMALLEST:
        raise SheetError("error_scale_large", asked=spelt_scale(asked), least=spelt_scale(SMALLEST))
    if bounds is None:
        return
    needed = fitting_scale(bounds, wide, high)
    if _fits(bounds, asked, room[paper]):
        return
    larger = [name for name in PAPERS if _fits(bounds, asked, room[name])]
    code = "error_scale_paper" if larger else "error_scale_no_paper"
    names = {"paper": paper.upper(), "other": "".join(larger[:1]).upper()}
    raise SheetError(code, asked=spelt_scale(asked), fits=spelt_scale(needed), **names)


def _fits(bounds: Bounds, scale: int, room: tuple[float, float]) -> bool:
    west, south, east, north = bounds
    needs = (east - west) * 1000 / scale, (north - south) * 1000 / scale
    return all(need <= there + 1e-6 for need, there in zip(needs, room, strict=True))


def spelt_scale(scale: int) -> str:
    """A scale as it is written on a sheet, as in 1:350 000."""
    return f"1:{scale:,}".replace(",", " ")


def nice_length(metres: float) -> float:
    """The largest of 1, 2, 5 times a power of ten that is at most so many metres."""
    power = 10 ** math.floor(math.log10(metres))
    return float(max(figure * power for figure in (1, 2, 5) if figure * power <= metres * (1 + 1e-9)))
