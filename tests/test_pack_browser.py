"""The meeting pack in a real browser, from a file and with the network off: what a hall sees and a clicker does."""

import json
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from g60.ask.near_and_ring import parse_near, parse_ring
from g60.ask.selection import Selection, clean_text
from g60.ask.view import GROUPS
from g60.ask.view import View as AskedView
from g60.catalog.catalog import Catalog
from g60.catalog.search import likely_pinyin
from g60.catalog.sources import FolderSource
from g60.contract.i18n import LANGUAGES, text
from g60.evidence.compare import compare
from g60.evidence.sentence import sentence
from g60.meeting import scenes
from g60.ui import listing, suggested
from g60.ui.events import PARTS
from layers.compose import message
from layers.pack import pack
from tests.conftest import CHROMIUM_FLAGS, GEODATA
from tests.hostile import hostile_copy
from tests.raw_addresses import drawn_over_the_city, raw_queries
from tests.strategies import random_selections

pytestmark = pytest.mark.e2e

VIEWPORT: ViewportSize = {"width": 1366, "height": 768}
SIZES = [(1024, 768), (1366, 768), (1920, 1080), (3840, 2160)]
NEXT, BACK = ("PageDown", "ArrowRight", "Space", "Enter"), ("PageUp", "ArrowLeft")
PATIENCE_MS = 20_000
# The map stands still, and the labels have had their frame.
SETTLED = """() => new Promise((done) => {
  const look = () => room.moving() ? setTimeout(look, 20) : requestAnimationFrame(() => requestAnimationFrame(done));
  look();
})"""
# Nothing is kept of what other tests did; the promise holds once nothing has been written for a while.
FORGET = """() => new Promise((done) => {
  let since = performance.now();
  const look = () => {
    if (localStorage.length) [since] = [performance.now(), localStorage.clear()];
    if (performance.now() - since > 100) indexedDB.deleteDatabase("g60").onsuccess = done; else setTimeout(look, 20);
  };
  look();
})"""
VIEW = "() => [atlas.map.getZoom(), atlas.map.getCenter().lat, atlas.map.getCenter().lng]"


