"""The process that reads an untrusted file: bytes come on standard input, sheets go out as JSON."""

from __future__ import annotations

import ctypes
import errno
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

if sys.platform != "win32":
    import resource

MEMORY_MOST = 400_000_000
OPEN_FILES_MOST = 64
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
# What a reader has no business with, as Python names it to its audit hook.
_REFUSED = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "ftplib.", "urllib.Request")


def main() -> None:
    """Do what the call asks for with what comes on standard input: `read` a file, or `mark` a workbook."""
    seconds, task, *rest = sys.argv[1:]
    data = sys.stdin.buffer.read()
    is_mark = task == "mark"
    answer = _marked(data, int(rest[0]), int(seconds)) if is_mark else _read(data, rest[0], int(seconds))
    sys.stdout.buffer.write(answer)


def _read(data: bytes, kind: str, seconds: int) -> bytes:
    # The libraries are loaded before the limits hold; the file is touched only after.
    from g60.record.intake import readers  # noqa: PLC0415
    from g60.record.intake.sheets import ROWS_MOST, FileRefusedError  # noqa: PLC0415

    try:
        read = readers.reader(kind)
        _limit(seconds)
        reading = read(data, kind)
        if sum(len(sheet.rows) for sheet in reading.sheets) > ROWS_MOST:
            raise FileRefusedError("rows", most=ROWS_MOST)
        return _json(reading.as_json())
    except FileRefusedError as refusal:
        return _json({"refused": refusal.reason, "values": refusal.values})
    except MemoryError:
        return _json({"refused": "heavy", "values": {"seconds": seconds}})


def _json(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _marked(data: bytes, length: int, seconds: int) -> bytes:
    from g60.contract.causes import cause  # noqa: PLC0415
    from g60.record.intake import marking  # noqa: PLC0415
    from g60.record.intake.apart import UNWRITTEN  # noqa: PLC0415

    order = json.loads(data[:length])
    try:
        # Each sheet is put together in a temporary file.
        _limit(seconds, MEMORY_MOST, tempfile.gettempdir())
        return marking.marked(data[length:], order["marks"], order["sheets"])
    except OSError as error:
        if error.errno in (None, errno.EFBIG):  # not the folder's fault: refused here, or larger than is allowed
            raise
        return UNWRITTEN + cause(error).encode()


def _limit(seconds: int, file_size: int = 0, writable: str = "") -> None:
    """Bound what this process can do from here on; it writes files only below `writable`.

    Windows has no such bounds of memory and files: there the parent's clock ends the process.
    """
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        # What the libraries have reserved of the address space is no memory yet.
        reserved = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (reserved + MEMORY_MOST, reserved + MEMORY_MOST))
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
        resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES_MOST, OPEN_FILES_MOST))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # A network of its own, with nothing in it, where the system lets a process have one.
        ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET)

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(_REFUSED):
            raise PermissionError(event)
        writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
        if writes and not (writable and str(arguments[0]).startswith(writable)):
            raise PermissionError(str(arguments[0]))

    sys.addaudithook(watch)


if __name__ == "__main__":
    main()
