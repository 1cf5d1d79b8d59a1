"""To which units a row belongs: what a county's clerk may edit follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from g60.contract.codes import UNITS, split
from g60.contract.errors import RefusedError
from g60.contract.schema import AREA_DATASETS, CARRIERS, CITATIONS, SOURCES, UNIT_TABLE
from g60.contract.statements import ACTUALS, JUDGEMENTS, TASK_REPORTS
from g60.record.documents import kept_in
from g60.record.draft_state import Draft, state_of
from g60.record.people import OwnedRow, Person, require
from g60.record.rows import BY_NAME, Place, Row, places_of, subject_of
from g60.record.versions import rows_at

# The datasets whose rows name their unit themselves.
WITH_UNIT = (CARRIERS.name, *(dataset.name for dataset in AREA_DATASETS))
# The column that names whom a row is about, where it is not `subject`: a report is about a task, a value about a
# target, and so about whom the task or the target concerns.
ABOUT = {TASK_REPORTS.name: "task", ACTUALS.name: "indicator", JUDGEMENTS.name: "indicator"}
# What a clerk may say of a new document.
TITLE = (SOURCES.key, "title_zh", "title_en")
STATED = "stated"
NOBODY: frozenset[str] = frozenset()
# A citation is about a target, which is about an area: no row is further from its units.
LEVELS = 3


def require_own(
    connection: sa.Connection,
    person: Person,
    draft: Draft,
    before: Mapping[Place, Row],
    after: Mapping[Place, Row],
    *,
    takes_back: bool = False,
) -> None:
    """Raises RefusedError unless the person may edit each of these rows, as they were and as they become.

    Each side is judged by itself: a row of others does not become one's own by naming one's own subject. Who
    `takes_back` a step of their own takes out the document that it entered.
    """
    require(person, "edit")
    if person.roles != {"clerk"}:
        return
    _require_readable(connection, draft, before, after)
    beside = _beside(connection, draft, before, after)
    for side in (before, after):
        units = _Units({**beside, **side})
        for place, row in side.items():
            is_new = _is_new_source(place, before, after) or (takes_back and _is_new_source(place, after, before))
            if not is_new:
                require(person, "edit", OwnedRow(units.of_row(place, row)))


def _is_new_source(place: Place, before: Mapping[Place, Row], after: Mapping[Place, Row]) -> bool:
    """Whether a row enters a new document, or cites one: everybody who edits may name the document of a value.

    By its title alone: what else is said of a document is entered by those who may add one.
    """
    if place in before or place.dataset not in (SOURCES.name, CITATIONS.name):
        return False
    source = Place(SOURCES.name, subject_of(place, after[place].cells))
    if source in before or source not in after:
        return False
    return not any(value for field, value in after[source].cells.items() if field not in TITLE)


def _require_readable(
    connection: sa.Connection, draft: Draft, before: Mapping[Place, Row], after: Mapping[Place, Row]
) -> None:
    """Raises RefusedError for a line of a document that is new in the draft and whose text nobody has."""
    cited = {
        source
        for place, row in after.items()
        if place.dataset == CITATIONS.name and row != before.get(place) and row.cells.get("evidence") == STATED
        for source in split(row.cells.get("source", ""))
    }
    places = [Place(SOURCES.name, source) for source in sorted(cited)]
    known = rows_at(connection, draft.base, places)
    entered = {**state_of(connection, draft, places), **after}
    hashes = {at.key: entered[at].cells.get("sha256", "") for at in places if at in entered and at not in known}
    kept = kept_in(connection, hashes.values())
    for source, sha256 in hashes.items():
        if sha256 not in kept:
            raise RefusedError("error_document_unknown", source=source)


class _Units:
    """The units that rows belong to, as one side of a change has them."""

    def __init__(self, rows: Mapping[Place, Row]) -> None:
        self.rows = rows
        self._known = {unit: frozenset({unit}) for unit in UNITS}

    def of_row(self, place: Place, row: Row, level: int = 0) -> frozenset[str]:
        """The units of a row; none if it belongs to nobody alone."""
        if place.dataset in WITH_UNIT:
            return frozenset(split(row.cells.get("unit", "")))
        if place.dataset == UNIT_TABLE.name:
            return frozenset({place.key})
        # A row about several subjects, one of them without a unit, belongs to nobody alone.
        return _all_of([self._of_subject(subject, level) for subject in _subjects(place, row)])

    def _of_subject(self, subject: str, level: int) -> frozenset[str]:
        if subject not in self._known:
            # Should several rows have the id, all of them count.
            named = [place for place in places_of(subject) if place in self.rows] if level < LEVELS else []
            self._known[subject] = _all_of([self.of_row(place, self.rows[place], level + 1) for place in named])
        return self._known[subject]


def _all_of(found: Sequence[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*found) if all(found) else NOBODY


def _subjects(place: Place, row: Row) -> tuple[str, ...]:
    """The subjects that a row names as those that it is about."""
    column = ABOUT.get(place.dataset, "subject")
    names_them = column in BY_NAME[place.dataset].all_columns
    return split(row.cells.get(column, "")) if names_them else ()


def _beside(
    connection: sa.Connection, draft: Draft, before: Mapping[Place, Row], after: Mapping[Place, Row]
) -> dict[Place, Row]:
    """The rows that the given ones are about, directly or not, and that are the same on both sides."""
    rows = [*before.items(), *after.items()]
    found: dict[Place, Row] = {}
    asked = {*before, *after}
    for _ in range(LEVELS):
        subjects = {subject for place, row in rows for subject in _subjects(place, row)} - {*UNITS}
        wanted = {place for subject in subjects for place in places_of(subject)} - asked
        asked |= wanted
        rows = list(state_of(connection, draft, sorted(wanted)).items())
        found |= dict(rows)
    return found
