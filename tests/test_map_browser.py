"""The map in a real browser: drawn once through fifty selections, labels that keep apart, nothing out of reach."""

import random
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from benchmarks.server import APP
from benchmarks.server import serving as serving_synthetic
from g60.ask.selection import Selection
from g60.contract.codes import COUNTIES
from g60.contract.themes import THEMES
from g60.ui.asked import load_catalog
from tests.atlas_page import FRAME, PATIENCE_MS, AtlasPage, go, settle
from tests.conftest import waited_for

pytestmark = pytest.mark.e2e

SELECTIONS = 50
SEED = 20260
# None is the name of a filter: that would be set, and may be set already.
WORDS = ("xfd", "芯片", "实验室", "先进", "Zhejiang", "没有这样的")
SIZES = {"wide": (1920, 1080), "desk": (1024, 768), "phone": (375, 740)}
# How many rows make crowded points gather; each with a point, or in a badge.
ROWS = 4_000


@pytest.fixture
def atlas(page: Page, server: str) -> AtlasPage:
    return AtlasPage(page, server)


# One drawing ---------------------------------------------------------------------------------


def act(atlas: AtlasPage, chance: random.Random, steps: list[str]) -> None:
    """One thing that a reader does to the filters; it changes the selection. `steps` can be gone back."""
    page = atlas.page
    filters = page.locator(".st-key-atlas_filters")
    clear = filters.locator("button.clear")
    options = filters.locator("label.option input:not([aria-disabled])")
    kind = chance.choices(["toggle", "query", "clear", "back"], [70, 10, 12, 8])[0]
    if clear.is_visible() and (kind == "clear" or not options.count()):
        clear.click()
    elif kind == "query":
        words = filters.locator("input[type=search]")
        words.fill(chance.choice([word for word in WORDS if word != words.input_value()]))
        words.press("Enter")
    elif kind == "back" and steps:
        steps.pop()
        page.go_back()
        return
    else:
        options.nth(chance.randrange(options.count())).click()
    steps.append(kind)


def wanted_ids(search: str) -> list[str]:
    """What `python -m g60 list` gives for an address: both call this."""
    query = parse_qs(urlsplit(search).query)
    return sorted(load_catalog().pick(Selection.from_query(query)).entities.index)


def test_fifty_selections_leave_one_map_in_one_place_with_the_right_ids(atlas: AtlasPage) -> None:
    chance = random.Random(SEED)
    atlas.open()
    atlas.drag_map(-60, 40)
    atlas.page.wait_for_function("location.search.includes('map=')", timeout=PATIENCE_MS)
    atlas.ask_map("window.marked = 1; map_div.getContainer().marked = 1")
    frame, view = atlas.frame, atlas.view()
    steps: list[str] = []
    for number in range(SELECTIONS):
        before = atlas.page.evaluate("location.search")
        act(atlas, chance, steps)
        atlas.page.wait_for_function("before => location.search !== before", arg=before, timeout=PATIENCE_MS)
        # A click may be followed by the server's own spelling of the address.
        settle(atlas.page)
        search = atlas.page.evaluate("location.search")
        atlas.shows(wanted_ids(search))
        assert atlas.frame == frame, f"{number}: another frame after {search}"
        kept = atlas.ask_map("[window.marked, map_div.getContainer().marked, atlas.drawn]")
        assert kept == [1, 1, 1], f"{number}: another map after {search}"
        assert atlas.view() == view, f"{number}: another view after {search}"
    assert atlas.page.foreign_requests == []  # type: ignore[attr-defined]


def test_language_and_theme_leave_the_map_where_it_is(atlas: AtlasPage) -> None:
    atlas.open("/?unit=330481&map=10.5/30.6/120.8")
    atlas.ask_map("window.marked = 1; map_div.getContainer().marked = 1")
    view = atlas.view()
    for theme in (*list(THEMES)[1:], "day"):
        atlas.page.locator(".st-key-look select").select_option(theme)
        atlas.frame.wait_for_function("theme => atlas.state.theme === theme", arg=theme, timeout=PATIENCE_MS)
        assert atlas.page.evaluate("document.documentElement.dataset.theme") == theme
        painted = atlas.ask_map("getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()")
        assert painted == THEMES[theme].accent
        panel = atlas.page.locator(".st-key-atlas_filters").evaluate("e => getComputedStyle(e).backgroundColor")
        assert panel == "rgb({}, {}, {})".format(*bytes.fromhex(THEMES[theme].panel[1:]))
    atlas.page.get_by_role("button", name="English").click()
    atlas.frame.wait_for_function("atlas.state.lang === 'en'", timeout=PATIENCE_MS)
    assert atlas.page.evaluate("document.documentElement.lang") == "en"
    assert atlas.ask_map("[window.marked, map_div.getContainer().marked, atlas.drawn]") == [1, 1, 1]
    assert atlas.view() == view


