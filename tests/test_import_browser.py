"""A county's file through the page, as in a browser: the clerk's scenario, three more files, a name that is script."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect

from g60.record import drafts, imports, people, versions
from tests.atlas_page import PATIENCE_MS, resize, settle
from tests.county_workbooks import good_rows, slipped
from tests.imports import HEAD, NANHU, PINGHU, saved, text_table, workbook

pytestmark = pytest.mark.e2e
SERIOUS = ("serious", "critical")
KEYS = ("no", "name", "unit", "address", "fields", "area", "date", "lon", "lat")
HOSTILE = "<img src=x onerror=window.hit=1>{{7*7}}[a](javascript:window.hit=1)所"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('record') / 'atlas.db'}"


@pytest.fixture(scope="module")
def local(serve: Callable[..., str], record: str) -> str:
    """The app of somebody who edits at the machine itself, with a record of its own."""
    return serve(env={"G60_EDIT": "local", "DATABASE_URL": record})


@pytest.fixture(scope="module")
def clerk_files() -> Path:
    """The folder of the clerk's example files, beside that of the documents; they are no part of the project."""
    named = os.environ.get("G60_SOURCES")
    shared = Path(named).parent if named else Path(__file__).parents[2] / "shared"
    folder = shared / "clerk"
    if not (folder / "MANIFEST.json").is_file():
        pytest.skip("the clerk's example files are not at hand; they stand beside the folder that G60_SOURCES names")
    return folder


@pytest.fixture(autouse=True)
def patient(page: Page) -> Iterator[None]:
    page.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    yield
    expect.set_options(timeout=5_000)


def six_faults() -> tuple[bytes, bytes]:
    """A county's thirty rows with six faults, and the same without them."""
    rows = good_rows("330481", 30, 5)
    good = [tuple(row[key] for key in KEYS) for row in rows]
    rows[3]["unit"] = "海宁市区"
    rows[7]["name"] = ""
    rows[12] = {**rows[11]}
    rows[16]["date"] = "2024年13月"
    rows[20]["lon"], rows[20]["lat"] = rows[20]["lat"], rows[20]["lon"]
    rows[25]["lon"], rows[25]["lat"] = slipped("330481", "gcj02")[0]
    bad = [tuple(row[key] for key in KEYS) for row in rows]
    return saved(workbook([HEAD, *bad])), saved(workbook([HEAD, *good]))


def part(page: Page) -> Locator:
    return page.locator(".st-key-imports")


def send(page: Page, name: str, data: bytes) -> None:
    part(page).locator("input.bytes").set_input_files({"name": name, "mimeType": "", "buffer": data})


def begin(page: Page, base_url: str, name: str, data: bytes, *, new: str, lang: str = "zh") -> None:
    """Opens the page, names a new list and sends a file."""
    page.goto(f"{base_url}/imports?lang={lang}")
    part(page).locator("[data-name=list]").select_option("")
    part(page).locator("[data-name=new_name]").fill(new)
    send(page, name, data)
    step(page, "save").wait_for()


def step(page: Page, key: str) -> Locator:
    return part(page).locator(f"[data-step={key}]")


def group(page: Page, code: str) -> Locator:
    return part(page).locator(f"[data-group=group-{code}]")


def said(page: Page, words: str) -> None:
    expect(part(page).locator(".said")).to_contain_text(words)


def type_in(group_of: Locator, words: str) -> None:
    group_of.locator("input").first.fill(words)
    group_of.locator("input").first.press("Enter")


def faults(page: Page) -> list[str]:
    """What axe finds seriously wrong; the part stands in a shadow root, into which it looks."""
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run().then(told => told.violations.map(one => [one.impact, one.id, one.nodes[0].html]))")
    return [f"{name}: {html}" for impact, name, html in found if impact in SERIOUS]


