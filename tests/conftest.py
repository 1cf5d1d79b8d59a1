"""What the tests share: the real app on a port of its own, and a real browser that reaches nothing else."""

import gc
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Frame, Page, ViewportSize, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from streamlit.components.v2 import manifest_scanner

from g60.catalog.catalog import Catalog
from g60.catalog.checked_tables import read_all
from g60.catalog.sources import FolderSource
from g60.record import database
from g60.record.versions import begin
from tests import databases
from tests.atlas_page import TALK

# The collector searches the whole heap, which here holds every library and many catalogs, for as good as nothing:
# 13 to 28 % of the time of three files. It is asked more rarely (decision 34).
gc.set_threshold(100_000, 10, 10)
# No test fails because a machine is busy: speed is measured in `benchmarks/`.
settings.register_profile("atlas", deadline=None)
settings.load_profile("atlas")

ROOT = Path(__file__).resolve().parent.parent
# No test reads or writes the record of whoever runs the tests.
OWN_FOLDER = Path(tempfile.mkdtemp(prefix="g60-"))
os.environ["DATABASE_URL"] = f"sqlite:///{OWN_FOLDER / 'atlas.db'}"
os.environ.pop("DATABASE_READ_URL", None)
os.environ.pop("G60_EDIT", None)
# A server that hands out no file starts no process to make files.
os.environ["G60_WORKERS_AHEAD"] = "0"
GEODATA = ROOT / "geodata"
OWN_HOSTS = frozenset({"127.0.0.1", "localhost"})
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # All pages of the app in one process, which keeps the compiled scripts.
    "--process-per-site",
    # Every other host is refused, by name or by number.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
)
START_SECONDS = 60
VIEWPORT: ViewportSize = {"width": 1440, "height": 900}
POLLING_MS = 30
# So long a page is asked what it shows when a test has failed, and so much of it is told.
SHOWN_MS, SHOWN_LETTERS = 2_000, 4_000
# The logs of the apps that run now: what they said of an error stands beside a test that failed.
LOGS: list[Path] = []
# Who is at a browser now: what their pages showed stands there too.
VISITORS: list["Visitor"] = []
# What a page can store and a new visitor does not have.
STORES = "cookies,local_storage,indexeddb,cache_storage,file_systems,service_workers"


def pytest_unconfigure() -> None:
    """Leaves nothing of this process behind."""
    shutil.rmtree(OWN_FOLDER, ignore_errors=True)


def in_ci() -> bool:
    """Whether this run is the one that decides, where a skipped browser test is a failure."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


# The browser tests cannot be passed over in silence ------------------------------------------


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """The report of a test; with CI=true a skipped browser test is reported as failed."""
    report = yield
    if report.failed and (said := "\n".join(line for log in LOGS for line in _errors(log))):
        report.sections.append(("errors of the apps that run", said))
    if report.failed and call.when == "call":
        report.sections += [("a page that was open", page) for visitor in VISITORS for page in visitor.shown()]
    if in_ci() and report.skipped and not hasattr(report, "wasxfail") and item.get_closest_marker("e2e"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: a browser test was skipped although CI is set: {_reason(report)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The report of a file's collection; with CI=true a file of browser tests cannot skip itself whole."""
    report = yield
    if (
        in_ci()
        and report.skipped
        and isinstance(collector, pytest.Module)
        and "mark.e2e" in collector.path.read_text("utf-8")
    ):
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid}: browser tests were skipped although CI is set: {_reason(report)}"
    return report


def _errors(log: Path) -> list[str]:
    return [line for line in log.read_text("utf-8", "replace").splitlines() if '"level": "error"' in line][-3:]


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    return report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)


# The data ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The catalog of the shipped data, one for all tests: none may write to it."""
    return Catalog.load(FolderSource(GEODATA))


@pytest.fixture(scope="session")
def shipped() -> dict[str, pd.DataFrame]:
    """The shipped tables as text, by the name of their dataset."""
    return read_all(FolderSource(GEODATA))[0]


