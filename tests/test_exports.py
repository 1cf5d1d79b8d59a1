"""Files by address on the real server: the queue, its page, a full queue, what is taken back; and room for readers."""

import json
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from g60.contract.i18n import LANGUAGES, text
from g60.meeting import scenes
from tests.conftest import serving
from tests.protocol import Session

ASYNC, PAGE = {"Prefer": "respond-async"}, {"Accept": "text/html"}
FEW = {"G60_WORKERS": "1", "G60_QUEUE": "2", "G60_SESSIONS": "3", "G60_WORKERS_AHEAD": "1"}
PATIENCE = 90.0


@pytest.fixture(scope="module")
def busy() -> Iterator[str]:
    """The app with one worker, two places in the queue and room for three readers."""
    with serving(env=FEW) as address:
        yield address


def asked(
    address: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
) -> tuple[int, bytes, Mapping[str, str]]:
    try:
        with build_opener(ProxyHandler({})).open(
            Request(address, body, dict(headers or {})), timeout=PATIENCE
        ) as answer:
            return answer.status, answer.read(), answer.headers
    except HTTPError as error:
        with error:
            return error.code, error.read(), error.headers


def many_scenes(count: int) -> bytes:
    """A presentation whose slides keep a worker busy."""
    given = json.loads(scenes.shipped_text())
    given["scenes"] = [dict(one, id=f"s{number}") for number, one in enumerate((given["scenes"] * 20)[:count])]
    return json.dumps(given, ensure_ascii=False).encode()


def begun(address: str, body: bytes | None = None) -> dict[str, object]:
    """The job of a file that is asked for by a script."""
    status, content, _ = asked(address, ASYNC, body)
    assert status == 202
    said: dict[str, object] = json.loads(content)
    return said


def figures(busy: str) -> dict[str, float]:
    lines = asked(f"{busy}/metrics")[1].decode().splitlines()
    return {name: float(value) for name, _, value in (line.partition(" ") for line in lines if line[0] != "#")}


def test_a_file_waits_in_the_queue_with_a_place_and_a_full_queue_says_so(busy: str) -> None:
    assert asked(f"{busy}/record/tasks.xlsx")[1][:2] == b"PK"  # the worker is ready
    slides = f"{busy}/meeting/slides.pptx?lang=en"
    first = begun(slides, many_scenes(60))
    second, third = (begun(f"{busy}/record/tasks.{form}?lang=en") for form in ("xlsx", "docx"))
    assert (second["words"], third["place"]) == (text("queue_place", "en", place=1), 2)
    # The queue is full: a browser, a script and any other program are told so.
    for headers in (PAGE, ASYNC, {}):
        status, content, told = asked(f"{busy}/record/tasks.xlsx?lang=en", headers)
        assert (status, told["Retry-After"]) == (503, "60")
        words = [text("queue_full", lang, waiting=2) for lang in (LANGUAGES if headers == PAGE else ("en",))]
        assert all(one in content.decode() for one in words)
    # A browser sees its place in both languages; the page renews itself, and its script-less button takes it back.
    status, content, told = asked(f"{busy}/exports/{third['job']}?lang=zh", PAGE)
    page = content.decode()
    assert status == 202
    assert page.index(text("queue_place", "zh", place=2)) < page.index(text("queue_place", "en", place=2))
    assert re.search(rf'http-equiv="refresh" content="2; url=/exports/{third["job"]}\?lang=zh"', page)
    assert "default-src 'none'" in told["Content-Security-Policy"]
    taken_back = f"{busy}/exports/{third['job']}/cancel?lang=en"
    assert asked(taken_back, {**PAGE, "Origin": "https://evil.example"}, b"")[0] == 403
    assert text("queue_cancelled", "en") in asked(taken_back, PAGE, b"")[1].decode()
    # What is under way is taken back as well, and the next one is made.
    assert json.loads(asked(f"{busy}/exports/{first['job']}/cancel", ASYNC, b"")[1])["state"] == "cancelled"
    file = f"{busy}/exports/{second['job']}/file"
    ends = time.monotonic() + PATIENCE
    while (answer := asked(file, ASYNC))[0] == 202:
        assert time.monotonic() < ends
        time.sleep(0.2)
    assert (answer[0], answer[1][:2]) == (200, b"PK")
    assert answer[2]["Content-Disposition"] == 'attachment; filename="g60-tasks.xlsx"'
    page = asked(f"{busy}/exports/{second['job']}?lang=en", PAGE)[1].decode()
    assert f'content="0; url=/exports/{second["job"]}/file?lang=en"' in page
    found = figures(busy)
    assert (found["atlas_exports_refused_total"], found["atlas_exports_cancelled_total"]) == (3, 2)
    assert found["atlas_export_workers"] == 1


@pytest.mark.parametrize("address", ["/exports/nobody", "/exports/nobody/file", "/offers/nobody"])
def test_a_file_that_is_not_kept_is_gone_in_words(busy: str, address: str) -> None:
    for headers in (PAGE, ASYNC, {}):
        status, content, _ = asked(f"{busy}{address}?lang=en", headers)
        assert status == 410
        assert text("queue_gone", "en", minutes=3) in content.decode()


def test_what_is_asked_wrongly_is_said_and_not_made(busy: str) -> None:
    status, content, _ = asked(f"{busy}/record/diff.xlsx?since=9&lang=en")
    assert status == 422
    assert content.decode().startswith("There is no version")
    status, content, _ = asked(f"{busy}/meeting/slides.pptx?lang=en", {}, b"{}")
    assert status == 422
    assert json.loads(content)["messages"]
    # What nobody needs is read on so that the answer arrives, and not kept.
    for body in (b"1" * 9_000_000, b'{"scenes":[' + b"1," * 1_100_000 + b"1]}"):
        status, content, _ = asked(f"{busy}/meeting/read?lang=en", {}, body)
        assert (status, len(content) < 1000) == (413, True)
        assert "2 MB at most" in json.loads(content)["messages"][0]


def test_more_readers_than_there_is_room_for_wait_on_a_page(busy: str) -> None:
    with ExitStack() as readers:
        for _ in range(3):
            readers.enter_context(Session(busy)).open("")
        status, content, told = asked(f"{busy}/tasks", {**PAGE, "Accept-Language": "en"})
        assert status == 503
        assert int(told["Retry-After"]) > 0
        assert all(text("limit_full", lang) in content.decode() for lang in LANGUAGES)
        assert asked(f"{busy}/present", PAGE)[0] == 200
        assert figures(busy)["atlas_sessions"] == 3
    ends = time.monotonic() + PATIENCE
    while asked(f"{busy}/tasks", PAGE)[0] != 200:
        assert time.monotonic() < ends
        time.sleep(0.1)
