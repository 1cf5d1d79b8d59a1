"""Search in names, aliases and words: by characters, by pinyin, and by the initials of pinyin.

`xfd`, `xiangfudang` and `祥符荡` find the same. Another name that leads to an entity finds it too. The name of a unit
finds everything in that unit: `hn`, `haining` and `海宁` find all of 海宁, and nothing else whose name contains those
letters by chance.

pypinyin is imported when the first name is spelt. Its dictionaries take 0.2 s, and many calls of the command line
search for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import import_module
from itertools import chain
from typing import Self

import numpy as np
import pandas as pd

from g60.contract.codes import split

# Two letters occur by chance in many names. Three or more may match anywhere in the initials.
INITIALS_ANYWHERE = 3
# 长三角 is not in pypinyin's dictionary, which then reads 长 as zhang, alone or in 院长 of 研究院长三角.
READINGS = {"长三": ["chang", "san"]}
START = "\x01"  # mark before each name, word and syllable; texts from data do not contain it
WORDS_KEPT = 65_536
# Cached answers: the page, the map and the list ask the same query almost at the same time.
ANSWERS_KEPT = 64


def _syllables(name: str) -> list[str]:
    pieces = re.split(f"({'|'.join(READINGS)})", name)
    seg = import_module("pypinyin.seg.simpleseg").seg
    words = (READINGS.get(piece) or (part for word in seg(piece) for part in _reading(word)) for piece in pieces)
    return [part for parts in words for part in parts]


@lru_cache(maxsize=WORDS_KEPT)
def _reading(word: str) -> tuple[str, ...]:
    """The syllables of a word. Cached: a word takes 0.1 ms, and a long list has few distinct words."""
    # Outside Chinese each letter or digit is one syllable.
    spelt = import_module("pypinyin").lazy_pinyin(word, errors=list)
    return tuple(part.lower() for part in spelt if part.isalnum())


def pinyin_forms(name: str) -> tuple[str, str]:
    """Full pinyin with a mark before each syllable, and initials with a mark before the first, both lower-case."""
    syllables = _syllables(name)
    initials = "".join(part[0] for part in syllables)
    return START + START.join(syllables), START + initials


def _unit_forms(row: pd.Series) -> set[str]:
    """The texts that name a unit: 海宁, 海宁市, haining, haining city, hn."""
    forms = {str(row[column]).lower() for column in ("name_zh", "short_zh", "name_en", "short_en")}
    syllables = _syllables(str(row["short_zh"]))
    return forms | {"".join(syllables), "".join(part[0] for part in syllables)}


def _leading(named: pd.DataFrame) -> dict[str, list[tuple[str, str]]]:
    """The other names that lead to each subject, in both languages."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name_zh, name_en, subjects in zip(named["name_zh"], named["name_en"], named["subject"], strict=True):
        for subject in split(subjects):
            found.setdefault(subject, []).append((name_zh, name_en))
    return found


def led_forms(names: list[tuple[str, str]]) -> set[str]:
    """What a reader may type for a name that leads to a unit: 新埭, xindai."""
    return {form for zh, en in names for form in (zh.lower(), en.lower(), "".join(_syllables(zh)))}


@dataclass(frozen=True, eq=False)
class Index:
    """The texts to search, one of each sort per entity, in the order of the catalog's entities."""

    texts: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    units: np.ndarray
    unit_forms: dict[str, str]

    @classmethod
    def of(cls, entities: pd.DataFrame, units: pd.DataFrame, named: pd.DataFrame) -> Self:
        """The index of a catalog's entities, which are found by the other names that lead to them too."""
        leading = _leading(named)
        columns = [
            entities[column].to_numpy(dtype=object).tolist() for column in ("name_zh", "aliases", "name_en", "words")
        ]
        names = [(name_zh, *aliases) for name_zh, aliases in zip(*columns[:2], strict=True)]
        texts = ["\n".join((*own, *rest)).lower() for own, *rest in zip(names, *columns[2:], strict=True)]
        # Few entities have other names; a list may have a million rows.
        places = entities.index.get_indexer(pd.Index(list(leading))).tolist()
        for place, others in zip(places, leading.values(), strict=True):
            if place >= 0:
                names[place] = (*names[place], *(zh for zh, _ in others))
                texts[place] = "\n".join((texts[place], *chain.from_iterable(others))).lower()
        unit_forms = {form: str(code) for code in units.index for form in led_forms(leading.get(str(code), []))}
        unit_forms |= {form: str(code) for code, row in units.iterrows() for form in _unit_forms(row)}
        return cls(tuple(texts), tuple(names), entities["unit"].to_numpy(), unit_forms)

    @cached_property
    def spelt(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Pinyin and initials, computed on first use: a hundred thousand names take two seconds."""
        forms = [[pinyin_forms(name) for name in names] for names in self.names]
        pinyin = tuple("\n".join(full for full, _ in each) for each in forms)
        return pinyin, tuple("\n".join(short for _, short in each) for each in forms)

    def spell(self) -> None:
        """Compute pinyin and initials before the first search."""
        _ = self.spelt

    def find(self, query: str) -> np.ndarray:
        """Mask of the entities that contain every word of the query, in their order. It must not be changed."""
        return _found(self, query.lower())

    def _find_word(self, word: str) -> np.ndarray:
        unit = self.unit_forms.get(word)
        if unit is not None:
            return np.asarray(self.units == unit)
        found = _holding(self.texts, word)
        if re.fullmatch(r"[a-z0-9]+", word):
            found |= self._find_latin(word)
        return found

    def _find_latin(self, word: str) -> np.ndarray:
        pinyin, initials = self.spelt
        short = word if len(word) >= INITIALS_ANYWHERE else START + word
        # The match starts at any syllable of the name and may end inside one: xiangf finds 祥符.
        syllables = re.compile(START + (START + "?").join(map(re.escape, word)))
        spelt = np.fromiter((syllables.search(entry) is not None for entry in pinyin), bool, len(pinyin))
        return np.asarray(spelt | _holding(initials, short))


@lru_cache(maxsize=ANSWERS_KEPT)
def _found(index: Index, query: str) -> np.ndarray:
    found = np.ones(len(index.texts), dtype=bool)
    for word in [query] if query in index.unit_forms else query.split():
        found &= index._find_word(word)
    found.flags.writeable = False
    return found


def _holding(entries: Iterable[str], part: str) -> np.ndarray:
    return np.array([part in entry for entry in entries], dtype=bool)
