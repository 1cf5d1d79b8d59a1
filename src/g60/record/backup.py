"""Backups: the whole database in one file, made while people work, and restored into an empty place.

A backup is a ZIP of `backup.json`, which says what is inside, and the database itself: a copy of the SQLite file, or
what pg_dump writes. Either is written whole or not at all.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import sqlalchemy as sa

from g60.contract import settings
from g60.contract.causes import cause
from g60.contract.errors import DatabaseError, G60Error, ReadError, RefusedError, WriteError
from g60.contract.whole_files import is_stream, written
from g60.record import database
from g60.record.database import (
    LAST_NUMBER,
    REVISION,
    State,
    forget,
    now,
    prepare,
    reading,
    told,
    writing,
)
from g60.record.database_address import address_of, database_url, file_of, refuse_file
from g60.record.migrations import HEAD
from g60.record.rows import Place, fingerprint_text, row_hash
from g60.record.tables import METADATA, ROWS, VERSIONS

PROGRAM, ABOUT, CONTENT = "g60", "backup.json", "database"
KINDS = ("sqlite", "postgresql")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
# Bytes that are copied at a time, and rows that are copied at a time.
CHUNK, ROWS_AT_ONCE = 1 << 20, 1000
# `backup.json` of a hundred thousand versions; a longer one is not ours.
ABOUT_AT_MOST = 20_000_000
# Only the record: the geometry that PostGIS searches is made from it, and the extension is the server's own.
LEFT_OUT = ("--exclude-table=positions", "--exclude-table=positioned", "--extension=plpgsql")
DUMP = ("--format=custom", "--no-owner", "--no-privileges", "--no-comments", *LEFT_OUT)
RESTORE = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: the kind of database, its migration, when it was made (UTC), and each version's fingerprint.

    `sha256` is that of the database in it.
    """

    kind: str
    revision: str
    made_at: str
    versions: tuple[tuple[int, str], ...]
    sha256: str = ""

    @property
    def newest(self) -> int:
        """The number of the newest version; 0 for a database that holds corrections only."""
        return max((number for number, _ in self.versions), default=0)


