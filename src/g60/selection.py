"""What the reader asked to see, as one value, and the view beside it.

Both are parsed from the URL and never trusted: what is not understood is dropped, and `ignored` says
what that was. `from_query(to_query(value)) == value` for every value, in under 1,800 characters.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, Self
from urllib.parse import quote

from g60.basemaps import CODES as BASEMAPS
from g60.drawn import Near, Ring, parse_near, parse_ring, ring_text
from g60.i18n import DEFAULT_LANGUAGE, LANGUAGES
from g60.schema import INDICATORS, INDUSTRIES, KINDS, LAYERS, UNITS, is_slug
from g60.symbology import DEFAULT_THEME, THEMES

Query = Mapping[str, Iterable[str]]

LISTS_AT_MOST = 8
COMPARED_AT_MOST = 10
# In bytes of the URL: eight lists with names of eleven letters, a Chinese query of seventeen characters. What is
# drawn takes the most room, and all of it together must fit.
LISTS_BYTES = 136
QUERY_TEXT_BYTES = 160
SHOWN_OF_IGNORED = 60
# Every indicator counts the same in the trial index until the reader says otherwise.
EQUAL_WEIGHTS = "1" * (INDICATORS.rows or 0)


class MapView(NamedTuple):
    """Zoom level and centre of the map, in degrees; two and five decimals are kept (about a metre)."""

    zoom: float
    lat: float
    lon: float

    def __str__(self) -> str:
        parts = (f"{self.zoom:.2f}", f"{self.lat:.5f}", f"{self.lon:.5f}")
        return "/".join(part.rstrip("0").rstrip(".") for part in parts)


class Ignored(NamedTuple):
    """A part of a permalink that was not understood."""

    key: str
    value: str


def _known(query: Query, key: str, codes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(codes).intersection(query.get(key, ()))


def _last(query: Query, key: str) -> str:
    return next(reversed(list(query.get(key, ()))), "")


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
        focus = _last(query, "focus")
        return cls(
            units=_known(query, "unit", UNITS),
            industries=_known(query, "industry", INDUSTRIES),
            kinds=_known(query, "kind", KINDS),
            lists=_fitting(lists),
            query=clean_text(_last(query, "q")),
            compared=tuple(dict.fromkeys(compared))[:COMPARED_AT_MOST],
            focus=focus if is_slug(focus) else "",
            near=parse_near(_last(query, "near")),
            within=parse_ring(_last(query, "within")),
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


_MAP = re.compile(r"(\d{1,2}(?:\.\d{1,2})?)/(-?\d{1,2}(?:\.\d{1,6})?)/(-?\d{1,3}(?:\.\d{1,6})?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class View:
    """How the reader sees it: the map's place, layers taken off, basemap, language, theme, data version, weights."""

    place: MapView | None = None
    hidden: frozenset[str] = frozenset()
    base: str = ""
    lang: str = DEFAULT_LANGUAGE
    theme: str = DEFAULT_THEME
    scene: int | None = None
    version: int | None = None
    weights: str = ""

    @classmethod
    def from_query(cls, query: Query) -> Self:
        """The view that a query names, with the defaults for what it does not."""
        hidden = [part.removeprefix("-") for part in _last(query, "layers").split(",") if part.startswith("-")]
        lang, theme, base = _last(query, "lang"), _last(query, "theme"), _last(query, "base")
        return cls(
            place=parse_place(_last(query, "map")),
            hidden=frozenset(LAYERS).intersection(hidden),
            base=base if base in BASEMAPS else "",
            lang=lang if lang in LANGUAGES else DEFAULT_LANGUAGE,
            theme=theme if theme in THEMES else DEFAULT_THEME,
            scene=_small_number(_last(query, "scene")),
            version=_small_number(_last(query, "v")),
            weights=parse_weights(_last(query, "w")),
        )

    def to_query(self) -> dict[str, list[str]]:
        """The view as the parameters of a permalink; defaults are left out."""
        layers = ",".join(f"-{code}" for code in LAYERS if code in self.hidden)
        query = {
            "map": str(self.place) if self.place else "",
            "layers": layers,
            "base": self.base,
            "scene": "" if self.scene is None else str(self.scene),
            "theme": "" if self.theme == DEFAULT_THEME else self.theme,
            "lang": "" if self.lang == DEFAULT_LANGUAGE else self.lang,
            "v": "" if self.version is None else str(self.version),
            "w": self.weights,
        }
        return {key: [value] for key, value in query.items() if value}


def parse_place(raw: str) -> MapView | None:
    """Zoom and centre from `11/30.53/120.69`, or None where that is not a place that a map can show."""
    match = _MAP.fullmatch(raw)
    if not match:
        return None
    zoom, lat, lon = (float(part) for part in match.groups())
    possible = zoom <= 19 and math.fabs(lat) <= 85 and math.fabs(lon) <= 180
    return MapView(round(zoom, 2), round(lat, 5), round(lon, 5)) if possible else None


def parse_weights(raw: str) -> str:
    """The weights of the trial index, one digit for each indicator in the order of the file; empty where all are 1."""
    valid = len(raw) == INDICATORS.rows and raw.isascii() and raw.isdecimal()
    return raw if valid and raw != EQUAL_WEIGHTS else ""


def _small_number(raw: str) -> int | None:
    return int(raw) if re.fullmatch(r"[1-9][0-9]{0,3}", raw) else None


def to_query(selection: Selection, view: View) -> dict[str, list[str]]:
    """The permalink of a selection and its view."""
    return selection.to_query() | view.to_query()


def ignored(query: Query, selection: Selection, view: View) -> tuple[Ignored, ...]:
    """What a query held that the selection and the view do not: the parts to name to the reader.

    Anything that is not part of the canonical form was ignored; defaults that were spelt out were not.
    """
    kept = to_query(selection, view)
    spelt_out = {"lang": [DEFAULT_LANGUAGE], "theme": [DEFAULT_THEME], "w": [EQUAL_WEIGHTS]}
    found = []
    for key, values in query.items():
        for value in values:
            understood = kept.get(key) or spelt_out.get(key, [])
            if value and value not in understood and not _same(key, value, selection, view):
                found.append(Ignored(_shown(key), _shown(value)))
    return tuple(dict.fromkeys(found))


def _same(key: str, value: str, selection: Selection, view: View) -> bool:
    """Whether a value is another spelling of what was understood (11.0 for 11, layers in another order)."""
    if key == "map":
        return view.place is not None and parse_place(value) == view.place
    if key == "q":
        return " ".join(value.split()) == selection.query
    if key == "near":
        return selection.near is not None and parse_near(value) == selection.near
    if key == "within":
        return bool(selection.within) and parse_ring(value) == selection.within
    if key == "layers":
        return set(value.split(",")) == {f"-{code}" for code in view.hidden}
    return False


def _shown(raw: str) -> str:
    """The beginning of a text that was not understood; what cannot be seen, or turns the line round, gets a mark."""
    return "".join("\ufffd" if unicodedata.category(char)[0] == "C" else char for char in raw[:SHOWN_OF_IGNORED])
