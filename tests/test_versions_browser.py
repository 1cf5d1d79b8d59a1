"""The record's past in a real browser: a newer version is told, its changes are read, what was is shown, and back."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from g60.ask.selection import Selection
from g60.catalog.sources import FolderSource
from g60.record import drafts, editing, people, versions
from g60.record.database import forget
from g60.record.editing import Cell, Given
from g60.ui.asked import load_catalog
from tests.atlas_page import FRAME, PATIENCE_MS, AtlasPage, settle
from tests.databases import wait_until

pytestmark = pytest.mark.e2e
ROOT = Path(__file__).parents[1]
GEODATA = ROOT / "geodata"
TOLD_MS = 5_000
NEWER = ".st-key-look .newer"
BAND = ".st-key-atlas_band"
NEW_MAP = """frame => {
  const map = document.querySelector(frame)?.contentWindow;
  return map && map.isOld === undefined && Boolean(map.document.querySelector('#map_div.is-painted'));
}"""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An empty database."""
    return f"sqlite:///{tmp_path_factory.mktemp('past') / 'atlas.db'}"


@pytest.fixture(scope="module")
def recording(serve: Callable[..., str], database: str) -> str:
    """An app over it."""
    return serve(env={"DATABASE_URL": database})


def publish(database: str, subject: str, field: str, value: str, why: str) -> None:
    """Publishes a value as a process of its own does."""
    editor = people.local_person(database)
    number = drafts.start(editor, why, FolderSource(GEODATA), database)
    given = Given("reported", "海宁市统计月报", "第3页")
    editing.set_value(editor, number, Cell(subject, field), value, given, database)
    forget()
    call = [sys.executable, "-m", "g60", "publish", str(number), "--why", why]
    subprocess.run(call, check=True, cwd=ROOT, env={**os.environ, "DATABASE_URL": database}, capture_output=True)


def wait_for(page: Page, server: str, database: str) -> None:
    """Waits until the server follows the newest version."""
    newest = versions.newest(database)
    wait_until(lambda: page.request.get(f"{server}/record/newest").json()["version"] == newest)


def test_a_newer_version_is_told_read_and_gone_back_from(page: Page, recording: str, database: str) -> None:
    atlas = AtlasPage(page, recording).open("/?focus=lake-juanhu&map=11/30.53/120.69")
    atlas.settle()
    expect(page.get_by_text("23.3").first).to_be_visible()
    view, address = atlas.view(), page.url
    publish(database, "lake-juanhu", "area_km2", "24", "月报更新")
    # The line comes by itself; nothing else moves.
    expect(page.locator(NEWER)).to_contain_text("有新版本 2", timeout=TOLD_MS)
    assert (atlas.view(), page.url) == (view, address)
    expect(page.get_by_text("23.3").first).to_be_visible()
    # What changed, with who and why; and from there to the card.
    page.locator(NEWER).get_by_role("button", name="看变化").click()
    page.wait_for_url(re.compile(r"/versions\?.*since=1"), timeout=PATIENCE_MS)
    table = page.get_by_role("table").first
    expect(table).to_contain_text("23.3 km²", timeout=PATIENCE_MS)
    expect(table).to_contain_text("24 km²")
    expect(table).to_contain_text("月报更新")
    expect(table).to_contain_text("海宁市统计月报 第3页")
    # What was: the address says it, a band says it, and both stay from page to page and in the other language.
    row = page.get_by_role("row").filter(has_text="随程序提供的数据")
    row.get_by_role("button", name="看当时").click()
    expect(page.locator(BAND)).to_contain_text("这里是版本 1", timeout=PATIENCE_MS)
    page.get_by_role("link", name="地图", exact=True).click()
    expect(page.locator(BAND)).to_contain_text("这里是版本 1", timeout=PATIENCE_MS)
    atlas.map.locator("#map_div.is-painted").wait_for(timeout=PATIENCE_MS)
    expect(page.get_by_text("23.3").first).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name="English").click()
    expect(page.locator(BAND)).to_contain_text("This is version 1", timeout=PATIENCE_MS)
    settle(page)
    assert atlas.query()["at"] == ["1"]
    # The value's history stands with its evidence, and back to the newest.
    page.locator(BAND).get_by_role("button", name="Back to the newest").click()
    expect(page.locator(BAND)).to_have_count(0, timeout=PATIENCE_MS)
    area = page.locator("[data-field=area_km2]").first
    area.click()
    expect(page.locator(".citation .past")).to_contain_text("since version 2", timeout=PATIENCE_MS)
    expect(page.locator(".citation .past")).to_contain_text("23.3 km²")
    assert "at" not in atlas.query()


