"""Our own parts of the page: modules of the client, drawn by Streamlit in place.

Data goes in as JSON and becomes text nodes there; what the reader does comes out as one event. Scripts and styles
stand in `layers/web`, which this room does not know: a page hands over the client, which says where each part is.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from g60.contract.json_bytes import as_json

# All that Streamlit gets to send with each rerun. One line alone it would take for a path.
FETCH = """const p=await import(new URL("%s",document.baseURI))
export default c=>p.mounted(c)"""


class Client(Protocol):
    """Who serves the scripts of the page's parts."""

    def part_address(self, part: str) -> str:
        """The address of a part's script, which holds its style and words too, as a page asks for it."""


def part(client: Client, name: str) -> ComponentRenderer:
    """What draws a part: facets, results, look, report, meeting, view_link."""
    return _part(name, client.part_address(name))


@cache
def _part(name: str, address: str) -> ComponentRenderer:
    return st.components.v2.component(f"g60_{name}", js=FETCH % address)


def event_of(key: str) -> Any:
    """What the reader did last in the part with this key; None where nothing is known of it any more.

    A part's last event can come when the reader is on the next page already: Streamlit then calls the callback and has
    dropped the part's state, or holds it without its events.
    """
    held = st.session_state.get(key)
    return held.get("event") if isinstance(held, Mapping) else None


def packed(data: Mapping[str, Any]) -> bytes:
    """Data for a part that is sent at every click: Streamlit's own JSON spells each Chinese character in six bytes."""
    return as_json(data)
