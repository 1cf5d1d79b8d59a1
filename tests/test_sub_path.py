"""The app below a path of a host: directly, behind a real nginx that passes the path on, and behind one that does not.

Two processes are served below `/atlas`, and a third one is at the root of its port: its nginx says which path it took.
"""

import http.client
import io
import json
import re
import ssl
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Page, expect

from g60.contract.i18n import text
from tests.atlas_page import PATIENCE_MS, AtlasPage
from tests.processes import Processes, free_port, nginx_program, processes
from tests.test_meeting import DECISIONS

pytestmark = pytest.mark.e2e

BELOW = "/atlas"
WAYS = ("direct", "passed on", "taken off", "taken off, from the root")
HTML = {"Accept": "text/html"}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    content: bytes

    @property
    def body(self) -> str:
        return self.content.decode(errors="replace")


@dataclass(frozen=True)
class Served:
    """Where the app is reached, in each of the ways."""

    running: Processes
    bases: Mapping[str, str]

    def ask(self, way: str, path: str, method: str = "GET", body: str = "", **headers: str) -> Answer:
        there = urlsplit(self.bases[way])
        assert there.hostname
        if there.scheme == "https":
            context = ssl._create_unverified_context()
            connection = http.client.HTTPSConnection(there.hostname, there.port, timeout=60, context=context)
        else:
            connection = http.client.HTTPConnection(there.hostname, there.port or 80, timeout=60)
        connection.request(method, there.path + path, body or None, headers)
        got = connection.getresponse()
        return Answer(got.status, got.headers, got.read())


def three_sites(root_port: int, listen: tuple[int, int]) -> Callable[[str], str]:
    """What an operator changes in the shipped file: a path for the site; two further sites take the path off."""

    def changed(shipped: str) -> str:
        at = shipped.index("server {\n    listen 127.0.0.1", shipped.index("return 301"))
        head, site = shipped[:at].replace("Path=/;", f"Path={BELOW}/;"), shipped[at:]
        below = site.replace("location / {", f"location {BELOW}/ {{")
        takes = below.replace("proxy_pass http://atlas;", "proxy_pass http://atlas/;")
        port = re.search(r"listen 127\.0\.0\.1:(\d+) ssl", site)
        assert port is not None
        taken = takes.replace(port[0], f"listen 127.0.0.1:{listen[0]} ssl")
        rooted = takes.replace(port[0], f"listen 127.0.0.1:{listen[1]} ssl").replace(
            "http://atlas/;", f"http://127.0.0.1:{root_port}/;"
        )
        assert takes != below != site
        rooted = rooted.replace('X-Forwarded-Prefix "";', f"X-Forwarded-Prefix {BELOW};")
        return "\n".join((head, below, taken, rooted))

    return changed


