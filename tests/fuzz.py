"""`make fuzz`: requests that nobody meant to send, to every route and page of a server that is started for them.

Addresses, queries, methods, headers and bodies are drawn from what is valid, from what is nearly valid and from what
is hostile; pages are run through Streamlit's protocol with such queries. Wanted: no answer of 5xx (503 with words is
meant), none that takes longer than five seconds, no page that ends in an error, and memory that is back where it was.

    python -m tests.fuzz 600            # for ten minutes; --seed 7 for another run
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from benchmarks.server import APP, SHIPPED, serving
from g60.meeting import scenes
from tests.odd_requests import HEADERS, HOSTILE, KINDS, METHODS, PAGES, PLACES, ROOT, VALID

SEED = 20260930
# Seconds that an answer may take. A file is made by a worker process, waits for its turn in a short queue, and is given
# up after the time limit that the server is started with.
SLOW_S, JOB_S, QUEUE = 5.0, 20, 3
FILE_S = JOB_S * (QUEUE + 1) + SLOW_S
PATIENCE_S = FILE_S + 15
LIMITS = {"G60_JOB_SECONDS": str(JOB_S), "G60_QUEUE": str(QUEUE)}
FILE = re.compile(r"\.(docx|xlsx|pptx|csv)\b|^/exports/|^/present/pack")
# Streamlit keeps a session for two minutes after its connection has ended.
SESSIONS_END_S = 130
READERS, ASKERS = 2, 4
SHOWN = 12
# The share of a run in which caches of a fixed size and the threads' own memory fill: what grows later is a leak.
WARM = 0.1


@dataclass(slots=True)
class Found:
    """What a run has seen. `answers` counts each status; the others hold what must not be, with how to ask it again."""

    answers: Counter[int | str] = field(default_factory=Counter)
    routes: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    slowest: float = 0.0
    first_mb: float = 0.0
    before_mb: float = 0.0
    after_mb: float = 0.0

    def took(self, seconds: float, what: str, most: float) -> None:
        """Note how long an answer took."""
        self.slowest = max(self.slowest, seconds)
        if seconds > most:
            self.slow.append(f"{seconds:.1f} s: {what}")


def routes(source: str = "") -> dict[str, str]:
    """The addresses of the routes of app.py, each with the method that it is meant for.

    They are as app.py writes them, without the sub-path that may stand before them.
    """
    source = source or (ROOT / "app.py").read_text("utf-8")
    found = re.findall(r"\b(Route|Mount)\(\s*f?\"((?:\{below\})?/[^\"]*)\"([^\n]*)", source)
    return {
        address.replace("{below}", "").replace("{{", "{").replace("}}", "}") + ("/{path}" if kind == "Mount" else ""): (
            "POST" if '"POST"' in rest else "GET"
        )
        for kind, address, rest in found
    }


class Asker:
    """Draws requests by chance and notes what comes back."""

    def __init__(self, base_url: str, seed: int, found: Found, most: float = SLOW_S) -> None:
        self.base_url, self.found, self.most = base_url, found, most
        self.chance = random.Random(seed)
        self.routes = routes()
        self.known = dict(PLACES)
        self.lock = threading.Lock()

    # What is asked ---------------------------------------------------------------------------------

    def value(self, valid: tuple[str, ...]) -> str:
        """A value that is meant, or nearly, or hostile."""
        kind = self.chance.random()
        if kind < 0.5 and valid:
            return self.chance.choice(valid)
        if kind < 0.7 and valid:
            return self.bent(self.chance.choice(valid))
        return self.chance.choice(HOSTILE)

    def bent(self, value: str) -> str:
        """A value with one place changed, repeated or cut."""
        at = self.chance.randrange(len(value) + 1)
        other = self.chance.choice(HOSTILE)[:20]
        return self.chance.choice(
            (value[:at] + other + value[at:], value[:at], value * 30, value.upper(), f" {value} ")
        )

    def query(self) -> str:
        """Some parameters of the permalink, or of the routes, in any number."""
        keys = self.chance.choices(tuple(VALID), k=self.chance.randrange(7))
        pairs = [(key, self.value(VALID[key])) for key in keys]
        if self.chance.random() < 0.1:
            pairs += [(self.chance.choice(HOSTILE)[:40], self.chance.choice(HOSTILE)[:40])]
        if self.chance.random() < 0.05:
            pairs = pairs * self.chance.choice((40, 200))
        told = urlencode(pairs, errors="replace")
        return told if self.chance.random() < 0.9 else told.replace("%", "%25") + "&&=&%"

    def address(self, route: str) -> str:
        """The address of a route with something in each of its place-holders."""

        def placed(match: re.Match[str]) -> str:
            return quote(
                self.value(self.known.get(match[1], ()))[:2000], safe="/" if self.chance.random() < 0.2 else ""
            )

        return re.sub(r"\{(\w+)(?::\w+)?\}", placed, route)

    def body(self) -> tuple[bytes, str]:
        """A body and what it says that it is."""
        shipped = scenes.write(scenes.shipped())
        makes: list[Callable[[], bytes]] = [
            lambda: b"",
            shipped.encode,
            lambda: json.dumps(self.broken_json(json.loads(shipped))).encode(),
            lambda: urlencode({"presentation": shipped, "lang": self.value(("zh", "en"))}, errors="replace").encode(),
            lambda: urlencode({"presentation": self.chance.choice(HOSTILE)}, errors="replace").encode(),
            lambda: self.chance.randbytes(self.chance.choice((1, 50, 5000))),
            lambda: b'{"scenes":' + b"[" * self.chance.choice((50, 100_000)),
            lambda: b"[" + b"{}," * self.chance.choice((10, 100_000)) + b"{}]",
            lambda: b'{"title":"' + b"a" * self.chance.choice((100, 1_500_000)) + b'"}',
            lambda: b'{"a":1,"a":2,"number":1e999,"n":NaN}',
            lambda: (
                b'--x\r\nContent-Disposition: form-data; name="presentation"\r\n\r\n' + shipped.encode() + b"\r\n--x--"
            ),
            lambda: b"--x\r\n" * 2000,
        ]
        return self.chance.choice(makes)(), self.chance.choice(KINDS)

    def broken_json(self, value: Any) -> Any:
        """A value of JSON with one part of it replaced, at any depth."""
        if isinstance(value, dict) and value and self.chance.random() < 0.85:
            key = self.chance.choice(list(value))
            return {**value, key: self.broken_json(value[key])}
        if isinstance(value, list) and value and self.chance.random() < 0.85:
            at = self.chance.randrange(len(value))
            return [*value[:at], self.broken_json(value[at]), *value[at + 1 :]]
        odd: tuple[Any, ...] = (
            None,
            True,
            -1,
            1e308,
            "",
            [],
            {},
            [[[[]]]],
            {"a": {"b": []}},
            "x" * 5000,
            list(range(500)),
        )
        return self.chance.choice((*odd, *HOSTILE[:20]))

    def headers(self, kind: str) -> dict[str, str]:
        """Some headers; a browser's own `Origin` more often than not."""
        told = {name: self.chance.choice(HEADERS[name]) for name in self.chance.sample(tuple(HEADERS), k=2)}
        if self.chance.random() < 0.6:
            told |= {"Origin": self.base_url, "Sec-Fetch-Site": "same-origin"}
        return {**told, "Content-Type": kind}

    # Asking ----------------------------------------------------------------------------------------

    def ask_once(self) -> None:
        """One request, and its answer in `found`."""
        route = self.chance.choice((*self.routes, "/", f"/{self.chance.choice(PAGES)}", "/{what}"))
        address, query = self.address(route), self.query()
        method = self.routes.get(route, "GET") if self.chance.random() < 0.8 else self.chance.choice(METHODS)
        content, kind = self.body() if method not in ("GET", "HEAD") or self.chance.random() < 0.05 else (b"", "")
        path = f"{address}?{query}" if query else address
        self.found.routes[route] += 1
        self.send(method, path, content, self.headers(kind))

    def send(self, method: str, path: str, content: bytes, headers: dict[str, str]) -> None:
        """Send a request and note its answer."""
        parts = urlsplit(self.base_url)
        connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=PATIENCE_S)
        told = (
            f"{method} {path[:300]} {len(content)} bytes {content[:80]!r} { ({k: v[:40] for k, v in headers.items()}) }"
        )
        began = time.monotonic()
        try:
            given = {name: value.encode("utf-8") for name, value in headers.items() if not re.search(r"[\r\n]", value)}
            connection.request(method, path, content or None, given)  # type: ignore[arg-type]
            answer = connection.getresponse()
            said = answer.read()
        except TimeoutError:
            with self.lock:
                self.found.slow.append(f"more than {PATIENCE_S} s: {told}")
            return
        except (http.client.InvalidURL, ValueError):
            self.found.answers["not sent"] += 1
            return
        except (http.client.HTTPException, OSError) as error:
            self.found.answers[type(error).__name__] += 1  # the server hangs up on what is no HTTP
            return
        finally:
            connection.close()
        with self.lock:
            self.found.answers[answer.status] += 1
            self.found.took(time.monotonic() - began, told, FILE_S if FILE.search(path) else self.most)
            # Told to wait, or that something is missing: in words, but for HEAD, which has no body by rule.
            is_meant = answer.status == 503 and (said.strip() or method == "HEAD")
            if answer.status >= 500 and not is_meant:
                self.found.broken.append(f"{answer.status}: {told}: {said[:200]!r}")

    # Pages -----------------------------------------------------------------------------------------

    def read_pages(self, ends: float) -> None:
        """Run pages with drawn queries over one connection after another until a time."""
        while time.monotonic() < ends:
            with suppress(OSError, WebSocketException, TimeoutError), self.connected() as socket:
                for _ in range(self.chance.randrange(1, 8)):
                    if time.monotonic() > ends:
                        break
                    if self.chance.random() < 0.05:
                        socket.send(self.chance.randbytes(self.chance.choice((1, 40, 4000))))
                    self.run_page(socket)

    @contextmanager
    def connected(self) -> Iterator[ClientConnection]:
        """A connection to the page's protocol."""
        address = self.base_url.replace("http", "ws", 1) + "/_stcore/stream"
        with connect(address, subprotocols=["streamlit"], max_size=None, proxy=None, origin=self.base_url) as socket:  # type: ignore[list-item,arg-type]
            yield socket

    def run_page(self, socket: ClientConnection) -> None:
        """Run one page, and note whether it ended in an error."""
        message = BackMsg()
        page, query = self.chance.choice((*PAGES, "")), self.query()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = query
        began = time.monotonic()
        socket.send(message.SerializeToString())
        told = f"page {page}?{query[:600]}"
        while True:
            try:
                data = socket.recv(PATIENCE_S)
            except TimeoutError:
                with self.lock:
                    self.found.slow.append(f"more than {PATIENCE_S} s: {told}")
                raise
            said = ForwardMsg.FromString(data)  # type: ignore[arg-type]
            if said.delta.new_element.WhichOneof("type") == "exception":
                with self.lock:
                    self.found.broken.append(f"{told}: {said.delta.new_element.exception.message[:200]}")
            if said.WhichOneof("type") == "script_finished":
                break
        with self.lock:
            self.found.answers["page"] += 1
            self.found.routes[f"page {page}"] += 1
            self.found.took(time.monotonic() - began, told, self.most)


