"""A schematic shape that follows the plan: another area, another reference point."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from g60.catalog.schematic.discs import DECIMALS, lake_disc
from g60.contract.crs import geodesic_area_km2, offset
from g60.contract.crs import local_from_wgs84 as local

# Rounding to a metre moves the area a little, so the factor is corrected a few times.
_ROUNDS = 6


def scaled(shape: shapely.Polygon, area_km2: float, border: BaseGeometry | None = None) -> shapely.Polygon:
    """The shape with this geodesic area, scaled about its label point.

    A shape that would leave its border is drawn anew inside it where there is room. Raises ValueError for an area
    that is not above 0.
    """
    if not area_km2 > 0:
        raise ValueError(f"a shape has an area above 0, not {area_km2}")
    centre = shape.representative_point()
    factor = np.sqrt(area_km2 / geodesic_area_km2(shape))
    found = _radial(shape, centre, factor)
    for _ in range(_ROUNDS):
        factor *= np.sqrt(area_km2 / geodesic_area_km2(found))
        found = _radial(shape, centre, factor)
    if border is not None and border.contains(shape) and not border.contains(found):
        try:
            return lake_disc(centre, area_km2, border)
        except ValueError:
            return found
    return found


def moved(shape: shapely.Polygon, lon: float, lat: float) -> shapely.Polygon:
    """The shape with its label point at another place, its form and size kept in metres."""
    at = local(shape, shape.representative_point())
    return _placed(at, shapely.Point(lon, lat), 1.0)


def _radial(shape: shapely.Polygon, centre: shapely.Point, factor: float) -> shapely.Polygon:
    return _placed(local(shape, centre), centre, factor)


def _placed(metres: shapely.Polygon, centre: shapely.Point, factor: float) -> shapely.Polygon:
    """The polygon in degrees of one in metres east and north of a centre, each corner `factor` times as far away."""

    def degrees(at: np.ndarray) -> np.ndarray:
        bearing = np.degrees(np.arctan2(at[:, 0], at[:, 1]))
        lon, lat = offset(centre.x, centre.y, bearing, factor * np.hypot(at[:, 0], at[:, 1]))
        return np.column_stack([lon, lat]).round(DECIMALS)

    return shapely.transform(metres, degrees)
