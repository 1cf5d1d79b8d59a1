"""Four processes, then three, two and one, behind the shipped nginx file over one PostgreSQL: a reader misses none.

What is entered on one is seen on all within five seconds.
"""

import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path
from ssl import CERT_NONE, SSLContext, create_default_context
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.contract.i18n import text
from g60.meeting import scenes
from g60.record import database, drafts, editing, people, publishing
from g60.record.editing import Cell, Given
from tests import databases
from tests.atlas_page import PATIENCE_MS, AtlasPage
from tests.conftest import ROOT
from tests.processes import Processes, nginx_program, processes

pytestmark = pytest.mark.e2e

COUNT = 4
SEEN_SECONDS = 5.0
REPORTED = Given("reported", "海宁市统计月报", "第3页")
PACK_FORM = urlencode({"presentation": scenes.write(scenes.shipped()), "lang": "zh"}).encode()


@pytest.fixture(scope="module")
def url(postgresql_server: str) -> Iterator[str]:
    yield databases.new_database(postgresql_server)
    database.forget()


@pytest.fixture(scope="module")
def running(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    """The processes over an empty database, as on the first day."""
    if nginx_program() is None:
        pytest.skip("nginx is not installed (Debian: nginx-light): several processes are not tried")
    settings = {"DATABASE_URL": url, "STREAMLIT_SERVER_COOKIE_SECRET": "k" * 40, "G60_EDIT": "local"}
    with processes(tmp_path_factory.mktemp("nginx"), COUNT, settings) as started:
        yield started


@pytest.fixture
def atlas(running: Processes, new_page: Callable[..., Page]) -> AtlasPage:
    """The atlas through nginx, as a reader opens it."""
    return AtlasPage(new_page(ignore_https_errors=True), running.base_url)


def any_certificate() -> SSLContext:
    context = create_default_context()
    context.check_hostname, context.verify_mode = False, CERT_NONE
    return context


def slowness() -> float:
    """How many times longer than its processor time a piece of work takes: 1 on a machine that does nothing else."""
    began, used = time.monotonic(), time.process_time()
    Catalog.load(FolderSource(ROOT / "geodata"))
    return max(1.0, (time.monotonic() - began) / (time.process_time() - used))


def seen_within(running: Processes, path: str, seconds: float) -> float:
    """How long it takes until every process answers an address; fails after some seconds."""
    began = time.monotonic()
    waiting = set(running.running)
    while waiting:
        for port in list(waiting):
            try:
                running.ask(port, path)
                waiting.remove(port)
            except urllib.error.HTTPError:
                pass
        assert time.monotonic() - began < seconds, f"{waiting} have not seen {path}"
        time.sleep(0.05)
    return time.monotonic() - began


def taken_over(running: Processes, port: int) -> int:
    """The process to which a reader's page has gone from one that was killed; returns when it is connected."""

    def others() -> list[int]:
        asked = running.served("/_stcore/")
        return asked[len(asked) - asked[::-1].index(port) :]

    databases.wait_until(others, 15)
    time.sleep(0.5)  # the page asks first and connects then
    return others()[-1]


def test_a_publication_and_a_draft_are_seen_on_every_process_within_five_seconds(
    running: Processes, url: str, new_page: Callable[..., Page]
) -> None:
    editor = people.local_person(url)
    number = drafts.start(editor, "鹃湖", FolderSource(ROOT / "geodata"), url)
    editing.set_value(editor, number, Cell("lake-juanhu", "area_km2"), "24.5", REPORTED, url)
    # The page of the draft on one of the processes: whoever works at the machine itself may see it.
    page = new_page(ignore_https_errors=True)
    atlas = AtlasPage(page, f"http://127.0.0.1:{running.ports[0]}").open(f"/?draft={number}&focus=lake-juanhu")
    expect(atlas.card).to_contain_text("24.5", timeout=PATIENCE_MS)
    slower = slowness()
    published = publishing.publish(editor, number, "月报更新", url)
    assert published.number == 2
    seen_within(running, f"/rows/{published.fingerprint[:12]}", SEEN_SECONDS * slower)
    atlas = AtlasPage(page, f"http://127.0.0.1:{running.ports[3]}").open("/?focus=lake-juanhu")
    expect(atlas.card).to_contain_text("24.5", timeout=PATIENCE_MS)


def test_a_reader_whose_process_is_killed_in_the_middle_of_a_filter_goes_on_with_another(
    running: Processes, atlas: AtlasPage
) -> None:
    atlas.open("/?unit=330481&map=12/30.5/120.7")
    atlas.settle()
    seats = set(running.served("/data/")[-4:])
    assert len(seats) == 1, "a reader's requests go to one process"
    (port,) = seats
    view = atlas.view()
    atlas.page.evaluate("window.stays = 'the same page'")
    atlas.frame.evaluate("window.stays = 'the same map'")
    running.pause(port)
    atlas.filter(text("kind_carrier", "zh"))
    atlas.page.wait_for_timeout(200)
    running.kill(port)
    atlas.says("海宁 · 创新载体：3 个载体、1 个清单外机构")
    assert atlas.query()["kind"] == ["carrier"]
    assert (atlas.view(), atlas.ask_map("window.stays")) == (view, "the same map")
    # Killed between two clicks: the next one goes to a process that has never seen this page, and counts.
    atlas.settle()
    second = taken_over(running, port)
    running.kill(second)
    taken_over(running, second)
    atlas.row("carrier-20").click()  # nobody asks for this once more
    expect(atlas.card).to_be_visible(timeout=PATIENCE_MS)
    atlas.card.locator("button.back").click()
    expect(atlas.card).to_be_hidden(timeout=PATIENCE_MS)
    atlas.settle()
    view = atlas.view()  # the map has gone to what was chosen
    atlas.filter(text("kind_high_tech_zone", "zh"))
    atlas.says("海宁 · 高新区或创新载体：3 个载体、1 个高新区、1 个清单外机构")
    assert set(atlas.query()["kind"]) == {"carrier", "high_tech_zone"}
    assert (atlas.view(), atlas.ask_map("window.stays")) == (view, "the same map")
    # Streamlit's own buttons too: the last process that is left learns of this page by a click on the language.
    atlas.settle()
    third = taken_over(running, second)
    running.kill(third)
    taken_over(running, third)
    atlas.page.get_by_role("button", name="English").click()
    expect(atlas.page.locator("h1")).to_have_text(text("title", "en"), timeout=PATIENCE_MS)
    assert (atlas.query()["unit"], atlas.query()["lang"]) == (["330481"], ["en"])
    assert (atlas.view(), atlas.ask_map("window.stays")) == (view, "the same map")
    assert atlas.page.evaluate("window.stays") == "the same page"
    # Two of them come back, as systemd starts them again, and find the version that was published meanwhile.
    for gone in (port, second):
        running.start_one(gone)
    for gone in (port, second):
        running.wait(gone)


def test_a_reader_goes_on_reading_while_the_database_is_gone_and_is_told(
    atlas: AtlasPage, postgresql_server: str
) -> None:
    atlas.open("/?unit=330481")
    notice = atlas.page.locator(".st-key-atlas_database_gone")
    expect(notice).to_have_count(0)
    with databases.stopped(postgresql_server):
        atlas.page.wait_for_timeout(3000)
        atlas.filter(text("kind_carrier", "zh"))
        atlas.says("海宁 · 创新载体：3 个载体、1 个清单外机构")
        expect(notice).to_contain_text("数据库暂时连不上", timeout=PATIENCE_MS)
    atlas.page.wait_for_timeout(3000)
    atlas.filter(text("kind_high_tech_zone", "zh"))
    expect(notice).to_have_count(0, timeout=PATIENCE_MS)


def test_a_process_killed_in_the_middle_of_an_export_hands_out_no_half_file(running: Processes) -> None:
    def pack(answers: list[bytes | None], seat: str) -> None:
        asked = urllib.request.Request(f"{running.base_url}/present/pack", PACK_FORM, {"Cookie": f"atlas_seat={seat}"})
        try:
            with urllib.request.urlopen(asked, timeout=60, context=any_certificate()) as answer:
                answers.append(answer.read())
        except (OSError, HTTPException):
            answers.append(None)

    whole: list[bytes | None] = []
    pack(whole, "reader-1")
    assert whole[0] is not None
    assert whole[0].rstrip().endswith(b"</html>")
    port = running.last_served("/present/pack")
    answers: list[bytes | None] = []
    asking = threading.Thread(target=pack, args=(answers, "reader-1"))
    asking.start()
    time.sleep(0.1)
    running.kill(port)
    asking.join()
    pack(answers, "reader-1")  # asked again, another process makes it
    assert answers[-1] is not None
    for answer in answers:
        assert answer is None or answer.rstrip().endswith(b"</html>")


def test_the_shipped_files_say_what_the_app_needs() -> None:
    nginx = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    for needed in (
        "proxy_http_version 1.1",
        "Upgrade    $http_upgrade",
        "X-Forwarded-For",
        "hash $atlas_seat consistent",
    ):
        assert needed in nginx
    unit = (ROOT / "deploy" / "atlas@.service").read_text("utf-8")
    operations = (ROOT / "docs" / "operations.md").read_text("utf-8")
    for path in ("/opt/atlas", "/etc/atlas.env", "atlas@8501", "deploy/nginx.conf", "deploy/atlas@.service"):
        assert path in operations
    assert "EnvironmentFile=/etc/atlas.env" in unit
    assert Path(ROOT / ".streamlit" / "config.toml").exists()
