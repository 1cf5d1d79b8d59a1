"""What the browser tests rest on: a visitor who reaches no other host and remembers nothing of the test before."""

import pytest
from playwright.sync_api import Browser, Error

from tests.conftest import Visitor

pytestmark = pytest.mark.e2e

STORED = "['a' in localStorage, 'a' in sessionStorage, document.cookie.includes('a='), history.length > 2]"


def test_another_host_is_noted_and_refused_by_name_and_by_number(browser: Browser) -> None:
    visitor = Visitor(browser)
    page = visitor.open()
    page.goto("about:blank")  # the app's own pages forbid it before it is tried
    others = ["http://192.0.2.1/", "http://[2001:db8::1]/", "http://example.org/", "https://example.org/tile.png"]
    refused = page.evaluate(
        """others => Promise.all([
            ...others.map(address => fetch(address, { mode: "no-cors" }).then(() => false, () => true)),
            new Promise(done => {
                const socket = new WebSocket("ws://192.0.2.1/");
                socket.onopen = () => done(false);
                socket.onerror = () => done(true);
            }),
        ])""",
        others,
    )
    assert refused == [True] * 5
    for address in others:
        with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
            visitor.open().goto(address)
    assert sorted(page.foreign_requests) == sorted([*others, *others, "ws://192.0.2.1/"])  # type: ignore[attr-defined]
    visitor.context.close()


def test_the_next_visitor_finds_nothing_of_the_one_before(browser: Browser, server: str) -> None:
    visitor = Visitor(browser)
    kept, page = visitor.open(), visitor.open(viewport={"width": 375, "height": 700})
    for one in (kept, page):
        one.goto(f"{server}/_stcore/health")
    page.evaluate("localStorage.a = sessionStorage.a = 1; document.cookie = 'a=1'; history.pushState(null, '', '?a')")
    assert page.evaluate(STORED) == [True] * 4
    visitor.forget(kept)
    page = visitor.open()
    page.goto(f"{server}/_stcore/health")
    assert page.evaluate(STORED) == [False] * 4
    assert page.viewport_size == {"width": 1440, "height": 900}
    visitor.context.close()
