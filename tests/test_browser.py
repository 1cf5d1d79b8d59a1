"""The app as its readers use it: the real server, a real Chromium, every other host blocked."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, WebSocket, WebSocketRoute, expect

from g60.ask.selection import Selection
from g60.ui.asked import load_catalog
from tests.atlas_page import FRAME, PATIENCE_MS, POLLING_MS, AtlasPage, resize, settle

pytestmark = pytest.mark.e2e

SLOW = "**/*suggest=%E6%B9%96%E5%8C%BA"
HAINING_SEMI = "海宁 · 半导体：2 个载体、1 个科创湖区（归属推断）"
HAINING_SEMI_IDS = ["carrier-20", "carrier-21", "lake-juanhu"]


@pytest.fixture
def atlas(page: Page, server: str) -> AtlasPage:
    return AtlasPage(page, server)


def test_first_screen_shows_what_the_plan_counts(atlas: AtlasPage) -> None:
    atlas.open()
    for code, count in {"corridor": 1, "core_area": 1, "high_tech_zone": 8, "lake_district": 8, "carrier": 24}.items():
        tally = atlas.page.locator(f".st-key-atlas_results button.tally[data-code={code}]")
        expect(tally.locator(".digits")).to_have_text(str(count))
        tally.click()
        atlas.frame.wait_for_function("count => atlas.shown().length === count", arg=count, timeout=PATIENCE_MS)
        expect(atlas.page.locator(".st-key-atlas_results .front button.row")).to_have_count(count)
        atlas.page.locator(".st-key-atlas_filters button.clear").click()
        atlas.frame.wait_for_function("atlas.shown().length > 80", timeout=PATIENCE_MS)


def test_first_view_shows_all_of_jiaxing(atlas: AtlasPage) -> None:
    atlas.open()
    west, south, east, north = atlas.ask_map("atlas.data.counties.bbox")
    assert east - west > 0.9
    assert north - south > 0.6
    corners = [[south, west], [north, east]]
    assert atlas.ask_map("corners => map_div.getBounds().contains(corners)", corners)


def test_a_filter_never_reloads_or_moves_the_map_and_the_address_keeps_it(atlas: AtlasPage) -> None:
    atlas.open()
    atlas.ask_map("window.marked = 1; map_div.getContainer().marked = 1")
    view = atlas.view()
    atlas.filter("海宁")
    atlas.filter("半导体")
    atlas.says(HAINING_SEMI)
    atlas.shows(HAINING_SEMI_IDS)
    assert atlas.ask_map("[window.marked, map_div.getContainer().marked, atlas.drawn]") == [1, 1, 1]
    assert atlas.view() == view
    assert atlas.query() == {"unit": ["330481"], "industry": ["semi"]}
    atlas.page.reload()
    atlas.says(HAINING_SEMI)
    atlas.map.locator("#map_div.is-painted").wait_for()
    atlas.shows(HAINING_SEMI_IDS)
    assert atlas.view() == pytest.approx(view, abs=1e-4)


def test_of_two_clicks_the_second_of_which_leaves_before_the_first_is_answered_both_count(atlas: AtlasPage) -> None:
    sockets: list[WebSocketRoute] = []
    sent: list[str | bytes] = []
    held: list[str | bytes] = []
    holding: list[bool] = []

    def between(page: WebSocketRoute) -> None:
        server = page.connect_to_server()

        def to_server(message: str | bytes) -> None:
            sent.append(message)
            server.send(message)

        def to_page(message: str | bytes) -> None:
            if holding:
                held.append(message)
            else:
                page.send(message)

        page.on_message(to_server)
        server.on_message(to_page)
        sockets.append(page)

    atlas.page.route_web_socket(re.compile("/_stcore/stream"), between)
    atlas.open().settle()
    holding.append(True)  # from here on the page hears no answer
    for label in ("海宁", "半导体"):
        before = len(sent)
        atlas.filter(label)
        while len(sent) == before:
            atlas.page.wait_for_timeout(POLLING_MS)
    holding.clear()
    for message in held:
        sockets[-1].send(message)
    atlas.says(HAINING_SEMI)
    atlas.shows(HAINING_SEMI_IDS)
    atlas.page.wait_for_function("location.search === '?unit=330481&industry=semi'", timeout=PATIENCE_MS)


def test_one_click_clears(atlas: AtlasPage) -> None:
    atlas.open("/?unit=330481&industry=semi")
    atlas.page.locator(".st-key-atlas_filters button.clear").click()
    atlas.frame.wait_for_function("atlas.shown().length === 86", timeout=PATIENCE_MS)
    assert atlas.query() == {}


def test_a_moved_map_is_in_the_address_without_a_step_of_the_history(atlas: AtlasPage) -> None:
    sockets: list[WebSocket] = []

    def note(socket: WebSocket) -> None:  # Playwright cannot wrap a list's own method
        sockets.append(socket)

    atlas.page.on("websocket", note)
    atlas.open("/?unit=330481")
    steps = atlas.page.evaluate("history.length")
    with sockets[-1].expect_event("framesent", timeout=PATIENCE_MS):  # the server is told last
        atlas.drag_map(-120, -60)
    atlas.page.wait_for_function("location.search.includes('map=')", timeout=PATIENCE_MS)
    atlas.settle()
    assert atlas.page.evaluate("history.length") == steps
    moved = atlas.view()
    atlas.filter("半导体")
    atlas.says(HAINING_SEMI)
    assert atlas.view() == moved
    assert "map" in atlas.query()


def test_a_permalink_gives_the_same_view_in_a_new_browser(new_page: Callable[..., Page], server: str) -> None:
    first = AtlasPage(new_page(), server).open("/?unit=330481&industry=semi&focus=lake-juanhu&map=11/30.53/120.69")
    second = AtlasPage(new_page(), server).open(first.page.evaluate("location.pathname + location.search"))
    for atlas in (first, second):
        atlas.shows(HAINING_SEMI_IDS)
        expect(atlas.card.get_by_role("heading", level=2)).to_have_text("鹃湖国际科技城")
        assert atlas.view() == pytest.approx([11, 30.53, 120.69], abs=1e-3)


def test_a_view_survives_another_page_and_the_way_back(atlas: AtlasPage) -> None:
    atlas.open("/?unit=330481&map=11/30.53/120.69&layers=-zones")
    atlas.page.get_by_role("link", name="来源与方法").click()
    expect(atlas.page.get_by_role("heading", name="文件", exact=True)).to_be_visible(timeout=PATIENCE_MS)
    atlas.page.get_by_role("link", name="地图", exact=True).click()
    atlas.map.locator("#map_div.is-painted").wait_for(timeout=PATIENCE_MS)
    assert atlas.view() == pytest.approx([11, 30.53, 120.69], abs=1e-3)
    assert atlas.query()["unit"] == ["330481"]
    assert atlas.query()["layers"] == ["-zones"]


def test_the_links_of_the_head_lead_on_with_what_is_seen_now(atlas: AtlasPage) -> None:
    """A filter does not draw the head again: its links take the address as it is, here and in a new tab."""
    atlas.open()
    atlas.filter("海宁")
    atlas.filter("半导体")
    atlas.says(HAINING_SEMI)
    page = atlas.page
    link = page.get_by_role("link", name="指标", exact=True)
    with page.context.expect_page() as opening:
        link.click(modifiers=["Control"])
    assert urlsplit(opening.value.url).path.endswith("/indicators")
    assert parse_qs(urlsplit(opening.value.url).query)["industry"] == ["semi"]
    opening.value.close()
    link.click()
    page.wait_for_function("location.pathname.endsWith('/indicators')", timeout=PATIENCE_MS)
    settle(page)
    assert (atlas.query()["unit"], atlas.query()["industry"]) == (["330481"], ["semi"])
    page.go_back()
    atlas.map.locator("#map_div.is-painted").wait_for(timeout=PATIENCE_MS)
    atlas.says(HAINING_SEMI)


def test_any_page_can_be_the_first_of_a_fresh_server(serve: Callable[..., str], new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto(serve() + "/sources?unit=330481&lang=en")
    expect(page.get_by_role("heading", name="Documents", exact=True)).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("link", name="Map", exact=True).click()
    expect(page.locator(".st-key-atlas_results [data-testid=stText]").last).to_contain_text(
        "Haining", timeout=PATIENCE_MS
    )


def test_the_list_and_the_map_are_in_step_both_ways(atlas: AtlasPage) -> None:
    atlas.open("/?unit=330481")
    atlas.row("htz-haining").hover()
    atlas.frame.wait_for_function("atlas.state.hover === 'htz-haining'", timeout=PATIENCE_MS)
    # Beside its middle, where a carrier has its point.
    x, y = atlas.point_of("lake-juanhu")
    atlas.page.mouse.move(x + 12, y + 12)
    expect(atlas.row("lake-juanhu")).to_have_class(re.compile(r"\bhot\b"), timeout=PATIENCE_MS)
    atlas.page.mouse.click(x + 12, y + 12)
    expect(atlas.card.get_by_role("heading", level=2)).to_have_text("鹃湖国际科技城", timeout=PATIENCE_MS)
    assert atlas.query()["focus"] == ["lake-juanhu"]


def test_a_card_gives_every_value_its_evidence(atlas: AtlasPage) -> None:
    atlas.open("/?focus=lake-juanhu")
    fact = atlas.card.locator(".fact", has_text="面积").first
    expect(fact).to_contain_text("23.3")
    fact.get_by_role("button").click()
    expect(fact.locator(".citation")).to_contain_text("表3 第4行")
    county = atlas.card.locator(".fact", has_text="所属地").first
    expect(county).to_contain_text("推断")
    marks = atlas.card.locator(".fact button.evidence")
    assert marks.count() == atlas.card.locator(".fact").count()


def test_a_zone_without_an_area_says_so(atlas: AtlasPage) -> None:
    atlas.open("/?focus=htz-xiuzhou")
    expect(atlas.card.locator(".fact", has_text="面积").first).to_contain_text("规划未载明")


def test_carriers_known_by_county_only_are_a_number_that_opens_the_county(atlas: AtlasPage) -> None:
    atlas.open("/?list=plan")
    badge = atlas.map.locator(".atlas-badge[data-badge='330481']")
    expect(badge).to_contain_text("2")
    badge.click()
    expect(atlas.card.get_by_role("heading", level=2)).to_have_text("海宁市", timeout=PATIENCE_MS)
    names = atlas.card.locator("section.group button.row")
    assert names.count() >= 5


def test_a_layer_taken_off_is_in_the_address_and_comes_back(atlas: AtlasPage) -> None:
    atlas.open()
    atlas.map.get_by_role("button", name="图例").click()
    atlas.map.get_by_label("高新区").first.uncheck()
    atlas.page.wait_for_function("location.search.includes('layers=')", timeout=PATIENCE_MS)
    assert atlas.query()["layers"] == ["-zones"]
    atlas.page.reload()
    atlas.map.locator("#map_div.is-painted").wait_for(timeout=PATIENCE_MS)
    assert not atlas.map.get_by_label("高新区").first.is_checked()
    assert not atlas.map.locator("[data-id=htz-xiuzhou]").first.is_visible()


def test_search_finds_by_pinyin_and_offers_what_the_words_stand_for(atlas: AtlasPage) -> None:
    atlas.open()
    line = atlas.page.locator(".st-key-atlas_filters input[type=search]")
    options = atlas.page.locator(".st-key-atlas_filters [role=option]")
    atlas.page.keyboard.press("/")
    atlas.page.keyboard.type("xfd", delay=60)
    atlas.shows(["lake-xiangfudang"])
    assert line.input_value() == "xfd"
    expect(options.first).to_contain_text("科创湖区")
    line.fill("")
    atlas.page.keyboard.type("hn")
    atlas.page.keyboard.press("Enter")  # at once: what is offered has not come yet
    atlas.page.wait_for_function("location.search === '?unit=330481'", timeout=PATIENCE_MS)
    atlas.says("海宁：3 个载体、1 个高新区、1 个科创湖区（归属推断）、1 个清单外机构")
    expect(line).to_have_value("")
    atlas.page.keyboard.type("jhgjkjc", delay=20)
    atlas.page.wait_for_function("location.search.includes('q=jhgjkjc')", timeout=PATIENCE_MS)
    atlas.settle()
    expect(options.first).to_contain_text("鹃湖")
    atlas.page.keyboard.press("ArrowDown")
    expect(line).to_have_attribute("aria-activedescendant", "offer-0")
    atlas.page.keyboard.press("Enter")
    expect(atlas.card).to_contain_text("鹃湖国际科技城")
    expect(line).to_have_value("")
    expect(options).to_have_count(0)
    assert atlas.query() == {"unit": ["330481"], "focus": ["lake-juanhu"]}
    atlas.page.keyboard.type("hz", delay=20)  # a card covers no list that is asked for
    expect(atlas.card).to_be_hidden(timeout=PATIENCE_MS)
    expect(line).to_have_value("hz")


def test_an_answer_that_comes_late_leaves_the_offer_that_was_chosen_with_the_keys(atlas: AtlasPage) -> None:
    atlas.open()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    atlas.page.route(SLOW, hold)
    line = atlas.page.locator(".st-key-atlas_filters input[type=search]")
    options = atlas.page.locator(".st-key-atlas_filters [role=option]")
    line.fill("湖")
    expect(options.first).to_be_visible(timeout=PATIENCE_MS)
    line.press("End")
    with atlas.page.expect_request(SLOW):
        atlas.page.keyboard.insert_text("区")
    chosen = options.filter(has_text="湘家荡")
    for _ in range(options.count()):
        if chosen.get_attribute("aria-selected") != "true":
            line.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "false")
    held[0].continue_()
    # The unit 南湖区 and the kind of area stand before it now; the words themselves stand after it.
    expect(options).to_have_count(4, timeout=PATIENCE_MS)
    expect(chosen).to_have_attribute("aria-selected", "true")


def test_language_switches_in_place(atlas: AtlasPage) -> None:
    atlas.open("/?unit=330481&industry=semi")
    atlas.ask_map("window.marked = 1")
    atlas.page.get_by_role("button", name="English").click()
    atlas.says("Haining · Semiconductors: 2 innovation platforms, 1 lakeside innovation district (county inferred)")
    expect(atlas.map.get_by_text("Legend").first).to_be_visible(timeout=PATIENCE_MS)
    assert atlas.ask_map("window.marked") == 1
    assert atlas.query()["lang"] == ["en"]


def test_a_spoiled_link_is_read_and_its_address_cleaned_without_a_step_of_the_history(atlas: AtlasPage) -> None:
    atlas.open("/?unit=330481&amp;industry=semi&utm_source=chat&scene=3&lang=en%E3%80%82")
    atlas.says("Haining · Semiconductors: 2 innovation platforms, 1 lakeside innovation district (county inferred)")
    atlas.page.wait_for_function("location.search === '?unit=330481&industry=semi&lang=en'", timeout=PATIENCE_MS)
    assert atlas.page.evaluate("history.length") <= 2
    expect(atlas.page.locator(".st-key-atlas_notice")).to_have_count(0)
    links = atlas.page.locator(".st-key-atlas_header a").evaluate_all("links => links.map((one) => one.href)")
    assert not [link for link in links if "scene=" in link or "utm" in link]


def test_back_button_takes_a_filter_off_again(atlas: AtlasPage) -> None:
    atlas.open()
    atlas.filter("海宁")
    atlas.shows(list(load_catalog().pick(Selection(units=frozenset({"330481"}))).entities.index))
    # The map paints ahead of the server; the step of the history comes with its answer.
    atlas.page.wait_for_function("location.search.includes('unit=330481')", timeout=PATIENCE_MS)
    atlas.page.go_back()
    atlas.frame.wait_for_function("atlas.shown().length === 86", timeout=PATIENCE_MS)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_wider_than_the_screen(new_page: Callable[..., Page], server: str, lang: str) -> None:
    atlas = AtlasPage(new_page(viewport={"width": 1440, "height": 800}), server).open(f"/?lang={lang}")
    for width in (1920, 1440, 1024, 820, 375):
        resize(atlas.page, width, 800)
        atlas.settle()
        assert atlas.page.evaluate("document.documentElement.scrollWidth") <= width
        box = atlas.page.locator(FRAME).bounding_box()
        assert box is not None
        assert box["width"] >= min(width, 375)
        assert box["height"] >= 300


@pytest.mark.parametrize(
    "query",
    [
        "unit=999999&industry=nope&kind=x&list=none&focus=nobody",
        "q=" + "%E6%B5%B7" * 1500,
        "q=%3Cscript%3Ealert(1)%3C/script%3E&focus=%3Cimg%20src=x%20onerror=alert(1)%3E",
        "map=-4/99/999&lang=xx&theme=nope&layers=-all&v=-1&scene=x",
        "unit[]=1&%00=%00&=&q=%E2%80%AE%E2%80%8F",
    ],
)
def test_malformed_permalink_opens_says_what_it_ignored_and_runs_nothing(atlas: AtlasPage, query: str) -> None:
    dialogs: list[str] = []
    atlas.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    atlas.open(f"/?{query}")
    assert dialogs == []
    notice = atlas.page.locator(".st-key-atlas_notice")
    if not query.startswith("unit[]"):
        expect(notice).to_be_visible(timeout=PATIENCE_MS)
    assert atlas.ask_map("atlas.drawn") == 1
