"""A pair of two plans that is to be settled: the form of a new row of the ledger begins with what was proposed."""

from __future__ import annotations

import streamlit as st

from g60.contract.errors import RefusedError
from g60.contract.i18n import LANGUAGES
from g60.review.ledger import ledger
from g60.review.ledger_sides import places
from g60.ui.page import Page

# The part of the address that names the two sides of the pair, as in indicator-2-01.indicator-3-01; one may be empty.
SETTLES = "settles"


def begun(page: Page) -> dict[str, str]:
    """The cells of the row as they were proposed; none where the address names no pair that the ledger has."""
    sides = st.query_params.get(SETTLES, "").split(".")
    if len(sides) != 2 or not page.view.pair:
        return {}
    old, new = page.view.pair.split(".")
    try:
        entries = ledger(page.catalog, old, new)
    except RefusedError:
        return {}
    entry = next((one for one in entries if [one.old or "", one.new or ""] == sides), None)
    if entry is None:
        return {}
    reasons = {f"reason_{lang}": entry.reason(lang) for lang in LANGUAGES}
    pair = {"old_plan": old, "new_plan": new, "old": sides[0], "new": sides[1]}
    sources, lines = places(page.catalog, entry)
    rests = {"evidence": entry.citation.evidence, "sources": sources, "lines": lines}
    return {**pair, "state": entry.state, **reasons, **rests}