def names_six_rows_and_marks_them(page: Page) -> None:
    # 1 24 good, 6 bad, each with sheet, cell, value, reason, suggestion.
    expect(step(page, "found")).to_contain_text("30 行中 24 行可用，6 行要处理")
    cells = {"unit_unknown": "C5", "name_missing": "B9", "row_repeated": "B14", "not_date": "G18"}
    cells |= {"place_swapped": "H22", "place_gcj02": "H27"}
    for code, cell in cells.items():
        expect(group(page, code).locator(".where")).to_contain_text(f"清单 {cell}")
        expect(group(page, code).locator(".reason")).not_to_be_empty()
    expect(group(page, "unit_unknown")).to_contain_text("“海宁市区”")
    expect(group(page, "unit_unknown").get_by_role("button", name="改为“海宁市”")).to_be_visible()
    # 2 The workbook comes back marked.
    with page.expect_download() as download:
        part(page).get_by_role("button", name="下载标注的工作簿").click()
    marked = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).active
    assert {cell for cell in cells.values() if marked[cell].comment} == set(cells.values())


def looks_at_the_draft_and_publishes(page: Page) -> None:
    part(page).get_by_role("button", name="到草稿页核对").click()
    page.wait_for_url("**/edit?*")
    expect(page.get_by_label("为何发布")).to_have_value("季度更新")
    settle(page)
    # The browser's way back leads to the import, not to an empty form.
    page.go_back()
    expect(part(page)).to_contain_text("海宁（改）.xlsx 已存成草稿 1")
    settle(page)
    assert "import=" in page.url
    part(page).locator("[data-name=why]").fill("季度更新")
    part(page).get_by_role("button", name="发布", exact=True).click()
    said(page, "已发布为版本 2")
    expect(part(page).get_by_role("link", name="看这一版改了什么")).to_be_visible()
    expect(part(page).locator("h2")).to_contain_text("已发布为版本 2")


def test_the_clerk_s_scenario_with_the_workbook_sent_back_and_in_again(page: Page, local: str, record: str) -> None:
    bad, good = six_faults()
    page.goto(f"{local}/versions")
    page.get_by_role("link", name="导入", exact=True).click()
    # The file first: it waits until the list is named.
    send(page, "海宁.xlsx", bad)
    said(page, "文件收到了")
    expect(part(page).locator(".drop .file-name")).to_have_text("海宁.xlsx")
    part(page).locator("[data-name=list]").select_option("")
    part(page).locator("[data-name=new_name]").fill("海宁市孵化器清单")
    part(page).get_by_role("button", name="导入 海宁.xlsx").click()
    names_six_rows_and_marks_them(page)
    # 3 Mended and sent in again: the same import goes on, with 0 errors.
    step(page, "file").locator(".turn").click()
    send(page, "海宁（改）.xlsx", good)
    said(page, "都处理好了")
    expect(step(page, "file")).to_contain_text("海宁（改）.xlsx → 海宁市孵化器清单")
    editor = people.local_person(record)
    assert [one.file_name for one in imports.open_imports(editor, record)] == ["海宁（改）.xlsx"]
    # 4 What would be added, changed, removed.
    expect(step(page, "difference").locator(".figure.added .digits")).to_have_text("30")
    expect(step(page, "difference").locator("circle.dot.added")).to_have_count(30)
    step(page, "difference").get_by_text("新增 30 个机构").click()
    expect(step(page, "difference").locator("table.added tbody tr").first).to_contain_text("海宁")
    # 5 Cancel changes nothing.
    step(page, "file").locator(".turn").click()
    step(page, "file").locator("[data-action=cancel]").click()
    step(page, "file").locator("[data-sure=cancel]").click()
    said(page, "已取消，数据没有任何改变")
    assert drafts.drafts(editor, record) == []
    # 6 Confirm, and publish.
    part(page).locator("[data-name=list]").select_option("")
    part(page).locator("[data-name=new_name]").fill("海宁市孵化器清单")
    send(page, "海宁（改）.xlsx", good)
    step(page, "save").locator("[data-name=why]").fill("季度更新")
    step(page, "save").locator("[data-action=save]").click()
    said(page, "已存成草稿 1")
    looks_at_the_draft_and_publishes(page)
    assert versions.newest(record) == 2


def brings_industries_to_zero(page: Page) -> None:
    industry = step(page, "industry")
    industry.locator("select").first.select_option(label="Artificial intelligence")
    industry.get_by_role("button", name="Set").first.click()
    expect(industry.locator(".summary")).to_contain_text("2 rows without an industry")
    industry.get_by_role("button", name="Confirm that none is stated").click()
    expect(industry.locator(".summary")).to_contain_text("of 2 rows it was confirmed")


