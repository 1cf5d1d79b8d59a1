"""A walk over every page of the app, in both languages: what holds for one page holds for all."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, ViewportSize

from g60.contract.i18n import LANGUAGES
from g60.ui.shell import PAGES
from tests.atlas_page import PATIENCE_MS, POLLING_MS, QUIET_MS, STATE, STILL, AtlasPage, settle

pytestmark = pytest.mark.e2e

PHONE: ViewportSize = {"width": 375, "height": 740}
SIZES: tuple[ViewportSize, ...] = ({"width": 1440, "height": 900}, {"width": 1024, "height": 768}, PHONE)
# Every element of the page, those of its parts included.
ALL = """const all = []; const within = (root) => {
  for (const one of root.querySelectorAll('*')) { all.push(one); if (one.shadowRoot) within(one.shadowRoot); }
}; within(document);"""
# The server has answered, and what the parts of the page fetch for themselves is there.
COMPLETE = (
    STILL
    % f"""(() => {{ {ALL} const main = document.querySelector('[data-testid=stMain]');
  return {STATE} === 'notRunning' ? [location.href, all.length, main && main.scrollHeight] : performance.now();
}})()"""
)
# What is wider than its page by so many pixels; the page hides it where the browser would scroll.
TOO_WIDE = """() => [document.documentElement, ...document.querySelectorAll('[data-testid=stMain]')]
  .map((one) => one.scrollWidth - one.clientWidth).filter((more) => more > 0)"""
SIDEWAYS = f"""() => {{ {ALL} return all.filter((one) => one.matches('.scroll.wider')).map((one) => one.textContent);
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


def test_no_page_is_wider_than_its_window_nor_a_table_than_its_page(new_page: Callable[..., Page], server: str) -> None:
    page = new_page(viewport=SIZES[0])
    wide: list[tuple[object, ...]] = []
    for name, lang in walked(page, server):
        for size in SIZES:
            page.set_viewport_size(size)
            page.wait_for_timeout(120)
            wide += [(name, lang, size["width"], more) for more in page.evaluate(TOO_WIDE)]
            if size != PHONE:
                wide += [(name, lang, size["width"], table[:60]) for table in page.evaluate(SIDEWAYS)]
        page.set_viewport_size(SIZES[0])
    assert wide == []
