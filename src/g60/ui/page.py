"""What a page is given to draw itself, and how it draws its parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.record.draft_state import Draft
from g60.ui import components
from g60.ui.asked import on_event

# The keys of what this session has drawn.
DRAWN = "drawn"


@dataclass(frozen=True)
class Page:
    """What a page is given: the place to draw in, the catalog, what was picked of it and how."""

    name: str
    catalog: Catalog
    selection: Selection
    view: View
    client: components.Client
    since: int = 0  # the version since which changes are asked for; 0: not asked
    closed: Draft | None = None  # the draft that the address names where it is published or discarded
    body: DeltaGenerator | None = None  # where the page is drawn; None: where the script is

    @cached_property
    def picked(self) -> Catalog:
        """The catalog of the selection."""
        return self.catalog.pick(self.selection)

    def container(self, key: str) -> DeltaGenerator:
        """A new place on the page, under this key."""
        return st.container(key=key) if self.body is None else self.body.container(key=key)

    def draw(self, part: str, key: str, data: Mapping[str, Any], act: Callable[[], None] | None = None) -> None:
        """Draws a part of the page with its data, here and now; `key` names it among the others.

        `act` takes its events in the place of the address.
        """
        given = components.packed({"lang": self.lang, **data})
        take_in = act or on_event(key)
        drawn = components.part(self.client, part)(key=key, data=given, on_event_change=take_in)
        if first_time(key) and getattr(drawn, "event", None) is not None:
            take_in()
            st.rerun()

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.view.lang


def first_time(key: str) -> bool:
    """Whether this session draws a part or a button for the first time.

    When the process that served a reader is gone, another one gets their next click in a session that knows none of
    the page's parts yet, and Streamlit calls no callback: what was clicked is then taken in after the part is drawn.
    """
    known = st.session_state.setdefault(DRAWN, set())
    is_first = key not in known
    known.add(key)
    return is_first
