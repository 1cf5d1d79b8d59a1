"""Publishing a draft as the next version, and restoring an earlier one.

A version is one transaction: it is there whole or not at all. What somebody else published meanwhile is never
overwritten unasked: the draft is refused with both values until a person has chosen.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from g60.catalog.checked_tables import check_tables
from g60.checks.actuals import future_values
from g60.contract.errors import ConflictError, DataError, G60Error, RefusedError, in_one_line
from g60.contract.issues import Issue, Severity
from g60.contract.schema import CARRIERS, CITATIONS
from g60.contract.statements import ACTUALS
from g60.record.database import reading, writing
from g60.record.documents import citation_issues
from g60.record.draft_state import Draft, Edit, overlay, state_of
from g60.record.drafts import draft_in, keep_rebase, own_in
from g60.record.ownership import require_own
from g60.record.people import Person, person_in, require
from g60.record.placing import point_issues
from g60.record.rows import (
    BY_NAME,
    GEOMETRY,
    KEY_SEPARATOR,
    Cells,
    Place,
    Row,
    as_json,
    citation_key,
    places_of,
    row_number,
)
from g60.record.tables import DRAFTS, STEPS
from g60.record.text import clean
from g60.record.versions import Version, add_version, newest_in, places_between, rows_at, tables_of, versions

WHY_LENGTH = 2000
# How often a publication starts again because another one came between its checks and its transaction.
TRIES = 20
MINE, THEIRS = "mine", "theirs"
# Fields that are one value: of a carrier, and of an area.
POINT = ("lon", "lat", "location_grade", "uncertainty_m")
SHAPE = ("area_km2", GEOMETRY)


class Disagreement(NamedTuple):
    """A cell that a draft and a later version have both changed. With `field` empty, a whole row.

    `base` is the value that both started from; None where there was no row.
    """

    place: Place
    subject: str
    field: str
    base: str | None
    mine: str | None
    theirs: str | None


class Prepared(NamedTuple):
    """A draft over the newest version: the rows that it changes there, and what they were.

    `touched` are the rows that any edit of the draft is about, changed or not.
    """

    newest: int
    changes: dict[Place, Row | None]
    before: dict[Place, Row]
    disagreements: list[Disagreement]
    touched: tuple[Place, ...] = ()


def prepare(connection: sa.Connection, draft: Draft) -> Prepared:
    """What publishing a draft would change in the newest version, and the cells that a person has to decide."""
    newest = newest_in(connection)
    mine = overlay(connection, draft.number, draft.base)
    base = rows_at(connection, draft.base, list(mine))
    if newest == draft.base:
        changes = {place: row for place, row in mine.items() if _cells(row) != _cells(base.get(place))}
        return Prepared(newest, changes, base, [])
    beside = [place for place in _beside(mine, base) if place not in mine]
    base |= rows_at(connection, draft.base, beside)
    mine |= {place: base.get(place) for place in beside}
    return _merged(newest, base, mine, rows_at(connection, newest, list(mine)))


def _beside(mine: Mapping[Place, Row | None], base: Mapping[Place, Row]) -> Iterator[Place]:
    """The citations of the values that a draft changes, and the rows of the citations that it changes.

    A value and its citation are one: both are taken from the same side.
    """
    touched = {_subject(place) for place in mine if place.dataset != CITATIONS.name}
    for place, row in mine.items():
        if place.dataset == CITATIONS.name:
            subject = place.key.partition(KEY_SEPARATOR)[0]
            yield from () if subject in touched else places_of(subject)
        else:
            old = base.get(place)
            for field in {**(_cells(row) or {}), **(_cells(old) or {})}:
                if row is None or old is None or row.cells.get(field, "") != old.cells.get(field, ""):
                    yield from _citation_of(place, field)


def _citation_of(place: Place, field: str) -> list[Place]:
    dataset = BY_NAME[place.dataset]
    has_one = dataset.cited and field in dataset.columns and field != dataset.key
    return [Place(CITATIONS.name, citation_key(dataset.subject_prefix + place.key, field))] if has_one else []


def _merged(
    newest: int, base: Mapping[Place, Row], mine: Mapping[Place, Row | None], theirs: dict[Place, Row]
) -> Prepared:
    """The rows with the changes of both sides, and the cells that both have changed to different values."""
    merged: dict[Place, Row | None] = {}
    found: list[Disagreement] = []
    for place in (place for place in mine if place.dataset != CITATIONS.name):
        sides = (base.get(place), mine[place], theirs.get(place))
        if not any(sides):
            continue  # another dataset's row of the same id, which is not there
        if sides[1] is None or sides[2] is None:
            is_mine = _cells(sides[1]) != _cells(sides[0])
            merged[place] = sides[1] if is_mine else sides[2]
            if is_mine and len({as_json(row.cells) if row else None for row in sides}) == 3:
                found.append(Disagreement(place, _subject(place), "", *(_json(row) for row in sides)))
            for field in BY_NAME[place.dataset].columns:
                merged |= {at: (mine if is_mine else theirs).get(at) for at in _citation_of(place, field) if at in mine}
        else:
            _merge_cells(place, (base, mine, theirs), merged, found)
    # A citation whose row is on neither side is a row like any other.
    merged |= {place: row for place, row in mine.items() if place not in merged}
    changes = {place: row for place, row in merged.items() if _cells(row) != _cells(theirs.get(place))}
    return Prepared(newest, changes, theirs, found, tuple(mine))


Rows = Mapping[Place, "Row | None"]


def _merge_cells(
    place: Place, sides: tuple[Rows, Rows, Rows], merged: dict[Place, Row | None], found: list[Disagreement]
) -> None:
    """Merge a row that both sides have: values that are one are taken from one side, with their citations."""
    base, mine, theirs = (side.get(place) for side in sides)
    assert mine is not None
    assert theirs is not None
    cells = {**theirs.cells}
    for fields in _groups(place, mine):
        cited = {field: at for field in fields for at in _citation_of(place, field)}
        was, ours, other = (
            [
                (row.cells.get(field, "") if row else "", _cells(side.get(cited[field])) if field in cited else None)
                for field in fields
            ]
            for row, side in zip((base, mine, theirs), sides, strict=True)
        )
        is_mine = ours not in (was, other)
        if is_mine:
            cells |= {field: mine.cells[field] for field in fields if field in mine.cells}
        merged |= {at: sides[1 if is_mine else 2].get(at) for at in cited.values() if at in sides[1]}
        if is_mine and other != was:
            at = next(number for number in range(len(fields)) if ours[number] != other[number])
            before = was[at][0] if base else None
            found.append(Disagreement(place, _subject(place), fields[at], before, ours[at][0], other[at][0]))
    merged[place] = Row(theirs.position, cells)


def _groups(place: Place, row: Row) -> Iterator[tuple[str, ...]]:
    """The fields of a row, those together that are one: of two persons' points or shapes none is half of either."""
    told: set[str] = set()
    for field in row.cells:
        if field not in told:
            group = _together(place, field)
            told.update(group)
            yield group


