"""What people enter survives: a process that is killed, a disk that is full, twenty editors at once."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from g60.contract.errors import ConflictError, DatabaseError
from g60.contract.i18n import LANGUAGES, text
from g60.record import database, drafts, editing, people, publishing, versions
from g60.record.backup import wrong_versions
from g60.record.editing import Cell
from g60.record.tables import EDITS
from tests.disks import small_disk
from tests.editors import CELLS, DRAFTS
from tests.small_record import REPORTED, SmallSource, drafted

ROOT = Path(__file__).parents[1]
# `make soak` asks for two hundred.
KILLS = int(os.environ.get("G60_KILLS", "25"))
EDITORS, PROCESSES, EDITS_EACH = 20, 2, 50
DISK_SIZES = 16


def run(module: str, *arguments: object) -> subprocess.Popen[str]:
    call = [sys.executable, "-m", module, *map(str, arguments)]
    return subprocess.Popen(call, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str]) -> object:
    out, errors = process.communicate(timeout=900)
    assert process.returncode == 0, errors[-2000:]
    return json.loads(out)


def test_killed_at_any_moment_of_a_publication_the_old_version_or_the_new_one_is_there_whole(database_url: str) -> None:
    told = said(run("tests.kills", database_url, KILLS, 60))
    assert isinstance(told, dict)
    assert told["wrong"] == []
    assert told["fingerprints"] == []
    assert told["open"] + told["published"] == KILLS
    # Some kills came before the commit and some after it.
    assert min(told["open"], told["published"]) > 0


# A full disk -------------------------------------------------------------------------------------


@contextmanager
def room(folder: Path, content: Path, kilobytes: int) -> Iterator[tuple[str, bool]]:
    """The address of a copy of a database on a disk with so much room beside it, and whether the disk is real.

    Where none can be mounted, SQLite itself is told to stop at that size.
    """
    size = -(-content.stat().st_size // 4096) * 4 + kilobytes
    with small_disk(folder, size) as disk:
        shutil.copyfile(content, folder / "atlas.db")
        url = f"sqlite:///{folder / 'atlas.db'}"
        if disk is not None:
            yield url, True
            return

        def limit(connection: sqlite3.Connection, _: object) -> None:
            connection.execute(f"PRAGMA max_page_count = {size // 4}")

        sa.event.listen(sa.pool.Pool, "connect", limit)
        try:
            yield url, False
        finally:
            sa.event.remove(sa.pool.Pool, "connect", limit)
            database.forget()


def test_on_a_full_disk_a_publication_is_refused_with_a_word_and_can_be_repeated(tmp_path: Path) -> None:
    content = tmp_path / "whole.db"
    url = f"sqlite:///{content}"
    editor = people.local_person(url)
    number = drafted(editor, "海宁", url)
    editing.set_value(editor, number, Cell("lake-juanhu", "concept_zh"), "长" * 15_000, REPORTED, url)
    before = versions.versions(url)
    database.forget()
    outcomes: Counter[str] = Counter()
    for place in range(DISK_SIZES):
        with room(tmp_path / "disk", content, 12 * place) as (full, real):
            code, words = "published", []
            try:
                publishing.publish(editor, number, "试", full)
            except DatabaseError as refused:
                code = refused.code
                words = [text(refused.code, lang, **refused.values) for lang in LANGUAGES]
            assert code == "published" or all(words)
            outcomes[code] += 1
            database.forget()
            if real:
                subprocess.run(["mount", "-o", "remount,size=50m", str(tmp_path / "disk")], check=True)
            assert versions.versions(full)[-1] == before[0]
            assert wrong_versions(full) == []
            state = drafts.draft(editor, number, full).state
            assert state == ("published" if code == "published" else "open")
            if real and state == "open":
                assert publishing.publish(editor, number, "又试", full).number == 2
    assert outcomes.keys() <= {"published", "error_database_full", "error_database_disk", "error_database_unopened"}
    assert outcomes["published"] >= 1
    assert outcomes["error_database_full"] >= 3


# Twenty editors ----------------------------------------------------------------------------------


def test_of_twenty_editors_at_once_every_accepted_edit_is_kept_and_every_refused_one_was_told(
    database_url: str,
) -> None:
    url = database_url
    local = people.local_person(url)
    for editor in range(EDITORS):
        people.add_person(f"editor-{editor}", f"编辑 {editor}", roles=("editor",), by=None, url=url)
    for place in range(DRAFTS):
        drafts.start(local, f"共用 {place}", SmallSource(), url)
    each = EDITORS // PROCESSES
    running = [run("tests.editors", url, first, each, EDITS_EACH) for first in range(0, EDITORS, each)]
    told = [one for process in running for one in said(process)]  # type: ignore[attr-defined]
    assert len(told) == EDITORS * EDITS_EACH
    accepted = {(one["draft"], one["step"]): one for one in told if "step" in one}
    refused = Counter(one["refused"] for one in told if "refused" in one)
    assert refused.keys() <= {"error_cell_changed"}
    assert len(accepted) + refused.total() == len(told)
    assert len(accepted) > len(told) // 4
    with database.reading(url) as connection:
        asked = sa.select(EDITS).where(EDITS.c.field == "name_zh").order_by(EDITS.c.draft, EDITS.c.step)
        kept = connection.execute(asked).mappings().all()
    assert {(row["draft"], row["step"]) for row in kept} == set(accepted)
    last: dict[object, str] = {}
    for row in kept:
        one = accepted[row["draft"], row["step"]]
        assert (row["key"], row["before"], row["after"]) == (one["unit"], one["before"], one["after"])
        # Nobody's value was overwritten unseen: each edit begins with what the one before it left.
        assert last.setdefault((row["draft"], row["key"]), row["before"]) == row["before"]
        last[row["draft"], row["key"]] = row["after"]
    _publish_all(local, last, url)


def _publish_all(local: people.Person, last: dict[object, str], url: str) -> None:
    """The first draft is published; the others have changed the same cells, and every one is told so."""
    assert publishing.publish(local, 1, "先", url).number == 2
    for number in range(2, DRAFTS + 1):
        with pytest.raises(ConflictError) as caught:
            publishing.publish(local, number, "后", url)
        theirs = {one.place.key: one.theirs for one in caught.value.disagreements if one.field == "name_zh"}
        assert theirs == {unit: last[1, unit] for unit, _ in CELLS}
    assert wrong_versions(url) == []
