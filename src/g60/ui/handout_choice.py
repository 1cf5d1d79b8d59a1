"""What a hand-out is for, and which format that takes; which layers its map shows."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from g60.ask.view import View
from g60.contract.i18n import text
from g60.contract.symbology import MAP_LAYERS
from g60.export.handouts import HANDOUTS, PURPOSES


def purpose_chosen(lang: str) -> str:
    """Asks what the file is for; one of the purposes."""
    with st.container(key="handout_purpose"):
        return st.radio(
            text("file_purpose", lang),
            PURPOSES,
            format_func=lambda code: text(f"file_purpose_{code}", lang),
            horizontal=True,
            key="handout_for",
        )


def format_chosen(purpose: str, lang: str) -> str:
    """Asks in which of the formats that serve a purpose; the format's code."""
    with st.container(key="handout_format"):
        code = st.radio(
            text("handout_format", lang),
            [code for code, handout in HANDOUTS.items() if handout.offered and handout.purpose == purpose],
            format_func=lambda code: text(f"handout_format_{code}", lang),
            horizontal=True,
            key=f"handout_format_for_{purpose}",
        )
    st.text(text(f"handout_about_{code}", lang))
    return code


def layers_chosen(view: View, lang: str) -> View:
    """Asks which layers the map of a file shows, beginning with those that the page shows."""
    layers = [layer for layer in MAP_LAYERS if layer.code and not layer.off]
    shown = [layer for layer in layers if layer.code not in view.hidden]
    words = text("file_layers", lang, count=len(shown), all=len(layers))
    hidden = set()
    with st.container(key="handout_layers"), st.expander(words):
        for layer in layers:
            name, key = text(f"map_{layer.text}", lang), f"handout_layer_{layer.code}"
            if not st.checkbox(name, value=layer.code not in view.hidden, key=key):
                hidden.add(layer.code)
    return replace(view, hidden=frozenset(hidden))
