"""The permalink: a selection and its view as one query, and the parts of a query that were not understood."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from g60.ask.judging import ABOUT, NEARLY, ORDERS, PATHS, parse_percent
from g60.ask.near_and_ring import parse_near, parse_ring
from g60.ask.query import Query
from g60.ask.selection import Selection
from g60.ask.view import ALL_HIDDEN, GROUPS, SORTS, View, is_equal, parse_place
from g60.contract.i18n import DEFAULT_LANGUAGE
from g60.contract.symbology import LAYERS
from g60.contract.themes import DEFAULT_THEME

SHOWN_OF_IGNORED = 60


class Ignored(NamedTuple):
    """A part of a permalink that was not understood."""

    key: str
    value: str


def to_query(selection: Selection, view: View) -> dict[str, list[str]]:
    """The query of a selection and its view."""
    return selection.to_query() | view.to_query()


def ignored(query: Query, selection: Selection, view: View) -> tuple[Ignored, ...]:
    """The parts of a query that were not understood, to be shown to the reader.

    These are all values that the canonical query does not hold, except defaults that were written out.
    """
    kept = to_query(selection, view)
    spelt_out = {
        **{"lang": [DEFAULT_LANGUAGE], "theme": [DEFAULT_THEME], "by": [ORDERS[0]], "path": [PATHS[0]]},
        **{"grouped": [GROUPS[0]], "sorted": [SORTS[0]]},
    }
    found = []
    for key, values in query.items():
        for value in values:
            understood = kept.get(key) or spelt_out.get(key, [])
            if value and value not in understood and not _same(key, value, selection, view):
                found.append(Ignored(_shown(key), _shown(value)))
    return tuple(dict.fromkeys(found))


def _same(key: str, value: str, selection: Selection, view: View) -> bool:
    """Whether a value is another way to write what was understood (11.0 for 11, layers in another order)."""
    if key == "map":
        return view.place is not None and parse_place(value) == view.place
    if key in ("q", "w"):
        return " ".join(value.split()) == selection.query if key == "q" else is_equal(value)
    if key in ("near", "nearly", "allowed"):
        kept, found = {
            "near": (selection.near, parse_near(value)),
            "nearly": (view.judging.nearly, parse_percent(value, *NEARLY)),
            "allowed": (view.judging.about, parse_percent(value, *ABOUT)),
        }[key]
        return bool(kept) and found == kept
    if key == "within":
        return bool(selection.within) and parse_ring(value) == selection.within
    if key == "layers":
        return _are_layers(set(value.split(",")), view)
    return False


def _are_layers(parts: set[str], view: View) -> bool:
    """Whether each part of the layers was understood. One that is drawn is named only beside all that are hidden."""
    known = {f"-{code}" for code in view.hidden} | view.shown
    if ALL_HIDDEN in parts:
        known |= {ALL_HIDDEN, *LAYERS} - view.hidden
    return parts <= known


def _shown(raw: str) -> str:
    """The beginning of a text that was not understood, with a mark for each invisible or direction character."""
    return "".join("\ufffd" if unicodedata.category(char)[0] == "C" else char for char in raw[:SHOWN_OF_IGNORED])
