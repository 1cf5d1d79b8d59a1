"""How long the server takes from a change of the selection to the page that shows it."""

from __future__ import annotations

import time

import streamlit as st

from g60.ui.service_figures import FIGURES

# Where the session keeps when the change came.
BEGAN = "filtering"


def begin(at: float) -> None:
    """The selection has changed; `at` is when its event came, by `time.perf_counter`."""
    st.session_state[BEGAN] = at


def end() -> None:
    """The page shows the selection: counts the seconds, if it has changed."""
    began = st.session_state.pop(BEGAN, None)
    if began is not None:
        FIGURES.filters.note(time.perf_counter() - began)
