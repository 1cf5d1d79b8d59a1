"""What the process gives back to the system of the memory that it no longer uses."""

from __future__ import annotations

import ctypes
from contextlib import suppress

import pyarrow as pa


def begin() -> None:
    """Let Arrow take its memory from the system's own allocator.

    Its usual one returns each page at once and has it made anew for the next table: of a million carriers that takes
    two seconds of the start.
    """
    pa.set_memory_pool(pa.system_memory_pool())


def give_back() -> None:
    """Return what reading and preparing the data has left: of a million carriers a tenth of the process.

    Nobody does it by themselves: Arrow keeps what it had for its next table, and the allocator of Linux for anything.
    """
    pa.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):  # the allocator of another system has no such call
        ctypes.CDLL("libc.so.6").malloc_trim(0)
