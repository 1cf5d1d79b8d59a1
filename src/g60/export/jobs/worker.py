"""A worker: `python -m g60.export.jobs.worker` makes one file after the other, as its parent asks for them.

It is a process of its own, so that a file can be stopped at any moment, has memory of its own, and never holds up the
server. What is asked comes by standard input, what is told goes by standard output; at the end of the input it ends.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import struct
import sys
import threading
import traceback
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any

from g60.contract.errors import G60Error
from g60.export.jobs.job import Made

LENGTH = struct.Struct(">Q")
# So much the more does the system prefer the server, which readers wait for at each click.
NICE = 5


def main(memory_mb: int) -> None:
    """Make files until the input ends."""
    told = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    sys.stdout = sys.stderr
    # A terminal interrupts the whole group of processes; when a worker ends is its parent's affair.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError, AttributeError):  # elsewhere than on POSIX
        os.nice(NICE)
    _limit(memory_mb)
    asked: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_read, args=(sys.stdin.buffer, asked), daemon=True).start()
    _answer(asked.get(), told, memory_mb)
    _limit(memory_mb)  # libraries set aside far more than they use: what they have taken by now does not count
    while True:
        _answer(asked.get(), told, memory_mb)


def _limit(memory_mb: int) -> None:
    """Let the process occupy no more memory than this; what it has set aside and does not use is not counted.

    Where the system does not say what a process has (elsewhere than on Linux), there is no limit.
    """
    try:
        import resource  # noqa: PLC0415 - POSIX alone has it

        lines = Path("/proc/self/status").read_text("utf-8").splitlines()
        held = {line.split(":")[0]: int(line.split()[1]) >> 10 for line in lines if line.endswith(" kB")}
        most = held["VmData"] + max(memory_mb - held["VmRSS"], 0)
        resource.setrlimit(resource.RLIMIT_DATA, (most << 20, resource.RLIM_INFINITY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, KeyError, ValueError):
        return


def _read(given: IO[bytes], asked: SimpleQueue[bytes]) -> None:
    """Take in what is asked. At the end of the input the parent is gone: end at once, in the middle of a file too."""
    while True:
        head = given.read(LENGTH.size)
        if len(head) < LENGTH.size:
            os._exit(0)
        (length,) = LENGTH.unpack(head)
        asked.put(given.read(length))


def _answer(asked: bytes, told: IO[bytes], memory_mb: int) -> None:
    """Make one file and hand it over, or say why there is none."""

    def tell(done: int, total: int, name: str) -> None:
        _say(told, {"done": done, "total": total, "name": name})

    try:
        make, given = pickle.loads(asked)  # our own parent's words
        made = make(tell, *given)
    except G60Error as error:
        _say(told, {"code": error.code, "values": error.values})
    except MemoryError:
        _say(told, {"code": "queue_memory", "values": {"most": memory_mb}})
    except Exception:  # noqa: BLE001 - the next job must not suffer from a bug in this one
        traceback.print_exc()
        _say(told, {"code": "queue_failed", "values": {}})
    else:
        named = {"file": made.file, "kind": made.kind} if isinstance(made, Made) else {}
        content = made.content if isinstance(made, Made) else made
        _say(told, {"size": len(content), **named})
        told.write(content)
        told.flush()


def _say(told: IO[bytes], message: dict[str, Any]) -> None:
    line = json.dumps(message, ensure_ascii=True, default=str).encode()
    told.write(LENGTH.pack(len(line)) + line)
    told.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
