"""Requests that another site makes in a reader's name are refused, and so are requests under another name."""

from collections.abc import Mapping
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from g60.contract.i18n import text
from g60.ui.answer_headers import HEADERS, POLICY
from g60.ui.reached import ADDRESS
from g60.ui.requests_refused import hosts_named, refusal

HOME = "atlas.example"


@pytest.mark.parametrize(
    ("method", "path", "headers", "code"),
    [
        ("POST", "/meeting/read", {"origin": f"https://{HOME}"}, ""),
        ("POST", "/meeting/read", {"origin": f"https://{HOME.upper()}"}, ""),
        ("POST", "/meeting/read", {}, ""),  # no browser: the command line of somebody who may reach the app
        ("POST", "/meeting/read", {"origin": "https://evil.example"}, "error_other_site"),
        ("POST", "/meeting/read", {"origin": f"https://{HOME}.evil.example"}, "error_other_site"),
        ("POST", "/meeting/read", {"origin": f"https://{HOME}:8443"}, "error_other_site"),
        ("POST", "/present/pack", {"origin": "null"}, "error_other_site"),
        ("POST", "/present/pack", {"sec-fetch-site": "cross-site"}, "error_other_site"),
        ("POST", "/present/pack", {"sec-fetch-site": "same-site"}, "error_other_site"),
        ("POST", "/present/pack", {"sec-fetch-site": "same-origin"}, ""),
        ("DELETE", "/", {"origin": "https://evil.example"}, "error_other_site"),
        # No browser sends an origin that cannot be read, and Streamlit cannot read it either.
        ("POST", "/meeting/read", {"origin": "http://["}, "error_other_site"),
        ("PUT", "/_stcore/upload_file/x/y", {"origin": "http://[::::]"}, "error_other_site"),
        ("GET", "/_stcore/stream", {"origin": "http://[1.2.3.4]"}, "error_other_site"),
        ("POST", "/meeting/read", {ADDRESS: "http://[::::]/"}, ""),
        # A trusted proxy that asks under a name of its own says which one the reader used.
        ("POST", "/meeting/read", {"origin": "https://map.example", ADDRESS: "https://map.example/atlas/"}, ""),
        ("POST", "/meeting/read", {"origin": f"https://{HOME}", ADDRESS: "https://map.example/"}, "error_other_site"),
        ("GET", "/", {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}, ""),  # a link to us
        ("PUT", "/_stcore/upload_file/x/y", {"origin": "https://evil.example"}, ""),  # Streamlit's own to judge
    ],
)
def test_a_request_of_another_site_that_is_not_mere_reading_is_refused(
    method: str, path: str, headers: Mapping[str, str], code: str
) -> None:
    assert refusal(method, path, {"host": HOME, **headers}, frozenset()) == code


@pytest.mark.parametrize(
    ("host", "code"),
    [
        (HOME, ""),
        (f"{HOME}:8501", ""),
        ("ATLAS.example", ""),
        ("localhost:8501", ""),
        ("[::1]:8501", ""),
        ("evil.example", "error_host_unknown"),
        (f"evil.{HOME}", "error_host_unknown"),
        ("", "error_host_unknown"),
    ],
)
def test_with_names_set_every_other_name_is_refused(host: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("G60_HOSTS", f" {HOME} ,intranet.example,")
    assert hosts_named() == {HOME, "intranet.example"}
    assert refusal("GET", "/", {"host": host}, hosts_named()) == code
    assert refusal("GET", "/", {"host": host}, frozenset()) == ""


def answered(address: str, headers: Mapping[str, str], body: bytes | None = None) -> tuple[int, str, Mapping[str, str]]:
    request = Request(address, data=body, headers=dict(headers))
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=60) as answer:
            return answer.status, answer.read().decode(errors="replace"), answer.headers
    except HTTPError as error:
        with error:
            return error.code, error.read().decode(), error.headers


@pytest.mark.parametrize("address", ["/meeting/read", "/meeting/slides.pptx", "/present/pack"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_app_says_so_in_the_browsers_language(server: str, address: str, lang: str) -> None:
    sent = {"Origin": "https://evil.example", "Accept-Language": f"{lang};q=0.9"}
    status, words, _ = answered(server + address, sent, b"{}")
    assert (status, words) == (403, text("error_other_site", lang))


@pytest.mark.parametrize(
    ("header", "value"), [("Host", "[::::]"), ("Host", "[1.2.3.4]:80"), ("Host", "["), ("Origin", "http://[")]
)
@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_a_host_or_an_origin_that_is_none_ends_in_no_error(server: str, header: str, value: str, accept: str) -> None:
    sent = {header: value, "Accept": accept}
    # The stream is a websocket; the address of uploads is Streamlit's, which reads the origin itself.
    for path in ("/", "/present", "/nowhere", "/record/newest", "/_stcore/health", "/_stcore/stream"):
        assert answered(server + path, sent)[0] in (200, 403, 404), path
    for path in ("/meeting/read", "/present/pack", "/exports/none/cancel", "/_stcore/upload_file/x/y"):
        assert 400 <= answered(server + path, sent, b"{}")[0] < 500, path
    # What is no presentation is refused by the act itself: the request has reached it.
    assert answered(server + "/meeting/read", sent, b"{}")[0] == (403 if header == "Origin" else 422)


def test_a_websocket_whose_origin_is_none_is_refused(server: str) -> None:
    address = server.replace("http", "ws", 1) + "/_stcore/stream"
    with (
        pytest.raises(InvalidStatus) as refused,
        connect(address, subprotocols=["streamlit"], proxy=None, origin="http://["),  # type: ignore[list-item,arg-type]
    ):
        pass
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    "address", ["/", "/present", "/files/leaflet/leaflet.js", "/files/web/no.js", "/record/newest"]
)
def test_every_answer_tells_the_browser_what_our_pages_never_do(server: str, address: str) -> None:
    _, _, headers = answered(server + address, {"Accept": "text/html"})
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert "frame-ancestors 'self'" in headers[POLICY]
