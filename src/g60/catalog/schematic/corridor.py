"""The corridor, a band along the G60, and the core, a ring around its three platforms. Both are schematic."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from g60.catalog.schematic.discs import DECIMALS
from g60.contract.crs import metric_from_wgs84, wgs84_from_metric

HALF_WIDTH_M = 3000.0
CORE_REACH_M = 2500.0  # as far as the least certain of the three platforms may be off

_STATION_M = 500.0
_STEP_M = 100.0
_BEND = 11  # stations, 5 km: over which the line's bends are rounded off
_TAPER = 7  # stations, 3 km: over which the width changes

Metres = npt.NDArray[np.float64]


def corridor_band(path: shapely.LineString, city: BaseGeometry) -> shapely.Polygon:
    """The WGS84 band of `HALF_WIDTH_M` to either side of the path, over its longest stretch inside the city.

    Flat at both ends. Where the city's border is nearer, that side narrows and keeps 100 m or more away from it:
    the band is not cut with the border, whose outline may not be committed.
    """
    clear = metric_from_wgs84(city).buffer(-_STEP_M)
    centres, left = _axis(metric_from_wgs84(path))
    inside = _longest_run(shapely.contains_xy(clear.buffer(-_STEP_M), centres))
    centres, left = centres[inside], left[inside]
    left_side = centres + left * _widths(centres, left, clear.boundary)[:, None]
    right_side = centres - left * _widths(centres, -left, clear.boundary)[:, None]
    return _stored(shapely.Polygon(np.vstack([right_side, left_side[::-1]])))


def core_ring(platforms: Sequence[shapely.Point]) -> shapely.Polygon:
    """The WGS84 outline that goes round the platforms at `CORE_REACH_M`."""
    hull = metric_from_wgs84(shapely.MultiPoint(platforms)).convex_hull
    return _stored(hull.buffer(CORE_REACH_M, quad_segs=18))


def _axis(line: shapely.LineString) -> tuple[Metres, Metres]:
    """Points along the line, its bends rounded off, and at each the direction to the left as a vector of 1 m."""
    stations = shapely.line_interpolate_point(line, np.arange(0.0, line.length, _STATION_M))
    points = shapely.get_coordinates(stations)
    # Without this the inner side of the bend at 沈士 would fold over itself.
    centres = np.column_stack([_windows(column, _BEND).mean(axis=1) for column in points.T])
    ahead = np.gradient(centres, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    return centres, np.column_stack([-ahead[:, 1], ahead[:, 0]])


def _longest_run(flags: npt.NDArray[np.bool_]) -> slice:
    """The longest stretch of neighbours that are all true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(int)))
    starts, ends = edges[::2], edges[1::2]
    longest = int(np.argmax(ends - starts))
    return slice(int(starts[longest]), int(ends[longest]))


def _widths(centres: Metres, outward: Metres, edge: BaseGeometry) -> Metres:
    """Metres that the band may reach outward at each station, `HALF_WIDTH_M` at most."""
    far = centres + outward * HALF_WIDTH_M
    pieces = zip(pairwise(centres), pairwise(far), strict=True)
    nearest = np.array([_nearest(base, top, edge) for base, top in pieces])
    at_station = np.minimum(np.append(nearest, np.inf), np.append(np.inf, nearest))
    # Whole hundreds of metres: the band must not retrace the border.
    safe = np.floor(np.minimum(at_station, HALF_WIDTH_M) / _STEP_M) * _STEP_M
    lowest = _windows(safe, _TAPER).min(axis=1)
    # Each window of `lowest` holds only values that are safe at its middle, hence so is their mean.
    widths: Metres = _windows(lowest, _TAPER).mean(axis=1)
    return widths


def _nearest(base: tuple[Metres, Metres], top: tuple[Metres, Metres], edge: BaseGeometry) -> float:
    """Metres from the base to the nearest bit of the edge between base and top; without any, beyond all reach."""
    met = shapely.Polygon([*base, *top[::-1]]).intersection(edge)
    return np.inf if met.is_empty else shapely.LineString(base).distance(met)


def _windows(values: Metres, size: int) -> Metres:
    """For each value, those around it, itself in the middle; the first and the last stand in for what is beyond."""
    return np.lib.stride_tricks.sliding_window_view(np.pad(values, size // 2, mode="edge"), size)


def _stored(polygon: shapely.Polygon) -> shapely.Polygon:
    """The METRIC polygon in WGS84, rounded, its outer ring anticlockwise."""
    rounded = shapely.transform(wgs84_from_metric(polygon), lambda corners: corners.round(DECIMALS))
    return shapely.orient_polygons(rounded, exterior_cw=False)
