"""Which versions meetings have seen: a mark that a person sets on a version, and can take off again."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from g60.contract.errors import RefusedError
from g60.record.database import now, reading, writing
from g60.record.people import Person, name_of, person_in, require
from g60.record.tables import MEETINGS, PEOPLE
from g60.record.text import clean_line
from g60.record.versions import is_recorded, newest_in

WORDS_LENGTH = 200


class Meeting(NamedTuple):
    """A meeting: the version that it saw, what it was, and who marked it when (UTC)."""

    version: int
    words: str
    who: str
    at: str


def mark_meeting(person: Person, version: int, words: str, url: str = "", *, held: bool = True) -> None:
    """Mark that a meeting saw a version, or with `held` false that none did.

    Raises RefusedError for an unknown version, for words that are too long or if the person may not; DatabaseError.
    """
    words = clean_line(words)
    if len(words) > WORDS_LENGTH:
        raise RefusedError("error_meeting_long", count=len(words), most=WORDS_LENGTH)
    require(person, "publish")
    with writing(url) as connection:
        acting = person_in(connection, person)
        require(acting, "publish")
        newest = newest_in(connection)
        if not is_recorded(url) or not 1 <= version <= newest:
            raise RefusedError("error_version_unknown", version=version, newest=newest)
        given = {"version": version, "words": words, "held": held, "person": acting.id, "at": now()}
        connection.execute(MEETINGS.insert().values(**given))


def meetings(url: str = "") -> list[Meeting]:
    """The meetings whose marks hold, that of the newest version first; raises DatabaseError."""
    if not is_recorded(url):
        return []
    joined = sa.select(MEETINGS, PEOPLE.c.name, PEOPLE.c.blanked_at).join(PEOPLE).order_by(MEETINGS.c.number)
    with reading(url) as connection:
        last = {row["version"]: row for row in connection.execute(joined).mappings()}
    found = [Meeting(row["version"], row["words"], name_of(row), row["at"]) for row in last.values() if row["held"]]
    return sorted(found, key=lambda meeting: -meeting.version)
