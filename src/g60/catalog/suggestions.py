"""What the words of a search line may stand for: a filter (unit, industry, kind), an area, a carrier.

`hn` stands first for the county 海宁, then for everything whose name begins with 海宁. The client of the pack has the
same order (panel/suggesting.js).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import numpy as np

from g60.catalog.catalog import CATALOGS_KEPT, Catalog
from g60.catalog.search import ENTRY, WORDS, Index, is_latin, likely_pinyin
from g60.contract.i18n import LANGUAGES, text
from g60.contract.schema import KINDS
from g60.contract.spelling import search_form

SUGGESTED_AT_MOST = 8
FILTERS_AT_MOST = 4
# How a name and the words agree: they are the same, the name begins with them, it holds them.
SAME, BEGINS, HOLDS = range(3)


class Suggestion(NamedTuple):
    """A filter (`field` is its facet) or an entity (`field` is empty), and how well it agrees with the words."""

    rank: int
    field: str
    code: str


class FilterForm(NamedTuple):
    """What a reader may type for an option of a facet."""

    field: str
    code: str
    form: str


@lru_cache(maxsize=CATALOGS_KEPT)
def filter_forms(catalog: Catalog) -> tuple[FilterForm, ...]:
    """The forms of every unit, industry and kind, in the order of the facets and of their options."""
    found = [
        FilterForm("unit", code, form)
        for code in catalog.unit_codes
        for form, unit in sorted(catalog.index.unit_forms.items())
        if unit == code
    ]
    columns = ("name_zh", "short_zh", "name_en", "short_en")
    for code in catalog.industry_codes:
        found += _named("industry", code, *(str(catalog.industries.at[code, column]) for column in columns))
    for code in KINDS:
        found += _named("kind", code, *(text(f"kind_{code}", lang) for lang in LANGUAGES))
    return tuple(found)


def _named(field: str, code: str, *names: str) -> list[FilterForm]:
    """The forms of an option by its names; the Chinese ones also in pinyin and by initials."""
    forms = {search_form(name): None for name in names}
    forms |= {form: None for name in names if not name.isascii() for form in likely_pinyin(name)}
    return [FilterForm(field, code, form) for form in forms if form]


def suggestions(catalog: Catalog, query: str) -> tuple[Suggestion, ...]:
    """What the words may stand for, the best first: the same name before a beginning, a filter before an entity."""
    whole = catalog.whole or catalog
    words = search_form(query)
    if not words:
        return ()
    filters = _filters(filter_forms(whole), words)
    entities = islice(_entities(whole.index, words), SUGGESTED_AT_MOST)
    found = [Suggestion(rank, "", str(whole.entities.index[place])) for rank, place in entities]
    return tuple(sorted([*filters, *found], key=lambda one: one.rank)[:SUGGESTED_AT_MOST])


def _filters(forms: tuple[FilterForm, ...], words: str) -> list[Suggestion]:
    """The options of which a form agrees with the words, each with its best rank."""
    best: dict[tuple[str, str], int] = {}
    for field, code, form in forms:
        rank = SAME if form == words else BEGINS if form.startswith(words) else HOLDS
        if rank < HOLDS or (words in form and not is_latin(words)):
            best[field, code] = min(rank, best.get((field, code), rank))
    found = [Suggestion(rank, field, code) for (field, code), rank in best.items()]
    return sorted(found, key=lambda one: one.rank)[:FILTERS_AT_MOST]


def _entities(index: Index, words: str) -> Iterator[tuple[int, int]]:
    """Rank and place of the entities whose names agree with the words, the best first."""
    same, begins = _beginning(index, words)
    yield from ((SAME, int(place)) for place in np.flatnonzero(same))
    yield from ((BEGINS, int(place)) for place in np.flatnonzero(begins & ~same))
    parts = words.split(" ")
    spelt = {part: index.spelt_so(part) for part in parts if is_latin(part)}
    for place in np.flatnonzero(index.holding(parts) & ~begins & ~same):
        names = index.text(int(place)).split(WORDS)[0]
        if all(_written_so(names, part) or (part in spelt and spelt[part][place]) for part in parts):
            yield HOLDS, int(place)


def _beginning(index: Index, words: str) -> tuple[np.ndarray, np.ndarray]:
    """Masks of the entities of which a name is the words, and of which a name begins with them."""
    begins = index.written(ENTRY + words) | index.written(f"\n{words}")
    same = np.zeros(len(index), dtype=bool)
    for place in np.flatnonzero(begins):
        same[place] = f"\n{words}\n" in f"\n{index.text(int(place))}\n"
    if is_latin(words):
        begins |= index.spelt_at_the_start(words)
    return same, begins


def _written_so(names: str, word: str) -> bool:
    """Whether names hold a word, letters at the start of a word: hn is not meant in technology."""
    return word in names if not is_latin(word) else re.search(f"(?:^|[^a-z0-9]){word}", names) is not None
