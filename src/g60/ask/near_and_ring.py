"""The two filters that a reader draws on the map: a circle around a point (near), and a ring of corners (within).

Both come from an address or a browser and are never trusted: an invalid circle or ring counts as none. A valid one
has a single form: four decimals (ten metres); a ring is anticlockwise, starts at its westernmost corner and is not
closed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import shapely

from g60.contract.crs import distance_km
from g60.contract.spelling import narrow

DECIMALS = 4
KM_DECIMALS = 1
CORNERS = (3, 16)
RADIUS_KM = (0.1, 100.0)
# West, south, east, north in degrees: the city and its surroundings. All our data lies inside.
SHEET = (118.0, 29.0, 123.0, 33.0)
LONGEST = 400

_POINT = r"\d{3}(?:\.\d{1,6})?,\d{2}(?:\.\d{1,6})?"
_NEAR = re.compile(rf"({_POINT}),(\d{{1,3}}(?:\.\d{{1,3}})?)", re.ASCII)
_RING = re.compile(rf"{_POINT}(?:;{_POINT})*", re.ASCII)
_SPHERE_RADIUS_KM = 6371.0
# A sphere's distances differ from the ellipsoid's by 0.6 % at most.
_SPHERE_ERROR = 0.01

Corner = tuple[float, float]
Ring = tuple[Corner, ...]


class Near(NamedTuple):
    """A circle: its centre in degrees, its radius in km along the ground."""

    lon: float
    lat: float
    km: float

    def __str__(self) -> str:
        return ",".join(_written(part) for part in self)

    def holds(self, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        """Which points lie within the radius, on the ellipsoid; False for a missing point (NaN)."""
        # A sphere is thirty times faster and decides all points but those near the circle: these are measured exactly.
        rough = _sphere_km(self.lon, self.lat, lon, lat)
        inside = rough <= self.km
        unsure = np.abs(rough - self.km) <= _SPHERE_ERROR * self.km
        inside[unsure] = distance_km(self.lon, self.lat, lon[unsure], lat[unsure]) <= self.km
        return np.asarray(inside)


def parse_near(raw: str) -> Near | None:
    """The circle of a text such as `120.69,30.53,5` (longitude, latitude, km), or None if the text is invalid."""
    match = _NEAR.fullmatch(_plain(raw))
    corner = _corner(match.group(1)) if match else None
    if match is None or corner is None:
        return None
    km = round(float(match.group(2)), KM_DECIMALS)
    return Near(*corner, km) if RADIUS_KM[0] <= km <= RADIUS_KM[1] else None


def parse_ring(raw: str) -> Ring:
    """The ring of a text such as `120.6,30.5;120.7,30.5;120.7,30.6`; empty if it is invalid or its edges cross."""
    if len(raw) > LONGEST:
        return ()
    raw = _plain(raw)
    if not _RING.fullmatch(raw):
        return ()
    corners: list[Corner] = []
    for part in raw.split(";"):
        corner = _corner(part)
        if corner is None:
            return ()
        if not corners or corner != corners[-1]:
            corners.append(corner)
    if corners[0] == corners[-1]:
        corners.pop()
    if not CORNERS[0] <= len(corners) <= CORNERS[1] or not _grid(corners).is_valid:
        return ()
    return _turned(corners)


def _plain(raw: str) -> str:
    """Coordinates in the signs of a permalink: people type `120.69，30.53， 5` too."""
    return re.sub(r"\s*([,;])\s*", r"\1", narrow(raw)).strip()


def ring_text(ring: Ring) -> str:
    """The ring as it is written in a permalink; empty for no ring."""
    return ";".join(f"{_written(lon)},{_written(lat)}" for lon, lat in ring)


def ring_holds(ring: Ring, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Which points lie in the ring or on its edge; False for a missing point (NaN).

    Edges are straight in longitude and latitude, as in GeoJSON.
    """
    polygon = shapely.Polygon(ring)
    shapely.prepare(polygon)
    inside: np.ndarray = np.asarray(shapely.intersects_xy(polygon, lon, lat), dtype=bool) & ~np.isnan(lon)
    return inside


def _sphere_km(lon: float, lat: float, lons: np.ndarray, lats: np.ndarray) -> np.ndarray:
    """Distances in km on a sphere, by the haversine formula."""
    half_lat, half_lon = np.radians(lats - lat) / 2, np.radians(lons - lon) / 2
    across = np.cos(np.radians(lat)) * np.cos(np.radians(lats)) * np.sin(half_lon) ** 2
    return np.asarray(2 * _SPHERE_RADIUS_KM * np.arcsin(np.sqrt(np.sin(half_lat) ** 2 + across)))


def _corner(raw: str) -> Corner | None:
    lon, lat = (round(float(part), DECIMALS) for part in raw.split(","))
    west, south, east, north = SHEET
    return (lon, lat) if west <= lon <= east and south <= lat <= north else None


def _turned(corners: list[Corner]) -> Ring:
    """The corners anticlockwise, starting at the westernmost (of several, the southernmost)."""
    if not _grid(corners).exterior.is_ccw:
        corners = corners[::-1]
    first = corners.index(min(corners))
    return tuple(corners[first:] + corners[:first])


def _grid(corners: list[Corner]) -> shapely.Polygon:
    """The polygon in integers (steps of the last decimal), so that collinear corners are exactly collinear."""
    return shapely.Polygon(np.rint(np.array(corners) * 10**DECIMALS))


def _written(number: float) -> str:
    return f"{number:.{DECIMALS}f}".rstrip("0").rstrip(".")
