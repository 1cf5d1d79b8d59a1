"""The comparison, the card's targets and a correction in a real browser; by the keyboard alone where it says so."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.contract.i18n import LANGUAGES
from g60.evidence.facts import facts
from tests.atlas_page import PATIENCE_MS, AtlasPage
from tests.conftest import GEODATA
from tests.hostile import hostile_copy
from tests.test_compare import RULE, ZONES

pytestmark = pytest.mark.e2e

ALL_ZONES = "&".join(f"compare={zone}" for zone in ZONES)


@pytest.fixture(scope="module")
def own_server(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """An app whose corrections go into a database of this test."""
    return serve(env={"DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('data') / 'atlas.db'}"})


def report(page: Page) -> Locator:
    found = page.locator(".report").first
    expect(found).to_be_visible(timeout=PATIENCE_MS)
    return found


def test_the_eight_zones_side_by_side(page: Page, own_server: str) -> None:
    page.goto(f"{own_server}/compare?{ALL_ZONES}")
    said = report(page)
    expect(said).to_contain_text("8 个都相同")
    expect(said).to_contain_text("以下 4 项目标一样")
    growth = said.locator("tr.differs", has_text="高新技术产业投资年均增幅")
    figures = [digits.strip() for digits in growth.locator(".digits").all_text_contents()]
    assert figures == ["8", "10", "15", "10", "15", "10", "10"]
    expect(growth.locator("td").first).to_contain_text(RULE)
    share = said.locator("tr", has_text="规上工业增加值占比").first
    assert share.locator(".digits").all_text_contents() == ["≥50"] * 8
    expect(share).to_contain_text("占全县（指海盐县：推断）")
    share.locator("button.evidence").nth(2).click()
    opened = said.locator("tr.below:visible .citation")
    expect(opened).to_contain_text("嘉兴海宁高新技术产业园区")
    expect(opened).to_contain_text("“全市”指县级的海宁市")
    expect(page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").first).to_be_visible(
        timeout=PATIENCE_MS
    )
    assert page.locator(".vega-actions, .vega-embed details").count() == 0


def test_a_comparison_is_begun_changed_and_ended_on_its_page(page: Page, own_server: str) -> None:
    page.goto(f"{own_server}/compare?unit=330481&lang=en")
    report(page).get_by_role("button", name="All lakeside innovation districts").click()
    total = page.locator(".fact", has_text="sum of 8")
    expect(total).to_contain_text("176.16", timeout=PATIENCE_MS)
    total.locator("button.evidence").click()
    expect(total).to_contain_text("42.7 + 45.25 + 5.7 + 23.3 + 15.6 + 12 + 15 + 16.61 = 176.16")
    page.get_by_role("button", name=re.compile("Juanhu.* ×")).click()
    expect(page.locator(".report").first).to_contain_text("7 chosen", timeout=PATIENCE_MS)
    assert "unit=330481" in page.url
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator(".report").first).to_contain_text("Nothing is chosen yet", timeout=PATIENCE_MS)


def test_something_on_the_map_is_added_and_the_page_opens_with_the_state_kept(page: Page, own_server: str) -> None:
    atlas = AtlasPage(page, own_server).open("/?focus=lake-juanhu&compare=lake-minghu&unit=330481")
    atlas.card.get_by_role("button", name="加入比较").click()
    expect(atlas.card.get_by_role("link", name="打开比较（2）")).to_be_visible(timeout=PATIENCE_MS)
    atlas.card.get_by_role("link", name="打开比较（2）").click()
    page.wait_for_url(re.compile("/compare"), timeout=PATIENCE_MS)
    expect(report(page)).to_contain_text("鹃湖国际科技城 ×")
    assert {"unit=330481", "focus=lake-juanhu"} <= set(page.url.partition("?")[2].split("&"))


def test_every_field_of_a_zone_is_opened_by_the_keyboard_alone(page: Page, own_server: str, catalog: Catalog) -> None:
    atlas = AtlasPage(page, own_server).open("/?focus=htz-xiuzhou")
    expect(atlas.card.get_by_role("heading", level=2)).to_be_visible(timeout=PATIENCE_MS)
    marks = atlas.card.locator("button.evidence")
    count = marks.count()
    assert count > len(facts(catalog, "htz-xiuzhou").facts) + 7
    marks.first.focus()
    for place in range(count):
        expect(marks.nth(place)).to_be_focused()
        page.keyboard.press("Enter")
        expect(marks.nth(place)).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
    marks.first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(atlas.card.locator(".citation a").first).to_be_focused()
    growth = atlas.card.locator(".fact", has_text="高新技术产业投资年均增幅").first
    expect(growth).to_contain_text(RULE)


def test_a_correction_is_proposed_from_a_value_and_listed(page: Page, own_server: str) -> None:
    atlas = AtlasPage(page, own_server).open("/?focus=lake-juanhu&unit=330481")
    area = atlas.card.locator(".fact", has_text="面积").first
    area.locator("button.evidence").click()
    area.get_by_role("link", name="提出更正").click()
    page.wait_for_url(re.compile("/corrections"), timeout=PATIENCE_MS)
    expect(report(page)).to_contain_text("鹃湖国际科技城 · 面积")
    page.locator("textarea").fill("请核对 <img src=x onerror=window.hacked=1>")
    page.get_by_role("button", name="交给编辑").click()
    row = page.locator("table tr", has_text="请核对 <img").first
    expect(row).to_contain_text("23.3 km²", timeout=PATIENCE_MS)
    expect(page.locator("textarea")).to_have_value("")
    assert page.evaluate("window.hacked === undefined")
    row.get_by_role("link", name="打开").click()
    page.wait_for_url(re.compile(r"\?.*unit=330481"), timeout=PATIENCE_MS)
    expect(AtlasPage(page, own_server).card.get_by_role("heading", level=2)).to_have_text(
        "鹃湖国际科技城", timeout=PATIENCE_MS
    )


def test_a_correction_that_cannot_be_kept_stays_in_the_form(page: Page, serve: Callable[..., str]) -> None:
    broken = serve(env={"DATABASE_URL": "sqlite:////proc/nowhere/atlas.db"})
    page.goto(f"{broken}/corrections?subject=lake-juanhu&field=area_km2")
    page.locator("textarea").fill("一段理由")
    page.get_by_role("button", name="交给编辑").click()
    expect(page.locator("[data-testid=stAlert]").first).to_contain_text("数据库无法读写", timeout=PATIENCE_MS)
    expect(page.locator("textarea")).to_have_value("一段理由")


@pytest.mark.parametrize("width", [375, 1440])
def test_eight_zones_side_by_side_are_no_wider_than_the_window(
    new_page: Callable[..., Page], own_server: str, width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 812})
    page.goto(f"{own_server}/compare?{ALL_ZONES}")
    report(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_sources_page_proves_its_sum_and_lists_what_is_left_out(page: Page, own_server: str) -> None:
    page.goto(f"{own_server}/sources")
    said = report(page)
    expect(said).to_contain_text("（100%）")
    total = said.locator(".fact", has_text="科创湖区的面积合计")
    total.locator("button.evidence").click()
    expect(total).to_contain_text("16.61 = 176.16")
    missing = said.locator("details", has_text="高新区（").first
    missing.locator("summary").first.focus()
    page.keyboard.press("Enter")
    area = missing.locator("details", has_text="面积")
    area.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(area.locator("p").last).to_be_visible()
    expect(area).to_contain_text("嘉兴海宁高新技术产业园区")


def test_hostile_names_are_compared_as_written(page: Page, serve: Callable[..., str], tmp_path: Path) -> None:
    folder = hostile_copy(GEODATA, tmp_path / "hostile")
    hostile = serve(geodata=folder, env={"DATABASE_URL": f"sqlite:///{tmp_path / 'atlas.db'}"})
    catalog = Catalog.load(FolderSource(folder))
    page.goto(f"{hostile}/compare?compare=lake-juanhu&compare=lake-minghu&compare=330481&compare=330482")
    said = report(page)
    for entity_id in ("lake-juanhu", "lake-minghu"):
        assert str(catalog.entities.at[entity_id, "name_zh"]) in said.locator("thead").first.text_content()
    expect(page.locator("[data-testid=stVegaLiteChart]").first).to_be_visible(timeout=PATIENCE_MS)
    page.goto(f"{hostile}/corrections?subject=lake-juanhu&field=name_zh")
    assert str(catalog.entities.at["lake-juanhu", "name_zh"]) in (report(page).text_content() or "")
    assert page.evaluate("window.hacked === undefined && ({}).hacked === undefined")


def test_paths_do_not_leak(own_server: str, page: Page) -> None:
    page.goto(f"{own_server}/corrections")
    report(page)
    assert str(Path.home()) not in page.content()


OVERLAPS = """(chart) => {
  const boxes = Array.from(chart.querySelectorAll('svg text')).filter((one) => one.textContent.trim())
    .map((one) => [one.textContent, one.getBoundingClientRect()]);
  const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top + 2 || b.bottom <= a.top + 2;
  return boxes.flatMap(([one, a], i) => boxes.slice(i + 1).filter(([, b]) => !apart(a, b)).map(([two]) => [one, two]));
}"""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_and_numbers_of_a_small_comparison_stand_apart_and_whole(page: Page, server: str, lang: str) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    page.goto(f"{server}/compare?compare=htz-nanhu&compare=htz-haining&lang={lang}")
    chart = page.locator("[data-testid=stVegaLiteChart]").first
    expect(chart.locator("svg")).to_be_visible(timeout=PATIENCE_MS)
    assert chart.evaluate(OVERLAPS) == []
    expect(chart).not_to_contain_text("…")
