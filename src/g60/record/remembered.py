"""What a list remembers of its imports: the answers to questions, for the next file of that list."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from g60.record.database import has_begun, now, reading
from g60.record.intake.examine import Outcome
from g60.record.intake.findings import DATUM, asked_of
from g60.record.intake.memory import Memory, learned
from g60.record.people import Person
from g60.record.tables import IMPORT_ANSWERS


def memories_in(connection: sa.Connection, of_list: str) -> tuple[Memory, ...]:
    """What a list remembers, within a transaction."""
    table = IMPORT_ANSWERS
    asked = sa.select(table.c.code, table.c.asked, table.c.answer, table.c.unit).where(table.c.list == of_list)
    return tuple(Memory(*row) for row in connection.execute(asked.order_by(table.c.code, table.c.asked)))


def answers_of(kept: Sequence[Memory], unit: str) -> dict[tuple[str, str], str]:
    """What is remembered for the files of one unit, as `Answers.remembered` has it."""
    return {one.key: one.answer for one in kept if one.code != DATUM or one.unit == unit}


def remembered(of_list: str, unit: str = "", url: str = "") -> dict[tuple[str, str], str]:
    """What a list remembers for the files of one unit ("" for those of several); raises DatabaseError."""
    if not has_begun(url, current=True):
        return {}
    with reading(url, current=True) as connection:
        return answers_of(memories_in(connection, of_list), unit)


def remember_in(connection: sa.Connection, person: Person, of_list: str, outcome: Outcome) -> None:
    """Remember what was answered to a file's questions, and forget what was to be asked again."""
    new = {(one.unit, *one.key): one for one in learned(outcome.settled, outcome.answers.unit)}
    table, at = IMPORT_ANSWERS, now()
    unit_of = {DATUM: outcome.answers.unit}
    forgotten = {(unit_of.get(code, ""), code, asked_of(asked)) for code, asked in outcome.answers.forgotten}
    for unit, code, asked in sorted({*new, *forgotten}):
        which = (table.c.list == of_list, table.c.unit == unit, table.c.code == code, table.c.asked == asked)
        connection.execute(table.delete().where(*which))
    for (unit, code, asked), one in new.items():
        given = {"list": of_list, "unit": unit, "code": code, "asked": asked, "answer": one.answer}
        connection.execute(table.insert().values(**given, person=person.id, at=at))
