"""The synthetic lists: seeded, inside Jiaxing, marked, and picked as brute force picks them."""

from pathlib import Path

import pandas as pd
import pytest
import shapely

from benchmarks.browser import Click
from benchmarks.measure import Page, Size
from benchmarks.report import _rebuilding
from benchmarks.synthetic import LISTS, SyntheticSource, carriers, land, tables
from g60.ask.selection import Selection
from g60.catalog.boundaries import city
from g60.catalog.catalog import Catalog
from g60.checks.tables import check, check_references
from g60.contract.codes import GRADES, INDUSTRIES, UNITS
from g60.contract.schema import CARRIERS
from tests.strategies import random_selections

ROWS = 1_000


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> SyntheticSource:
    return SyntheticSource(ROWS, tmp_path_factory.mktemp("synthetic"))


@pytest.fixture(scope="module")
def listed(source: SyntheticSource) -> Catalog:
    return Catalog.from_tables(tables(source), source.version())


def test_the_same_seed_gives_the_same_bytes(source: SyntheticSource, tmp_path: Path) -> None:
    again = SyntheticSource(ROWS, tmp_path)
    assert source.write().read_bytes() == again.write().read_bytes()
    assert source.version() == again.version()


def test_lists_of_different_lengths_differ() -> None:
    assert not carriers(24).equals(carriers(48).head(24))


def test_every_point_lies_on_the_land_of_its_county() -> None:
    table = carriers(ROWS)
    placed = table[table["lon"] != ""]
    points = shapely.points(placed["lon"].astype(float), placed["lat"].astype(float))
    assert shapely.contains(city(), points).mean() > 0.99  # outlines for drawing are within 60 m of the full ones
    for unit, ground in land().items():
        inside = placed["unit"] == unit
        assert inside.sum() > 20
        assert shapely.contains(ground, points[inside.to_numpy()]).all()


def test_everything_about_a_synthetic_row_says_so() -> None:
    table = carriers(ROWS)
    assert table["id"].str.startswith("synthetic-").all()
    assert table["list"].str.startswith("synthetic-").all()
    assert table["name_zh"].str.startswith("合成").all()
    assert table["name_en"].str.startswith("Synthetic").all()
    assert SyntheticSource(ROWS).version().startswith("synthetic-")


def test_all_units_industries_lists_and_grades_occur() -> None:
    table = carriers(ROWS)
    assert set(table["unit"]) == set(UNITS)
    assert set(table["list"]) == set(LISTS)
    assert set(table["location_grade"]) == set(GRADES)
    assert {code for cell in table["industries"] for code in cell.split(";") if code} == set(INDUSTRIES)


def test_a_synthetic_list_passes_every_check_but_that_for_citations(source: SyntheticSource) -> None:
    found = tables(source)
    assert list(check(found["carriers"], CARRIERS)) == []
    codes = {issue.code for issue in check_references(found)}
    assert codes <= {"citation_missing", "citation_of_nothing"}


def test_synthetic_rows_have_no_citation_and_the_shipped_areas_keep_theirs(listed: Catalog) -> None:
    assert listed.citation("synthetic-0000001", "unit") is None
    assert listed.citation("lake-juanhu", "area_km2") is not None
    assert len(listed.carriers) == ROWS
    assert len(listed.areas) == 18


def test_a_list_of_a_thousand_picks_what_a_look_at_each_row_picks(listed: Catalog) -> None:
    rows = listed.entities.to_dict("index")

    def passes(row: dict[str, object], selection: Selection) -> bool:
        wanted = ((selection.units, row["unit"]), (selection.kinds, row["kind"]), (selection.lists, row["list"]))
        if not all(value in codes for codes, value in wanted if codes):
            return False
        return not selection.industries or bool(selection.industries & set(row["industries"]))

    for selection in random_selections(60, listed):
        if not selection.query:
            expected = [entity for entity, row in rows.items() if passes(row, selection)]
            assert list(listed.pick(selection).entities.index) == expected


def test_option_counts_and_numbers_of_a_long_list_are_those_of_what_is_picked(listed: Catalog) -> None:
    selection = Selection(units=frozenset({"330481", "port"}), query="研究院")
    counts = listed.option_count(selection, "units")
    for unit in UNITS:
        alone = Selection(units=frozenset({unit}), query="研究院")
        assert counts[unit] == len(listed.pick(alone).entities)
    picked = listed.pick(selection)
    assert picked.numbers.sum() == len(picked.entities)
    pd.testing.assert_index_equal(picked.entities.index, picked.pick(selection).entities.index)


def test_the_rebuilding_page_is_held_against_the_same_clicks_of_the_app() -> None:
    def clicked(*painted: float) -> Page:
        return Page(1_000, clicks=[Click(ms, ms, 0, 0, 0.0) for ms in painted])

    size = Size(1_000, clicked(10, 20, 30, 500, 500, 500, 500), clicked(10), clicked(100, 200, 300))
    assert "| 10 x |" in _rebuilding(size).line
