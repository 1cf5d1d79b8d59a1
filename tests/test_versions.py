"""Versions, differences and history: as the command line prints them, and as any day is asked again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.cli import main
from g60.contract.errors import DatabaseError, RefusedError
from g60.record import database, drafts, editing, history, meetings, people, publishing, versions
from g60.record.as_of import as_of
from g60.record.catalogs import Catalogs
from g60.record.database import forget
from g60.record.editing import Cell, Given
from g60.record.people import VISITOR, Person
from g60.record.rows import Place
from g60.record.tables import ANSWERS, APPEND_ONLY, CORRECTIONS
from g60.record.versions import RecordSource
from tests import databases

GEODATA = Path(__file__).parents[1] / "geodata"
SHIPPED = FolderSource(GEODATA)
REPORTED = Given("reported", "海宁市统计月报", "第3页")
ROW_KEYS = ["subject", "field", "before", "after", "version", "at", "who", "why", "source"]
VERSION_KEYS = ["version", "at", "who", "why", "fingerprint", "added", "changed", "removed"]


@pytest.fixture
def editor(database_url: str) -> Person:
    return people.local_person(database_url)


def publish(editor: Person, url: str, *values: tuple[str, str, str], why: str = "月报") -> int:
    """A version with these values: subject, field, value."""
    number = drafts.start(editor, "x", SHIPPED, url)
    for subject, field, value in values:
        editing.set_value(editor, number, Cell(subject, field), value, REPORTED, url)
    return publishing.publish(editor, number, why, url).number


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    said = capsys.readouterr()
    return status, said.out, said.err


# The command line ------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def record(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A record of three versions: 鹃湖's area becomes 24, then its positioning another."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('record') / 'atlas.db'}"
    else:
        url = databases.new_database(request.getfixturevalue("postgresql_server"))
    editor = people.local_person(url)
    publish(editor, url, ("lake-juanhu", "area_km2", "24"), why="月报更新")
    publish(editor, url, ("lake-juanhu", "positioning_zh", "示范区"), why="改写定位")
    return url


@pytest.fixture
def recorded(record: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same, named by the environment."""
    monkeypatch.setenv("DATABASE_URL", record)
    return record


def test_versions_prints_the_agreed_rows(recorded: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "versions", "--format", "json")
    rows = json.loads(out)
    assert status == 0
    assert all(list(row) == VERSION_KEYS for row in rows)
    assert [(row["version"], row["why"]) for row in rows] == [(3, "改写定位"), (2, "月报更新"), (1, "")]
    assert rows[2]["changed"] == 0
    assert rows[0]["changed"] > 0
    status, out, _ = run(capsys, "versions")
    assert [line.partition(" | ")[0] for line in out.splitlines()] == ["3", "2", "1"]


def test_diff_prints_the_agreed_rows_in_both_directions(recorded: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "diff", "1", "3", "--format", "json")
    forth = json.loads(out)
    assert status == 0
    assert all(list(row) == ROW_KEYS for row in forth)
    lake = {row["field"]: row for row in forth if row["subject"] == "lake-juanhu"}
    assert (lake["area_km2"]["before"], lake["area_km2"]["after"], lake["area_km2"]["version"]) == ("23.3", "24", 2)
    assert lake["positioning_zh"]["why"] == "改写定位"
    assert "第3页" in lake["area_km2"]["source"]
    _, out, _ = run(capsys, "diff", "3", "1", "--format", "json")
    back = json.loads(out)
    assert [(row["after"], row["before"]) for row in back] == [(row["before"], row["after"]) for row in forth]
    day = versions.local_time(versions.versions(recorded)[0].at)[:10]
    _, out, _ = run(capsys, "diff", "1", day, "--format", "json")
    assert json.loads(out) == forth
    status, out, _ = run(capsys, "diff", "3", "3")
    assert (status, len(out.splitlines())) == (0, 1)


def test_history_tells_every_value_of_a_field(recorded: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "history", "lake-juanhu", "area_km2", "--format", "json")
    rows = json.loads(out)
    assert status == 0
    assert [(row["before"], row["after"], row["version"]) for row in rows] == [(None, "23.3", 1), ("23.3", "24", 2)]
    _, out, _ = run(capsys, "history", "lake-juanhu")
    assert "23.3 → 24" in out
    assert "示范区" in out
    status, out, err = run(capsys, "history", "nobody")
    assert (status, out) == (2, "")
    assert "nobody" in err


@pytest.mark.parametrize("call", [("show", "lake-juanhu"), ("list",), ("compare", "lake-juanhu", "lake-tianehu")])
def test_a_call_can_ask_for_an_earlier_version(
    recorded: str, capsys: pytest.CaptureFixture[str], call: tuple[str, ...]
) -> None:
    json_asked = ("--format", "json")
    _, newest, _ = run(capsys, *call, *json_asked)
    _, earlier, _ = run(capsys, *call, *json_asked, "--at", "1")
    assert (json.loads(newest)["version"], json.loads(earlier)["version"]) == (3, 1)
    assert "23.3" in earlier
    assert "23.3" not in newest.partition('"lake-tianehu"')[0]


