"""The synthetic lists: seeded, inside Jiaxing, marked, and picked as brute force picks them."""

import argparse
from pathlib import Path

import pandas as pd
import pytest
import shapely

from benchmarks import earlier, long, visitors
from benchmarks.browser import Click
from benchmarks.fifty import Crowd
from benchmarks.measure import Page, Size
from benchmarks.report import ELSEWHERE, Results, Target, _rebuilding, targets, write
from benchmarks.server import SHIPPED
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


def clicked(*painted: float, rows: int = 1_000, sent: int = 0, work: float = 1.0, start: float = 1.0) -> Page:
    clicks = [Click(ms, 2 * ms, sent, 0, work) for ms in painted]
    return Page(rows, start_s=start, memory_mb=300, first_ms=[10 * painted[0]], clicks=clicks)


def test_the_rebuilding_page_is_held_against_the_same_clicks_of_the_app() -> None:
    size = Size(1_000, clicked(10, 20, 30, 500, 500, 500, 500), clicked(10), clicked(100, 200, 300))
    assert "| 10 x |" in _rebuilding(size).line


def test_each_target_is_a_ratio_to_the_floor_of_the_same_run() -> None:
    long = Size(1_000_000, clicked(19, rows=1_000_000, sent=5_000, work=2.0), clicked(10, rows=1_000_000))
    short = Size(1_000, clicked(16, sent=3_000, work=2.1, start=2.2), clicked(10), clicked(161))
    crowds = {SHIPPED: Crowd(alone_ms=[20.0], asked_ms=[30.0, 61.0], at_once_ms=[90.0], memory_mb=400, each_mb=0.4)}
    results = Results("1", 60.0, Page(SHIPPED, start_s=1.9, memory_mb=260, first_ms=[9]), (short, long), crowds)
    found = {target.work: target for target in targets(results)}
    met = {work: None if target.share is None else target.share <= 1 for work, target in found.items()}
    assert met == {
        "click to painted, 1,000: median": False,
        "click to painted, 1,000,000: median": True,
        "click to painted, 1,000: p95 to p95": True,
        "main thread per filter, 1,000": False,
        "main thread per filter, 1,000,000": True,
        "click to the server's answer, to the floor's painted, 1,000": False,
        "against the rebuilding page, 1,000": True,
        "bytes per filter by facets, median, of the worst size": False,
        "bytes per filter by facets, most": True,
        "map reloads, lost views, requests to other hosts": True,
        "server start to answering, shipped data": True,
        "server start to answering, 1,000": False,
        "server start to answering, 1,000,000": True,
        "first visit to painted map, 1,000": False,
        "first visit to painted map, 1,000,000": False,
        "memory of the server, shipped data": False,
        "memory of the server, 1,000,000": True,
        "memory of each visitor, shipped data": True,
        "50 visitors, shipped data: p95 of a filter to one visitor's median": False,
    } | {target.work: None for target in ELSEWHERE}
    assert found["click to painted, 1,000: median"].line.endswith("| 1.5 x the floor | 1.60 x | **missed by 7%** |")
    assert found["200 visitors, one minute"].line.endswith("| – | not measured |")


def test_the_results_are_written_with_a_verdict_for_each_row(tmp_path: Path) -> None:
    size = Size(24, clicked(14, rows=24), clicked(10, rows=24), clicked(90, rows=24), search_ms=[1.0], hover_ms=[1.0])
    results = Results("1", 60.0, Page(SHIPPED, start_s=1.9, memory_mb=240, first_ms=[9]), (size,), {})
    write(results, tmp_path / "RESULTS.md")
    said = (tmp_path / "RESULTS.md").read_text("utf-8")
    rows = [line for line in said.splitlines() if line.startswith("| ")]
    judged = [line for line in rows if line.endswith(("| met |", "** |", "| not measured |"))]
    assert len(judged) == len(targets(results))
    assert "| server start to answering, shipped data | 2.0 x the floor | 1.90 x | met |" in judged


def test_the_report_of_many_visitors_says_every_figure() -> None:
    crowd = Crowd([50.0] * 3, [100.0, 200.0], [300.0], 1, 300.0, 0.9)
    seen = visitors.Minute([1000.0, 2000.0], ["TimeoutError"], 3, 850, 330.0, 44)
    made = visitors.Files([40.0], [60.0, 180.0], {200: 13, 503: 3})
    said = visitors.report("0.1", {"true": [(crowd, 0.6)], "false": []}, seen, made, {"done": 100})
    assert "| true | 50 ms | 150 ms | 100 ms | 300 ms | 2.0 | 100 ms | 1 |" in said
    assert "| 2 | 1,500 ms | 1,000 ms | 1 | 3 | 850 | 44 | 330 MB |" in said
    assert "13 × 200, 3 × 503" in said
    assert "Failed: TimeoutError." in said
    assert "100 done" in said


# The long run ------------------------------------------------------------------------------------


def test_the_report_of_the_long_run_computes_growth_and_parts_early_from_late(tmp_path: Path) -> None:
    stayed = long.Stretch([(20.0 + second, 100.0 + second) for second in range(600)], most=long.State(400.0, 300, 40))
    ended = long.Stretch([(1.0, 50.0), (2.0, 60.0), (3.0, 70.0)], ["TimeoutError"], long.State(410.0, 310, 50))
    states = (long.State(300.0, 100, 10), long.State(305.0, 101, 11), long.State(312.5, 103, 10))
    asked = argparse.Namespace(minutes=10.0, visits=300, settle=150.0)
    told = long.report(asked, states, stayed, ended)
    assert "+7.5 MB" in told
    assert "+2 files, -1 threads" in told
    assert "Failed visits: 1 (kinds: TimeoutError)" in told
    early, late = (line for line in told.splitlines() if "fifth of the time" in line)
    assert early.split("|")[2:4] == [" 115 ", " 157 ms "]
    assert late.split("|")[2].strip() == "120"
    assert float(late.split("|")[3].split()[0]) > 600


def test_a_run_is_held_against_the_last_one_that_measured_the_same(tmp_path: Path) -> None:
    file = tmp_path / "earlier.csv"
    assert earlier.newest(file) == {}
    before = [
        Target("a click", "2 x", "1.00 x", 0.5),
        Target("bytes", "4 kB", "4,000", 1.0),
        Target("visitors", "none"),
    ]
    earlier.keep([Target("a click", "2 x", "4.00 x", 2.0)], file)
    earlier.keep(before, file)
    known = earlier.newest(file)
    assert known == {"a click": ("1.00 x", 0.5), "bytes": ("4,000", 1.0)}
    assert earlier.compared(Target("a click", "2 x", "1.50 x", 0.75), known).endswith("before: 1.00 x WORSE")
    assert earlier.compared(Target("a click", "2 x", "1.30 x", 0.65), known).endswith("before: 1.00 x")
    assert earlier.compared(Target("bytes", "4 kB", "4,100", 1.025), known).endswith("before: 4,000")
    assert earlier.compared(Target("visitors", "none"), known) == Target("visitors", "none").line
