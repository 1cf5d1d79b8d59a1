"""The queue of jobs and the workers that do them: in order, a bounded number, each for a bounded time."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from g60.contract.errors import G60Error, RefusedError
from g60.export.jobs.job import (
    CANCELLED,
    DONE,
    FAILED,
    FORGOTTEN,
    KEPT,
    RUNNING,
    WAITING,
    Job,
    Work,
    empty_file,
)
from g60.export.jobs.limits import Limits
from g60.export.jobs.process import Worker, WorkerGoneError

# After so many jobs a worker gives way to a new one: what libraries keep does not add up without end.
JOBS_OF_A_WORKER = 200
LOOK = 0.2
LOG = logging.getLogger("atlas.jobs")


@dataclass
class Counters:
    """How many jobs have been taken, refused, done, failed and cancelled, and workers started, since the start."""

    taken: int = 0
    refused: int = 0
    done: int = 0
    failed: int = 0
    cancelled: int = 0
    workers_started: int = 0


@dataclass(eq=False)
class _Place:
    """A worker with what it does now."""

    worker: Worker
    job: Job | None = None
    jobs: int = 0


class Queue:
    """The jobs of one process. Its methods may be called from any thread.

    `prepare` is what a new worker does before its first job, so that this one does not wait for data and libraries.
    """

    def __init__(self, limits: Limits, prepare: Callable[[], Work] | None = None) -> None:
        self.limits = limits
        self.counters = Counters()
        self._prepare = prepare
        self._lock = threading.RLock()
        self._wake = threading.Event()
        self._waiting: list[Job] = []
        self._known: dict[str, Job] = {}
        self._places: list[_Place] = []
        self._keeper: threading.Thread | None = None
        self._closed = False

    # For whoever asks --------------------------------------------------------------------------------

    def add(self, work: Work) -> Job:
        """Put work into the queue; raises RefusedError where the queue is full."""
        with self._lock:
            # A job that waits for a worker to be ready takes nobody's place in the queue.
            starting = sum(place.job is not None and place.job.token not in self._known for place in self._places)
            if self._closed or len(self._waiting) >= self.limits.waiting + starting:
                self.counters.refused += 1
                raise RefusedError("queue_full", waiting=len(self._waiting))
            job = Job(work)
            self.counters.taken += 1
            self._known[job.token] = job
            self._waiting.append(job)
            self._hand_out()
        return job

    def find(self, token: str) -> Job | None:
        """The job of a token; None where there is none, or none any more."""
        with self._lock:
            return self._known.get(token)

    def place(self, job: Job) -> int:
        """How many are served before it, and it: 1 is the next one; 0 once it does not wait any more."""
        with self._lock:
            before = self._in_order()
            return before.index(job) + 1 if job in before else 0

    def cancel(self, job: Job, error: G60Error | None = None) -> None:
        """Give a job up, in the middle of it too; with an error it has failed, otherwise it was taken back."""
        with self._lock:
            if job.has_ended:
                return
            self._count_end(job, FAILED if error else CANCELLED, error)
            if job in self._waiting:
                self._waiting.remove(job)
            for place in self._places:
                if place.job is job:
                    place.worker.stop()  # its thread notices, and another worker takes its place
            self._hand_out()

    def drop(self, job: Job) -> None:
        """Give a job up that nobody wants any more, where that spares work: what is under way goes on to its end."""
        with self._lock:
            if job.state == WAITING:
                self.cancel(job)

    # For whoever watches -----------------------------------------------------------------------------

    @property
    def waiting(self) -> int:
        """How many jobs wait."""
        return len(self._waiting)

    @property
    def running(self) -> int:
        """How many jobs are being done."""
        with self._lock:
            return sum(place.job is not None for place in self._places)

    @property
    def workers(self) -> int:
        """How many workers are there."""
        with self._lock:
            return sum(place.worker.is_alive for place in self._places)

    def memory_mb(self) -> int:
        """What all workers occupy together, in MB."""
        with self._lock:
            return sum(place.worker.memory_mb() for place in self._places)

    # The life of the queue ---------------------------------------------------------------------------

    def start_ahead(self) -> None:
        """Start the workers that are to be ready before the first job."""
        with self._lock:
            while not self._closed and len(self._places) < self.limits.ahead:
                place = self._start()
                if place is None:
                    return
                if ready := self._preparation():
                    self._begin(place, ready)

    def close(self) -> None:
        """End all workers; jobs that are not done fail."""
        with self._lock:
            self._closed = True
            for job in [*self._known.values()]:
                self.cancel(job, RefusedError("queue_closed"))
                job.forget()
            self._known.clear()
            places, self._places = self._places, []
            self._wake.set()
        for place in places:
            place.worker.close()

    # Inside (with the lock held, but for threads of their own) ----------------------------------------

    def _in_order(self) -> list[Job]:
        """The waiting jobs as they are served: what is quick before files, else as they came."""
        return sorted(self._waiting, key=lambda job: not job.work.quick)

    def _hand_out(self) -> None:
        """Give each free worker the next job that may run; start a worker where there are too few."""
        for dead in [place for place in self._places if place.job is None and not place.worker.is_alive]:
            self._places.remove(dead)
            dead.worker.close()
        while not self._closed:
            files = sum(place.job is not None and not place.job.work.quick for place in self._places)
            may_run = [job for job in self._in_order() if job.work.quick or files < self.limits.files_at_once]
            free = next((place for place in self._places if place.job is None), None)
            if not may_run or (free is None and len(self._places) >= self.limits.workers):
                return
            job, place = may_run[0], free or self._start()
            if place is None and self._places:
                return  # it waits for one of the workers there are
            self._waiting.remove(job)
            job.state, job.started_at = RUNNING, time.monotonic()
            if place is None:
                self._count_end(job, FAILED, RefusedError("queue_no_worker"))
            else:
                self._begin(place, job)

    def _start(self) -> _Place | None:
        """The place of a new worker; None where the system has no process to give."""
        try:
            place = _Place(Worker(self.limits.memory_mb))
        except OSError as error:
            LOG.error("no worker: %s", error.strerror, exc_info=error)
            return None
        self.counters.workers_started += 1
        self._places.append(place)
        return place

    def _preparation(self) -> Job | None:
        """What makes a new worker ready, as a job; without one it only needs longer for its first file."""
        try:
            work = self._prepare() if self._prepare else None
        except Exception as error:  # the server starts without it, and a thread goes on
            LOG.error("failed", exc_info=error)
            return None
        return Job(work, state=RUNNING, started_at=time.monotonic()) if work else None

    def _begin(self, place: _Place, job: Job) -> None:
        """Have a worker do a job, in a thread of its own."""
        self._keep_watch()
        place.job = job
        try:
            threading.Thread(target=self._do, args=(place, job), name="job", daemon=True).start()
        except RuntimeError as error:  # the system has no thread to give
            LOG.error("no thread", exc_info=error)
            place.job = None
            self._count_end(job, FAILED, RefusedError("queue_no_worker"))

    def _do(self, place: _Place, job: Job) -> None:
        """A thread: have a worker do its job; take the next one, or put another worker into its place."""
        file: IO[bytes] | None = None
        error: G60Error | None = None
        is_sound = True
        try:
            file = empty_file()
            job.size, job.file, job.kind = place.worker.make(job.work, file, job.tell)
        except WorkerGoneError:
            error = RefusedError("queue_worker_gone")
        except G60Error as refused:
            error = refused
        except Exception as unexpected:  # a thread that ended here would keep its place for ever
            LOG.error("failed", exc_info=unexpected)
            error, is_sound = RefusedError("queue_failed"), False
        place.jobs += 1
        with self._lock:
            place.job = None
            if error is None and not job.has_ended:
                job.bytes_of = file
            elif file is not None:
                with suppress(OSError):  # what was not yet written may have no room on the disk
                    file.close()
            self._count_end(job, FAILED if error else DONE, error)
            is_spent = place.jobs >= JOBS_OF_A_WORKER or place.worker.memory_mb() > self.limits.memory_mb // 2
            is_sound = is_sound and place.worker.is_alive and (error is None or error.code not in _GONE)
            gone = is_spent or not is_sound
            if gone and place in self._places:
                self._places.remove(place)
            self._hand_out()
            # A worker that cannot be made ready would be started again and again: it is, with the next file.
            if gone and (is_sound or job.token in self._known):
                self.start_ahead()
        if gone:
            place.worker.close()

    def _count_end(self, job: Job, state: str, error: G60Error | None) -> None:
        if job.has_ended:
            return
        job.end(state, error)
        if job.token in self._known:  # and not a worker's preparation
            counted = {DONE: "done", FAILED: "failed", CANCELLED: "cancelled"}[state]
            setattr(self.counters, counted, getattr(self.counters, counted) + 1)

    # The watch -----------------------------------------------------------------------------------------

    def _keep_watch(self) -> None:
        if self._keeper is None:
            keeper = threading.Thread(target=self._watch, name="jobs", daemon=True)
            with suppress(RuntimeError):  # the system has no thread to give: the next job asks again
                keeper.start()
                self._keeper = keeper

    def _watch(self) -> None:
        """A thread: end what takes too long or is asked for by nobody; forget what was not fetched."""
        while not self._wake.wait(LOOK):
            with self._lock:
                now = time.monotonic()
                # A worker's preparation has a place and is known to nobody.
                for place in [*self._places]:
                    self._look_after(place, now)
                for job in [*self._known.values()]:
                    self._look_at(job, now)

    def _look_after(self, place: _Place, now: float) -> None:
        job = place.job
        if job is not None and now - job.started_at > self.limits.seconds:
            self.cancel(job, RefusedError("queue_too_long", most=int(self.limits.seconds)))
        elif job is not None and place.worker.memory_mb() > self.limits.memory_mb:
            self.cancel(job, RefusedError("queue_memory", most=self.limits.memory_mb))

    def _look_at(self, job: Job, now: float) -> None:
        if not job.has_ended and now - job.asked_at > FORGOTTEN:
            self.cancel(job)
        elif job.has_ended and now - max(job.ended_at, job.asked_at) > KEPT:
            job.forget()
            del self._known[job.token]


# After these errors a worker's memory or its answers cannot be relied on: another one takes its place.
_GONE = ("queue_worker_gone", "queue_memory", "queue_large", "queue_disk")
