"""What a meeting has prepared and decided outlives a browser that dies at the next moment."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.atlas_page import PATIENCE_MS, AtlasPage
from tests.killed_browser import kill, opened_again
from tests.projector import PROJECTOR
from tests.test_meeting_browser import Meeting
from tests.test_pack_browser import Hall

pytestmark = pytest.mark.e2e

STARTED_MS = 60_000
# Chromium writes its local storage at once where it was not written in the last hour, and then up to a minute late.
WRITTEN_MS = 6_000
OLDER = """([key, text]) => { localStorage.setItem(key, text); localStorage.setItem(`${key}.at`, '1'); }"""
# A transaction of our store has ended: what was written before it is with the system.
WRITTEN = """() => new Promise((done) => {
  const asked = indexedDB.open('g60', 1);
  asked.onsuccess = () => {
    if (!asked.result.objectStoreNames.length) return done();
    const ended = asked.result.transaction('kept', 'readwrite');
    ended.oncomplete = () => { asked.result.close(); done(); };
    ended.objectStore('kept').get('any');
  };
})"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "browser"


@pytest.fixture
def own_browser(browser: Browser, chromium_path: str, folder: Path) -> Iterator[Callable[[], Page]]:
    yield from opened_again(browser, chromium_path, folder, PROJECTOR)


def late_from_now(page: Page, base_url: str) -> None:
    """The browser has just written its local storage: what follows it writes late."""
    page.goto(f"{base_url}/_stcore/health")
    page.evaluate("localStorage.setItem('g60.hint', '1')")
    page.wait_for_timeout(WRITTEN_MS)
    page.evaluate("localStorage.setItem('g60.other', '1')")


def decide(page: Page, words: str) -> None:
    """Notes a decision while presenting."""
    page.locator("body[data-started]").wait_for(timeout=STARTED_MS)
    room = Hall(page)
    room.settle()
    room.press("n")
    page.locator("form.slip textarea").fill(words)
    page.locator("form.slip button[type=submit]").click()
    expect(page.locator("form.slip")).to_have_count(0)


def test_presentation_and_decisions_outlive_a_browser_that_is_killed(
    own_browser: Callable[[], Page], server: str, folder: Path
) -> None:
    page = own_browser()
    late_from_now(page, server)
    meeting = Meeting(page, server).open()
    first = meeting.ids()[0]
    meeting.choose(first)
    meeting.field("title_zh").fill("会前一分钟改的标题")
    page.wait_for_function("() => (localStorage.getItem('g60.presentation') || '').includes('会前一分钟')")
    page.goto(f"{server}/present?lang=zh")
    decide(page, "下周三前报方案")
    page.evaluate(WRITTEN)
    kill(folder)
    page = own_browser()
    page.goto(f"{server}/present?lang=zh")
    page.locator("body[data-started]").wait_for(timeout=STARTED_MS)
    assert page.evaluate("room.scenes[0].title_zh") == "会前一分钟改的标题"
    decide(page, "再议选址")
    kept = [one["text"] for one in Meeting(page, server).kept("g60.decisions")["decisions"]]
    assert kept == ["下周三前报方案", "再议选址"]
    meeting = Meeting(page, server).open()
    expect(meeting.row(first)).to_contain_text("会前一分钟改的标题", timeout=PATIENCE_MS)
    expect(page.locator(".decisions li")).to_have_count(2)


def test_a_scene_is_added_to_what_was_written_and_not_to_an_older_list(page: Page, server: str) -> None:
    meeting = Meeting(page, server).open()
    meeting.choose(meeting.ids()[0])
    older = None
    for title in ("旧标题", "新标题"):
        older = page.evaluate("localStorage.getItem('g60.presentation')")
        meeting.field("title_zh").fill(title)
        page.wait_for_function("title => localStorage.getItem('g60.presentation').includes(title)", arg=title)
    page.evaluate(WRITTEN)
    page.goto(f"{server}/_stcore/health")
    page.evaluate(OLDER, ["g60.presentation", older])
    atlas = AtlasPage(page, server).open("/?unit=330481")
    atlas.map.locator(".atlas-tools").get_by_role("button", name="加入会议", exact=True).click()
    expect(atlas.map.locator(".atlas-note")).to_have_text("已加入会议，第 10 个场景", timeout=PATIENCE_MS)
    assert meeting.kept()["scenes"][0]["title_zh"] == "新标题"


def test_what_was_kept_later_by_other_means_is_not_taken_back(page: Page, server: str) -> None:
    meeting = Meeting(page, server).open()
    meeting.choose(meeting.ids()[0])
    meeting.field("title_zh").fill("写在两处")
    page.wait_for_function("() => (localStorage.getItem('g60.presentation') || '').includes('写在两处')")
    page.evaluate(WRITTEN)
    changed = page.evaluate("localStorage.getItem('g60.presentation')").replace("写在两处", "只写在一处")
    meeting.keep(changed)
    meeting.open()
    expect(meeting.row(meeting.ids()[0])).to_contain_text("只写在一处")
