"""Writes `RESULTS.md`: the machine, the figures, and whether each target is met."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

from benchmarks.fifty import FILTERS_EACH, VISITORS, Crowd
from benchmarks.measure import FILTERS, Page, Size, p95
from benchmarks.server import SHIPPED

PACKAGES = ("streamlit", "streamlit-folium", "folium", "pandas", "numpy", "starlette", "uvicorn", "playwright")


@dataclass(frozen=True, slots=True)
class Results:
    """The results of a whole run."""

    browser: str
    seconds: float
    shipped: Page
    sizes: tuple[Size, ...]
    crowds: dict[int, Crowd]


@dataclass(frozen=True, slots=True)
class Target:
    """One target: the limit, the measured value, and the ratio of the two. Without a ratio it was not measured."""

    work: str
    asked: str
    measured: str = "–"
    share: float | None = None  # measured ÷ limit: met up to 1

    @property
    def line(self) -> str:
        """The row of the table."""
        if self.share is None:
            verdict = "not measured"
        else:
            verdict = "met" if self.share <= 1 else f"**missed by {self.share - 1:.0%}**"
        return f"| {self.work} | {self.asked} | {self.measured} | {verdict} |"


# Targets are ratios of one run: milliseconds differ threefold between machines. A list longer than LONG has its own.
LONG = 100_000
PAINTED, PAINTED_LONG, P95, MAIN_THREAD, ANSWERED = 1.5, 2.0, 2.0, 2.0, 3.0
FASTER = {1_000: 10, 10_000: 100}
BYTES = (4_000, 6_000)  # median, most
START, FIRST, FIRST_LONG = 2.0, 1.3, 1.6
MEMORY_MB = {SHIPPED: 250, 100_000: 400, 1_000_000: 1_200}
VISITOR_MB, CROWD = 0.5, 3.0
# What another program measures, and what none does yet.
ELSEWHERE = (
    Target("200 visitors, one minute", "none failed"),
    Target("growth after 300 visits that ended", "10 MB at most"),
    Target("first answer of `/present`, to the answer of a ready one", "2 x"),
    Target("a pack (`python -m benchmarks.handouts`)", "2 s of processor time"),
    Target("`make test` on 2 cores, browser tests included", "8 minutes"),
)

NOTES = (
    "- *Painted*: the map has drawn the filter and the list holds its rows. A facet is painted ahead of the server,",
    "  which then confirms it; *the server's answer* is when the sentence above the list stands there too.",
    "- *The floor*: a Streamlit page that only echoes the filter, measured before and after the app, minutes apart.",
    "- *The rebuilding page*: plain streamlit-folium with one `CircleMarker` for each carrier, from local files, over",
    "  the same first clicks as the app: one unit, two, to all nine. Above 10,000 carriers it is not tried.",
    "- *Memory of the page's scripts* leaves out the carriers' columns, which are some 80 bytes for each.",
    "- From 1,000 points on crowded marks are counted groups. The list can be scrolled to its first 100,000 rows.",
)


def ratios(sizes: tuple[Size, ...]) -> list[Target]:
    """The targets of a click: ratios to the floor of the same run, and bytes."""
    found = [target for rule in (_painted, _p95, _work, _answered) for size in sizes for target in rule(size)]
    clicks = [click.socket_bytes for size in sizes for click in size.app.clicks]
    if clicks:
        medians = [median(click.socket_bytes for click in size.app.clicks) for size in sizes]
        found.append(_bytes("median, of the worst size", max(medians), BYTES[0]))
        found.append(_bytes("most", max(clicks), BYTES[1]))
    return found


def targets(results: Results) -> list[Target]:
    """Every target, in the order of the table in the design."""
    sizes = results.sizes
    found = ratios(sizes)
    found += [_rebuilding(size) for size in sizes if size.rebuilding and size.rows in FASTER]
    disturbed = sum(size.foreign + (not size.stood) for size in sizes)
    kept = "none" if not disturbed else f"{disturbed}"
    found.append(
        Target("map reloads, lost views, requests to other hosts", "0, 0, 0", kept, 1 + disturbed if disturbed else 0)
    )
    found += _starts(results)
    found += [_first(size) for size in sizes]
    found += _memory(results)
    for rows, crowd in results.crowds.items():
        if crowd.asked_ms:
            found += _crowd(rows, crowd)
    return [*found, *ELSEWHERE]


def _to_floor(work: str, app: float, floor: float, limit: float) -> Target:
    """A target that is a ratio to the floor of the same run."""
    ratio = app / floor
    return Target(work, f"{limit} x the floor", f"{ratio:.2f} x", ratio / limit)


def _painted(size: Size) -> list[Target]:
    limit = PAINTED_LONG if size.rows > LONG else PAINTED
    return [_to_floor(f"click to painted, {size.rows:,}: median", size.app.painted_ms, size.floor.painted_ms, limit)]


def _p95(size: Size) -> list[Target]:
    if size.rows > LONG:
        return []
    work = f"click to painted, {size.rows:,}: p95 to p95"
    return [_to_floor(work, size.app.painted_p95_ms, size.floor.painted_p95_ms, P95)]


def _work(size: Size) -> list[Target]:
    return [_to_floor(f"main thread per filter, {size.rows:,}", size.app.work_ms, size.floor.work_ms, MAIN_THREAD)]


def _answered(size: Size) -> list[Target]:
    if size.rows > LONG:
        return []
    work = f"click to the server's answer, to the floor's painted, {size.rows:,}"
    return [_to_floor(work, size.app.answered_ms, size.floor.painted_ms, ANSWERED)]


def _rebuilding(size: Size) -> Target:
    assert size.rebuilding is not None
    # The same clicks for both: each click adds the next unit.
    same = size.app.clicks[: len(size.rebuilding.clicks)]
    faster = size.rebuilding.painted_ms / median(click.painted_ms for click in same)
    asked = FASTER[size.rows]
    return Target(f"against the rebuilding page, {size.rows:,}", f"{asked} x faster", f"{faster:.0f} x", asked / faster)


def _bytes(which: str, count: float, limit: int) -> Target:
    return Target(f"bytes per filter by facets, {which}", f"{limit / 1000:g} kB", f"{count:,.0f}", count / limit)


def _starts(results: Results) -> list[Target]:
    """Server start to answering, to that of the floor's server."""
    found = []
    for size in results.sizes:
        found.append(
            _to_floor(f"server start to answering, {size.rows:,}", size.app.start_s, size.floor.start_s, START)
        )
    if results.sizes:
        floor = results.sizes[0].floor.start_s
        found.insert(0, _to_floor("server start to answering, shipped data", results.shipped.start_s, floor, START))
    return found


