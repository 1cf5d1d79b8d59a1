"""The policies of the pages, in a browser: everything works below them, and what they forbid does not run."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import ConsoleMessage, Page

from g60.contract.i18n import text
from tests.atlas_page import PATIENCE_MS, AtlasPage, settle

pytestmark = pytest.mark.e2e
# The pages, and what stands on each when it is drawn.
WALK = (
    ("/compare?compare=htz-nanhu&compare=htz-haining&compare=htz-jiaxing", ".stVegaLiteChart svg.marks"),
    ("/indicators", ".stVegaLiteChart svg.marks"),
    ("/meeting", ".st-key-atlas_meeting h2"),
    ("/edit", ".st-key-atlas_edit"),
)


class Watched:
    """A page whose console is read: what the policy refuses is said there."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.refused: list[str] = []
        page.on("console", self._note)

    def _note(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "is sandboxed" in message.text:
            self.refused.append(f"{self.page.url}: {message.text[:300]}")


@pytest.fixture
def watched(new_page: Callable[..., Page]) -> Watched:
    return Watched(new_page())


def filters_counted(page: Page, server: str) -> int:
    """How many changes of the selection the server has counted."""
    told = page.request.get(f"{server}/metrics").text()
    return int(re.search(r"^atlas_filter_seconds_count (\d+)$", told, re.MULTILINE)[1])  # type: ignore[index]


def test_a_walk_through_the_pages_meets_no_policy(watched: Watched, server: str) -> None:
    page = watched.page
    atlas = AtlasPage(page, server).open("/?unit=330481")
    before = filters_counted(page, server)
    atlas.filter(text("kind_carrier", "zh"))
    atlas.says("海宁 · 创新载体：3 个载体、1 个清单外机构")
    atlas.settle()
    assert filters_counted(page, server) == before + 1
    for address, drawn in WALK:
        page.goto(server + address)
        page.locator(drawn).first.wait_for(timeout=PATIENCE_MS)
        settle(page)
    page.goto(f"{server}/present")
    page.locator("#room:not([hidden])").wait_for(timeout=PATIENCE_MS)
    assert watched.refused == []


def test_what_the_policies_forbid_does_not_run(watched: Watched, server: str) -> None:
    atlas = AtlasPage(watched.page, server).open()
    inline = "() => document.body.append(Object.assign(document.createElement('script'), { text: 'window.ran = 1' }))"
    foreign = "() => fetch('http://127.0.0.1:9/x').then(() => 'sent', error => String(error))"
    for place in (watched.page, atlas.frame):
        assert "TypeError" in place.evaluate(foreign)
    watched.page.evaluate(inline)
    assert watched.page.evaluate("window.ran") is None
    assert watched.page.evaluate("() => { try { return eval('1') } catch (e) { return e.name } }") in (1, "EvalError")
    # The frame of the map sends no form and leads its page nowhere.
    atlas.frame.evaluate("() => { try { window.top.location = 'about:blank' } catch (e) { window.said = e.name } }")
    atlas.frame.evaluate(
        "() => { const f = document.createElement('form'); f.action = '/'; document.body.append(f); f.submit(); }"
    )
    assert atlas.frame.evaluate("window.said") == "SecurityError"
    assert watched.page.url.startswith(server)
    assert any("script-src" in line or "inline" in line for line in watched.refused), watched.refused
    assert any("connect-src" in line for line in watched.refused), watched.refused
    assert any("sandbox" in line for line in watched.refused), watched.refused
