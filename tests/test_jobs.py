"""Files are made by processes of their own: in order, a bounded number, for a bounded time, with bounded memory."""

import errno
import io
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.errors import RefusedError
from g60.contract.i18n import LANGUAGES, table, text
from g60.export.handouts import HANDOUTS, Order, house_options, quiet
from g60.export.jobs import orders, queue
from g60.export.jobs.job import CANCELLED, DONE, FAILED, RUNNING, WAITING, Job, Work
from g60.export.jobs.limits import Limits
from g60.export.jobs.queue import Queue
from g60.record.held import Held
from tests import job_works
from tests.conftest import GEODATA, ROOT

PATIENCE = 60.0
LIMITS = Limits(workers=1, waiting=3, seconds=30, memory_mb=600, ahead=0)
Make = Callable[..., Queue]


@pytest.fixture
def make() -> Iterator[Make]:
    """Makes queues, which are closed with the test."""
    made: list[Queue] = []

    def one(prepare: Callable[[], Work] | None = None, **limits: float) -> Queue:
        made.append(Queue(replace(LIMITS, **limits), prepare))
        return made[-1]

    yield one
    for each in made:
        each.close()


def ended(job: Job) -> Job:
    assert job.wait(PATIENCE), job.state
    return job


def code_of(job: Job) -> str:
    ended(job)
    assert job.state == FAILED
    assert job.error is not None
    assert all("{" not in text(job.error.code, lang, **job.error.values) for lang in LANGUAGES)
    return job.error.code


