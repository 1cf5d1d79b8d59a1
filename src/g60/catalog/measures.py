"""Measures of areas, carriers and outlines: points, distances, neighbours.

The functions do not change their arguments.
"""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from g60.contract.codes import GRADES
from g60.contract.crs import METRIC, WGS84
from g60.contract.schema import DISTRICT_KINDS

WITH_POINT = tuple(grade for grade in GRADES if grade != "D")


def carrier_points(carriers: pd.DataFrame) -> gpd.GeoDataFrame:
    """The carriers with a point (grades A to C); the point is the geometry, in WGS84."""
    placed = carriers[carriers["location_grade"].isin(WITH_POINT) & carriers["lon"].notna()]
    return gpd.GeoDataFrame(placed, geometry=gpd.points_from_xy(placed["lon"], placed["lat"]), crs=WGS84)


def carriers_within(areas: gpd.GeoDataFrame, carriers: pd.DataFrame) -> dict[str, list[str]]:
    """Ids of the carriers whose reference point lies in the drawn shape of each area (spatial join).

    The shapes are schematic, so this describes the drawing and is not a statement of the plan.
    """
    points = carrier_points(carriers)
    at, inside = points.sindex.query(areas.geometry, predicate="contains", sort=True)
    ids = [str(entity_id) for entity_id in points.index]
    return {str(area): [ids[point] for point in inside[at == place]] for place, area in enumerate(areas.index)}


def district_points(areas: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """The label points of high-tech zones and lake districts, in metres.

    Corridor and core are left out, since they contain the others.
    """
    districts = areas[areas["kind"].isin(DISTRICT_KINDS)]
    return districts.geometry.representative_point().to_crs(METRIC)


def nearest_areas(area_id: str, points: gpd.GeoSeries, *, count: int = 3) -> pd.Series:
    """Distances in km from the label point of one area to the nearest others, nearest first."""
    if area_id not in points.index:
        return pd.Series(dtype=float)
    distances = points.drop(area_id).distance(points[area_id]) / 1000
    return pd.Series(distances.nsmallest(count))


def bordering(unit: str, counties: gpd.GeoDataFrame) -> list[str]:
    """Units whose outline touches that of the county, in the order of the outlines; none for a functional zone."""
    if unit not in counties.index:
        return []
    touching = counties.drop(unit).intersects(counties.geometry[unit])
    return [str(code) for code in touching.index[touching]]
