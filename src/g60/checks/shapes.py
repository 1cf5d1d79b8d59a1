"""Shapes of areas against the city's outlines: where a shape lies, and how large it is.

The shapes are schematic, so neither is exact. But a shape in another county, in metres or a thousand times too large is
a mistake, and its map, its sheets and its sums would all be wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from g60.checks.coordinates import city_of
from g60.checks.tables import records, rows_of
from g60.contract.codes import COUNTIES
from g60.contract.crs import METRIC, WGS84, geodesic_area_km2
from g60.contract.dataset import Dataset
from g60.contract.issues import Issue, Severity
from g60.contract.schema import AREA_DATASETS, AREA_KM2

# How far a disc may be from the area that a document gives it (decision 2 makes them equal).
AREA_SHARE = 0.01


def check_shapes(tables: Mapping[str, pd.DataFrame], counties: gpd.GeoDataFrame) -> Iterator[Issue]:
    """An issue for each area whose shape cannot be right: its place first, then its size."""
    city = city_of(counties)
    for dataset in AREA_DATASETS:
        table = tables[dataset.name]
        for number, row, shape in zip(rows_of(table), records(table), table["geometry"], strict=True):
            if shape is None or shape.is_empty or shape.geom_type not in dataset.geometry or not shape.is_valid:
                continue  # already an issue of its own
            outline = counties.geometry.get(row["unit"], city) if row["unit"] in COUNTIES else city
            yield from _placed(dataset, number, shape, outline) or _sized(dataset, number, row, shape)


def _placed(dataset: Dataset, number: int, shape: BaseGeometry, outline: BaseGeometry) -> list[Issue]:
    """What is wrong with the place of a shape: its centroid must lie in its county, else in the city."""
    west, south, east, north = shape.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        shown = f"{west:.6g}, {south:.6g}"
        swapped = outline.covers(_swapped(shape).centroid)
        code = "shape_swapped" if swapped else "shape_not_degrees"
        return [Issue(Severity.ERROR, code, dataset.file, number, "geometry", shown)]
    centre = shape.centroid
    if outline.covers(centre):
        return []
    shown = f"{centre.x:.4f}, {centre.y:.4f}"
    if outline.covers(_swapped(shape).centroid):
        return [Issue(Severity.ERROR, "shape_swapped", dataset.file, number, "geometry", shown)]
    pair = gpd.GeoSeries([centre, outline], crs=WGS84).to_crs(METRIC)
    metres = float(pair.iloc[0].distance(pair.iloc[1]))
    return [Issue(Severity.ERROR, "shape_outside", dataset.file, number, "geometry", shown, f"{metres / 1000:,.1f}")]


def _swapped(shape: BaseGeometry) -> BaseGeometry:
    return shapely.transform(shape, lambda pairs: pairs[:, ::-1])


def _sized(dataset: Dataset, number: int, row: Mapping[str, str], shape: BaseGeometry) -> Iterator[Issue]:
    """What is wrong with the size of a shape: against its area where it has one, else against what can be drawn."""
    measured = geodesic_area_km2(shape)
    try:
        stated = float(row["area_km2"] or 0)
    except ValueError:
        return  # already an issue of the cell
    if stated and not AREA_KM2[0] <= stated <= AREA_KM2[1]:
        return
    if stated and row["geometry_basis"] == "schematic_disc" and abs(measured / stated - 1) > AREA_SHARE:
        found = f"{measured:,.6g}"
        yield Issue(Severity.ERROR, "shape_area", dataset.file, number, "geometry", found, f"{stated:,.6g}")
    elif not AREA_KM2[0] * (1 - AREA_SHARE) <= measured <= AREA_KM2[1] * (1 + AREA_SHARE):
        found, allowed = f"{measured:,.6g}", f"{AREA_KM2[0]:g} – {AREA_KM2[1]:,.0f}"
        yield Issue(Severity.ERROR, "shape_size", dataset.file, number, "geometry", found, allowed)