def until(reached: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_jobs_are_done_in_order_and_each_has_its_place(make: Make) -> None:
    jobs_of = make()
    first = jobs_of.add(Work(job_works.sleeps, (0.5,)))
    second, third = (jobs_of.add(Work(job_works.echo, (words,))) for words in ("二", "三"))
    hasty = jobs_of.add(Work(job_works.echo, ("hasty",), quick=True))
    assert [jobs_of.place(job) for job in (first, hasty, second, third)] == [0, 1, 2, 3]
    assert (first.state, second.state) == (RUNNING, WAITING)
    assert ended(third).content().decode() == "三"
    assert third.progress == (1, 2, "三")
    assert hasty.ended_at < second.ended_at < third.ended_at
    assert jobs_of.place(third) == 0
    assert (jobs_of.counters.taken, jobs_of.counters.done, jobs_of.counters.workers_started) == (4, 4, 1)


def test_a_full_queue_refuses_in_words(make: Make) -> None:
    jobs_of = make(waiting=2)
    jobs = [jobs_of.add(Work(job_works.sleeps, (5,))) for _ in range(3)]
    with pytest.raises(RefusedError) as refused:
        jobs_of.add(Work(job_works.echo, ("",)))
    assert refused.value.code == "queue_full"
    assert text("queue_full", "en", **refused.value.values).count("2")
    assert jobs_of.counters.refused == 1
    jobs_of.cancel(jobs[1])
    jobs_of.add(Work(job_works.echo, ("",)))  # there is room again


def test_who_waits_for_a_worker_to_be_ready_takes_no_place(make: Make) -> None:
    jobs_of = make(lambda: Work(job_works.sleeps, (1.5,)), ahead=1, waiting=1)
    jobs_of.start_ahead()
    jobs = [jobs_of.add(Work(job_works.echo, ("",))) for _ in range(2)]
    with pytest.raises(RefusedError):
        jobs_of.add(Work(job_works.echo, ("",)))
    assert [ended(job).state for job in jobs] == [DONE, DONE]


def test_one_worker_is_left_over_for_previews(make: Make) -> None:
    jobs_of = make(workers=2)
    files = [jobs_of.add(Work(job_works.sleeps, (5,))) for _ in range(2)]
    preview = jobs_of.add(Work(job_works.echo, ("seen",), quick=True))
    assert ended(preview).content() == b"seen"
    assert [job.state for job in files] == [RUNNING, WAITING]


@pytest.mark.parametrize(
    ("work", "code"),
    [
        (Work(job_works.refuses, ()), "error_scale_form"),
        (Work(job_works.breaks, ()), "queue_failed"),
        (Work(job_works.dies, ()), "queue_worker_gone"),
        (Work(job_works.eats, (2000,)), "queue_memory"),
        (Work(job_works.sleeps, (60,)), "queue_too_long"),
    ],
)
def test_what_goes_wrong_with_a_job_is_said_and_the_next_one_is_done(make: Make, work: Work, code: str) -> None:
    jobs_of = make(seconds=1 if code == "queue_too_long" else 30)
    bad, good = jobs_of.add(work), jobs_of.add(Work(job_works.echo, ("good",)))
    assert code_of(bad) == code
    assert ended(good).content() == b"good"
    replaced = code in ("queue_worker_gone", "queue_memory", "queue_too_long")
    assert jobs_of.counters.workers_started == (2 if replaced else 1)


def test_a_worker_that_is_killed_is_replaced(make: Make) -> None:
    jobs_of = make()
    worker = int(ended(jobs_of.add(Work(job_works.process_id, ()))).content())
    os.kill(worker, 9)
    until(lambda: not jobs_of.workers)
    assert int(ended(jobs_of.add(Work(job_works.process_id, ()))).content()) != worker
    assert (jobs_of.workers, jobs_of.counters.workers_started) == (1, 2)


def test_a_job_is_taken_back_in_the_queue_and_in_the_middle(make: Make) -> None:
    jobs_of = make()
    running, waiting, last = (jobs_of.add(Work(job_works.sleeps, (seconds,))) for seconds in (60, 60, 0))
    jobs_of.drop(running)  # under way: goes on
    assert running.state == RUNNING
    jobs_of.drop(waiting)
    assert waiting.state == CANCELLED
    with pytest.raises(RefusedError):
        waiting.content()
    jobs_of.cancel(running)
    assert running.state == CANCELLED
    assert ended(last).content() == b"slept"


def test_what_nobody_asks_for_is_given_up(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs_of = make()
    done = ended(jobs_of.add(Work(job_works.echo, ("kept",))))
    monkeypatch.setattr(queue, "FORGOTTEN", 0.3)
    monkeypatch.setattr(queue, "KEPT", 0.3)
    left = jobs_of.add(Work(job_works.sleeps, (60,)))
    until(lambda: left.state == CANCELLED)
    until(lambda: jobs_of.find(done.token) is None)
    with pytest.raises(RefusedError) as gone:
        done.content()
    assert gone.value.code == "queue_gone"
    awaited = jobs_of.add(Work(job_works.sleeps, (1,)))
    until(lambda: awaited.wait(0.05))
    assert awaited.state == DONE


def test_a_new_worker_is_ready_before_its_first_job(make: Make) -> None:
    jobs_of = make(lambda: Work(job_works.sleeps, (0.5,)), ahead=1)
    jobs_of.start_ahead()
    until(lambda: jobs_of.running == 0)
    assert jobs_of.workers == 1
    assert jobs_of.counters.done == 0
    assert ended(jobs_of.add(Work(job_works.echo, ("warm",)))).content() == b"warm"
    assert jobs_of.counters.workers_started == 1


def test_a_preparation_that_takes_too_long_gives_its_place_back(make: Make) -> None:
    jobs_of = make(lambda: Work(job_works.sleeps, (600,)), ahead=1, seconds=1)
    jobs_of.start_ahead()
    until(lambda: jobs_of.running == 0)  # whether or not anybody has asked for a file
    assert ended(jobs_of.add(Work(job_works.echo, ("after it",)))).content() == b"after it"
    jobs_of = make(lambda: Work(job_works.sleeps, (600,)), ahead=1, seconds=1)
    jobs_of.start_ahead()
    assert ended(jobs_of.add(Work(job_works.echo, ("waited",)))).content() == b"waited"
    assert (jobs_of.counters.failed, jobs_of.counters.done) == (0, 1)


def test_a_worker_that_dies_of_its_preparation_is_not_started_again_and_again(make: Make) -> None:
    jobs_of = make(lambda: Work(job_works.dies, ()), ahead=1)
    jobs_of.start_ahead()
    until(lambda: jobs_of.running == 0)
    assert (jobs_of.workers, jobs_of.counters.workers_started) == (0, 1)
    assert ended(jobs_of.add(Work(job_works.echo, ("a file",)))).content() == b"a file"


def test_a_worker_is_started_without_a_preparation_that_cannot_be_said(make: Make) -> None:
    def prepare() -> Work:
        raise ZeroDivisionError

    jobs_of = make(prepare, ahead=1)
    jobs_of.start_ahead()
    assert jobs_of.workers == 1
    assert ended(jobs_of.add(Work(job_works.echo, ("cold",)))).content() == b"cold"


def test_work_that_cannot_be_sent_fails_is_logged_and_the_next_one_is_done(
    make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    jobs_of = make()
    for work in (Work(lambda _: b"", ()), Work(job_works.echo, (threading.Lock(),))):
        bad, good = jobs_of.add(work), jobs_of.add(Work(job_works.echo, ("good",)))
        assert code_of(bad) == "queue_failed"
        assert ended(good).content() == b"good"
    until(lambda: jobs_of.running == 0)
    logged = [record for record in caplog.records if record.name == "atlas.jobs"]
    assert [record.message for record in logged] == ["failed", "failed"]
    assert all(record.exc_info for record in logged)


def no_worker(memory_mb: int) -> NoReturn:
    raise BlockingIOError(errno.EAGAIN, f"no process of {memory_mb} MB")


def test_a_file_for_which_no_worker_can_be_started_says_so(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs_of = make(ahead=1)
    with monkeypatch.context() as patched:
        patched.setattr(queue, "Worker", no_worker)
        jobs_of.start_ahead()  # the server starts all the same
        jobs = [jobs_of.add(Work(job_works.echo, ("never",))) for _ in range(2)]
        assert [code_of(job) for job in jobs] == ["queue_no_worker"] * 2
        assert (jobs_of.running, jobs_of.waiting, jobs_of.counters.failed) == (0, 0, 2)
    assert ended(jobs_of.add(Work(job_works.echo, ("again",)))).content() == b"again"


def test_a_file_waits_for_the_workers_there_are_where_no_other_can_be_started(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs_of = make(workers=2)
    first = jobs_of.add(Work(job_works.sleeps, (1,)))
    monkeypatch.setattr(queue, "Worker", no_worker)
    quick = jobs_of.add(Work(job_works.echo, ("second",), quick=True))
    assert (first.state, quick.state, jobs_of.place(quick)) == (RUNNING, WAITING, 1)
    assert ended(quick).content() == b"second"
    # The last worker is gone, and none can be put into its place: who waits for it is told.
    dying, last = (jobs_of.add(Work(make_it, ())) for make_it in (job_works.dies, job_works.process_id))
    assert [code_of(job) for job in (dying, last)] == ["queue_worker_gone", "queue_no_worker"]


def test_a_file_for_which_there_is_no_thread_or_no_room_says_so(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(**_: str) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def no_thread(_: threading.Thread) -> NoReturn:
        raise RuntimeError("can't start new thread")

    jobs_of = make()
    ended(jobs_of.add(Work(job_works.echo, ("first",))))
    until(lambda: jobs_of.running == 0)
    with monkeypatch.context() as patched:
        patched.setattr(tempfile, "TemporaryFile", no_room)
        assert code_of(jobs_of.add(Work(job_works.echo, ("no room",)))) == "queue_disk"
    until(lambda: jobs_of.running == 0)
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", no_thread)
        assert code_of(jobs_of.add(Work(job_works.echo, ("no thread",)))) == "queue_no_worker"
    assert ended(jobs_of.add(Work(job_works.echo, ("again",)))).content() == b"again"


def test_a_disk_that_is_full_is_noticed_before_the_file_is_offered(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def flush(self) -> NoReturn:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    jobs_of = make()
    monkeypatch.setattr(queue, "empty_file", Full)
    assert code_of(jobs_of.add(Work(job_works.echo, ("short",)))) == "queue_disk"


def test_workers_end_with_their_parent() -> None:
    code = (
        "import sys, os; from g60.export.jobs.queue import Queue; from g60.export.jobs.limits import Limits;"
        "from g60.export.jobs.job import Work; from tests import job_works;"
        "q = Queue(Limits.of({'G60_WORKERS': '1'})); job = q.add(Work(job_works.process_id, ())); job.wait(60);"
        "q.add(Work(job_works.sleeps, (600,))); print(job.content().decode(), flush=True); os.kill(os.getpid(), 9)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, cwd=ROOT, env=environment, capture_output=True, text=True
    )
    worker = int(done.stdout)

    def is_gone() -> bool:
        try:
            return Path(f"/proc/{worker}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z"
        except OSError:
            return True

    until(is_gone)


def test_a_file_of_a_worker_is_the_file_of_the_process_itself(catalog: Catalog, make: Make) -> None:
    held = Held(GEODATA, os.environ["DATABASE_URL"], catalog.version, fingerprint=catalog.fingerprint)
    jobs_of = make(lambda: orders.ready(held), memory_mb=1500)
    order = Order(Selection(units=frozenset({"330481"})), View(version=catalog.version), house_options())
    small = replace(order, options=replace(order.options, paper="a4"))
    jobs = [jobs_of.add(orders.handout(held, code, small)) for code in ("csv", "pdf")]
    assert [ended(job).content() for job in jobs] == [
        HANDOUTS[job].make(catalog, small, quiet) for job in ("csv", "pdf")
    ]
    assert [job.kind for job in jobs] == [HANDOUTS[code].media_type for code in ("csv", "pdf")]
    seen = ended(jobs_of.add(orders.sheet_preview(held, small)))
    assert seen.content().startswith(b"\x89PNG")
    other = jobs_of.add(orders.handout(replace(held, fingerprint="of-another-day"), "csv", small))
    assert code_of(other) == "queue_data_changed"


def test_limits_are_what_the_settings_say_and_a_wrong_one_is_as_if_not_set() -> None:
    given = {"G60_WORKERS": "3", "G60_QUEUE": "7", "G60_JOB_SECONDS": "60", "G60_WORKER_MB": "800"}
    assert Limits.of({**given, "G60_WORKERS_AHEAD": "9"}) == Limits(3, 7, 60, 800, 3)
    usual = Limits.of({})
    assert 2 <= usual.workers <= 4
    assert usual.ahead == 1
    for name in (*given, "G60_WORKERS_AHEAD"):
        assert Limits.of({name: "-1"}) == Limits.of({name: "³"}) == usual
    assert [replace(usual, workers=count).files_at_once for count in (1, 2, 4)] == [1, 1, 3]


def test_every_error_of_a_queue_has_its_words() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src/g60/export/jobs").glob("*.py"))
    codes = {part.split('"')[0] for part in source.split('"queue_')[1:]}
    assert {f"queue_{code}" for code in codes} <= set(table())
    assert "full" in codes
