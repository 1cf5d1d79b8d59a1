"""What a visitor sees where the data cannot be used: what is wrong, where, and the way on."""

from __future__ import annotations

import streamlit as st

from g60.checks.tables import issue_line
from g60.contract.errors import DataError, G60Error
from g60.contract.i18n import DEFAULT_LANGUAGE, LANGUAGES, text
from g60.ui.request_log import page_request_id
from g60.ui.service_figures import FIGURES
from g60.ui.service_log import say_failed

SHOWN = 30


def show(error: G60Error, lang: str) -> None:
    """Draws the error in words and the first findings, one a line, as plain text."""
    with st.container(key="atlas_text"):
        st.title(text("title", lang))
        st.text(text(error.code, lang, **error.values))
        _number(lang)
        issues = error.issues if isinstance(error, DataError) else ()
        for issue in issues[:SHOWN]:
            st.text(issue_line(issue, lang))
        if len(issues) > SHOWN:
            st.text(text("trouble_more", lang, count=len(issues) - SHOWN))


def failed(error: Exception) -> bool:
    """Says that the page has failed, with the number under which the log has it; Streamlit then says nothing more."""
    FIGURES.failed()
    say_failed(error, request_id=page_request_id())
    asked = st.query_params.get("lang", "")
    lang = asked if asked in LANGUAGES else DEFAULT_LANGUAGE
    with st.container(key="atlas_failed"):
        st.text(text("service_failed", lang))
        _number(lang)
    return True


def _number(lang: str) -> None:
    number = page_request_id()
    if number:
        st.text(text("service_request", lang, id=number))
