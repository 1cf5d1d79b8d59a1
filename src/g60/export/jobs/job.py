"""A job: one file that is asked for, from the queue to its bytes."""

from __future__ import annotations

import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any

from g60.contract.causes import cause
from g60.contract.errors import G60Error, RefusedError

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
ENDED = frozenset({DONE, FAILED, CANCELLED})
PART = 1_000_000  # bytes that are handed on at once
# A job that nobody asks for, and a file that nobody fetches, is given up after so many seconds.
FORGOTTEN, KEPT = 30.0, 180.0


@dataclass(frozen=True, slots=True)
class Made:
    """What has come out, where its name and its media type are known only then."""

    content: bytes
    file: str
    kind: str


@dataclass(frozen=True, slots=True)
class Work:
    """A function of a module, and what it is given after its `Progress`; both are sent to a worker.

    `quick` work takes a second or two and goes before files. `file` and `kind` are the name and the media type of what
    comes out, where they are known.
    """

    make: Callable[..., bytes | Made]
    given: tuple[Any, ...]
    quick: bool = False
    file: str = ""
    kind: str = "application/octet-stream"


@dataclass(eq=False)
class Job:
    """One piece of work in the queue. Only the queue changes its state.

    `asked_at`: when somebody last asked for it; a job that nobody asks for any more is given up.
    """

    work: Work
    token: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    state: str = WAITING
    progress: tuple[int, int, str] = (0, 0, "")
    file: str = ""
    kind: str = ""
    error: G60Error | None = None
    size: int = 0
    asked_at: float = field(default_factory=time.monotonic)
    started_at: float = 0.0
    ended_at: float = 0.0
    bytes_of: IO[bytes] | None = None
    _ended: threading.Event = field(default_factory=threading.Event)
    _reading: threading.Lock = field(default_factory=threading.Lock)

    @property
    def has_ended(self) -> bool:
        """Whether nothing more becomes of it."""
        return self.state in ENDED

    def wait(self, seconds: float) -> bool:
        """Wait for its end; whether it has come. Whoever waits asks for the job."""
        self.asked_at = time.monotonic()
        return self._ended.wait(seconds)

    def tell(self, done: int, total: int, name: str) -> None:
        """How far it is."""
        self.progress = done, total, name

    def parts(self) -> Iterator[bytes]:
        """The bytes of the file, part by part; raises RefusedError where they are no longer kept."""
        place = 0
        while place < self.size:
            with self._reading:
                if self.bytes_of is None:
                    raise RefusedError("queue_gone", minutes=int(KEPT // 60))
                self.bytes_of.seek(place)
                part = self.bytes_of.read(PART)
            self.asked_at = time.monotonic()
            place += len(part)
            yield part

    def content(self) -> bytes:
        """The whole file; raises the job's error where there is none."""
        if self.state != DONE:
            raise self.error or RefusedError("queue_cancelled")
        return b"".join(self.parts())

    # By the queue alone -----------------------------------------------------------------------------

    def end(self, state: str, error: G60Error | None = None) -> None:
        """It has come to an end."""
        if not self.has_ended:
            self.state, self.error, self.ended_at = state, error, time.monotonic()
            self._ended.set()

    def forget(self) -> None:
        """Give up the bytes."""
        with self._reading:
            if self.bytes_of is not None:
                self.bytes_of.close()
                self.bytes_of = None


def empty_file() -> IO[bytes]:
    """A file without a name, which is gone with the process however that ends; raises RefusedError."""
    with on_disk():
        return tempfile.TemporaryFile(prefix="g60-")


@contextmanager
def on_disk() -> Iterator[None]:
    """Where the temporary folder has no room for what is written, RefusedError says so."""
    try:
        yield
    except OSError as error:
        raise RefusedError("queue_disk", detail=cause(error)) from error