NAMED = re.compile(rb"(?:data|files/web)/([\w.-]+\.\w+)")
ROWS = re.compile(rb"/rows/([0-9a-f]{16,64})")


def once_each(asker: Asker) -> dict[str, tuple[str, ...]]:
    """Ask every route and page once as it is meant; the names that stand in addresses.

    What the first visitors load is memory that stays.
    """
    names, versions = [], set()
    with asker.connected() as socket:
        for page in PAGES:
            message = BackMsg()
            message.rerun_script.page_name = page
            socket.send(message.SerializeToString())
            while True:
                data = socket.recv(PATIENCE_S)
                versions |= set(ROWS.findall(data))
                names += NAMED.findall(data)
                if ForwardMsg.FromString(data).WhichOneof("type") == "script_finished":
                    break
    parts = urlsplit(asker.base_url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=PATIENCE_S)
    connection.request("GET", "/")
    names += NAMED.findall(connection.getresponse().read())
    connection.close()
    known = {
        **PLACES,
        "name": tuple(sorted({one.decode() for one in names})),
        "version": tuple(sorted(one.decode() for one in versions)),
    }
    asker.known = known
    for route in asker.routes:
        path = re.sub(
            r"\{(\w+)(?::\w+)?\}", lambda match: quote(next(iter(asker.known.get(match[1]) or ("x",)))), route
        )
        asker.send("GET", path, b"", {"Accept-Encoding": "gzip"})
    for act in PLACES["act"]:
        asker.send("POST", f"/meeting/{act}", scenes.write(scenes.shipped()).encode(), {"Origin": asker.base_url})
    return known


