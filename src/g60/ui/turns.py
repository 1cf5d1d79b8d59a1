"""Turns: how many pages are computed at the same time. The others wait for theirs, in the order in which they came.

Python computes one thing at a time. Two hundred scripts at once would each get the smallest of slices, and so would the
loop that answers all readers: it would miss the messages by which connections are kept.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

# So many at once: while one waits for the database or a disk, another one goes on.
AT_ONCE = 2
# A page that takes longer than these seconds goes on and has no turn any more: a large import holds up nobody.
LONGEST = 1.0


class _Turn:
    """One thread's turn: whether it has come, and since when."""

    def __init__(self) -> None:
        self.has_come = threading.Event()
        self.since = 0.0


_lock = threading.Lock()
_waiting: deque[_Turn] = deque()
_held: list[_Turn] = []
_of_thread = threading.local()


def _hand_on() -> None:
    """Give turns to those who wait longest, as many as there are; with the lock held."""
    now = time.monotonic()
    _held[:] = [turn for turn in _held if now - turn.since < LONGEST]
    while _waiting and len(_held) < AT_ONCE:
        turn = _waiting.popleft()
        turn.since = now
        _held.append(turn)
        turn.has_come.set()


def _take() -> _Turn:
    turn = _Turn()
    with _lock:
        _waiting.append(turn)
        _hand_on()
    while not turn.has_come.wait(LONGEST):
        with _lock:
            _hand_on()
    return turn


def _give_back(turn: _Turn) -> None:
    with _lock:
        if turn in _held:
            _held.remove(turn)
        _hand_on()


@contextmanager
def turn() -> Iterator[None]:
    """A turn, for as long as the block takes; a block within another one has its turn already."""
    if getattr(_of_thread, "turn", None) is not None:
        yield
        return
    _of_thread.turn = _take()
    try:
        yield
    finally:
        _give_back(_of_thread.turn)
        _of_thread.turn = None


@contextmanager
def aside() -> Iterator[None]:
    """Let the others go on while this thread waits for something; afterwards it waits for its turn again."""
    held = getattr(_of_thread, "turn", None)
    if held is not None:
        _give_back(held)
    try:
        yield
    finally:
        if held is not None:
            _of_thread.turn = _take()
