"""What is shown as the groups of the list, and their rows by the window: the browser gets only what is seen.

A rerun sends the address of the list. The browser fetches what it shows by that address, which holds the data's version
and the selection, so it need never ask twice; and after a click it knows the address before the server has told it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import numpy as np

from g60.ask.query import Query
from g60.ask.selection import Selection
from g60.ask.view import GROUPS, View
from g60.catalog.catalog import CATALOGS_KEPT, Catalog
from g60.catalog.search import likely_spelling
from g60.contract.codes import CARRIER, INDUSTRIES, UNITS
from g60.contract.i18n import DEFAULT_LANGUAGE, LANGUAGES, text
from g60.contract.json_bytes import as_json
from g60.contract.schema import AREA_KINDS, KINDS
from g60.contract.spelling import search_form
from g60.evidence.sentence import list_name
from g60.evidence.tasks import found_through
from g60.evidence.wording import Wording
from g60.ui.facet_names import NAMES, facet_names
from g60.ui.suggested import SUGGESTED, suggested

WINDOW = 50  # rows of one answer; the browser knows this number too (rows.js)
ADDRESS = "./rows/"
AS_IS = View()


@dataclass(frozen=True, slots=True)
class Group:
    """Some rows of the list: their title, how many are shown, and which profiles these have."""

    title: str
    count: int
    profiles: np.ndarray


def groups(picked: Catalog, lang: str, grouped: str = "") -> list[Group]:
    """What is picked as the groups of the list, empty ones left out."""
    found = GROUPINGS[grouped or GROUPS[0]](picked, lang)
    counted = [Group(title, int(picked.numbers[members].sum()), members) for title, members in found]
    return [group for group in counted if group.count]


def _by_kind(picked: Catalog, lang: str) -> list[tuple[str, np.ndarray]]:
    """One group for each kind of area, and for each list of carriers."""
    profiles = picked.profiles
    found = [(text(f"kind_{kind}", lang), profiles.kind == KINDS.index(kind)) for kind in AREA_KINDS]
    carriers = profiles.kind == KINDS.index(CARRIER)
    return found + [
        (list_name(picked, code, lang), carriers & (profiles.list == place))
        for place, code in enumerate(profiles.lists)
    ]


def _by_unit(picked: Catalog, lang: str) -> list[tuple[str, np.ndarray]]:
    profiles, units = picked.profiles, picked.units
    found = [(str(units.at[code, f"short_{lang}"]), profiles.unit == UNITS.index(code)) for code in picked.unit_codes]
    return [*found, (text("panel_listed_no_unit", lang), profiles.unit < 0)]


def _by_industry(picked: Catalog, lang: str) -> list[tuple[str, np.ndarray]]:
    """One group for each industry; who has several of them stands in each."""
    profiles, industries = picked.profiles, picked.industries
    found = [
        (str(industries.at[code, f"short_{lang}"]), (profiles.industries >> INDUSTRIES.index(code) & 1) == 1)
        for code in picked.industry_codes
    ]
    return [*found, (text("panel_listed_no_industry", lang), profiles.industries == 0)]


def _by_evidence(picked: Catalog, lang: str) -> list[tuple[str, np.ndarray]]:
    """By what is known of the county: it is stated or reported, it is inferred, or it is none."""
    profiles = picked.profiles
    known = profiles.unit >= 0
    return [
        (text("panel_listed_known", lang), known & ~profiles.inferred),
        (text("panel_listed_inferred", lang), known & profiles.inferred),
        (text("panel_listed_no_unit", lang), ~known),
    ]


GROUPINGS = dict(zip(GROUPS, (_by_kind, _by_unit, _by_industry, _by_evidence), strict=True))


@lru_cache(maxsize=2 * CATALOGS_KEPT)
def _by_name(catalog: Catalog, lang: str) -> np.ndarray:
    """The places of all entities in the order of their names: by pinyin, or by the English name."""
    if lang == "en":
        names = [search_form(name) for name in catalog.entities["name_en"]]
    else:
        names = [likely_spelling(catalog.index.spelt(place)) for place in range(len(catalog.entities))]
    return np.array(sorted(range(len(names)), key=names.__getitem__), dtype=np.int64)


def address(catalog: Catalog, selection: Selection, lang: str, view: View = AS_IS) -> str:
    """Where the rows of a selection are; who is chosen or compared makes no difference to them."""
    query = replace(selection, focus="", compared=()).to_query() | {"lang": [lang]}
    query |= {key: [value] for key, value in (("grouped", view.grouped), ("sorted", view.sorted)) if value}
    return f"{ADDRESS}{catalog.fingerprint}?{urlencode(query, doseq=True)}"


def rows(catalog: Catalog, query: Query) -> bytes:
    """What an address names, as JSON: a window of one group (`group`, `from`), or each group with its first one.

    With `suggest` it is what the words of the search line may stand for, with `facets` the names of the filters.
    """
    asked = {key: list(values) for key, values in query.items()}
    if SUGGESTED in asked:
        return suggested(catalog, asked)
    lang = next((code for code in asked.get("lang", ()) if code in LANGUAGES), DEFAULT_LANGUAGE)
    if NAMES in asked:
        return facet_names(catalog, lang)
    selection, view = Selection.from_query(asked).without_unknown(catalog.held), View.from_query(asked)
    picked = catalog.pick(selection)
    found = groups(picked, lang, view.grouped)
    told: dict[str, Any] = {"query": selection.query, "by_name": view.sorted == "name"}
    if "group" in asked:
        number, start = _number(asked, "group"), _number(asked, "from")
        content: Any = windows(picked, found[number : number + 1], start, lang, **told)
        content = content[0] if content else []
    else:
        firsts = windows(picked, found, 0, lang, **told)
        content = [[group.title, group.count, rows] for group, rows in zip(found, firsts, strict=True)]
    return as_json(content)


def _number(asked: dict[str, list[str]], key: str) -> int:
    raw = "".join(asked.get(key, [])[:1])
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else 0


def windows(
    picked: Catalog, found: list[Group], start: int, lang: str, *, query: str = "", by_name: bool = False
) -> list[list[dict[str, Any]]]:
    """The rows of each group from one on, as many as a window holds; each says by which other name it was found."""
    places = [members[start : start + WINDOW] for members in _members(picked, found, lang, by_name=by_name)]
    shown = (picked.whole or picked).entities.iloc[np.concatenate([*places, []]).astype(int)]
    drawn = [row._asdict() for row in Wording(picked, lang).rows_of(shown)]
    through = found_through(picked, query, lang)
    for row, unit in zip(drawn, shown["unit"], strict=True) if through else ():
        name = through.get(row["id"]) or through.get(unit)
        if name:
            row["sub"] = " · ".join(part for part in (text("found_through", lang, name=name), row["sub"]) if part)
    ends = np.cumsum([len(part) for part in places])
    return [drawn[end - len(part) : end] for end, part in zip(ends, places, strict=True)]


def _members(picked: Catalog, found: list[Group], lang: str, *, by_name: bool) -> Iterator[np.ndarray]:
    """The places of the shown entities of each group, in the order of the list."""
    of = picked.profiles.of
    order = _by_name(picked.whole or picked, lang) if by_name else None
    for group in found:
        is_member = group.profiles[of] if picked.shown is None else group.profiles[of] & picked.shown
        yield np.flatnonzero(is_member) if order is None else order[is_member[order]]
