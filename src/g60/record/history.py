"""What changed between two versions, and the history of one subject, field by field."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import sqlalchemy as sa

from g60.catalog.sources import Source
from g60.contract.codes import split
from g60.contract.schema import CITATIONS, DATASETS
from g60.record.database import has_begun, reading
from g60.record.database_address import reading_url
from g60.record.rows import BY_NAME, Cells, Place, citation_key, rows_of, subject_of
from g60.record.tables import EDITS, ROWS, STEPS
from g60.record.text import is_kept
from g60.record.versions import BATCH, SHIPPED, Version, is_recorded, places_between, rows_at, versions
from g60.record.visible import value_count

# What a citation's own change is called, beside the field that it is about.
EVIDENCE_OF = "evidence:"
# The field in which a row that has no citations names its source.
OWN_SOURCE = "source_zh"


class Change(NamedTuple):
    """One changed cell: None before for a row that was added, None after for one that was removed.

    `source` is the document and place that the value rests on since then.
    """

    dataset: str
    subject: str
    field: str
    before: str | None
    after: str | None
    version: int
    at: str
    who: str
    why: str
    source: str

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the documents that the value rests on."""
        return split(self.source.partition(" ")[0])

    def as_json(self) -> dict[str, object]:
        """The change as the command line prints it."""
        names = ("subject", "field", "before", "after", "version", "at", "who", "why", "source")
        return {name: getattr(self, name) for name in names}


class _Cell(NamedTuple):
    place: Place
    subject: str
    field: str
    before: str | None
    after: str | None
    version: int

    @property
    def dataset(self) -> str:
        """The dataset of its row."""
        return self.place.dataset


def diff(earlier: int, later: int, url: str = "") -> list[Change]:
    """The cells that differ between two versions, in the order of the datasets and their rows.

    Of a cell that changed several times, the first value, the last one, and the version that made the last change.
    With the versions the other way round, before and after are exchanged.
    """
    if not has_begun(url) or earlier == later:
        return []
    first, last = sorted((earlier, later))
    with reading(url) as connection:
        places = places_between(connection, first, last)
        start = {place: row.cells for place, row in rows_at(connection, first, places).items()}
        chains = _chains(connection, places, first, last)
        cells = list(_net(places, start, chains))
        found = _told(connection, cells, last, versions(url), {cell: _then(cell, start, chains) for cell in cells})
    if earlier > later:
        found = [one._replace(before=one.after, after=one.before) for one in found]
    return found


def value_counts(newest: int, url: str = "") -> Mapping[int, int]:
    """How many values each version up to the newest has changed, as its readers count them; raises DatabaseError."""
    return _value_counts(newest, url or reading_url())


@lru_cache(maxsize=4)
def _value_counts(newest: int, url: str) -> Mapping[int, int]:
    if not is_recorded(url):
        return {}
    cells: dict[int, list[_Cell]] = {}
    cited: dict[int, set[str]] = {}
    with reading(url) as connection:
        places = places_between(connection, SHIPPED, newest)
        for place, chain in _chains(connection, places, 0, newest).items():
            before: Cells | None = None
            for version, after in chain:
                if version > SHIPPED:
                    found = (_Cell(place, *one, version) for one in changed_cells(place, before, after))
                    cells.setdefault(version, []).extend(found)
                    if place.dataset == CITATIONS.name and after is not None:
                        cited.setdefault(version, set()).update({*split(after["source"])} - {after["subject"]})
                before = after
    return {number: value_count(_without_told(found), cited.get(number, set())) for number, found in cells.items()}


def history(subject: str, field: str = "", url: str = "", *, shipped: Source | None = None) -> list[Change]:
    """Every change of a subject, oldest first; of one field, where it is named. Version 1 is the first entry.

    Before the record begins that is the only one, read from `shipped` where it is given.
    """
    if not is_kept(subject + field):
        return []
    if not is_recorded(url):
        return _shipped_history(shipped, subject, field) if shipped else []
    with reading(url) as connection:
        places = _places_of(connection, subject, field)
        cells = []
        for place, chain in _chains(connection, places, 0, None).items():
            before: Cells | None = None
            for version, after in chain:
                cells += [_Cell(place, *one, version) for one in changed_cells(place, before, after)]
                before = after
        known = versions(url)
        cells = [
            cell for cell in cells if cell.subject == subject and field in ("", cell.field.removeprefix(EVIDENCE_OF))
        ]
        cells.sort(key=lambda cell: cell.version)
        told = []
        for number in sorted({cell.version for cell in cells}):
            told += _told(connection, [cell for cell in cells if cell.version == number], number, known, {})
        return told


