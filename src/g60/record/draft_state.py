"""What a draft changes: its steps that hold, applied to the rows of its base version."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from g60.record.rows import Place, Row
from g60.record.tables import EDITS, PEOPLE, ROWS, STEPS
from g60.record.text import is_kept
from g60.record.versions import BATCH, rows_at


class Draft(NamedTuple):
    """One draft: its number, name, base version, owner, state (open, published, discarded) and times (UTC)."""

    number: int
    name: str
    base: int
    owner: int
    owner_name: str
    state: str
    made_at: str
    changed_at: str
    version: int | None

    def as_json(self) -> dict[str, object]:
        """The draft as the command line prints it."""
        return self._asdict()


class Edit(NamedTuple):
    """One change of a draft. Without a field it is about the whole row, whose cells are JSON (None: no such row)."""

    place: Place
    field: str
    before: str | None
    after: str | None


def step_rows(connection: sa.Connection, number: int) -> Sequence[Mapping[str, Any]]:
    """The steps of a draft as they are kept, with the names of those who made them."""
    asked = sa.select(STEPS, PEOPLE.c.name, PEOPLE.c.blanked_at).join(PEOPLE).where(STEPS.c.draft == number)
    return [dict(row) for row in connection.execute(asked.order_by(STEPS.c.step)).mappings()]


def cancelled_steps(rows: Sequence[Mapping[str, Any]]) -> set[object]:
    """The steps that are undone: an undo that is undone itself counts for nothing."""
    cancelled: set[object] = set()
    for row in reversed(rows):
        if row["kind"] == "undo" and row["step"] not in cancelled:
            cancelled.add(row["undoes"])
    return cancelled


def edits_of(connection: sa.Connection, number: int, places: Sequence[Place] | None = None) -> Iterator[Edit]:
    """The edits of a draft that hold, in order: all of them, or those of some rows."""
    # Only these steps decide what holds; a draft of a thousand steps has few of them.
    undone = sa.select(STEPS.c.step, STEPS.c.kind, STEPS.c.undoes).where(
        STEPS.c.draft == number, STEPS.c.kind == "undo"
    )
    cancelled = cancelled_steps([dict(row) for row in connection.execute(undone.order_by(STEPS.c.step)).mappings()])
    asked = sa.select(EDITS).where(EDITS.c.draft == number).order_by(EDITS.c.step, EDITS.c.place)
    wanted = None if places is None else set(places)
    if places is not None and len(places) <= BATCH:
        asked = asked.where(EDITS.c.key.in_(list({place.key for place in places})))
    for row in connection.execute(asked):
        place = Place(row.dataset, row.key)
        if row.step not in cancelled and (wanted is None or place in wanted):
            yield Edit(place, row.field, row.before, row.after)


def overlay(
    connection: sa.Connection, number: int, base: int, places: Sequence[Place] | None = None
) -> dict[Place, Row | None]:
    """The rows that a draft has touched, as they stand over a version; None for a row that it removes."""
    edits = list(edits_of(connection, number, places))
    if not edits:
        return {}
    touched = list(dict.fromkeys(edit.place for edit in edits))
    rows: dict[Place, Row | None] = dict.fromkeys(touched)
    rows.update(rows_at(connection, base, touched))
    places_of = _next_positions(connection, {place.dataset for place in touched})
    earlier = _earlier_positions(connection, [place for place, row in rows.items() if row is None])
    for edit in edits:
        row = rows[edit.place]
        if not edit.field:
            if row is None and edit.place not in earlier:
                earlier[edit.place] = places_of[edit.place.dataset]
                places_of[edit.place.dataset] += 1
            position = row.position if row else earlier[edit.place]
            earlier.setdefault(edit.place, position)
            rows[edit.place] = None if edit.after is None else Row(position, json.loads(edit.after))
        elif row is not None:
            rows[edit.place] = Row(row.position, {**row.cells, edit.field: edit.after or ""})
    return rows


def _earlier_positions(connection: sa.Connection, places: Sequence[Place]) -> dict[Place, int]:
    """The positions of rows that some version has had: a row that comes back comes back to its place."""
    found: dict[Place, int] = {}
    keys = list({place.key for place in places})
    for start in range(0, len(keys), BATCH):
        asked = sa.select(ROWS.c.dataset, ROWS.c.key, ROWS.c.position).where(
            ROWS.c.key.in_(keys[start : start + BATCH])
        )
        found |= {Place(dataset, key): int(position) for dataset, key, position in connection.execute(asked)}
    wanted = set(places)
    return {place: position for place, position in found.items() if place in wanted}


def _next_positions(connection: sa.Connection, datasets: Iterable[str]) -> dict[str, int]:
    """The first free position of each dataset; no version has ever used it."""
    asked = sa.select(ROWS.c.dataset, sa.func.max(ROWS.c.position)).where(ROWS.c.dataset.in_(list(datasets)))
    found = {name: int(last) + 1 for name, last in connection.execute(asked.group_by(ROWS.c.dataset))}
    return {name: found.get(name, 0) for name in datasets}


def state_of(connection: sa.Connection, of: Draft, places: Sequence[Place]) -> dict[Place, Row]:
    """Some rows as a draft has them: its own edits over its base. Rows that do not exist are left out."""
    places = [place for place in places if is_kept(place.key)]
    rows: dict[Place, Row | None] = {**rows_at(connection, of.base, places)}
    rows |= overlay(connection, of.number, of.base, places)
    return {place: row for place, row in rows.items() if row is not None}


def keys_of(connection: sa.Connection, of: Draft, dataset: str) -> list[str]:
    """The keys that a dataset has or had in any version, and those that a draft has entered."""
    kept = sa.select(ROWS.c.key).where(ROWS.c.dataset == dataset).distinct()
    entered = sa.select(EDITS.c.key).where(EDITS.c.draft == of.number, EDITS.c.dataset == dataset).distinct()
    return list(dict.fromkeys([*connection.scalars(kept), *connection.scalars(entered)]))


def dataset_rows(connection: sa.Connection, of: Draft, dataset: str) -> dict[str, Row]:
    """All rows of a dataset as a draft has them, by key, in the order of the table."""
    found = state_of(connection, of, [Place(dataset, key) for key in keys_of(connection, of, dataset)])
    ordered = sorted(found.items(), key=lambda entry: entry[1].position)
    return {place.key: row for place, row in ordered}
