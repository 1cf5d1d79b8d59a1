"""The G60 expressway and the Shanghai-Hangzhou high-speed railway, as lines.

The lines are OpenStreetMap's (ODbL), taken from the graphs in the package `routrs`. Vertices are rounded to 100 m
there and a straight piece can be 9 km long: good for a map of the city, not for measuring a junction.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import shapely
from shapely.ops import substring

from g60.catalog.schematic.inputs import Row, point

ATTRIBUTION = "© OpenStreetMap contributors, ODbL"

_Router = Callable[[tuple[float, float], tuple[float, float]], tuple[float, list[tuple[float, float]]]]


def routed(line: str, waypoints: Sequence[Row]) -> shapely.LineString:
    """The WGS84 line through the `via` points of that line, from the Shanghai side to the Hangzhou side.

    It is routed from point to point: in one call the shortest way for the G60 runs straight on at 沈士枢纽, which
    is the S2, while the G60 turns south there.
    """
    route = _router(line)
    stops = [point(row) for row in waypoints if row["line"] == line and row["role"] == "via"]
    legs = [route((start.y, start.x), (end.y, end.x))[1] for start, end in pairwise(stops)]
    path = shapely.LineString([(lon, lat) for leg in legs for lat, lon in leg])
    return shapely.remove_repeated_points(path)


def cut(path: shapely.LineString, line: str, waypoints: Sequence[Row]) -> shapely.LineString:
    """The stretch of the path between the two `end` points of that line, which stand just inside the city.

    The ends are inputs and are not computed from the city's outline, because that may not be committed, nor what is
    made of it.
    """
    start, end = (path.project(point(row)) for row in waypoints if row["line"] == line and row["role"] == "end")
    return shapely.LineString(substring(path, start, end).coords)


def _router(line: str) -> _Router:
    # Imported here: 14 MB of graphs that only `make geodata` and its tests need, and that the app goes without.
    import routrs  # noqa: PLC0415

    routers: dict[str, _Router] = {"ref-g60": routrs.highway_distance, "ref-hsr": routrs.railway_distance}
    return routers[line]
