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
BYTES_TARGET = 10_000


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
    """One target: the limit, the measured value, and the ratio of the two."""

    work: str
    asked: str
    measured: str
    share: float  # measured ÷ limit: met up to 1
    why: str = ""

    @property
    def line(self) -> str:
        """The row of the table."""
        verdict = "met" if self.share <= 1 else f"**missed by {self.share - 1:.0%}.** {self.why}".rstrip()
        return f"| {self.work} | {self.asked} | {self.measured} | {verdict} |"


NOTES = (
    "- *Painted*: the map has drawn the filter and the list holds its rows. A facet is painted ahead of the server,",
    "  which then confirms it; *the server's answer* is when the sentence above the list stands there too.",
    "- *The floor*: a Streamlit page that only echoes the filter, measured before and after the app, minutes apart.",
    "- *The rebuilding page*: plain streamlit-folium with one `CircleMarker` for each carrier, from local files, over",
    "  the same first clicks as the app: one unit, two, to all nine. Above 10,000 carriers it is not tried.",
    "- *Memory of the page's scripts* leaves out the carriers' columns, which are some 80 bytes for each.",
    "- From 1,000 points on crowded marks are counted groups. The list can be scrolled to its first 100,000 rows.",
)

# The reason, shown only for a missed target.
WHY_FIRST = "The app is a page of five parts, a frame of its own and nine layers; the floor is one line of text."
WHY_BYTES = "Streamlit sends every element again at each rerun, and each of the links repeats the address."
WHY_FAST = "On the same clicks of both; the rebuilding page is quicker here than when the target was set."
WHY_PAINT = "Painting the map and the list is work that the floor does not have."


def targets(results: Results) -> list[Target]:
    """Every target of a run."""
    found: list[Target] = []
    for size in results.sizes:
        found += _painting(size)
    found += [_rebuilding(size) for size in results.sizes if size.rebuilding and size.rows >= 1_000]
    most = max((click.socket_bytes for size in results.sizes for click in size.app.clicks), default=0)
    found.append(Target("bytes per filter by facets", "10 kB", f"{most:,} at most", most / BYTES_TARGET, WHY_BYTES))
    disturbed = sum(size.foreign + (not size.stood) for size in results.sizes)
    kept = "none" if not disturbed else f"{disturbed}"
    found.append(
        Target("map reloads, lost views, requests to other hosts", "0, 0, 0", kept, 1 + disturbed if disturbed else 0)
    )
    start = results.shipped.start_s
    found.append(Target("server start to answering, shipped data", "3 s", f"{start:.1f} s", start / 3))
    found += [_first(size) for size in results.sizes]
    return found


def _painting(size: Size) -> list[Target]:
    app, floor = size.app, size.floor
    large = size.rows > 100_000
    parts = [("median", app.painted_ms / floor.painted_ms, 1.3 if large else 1.1)]
    if not large:
        parts.append(("p95", app.painted_p95_ms / floor.painted_p95_ms, 1.3))
    return [
        Target(
            f"click to painted, {size.rows:,}: {name}",
            f"{limit} x the floor",
            f"{ratio:.2f} x",
            ratio / limit,
            WHY_PAINT,
        )
        for name, ratio, limit in parts
    ]


def _rebuilding(size: Size) -> Target:
    assert size.rebuilding is not None
    # The same clicks for both: each click adds the next unit.
    same = size.app.clicks[: len(size.rebuilding.clicks)]
    faster = size.rebuilding.painted_ms / median(click.painted_ms for click in same)
    asked = 8 if size.rows < 10_000 else 100
    work = f"against the rebuilding page, {size.rows:,}"
    return Target(work, f"{asked} x faster", f"{faster:.0f} x", asked / faster, WHY_FAST)


def _first(size: Size) -> Target:
    more = (median(size.app.first_ms) - median(size.floor.first_ms)) / 1000
    work = f"first visit to painted map, {size.rows:,}"
    return Target(work, "the floor's + 0.8 s", f"+ {more:.2f} s", more / 0.8, WHY_FIRST)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    heads = list(heads)
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return ["| " + " | ".join(cells) + " |" for cells in lines] + [""]


def _per_size(sizes: tuple[Size, ...]) -> list[str]:
    """One column per size, one line per figure."""

    def clicks(value: Callable[[Page], float]) -> Callable[[Size], str]:
        return lambda size: f"{value(size.app):,.0f} / {value(size.floor):,.0f}"

    figures: dict[str, Callable[[Size], str]] = {
        "server start to answering, s": lambda size: f"{size.app.start_s:.1f}",
        "first visit to painted map / the floor's, ms": lambda size: (
            f"{median(size.app.first_ms):,.0f} / {median(size.floor.first_ms):,.0f}"
        ),
        f"click to painted / the floor's, median of {FILTERS}, ms": clicks(lambda page: page.painted_ms),
        "the same, p95, ms": clicks(lambda page: page.painted_p95_ms),
        "click to the server's answer, median, ms": lambda size: (
            f"{median(click.answered_ms for click in size.app.clicks):,.0f}"
        ),
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
        "main thread per filter / the floor's, median, ms": clicks(
            lambda page: median(click.work_ms for click in page.clicks)
        ),
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
        "median, ms",
        "p95, ms",
        "all at one moment, last, ms",
        "server, MB",
        "each visitor, MB",
    )
    rows = [
        [
            "shipped" if rows == SHIPPED else f"{rows:,}",
            f"{len(crowd.asked_ms)}",
            f"{crowd.failed}",
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
