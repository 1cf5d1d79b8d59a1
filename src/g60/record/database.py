"""The database: SQLite in the user's data folder, or the one that DATABASE_URL names.

Every write is one short transaction. The database is made and migrated by the first write; reading a record that has
not begun needs no database.
"""

from __future__ import annotations

import errno
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from g60.contract.causes import cause
from g60.contract.errors import DatabaseError, G60Error
from g60.record.database_address import address_of, database_url, file_of, reading_url, with_driver
from g60.record.migrations import HEAD
from g60.record.tables import CORRECTIONS, METADATA, VERSIONS

# Seconds that a writer waits for another one, and that opening a connection may take.
WAIT_SECONDS, CONNECT_SECONDS = 30, 5
# The number of the lock under which PostgreSQL lets writers in one after another.
WRITERS = 60306
# The last number that every database keeps.
LAST_NUMBER = 2**31 - 1
REVISION = sa.Table("alembic_version", sa.MetaData(), sa.Column("version_num", sa.String(32)))
# A connection whose other end does not answer is given up after ten seconds, not after a quarter of an hour.
POSTGRESQL = {
    "connect_timeout": CONNECT_SECONDS,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
# What a message of the database is about: parts of it, and the code of the text that says what to do.
CAUSES = (
    (("is locked", "lock timeout"), "error_database_locked"),
    (("readonly database", "read-only transaction", "permission denied"), "error_database_readonly"),
    (("disk is full", "No space left", "could not extend file", "disk quota"), "error_database_full"),
    (("disk I/O error",), "error_database_disk"),
    (("unable to open",), "error_database_unopened"),
    (("not a database", "file is encrypted", "malformed"), "error_database_foreign"),
    (("connection", "Connection", "timeout expired", "terminat", "starting up", "shutting"), "error_database_gone"),
)
# What the system refuses to the folder of an SQLite file.
SYSTEM_CAUSES = {
    errno.ENOSPC: "error_database_full",
    errno.EDQUOT: "error_database_full",
    errno.EACCES: "error_database_unopened",
    errno.EPERM: "error_database_unopened",
    errno.EROFS: "error_database_unopened",
}
# Tables that PostGIS brings with it, and those of the geometry that is made from the record.
OF_POSTGIS = frozenset({"spatial_ref_sys", "positions", "positioned"})


class State(StrEnum):
    """What is at the address of the database."""

    ABSENT = "absent"  # no database, or one without a record
    EARLIER = "earlier"  # of an earlier release: the next write migrates it
    READY = "ready"
    LATER = "later"  # of a later release: this program must not touch it
    BROKEN = "broken"  # a table is missing
    FOREIGN = "foreign"  # tables of another program


def state(url: str = "") -> State:
    """What is at the address of the database; raises DatabaseError if it cannot be reached."""
    url = with_driver(url) or reading_url()
    with told():
        if file_of(url) and not Path(file_of(url)).exists():
            return State.ABSENT
    with told(), _engine(url).connect() as connection:
        return _state(connection)


def _state(connection: sa.Connection) -> State:
    names = set(sa.inspect(connection).get_table_names()) - OF_POSTGIS
    if REVISION.name not in names:
        if not names:
            return State.ABSENT
        return State.EARLIER if names == {CORRECTIONS.name} and _are_ours(connection) else State.FOREIGN
    revision = str(connection.scalar(sa.select(REVISION.c.version_num)) or "")
    if not re.fullmatch(r"\d{4}", revision):
        # Ours are numbers. Another program's migrations have names of their own, and none broke off before its number.
        return State.BROKEN if not revision and names & set(METADATA.tables) else State.FOREIGN
    if revision != HEAD:
        return State.EARLIER if revision < HEAD else State.LATER
    return State.READY if names >= set(METADATA.tables) else State.BROKEN


def _are_ours(connection: sa.Connection) -> bool:
    """Whether the table of corrections has the columns of the first release: all of today's but the reader's token."""
    columns = {column["name"] for column in sa.inspect(connection).get_columns(CORRECTIONS.name)}
    return columns == {column.name for column in CORRECTIONS.columns} - {"token"}


def prepare(url: str = "") -> None:
    """Make the database, or bring it to this release. Two processes that do so at once wait for each other.

    Raises DatabaseError if it is of a later release, of another program, or cannot be written.
    """
    url = with_driver(url) or database_url()
    if url in _ready:
        return
    if path := file_of(url):
        with told():
            Path(path).parent.mkdir(parents=True, exist_ok=True)
    with told(), _engine(url).execution_options(writing=True).begin() as connection:
        _lock(connection)
        found = _state(connection)
        refuse(found)
        if found is not State.READY:
            _migrate(connection)
    _ready.add(url)


def refuse(found: State) -> None:
    """Raises DatabaseError for a database that this release must leave alone."""
    if found is State.LATER:
        raise DatabaseError("error_database_later")
    if found is State.BROKEN:
        raise DatabaseError("error_database_broken")
    if found is State.FOREIGN:
        raise DatabaseError("error_database_foreign")


def _migrate(connection: sa.Connection) -> None:
    # Loaded only here: a reader of the shipped data never needs it.
    command, config = import_module("alembic.command"), import_module("alembic.config").Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)


