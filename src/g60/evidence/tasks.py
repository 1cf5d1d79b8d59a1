"""What the documents order to be done, whom it concerns, and what ties the city to places beyond it.

Each is a fact with its citation; the page, the cards, the command line read the same ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd

from g60.catalog.catalog import CATALOGS_KEPT, Catalog
from g60.catalog.search import led_forms
from g60.contract.codes import WIDER_SUBJECTS, split
from g60.contract.dataset import Dataset
from g60.contract.i18n import text
from g60.contract.spelling import search_form
from g60.contract.statements import NAME_TABLE, OUTSIDE, TASKS
from g60.evidence.facts import MISSING, Fact, fact_as_json
from g60.evidence.task_states import lights_fact, stands_fact, task_state

# The texts by which a search finds an entity as itself.
OWN_WORDS = ("name_zh", "name_en", "words")


@dataclass(frozen=True, slots=True)
class CitedRow:
    """A row of names, tasks or places: its id, its code (kind or role), whom it concerns, and its cells as facts."""

    id: str
    code: str
    subjects: tuple[str, ...]
    facts: dict[str, Fact]

    def name(self, lang: str) -> Fact:
        """Its name in a language."""
        return self.facts[f"name_{lang}"]


def tasks(catalog: Catalog, *, kind: str = "", subject: str = "") -> list[CitedRow]:
    """The tasks of a kind and of a subject, in the order of the file; of all kinds and subjects where none is given."""
    found = _cited_rows(catalog, TASKS, "kind", subject)
    return [task for task in found if kind in ("", task.code)]


@lru_cache(maxsize=CATALOGS_KEPT)
def task_subjects(catalog: Catalog) -> tuple[str, ...]:
    """Whom tasks concern: the city, then units, areas and carriers in the order of the catalog."""
    concerned = {part for cell in catalog.tables.tasks["subject"] for part in split(cell)}
    first = (*WIDER_SUBJECTS, *map(str, catalog.units.index))
    places = ((catalog.places.of(code), code) for code in concerned)
    others = [code for place, code in sorted(places) if place >= 0]
    return (*(code for code in first if code in concerned), *others)


@lru_cache(maxsize=CATALOGS_KEPT)
def task_units(catalog: Catalog) -> dict[str, frozenset[str]]:
    """The counties and zones of each task: those that it concerns, and those in which its areas and carriers lie."""
    return {task.id: frozenset(_units(catalog, task.subjects)) for task in tasks(catalog)}


def report_units(catalog: Catalog, task: CitedRow) -> frozenset[str]:
    """The units whose clerks may report a task, as the record decides it; none where a subject of it has no unit."""
    found = [frozenset(_units(catalog, [subject])) for subject in task.subjects]
    return frozenset().union(*found) if all(found) else frozenset()


def _units(catalog: Catalog, subjects: Iterable[str]) -> Iterable[str]:
    for subject in subjects:
        if unit := catalog.unit_of(subject) or (subject if subject in catalog.units.index else ""):
            yield unit


def outside(catalog: Catalog, subject: str = "") -> list[CitedRow]:
    """The places beyond the city that the documents tie to it, or to one subject."""
    return _cited_rows(catalog, OUTSIDE, "role", subject)


def names(catalog: Catalog, subject: str = "") -> list[CitedRow]:
    """The names that lead to a subject, or all of them."""
    return _cited_rows(catalog, NAME_TABLE, "kind", subject)


def sections(
    catalog: Catalog, subject: str, lang: str, today: date | None = None
) -> list[tuple[str, list[tuple[str, Fact]]]]:
    """What a card says of a subject here, section by section: each fact with its label.

    With a day, how many of its tasks have which light on it; and of each that was reported, how it stands.
    """
    found = tasks(catalog, subject=subject)
    states = {task.id: task_state(catalog, task.id, today) for task in found} if today else {}
    ordered = [(text("task_lights", lang), lights_fact(subject, tuple(states.values()), lang))] if states else []
    for task in found:
        ordered.append((task_label(task, lang), task.name(lang)))
        if task.id in states and states[task.id].last:
            ordered.append((text("task_stands", lang), stands_fact(states[task.id], lang)))
    tied = [(text(f"role_{place.code}", lang), place.name(lang)) for place in outside(catalog, subject)]
    called = [pair for name in names(catalog, subject) for pair in _called(name, lang)]
    return [("tasks", ordered), ("outside", tied), ("names", called)]


def _called(name: CitedRow, lang: str) -> list[tuple[str, Fact]]:
    """A name that leads to a subject: what it is, and of a part of the subject how far it reaches."""
    label = text(f"name_{name.code}", lang)
    extent = (text("name_extent", lang, name=name.name(lang).value), name.facts["extent_zh"])
    return [(label, name.name(lang)), *([extent] if name.code == "part" else [])]


def _cited_rows(catalog: Catalog, dataset: Dataset, code: str, subject: str) -> list[CitedRow]:
    every = _every_row(catalog.whole or catalog, dataset, code)
    return [row for row in every if not subject or subject in row.subjects]


# Three tables of two catalogs: each card and each list asks for them.
@lru_cache(maxsize=6)
def _every_row(catalog: Catalog, dataset: Dataset, code: str) -> tuple[CitedRow, ...]:
    frame: pd.DataFrame = getattr(catalog.tables, dataset.name)
    return tuple(
        CitedRow(str(row_id), str(row[code]), split(str(row["subject"])), _facts(catalog, dataset, str(row_id), row))
        for row_id, row in zip(frame.index, frame.to_dict("records"), strict=True)
    )


def _facts(catalog: Catalog, dataset: Dataset, row_id: str, row: dict[Any, Any]) -> dict[str, Fact]:
    return {
        column: Fact(column, str(row[column]) or None, catalog.citation(row_id, column) or MISSING, row_id)
        for column in dataset.columns
        if column != dataset.key
    }


def found_through(catalog: Catalog, query: str, lang: str) -> dict[str, str]:
    """By which other name a search finds an entity, or all of a unit: id → name; not for those found by their own."""
    if not query:
        return {}
    wanted = search_form(query)
    entities = (catalog.whole or catalog).entities
    found: dict[str, str] = {}
    matching = zip(names(catalog), catalog.names_index.find(query), strict=True)
    for name in (entry for entry, matches in matching if matches):
        for subject in name.subjects:
            place = catalog.places.of(subject)
            own = [str(entities[column].iat[place]) for column in OWN_WORDS if place >= 0]
            called = led_forms([(str(name.name("zh").value), str(name.name("en").value))])
            unit = wanted in called and catalog.index.unit_forms.get(wanted) == subject
            if unit or (own and not any(wanted in search_form(words) for words in own)):
                found.setdefault(subject, str(name.name(lang).value))
    return found


def task_label(task: CitedRow, lang: str) -> str:
    """What kind of task it is, and its number in its document where it has one."""
    return text("task_label", lang, kind=text(f"task_{task.code}", lang), number=task.facts["no"].value or "")


def sections_as_json(catalog: Catalog, subject: str) -> dict[str, list[dict[str, Any]]]:
    """The same sections as plain values."""
    found = {"tasks": tasks(catalog, subject=subject), "outside": outside(catalog, subject)}
    return {code: as_json(catalog, rows) for code, rows in (found | {"names": names(catalog, subject)}).items()}


def as_json(catalog: Catalog, found: Iterable[CitedRow]) -> list[dict[str, Any]]:
    """Tasks, places or names as plain values, each cell with its own citation."""
    return [
        {"id": entry.id, "fields": {field: fact_as_json(catalog, fact) for field, fact in entry.facts.items()}}
        for entry in found
    ]
