"""What one process of the service has done since its start, in numbers, as Prometheus reads them.

Nothing of a visitor is in them: an address is counted by its pattern, as in `/data/{name}`.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterator

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
        yield from head("atlas_requests_total", "counter", "Answers, by the pattern of the address.")
        for (address, method, status), count in answers:
            labels = f'address="{_safe(address)}",method="{_safe(method)}",status="{status}"'
            yield f"atlas_requests_total{{{labels}}} {count}"
        yield from head("atlas_request_seconds", "histogram", "Seconds until an answer was sent.")
        for address, held in seconds:
            yield from held.lines("atlas_request_seconds", f'address="{_safe(address)}"')
        yield from head("atlas_filter_seconds", "histogram", "Seconds of the server for one change of the selection.")
        yield from self.filters.lines("atlas_filter_seconds")
        yield from head("atlas_failures_total", "counter", "Errors that nobody expected; the log has each.")
        yield f"atlas_failures_total {self.failures}"


FIGURES = Figures()


def head(name: str, kind: str, about: str) -> Iterator[str]:
    """The two lines before a number: what it is, and of which kind."""
    yield f"# HELP {name} {about}"
    yield f"# TYPE {name} {kind}"


def _safe(words: str) -> str:
    return words.translate(_UNSAFE)
