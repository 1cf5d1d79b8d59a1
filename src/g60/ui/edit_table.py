"""Many rows of a dataset as a table whose cells are edited; one source for all that changes, one step."""

from __future__ import annotations

import streamlit as st

from g60.contract.dataset import Dataset, Field
from g60.contract.i18n import LANGUAGES, text
from g60.contract.schema import AREA_DATASETS, CARRIERS
from g60.record.consequences import INDUSTRY_WORDS
from g60.record.draft_rows import own_rows, table
from g60.record.draft_state import Draft
from g60.record.editing import ROWS_AT_MOST
from g60.record.people import Person
from g60.ui.asked import catalogs
from g60.ui.edit_form import faults_of
from g60.ui.edit_parts import Block, column, draw_editor, draw_report, link
from g60.ui.edit_words import dataset_name
from g60.ui.page import Page

# The fields by which a reader knows a row, the best first.
NAMING = {lang: (f"name_{lang}", f"title_{lang}", "name_zh", "name", "technology_zh", "text_zh") for lang in LANGUAGES}


def show(page: Page, person: Person, draft: Draft, dataset: Dataset) -> None:
    """Draws the table of a dataset: of all rows, or of those that the address filters."""
    lang = page.lang
    every = table(person, draft.number, dataset.name, catalogs().url)
    rows = own_rows(person, dataset.name, every)
    is_part = len(rows) < len(every)
    chosen = _chosen(page, dataset)
    if chosen is not None:
        rows = {key: cells for key, cells in rows.items() if key in chosen}
    shown = dict(list(rows.items())[:ROWS_AT_MOST])
    actions = [
        link(text("edit_back", lang)),
        link(text("edit_new_row", lang), table=dataset.name, subject="-"),
    ]
    head: list[Block] = [
        {"type": "heading", "text": dataset_name(dataset, lang)},
        {"type": "actions", "actions": actions},
    ]
    if is_part:
        head.append({"type": "words", "text": text("edit_table_own", lang), "quiet": True})
    if chosen is not None:
        head.append({"type": "words", "text": text("edit_table_filtered", lang, count=len(rows)), "quiet": True})
    if len(rows) > len(shown):
        head.append({"type": "words", "text": text("edit_table_long", lang, count=len(rows), shown=len(shown))})
    draw_report(page, "edit_table_head", head)
    key = Field(dataset.key, "slug", required=True)
    named = _name_field(dataset, lang)
    fields = sorted(
        (field for field in dataset.fields if field.name != dataset.key), key=lambda field: field.name != named
    )
    by_rule = "industries" if dataset.name in INDUSTRY_WORDS else ""
    columns = [column(page, dataset, key, locked=True)]
    columns += [column(page, dataset, field, locked=field.name == by_rule) for field in fields]
    names = [field.name for field in fields]
    data = {
        "mode": "table",
        "table": dataset.name,
        "prefix": dataset.subject_prefix,
        "cited": dataset.cited,
        "columns": columns,
        "rows": [[key, *(cells.get(name, "") for name in names)] for key, cells in shown.items()],
        "faults": faults_of(page, person, draft),
        "show": st.query_params.get("rows", ""),
        "without": by_rule,
        "frozen": 2 if named else 1,
    }
    draw_editor(page, draft, f"editor_table_{dataset.name}", data)


def _name_field(dataset: Dataset, lang: str) -> str:
    """The field that names a row of the dataset in the reader's language; empty where it has none."""
    known = {field.name for field in dataset.fields} - {dataset.key}
    return next((name for name in NAMING[lang] if name in known), "")


def _chosen(page: Page, dataset: Dataset) -> set[str] | None:
    """The ids that the address filters; None where it filters nothing, or nothing of this dataset."""
    if not page.selection.restricts:
        return None
    if dataset is CARRIERS:
        return set(page.picked.carriers.index)
    return set(page.picked.areas.index) if dataset in AREA_DATASETS else None
