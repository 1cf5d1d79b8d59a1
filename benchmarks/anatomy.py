"""What a first visit waits for, and what a click costs the main thread: `python -m benchmarks.anatomy [SIZE ...]`.

Writes ANATOMY.md: a waterfall of the first visit, and for the first visit and for a click the milliseconds of the main
thread by whose script ran, beside the floor's. The profiles go to `build/anatomy/` as `.cpuprofile` files, which the
tools of any Chromium open.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession

from benchmarks.browser import Visit, visiting
from benchmarks.measure import next_option
from benchmarks.server import APP, FLOOR, ROOT, serving
from benchmarks.synthetic import SyntheticSource
from tests.conftest import browsing, find_chromium

WRITTEN = Path(__file__).with_name("ANATOMY.md")
PROFILES = ROOT / "build" / "anatomy"
SIZES = (24, 1_000, 100_000, 1_000_000)
VISITS, CLICKS = 5, 9
SAMPLED_US = 200
WIDTH = 48  # characters of the waterfall's longest bar
# Whose a script is, by a part of its address; the first that fits.
OWNERS = (
    ("/files/leaflet/", "Leaflet"),
    ("/component/streamlit_folium", "streamlit-folium"),
    ("/files/web/atlas", "the map"),
    ("/files/web/", "the page's parts"),
    ("/static/", "Streamlit"),
)
METRICS = {"TaskDuration": "all", "RecalcStyleDuration": "style", "LayoutDuration": "layout"}
# What goes together in the waterfall, by a part of its address: one line for all of its requests.
GROUPS = (
    ("/data/", "data of the map"),
    ("/files/web/", "our scripts and styles"),
    ("/files/leaflet/", "Leaflet"),
    ("/component/streamlit_folium", "streamlit-folium's frame"),
    ("/rows/", "facets and rows of the list"),
    ("/static/media/", "Streamlit's fonts"),
    ("/static/js/", "Streamlit's scripts"),
    ("/static/css/", "Streamlit's styles"),
    ("/_stcore/", "Streamlit's health and options"),
)
# Two requests of a group that are further apart than this are two lines.
APART_MS = 60.0


# Milliseconds of the main thread by whose script ran, and by what the browser did besides.
Cost = dict[str, float]


@dataclass(slots=True)
class Asked:
    """One request, in milliseconds since the first: when it was asked, when it was there, and how many bytes came."""

    url: str
    begins: float
    ends: float = 0.0
    size: int = 0


@dataclass(slots=True)
class First:
    """One first visit: milliseconds until the map was painted, what was asked for till then, and the cost."""

    painted_ms: float
    asked: list[Asked]
    cost: Cost


def main() -> int:
    """Measure and write; the exit status: 0 when done, 2 without a browser."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES), help="lengths of the list")
    sizes = parser.parse_args().sizes
    chromium = find_chromium()
    if chromium is None:
        print("no Chromium: install one (Debian: apt-get install chromium) or name it in G60_CHROMIUM", file=sys.stderr)
        return 2
    PROFILES.mkdir(parents=True, exist_ok=True)
    for rows in sizes:
        SyntheticSource(rows).write()
    with browsing(chromium) as browser:
        floor = _measured(browser, FLOOR, min(sizes))
        apps = {rows: _measured(browser, APP, rows) for rows in sizes}
    WRITTEN.write_text(_report(floor, apps), "utf-8")
    print(f"written: {WRITTEN.name}")
    return 0


# Measuring -------------------------------------------------------------------------------------