def _together(place: Place, field: str) -> tuple[str, ...]:
    """The fields that are one with a field of a row: a point with its grade and radius, an area with its shape."""
    if place.dataset == CARRIERS.name and field in POINT:
        return POINT
    return SHAPE if BY_NAME[place.dataset].geometry and field in SHAPE else (field,)


def _subject(place: Place) -> str:
    return BY_NAME[place.dataset].subject_prefix + place.key


def _json(row: Row | None) -> str | None:
    return None if row is None else as_json(row.cells)


def _cells(row: Row | None) -> Cells | None:
    return None if row is None else row.cells


def disagreements(person: Person, number: int, url: str = "") -> list[Disagreement]:
    """The cells of a draft that somebody else has published meanwhile with another value."""
    require(person, "see_drafts")
    with reading(url, current=True) as connection:
        require(person_in(connection, person), "see_drafts")
        return prepare(connection, draft_in(connection, number)).disagreements


def rebase(person: Person, number: int, choices: Mapping[tuple[Place, str], str], url: str = "") -> int:
    """Move a draft to the newest version; its number. `choices` says for each disagreement: `mine` or `theirs`.

    Raises ConflictError with the disagreements that have no choice; RefusedError if the person may not.
    """
    with writing(url) as connection:
        found, acting = draft_in(connection, number, is_open=True), person_in(connection, person)
        own_in(connection, person, number)
        prepared = prepare(connection, found)
        undecided = [one for one in prepared.disagreements if choices.get((one.place, one.field)) not in (MINE, THEIRS)]
        if undecided:
            raise ConflictError(undecided)
        disputed = [one.place for one in prepared.disagreements]
        before = state_of(connection, found, disputed)
        keep_rebase(connection, acting, number, _settled(prepared, choices), base=prepared.newest)
        moved = found._replace(base=prepared.newest)
        require_own(connection, acting, moved, before, state_of(connection, moved, disputed))
        return prepared.newest


