"""Coordinate systems: WGS84 to store, EPSG:4549 to measure in metres, and the shifted Chinese ones.

GCJ-02 and BD-09 shift WGS84 by a few hundred metres. A file does not say that it uses them, so every
coordinate from a Chinese map service is converted here before it is stored.
"""

from collections.abc import Callable
from functools import cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

WGS84 = "EPSG:4326"
METRIC = "EPSG:4549"  # CGCS2000, 3-degree Gauss-Kruger, 120°E: covers all of Jiaxing

Degrees = npt.NDArray[np.float64]
LonLat = tuple[Degrees, Degrees]
G = TypeVar("G", bound=BaseGeometry)

# The two formulas are the ones published with eviltransform and coordtransform; the ellipsoid is Krasovsky 1940.
_SEMI_MAJOR_M = 6378245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_BD09_FREQUENCY = np.pi * 3000.0 / 180.0

# Each step of the inversion gains at least two digits, so twelve steps are more than double precision needs.
_INVERSION_STEPS = 12


def gcj02_from_wgs84(lon: npt.ArrayLike, lat: npt.ArrayLike) -> LonLat:
    """GCJ-02 longitudes and latitudes in degrees of WGS84 points.

    The formula is the one published in https://github.com/googollee/eviltransform. It is applied to every point:
    the published code skips points outside a rectangle around China, and Jiaxing lies well inside that rectangle.
    """
    lon, lat = _degrees(lon, lat)
    x, y = lon - 105.0, lat - 35.0
    ripple = 20.0 * np.sin(6.0 * np.pi * x) + 20.0 * np.sin(2.0 * np.pi * x)
    east_m = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    east_m += (ripple + 20.0 * np.sin(np.pi * x) + 40.0 * np.sin(np.pi * x / 3.0)) * 2.0 / 3.0
    east_m += (150.0 * np.sin(np.pi * x / 12.0) + 300.0 * np.sin(np.pi * x / 30.0)) * 2.0 / 3.0
    north_m = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    north_m += (ripple + 20.0 * np.sin(np.pi * y) + 40.0 * np.sin(np.pi * y / 3.0)) * 2.0 / 3.0
    north_m += (160.0 * np.sin(np.pi * y / 12.0) + 320.0 * np.sin(np.pi * y / 30.0)) * 2.0 / 3.0
    bend = 1.0 - _ECCENTRICITY_SQUARED * np.sin(np.radians(lat)) ** 2
    prime_vertical_m = _SEMI_MAJOR_M / np.sqrt(bend)
    meridian_m = prime_vertical_m * (1.0 - _ECCENTRICITY_SQUARED) / bend
    return (
        lon + np.degrees(east_m / (prime_vertical_m * np.cos(np.radians(lat)))),
        lat + np.degrees(north_m / meridian_m),
    )


def wgs84_from_gcj02(lon: npt.ArrayLike, lat: npt.ArrayLike) -> LonLat:
    """WGS84 longitudes and latitudes in degrees of GCJ-02 points, exact to about a nanometre.

    The formula has no inverse in closed form. The usual one-step estimate is up to 2.3 m off here, so the step
    is repeated.
    """
    return _inverted(gcj02_from_wgs84, lon, lat)


def bd09_from_gcj02(lon: npt.ArrayLike, lat: npt.ArrayLike) -> LonLat:
    """BD-09 longitudes and latitudes in degrees of GCJ-02 points.

    The formula is the one published in https://github.com/wandergis/coordtransform.
    """
    lon, lat = _degrees(lon, lat)
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(_BD09_FREQUENCY * lat)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(_BD09_FREQUENCY * lon)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def gcj02_from_bd09(lon: npt.ArrayLike, lat: npt.ArrayLike) -> LonLat:
    """GCJ-02 longitudes and latitudes in degrees of BD-09 points, exact to about a nanometre."""
    return _inverted(bd09_from_gcj02, lon, lat)


