"""Numbers on small frames, written out; and each option's count against choosing that option."""

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from g60.ask.selection import Selection
from g60.catalog import boundaries
from g60.catalog.catalog import Catalog
from g60.catalog.measures import (
    bordering,
    carrier_points,
    carriers_within,
    district_points,
    nearest_areas,
)
from g60.contract.codes import INDUSTRIES, UNITS
from g60.contract.schema import KINDS
from tests.strategies import random_selections

CODES = {"units": UNITS, "industries": INDUSTRIES, "kinds": KINDS}


@pytest.fixture
def carriers() -> pd.DataFrame:
    rows = {
        "a": ("330481", "A", 120.05, 30.05),
        "b": ("330481", "C", 120.5, 30.5),
        "c": ("330402", "D", None, None),
        "d": ("", "B", 120.099, 30.099),
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["unit", "location_grade", "lon", "lat"])


@pytest.fixture
def areas() -> gpd.GeoDataFrame:
    kinds = {"band": "corridor", "w": "high_tech_zone", "m": "lake_district", "e": "lake_district"}
    shapes = [box(119, 29, 122, 32), *(box(lon, 30.0, lon + 0.1, 30.1) for lon in (120.0, 120.1, 120.3))]
    return gpd.GeoDataFrame({"kind": list(kinds.values())}, index=list(kinds), geometry=shapes, crs="EPSG:4326")


# Small frames --------------------------------------------------------------------------------


def test_a_body_known_by_its_county_only_has_no_point(carriers: pd.DataFrame) -> None:
    points = carrier_points(carriers).geometry
    assert points.to_dict() == {"a": Point(120.05, 30.05), "b": Point(120.5, 30.5), "d": Point(120.099, 30.099)}


def test_carriers_within_an_area_are_those_whose_point_lies_in_its_shape(
    areas: gpd.GeoDataFrame, carriers: pd.DataFrame
) -> None:
    assert carriers_within(areas, carriers) == {
        "band": ["a", "b", "d"],
        "w": ["a", "d"],
        "m": [],
        "e": [],
    }


def test_distances_to_the_nearest_areas_are_in_km_nearest_first(areas: gpd.GeoDataFrame) -> None:
    # A tenth of a degree of longitude is 9.64 km at 30.05° N.
    assert nearest_areas("w", district_points(areas)).to_dict() == pytest.approx({"m": 9.64, "e": 28.9}, abs=0.05)
    assert list(nearest_areas("e", district_points(areas)).index) == ["m", "w"]
    assert list(nearest_areas("e", district_points(areas), count=1).index) == ["m"]
    assert nearest_areas("band", district_points(areas)).empty


def test_three_are_the_nearest_unless_another_number_is_asked_for(areas: gpd.GeoDataFrame) -> None:
    shapes = [box(lon, 30.0, lon + 0.1, 30.1) for lon in (120.6, 120.9, 121.2)]
    further = gpd.GeoDataFrame({"kind": ["lake_district"] * 3}, index=[*"xyz"], geometry=shapes, crs="EPSG:4326")
    many = gpd.GeoDataFrame(pd.concat([areas, further]))
    points = district_points(many)
    assert list(nearest_areas("w", points).index) == ["m", "e", "x"]
    assert list(nearest_areas("w", points, count=4).index) == ["m", "e", "x", "y"]


def test_frames_are_left_as_they_were(areas: gpd.GeoDataFrame, carriers: pd.DataFrame) -> None:
    before = areas.copy(), carriers.copy()
    carrier_points(carriers)
    carriers_within(areas, carriers)
    nearest_areas("w", district_points(areas))
    assert areas.equals(before[0])
    assert carriers.equals(before[1])


def test_counties_of_the_city_border_on_one_another() -> None:
    counties = boundaries.display_counties()
    around = {unit: bordering(unit, counties) for unit in UNITS}
    assert around["330481"] == ["330411", "330424", "330483"]
    assert around["etdz"] == around["port"] == []
    assert all(unit in around[other] for unit, others in around.items() for other in others)


# The counts of the filters -------------------------------------------------------------------


@pytest.mark.parametrize("part", ["units", "industries", "kinds", "lists"])
def test_an_options_count_is_what_choosing_that_option_gives(catalog: Catalog, part: str) -> None:
    for selection in random_selections(50, catalog):
        counts = catalog.option_count(selection, part)
        codes = CODES.get(part, catalog.lists)
        assert tuple(counts.index) == tuple(codes)
        chosen = {code: catalog.pick(replace(selection, **{part: frozenset({code})})) for code in codes}
        assert counts.to_dict() == {code: len(picked.entities) for code, picked in chosen.items()}


def test_an_option_that_gives_nothing_is_zero_and_stays(catalog: Catalog) -> None:
    counts = catalog.option_count(Selection(units=frozenset({"etdz"})), "kinds")
    assert counts.to_dict() == {
        **{"corridor": 0, "core_area": 0, "high_tech_zone": 1, "lake_district": 1, "carrier": 0}
    }


def test_the_lists_of_the_whole_city_have_their_lengths(catalog: Catalog) -> None:
    counts = catalog.option_count(Selection(), "lists")
    assert counts.to_dict() == {"plan": 24, "plan-text": 16, "reply-344": 7, "pinghu-2020": 18, "pinghu-2021": 3}
