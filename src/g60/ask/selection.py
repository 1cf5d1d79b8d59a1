"""What the reader asked to see, as one value.

It is parsed from an address and never trusted: what is not understood is dropped.
`Selection.from_query(to_query(s)) == s` for every selection, in under 1,800 characters together with its view.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import quote

from g60.ask.near_and_ring import Near, Ring, parse_near, parse_ring, ring_text
from g60.ask.query import Query, known_codes, last
from g60.contract.schema import INDUSTRIES, KINDS, UNITS, is_slug

LISTS_AT_MOST = 8
COMPARED_AT_MOST = 10
# In bytes of the URL: eight lists with names of eleven letters, a Chinese query of seventeen characters. What is
# drawn takes the most room, and all of it together must fit.
LISTS_BYTES = 136
QUERY_TEXT_BYTES = 160


def _fitting(lists: Iterable[str]) -> frozenset[str]:
    """As many of these lists, in the order of their codes, as a permalink has room for."""
    kept: list[str] = []
    for code in sorted(set(lists))[:LISTS_AT_MOST]:
        if sum(len(f"&list={other}") for other in (*kept, code)) > LISTS_BYTES:
            break
        kept.append(code)
    return frozenset(kept)


def clean_text(raw: str) -> str:
    """A search text without control characters, in single spaces, short enough for a permalink."""
    words = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in raw[:400]).split()
    cleaned = " ".join(words)
    while len(quote(cleaned, safe="")) > QUERY_TEXT_BYTES:
        cleaned = cleaned[:-1].rstrip()
    return cleaned


@dataclass(frozen=True, slots=True)
class Selection:
    """What the reader asked to see. An empty part restricts nothing."""

    units: frozenset[str] = frozenset()
    industries: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    query: str = ""
    compared: tuple[str, ...] = ()
    focus: str = ""
    near: Near | None = None
    within: Ring = ()

    @classmethod
    def from_query(cls, query: Query) -> Self:
        """The selection that a query names; what it does not understand is left out."""
        lists = [code for code in query.get("list", ()) if is_slug(code)]
        compared = [code for code in query.get("compare", ()) if is_slug(code)]
        focus = last(query, "focus")
        return cls(
            units=known_codes(query, "unit", UNITS),
            industries=known_codes(query, "industry", INDUSTRIES),
            kinds=known_codes(query, "kind", KINDS),
            lists=_fitting(lists),
            query=clean_text(last(query, "q")),
            compared=tuple(dict.fromkeys(compared))[:COMPARED_AT_MOST],
            focus=focus if is_slug(focus) else "",
            near=parse_near(last(query, "near")),
            within=parse_ring(last(query, "within")),
        )

    def to_query(self) -> dict[str, list[str]]:
        """The selection as the parameters of a permalink, codes in the order of their lists."""
        query = {
            "unit": [code for code in UNITS if code in self.units],
            "industry": [code for code in INDUSTRIES if code in self.industries],
            "kind": [code for code in KINDS if code in self.kinds],
            "list": sorted(self.lists),
            "q": [self.query] if self.query else [],
            "near": [str(self.near)] if self.near else [],
            "within": [ring_text(self.within)] if self.within else [],
            "focus": [self.focus] if self.focus else [],
            "compare": list(self.compared),
        }
        return {key: values for key, values in query.items() if values}

    @property
    def restricts(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.units or self.industries or self.kinds or self.lists or self.query or self.is_drawn)

    @property
    def is_drawn(self) -> bool:
        """Whether a circle or a ring on the map restricts it: then what has no point is left out."""
        return bool(self.near or self.within)

    def cleared(self) -> Self:
        """A copy that restricts nothing; the chosen one stays chosen."""
        return type(self)(focus=self.focus, compared=self.compared)

    def known_to(self, ids: Collection[str], lists: Collection[str]) -> Self:
        """A copy without the ids and lists that a catalog does not hold."""
        return replace(
            self,
            lists=frozenset(code for code in self.lists if code in lists),
            compared=tuple(code for code in self.compared if code in ids),
            focus=self.focus if self.focus in ids else "",
        )
