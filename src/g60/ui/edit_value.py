"""A new value or judgement in a draft: which indicator or target the address names, what the form begins with."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from g60.ask.permalink import to_query
from g60.checks.actuals import SAME_DEFINITION, today
from g60.contract.dataset import Dataset
from g60.contract.i18n import text
from g60.contract.statements import ACTUALS
from g60.evidence.lookup import subject_name
from g60.ui.edit_parts import asked_of
from g60.ui.edit_words import EDITED, INDICATOR, OF_INDICATORS, dataset_name
from g60.ui.page import Page


def address(page: Page, dataset: Dataset, indicator: str = "") -> str:
    """Where a value or a judgement is entered: in the draft that is shown, else in one that is chosen there."""
    query = to_query(page.selection, page.view) | {"table": [dataset.name], "subject": ["-"]}
    query |= {INDICATOR: [indicator]} if indicator else {}
    return f"./edit?{urlencode(query, doseq=True)}"


def asked() -> dict[str, str]:
    """What of the address asks for a new row."""
    return asked_of("table", INDICATOR)


def title(page: Page) -> str:
    """What is to be entered, for the list of drafts to say; empty where the address asks for no new row of a table."""
    dataset = next((one for one in EDITED if one.name == st.query_params.get("table", "")), None)
    code = _indicator(page)
    if dataset not in OF_INDICATORS or not code:
        return dataset_name(dataset, page.lang) if dataset else ""
    return text(f"edit_new_{dataset.name}", page.lang, name=subject_name(page.catalog, code, page.lang))


def begun(page: Page, dataset: Dataset, draft: int, keys: Collection[str]) -> dict[str, Any]:
    """The key and the cells that a new row begins with."""
    cells = {INDICATOR: _indicator(page)}
    if dataset is ACTUALS:
        cells |= {"definition_zh": SAME_DEFINITION, "known_on": today()}
    else:
        cells |= {"judged_on": today()}
    return {"key": new_key(dataset, draft, keys), "cells": {name: value for name, value in cells.items() if value}}


def new_key(dataset: Dataset, draft: int, taken: Collection[str]) -> str:
    """An id for a new row, with the number of its draft: two drafts do not give the same one."""
    stem, number = f"{dataset.name.removesuffix('s')}-{draft}", 1
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def _indicator(page: Page) -> str:
    given, said = st.query_params.get(INDICATOR, "")[:200], page.catalog.tables
    return given if given in said.indicators.index or given in said.targets.index else ""