@pytest.mark.parametrize("theme", list(THEMES))
def test_theme_of_an_address_is_there_before_anything_is_painted(page: Page, server: str, theme: str) -> None:
    page.goto(f"{server}/?theme={theme}", wait_until="commit")
    page.wait_for_function("document.styleSheets.length > 0")
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    ground = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper').trim()")
    assert ground == THEMES[theme].paper


# Labels --------------------------------------------------------------------------------------


def overlapping(labels: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [
        (one["text"], other["text"])
        for one, other in combinations(labels, 2)
        if one["x"] < other["x"] + other["w"]
        and other["x"] < one["x"] + one["w"]
        and one["y"] < other["y"] + other["h"]
        and other["y"] < one["y"] + one["h"]
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_no_two_labels_overlap_and_the_required_ones_are_there(
    new_page: Callable[..., Page], server: str, size: str, lang: str
) -> None:
    width, height = SIZES[size]
    page = new_page(viewport={"width": width, "height": height})
    atlas = AtlasPage(page, server).open(f"/?lang={lang}&focus=lake-juanhu")
    atlas.settle()
    labels = atlas.ask_map("atlas.labels()")
    assert overlapping(labels) == []
    there = {label["id"] for label in labels}
    required = {*COUNTIES, "lake-juanhu"}
    if size == "wide":
        areas = load_catalog().areas
        required |= set(areas.index[areas["kind"].isin(["high_tech_zone", "lake_district"])])
    assert required <= there, required - there
    inner = atlas.ask_map("[innerWidth, innerHeight]")
    cut = [
        label["text"]
        for label in labels
        if label["id"] in required
        and (
            label["x"] < 0 or label["y"] < 0 or label["x"] + label["w"] > inner[0] or label["y"] + label["h"] > inner[1]
        )
    ]
    assert cut == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_labels_keep_apart_in_every_theme(new_page: Callable[..., Page], server: str, size: str, lang: str) -> None:
    width, height = SIZES[size]
    page = new_page(viewport={"width": width, "height": height})
    first, *others = [theme for theme in THEMES if theme != "day"]
    atlas = AtlasPage(page, server).open(f"/?lang={lang}&theme={first}")
    for theme in (first, *others):
        if theme != first:
            atlas.change(f"/?lang={lang}&theme={theme}")
            atlas.frame.wait_for_function("theme => atlas.state.theme === theme", arg=theme, timeout=PATIENCE_MS)
        atlas.settle()
        labels = atlas.ask_map("atlas.labels()")
        assert labels
        assert overlapping(labels) == [], theme


def test_panning_moves_no_label_against_the_map(atlas: AtlasPage) -> None:
    atlas.open()
    place = "Object.fromEntries(atlas.labels().filter(l => l.id).map(l => [l.id, [l.x, l.y]]))"
    before = atlas.ask_map(place)
    atlas.ask_map("void map_div.panBy([63, -41], {animate: false})")
    atlas.settle()
    after = atlas.ask_map(place)
    assert before.keys() == after.keys()
    moved = [
        name
        for name in before
        if abs(before[name][0] - after[name][0] - 63) > 1 or abs(before[name][1] - after[name][1] + 41) > 1
    ]
    assert moved == []


# Honest symbols ------------------------------------------------------------------------------


@pytest.mark.parametrize("grade", ["A", "B", "C"])
def test_place_known_within_a_radius_shows_it_when_chosen(atlas: AtlasPage, grade: str) -> None:
    carriers = load_catalog().carriers
    chosen = carriers.index[(carriers["location_grade"] == grade) & carriers["uncertainty_m"].notna()]
    if chosen.empty:
        pytest.skip(f"no carrier of grade {grade} has a radius")
    atlas.open(f"/?focus={chosen[0]}")
    expect(atlas.map.locator("path.atlas-uncertainty.is-focus")).to_have_count(1)


def test_place_known_by_county_only_has_no_mark_and_lights_its_badge(atlas: AtlasPage) -> None:
    carriers = load_catalog().carriers
    row = carriers[carriers["location_grade"] == "D"].iloc[0]
    atlas.open(f"/?focus={row.name}")
    assert atlas.ask_map("id => atlas.find(id).at", row.name) is None
    expect(atlas.map.locator(f".atlas-badge.is-focus[data-badge='{row['unit']}']")).to_have_count(1)


def test_bodies_at_one_point_each_have_a_mark_of_their_own(atlas: AtlasPage) -> None:
    atlas.open()
    carriers = load_catalog().carriers
    shared = carriers[carriers["lon"].notna() & carriers.duplicated(["lon", "lat"], keep=False)]
    assert len(shared) > 1
    boxes = {box["id"]: (box["x"], box["y"]) for box in atlas.ask_map("atlas.carriers.marks()")}
    reached = {
        entity_id: atlas.ask_map("([x, y]) => atlas.carriers.hit(L.point(x, y))", boxes[entity_id])
        for entity_id in shared.index
    }
    assert reached == {entity_id: entity_id for entity_id in shared.index}


# Counted groups ------------------------------------------------------------------------------


def test_an_answer_makes_the_browser_work_out_no_style_anew(atlas: AtlasPage) -> None:
    """The frame's library adds the same style sheet with each answer, and `lang` counts as new when it is written."""
    atlas.open()
    sheets = "document.head.querySelectorAll('style').length"
    before = atlas.ask_map(sheets)
    atlas.ask_map(
        """() => {
          window.written = 0;
          const count = (changes) => (window.written += changes.length);
          const root = document.documentElement;
          new MutationObserver(count).observe(root, { attributes: true, attributeFilter: ["lang"] });
        }"""
    )
    for name in ("海宁", "半导体", "平湖"):
        atlas.filter(name)
        atlas.settle()
    assert (atlas.ask_map(sheets), atlas.ask_map("window.written")) == (before, 0)


@pytest.fixture(scope="module")
def crowded() -> Iterator[str]:
    """The app over a synthetic list of some thousands."""
    with serving_synthetic(APP, ROWS) as served:
        yield served.url


def summed(atlas: AtlasPage) -> int:
    tally = atlas.ask_map("atlas.carriers.tally()")
    return int(tally["marks"]) + sum(tally["groups"]) + sum(tally["badges"])


def test_counted_groups_sum_to_what_is_shown_at_every_zoom_and_filter(page: Page, crowded: str) -> None:
    atlas = AtlasPage(page, crowded).open()
    assert summed(atlas) == ROWS
    for zoom in (9, 11, 13, 15):
        atlas.ask_map("zoom => void map_div.setZoom(zoom, {animate: false})", zoom)
        assert summed(atlas) == ROWS, zoom
    atlas.ask_map("atlas.home()")
    atlas.filter("海宁")
    atlas.page.wait_for_function("location.search.includes('unit=')", timeout=PATIENCE_MS)
    atlas.frame.wait_for_function("all => atlas.carriers.shownRows().length < all", arg=ROWS, timeout=PATIENCE_MS)
    assert 0 < summed(atlas) == atlas.ask_map("atlas.carriers.shownRows().length")


def test_counted_group_opens_on_click(page: Page, crowded: str) -> None:
    atlas = AtlasPage(page, crowded).open()
    zoom = atlas.view()[0]
    box = page.locator(FRAME).bounding_box()
    assert box is not None
    largest = """() => {
      const corner = map_div.getPixelBounds().min;
      const all = atlas.carriers.groups().map((g) => [g.count, g.x - corner.x, g.y - corner.y]);
      const clear = (g) => g[1] > 120 && g[2] > 120 && g[1] < innerWidth - 320 && g[2] < innerHeight - 160;
      return all.filter(clear).sort((a, b) => b[0] - a[0])[0];
    }"""
    count, x, y = atlas.ask_map(largest)
    assert count > 20
    page.mouse.click(box["x"] + x, box["y"] + y)
    atlas.frame.wait_for_function("zoom => map_div.getZoom() > zoom + 0.5", arg=zoom, timeout=PATIENCE_MS)


def test_small_group_lists_its_members_for_pointer_and_keyboard(page: Page, crowded: str) -> None:
    atlas = AtlasPage(page, crowded).open()
    ids = atlas.ask_map("""() => {
      const group = atlas.carriers.groups().find((g) => g.count > 2 && g.count < 15);
      atlas.openGroup(group, L.point(200, 200));
      return atlas.carriers.members(group);
    }""")
    rows = atlas.map.locator(".atlas-list.is-open button")
    expect(rows).to_have_count(len(ids))
    expect(rows.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(atlas.map.locator(".atlas-list.is-open")).to_have_count(0)


# In step -------------------------------------------------------------------------------------


def test_hover_in_the_list_reaches_the_map_without_a_word_to_the_server(atlas: AtlasPage) -> None:
    sent: list[str | bytes] = []

    def note(data: str | bytes) -> None:  # Playwright cannot wrap a list's own method
        sent.append(data)

    atlas.page.on("websocket", lambda socket: socket.on("framesent", note))
    atlas.open()
    for entity_id in ("htz-haining", "htz-wuzhen", "lake-juanhu"):
        row = atlas.row(entity_id)
        expect(row).to_be_attached(timeout=PATIENCE_MS)
        row.scroll_into_view_if_needed()
        sent.clear()
        row.hover()
        atlas.frame.wait_for_function("id => atlas.state.hover === id", arg=entity_id, timeout=PATIENCE_MS)
        assert sent == []


def test_county_is_chosen_on_the_map_and_asked_for_alone_in_its_card(atlas: AtlasPage) -> None:
    atlas.open("/?list=plan")
    atlas.map.locator(".atlas-badge[data-badge='330481']").click()
    only = atlas.card.get_by_role("button", name="只看海宁")
    only.click(timeout=PATIENCE_MS)
    atlas.page.wait_for_function("location.search.includes('unit=330481')", timeout=PATIENCE_MS)
    atlas.shows(wanted_ids("?unit=330481&list=plan"))


def test_legend_entry_asks_for_its_kind_alone_by_keyboard(atlas: AtlasPage) -> None:
    atlas.open()
    button = atlas.map.locator(".atlas-legend-button")
    if button.get_attribute("aria-expanded") == "false":
        button.press("Enter")
    atlas.map.get_by_role("button", name="只看高新区").press("Enter")
    atlas.shows(wanted_ids("?kind=high_tech_zone"))


def test_map_is_walked_by_keys_and_left_by_escape(atlas: AtlasPage) -> None:
    atlas.open()
    walker = atlas.map.locator(".atlas-walker")
    walker.focus()
    first = walker.inner_text()
    atlas.page.keyboard.press("ArrowRight")
    assert walker.inner_text() != first
    atlas.page.keyboard.press("Enter")
    expect(atlas.card).to_be_visible(timeout=PATIENCE_MS)
    atlas.page.keyboard.press("Escape")
    expect(atlas.card).to_be_hidden(timeout=PATIENCE_MS)
    atlas.page.wait_for_function("!location.search.includes('focus=')", timeout=PATIENCE_MS)


def test_click_on_nothing_lets_go(atlas: AtlasPage) -> None:
    atlas.open("/?focus=lake-juanhu")
    atlas.ask_map("atlas.choose('')")
    expect(atlas.card).to_be_hidden(timeout=PATIENCE_MS)


# Nobody is shut out --------------------------------------------------------------------------

# What axe finds serious or critical and is out of reach, with why. There is nothing now.
OUT_OF_REACH: dict[str, str] = {}


@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_nothing_serious(new_page: Callable[..., Page], server: str, lang: str, size: str) -> None:
    width, height = SIZES[size]
    page = new_page(viewport={"width": width, "height": height})
    paths = ("/?", "/?focus=lake-juanhu&", "/?unit=330481&industry=semi&", "/sources?")
    found = {path: serious(page, f"{server}{path}lang={lang}") for path in paths}
    assert found == {path: [] for path in paths}


@pytest.mark.parametrize("theme", [theme for theme in THEMES if theme != "day"])
def test_axe_finds_nothing_serious_in_any_theme(new_page: Callable[..., Page], server: str, theme: str) -> None:
    assert serious(new_page(), f"{server}/?unit=330481&industry=semi&theme={theme}") == []


def serious(page: Page, address: str) -> list[str]:
    go(page, address)
    page.locator("h1").wait_for(timeout=PATIENCE_MS)
    if "/sources" not in address:
        page.frame_locator(FRAME).locator("#map_div.is-painted").wait_for(timeout=PATIENCE_MS)
    settle(page)
    for frame in page.frames:
        # Words that fade in have no contrast yet.
        waited_for(frame, "document.getAnimations().every(one => one.playState !== 'running')", timeout=PATIENCE_MS)
        if not frame.evaluate("'axe' in window"):
            frame.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{entry['id']}: {node['html'][:120]}"
        for entry in found
        if entry["impact"] in ("serious", "critical") and entry["id"] not in OUT_OF_REACH
        for node in entry["nodes"]
    ]
