"""Points against outlines: a body lies in the county that it claims, or the slip that would explain it is named."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import Point
from shapely.geometry.base import BaseGeometry

from g60.checks.tables import records, rows_of
from g60.contract.crs import METRIC, WGS84, wgs84_from_bd09, wgs84_from_gcj02
from g60.contract.schema import CARRIERS, COUNTIES, Issue, Severity


def check_places(carriers: pd.DataFrame, counties: gpd.GeoDataFrame) -> Iterator[Issue]:
    """Every carrier whose point misses the county that it claims; the code names the slip that would explain it.

    A point whose circle of uncertainty reaches the county is a warning. A functional zone has no outline: the
    city's is used.
    """
    city = counties.geometry.union_all()
    for number, row in zip(rows_of(carriers), records(carriers), strict=True):
        try:
            lon, lat = float(row["lon"]), float(row["lat"])
            radius = float(row["uncertainty_m"] or 0)
        except ValueError:
            continue  # the check of values has named it
        outline = counties.geometry.get(row["unit"], city) if row["unit"] in COUNTIES else city
        if not np.isfinite((lon, lat)).all() or outline.covers(Point(lon, lat)):
            continue
        metres = _metres_between(Point(lon, lat), outline)
        slip = _slip(lon, lat, outline)
        if slip or np.isfinite(metres):  # a latitude of 95 is nowhere, and the check of values has named it
            severity = Severity.WARNING if metres <= radius else Severity.ERROR
            code = f"point_{slip or ('near_border' if metres <= radius else 'outside')}"
            yield Issue(severity, code, CARRIERS.file, number, "lon", f"{lon:.15g}, {lat:.15g}", f"{metres / 1000:.1f}")


def _metres_between(point: Point, outline: BaseGeometry) -> float:
    pair = gpd.GeoSeries([point, outline], crs=WGS84).to_crs(METRIC)
    return float(pair.iloc[0].distance(pair.iloc[1]))


def _slip(lon: float, lat: float, outline: BaseGeometry) -> str:
    """The reading of the pair that lies inside: lat/lon swapped, GCJ-02 or BD-09; "" where none does."""
    pair = np.array([lon]), np.array([lat])
    readings = {"swapped": (pair[1], pair[0]), "gcj02": wgs84_from_gcj02(*pair), "bd09": wgs84_from_bd09(*pair)}
    for name, (x, y) in readings.items():
        if outline.covers(Point(float(x[0]), float(y[0]))):
            return name
    return ""