def test_every_fault_is_mended_on_the_page_in_english(page: Page, local: str, record: str) -> None:
    begin(page, local, "haining.xlsx", six_faults()[0], new="Haining centres", lang="en")
    assert faults(page) == []
    group(page, "unit_unknown").get_by_role("button", name="Change to “海宁市”").click()
    said(page, "5 are still to be settled")
    type_in(group(page, "name_missing"), "海宁补名研究院")
    said(page, "4 are still")
    type_in(group(page, "not_date"), "2024-13")
    expect(group(page, "not_date")).to_contain_text("“2024-13”")  # the answer, after which the field is another one
    said(page, "4 are still")
    type_in(group(page, "not_date"), "2024-12")
    said(page, "3 are still")
    group(page, "row_repeated").get_by_role("button", name="Leave this row out").click()
    said(page, "2 are still")
    # It outlives the session: another tab goes on where this one is.
    page.reload()
    group(page, "place_swapped").get_by_role("button", name="Swap longitude and latitude").click()
    said(page, "1 is still")
    group(page, "place_gcj02").get_by_role("button", name="Convert from GCJ-02").click()
    said(page, "All is settled")
    brings_industries_to_zero(page)
    # What was answered can be taken back.
    step(page, "found").locator(".turn").click()
    step(page, "found").locator("summary").last.click()
    row = step(page, "found").locator("table.answered tr", has_text="2024年13月 → 2024-12")
    row.get_by_role("button", name="Take it back").click()
    said(page, "1 is still")
    part(page).get_by_role("button", name="Undo the last step").click()
    said(page, "All is settled")
    step(page, "save").locator("[data-action=save]").click()
    said(page, "Say why it is imported")
    step(page, "save").locator("[data-name=why]").fill("quarterly")
    resize(page, 375, 800)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 375
    assert faults(page) == []
    step(page, "save").locator("[data-action=save]").click()
    said(page, "Saved as draft")
    part(page).get_by_role("button", name="Undo the saving").click()
    said(page, "Undone")
    expect(step(page, "difference").locator(".figure.added .digits")).to_have_text("29")
    assert [one.state for one in drafts.drafts(people.local_person(record), record)] == []


def test_a_list_that_changes_shows_old_and_new_and_asks_of_what_goes(page: Page, local: str, record: str) -> None:
    begin(page, local, "一.csv", text_table([HEAD, NANHU, PINGHU, (3, HOSTILE, *NANHU[2:])]), new="改动清单")
    expect(step(page, "difference").locator(".figure.added .digits")).to_have_text("3")
    step(page, "difference").get_by_text("新增 3 个机构").click()
    expect(step(page, "difference").locator("table.added")).to_contain_text(HOSTILE)
    step(page, "save").locator("[data-name=why]").fill("首次")
    step(page, "save").locator("[data-action=save]").click()
    part(page).get_by_role("button", name="发布", exact=True).click()
    said(page, "已发布为版本")
    # The second quarter: one value is another, one point moves, two bodies are gone.
    page.goto(f"{local}/imports")
    part(page).locator("[data-name=list]").select_option(label="改动清单")
    send(page, "二.csv", text_table([HEAD, (*NANHU[:3], "示例路9号", *NANHU[4:7], 120.81, 30.75)]))
    shown = step(page, "difference")
    expect(shown.locator(".figure.removed .digits")).to_have_text("2")
    expect(shown.locator("path.moved")).to_have_count(1)
    shown.get_by_text("1 个机构修改 4 处").click()
    changed = shown.locator("table.changed tbody tr", has_text="地址")
    expect(changed).to_contain_text("示例路1号")
    expect(changed).to_contain_text("示例路9号")
    shown.get_by_text("文件中没有的 2 个机构").click()
    shown.locator("table.removed tr", has_text="乙水实验室").get_by_label("移除").check()
    expect(shown.locator("summary", has_text="勾选移除 1 个")).to_be_visible()
    row = shown.locator("table.removed tr", has_text="乙水实验室")
    type_in(row.locator(".typing"), "已经搬走")
    expect(row.locator(".typing input")).to_have_value("已经搬走")
    shown.get_by_role("button", name="全部移除").click()
    said(page, "要写明理由")
    type_in(shown.locator(".line"), "已经撤销")
    expect(shown.locator("summary", has_text="勾选移除 2 个")).to_be_visible()
    step(page, "save").locator("[data-name=why]").fill("第二季度")
    step(page, "save").locator("[data-action=save]").click()
    expect(part(page)).to_contain_text("移除 2 个机构")
    assert page.evaluate("window.hit") is None
    # What the county sees of it.
    part(page).get_by_role("button", name="再导入一个").click()
    part(page).locator("#setting-county").select_option(label="南湖区")
    part(page).get_by_text("改动清单：二.csv").click()
    expect(part(page)).to_contain_text("1 行、可用 1、新增 0、修改 1")
    expect(part(page)).to_contain_text("还没有发布")


