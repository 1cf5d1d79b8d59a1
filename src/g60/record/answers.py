"""What becomes of a correction: taken into a draft, refused, or asked back, and what its reader replies.

Answers are added and never changed; the last one is the state. Whoever answers names the last answer that they saw,
so that two people never answer one correction without knowing of each other.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from g60.catalog.sources import Source
from g60.contract.errors import RefusedError
from g60.record.corrections import Correction, correction_of
from g60.record.database import LAST_NUMBER, has_begun, now, reading, writing
from g60.record.drafts import change_in, draft_in, start_in
from g60.record.editing import Cell, Given, value_changes
from g60.record.people import Person, name_of, person_in, require
from g60.record.tables import ANSWERS, CORRECTIONS, DRAFTS, PEOPLE
from g60.record.text import clean
from g60.record.versions import begin

NEW, TAKEN, REFUSED, ASKED, REPLIED = "new", "taken", "refused", "asked", "replied"
STATES = (NEW, TAKEN, REFUSED, ASKED, REPLIED)
# In characters.
WORDS_LENGTH = 2000
TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")
# What a draft that takes a value cannot do with: the correction is of something that is no cell of the data.
NO_CELL = ("error_subject_unknown", "error_field_unknown")


class Answer(NamedTuple):
    """One answer: its number, when (UTC), who (empty for the reader), the state, why, and the draft that takes it.

    `version` is the version that the draft became; `discarded` says that the draft was given up.
    """

    number: int
    at: str
    who: str
    state: str
    words: str
    draft: int | None = None
    version: int | None = None
    discarded: bool = False


class Taking(NamedTuple):
    """What a correction is taken with: the value as a cell holds it, its evidence, and why."""

    value: str
    given: Given
    words: str = ""


def new_token() -> str:
    """A secret by which a reader follows a correction."""
    return secrets.token_urlsafe(24)


def kept_token(token: str) -> str:
    """How a secret is kept: as its hash, so that nobody who reads the database can use it. Empty for none."""
    return hashlib.sha256(token.encode()).hexdigest() if TOKEN.fullmatch(token) else ""


def followed(token: str, url: str = "") -> tuple[Correction, list[Answer]]:
    """The correction of a secret, with its answers; raises RefusedError if there is none."""
    secret = kept_token(token)
    if not secret or not has_begun(url, current=True):
        raise RefusedError("error_correction_token")
    with reading(url, current=True) as connection:
        found = _of_secret(connection, secret)
        return found, answers_in(connection, [found.number]).get(found.number, [])


def _of_secret(connection: sa.Connection, secret: str) -> Correction:
    row = connection.execute(sa.select(CORRECTIONS).where(CORRECTIONS.c.token == secret)).mappings().first()
    if row is None:
        raise RefusedError("error_correction_token")
    return correction_of(row)


def answers(numbers: Sequence[int], url: str = "") -> dict[int, list[Answer]]:
    """The answers to some corrections, oldest first; raises DatabaseError."""
    if not numbers or not has_begun(url, current=True):
        return {}
    with reading(url, current=True) as connection:
        return answers_in(connection, numbers)


def answers_in(connection: sa.Connection, numbers: Sequence[int]) -> dict[int, list[Answer]]:
    """The answers to some corrections within a transaction."""
    columns = (ANSWERS, PEOPLE.c.name, PEOPLE.c.blanked_at, DRAFTS.c.version, DRAFTS.c.state.label("draft_state"))
    joined = ANSWERS.outerjoin(PEOPLE, PEOPLE.c.id == ANSWERS.c.person)
    joined = joined.outerjoin(DRAFTS, DRAFTS.c.number == ANSWERS.c.draft)
    asked = sa.select(*columns).select_from(joined).where(ANSWERS.c.correction.in_(numbers)).order_by(ANSWERS.c.number)
    found: dict[int, list[Answer]] = {}
    for row in connection.execute(asked).mappings():
        about = (row["number"], row["at"], name_of(row), row["state"], row["words"], row["draft"], row["version"])
        found.setdefault(row["correction"], []).append(Answer(*about, row["draft_state"] == "discarded"))
    return found


def state_of(given: Sequence[Answer]) -> str:
    """The state that answers give a correction."""
    return given[-1].state if given else NEW


def is_open(given: Sequence[Answer]) -> bool:
    """Whether a correction waits for an answer; one that was taken waits again when its draft was discarded."""
    return state_of(given) in (NEW, ASKED, REPLIED) or (state_of(given) == TAKEN and given[-1].discarded)


def seen(given: Sequence[Answer]) -> int:
    """The number of the last answer that somebody has seen; 0 for none."""
    return given[-1].number if given else 0


def answer(person: Person, number: int, state: str, words: str, *, last: int, url: str = "") -> None:
    """Refuse a correction, or ask its reader back, with the reason or question in words.

    Raises RefusedError without words, if there is no such correction, if somebody else has answered since the answer
    `last`, or if the person may not; DatabaseError if it cannot be stored.
    """
    if state not in (REFUSED, ASKED):
        raise RefusedError("error_answer_state", state=state[:40])
    words = _said(words)
    with writing(url) as connection:
        acting = person_in(connection, person)
        require(acting, "answer")
        _must_be_open(connection, number, last)
        if state == ASKED and not _has_reader(connection, number):
            raise RefusedError("error_correction_no_reader", number=number)
        _keep(connection, number, acting, state, words)


def take(person: Person, number: int, taking: Taking, shipped: Source, name: str, *, last: int, url: str = "") -> int:
    """Take a correction: a new draft named `name` holds the value, and waits to be published; the draft's number.

    Draft, value and answer are one transaction. Raises RefusedError as `answer` and `editing.set_value` do.
    """
    words = _said(taking.words, empty=True)
    require(person, "answer")
    begin(shipped, url)
    with writing(url) as connection:
        acting = person_in(connection, person)
        require(acting, "answer")
        found = _must_be_open(connection, number, last)
        made = start_in(connection, acting, name)
        if taking.value.strip():
            try:
                cell = Cell(found.read.subject, found.read.field)
                changes = value_changes(connection, draft_in(connection, made), cell, taking.value, taking.given)
                change_in(connection, acting, made, changes)
            except RefusedError as error:
                if error.code not in NO_CELL:
                    raise
        _keep(connection, number, acting, TAKEN, words, made)
        return made


def reply(token: str, words: str, url: str = "") -> None:
    """Keep what a reader replies to a question about their correction.

    Raises RefusedError for a secret that is none, without words, or if no question is open; DatabaseError.
    """
    secret, words = kept_token(token), _said(words)
    if not secret or not has_begun(url, current=True):
        raise RefusedError("error_correction_token")
    with writing(url) as connection:
        found = _of_secret(connection, secret)
        if state_of(answers_in(connection, [found.number]).get(found.number, [])) != ASKED:
            raise RefusedError("error_correction_not_asked")
        _keep(connection, found.number, None, REPLIED, words)


def _said(words: str, *, empty: bool = False) -> str:
    words = clean(words)
    if not words and not empty:
        raise RefusedError("error_answer_words")
    if len(words) > WORDS_LENGTH:
        raise RefusedError("error_answer_long", count=len(words), most=WORDS_LENGTH)
    return words


def _must_be_open(connection: sa.Connection, number: int, last: int) -> Correction:
    asked = sa.select(CORRECTIONS).where(CORRECTIONS.c.number == max(0, min(number, LAST_NUMBER)))
    row = connection.execute(asked).mappings().first()
    if row is None:
        raise RefusedError("error_correction_number", number=number)
    given = answers_in(connection, [number]).get(number, [])
    if seen(given) != last or not is_open(given):
        raise RefusedError("error_correction_answered", number=number, name=given[-1].who if given else "")
    return correction_of(row)


def _has_reader(connection: sa.Connection, number: int) -> bool:
    return bool(connection.scalar(sa.select(CORRECTIONS.c.token).where(CORRECTIONS.c.number == number)))


def _keep(
    connection: sa.Connection, number: int, person: Person | None, state: str, words: str, draft: int | None = None
) -> None:
    latest = connection.scalar(sa.select(sa.func.max(ANSWERS.c.at)).where(ANSWERS.c.correction == number))
    about = {"correction": number, "at": now(str(latest or "")), "person": person.id if person else None}
    connection.execute(ANSWERS.insert().values(**about, state=state, words=words, draft=draft))
