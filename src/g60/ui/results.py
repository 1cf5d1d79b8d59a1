"""What is shown: the sentence, the counts, and the list or the card of the chosen one."""

from __future__ import annotations

from typing import Any

import streamlit as st

from g60.contract.i18n import text
from g60.evidence.sentence import counts, sentence
from g60.ui import components, handouts, listing
from g60.ui.card import card
from g60.ui.shell import Page, load_documents, notice_ignored, on_event


def show(page: Page) -> None:
    """Draws the sentence and, under it, the list or the card."""
    lang = page.lang
    with page.body.container(key="atlas_results"):
        notice_ignored(page)
        st.text(sentence(page.catalog, page.picked, page.selection, lang))
        handouts.show(page)
        data = {
            "lang": lang,
            "focus": page.selection.focus,
            "counts": _counts(page),
            "rows": listing.address(page.catalog, page.selection, lang),
            "empty": _empty(page),
            "card": card(page, load_documents(page.catalog)) if page.selection.focus else None,
        }
        components.results()(key="results", data=components.packed(data), on_event_change=on_event("results"))


def _counts(page: Page) -> list[dict[str, Any]]:
    return [{"code": entry.kind, "count": entry.count} for entry in counts(page.picked)]


def _empty(page: Page) -> dict[str, str] | None:
    """What to say where nothing is shown: why, and the way on."""
    if page.picked.numbers.any():
        return None
    lang = page.lang
    return {
        "title": text("empty_title", lang),
        "text": text("empty_text", lang),
        "action": text("panel_clear", lang),
    }
