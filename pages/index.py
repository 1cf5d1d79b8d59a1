"""Navigation: every page by its address."""

import streamlit as st

from g60.ui.page_list import PAGES
from g60.ui.turns import turn

with turn():
    st.navigation(
        [st.Page(f"{name}.py", title=title, url_path=name, default=default) for name, title, default in PAGES],
        position="hidden",
    ).run()