def fuzz(base_url: str, process: int, seconds: float, seed: int = SEED, most: float = SLOW_S, wait: float = 0) -> Found:
    """What a server answered for some seconds.

    Args:
        base_url: the server's address, on this machine.
        process: its process, whose memory is looked at.
        seconds: how long it is asked.
        seed: of the requests.
        most: seconds that an answer may take.
        wait: seconds until memory is looked at again, for the sessions to end.
    """
    found = Found()
    known = once_each(Asker(base_url, seed, found, most))
    found.first_mb = memory_mb(process)
    ends = time.monotonic() + seconds
    askers = [Asker(base_url, seed + number + 1, found, most) for number in range(ASKERS + READERS)]

    def ask(asker: Asker) -> None:
        while time.monotonic() < ends:
            asker.ask_once()

    threads = [threading.Thread(target=ask, args=(one,), daemon=True) for one in askers[:ASKERS]]
    threads += [threading.Thread(target=one.read_pages, args=(ends,), daemon=True) for one in askers[ASKERS:]]
    for one in askers:
        one.known = known
    for thread in threads:
        thread.start()
    time.sleep(seconds * WARM)
    found.before_mb = memory_mb(process)
    for thread in threads:
        thread.join(seconds + 2 * PATIENCE_S)
    time.sleep(wait)
    found.after_mb = memory_mb(process)
    return found


