"""Measures a page in a real browser: first visit, clicks, bytes, time of the main thread, memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Page, Response, WebSocket

from benchmarks.server import APP, FLOOR, REBUILDING
from tests.atlas_page import FRAME
from tests.conftest import OWN_HOSTS

SCRIPT = Path(__file__).with_name("clicks.js")
FIRST_VISIT_MS = 120_000
# The longest wait for a click. The rebuilding page needs half a minute for ten thousand marks.
CLICK_MS = 60_000
SCROLL_STEPS, SCROLL_PX = 200, 700
HOVERED = 5  # rows of the list
REST_MS = 250  # between clicks, for work that follows the paint


@dataclass(frozen=True, slots=True)
class Click:
    """One click on a filter.

    Milliseconds until it was painted and until the server's answer was shown too, bytes received, milliseconds of the
    main thread.
    """

    painted_ms: float
    answered_ms: float
    socket_bytes: int
    fetched_bytes: int
    work_ms: float


@dataclass(slots=True)
class Visit:
    """The open page of one visitor."""

    kind: str
    page: Page
    session: CDPSession
    first_ms: float = 0.0
    received: list[int] = field(default_factory=list)
    fetched: list[int] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def click(self, place: int) -> Click:
        """Click the option at an index and wait until it is painted and the page is idle."""
        self.received.clear()
        self.fetched.clear()
        work = self.metrics()["TaskDuration"]
        took = self.page.evaluate(
            "([kind, place, patience]) => bench.click(kind, place, patience)", [self.kind, place, CLICK_MS]
        )
        self.page.wait_for_timeout(REST_MS)
        done = (self.metrics()["TaskDuration"] - work) * 1000
        return Click(float(took["painted"]), float(took["answered"]), sum(self.received), sum(self.fetched), done)

    def options(self) -> list[bool]:
        """The options that can be clicked now, in their order: True if it is on."""
        return [bool(on) for on in self.page.evaluate("kind => bench.on(kind)", self.kind)]

    def scroll(self) -> list[float]:
        """Milliseconds of each frame while the list is scrolled in `SCROLL_STEPS` steps of `SCROLL_PX`."""
        found = self.page.evaluate("([steps, pixels]) => bench.scroll(steps, pixels)", [SCROLL_STEPS, SCROLL_PX])
        return [float(frame) for frame in found["frames"]] if found["rows"] else []

    def hover(self) -> list[float]:
        """Milliseconds from pointing at a row of the list until the map highlights it, for the first rows."""
        return [float(ms) for ms in self.page.evaluate("rows => bench.hover(rows)", HOVERED)]

    def map_says(self, expression: str) -> Any:
        """The value of an expression in the map's frame, which answers only after it has painted."""
        handle = self.page.locator(FRAME).element_handle()
        frame = handle.content_frame() if handle else None
        return frame.evaluate(expression) if frame else None

    def heap_mb(self) -> float:
        """Memory of the page's scripts in MB, after garbage collection."""
        self.session.send("HeapProfiler.collectGarbage")
        return self.metrics()["JSHeapUsedSize"] / 1e6

    def metrics(self) -> dict[str, float]:
        """What Chromium counts of the page, by name: seconds, bytes."""
        return {one["name"]: float(one["value"]) for one in self.session.send("Performance.getMetrics")["metrics"]}


def _painted(page: Page, kind: str) -> None:
    """Wait until a first visit has painted the page's main part."""
    if kind == APP:
        page.frame_locator(FRAME).locator("#map_div.is-painted").wait_for(timeout=FIRST_VISIT_MS)
    if kind == REBUILDING:
        page.frame_locator(FRAME).locator("path.leaflet-interactive").first.wait_for(timeout=FIRST_VISIT_MS)
    if kind == FLOOR:
        page.get_by_test_id("stText").first.wait_for(timeout=FIRST_VISIT_MS)


@contextmanager
def visiting(
    browser: Browser, kind: str, url: str, *, watch: Callable[[Visit], Callable[[], None]] | None = None
) -> Iterator[Visit]:
    """A new visitor with empty storage, on a painted page.

    `watch` is called before the page is asked for, and what it returns when it is painted.
    """
    # No Playwright routes, since each delays every request. The browser itself reaches no host but this machine.
    context = browser.new_context(service_workers="block", locale="zh-CN", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(FIRST_VISIT_MS)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    visit = Visit(kind, page, session)
    page.on("websocket", lambda socket: _listen(socket, visit.received))
    page.on("request", lambda request: _note(request.url, visit.foreign))
    page.on("response", lambda response: _weigh(response, visit.fetched))
    page.add_init_script(path=SCRIPT)
    try:
        painted = watch(visit) if watch else None
        started = time.perf_counter()
        page.goto(url)
        _painted(page, kind)
        visit.first_ms = (time.perf_counter() - started) * 1000
        if painted:
            painted()
        page.wait_for_timeout(4 * REST_MS)
        yield visit
    finally:
        context.close()


def _listen(socket: WebSocket, received: list[int]) -> None:
    socket.on("framereceived", lambda data: received.append(len(data)))


def _note(url: str, foreign: list[str]) -> None:
    if urlsplit(url).scheme in {"http", "https"} and urlsplit(url).hostname not in OWN_HOSTS:
        foreign.append(url)


def _weigh(response: Response, fetched: list[int]) -> None:
    if "/rows/" in response.url:
        fetched.append(int(response.headers.get("content-length", 0)))
