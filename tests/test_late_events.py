"""Events that come at the wrong moment: from a page that was just left, and two of them at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route

from g60.contract.i18n import text
from tests.atlas_page import PATIENCE_MS, AtlasPage, settle
from tests.projector import listened
from tests.protocol import Session

# The map says its view, which the page tells the server 400 ms later; the reader clicks a row then, and the browser is
# too busy to send the one before the other comes. `late` is the moment of the click after the view's.
CLICK_WHEN_THE_VIEW_IS_TOLD = """([row, late]) => new Promise((done) => {
    const frame = document.querySelector('iframe[title="streamlit_folium.st_folium"]');
    frame.contentWindow.eval(`parent.postMessage({atlas: 1, type: "view", view: "11,30.7,120.8"}, location.origin)`);
    addEventListener("message", () => {
        const began = performance.now();
        setTimeout(() => { row.click(); done(); }, 400 + late);
        setTimeout(() => { while (performance.now() - began < 430); }, 380);
    }, { once: true });
})"""


@pytest.mark.parametrize("part", ["look", "facets", "results", "view_link"])
def test_the_last_event_of_a_page_that_was_left_is_no_fault_of_the_next(server: str, part: str) -> None:
    with Session(server) as session:
        ids = dict(session.open("", lang="en").ids)
        session.open("meeting", lang="en")
        session.ids = dict(ids)  # the browser still tells the state of the parts that it had
        session.fragments.clear()  # and Streamlit has put the event into the run of the next page
        late = next(id for id, name in ids.items() if name == f"g60_{part}")
        session.send(late, {"type": "view", "view": "30.5,120.7,11"})
        failed = text("service_failed", "en")
        assert session.texts
        assert failed not in session.texts
        session.ids = dict(ids)
        assert failed not in session.send(late, {"type": "view", "view": "30.5,120.7,11"}).texts


@pytest.mark.e2e
def test_what_a_page_was_waiting_for_leaves_the_address_of_the_next(page: Page, server: str) -> None:
    """The meeting shows its first scene when its scenes have been read; the reader may have gone on by then."""
    held: list[Route] = []
    page.route("**/meeting/*", lambda route: held.append(route))  # noqa: PLW0108 - a bound method is refused
    page.goto(f"{server}/meeting?lang=en")
    page.get_by_text(text("meeting_reading", "en")).wait_for(timeout=PATIENCE_MS)
    asked = "/sources?unit=999999&lang=en"
    AtlasPage(page, server).change(asked)
    for route in held:
        route.continue_()
    page.locator(".st-key-atlas_notice").filter(has_text="unit=999999").wait_for(timeout=PATIENCE_MS)
    settle(page)
    assert page.evaluate("location.pathname + location.search") == asked


@pytest.mark.e2e
@pytest.mark.parametrize("late", [-10, 1])
def test_a_click_counts_that_comes_at_the_moment_when_the_view_is_told(
    new_page: Callable[..., Page], server: str, late: int
) -> None:
    page = new_page()
    atlas = AtlasPage(page, server).open("/?kind=lake_district&lang=en")
    atlas.settle()
    said = listened(page)
    row = atlas.row("lake-juanhu").element_handle()
    page.evaluate(CLICK_WHEN_THE_VIEW_IS_TOLD, [row, late])
    atlas.card.wait_for(timeout=5_000)
    atlas.settle()
    assert atlas.query()["map"] == ["11/30.7/120.8"]
    assert said == []
