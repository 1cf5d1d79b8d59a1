"""Turns: how many pages are computed at the same time. The others wait for theirs, in the order in which they came.

Python computes one thing at a time. Two hundred scripts at once would each get the smallest of slices, and so would the
loop that answers all readers: it would miss the messages by which connections are kept.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

# So many at once: while one waits for the database or a disk, another one goes on.
AT_ONCE = 2
# Who has waited for so many seconds goes on without a turn: what holds up the others must not hold up everybody.
PATIENCE = 4.0
_turns = threading.BoundedSemaphore(AT_ONCE)
_of_thread = threading.local()


@contextmanager
def turn() -> Iterator[None]:
    """A turn, for as long as the block takes."""
    _of_thread.has_turn = _turns.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        if _of_thread.has_turn:
            _turns.release()
        _of_thread.has_turn = False


@contextmanager
def aside() -> Iterator[None]:
    """Let the others go on while this thread waits for something; afterwards it waits for its turn again."""
    if not getattr(_of_thread, "has_turn", False):
        yield
        return
    _turns.release()
    _of_thread.has_turn = False
    try:
        yield
    finally:
        _of_thread.has_turn = _turns.acquire(timeout=PATIENCE)
