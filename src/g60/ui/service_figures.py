"""What the service does, in numbers, in the text form of Prometheus: what `/metrics` answers.

The numbers are those of one process since its start. Nothing of a visitor is in them: an address is counted by its
pattern, as in `/data/{name}`.
"""

from __future__ import annotations

import os
import sys
import threading
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path

from streamlit.runtime import Runtime

from g60.record.catalogs import Catalogs

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# Upper limits of the groups of a histogram, in seconds: those of Prometheus, which a p95 is read from.
LIMITS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_UNSAFE = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


class Histogram:
    """How long something took: how often in each group of seconds, the sum, and the number."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts = [0] * (len(LIMITS) + 1)
        self._sum = 0.0

    def note(self, seconds: float) -> None:
        """Count one more."""
        with self._lock:
            self._counts[bisect_left(LIMITS, seconds)] += 1
            self._sum += seconds

    def lines(self, name: str, labels: str = "") -> Iterator[str]:
        """The lines of the histogram; each group counts all that were as fast or faster."""
        with self._lock:
            counts, total = list(self._counts), self._sum
        upto = 0
        before = f"{labels}," if labels else ""
        for limit, count in zip((*map(str, LIMITS), "+Inf"), counts, strict=True):
            upto += count
            yield f'{name}_bucket{{{before}le="{limit}"}} {upto}'
        within = f"{{{labels}}}" if labels else ""
        yield f"{name}_sum{within} {total:.6f}"
        yield f"{name}_count{within} {upto}"


class Figures:
    """The counts of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: dict[tuple[str, str, int], int] = {}
        self._seconds: dict[str, Histogram] = {}
        self.filters = Histogram()
        self.failures = 0

    def answered(self, address: str, method: str, status: int, seconds: float) -> None:
        """Count an answer: the pattern of its address, method, status, and the seconds until it was sent."""
        with self._lock:
            key = address, method, status
            self._answers[key] = self._answers.get(key, 0) + 1
            held = self._seconds.setdefault(address, Histogram())
        held.note(seconds)

    def failed(self) -> None:
        """Count an error that nobody expected."""
        with self._lock:
            self.failures += 1

    def lines(self) -> Iterator[str]:
        """Every count as Prometheus reads it."""
        with self._lock:
            answers, seconds = sorted(self._answers.items()), sorted(self._seconds.items())
        yield from _head("atlas_requests_total", "counter", "Answers, by the pattern of the address.")
        for (address, method, status), count in answers:
            labels = f'address="{_safe(address)}",method="{_safe(method)}",status="{status}"'
            yield f"atlas_requests_total{{{labels}}} {count}"
        yield from _head("atlas_request_seconds", "histogram", "Seconds until an answer was sent.")
        for address, held in seconds:
            yield from held.lines("atlas_request_seconds", f'address="{_safe(address)}"')
        yield from _head("atlas_filter_seconds", "histogram", "Seconds of the server for one change of the selection.")
        yield from self.filters.lines("atlas_filter_seconds")
        yield from _head("atlas_failures_total", "counter", "Errors that nobody expected; the log has each.")
        yield f"atlas_failures_total {self.failures}"


FIGURES = Figures()


def page(catalogs: Catalogs) -> bytes:
    """What `/metrics` answers."""
    lines = [*FIGURES.lines(), *_of_the_moment(catalogs)]
    return ("\n".join(lines) + "\n").encode()


def _of_the_moment(catalogs: Catalogs) -> Iterator[str]:
    sessions = Runtime.instance()._session_mgr.num_active_sessions() if Runtime.exists() else 0
    yield from _gauge("atlas_sessions", "Readers whose page is open.", sessions)
    yield from _gauge("atlas_data_version", "The newest version, as the last look found it.", catalogs.followed())
    yield from _gauge("process_resident_memory_bytes", "Memory of the process.", _memory())
    yield from _gauge("process_open_fds", "Open files and connections.", _open_files())
    yield from _gauge("process_threads", "Threads.", threading.active_count())


def _head(name: str, kind: str, about: str) -> Iterator[str]:
    yield f"# HELP {name} {about}"
    yield f"# TYPE {name} {kind}"


def _gauge(name: str, about: str, value: float | None) -> Iterator[str]:
    """One number of this moment; nothing where the system does not tell it."""
    if value is not None:
        yield from _head(name, "gauge", about)
        yield f"{name} {value}"


def _safe(words: str) -> str:
    return words.translate(_UNSAFE)


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
