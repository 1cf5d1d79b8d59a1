"""The sources page: the documents, how complete the evidence is, and the method of the map."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import streamlit as st

from g60.i18n import text
from g60.schema import EVIDENCE
from g60.ui.shell import Page

METHOD = ("schematic", "grades", "industries", "english", "outlines", "roads", "water", "towns", "review")


def show(page: Page) -> None:
    """Draws the page. Names go through `st.text` or a table: text from data is never markup."""
    lang, catalog = page.lang, page.catalog
    with page.body.container(key="atlas_prose"):
        st.markdown(f"## {text('about_documents', lang)}")
        columns = {name: text(f"column_{name}", lang) for name in (f"title_{lang}", "issuer_zh", "number", "date")}
        shown = catalog.sources[list(columns)].replace("", text("not_stated", lang)).rename(columns=columns)
        st.table(shown.reset_index(drop=True).map(_plain))
        st.markdown(f"## {text('about_evidence', lang)}")
        st.table(evidence_count(page))
        st.markdown(f"## {text('about_method', lang)}")
        for part in METHOD:
            st.markdown(f"**{text(f'method_{part}_title', lang)}** {text(f'method_{part}', lang)}")


def evidence_count(page: Page) -> pd.DataFrame:
    """Number and share of the values of each kind of evidence; the shares sum to all."""
    found = Counter(citation.evidence for citation in page.catalog.citations.values())
    total = sum(found.values())
    lines = [(text(f"evidence_{kind}", page.lang), found[kind]) for kind in EVIDENCE]
    lines.append((text("total", page.lang), total))
    rows = [(name, f"{count:,}", f"{count / total:.1%}") for name, count in lines]
    names = [text(f"column_{name}", page.lang) for name in ("evidence", "values", "share")]
    return pd.DataFrame(rows, columns=names).set_index(names[0])


def _plain(value: object) -> object:
    """A cell of `st.table`, which takes text for Markdown: every character that could mark up is escaped."""
    if not isinstance(value, str):
        return value
    return "".join(f"\\{char}" if char in MARKUP else char for char in value)


MARKUP = frozenset("\\`*_{}[]()<>#+-.!|~$:")