def memory_mb(process: int) -> float:
    """Resident memory of a process in MB; 0 for one that has ended.

    The processes that make files are not counted: they start when they are needed, and have a limit of their own.
    """
    with suppress(OSError, IndexError):
        status = Path(f"/proc/{process}/status").read_text("utf-8")
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024
    return 0.0


def report(found: Found) -> str:
    """What was seen, in some lines."""
    counted = ", ".join(f"{count} x {what}" for what, count in sorted(found.answers.items(), key=str))
    lines = [
        f"answers: {counted}",
        f"slowest answer: {found.slowest:.1f} s",
        f"memory: {found.first_mb:.0f} MB when each had been asked once, {found.before_mb:.0f} MB after a tenth of the"
        f" time, {found.after_mb:.0f} MB when all sessions had ended",
        f"answers of 5xx and pages that ended in an error: {len(found.broken)}",
        *found.broken[:SHOWN],
        f"answers that took more than {SLOW_S:.0f} s: {len(found.slow)}",
        *found.slow[:SHOWN],
    ]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """The exit status of `make fuzz`: 0 if nothing was found, else 1."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("seconds", type=float, nargs="?", default=600)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--growth", type=float, default=30, help="MB by which memory may have grown at the end")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATABASE_URL": f"sqlite:///{folder}/atlas.db", **LIMITS}
        with serving(APP, SHIPPED) as served:
            found = fuzz(served.url, served.process, asked.seconds, asked.seed, wait=SESSIONS_END_S)
    print(report(found))
    return int(bool(found.broken or found.slow or found.after_mb - found.before_mb > asked.growth))


if __name__ == "__main__":
    sys.exit(main())
