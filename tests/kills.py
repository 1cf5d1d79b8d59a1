"""`python -m tests.kills URL COUNT SEED`: a child publishes and is killed at a random moment, COUNT times.

Prints one JSON object: how often the draft was still open and how often it was published, and everything that was
wrong after a kill. It is a program of its own, with one thread, so that it may fork.

The latest moment follows what is found, as in an up-and-down test: later after a draft that was still open, earlier
after one that was published. So about half of the kills come before the commit, however busy the machine becomes.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable

from g60.record import database, drafts, people, publishing, versions
from g60.record.backup import wrong_versions
from g60.record.people import Person
from tests.small_record import SmallSource, drafted

# What the latest moment of a kill is multiplied or divided by.
STEP = 1.2


def main(url: str, count: int, seed: int) -> dict[str, object]:
    """What happened."""
    dice = random.Random(seed)
    versions.begin(SmallSource(), url)
    editor = people.local_person(url)
    # What a child would have to load before it can publish.
    importlib.import_module("alembic.command")
    latest = _publishing_seconds(editor, url)
    tally: dict[str, object] = {"open": 0, "published": 0, "wrong": [], "seconds": latest}
    number = drafted(editor, "名称 0", url)
    for turn in range(count):
        before = versions.newest(url)
        database.forget()
        child = _forked(lambda draft=number: publishing.publish(editor, draft, "试", url))  # type: ignore[misc]
        time.sleep(dice.uniform(0, latest))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        state, wrong = _found(editor, number, before, url)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status):
            wrong.append("the publication failed by itself")
        latest = latest * STEP if state == "open" else latest / STEP
        tally[state] = int(str(tally[state])) + 1
        tally["wrong"] += [f"{turn}: {words}" for words in wrong]  # type: ignore[operator]
        if state == "published":
            number = drafted(editor, f"名称 {turn + 1}", url)
    tally["fingerprints"] = wrong_versions(url)
    return tally


def _publishing_seconds(editor: Person, url: str) -> float:
    """How long a child takes to publish, the median of three."""
    took = []
    for turn in range(3):
        number = drafted(editor, f"先 {turn}", url)
        database.forget()
        began = time.monotonic()
        _, status = os.waitpid(_forked(lambda draft=number: publishing.publish(editor, draft, "试", url)), 0)  # type: ignore[misc]
        assert os.waitstatus_to_exitcode(status) == 0
        took.append(time.monotonic() - began)
    return sorted(took)[1]


def _forked(act: Callable[[], object]) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        act()
        code = 0
    finally:
        if code:
            traceback.print_exc()
        os._exit(code)


def _found(editor: Person, number: int, before: int, url: str) -> tuple[str, list[str]]:
    """The draft's state after a kill, and what is neither the old version whole nor the new one whole."""
    wrong = []
    # PostgreSQL may still be rolling back, or committing, what the child had sent: wait for its turn to end.
    with database.writing(url):
        pass
    known = versions.versions(url)
    draft = drafts.draft(editor, number, url)
    if known[0].number != before + (draft.state == "published"):
        wrong.append(f"version {known[0].number} after {before}, and the draft is {draft.state}")
    if draft.state == "published" and draft.version != known[0].number:
        wrong.append(f"the draft became {draft.version}")
    if [step.kind for step in drafts.steps(editor, number, url)] != ["edit"]:
        wrong.append("the draft's steps are not there")
    with database.reading(url) as connection:
        rows = versions.rows_at(connection, known[0].number)
    total = sum(versions.row_hash(place, row.position, versions.as_json(row.cells)) for place, row in rows.items())
    if versions.fingerprint_text(total) != known[0].fingerprint:
        wrong.append("the rows are not those of the version")
    return draft.state, wrong


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
