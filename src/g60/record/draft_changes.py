"""What a draft says of itself: the cells that it changes with their sources, and both sides of each disagreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from g60.contract.codes import split
from g60.contract.issues import Issue
from g60.contract.schema import CITATIONS
from g60.record.database import reading
from g60.record.draft_state import Draft, cancelled_steps, state_of, step_rows
from g60.record.drafts import draft_in
from g60.record.history import EVIDENCE_OF, changed_cells
from g60.record.people import Person, name_of, person_in, require
from g60.record.publishing import Disagreement, Prepared, last_step, prepare
from g60.record.rows import BY_NAME, Cells, Place, citation_key, row_number
from g60.record.tables import EDITS, PEOPLE, ROWS, STEPS, VERSIONS
from g60.record.visible import cited_by, value_count


class Changed(NamedTuple):
    """One cell that a draft changes, both values, and its citation as it will be; None for a row that is not there."""

    place: Place
    subject: str
    field: str
    before: str | None
    after: str | None
    citation: Cells | None

    @property
    def dataset(self) -> str:
        """The dataset of its row."""
        return self.place.dataset

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the documents that the value rests on."""
        return split(self.citation["source"]) if self.citation else ()


class Side(NamedTuple):
    """Who last changed a cell, when (UTC), and why or in which version."""

    who: str
    at: str
    why: str
    version: int | None = None


class Outline(NamedTuple):
    """A draft at its last step over the newest version: the number of values it changes and of disputed cells."""

    draft: int
    step: int
    newest: int
    changes: int
    disagreements: int


def outline(person: Person, number: int, url: str = "") -> Outline:
    """How much a draft changes, without its checks; raises RefusedError."""
    require(person, "see_drafts")
    with reading(url, current=True) as connection:
        require(person_in(connection, person), "see_drafts")
        draft = draft_in(connection, number)
        prepared = prepare(connection, draft)
        step = last_step(connection, number)
        count = changed_count(_changed(connection, draft, prepared))
    return Outline(number, step, prepared.newest, count, len(prepared.disagreements))


def changed_count(cells: Sequence[Changed]) -> int:
    """How many values a draft changes, as its readers count them."""
    return value_count(cells, cited_by(cells))


def changed(person: Person, number: int, url: str = "") -> list[Changed]:
    """The cells that a draft changes in the newest version, in the order in which it touched their rows."""
    require(person, "see_drafts")
    with reading(url, current=True) as connection:
        require(person_in(connection, person), "see_drafts")
        draft = draft_in(connection, number)
        return _changed(connection, draft, prepare(connection, draft))


def _changed(connection: sa.Connection, draft: Draft, prepared: Prepared) -> list[Changed]:
    found = list(_cells(prepared))
    valued = {(one.subject, one.field) for one in found}
    found = [one for one in found if not _is_told(one, valued)]
    cited = [Place(CITATIONS.name, citation_key(one.subject, _field(one))) for one in found]
    rows = state_of(connection, draft, cited)
    return [one._replace(citation=rows[at].cells if at in rows else None) for one, at in zip(found, cited, strict=True)]


def _field(one: Changed) -> str:
    return one.field.removeprefix(EVIDENCE_OF)


def _cells(prepared: Prepared) -> list[Changed]:
    found = []
    for place, row in prepared.changes.items():
        old = prepared.before.get(place)
        cells = changed_cells(place, old.cells if old else None, row.cells if row else None)
        found += [Changed(place, *one, None) for one in cells if one[1] != BY_NAME[place.dataset].key]
    return found


def _is_told(one: Changed, valued: set[tuple[str, str]]) -> bool:
    """Whether a citation's change is told with the value that it belongs to, or with its whole row."""
    if not one.field.startswith(EVIDENCE_OF):
        return False
    return (one.subject, _field(one)) in valued or one.before is None or one.after is None


def issue_places(prepared: Prepared) -> dict[tuple[str, int], Place]:
    """The rows that a draft changes, by the file and row number with which an issue names them."""
    found = {}
    for place, row in prepared.changes.items():
        if row is not None:
            dataset = BY_NAME[place.dataset]
            found[dataset.file, row_number(row, dataset)] = place
    return found


def subject_and_field(issue: Issue, places: Mapping[tuple[str, int], Place]) -> tuple[str, str]:
    """The subject and field that an issue is about, where it is about a row that the draft changes; else both empty."""
    place = places.get((issue.file, issue.row or 0))
    if place is None:
        return "", ""
    if place.dataset == CITATIONS.name:
        subject, _, field = place.key.partition("\x1f")
        return subject, field
    return BY_NAME[place.dataset].subject_prefix + place.key, issue.field


def sides(person: Person, number: int, found: list[Disagreement], url: str = "") -> list[tuple[Side, Side]]:
    """For each disagreement who changed it in the draft, and who published it meanwhile."""
    require(person, "see_drafts")
    with reading(url, current=True) as connection:
        require(person_in(connection, person), "see_drafts")
        base = draft_in(connection, number).base
        cancelled = cancelled_steps(step_rows(connection, number))
        return [(_mine(connection, number, one, cancelled), _theirs(connection, base, one)) for one in found]


def _mine(connection: sa.Connection, number: int, one: Disagreement, cancelled: set[object]) -> Side:
    asked = (
        sa.select(STEPS.c.step, STEPS.c.at, STEPS.c.note, PEOPLE.c.name, PEOPLE.c.blanked_at)
        .join(EDITS, sa.and_(EDITS.c.draft == STEPS.c.draft, EDITS.c.step == STEPS.c.step))
        .join(PEOPLE, PEOPLE.c.id == STEPS.c.person)
        .where(STEPS.c.draft == number, EDITS.c.dataset == one.place.dataset, EDITS.c.key == one.place.key)
        .where(EDITS.c.field.in_(["", one.field]))
        .order_by(STEPS.c.step.desc())
    )
    rows = [row for row in connection.execute(asked).mappings() if row["step"] not in cancelled]
    return Side(name_of(rows[0]), rows[0]["at"], rows[0]["note"]) if rows else Side("", "", "")


def _theirs(connection: sa.Connection, base: int, one: Disagreement) -> Side:
    asked = (
        sa.select(VERSIONS.c.number, VERSIONS.c.at, VERSIONS.c.why, PEOPLE.c.name, PEOPLE.c.blanked_at)
        .join(ROWS, ROWS.c.version == VERSIONS.c.number)
        .outerjoin(PEOPLE, PEOPLE.c.id == VERSIONS.c.person)
        .where(ROWS.c.dataset == one.place.dataset, ROWS.c.key == one.place.key, VERSIONS.c.number > base)
        .order_by(VERSIONS.c.number.desc())
        .limit(1)
    )
    row = connection.execute(asked).mappings().first()
    return Side(name_of(row), row["at"], row["why"], row["number"]) if row else Side("", "", "")
