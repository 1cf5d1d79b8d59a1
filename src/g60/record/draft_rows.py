"""The rows of a draft as an editor needs them: one with its citations, all of a dataset, and an id for a new one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from g60.contract.codes import SLUG_LENGTH, split
from g60.contract.errors import RefusedError
from g60.record.database import reading
from g60.record.draft_state import dataset_rows, state_of
from g60.record.drafts import draft_in
from g60.record.editing import cited_places, place_of
from g60.record.ownership import WITH_UNIT, require_own
from g60.record.people import Person, person_in, require
from g60.record.rows import Cells, Place

_NUMBERED = re.compile(r"(.*?)([0-9]+)", re.ASCII)


class Record(NamedTuple):
    """One row of a draft, and the citation of each of its fields that has one."""

    place: Place
    cells: Cells
    citations: dict[str, Cells]


def record(person: Person, number: int, subject: str, url: str = "") -> Record:
    """The row of a subject in a draft; raises RefusedError if there is none or the person may not see drafts."""
    require(person, "see_drafts")
    with reading(url, current=True) as connection:
        require(person_in(connection, person), "see_drafts")
        draft = draft_in(connection, number)
        place = place_of(connection, draft, subject)
        found = state_of(connection, draft, [place, *cited_places(place)])
    cells = found.pop(place).cells
    return Record(place, cells, {row.cells["field"]: row.cells for row in found.values()})


def table(person: Person, number: int, dataset: str, url: str = "") -> dict[str, Cells]:
    """All rows of a dataset in a draft, by key, in the order of the table."""
    require(person, "see_drafts")
    with reading(url, current=True) as connection:
        require(person_in(connection, person), "see_drafts")
        rows = dataset_rows(connection, draft_in(connection, number), dataset)
    return {key: row.cells for key, row in rows.items()}


def may_change(person: Person, number: int, place: Place, url: str = "") -> bool:
    """Whether the person may change a row of a draft as it is; the record asks again when they do."""
    with reading(url, current=True) as connection:
        draft = draft_in(connection, number)
        rows = state_of(connection, draft, [place])
        try:
            require_own(connection, person_in(connection, person), draft, rows, rows)
        except RefusedError:
            return False
    return True


def own_rows(person: Person, dataset: str, rows: dict[str, Cells]) -> dict[str, Cells]:
    """The rows of a table that a clerk may change, where they name their unit themselves; else all of them."""
    if person.roles != {"clerk"} or dataset not in WITH_UNIT:
        return rows
    return {key: cells for key, cells in rows.items() if cells["unit"] and {*split(cells["unit"])} <= person.units}


def offered_key(keys: Iterable[str]) -> str:
    """An id for a new row: the most frequent beginning with the next number, as in carrier-25; "" if none has one."""
    found = [match.groups() for key in keys if (match := _NUMBERED.fullmatch(key))]
    if not found:
        return ""
    begins = Counter(beginning for beginning, _ in found).most_common(1)[0][0]
    numbers = [digits for beginning, digits in found if beginning == begins]
    width = min(len(digits) for digits in numbers)
    return f"{begins}{max(map(int, numbers)) + 1:0{width}d}"[:SLUG_LENGTH]
