"""Pinyin, asked of a process of its own (`pinyin`), so that its dictionaries are not in the memory of the server.

The process is started with the first question and ended when nobody has asked for a while. One that has died is started
again; where that does not help, names are spelt here and the log says so.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache

import numpy as np

from g60.catalog.pinyin import ASKED, Answer, Syllable, taken, tell
from g60.contract.i18n import DEFAULT_LANGUAGE, text
from g60.contract.settings import environment

# A reader who searches and a clerk who imports ask again within seconds.
IDLE_SECONDS = 60.0
TRIED = 2
NAMES_KEPT = 4096
LOG = logging.getLogger("atlas.pinyin")


class Speller:
    """The process that spells; it is there while somebody asks."""

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        self.idle_seconds = idle_seconds
        self.process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._leaving: threading.Timer | None = None

    def ask(self, what: str, names: Sequence[str]) -> Answer:
        """The answer to one of the questions of `pinyin.ASKED`."""
        error: Exception | None = None
        with self._lock:
            for _ in range(TRIED):
                try:
                    return self._asked(what, names)
                except (OSError, ValueError, EOFError) as raised:
                    error = raised
                    self._end()
        LOG.warning(text("error_pinyin_gone", DEFAULT_LANGUAGE, detail=repr(error)))
        return ASKED[what](names)

    def _asked(self, what: str, names: Sequence[str]) -> Answer:
        process = self.process = self.process or self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        tell(process.stdin, json.dumps([what, list(names)]).encode())
        said, numbers = taken(process.stdout), taken(process.stdout)
        if said is None or numbers is None:
            raise EOFError
        self._leave_later()
        return json.loads(said), numbers

    def _started(self) -> subprocess.Popen[bytes]:
        settings = environment(PYTHONPATH=os.pathsep.join(path for path in sys.path if path))
        command = [sys.executable, "-m", "g60.catalog.pinyin"]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=settings)

    def _leave_later(self) -> None:
        if self._leaving is not None:
            self._leaving.cancel()
        self._leaving = threading.Timer(self.idle_seconds, self.close)
        self._leaving.daemon = True
        self._leaving.start()

    def close(self) -> None:
        """End the process; the next question starts another one."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        process.kill()
        process.wait()


SPELLER = Speller()
atexit.register(SPELLER.close)


def numbered(names: Sequence[str]) -> tuple[list[Syllable], np.ndarray]:
    """The distinct syllables of many names; of each name a 0, then the numbers of its syllables, which count from 1."""
    told, numbers = SPELLER.ask("numbered", names)
    return [tuple(readings) for readings in told], np.frombuffer(numbers, np.uint32)


@lru_cache(maxsize=NAMES_KEPT)
def syllables(name: str) -> tuple[Syllable, ...]:
    """The readings of each syllable of one name, the likely one first."""
    told, numbers = numbered([name])
    return tuple(told[number - 1] for number in numbers[1:].tolist())


def plain_syllables(names: Sequence[str]) -> list[list[str]]:
    """The syllables of each name without tones, in their likely reading; what is no Chinese stands as it is."""
    told, _ = SPELLER.ask("plain", names)
    return [list(found) for found in told]


@lru_cache(maxsize=NAMES_KEPT)
def plain(word: str) -> tuple[str, ...]:
    """The same of one word."""
    return tuple(plain_syllables([word])[0])


def initials(name: str) -> str:
    """The first letters of a name's syllables; what is no Chinese stands as it is, between spaces."""
    (found,), _ = SPELLER.ask("initials", [name])
    return str(found)
