from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
import shapely

from g60.contract import crs
from tests.county_workbooks import bd09_from_wgs84

Shift = Callable[[npt.ArrayLike, npt.ArrayLike], crs.LonLat]

LON, LAT = (axis.ravel() for axis in np.meshgrid(np.linspace(117.5, 123.8, 64), np.linspace(28.6, 32.8, 43)))


def metres_apart(one: crs.LonLat, other: crs.LonLat) -> float:
    """The largest distance in metres between points of the same place in the two."""
    east = (one[0] - other[0]) * 111_320.0 * np.cos(np.radians(one[1]))
    north = (one[1] - other[1]) * 110_900.0
    return float(np.hypot(east, north).max())


@pytest.mark.parametrize(
    ("there", "back"),
    [
        (crs.gcj02_from_wgs84, crs.wgs84_from_gcj02),
        (crs.bd09_from_gcj02, crs.gcj02_from_bd09),
        (bd09_from_wgs84, crs.wgs84_from_bd09),
    ],
)
def test_a_shifted_point_comes_back_to_where_it_was(there: Shift, back: Shift) -> None:
    assert metres_apart(back(*there(LON, LAT)), (LON, LAT)) < 1e-6
    assert metres_apart(there(*back(LON, LAT)), (LON, LAT)) < 1e-6


def test_the_shift_in_jiaxing_is_the_one_that_was_measured() -> None:
    lon, lat = crs.gcj02_from_wgs84(120.75, 30.75)
    assert lon - 120.75 == pytest.approx(0.0043, abs=0.0001)
    assert lat - 30.75 == pytest.approx(-0.0023, abs=0.0001)


def test_the_formulas_give_the_values_published_with_them() -> None:
    # https://github.com/wandergis/coordtransform, test/app.js
    assert crs.gcj02_from_wgs84(116.404, 39.915) == pytest.approx((116.41024449916938, 39.91640428150164), abs=1e-12)
    assert crs.bd09_from_gcj02(116.404, 39.915) == pytest.approx((116.41036949371029, 39.92133699351021), abs=1e-12)
    # Their way back is one step; ours is exact, and lies as near to theirs as theirs is good.
    assert crs.gcj02_from_bd09(116.404, 39.915) == pytest.approx((116.39762729119315, 39.90865673957631), abs=1e-5)


def test_arrays_and_single_numbers_are_shifted_alike() -> None:
    lon, lat = crs.wgs84_from_bd09(LON, LAT)
    assert lon.shape == LON.shape
    assert (lon[7], lat[7]) == pytest.approx(crs.wgs84_from_bd09(LON[7], LAT[7]), abs=1e-13)


def test_the_points_handed_over_are_left_as_they_were() -> None:
    lon, lat = LON.copy(), LAT.copy()
    crs.wgs84_from_gcj02(lon, lat)
    assert (lon == LON).all()
    assert (lat == LAT).all()


def test_a_hole_is_taken_off_the_area_whichever_way_its_ring_runs() -> None:
    square = shapely.box(120.0, 30.0, 121.0, 31.0)
    hole = shapely.box(120.4, 30.4, 120.6, 30.6)
    for ring in (hole.exterior.coords, hole.exterior.coords[::-1]):
        left = crs.geodesic_area_km2(shapely.Polygon(square.exterior.coords, [ring]))
        assert left == pytest.approx(crs.geodesic_area_km2(square) - crs.geodesic_area_km2(hole))


def test_the_area_of_several_parts_is_their_sum() -> None:
    parts = [shapely.box(120.0, 30.0, 120.1, 30.1), shapely.box(120.5, 30.5, 120.6, 30.6)]
    whole = shapely.MultiPolygon([parts[0], parts[1].reverse()])
    assert crs.geodesic_area_km2(whole) == pytest.approx(sum(map(crs.geodesic_area_km2, parts)))


def test_areas_in_the_metric_system_agree_with_the_ellipsoid() -> None:
    disc = shapely.Point(120.75, 30.6).buffer(0.05)
    assert crs.metric_from_wgs84(disc).area / 1e6 == pytest.approx(crs.geodesic_area_km2(disc), rel=3e-4)


def test_a_geometry_comes_back_from_the_metric_system() -> None:
    line = shapely.LineString([(120.3, 30.3), (121.3, 31.0)])
    back = crs.wgs84_from_metric(crs.metric_from_wgs84(line))
    assert shapely.get_coordinates(back) == pytest.approx(shapely.get_coordinates(line), abs=1e-9)


def test_an_offset_lies_in_the_direction_and_at_the_distance_asked_for() -> None:
    start = shapely.Point(120.75, 30.75)
    end = shapely.Point(*map(float, crs.offset(start.x, start.y, 225.0, 5000.0)))
    assert crs.distance_km(start.x, start.y, end.x, end.y) == pytest.approx(5.0)
    assert crs.bearing_deg(start, end) == pytest.approx(225.0)


def test_offsets_are_found_for_many_directions_at_once() -> None:
    lon, lat = crs.offset(120.75, 30.75, np.array([0.0, 90.0, 180.0]), 1000.0)
    assert lon.shape == lat.shape == (3,)
    assert lat[0] > 30.75 > lat[2]