def _shipped_history(shipped: Source, subject: str, field: str) -> list[Change]:
    rows = {place: row.cells for dataset in DATASETS for place, row in rows_of(shipped.read(dataset), dataset)}
    cells = [
        _Cell(place, *one, SHIPPED)
        for place, row in rows.items()
        if subject_of(place, row) == subject
        for one in changed_cells(place, None, row)
        if field in ("", one[1].removeprefix(EVIDENCE_OF))
    ]
    return _with_sources(cells, lambda cell: rows.get(_citation_of(cell)), versions())


def _places_of(connection: sa.Connection, subject: str, field: str) -> list[Place]:
    """The rows of a subject, and its citations: of one field, or of every field that its datasets have."""
    plain = subject.partition(":")[2] or subject
    asked = sa.select(ROWS.c.dataset, ROWS.c.key).where(ROWS.c.key.in_([subject, plain])).distinct()
    own = [Place(*row) for row in connection.execute(asked)]
    own = [place for place in own if BY_NAME[place.dataset].subject_prefix + place.key == subject]
    fields = [field] if field else [name for place in own for name in BY_NAME[place.dataset].columns]
    return own + [Place(CITATIONS.name, citation_key(subject, name)) for name in dict.fromkeys(fields)]


Chain = list[tuple[int, Cells | None]]


def _chains(connection: sa.Connection, places: Sequence[Place], after: int, until: int | None) -> dict[Place, Chain]:
    """The versions of rows, oldest first, each with the cells since then (None: removed)."""
    wanted = set(places)
    chains: dict[Place, Chain] = {place: [] for place in places}
    columns = sa.select(ROWS.c.dataset, ROWS.c.key, ROWS.c.version, ROWS.c.cells)
    columns = columns.where(ROWS.c.version > after).order_by(ROWS.c.version)
    if until is not None:
        columns = columns.where(ROWS.c.version <= until)
    keys = sorted({place.key for place in places})
    # Many rows are read at once: asking for each batch of keys would take longer than reading all of them.
    batches = (
        [None] if len(keys) > 20 * BATCH else [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]
    )
    for batch in batches:
        asked = columns if batch is None else columns.where(ROWS.c.key.in_(batch))
        for dataset, key, version, cells in connection.execute(asked):
            if (place := Place(dataset, key)) in wanted:
                chains[place].append((version, None if cells is None else json.loads(cells)))
    return chains


def _net(places: Iterable[Place], start: dict[Place, Cells], chains: dict[Place, Chain]) -> Iterator[_Cell]:
    """The cells that differ between the start and the end of each chain, each with its last change."""
    for place in places:
        first, chain = start.get(place), chains[place]
        since: dict[str, int] = {}
        before = first
        for version, after in chain:
            since |= {field: version for _, field, _, _ in changed_cells(place, before, after)}
            before = after
        for subject, field, old, new in changed_cells(place, first, before):
            yield _Cell(place, subject, field, old, new, since[field])


def _then(cell: _Cell, start: dict[Place, Cells], chains: dict[Place, Chain]) -> Cells | None:
    """The citation of a cell in the version that changed it; None if no version between has touched it."""
    place = _citation_of(cell)
    until = [cells for version, cells in chains.get(place, []) if version <= cell.version]
    return until[-1] if until else start.get(place)


def changed_cells(
    place: Place, before: Cells | None, after: Cells | None
) -> Iterator[tuple[str, str, str | None, str | None]]:
    """Subject, field and both values of each cell of a row that differs; an empty cell of a new row is no change."""
    cells = after if after is not None else before
    if cells is None:
        return
    subject = subject_of(place, cells)
    if place.dataset == CITATIONS.name:
        old, new = (None if row is None else evidence_words(row) for row in (before, after))
        if before != after:
            yield subject, EVIDENCE_OF + cells["field"], old, new
        return
    for field in {**(before or {}), **(after or {})}:
        if field == BY_NAME[place.dataset].key and before is not None and after is not None:
            continue
        old, new = (None if row is None else row.get(field, "") for row in (before, after))
        if (old or "") != (new or ""):
            yield subject, field, old, new