def backup(path: Path, url: str = "") -> Backup:
    """Write a backup of the database to a file; what it holds. An earlier file of that name is replaced at the end.

    Raises RefusedError if there is no record or no pg_dump, or if the file is one of the database; WriteError if the
    file cannot be written; DatabaseError.
    """
    url = url or database_url()
    found = database.state(url)
    database.refuse(found)
    if found is State.ABSENT:
        raise RefusedError("error_backup_nothing")
    refuse_file(path, url)
    # The copy is made on the disk where the file will be; beside a device there is no room for it.
    near = Path(tempfile.gettempdir()) if is_stream(path) else path.resolve().parent
    with _written(path), _folder_in(near, path) as folder:
        content = folder / CONTENT
        about = _copy_file(url, content) if file_of(url) else _dump(url, content)
        about = Backup(**{**asdict(about), "versions": about.versions, "sha256": _sha256(content)})
        with written(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            packed.writestr(ABOUT, json.dumps({"program": PROGRAM, **asdict(about)}))
            packed.write(content, CONTENT)
        if not is_stream(path):
            _sync(path.resolve().parent)
    return about


def _copy_file(url: str, to: Path) -> Backup:
    """A copy by SQLite's backup API, which neither waits for readers and writers nor disturbs them."""
    with told():
        origin, copy = sqlite3.connect(f"{Path(file_of(url)).as_uri()}?mode=ro", uri=True), sqlite3.connect(to)
        try:
            origin.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            origin.close()
            copy.close()
    return _about("sqlite", f"sqlite:///{to}")


def _dump(url: str, to: Path) -> Backup:
    with reading(url) as connection:
        snapshot = str(connection.scalar(sa.select(sa.func.pg_export_snapshot())))
        about = _about_in(connection, "postgresql")
        _run("pg_dump", url, *DUMP, f"--snapshot={snapshot}", f"--file={to}")
    return about


def _about(kind: str, url: str) -> Backup:
    try:
        with reading(url) as connection:
            return _about_in(connection, kind)
    finally:
        forget(url)


def _about_in(connection: sa.Connection, kind: str) -> Backup:
    names = sa.inspect(connection).get_table_names()
    revision = connection.scalar(sa.select(REVISION.c.version_num)) if REVISION.name in names else ""
    asked = sa.select(VERSIONS.c.number, VERSIONS.c.fingerprint).order_by(VERSIONS.c.number)
    known = [(int(number), str(text)) for number, text in connection.execute(asked)] if VERSIONS.name in names else []
    return Backup(kind, str(revision or ""), now(), tuple(known))


# Restoring ---------------------------------------------------------------------------------------


def restore(path: Path, url: str = "") -> Backup:
    """Restore a backup into a database that is not there or is empty; what it held.

    A backup of SQLite can go into PostgreSQL too. Raises RefusedError if the place is not empty or a program is
    missing, ReadError if the file is no backup or damaged, WriteError, DatabaseError.
    """
    url = url or database_url()
    refuse_file(path, url)
    _require_empty(url)
    about = look(path)
    place = Path(file_of(url)) if file_of(url) else Path(tempfile.gettempdir()) / "g60"
    with _written(place):
        place.parent.mkdir(parents=True, exist_ok=True)
    with _written(place), _folder_in(place.parent, place) as folder:
        content = folder / CONTENT
        _unpack(path, content, about)
        if about.kind == "sqlite":
            _require_whole(path, content, about)
        if file_of(url):
            if about.kind != "sqlite":
                raise RefusedError("error_restore_kind")
            _sync(content)
            _put(content, place)
        elif about.kind == "sqlite":
            _move(content, url)
        else:
            _run("pg_restore", url, *RESTORE, str(content))
    forget(url)
    return about


def look(path: Path) -> Backup:
    """What a backup holds; raises ReadError if the file is none, DatabaseError if it is of a later release."""
    if path.exists() and not path.is_file() and not path.is_dir():  # a device may never end
        raise ReadError("error_backup_foreign", file=path.name)
    try:
        with zipfile.ZipFile(path) as packed:
            if packed.getinfo(ABOUT).file_size > ABOUT_AT_MOST:
                raise ReadError("error_backup_foreign", file=path.name)
            given = json.loads(packed.read(ABOUT))
        if given.pop("program") != PROGRAM:
            raise ReadError("error_backup_foreign", file=path.name)
        about = Backup(**given | {"versions": tuple((number, text) for number, text in given["versions"])})
        _require_kinds(about)
    except OSError as error:
        raise ReadError("error_backup_unread", file=path.name, detail=cause(error)) from error
    except zipfile.BadZipFile as error:
        code = "error_backup_damaged" if _begins_like_a_zip(path) else "error_backup_foreign"
        raise ReadError(code, file=path.name) from error
    except (KeyError, ValueError, TypeError, AttributeError, NotImplementedError, RecursionError) as error:
        raise ReadError("error_backup_foreign", file=path.name) from error
    if about.revision > HEAD:
        raise DatabaseError("error_database_later")
    return about


def _require_kinds(about: Backup) -> None:
    """Raises ValueError for what none of our backups says of itself."""
    given: list[object] = [about.revision, about.made_at, about.sha256, *(said for _, said in about.versions)]
    words = all(isinstance(said, str) for said in given)
    numbers: list[object] = [number for number, _ in about.versions]
    numbered = all(isinstance(number, int) and 0 < number <= LAST_NUMBER for number in numbers)
    if not words or not numbered or about.kind not in KINDS or (about.made_at and not _MOMENT.fullmatch(about.made_at)):
        raise ValueError(about.kind)


def _begins_like_a_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def _require_empty(url: str) -> None:
    place = Path(file_of(url)) if file_of(url) else None
    # A log without its database would be applied to the one that is restored.
    left = place is not None and not place.exists() and place.with_name(f"{place.name}-wal").exists()
    if left or database.state(url) is not State.ABSENT:
        raise RefusedError("error_restore_not_empty")


def _unpack(path: Path, to: Path, about: Backup) -> None:
    try:
        with zipfile.ZipFile(path) as packed, packed.open(CONTENT) as file, to.open("xb") as copy:
            shutil.copyfileobj(file, copy, CHUNK)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError) as error:
        raise ReadError("error_backup_damaged", file=path.name) from error
    if _sha256(to) != about.sha256:
        raise ReadError("error_backup_damaged", file=path.name)


def _require_whole(path: Path, content: Path, about: Backup) -> None:
    """Refuse a copy that the database or the fingerprints of its versions call damaged."""
    copied = f"sqlite:///{content}"
    try:
        with reading(copied) as connection:
            said = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            wrong = dict(about.versions) and _differing(connection, dict(about.versions))
    except DatabaseError as error:
        raise ReadError("error_backup_damaged", file=path.name) from error
    finally:
        forget(copied)
        # The copy was opened with a log, which went when it was closed.
        with sqlite3.connect(content) as plain:
            plain.execute("PRAGMA journal_mode = DELETE")
        plain.close()
    if said != "ok" or wrong:
        raise ReadError("error_backup_damaged", file=path.name)


