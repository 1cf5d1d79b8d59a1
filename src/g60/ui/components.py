"""The parts of the page whose browser half is ours: filters, results, look, and the link to the map's view.

Each is a Streamlit component whose script and style are the files of `web/`, joined: there is no build step.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer


def _joined(*names: str) -> str:
    folder = files("g60.ui").joinpath("web")
    return "\n".join(folder.joinpath(name).read_text("utf-8") for name in names)


@cache
def facets() -> ComponentRenderer:
    """The search line and the checklists."""
    return st.components.v2.component(
        "g60_facets", js=_joined("dom.js", "facets.js"), css=_joined("panel.css", "facets.css")
    )


@cache
def results() -> ComponentRenderer:
    """The counts, the list, and the card of the chosen one."""
    return st.components.v2.component(
        "g60_results",
        js=_joined("dom.js", "rows.js", "evidence.js", "card.js", "results.js"),
        css=_joined("panel.css", "results.css", "evidence.css", "card.css"),
    )


@cache
def look() -> ComponentRenderer:
    """The switch between themes, which also tells the page its theme and language."""
    return st.components.v2.component("g60_look", js=_joined("dom.js", "look.js"), css=_joined("panel.css", "look.css"))


@cache
def report() -> ComponentRenderer:
    """A page of words and figures in which every value opens its source."""
    return st.components.v2.component(
        "g60_report",
        js=_joined("dom.js", "evidence.js", "card.js", "report.js"),
        css=_joined("panel.css", "evidence.css", "card.css", "report.css"),
    )


@cache
def view_link() -> ComponentRenderer:
    """The map's view in the page's address."""
    return st.components.v2.component("g60_view_link", js=_joined("dom.js", "view_link.js"))
