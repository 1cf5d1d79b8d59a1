"""Search over names, aliases and words, in characters, in pinyin, and by the initials of pinyin.

`xfd`, `xiangfudang` and `祥符荡` find the same. The name of a unit finds what lies in it: `hn`, `haining`
and `海宁` find everything of 海宁, and not every name in which those letters happen to meet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Self, cast

import numpy as np
import pandas as pd
from pypinyin import lazy_pinyin
from pypinyin.seg.simpleseg import seg

# Two letters meet by chance in many names; from three on, they may stand anywhere in the initials.
INITIALS_ANYWHERE = 3
# The Yangtze Delta is in no dictionary of phrases, which then reads 长 as zhang, alone or in 院长 of 研究院长三角.
READINGS = {"长三": ["chang", "san"]}
START = "\x01"  # before each name, each word and each syllable: no text from data can hold it
WORDS_KEPT = 65_536
# Answers that are kept: the page, the map and the list ask the same question within a moment.
ANSWERS_KEPT = 64


def _syllables(name: str) -> list[str]:
    pieces = re.split(f"({'|'.join(READINGS)})", name)
    words = (READINGS.get(piece) or (part for word in seg(piece) for part in _reading(word)) for piece in pieces)
    return [part for parts in words for part in parts]


@lru_cache(maxsize=WORDS_KEPT)
def _reading(word: str) -> tuple[str, ...]:
    """The syllables of one word of the package's dictionary: 0.1 ms each, and a long list has few distinct ones."""
    # What is not Chinese is spelt: each letter or digit is a syllable of its own. (The package's types forget lists.)
    spelt = cast("Callable[[str], str]", list)
    return tuple(part.lower() for part in lazy_pinyin(word, errors=spelt) if part.isalnum())


def pinyin_forms(name: str) -> tuple[str, str]:
    """Full pinyin with a mark before each syllable, and initials with a mark before the first, both lower-case."""
    syllables = _syllables(name)
    initials = "".join(part[0] for part in syllables)
    return START + START.join(syllables), START + initials


def _unit_forms(row: pd.Series) -> set[str]:
    """What a reader may type for a unit: 海宁, 海宁市, haining, haining city, hn."""
    forms = {str(row[column]).lower() for column in ("name_zh", "short_zh", "name_en", "short_en")}
    syllables = _syllables(str(row["short_zh"]))
    return forms | {"".join(syllables), "".join(part[0] for part in syllables)}


@dataclass(frozen=True, eq=False)
class Index:
    """What can be searched, one text of each sort per entity, in the order of the catalog's entities."""

    texts: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    units: np.ndarray
    unit_forms: dict[str, str]

    @classmethod
    def of(cls, entities: pd.DataFrame, units: pd.DataFrame) -> Self:
        """The index of a catalog's entities."""
        columns = (entities[column].tolist() for column in ("name_zh", "aliases", "name_en", "words"))
        texts, names = [], []
        for name_zh, aliases, name_en, words in zip(*columns, strict=True):
            names.append((name_zh, *aliases))
            texts.append("\n".join((name_zh, *aliases, name_en, words)).lower())
        unit_forms = {form: str(code) for code, row in units.iterrows() for form in _unit_forms(row)}
        return cls(tuple(texts), tuple(names), entities["unit"].to_numpy(), unit_forms)

    @cached_property
    def spelt(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Pinyin and initials. Made when first asked for: of a hundred thousand names they take two seconds."""
        forms = [[pinyin_forms(name) for name in names] for names in self.names]
        pinyin = tuple("\n".join(full for full, _ in each) for each in forms)
        return pinyin, tuple("\n".join(short for _, short in each) for each in forms)

    def spell(self) -> None:
        """Makes pinyin and initials ahead of the first search."""
        _ = self.spelt

    def find(self, query: str) -> np.ndarray:
        """Which entities hold every word of a query: boolean, in the order of the entities, not to be written to."""
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
        # A syllable may begin anywhere in the name, and the word may end inside one: xiangf finds 祥符.
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