def wrong_versions(url: str = "") -> list[int]:
    """The versions whose rows do not give the fingerprint that was kept; raises DatabaseError."""
    with reading(url) as connection:
        asked = sa.select(VERSIONS.c.number, VERSIONS.c.fingerprint)
        return _differing(connection, {int(number): str(text) for number, text in connection.execute(asked)})


def _differing(connection: sa.Connection, known: Mapping[int, str]) -> list[int]:
    totals: dict[int, int] = {}
    held: dict[Place, int] = {}
    total = 0
    asked = sa.select(ROWS).order_by(ROWS.c.version)
    for name, key, version, position, cells in connection.execute(asked):
        place = Place(name, key)
        total -= held.pop(place, 0)
        if cells is not None:
            held[place] = row_hash(place, position, cells)
            total += held[place]
        totals[version] = total
    found, last = [], 0
    for number in sorted(known):
        last = totals.get(number, last)
        if fingerprint_text(last) != known[number]:
            found.append(number)
    return found


def _put(content: Path, place: Path) -> None:
    """The copy under its name; never over a database that another process has made meanwhile."""
    if place.exists() and not place.stat().st_size:
        content.replace(place)
    else:
        try:
            os.link(content, place)
        except FileExistsError as error:
            raise RefusedError("error_restore_not_empty") from error
    _sync(place.parent)


def _move(content: Path, url: str) -> None:
    """Copy every row of an SQLite file into an empty PostgreSQL, in one transaction."""
    origin = f"sqlite:///{content}"
    prepare(origin)
    try:
        with reading(origin) as held, writing(url) as connection:
            for table in METADATA.sorted_tables:
                # The bytes of one file are as long as thousands of other rows.
                at_once = (
                    1 if any(isinstance(column.type, sa.LargeBinary) for column in table.columns) else ROWS_AT_ONCE
                )
                for part in held.execute(sa.select(table)).mappings().partitions(at_once):
                    connection.execute(table.insert(), [dict(row) for row in part])
                numbered = table.autoincrement_column
                if numbered is not None:
                    last = sa.select(sa.func.coalesce(sa.func.max(numbered), 1)).scalar_subquery()
                    sequence = sa.func.pg_get_serial_sequence(table.name, numbered.name)
                    some = sa.exists().select_from(table)
                    connection.execute(sa.select(sa.func.setval(sequence, last, some)))
    finally:
        forget(origin)


# The file and the programs -----------------------------------------------------------------------


@contextmanager
def _folder_in(near: Path, path: Path) -> Iterator[Path]:
    """A folder for a copy of the database, gone at the end; raises WriteError that names the file it is for."""
    try:
        folder = Path(tempfile.mkdtemp(dir=near, prefix=".g60-backup-"))
    except OSError as error:
        raise WriteError(file=str(path), detail=cause(error)) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _written(path: Path) -> Iterator[None]:
    """A full disk, or one that cannot be written, as WriteError."""
    try:
        yield
    except G60Error as error:
        if error.code in ("error_database_full", "error_database_disk"):
            raise WriteError(file=str(path), detail=cause(OSError(errno.ENOSPC, ""))) from error
        raise
    except OSError as error:
        raise WriteError(file=str(path), detail=cause(error)) from error


def _run(program: str, url: str, *arguments: str) -> None:
    """Run a program of PostgreSQL; the password goes into its environment, where no list of processes shows it."""
    found = shutil.which(program)
    if found is None:
        raise RefusedError("error_backup_program", program=program)
    address = address_of(url)
    password = address.password or address.query.get("password")
    named = address.set(drivername="postgresql", password=None).difference_update_query(["password"])
    # A variable without a value would be taken as an empty password.
    secret = {"PGPASSWORD": str(password)} if password else {}
    call = [found, "--no-password", f"--dbname={named.render_as_string(hide_password=False)}", *arguments]
    done = subprocess.run(call, env=settings.environment(**secret), capture_output=True, text=True, check=False)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if "error" in line] or done.stderr.splitlines() or [""]
        if "No space left" in done.stderr:
            raise OSError(28, os.strerror(28))
        raise DatabaseError("error_backup_failed", program=program, detail=said[0][:300])


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    """Wait until a file or folder is on the disk. Windows knows that of files that are being written only."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