@pytest.fixture(scope="module")
def served(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    if nginx_program() is None:
        pytest.skip("nginx is not installed (Debian: nginx-light): the sub-path is not tried")
    folder = tmp_path_factory.mktemp("below")
    # Workers come with the first file.
    lazy = {"G60_WORKERS_AHEAD": "0", "STREAMLIT_SERVER_COOKIE_SECRET": "k" * 40}
    settings = {**lazy, "STREAMLIT_SERVER_BASE_URL_PATH": BELOW.strip("/")}
    root, listen = serve(env=lazy), (free_port(), free_port())
    root_port = urlsplit(root).port
    assert root_port
    with processes(folder, 2, settings, three_sites(root_port, listen)) as running:
        bases = [
            f"http://127.0.0.1:{running.ports[0]}",
            running.base_url,
            *(f"https://127.0.0.1:{one}" for one in listen),
        ]
        yield Served(running, {way: base + BELOW for way, base in zip(WAYS, bases, strict=True)})


@pytest.mark.parametrize("way", WAYS)
def test_every_address_is_there(served: Served, way: str) -> None:
    page = served.ask(way, "/?unit=330481", **HTML)
    assert page.status == 200
    prefetched = re.findall(r'(?:href|src)="\./([^"]+)"', page.body)
    assert len([one for one in prefetched if one.startswith(("data/", "files/"))]) > 10
    for path in [one for one in prefetched if one.startswith(("data/", "files/", "static/js/index"))]:
        got = served.ask(way, f"/{path}")
        assert (got.status, "html" in (got.headers["Content-Type"] or "")) == (200, False), path
    assert json.loads(served.ask(way, "/readyz").body)["ready"]
    assert json.loads(served.ask(way, "/record/newest").body) == {"version": 1}
    assert served.ask(way, "/present", **HTML).status == 200
    assert served.ask(way, "/meeting/shipped", "POST", "{}").status == 200
    packed = served.ask(
        way, "/present/pack", "POST", "presentation=&lang=en", **{"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert packed.status == 422
    assert 'href="../meeting"' in packed.body


@pytest.mark.parametrize("way", WAYS)
def test_what_is_refused_and_what_leads_elsewhere_stays_below_the_path(served: Served, way: str) -> None:
    lost = served.ask(way, "/compar?lang=en", **HTML, **{"X-Request-ID": "from-elsewhere-1"})
    assert lost.status == 404
    assert f'href="{BELOW}/compare?lang=en"' in lost.body
    number = lost.headers["X-Request-ID"]
    assert number in lost.body
    assert (number == "from-elsewhere-1") == (way == "direct")  # nginx gives each request a number of its own
    assert served.ask(way, "/files/none.js").status == 404
    gone = served.ask(way, "/exports/none?lang=en", **HTML)
    (back,) = re.findall(r'<a href="([^"]+)"', gone.body)
    assert urljoin(f"{served.bases[way]}/exports/none", back) == f"{served.bases[way]}/?lang=en"
    for place in ("/auth/login", "/auth/logout", "/oauth2callback"):
        led = served.ask(way, place)
        assert (led.status, led.headers["Location"]) == (302, f"{BELOW}/"), place
    assert urlsplit(served.ask(way, "/compare/").headers["Location"]).path == f"{BELOW}/compare"
    if way in ("direct", "passed on"):
        led = served.ask(way, "?unit=330481")
        assert urlsplit(led.headers["Location"] or "").path == f"{BELOW}/"
    assert served.ask(way, "/metrics").status == (200 if way == "direct" else 403)
    cookies = served.ask(way, "/_stcore/health").headers.get_all("Set-Cookie") or []
    assert cookies
    for cookie in cookies:
        assert ("secure" in cookie.lower()) == (way != "direct"), cookie
        assert "samesite=lax" in cookie.lower()


@pytest.mark.parametrize("way", ["passed on", "taken off, from the root"])
def test_a_link_in_a_file_leads_to_the_address_that_the_reader_used(served: Served, way: str) -> None:
    body = json.dumps({"mine": DECISIONS})
    made = served.ask(way, "/meeting/minutes.docx", "POST", body, Host="map.example.cn")
    assert made.status == 200
    with zipfile.ZipFile(io.BytesIO(made.content)) as file:
        told = file.read("word/_rels/document.xml.rels").decode()
    assert f"https://map.example.cn{BELOW}/?focus=lake-juanhu" in told


@pytest.mark.parametrize("way", [way for way in WAYS if way != "taken off"])  # to a browser it is as passed on
def test_a_reader_works_there(served: Served, way: str, new_page: Callable[..., Page]) -> None:
    base = served.bases[way]
    page = new_page(ignore_https_errors=True, permissions=["clipboard-read", "clipboard-write"])
    failed: list[str] = []
    page.on("response", lambda got: failed.append(got.url) if got.status >= 400 and "_stcore" not in got.url else None)
    atlas = AtlasPage(page, base).open("/?unit=330481")
    atlas.filter(text("kind_carrier", "zh"))
    atlas.says("海宁 · 创新载体：3 个载体、1 个清单外机构")
    atlas.settle()
    assert atlas.query()["kind"] == ["carrier"]
    expect(page.locator(".st-key-atlas_results [data-id]").first).to_be_visible(timeout=PATIENCE_MS)
    atlas.map.get_by_role("button", name="复制链接").click()
    expect(atlas.map.get_by_role("status").filter(has_text="已复制链接")).to_be_visible(timeout=PATIENCE_MS)
    assert page.evaluate("navigator.clipboard.readText()").startswith(f"{base}/?unit=330481&")
    page.get_by_role("link", name=text("nav_meeting", "zh")).click()
    page.wait_for_url(f"{base}/meeting?*", timeout=PATIENCE_MS)
    expect(page.locator(".st-key-atlas_meeting .scenes li").first).to_be_visible(timeout=PATIENCE_MS)
    assert failed == []
