"""What a visitor sees where the data cannot be used: what is wrong, where, and the way on."""

from __future__ import annotations

import streamlit as st

from g60.checks.tables import issue_line
from g60.contract.errors import DataError, G60Error
from g60.contract.i18n import text

SHOWN = 30


def show(error: G60Error, lang: str) -> None:
    """Draws the error in words and the first findings, one a line, as plain text."""
    with st.container(key="atlas_text"):
        st.title(text("title", lang))
        st.text(text(error.code, lang, **error.values))
        issues = error.issues if isinstance(error, DataError) else ()
        for issue in issues[:SHOWN]:
            st.text(issue_line(issue, lang))
        if len(issues) > SHOWN:
            st.text(text("trouble_more", lang, count=len(issues) - SHOWN))
