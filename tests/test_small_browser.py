"""The small things that stop people: the order of the list, rows to compare, keys, high contrast, a phone."""

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Locator, Page, expect

from g60.contract.i18n import LANGUAGES, text
from tests.atlas_page import PATIENCE_MS, AtlasPage, settle

pytestmark = pytest.mark.e2e

RESULTS = ".st-key-atlas_results"
# What comes in is pale at first: it is looked at when it has come.
SERIOUS = """async () => {
  const parts = Array.from(document.querySelectorAll("*"), (node) => node.shadowRoot).filter(Boolean);
  const moving = [document, ...parts].flatMap((root) => root.getAnimations());
  await Promise.all(moving.map((one) => one.finished.catch(() => 0)));
  const found = (await axe.run({ runOnly: ["wcag2a", "wcag2aa"] })).violations;
  return found.filter((one) => ["serious", "critical"].includes(one.impact)).map((one) => [one.id, one.nodes[0].html]);
}"""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_is_reordered_rows_are_compared_and_keys_are_shown(page: Page, server: str, lang: str) -> None:
    atlas = AtlasPage(page, server).open(f"/?lang={lang}")
    results = page.locator(RESULTS)
    grouped, in_order = results.locator(".order select").nth(0), results.locator(".order select").nth(1)
    grouped.select_option("unit")
    first = "南湖" if lang == "zh" else "Nanhu"
    expect(results.locator(".group h3").first).to_contain_text(first, timeout=PATIENCE_MS)
    in_order.select_option("name")
    page.wait_for_function(
        "location.search.includes('grouped=unit') && location.search.includes('sorted=name')", timeout=PATIENCE_MS
    )
    rows = results.locator(".list .row")
    rows.nth(0).hover()
    rows.nth(0).locator(".pick").click()
    rows.nth(1).focus()
    page.keyboard.press("x")
    expect(results.locator(".row.picked")).to_have_count(2)
    opens = results.locator(".picks a")
    expect(opens).to_have_text(text("compare_open", lang, count=2))
    page.wait_for_function("location.search.split('compare=').length === 3", timeout=PATIENCE_MS)
    # Esc leads back a step at a time: the sheet of the keys, then the card.
    rows.nth(2).click()
    expect(atlas.card).to_be_visible(timeout=PATIENCE_MS)
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name=text("panel_keys", lang))
    expect(sheet).to_contain_text(text("panel_key_pick", lang))
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(SERIOUS) == []
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(atlas.card).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Escape")
    expect(atlas.card).to_be_hidden()
    # On the map the same keys are the page's.
    atlas.map.locator("#map_div").focus()
    page.keyboard.press("?")
    expect(sheet).to_be_visible()
    page.keyboard.press("?")
    expect(sheet).to_be_hidden()
    atlas.map.locator("#map_div").focus()
    page.keyboard.press("/")
    expect(page.locator("input[type=search]")).to_be_focused()