def _first(size: Size) -> Target:
    limit = FIRST_LONG if size.rows > LONG else FIRST
    first, floor = median(size.app.first_ms), median(size.floor.first_ms)
    return _to_floor(f"first visit to painted map, {size.rows:,}", first, floor, limit)


def _memory(results: Results) -> list[Target]:
    found = []
    for page in (results.shipped, *(size.app for size in results.sizes)):
        limit = MEMORY_MB.get(page.rows)
        if limit:
            work = f"memory of the server, {_rows(page.rows)}"
            found.append(Target(work, f"{limit:,} MB", f"{page.memory_mb:,.0f} MB", page.memory_mb / limit))
    return found


def _crowd(rows: int, crowd: Crowd) -> list[Target]:
    slow, alone = p95(crowd.asked_ms), median(crowd.alone_ms)
    return [
        Target(
            f"memory of each visitor, {_rows(rows)}",
            f"{VISITOR_MB} MB",
            f"{crowd.each_mb:.2f} MB",
            crowd.each_mb / VISITOR_MB,
        ),
        Target(
            f"{VISITORS} visitors, {_rows(rows)}: p95 of a filter to one visitor's median",
            f"{CROWD:g} x",
            f"{slow / alone:.1f} x ({slow:,.0f} to {alone:,.0f} ms)",
            slow / alone / CROWD,
        ),
    ]


def _rows(rows: int) -> str:
    return "shipped data" if rows == SHIPPED else f"{rows:,}"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    heads = list(heads)
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return ["| " + " | ".join(cells) + " |" for cells in lines] + [""]


