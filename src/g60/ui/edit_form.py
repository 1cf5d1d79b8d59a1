"""One row as a form: each field with its value, its evidence, and what is wrong with it; a place to be picked."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import Any

from shapely import coverage_simplify, from_geojson, get_coordinates, get_parts

from g60.catalog import boundaries
from g60.contract.dataset import Dataset
from g60.contract.i18n import text
from g60.contract.schema import AREA_DATASETS, CARRIERS
from g60.contract.statements import LEDGER, TASK_REPORTS
from g60.record import draft_changes
from g60.record.consequences import INDUSTRY_WORDS
from g60.record.draft_rows import Record, may_change, offered_key, record, table
from g60.record.draft_state import Draft
from g60.record.people import Person
from g60.record.placing import DISTRICTS, POINT
from g60.record.rows import BY_NAME, GEOMETRY
from g60.record.terms import offered
from g60.ui import edit_pair, edit_report, edit_value
from g60.ui.asked import catalogs
from g60.ui.edit_known import known_ids
from g60.ui.edit_parts import Block, column, draw_editor, draw_report, link
from g60.ui.edit_words import OF_INDICATORS, citation_words, dataset_name, finding_words, row_name
from g60.ui.page import Page

# Outlines for picking a place: within about 300 m, which is less than a reader sees on a small map.
DETAIL_DEG = 0.003


def show(page: Page, person: Person, draft: Draft, subject: str, field: str) -> None:
    """Draws the form of one row."""
    lang, url = page.lang, catalogs().url
    found = record(person, draft.number, subject, url)
    dataset = BY_NAME[found.place.dataset]
    name = row_name(page.catalog, dataset.name, subject, found.cells, lang)
    back = [
        link(text("edit_back", lang)),
        link(text("edit_to_table", lang, table=dataset_name(dataset, lang)), table=dataset.name),
    ]
    head: list[Block] = [{"type": "heading", "text": name}, {"type": "actions", "actions": back}]
    is_own = may_change(person, draft.number, found.place, url)
    if not is_own:
        head.append({"type": "words", "text": text("edit_not_own", lang)})
    draw_report(page, "edit_form_head", head)
    words = INDUSTRY_WORDS.get(dataset.name)
    data = {
        "mode": "form",
        "subject": subject,
        "table": dataset.name,
        "cited": dataset.cited,
        "key": found.place.key,
        "columns": _columns(page, dataset, locked=not is_own),
        "cells": {name: found.cells.get(name, "") for name in dataset.columns},
        "citations": _citations(page, found),
        "faults": _faults(page, person, draft, subject),
        "offers": offered(person, draft.number, found.cells[words], url) if words else {},
        "place": _place(page, dataset, found),
        "focus": field,
    }
    draw_editor(page, draft, f"editor_{subject}", data)


def show_new(page: Page, person: Person, draft: Draft, dataset: Dataset) -> None:
    """Draws the form of a new row, with an id that is offered."""
    lang = page.lang
    back = [link(text("edit_to_table", lang, table=dataset_name(dataset, lang)), table=dataset.name)]
    title = text("edit_new_title", lang, table=dataset_name(dataset, lang))
    draw_report(page, "edit_new_head", [{"type": "heading", "text": title}, {"type": "actions", "actions": back}])
    keys = table(person, draft.number, dataset.name, catalogs().url)
    columns = [one for one in _columns(page, dataset) if one["name"] not in (*POINT, "uncertainty_m")]
    data = {
        "mode": "new",
        "subject": "-",
        "table": dataset.name,
        "cited": dataset.cited,
        "key": offered_key(keys),
        "columns": columns,
        "cells": _beginnings(dataset) | (edit_pair.begun(page) if dataset is LEDGER else {}),
        **(edit_report.begun(page, keys) if dataset is TASK_REPORTS else {}),
        **(edit_value.begun(page, dataset, draft.number, keys) if dataset in OF_INDICATORS else {}),
        "citations": {},
        "faults": {},
        "offers": {},
        "place": _new_place(page, person, draft, dataset),
        "focus": "",
    }
    draw_editor(page, draft, f"editor_new_{dataset.name}", data)


def _beginnings(dataset: Dataset) -> dict[str, str]:
    """What a new row begins with: a field that has one code only, and no point where none is known."""
    cells = {field.name: field.codes[0] for field in dataset.fields if field.required and len(field.codes) == 1}
    return cells | ({"location_grade": "D"} if dataset is CARRIERS else {})


def _new_place(page: Page, person: Person, draft: Draft, dataset: Dataset) -> Block | None:
    """Where a new area gets its shape from: a picked point, or another area of its kind; None for other rows."""
    if dataset not in AREA_DATASETS:
        return None
    lang, others = page.lang, table(person, draft.number, dataset.name, catalogs().url)
    picks = dataset.name in DISTRICTS
    return {
        "kind": "area",
        "at": None,
        "ring": [],
        "counties": list(outlines(names(page))) if picks else [],
        "like": [[key, cells[f"name_{lang}"]] for key, cells in others.items()],
        "picks": picks,
    }


def _columns(page: Page, dataset: Dataset, *, locked: bool = False) -> list[Block]:
    by_rule = "industries" if dataset.name in INDUSTRY_WORDS else ""
    fields = [field for field in dataset.fields if field.name != dataset.key]
    return [
        column(page, dataset, field, locked=locked or field.name == by_rule)
        | {"known": known_ids(page.catalog, field, page.lang)}
        for field in fields
    ]


def _citations(page: Page, found: Record) -> dict[str, Block]:
    return {
        field: {"evidence": cited["evidence"], "words": citation_words(page.catalog, cited, page.lang)}
        for field, cited in found.citations.items()
    }


def _faults(page: Page, person: Person, draft: Draft, subject: str) -> dict[str, list[str]]:
    return faults_of(page, person, draft).get(subject, {})


def faults_of(page: Page, person: Person, draft: Draft) -> dict[str, dict[str, list[str]]]:
    """The findings about the rows that a draft changes, by subject and field."""
    drafted = catalogs().draft(person, draft.number)
    places = draft_changes.issue_places(drafted.prepared)
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for issue in drafted.issues:
        subject, field = draft_changes.subject_and_field(issue, places)
        if subject:
            found[subject][field].append(finding_words(issue, page.lang))
    return {subject: dict(fields) for subject, fields in found.items()}


def _place(page: Page, dataset: Dataset, found: Record) -> dict[str, Any] | None:
    """Where the row is, and the counties to pick a place in; None for a row that has no place."""
    if dataset is CARRIERS:
        return {"kind": "carrier", "at": None, "counties": list(outlines(names(page)))}
    if dataset in AREA_DATASETS and dataset.kind in ("lake_district", "high_tech_zone"):
        shape = from_geojson(found.cells[GEOMETRY])
        at = shape.representative_point()
        ring = [[round(x, 5), round(y, 5)] for x, y in get_coordinates(shape)]
        return {
            "kind": "area",
            "at": [f"{at.x:.5f}", f"{at.y:.5f}"],
            "ring": ring,
            "counties": list(outlines(names(page))),
        }
    return None


def names(page: Page) -> tuple[tuple[str, str], ...]:
    """The counties' short names, by code."""
    units = page.catalog.units
    return tuple((str(code), str(units.at[code, f"short_{page.lang}"])) for code in units.index)


@lru_cache(maxsize=4)
def outlines(named: tuple[tuple[str, str], ...]) -> tuple[dict[str, Any], ...]:
    """The counties as rings of longitude and latitude, each with its name and where that is written."""
    known, found = dict(named), []
    whole = boundaries.display_counties().geometry
    for unit, shape in zip(whole.index, coverage_simplify(list(whole), DETAIL_DEG), strict=True):
        parts = [part for part in get_parts(shape) if part.area > DETAIL_DEG**2]
        rings = [[[round(x, 4), round(y, 4)] for x, y in part.exterior.coords] for part in parts]
        at = shape.representative_point()
        found.append({"unit": unit, "name": known.get(str(unit), ""), "label": [at.x, at.y], "rings": rings})
    return tuple(found)