def evidence_words(citation: Cells) -> str:
    """A citation in one line of codes: evidence, document, place, line, note."""
    line = f"L{citation['line']}" if citation["line"] else ""
    notes = (citation["note"], citation.get("note_en", ""))
    parts = (citation["evidence"], citation["source"], citation["locator"], line, *notes)
    return " · ".join(part for part in parts if part)


def _told(
    connection: sa.Connection,
    cells: Sequence[_Cell],
    at: int,
    known: Sequence[Version],
    read: Mapping[_Cell, Cells | None],
) -> list[Change]:
    """The changes with who, when, why and source; `read` are the citations of cells that are at hand."""
    missing = list(dict.fromkeys(_citation_of(cell) for cell in cells if read.get(cell) is None))
    sources = {place: row.cells for place, row in rows_at(connection, at, missing).items()}
    told = _with_sources(cells, lambda cell: read.get(cell) or sources.get(_citation_of(cell)), known)
    return _with_reasons(connection, told, known)


def _with_reasons(connection: sa.Connection, told: list[Change], known: Sequence[Version]) -> list[Change]:
    """The changes, those of a removed row with the reason that was given for removing it, beside the version's own."""
    drafts = {one.number: one.draft for one in known if one.draft is not None}
    gone = {(drafts[one.version], one.subject) for one in told if one.after is None and one.version in drafts}
    reasons: dict[tuple[int, str], str] = {}
    for number in sorted({draft for draft, _ in gone}):
        asked = sa.select(EDITS.c.dataset, EDITS.c.key, STEPS.c.note).join(
            STEPS, sa.and_(STEPS.c.draft == EDITS.c.draft, STEPS.c.step == EDITS.c.step)
        )
        asked = asked.where(EDITS.c.draft == number, EDITS.c.field == "", EDITS.c.after.is_(None), STEPS.c.note != "")
        asked = asked.where(EDITS.c.dataset != CITATIONS.name)
        for dataset, key, note in connection.execute(asked.order_by(STEPS.c.step)):
            reasons[number, BY_NAME[dataset].subject_prefix + key] = note
    return [
        one._replace(why=f"{one.why} · {note}")
        if one.after is None and (note := reasons.get((drafts.get(one.version, 0) or 0, one.subject)))
        else one
        for one in told
    ]


def _citation_of(cell: _Cell) -> Place:
    return Place(CITATIONS.name, citation_key(cell.subject, cell.field.removeprefix(EVIDENCE_OF)))


def _without_told(cells: Sequence[_Cell]) -> list[_Cell]:
    """The cells without the evidence that came with its value, or with its whole row."""
    valued = {(cell.subject, cell.field): cell.version for cell in cells}
    return [
        cell
        for cell in cells
        if not cell.field.startswith(EVIDENCE_OF)
        or (
            cell.before
            and cell.after
            and cell.version > valued.get((cell.subject, cell.field.removeprefix(EVIDENCE_OF)), 0)
        )
    ]


def _with_sources(
    cells: Sequence[_Cell], citation: Callable[[_Cell], Cells | None], known: Sequence[Version]
) -> list[Change]:
    """The changes with who, when, why and source."""
    by_number = {version.number: version for version in known}
    # A report names its source itself.
    own = {(cell.place, cell.version): cell.after for cell in cells if cell.field == OWN_SOURCE and cell.after}
    found = []
    for cell in _without_told(cells):
        row, version = citation(cell), by_number[cell.version]
        source = " ".join(row[name] for name in ("source", "locator") if row[name]) if row else ""
        source = source or own.get((cell.place, cell.version), "")
        values = (version.number, version.at, version.who, version.why, source)
        found.append(Change(cell.place.dataset, cell.subject, cell.field, cell.before, cell.after, *values))
    return found
