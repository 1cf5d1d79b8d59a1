"""Search over names, aliases and words, in characters, in pinyin, and by the initials of pinyin.

`xfd`, `xiangfudang` and `祥符荡` find the same. The name of a unit finds what lies in it: `hn`, `haining`
and `海宁` find everything of 海宁, and not every name in which those letters happen to meet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Self, cast

import numpy as np
import pandas as pd
from pypinyin import lazy_pinyin

# Two letters meet by chance in many names; from three on, they may stand anywhere in the initials.
INITIALS_ANYWHERE = 3
# The Yangtze Delta is in no dictionary of phrases, which then reads 长 as zhang, alone or in 院长 of 研究院长三角.
READINGS = {"长三": ["chang", "san"]}
START = "\x01"  # before each name, each word and each syllable: no text from data can hold it


def _syllables(name: str) -> list[str]:
    pieces = re.split(f"({'|'.join(READINGS)})", name)
    # What is not Chinese is spelt: each letter or digit is a syllable of its own. (The package's types forget lists.)
    spelt = cast("Callable[[str], str]", list)
    parts = [part for piece in pieces for part in READINGS.get(piece) or lazy_pinyin(piece, errors=spelt)]
    return [part.lower() for part in parts if part.isalnum()]


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


@dataclass(frozen=True, slots=True)
class Index:
    """What can be searched, one text of each sort per entity, in the order of the catalog's entities."""

    texts: tuple[str, ...]
    pinyin: tuple[str, ...]
    initials: tuple[str, ...]
    units: np.ndarray
    unit_forms: dict[str, str]

    @classmethod
    def of(cls, entities: pd.DataFrame, units: pd.DataFrame) -> Self:
        """The index of a catalog's entities."""
        texts, pinyin, initials = [], [], []
        for name_zh, name_en, aliases, words in zip(
            entities["name_zh"], entities["name_en"], entities["aliases"], entities["words"], strict=True
        ):
            names = [name_zh, *aliases]
            forms = [pinyin_forms(name) for name in names]
            texts.append("\n".join([*names, name_en, words]).lower())
            pinyin.append("\n".join(full for full, _ in forms))
            initials.append("\n".join(short for _, short in forms))
        unit_forms = {form: str(code) for code, row in units.iterrows() for form in _unit_forms(row)}
        return cls(tuple(texts), tuple(pinyin), tuple(initials), entities["unit"].to_numpy(), unit_forms)

    def find(self, query: str) -> np.ndarray:
        """Which entities hold every word of a query: boolean, in the order of the entities."""
        found = np.ones(len(self.texts), dtype=bool)
        lowered = query.lower()
        words = [lowered] if lowered in self.unit_forms else lowered.split()
        for word in words:
            found &= self._find_word(word)
        return found

    def _find_word(self, word: str) -> np.ndarray:
        unit = self.unit_forms.get(word)
        if unit is not None:
            return np.asarray(self.units == unit)
        found = _holding(self.texts, word)
        if re.fullmatch(r"[a-z0-9]+", word):
            found |= self._find_latin(word)
        return found

    def _find_latin(self, word: str) -> np.ndarray:
        short = word if len(word) >= INITIALS_ANYWHERE else START + word
        # A syllable may begin anywhere in the name, and the word may end inside one: xiangf finds 祥符.
        syllables = re.compile(START + (START + "?").join(map(re.escape, word)))
        spelt = np.fromiter((bool(syllables.search(entry)) for entry in self.pinyin), bool, len(self.pinyin))
        return np.asarray(spelt | _holding(self.initials, short))


def _holding(entries: Iterable[str], part: str) -> np.ndarray:
    return np.array([part in entry for entry in entries], dtype=bool)