def _per_size(sizes: tuple[Size, ...]) -> list[str]:
    """One column per size, one line per figure."""

    def clicks(value: Callable[[Page], float]) -> Callable[[Size], str]:
        return lambda size: f"{value(size.app):,.0f} / {value(size.floor):,.0f}"

    figures: dict[str, Callable[[Size], str]] = {
        "server start to answering / the floor's server, s": lambda size: (
            f"{size.app.start_s:.1f} / {size.floor.start_s:.1f}"
        ),
        "first visit to painted map / the floor's, ms": lambda size: (
            f"{median(size.app.first_ms):,.0f} / {median(size.floor.first_ms):,.0f}"
        ),
        f"click to painted / the floor's, median of {FILTERS}, ms": clicks(lambda page: page.painted_ms),
        "the same, p95, ms": clicks(lambda page: page.painted_p95_ms),
        "click to the server's answer, median, ms": lambda size: f"{size.app.answered_ms:,.0f}",
        "the rebuilding page: click to painted, median, ms": lambda size: (
            f"{size.rebuilding.painted_ms:,.0f}" if size.rebuilding else "–"
        ),
        "bytes over the WebSocket per filter, median": lambda size: (
            f"{median(click.socket_bytes for click in size.app.clicks):,.0f}"
        ),
        "... and most": lambda size: f"{max(click.socket_bytes for click in size.app.clicks):,}",
        "bytes of the list's rows per filter, median": lambda size: (
            f"{median(click.fetched_bytes for click in size.app.clicks):,.0f}"
        ),
        "main thread per filter / the floor's, median, ms": clicks(lambda page: page.work_ms),
        "search, slowest of five new ones, ms": lambda size: f"{max(size.search_ms):,.0f}",
        "pointing in the list to the mark on the map, slowest of five, ms": lambda size: f"{max(size.hover_ms):,.0f}",
        "frames while the list scrolls, p95, ms": lambda size: f"{p95(size.scroll_ms):,.0f}" if size.scroll_ms else "–",
        "memory of the page's scripts / the floor's, MB": clicks(lambda page: page.heap_mb),
        "memory of the server, MB": lambda size: f"{size.app.memory_mb:,.0f}",
    }
    rows = [[name, *(value(size) for size in sizes)] for name, value in figures.items()]
    return _table(["carriers", *(f"{size.rows:,}" for size in sizes)], rows)


def _crowds(crowds: dict[int, Crowd]) -> list[str]:
    heads = (
        "carriers",
        "filters",
        "failed",
        "one visitor alone, median, ms",
        "median, ms",
        "p95, ms",
        "all at one moment, last, ms",
        "server, MB",
        "each visitor, MB",
    )
    rows = [
        [
            _rows(rows),
            f"{len(crowd.asked_ms)}",
            f"{crowd.failed}",
            f"{median(crowd.alone_ms):,.0f}",
            f"{median(crowd.asked_ms):,.0f}",
            f"{p95(crowd.asked_ms):,.0f}",
            f"{max(crowd.at_once_ms, default=float('nan')):,.0f}",
            f"{crowd.memory_mb:,.0f}",
            f"{crowd.each_mb:.2f}",
        ]
        for rows, crowd in crowds.items()
        if crowd.asked_ms
    ]
    return _table(heads, rows)


def _machine(browser: str) -> list[str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return [
        f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB of memory, no graphics card,",
        f"{platform.system()}, Python {platform.python_version()}, Chromium {browser}, headless; {versions}.",
        "Server and browser share the machine.",
        "",
    ]


def write(results: Results, path: Path) -> None:
    """Write the results of a run."""
    shipped = results.shipped
    lines = [
        "# What `make bench` measured",
        "",
        "Written by the run; do not edit. The lists are synthetic (`benchmarks/synthetic.py`),",
        "the app, the server and the browser are real.",
        "",
        *_machine(results.browser),
        "## Targets",
        "",
        "Ratios of this run, since milliseconds differ threefold between machines.",
        "",
        "| Work | Target | Measured | |",
        "|---|---|---|---|",
        *(target.line for target in targets(results)),
        "",
        "## By the length of the list",
        "",
        *_per_size(results.sizes),
        *NOTES,
        "",
        f"## {VISITORS} visitors at once",
        "",
        f"Each asks {FILTERS_EACH} filters with pauses of one to three seconds, and fetches the rows of its list;",
        "then all ask at one moment.",
        "",
        *_crowds(results.crowds),
        f"Shipped data: the server answers after {shipped.start_s:.1f} s, the first visit is painted after "
        f"{median(shipped.first_ms) / 1000:.1f} s, and the page's scripts take {shipped.heap_mb:.0f} MB.",
        f"The run took {results.seconds / 60:.0f} minutes.",
        "",
    ]
    path.write_text("\n".join(lines), "utf-8")
