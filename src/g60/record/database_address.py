"""The address of the database: whence it comes, what is refused as one, how it is shown, which files are its own."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import sqlalchemy as sa
from platformdirs import user_data_path
from sqlalchemy.exc import ArgumentError

from g60.contract import settings
from g60.contract.errors import DatabaseError, RefusedError

# What SQLite keeps beside its file, under the file's name with these endings.
_BESIDE = ("", "-wal", "-shm", "-journal")


def database_url() -> str:
    """The address of the database: DATABASE_URL, else a file in the user's data folder."""
    return with_driver(settings.given("DATABASE_URL") or f"sqlite:///{user_data_path('g60') / 'atlas.db'}")


def reading_url() -> str:
    """The address of the database for reading: DATABASE_READ_URL, a replica, else the same as for writing."""
    return with_driver(settings.given("DATABASE_READ_URL") or database_url())


def with_driver(url: str) -> str:
    """An address with the driver of PostgreSQL that this program brings."""
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def address_of(url: str) -> sa.URL:
    """The parts of an address; raises DatabaseError for one that is none, or that names no database that lasts."""
    try:
        address = sa.make_url(url)
    except (ArgumentError, ValueError) as error:  # the second one for a port that is no number
        raise DatabaseError("error_database_address", detail=type(error).__name__) from error
    kind = address.get_backend_name()
    if kind == "sqlite":
        _require_file(str(address.database or ""))
    elif kind == "postgresql":
        # Where the password ends cannot be told: a part of it would be looked up, and said, as the host.
        if url.count("@") > 1:
            raise DatabaseError("error_database_at")
        if "@" in url and address.username is None:
            raise DatabaseError("error_database_address", detail="user")
    else:
        raise DatabaseError("error_database_address", detail=kind)
    return address


def _require_file(name: str) -> None:
    """Raises DatabaseError for a database in memory, whose entries would be lost, and for what no file can be called.

    SQLite takes a name that begins with `file:` as an address of its own, which may be one in memory too.
    """
    if name in ("", ":memory:") or name.startswith("file:"):
        raise DatabaseError("error_database_address", detail="sqlite")
    try:
        os.lstat(name)
    except ValueError as error:  # a null byte
        raise DatabaseError("error_database_name") from error
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise DatabaseError("error_database_name") from error


def shown(url: str) -> str:
    """An address as it may be printed: without the driver, and without a password; raises DatabaseError."""
    address = address_of(url)
    hidden = {name: "***" for name in address.query if "pass" in name.lower()}
    return address.set(drivername=address.get_backend_name()).update_query_dict(hidden).render_as_string()


def file_of(url: str) -> str:
    """The path of an SQLite file; empty for any other database."""
    if not url.startswith("sqlite:"):
        return ""
    return str(address_of(url).database or "")


def refuse_file(path: Path, *urls: str) -> None:
    """Raises RefusedError for a file that belongs to a database: its own, its log, or another name of one of them."""
    for url in urls or (database_url(), reading_url()):
        try:
            place = file_of(with_driver(url))
        except DatabaseError:
            continue  # said where the database is used
        if place and any(_are_same(path, Path(f"{Path(place).resolve()}{ending}")) for ending in _BESIDE):
            raise RefusedError("error_file_of_database", file=str(path))


def _are_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there yet
        return one.resolve() == other
