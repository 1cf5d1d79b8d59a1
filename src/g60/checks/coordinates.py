"""Points against outlines: a carrier must lie in its county. If it does not, the likely mistake is named."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from g60.checks.tables import records, rows_of
from g60.contract.codes import COUNTIES
from g60.contract.crs import METRIC, WGS84, wgs84_from_bd09, wgs84_from_gcj02
from g60.contract.i18n import text
from g60.contract.issues import Issue, Severity
from g60.contract.schema import CARRIERS


def check_points(carriers: pd.DataFrame, counties: gpd.GeoDataFrame, insisted: Collection[int] = ()) -> Iterator[Issue]:
    """An issue for each carrier whose point is outside its county; the code names the likely mistake.

    It is a warning if the circle of uncertainty reaches the county, and for the row numbers in `insisted`. A
    functional zone has no outline, so the city's is used.
    """
    city = city_of(counties)
    suspects = carriers[~_covered(carriers, counties, city)]
    for number, row in zip(rows_of(suspects), records(suspects), strict=True):
        try:
            lon, lat = float(row["lon"]), float(row["lat"])
            radius = float(row["uncertainty_m"] or 0)
        except ValueError:
            continue  # already an issue of the cell
        outline = _outline(row["unit"], counties, city)
        metres = _metres_between(Point(lon, lat), outline)
        if number in insisted and np.isfinite(metres):
            value = f"{lon:.15g}, {lat:.15g}"
            yield Issue(Severity.WARNING, "point_insisted", CARRIERS.file, number, "lon", value, f"{metres / 1000:.1f}")
            continue
        slip = _slip(lon, lat, outline)
        if slip or np.isfinite(metres):  # not so for a latitude of 95, which is already an issue of the cell
            severity = Severity.WARNING if metres <= radius else Severity.ERROR
            code = f"point_{slip or ('near_border' if metres <= radius else 'outside')}"
            yield Issue(severity, code, CARRIERS.file, number, "lon", f"{lon:.15g}, {lat:.15g}", f"{metres / 1000:.1f}")


def city_of(counties: gpd.GeoDataFrame) -> BaseGeometry:
    """The outline of all counties together. That of the same outlines is made once: every check asks for it."""
    return _together(tuple(counties.geometry))


@lru_cache(maxsize=2)
def _together(outlines: tuple[BaseGeometry, ...]) -> BaseGeometry:
    city: BaseGeometry = shapely.union_all(outlines)
    return city


def _outline(unit: str, counties: gpd.GeoDataFrame, city: BaseGeometry) -> BaseGeometry:
    return counties.geometry.get(unit, city) if unit in COUNTIES else city


def _covered(carriers: pd.DataFrame, counties: gpd.GeoDataFrame, city: BaseGeometry) -> pd.Series[bool]:
    """Whether each carrier has no point or one that its outline covers: a long list is looked at county by county."""
    lon, lat = (pd.to_numeric(carriers[name], errors="coerce").to_numpy(float) for name in ("lon", "lat"))
    covered = pd.Series(~(np.isfinite(lon) & np.isfinite(lat)), index=carriers.index)
    for unit in carriers["unit"].unique():
        here = ~covered & (carriers["unit"] == unit)
        outline = _outline(unit, counties, city)
        shapely.prepare(outline)
        covered |= here & pd.Series(shapely.intersects_xy(outline, lon, lat), index=carriers.index)
    return covered


def _metres_between(point: Point, outline: BaseGeometry) -> float:
    pair = gpd.GeoSeries([point, outline], crs=WGS84).to_crs(METRIC)
    return float(pair.iloc[0].distance(pair.iloc[1]))


def _slip(lon: float, lat: float, outline: BaseGeometry) -> str:
    """The reading of the pair that lies inside: "swapped" (lat/lon), "gcj02" or "bd09"; "" if none does."""
    pair = np.array([lon]), np.array([lat])
    readings = {"swapped": (pair[1], pair[0]), "gcj02": wgs84_from_gcj02(*pair), "bd09": wgs84_from_bd09(*pair)}
    for name, (x, y) in readings.items():
        if outline.covers(Point(float(x[0]), float(y[0]))):
            return name
    return ""


def insisted_note(cells: Mapping[str, str], reason: str, lang: str) -> str:
    """The note of a point that somebody keeps outside its county. It names the point: it holds for no other one."""
    return text("insisted_outside", lang, lon=cells["lon"], lat=cells["lat"], unit=cells["unit"], reason=reason)


def insisted_points(carriers: pd.DataFrame, citations: pd.DataFrame) -> frozenset[int]:
    """The row numbers of carriers whose citation says that their point is kept outside the county, and why."""
    cited = citations[(citations["field"] == "lon") & citations["subject"].isin(carriers[CARRIERS.key])]
    notes = dict(zip(cited["subject"], cited["note"], strict=True))
    found = set()
    for number, row in zip(rows_of(carriers), records(carriers), strict=True):
        begins, note = insisted_note(row, "", "zh"), notes.get(row[CARRIERS.key], "")
        if note.startswith(begins) and note != begins:
            found.add(number)
    return frozenset(found)
