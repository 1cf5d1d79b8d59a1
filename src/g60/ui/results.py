"""What is shown: the sentence, the counts, and the list or the card of the chosen one."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from g60.catalog import Catalog
from g60.i18n import text, texts
from g60.schema import AREA_KINDS, PLAN_LIST
from g60.summary import counts, list_name, sentence
from g60.ui import components
from g60.ui.card import card
from g60.ui.shell import Page, load_documents, notice_ignored, on_event


def show(page: Page) -> None:
    """Draws the sentence and, under it, the list or the card."""
    lang = page.lang
    with page.body.container(key="atlas_results"):
        notice_ignored(page)
        st.text(sentence(page.catalog, page.picked, page.selection, lang))
        data = {
            "lang": lang,
            "texts": texts("panel_", lang),
            "focus": page.selection.focus,
            "counts": _counts(page),
            "groups": groups(page.picked, lang),
            "empty": _empty(page),
            "card": card(page, load_documents(page.catalog)) if page.selection.focus else None,
        }
        components.results()(key="results", data=data, on_event_change=on_event("results"))


def _counts(page: Page) -> list[dict[str, Any]]:
    return [
        {"code": entry.kind, "label": text(f"tally_{entry.kind}", page.lang), "count": entry.count}
        for entry in counts(page.picked)
    ]


def groups(picked: Catalog, lang: str) -> list[dict[str, Any]]:
    """What is picked as the groups of the list: one per kind of area, one per list of carriers, empty ones left out."""
    entities = picked.entities
    found = [(kind, text(f"kind_{kind}", lang), entities[entities["kind"] == kind]) for kind in AREA_KINDS]
    carriers = entities[entities["kind"] == "carrier"]
    found += [(code, list_name(code, lang), carriers[carriers["list"] == code]) for code in picked.lists]
    return [
        {"title": title, "count": len(rows), "items": items(picked, rows, lang)}
        for _, title, rows in found
        if len(rows)
    ]


def items(catalog: Catalog, rows: pd.DataFrame, lang: str) -> list[dict[str, Any]]:
    """Rows of the list: id, symbol, name, and the unit with the industries below it."""
    short = catalog.units[f"short_{lang}"].to_dict()
    names = catalog.industries[f"short_{lang}"].to_dict()
    found = []
    for entity_id, row in zip(rows.index, rows.to_dict("records"), strict=True):
        citation = catalog.citation(entity_id, "unit")
        unit = short.get(row["unit"], "")
        if unit and citation is not None and citation.evidence == "inferred":
            unit += text("inferred_mark", lang)
        industries = text("comma", lang).join(names[code] for code in row["industries"])
        words = [part for part in (unit, industries) if part]
        found.append({"id": entity_id, "name": row[f"name_{lang}"], "sub": " · ".join(words), "mark": mark(row)})
    return found


def mark(row: dict[Any, Any]) -> str:
    """The symbol of a row: its kind, or "other" for a carrier that is not of the plan's list."""
    return str(row["kind"]) if row["kind"] != "carrier" or row["list"] == PLAN_LIST else "other"


def _empty(page: Page) -> dict[str, str] | None:
    """What to say where nothing is shown: why, and the way on."""
    if len(page.picked.entities):
        return None
    lang = page.lang
    return {
        "title": text("empty_title", lang),
        "text": text("empty_text", lang),
        "action": text("panel_clear", lang),
    }
