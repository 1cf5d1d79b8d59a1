"""A backup is made while people work, comes back with the same fingerprints, and never over what is there."""

import json
import os
import sqlite3
import threading
import zipfile
from pathlib import Path

import pytest

from g60.cli import main
from g60.contract.errors import DatabaseError, ReadError, RefusedError, WriteError
from g60.contract.i18n import text
from g60.record import corrections, database, drafts, history, imports, people, publishing, remembered, versions
from g60.record.backup import ABOUT, CONTENT, backup, look, restore, wrong_versions
from g60.record.corrections import Read, Words
from g60.record.intake.examine import Outcome
from g60.record.intake.findings import Answers, Finding, Reply, Settled
from tests import databases
from tests.disks import small_disk
from tests.small_record import SmallSource, drafted

READ = Read("lake-juanhu", "area_km2", "23.3 km²", "stated", "atlas", "unit=330481", 1, "abc")


@pytest.fixture
def recorded(database_url: str) -> str:
    """A small record: two versions, an open draft, an open import, a correction."""
    editor = people.local_person(database_url)
    publishing.publish(editor, drafted(editor, "海宁", database_url), "改名", database_url)
    drafted(editor, "海宁市（草稿）", database_url)
    importing(editor, database_url)
    corrections.add(READ, Words(reason="理由"), session="a", url=database_url)
    return database_url


def empty_place(url: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    if url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'restored' / 'atlas.db'}"
    return databases.new_database(request.getfixturevalue("postgresql_server"))


def fingerprints(url: str) -> dict[int, str]:
    return {version.number: version.fingerprint for version in versions.versions(url)}


def contents(url: str) -> object:
    editor = people.local_person(url)
    (draft,) = drafts.drafts(editor, url)
    told = [change.as_json() for change in history.history("330481", url=url)]
    (held,) = imports.open_imports(editor, url)
    kept = (held, imports.data_of(editor, held.number, url), remembered.remembered("zx", "", url))
    return fingerprints(url), draft, drafts.steps(editor, draft.number, url), told, corrections.listed(url), kept


def importing(editor: people.Person, url: str) -> None:
    """An import that is open, and an answer that its list remembers."""
    held = imports.start(editor, "zx", "清单.csv", b"\x00\xff" * 1000, url)
    imports.answer(editor, held.number, Answers(columns={"MC": "name_zh"}), url)
    outcome = Outcome("清单.csv")
    outcome.settled.append(Settled(Finding("question", "column_guess", value="MC"), Reply("name_zh")))
    with database.writing(url) as connection:
        remembered.remember_in(connection, editor, "zx", outcome)


def test_what_comes_back_is_what_was_there_and_goes_on(
    recorded: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    file = tmp_path / "backup.g60"
    assert backup(file, recorded).newest == 2
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".g60")] == []
    place = empty_place(recorded, tmp_path, request)
    assert dict(restore(file, place).versions) == fingerprints(recorded)
    assert contents(place) == contents(recorded)
    assert wrong_versions(place) == []
    editor = people.local_person(place)
    published = publishing.publish(editor, drafts.drafts(editor, place)[0].number, "恢复之后", place)
    assert published.number == 3
    assert drafted(editor, "又一份", place) == 3
    assert corrections.add(READ, Words(reason="又一条"), session="b", url=place) == 2
    with pytest.raises(DatabaseError), database.writing(place) as connection:
        connection.exec_driver_sql("DELETE FROM rows")


def test_a_backup_of_sqlite_goes_into_postgresql(tmp_path: Path, postgresql_server: str) -> None:
    url = f"sqlite:///{tmp_path / 'atlas.db'}"
    editor = people.local_person(url)
    publishing.publish(editor, drafted(editor, "海宁", url), "改名", url)
    drafted(editor, "海宁市（草稿）", url)
    importing(editor, url)
    corrections.add(READ, Words(reason="理由"), session="a", url=url)
    backup(tmp_path / "b.g60", url)
    place = databases.new_database(postgresql_server)
    restore(tmp_path / "b.g60", place)
    assert contents(place) == contents(url)
    assert wrong_versions(place) == []
    assert drafted(people.local_person(place), "又一份", place) == 3
    assert people.add_person("zhang@example.org", "张三", roles=("editor",), by=None, url=place).id == 2
    backup(tmp_path / "p.g60", place)
    with pytest.raises(RefusedError, match="error_restore_kind"):
        restore(tmp_path / "p.g60", f"sqlite:///{tmp_path / 'other.db'}")
    database.forget()


