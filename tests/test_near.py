"""What lies near a place or in a drawn area, against pyproj and shapely one by one; what has no place is said aloud."""

import json
import math
import random
import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Geod

from g60.ask.near_and_ring import Near, Ring, parse_near, parse_ring, ring_holds, ring_text
from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.cli import main
from g60.evidence.sentence import sentence
from tests.strategies import random_selections

GEOD = Geod(ellps="WGS84")
JUANHU = Near(120.6895, 30.5297, 5.0)


def places(catalog: Catalog) -> dict[str, tuple[float, float]]:
    """The point of everything that has one, read from the tables by hand."""
    found = {str(key): shape.representative_point().coords[0] for key, shape in catalog.areas.geometry.items()}
    for key, row in catalog.carriers.iterrows():
        if row["location_grade"] in ("A", "B", "C"):
            found[str(key)] = (row["lon"], row["lat"])
    return found


def circle(chance: random.Random) -> Near:
    near = parse_near(
        f"{chance.uniform(120.3, 121.3):.4f},{chance.uniform(30.3, 31):.4f},{chance.uniform(0.3, 40):.1f}"
    )
    assert near
    return near


def ring(chance: random.Random) -> Ring:
    lon, lat, corners = chance.uniform(120.4, 121.1), chance.uniform(30.4, 30.9), chance.randint(3, 16)
    turns = [2 * math.pi * turn / corners for turn in range(corners)]
    reaches = [chance.uniform(0.05, 0.4) for _ in turns]
    return parse_ring(
        ";".join(
            f"{lon + reach * math.cos(turn):.4f},{lat + reach * math.sin(turn):.4f}"
            for turn, reach in zip(turns, reaches, strict=True)
        )
    )


def said(catalog: Catalog, selection: Selection, lang: str = "zh") -> str:
    return sentence(catalog, catalog.pick(selection), selection, lang)


# Who is there --------------------------------------------------------------------------------


def test_near_is_what_a_geodesic_to_each_one_says(catalog: Catalog) -> None:
    chance = random.Random(5)
    points = places(catalog)
    sizes = []
    for _ in range(60):
        near = circle(chance)
        expected = [
            key for key, (lon, lat) in points.items() if GEOD.inv(near.lon, near.lat, lon, lat)[2] <= near.km * 1000
        ]
        found = list(catalog.pick(Selection(near=near)).entities.index)
        assert found == [key for key in catalog.entities.index if key in set(expected)]
        sizes.append(len(found))
    assert min(sizes) == 0
    assert max(sizes) > 25


def test_within_is_what_the_polygon_covers(catalog: Catalog) -> None:
    chance = random.Random(6)
    points = places(catalog)
    sizes = []
    for _ in range(60):
        corners = ring(chance)
        assert corners
        polygon = shapely.Polygon(corners)
        found = list(catalog.pick(Selection(within=corners)).entities.index)
        assert found == [
            key for key in catalog.entities.index if key in points and polygon.covers(shapely.Point(points[key]))
        ]
        sizes.append(len(found))
    assert max(sizes) > 25


def test_a_circle_and_a_ring_are_conditions_beside_the_others(catalog: Catalog) -> None:
    chance = random.Random(7)
    for selection in random_selections(60, catalog):
        drawn = replace(selection, near=circle(chance), within=ring(chance) if chance.random() < 0.5 else ())
        both = set(catalog.pick(selection).entities.index) & set(
            catalog.pick(Selection(near=drawn.near, within=drawn.within)).entities.index
        )
        assert set(catalog.pick(drawn).entities.index) == both


def test_a_point_on_the_edge_is_inside_and_a_missing_one_never(catalog: Catalog) -> None:
    corners = parse_ring("120.5,30.5;120.7,30.5;120.7,30.7;120.5,30.7")
    lon, lat = np.array([120.6, 120.5, 120.4, np.nan]), np.array([30.5, 30.7, 30.6, np.nan])
    assert ring_holds(corners, lon, lat).tolist() == [True, True, False, False]
    assert Near(120.5, 30.7, 0.1).holds(lon, lat).tolist() == [False, True, False, False]


# Who is left out -----------------------------------------------------------------------------


def test_what_is_known_by_county_only_is_left_out_and_counted(catalog: Catalog) -> None:
    chance = random.Random(8)
    county_only = set(catalog.carriers.index[catalog.carriers["location_grade"] == "D"])
    for selection in random_selections(60, catalog):
        drawn = replace(selection, near=circle(chance))
        assert not county_only & set(catalog.pick(drawn).entities.index)
        assert catalog.left_out(drawn) == len(county_only & set(catalog.pick(selection).entities.index))
        assert catalog.left_out(selection) == 0