def has_begun(url: str = "", *, current: bool = False) -> bool:
    """Whether the database holds a record that this release can read; `current` as in `reading`.

    The record of an earlier release is brought to this one first.

    Raises DatabaseError if the database is of a later release or another program, is broken or cannot be reached.
    """
    url = _read_from(url, current=current)
    if url in _ready:
        return True
    found = state(url)
    refuse(found)
    if found is State.EARLIER and _holds_versions(url):
        # Otherwise readers would see the shipped data until somebody writes.
        prepare(database_url() if url == reading_url() else url)
        found = state(url)
    if found is State.READY:
        _ready.add(url)
    return found is State.READY


def _holds_versions(url: str) -> bool:
    with told(), _engine(url).connect() as connection:
        return sa.inspect(connection).has_table(VERSIONS.name)


def _read_from(url: str, *, current: bool) -> str:
    url = with_driver(url) or reading_url()
    return database_url() if current and url == reading_url() else url


@contextmanager
def reading(url: str = "", *, current: bool = False) -> Iterator[sa.Connection]:
    """A connection that only reads, all of it at one moment; raises DatabaseError.

    A replica may lag behind. Who edits reads with `current`, from the database that is written.
    """
    engine = _engine(_read_from(url, current=current))
    with told(), engine.execution_options(**_level(engine)).begin() as connection:
        yield connection


@contextmanager
def writing(url: str = "") -> Iterator[sa.Connection]:
    """A transaction: committed at the end of the block, rolled back on an error. Writers go one after another.

    Raises DatabaseError if the database cannot be written.
    """
    url = _read_from(url, current=True)  # never the replica
    prepare(url)
    queue: AbstractContextManager[object] = _turn(url) if file_of(url) else nullcontext()
    with told(), queue, _engine(url).execution_options(writing=True).begin() as connection:
        _lock(connection)
        _require_same_release(connection)
        yield connection


def _require_same_release(connection: sa.Connection) -> None:
    """Raises DatabaseError where a later release has migrated the database since this process found it ready."""
    if str(connection.scalar(sa.select(REVISION.c.version_num))) > HEAD:
        raise DatabaseError("error_database_later")


def _level(engine: sa.Engine) -> dict[str, str]:
    return {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}


def _lock(connection: sa.Connection) -> None:
    """Wait until no other process writes; SQLite's BEGIN IMMEDIATE does so by itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.set_config("lock_timeout", f"{WAIT_SECONDS}s", True)))
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITERS)))


@cache
def _turn(url: str) -> threading.Lock:
    """The lock of one process: SQLite lets a waiting thread starve, a lock does not."""
    return threading.Lock()


_ready: set[str] = set()


def forget(url: str = "") -> None:
    """Close the connections and forget what was found: of one database, or of all, for a process that forks."""
    for known, engine in list(_engines.items()):
        if url in ("", known):
            engine.dispose()
            del _engines[known]
            _ready.discard(known)


_engines: dict[str, sa.Engine] = {}
_making = threading.Lock()


def _engine(url: str) -> sa.Engine:
    with _making:
        if url not in _engines:
            _engines[url] = _made(url)
        return _engines[url]


def _made(url: str) -> sa.Engine:
    address = address_of(url)
    given = POSTGRESQL if address.get_backend_name() == "postgresql" else {}
    engine = sa.create_engine(address, pool_pre_ping=True, connect_args=given)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _set_up)
        sa.event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: sqlite3.Connection, _: object) -> None:
    """A write-ahead log, so that readers and a writer do not wait for each other.

    BEGIN is ours, so that tables are made in a transaction too.
    """
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
    try:
        cursor.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if "readonly" not in str(error):
            raise
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def now(after: str = "") -> str:
    """The time now in UTC; never before `after`, so that a clock that runs backwards keeps the order."""
    return max(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), after)


@contextmanager
def told() -> Iterator[None]:
    """Errors of the database as DatabaseError, in words that say what to do."""
    try:
        yield
    except G60Error:
        raise
    except (SQLAlchemyError, sqlite3.Error, ImportError, OSError) as error:
        code, detail = _cause(error)
        raise DatabaseError(code, detail=detail) from error


def _cause(error: Exception) -> tuple[str, str]:
    """The code of an error and its message in one line, without the SQL and without the address and its password."""
    if isinstance(error, OSError):
        code = SYSTEM_CAUSES.get(error.errno or 0, "error_database")
        return code, cause(error)
    if isinstance(error, (ArgumentError, NoSuchModuleError)):
        return "error_database_address", type(error).__name__
    if isinstance(error, ImportError):
        return "error_database_driver", str(error.name)
    message = (str(error.orig if isinstance(error, DBAPIError) else error).splitlines() or [""])[0][:200]
    codes = [code for parts, code in CAUSES if any(part in message for part in parts)]
    return codes[0] if codes else "error_database", message
