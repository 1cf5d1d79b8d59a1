"""A point lies in the county that it claims, or the slip that would explain it is named."""

from collections.abc import Callable

import geopandas as gpd
import pandas as pd
import pytest
from shapely import LineString

from g60.catalog import boundaries
from g60.checks.coordinates import check_points
from g60.contract.crs import LonLat, gcj02_from_wgs84
from g60.contract.issues import Issue, Severity
from g60.contract.schema import CARRIERS
from tests.county_workbooks import bd09_from_wgs84
from tests.tables import table

Shift = Callable[[float, float], LonLat]

HAINING = (120.69, 30.53)


@pytest.fixture(scope="module")
def counties() -> gpd.GeoDataFrame:
    return boundaries.counties()


def found(counties: gpd.GeoDataFrame, *rows: tuple[str, object, object, object]) -> list[Issue]:
    columns = ("unit", "lon", "lat", "uncertainty_m")
    given = [dict(zip(columns, map(str, row), strict=True)) for row in rows]
    return list(check_points(table(CARRIERS, *given), counties))


def north_of_the_border(counties: gpd.GeoDataFrame, metres: float) -> tuple[float, float]:
    """A point that far from 海盐, straight north of its northernmost corner."""
    outline = counties.geometry["330424"]
    lon, lat = max(outline.geoms[0].exterior.coords, key=lambda corner: corner[1])
    return lon, lat + metres / 110_900


def test_a_point_in_its_county_is_sound(counties: gpd.GeoDataFrame) -> None:
    assert found(counties, ("330481", *HAINING, 200)) == []


def test_a_body_without_a_point_is_passed_over(counties: gpd.GeoDataFrame) -> None:
    assert found(counties, ("330481", "", "", ""), ("330481", "120.69", "", "")) == []


@pytest.mark.parametrize("value", ["x", "nan", "inf", "-inf"])
def test_what_is_no_number_is_left_to_the_check_of_values(counties: gpd.GeoDataFrame, value: str) -> None:
    assert found(counties, ("330481", value, 30.5, 200), ("330481", 120.69, value, 200)) == []


def test_a_point_in_another_county_is_an_error_with_its_row_and_distance(counties: gpd.GeoDataFrame) -> None:
    (issue,) = found(counties, ("330481", *HAINING, 0), ("330421", *HAINING, 500))
    assert (issue.severity, issue.code, issue.file, issue.row) == (
        *(Severity.ERROR, "point_outside", "carriers.csv", 3),
    )
    assert (issue.field, issue.value) == ("lon", "120.69, 30.53")
    assert issue.detail == "32.0"


def test_a_swapped_pair_is_guessed(counties: gpd.GeoDataFrame) -> None:
    (issue,) = found(counties, ("330481", HAINING[1], HAINING[0], 200))
    assert (issue.severity, issue.code, issue.value) == (Severity.ERROR, "point_swapped", "30.53, 120.69")


@pytest.mark.parametrize(("code", "shift"), [("point_gcj02", gcj02_from_wgs84), ("point_bd09", bd09_from_wgs84)])
def test_a_shifted_point_is_guessed(counties: gpd.GeoDataFrame, code: str, shift: Shift) -> None:
    # Both shifts go east, so a point just inside the eastern border leaves its county by them.
    parallel = LineString([(120.5, 30.7), (121.5, 30.7)])
    east = parallel.intersection(counties.geometry["330482"]).bounds[2]
    lon, lat = (float(axis) for axis in shift(east - 0.0005, 30.7))
    (issue,) = found(counties, ("330482", lon, lat, 50))
    assert (issue.severity, issue.code) == (Severity.ERROR, code)


def test_a_point_whose_circle_reaches_its_county_is_a_warning(counties: gpd.GeoDataFrame) -> None:
    lon, lat = north_of_the_border(counties, 800)
    (near,) = found(counties, ("330424", lon, lat, 1000))
    (far,) = found(counties, ("330424", lon, lat, 700))
    assert (near.severity, near.code, near.detail) == (Severity.WARNING, "point_near_border", "0.8")
    assert (far.severity, far.code, far.detail) == (Severity.ERROR, "point_outside", "0.8")


def test_a_functional_zone_and_a_body_without_a_unit_need_only_the_city(counties: gpd.GeoDataFrame) -> None:
    assert found(counties, ("etdz", *HAINING, 0), ("port", *HAINING, 0), ("", *HAINING, 0)) == []
    shanghai = (121.47, 31.23)
    assert [issue.code for issue in found(counties, ("etdz", *shanghai, 0), ("", *shanghai, 0))] == [
        *("point_outside", "point_outside"),
    ]


def test_a_latitude_beyond_the_pole_is_left_to_the_check_of_values(counties: gpd.GeoDataFrame) -> None:
    assert found(counties, ("330481", 120.69, 305.3, 200)) == []


def test_all_shipped_points_lie_in_their_counties(counties: gpd.GeoDataFrame, shipped: dict[str, pd.DataFrame]) -> None:
    assert list(check_points(shipped["carriers"], counties)) == []