def test_a_backup_while_people_publish_holds_whole_versions(
    recorded: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    editor = people.local_person(recorded)
    stop = threading.Event()
    published: list[int] = []

    def publish() -> None:
        while not stop.is_set() or not published:
            number = drafted(editor, f"名称 {len(published)}", recorded)
            published.append(publishing.publish(editor, number, "忙", recorded).number)

    worker = threading.Thread(target=publish)
    worker.start()
    files = [tmp_path / f"{number}.g60" for number in range(4)]
    try:
        held = [backup(file, recorded) for file in files]
    finally:
        stop.set()
        worker.join()
    known = fingerprints(recorded)
    for about in held:
        assert dict(about.versions).items() <= known.items()
    place = empty_place(recorded, tmp_path, request)
    restore(files[-1], place)
    assert fingerprints(place) == dict(held[-1].versions)
    assert wrong_versions(place) == []


def test_nothing_is_restored_over_a_record(recorded: str, tmp_path: Path) -> None:
    backup(tmp_path / "b.g60", recorded)
    before = contents(recorded)
    with pytest.raises(RefusedError, match="error_restore_not_empty"):
        restore(tmp_path / "b.g60", recorded)
    assert contents(recorded) == before


def test_a_log_without_its_database_is_not_applied_to_another(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'atlas.db'}"
    drafted(people.local_person(url), "海宁", url)
    backup(tmp_path / "b.g60", url)
    place = tmp_path / "elsewhere" / "atlas.db"
    place.parent.mkdir()
    place.with_name("atlas.db-wal").write_bytes(b"x" * 5000)
    with pytest.raises(RefusedError, match="error_restore_not_empty"):
        restore(tmp_path / "b.g60", f"sqlite:///{place}")
    database.forget()


def spoiled(file: Path, how: str) -> None:
    content = file.read_bytes()
    if how == "cut":
        file.write_bytes(content[: len(content) // 2])
    elif how == "a changed byte":
        middle = len(content) // 2
        file.write_bytes(content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :])
    elif how == "another program's zip":
        with zipfile.ZipFile(file, "w") as other:
            other.writestr("word/document.xml", "<x/>")
    elif how == "no zip":
        file.write_text("会议纪要" * 1000)
    elif how == "a changed row":
        _change_a_row(file)
    else:
        file.unlink()


def _change_a_row(file: Path) -> None:
    """As one would who unpacks the backup and changes a value, the checksum too."""
    import hashlib

    with zipfile.ZipFile(file) as packed:
        about, content = json.loads(packed.read(ABOUT)), packed.read(CONTENT)
    assert content.count(b'"area_km2":"23.3"') == 1
    content = content.replace(b'"area_km2":"23.3"', b'"area_km2":"23.9"')
    about["sha256"] = hashlib.sha256(content).hexdigest()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(ABOUT, json.dumps(about))
        packed.writestr(CONTENT, content)


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("cut", "error_backup_damaged"),
        ("a changed byte", "error_backup_damaged"),
        ("a changed row", "error_backup_damaged"),
        ("another program's zip", "error_backup_foreign"),
        ("no zip", "error_backup_foreign"),
        ("gone", "error_backup_unread"),
    ],
)
def test_a_file_that_is_no_whole_backup_is_refused_and_leaves_nothing(tmp_path: Path, how: str, code: str) -> None:
    url = f"sqlite:///{tmp_path / 'atlas.db'}"
    drafted(people.local_person(url), "海宁", url)
    file = tmp_path / "b.g60"
    backup(file, url)
    spoiled(file, how)
    place = tmp_path / "empty" / "atlas.db"
    with pytest.raises(ReadError) as caught:
        restore(file, f"sqlite:///{place}")
    assert caught.value.code == code
    assert not place.parent.exists() or list(place.parent.iterdir()) == []
    database.forget()


def test_a_backup_of_a_later_release_says_so(tmp_path: Path) -> None:
    file = tmp_path / "b.g60"
    about = {"program": "g60", "kind": "sqlite", "revision": "9999", "made_at": "", "versions": [], "sha256": ""}
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(ABOUT, json.dumps(about))
    with pytest.raises(DatabaseError, match="error_database_later"):
        look(file)


def test_on_a_full_disk_a_backup_and_a_restoration_are_whole_or_not_there(recorded: str, tmp_path: Path) -> None:
    whole = tmp_path / "whole.g60"
    backup(whole, recorded)
    said = []
    for kilobytes in (4, 64, 128, 256, 400, 1000):
        with small_disk(tmp_path / "disk", kilobytes) as disk:
            if disk is None:
                pytest.skip("a small disk can only be mounted by root")
            file, place = disk / "b.g60", f"sqlite:///{disk / 'atlas.db'}"
            try:
                backup(file, recorded)
                assert look(file).newest == 2
                file.unlink()
            except WriteError as refused:
                said.append(text(refused.code, "zh", **refused.values))
            assert list(disk.iterdir()) == []
            if recorded.startswith("sqlite"):
                try:
                    restore(whole, place)
                    assert fingerprints(place) == fingerprints(recorded)
                except WriteError:
                    assert list(disk.iterdir()) == []
    assert 1 < len(said) < 6
    assert all("磁盘已满" in words for words in said)