def test_a_link_of_an_older_version_says_what_has_changed_since(page: Page, recording: str, database: str) -> None:
    publish(database, "lake-juanhu", "aliases", "鹃湖", "别称")
    wait_for(page, recording, database)
    atlas = AtlasPage(page, recording)
    atlas.open("/?unit=330481&v=1")
    expect(page.locator(BAND)).to_contain_text("此链接做于版本 1", timeout=PATIENCE_MS)
    expect(page.locator(BAND)).to_contain_text("鹃湖国际科技城")
    page.locator(BAND).get_by_role("button", name="看当时").click()
    expect(page.locator(BAND)).to_contain_text("这里是版本 1", timeout=PATIENCE_MS)
    page.go_back()
    expect(page.locator(BAND)).to_contain_text("此链接做于版本 1", timeout=PATIENCE_MS)
    atlas.open("/?unit=330402&v=1")
    expect(page.locator(BAND)).to_contain_text("没有变化", timeout=PATIENCE_MS)


def test_the_map_marks_what_has_changed_since(page: Page, recording: str, database: str) -> None:
    publish(database, "lake-minghu", "aliases", "明湖新城", "别称")
    wait_for(page, recording, database)
    atlas = AtlasPage(page, recording).open("/?since=1")
    plate = atlas.map.locator(".atlas-changes:not(.atlas-lights):not(.atlas-values)")
    expect(plate).to_contain_text("版本 1", timeout=PATIENCE_MS)
    expect(atlas.map.locator(".leaflet-marker-icon .atlas-change.is-changed").first).to_be_attached()
    atlas.map.get_by_title("有变化：明湖科创区").click()
    expect(page.locator("[data-card]")).to_be_visible(timeout=PATIENCE_MS)
    plate.get_by_role("button", name="不再标出").click()
    expect(plate).to_be_hidden(timeout=PATIENCE_MS)
    settle(page)
    assert "since" not in atlas.query()


@pytest.mark.parametrize(
    "viewport", [{"width": 1440, "height": 900}, {"width": 375, "height": 667}], ids=["desk", "phone"]
)
def test_what_has_changed_and_the_words_of_a_first_visit_do_not_stand_over_each_other(
    browser: Browser, recording: str, database: str, viewport: ViewportSize
) -> None:
    publish(database, "lake-minghu", "aliases", f"明湖新城{viewport['width']}", "别称")
    with browser.new_context(viewport=viewport, service_workers="block") as context:
        page = context.new_page()
        wait_for(page, recording, database)
        atlas = AtlasPage(page, recording).open("/?since=1")
        plate, hint = atlas.map.locator(".atlas-changes").first, atlas.map.locator(".atlas-hint")
        expect(plate).to_contain_text("版本 1", timeout=PATIENCE_MS)
        expect(hint).to_be_hidden()
        plate.get_by_role("button", name="不再标出").click()
        expect(hint).to_be_visible(timeout=PATIENCE_MS)


def test_a_filter_after_a_publication_draws_the_map_of_the_new_data(page: Page, recording: str, database: str) -> None:
    atlas = AtlasPage(page, recording).open("/")
    atlas.settle()
    publish(database, "lake-nanbeihu", "aliases", "南北湖", "别称")
    wait_for(page, recording, database)
    atlas.settle()
    atlas.ask_map("window.isOld = true")
    atlas.filter("海宁")
    page.wait_for_function("location.search.includes('unit=330481')", timeout=PATIENCE_MS)
    # Asked of the page: the frame that the test holds is taken away.
    page.wait_for_function(NEW_MAP, arg=FRAME, timeout=PATIENCE_MS)
    atlas.shows(list(load_catalog().pick(Selection(units=frozenset({"330481"}))).entities.index))


def test_without_its_server_the_page_stays_as_it_is(page: Page, recording: str) -> None:
    atlas = AtlasPage(page, recording).open("/")
    atlas.settle()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route("**/record/newest", lambda route: route.abort())
    with page.expect_request("**/record/newest", timeout=TOLD_MS):
        pass
    page.wait_for_timeout(500)
    assert page.locator(NEWER).inner_text() == ""
    assert errors == []
