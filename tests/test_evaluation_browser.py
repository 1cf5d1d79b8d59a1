"""The evaluation in a real browser: keyboard, thresholds, files, a phone, a projector, and the board of a meeting."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from g60.catalog.catalog import Catalog
from g60.meeting.evaluation_scenes import evaluation_scenes
from g60.review.evaluation import Setting
from g60.review.judged import judged
from layers.pack import pack
from tests.atlas_page import PATIENCE_MS, resize, settle
from tests.evaluated import REPORTER, trial, trial_folder

pytestmark = pytest.mark.e2e

BOARD = "#board"
GRAVE = "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.filter(one =>" + (
    " ['serious', 'critical'].includes(one.impact)).map(one => [one.id, one.nodes[0].html]))"
)


@pytest.fixture(scope="module")
def tried(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory, catalog: Catalog) -> str:
    """An app with the trial set as its reported values."""
    return serve(geodata=trial_folder(tmp_path_factory.mktemp("trial")))


@pytest.fixture(autouse=True)
def patient(page: Page) -> None:
    page.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)


def opened(page: Page, base_url: str, query: str = "") -> Page:
    page.goto(f"{base_url}/evaluation{query}")
    page.locator(".st-key-atlas_evaluation article.report h2").first.wait_for()
    page.locator(".st-key-evaluation_get_scenes").wait_for()
    settle(page)
    return page


def grave(page: Page) -> Any:
    page.evaluate(AXE_SCRIPT)
    return page.evaluate(GRAVE)


def counts(page: Page) -> list[str]:
    return page.locator("table.grades tbody tr").first.locator("td").all_inner_texts()


def test_a_planner_reads_the_grades_changes_a_threshold_and_takes_the_report_along(page: Page, tried: str) -> None:
    page.goto(f"{tried}/indicators")
    page.locator(".st-key-atlas_indicators .action", has_text="规划评估").last.click()
    page.wait_for_url(re.compile("/evaluation"))
    opened(page, tried)
    assert counts(page)[:4] == ["2", "3", "3", "1"]
    # A grade opens its rule, numbers and formula by the keyboard, and closes again.
    mark = page.locator("tr:has-text('基础研究支出') button[data-field=grade]")
    mark.focus()
    page.keyboard.press("Enter")
    opened_note = page.locator("table.evaluation .citation")
    expect(opened_note).to_contain_text("1.44 ÷ 1.5 = 96 %")
    expect(opened_note).to_contain_text(REPORTER)
    page.keyboard.press("Escape")
    expect(opened_note).to_have_count(0)
    # A hollow dot for a preliminary value, and the line in words.
    line = page.locator("tr:has-text('高新技术企业数') svg.spark").first
    assert line.locator("circle.dot.uncertain").count() == 1
    expect(line).to_have_attribute("aria-label", re.compile("2025 年 5600（初步）"))
    # A threshold from 95 to 97 takes one from nearly to missed, and stands in the address.
    page.get_by_text("调整评定的门槛").click()
    field = page.get_by_label("基本达到：目标的百分之几以上")
    field.fill("97")
    field.press("Enter")
    page.wait_for_url(re.compile("nearly=97"))
    settle(page)
    assert counts(page)[:4] == ["2", "3", "0", "4"]
    with page.expect_download(timeout=60_000) as taken:
        page.get_by_role("link", name="评估报告 .docx").click()
    report = docx.Document(io.BytesIO(Path(taken.value.path()).read_bytes()))
    said = "\n".join(cell.text for table in report.tables for row in table.rows for cell in row.cells)
    assert "97 %" in said
    assert taken.value.suggested_filename.endswith("十四五”规划.docx")
    assert grave(page) == []


def test_a_phone_and_a_projector_show_it_in_both_languages(new_page: Callable[..., Page], server: str) -> None:
    phone = new_page(viewport={"width": 375, "height": 740})
    opened(phone, server, "?lang=en")
    assert phone.evaluate("document.documentElement.scrollWidth") == 375
    grade = phone.locator("table.evaluation .tone").first
    expect(grade).to_have_text("No data")
    box = grade.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 375
    assert grave(phone) == []
    resize(phone, 1440, 900)
    opened(phone, server, "?theme=projector&judged=plan-13&by=place")
    expect(phone.locator("table.evaluation").first).to_contain_text("未达到")
    assert grave(phone) == []


def test_a_meeting_shows_the_grades_on_a_board_of_its_own(page: Page, catalog: Catalog, tmp_path: Path) -> None:
    held = trial(catalog)
    presentation = evaluation_scenes(held, "plan-14", judged(held, "plan-14", Setting()))
    file = tmp_path / "meeting.html"
    file.write_bytes(pack(held, presentation))
    page.goto(file.as_uri())
    page.locator("button.start").click()
    page.keyboard.press("PageDown")
    board = page.locator(BOARD)
    expect(board.locator("table.grades")).to_contain_text("112")
    expect(board.locator("table.evaluation tbody tr:not(.below)")).to_have_count(14)
    page.keyboard.press("PageDown")
    expect(board.locator("table.evaluation tbody tr:not(.below)")).to_have_count(2)
    expect(board.locator("table.evaluation .tone").first).to_have_text("提前实现")
    board.locator("button[data-field=grade]").first.click()
    expect(board.locator(".citation")).to_contain_text("5600 ÷ 5000 = 112 %")
    board.get_by_role("button", name="“十三五”科技规划").click()
    expect(board.locator("table.evaluation tbody tr:not(.below)")).to_have_count(11)
    assert json.loads(page.evaluate("JSON.stringify(document.body.dataset)"))["board"] == "full"
