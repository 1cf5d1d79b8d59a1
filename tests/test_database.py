"""Whatever is at the address of the database, one sentence says what to do, and nothing is lost."""

import os
import pickle
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from g60.cli import main
from g60.contract.errors import DatabaseError, G60Error
from g60.contract.i18n import LANGUAGES, text
from g60.record import corrections, database, drafts, people, publishing, versions
from g60.record.catalogs import Catalogs
from g60.record.corrections import Read, Words
from g60.record.database import State, has_begun, prepare, reading, state, writing
from g60.record.database_address import reading_url
from g60.record.tables import METADATA
from tests import databases
from tests.small_record import SmallSource, drafted

ROOT = Path(__file__).parents[1]
GEODATA = ROOT / "geodata"
READ = Read("lake-juanhu", "area_km2", "23.3 km²", "stated", "atlas", "unit=330481", 1, "abc")
# Eight children of a process that has loaded all they need, so that they begin within a millisecond.
AT_ONCE = """
import os, sys
from importlib import import_module
from g60.record import database
import_module("alembic.command")
import_module("sqlalchemy.dialects.sqlite" if sys.argv[1].startswith("sqlite") else "psycopg")
children = []
for _ in range(8):
    child = os.fork()
    if not child:
        try:
            database.prepare(sys.argv[1])
            os._exit(0)
        finally:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
    children.append(child)
sys.exit(sum(os.waitpid(child, 0)[1] for child in children))
"""
# The table as the release before the record made it.
EARLIER = """
CREATE TABLE corrections (
    number {serial} PRIMARY KEY, made_at VARCHAR(20) NOT NULL, session VARCHAR(64) NOT NULL,
    subject VARCHAR(200) NOT NULL, field VARCHAR(200) NOT NULL, value TEXT NOT NULL, evidence VARCHAR(20) NOT NULL,
    page VARCHAR(40) NOT NULL, permalink TEXT NOT NULL, version INTEGER NOT NULL, fingerprint VARCHAR(64) NOT NULL,
    proposed TEXT NOT NULL, reason TEXT NOT NULL, source TEXT NOT NULL, signed TEXT NOT NULL
);
CREATE INDEX ix_corrections_made_at ON corrections (made_at)
"""