def _settled(prepared: Prepared, choices: Mapping[tuple[Place, str], str]) -> list[Edit]:
    """The edits that give the draft's rows over the newest version the cells that were chosen."""
    wanted = dict(prepared.changes)
    for one in prepared.disagreements:
        place, theirs = one.place, prepared.before.get(one.place)
        row = wanted.setdefault(place, theirs)
        fields = _together(place, one.field) if one.field else BY_NAME[place.dataset].columns
        cited = [at for field in fields for at in _citation_of(place, field) if at in {**wanted, **prepared.before}]
        if choices[place, one.field] != THEIRS:
            continue
        if not one.field or theirs is None or row is None:
            wanted[place] = theirs
        else:
            taken = {name: theirs.cells[name] for name in fields if name in theirs.cells}
            wanted[place] = Row(row.position, {**row.cells, **taken})
        wanted |= {at: prepared.before.get(at) for at in cited}
    # Whole rows of all that the draft has touched: an earlier edit of it, even one that was taken back, says nothing
    # any more about a row that others changed since.
    wanted = {place: prepared.before.get(place) for place in prepared.touched} | wanted
    return [Edit(place, "", _json(prepared.before.get(place)), _json(row)) for place, row in wanted.items()]


def draft_tables(connection: sa.Connection, draft: Draft) -> tuple[dict[str, pd.DataFrame], Prepared]:
    """The tables as they would be after publishing a draft, and what it changes."""
    prepared = prepare(connection, draft)
    rows: dict[Place, Row | None] = {**rows_at(connection, prepared.newest)}
    rows |= prepared.changes
    return tables_of((place, row) for place, row in rows.items() if row is not None), prepared


def draft_issues(person: Person, number: int, url: str = "") -> list[Issue]:
    """Every finding about the tables as they would be after publishing a draft."""
    require(person, "see_drafts")
    with reading(url, current=True) as connection:
        require(person_in(connection, person), "see_drafts")
        tables, prepared = draft_tables(connection, draft_in(connection, number))
        return _findings(connection, tables, prepared)


def _findings(connection: sa.Connection, tables: Mapping[str, pd.DataFrame], prepared: Prepared) -> list[Issue]:
    """Every finding about the tables of a draft; what a check cannot compute with is one too."""
    try:
        return check_draft(tables, prepared) + citation_issues(connection, tables)
    except (G60Error, SQLAlchemyError):
        raise
    except Exception as error:  # noqa: BLE001 - one draft must not break the list of all drafts
        return [draft_unmade(error)]


def draft_unmade(error: Exception) -> Issue:
    """The finding about a draft whose data cannot be computed with."""
    return Issue(Severity.ERROR, "draft_unmade", "", detail=in_one_line(error))


def check_draft(tables: Mapping[str, pd.DataFrame], prepared: Prepared) -> list[Issue]:
    """Every finding about the tables of a draft, and about what it changes."""
    return [*check_tables(tables), *change_issues(tables, prepared)]


