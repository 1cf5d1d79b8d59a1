"""What the process gives back to the system of the memory that it no longer uses."""

from __future__ import annotations

import ctypes
from contextlib import suppress

import pyarrow as pa

# What the allocator of Linux calls its number of arenas, and how many it may have.
ARENAS, ARENAS_MOST = -8, 2


def begin() -> None:
    """Let Arrow take its memory from the system's own allocator, and all threads theirs from a few places.

    Arrow's usual one returns each page at once and has it made anew for the next table: of a million carriers that
    takes two seconds of the start. And where each thread has a place of its own, as on Linux, the masks that a filter
    makes over a long list stay in all of them: for each of fifty visitors 0.8 MB.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    with suppress(OSError, AttributeError):  # another system's allocator has no such call
        ctypes.CDLL("libc.so.6").mallopt(ARENAS, ARENAS_MOST)


def give_back() -> None:
    """Return what reading and preparing the data has left: of a million carriers a tenth of the process.

    Nobody does it by themselves: Arrow keeps what it had for its next table, and the allocator of Linux for anything.
    """
    pa.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):  # the allocator of another system has no such call
        ctypes.CDLL("libc.so.6").malloc_trim(0)
