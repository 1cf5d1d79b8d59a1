"""Which changed cells a reader sees, and how many changed values they are: every page counts by this.

A value counts once, with its citation, and a report once, with all that its row says of it. A new document counts with
the value that rests on it, and the shape that follows from another value of its row counts with that value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from typing import Generic, NamedTuple, Protocol, TypeVar

from g60.contract.schema import SOURCES
from g60.contract.statements import ACTUALS, JUDGEMENTS, TASK_REPORTS
from g60.record.rows import BY_NAME, GEOMETRY

VALUE, DOCUMENT, SHAPE, ABOUT = "value", "document", "shape", "about"
# Fields that serve the program: they stand in JSON and in the files, and no page lists them.
TECHNICAL = frozenset({(SOURCES.name, "sha256")})
TITLE = "title_zh"
# Datasets of which a row says one thing, and the field that says it: what else the row holds is about that.
SAID_BY_ROW = {ACTUALS.name: "value", JUDGEMENTS.name: "grade", TASK_REPORTS.name: "state"}


class ChangedCell(Protocol):
    """One changed cell of a draft or between two versions: None before or after where there was no row."""

    @property
    def dataset(self) -> str:
        """The dataset of its row."""

    @property
    def subject(self) -> str:
        """The subject of its row."""

    @property
    def field(self) -> str:
        """The field, or the evidence of one."""

    @property
    def before(self) -> str | None:
        """The value before."""

    @property
    def after(self) -> str | None:
        """The value after."""


class SourcedCell(ChangedCell, Protocol):
    """A changed cell that knows the documents that its value rests on."""

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the documents."""


C = TypeVar("C", bound=ChangedCell)


class Seen(NamedTuple, Generic[C]):
    """A cell that a reader sees, and what it is.

    A value, a document that came or went, a shape that follows from a value, or what a report says about the value
    that came or went with it.
    """

    cell: C
    kind: str
    counts: bool


def cited_by(cells: Iterable[SourcedCell]) -> frozenset[str]:
    """The documents that changed values rest on; a document's own cells rest on it and are not meant."""
    return frozenset(document for cell in cells for document in cell.documents if document != cell.subject)


def seen(cells: Sequence[C], cited: Set[str]) -> list[Seen[C]]:
    """The cells that a reader sees; `cited` are the documents that the changed values rest on."""
    of_row = Counter((cell.dataset, cell.subject) for cell in cells)
    found = []
    for cell in cells:
        if cell.field == BY_NAME[cell.dataset].key or (cell.dataset, cell.field) in TECHNICAL:
            continue
        if cell.dataset == SOURCES.name and (cell.before is None or cell.after is None):
            if cell.field == TITLE:
                found.append(Seen(cell, DOCUMENT, cell.subject not in cited))
        elif cell.field == GEOMETRY and of_row[cell.dataset, cell.subject] > 1:
            found.append(Seen(cell, SHAPE, counts=False))
        else:
            is_about = _is_about_another(cell)
            found.append(Seen(cell, ABOUT if is_about else VALUE, counts=not is_about))
    return found


def _is_about_another(cell: ChangedCell) -> bool:
    """Whether a cell belongs to what another cell says of a row that came or went."""
    came_or_went = cell.before is None or cell.after is None
    return came_or_went and cell.field != SAID_BY_ROW.get(cell.dataset, cell.field)


def value_count(cells: Sequence[C], cited: Set[str]) -> int:
    """How many values have changed for a reader."""
    return sum(one.counts for one in seen(cells, cited))