def change_issues(tables: Mapping[str, pd.DataFrame], prepared: Prepared) -> list[Issue]:
    """The findings about what a draft itself changes: points that it moves, values from a day to come."""
    changed = (
        (row_number(row, ACTUALS), row.cells)
        for place, row in prepared.changes.items()
        if row is not None and place.dataset == ACTUALS.name
    )
    return [*point_issues(tables, prepared.changes, prepared.before), *future_values(changed)]


def publish(person: Person, number: int, why: str, url: str = "") -> Version:
    """Publish a draft; the version that it became.

    Raises RefusedError without a reason, for a draft that is not open or changes nothing, or if the person may not;
    ConflictError with every cell that somebody else has published meanwhile with another value; DataError with every
    error of the data; DatabaseError if it cannot be stored. The draft is still there after each of them.
    """
    why = _reason(why)
    require(person, "publish")
    for _ in range(TRIES):
        with reading(url, current=True) as connection:
            require(person_in(connection, person), "publish")
            found = draft_in(connection, number, is_open=True)
            last = last_step(connection, number)
            tables, prepared = draft_tables(connection, found)
            if prepared.disagreements:
                raise ConflictError(prepared.disagreements)
            if not prepared.changes:
                raise RefusedError("error_draft_empty", draft=number)
            issues = _findings(connection, tables, prepared)
        errors = [issue for issue in issues if issue.severity is Severity.ERROR]
        if errors:
            raise DataError(errors)
        if published := _store(person, found, last, prepared, why, url):
            return next(version for version in versions(url, current=True) if version.number == published)
    raise RefusedError("error_publish_busy", draft=number)


def _store(person: Person, draft: Draft, last: int, prepared: Prepared, why: str, url: str) -> int | None:
    """Write the version; its number, or None if the draft or the newest version is another by now."""
    with writing(url) as connection:
        acting = person_in(connection, person)
        require(acting, "publish")
        draft_in(connection, draft.number, is_open=True)
        if newest_in(connection) != prepared.newest or last_step(connection, draft.number) != last:
            return None
        number = prepared.newest + 1
        about = {"kind": "published", "why": why, "person": acting.id, "draft": draft.number}
        add_version(connection, prepared.changes, prepared.before, number=number, **about)
        state = {"state": "published", "version": number}
        connection.execute(DRAFTS.update().where(DRAFTS.c.number == draft.number).values(**state))
        return number


def last_step(connection: sa.Connection, number: int) -> int:
    """The number of a draft's last step; 0 before the first one."""
    return connection.scalar(sa.select(sa.func.max(STEPS.c.step)).where(STEPS.c.draft == number)) or 0


def _reason(why: str) -> str:
    why = clean(why)
    if not why:
        raise RefusedError("error_reason_missing")
    if len(why) > WHY_LENGTH:
        raise RefusedError("error_reason_long", count=len(why), most=WHY_LENGTH)
    return why


def restore(person: Person, version: int, why: str, url: str = "") -> Version:
    """Make a new version that has the rows of an earlier one; that new version.

    Raises RefusedError without a reason, for an unknown version or the newest one, or if the person may not;
    DatabaseError if it cannot be stored.
    """
    why = _reason(why)
    require(person, "restore")
    with writing(url) as connection:
        acting = person_in(connection, person)
        require(acting, "restore")
        newest = newest_in(connection)
        if not 1 <= version < newest:
            raise RefusedError("error_version_unknown", version=version, newest=newest)
        touched = places_between(connection, version, newest)
        wanted, before = rows_at(connection, version, touched), rows_at(connection, newest, touched)
        changes = {place: wanted.get(place) for place in touched if wanted.get(place) != before.get(place)}
        about = {"kind": "restored", "why": why, "person": acting.id, "restored": version}
        add_version(connection, changes, before, number=newest + 1, **about)
    return next(entry for entry in versions(url, current=True) if entry.number == newest + 1)


def cells_of(text: str | None) -> dict[str, str]:
    """The cells of a whole row that a disagreement or an edit holds as JSON; none for no row."""
    return {} if text is None else dict(json.loads(text))
