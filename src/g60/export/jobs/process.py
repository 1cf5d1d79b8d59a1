"""The server's end of a worker: it starts the process, hands work to it, takes bytes from it, and ends it."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from g60.contract.errors import RefusedError
from g60.contract.settings import environment
from g60.export.jobs.job import PART, Work, on_disk
from g60.export.jobs.limits import FILE_BYTES
from g60.export.jobs.worker import LENGTH
from g60.export.progress import Progress

MODULE = "g60.export.jobs.worker"
# What a worker says of itself is short; more is none of its words.
WORDS = 1_000_000


# One worker is one thread: it shares the cores with the server and with the other workers.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"), "1")


class WorkerGoneError(Exception):
    """The process has ended, or was ended, before it had answered."""


class Worker:
    """One worker process."""

    def __init__(self, memory_mb: int) -> None:
        settings = environment(**ONE_THREAD, PYTHONPATH=os.pathsep.join(path for path in sys.path if path))
        self.process = subprocess.Popen(
            [sys.executable, "-m", MODULE, str(memory_mb)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=settings,
        )

    @property
    def is_alive(self) -> bool:
        """Whether the process is there."""
        return self.process.poll() is None

    def make(self, work: Work, into: IO[bytes], told: Progress) -> tuple[int, str, str]:
        """Have work done: the number of bytes, which are then in `into`, their file's name and their media type.

        Raises WorkerGoneError, RefusedError.
        """
        given, answers = self.process.stdin, self.process.stdout
        assert given is not None
        assert answers is not None
        asked = pickle.dumps((work.make, work.given))
        try:
            given.write(LENGTH.pack(len(asked)) + asked)
            given.flush()
            while "size" not in (said := self._said(answers)):
                if "code" in said:
                    raise RefusedError(said["code"], **said["values"])
                told(int(said["done"]), int(said["total"]), str(said["name"]))
            size = int(said["size"])
        except (OSError, ValueError) as error:
            raise WorkerGoneError from error
        try:
            self._taken(answers, size, into)
        except RefusedError:
            self.stop()  # what it still sends would be taken for the answer to the next work
            raise
        return size, str(said.get("file", work.file)), str(said.get("kind", work.kind))

    def _said(self, answers: IO[bytes]) -> dict[str, Any]:
        head = answers.read(LENGTH.size)
        if len(head) < LENGTH.size:
            raise WorkerGoneError
        (length,) = LENGTH.unpack(head)
        if length > WORDS:
            raise WorkerGoneError
        said = json.loads(answers.read(length))
        if not isinstance(said, dict):
            raise WorkerGoneError
        return said

    def _taken(self, answers: IO[bytes], size: int, into: IO[bytes]) -> None:
        if size > FILE_BYTES:
            raise RefusedError("queue_large", size=size // 1_000_000, most=FILE_BYTES // 1_000_000)
        left = size
        while left:
            part = answers.read(min(PART, left))
            if not part:
                raise WorkerGoneError
            with on_disk():
                into.write(part)
            left -= len(part)
        with on_disk():
            into.flush()  # or who fetches the file would be the first to see that it is not whole

    def memory_mb(self) -> int:
        """What the process occupies, in MB; 0 where the system does not say."""
        with suppress(OSError, StopIteration, ValueError):
            lines = Path(f"/proc/{self.process.pid}/status").read_text("utf-8").splitlines()
            return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) // 1024
        return 0

    def stop(self) -> None:
        """End the process, whatever it does."""
        with suppress(OSError):
            self.process.kill()

    def close(self) -> None:
        """End the process and give back all that it held here."""
        self.stop()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=10)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
