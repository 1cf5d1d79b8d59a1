"""What workers are asked to make. Each function gets what tells how far it is, and which catalog is meant."""

from __future__ import annotations

from importlib import import_module

from g60.export.handouts import HANDOUTS, Order, preview
from g60.export.jobs.job import Work
from g60.export.progress import Progress
from g60.record.held import Held

# What the first sheet needs, which takes longer to import than to run.
LIBRARIES = ("g60.export.paper", "g60.export.tables.workbook", "g60.export.office.slides")


def ready(held: Held) -> Work:
    """What a new worker does before its first job."""
    return Work(_ready, (held,))


def _ready(_: Progress, held: Held) -> bytes:
    for name in LIBRARIES:
        import_module(name)
    held.catalog()
    return b""


def handout(held: Held, code: str, order: Order, *, file: str = "") -> Work:
    """A file of `HANDOUTS`."""
    return Work(_handout, (held, code, order), file=file, kind=HANDOUTS[code].media_type)


def _handout(tell: Progress, held: Held, code: str, order: Order) -> bytes:
    return HANDOUTS[code].make(held.catalog(), order, tell)


def sheet_preview(held: Held, order: Order) -> Work:
    """The sheet of an order in small."""
    return Work(_preview, (held, order), quick=True, kind="image/png")


def _preview(_: Progress, held: Held, order: Order) -> bytes:
    return preview(held.catalog(), order)


def of_catalog(held: Held, module: str, function: str, *given: object, file: str, kind: str) -> Work:
    """What a function of this room, `module` and name, makes of the catalog and what else it is given."""
    return Work(_of_catalog, (held, module, function, *given), file=file, kind=kind)


def _of_catalog(_: Progress, held: Held, module: str, function: str, *given: object) -> bytes:
    made: bytes = getattr(import_module(f"g60.export.{module}"), function)(held.catalog(), *given)
    return made
