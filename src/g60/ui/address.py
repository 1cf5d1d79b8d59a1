"""The address of a page: read as it was meant, and written."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from g60.ask.permalink import to_query
from g60.ask.selection import Selection
from g60.ask.spoiled import difference, repaired
from g60.ask.view import View

# What a correction is about: the value's subject and field, and the page on which it was read.
ABOUT = ("subject", "field", "from")
# What else a page's address holds of its own: the dataset whose rows are edited as a table, and what of them is shown;
# the task that a new report is of; the indicator that a new value is of; the quarter of the bulletin; the document that
# is read; the secret by which a correction is followed; the import that goes on; which pairs of plans are listed, and
# which one is to be settled.
OWN = ("table", "rows", "report", "indicator", "quarter", "document", "correction", "import", "state", "settles")
# The page whose address names a scene.
MEETING = "meeting"


def query() -> dict[str, list[str]]:
    """The query of the address as it was meant, whatever was added to it or made of it on its way."""
    return repaired(raw_query())


def raw_query() -> dict[str, list[str]]:
    """The query of the address as it has come."""
    return {key: st.query_params.get_all(key) for key in st.query_params}


def query_of(name: str) -> dict[str, list[str]]:
    """The same without the scene, which only the meeting has."""
    return {key: values for key, values in query().items() if key != "scene" or name == MEETING}


def query_for(name: str, selection: Selection, view: View) -> dict[str, list[str]]:
    """A state as the query of a page."""
    return to_query(selection, view if name == MEETING else replace(view, scene=None))


def repairs(name: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The parts that a page's address should lose, and those that it should have in their place."""
    return difference(raw_query(), query_of(name))


def write(selection: Selection, view: View) -> None:
    """Write the state into the address; what one page alone has in it stays."""
    asked = to_query(selection, view) | {key: values for key, values in query().items() if key in ABOUT + OWN}
    if asked != query():
        st.query_params.from_dict(asked)
