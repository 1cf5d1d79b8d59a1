"""More readers than there is room for are told to wait, in words, on a page that tries again; nobody else notices."""

import asyncio
import threading
import time
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from g60.contract import capacity
from g60.contract.capacity import FILES_EACH, FILES_OWN, SESSIONS, raise_files, sessions_allowed
from g60.contract.i18n import LANGUAGES, text
from g60.contract.settings import BY_NAME
from g60.ui import memory, turns, visitors
from g60.ui.load import figures
from g60.ui.visitors import VisitorLimit, Visitors

PAGES = frozenset({"atlas", "tasks"})


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Visitors:
    """Nobody reads yet."""
    fresh = Visitors()
    monkeypatch.setattr(visitors, "VISITORS", fresh)
    return fresh


@pytest.fixture
def limited(known: Visitors, monkeypatch: pytest.MonkeyPatch) -> VisitorLimit:
    """An app with room for four readers, which answers every request with 200 and keeps a socket while it is told."""
    monkeypatch.setenv(SESSIONS, "4")

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
            await receive()
        else:
            await send({"type": "http.response.start", "status": 200, "headers": []})

    return VisitorLimit(app, PAGES, "/below")


def scope_of(kind: str, path: str, headers: Mapping[str, str]) -> Scope:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return {"type": kind, "method": "GET", "path": path, "query_string": b"", "headers": raw}


def finished(work: Coroutine[Any, Any, list[Message]]) -> list[Message]:
    """What an asynchronous function returns; in a thread, since a browser of other tests has this one's loop."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result()


async def sent_for(app: ASGIApp, kind: str, path: str, **headers: str) -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope_of(kind, path, headers), receive, send)
    return sent


def answered(app: ASGIApp, path: str, **headers: str) -> tuple[int, str, dict[bytes, bytes]]:
    start, *rest = finished(sent_for(app, "http", path, **headers))
    return start["status"], b"".join(part["body"] for part in rest).decode(), dict(start["headers"])


def socket(app: ASGIApp, protocols: str = "streamlit") -> Message:
    found = finished(sent_for(app, "websocket", "/below/_stcore/stream", **{"sec-websocket-protocol": protocols}))
    return found[0]


def test_a_page_for_which_there_is_no_room_says_so_and_tries_again(limited: VisitorLimit, known: Visitors) -> None:
    known.open = 3
    assert answered(limited, "/tasks")[0] == 200
    known.open = 4
    for lang in LANGUAGES:
        status, page, headers = answered(limited, "/tasks", **{"accept-language": f"{lang};q=0.8"})
        assert status == 503
        assert 0 < int(headers[b"retry-after"]) < 60
        assert 'http-equiv="refresh"' in page
        assert all(text("limit_full", one) in page for one in LANGUAGES)
        assert page.index(text("limit_full", lang)) == min(page.index(text("limit_full", one)) for one in LANGUAGES)
        assert "default-src 'none'" in headers[b"content-security-policy"].decode()
    assert known.refused == len(LANGUAGES)
    for path in ("/", "/below/", "/below/atlas"):
        assert answered(limited, path)[0] == 503
    for path in ("/present", "/healthz", "/data/x.json", "/files/web/x.js", "/record/newest", "/exports/abc"):
        assert answered(limited, path)[0] == 200  # who has a page goes on reading


def test_readers_are_counted_and_who_comes_back_finds_a_little_more_room(
    limited: VisitorLimit, known: Visitors
) -> None:
    known.open = 3
    assert socket(limited)["type"] == "websocket.accept"
    assert (known.open, known.most_seen) == (3, 4)  # it has left again
    known.open = 4
    assert socket(limited) == {"type": "websocket.close", "code": 1013}
    assert socket(limited, "streamlit, token, the-session")["type"] == "websocket.accept"
    known.open = 5
    assert socket(limited, "streamlit, token, the-session")["type"] == "websocket.close"
    assert known.refused == 2


def test_the_room_is_what_is_set_and_what_files_allow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capacity, "files_allowed", lambda: None)
    assert sessions_allowed({}) == int(BY_NAME[SESSIONS].default)
    assert sessions_allowed({SESSIONS: " 50 "}) == 50
    for wrong in ("0", "-1", "many", "1e3", "9999999"):
        assert sessions_allowed({SESSIONS: wrong}) == sessions_allowed({})
    monkeypatch.setattr(capacity, "files_allowed", lambda: FILES_OWN + 10 * FILES_EACH)
    assert sessions_allowed({}) == 10
    monkeypatch.setattr(capacity, "files_allowed", lambda: 3)
    assert sessions_allowed({}) == 1


def test_the_process_may_open_as_many_files_as_it_may_have_without_asking() -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(512, before[0]), before[1]))
        raise_files()
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        assert soft == min(capacity.FILES_WISHED, hard)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_a_process_without_a_limit_of_files_keeps_none(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    monkeypatch.setattr(resource, "getrlimit", lambda _: (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", lambda *_: pytest.fail("the limit was lowered"))
    raise_files()


def test_figures_are_numbers_that_say_how_it_stands() -> None:
    found = figures()
    assert {"sessions", "sessions_allowed", "exports_waiting", "exports_running", "export_workers"} <= set(found)
    assert all(isinstance(number, int) for number in found.values())


# Turns -------------------------------------------------------------------------------------------


class Watched:
    """Threads that each take a turn, and how many had one at once."""

    def __init__(self) -> None:
        self.now, self.most = 0, 0
        self.lock = threading.Lock()

    def take(self, seconds: float, *, aside: bool = False) -> None:
        with turns.turn():
            with self.lock:
                self.now += 1
                self.most = max(self.most, self.now)
            if not aside:
                time.sleep(seconds)
            with self.lock:
                self.now -= 1
            if aside:
                with turns.aside():
                    time.sleep(seconds)


def together(take: Any, count: int) -> float:
    started = time.monotonic()
    threads = [threading.Thread(target=take) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.monotonic() - started


def test_so_many_pages_are_computed_at_once_and_who_waits_for_a_file_lets_others_go_on() -> None:
    watched = Watched()
    together(lambda: watched.take(0.02), 20)
    assert watched.most == turns.AT_ONCE
    waiting = Watched()
    assert together(lambda: waiting.take(0.5, aside=True), 20) < 5
    assert (list(turns._waiting), turns._held) == ([], [])  # every turn was given back


def test_a_turn_within_a_turn_is_the_same_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fragment takes its turn by itself; within the run of the whole page it has one, or the page would wait."""
    monkeypatch.setattr(turns, "AT_ONCE", 1)
    monkeypatch.setattr(turns, "LONGEST", 60.0)
    with turns.turn():
        with turns.turn():
            assert len(turns._held) == 1
        assert len(turns._held) == 1
    assert turns._held == []


