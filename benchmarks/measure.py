"""Measures one size of list: the app, the floor, and the rebuilding page for the sizes that it can handle."""

from __future__ import annotations

import time
import urllib.request
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import quote

from playwright.sync_api import Browser

from benchmarks.browser import Click, Visit, visiting
from benchmarks.server import APP, FLOOR, REBUILDING, Served, serving
from benchmarks.synthetic import SyntheticSource

FIRST_VISITS = 3
FILTERS = 20
# The clicks turn on one unit after the other, to all nine; with each, the rebuilding page has more to do.
REBUILT_CLICKS = 9
REBUILT = (24, 1_000, 10_000)
SEARCHES = ("晟华", "yanjiuyuan", "xk", "合成 实验室", "synthetic body 77")
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
STANDING = "[window.marked, map_div.getContainer().marked, atlas.drawn, map_div.getZoom(), map_div.getCenter().lat]"


@dataclass(slots=True)
class Page:
    """The results of one page at one size."""

    rows: int
    start_s: float = 0.0
    memory_mb: float = 0.0
    heap_mb: float = 0.0
    first_ms: list[float] = field(default_factory=list)
    clicks: list[Click] = field(default_factory=list)

    @property
    def painted_ms(self) -> float:
        """Median from click to painted."""
        return median(click.painted_ms for click in self.clicks)

    @property
    def answered_ms(self) -> float:
        """Median from click to the server's answer."""
        return median(click.answered_ms for click in self.clicks)

    @property
    def work_ms(self) -> float:
        """Median time of the main thread for a click."""
        return median(click.work_ms for click in self.clicks)

    @property
    def painted_p95_ms(self) -> float:
        """The 95th percentile from click to painted."""
        return p95([click.painted_ms for click in self.clicks])


@dataclass(slots=True)
class Size:
    """The results at one size of list."""

    rows: int
    app: Page
    floor: Page
    rebuilding: Page | None = None
    search_ms: list[float] = field(default_factory=list)
    scroll_ms: list[float] = field(default_factory=list)
    hover_ms: list[float] = field(default_factory=list)
    foreign: int = 0
    stood: bool = True


def p95(values: list[float]) -> float:
    """The 95th percentile; NaN without values."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))] if values else float("nan")


def measure(browser: Browser, rows: int, floor: Served, *, quick: bool = False) -> Size:
    """All measurements of one size, or its clicks alone. The floor is measured right before and right after the app."""
    page, yardstick = Page(rows), Page(rows, start_s=floor.start_s)
    size = Size(rows, page, yardstick)
    _visit(browser, FLOOR, floor, yardstick, FILTERS // 2)
    with serving(APP, rows) as served:
        page.start_s = served.start_s
        _visit_app(browser, served, size, 1 if quick else FIRST_VISITS)
        size.search_ms = [] if quick else [_search(served, rows, words) for words in SEARCHES]
    _visit(browser, FLOOR, floor, yardstick, FILTERS // 2)
    if rows in REBUILT and not quick:
        size.rebuilding = Page(rows)
        with serving(REBUILDING, rows) as served:
            _visit(browser, REBUILDING, served, size.rebuilding, REBUILT_CLICKS)
    return size


def _visit(browser: Browser, kind: str, served: Served, page: Page, clicks: int) -> None:
    """One visitor of a yardstick, with this number of clicks."""
    with visiting(browser, kind, served.url) as visit:
        page.first_ms.append(visit.first_ms)
        page.clicks += [visit.click(next_option(visit, number)) for number in range(clicks)]
        page.heap_mb = visit.heap_mb()
    page.memory_mb = served.memory_mb()


def _visit_app(browser: Browser, served: Served, size: Size, visits: int) -> None:
    """Visitors of the app: each measures the first visit, the last one also filters and scrolls."""
    for _ in range(visits - 1):
        with visiting(browser, APP, served.url) as visit:
            size.app.first_ms.append(visit.first_ms)
    with visiting(browser, APP, served.url) as visit:
        size.app.first_ms.append(visit.first_ms)
        visit.map_says("window.marked = 1; map_div.getContainer().marked = 1")
        before = visit.map_says(STANDING)
        size.hover_ms = visit.hover()
        size.scroll_ms = visit.scroll()
        size.app.clicks = [visit.click(next_option(visit, number)) for number in range(FILTERS)]
        size.stood = visit.map_says(STANDING) == before
        size.foreign = len(visit.foreign)
        size.app.heap_mb = visit.heap_mb()
    size.app.memory_mb = served.memory_mb()


def next_option(visit: Visit, number: int) -> int:
    """The index of the option to click: the first that is off; if all are on, one after the other."""
    options = visit.options()
    return options.index(False) if False in options else number % len(options)


def _search(served: Served, rows: int, words: str) -> float:
    """Milliseconds of the list for a search that is not cached."""
    version = SyntheticSource(rows).version()
    started = time.perf_counter()
    with DIRECT.open(f"{served.url}/rows/{version}?q={quote(words)}&lang=zh", timeout=60) as answer:
        answer.read()
    return (time.perf_counter() - started) * 1000