def test_three_files_of_the_clerk_answer_as_their_manifest_says(page: Page, local: str, clerk_files: Path) -> None:
    def opened(name: str) -> None:
        begin(page, local, name, (clerk_files / name).read_bytes(), new=name[:2])
        if step(page, "read").locator(".inside[hidden]").count():
            step(page, "read").locator(".turn").click()

    # A heading of two rows; subtotals and notes are left out and named, the sum is checked.
    opened("03_merged_two_row_header_totals.xlsx")
    expect(step(page, "read")).to_contain_text("表头在第 3–4 行")
    expect(step(page, "read")).to_contain_text("4 行")
    expect(step(page, "read").locator("table.columns")).to_contain_text("规模·面积")
    step(page, "read").locator("summary", has_text="略去").click()
    for words in ("小计", "合计", "附注", "19.6"):
        expect(step(page, "read").locator("table.left")).to_contain_text(words)
    # One sheet for each county: they are offered together, what is hidden is named.
    opened("11_one_sheet_per_county_hidden.xlsx")
    for code in ("hidden_sheet", "hidden_column", "hidden_row"):
        expect(group(page, code)).to_be_visible()
    group(page, "sheets_which").get_by_role("button", name="这几张一起导入").click()
    expect(group(page, "sheets_which")).to_have_count(0)
    group(page, "hidden_row").get_by_role("button", name="隐藏的都不要").click()
    said(page, "都处理好了")
    # A Shapefile that names no system, with a column that may be the area.
    opened("15_shapefile_gbk_no_cpg_no_prj.zip")
    group(page, "datum_asked").get_by_role("button", name="高德").click()
    said(page, "还有 1 处")
    group(page, "column_guess").get_by_role("button", name="是：面积").click()
    said(page, "都处理好了")
    settle(page)
    assert re.search(r"import=\d+", page.url)


def test_a_long_file_comes_in_pieces_and_hostile_words_stay_words(page: Page, local: str) -> None:
    feature = {
        "type": "Feature",
        "properties": {"单位名称": HOSTILE, "所属县": HOSTILE, HOSTILE: HOSTILE},
        "geometry": {"type": "Point", "coordinates": [120.8021, 30.7412]},
    }
    data = json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False)
    begin(page, local, f"{HOSTILE}.geojson", data.ljust(3_500_000).encode(), new=HOSTILE)
    expect(step(page, "file")).to_contain_text(f"{HOSTILE}.geojson → {HOSTILE}")
    step(page, "read").locator(".turn").click()
    expect(step(page, "read").locator("table.columns tr", has_text="原样保留").last).to_contain_text(HOSTILE)
    expect(group(page, "unit_unknown")).to_contain_text(HOSTILE)
    type_of = group(page, "unit_unknown").locator("select")
    type_of.select_option("南湖区")
    group(page, "unit_unknown").get_by_role("button", name="改", exact=True).click()
    said(page, "都处理好了")
    step(page, "found").locator(".turn").click()
    step(page, "found").locator("summary").last.click()
    expect(step(page, "found").locator("table.answered")).to_contain_text(f"{HOSTILE} → 南湖区")
    step(page, "difference").get_by_text("新增 1 个机构").click()
    expect(step(page, "difference").locator("table.added")).to_contain_text(HOSTILE)
    step(page, "file").locator(".turn").click()
    step(page, "file").locator("[data-action=close]").click()
    expect(part(page).locator("table.open").first).to_contain_text(HOSTILE)
    part(page).locator("table.open").first.get_by_role("button", name="接着做").first.click()
    expect(step(page, "file")).to_contain_text(HOSTILE)
    assert page.evaluate("window.hit") is None
    assert page.locator("img[src=x]").count() == 0
