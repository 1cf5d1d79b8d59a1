"""The first yardstick: a page that only echoes the filter, which is the fastest possible Streamlit page."""

import streamlit as st

from g60.ui.asked import load_catalog

st.set_page_config(page_title="floor", layout="wide")
units = load_catalog().units["short_zh"]
chosen = [name for code, name in units.items() if st.checkbox(name, key=str(code))]
st.text(f"shown: {' '.join(chosen)}")
