"""The ground below the plan: main roads, railways, towns, as they are shipped in `geodata/ground/`.

It is for orientation, the same in each version of the data, and no part of the record: nobody edits it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.catalog.sources.folder import SHIPPED
from g60.checks.tables import check
from g60.contract.crs import METRIC, WGS84, distance_km
from g60.contract.dataset import Dataset
from g60.contract.errors import ReadError
from g60.contract.issues import Issue, Severity
from g60.contract.schema import GROUND_DATASETS, RAILWAYS, ROADS, TOWNS

# The plane that distances are compared in is true to less than this share here (at 121.3° E to two ten-thousandths). Of
# towns whose distances differ by less, the ellipsoid decides.
DISTORTED = 1e-3
# A long list has some hundred thousand such points, and there are a hundred towns: so many are compared at once.
POINTS_AT_ONCE = 10_000


class Nearest(NamedTuple):
    """The town that is nearest to a point, and how far it is in km."""

    town: str
    km: float


def check_ground(folder: Path = SHIPPED) -> Iterator[Issue]:
    """Every finding about the files of the ground."""
    source = FolderSource(folder)
    for dataset in GROUND_DATASETS:
        try:
            yield from check(source.read(dataset), dataset)
        except ReadError as error:
            detail = str(error.values.get("detail", ""))
            yield Issue(Severity.ERROR, error.code, dataset.file, detail=detail)


def roads() -> gpd.GeoDataFrame:
    """The main roads, one feature for each rank, in WGS84."""
    frame = _frame(ROADS)
    return frame.assign(rank=frame["rank"].astype(int))


def railways() -> gpd.GeoDataFrame:
    """The railways but for the high-speed one, in WGS84."""
    return _frame(RAILWAYS)


def towns() -> gpd.GeoDataFrame:
    """Towns, sub-districts and former towns as points with both names, in WGS84."""
    return _frame(TOWNS)


@cache
def _frame(dataset: Dataset) -> gpd.GeoDataFrame:
    return FolderSource(SHIPPED).read(dataset).set_index(dataset.key)


@cache
def _town_points() -> tuple[list[str], np.ndarray, np.ndarray]:
    points = towns().geometry
    return [str(town) for town in points.index], points.x.to_numpy(), points.y.to_numpy()


def nearest_town(lon: float, lat: float) -> Nearest:
    """The town nearest to a point, along the ellipsoid."""
    ids, lons, lats = _town_points()
    km = distance_km(lon, lat, lons, lats)
    place = int(km.argmin())
    return Nearest(ids[place], float(km[place]))


def towns_of_bodies(catalog: Catalog) -> frozenset[str]:
    """The towns nearest to the carriers of which only the park or town is known (grade C)."""
    carriers = catalog.all_carriers
    rough = carriers.loc[(carriers["location_grade"] == "C").to_numpy(), ["lon", "lat"]].dropna()
    known, found = shapely.get_coordinates(towns().geometry.to_crs(METRIC)), set[str]()
    for start in range(0, len(rough), POINTS_AT_ONCE):
        part = rough.iloc[start : start + POINTS_AT_ONCE].drop_duplicates()
        points = gpd.GeoSeries.from_xy(part["lon"], part["lat"], crs=WGS84)
        metric = shapely.get_coordinates(points.to_crs(METRIC))
        m = np.hypot(*(metric[:, None, axis] - known[None, :, axis] for axis in (0, 1)))
        near = m <= m.min(axis=1, keepdims=True) * (1 + DISTORTED)
        only = near.sum(axis=1) == 1
        found |= {str(town) for town in towns().index[near[only].any(axis=0)]}
        found |= {nearest_town(point.x, point.y).town for point in points[~only]}
        if len(found) == len(known):
            break
    return frozenset(found)
