"""A walk over every page of the app, in both languages: what holds for one page holds for all."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Route, ViewportSize, expect

from g60.contract.i18n import LANGUAGES, text
from g60.ui.page_list import PAGES
from tests.atlas_page import PATIENCE_MS, POLLING_MS, QUIET_MS, STATE, STILL, AtlasPage, resize, settle

pytestmark = pytest.mark.e2e

PHONE: ViewportSize = {"width": 375, "height": 740}
SIZES: tuple[ViewportSize, ...] = ({"width": 1440, "height": 900}, {"width": 1024, "height": 768})
# Pages that have more tables in another state than the one in which they open.
MORE = (
    "compare?compare=htz-xiuzhou&compare=htz-haining&compare=lake-juanhu",
    "edit?table=carriers",
    "versions?since=1",
)
# Every element of the page, those of its parts included.
ALL = """const all = []; const within = (root) => {
  for (const one of root.querySelectorAll('*')) { all.push(one); if (one.shadowRoot) within(one.shadowRoot); }
}; within(document);"""
# The server has answered, and what the parts of the page fetch for themselves is there: each of them says so long that
# it is on its way.
ON_ITS_WAY = """[aria-busy=true], .stElementContainer:not([class*='-key-look'], [class*='-key-view_link'],
  [class*='-key-unsaved']) > .stBidiComponent:not(:has([data-shown]))"""
COMPLETE = (
    STILL
    % f"""(() => {{ {ALL} const main = document.querySelector('[data-testid=stMain]');
  return {STATE} === 'notRunning' && !all.some((one) => one.matches(`{ON_ITS_WAY}`))
    ? [location.href, all.length, main && main.scrollHeight] : performance.now();
}})()"""
)
# What is wider than its page by so many pixels; the page hides it where the browser would scroll.
TOO_WIDE = """() => [document.documentElement, ...document.querySelectorAll('[data-testid=stMain]')]
  .map((one) => one.scrollWidth - one.clientWidth).filter((more) => more > 0)"""
SIDEWAYS = f"""() => {{ {ALL} return all.filter((one) => one.matches('.scroll.wider')).map((one) => one.textContent);
}}"""
UNFOLD = f"""() => {{ {ALL} for (const one of all) if (one.localName === 'details') one.open = true; }}"""
# Each table that goes on sideways: its words, and how far its first column moves when it is pushed; and each table
# that is wider than the window and cannot be pushed.
TABLES = f"""(words) => {{ {ALL}
  const seen = (one) => one.getBoundingClientRect().width > 2;
  const places = all.filter((one) => /auto|scroll/.test(getComputedStyle(one).overflowX) && seen(one)
    && one.scrollWidth > one.clientWidth + 1);
  const faults = [];
  for (const table of all.filter((one) => one.matches('table, [role=grid]') && seen(one))) {{
    if (table.getBoundingClientRect().width > innerWidth && !places.some((place) => place.contains(table)))
      faults.push(['cut', table.textContent.slice(0, 60)]);
  }}
  for (const place of places) {{
    const named = place.textContent.slice(0, 60);
    const said = place.parentElement.querySelector('.sideways');
    if (!said || !seen(said) || !said.textContent.includes(words)) faults.push(['no word', named]);
    const first = Array.from(place.querySelectorAll('th:first-child, td:first-child:not([colspan]), [role=rowheader]'))
      .filter(seen);
    if (!first.length) faults.push(['no first column', named]);
    const before = first.map((one) => one.getBoundingClientRect().left);
    place.scrollLeft = 120;
    if (!place.scrollLeft) faults.push(['does not move', named]);
    if (first.some((one, at) => Math.abs(one.getBoundingClientRect().left - before[at]) > 3))
      faults.push(['first column', named]);
    place.scrollLeft = 0;
  }}
  return [places.length, faults];
}}"""


def walked(page: Page, base_url: str, *more: str) -> Iterator[tuple[str, str]]:
    """The address of each page and its language; the page is there, and nothing was loaded again."""
    atlas = AtlasPage(page, base_url)
    page.goto(f"{base_url}/sources")
    settle(page)
    for lang in LANGUAGES:
        for name in ("" if name == "atlas" else name for name in (*(name for name, _, _ in PAGES), *more)):
            atlas.change(f"/{name}{'&' if '?' in name else '?'}lang={lang}")
            page.wait_for_function(COMPLETE, arg=QUIET_MS, timeout=PATIENCE_MS, polling=POLLING_MS)
            yield name, lang


def test_a_page_is_complete_when_what_it_fetches_is_there(page: Page, server: str) -> None:
    def late(route: Route) -> None:
        time.sleep(1)
        route.fallback()

    page.route("**/meeting/*", late)
    page.goto(f"{server}/meeting?lang=en")
    expect(page.locator(".st-key-atlas_meeting [aria-busy=true]")).to_have_text(
        re.compile(text("meeting_reading", "en"))
    )
    page.wait_for_function(COMPLETE, arg=QUIET_MS, timeout=PATIENCE_MS, polling=POLLING_MS)
    assert page.locator(".st-key-atlas_meeting .desk li").count() > 5
    assert page.locator(".st-key-atlas_meeting [aria-busy=true]").count() == 0


def too_wide(page: Page, *asked: str) -> list[object]:
    """What is wider than it should be, as soon as the browser has laid out the page in its new size."""
    until = time.monotonic() + PATIENCE_MS / 1000
    while True:
        page.wait_for_timeout(120)
        found = [one for what in asked for one in page.evaluate(what)]
        if not found or time.monotonic() > until:
            return list(found)


def looked_at(page: Page, lang: str) -> tuple[int, list[list[str]]]:
    """How many tables go on sideways, and their faults. What is unfolded is measured when the browser has the time."""
    until = time.monotonic() + PATIENCE_MS / 1000
    while True:
        page.wait_for_timeout(120)
        found, faults = page.evaluate(TABLES, text("panel_sideways", lang))
        if not faults or time.monotonic() > until:
            return found, faults


def test_no_page_is_wider_than_its_window_nor_a_table_than_its_page(new_page: Callable[..., Page], server: str) -> None:
    page = new_page(viewport=SIZES[0])
    wide: list[tuple[object, ...]] = []
    for name, lang in walked(page, server):
        for size in SIZES:
            resize(page, size["width"], size["height"])
            wide += [(name, lang, size["width"], str(more)[:60]) for more in too_wide(page, TOO_WIDE, SIDEWAYS)]
        page.set_viewport_size(SIZES[0])
    assert wide == []


def test_on_a_phone_no_page_is_wider_and_every_wide_table_says_that_it_goes_on_and_keeps_its_first_column(
    new_page: Callable[..., Page], editing: str
) -> None:
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    faults: list[tuple[object, ...]] = []
    count = 0
    for name, lang in walked(page, editing, *MORE):
        faults += [(name, lang, str(more)[:60]) for more in too_wide(page, TOO_WIDE)]
        page.evaluate(UNFOLD)
        found, said = looked_at(page, lang)
        count += found
        faults += [(name, lang, *fault) for fault in said]
    assert faults == []
    assert count > 40