def test_a_system_that_takes_no_memory_back_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def without(_: str) -> None:
        raise OSError

    monkeypatch.setattr("ctypes.CDLL", without)
    memory.give_back()
    monkeypatch.setattr("ctypes.CDLL", lambda _: object())  # a library of C that has no such call
    memory.give_back()


def test_turns_come_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "AT_ONCE", 1)
    monkeypatch.setattr(turns, "LONGEST", 60.0)
    order: list[int] = []

    def take(number: int) -> None:
        with turns.turn():
            order.append(number)
            time.sleep(0.01)

    threads = [threading.Thread(target=take, args=(number,)) for number in range(8)]
    with turns.turn():
        for number, thread in enumerate(threads, start=1):
            thread.start()
            while len(turns._waiting) < number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_what_takes_long_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONGEST", 0.1)
    done, ends = threading.Event(), threading.Event()

    def hold() -> None:
        with turns.turn():
            ends.wait(30)

    def pass_by() -> None:
        with turns.turn():
            done.set()

    holders = [threading.Thread(target=hold) for _ in range(3 * turns.AT_ONCE)]
    for thread in [*holders, threading.Thread(target=pass_by)]:
        thread.start()
    assert done.wait(20)
    assert not ends.is_set()
    ends.set()
    for holder in holders:
        holder.join()
    assert (list(turns._waiting), turns._held) == ([], [])
