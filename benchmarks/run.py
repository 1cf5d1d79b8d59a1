"""Measures the app and its yardsticks and writes `RESULTS.md`: `python -m benchmarks.run [SIZE ...]`."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from benchmarks import earlier
from benchmarks.browser import visiting
from benchmarks.fifty import Crowd, fifty
from benchmarks.measure import Page, Size, measure
from benchmarks.report import Results, ratios, targets, write
from benchmarks.server import APP, FLOOR, SHIPPED, serving
from benchmarks.synthetic import SIZES, SyntheticSource
from tests.conftest import browsing, find_chromium

RESULTS = Path(__file__).with_name("RESULTS.md")
STARTS = 3
CROWDED = (SHIPPED, 100_000)
# The short form: only ratios, in a minute.
QUICK, QUICK_SIZES = "quick", (24, 10_000)


def main() -> int:
    """Run the measurements; the exit status: 0 when done, 2 without a browser."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=_size, default=list(SIZES), help="lengths of the list, or quick")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS, help="the file to write")
    asked = parser.parse_args()
    quick = QUICK in asked.sizes
    if quick:
        asked.sizes = list(QUICK_SIZES)
    chromium = find_chromium()
    if chromium is None:
        print("no Chromium: install one (Debian: apt-get install chromium) or name it in G60_CHROMIUM", file=sys.stderr)
        return 2
    for rows in asked.sizes:
        SyntheticSource(rows).write()
    started = time.perf_counter()
    with browsing(chromium) as browser:
        sizes = tuple(_sizes(browser, asked.sizes, quick=quick))
        if quick:
            for target in ratios(sizes):  # held against no whole run, which measures after more visits
                print(target.line)
            return 0
        shipped = _shipped(browser)
        crowds = {rows: _crowd(rows) for rows in CROWDED if rows == SHIPPED or rows in asked.sizes}
        results = Results(browser.version, time.perf_counter() - started, shipped, sizes, crowds)
    write(results, asked.output)
    found, before = targets(results), earlier.newest()
    for target in found:
        print(earlier.compared(target, before))
    if asked.output == RESULTS:
        earlier.keep(found)
    print(f"written: {asked.output.name}, {results.seconds:.0f} s")
    return 0


def _size(word: str) -> int | str:
    return word if word == QUICK else int(word)


def _shipped(browser: Browser) -> Page:
    """The app with the shipped data: the time to its first answer, and the first visit."""
    page = Page(SHIPPED)
    starts = []
    for _ in range(STARTS):
        with serving(APP, SHIPPED) as served:
            starts.append(served.start_s)
            with visiting(browser, APP, served.url) as visit:
                page.first_ms.append(visit.first_ms)
                page.heap_mb = visit.heap_mb()
            page.memory_mb = served.memory_mb()
    page.start_s = median(starts)
    return page


def _sizes(browser: Browser, asked: list[int], *, quick: bool) -> list[Size]:
    found = []
    with serving(FLOOR, min(asked, default=24)) as floor:
        for rows in asked:
            found.append(measure(browser, rows, floor, quick=quick))
            app, yardstick = found[-1].app, found[-1].floor
            print(f"{rows:>9,}: painted {app.painted_ms:.0f} ms, the floor {yardstick.painted_ms:.0f} ms", flush=True)
    return found


def _crowd(rows: int) -> Crowd:
    with serving(APP, rows) as served:
        return fifty(served)


if __name__ == "__main__":
    raise SystemExit(main())
