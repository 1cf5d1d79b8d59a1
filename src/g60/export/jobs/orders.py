"""What workers are asked to make. Each function gets what tells how far it is, and which catalog is meant."""

from __future__ import annotations

from importlib import import_module

from g60.export.handouts import HANDOUTS, Order, preview
from g60.export.jobs.job import Progress, Work
from g60.meeting import decisions, scenes
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


def handout(held: Held, code: str, order: Order) -> Work:
    """A file of `HANDOUTS`."""
    return Work(_handout, (held, code, order), kind=HANDOUTS[code].media_type)


def _handout(tell: Progress, held: Held, code: str, order: Order) -> bytes:
    return HANDOUTS[code].make(held.catalog(), order, tell)


def sheet_preview(held: Held, order: Order) -> Work:
    """The sheet of an order in small."""
    return Work(_preview, (held, order), quick=True, kind="image/png")


def _preview(_: Progress, held: Held, order: Order) -> bytes:
    return preview(held.catalog(), order)


def of_catalog(held: Held, module: str, function: str, *given: object) -> Work:
    """What a function of this room, `module` and name, makes of the catalog and what else it is given."""
    return Work(_of_catalog, (held, module, function, *given))


def _of_catalog(_: Progress, held: Held, module: str, function: str, *given: object) -> bytes:
    made: bytes = getattr(import_module(f"g60.export.{module}"), function)(held.catalog(), *given)
    return made


def slides_of_scenes(held: Held, given: str, lang: str, review: str) -> Work:
    """The slides of a presentation, which `scenes.read` has understood."""
    return Work(_slides_of_scenes, (held, given, lang, review))


def _slides_of_scenes(_: Progress, held: Held, given: str, lang: str, review: str) -> bytes:
    catalog = held.catalog()
    presentation, _issues = scenes.read(given, catalog)
    made: bytes = import_module("g60.export.office.slides").scenes_to_pptx(catalog, presentation, lang, review=review)
    return made


def minutes(held: Held, form: str, kept: str, heading: object, lang: str) -> Work:
    """The minutes of a meeting, of decisions that `decisions.read` has understood."""
    return Work(_minutes, (held, form, kept, heading, lang))


def _minutes(_: Progress, held: Held, form: str, kept: str, heading: object, lang: str) -> bytes:
    catalog = held.catalog()
    found, _issues = decisions.read(kept, catalog)
    made: bytes = import_module("g60.export.office.minutes").MINUTES[form](catalog, found, heading, lang)
    return made