def run(url: str, statement: str) -> list[tuple[object, ...]]:
    """What another program does to the database."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        path.parent.mkdir(exist_ok=True)
        with sqlite3.connect(path) as connection:
            rows = connection.execute(statement).fetchall()
        connection.close()
        return rows
    with psycopg.connect(url, autocommit=True) as served:
        cursor = served.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def told(act: Callable[[], object]) -> str:
    """The code of the error that an act ends with; it has a whole sentence in both languages."""
    with pytest.raises(G60Error) as caught:
        act()
    for lang in LANGUAGES:
        words = text(caught.value.code, lang, **caught.value.values)
        assert len(words) > 10
        assert "{" not in words
    return caught.value.code


# What is there -----------------------------------------------------------------------------------


def test_a_database_of_a_later_release_is_left_alone(database_url: str) -> None:
    prepare(database_url)
    run(database_url, "UPDATE alembic_version SET version_num = '9999'")
    database.forget()
    assert state(database_url) is State.LATER
    for act in (lambda: has_begun(database_url), lambda: people.local_person(database_url)):
        assert told(act) == "error_database_later"
    assert run(database_url, "SELECT count(*) FROM people") == [(0,)]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE invoices (id integer)",
        "CREATE TABLE corrections (a integer)",
        "CREATE TABLE alembic_version (version_num varchar(32))",
    ],
)
def test_the_database_of_another_program_is_left_alone(database_url: str, statement: str) -> None:
    run(database_url, statement)
    if "alembic" in statement:
        run(database_url, "INSERT INTO alembic_version VALUES ('ae1027a6acf')")
    assert state(database_url) is State.FOREIGN
    for act in (lambda: has_begun(database_url), lambda: versions.begin(SmallSource(), database_url)):
        assert told(act) == "error_database_foreign"
    with pytest.raises((sqlite3.OperationalError, psycopg.errors.UndefinedTable)):
        run(database_url, "SELECT * FROM versions")


@pytest.mark.parametrize("left", ["0001", ""])
def test_a_database_that_lacks_a_table_says_so_and_is_not_mended_silently(database_url: str, left: str) -> None:
    prepare(database_url)
    run(database_url, "DROP TABLE answers")
    if not left:
        run(database_url, "DELETE FROM alembic_version")
    database.forget()
    assert state(database_url) is State.BROKEN
    for act in (lambda: has_begun(database_url), lambda: versions.begin(SmallSource(), database_url)):
        assert told(act) == "error_database_broken"


def test_the_corrections_of_the_earlier_release_stay_byte_for_byte(database_url: str) -> None:
    serial = "INTEGER" if database_url.startswith("sqlite") else "SERIAL"
    for statement in EARLIER.format(serial=serial).split(";"):
        run(database_url, statement)
    words = "两行\n“理由” 'x'; -- <b>\t字" + "😀" * 40
    row = "'2026-11-21T02:00:00Z', 's', 'lake-juanhu', 'area_km2', '23.3 km²', 'stated', 'atlas', 'unit=330481', 1, 'f'"
    for number in (1, 2):
        quoted = words.replace("'", "''")
        run(database_url, f"INSERT INTO corrections VALUES ({number}, {row}, '{number}', '{quoted}', '', '张三')")
    if serial == "SERIAL":
        run(database_url, "SELECT setval('corrections_number_seq', 2)")
    before = run(database_url, "SELECT * FROM corrections ORDER BY number")
    assert state(database_url) is State.EARLIER
    assert versions.newest(database_url) == 1  # who only reads migrates nothing
    assert state(database_url) is State.EARLIER
    number = drafted(people.local_person(database_url), "海宁", database_url)
    assert number == 1
    assert state(database_url) is State.READY
    after = run(database_url, "SELECT * FROM corrections ORDER BY number")
    assert [row[:-1] for row in after] == before
    kept, count = corrections.listed(database_url)
    assert (count, kept[0].words.reason) == (2, words)
    assert corrections.add(READ, Words(reason="又一条"), session="a", url=database_url) == 3


def test_eight_processes_that_start_on_an_empty_database_make_it_once(database_url: str) -> None:
    done = subprocess.run([sys.executable, "-c", AT_ONCE, database_url], cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert state(database_url) is State.READY
    assert run(database_url, "SELECT count(*) FROM alembic_version") == [(1,)]


# What it allows ----------------------------------------------------------------------------------


def without_rights(act: Callable[[], object]) -> str:
    """The code of the error that an act ends with in a child process that is nobody, to whom permissions apply."""
    database.forget()
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        code = ""
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            act()
            code = "done"
        except G60Error as error:
            code = error.code
        except Exception as error:  # noqa: BLE001 - reported to the parent, which fails
            code = repr(error)
        finally:
            os.write(writer, pickle.dumps(code))
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as said:
        code = pickle.loads(said.read())
    os.waitpid(child, 0)
    return str(code)


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Path]:
    """A folder that everybody may reach, with a small record that only its owner may write."""
    # Of several workers each has a folder of its own between the run's and the test's.
    for folder in (tmp_path, *(one for one in tmp_path.parents if one.name.startswith(("pytest-", "popen-")))):
        folder.chmod(0o755)
    folder = tmp_path / "shared"
    folder.mkdir()
    drafted(people.local_person(f"sqlite:///{folder / 'atlas.db'}"), "海宁", f"sqlite:///{folder / 'atlas.db'}")
    database.forget()
    yield folder
    database.forget()


def test_a_file_or_folder_that_cannot_be_written_says_so(shared: Path) -> None:
    url = f"sqlite:///{shared / 'atlas.db'}"
    shared.chmod(0o777)
    (shared / "atlas.db").chmod(0o444)
    assert without_rights(lambda: people.add_person("a", "b", roles=("editor",), by=None, url=url)) == (
        "error_database_readonly"
    )
    assert without_rights(lambda: versions.versions(url)) == "done"
    for place in shared.iterdir():
        if place.name != "atlas.db":
            place.unlink()
    shared.chmod(0o555)
    assert without_rights(lambda: people.add_person("a", "b", roles=("editor",), by=None, url=url)) in (
        "error_database_readonly",
        "error_database_unopened",
    )
    other = f"sqlite:///{shared / 'new' / 'atlas.db'}"
    assert without_rights(lambda: people.local_person(other)) == "error_database_unopened"
    shared.chmod(0o755)
    assert [version.number for version in versions.versions(url)] == [1]


def test_a_writer_that_holds_the_database_too_long_is_named(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "WAIT_SECONDS", 1)
    editor = people.local_person(database_url)
    number = drafted(editor, "海宁", database_url)
    if database_url.startswith("sqlite"):
        holder: sqlite3.Connection | psycopg.Connection = sqlite3.connect(database_url.removeprefix("sqlite:///"))
        holder.execute("BEGIN IMMEDIATE")
    else:
        holder = psycopg.connect(database_url)
        holder.execute(f"SELECT pg_advisory_xact_lock({database.WRITERS})".encode())
    try:
        assert told(lambda: publishing.publish(editor, number, "试", database_url)) == "error_database_locked"
        assert [version.number for version in versions.versions(database_url)] == [1]
    finally:
        holder.rollback()
        holder.close()
    assert publishing.publish(editor, number, "试", database_url).number == 2


# Whether it answers ------------------------------------------------------------------------------


def test_a_silent_port_is_given_up_after_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert database.POSTGRESQL["connect_timeout"] <= 5
    monkeypatch.setitem(database.POSTGRESQL, "connect_timeout", 2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(1)
        began = time.monotonic()
        port = silent.getsockname()[1]
        assert told(lambda: has_begun(f"postgresql://clerk@127.0.0.1:{port}/x")) == "error_database_gone"
        assert time.monotonic() - began < 10
    database.forget()


def test_a_database_that_stops_leaves_readers_their_version_and_comes_back(
    postgresql_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("g60.record.catalogs.FOLLOW_SECONDS", 0.2)
    url = databases.new_database(postgresql_server)
    editor = people.local_person(url)
    number = drafted(editor, "海宁", url)
    held = Catalogs(GEODATA, url)
    said: list[G60Error] = []
    held.follow(said.append, lambda _: None)
    try:
        assert held.newest().version == 1
        with databases.stopped(postgresql_server):
            databases.wait_until(lambda: held.trouble == "error_database_gone")
            assert held.newest().version == 1
            assert told(lambda: publishing.publish(editor, number, "试", url)) == "error_database_gone"
        databases.wait_until(lambda: not held.trouble)
        publishing.publish(editor, number, "恢复之后", url)
        databases.wait_until(lambda: held.newest().version == 2)
        assert [error.code for error in said] == ["error_database_gone"]
    finally:
        held.leave()
        database.forget()


# A replica ---------------------------------------------------------------------------------------


@pytest.fixture
def replica(postgresql_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The primary as DATABASE_URL, and as DATABASE_READ_URL an account that can only read."""
    url = databases.new_database(postgresql_server)
    run(url, "CREATE ROLE reader LOGIN")
    run(url, "GRANT pg_read_all_data TO reader")
    run(url, "ALTER ROLE reader SET default_transaction_read_only = on")
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("DATABASE_READ_URL", url.replace("postgres@", "reader@"))
    yield url
    database.forget()
    run(url, "DROP OWNED BY reader")
    run(url, "DROP ROLE reader")