REFUSED = ("9", "2020-01-01", "yesterday", "1 OR 1=1", "0")


@pytest.mark.parametrize(
    "call",
    [
        ("show", "lake-juanhu"),
        ("list",),
        ("compare", "lake-juanhu", "lake-tianehu"),
        ("indicators",),
        ("tasks",),
        ("brief", "lake-juanhu", "-o", "unwritten"),
        ("render", "-o", "unwritten"),
        ("slides", "-o", "unwritten"),
        ("pack", "-o", "unwritten"),
    ],
)
def test_a_version_that_was_never_is_refused(
    recorded: str, capsys: pytest.CaptureFixture[str], call: tuple[str, ...]
) -> None:
    for asked in REFUSED:
        status, out, err = run(capsys, *call, "--at", asked)
        assert (status, out) == (2, "")
        assert err.strip()
    assert not Path("unwritten").exists()


def test_before_the_record_begins_there_is_one_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    _, out, _ = run(capsys, "versions", "--format", "json")
    assert [row["version"] for row in json.loads(out)] == [1]
    _, out, _ = run(capsys, "history", "lake-juanhu", "area_km2", "--format", "json")
    (row,) = json.loads(out)
    assert (row["before"], row["after"], row["version"], row["source"]) == (None, "23.3", 1, "plan 表3 第4行")
    assert not (tmp_path / "none.db").exists()


# Days and clocks -------------------------------------------------------------------------------


def test_a_database_without_versions_leaves_the_shipped_data(editor: Person, database_url: str) -> None:
    assert editor.id
    assert len(Catalogs(GEODATA, database_url).newest().entities) == 86


