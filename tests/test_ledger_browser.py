"""A next plan, made up, is entered through the pages and compared with the one before; the difference on the map."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect

from tests.atlas_page import PATIENCE_MS, AtlasPage, go, resize, settle

pytestmark = pytest.mark.e2e
SERIOUS = ("serious", "critical")
TITLE = "虚构的下一个规划（测试）"
TEXT = f"{TITLE}\n\n嘉兴秀洲高新技术产业开发区更名为虚构未来产业园区。\n全社会R&D经费支出占GDP比重 4.2\n"
NAMED = {"name_en": "Made up"}
RD = {"name_zh": "全社会R&D经费支出占GDP比重", "unit_of_measure": "%", "target": "4.2"}
TEAMS = {"name_zh": "虚构的新指标", "unit_of_measure": "个", "target": "7"}
AHEAD = {"plan": "plan-15", "table": "3", "target_year": "2030", "operator": "=", **NAMED}
ZONE = {"name_zh": "虚构未来产业园区", "unit": "330411", "geometry_basis": "symbol", "plan": "plan-15", **NAMED}
LAKE = {"name_zh": "虚构湖区", "unit": "330424", "area_km2": "8", "geometry_basis": "schematic_disc", "plan": "plan-15"}


@pytest.fixture(autouse=True)
def patient(page: Page) -> None:
    page.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)


def document_of(page: Page, base_url: str) -> str:
    """Adds the document by the page; the number of the draft in which it is."""
    page.goto(f"{base_url}/documents")
    add = page.locator(".st-key-document_add form")
    add.locator("[data-name=title_zh]").fill(TITLE)
    add.locator("[data-name=text]").fill(TEXT)
    add.locator("[data-action=add]").click()
    page.wait_for_url(re.compile(r"[?&]draft=\d+"))
    settle(page)
    return parse_qs(urlsplit(page.url).query)["draft"][0]


def blank(page: Page, base_url: str, number: str, table: str) -> Locator:
    go(page, f"{base_url}/edit?draft={number}&table={table}&subject=-")
    form = page.locator(".editor.form")
    form.wait_for()
    return form


def fill(form: Locator, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        field = form.locator(f"#field-{name}")
        if field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def add(form: Locator, key: str, values: Mapping[str, str], *, rests: bool = True) -> None:
    """Adds the row of a form, on the made-up document."""
    form.get_by_label("编号（小写字母、数字、连字符）").fill(key)
    fill(form, values)
    if rests:
        form.locator("[name=source]").fill(TITLE)
        form.locator("[name=locator]").fill("第1页")
    form.get_by_role("button", name="加入草稿").click()
    # For a moment the form that was sent stands beside that of the row.
    expect(form.locator(".answer", has_text=f"已加入 {key}")).to_be_visible()


def enter(page: Page, base_url: str) -> tuple[str, str]:
    """Enters the plan: its document, its row, indicators, areas, and what one of them was; the draft, the document."""
    number = document_of(page, base_url)
    form = blank(page, base_url, number, "plans")
    # The form names the documents by their titles, so that nobody has to know an id.
    option = form.locator("#known-sources option").filter(has=page.locator(f"xpath=self::*[@label='{TITLE}']"))
    document = option.get_attribute("value") or ""
    years = {"start_year": "2026", "end_year": "2030", "sources": document}
    add(form, "plan-15", {"name_zh": "虚构“十五五”规划", "name_en": "Made-up 15th plan", **years})
    for place, row in enumerate((RD, TEAMS), start=1):
        add(blank(page, base_url, number, "indicators"), f"indicator-3-0{place}", {**AHEAD, **row, "no": str(place)})
    form = blank(page, base_url, number, "high_tech_zones")
    form.get_by_label("编号（小写字母、数字、连字符）").fill("htz-next")
    fill(form, ZONE)
    form.locator("[name=source]").fill(TITLE)
    form.locator("[name=locator]").fill("第1页")
    form.get_by_role("button", name="加入草稿").click()
    expect(form.locator(".answer", has_text="还没有示意形状")).to_be_visible()
    form.locator("#field-like").select_option("htz-xiuzhou")
    add(form, "htz-next", {})
    form = blank(page, base_url, number, "lake_districts")
    fill(form, {**LAKE, **NAMED})
    box = form.locator("svg.map").bounding_box()
    assert box is not None
    form.locator("svg.map").click(position={"x": box["width"] * 0.55, "y": box["height"] * 0.6})
    add(form, "lake-next", {})
    event = {"event": "renamed", "predecessors": "htz-xiuzhou", "successors": "htz-next", "evidence": "stated"}
    said = {"text_zh": "嘉兴秀洲高新技术产业开发区更名为虚构未来产业园区", "sources": document, "lines": "3"}
    add(blank(page, base_url, number, "successions"), "event-1", event | said, rests=False)
    return number, document


def test_a_next_plan_is_entered_through_the_pages_and_compared(page: Page, editing: str) -> None:
    number, document = enter(page, editing)
    # The first ledger is there at once, within the draft; a proposal is settled from it.
    go(page, f"{editing}/ledger?draft={number}")
    pairs = page.locator(".st-key-ledger_pairs")
    raised = pairs.locator("tr", has_text="全社会R&D经费支出占GDP比重")
    expect(raised).to_contain_text("提高")
    expect(raised).to_contain_text("推断")
    expect(pairs.locator("tr", has_text="虚构未来产业园区")).to_contain_text("更名，日期未载明")
    raised.get_by_role("link", name="定下来").click()
    form = page.locator(".editor.form")
    expect(form.locator("#field-new")).to_have_value("indicator-3-01")
    expect(form.locator("#field-state")).to_have_value("raised")
    expect(form.locator("#field-sources")).to_have_value(f"plan;{document}")  # both sides, as far as they are cited
    pair = {"evidence": "derived", "sources": f"plan;{document}", "lines": "163;4", "reason_zh": "名称相同，3.75 → 4.2"}
    add(form, "pair-1", pair, rests=False)

    go(page, f"{editing}/edit?draft={number}")
    expect(page.locator(".st-key-edit_findings")).to_contain_text("没有问题")
    page.get_by_label("为何发布").fill("测试")
    page.get_by_label("为何发布").press("Tab")
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.locator(".st-key-edit_published")).to_contain_text("已发布为版本 2")
    compared(page, editing)


def compared(page: Page, base_url: str) -> None:
    """The page, a state of it by the address, and the map with both plans."""
    go(page, f"{base_url}/indicators")
    page.get_by_role("link", name="规划对照").first.click()
    expect(page.get_by_role("heading", name=re.compile("规划对照"))).to_contain_text("虚构“十五五”规划")
    settled = page.locator(".st-key-ledger_pairs tr", has_text="全社会R&D经费支出占GDP比重")
    expect(settled).to_contain_text("计算")
    page.locator(".st-key-ledger_states").get_by_role("button", name="改称 1").click()
    page.wait_for_url("**state=reworded**", timeout=PATIENCE_MS)
    expect(page.locator(".st-key-ledger_pairs tbody tr:visible")).to_have_count(1)
    page.get_by_role("button", name="看差别").click()
    atlas = AtlasPage(page, base_url)
    atlas.map.locator("#map_div.is-painted").wait_for()
    plate = atlas.map.locator(".atlas-changes:not(.atlas-lights):not(.atlas-values)")
    expect(plate).to_contain_text("嘉兴市科技创新发展“十四五”规划 → 虚构“十五五”规划")
    expect(plate).to_contain_text("后一规划新增 1")
    expect(plate).to_contain_text("有变化 2")
    expect(plate).to_contain_text("后一规划不再列入 17")
    assert atlas.query()["pair"] == ["plan-14.plan-15"]
    plate.get_by_role("button", name="逐项看").click()
    page.wait_for_url(re.compile("/ledger"))
    expect(page.get_by_role("button", name="看前一规划")).to_be_visible()
    for asked in ("", "?theme=projector&lang=en"):
        go(page, f"{base_url}/ledger{asked}")
        page.locator(".st-key-ledger_pairs table").first.wait_for()
        settle(page)
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
        assert [one["id"] for one in found if one["impact"] in SERIOUS] == []


def test_with_the_shipped_data_the_page_says_what_is_not_held(page: Page, server: str) -> None:
    page.goto(f"{server}/ledger?pair=plan-13.plan-14")
    head, pairs = page.locator(".st-key-ledger_head"), page.locator(".st-key-ledger_pairs")
    expect(head).to_contain_text("没有都收入片区")
    expect(head).to_contain_text("提高 6、口径改变 2、不再列入 3、新增 6")
    expect(page.get_by_role("button", name="看差别")).to_have_count(0)
    expect(pairs.locator("tbody tr:visible")).to_have_count(17)
    # By the keyboard alone: a mark opens the place of the sentence, and says which lines.
    mark = pairs.get_by_role("button", name=re.compile("推断")).first
    mark.focus()
    page.keyboard.press("Enter")
    expect(pairs).to_contain_text(re.compile("第.*52.*173"))
    for asked, status in {"ledger.xlsx?pair=plan-13.plan-14": 200, "plans": 422, "ledger.csv?pair=a.b": 422}.items():
        assert page.request.get(f"{server}/record/{asked}").status == status
    resize(page, 375, 800)
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    page.goto(f"{server}/ledger?pair=plan-14.plan-13&state=nothing")
    expect(head).to_contain_text("不早于")
    expect(pairs.locator("tbody tr:visible")).to_have_count(17)
