"""Nobody looks at a blank page: what is on its way has a shape and words, and a lost connection takes nothing away."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from g60.ask.selection import Selection
from g60.contract.i18n import LANGUAGES, text
from g60.ui.asked import load_catalog
from tests.atlas_page import PATIENCE_MS, AtlasPage, settle

pytestmark = pytest.mark.e2e

SCRIPTS = "**/static/js/*.js"


def never(_: Route) -> None:
    """A request that nobody answers."""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_before_the_first_script_runs_the_page_has_its_shape_and_words(
    new_page: Callable[..., Page], server: str, lang: str
) -> None:
    page = new_page()
    page.route(SCRIPTS, never)
    page.goto(f"{server}/meeting?lang={lang}", wait_until="commit")
    expect(page.locator("#waiting [role=status]")).to_have_text(text("small_loading_page", lang))
    expect(page.locator("#waiting .shape i").first).to_be_visible()
    assert page.locator("#waiting a").get_attribute("href") == ""
    title = "getComputedStyle(document.body, '::before').content"
    assert page.evaluate(title) == f'"{text("title", lang)}"'


def test_a_meeting_has_nothing_to_press_before_its_scenes_are_read(page: Page, server: str) -> None:
    page.route("**/meeting/*", never)
    page.goto(f"{server}/meeting?lang=en")
    expect(page.get_by_text(text("meeting_reading", "en"))).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator("button.start")).to_be_hidden()
    expect(page.locator("#waiting")).to_be_hidden()


def test_what_is_on_its_way_on_the_map_page_says_so(page: Page, server: str) -> None:
    page.route("**/data/*", never)
    page.route("**/files/web/results*", never)
    page.goto(f"{server}/?lang=en")
    said = "node => getComputedStyle(node, '::before').content"
    results = page.locator(".st-key-results .stBidiComponent").first
    results.wait_for(state="attached", timeout=PATIENCE_MS)
    assert results.evaluate(said) == f'"{text("small_css_part", "en")}"'
    assert page.locator(".st-key-atlas_map").evaluate(said) == f'"{text("small_css_map", "en")}"'


def test_a_filter_that_is_clicked_before_the_map_stands_is_what_it_shows(page: Page, server: str) -> None:
    held: list[Route] = []
    page.route("**/data/carriers*", lambda route: held.append(route))  # noqa: PLW0108 - a bound method is refused
    page.goto(f"{server}/")
    atlas = AtlasPage(page, server)
    expect(atlas.row("lake-juanhu")).to_be_visible(timeout=PATIENCE_MS)
    atlas.filter("海宁")
    page.wait_for_function("location.search.includes('unit=330481')", timeout=PATIENCE_MS)
    settle(page)
    for route in held:
        route.continue_()
    atlas.shows(list(load_catalog().pick(Selection(units=frozenset({"330481"}))).entities.index))


def test_a_lost_connection_is_a_quiet_line_and_the_first_click_after_it_counts(page: Page, server: str) -> None:
    held: list[WebSocketRoute] = []

    def through(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        held.append(socket)

    page.route_web_socket("**/_stcore/stream**", through)
    atlas = AtlasPage(page, server).open("/?lang=en")
    line = page.locator(".st-key-look p.lost")
    expect(line).to_have_text("")
    page.route("**/_stcore/h*", lambda route: route.abort())
    held[-1].close()
    expect(line).to_have_text(text("small_lost", "en"), timeout=PATIENCE_MS)
    expect(page.locator(".stDialog")).to_have_count(0)
    expect(page.locator(".st-key-atlas_results .row").first).to_be_visible()
    assert page.evaluate("document.getElementById('root').inert") is False
    page.unroute("**/_stcore/h*")
    expect(line).to_have_text("", timeout=PATIENCE_MS)
    atlas.filter("Haining")
    page.wait_for_function("location.search.includes('unit=330481')", timeout=PATIENCE_MS)
    assert atlas.page.locator("html[lang=en]").count() == 1
