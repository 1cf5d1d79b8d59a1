"""`doctor` says in words what is set up, what is not, and what to do; a problem is in its exit status."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from g60.catalog.sources import FolderSource
from g60.cli import doctor as called
from g60.cli import main
from g60.contract import capacity
from g60.record import database, people, publishing, versions
from tests import databases
from tests.small_record import SmallSource, drafted

ROOT = Path(__file__).parents[1]
GEODATA = ROOT / "geodata"
SETTINGS = r"\b(?:G60_[A-Z_]+|DATABASE_(?:READ_)?URL|SOURCE_DATE_EPOCH)\b"
Told = dict[str, dict[str, str]]


@pytest.fixture
def ask(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Iterator[Callable[..., Told]]:
    """`ask(status, NAME=value)`: the findings by code, with these settings."""
    for name in ("G60_SOURCES", "G60_EDIT", "G60_BASEMAP_URL", "STREAMLIT_SERVER_COOKIE_SECRET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(called, "SECRETS", tmp_path / "secrets.toml")

    def asked(status: int, **settings: str) -> Told:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        assert main(["doctor", "--format", "json"]) == status
        told = json.loads(capsys.readouterr().out)
        assert told["problems"] == sum(one["state"] == "problem" for one in told["findings"])
        for one in told["findings"]:
            assert one["zh"]
            assert one["en"]
            assert "{" not in one["zh"] + one["en"]
        return {one["code"]: one for one in told["findings"]}

    yield asked
    database.forget()


def test_a_fresh_machine_has_nothing_to_mend(ask: Callable[..., Told], tmp_path: Path) -> None:
    told = ask(0, DATABASE_URL=f"sqlite:///{tmp_path / 'atlas.db'}")
    assert {one["state"] for one in told.values()} <= {"fine", "hint"}
    expected = {"python", "packages", "data", "database_absent", "replica_none", "signin_none", "edit_off", "fonts"}
    assert expected | {"chromium", "documents_none", "basemaps_none", "cookie_own", "postgis_sqlite"} <= told.keys()
    assert not (tmp_path / "atlas.db").exists()


def test_a_record_is_described_and_no_password_is_printed(
    ask: Callable[..., Told], database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    editor = people.local_person(database_url)
    publishing.publish(editor, drafted(editor, "海宁", database_url), "试", database_url)
    told = ask(0, DATABASE_URL=database_url.replace("postgres@", "postgres:secret-word@"))
    assert "最新版本 2" in told["record"]["zh"]
    assert "secret-word" not in json.dumps(told)
    assert told["shipped_other"]["state"] == "hint"
    assert "carriers" in told["shipped_other"]["en"]
    assert any(code.startswith("postgis") for code in told)
    assert ("journal" in told) == database_url.startswith("sqlite")
    assert main(["doctor", "--lang", "en"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Findings to mend: 0."


def test_the_shipped_data_that_the_record_began_with_is_the_same(ask: Callable[..., Told], tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'atlas.db'}"
    versions.begin(FolderSource(GEODATA), url)
    told = ask(0, DATABASE_URL=url)
    assert "shipped_same" in told
    assert "database_open" in told or not (tmp_path / "atlas.db").stat().st_mode & 0o004


def test_what_is_wrong_is_a_problem_with_a_way_on(ask: Callable[..., Told], tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'atlas.db'}"
    versions.begin(SmallSource(), url)
    database.forget()
    with sqlite3.connect(tmp_path / "atlas.db") as past:
        past.execute("DROP TRIGGER rows_no_update")
        past.execute("UPDATE rows SET cells = replace(cells, '海宁', '桐乡')")
    (tmp_path / "secrets.toml").write_text("[auth]\nredirect_uri = 'http://localhost:8501/oauth2callback'\n")
    settings = {
        "DATABASE_URL": url,
        "DATABASE_READ_URL": "postgresql://reader:secret-word@127.0.0.1:1/x",
        "G60_SOURCES": str(tmp_path / "nowhere"),
        "G60_BASEMAP_URL": "ftp://tiles/{z}/{x}/{y}",
        "G60_EDIT": "yes",
    }
    told = ask(1, **settings)
    problems = {code for code, one in told.items() if one["state"] == "problem"}
    assert {
        "record_wrong",
        "replica_trouble",
        "error_database_gone",
        "setting_G60_SOURCES",
        "signin_missing",
    } <= problems
    assert any(code.startswith("error_basemap") for code in problems)
    assert told["setting_G60_EDIT"]["state"] == "hint"
    assert "secret-word" not in json.dumps(told)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("nonsense", "error_database_address"),
        ("postgresql://x@127.0.0.1:1/x", "error_database_gone"),
        ("sqlite:///", "error_database_address"),
        ("sqlite://", "error_database_address"),
        ("sqlite:///:memory:", "error_database_address"),
        ("sqlite:///file:x?mode=memory&uri=true", "error_database_address"),
        ("mysql://x", "error_database_address"),
        (f"sqlite:///{'x' * 300}", "error_database_name"),
        ("sqlite:///a%00b.db", "error_database_name"),
        ("postgresql://atlas:Secr@tWord@127.0.0.1:1/x", "error_database_at"),
        ("postgresql://atlas:Secr@t/Word@127.0.0.1:1/x", "error_database_at"),
        ("postgresql://atlas/Secr%40tWord@127.0.0.1:1/x", "error_database_address"),
    ],
)
def test_a_database_that_cannot_be_used_is_said(ask: Callable[..., Told], url: str, code: str) -> None:
    told = ask(1, DATABASE_URL=url)
    assert {"database_trouble", code} <= told.keys()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://atlas:Secr%40tWord@127.0.0.1:1/x",
        "postgresql://atlas@127.0.0.1:1/x?password=Secr%40tWord",
        "postgresql://atlas:Secr@tWord@127.0.0.1:1/x",
        "postgresql://atlas/Secr@tWord",
    ],
)
def test_no_part_of_a_password_is_said(
    ask: Callable[..., Told], url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = json.dumps(ask(1, DATABASE_URL=url))
    monkeypatch.setenv("DATABASE_READ_URL", url)
    said += json.dumps(ask(1, DATABASE_URL="sqlite:///nowhere/a.db"))
    monkeypatch.setenv("DATABASE_URL", url)
    for call in (["versions"], ["list"], ["restore", "x.g60"]):
        assert main(call) in (1, 2)
    taken = capsys.readouterr()
    assert "tWord" not in said + taken.out + taken.err
    assert "Secr" not in said + taken.out + taken.err


def test_a_database_without_the_extension_is_told_what_its_administrator_can_do(
    ask: Callable[..., Told], postgis_server: str
) -> None:
    url = databases.new_database(postgis_server)
    database.prepare(url)
    told = ask(0, DATABASE_URL=url)
    assert "CREATE EXTENSION postgis" in told["postgis_available"]["en"]
    versions.begin(SmallSource(), url)
    assert "1" in ask(0)["postgis_used"]["zh"]


def test_the_limits_of_a_process_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("G60_SESSIONS", "900")
    monkeypatch.setattr(called, "files_allowed", lambda: 1024)
    monkeypatch.setattr(capacity, "files_allowed", lambda: 1024)
    limits, few, memory = called._limits()
    assert (limits.state, limits.values["sessions"]) == ("fine", (1024 - capacity.FILES_OWN) // capacity.FILES_EACH)
    assert (few.state, few.values["files"]) == ("hint", 1024)
    assert memory.state == "fine"
    monkeypatch.setattr(called, "memory_there_mb", lambda: 600)
    assert [one.state for one in called._limits()] == ["fine", "hint", "hint"]


def test_the_memory_of_the_machine_is_what_the_system_says() -> None:
    told = Path("/proc/meminfo")
    if not told.is_file():
        pytest.skip("this system tells its memory elsewhere")
    kilobytes = re.search(r"MemTotal:\s+(\d+) kB", told.read_text("utf-8"))
    assert kilobytes is not None
    assert called.memory_there_mb() == int(kilobytes[1]) >> 10
