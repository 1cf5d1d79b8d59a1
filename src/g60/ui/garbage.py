"""Garbage of sessions that have ended, collected now and then.

Streamlit leaves an event loop with three open files for each session, in a cycle that only a full collection finds. It
would run one after each run of a page (`runner.postScriptGC`), which makes each filter wait; Python itself runs one too
seldom where memory does not grow. Once a minute is enough for the files and is noticed by nobody.
"""

from __future__ import annotations

import gc
from threading import Event, Thread

EVERY_S = 60.0


class Collecting:
    """A thread that collects garbage until it is told to end."""

    def __init__(self, every: float = EVERY_S) -> None:
        self._every = every
        self._ended = Event()
        self._thread = Thread(target=self._collect, daemon=True)
        self._thread.start()

    def _collect(self) -> None:
        while not self._ended.wait(self._every):
            gc.collect()

    def end(self) -> None:
        """End the thread; a collection that runs is waited for."""
        self._ended.set()
        self._thread.join()
