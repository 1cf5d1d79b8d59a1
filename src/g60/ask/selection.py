"""The selection: what the reader asked to see, as one value.

It is parsed from an address, which is never trusted: parts that are not understood are dropped.
`Selection.from_query(to_query(s)) == s` for every selection. With its view it takes less than 1,800 characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple, Self
from urllib.parse import quote

from g60.ask.near_and_ring import Near, Ring, parse_near, parse_ring, ring_text
from g60.ask.query import Query, known_codes, last
from g60.contract.codes import INDUSTRIES, UNITS, is_slug
from g60.contract.schema import KINDS

LISTS_AT_MOST = 8
COMPARED_AT_MOST = 10
PLANS_AT_MOST = 3
# In bytes of the URL: seven lists with names of eleven letters, three plans like plan-14 or one with the longest of
# names, a Chinese query of eleven characters. The drawn ring is the longest part, and all parts together must fit.
LISTS_BYTES, PLANS_BYTES = 119, 40
# Ten ids of eighteen letters: those of the plan are shorter.
COMPARED_BYTES = 270
QUERY_TEXT_BYTES = 99
# Of a longer text the rest is not read.
QUERY_TEXT_READ = 400


def _fitting(key: str, codes: Iterable[str], most: int, bytes_at_most: int) -> frozenset[str]:
    """The first of these codes, in their own order: as many as fit into a permalink."""
    kept: list[str] = []
    for code in sorted(set(codes))[:most]:
        if sum(len(f"&{key}={other}") for other in (*kept, code)) > bytes_at_most:
            break
        kept.append(code)
    return frozenset(kept)


def fitting_compared(ids: Iterable[str]) -> tuple[str, ...]:
    """The first of these ids to compare: as many as can be compared and fit into a permalink."""
    kept: list[str] = []
    for code in dict.fromkeys(ids):
        longer = (*kept, code)
        if len(longer) > COMPARED_AT_MOST or sum(len(f"&compare={one}") for one in longer) > COMPARED_BYTES:
            break
        kept.append(code)
    return tuple(kept)


def clean_text(raw: str) -> str:
    """A search text without control characters, in single spaces, short enough for a permalink."""
    words = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in raw[:QUERY_TEXT_READ]).split()
    cleaned = " ".join(words)
    while len(quote(cleaned, safe="")) > QUERY_TEXT_BYTES:
        cleaned = cleaned[:-1].rstrip()
    return cleaned


class Held(NamedTuple):
    """The codes that a catalog holds: ids of areas, carriers and units; industries; lists; plans."""

    ids: Collection[str]
    industries: Collection[str] = ()
    lists: Collection[str] = ()
    plans: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """What the reader asked to see. An empty part does not restrict it.

    `plans` leaves out what belongs to other plans; a body that belongs to none stays.
    """

    units: frozenset[str] = frozenset()
    industries: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    query: str = ""
    compared: tuple[str, ...] = ()
    focus: str = ""
    near: Near | None = None
    within: Ring = ()
    plans: frozenset[str] = frozenset()

    @classmethod
    def from_query(cls, query: Query) -> Self:
        """The selection of a query; parts that are not understood are left out."""
        lists = [code for code in query.get("list", ()) if is_slug(code)]
        plans = [code for code in query.get("plan", ()) if is_slug(code)]
        compared = [code for code in query.get("compare", ()) if is_slug(code)]
        focus = last(query, "focus")
        return cls(
            units=known_codes(query, "unit", UNITS),
            industries=known_codes(query, "industry", INDUSTRIES),
            kinds=known_codes(query, "kind", KINDS),
            lists=_fitting("list", lists, LISTS_AT_MOST, LISTS_BYTES),
            query=clean_text(last(query, "q")),
            compared=fitting_compared(compared),
            focus=focus if is_slug(focus) else "",
            near=parse_near(last(query, "near")),
            within=parse_ring(last(query, "within")),
            plans=_fitting("plan", plans, PLANS_AT_MOST, PLANS_BYTES),
        )

    def to_query(self) -> dict[str, list[str]]:
        """The selection as the query of a permalink; codes are in the order of the code lists."""
        query = {
            "unit": [code for code in UNITS if code in self.units],
            "industry": [code for code in INDUSTRIES if code in self.industries],
            "kind": [code for code in KINDS if code in self.kinds],
            "list": sorted(self.lists),
            "plan": sorted(self.plans),
            "q": [self.query] if self.query else [],
            "near": [str(self.near)] if self.near else [],
            "within": [ring_text(self.within)] if self.within else [],
            "focus": [self.focus] if self.focus else [],
            "compare": list(self.compared),
        }
        return {key: values for key, values in query.items() if values}

    @property
    def restricts(self) -> bool:
        """Whether the selection leaves anything out."""
        asked = (self.units, self.industries, self.kinds, self.lists, self.plans, self.query)
        return any(asked) or self.is_drawn

    @property
    def is_drawn(self) -> bool:
        """Whether a circle or a ring restricts it: then entities without a point are left out."""
        return bool(self.near or self.within)

    def cleared(self) -> Self:
        """A copy without filters; the focused and the compared entities stay."""
        return type(self)(focus=self.focus, compared=self.compared)

    def without_unknown(self, held: Held) -> Self:
        """A copy without the codes that a catalog does not hold."""
        return replace(
            self,
            units=frozenset(code for code in self.units if code in held.ids),
            industries=self.industries.intersection(held.industries),
            lists=self.lists.intersection(held.lists),
            plans=self.plans.intersection(held.plans),
            compared=tuple(code for code in self.compared if code in held.ids),
            focus=self.focus if self.focus in held.ids else "",
        )
