"""The limits of making files: how many at once, how many wait, how long one takes, how much memory it gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from g60.contract import settings

# The settings, in the order of `Limits`. Each has its default and its range in the table of settings.
WORKERS, QUEUE, SECONDS, MEMORY, AHEAD = NAMES = (
    *("G60_WORKERS", "G60_QUEUE", "G60_JOB_SECONDS", "G60_WORKER_MB"),
    "G60_WORKERS_AHEAD",
)
DEFAULTS = {name: settings.number(name, {}) for name in NAMES}
RANGES = {name: (settings.BY_NAME[name].least, settings.BY_NAME[name].most) for name in NAMES}
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
    def of(cls, environ: Mapping[str, str] | None = None) -> Limits:
        """The limits that the settings name."""
        found = [settings.number(name, environ) for name in NAMES]
        workers, waiting, seconds, memory_mb, ahead = found
        return cls(workers, waiting, seconds, memory_mb, min(ahead, workers))

    @property
    def files_at_once(self) -> int:
        """How many files are made at the same time: one worker is left over for previews where there are several."""
        return max(1, self.workers - 1)
