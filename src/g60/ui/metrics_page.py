"""What `/metrics` answers: what the process has done, and how it is at this moment."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from g60.record.catalogs import Catalogs
from g60.ui.load import COUNTERS, explained
from g60.ui.service_figures import FIGURES, head

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def page(catalogs: Catalogs) -> bytes:
    """What `/metrics` answers."""
    lines = [*FIGURES.lines(), *_of_the_moment(catalogs)]
    return ("\n".join(lines) + "\n").encode()


def _of_the_moment(catalogs: Catalogs) -> Iterator[str]:
    for name, (about, count) in explained().items():
        is_counter = name in COUNTERS
        full = f"atlas_{name}_total" if is_counter else f"atlas_{name}"
        yield from head(full, "counter" if is_counter else "gauge", about)
        yield f"{full} {count}"
    yield from _gauge("atlas_data_version", "The newest version, as the last look found it.", catalogs.followed())
    yield from _gauge("process_resident_memory_bytes", "Memory of the process.", _memory())
    yield from _gauge("process_open_fds", "Open files and connections.", _open_files())
    yield from _gauge("process_threads", "Threads.", threading.active_count())


def _gauge(name: str, about: str, value: float | None) -> Iterator[str]:
    """One number of this moment; nothing where the system does not tell it."""
    if value is not None:
        yield from head(name, "gauge", about)
        yield f"{name} {value}"


def _memory() -> int | None:
    """The bytes of memory that the process occupies, where the system tells it as Linux does."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


def _open_files() -> int | None:
    if sys.platform != "linux":
        return None
    return sum(1 for _ in Path("/proc/self/fd").iterdir())
