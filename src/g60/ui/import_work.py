"""One import that a reader works on: the file, what was answered, and what it comes to, worked out beside the page.

The record keeps it, so that it goes on in another session; here stands what is costly to make again.
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Thread
from typing import Any, Generic, Protocol, Self, TypeVar

import streamlit as st

from g60.contract.errors import G60Error
from g60.record import imports
from g60.record.imports import Import
from g60.record.intake import again, apart
from g60.record.intake.examine import Outcome, examine_reading
from g60.record.intake.findings import Answers, Finding
from g60.record.intake.known import Known
from g60.record.intake.saving import About
from g60.record.intake.sheets import FileRefusedError, Reading
from g60.record.intake.told import told_of
from g60.record.people import Person
from g60.record.versions import SHIPPED, RecordSource, is_recorded, newest
from g60.ui.asked import catalogs

READING, CHECKING, READY, STOPPED, FAILED = "reading", "checking", "ready", "stopped", "failed"
# The key of this session's import.
WORK = "import_work"
# For so long a page waits for the answer before it shows progress instead.
PATIENCE_S = 1.2
# Steps back that are kept.
BEFORE_MOST = 200


class StoppedError(Exception):
    """The reader has cancelled the work."""


@dataclass(slots=True)
class Turn:
    """One run of the work in a thread of its own; a later one takes its place."""

    phase: str = READING
    done: int = 0
    count: int = 0
    stopped: bool = False
    error: G60Error | None = None

    def progress(self, done: int, count: int) -> None:
        """Note how far the work is; raises StoppedError once it was cancelled."""
        self.done, self.count = done, count
        if self.stopped:
            raise StoppedError


class Examined(Protocol):
    """What a file comes to, of whatever kind it is."""

    refused: FileRefusedError | None

    @property
    def held(self) -> list[Finding]:
        """The errors and the open questions."""


Found = TypeVar("Found", bound=Examined)


@dataclass(slots=True)
class Job(ABC, Generic[Found]):
    """An import: what came, what was said of it, what it comes to."""

    number: int
    of_list: str
    file: str
    data: bytes
    answers: Answers = field(default_factory=Answers)
    about: About = field(default_factory=About)
    remove: dict[str, str] = field(default_factory=dict)  # bodies that are to go, each with the reason
    before: list[Answers] = field(default_factory=list)
    sent: Reading | None = None  # the file that this one was sent in again for
    reading: Reading | None = None
    outcome: Found | None = None
    said: Answers = field(default_factory=Answers)  # with which the outcome was made
    turn: Turn = field(default_factory=Turn)
    draft: int = 0  # that it was saved as
    why: str = ""  # it was saved
    shown: dict[str, int] = field(default_factory=dict)  # how many lines of each long list

    @classmethod
    def of(cls, held: Import, data: bytes) -> Self:
        """The work on an import that the record keeps."""
        draft = held.draft or 0 if held.state == imports.SAVED else 0
        return cls(
            held.number, held.list, held.file_name, data, held.answers, held.about, dict(held.remove), draft=draft
        )

    @property
    def busy(self) -> bool:
        """Whether the work goes on in its thread."""
        return not self.draft and self.turn.phase in (READING, CHECKING)

    def begin(self) -> None:
        """Read the file, if that was not done, and check it; waits for a short time for the result."""
        self.turn.stopped = True
        turn = self.turn = Turn(READING if self.reading is None else CHECKING)
        thread = Thread(target=self._run, args=(turn, catalogs().url), daemon=True)
        thread.start()
        thread.join(PATIENCE_S)

    def say(self, answers: Answers) -> None:
        """Take answers in, and check again."""
        if answers != self.answers:
            self.before = [*self.before, self.answers][-BEFORE_MOST:]
            self.answers = answers
            self.begin()

    def undo(self) -> None:
        """Take the last answer back."""
        if self.before:
            self.answers = self.before.pop()
            self.begin()

    def stop(self) -> None:
        """Cancel the work that goes on; what there was before stays."""
        self.turn.stopped = True
        self.turn.phase = STOPPED if self.outcome is None else READY
        if self.outcome is not None:
            self.answers = self.said

    def keep(self, person: Person) -> None:
        """Let the record keep what was said so far, and what it comes to. Raises RefusedError, DatabaseError."""
        outcome = self.outcome if not self.busy else None
        told = None if outcome is None or outcome.refused else self.told(outcome)
        url = catalogs().url
        imports.answer(person, self.number, self.answers, url, about=self.about, remove=self.remove, outcome=told)

    @abstractmethod
    def told(self, outcome: Found) -> Mapping[str, Any]:
        """What the record keeps of an outcome."""

    @abstractmethod
    def examined(self, turn: Turn, url: str, reading: Reading) -> Found:
        """The outcome of a file that was read, by the answers there are."""

    @abstractmethod
    def carried(self, before: Reading, after: Reading) -> Answers:
        """The answers that still fit a file that was sent in again."""

    @abstractmethod
    def refused(self, refusal: FileRefusedError) -> Found:
        """The outcome of a file that cannot be read."""

    def taken(self, outcome: Found) -> None:
        """Take an outcome as the one that is shown."""
        self.outcome = outcome

    def _run(self, turn: Turn, url: str) -> None:
        try:
            outcome = self._outcome(turn, url)
        except StoppedError:
            return
        except FileRefusedError as refusal:
            outcome = self.refused(refusal)
        except G60Error as error:
            turn.error, turn.phase = error, FAILED
            return
        except Exception:
            # A bug must not leave the page waiting for ever; the log has it.
            logging.getLogger(__name__).exception("import of a file of %s bytes", len(self.data))
            turn.phase = FAILED
            return
        if self.turn is turn and not turn.stopped:
            self.said = self.answers
            self.taken(outcome)
            turn.phase = READY

    def _outcome(self, turn: Turn, url: str) -> Found:
        turn.progress(0, 0)
        if self.reading is None:
            self.reading = apart.read(self.data, lambda: turn.progress(0, 0))
        if self.sent is not None:
            self.answers, self.sent = self.carried(self.sent, self.reading), None
        turn.phase = CHECKING
        return self.examined(turn, url, self.reading)


@dataclass(slots=True)
class Work(Job[Outcome]):
    """An import of a list of carriers."""

    known: Known | None = None
    version: int = 0

    def told(self, outcome: Outcome) -> Mapping[str, Any]:
        """What the record keeps: rows, changes and questions, county by county."""
        return told_of(outcome, {})

    def examined(self, turn: Turn, url: str, reading: Reading) -> Outcome:
        """The outcome against the newest version of the list."""
        version = newest(url) if is_recorded(url) else SHIPPED
        if self.known is None or version != self.version:
            source = RecordSource(version, url) if version > SHIPPED else catalogs().shipped
            self.known, self.version = Known.of(source, self.of_list), version
        return examine_reading(reading, self.file, self.known, self.answers, turn.progress)

    def carried(self, before: Reading, after: Reading) -> Answers:
        """The answers, without those about cells that are another thing now."""
        return again.carried(self.answers, before, after)

    def refused(self, refusal: FileRefusedError) -> Outcome:
        """The outcome of a file that cannot be read."""
        return Outcome(self.file, refused=refusal)

    def taken(self, outcome: Outcome) -> None:
        """Take an outcome; what it does not remove any more is not ticked."""
        self.outcome = outcome
        self.remove = {key: why for key, why in self.remove.items() if key in outcome.difference.removed}


def job() -> Job[Any] | None:
    """The import that this session works on, of a list or of values."""
    found = st.session_state.get(WORK)
    return found if isinstance(found, Job) else None


def current() -> Work | None:
    """The import of a list that this session works on."""
    found = job()
    return found if isinstance(found, Work) else None


def take(work: Job[Any] | None) -> None:
    """Let this session work on an import; on none."""
    before = job()
    if before is not None and before is not work:
        before.turn.stopped = True
    st.session_state[WORK] = work
