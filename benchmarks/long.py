"""The server in the long run: fifty visitors for ten minutes, then three hundred visits that end.

`make bench-long` writes LONG.md: how quick a filter was at the beginning and at the end, and how much memory, how many
open files and threads the server had before, meanwhile, and when all sessions had ended. About sixteen minutes.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from websockets.exceptions import WebSocketException

from benchmarks.fifty import PAUSE_S, SEED, VISITORS, _connected, _filtered, ask
from benchmarks.server import APP, SHIPPED, Served, serving

HERE = Path(__file__).resolve().parent
MINUTES, VISITS, AT_ONCE, FILTERS_EACH = 10.0, 300, 10, 3
RAMP_S = 15.0
# Before the baseline: what the first visitors load stays, and belongs to the server and not to a visit.
FIRST_VISITS = 30
# Streamlit keeps a session for two minutes after its connection has ended, and looks every few seconds.
SESSIONS_END_S = 150.0
LOOK_S = 5.0
GROWTH_MB = 10.0


class State(NamedTuple):
    """What the server holds at one moment."""

    memory_mb: float
    files: int
    threads: int


@dataclass(slots=True)
class Stretch:
    """What visitors saw: the milliseconds of each filter with the second at which it was asked, and what failed."""

    asked: list[tuple[float, float]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    most: State = field(default_factory=lambda: State(0.0, 0, 0))

    def between(self, begins: float, ends: float) -> list[float]:
        """The milliseconds of the filters that were asked between two seconds."""
        return [ms for second, ms in self.asked if begins <= second < ends]


def state(served: Served) -> State:
    """What the server holds now."""
    return State(served.memory_mb(), served.files(), served.threads())


def stay(served: Served, seconds: float, visitors: int = VISITORS) -> Stretch:
    """Visitors who come within a quarter of a minute and filter until the time is over."""
    found, began = Stretch(), time.monotonic()
    ends = began + RAMP_S + seconds
    threads = [
        threading.Thread(target=_visit_until, args=(number, served.url, began, ends, found), daemon=True)
        for number in range(visitors)
    ]
    for thread in threads:
        thread.start()
        time.sleep(RAMP_S / visitors)
    while time.monotonic() < ends:
        found.most = State(*map(max, found.most, state(served)))
        time.sleep(min(LOOK_S, max(0.1, ends - time.monotonic())))
    for thread in threads:
        thread.join(40)
    return found


def _visit_until(number: int, url: str, began: float, ends: float, found: Stretch) -> None:
    chance = random.Random(SEED + number)
    while time.monotonic() < ends:
        try:
            with _connected(url) as socket:
                ask(socket, url, "")
                while time.monotonic() < ends:
                    time.sleep(chance.uniform(*PAUSE_S))
                    second = time.monotonic() - began
                    found.asked.append((second, ask(socket, url, _filtered(chance))))
        except (OSError, TimeoutError, WebSocketException) as error:
            found.failed.append(type(error).__name__)
            time.sleep(1)


def come_and_go(served: Served, visits: int, at_once: int = AT_ONCE) -> Stretch:
    """Visits that end: each opens the page, filters three times, and is gone."""
    found, began, left = Stretch(), time.monotonic(), iter(range(visits))
    lock = threading.Lock()

    def visitor() -> None:
        while True:
            with lock:
                number = next(left, None)
            if number is None:
                return
            chance = random.Random(SEED + 1000 + number)
            try:
                with _connected(served.url) as socket:
                    ask(socket, served.url, "")
                    for _ in range(FILTERS_EACH):
                        second = time.monotonic() - began
                        found.asked.append((second, ask(socket, served.url, _filtered(chance))))
            except (OSError, TimeoutError, WebSocketException) as error:
                found.failed.append(type(error).__name__)

    threads = [threading.Thread(target=visitor, daemon=True) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        found.most = State(*map(max, found.most, state(served)))
        time.sleep(0.5)
    return found


def settled(served: Served, seconds: float) -> State:
    """What the server holds when the sessions that are over have ended."""
    time.sleep(seconds)
    return state(served)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status of `make bench-long`: 0, or 1 if something failed or memory grew."""
    parser = argparse.ArgumentParser(prog="make bench-long", description=__doc__)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--visits", type=int, default=VISITS)
    parser.add_argument("--settle", type=float, default=SESSIONS_END_S, help="seconds until sessions have ended")
    parser.add_argument("-o", "--output", type=Path, default=HERE / "LONG.md")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        settings = {"DATABASE_URL": f"sqlite:///{folder}/atlas.db"}
        with serving(APP, SHIPPED, settings=settings) as served:
            come_and_go(served, FIRST_VISITS)
            before = settled(served, asked.settle)
            long = stay(served, 60 * asked.minutes)
            between = settled(served, asked.settle)
            ended = come_and_go(served, asked.visits)
            after = settled(served, asked.settle)
    asked.output.write_text(report(asked, (before, between, after), long, ended), "utf-8")
    print(asked.output.read_text("utf-8"))
    return int(bool(long.failed or ended.failed or after.memory_mb - between.memory_mb > GROWTH_MB))


def report(asked: argparse.Namespace, states: tuple[State, State, State], long: Stretch, ended: Stretch) -> str:
    """The results as a page."""
    seconds = RAMP_S + 60 * asked.minutes
    fifth = (seconds - RAMP_S) / 5
    early = long.between(RAMP_S, RAMP_S + fifth)
    late = long.between(seconds - fifth, seconds)
    at = ("before", f"{VISITORS} visitors, at most", "when they had left", f"{AT_ONCE} at once, at most", "at the end")
    before, between, after = states
    rows = zip(at, (before, long.most, between, ended.most, after), strict=True)
    held = "\n".join(f"| {name} | {one.memory_mb:,.0f} MB | {one.files} | {one.threads} |" for name, one in rows)
    memory, files, threads = (later - earlier for earlier, later in zip(between, after, strict=True))
    failed = ", ".join(sorted({*long.failed, *ended.failed})) or "none"
    return f"""# The server in the long run

Written by `make bench-long`; do not edit.
Python {platform.python_version()}, {os.cpu_count()} cores, shipped data, one process.

{VISITORS} visitors filtered every one to three seconds for {asked.minutes:g} minutes; then {asked.visits} visits came,
{AT_ONCE} at a time, filtered {FILTERS_EACH} times each, and ended. After each, {asked.settle:g} seconds passed, in
which Streamlit ends the sessions.

| Filters | count | median | p95 |
|---|---:|---:|---:|
| {VISITORS} visitors, the first fifth of the time | {_figures(early)} |
| {VISITORS} visitors, the last fifth of the time | {_figures(late)} |
| visits that end | {_figures([ms for _, ms in ended.asked])} |

Failed visits: {len(long.failed) + len(ended.failed)} (kinds: {failed}).

| The server | memory | open files | threads |
|---|---:|---:|---:|
{held}

Growth by {asked.visits} visits that ended: {memory:+,.1f} MB (target: {GROWTH_MB:g} at most),
{files:+.0f} files, {threads:+.0f} threads.
"""


def _figures(found: Sequence[float]) -> str:
    if len(found) < 2:
        return f"{len(found)} | – | –"
    return f"{len(found)} | {statistics.median(found):,.0f} ms | {statistics.quantiles(found, n=20)[18]:,.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
