"""Search as it was before the index had numbers: each text is asked for each word, spellings by regular expressions.

It is slow and plain, and what the index answers is compared with it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from g60.catalog.catalog import Catalog
from g60.catalog.search import INITIALS_ANYWHERE, NAME, READING, SYLLABLE, WORDS, is_latin, spelling
from g60.contract.codes import split
from g60.contract.spelling import search_form

# What may lie between the start of a syllable and the reading that is looked for.
OTHERS_BEFORE = f"(?:[^{SYLLABLE}{READING}{NAME}]*{READING})*"
# Between two letters: nothing, or the end of one syllable and the start of the next.
NEXT = f"(?:(?:{READING}[^{SYLLABLE}{NAME}]*)?{SYLLABLE}{OTHERS_BEFORE})?"
REST_OF_SYLLABLE = f"[^{SYLLABLE}{NAME}]*"


class Patterns(NamedTuple):
    """The patterns by which a word in Latin letters is found in a spelling: as pinyin, as initials, at its start."""

    pinyin: re.Pattern[str]
    initials: re.Pattern[str]
    start: re.Pattern[str]


def patterns(word: str) -> Patterns:
    """The patterns of a word of letters and digits."""
    pinyin = NEXT.join(word)
    initials = REST_OF_SYLLABLE.join(f"{SYLLABLE}{OTHERS_BEFORE}{letter}" for letter in word)
    start = "" if len(word) >= INITIALS_ANYWHERE else NAME
    return Patterns(
        re.compile(f"[{SYLLABLE}{READING}]{pinyin}"),
        re.compile(start + initials),
        re.compile(f"{NAME}(?:{SYLLABLE}{OTHERS_BEFORE}{pinyin}|{initials})"),
    )


class PlainSearch:
    """The texts and spellings of a catalog's entities, one of each for each."""

    def __init__(self, catalog: Catalog) -> None:
        led: dict[str, list[tuple[str, str]]] = {}
        for _, row in catalog.tables.names.iterrows():
            for subject in split(row["subject"]):
                led.setdefault(subject, []).append((row["name_zh"], row["name_en"]))
        self.units = catalog.entities["unit"].tolist()
        self.unit_forms = catalog.index.unit_forms
        self.texts, self.spellings = [], []
        for entity, row in catalog.entities.iterrows():
            others = led.get(str(entity), [])
            own = (row["name_zh"], *row["aliases"], row["name_en"], WORDS + row["words"])
            self.texts.append(search_form("\n".join((*own, *(name for both in others for name in both)))))
            names = (row["name_zh"], *row["aliases"], *(zh for zh, _ in others))
            self.spellings.append("".join(map(spelling, names)))

    def find(self, query: str) -> np.ndarray:
        """Mask of the entities that contain every word of the query."""
        asked = search_form(query)
        words = [asked] if asked in self.unit_forms else asked.split(" ")
        found = [self._word(word) for word in words if word]
        return np.logical_and.reduce([np.ones(len(self.texts), dtype=bool), *found])

    def begins(self, word: str) -> np.ndarray:
        """Mask of the entities of which a name begins with a word."""
        found = np.array([text.startswith(word) or f"\n{word}" in text for text in self.texts])
        return found | self._spelt(patterns(word).start) if is_latin(word) else found

    def _word(self, word: str) -> np.ndarray:
        if word in self.unit_forms:
            return np.array([unit == self.unit_forms[word] for unit in self.units])
        found = np.array([word in text for text in self.texts])
        if is_latin(word):
            pinyin, initials, _ = patterns(word)
            found |= self._spelt(pinyin) | self._spelt(initials)
        return found

    def _spelt(self, pattern: re.Pattern[str]) -> np.ndarray:
        return np.array([pattern.search(entry) is not None for entry in self.spellings])
