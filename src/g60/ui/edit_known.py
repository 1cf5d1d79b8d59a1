"""The ids that a field of a form may name, each with what a reader calls it: nobody knows them by heart."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from g60.catalog.catalog import Catalog
from g60.contract.dataset import Field
from g60.evidence.lookup import subject_name

# As many ids are offered for one field; others can be typed.
OFFERED_AT_MOST = 400

Named = Iterable[tuple[str, str]]


def known_ids(catalog: Catalog, field: Field, lang: str) -> list[tuple[str, str]]:
    """The ids that a field may name, with their names; none for a field that names no row."""
    named = NAMED.get(field.name)
    if named is None or field.codes:
        return []
    found = list(named(catalog, lang))
    return found[:OFFERED_AT_MOST]


def _plans(catalog: Catalog, lang: str) -> Named:
    return ((str(code), str(name)) for code, name in catalog.tables.plans[f"name_{lang}"].items())


def _sources(catalog: Catalog, lang: str) -> Named:
    return ((str(code), str(title)) for code, title in catalog.sources[f"title_{lang}"].items())


def _measures(catalog: Catalog, lang: str) -> Named:
    return ((str(code), str(name)) for code, name in catalog.tables.measures[f"name_{lang}"].items())


def _areas(catalog: Catalog, lang: str) -> Named:
    return ((str(code), str(name)) for code, name in catalog.areas[f"name_{lang}"].items())


def _subjects(catalog: Catalog, lang: str) -> Named:
    ids = ("city", *map(str, catalog.units.index), *map(str, catalog.areas.index))
    return ((code, subject_name(catalog, code, lang)) for code in ids)


def _compared(catalog: Catalog, lang: str) -> Named:
    """What two plans can be compared by: indicators, areas, tasks."""
    frames = (catalog.tables.indicators, catalog.tables.tasks)
    yield from ((str(code), str(name)) for frame in frames for code, name in frame[f"name_{lang}"].items())
    yield from _areas(catalog, lang)


NAMED: dict[str, Callable[[Catalog, str], Named]] = {
    **dict.fromkeys(("plan", "old_plan", "new_plan"), _plans),
    **dict.fromkeys(("source", "sources"), _sources),
    **dict.fromkeys(("predecessors", "successors"), _areas),
    **dict.fromkeys(("old", "new"), _compared),
    "measure": _measures,
    "subject": _subjects,
}