@pytest.fixture
def stranger(browser: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """A page of a browser that has never been here, with options of its own."""
    opened = []

    def open_page(**options: object) -> Page:
        context = browser.new_context(service_workers="block", **options)  # type: ignore[arg-type]
        opened.append(context)
        return context.new_page()

    yield open_page
    for context in opened:
        context.close()


def test_the_first_visit_is_told_of_the_tools_once(stranger: Callable[..., Page], server: str) -> None:
    page = stranger(viewport={"width": 1440, "height": 900})
    atlas = AtlasPage(page, server).open("/?lang=en")
    hint = atlas.map.locator(".atlas-hint")
    expect(hint).to_contain_text("Press ?")
    words = "node => getComputedStyle(node, '::after').visibility + getComputedStyle(node, '::after').content"
    tool = atlas.map.get_by_role("button", name=text("map_tool_near", "en"))
    assert tool.evaluate(words).startswith("hidden")
    tool.hover()
    assert tool.evaluate(words) == f'visible"{text("map_tool_near", "en")}"'
    hint.get_by_role("button").click()
    expect(hint).to_have_count(0)
    page.reload()
    atlas.map.locator("#map_div.is-painted").wait_for(timeout=PATIENCE_MS)
    expect(hint).to_have_count(0)


def rest_on(page: Page, place: Locator, ms: int) -> None:
    """A finger rests on something for so long, and leaves."""
    box = place.bounding_box()
    assert box is not None
    finger = page.context.new_cdp_session(page)
    at = [{"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}]
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": at})
    page.wait_for_timeout(ms)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


# The buttons of the legend that lie over words of their line.
COVERING = """(buttons) => buttons.filter((button) => {
  const range = document.createRange();
  range.selectNodeContents(button.parentNode.querySelector(".atlas-legend-row"));
  const own = button.getBoundingClientRect();
  return Array.from(range.getClientRects()).some((box) => box.width > 0 && box.right > own.left + 1
    && box.left < own.right - 1 && box.bottom > own.top + 1 && box.top < own.bottom - 1);
}).map((button) => button.getAttribute("aria-label"))"""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_by_touch_the_tools_show_their_words(stranger: Callable[..., Page], server: str, lang: str) -> None:
    page = stranger(viewport={"width": 375, "height": 740}, has_touch=True, is_mobile=True)
    page.add_init_script("localStorage.setItem('g60.hint', '1')")
    atlas = AtlasPage(page, server).open(f"/?lang={lang}")
    word = "node => [getComputedStyle(node, '::after').visibility, getComputedStyle(node, '::after').content]"
    fold = atlas.map.get_by_role("button", name=text("map_tool_tools", lang), exact=True)
    tray = atlas.map.locator(".atlas-tools-tray .atlas-button")
    for button in (fold, atlas.map.locator(".atlas-buttons .atlas-button").first):
        zoom = atlas.view()[0]
        rest_on(page, button, 700)
        assert button.evaluate(word) == ["visible", f'"{button.get_attribute("aria-label")}"']
        expect(tray.first).to_be_hidden()
        assert atlas.view()[0] == zoom, "who reads the word does not press the button"
        expect(button).not_to_have_class(re.compile("is-told"), timeout=3_000)
    fold.tap()
    expect(tray.first).to_be_visible()
    for button in tray.all():
        assert button.evaluate(word) == ["visible", f'"{button.get_attribute("aria-label")}"']
        wide = button.bounding_box()
        assert wide is not None
        assert wide["x"] + wide["width"] <= 375
    page.evaluate("scrollTo(0, 0)")
    atlas.map.locator(".atlas-legend-button").tap()
    only = atlas.map.locator(".atlas-legend-only")
    expect(only.first).to_be_visible()
    assert only.evaluate_all(COVERING) == []


def test_in_high_contrast_symbols_keep_their_colours_and_the_logo_is_seen(
    stranger: Callable[..., Page], server: str
) -> None:
    page = stranger(viewport={"width": 1440, "height": 900}, forced_colors="active")
    atlas = AtlasPage(page, server).open("/")
    kept = "node => getComputedStyle(node).forcedColorAdjust"
    for mark in ("mark-core_area", "mark-high_tech_zone", "mark-lake_district", "mark-carrier"):
        assert page.locator(f".{mark}").first.evaluate(kept) == "none"
    assert atlas.map.locator(".leaflet-map-pane").evaluate(kept) == "none"
    assert atlas.map.locator(".atlas-swatch").first.evaluate(kept) == "none"
    logo = "node => { const look = getComputedStyle(node, '::before'); return [look.forcedColorAdjust, look.content]; }"
    assert page.locator(".st-key-atlas_header").evaluate(logo) == ["none", '""']


@pytest.mark.parametrize("name", ["tasks", "evaluation", "ledger", "meeting"])
def test_in_high_contrast_what_is_chosen_and_what_is_pressed_are_told(
    stranger: Callable[..., Page], server: str, name: str
) -> None:
    """The accent says what is chosen, and high contrast takes all accents away."""
    page = stranger(viewport={"width": 1440, "height": 900}, forced_colors="active")
    page.goto(f"{server}/{name}?lang=zh")
    settle(page)
    chosen = page.locator(".scene.chosen:visible, [aria-pressed='true']:visible")
    chosen.first.wait_for(timeout=PATIENCE_MS)
    assert {one.evaluate("node => getComputedStyle(node).outlineStyle") for one in chosen.all()} == {"solid"}
    for button in page.locator(".start:visible").all():
        assert button.evaluate("node => getComputedStyle(node).borderTopStyle") == "solid"


def test_on_a_phone_one_finger_scrolls_past_the_map_and_wide_tables_say_so(
    stranger: Callable[..., Page], server: str
) -> None:
    page = stranger(viewport={"width": 375, "height": 740}, has_touch=True, is_mobile=True)
    atlas = AtlasPage(page, server).open("/?lang=en")
    box = atlas.map.locator("#map_div")
    assert box.evaluate("node => getComputedStyle(node).touchAction") == "pan-x pan-y"
    assert atlas.ask_map("map_div.dragging.enabled()") is False
    page.goto(f"{server}/indicators?lang=en")
    table = page.locator(".scroll.wider").first
    table.wait_for(timeout=PATIENCE_MS)
    expect(page.locator(".sideways").first).to_have_text(text("panel_sideways", "en"))
    first = table.locator("tbody th").first
    before = first.bounding_box()
    table.evaluate("node => { node.scrollLeft = 120; }")
    after = first.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["x"] - after["x"]) < 3
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


@pytest.mark.parametrize("lang", LANGUAGES)
def test_on_a_phone_new_words_close_the_card_and_the_line_stays_above_the_keyboard(
    stranger: Callable[..., Page], server: str, lang: str
) -> None:
    page = stranger(viewport={"width": 375, "height": 740}, has_touch=True, is_mobile=True)
    atlas = AtlasPage(page, server).open(f"/?lang={lang}&focus=lake-juanhu")
    expect(atlas.card).to_be_visible(timeout=PATIENCE_MS)
    line = page.locator("input[type=search]")
    line.tap()
    page.keyboard.type("hn")
    expect(page.locator(".offer").first).to_be_visible(timeout=PATIENCE_MS)
    expect(atlas.card).to_be_hidden(timeout=PATIENCE_MS)
    expect(page.locator(f"{RESULTS} .list .row").first).to_be_visible(timeout=PATIENCE_MS)
    atlas.settle()
    place = line.bounding_box()
    assert place is not None
    assert 0 <= place["y"] < 100
