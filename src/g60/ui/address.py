"""The address of a page: read as it was meant, and written."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import streamlit as st

from g60.ask.permalink import to_query
from g60.ask.selection import Selection
from g60.ask.spoiled import difference, repaired
from g60.ask.view import View

# What a correction is about: the value's subject and field, and the page on which it was read.
ABOUT = ("subject", "field", "from")
# What else a page's address holds of its own: the dataset whose rows are edited as a table, and what of them is shown;
# the task that a new report is of; the indicator that a new value is of; the quarter of the bulletin; the document that
# is read; the secret by which a correction is followed; the import that goes on, and what is imported; which pairs of
# plans are listed, and which one is to be settled.
OWN = (
    "table",
    "rows",
    "report",
    "indicator",
    "quarter",
    "document",
    "correction",
    "import",
    "into",
    "state",
    "settles",
)
# The page whose address names a scene.
MEETING = "meeting"
# Where the session keeps what events have last made of the address, and that an event was taken in before this run.
WRITTEN, TAKEN = "address_written", "address_taken"
LATE_S = 5.0
KEPT = 8

Plain = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What an event has made of the address, when, and the addresses that this and earlier events began with."""

    before: tuple[Plain, ...]
    now: dict[str, list[str]]
    at: float


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


def catch_up() -> None:
    """Begin an event with the address that the event before it led to.

    A second click may leave the browser before the answer to the first has come, and then brings the address of before
    the first: what the first has changed would be lost. The browser itself writes the map's view, so that part of the
    address does not count.
    """
    st.session_state[TAKEN] = True
    held = st.session_state.get(WRITTEN)
    if held is not None and time.monotonic() - held.at < LATE_S and _plain(raw_query()) in held.before:
        st.query_params.from_dict(held.now)


def begin_run() -> None:
    """At the start of a page's run: without an event the reader has gone to this address, forward or back."""
    if not st.session_state.pop(TAKEN, False):
        st.session_state.pop(WRITTEN, None)


def write(selection: Selection, view: View) -> None:
    """Write the state into the address; what one page alone has in it stays."""
    asked = to_query(selection, view) | {key: values for key, values in query().items() if key in ABOUT + OWN}
    if asked == query():
        return
    came, held = _plain(raw_query()), st.session_state.get(WRITTEN)
    before = held.before if held is not None and _plain(held.now) == came else ()
    st.session_state[WRITTEN] = Written((*before, came)[-KEPT:], asked, time.monotonic())
    st.query_params.from_dict(asked)


def _plain(asked: dict[str, list[str]]) -> Plain:
    """A query without the map's view, to be compared."""
    return tuple(sorted((key, tuple(values)) for key, values in asked.items() if key != "map"))
