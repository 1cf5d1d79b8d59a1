"""The next release over the present database, and the way back: nothing is lost, and nobody works on the wrong one.

The next release is a copy of the program with one migration more: a table, a column, and values for the rows that are
there.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from g60.contract.errors import DatabaseError
from g60.contract.i18n import text
from g60.record import corrections, database, drafts, people, publishing, versions
from g60.record.backup import backup, restore, wrong_versions
from g60.record.corrections import Read, Words
from g60.record.database import State, state
from g60.record.migrations import HEAD
from g60.record.tables import METADATA
from tests import databases
from tests.small_record import drafted
from tests.test_database import run

ROOT = Path(__file__).parents[1]
READ = Read("lake-juanhu", "area_km2", "23.3 km²", "stated", "atlas", "unit=330481", 1, "abc")
NEXT = f"{int(HEAD) + 1:04}"
MIGRATION = f'''
"""Rooms in which meetings are held."""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{NEXT}", "{HEAD}", None, None


def upgrade() -> None:
    op.create_table("rooms", sa.Column("number", sa.Integer, primary_key=True), sa.Column("name", sa.Text))
    op.add_column("people", sa.Column("room", sa.Integer, nullable=False, server_default="7"))
    op.execute("UPDATE people SET room = 8")
    # what goes wrong stands here
'''
BREAKS_OFF = "    raise RuntimeError('the machine fell over')\n"
# What the next release does at once: it reads, which migrates a record, then it publishes.
WORKS = """
import sys
from g60.record import people, publishing, versions
from tests.small_record import drafted
url = sys.argv[1]
assert versions.newest(url) == 2
editor = people.local_person(url)
print(publishing.publish(editor, drafted(editor, "下一版", url), "升级之后", url).number)
"""
# The first entry after an upgrade does no more than this before it.
MIGRATES = "import sys; from g60.record.database import prepare; prepare(sys.argv[1])"
BACKS_UP = """
import sys
from pathlib import Path
from g60.record.backup import backup
backup(Path({file!r}), sys.argv[1])
"""


@pytest.fixture(scope="module")
def next_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the next release's program."""
    folder = tmp_path_factory.mktemp("next")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    migrations = folder / "src/g60/record/migrations"
    (migrations / "versions" / f"{NEXT}_rooms.py").write_text(MIGRATION, "utf-8")
    head = migrations / "__init__.py"
    head.write_text(head.read_text("utf-8").replace(HEAD, NEXT), "utf-8")
    return folder


@pytest.fixture
def recorded(database_url: str) -> str:
    """A record of this release: two versions, an open draft, a correction."""
    editor = people.local_person(database_url)
    publishing.publish(editor, drafted(editor, "海宁", database_url), "改名", database_url)
    drafted(editor, "海宁市（草稿）", database_url)
    corrections.add(READ, Words(reason="理由"), session="a", url=database_url)
    return database_url


def at_next(folder: Path, code: str, url: str) -> subprocess.CompletedProcess[str]:
    """Run a piece of Python with the next release's program."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(folder / "src"), str(ROOT)))}
    call = [sys.executable, "-c", code, url]
    return subprocess.run(call, capture_output=True, text=True, env=env, cwd=folder, check=False)


def called(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A call of this release's command line."""
    env = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(ROOT / "src")}
    call = [sys.executable, "-m", "g60", *arguments]
    return subprocess.run(call, capture_output=True, text=True, env=env, cwd=ROOT, check=False)


def fingerprints(url: str) -> dict[int, str]:
    return {version.number: version.fingerprint for version in versions.versions(url)}


def all_rows(url: str) -> list[object]:
    """Every row of every table that this release knows, in the columns that it knows."""
    with database.reading(url) as connection:
        return [sorted(map(str, connection.execute(table.select()))) for table in METADATA.sorted_tables]


def empty_place(url: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    if url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'back' / 'atlas.db'}"
    return databases.new_database(request.getfixturevalue("postgresql_server"))


def test_the_next_release_works_on_and_the_way_back_is_the_backup(
    recorded: str, next_release: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    before, kept = fingerprints(recorded), all_rows(recorded)
    backup(tmp_path / "before.g60", recorded)

    done = at_next(next_release, WORKS, recorded)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "3"
    assert run(recorded, "SELECT DISTINCT room FROM people") == [(8,)]
    assert run(recorded, "SELECT count(*) FROM rooms") == [(0,)]
    assert run(recorded, "SELECT version_num FROM alembic_version") == [(NEXT,)]
    assert len(run(recorded, "SELECT number FROM versions")) == 3

    # This release, started over it, says what to do and touches nothing.
    said = called(recorded, "versions")
    assert said.returncode == 1
    assert text("error_database_later", "zh") in said.stderr
    assert "Traceback" not in said.stderr
    told = called(recorded, "doctor", "--lang", "en")
    assert text("error_database_later", "en") in told.stdout
    # Its backup, made with the next release, is not taken for one of this release.
    made = at_next(next_release, BACKS_UP.format(file=str(tmp_path / "after.g60")), recorded)
    assert made.returncode == 0, made.stderr
    place = empty_place(recorded, tmp_path, request)
    refused = called(place, "restore", str(tmp_path / "after.g60"))
    assert refused.returncode != 0
    assert text("error_database_later", "zh") in refused.stderr

    # The way back: the backup from before, in a place of its own; the record goes on where it was.
    database.forget()
    restore(tmp_path / "before.g60", place)
    assert fingerprints(place) == before
    assert all_rows(place) == kept
    assert wrong_versions(place) == []
    editor = people.local_person(place)
    assert publishing.publish(editor, drafts.drafts(editor, place)[0].number, "回到旧版", place).number == 3


def test_an_upgrade_that_breaks_off_leaves_the_database_as_it_was(
    recorded: str, next_release: Path, tmp_path: Path
) -> None:
    broken = shutil.copytree(next_release, tmp_path / "broken")
    path = broken / "src/g60/record/migrations/versions" / f"{NEXT}_rooms.py"
    path.write_text(MIGRATION + BREAKS_OFF, "utf-8")
    before, kept = fingerprints(recorded), all_rows(recorded)
    done = at_next(broken, MIGRATES, recorded)
    assert done.returncode != 0
    assert "fell over" in done.stderr
    database.forget()
    assert state(recorded) is State.READY
    assert (fingerprints(recorded), all_rows(recorded)) == (before, kept)
    again = at_next(next_release, MIGRATES, recorded)
    assert again.returncode == 0, again.stderr


def test_a_process_of_this_release_that_still_runs_enters_nothing_after_the_upgrade(
    recorded: str, next_release: Path
) -> None:
    editor = people.local_person(recorded)
    assert at_next(next_release, MIGRATES, recorded).returncode == 0
    count = run(recorded, "SELECT count(*) FROM drafts")
    with pytest.raises(DatabaseError, match="error_database_later"):
        drafted(editor, "旧版还在运行", recorded)
    assert run(recorded, "SELECT count(*) FROM drafts") == count
    assert versions.newest(recorded) == 2  # it goes on showing what is published
