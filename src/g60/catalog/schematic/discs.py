"""Lake districts and high-tech zones: shapes around a reference point whose size is known, or agreed.

No outline of theirs is published. A lake district is a disc of the area in the plan that keeps inside its county;
a zone is a symbol of one fixed size. Why no disc is cut with an outline: docs/decisions/0002-lake-discs.md.
"""

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from g60.contract.crs import geodesic_area_km2, local_from_wgs84, offset

ZONE_RADIUS_M = 1500.0
DECIMALS = 5  # about a metre

_BEARINGS_DEG = np.arange(0.0, 360.0, 2.0)
_SECTOR_DEG = 4.0  # two steps: the mean of three neighbours must keep clear as well
_STEP_M = 100.0
_FARTHEST_M = 50_000.0

Metres = npt.NDArray[np.float64]


def lake_disc(centre: shapely.Point, area_km2: float, border: BaseGeometry) -> shapely.Polygon:
    """The WGS84 polygon around the centre whose geodesic area is the one given and that stays inside the border.

    A circle as far as the border allows; where it does not, the disc keeps 100 m or more away from it, and the
    rest grows until the area is reached.
    """
    clear_m = clearances(centre, border)
    if geodesic_area_km2(_radial(centre, clear_m)) < area_km2:
        raise ValueError(f"no disc of {area_km2} km² around {centre.wkt} stays inside its border")
    low_m, high_m = 0.0, _FARTHEST_M
    while high_m - low_m > 0.01:
        middle_m = (low_m + high_m) / 2.0
        if geodesic_area_km2(_radial(centre, np.minimum(clear_m, middle_m))) < area_km2:
            low_m = middle_m
        else:
            high_m = middle_m
    return _radial(centre, np.minimum(clear_m, high_m))


def zone_hexagon(centre: shapely.Point, border: BaseGeometry) -> shapely.Polygon:
    """The WGS84 hexagon of `ZONE_RADIUS_M` from centre to corner, one corner to the north."""
    lon, lat = offset(centre.x, centre.y, np.arange(0.0, 360.0, 60.0), ZONE_RADIUS_M)
    hexagon = _polygon(lon, lat)
    if not border.contains(hexagon):
        raise ValueError(f"the symbol around {centre.wkt} leaves its county: its reference point has to move")
    return hexagon


def clearances(centre: shapely.Point, border: BaseGeometry) -> Metres:
    """Metres from the centre, in each direction, that are surely inside the border; all 0 if the centre is not.

    Each is the smallest distance within a sector to the line 100 m inside the border, rounded down to 100 m and
    smoothed with those beside it, so that no stretch of the border can be read from it.
    """
    inside = local_from_wgs84(border, centre).buffer(-_STEP_M)
    origin = shapely.Point(0.0, 0.0)
    if not inside.contains(origin):
        return np.zeros_like(_BEARINGS_DEG)
    edge = inside.boundary
    nearest = np.array([shapely.distance(origin, edge.intersection(_sector(bearing))) for bearing in _BEARINGS_DEG])
    # Where a sector meets no edge the distance is not a number.
    safe = np.floor(np.fmin(nearest, _FARTHEST_M) / _STEP_M) * _STEP_M
    # The mean of three keeps clear too: the sector of each reaches past this direction to the next one.
    smooth: Metres = (np.roll(safe, 1) + safe + np.roll(safe, -1)) / 3.0
    return smooth


def _sector(bearing_deg: float) -> shapely.Polygon:
    """The triangle from the origin that covers `_SECTOR_DEG` to both sides of the direction."""
    sides = np.radians([bearing_deg - _SECTOR_DEG, bearing_deg + _SECTOR_DEG])
    corners = 2.0 * _FARTHEST_M * np.column_stack([np.sin(sides), np.cos(sides)])
    return shapely.Polygon([(0.0, 0.0), *corners])


def _radial(centre: shapely.Point, radii_m: Metres) -> shapely.Polygon:
    """The WGS84 polygon whose corners lie that far from the centre in the directions of `_BEARINGS_DEG`."""
    return _polygon(*offset(centre.x, centre.y, _BEARINGS_DEG, radii_m))


def _polygon(lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> shapely.Polygon:
    """The polygon through these corners, which run clockwise, as GeoJSON wants it: anticlockwise and rounded."""
    return shapely.Polygon(np.column_stack([lon, lat])[::-1].round(DECIMALS))
