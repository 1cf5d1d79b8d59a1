"""What a list remembers of the answers to its files' questions: applied to the next file, and shown as remembered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from g60.record.intake.findings import AREA_UNIT, COLUMN, DATUM, WARNING, Finding, Settled, asked_of
from g60.record.intake.same_body import MERGE, SEPARATE

# Questions about words, which mean the same in the next file. What a person says of one row is not remembered.
ABOUT_WORDS = ("unit_unknown", "unit_former", "not_listed", "industry_offered")
# Questions about a body that may be another one, and which of their values names that one.
ABOUT_BODIES = {"same_known": "id", "same_body": "name", "name_twice": "name"}
# Questions about a whole file or a whole column, and under which code they are remembered.
ABOUT_COLUMNS = {
    "column_guess": COLUMN,
    "datum_asked": DATUM,
    "datum_unstated": DATUM,
    "area_unit_asked": AREA_UNIT,
}
ASKED_LENGTH, ANSWER_LENGTH = 200, 400


class Memory(NamedTuple):
    """An answer that is remembered. `unit` is that of the file, where the next county's file may need another one."""

    code: str
    asked: str
    answer: str
    unit: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What it answers, as `Answers.remembered` has it."""
        return self.code, self.asked


def key_of(one: Settled) -> tuple[str, str] | None:
    """Under what an answer is remembered; None for one that is not."""
    code, value = one.question.code, asked_of(one.question.value)
    if code in ABOUT_COLUMNS:
        return ABOUT_COLUMNS[code], "" if ABOUT_COLUMNS[code] == DATUM else value
    return (code, value) if code in (*ABOUT_WORDS, *ABOUT_BODIES) else None


def learned(settled: Iterable[Settled], unit: str) -> list[Memory]:
    """What is to be remembered of the answers to a file's questions."""
    found = {}
    for one in settled:
        key = key_of(one)
        if key is None or one.reply.remembered:
            continue
        code, words = one.question.code, one.reply.words
        if code in ABOUT_BODIES:
            words = f"{words}:{one.question.values[ABOUT_BODIES[code]]}"
        if len(key[1]) <= ASKED_LENGTH and len(words) <= ANSWER_LENGTH:
            found[key] = Memory(*key, words, unit if key[0] == DATUM else "")
    return list(found.values())


def remembered(settled: Iterable[Settled]) -> Iterator[Finding]:
    """A note on each answer that was taken from memory, at the first cell that it is about."""
    seen = set()
    for one in settled:
        key = key_of(one)
        if key is None or key in seen or not one.reply.remembered:
            continue
        seen.add(key)
        asked, words = one.question, one.reply.words
        code = f"remembered_{key[0] if key[0] in (COLUMN, DATUM, AREA_UNIT) else words}"
        if words not in (MERGE, SEPARATE) and not code.endswith((COLUMN, DATUM, AREA_UNIT)):
            code = "remembered_word"
        given = {**asked.values, "of": key[0], "asked": key[1], "answer": words}
        yield Finding(WARNING, code, asked.sheet, asked.row, asked.cell, asked.field, asked.value, "", given)
