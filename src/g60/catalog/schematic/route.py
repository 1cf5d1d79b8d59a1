"""The G60 expressway and the Shanghai-Hangzhou high-speed railway, as lines.

The lines are OpenStreetMap's (ODbL), taken from the graphs in the package `routrs`. Its vertices are rounded to 100 m
and a straight piece can be 9 km long: enough for a map of the city, too coarse to measure a junction.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import shapely
from shapely.ops import substring

from g60.catalog.schematic.inputs import Row, point

ATTRIBUTION = "© OpenStreetMap contributors, ODbL"

_Router = Callable[[tuple[float, float], tuple[float, float]], tuple[float, list[tuple[float, float]]]]


def routed(line: str, waypoints: Sequence[Row]) -> shapely.LineString:
    """The WGS84 line through its `via` points, from the Shanghai side to the Hangzhou side.

    It is routed from point to point: the shortest way from end to end would follow the S2 at 沈士枢纽, where the G60
    turns south.
    """
    route = _router(line)
    stops = [point(row) for row in waypoints if row["line"] == line and row["role"] == "via"]
    legs = [route((start.y, start.x), (end.y, end.x))[1] for start, end in pairwise(stops)]
    path = shapely.LineString([(lon, lat) for leg in legs for lat, lon in leg])
    return shapely.remove_repeated_points(path)


def part_in_city(path: shapely.LineString, line: str, waypoints: Sequence[Row]) -> shapely.LineString:
    """The part of the path between the line's two `end` points, which lie just inside the city.

    The ends are inputs. They are not computed from the city's outline, because nothing derived from it may be
    committed.
    """
    start, end = (path.project(point(row)) for row in waypoints if row["line"] == line and row["role"] == "end")
    return shapely.LineString(substring(path, start, end).coords)


def _router(line: str) -> _Router:
    # Imported here: only `make geodata` and its tests need these 14 MB of graphs.
    import routrs  # noqa: PLC0415

    routers: dict[str, _Router] = {"ref-g60": routrs.highway_distance, "ref-hsr": routrs.railway_distance}
    return routers[line]