def test_the_command_says_what_it_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url, place = (f"sqlite:///{tmp_path / name}" for name in ("a.db", "b.db"))
    file = str(tmp_path / "backup.g60")
    monkeypatch.setenv("DATABASE_URL", url)
    assert main(["backup", "-o", file]) == 2
    assert "无需备份" in capsys.readouterr().err
    versions.begin(SmallSource(), url)
    assert main(["backup", "-o", file, "--lang", "en"]) == 0
    assert "newest version in it is 1" in capsys.readouterr().out
    assert main(["restore", file]) == 2
    assert "以免覆盖" in capsys.readouterr().err
    monkeypatch.setenv("DATABASE_URL", place)
    assert main(["restore", file, "--lang", "en"]) == 0
    assert "every version has the fingerprint" in capsys.readouterr().out
    assert sqlite3.connect(tmp_path / "b.db").execute("SELECT count(*) FROM versions").fetchone() == (1,)
    database.forget()


def test_without_pg_dump_the_operator_is_told_what_to_install(
    postgresql_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = databases.new_database(postgresql_server)
    versions.begin(SmallSource(), url)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RefusedError, match="error_backup_program"):
        backup(tmp_path / "b.g60", url)
    assert list(tmp_path.iterdir()) == []
    database.forget()


@pytest.mark.parametrize("call", [("backup",), ("list", "--format", "json"), ("restore",)])
@pytest.mark.parametrize("name", ["a.db", "a.db-wal", "a.db-shm", "a.db-journal", "sub/../a.db", "link", "hard"])
def test_no_file_of_the_database_is_written_over_or_restored_from(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    call: tuple[str, ...],
    name: str,
) -> None:
    place = tmp_path / "a.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{place}")
    versions.begin(SmallSource())
    (tmp_path / "sub").mkdir()
    (tmp_path / "link").symlink_to(place)
    (tmp_path / "hard").hardlink_to(place)
    file = str(tmp_path / name)
    assert main([*call, file] if call == ("restore",) else [*call, "-o", file]) == 2
    assert text("error_file_of_database", "zh", file=file) in capsys.readouterr().err
    assert versions.newest() == 1
    database.forget()
    assert sqlite3.connect(place).execute("SELECT count(*) FROM versions").fetchone() == (1,)


def test_a_backup_goes_where_a_list_would_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'a.db'}")
    versions.begin(SmallSource())
    (tmp_path / "kept").mkdir()
    link, pipe = tmp_path / "link.g60", tmp_path / "pipe"
    link.symlink_to(tmp_path / "kept" / "whole.g60")
    assert main(["backup", "-o", str(link)]) == 0
    assert link.is_symlink()
    assert look(tmp_path / "kept" / "whole.g60").newest == 1
    os.mkfifo(pipe)
    taken: list[bytes] = []
    reader = threading.Thread(target=lambda: taken.append(pipe.read_bytes()), daemon=True)
    reader.start()
    assert main(["backup", "-o", str(pipe)]) == 0
    reader.join(10)
    assert pipe.is_fifo()
    (tmp_path / "piped.g60").write_bytes(taken[0])
    assert look(tmp_path / "piped.g60").newest == 1
    capsys.readouterr()
    assert main(["backup", "-o", str(tmp_path / "no" / "folder" / "b.g60")]) == 1
    assert "b.g60" in capsys.readouterr().err
    assert not (tmp_path / "no").exists()
    database.forget()


@pytest.mark.parametrize(
    "odd",
    [
        {"revision": None},
        {"revision": ["0001"]},
        {"revision": 7},
        {"kind": None},
        {"kind": "oracle"},
        {"made_at": None},
        {"made_at": 5},
        {"made_at": "yesterday"},
        {"sha256": None},
        {"versions": None},
        {"versions": [[None, None]]},
        {"versions": [[1, None]]},
        {"versions": [[10**400, "x"]]},
        {"more": 1},
        {"program": None},
    ],
)
def test_an_odd_list_of_contents_is_no_backup(
    tmp_path: Path, odd: dict[str, object], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file, url = tmp_path / "b.g60", f"sqlite:///{tmp_path / 'a.db'}"
    versions.begin(SmallSource(), url)
    backup(file, url)
    database.forget()
    with zipfile.ZipFile(file) as packed:
        about, content = json.loads(packed.read(ABOUT)), packed.read(CONTENT)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'b.db'}")
    for words in (json.dumps({**about, **odd}), json.dumps([about]), "[" * 200_000, "null", "9" * 5000):
        with zipfile.ZipFile(file, "w") as packed:
            packed.writestr(ABOUT, words)
            packed.writestr(CONTENT, content)
        assert main(["restore", str(file)]) == 2
        assert capsys.readouterr().err == text("error_backup_foreign", "zh", file=file.name) + "\n"
        assert not (tmp_path / "b.db").exists()
