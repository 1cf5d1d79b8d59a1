"""The databases that the record's tests run over: SQLite always, PostgreSQL with PostGIS where it is installed."""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

START_SECONDS = 30


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, the newest if there are several; None without one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("pg_ctl")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


def owner() -> list[str]:
    """What a command begins with so that it does not run as root, which PostgreSQL refuses."""
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL of its own, with an empty folder and a free port, until the block ends."""
    found = programs()
    assert found is not None
    folder = Path(tempfile.mkdtemp(prefix="g60-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    run = [*owner(), str(found / "initdb"), "-D", str(folder / "data"), "-A", "trust", "-U", "postgres", "-E", "UTF8"]
    subprocess.run([*run, "--no-sync", "--locale=C.UTF-8"], check=True, capture_output=True, cwd="/")
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_connections=200"
    # The machine does not lose its power during a test; what a process loses by being killed stays the same.
    settings += " -c fsync=off -c full_page_writes=off"
    control = [*owner(), str(found / "pg_ctl"), "-D", str(folder / "data"), "-w", "-t", str(START_SECONDS)]
    subprocess.run(
        [*control, "-o", settings, "-l", str(folder / "log"), "start"], check=True, capture_output=True, cwd="/"
    )
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd="/")
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def stopped(server: str) -> Iterator[None]:
    """A server of `postgresql` does not run within the block, and runs again after it."""
    found = programs()
    assert found is not None
    with psycopg.connect(f"{server}/postgres") as connection:
        ((folder,),) = connection.execute("SHOW data_directory").fetchall()
    control = [*owner(), str(found / "pg_ctl"), "-D", folder, "-w", "-t", str(START_SECONDS)]
    options = shlex.join(shlex.split(Path(folder, "postmaster.opts").read_text())[1:])
    subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True, cwd="/")
    try:
        yield
    finally:
        start = [*control, "-o", options, "-l", str(Path(folder).parent / "log"), "start"]
        subprocess.run(start, check=True, capture_output=True, cwd="/")


def new_database(server: str, like: str = "") -> str:
    """The address of a new database on a server: an empty one, or a copy of one that nobody is connected to."""
    name = f"g60_{uuid.uuid4().hex[:12]}"
    of = f" TEMPLATE {like.rpartition('/')[2]}" if like else ""
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}{of}".encode())
    return f"{server}/{name}"


def drop_database(url: str) -> None:
    """Remove a database: a folder of fifty takes longer to remove at the end."""
    server, _, name = url.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def has_postgis(server: str) -> bool:
    """Whether PostGIS is on a server's machine."""
    with psycopg.connect(f"{server}/postgres") as connection:
        asked = "SELECT count(*) FROM pg_available_extensions WHERE name = 'postgis'"
        return connection.execute(asked.encode()).fetchall() == [(1,)]


def wait_until(holds: Callable[[], object], seconds: float = 10) -> None:
    """Wait until a function returns something true; fails after some seconds."""
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.05)