def wgs84_from_bd09(lon: npt.ArrayLike, lat: npt.ArrayLike) -> LonLat:
    """WGS84 longitudes and latitudes in degrees of BD-09 points."""
    return wgs84_from_gcj02(*gcj02_from_bd09(lon, lat))


def geodesic_area_km2(geometry: BaseGeometry) -> float:
    """Area in km² of a WGS84 polygon on the ellipsoid, without its holes."""
    # Geod gives each ring's area a sign by its direction: holes must run against the exterior to be subtracted.
    oriented = shapely.orient_polygons(geometry, exterior_cw=False)
    area_m2, _ = _geod().geometry_area_perimeter(oriented)
    return abs(area_m2) / 1e6


def distance_km(lon: float, lat: float, lons: npt.ArrayLike, lats: npt.ArrayLike) -> Degrees:
    """Distances in km from one point to others, along the ellipsoid."""
    end_lon, end_lat = _degrees(lons, lats)
    _, _, metres = _geod().inv(np.full(end_lon.shape, lon), np.full(end_lat.shape, lat), end_lon, end_lat)
    return np.asarray(metres) / 1e3


def offset(lon: npt.ArrayLike, lat: npt.ArrayLike, bearing_deg: npt.ArrayLike, distance_m: npt.ArrayLike) -> LonLat:
    """Longitudes and latitudes in degrees of the points at that distance and bearing (clockwise from north)."""
    start_lon, start_lat, bearing, distance = np.broadcast_arrays(
        *(np.asarray(part, dtype=float) for part in (lon, lat, bearing_deg, distance_m))
    )
    end_lon, end_lat, _ = _geod().fwd(start_lon, start_lat, bearing, distance)
    return np.asarray(end_lon), np.asarray(end_lat)


def bearing_deg(start: shapely.Point, end: shapely.Point) -> float:
    """Bearing at `start` of the geodesic to `end`, in degrees clockwise from north, 0 to 360."""
    forward, _, _ = _geod().inv(start.x, start.y, end.x, end.y)
    return float(forward) % 360.0


def metric_from_wgs84(geometry: G) -> G:
    """The geometry in METRIC metres, east before north."""
    return _transformed(geometry, WGS84, METRIC)


def wgs84_from_metric(geometry: G) -> G:
    """The METRIC geometry in WGS84 degrees, longitude before latitude."""
    return _transformed(geometry, METRIC, WGS84)


def local_from_wgs84(geometry: G, centre: shapely.Point) -> G:
    """The geometry in metres east and north of the centre. Bearings and distances from the centre are exact."""
    local = f"+proj=aeqd +lon_0={centre.x!r} +lat_0={centre.y!r} +datum=WGS84 +units=m"
    return _transformed(geometry, WGS84, local)


def _degrees(lon: npt.ArrayLike, lat: npt.ArrayLike) -> LonLat:
    return np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)


def _inverted(
    forward: Callable[[npt.ArrayLike, npt.ArrayLike], LonLat], lon: npt.ArrayLike, lat: npt.ArrayLike
) -> LonLat:
    """The points that `forward` maps to the given ones, found by fixed-point iteration."""
    target_lon, target_lat = _degrees(lon, lat)
    guess_lon, guess_lat = target_lon, target_lat
    for _ in range(_INVERSION_STEPS):
        reached_lon, reached_lat = forward(guess_lon, guess_lat)
        guess_lon = guess_lon + (target_lon - reached_lon)
        guess_lat = guess_lat + (target_lat - reached_lat)
    return guess_lon, guess_lat


@cache
def _geod() -> pyproj.Geod:
    return pyproj.Geod(ellps="WGS84")


@cache
def _transformer(source: str, target: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def _transformed(geometry: G, source: str, target: str) -> G:
    transformer = _transformer(source, target)
    return shapely.transform(geometry, lambda at: np.column_stack(transformer.transform(at[:, 0], at[:, 1])))
