"""What operators and strangers get from the service: addresses and methods, policies, figures, and the log."""

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send
from streamlit.testing.v1 import AppTest

from g60.contract.i18n import LANGUAGES, text
from g60.ui import service_log
from g60.ui.answer_headers import POLICY, _careful, basemap_hosts, frame_policy, page_policy
from g60.ui.known_addresses import _may_see_metrics
from g60.ui.request_log import RequestLog, request_id
from g60.ui.service_figures import FIGURES, LIMITS, Figures, Histogram
from tests.conftest import ROOT

HTML = {"Accept": "text/html"}


def asked(
    server: str, method: str, path: str, headers: Mapping[str, str] | None = None
) -> tuple[int, HTTPMessage, str]:
    there = urlsplit(server)
    assert there.hostname
    connection = HTTPConnection(there.hostname, there.port or 80, timeout=60)
    connection.request(method, path, headers=dict(headers or {}))
    got = connection.getresponse()
    return got.status, got.headers, got.read().decode(errors="replace")


# Addresses and methods ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        *("/nothing", "/compare/x", "/data/none.json", "/files/none.js", "/files/leaflet/none.js", "/static/none.js"),
        *("/_stcore/none", "/index.html", "/record/none", "/rows/none", "/meeting/none/more", "/files", "/favicon.ico"),
    ],
)
def test_what_is_not_there_is_not_found_whoever_asks(server: str, path: str) -> None:
    for headers in (HTML, {}):
        status, got, body = asked(server, "GET", path, headers)
        assert status == 404, path
        assert got["X-Request-ID"]
        assert "streamlit" not in body.lower()


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/", {"GET", "HEAD"}),
        ("/compare", {"GET", "HEAD"}),
        ("/healthz", {"GET", "HEAD"}),
        ("/present", {"GET", "HEAD"}),
        ("/data/none.json", {"GET", "HEAD"}),
        ("/files/leaflet/leaflet.js", {"GET", "HEAD"}),
        ("/meeting/read", {"POST"}),
        ("/present/pack", {"POST"}),
    ],
)
def test_a_method_that_an_address_does_not_take_is_named_with_those_that_it_does(
    server: str, path: str, methods: set[str]
) -> None:
    status, got, body = asked(server, "OPTIONS", path)
    assert (status, body, set(got["Allow"].split(", "))) == (204, "", methods | {"OPTIONS"})
    for method in {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"} - methods:
        status, got, _ = asked(server, method, path, HTML)
        assert (method, status, set(got["Allow"].split(", "))) == (method, 405, methods | {"OPTIONS"})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unknown_address_gets_a_page_in_the_readers_language_that_leads_on(server: str, lang: str) -> None:
    for path, headers in ((f"/compar?lang={lang}", HTML), ("/compar", {**HTML, "Accept-Language": f"{lang};q=0.9"})):
        status, got, body = asked(server, "GET", path, headers)
        assert (status, got.get_content_type()) == (404, "text/html")
        assert body.index(text("service_unknown", lang)) > 0
        links = re.findall(r'<a href="([^"]+)">([^<]+)</a>', body)
        assert links[0][0].startswith("/compare")  # the page whose name is near comes first
        assert text("nav_atlas", lang) in {words for _, words in links}
        assert all(asked(server, "GET", link)[0] == 200 for link, _ in links)
        assert got["X-Request-ID"] in body
        assert "<script" not in body


# Data --------------------------------------------------------------------------------------------

DATA = """
import asyncio, gzip, threading
from dataclasses import replace
from starlette.requests import Request
import app
from benchmarks.synthetic import SyntheticSource, tables
from g60.catalog.catalog import Catalog
from layers.carriers import PAGE, names_version

newest, source = app.load_catalog(), SyntheticSource(PAGE + 5)
long = Catalog.from_tables(tables(source), source.version())
known = app.sheet(newest)
app.catalogs()._made[9] = long  # a version of which somebody has read a page without a map
threads, names_file = [], app.names_file

def noted(*given):
    threads.append(threading.current_thread() is threading.main_thread())
    return names_file(*given)

app.names_file = noted

def asked(name, *headers):
    scope = {"type": "http", "method": "GET", "path": f"/data/{name}", "query_string": b"", "headers": headers}
    return asyncio.run(app.data(Request({**scope, "path_params": {"name": name}})))

for name, content in known.files.items():
    assert asked(name).body == content
    packed = asked(name, (b"accept-encoding", b"gzip"))
    assert packed.headers["content-encoding"] == "gzip" and gzip.decompress(packed.body) == content
page = asked(f"names.{names_version(long)}.1.json")
assert page.status_code == 200 and page.body.count(b",") > 5
assert threads and not any(threads)
none = ("none.json", "carriers.000000000000.bin", "names.000000000000.0.json", f"names.{names_version(long)}.2.json")
for name in none:
    assert asked(name).status_code == 404
assert app.made(long) is None
assert app.made(newest) is known

# The head of the page names the files of a map, which may not be made yet.
threads.clear()
def soon():
    threads.append(threading.current_thread() is threading.main_thread())
    return [], []

async def nothing(*_):
    pass

scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": [(b"accept", b"text/html")]}
asyncio.run(app.PageHead(nothing, "style.css", soon)(scope, nothing, nothing))
assert threads == [False]
print("served")
"""


def done_by_the_app(code: str, folder: Path) -> None:
    """Run code that imports `app`, which has to come to its end."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'none.db'}",
        "PYTHONPATH": os.pathsep.join([*sys.path, str(ROOT)]),
    }
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "served\n"), done.stderr[-2000:]


def test_a_request_for_data_never_makes_a_map_and_holds_up_nobody(tmp_path: Path) -> None:
    done_by_the_app(DATA, tmp_path)


ERRORS = """
import app
from starlette.requests import Request
from g60.contract.errors import DatabaseError, DataError, ReadError, RefusedError, UnknownIdError

def broken(error):
    def raises(*_):
        raise error

    return raises

scope = {"type": "http", "method": "GET", "path": "/present", "query_string": b"at=99", "headers": []}
unmade = ReadError("error_version_unmade", version=2, detail="")
for error, status in (
    (RefusedError("error_version_unknown", version="99", newest=1), 422),
    (UnknownIdError(id="none"), 422),
    (DatabaseError("error_database_locked"), 503),
    (DataError([]), 503),
    (unmade, 503),
):
    app._catalog_of = app.past.answer = broken(error)
    assert app.present(Request(scope)).status_code == status, error
    assert app._recorded("changes", {}).status_code == status, error
    assert app._packed("", "zh", "99").status_code == status, error
print("served")
"""


def test_what_was_asked_wrongly_is_told_apart_from_what_may_be_there_later(tmp_path: Path) -> None:
    done_by_the_app(ERRORS, tmp_path)


# Policies ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "holds", "holds_not"),
    [
        ("/compare", ["default-src 'self'", "script-src 'self' blob: 'sha256-"], ["unsafe-eval", "script-src *"]),
        ("/healthz", ["default-src 'none'"], ["unsafe"]),
        ("/nothing", ["default-src 'none'"], ["unsafe"]),
        ("/present", ["object-src 'none'"], ["unsafe"]),
    ],
)
def test_each_kind_of_answer_has_its_policy(server: str, path: str, holds: list[str], holds_not: list[str]) -> None:
    _, got, _ = asked(server, "GET", path, HTML)
    (policy,) = got.get_all(POLICY) or []
    assert all(part in policy for part in [*holds, "frame-ancestors 'self'"]), policy
    assert not any(part in policy for part in holds_not), policy


def test_the_frame_of_the_map_asks_no_other_host_and_sends_no_form() -> None:
    policy = frame_policy()
    for part in ("connect-src 'self'", "form-action 'none'", "base-uri 'none'", "frame-ancestors 'self'"):
        assert part in policy
    assert policy.endswith("sandbox allow-scripts allow-same-origin")
    assert "http" not in policy


def test_the_policy_names_the_hash_of_every_inline_script_and_the_address_of_the_socket() -> None:
    scope = {"type": "http", "headers": [(b"x-atlas-address", b"https://map.example/atlas/")]}
    policy = page_policy(scope, b"<script src='a'></script><script>1</script><script type='x'>2</script>")
    assert policy.count("'sha256-") == 2
    assert "connect-src 'self' wss://map.example;" in policy


def test_a_basemap_of_the_operator_may_be_shown_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    assert basemap_hosts() == []
    monkeypatch.setenv("G60_BASEMAP_URL", "https://{s}.tiles.example:8443/{z}/{x}/{y}.png")
    assert basemap_hosts() == [f"https://{letter}.tiles.example:8443" for letter in "abc"]


def test_cookies_stay_on_the_site_and_on_tls_where_there_is_tls() -> None:
    given = ["a=1; Path=/", "b=2; Secure; SameSite=Strict"]
    assert _careful(given, encrypted=True) == ["a=1; Path=/; SameSite=Lax; Secure", "b=2; Secure; SameSite=Strict"]
    assert _careful(given, encrypted=False) == ["a=1; Path=/; SameSite=Lax", "b=2; Secure; SameSite=Strict"]


# Figures -----------------------------------------------------------------------------------------


def test_a_histogram_counts_each_group_with_all_that_were_faster() -> None:
    held = Histogram()
    for seconds in (0.001, LIMITS[3], 0.3, 60.0):
        held.note(seconds)
    lines = dict(line.rpartition(" ")[::2] for line in held.lines("x", 'a="b"'))
    assert lines['x_bucket{a="b",le="0.005"}'] == "1"
    assert lines['x_bucket{a="b",le="0.05"}'] == "2"
    assert lines['x_bucket{a="b",le="10.0"}'] == "3"
    assert lines['x_bucket{a="b",le="+Inf"}'] == lines['x_count{a="b"}'] == "4"
    assert float(lines['x_sum{a="b"}']) == pytest.approx(60.351)


def test_the_figures_are_read_by_the_rules_of_prometheus(server: str) -> None:
    asked(server, "GET", "/nothing")
    status, got, body = asked(server, "GET", "/metrics")
    assert (status, got["Content-Type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    number = r"[0-9.e+-]+"
    labels = r'\{[a-z_]+="(?:[^"\\]|\\.)*"(?:,[a-z_]+="(?:[^"\\]|\\.)*")*\}'
    declared: dict[str, str] = {}
    found: dict[str, float] = {}
    for line in body.splitlines():
        if head := re.fullmatch(r"# TYPE ([a-z_]+) (counter|gauge|histogram)", line):
            assert head[1] not in declared
            declared[head[1]] = head[2]
        elif not line.startswith("# HELP "):
            sample = re.fullmatch(rf"([a-z_]+)({labels})? ({number})", line)
            assert sample, line
            assert re.sub(r"_(bucket|sum|count)$", "", sample[1]) in declared or sample[1] in declared, line
            found[line.rpartition(" ")[0]] = float(sample[3])
    assert found['atlas_requests_total{address="unknown",method="GET",status="404"}'] >= 1
    assert found["atlas_data_version"] == 1
    wanted = ("atlas_sessions", "atlas_exports_waiting", "atlas_filter_seconds_count", "process_resident_memory_bytes")
    assert set(wanted) <= set(found)


@pytest.mark.parametrize(
    ("named", "client", "headers", "seen"),
    [
        ("", "127.0.0.1", {"host": "localhost:8501"}, ["metrics"]),
        ("", "127.0.0.1", {"host": "evil.example"}, []),  # a name of another site that leads to this machine
        ("", "127.0.0.1", {"host": "localhost:8501", "x-forwarded-for": "10.0.0.7"}, []),
        ("", "10.0.0.7", {"host": "atlas.example"}, []),
        ("10.0.0.0/24", "10.0.0.7", {"host": "atlas.example"}, ["metrics", "_stcore/metrics"]),
        ("10.0.0.0/24", "10.0.1.7", {"host": "atlas.example"}, []),
        ("*", "10.0.1.7", {"host": "atlas.example"}, ["metrics", "_stcore/metrics"]),
        ("nonsense", "10.0.1.7", {"host": "atlas.example"}, []),
    ],
)
def test_who_may_see_the_figures_is_a_setting(
    named: str, client: str, headers: Mapping[str, str], seen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("G60_METRICS", named)
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "client": (client, 40000), "headers": raw}
    assert [one for one in ("metrics", "_stcore/metrics") if _may_see_metrics(scope, one)] == seen


# The log -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "taken"),
    [("0f3c2b1a-77", True), ("short", False), ("x" * 65, False), ("eight chars", False), ("line\nbreak1", False)],
)
def test_the_number_of_a_proxy_is_taken_if_it_is_well_formed(sent: str, taken: bool) -> None:  # noqa: FBT001
    number = request_id(Headers({"x-request-id": sent}))
    assert (number == sent) is taken
    assert re.fullmatch(r"[A-Za-z0-9._-]{8,64}", number)


def failing(scope: Scope) -> tuple[list[Message], list[logging.LogRecord]]:
    """What a request is answered whose route fails, and what is logged."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        raise ZeroDivisionError("张三 13800000000")

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    said: list[Message] = []
    written: list[logging.LogRecord] = []

    async def send(message: Message) -> None:
        said.append(message)

    handler = logging.Handler()
    handler.emit = written.append  # type: ignore[method-assign]
    service_log.LOG.addHandler(handler)
    try:
        with pytest.raises(StopIteration):
            RequestLog(app, lambda _: "/rows/{version}")(scope, receive, send).send(None)
    finally:
        service_log.LOG.removeHandler(handler)
    return said, written


def test_an_error_that_nobody_expected_is_answered_in_words_and_logged_without_what_was_entered() -> None:
    headers = [(b"x-request-id", b"number-of-a-proxy"), (b"accept", b"text/html")]
    query = {"query_string": "q=张三".encode(), "path": "/rows/x", "method": "GET"}
    said, written = failing({"type": "http", "headers": headers, **query})
    answer = dict(said[0]["headers"])
    assert (said[0]["status"], answer[b"x-request-id"]) == (500, b"number-of-a-proxy")
    assert text("service_failed", "zh") in said[1]["body"].decode()
    assert "number-of-a-proxy" in said[1]["body"].decode()
    lines = [json.loads(service_log.JsonLines().format(record)) for record in written]
    failed = next(line for line in lines if line["message"] == "failed")
    assert (failed["error"], failed["request_id"]) == ("ZeroDivisionError", "number-of-a-proxy")
    assert any("test_service.py" in place for place in failed["places"])
    for form in (service_log.JsonLines(), service_log.PlainLines()):
        told = "\n".join(form.format(record) for record in written)
        assert "number-of-a-proxy" in told
        assert "张三" not in told
        assert "138" not in told


def test_a_line_of_the_log_is_one_object_whatever_it_says() -> None:
    record = logging.LogRecord("atlas", logging.WARNING, "", 0, "two\nlines “”", None, None)
    record.fields = {"n": 1}
    told = service_log.JsonLines().format(record)
    assert "\n" not in told
    assert json.loads(told) | {"time": ""} == {
        **{"time": "", "level": "warning", "logger": "atlas", "message": "two\nlines “”", "n": 1}
    }


def test_whatever_the_process_logs_has_the_form_of_the_setting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = logging.getLogger("atlas-test-other")
    monkeypatch.setattr(other, "handlers", [logging.StreamHandler(sys.stderr)])
    monkeypatch.setattr(service_log.LOG, "handlers", [])
    for setting, form in (("json", service_log.JsonLines), ("plain", service_log.PlainLines)):
        monkeypatch.setenv("G60_LOG", setting)
        service_log.begin()
        assert type(other.handlers[0].formatter) is form
        assert type(service_log.LOG.handlers[0].formatter) is form


def test_counts_of_answers_hold_no_address_of_a_visitor() -> None:
    figures = Figures()
    figures.answered("/data/{name}", "GET", 200, 0.01)
    figures.failed()
    lines = list(figures.lines())
    assert 'atlas_requests_total{address="/data/{name}",method="GET",status="200"} 1' in lines
    assert "atlas_failures_total 1" in lines


def test_a_page_that_fails_says_so_in_words_and_is_counted() -> None:
    def page() -> None:
        from g60.ui import trouble

        assert trouble.failed(ValueError("张三"))

    before = FIGURES.failures
    shown = AppTest.from_function(page).run()
    assert [one.value for one in shown.text] == [text("service_failed", "zh")]
    assert not shown.exception
    assert FIGURES.failures == before + 1
