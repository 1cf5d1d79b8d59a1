"""Indicators and industries as their readers use them: by keyboard, from a number to its source and to the map."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from g60.ask.selection import Selection
from g60.ui.asked import load_catalog
from tests.atlas_page import PATIENCE_MS, AtlasPage, settle

pytestmark = pytest.mark.e2e

CHARTS = 12  # eleven small ones, and the growth that is needed


def painted(page: Page) -> Locator:
    """The charts that are drawn."""
    return page.locator(".vega-embed .marks")


def test_a_number_opens_its_source_and_closes_by_keyboard_alone(page: Page, server: str) -> None:
    page.goto(f"{server}/indicators")
    name = page.get_by_role("rowheader", name="全社会R&D经费支出占GDP比重")
    row = page.locator("tr", has=name).first
    mark = row.get_by_role("button", name="目标值")
    mark.focus(timeout=PATIENCE_MS)
    page.keyboard.press("Enter")
    below = row.locator("xpath=following-sibling::tr[1]")
    expect(below.locator(".citation")).to_contain_text("表2 第1行")
    page.keyboard.press("Escape")
    expect(below).to_be_hidden()
    growth = row.get_by_role("button", name="所需年均增长：计算")
    growth.focus()
    page.keyboard.press("Enter")
    expect(below.locator(".citation")).to_contain_text("（3.75 ÷ 3.31）^（1 ÷ 5）− 1 ≈ 2.53 %")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_charts_are_drawn_without_a_menu_of_others(page: Page, server: str, lang: str) -> None:
    page.goto(f"{server}/indicators?lang={lang}")
    expect(painted(page)).to_have_count(CHARTS, timeout=PATIENCE_MS)
    for menu in page.locator(".vega-embed details, [data-testid=stElementToolbar]").all():
        expect(menu).to_be_hidden()
    settle(page)
    assert page.foreign_requests == []  # type: ignore[attr-defined]


def test_a_weight_moves_the_index_and_stays_in_the_address(page: Page, server: str) -> None:
    page.goto(f"{server}/indicators")
    index = page.locator(".st-key-indicators_index .facts .value").first
    expect(index).to_have_text("98.6", timeout=PATIENCE_MS)
    setting = page.locator("input[data-input='indicator-1-11']")
    setting.fill("9")
    setting.press("Enter")
    expect(index).to_have_text("92.9", timeout=PATIENCE_MS)
    assert re.search(r"[?&]w=1{10}91{14}\b", page.url)
    page.reload()
    expect(index).to_have_text("92.9", timeout=PATIENCE_MS)


def test_a_cell_says_whom_it_counts_and_leads_to_them_on_the_map(page: Page, server: str) -> None:
    page.goto(f"{server}/industry?list=plan&q=xfd")
    cell = page.locator("[data-cell='330481-semi'] button")
    cell.focus(timeout=PATIENCE_MS)
    page.keyboard.press("Enter")
    opened = page.locator(".opened")
    expect(opened.locator("li")).to_have_count(3)
    expect(opened).to_contain_text("鹃湖国际科技城")
    expect(opened).to_contain_text("凭“半导体")
    opened.get_by_role("link", name="在地图上看这 3 个").click()
    atlas = AtlasPage(page, server)
    atlas.map.locator("#map_div.is-painted").wait_for(timeout=PATIENCE_MS)
    shown = load_catalog().pick(Selection(units=frozenset({"330481"}), industries=frozenset({"semi"})))
    atlas.shows(list(shown.entities.index))
    assert atlas.query() == {"unit": ["330481"], "industry": ["semi"]}


def test_an_entered_value_shows_who_reports_it_its_progress_and_an_index(
    page: Page, serve: Callable[..., str], geodata_copy: Path
) -> None:
    with (geodata_copy / "actuals.csv").open("a", encoding="utf-8") as file:
        file.write("actual-1,indicator-2-01,2023,3.53,final,与目标口径一致,2024-03-01,市统计局,2023年公报\n")
    page.goto(f"{serve(geodata=geodata_copy)}/indicators")
    # The ledger names the indicator too; its own row has the value with its mark.
    own = page.locator("tr", has_text="全社会R&D经费支出占GDP比重")
    row = own.filter(has=page.get_by_role("button", name="实际值：上报"))
    expect(row).to_contain_text("50.0", timeout=PATIENCE_MS)
    row.get_by_role("button", name="实际值：上报").click()
    expect(row.locator("xpath=following-sibling::tr[1]")).to_contain_text("市统计局上报；2023年公报")
    values = page.locator(".st-key-indicators_index .facts .value")
    expect(values.nth(1)).to_have_text("50.0")
