"""The limits of making files: how many at once, how many wait, how long one takes, how much memory it gets."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

# Each setting with its default and the least and the largest value that is taken; any other value is as if not set.
WORKERS, QUEUE, SECONDS, MEMORY, AHEAD = (
    *("G60_WORKERS", "G60_QUEUE", "G60_JOB_SECONDS", "G60_WORKER_MB"),
    "G60_WORKERS_AHEAD",
)
DEFAULTS = {WORKERS: min(4, max(2, os.cpu_count() or 2)), QUEUE: 20, SECONDS: 300, MEMORY: 1500, AHEAD: 1}
RANGES = {WORKERS: (1, 64), QUEUE: (1, 1000), SECONDS: (1, 86_400), MEMORY: (300, 1_000_000), AHEAD: (0, 64)}
# A file of more bytes is given up.
FILE_BYTES = 500_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a queue keeps to.

    `workers`: processes that make files. `waiting`: jobs that may wait for one. `seconds`: the time that a job gets.
    `memory_mb`: the memory that a worker may ask the system for. `ahead`: workers that are started with the server.
    """

    workers: int = DEFAULTS[WORKERS]
    waiting: int = DEFAULTS[QUEUE]
    seconds: float = DEFAULTS[SECONDS]
    memory_mb: int = DEFAULTS[MEMORY]
    ahead: int = DEFAULTS[AHEAD]

    @classmethod
    def of(cls, settings: Mapping[str, str] = os.environ) -> Limits:
        """The limits that the settings name."""
        found = [_number(settings, name) for name in DEFAULTS]
        workers, waiting, seconds, memory_mb, ahead = found
        return cls(workers, waiting, seconds, memory_mb, min(ahead, workers))

    @property
    def files_at_once(self) -> int:
        """How many files are made at the same time: one worker is left over for previews where there are several."""
        return max(1, self.workers - 1)


def _number(settings: Mapping[str, str], name: str) -> int:
    given = settings.get(name, "").strip()
    least, most = RANGES[name]
    is_number = given.isascii() and given.isdecimal() and len(given) <= 9
    return int(given) if is_number and least <= int(given) <= most else DEFAULTS[name]
