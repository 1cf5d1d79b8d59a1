"""Somebody who walks through a scenario at a projector of 1024 by 768, in one language, and sees what a hall sees."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, Response, ViewportSize, expect

from tests.atlas_page import PATIENCE_MS, AtlasPage

PROJECTOR: ViewportSize = {"width": 1024, "height": 768}
# Words are cut where their box hides what is wider than it.
CUT = """node => [node, ...node.querySelectorAll('*')].filter((one) =>
    getComputedStyle(one).overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1
    && one.getBoundingClientRect().width > 2).map((one) => one.textContent)"""

# A page of Streamlit asks for its server below its own address first, as for an app that is served at /meeting, and
# then at the root, where it is: two answers of 404, which no page of ours asks for. `/present` is no such page.
STREAMLIT_ASKS = re.compile(
    r"http://127\.0\.0\.1:\d+/(?:compare|indicators|meeting|sources)/_stcore/(?:health|host-config)"
)
# What Chromium warns of in the frame in which Streamlit puts the map: rights it does not know, and its sandbox.
STREAMLIT_FRAME = ("Unrecognized feature: ", "An iframe which has both allow-scripts and allow-same-origin")


def listened(page: Page) -> list[str]:
    """What the console says from now on and what is answered with an error, but for what is Streamlit's own.

    While a presentation is shown nothing is excepted.
    """
    said: list[str] = []

    def hear(words: str, asked: str) -> None:
        presenting = "/present" in page.url
        if presenting or not (STREAMLIT_ASKS.fullmatch(asked) or words.startswith(STREAMLIT_FRAME)):
            said.append(f"{page.url}: {words} {asked}")

    def answered(response: Response) -> None:
        if response.status >= 400:
            hear(str(response.status), response.url)

    page.on("console", lambda told: hear(told.text, str(told.location.get("url", ""))))
    page.on("pageerror", lambda error: hear(f"{error} {error.stack}", ""))
    page.on("response", answered)
    return said


@dataclass(slots=True)
class Walk:
    """One walk; `page` is another one where a browser was closed and opened again."""

    page: Page
    base_url: str
    lang: str

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        """One step of the scenario, in its words: what fails in it says so, and nothing is wider than the projector."""
        try:
            yield
        except AssertionError as error:
            error.add_note(f"step {words} ({self.lang})")
            raise
        assert self.page.evaluate("document.documentElement.scrollWidth") <= PROJECTOR["width"], words

    def of(self, zh: str, en: str) -> str:
        """The words of this walk's language."""
        return zh if self.lang == "zh" else en

    def address(self, path: str = "/") -> str:
        """A path of the app in this language."""
        return path + ("&" if "?" in path else "?") + f"lang={self.lang}"

    @property
    def atlas(self) -> AtlasPage:
        return AtlasPage(self.page, self.base_url)

    def go(self, zh: str, en: str) -> None:
        """Clicks a page's name at the head of the page."""
        self.click(self.page.locator(".st-key-atlas_header").get_by_role("link", name=self.of(zh, en), exact=True))

    def seen(self, place: Locator) -> Locator:
        """Waits until something is whole in the window without a scroll, and no word of it is cut."""
        expect(place).to_be_in_viewport(ratio=0.98, timeout=PATIENCE_MS)
        assert place.evaluate(CUT) == []
        return place

    def click(self, place: Locator) -> None:
        """Clicks what is seen without a scroll."""
        expect(place).to_be_in_viewport(ratio=0.98, timeout=PATIENCE_MS)
        place.click()