def test_a_day_ends_at_midnight_in_jiaxing(editor: Person, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter(("2026-11-26T15:59:59Z", "2026-11-26T16:00:00Z", "2026-11-27T15:59:59Z", "2026-11-27T16:00:00Z"))
    monkeypatch.setattr(versions, "now", lambda after="": next(times))
    versions.begin(SHIPPED, database_url)  # the last second of the 26th in Jiaxing
    for value in ("24", "25", "26"):
        publish(editor, database_url, ("lake-juanhu", "area_km2", value))
    on = {day: versions.version_at(f"2026-11-{day}", database_url) for day in (26, 27, 28, 29)}
    assert on == {26: 1, 27: 3, 28: 4, 29: 4}
    assert versions.local_time("2026-11-26T16:00:00Z") == "2026-11-27 00:00"
    with pytest.raises(RefusedError) as caught:
        versions.version_at("2026-11-25", database_url)
    assert caught.value.values["first"] == "2026-11-26"


def test_a_clock_that_runs_backwards_keeps_the_order(
    editor: Person, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock:
        times = iter((datetime(2026, 11, 27, 8, tzinfo=UTC), datetime(2026, 11, 20, 8, tzinfo=UTC)) * 40)

        @classmethod
        def now(cls, zone: object) -> datetime:
            return next(cls.times)

    monkeypatch.setattr(database, "datetime", Clock)
    for value in ("24", "25", "26"):
        publish(editor, database_url, ("lake-juanhu", "area_km2", value))
    known = versions.versions(database_url)
    assert [version.number for version in known] == [4, 3, 2, 1]
    times = [version.at for version in known]
    assert times == sorted(times, reverse=True)
    assert versions.version_at("2026-11-27", database_url) == 4


# Meetings ----------------------------------------------------------------------------------------


def test_a_record_of_an_earlier_release_is_read_at_once(editor: Person, database_url: str) -> None:
    publish(editor, database_url, ("lake-juanhu", "area_km2", "24"))
    with database.writing(database_url) as connection:
        for table in ("meetings", "imports", "import_answers"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    forget()
    assert versions.newest(database_url) == 2
    assert meetings.meetings(database_url) == []


def test_a_meeting_marks_the_version_that_it_saw(editor: Person, database_url: str) -> None:
    for value in ("24", "25"):
        publish(editor, database_url, ("lake-juanhu", "area_km2", value))
    meetings.mark_meeting(editor, 1, "十一月\n例会", database_url)
    meetings.mark_meeting(editor, 2, "专题会", database_url)
    assert [(one.version, one.words) for one in meetings.meetings(database_url)] == [(2, "专题会"), (1, "十一月 例会")]
    meetings.mark_meeting(editor, 2, "", database_url, held=False)
    assert [one.version for one in meetings.meetings(database_url)] == [1]
    for person, version, words in ((VISITOR, 1, ""), (editor, 9, ""), (editor, 0, ""), (editor, 1, "会" * 201)):
        with pytest.raises(RefusedError):
            meetings.mark_meeting(person, version, words, database_url)


def test_what_was_written_is_never_changed(editor: Person, database_url: str) -> None:
    number = drafts.start(editor, "x", SHIPPED, database_url)
    editing.add_document(editor, number, "report", {"title_zh": "月报"}, "正文", database_url)
    meetings.mark_meeting(editor, 1, "例会", database_url)
    texts = ("session", "subject", "field", "value", "evidence", "page", "permalink", "fingerprint")
    words = ("proposed", "reason", "source", "signed")
    with database.writing(database_url) as connection:
        kept = dict.fromkeys((*texts, *words), "x") | {"made_at": "2026-11-27T00:00:00Z", "version": 1}
        connection.execute(CORRECTIONS.insert().values(**kept))
        connection.execute(ANSWERS.insert().values(correction=1, at=kept["made_at"], state="asked", words="?"))
    for table in APPEND_ONLY:
        with database.reading(database_url) as connection:
            assert connection.scalar(sa.select(sa.func.count()).select_from(table)), table.name
        column = next(iter(table.columns)).name
        for act in (f"UPDATE {table.name} SET {column} = {column}", f"DELETE FROM {table.name}"):
            with pytest.raises(DatabaseError) as caught:
                _run(database_url, act)
            assert "never changed or removed" in str(caught.value.values), act


def _run(url: str, statement: str) -> None:
    with database.writing(url) as connection:
        connection.exec_driver_sql(statement)


# The catalog of another version ------------------------------------------------------------------


def test_an_earlier_catalog_is_the_same_whether_loaded_or_made_from_a_later_one(
    editor: Person, database_url: str
) -> None:
    publish(editor, database_url, ("lake-juanhu", "area_km2", "24"), ("carrier-05", "address_zh", "祥符荡路1号"))
    number = drafts.start(editor, "x", SHIPPED, database_url)
    editing.remove_row(editor, number, Place("carriers", "body-60"), database_url)
    editing.set_value(editor, number, Cell("target-001", "value"), "9", REPORTED, database_url)
    publishing.publish(editor, number, "删去", database_url)
    publishing.restore(editor, 1, "有误", database_url)
    catalogs = Catalogs(GEODATA, database_url)
    newest = catalogs.newest()
    for version in (3, 2, 1):
        loaded = Catalog.load(RecordSource(version, database_url), version)
        made = as_of(newest, version, database_url)
        assert made is not None
        _same(made, loaded)
        again = as_of(made, 4, database_url)
        assert again is not None
        _same(again, newest)
        _same(catalogs.version(version), loaded)


def _same(one: Catalog, other: Catalog) -> None:
    assert (one.version, one.fingerprint, dict(one.terms)) == (other.version, other.fingerprint, dict(other.terms))
    assert list(one.citations.items()) == list(other.citations.items())
    frames = ("all_areas", "all_carriers", "reference", "water", "units", "industries", "sources")
    pairs = [(getattr(one, name), getattr(other, name)) for name in frames]
    pairs += [
        (getattr(one.tables, name), getattr(other.tables, name)) for name in vars(one.tables) if name != "rows_about"
    ]
    for made, loaded in pairs:
        pd.testing.assert_frame_equal(made, loaded)


# Restored values -------------------------------------------------------------------------------


def test_a_restored_value_has_all_its_history(editor: Person, database_url: str) -> None:
    publish(editor, database_url, ("lake-juanhu", "area_km2", "24"))
    publish(editor, database_url, ("lake-juanhu", "area_km2", "25"))
    publishing.restore(editor, 2, "25有误", database_url)
    told = [
        (one.before, one.after, one.version, one.why)
        for one in history.history("lake-juanhu", "area_km2", database_url)
    ]
    assert told == [
        (None, "23.3", 1, ""),
        ("23.3", "24", 2, "月报"),
        ("24", "25", 3, "月报"),
        ("25", "24", 4, "25有误"),
    ]
    assert history.diff(2, 4, database_url) == []
    assert {one.after for one in history.diff(3, 4, database_url) if one.field != "geometry"} == {"24"}
    known = {version.number: version.fingerprint for version in versions.versions(database_url)}
    assert known[4] == known[2]
    assert len(set(known.values())) == 3


def test_the_evidence_of_a_value_is_told_by_its_own_source(editor: Person, database_url: str) -> None:
    number = drafts.start(editor, "x", SHIPPED, database_url)
    cell = Cell("lake-juanhu", "area_km2")
    editing.set_value(editor, number, cell, "23.3", REPORTED._replace(locator="第9页"), database_url)
    publishing.publish(editor, number, "改出处", database_url)
    (change,) = [one for one in history.diff(1, 2, database_url) if one.subject == "lake-juanhu"]
    assert change.field == "evidence:area_km2"
    assert change.source.endswith("第9页")
    (_, last) = history.history("lake-juanhu", "area_km2", database_url)
    assert last.source.endswith("第9页")


@pytest.fixture(autouse=True)
def closed_connections() -> object:
    yield
    forget()