def test_the_sentence_says_around_what_and_how_many_are_left_out(catalog: Catalog) -> None:
    by_name = Selection(units=frozenset({"330481"}), near=_around(catalog, "lake-juanhu", 5), focus="lake-juanhu")
    assert (
        said(catalog, by_name)
        == "海宁 · 鹃湖国际科技城周围 5 km：1 个载体、1 个科创湖区（归属推断）；另有 3 个仅知县域，未计入"
    )
    assert said(catalog, by_name, "en") == (
        "Haining · Within 5 km of Juanhu International Science and Technology City: 1 innovation platform, "
        "1 lakeside innovation district (county inferred); 3 known by county only are left out"
    )
    somewhere = Selection(near=Near(120.9, 30.4, 0.5), kinds=frozenset({"corridor"}))
    assert said(catalog, somewhere) == "科创走廊 · 所选点周围 0.5 km：没有符合的条目"
    assert said(catalog, somewhere, "en") == "Corridor · Within 0.5 km of the chosen point: nothing matches"
    corners = parse_ring("120.2,30.2;121.4,30.2;121.4,31.1;120.2,31.1")
    drawn = Selection(within=corners, query="乌镇实验室")
    assert said(catalog, drawn) == "“乌镇实验室” · 所画范围内：没有符合的条目；另有 1 个仅知县域，未计入"
    assert said(catalog, drawn, "en").endswith(
        "Inside the drawn area: nothing matches; 1 known by county only is left out"
    )


def test_of_several_at_one_place_the_chosen_one_gives_its_name(catalog: Catalog) -> None:
    near = _around(catalog, "carrier-06", 5)
    assert catalog.carriers.loc[["carrier-03", "carrier-06"], "lon"].nunique() == 1
    chosen = said(catalog, Selection(near=near, focus="carrier-06"))
    assert chosen.startswith(catalog.carriers.at["carrier-06", "name_zh"] + "周围 5 km")
    assert not said(catalog, Selection(near=near)).startswith("所选点")


def _around(catalog: Catalog, entity_id: str, km: float) -> Near:
    lon, lat = places(catalog)[entity_id]
    near = parse_near(f"{lon:.4f},{lat:.4f},{km}")
    assert near
    return near


# On the command line, and of many ------------------------------------------------------------


def test_the_command_line_asks_the_same(catalog: Catalog, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--near", str(JUANHU)]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [item["id"] for item in listed["items"]] == list(catalog.pick(Selection(near=JUANHU)).entities.index)
    assert listed["selection"] == {"near": ["120.6895,30.5297,5"]}
    assert "未计入" in listed["sentence_zh"]
    corners = parse_ring("120.6,30.5;120.8,30.5;120.8,30.6")
    assert main(["list", "--within", ring_text(corners), "--kind", "carrier"]) == 0
    listed = json.loads(capsys.readouterr().out)
    asked = Selection(within=corners, kinds=frozenset({"carrier"}))
    assert [item["id"] for item in listed["items"]] == list(catalog.pick(asked).entities.index)


@pytest.mark.parametrize("flag", [["--near", "30.5,120.7,5"], ["--near", "x"], ["--within", "120.6,30.5;120.7,30.5"]])
def test_what_is_no_circle_and_no_area_is_a_wrong_call(flag: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", *flag]) == 2
    assert flag[1] in capsys.readouterr().err


def test_a_hundred_thousand_points_are_looked_at_in_a_tenth_of_a_second(catalog: Catalog) -> None:
    chance = np.random.default_rng(1)
    count = 100_000
    rows = catalog.carriers.iloc[np.zeros(count, dtype=int)].assign(
        lon=chance.uniform(120.3, 121.3, count), lat=chance.uniform(30.3, 31, count), location_grade="C"
    )
    many = replace(catalog, all_carriers=rows.set_index(pd.Index([f"made-{number}" for number in range(count)])))
    selections = [Selection(near=Near(120.75, 30.7, 10.0)), Selection(within=ring(random.Random(1)))]
    for selection in selections:
        many.found(selection)
        start = time.perf_counter()
        found = many.found(selection)
        assert time.perf_counter() - start < 0.1
        assert found is not None
        assert found.any()


@pytest.mark.parametrize("raw", ["120.69，30.53，5", "１２０．６９, 30.53 ,５", " 120.69、30.53、5 "])
def test_a_circle_is_read_in_the_signs_that_people_type(raw: str) -> None:
    assert parse_near(raw) == Near(120.69, 30.53, 5.0)
    ring = "120.6,30.5;120.7,30.5;120.7,30.6"
    assert parse_ring(ring.replace(",", "，").replace(";", "； ")) == parse_ring(ring) != ()


@pytest.mark.parametrize("corner", ["117.9,30.5", "123.1,30.5", "120.6,28.9", "120.6,33.1"])
def test_a_point_beyond_the_sheet_on_one_side_alone_makes_neither_circle_nor_ring(corner: str) -> None:
    assert parse_near(f"{corner},5") is None
    assert parse_ring(f"{corner};120.7,30.5;120.7,30.6") == ()


@pytest.mark.parametrize("corner", ["118,30.5", "123,30.5", "120.6,29", "120.6,33"])
def test_the_edge_of_the_sheet_belongs_to_it(corner: str) -> None:
    assert parse_near(f"{corner},5") == Near(*(float(part) for part in corner.split(",")), 5.0)
