"""Many visitors of one server: `python -m benchmarks.visitors`, which writes `VISITORS.md` in less than six minutes.

Three questions. Is Streamlit's collection of garbage after each run worth its time (`runner.postScriptGC`)? Are two
hundred visitors served for a minute? Does a reader's filter stay quick while others have files made?
"""

from __future__ import annotations

import json
import os
import platform
import random
import statistics
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from websockets.exceptions import WebSocketException

from benchmarks.fifty import DIRECT, PAUSE_S, SEED, Crowd, _connected, _filtered, ask, fifty
from benchmarks.server import APP, SHIPPED, Served, serving
from g60.ask.selection import Selection
from g60.ask.view import View
from g60.contract.codes import UNITS
from g60.export.handouts import Order, house_options
from g60.export.jobs import orders
from g60.export.jobs.job import RUNNING, WAITING
from g60.export.jobs.limits import Limits
from g60.export.jobs.queue import Queue
from g60.meeting import scenes
from g60.record.held import Held

HERE = Path(__file__).resolve().parent
GC = "--runner.postScriptGC="
VISITORS = 200
MINUTE_S = 60.0
RAMP_S = 15.0
# Files asked for at once, and how often the reader filters meanwhile.
FILES_AT_ONCE, FILTERS, FILTER_EACH_S = 24, 40, 0.25
FILES_S = 45.0
LIMIT_S = 0.3
# Previews and pictures asked for at the same moment, and how long they get.
PICTURES, PICTURES_S = 100, 60.0


@dataclass(slots=True)
class Minute:
    """What two hundred visitors saw in a minute."""

    asked_ms: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    told_to_wait: int = 0
    files: int = 0
    memory_mb: float = 0.0
    threads: int = 0


@dataclass(slots=True)
class Files:
    """A reader's filters without files and while files are made, and what became of the files."""

    alone_ms: list[float] = field(default_factory=list)
    meanwhile_ms: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)


def minute(served: Served, visitors: int = VISITORS, seconds: float = MINUTE_S) -> Minute:
    """So many visitors, each of whom filters again and again; one who is told to wait waits and tries again."""
    found, ends = Minute(), time.monotonic() + RAMP_S + seconds
    threads = [
        threading.Thread(target=_visit, args=(number, served.url, ends, found), daemon=True)
        for number in range(visitors)
    ]
    for thread in threads:
        thread.start()
        time.sleep(RAMP_S / visitors)
    while time.monotonic() < ends:
        found.files, found.threads = max(found.files, served.files()), max(found.threads, served.threads())
        found.memory_mb = max(found.memory_mb, served.memory_mb())
        time.sleep(0.5)
    for thread in threads:
        thread.join(40)
    return found


def _visit(number: int, url: str, ends: float, found: Minute) -> None:
    chance = random.Random(SEED + number)
    while time.monotonic() < ends:
        try:
            with DIRECT.open(urllib.request.Request(f"{url}/", headers={"Accept": "text/html"}), timeout=30) as page:
                page.read()
            with _connected(url) as socket:
                ask(socket, url, "")
                while time.monotonic() < ends:
                    time.sleep(chance.uniform(*PAUSE_S))
                    found.asked_ms.append(ask(socket, url, _filtered(chance)))
        except urllib.error.HTTPError as error:
            if error.code != 503 or not error.headers.get("Retry-After"):
                found.failed.append(f"page: {error.code}")
            found.told_to_wait += 1
            time.sleep(float(error.headers.get("Retry-After") or 5))
        except (OSError, TimeoutError, WebSocketException) as error:
            found.failed.append(type(error).__name__)
            time.sleep(1)