def _measured(browser: Browser, kind: str, rows: int) -> tuple[First, Cost]:
    """The median first visit of a page, and what a click costs it in the median."""
    with serving(kind, rows) as served:
        firsts = [_first(browser, kind, served.url, rows) for _ in range(VISITS)]
        with visiting(browser, kind, served.url) as visit:
            clicks = [_click(visit, number, f"{kind}-{rows}-click-{number}") for number in range(CLICKS)]
    firsts.sort(key=lambda first: first.painted_ms)
    names = {name for click in clicks for name in click}
    middle = {name: median(click.get(name, 0.0) for click in clicks) for name in names}
    print(
        f"{kind} {rows:,}: {firsts[VISITS // 2].painted_ms:.0f} ms, a click {sum(middle.values()):.0f} ms", flush=True
    )
    return firsts[VISITS // 2], middle


def _first(browser: Browser, kind: str, url: str, rows: int) -> First:
    asked: dict[str, Asked] = {}
    cost: Cost = {}

    def watch(visit: Visit) -> Callable[[], None]:
        _listen(visit.session, asked)
        _begin(visit.session)
        return lambda: cost.update(_ended(visit, f"{kind}-{rows}-first", {}))

    with visiting(browser, kind, url, watch=watch) as visit:
        first_ms = visit.first_ms
    begin = min(one.begins for one in asked.values())
    since = [
        Asked(one.url, (one.begins - begin) * 1000, (one.ends - begin) * 1000, one.size)
        for one in asked.values()
        if one.ends
    ]
    return First(first_ms, [one for one in since if one.begins < first_ms], cost)


def _click(visit: Visit, number: int, name: str) -> Cost:
    before = visit.metrics()
    _begin(visit.session)
    visit.click(next_option(visit, number))
    return _ended(visit, name, before)


def _begin(session: CDPSession) -> None:
    session.send("Profiler.enable")
    session.send("Profiler.setSamplingInterval", {"interval": SAMPLED_US})
    session.send("Profiler.start")


def _ended(visit: Visit, name: str, before: dict[str, float]) -> Cost:
    """Milliseconds by owner since the profile began; the browser's own work since the metrics `before`."""
    profile = visit.session.send("Profiler.stop")["profile"]
    now = visit.metrics()
    (PROFILES / f"{name}.cpuprofile").write_text(json.dumps(profile), "utf-8")
    spent = {words: (now[metric] - before.get(metric, 0.0)) * 1000 for metric, words in METRICS.items()}
    parts = _by_owner(profile)
    parts["style"], parts["layout"] = spent["style"], spent["layout"]
    parts["the rest: painting, messages"] = max(0.0, spent["all"] - sum(parts.values()))
    return parts


def _by_owner(profile: dict[str, Any]) -> Cost:
    """Milliseconds of a profile by whose script ran; a function of the browser counts to the script that called it."""
    nodes = {node["id"]: node for node in profile["nodes"]}
    caller = {child: node["id"] for node in profile["nodes"] for child in node.get("children", ())}
    spent: Cost = {}
    for sample, delta in zip(profile["samples"], profile["timeDeltas"], strict=True):
        owner = _owner(sample, nodes, caller)
        if owner:
            spent[owner] = spent.get(owner, 0.0) + delta / 1000
    return spent


def _owner(sample: int, nodes: dict[int, Any], caller: dict[int, int]) -> str:
    at: int | None = sample
    while at is not None:
        frame = nodes[at]["callFrame"]
        if frame["functionName"] == "(garbage collector)":
            return "collecting garbage"
        for part, owner in OWNERS:
            if part in frame["url"]:
                return owner
        at = caller.get(at)
    return ""  # idle, or the browser itself


def _listen(session: CDPSession, asked: dict[str, Asked]) -> None:
    def begins(event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("http"):
            asked.setdefault(event["requestId"], Asked(event["request"]["url"], event["timestamp"]))

    def ends(event: dict[str, Any]) -> None:
        if found := asked.get(event["requestId"]):
            found.ends, found.size = event["timestamp"], int(event["encodedDataLength"])

    session.send("Network.enable")
    session.on("Network.requestWillBeSent", begins)
    session.on("Network.loadingFinished", ends)


# Telling ---------------------------------------------------------------------------------------


def _report(floor: tuple[First, Cost], apps: dict[int, tuple[First, Cost]]) -> str:
    shown = 1_000 if 1_000 in apps else min(apps)
    return "\n".join(
        (
            "# What a first visit waits for, and what a click costs",
            "",
            "Written by `make bench-anatomy`; do not edit. Lists, server and browser as in RESULTS.md. A profile runs",
            "meanwhile, so all is slower than there; `build/anatomy/` keeps the profiles, which the developer tools of",
            "any Chromium open.",
            "",
            f"## The first visit, {shown:,} carriers",
            "",
            f"The map is painted after {apps[shown][0].painted_ms:,.0f} ms, the floor's text after "
            f"{floor[0].painted_ms:,.0f} ms. What was at hand already (asked for ahead) is asked for again in no time.",
            "",
            "```",
            *_waterfall(apps[shown][0]),
            "```",
            "",
            "The floor's:",
            "",
            "```",
            *_waterfall(floor[0]),
            "```",
            "",
            "## The main thread until the first picture, ms",
            "",
            *_table(floor[0].cost, {rows: first.cost for rows, (first, _) in apps.items()}),
            "",
            f"## The main thread for a click on a filter, ms, median of {CLICKS}",
            "",
            *_table(floor[1], {rows: click for rows, (_, click) in apps.items()}),
            "",
        )
    )


def _waterfall(first: First) -> Iterator[str]:
    scale = WIDTH / first.painted_ms
    for begins, ends, count, size, words in _lines(first.asked):
        bar = " " * int(begins * scale) + "█" * max(1, round((min(ends, first.painted_ms) - begins) * scale))
        yield f"{begins:5.0f} – {ends:5.0f} ms {size / 1000:6.0f} kB {count:3d} × {words:32s} |{bar:{WIDTH}s}|"


def _lines(asked: Sequence[Asked]) -> list[tuple[float, float, int, int, str]]:
    """Requests of one group that follow each other closely, as one line: begin, end, count, bytes, words."""
    lines: list[tuple[float, float, int, int, str]] = []
    for one in sorted(asked, key=lambda one: one.begins):
        words = _group(one.url)
        for place, (begins, ends, count, size, of) in enumerate(lines):
            if of == words and one.begins - begins < APART_MS:
                lines[place] = (begins, max(ends, one.ends), count + 1, size + one.size, of)
                break
        else:
            lines.append((one.begins, one.ends, 1, one.size, words))
    return lines


def _group(url: str) -> str:
    path = urlsplit(url).path
    return next((words for part, words in GROUPS if part in path), "the page" if path == "/" else path[-30:])


def _table(floor: Cost, apps: dict[int, Cost]) -> Iterator[str]:
    costs = (floor, *apps.values())
    most = {name: max(one.get(name, 0.0) for one in costs) for cost in costs for name in cost}
    names = sorted(most, key=lambda name: -most[name])
    yield "| | the floor | " + " | ".join(f"{rows:,}" for rows in apps) + " |"
    yield "| --- | ---: |" + " ---: |" * len(apps)
    for name in names:
        yield _row(name, [cost.get(name, 0.0) for cost in costs])
    yield _row("**all**", [sum(cost.values()) for cost in costs])


def _row(name: str, values: Sequence[float]) -> str:
    return f"| {name} | " + " | ".join(f"{value:,.0f}" for value in values) + " |"


if __name__ == "__main__":
    raise SystemExit(main())
