"""To which units a row belongs: what a county's clerk may edit follows from it."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from g60.contract.codes import UNITS, split
from g60.contract.schema import AREA_DATASETS, CARRIERS, CITATIONS, SOURCES
from g60.record.draft_state import Draft, state_of
from g60.record.people import OwnedRow, Person, require
from g60.record.rows import Place, Row, subject_of

# The datasets whose rows name their unit themselves.
WITH_UNIT = (CARRIERS.name, *(dataset.name for dataset in AREA_DATASETS))


def require_own(
    connection: sa.Connection, person: Person, draft: Draft, before: Mapping[Place, Row], after: Mapping[Place, Row]
) -> None:
    """Raises RefusedError unless the person may edit each of these rows, as they were and as they become."""
    require(person, "edit")
    if person.roles != {"clerk"}:
        return
    units = _units_by_subject(connection, draft, before, after)
    for place in {**before, **after}:
        if _is_new_source(place, before, after):
            continue
        require(person, "edit", OwnedRow(_units(place, before, units) | _units(place, after, units)))


def _is_new_source(place: Place, before: Mapping[Place, Row], after: Mapping[Place, Row]) -> bool:
    """Whether a row enters a new document, or cites one: everybody who edits may name the document of a value."""
    if place in before or place.dataset not in (SOURCES.name, CITATIONS.name):
        return False
    subject = subject_of(place, after[place].cells)
    return Place(SOURCES.name, subject) in after and Place(SOURCES.name, subject) not in before


def _units(place: Place, rows: Mapping[Place, Row], units: Mapping[str, frozenset[str]]) -> frozenset[str]:
    row = rows.get(place)
    if row is None:
        return frozenset()
    if place.dataset in WITH_UNIT:
        return frozenset(split(row.cells.get("unit", "")))
    found = [units.get(subject, frozenset()) for subject in _subjects(place, row)]
    # A row about several subjects, one of them without a unit, belongs to nobody alone.
    return frozenset().union(*found) if all(found) else frozenset()


def _subjects(place: Place, row: Row) -> tuple[str, ...]:
    """The subjects that a row is about: its own column names them, else the row itself is the subject."""
    return split(row.cells["subject"]) if "subject" in row.cells else (subject_of(place, row.cells),)


def _units_by_subject(
    connection: sa.Connection, draft: Draft, *given: Mapping[Place, Row]
) -> dict[str, frozenset[str]]:
    """The units of every subject that the rows are about, as the draft has them."""
    rows = {place: row for mapping in given for place, row in mapping.items()}
    known = {unit: frozenset({unit}) for unit in UNITS}
    wanted = {subject for place, row in rows.items() for subject in _subjects(place, row)} - set(known)
    held = {**rows, **state_of(connection, draft, [Place(name, key) for key in wanted for name in WITH_UNIT])}
    for place, row in held.items():
        if place.dataset in WITH_UNIT:
            known[place.key] = known.get(place.key, frozenset()) | frozenset(split(row.cells.get("unit", "")))
    indirect = {place.key: _subjects(place, row) for place, row in rows.items() if "subject" in row.cells}
    # The citation of a target is about the target, which is about an area.
    for subject in wanted - set(known):
        found = [known.get(part, frozenset()) for part in indirect.get(subject, ())]
        known[subject] = frozenset().union(*found) if found and all(found) else frozenset()
    return known