def files(served: Served) -> Files:
    """One reader filters, first alone, then while two dozen files are asked for at once."""
    found, chance = Files(), random.Random(SEED)
    with _connected(served.url) as socket:
        ask(socket, served.url, "")
        _warm(served.url)
        for _ in range(FILTERS):
            found.alone_ms.append(ask(socket, served.url, _filtered(chance)))
            time.sleep(FILTER_EACH_S)
        askers = [threading.Thread(target=_file, args=(served.url, one, found), daemon=True) for one in _requests()]
        for asker in askers:
            asker.start()
        ends = time.monotonic() + FILES_S
        while time.monotonic() < ends and any(asker.is_alive() for asker in askers):
            found.meanwhile_ms.append(ask(socket, served.url, _filtered(chance)))
            time.sleep(FILTER_EACH_S)
    return found


def _warm(url: str) -> None:
    """The first file of a server, so that no import is measured."""
    with DIRECT.open(f"{url}/record/tasks.xlsx", timeout=120) as answer:
        answer.read()


def _requests() -> Iterator[tuple[str, bytes | None]]:
    """Addresses of files, with what is sent to them."""
    given = scenes.shipped_text()
    many = json.loads(given)
    many["scenes"] = [dict(one, id=f"s{number}") for number, one in enumerate((many["scenes"] * 20)[:100], start=1)]
    form = urllib.parse.urlencode({"presentation": given}).encode()
    kinds: Sequence[tuple[str, bytes | None]] = (
        ("/meeting/slides.pptx", json.dumps(many, ensure_ascii=False).encode()),
        ("/record/tasks.docx", None),
        ("/record/bulletin.pptx", None),
        ("/present/pack", form),
        ("/record/tasks.xlsx", None),
        ("/meeting/slides.pptx", given.encode()),
    )
    yield from (kinds[number % len(kinds)] for number in range(FILES_AT_ONCE))


def _file(url: str, asked: tuple[str, bytes | None], found: Files) -> None:
    try:
        with DIRECT.open(urllib.request.Request(url + asked[0], asked[1]), timeout=400) as answer:
            answer.read()
            status = answer.status
    except urllib.error.HTTPError as error:
        status = error.code
    except (OSError, TimeoutError):
        status = 0
    found.statuses[status] = found.statuses.get(status, 0) + 1


def pictures(url: str) -> dict[str, int]:
    """What became of a hundred previews and pictures that were asked for at the same moment, by the end of the time."""
    held = Held(HERE.parent / "geodata", url, 1)
    limits = replace(Limits.of(), waiting=PICTURES)
    queue = Queue(limits, lambda: orders.ready(held))
    house = replace(house_options(), paper="a4")
    jobs = []
    for number in range(PICTURES):
        unit = UNITS[number % len(UNITS)]
        order = Order(Selection(units=frozenset({unit})), View(version=1), replace(house, title=f"{number}"))
        work = orders.sheet_preview(held, order) if number % 2 else orders.handout(held, "png", order)
        jobs.append(queue.add(work))
    ends = time.monotonic() + PICTURES_S
    while time.monotonic() < ends:
        ended = [job.wait(0) for job in jobs]  # all of them are asked for: a job that is not is given up
        if all(ended):
            break
        time.sleep(0.2)
    counts = Counter("in the queue" if job.state in (WAITING, RUNNING) else job.state for job in jobs)
    started = queue.counters.workers_started
    queue.close()
    return {**counts, "workers started": started}


# The report ----------------------------------------------------------------------------------------


def p95(values: Sequence[float]) -> float:
    """The value below which 95 of 100 are; 0 without values."""
    return sorted(values)[int(0.95 * (len(values) - 1))] if values else 0.0


def median(values: Sequence[float]) -> float:
    """The middle value; 0 without values."""
    return statistics.median(values) if values else 0.0


