"""What is shown: the sentence, the counts, and the list or the card of the chosen one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from g60.contract.codes import UNITS
from g60.contract.errors import DatabaseError
from g60.contract.i18n import text
from g60.evidence.card import card
from g60.evidence.sentence import counts, sentence
from g60.record.people import OwnedRow, may
from g60.ui import filter_time, handouts, listing
from g60.ui.documents_at_hand import load_documents
from g60.ui.page import Page
from g60.ui.person import signed_in
from g60.ui.shell import notice_ignored
from g60.ui.task_lights import page_day


def showing(told: Callable[[Page], Mapping[str, str]]) -> Callable[[Page], None]:
    """What draws the sentence and, under it, the list or the card, and hands the map what it is `told` of the page."""
    return lambda page: _show(page, told(page))


def _show(page: Page, told: Mapping[str, str]) -> None:
    lang = page.lang
    with page.container(key="atlas_results"):
        notice_ignored(page)
        st.text(sentence(page.catalog, page.picked, page.selection, lang))
        handouts.show(page)
        data = {
            "focus": page.selection.focus,
            "units": sorted(page.selection.units),
            "compared": list(page.selection.compared),
            "unit": _unit(page),
            "counts": _counts(page),
            "rows": listing.address(page.catalog, page.selection, lang, page.view),
            "order": {"grouped": page.view.grouped, "sorted": page.view.sorted},
            "empty": _empty(page),
            "card": _card(page) if page.selection.focus else None,
            "edit": bool(page.selection.focus) and _may_edit(page),
            "map": told,
        }
        page.draw("results", "results", data)
    filter_time.end()


def _card(page: Page) -> dict[str, Any]:
    """The card of the chosen one; its citations quote the documents that are at hand."""
    chosen, at_hand = page.selection.focus, load_documents(page.catalog)
    return card(page.catalog, chosen, page.lang, at_hand, page_day(page)).as_payload()


def _may_edit(page: Page) -> bool:
    """Whether the reader may edit the chosen one; a unit belongs to no clerk."""
    chosen = page.selection.focus
    unit = "" if chosen in UNITS else str(page.catalog.entity(chosen)["unit"] or "")
    try:
        return may(signed_in(), "edit", OwnedRow(frozenset({unit} - {""})))
    except DatabaseError:  # the page of drafts says what is wrong with the database
        return False


def _unit(page: Page) -> dict[str, str] | None:
    """The unit in which the chosen one lies, or that it is: what its card can filter by."""
    chosen = page.selection.focus
    unit = chosen if chosen in UNITS or not chosen else str(page.catalog.entity(chosen)["unit"] or "")
    return {"id": unit, "name": str(page.catalog.units.at[unit, f"short_{page.lang}"])} if unit else None


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