@pytest.fixture(scope="session", autouse=True)
def shipped_data_is_read_once() -> Iterator[None]:
    """In this process the shipped data is read and checked once, for as long as its files are the same.

    A catalog never changes, so all calls may share it. Any other folder is read each time.
    """
    load = Catalog.load
    known: dict[tuple[str, type], Catalog] = {}

    def loaded(cls: type[Catalog], source: Any, *version: int) -> Catalog:
        if not isinstance(source, FolderSource) or source.folder.resolve() != GEODATA:
            return load.__func__(cls, source, *version)
        key = source.version(), cls
        if key not in known:
            known[key] = load.__func__(cls, source)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Catalog, "load", classmethod(loaded))
        yield


@pytest.fixture(scope="session", autouse=True)
def installed_packages_are_searched_once() -> Iterator[None]:
    """Streamlit's test of a page reads the metadata of all packages anew for each page; here once, as a server does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def geodata_copy(tmp_path: Path) -> Path:
    """A copy of the shipped data that a test may spoil."""
    return shutil.copytree(GEODATA, tmp_path / "geodata")


@pytest.fixture(scope="session")
def documents_folder() -> Path:
    """The folder of the five documents: the one that G60_SOURCES names, or ../shared/seeds beside the project.

    The documents are not part of the project, so a checkout alone cannot prove the citations: the test is then skipped,
    and says so. A folder that was named and is not there is a failure.
    """
    named = os.environ.get("G60_SOURCES")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "seeds"
    if named and not folder.is_dir():
        pytest.fail(f"G60_SOURCES names {folder}, which is no folder")
    if not folder.is_dir():
        pytest.skip("CITATIONS NOT PROVED: the documents are not at hand; name their folder in G60_SOURCES")
    return folder


@pytest.fixture(scope="session", autouse=True)
def own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the app keeps beside itself goes into a folder of this run, and not into that of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


# The app -------------------------------------------------------------------------------------


@contextmanager
def serving(
    script: Path = ROOT / "app.py",
    *,
    geodata: Path | None = None,
    env: Mapping[str, str] | None = None,
    options: Callable[[int], Sequence[str]] = lambda _: (),
) -> Iterator[str]:
    """The app's base URL, such as `http://127.0.0.1:43210`, while it runs in a process of its own.

    Args:
        script: what `streamlit run` is given.
        geodata: the folder that takes the place of the shipped data.
        env: further environment variables.
        options: further options of `streamlit run`, which may depend on the port.
    """
    port = _free_port()
    settings = {**os.environ, **(env or {})}
    if geodata is not None:
        settings["G60_GEODATA"] = str(geodata)
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += ["--server.address=127.0.0.1", f"--server.port={port}", "--server.headless=true"]
    command += options(port)
    with tempfile.NamedTemporaryFile() as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=settings, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )
        LOGS.append(Path(log.name))
        try:
            base_url = f"http://127.0.0.1:{port}"
            if not _answers(f"{base_url}/_stcore/health", process):
                log.seek(0)
                said = log.read().decode(errors="replace")[-4000:]
                ended = "ended" if process.poll() is not None else f"ran {START_SECONDS} s"
                pytest.fail(f"{script.name} {ended} without an answer. It said:\n{said}", pytrace=False)
            yield base_url
        finally:
            LOGS.remove(Path(log.name))
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(url: str, process: subprocess.Popen[bytes]) -> bool:
    # A proxy named in the environment must not come between the test and its own server.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with opener.open(url, timeout=2) as response:
                if response.status == 200:
                    return True
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.1)
    return False


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The base URL of the real app with the shipped data, one process for all tests."""
    with serving(env={"G60_WORKERS_AHEAD": "1"}) as base_url:
        yield base_url


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[..., str]]:
    """`serve(geodata=folder)`: the base URL of an app with a test's own data, running until the module ends."""
    with ExitStack() as running:
        yield lambda **options: running.enter_context(serving(**options))


# The browser ---------------------------------------------------------------------------------


