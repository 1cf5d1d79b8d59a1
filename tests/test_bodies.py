"""What a request sends is taken in bounded bytes and seconds, and it is told which of them was too much."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from starlette.requests import Request
from starlette.types import Message

from g60.contract.errors import RefusedError
from g60.contract.i18n import text
from g60.ui import bodies
from g60.ui.bodies import body_of, form_of

FORM = b"presentation=%E6%B9%96&lang=en"
KIND = "application/x-www-form-urlencoded"


def request(parts: list[bytes], kind: str = KIND, pause: float = 0) -> Request:
    """A request without a length, whose parts come one after the other, each after a pause."""
    coming = iter([*({"body": part, "more_body": True} for part in parts), {"body": b"", "more_body": False}])

    async def receive() -> Message:
        await asyncio.sleep(pause)
        return {"type": "http.request", **next(coming)}

    headers = [(b"content-type", kind.encode())]
    return Request({"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": headers}, receive)


def run(made: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """What a coroutine comes to, in a thread: a loop of its own would meet that of the browser's driver."""
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(lambda: asyncio.run(made())).result()


def form(given: Request, most: int) -> dict[str, Any] | None:
    async def fields() -> dict[str, Any] | None:
        found = await form_of(given, most, fields=4)
        return None if found is None else dict(found)

    return run(fields)  # type: ignore[no-any-return]


def test_a_body_within_its_bounds_is_taken_whole_and_a_longer_one_is_none() -> None:
    assert run(lambda: body_of(request([b"ab", b"", b"cd"]), 4)) == b"abcd"
    assert run(lambda: body_of(request([b"ab", b"", b"cd"]), 3)) is None
    assert run(lambda: body_of(request([]), 0)) == b""


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (FORM, KIND),
        (
            b'--x\r\nContent-Disposition: form-data; name="presentation"\r\n\r\n\xe6\xb9\x96\r\n'
            b'--x\r\nContent-Disposition: form-data; name="lang"\r\n\r\nen\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
    ],
)
def test_a_form_is_read_within_the_same_bounds_with_or_without_a_length(body: bytes, kind: str) -> None:
    given = [body[:7], body[7:]]
    assert form(request(given, kind), len(body)) == {"presentation": "湖", "lang": "en"}
    assert form(request(given, kind), len(body) - 1) is None


@pytest.mark.parametrize("reading", [body_of, lambda given, most: form_of(given, most, fields=4)])
def test_what_takes_too_long_says_that_and_not_that_it_is_too_large(
    reading: Callable[[Request, int], Coroutine[Any, Any, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "SECONDS", 0.05)
    with pytest.raises(RefusedError) as slow:
        run(lambda: reading(request([b"a"] * 100, pause=0.02), 1000))
    assert slow.value.code == "error_body_slow"


def posted(server: str, path: str, parts: list[bytes], headers: dict[str, str]) -> tuple[int, str]:
    there = urlsplit(server)
    connection = HTTPConnection(str(there.hostname), there.port, timeout=60)
    try:
        connection.request("POST", path, iter(parts), headers, encode_chunked=True)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_a_form_without_a_length_is_answered_for_what_it_holds(server: str) -> None:
    headers = {"Content-Type": KIND, "Transfer-Encoding": "chunked"}
    small = urlencode({"presentation": "{", "lang": "en"}).encode()
    status, words = posted(server, "/present/pack", [small], headers)
    assert status == 422
    assert text("pack_to_meeting", "en") in words
    status, words = posted(server, "/present/pack", [b"presentation=", *[b"x" * 1_000_000] * 5], headers)
    assert status == 413
    assert "1 MB" in words
