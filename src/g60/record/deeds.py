"""What a person did in the record: steps of drafts, versions, answers to corrections, documents."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from g60.contract.errors import RefusedError
from g60.record.database import has_begun, reading
from g60.record.people import Person, as_account, person_in, require
from g60.record.tables import ANSWERS, DOCUMENTS, DRAFTS, MEETINGS, PEOPLE, STEPS, VERSIONS

# As many are listed, the latest of each kind.
SHOWN = 100


class Deed(NamedTuple):
    """One deed: when (UTC), its kind (a step's, a version's or an answer's), the number of what it is of, and words."""

    at: str
    kind: str
    number: int
    words: str


def deeds(by: Person, account: str, url: str = "") -> list[Deed]:
    """What the person with an account did, latest first; raises RefusedError if `by` may not ask, DatabaseError."""
    require(by, "administer")
    if not has_begun(url, current=True):
        return []
    with reading(url, current=True) as connection:
        require(person_in(connection, by), "administer")
        who = connection.scalar(sa.select(PEOPLE.c.id).where(PEOPLE.c.account == as_account(account)))
        if who is None:
            raise RefusedError("error_person_unknown", account=account[:80])
        steps = sa.select(STEPS.c.at, STEPS.c.kind, STEPS.c.draft, DRAFTS.c.name).join(
            DRAFTS, DRAFTS.c.number == STEPS.c.draft
        )
        made = sa.select(VERSIONS.c.at, VERSIONS.c.kind, VERSIONS.c.number, VERSIONS.c.why)
        said = sa.select(ANSWERS.c.at, ANSWERS.c.state, ANSWERS.c.correction, ANSWERS.c.words)
        kept = sa.select(DOCUMENTS.c.made_at, sa.literal("document"), sa.literal(0), DOCUMENTS.c.sha256)
        met = sa.select(MEETINGS.c.at, sa.literal("meeting"), MEETINGS.c.version, MEETINGS.c.words)
        asked = (
            steps.where(STEPS.c.person == who).order_by(STEPS.c.at.desc()),
            made.where(VERSIONS.c.person == who).order_by(VERSIONS.c.at.desc()),
            said.where(ANSWERS.c.person == who).order_by(ANSWERS.c.at.desc()),
            met.where(MEETINGS.c.person == who).order_by(MEETINGS.c.at.desc()),
            kept.where(DOCUMENTS.c.person == who).order_by(DOCUMENTS.c.made_at.desc()),
        )
        found = [Deed(*row) for one in asked for row in connection.execute(one.limit(SHOWN))]
    return sorted(found, reverse=True)
