"""The limits of making files: how many at once, how many wait, how long one takes, how much memory it gets."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from g60.contract.settings import given, number

# A file of more bytes is given up.
FILE_BYTES = 500_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a queue keeps to.

    `workers`: processes that make files. `waiting`: jobs that may wait for one. `seconds`: the time that a job gets.
    `memory_mb`: the memory that a worker may occupy. `ahead`: workers that are started with the server.
    """

    workers: int
    waiting: int
    seconds: float
    memory_mb: int
    ahead: int

    @classmethod
    def of(cls, environ: Mapping[str, str] | None = None) -> Limits:
        """The limits that the settings name. Without one there are as many workers as cores, from two to four."""
        workers = int(given("G60_WORKERS", environ) or min(4, max(2, os.cpu_count() or 2)))
        waiting, seconds = number("G60_QUEUE", environ), number("G60_JOB_SECONDS", environ)
        ahead = min(number("G60_WORKERS_AHEAD", environ), workers)
        return cls(workers, waiting, seconds, number("G60_WORKER_MB", environ), ahead)

    @property
    def files_at_once(self) -> int:
        """How many files are made at the same time: one worker is left over for previews where there are several."""
        return max(1, self.workers - 1)