def find_chromium() -> str | None:
    """The path of a Chromium: the one that G60_CHROMIUM names, or else the system's; None without one."""
    named = os.environ.get("G60_CHROMIUM")
    return next((path for name in ([named] if named else CHROMIUM_NAMES) if (path := shutil.which(name))), None)


@contextmanager
def browsing(executable: str) -> Iterator[Browser]:
    """A headless Chromium that resolves no host but this machine."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(CHROMIUM_FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def waited_for(
    page: Page | Frame, expression: str, *, arg: Any = None, timeout: float = 30_000, polling: float = POLLING_MS
) -> None:
    """Waits until an expression holds in a page or a frame, asked from here.

    Playwright's own wait evaluates words in the page again and again, which the page's policy forbids.
    """
    ends = time.monotonic() + timeout / 1000
    while True:
        try:
            if page.evaluate(expression, arg):
                return
        except PlaywrightError as error:
            if "context was destroyed" not in str(error):  # the page was loading another one
                raise
        if time.monotonic() > ends:
            pytest.fail(f"not within {timeout:.0f} ms: {expression}")
        page.wait_for_timeout(polling)


class Visitor:
    """Somebody at a browser: the pages share what is remembered, and reach no other host.

    The browser itself resolves no other name (`CHROMIUM_FLAGS`). Requests are noted and not routed: a route switches
    the browser's cache off, and then every page reads and compiles the whole of Streamlit again.
    """

    def __init__(self, browser: Browser, **options: Any) -> None:
        options = {"locale": "zh-CN", "viewport": VIEWPORT, **options}
        self.context = browser.new_context(service_workers="block", **options)
        # What is said at the first visit has been read: it would lie over the map that a test looks at.
        self.context.add_init_script("try { localStorage.setItem('g60.hint', '1'); } catch (error) { }")
        self.context.add_init_script(TALK)
        self.foreign: list[str] = []
        self._origins: set[str] = set()
        self.context.on("request", lambda request: self._note(request.url))
        self.context.on("page", lambda page: page.on("websocket", lambda socket: self._note(socket.url)))

    def open(self, **options: Any) -> Page:
        """A new page; `page.foreign_requests` lists what this visitor's pages asked of other hosts.

        Args:
            **options: the page's `viewport`, where it is another than the visitor's.
        """
        page = self.context.new_page()
        page.foreign_requests = self.foreign  # type: ignore[attr-defined]
        page.wait_for_function = partial(waited_for, page)  # type: ignore[method-assign]
        if "viewport" in options:
            page.set_viewport_size(options["viewport"])
        return page

    def shown(self) -> list[str]:
        """Of each page its address and what it shows, as far as it answers."""
        told = []
        for page in self.context.pages:
            with suppress(PlaywrightError):
                told.append(f"{page.url}\n{page.locator('body').aria_snapshot(timeout=SHOWN_MS)[:SHOWN_LETTERS]}")
        return told

    def forget(self, kept: Page) -> None:
        """Closes every page but one and removes all that they stored; the app's files stay in the cache."""
        for page in self.context.pages:
            if page != kept:
                page.close()
        self.context.clear_cookies()
        session = self.context.new_cdp_session(kept)
        for origin in self._origins:
            session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": STORES})
        session.detach()
        self._origins.clear()
        self.foreign.clear()

    def _note(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https", "ws", "wss"}:
            return
        if parts.hostname not in OWN_HOSTS:
            self.foreign.append(url)
        elif parts.scheme == "http":
            self._origins.add(f"http://{parts.netloc}")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The path of the system's Chromium; the test is skipped where there is none."""
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium: install one (Debian: apt-get install chromium) or name it in G60_CHROMIUM")
    return path


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """A Chromium that reaches nothing but this machine."""
    with browsing(chromium_path) as chromium:
        yield chromium


@pytest.fixture(scope="session")
def visitor(browser: Browser, server: str) -> tuple[Visitor, Page]:
    """The visitor whom the tests share, and a page that stays open: it keeps the process with the compiled scripts."""
    shared = Visitor(browser)
    waiting = shared.open()
    waiting.goto(f"{server}/_stcore/health")
    return shared, waiting


@pytest.fixture
def new_page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`new_page(viewport=...)`: a page of a new visitor, with nothing remembered.

    The first page of a test is the shared visitor's, who forgets everything afterwards; any further one, and one that
    needs more than a viewport (locale, touch, permissions), has a context of its own.

    At the end no page may have asked another host for anything. A test that provokes such a
    request on purpose looks at `page.foreign_requests` and clears it.
    """
    visitors: list[Visitor] = []
    kept: list[Page] = []

    def opened(**options: Any) -> Page:
        if not visitors and options.keys() <= {"viewport"}:
            shared, waiting = request.getfixturevalue("visitor")
            visitors.append(shared)
            kept.append(waiting)
        else:
            shared, options = Visitor(browser, **options), {}
            visitors.append(shared)
        VISITORS.append(shared)
        return shared.open(**options)

    yield opened
    VISITORS.clear()
    asked = [url for visitor in visitors for url in visitor.foreign]
    for visitor in visitors[len(kept) :]:
        visitor.context.close()
    for waiting in kept:
        visitors[0].forget(waiting)
    assert asked == [], "the app asked other hosts"


@pytest.fixture(scope="module")
def editing(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """An app in which whoever sits at the machine may edit, with a record of its own."""
    folder: Path = tmp_path_factory.mktemp("record")
    return serve(env={"G60_EDIT": "local", "DATABASE_URL": f"sqlite:///{folder / 'atlas.db'}"})


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One page of a new visitor, 1440 by 900, in Chinese."""
    return new_page()


# The record's databases ------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL for all tests of a worker. Without one the tests are skipped; where CI decides, they fail."""
    if databases.programs() is None:
        words = "PostgreSQL is not installed (Debian: postgresql and its postgis package): tests over SQLite only"
        (pytest.fail if in_ci() else pytest.skip)(words)
    with databases.postgresql() as address:
        yield address


@pytest.fixture(scope="session")
def postgis_server(postgresql_server: str) -> str:
    """The same server where PostGIS is installed. Without it the tests are skipped; where CI decides, they fail."""
    if not databases.has_postgis(postgresql_server):
        words = "PostGIS is not installed (Debian: postgresql-*-postgis-3 of the server's version)"
        (pytest.fail if in_ci() else pytest.skip)(words)
    return postgresql_server


def _database(request: pytest.FixtureRequest, file: Path, like: str = "") -> Iterator[str]:
    """The address of a database for one test: a file's, or a new one of PostgreSQL, like the fixture that is named."""
    if request.param == "sqlite":
        yield f"sqlite:///{file}"
        database.forget()
    else:
        server = request.getfixturevalue("postgresql_server")
        url = databases.new_database(server, request.getfixturevalue(like) if like else "")
        yield url
        database.forget()
        databases.drop_database(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database: one run over SQLite, one over PostgreSQL."""
    yield from _database(request, tmp_path / "record" / "atlas.db")


@pytest.fixture(scope="session")
def begun_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file in which the record has begun with the shipped data: tests copy it, which takes no time."""
    file = tmp_path_factory.mktemp("begun") / "atlas.db"
    begin(FolderSource(GEODATA), f"sqlite:///{file}")
    database.forget()
    return file


@pytest.fixture(scope="session")
def begun_database(postgresql_server: str) -> str:
    """A database of PostgreSQL in which the record has begun with the shipped data, to be copied."""
    url = databases.new_database(postgresql_server)
    begin(FolderSource(GEODATA), url)
    database.forget()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def begun_url(request: pytest.FixtureRequest, tmp_path: Path, begun_file: Path) -> Iterator[str]:
    """The address of a database in which the record has begun with the shipped data, over SQLite and PostgreSQL."""
    yield from _database(request, Path(shutil.copy(begun_file, tmp_path / "atlas.db")), "begun_database")
