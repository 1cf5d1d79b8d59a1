"""The process that reads an untrusted file: bytes come on standard input, sheets go out as JSON."""

from __future__ import annotations

import ctypes
import json
import resource
import sys
from typing import Any

MEMORY_MOST = 400_000_000
OPEN_FILES_MOST = 64
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
# What a reader has no business with, as Python names it to its audit hook.
_REFUSED = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "ftplib.", "urllib.Request")


def main() -> None:
    """Read standard input within the limits, and write the sheets or the refusal."""
    data = sys.stdin.buffer.read()
    answer = _answer(data, int(sys.argv[1]))
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))


def _answer(data: bytes, seconds: int) -> dict[str, Any]:
    from g60.record.intake.sheets import Refusal  # noqa: PLC0415

    try:
        # The libraries are loaded before the limits hold; the file is touched only after.
        from g60.record.intake import readers  # noqa: PLC0415

        _limit(seconds)
        return readers.read(data).as_json()
    except Refusal as refusal:
        return {"refused": refusal.code, "values": refusal.values}
    except MemoryError:
        return {"refused": "heavy", "values": {"seconds": seconds}}


def _limit(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_MOST, MEMORY_MOST))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES_MOST, OPEN_FILES_MOST))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A network of its own, with nothing in it, where the system lets a process have one.
    ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET)
    sys.addaudithook(_watch)


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_REFUSED):
        raise PermissionError(event)
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        raise PermissionError(str(arguments[0]))


if __name__ == "__main__":
    main()
