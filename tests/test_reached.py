"""Under which address a request reached the app, who may say so, and what becomes of its path."""

from collections.abc import Iterator
from typing import Any

import pytest
import streamlit as st
from starlette.types import Message, Receive, Scope, Send

from g60.ui.reached import ADDRESS, Reached, address_of, from_trusted_proxy, request_address

READER, PROXY, BY_PROXY = ("10.1.2.3", 50123), ("127.0.0.1", 50123), ("10.1.2.3", 0)


def asked(path: str = "/", client: tuple[str, int] = READER, scheme: str = "http", **headers: str) -> Scope:
    """A request as the web server hands it over: behind a trusted proxy the client is the reader, with port 0."""
    given = {"host": "atlas.example:8501", **{name.replace("_", "-"): value for name, value in headers.items()}}
    raw = [(name.encode(), value.encode()) for name, value in given.items()]
    query = path.partition("?")[2].encode()
    path = path.partition("?")[0]
    return {
        **{"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": query},
        **{"headers": raw, "client": client, "scheme": scheme},
    }


@pytest.fixture
def below() -> Iterator[None]:
    """The app is served below /atlas."""
    st.config._set_option("server.baseUrlPath", "atlas", "test")
    yield
    st.config._set_option("server.baseUrlPath", "", "test")


@pytest.mark.parametrize(
    ("scope", "address"),
    [
        (asked(), "http://atlas.example:8501/"),
        (asked(scheme="wss"), "https://atlas.example:8501/"),
        (asked(x_forwarded_host="evil.example", x_forwarded_prefix="/evil"), "http://atlas.example:8501/"),
        (asked(client=BY_PROXY, scheme="https", x_forwarded_host="map.example"), "https://map.example/"),
        (asked(client=PROXY, x_forwarded_host="map.example"), "http://map.example/"),
        (asked(client=BY_PROXY, x_forwarded_host="evil.example, map.example"), "http://map.example/"),
        (asked(client=BY_PROXY, x_forwarded_prefix="/maps/atlas/"), "http://atlas.example:8501/maps/atlas/"),
        (asked(client=BY_PROXY, x_forwarded_prefix="/../x"), "http://atlas.example:8501/"),
        (asked(client=BY_PROXY, x_forwarded_prefix="//evil.example"), "http://atlas.example:8501/"),
        (asked(host="[::1]:8501"), "http://[::1]:8501/"),
        (asked(host="[::ffff:192.0.2.1]"), "http://[::ffff:192.0.2.1]/"),
        (asked(host="[::::]"), ""),
        (asked(host="[1.2.3.4]"), ""),
        (asked(host="[.:.]:8501"), ""),
        (asked(client=BY_PROXY, x_forwarded_host="[::::]"), ""),
        (asked(host="a b"), ""),
        (asked(host="x;script-src *"), ""),
        (asked(host="x\r\ny"), ""),
    ],
)
def test_the_address_is_that_of_the_request_and_of_a_trusted_proxy_alone(scope: Scope, address: str) -> None:
    assert address_of(scope) == address


def test_the_sub_path_is_part_of_the_address(below: None) -> None:
    assert address_of(asked()) == "http://atlas.example:8501/atlas/"
    assert address_of(asked(client=BY_PROXY, x_forwarded_prefix="/x")) == "http://atlas.example:8501/x/"


def test_which_proxies_are_trusted_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not from_trusted_proxy(asked(client=READER))
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "10.1.0.0/16, 192.168.0.1")
    assert from_trusted_proxy(asked(client=READER))
    assert not from_trusted_proxy(asked(client=PROXY))
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    assert from_trusted_proxy(asked(client=PROXY))
    assert not from_trusted_proxy(asked(client=READER) | {"client": None})


def through(scope: Scope, location: str = "") -> tuple[Scope, dict[str, Any]]:
    """What comes through, and the beginning of the answer."""
    seen: dict[str, Any] = {}

    async def app(within: Scope, receive: Receive, send: Send) -> None:
        seen.update(within)
        headers = [(b"location", location.encode())] if location else []
        await send({"type": "http.response.start", "status": 302 if location else 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    said: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        said.append(message)

    # Nothing here waits for anything: one step is all. (A loop of its own would meet that of the browser's driver.)
    with pytest.raises(StopIteration):
        Reached(app)(scope, receive, send).send(None)
    return seen, {name.decode(): value.decode() for name, value in said[0]["headers"]} | {"status": said[0]["status"]}


@pytest.mark.parametrize("path", ["/atlas/data/x", "/data/x"])
def test_a_path_that_a_proxy_took_off_is_there_again(below: None, path: str) -> None:
    assert through(asked("/atlas"))[0]["path"] == "/atlas"
    seen, _ = through(asked(path))
    assert (seen["path"], seen["raw_path"]) == ("/atlas/data/x", b"/atlas/data/x")


def test_without_a_sub_path_every_path_stays() -> None:
    seen, _ = through(asked("/atlas/data/x"))
    assert seen["path"] == "/atlas/data/x"


@pytest.mark.parametrize(
    ("place", "leads_to"),
    [("/", "/atlas/"), ("/compare?a=b", "/atlas/compare?a=b"), ("https://id.example/", "https://id.example/")],
)
def test_a_redirect_leads_below_the_path_that_the_proxy_took_off(place: str, leads_to: str) -> None:
    _, answer = through(asked(client=BY_PROXY, x_forwarded_prefix="/atlas"), place)
    assert answer["location"] == leads_to
    _, answer = through(asked(x_forwarded_prefix="/evil"), place)  # said by nobody who is trusted
    assert answer["location"] == place


def test_a_visitor_cannot_say_the_address_himself() -> None:
    seen, _ = through(asked(x_atlas_address="https://evil.example/"))
    headers = {name.decode(): value.decode() for name, value in seen["headers"]}
    assert request_address(headers) == "http://atlas.example:8501/"
    assert [name for name, _ in seen["headers"]].count(ADDRESS.encode()) == 1