@pytest.fixture(scope="module")
def file(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pack") / "pack.html"
    path.write_bytes(pack(catalog, scenes.shipped()))
    return path


class View(list[float]):
    """Zoom, latitude, longitude; equal where no pixel of the picture is elsewhere."""

    def __eq__(self, other: object) -> bool:
        assert isinstance(other, View)
        pixels = 256 * 2 ** self[0] / 360
        moved = max(abs(self[1] - other[1]) * 1.17, abs(self[2] - other[2])) * pixels
        return abs(self[0] - other[0]) < 0.001 and moved < 1

    __hash__ = None  # type: ignore[assignment]


class Hall:
    """One open pack."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda told: self.errors.append(told.text) if told.type == "error" else None)

    def open(self, file: Path) -> "Hall":
        self.page.goto(file.as_uri())
        self.page.locator("body[data-started]").wait_for(timeout=PATIENCE_MS)
        return self

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def start(self) -> "Hall":
        self.press("F5")
        self.settle()
        return self

    def settle(self) -> None:
        self.page.evaluate(SETTLED)

    @property
    def at(self) -> int:
        """The number of the scene, counted from 1."""
        return int(self.page.evaluate("room.at")) + 1

    def view(self) -> View:
        return View(self.page.evaluate(VIEW))

    def go(self, number: int) -> View:
        self.page.keyboard.type(str(number))
        self.press("Enter")
        self.settle()
        assert self.at == number
        return self.view()

    def drag(self) -> None:
        self.page.mouse.click(620, 240)
        self.page.mouse.move(600, 250)
        self.page.mouse.down()
        self.page.mouse.move(480, 330, steps=4)
        self.page.mouse.up()


@pytest.fixture(scope="module")
def offline(browser: Browser, file: Path) -> Iterator[tuple[BrowserContext, Page]]:
    """A browser without a network, and an empty page that stays open: it keeps the process with the compiled pack."""
    context = browser.new_context(viewport=VIEWPORT, locale="zh-CN", offline=True)
    waiting = context.new_page()
    empty = file.with_name("empty.html")
    empty.write_text("<!doctype html>", "utf-8")
    waiting.goto(empty.as_uri())
    yield context, waiting
    context.close()


@pytest.fixture
def hall(offline: tuple[BrowserContext, Page], file: Path) -> Iterator[Callable[..., Hall]]:
    """`hall(viewport=..., moving=True)`: the pack opened from its file without a network, nothing remembered.

    The map jumps from scene to scene, as for whoever wants less motion; `moving` lets it fly, sixty pictures a second.
    """
    context, waiting = offline
    halls: list[Hall] = []

    def opened(path: Path = file, *, viewport: ViewportSize = VIEWPORT, moving: bool = False) -> Hall:
        if not halls:
            # Only now: a page that closes writes where it was, after it seems to be closed.
            waiting.evaluate(FORGET)
        page = context.new_page()
        page.set_viewport_size(viewport)
        page.emulate_media(reduced_motion="no-preference" if moving else "reduce")
        halls.append(Hall(page))
        return halls[-1].open(path)

    yield opened
    for page in context.pages:
        if page != waiting:
            page.close()
    for one in halls:
        assert [url for url in one.requests if not url.startswith(("file:", "blob:"))] == []
        assert one.errors == []


@pytest.fixture(scope="module")
def open_pack(browser: Browser, file: Path) -> Iterator[Page]:
    """One open pack for all tests that only ask it for an answer."""
    with browser.new_context(viewport=VIEWPORT, locale="zh-CN", offline=True) as context:
        hall = Hall(context.new_page()).open(file)
        yield hall.page
    assert hall.errors == []


@pytest.fixture
def asked_pack(open_pack: Page) -> Page:
    """The same pack in Chinese, with nothing filtered."""
    open_pack.evaluate("() => { room.lang = 'zh'; room.take(room.nothing()); }")
    return open_pack


def test_a_pack_asks_nobody_for_anything_whatever_is_opened(hall: Callable[..., Hall], file: Path) -> None:
    room = hall().start()
    for number in range(1, len(scenes.shipped().scenes) + 1):
        room.go(number)
    room.press("/")
    room.page.keyboard.type("xfd")
    room.press("Enter")
    room.page.evaluate("room.choose('lake-xiangfudang')")
    room.page.locator("#results .fact .evidence").first.click()
    expect(room.page.locator("#results .citation").first).to_be_visible()
    room.page.evaluate("room.openBoard('compare')")
    room.page.emulate_media(media="print")
    assert room.requests == [file.as_uri()]


@pytest.mark.parametrize(("keys", "to"), [(NEXT, 5), (BACK, 3)], ids=["next", "back"])
def test_a_key_steps_and_the_map_follows_the_scene_also_after_it_was_clicked_and_dragged(
    hall: Callable[..., Hall], keys: tuple[str, ...], to: int
) -> None:
    room = hall(moving=True).start()
    there = room.go(to)
    here = room.go(4)
    for key in keys:
        room.press(key)
        room.settle()
        assert (room.at, room.view()) == (to, there), key
        assert room.go(4) == here
        room.drag()
        assert room.view() != here
        room.press(key)
        room.settle()
        assert (room.at, room.view()) == (to, there), key
        # One key of each way with the flights between the scenes; the others come to the same views without them.
        room.page.emulate_media(reduced_motion="reduce")
        assert room.go(4) == here


def test_a_scene_that_is_come_back_to_is_drawn_as_it_was(hall: Callable[..., Hall]) -> None:
    """Its names stand where they stood, whatever was dragged, and whatever the pointer lies on."""
    room = hall().start()
    names = "() => atlas.labels().map((one) => [one.id, one.text, one.x, one.y])"
    for number in (5, 2, 6):
        here = room.go(number), room.page.evaluate(names)
        assert len(here[1]) > 20
        room.drag()
        room.settle()
        room.press("Backspace")
        room.settle()
        assert (room.view(), room.page.evaluate(names)) == here, number
        room.go(number + 1)
        room.drag()
        assert (room.go(number), room.page.evaluate(names)) == here, number


def test_keys_that_are_not_the_clickers_move_neither_scene_nor_map(hall: Callable[..., Hall]) -> None:
    room = hall().start()
    here = room.go(4)
    room.page.locator("#map").focus()
    for key in ("ArrowUp", "ArrowDown", "r", "c", "+", "-", "q", "Shift"):
        room.press(key)
    room.settle()
    assert (room.at, room.view()) == (4, here)
    assert not room.page.evaluate("room.strayed")


def test_the_keys_are_shown_and_put_away(hall: Callable[..., Hall]) -> None:
    room = hall()
    sheet = room.page.get_by_role("dialog")
    for _ in ("browsing", "presenting"):
        room.press("?")
        expect(sheet).to_contain_text("下一个、上一个场景")
        room.press("Escape")
        expect(sheet).to_be_hidden()
        room.start()
    assert room.page.evaluate("room.presenting") is True


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_keys_fit_the_window_and_call_what_they_do_as_the_buttons_do(hall: Callable[..., Hall], lang: str) -> None:
    room = hall(viewport={"width": 1440, "height": 900}).start()
    room.page.evaluate("lang => room.speak(lang)", lang)
    sheet, menu = room.page.get_by_role("dialog"), room.page.locator(".menu")
    for width, height in [(1440, 900), *SIZES]:
        room.page.set_viewport_size({"width": width, "height": height})
        room.settle()
        room.press("?")
        expect(sheet).to_be_in_viewport(ratio=1)
        assert sheet.evaluate("node => node.scrollHeight - node.clientHeight") <= 0, (width, height)
        lines = sheet.evaluate(
            """node => Array.from(node.querySelectorAll("dt"), (one) =>
                [Array.from(one.children, (key) => key.textContent), one.nextElementSibling.textContent])"""
        )
        room.press("Escape")
    named = {key: words.lower() for keys, words in lines for key in keys}
    room.page.locator(".step.is-menu").click()
    buttons = dict(re.findall(r"(?m)^(.+?)(?: ?[(（])([A-Z])[)）]$", menu.inner_text()))
    assert len(buttons) == 4
    assert {name.lower(): named[key] for name, key in buttons.items()} == {
        name.lower(): name.lower() for name in buttons
    }
    told = menu.locator(".keys").inner_text().lower()
    assert [name for name in buttons if name.lower() not in told] == []
    assert named["B"] == named["."] != named["W"]
    assert re.search(r"b (black|黑屏).*w (white|白屏)", told)
    assert named["F5"] == text("pack_start", lang).lower()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", [(375, 667), (1440, 900)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_menu_and_slip_stand_in_the_window_and_their_buttons_apart(
    hall: Callable[..., Hall], lang: str, size: tuple[int, int]
) -> None:
    room = hall(viewport={"width": size[0], "height": size[1]}).start()
    room.page.evaluate("lang => room.speak(lang)", lang)
    room.page.locator(".step.is-menu").click()
    expect(room.page.locator(".menu")).to_be_in_viewport(ratio=1)
    room.press("Escape")
    room.press("n")
    slip = room.page.locator(".slip")
    expect(slip).to_be_in_viewport(ratio=1)
    save, close = (slip.locator(".acts button").nth(n).bounding_box() for n in (0, 1))
    assert save is not None
    assert close is not None
    assert close["x"] - (save["x"] + save["width"]) >= 8


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("way", ["browsing", "presenting"])
def test_on_a_phone_a_title_of_indicators_has_the_width_and_a_board_is_closed_at_its_right(
    hall: Callable[..., Hall], lang: str, way: str
) -> None:
    room = hall(viewport={"width": 375, "height": 667})
    room.page.evaluate("lang => room.speak(lang)", lang)
    if way == "presenting":
        room.start()
        room.page.locator(".step.is-menu").click()
        room.page.locator(".menu").get_by_role("button", name=text("pack_indicators", lang)).click()
    else:
        room.page.locator("#head").get_by_role("button", name=text("pack_indicators", lang)).click()
    board = room.page.locator("#board")
    close = board.locator("button.close").bounding_box()
    assert close is not None
    assert 375 - 24 <= close["x"] + close["width"] <= 375
    assert close["width"] < 80
    lines = board.locator(".heads h2").evaluate(
        "node => node.getBoundingClientRect().height / parseFloat(getComputedStyle(node).lineHeight)"
    )
    assert round(lines) <= 3
    apart = board.evaluate(
        """({ shadowRoot }) => {
            const lines = (node) => {
                const range = document.createRange();
                range.selectNodeContents(node);
                return Array.from(range.getClientRects());
            };
            const parts = ["button.close", ".heads h2", ".tabs"].map((one) => lines(shadowRoot.querySelector(one)));
            const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom - 1 && b.top < a.bottom - 1;
            const apart = (one, two) => !one.some((a) => two.some((b) => meet(a, b)));
            return parts.every((one, at) => parts.slice(at + 1).every((two) => apart(one, two)));
        }"""
    )
    assert apart


def test_black_white_jump_and_escape(hall: Callable[..., Hall]) -> None:
    room = hall(moving=True).start()
    here = room.go(6)
    cover = room.page.locator(".cover")
    for key, look in ((".", "is-black"), ("b", "is-black"), ("w", "is-white")):
        room.press(key)
        expect(cover).to_have_class(re.compile(look))
        room.press(key)
        expect(cover).to_have_count(0)
    assert (room.at, room.view()) == (6, here)
    room.page.keyboard.type("99")
    room.press("Enter")
    expect(room.page.locator("body > .told")).to_contain_text("99")
    assert room.at == 6
    room.press("Escape")
    room.settle()
    assert not room.page.evaluate("room.presenting")
    assert room.at == 6
    room.start()
    assert (room.at, room.view()) == (6, here)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_new_words_close_the_card_and_esc_closes_what_is_open_on_the_map(hall: Callable[..., Hall], lang: str) -> None:
    room = hall(viewport={"width": 375, "height": 740})
    page = room.page
    page.evaluate("lang => room.speak(lang)", lang)
    card, line = page.locator("#results article.card"), page.locator("#facets input[type=search]")
    fold, tray, plate = (page.locator(f".atlas-{name}") for name in ("tools-fold", "tools-tray", "plate"))
    for opens, what in ((fold, tray), (tray.locator("button").first, plate)):
        fold.click()
        if opens != fold:
            opens.click()
        expect(what).to_be_visible()
        room.press("Escape")
        expect(what).to_be_hidden()
        expect(fold).to_be_focused()
    for presenting in (False, True):
        page.evaluate("room.choose('lake-juanhu')")
        expect(card).to_be_visible()
        line.fill("乌镇")
        expect(card).to_be_hidden()
        expect(page.locator("#results .row").first).to_be_visible()
        assert page.evaluate("room.presenting") is presenting
        room.start()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_nothing_is_found_the_list_says_what_to_do(hall: Callable[..., Hall], lang: str) -> None:
    room = hall()
    room.page.evaluate("lang => room.speak(lang)", lang)
    room.page.locator("#facets input[type=search]").fill("zzzz")
    empty = room.page.locator("#results .empty")
    expect(empty).to_contain_text(text("empty_text", lang))
    empty.get_by_role("button").click()
    expect(empty).to_be_hidden()
    expect(room.page.locator("#results .row").first).to_be_visible()


# A browser of its own in a folder that outlives it. Chromium writes what a page keeps some seconds later.
LIFE = """
import os, signal, sys
from pathlib import Path
from playwright.sync_api import sync_playwright
path, folder, url, step, *flags = sys.argv[1:]
with sync_playwright() as p:
    context = p.chromium.launch_persistent_context(folder, executable_path=path, args=flags, offline=True)
    page = context.new_page()
    page.goto(url)
    page.locator("body[data-started]").wait_for()
    if step == "killed":
        page.keyboard.press("F5")
        page.keyboard.type("5")
        page.keyboard.press("Enter")
        kept = [page.evaluate("room.scene().id").encode(), b'"presenting":true']
        def written():
            stores = [path.read_bytes() for path in Path(folder).glob("**/Local Storage/leveldb/*.log")]
            return all(any(words in store for store in stores) for words in kept)
        for _ in range(300):
            if written():
                break
            page.wait_for_timeout(100)
    print(page.evaluate("[room.at + 1, room.presenting]"), flush=True)
    if step == "killed":
        for process in Path("/proc").glob("[0-9]*"):
            try:
                said = (process / "cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if f"--user-data-dir={folder}" in said and "--type=" not in said and "playwright" not in said:
                os.kill(int(process.name), signal.SIGKILL)
        os._exit(0)
    context.close()
"""


def test_a_browser_that_was_killed_comes_back_to_the_scene(chromium_path: str, file: Path, tmp_path: Path) -> None:
    for step in ("killed", "reopened"):
        call = [sys.executable, "-c", LIFE, chromium_path, str(tmp_path), file.as_uri(), step, *CHROMIUM_FLAGS]
        told = subprocess.run(call, capture_output=True, text=True, timeout=120, check=False)
        assert told.stdout.strip() == "[5, True]", (step, told.stderr[-2000:])


MEASURE = """() => {
  const least = innerHeight / 45;
  const apart = "script, option, .atlas-unseen, .atlas-walker, .atlas-tip";
  const sizeOf = (element) => getComputedStyle(element).fontSize;
  const small = [];
  const out = [];
  const hostOf = (node) => (node.getRootNode() instanceof ShadowRoot ? node.getRootNode().host : null);
  const up = (node) => node.parentElement || hostOf(node);
  const seen = (element) => {
    for (let at = element; at && at !== document.body; at = up(at)) {
      const style = getComputedStyle(at);
      if (style.display === "none" || style.visibility === "hidden" || Number(style.opacity) === 0) return false;
    }
    return true;
  };
  const roots = Array.from(document.querySelectorAll("*"), (element) => element.shadowRoot).filter(Boolean);
  const words = [];
  for (const root of [document.body, ...roots]) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) words.push(walker.currentNode);
  }
  for (const node of words) {
    const parent = up(node);
    const inSight = (selector) => [parent, parent.getRootNode().host].some((at) => at && at.closest(selector));
    if (!node.textContent.trim() || parent.closest(apart) || !seen(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1) continue;
    const said = node.textContent.slice(0, 30);
    if (parseFloat(sizeOf(parent)) < least - 0.05) small.push([said, sizeOf(parent), parent.className]);
    const inside = box.left >= -1 && box.top >= -1 && box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1;
    if (!inside && inSight("#plate, #board, .atlas-corner")) out.push([said, box.right, box.bottom]);
  }
  const board = document.getElementById("board");
  const plate = document.getElementById("plate").getBoundingClientRect();
  const sheet = document.getElementById("sheet").getBoundingClientRect();
  const ids = room.subject(room.state);
  const bounds = atlas.map.getBounds();
  const hidden = ids.filter((id) => {
    const one = room.find(id);
    return one.kind !== "corridor" && one.at && !bounds.contains([one.at[1], one.at[0]]);
  });
  return { small: small, out: out, hidden: room.face === "indicators" ? [] : hidden,
    clipped: [board.scrollHeight - board.clientHeight, board.scrollWidth - board.clientWidth],
    page: [document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight],
    covers: sheet.bottom > plate.top + 1 };
}"""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_text_is_large_enough_nothing_is_clipped_and_no_caption_covers_the_map(
    hall: Callable[..., Hall], size: tuple[int, int]
) -> None:
    room = hall(viewport={"width": size[0], "height": size[1]}).start()
    found = {}
    for lang in LANGUAGES:
        room.page.evaluate("lang => room.speak(lang)", lang)
        for number in range(1, len(scenes.shipped().scenes) + 1):
            room.go(number)
            told = room.page.evaluate(MEASURE)
            faults = {key: value for key, value in told.items() if key not in ("clipped", "page") and value}
            faults |= {key: told[key] for key in ("clipped", "page") if max(told[key]) > 1}
            if faults:
                found[lang, number] = faults
    assert found == {}


def test_leaving_the_script_and_one_key_back_to_the_exact_scene(hall: Callable[..., Hall]) -> None:
    room = hall(moving=True).start()
    here = room.go(5)
    query = room.page.evaluate("room.query(room.state)")
    room.drag()
    room.press("/")
    room.page.keyboard.type("hn")
    room.press("Enter")
    room.page.locator("#side .row").first.click()
    expect(room.page.locator("#side .card h2")).to_be_visible()
    room.page.locator("#side .evidence").first.click()
    assert room.page.evaluate("room.strayed")
    assert room.page.evaluate("room.query(room.state)") != query
    room.press("Backspace")
    room.settle()
    assert (room.at, room.view()) == (5, here)
    assert room.page.evaluate("room.query(room.state)") == query
    expect(room.page.locator("#side")).to_be_hidden()
    room.drag()
    room.page.locator("#plate .return").click()
    room.settle()
    assert (room.at, room.view()) == (5, here)


def test_haining_and_its_chips_in_the_middle_of_a_meeting(hall: Callable[..., Hall]) -> None:
    room = hall().start()
    here = room.go(7)
    room.press("/")
    room.page.keyboard.type("hn")
    room.press("Enter")
    told = room.page.locator("#results .sentence")
    expect(told).to_contain_text("3 个载体")
    expect(told).to_contain_text("1 个高新区")
    expect(told).to_contain_text("1 个科创湖区")
    room.page.locator("#facets summary").click()
    room.page.locator("[data-option='industry semi']").check()
    expect(told).to_contain_text("半导体")
    room.press("Backspace")
    room.settle()
    assert room.view() == here


def test_the_speakers_window_shows_notes_and_steers(hall: Callable[..., Hall]) -> None:
    room = hall(moving=True).start()
    room.go(5)
    with room.page.expect_popup() as opened:
        room.press("s")
    speaker = opened.value
    shipped = scenes.shipped().scenes
    expect(speaker.locator("h1")).to_have_text(shipped[4].title.zh)
    expect(speaker.locator(".notes")).to_contain_text(shipped[4].notes.zh.split("\n", maxsplit=1)[0])
    expect(speaker.locator(".next")).to_have_text(shipped[5].title.zh)
    expect(speaker.locator(".clock .digits").first).to_have_text(re.compile(r"\d\d:\d\d"))
    speaker.keyboard.press("PageDown")
    expect(speaker.locator("h1")).to_have_text(shipped[5].title.zh)
    assert room.at == 6
    speaker.locator("button").first.click()
    assert room.at == 5
    speaker.keyboard.press(".")
    expect(room.page.locator(".cover")).to_have_count(1)
    assert speaker.evaluate("getComputedStyle(document.querySelector('.notes')).whiteSpace") == "pre-line"


def test_a_card_leaves_the_title_block_in_sight_and_opens_on_the_free_side(hall: Callable[..., Hall]) -> None:
    room = hall(viewport={"width": 1024, "height": 768}).start()
    room.go(6)
    sides = {}
    for entity_id in ("lake-fenghuanghu", "lake-minghu"):
        room.page.evaluate("id => room.choose(id)", entity_id)
        side = room.page.locator("#side").bounding_box()
        plate = room.page.locator("#plate").bounding_box()
        assert side is not None
        assert plate is not None
        assert side["y"] + side["height"] <= plate["y"] + 1
        x = room.page.evaluate(
            "id => { const at = room.find(id).at; return atlas.map.latLngToContainerPoint([at[1], at[0]]).x; }",
            entity_id,
        )
        assert not side["x"] < x < side["x"] + side["width"]
        sides[entity_id] = side["x"] > 0
        room.press("Backspace")
        room.settle()
    assert sides == {"lake-fenghuanghu": True, "lake-minghu": False}


def test_paper_gets_the_map_the_list_and_the_review_line(hall: Callable[..., Hall]) -> None:
    room = hall()
    room.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")  # a browser says so first
    room.page.emulate_media(media="print")
    for part in ("#sheet", "#results", "#plate .notice"):
        assert room.page.locator(part).is_visible()
    assert not room.page.locator("#head").is_visible()
    sheet = room.page.locator("#sheet svg").first.bounding_box()
    assert sheet is not None
    assert sheet["width"] == pytest.approx(room.page.evaluate("document.body.clientWidth"), abs=1)
    expect(room.page.locator("#marks")).to_contain_text("■ 原文")
    view = room.view()
    room.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    room.page.emulate_media(media="screen")
    room.settle()
    assert room.view() == view


def test_the_light_follows_and_the_ink_goes_with_the_scene(hall: Callable[..., Hall]) -> None:
    room = hall(moving=True).start()
    here = room.go(5)
    room.press("l")
    room.page.mouse.move(300, 200)
    assert "300px 200px" in room.page.locator(".spotlight").evaluate("node => node.style.background")
    room.press("l")
    expect(room.page.locator(".spotlight")).to_have_count(0)
    room.press("d")
    room.page.mouse.move(300, 200)
    room.page.mouse.down()
    room.page.mouse.move(500, 300, steps=4)
    room.page.mouse.up()
    expect(room.page.locator(".ink polyline")).to_have_count(1)
    assert room.view() == here
    room.press("PageDown")
    expect(room.page.locator(".ink")).to_have_count(0)


def test_a_kiosk_goes_round_until_it_is_touched(hall: Callable[..., Hall]) -> None:
    room = hall(moving=True).start()
    room.go(len(scenes.shipped().scenes))
    room.page.clock.install()
    room.page.evaluate("room.kiosk(2)")
    room.page.clock.run_for(2100)
    expect(room.page.locator("#plate .number")).to_have_text("1")
    room.page.mouse.click(600, 200)
    assert not room.page.evaluate("room.playing()")
    stopped = room.at
    room.page.clock.run_for(6000)
    assert room.at == stopped


def test_a_decision_is_noted_to_the_area_listed_exported_and_opens_the_next_meeting(
    hall: Callable[..., Hall], file: Path, tmp_path: Path
) -> None:
    room = hall().start()
    room.page.evaluate("room.choose('lake-juanhu')")
    room.press("n")
    attack = "<img src=x onerror=window.hacked=1> 月底前报方案"
    room.page.locator(".slip textarea").fill(attack)
    room.page.locator(".slip input[type=text]").fill("海宁市科技局")
    room.page.locator(".slip input[type=date]").fill("2026-12-31")
    room.page.locator(".slip button[type=submit]").click()
    expect(room.page.locator(".slip")).to_have_count(0)
    room.page.evaluate("room.openBoard('decisions')")
    expect(room.page.locator("#board .decisions .text")).to_have_text(attack)
    with room.page.expect_download() as saved:
        room.page.locator("#board button[data-save=json]").click()
    saved.value.save_as(tmp_path / "decisions.json")
    content = json.loads((tmp_path / "decisions.json").read_text("utf-8"))
    assert (content["format"], content["version"]) == ("g60-decisions", 1)
    assert {key: content["decisions"][0][key] for key in ("area", "text", "owner", "due", "done")} == {
        **{"area": "lake-juanhu", "text": attack, "owner": "海宁市科技局", "due": "2026-12-31", "done": False},
    }
    room.open(file)
    room.press("Home")
    room.settle()
    expect(room.page.locator("#board .decisions .text")).to_have_text(attack)
    assert room.page.evaluate("window.hacked") is None


def drawn_selections(count: int, catalog: Catalog) -> list[Selection]:
    """Random selections, some of them around a place or in a drawn area, some with a chosen one."""
    chance = random.Random(20251127)
    ids = [*catalog.entities.index, *catalog.units.index]
    found = []
    for selection in random_selections(count, catalog):
        lon, lat = 120.4 + 0.8 * chance.random(), 30.4 + 0.5 * chance.random()
        corners = [(lon, lat), (lon + 0.3, lat - 0.05), (lon + 0.25, lat + 0.3), (lon + 0.05, lat + 0.2)]
        near = f"{lon:.4f},{lat:.4f},{chance.choice((2, 5, 12.5, 40))}" if chance.random() < 0.2 else ""
        ring = ";".join(f"{x:.4f},{y:.4f}" for x, y in corners) if chance.random() < 0.2 else ""
        focus = chance.choice(ids) if chance.random() < 0.3 else ""
        found.append(replace(selection, near=parse_near(near), within=parse_ring(ring), focus=focus))
    return found


# The map draws the first of them; what it shows then follows from the same message.
ON_THE_MAP = 200
ASK_ALL = """([queries, drawn]) => {
  const apply = atlas.apply;
  const told = queries.map((query, i) => {
    if (i === drawn) atlas.apply = () => undefined;
    const state = room.parse(query);
    room.take(state);
    const said = {};
    for (const lang of ["zh", "en"]) { room.lang = lang; said[lang] = room.sentence(); }
    const list = room.list();
    room.lang = "zh";
    const counts = {};
    for (const { field, options } of room.facets())
      for (const one of options) counts[field + " " + one.code] = one.count;
    const again = room.query(room.parse(room.query(state)));
    const kept = again === room.query(state) && again === query;
    return [room.shown(), i < drawn ? atlas.shown() : [], said, counts, room.bits(), list, kept];
  });
  atlas.apply = apply;
  return told;
}"""


def told_by_the_server(catalog: Catalog, selection: Selection) -> list[Any]:
    """What ASK_ALL tells of a selection, as the server decides it."""
    picked = catalog.pick(selection)
    ids = list(map(str, picked.entities.index))
    said = {lang: sentence(catalog, picked, selection, lang) for lang in LANGUAGES}
    counts = {
        f"{field} {code}": int(count)
        for field, part in PARTS.items()
        if field != "plan" or len(catalog.plans) > 1
        for code, count in catalog.option_count(selection, part).items()
    }
    bits = np.packbits(catalog.entities.index.isin(ids), bitorder="little").tobytes().hex()
    groups = listing.groups(picked, "en")
    rows = listing.windows(picked, groups, 0, "en")
    listed = [[group.title, [dict(row) for row in drawn]] for group, drawn in zip(groups, rows, strict=True)]
    return [ids, sorted(ids), said, counts, bits, listed, True]


def test_a_thousand_selections_are_answered_as_the_server_answers_them(asked_pack: Page, catalog: Catalog) -> None:
    selections = drawn_selections(1000, catalog)
    queries = [urlencode(selection.to_query(), doseq=True) for selection in selections]
    told = asked_pack.evaluate(ASK_ALL, [queries, ON_THE_MAP])
    names = ("ids", "map", "sentence", "counts", "bits", "list", "query")
    differ = []
    for place, (selection, answer) in enumerate(zip(selections, told, strict=True)):
        known = told_by_the_server(catalog, selection)
        known[1] = known[1] if place < ON_THE_MAP else []
        answer[5] = [[title, rows[: listing.WINDOW]] for title, rows in answer[5]]
        differ += [
            (queries[place], name, mine, theirs)
            for name, mine, theirs in zip(names, answer, known, strict=True)
            if mine != theirs
        ]
    assert differ == []


def test_a_raw_address_shows_what_the_server_shows_of_it(asked_pack: Page, catalog: Catalog) -> None:
    chance = random.Random(2)
    queries = [*chance.sample(raw_queries(catalog), 100), *drawn_over_the_city(chance, 40), "layers=-all,lakes,tasks"]
    told = asked_pack.evaluate(
        """queries => queries.map((query) => {
          room.take(room.parse(query));
          const { near, within, layers, rows } = atlas.state;
          return [room.shown(), room.sentence(), [near, within, layers, rows]];
        })""",
        queries,
    )
    numbers = []
    for query, (ids, said, drawn) in zip(queries, told, strict=True):
        asked = parse_qs(query)
        selection = Selection.from_query(asked).without_unknown(catalog.held)
        picked = catalog.pick(selection)
        assert ids == list(map(str, picked.entities.index)), query
        assert said == sentence(catalog, picked, selection, "zh"), query
        codes = message(catalog, selection, AskedView.from_query(asked))
        assert drawn == [codes.get(part, "") for part in ("near", "within", "layers", "rows")], query
        numbers.append(len(ids))
    assert len(set(numbers)) > 20


def asked_words(catalog: Catalog) -> list[str]:
    """What readers type: names, their pinyin and initials, pieces of them, in several widths, and words of nothing."""
    chance = random.Random(16)
    names = [
        *(name for column in ("name_zh", "name_en") for name in catalog.entities[column]),
        *(name for aliases in catalog.entities["aliases"] for name in aliases),
        *catalog.units["short_zh"],
        *catalog.industries["name_zh"],
    ]
    found = ["hn", "ＸＦＤ", "xi'an", "lü", "G60", "Ｇ６０科创", "海宁 集成电路", "zhangsan", "a", "（", "'", "no such"]
    for name in chance.sample(names, 60):
        pinyin, initials = likely_pinyin(name)
        start = chance.randrange(len(name))
        found += [name, name[start : start + 4], pinyin[: chance.randint(2, 30)], initials[:3], name.upper()]
    return [clean_text(words) for words in found]


def test_search_and_what_it_offers_are_the_servers(asked_pack: Page, catalog: Catalog) -> None:
    words = asked_words(catalog)
    told = asked_pack.evaluate("all => all.map((words) => [room.search(words), room.suggest(words)])", words)
    for asked, (ids, offered) in zip(words, told, strict=True):
        assert ids == list(catalog.entities.index[catalog.index.find(asked)]), asked
        assert offered == suggested.rows(catalog, asked, "zh"), asked


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_is_grouped_and_sorted_as_the_server_does(asked_pack: Page, catalog: Catalog, lang: str) -> None:
    orders = [(grouped, order) for grouped in ("", *GROUPS[1:]) for order in ("", "name")]
    told = asked_pack.evaluate(
        """([lang, orders]) => orders.map(([grouped, sorted]) => {
          room.lang = lang;
          room.take(Object.assign(room.nothing(), { q: "嘉兴", grouped, sorted }));
          return room.list();
        })""",
        [lang, orders],
    )
    picked = catalog.pick(Selection(query="嘉兴"))
    for (grouped, order), groups in zip(orders, told, strict=True):
        found = listing.groups(picked, lang, grouped)
        rows = listing.windows(picked, found, 0, lang, by_name=order == "name")
        known = [[group.title, drawn] for group, drawn in zip(found, rows, strict=True)]
        assert [[title, drawn[: listing.WINDOW]] for title, drawn in groups] == known, (grouped, order)


def test_a_hundred_comparisons_have_the_lines_of_the_servers(asked_pack: Page, catalog: Catalog) -> None:
    chance = random.Random(5)
    ids = [*map(str, catalog.entities.index), *map(str, catalog.units.index)]
    asked = [chance.sample(ids, chance.randint(2, 6)) for _ in range(100)]
    asked += [[*map(str, catalog.areas.index[catalog.areas["kind"] == kind])] for kind in ("high_tech_zone",)]
    told = asked_pack.evaluate(
        """asked => asked.map((ids) => room.compared(ids).map((line) =>
          [line.part, line.code, line.year, line.state, line.entries.map((one) => one && !one.missing)]))""",
        asked,
    )
    for subjects, lines in zip(asked, told, strict=True):
        found = compare(catalog, subjects)
        states = {id(row): "missing" for row in found.missing} | {id(row): "single" for row in found.single}
        states |= {id(row): "same" for row in found.equal} | {id(row): "differs" for row in found.differing}
        expected = [
            [row.part, row.code, row.year, states[id(row)], [fact and fact.value is not None for fact in row.facts]]
            for row in found.rows
        ]
        assert sorted(lines) == sorted(expected), subjects
        assert [line[:2] for line in lines if line[0] == "fields"] == [
            one[:2] for one in expected if one[0] == "fields"
        ]


def test_hostile_names_are_shown_as_written_and_run_nothing(hall: Callable[..., Hall], tmp_path: Path) -> None:
    hostile = Catalog.load(FolderSource(hostile_copy(GEODATA, tmp_path / "geodata")))
    path = tmp_path / "hostile.html"
    path.write_bytes(pack(hostile, scenes.shipped()))
    room = hall(path)
    for entity_id, name in hostile.entities["name_zh"].items():
        room.page.evaluate("id => room.choose(id)", entity_id)
        assert room.page.locator("#results .card h2").evaluate("node => node.textContent") == name
    room.page.evaluate("room.take(Object.assign(room.nothing(), {compare: ['lake-juanhu', 'htz-nanhu', '330481']}))")
    room.page.evaluate("room.openBoard('compare')")
    room.start()
    assert room.page.evaluate("window.hacked") is None
    assert room.requests == [path.as_uri()]


def test_a_browser_that_is_too_old_is_told_so_in_words(hall: Callable[..., Hall], browser: Browser, file: Path) -> None:
    context = browser.new_context(offline=True)
    context.add_init_script("delete Object.fromEntries; delete window.ResizeObserver;")
    page = context.new_page()
    page.goto(file.as_uri())
    expect(page.locator("#old")).to_contain_text("这个浏览器太旧")
    expect(page.locator("#old")).to_contain_text("too old")
    context.close()
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    expect(page.locator("#old")).to_contain_text("Chromium 80")
    context.close()


def test_a_pack_without_a_memory_still_opens(browser: Browser, file: Path) -> None:
    context = browser.new_context(offline=True)
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    room = Hall(context.new_page()).open(file).start()
    room.press("PageDown")
    assert room.at == 2
    room.page.evaluate("room.openBoard('decisions')")
    expect(room.page.locator("#board .warning")).to_be_visible()
    context.close()


# Live ---------------------------------------------------------------------------------------------


def test_the_planner_presenting(new_page: Callable[..., Page], server: str) -> None:
    page = new_page()
    six = json.loads(scenes.write(scenes.shipped()))
    six["scenes"] = six["scenes"][:6]
    page.goto(f"{server}/present")
    page.evaluate("six => localStorage.setItem('g60.presentation', JSON.stringify(six))", six)
    page.evaluate("localStorage.setItem('g60.scene', 'opening')")
    room = Hall(page)
    page.goto(f"{server}/present")
    page.locator("body[data-started]").wait_for(timeout=PATIENCE_MS)
    assert page.evaluate("room.scenes.length") == 6
    room.start()
    for _ in range(3):
        room.press("PageDown")
        room.settle()
    assert room.at == 4
    room.drag()
    room.press("PageDown")
    room.settle()
    there = room.view()
    assert room.at == 5
    room.press(".")
    expect(page.locator(".cover")).to_have_count(1)
    room.press(".")
    expect(page.locator(".cover")).to_have_count(0)
    other = page.context.new_page()
    page.close()
    room = Hall(other)
    other.goto(f"{server}/present")
    other.locator("body[data-started]").wait_for(timeout=PATIENCE_MS)
    room.settle()
    assert (room.at, room.view()) == (5, there)
    loaded = other.evaluate("performance.timeOrigin")
    room.press("r")
    room.press("c")
    room.settle()
    assert (room.at, room.view(), other.evaluate("performance.timeOrigin")) == (5, there, loaded)
    room.press("Escape")
    other.wait_for_url(re.compile(r"/meeting\?scene=5$"), timeout=PATIENCE_MS)