def test_reading_goes_to_the_replica_and_writing_does_not(replica: str) -> None:
    editor = people.local_person()
    number = drafted(editor, "海宁", "")
    assert publishing.publish(editor, number, "试").number == 2
    with reading() as connection:
        assert connection.scalar(sa.TextClause("SELECT current_user")) == "reader"
        with pytest.raises(sa.exc.DBAPIError):
            connection.execute(sa.TextClause("DELETE FROM drafts"))
        connection.rollback()
    with writing() as connection:
        assert connection.scalar(sa.TextClause("SELECT current_user")) == "postgres"
    with reading(current=True) as connection:
        assert connection.scalar(sa.TextClause("SELECT current_user")) == "postgres"
    assert Catalogs(GEODATA).newest().version == 2


def test_who_edits_is_not_held_up_by_a_replica_that_lags(
    replica: str, postgresql_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = databases.new_database(postgresql_server)
    versions.begin(SmallSource(), stale)
    monkeypatch.setenv("DATABASE_READ_URL", stale)
    editor = people.add_person("zhang", "张三", roles=("publisher",), by=None)
    number = drafted(editor, "海宁", "")
    assert [draft.number for draft in drafts.drafts(editor)] == [number]
    assert Catalogs(GEODATA).draft(editor, number).prepared.newest == 1
    assert publishing.publish(editor, number, "试").number == 2
    assert publishing.restore(editor, 1, "又回").number == 3
    assert versions.newest() == 1  # the replica has not got it yet
    assert [person.account for person in people.people()] == ["zhang"]
    with pytest.raises(DatabaseError):
        people.add_person(
            "li", "李四", roles=("clerk",), units=("330481",), by=None, url=replica.replace("postgres@", "reader@")
        )


def test_what_is_written_goes_to_the_database_that_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    primary, replica = (f"sqlite:///{tmp_path / name}" for name in ("primary.db", "replica.db"))
    monkeypatch.setenv("DATABASE_URL", primary)
    monkeypatch.setenv("DATABASE_READ_URL", replica)
    people.add_person("editor", "王伟", roles=("editor",), by=None, url=reading_url())
    assert not (tmp_path / "replica.db").exists()
    assert [person.name for person in people.people(primary)] == ["王伟"]
    database.forget()


def test_the_migrations_make_the_tables_that_the_program_knows(database_url: str) -> None:
    database.prepare(database_url)
    with database.reading(database_url) as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
    # PostGIS brings tables of its own, and the geometry is no part of the record.
    other = {"remove_table", "remove_index"}
    assert [one for one in differences if not (isinstance(one, tuple) and one[0] in other)] == []


@pytest.mark.parametrize("name", ["", "/", "/:memory:", f"/{'x' * 300}", "/a%00b.db"])
def test_what_would_be_lost_is_not_entered(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite://{name}")
    for call in (
        ["set", "lake-juanhu", "area_km2", "24", "--source", "S", "--locator", "L"],
        ["list"],
        ["show", "lake-juanhu"],
        ["versions"],
        ["backup", "-o", "x.g60"],
    ):
        assert main(call) == 1
        assert "DATABASE_URL" in capsys.readouterr().err
