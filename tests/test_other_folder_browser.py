"""A data folder of another making in a real browser: map, filters, list, card, and the pack, without an error."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.meeting import scenes
from layers.pack import pack
from tests import other_folder
from tests.atlas_page import PATIENCE_MS, AtlasPage
from tests.other_folder import EAST, OTHERS, WEST
from tests.strategies import random_selection
from tests.test_pack_browser import ASK_ALL, Hall, told_by_the_server

pytestmark = pytest.mark.e2e

ALL = "全市：5 个载体、5 个高新区、2 个科创湖区、1 条走廊、7 个清单外机构"
OF_THE_WEST = "西片规划：2 个高新区、1 个科创湖区、7 个清单外机构"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return other_folder.write(tmp_path_factory.mktemp("other") / "geodata")


@pytest.fixture(scope="module")
def other(folder: Path) -> Catalog:
    return Catalog.load(FolderSource(folder))


@pytest.fixture
def errors(page: Page) -> list[str]:
    """What the page's console calls an error."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda told: found.append(told.text) if told.type == "error" else None)
    return found


@pytest.fixture
def atlas(page: Page, serve: Callable[..., str], folder: Path, errors: list[str]) -> AtlasPage:
    return AtlasPage(page, serve(geodata=folder))


def test_map_filters_list_and_card_are_those_of_the_folder(atlas: AtlasPage, other: Catalog, errors: list[str]) -> None:
    atlas.open()
    atlas.says(ALL)
    atlas.shows(sorted(map(str, other.entities.index)))
    filters = atlas.page.locator(".st-key-atlas_filters")
    units = filters.locator("fieldset").first
    assert [units.get_by_label(name, exact=False).count() for name in ("海盐", "海宁", "平湖", "南湖")] == [1, 1, 1, 0]
    expect(filters).to_contain_text("东片重点机构名录")
    atlas.filter("西片规划")
    atlas.says(OF_THE_WEST)
    picked = other.pick(Selection(plans=frozenset({WEST})))
    atlas.shows(sorted(map(str, picked.entities.index)))
    assert atlas.query() == {"plan": [WEST]}
    atlas.filter("座谈提到")
    atlas.shows(sorted(str(one) for one in other.carriers.index[other.carriers["list"] == OTHERS]))
    atlas.page.locator(".st-key-atlas_filters button.clear").click()
    atlas.says(ALL)
    for code, count in {"carrier": 5, "other_carrier": 7, "high_tech_zone": 5}.items():
        atlas.page.locator(f".st-key-atlas_results button.tally[data-code={code}]").click()
        atlas.frame.wait_for_function("count => atlas.shown().length === count", arg=count, timeout=PATIENCE_MS)
        atlas.page.locator(".st-key-atlas_filters button.clear").click()
        atlas.says(ALL)
    atlas.open("/?focus=high-tech-zone-1")
    expect(atlas.card).to_contain_text("新high1号区")
    expect(atlas.card).to_contain_text("东片规划")
    assert errors == []


def test_a_click_beside_a_plan_that_is_not_offered_leaves_it(page: Page, server: str) -> None:
    """The shipped data holds the space of one plan: there is no such filter, and the address is kept."""
    atlas = AtlasPage(page, server).open("/?plan=plan-14")
    assert page.locator(".st-key-atlas_filters fieldset").count() == 4
    atlas.filter("海宁")
    page.wait_for_function("location.search.includes('unit=')", timeout=PATIENCE_MS)
    atlas.settle()
    assert atlas.query() == {"plan": ["plan-14"], "unit": ["330481"]}


def test_the_indicators_of_both_plans_are_there(atlas: AtlasPage, errors: list[str]) -> None:
    atlas.open().page.get_by_role("link", name="指标").click()
    for title in ("表A　东片规划主要指标", "表B　西片规划主要指标"):
        expect(atlas.page.get_by_text(title).first).to_be_visible(timeout=PATIENCE_MS)
    assert errors == []


def selections(other: Catalog, count: int) -> list[Selection]:
    chance = random.Random(20310101)
    plans = (frozenset[str](), frozenset({EAST}), frozenset({WEST}), frozenset({EAST, WEST}))
    drawn = (random_selection(chance, other).without_unknown(other.held) for _ in range(count))
    return [replace(selection, plans=chance.choice(plans)) for selection in drawn]


def test_the_pack_answers_three_hundred_selections_as_the_server_does(
    browser: Browser, other: Catalog, tmp_path: Path
) -> None:
    file = tmp_path / "pack.html"
    file.write_bytes(pack(other, scenes.shipped_over(other)))
    asked = selections(other, 300)
    queries = [urlencode(selection.to_query(), doseq=True) for selection in asked]
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN", offline=True)
    try:
        hall = Hall(context.new_page()).open(file)
        told = hall.page.evaluate(ASK_ALL, [queries, len(queries)])
        assert hall.errors == []
    finally:
        context.close()
    differ = [
        (query, mine, theirs)
        for query, selection, answer in zip(queries, asked, told, strict=True)
        for mine, theirs in zip(answer, told_by_the_server(other, selection), strict=True)
        if mine != theirs
    ]
    assert differ == []