def _collecting(crowds: dict[str, list[tuple[Crowd, float]]]) -> Iterator[str]:
    heads = ("`runner.postScriptGC`", "one visitor, median", "fifty, median", "fifty, p95", "all at once, p95")
    yield f"| {' | '.join(heads)} | p95 to one | processor time of a filter | failed |"
    yield f"|---{'|---:' * 7}|"
    for setting, found in crowds.items():
        for crowd, used_s in found:
            alone, asked = median(crowd.alone_ms), crowd.alone_ms + crowd.asked_ms + crowd.at_once_ms
            cells = [alone, median(crowd.asked_ms), p95(crowd.asked_ms), p95(crowd.at_once_ms)]
            ratio, each = p95(crowd.asked_ms) / alone if alone else 0.0, 1000 * used_s / max(1, len(asked))
            times = " | ".join(f"{one:,.0f} ms" for one in cells)
            yield f"| {setting} | {times} | {ratio:.1f} | {each:,.0f} ms | {crowd.failed} |"


def report(
    load: str, crowds: dict[str, list[tuple[Crowd, float]]], crowd: Minute, made: Files, drawn: dict[str, int]
) -> str:
    """The page of results."""
    statuses = ", ".join(f"{count} × {status or 'no answer'}" for status, count in sorted(made.statuses.items()))
    lines = [
        "# What `make bench-visitors` measured",
        "",
        "Written by the run; do not edit. The server is the real one, with the shipped data; visitors speak its",
        f"protocol. {os.cpu_count()} cores, shared by server and visitors, Python {platform.python_version()}.",
        f"The machine's load before the run: {load}.",
        "",
        "## Fifty visitors, with and without a collection of garbage after each run",
        "",
        f"Each filters every {PAUSE_S[0]:.0f} to {PAUSE_S[1]:.0f} seconds. The settings take turns.",
        "",
        *_collecting(crowds),
        "",
        f"## {VISITORS} visitors for a minute",
        "",
        "| filters | median | p95 | failed | told to wait | open files, most | threads, most | memory, most |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|",
        f"| {len(crowd.asked_ms):,} | {median(crowd.asked_ms):,.0f} ms | {p95(crowd.asked_ms):,.0f} ms "
        f"| {len(crowd.failed)} | {crowd.told_to_wait} | {crowd.files:,} | {crowd.threads} "
        f"| {crowd.memory_mb:,.0f} MB |",
        "",
        *([f"Failed: {', '.join(sorted(set(crowd.failed)))}.", ""] if crowd.failed else []),
        f"## A reader's filter while {FILES_AT_ONCE} files are asked for at once",
        "",
        "| | median | p95 | most | target |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {name} | {median(values):,.0f} ms | {p95(values):,.0f} ms | {max(values, default=0):,.0f} ms "
            f"| {LIMIT_S * 1000:.0f} ms |"
            for name, values in (("before", made.alone_ms), ("meanwhile", made.meanwhile_ms))
        ),
        "",
        f"Answers to the files within {FILES_S:.0f} seconds: {statuses or 'none'} (503: the queue was full, in words).",
        "",
        f"## {PICTURES} previews and pictures at the same moment",
        "",
        f"After {PICTURES_S:.0f} seconds: {', '.join(f'{count} {name}' for name, count in drawn.items())}.",
        "",
    ]
    return "\n".join(lines)


def main(rounds: int = 2) -> None:
    """Measure, and write the report."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    crowds: dict[str, list[tuple[Crowd, float]]] = {"true": [], "false": []}
    with tempfile.TemporaryDirectory() as folder:
        settings = {"DATABASE_URL": f"sqlite:///{folder}/atlas.db"}
        for _ in range(rounds):
            for setting, found in crowds.items():
                with serving(APP, SHIPPED, [GC + setting], settings) as served:
                    before = served.processor_s()
                    found.append((fifty(served), served.processor_s() - before))
        with serving(APP, SHIPPED, settings=settings) as served:
            crowd = minute(served)
        with serving(APP, SHIPPED, settings=settings) as served:
            made = files(served)
        drawn = pictures(f"sqlite:///{folder}/atlas.db")
    (HERE / "VISITORS.md").write_text(report(load, crowds, crowd, made, drawn), "utf-8")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
