"""Search in names, aliases and words: by characters, by pinyin, and by the initials of pinyin.

`xfd`, `xiangfudang` and `祥符荡` find the same. Another name that leads to an entity finds it too. The name of a unit
finds everything in that unit: `hn`, `haining` and `海宁` find all of 海宁, and nothing else whose name contains those
letters by chance. Width, case, accents and apostrophes make no difference (`search_form`).

A character with several readings is found by each of them: 长 by chang and zhang, 行 by xing and hang. The pack has
the same search (panel/search.js).

pypinyin is imported when the first name is spelt. Its dictionaries take 0.2 s, and many calls of the command line
search for nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import import_module
from itertools import chain, islice, product
from typing import NamedTuple, Self

import numpy as np
import pandas as pd

from g60.contract.codes import split
from g60.contract.spelling import search_form

# Two letters occur by chance in many names. Three or more may match anywhere in the initials.
INITIALS_ANYWHERE = 3
# 长三角 is not in pypinyin's dictionary, which then reads 长 as zhang, alone or in 院长 of 研究院长三角. It is always
# chang here, so no other reading is kept.
READINGS = {"长三": (("chang",), ("san",))}
# Marks before each name, before each of its syllables, and before each other reading of a syllable. Texts from data do
# not contain the last two.
NAME, SYLLABLE, READING = "\n", "\x01", "\x02"
# Before the words of an entity's own text, which follow its names.
WORDS = "\x1f"
# Between the texts of two entities while they are prepared.
ENTRY = "\x1e"
# A letter or digit without pinyin that is not of ASCII: nobody can type it in Latin letters.
UNTYPED = "?"
WORDS_KEPT = 65_536
# Cached answers: the page, the map and the list ask the same query almost at the same time.
ANSWERS_KEPT = 64
# A name that leads to a unit has few characters with two readings; more spellings are not kept for one.
SPELLINGS_AT_MOST = 32

# What may lie between the start of a syllable and the reading that is looked for.
_OTHERS_BEFORE = f"(?:[^{SYLLABLE}{READING}{NAME}]*{READING})*"
# Between two letters: nothing, or the end of one syllable and the start of the next.
_NEXT = f"(?:(?:{READING}[^{SYLLABLE}{NAME}]*)?{SYLLABLE}{_OTHERS_BEFORE})?"
_REST_OF_SYLLABLE = f"[^{SYLLABLE}{NAME}]*"


def _syllables(name: str) -> list[tuple[str, ...]]:
    """The readings of each syllable of a name, the likely one first."""
    pieces = re.split(f"({'|'.join(READINGS)})", name)
    seg = import_module("pypinyin.seg.simpleseg").seg
    words = (READINGS.get(piece) or (part for word in seg(piece) for part in _reading(word)) for piece in pieces)
    return [readings for parts in words for readings in parts]


@lru_cache(maxsize=WORDS_KEPT)
def _reading(word: str) -> tuple[tuple[str, ...], ...]:
    """The readings of each syllable of a word. Cached: a word takes 0.1 ms, and a long list has few distinct words."""
    # Outside Chinese each letter or digit is one syllable.
    spelt = import_module("pypinyin").lazy_pinyin(word, errors=list)
    if len(spelt) != len(word):  # a character that its dictionary counts as two
        return tuple((_typed(part),) for part in spelt if part.isalnum())
    return tuple(
        tuple(dict.fromkeys((_typed(part), *_other_readings(char))))
        for part, char in zip(spelt, word, strict=True)
        if part.isalnum()
    )


@lru_cache(maxsize=WORDS_KEPT)
def _other_readings(char: str) -> tuple[str, ...]:
    pypinyin = import_module("pypinyin")
    if char.isascii():
        return ()
    found = pypinyin.pinyin(char, style=pypinyin.Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(map(_typed, found[0])) if found else ()


def _typed(part: str) -> str:
    plain = search_form(part)
    return plain if plain.isascii() else UNTYPED


def spelling(name: str) -> str:
    """The pinyin of a name: marks before it, before each syllable, and before each other reading of a syllable."""
    return NAME + "".join(SYLLABLE + READING.join(readings) for readings in _syllables(search_form(name)))


def likely_pinyin(name: str) -> tuple[str, str]:
    """Full pinyin of a name in its likely reading, and the initials of it."""
    syllables = [readings[0] for readings in _syllables(search_form(name))]
    return "".join(syllables), "".join(part[0] for part in syllables)


def likely_spelling(spellings: str) -> str:
    """The likely syllables of the first of an entity's names, with a space before each: the order of pinyin."""
    name = spellings.split(NAME, 2)[1] if NAME in spellings else ""
    return " ".join(readings.split(READING, 1)[0] for readings in name.split(SYLLABLE))


class Spelt(NamedTuple):
    """The patterns by which a word in Latin letters is found in a spelling: as pinyin, as initials, at its start."""

    pinyin: re.Pattern[str]
    initials: re.Pattern[str]
    start: re.Pattern[str]


@lru_cache(maxsize=ANSWERS_KEPT)
def spelt_patterns(word: str) -> Spelt:
    """The patterns of a word of letters and digits.

    Pinyin may begin at any syllable and end inside one: xiangf finds 祥符.
    """
    pinyin = _NEXT.join(word)
    initials = _REST_OF_SYLLABLE.join(f"{SYLLABLE}{_OTHERS_BEFORE}{letter}" for letter in word)
    start = "" if len(word) >= INITIALS_ANYWHERE else NAME
    return Spelt(
        re.compile(f"[{SYLLABLE}{READING}]{pinyin}"),
        re.compile(start + initials),
        re.compile(f"{NAME}(?:{SYLLABLE}{_OTHERS_BEFORE}{pinyin}|{initials})"),
    )


def is_latin(word: str) -> bool:
    """Whether a word can be pinyin or initials."""
    return re.fullmatch("[a-z0-9]+", word) is not None


def unit_forms(row: pd.Series) -> set[str]:
    """The texts that name a unit: 海宁, 海宁市, haining, haining city, hn."""
    forms = {search_form(str(row[column])) for column in ("name_zh", "short_zh", "name_en", "short_en")}
    return forms | set(likely_pinyin(str(row["short_zh"])))


def _leading(named: pd.DataFrame) -> dict[str, list[tuple[str, str]]]:
    """The other names that lead to each subject, in both languages."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name_zh, name_en, subjects in zip(named["name_zh"], named["name_en"], named["subject"], strict=True):
        for subject in split(subjects):
            found.setdefault(subject, []).append((name_zh, name_en))
    return found


def led_forms(names: list[tuple[str, str]]) -> set[str]:
    """What a reader may type for a name that leads to a unit: 新埭, xindai."""
    found: set[str] = set()
    for zh, en in names:
        spellings = islice(product(*_syllables(search_form(zh))), SPELLINGS_AT_MOST)
        found |= {search_form(zh), search_form(en), *map("".join, spellings)}
    return found - {""}


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
        texts = _texts(
            ["\n".join((*own, name_en, WORDS + words)) for own, name_en, words in zip(names, *columns[2:], strict=True)]
        )
        # Few entities have other names; a list may have a million rows.
        places = entities.index.get_indexer(pd.Index(list(leading))).tolist()
        for place, others in zip(places, leading.values(), strict=True):
            if place >= 0:
                names[place] = (*names[place], *(zh for zh, _ in others))
                texts[place] = "\n".join((texts[place], search_form("\n".join(chain.from_iterable(others)))))
        forms = {form: str(code) for code in units.index for form in led_forms(leading.get(str(code), []))}
        forms |= {form: str(code) for code, row in units.iterrows() for form in unit_forms(row)}
        return cls(tuple(texts), tuple(names), entities["unit"].to_numpy(), forms)

    @cached_property
    def _spelt(self) -> tuple[str, np.ndarray]:
        """The spellings of all names as one text, and where each entity's begins; computed on first use."""
        entries = ["".join(map(spelling, names)) for names in self.names]
        lengths = np.fromiter(map(len, entries), dtype=np.int64, count=len(entries))
        return "".join(entries), np.concatenate([[0], np.cumsum(lengths)])

    def spelt(self, place: int) -> str:
        """The spellings of one entity's names."""
        text, starts = self._spelt
        return text[starts[place] : starts[place + 1]]

    def spell(self) -> None:
        """Compute the spellings before the first search: a hundred thousand names take two seconds."""
        _ = self._spelt

    def find(self, query: str) -> np.ndarray:
        """Mask of the entities that contain every word of the query, in their order. It must not be changed."""
        return _found(self, search_form(query))

    def holding(self, word: str) -> np.ndarray:
        """Mask of the entities whose own texts contain a word, in characters, in pinyin or by its initials."""
        found = np.array([word in entry for entry in self.texts], dtype=bool)
        if is_latin(word):
            pinyin, initials, _ = spelt_patterns(word)
            found |= self.spelt_so(pinyin) | self.spelt_so(initials)
        return found

    def spelt_so(self, pattern: re.Pattern[str]) -> np.ndarray:
        """Mask of the entities in whose spellings a pattern is found."""
        text, starts = self._spelt
        found = np.zeros(len(self.texts), dtype=bool)
        matches = np.fromiter((match.start() for match in pattern.finditer(text)), dtype=np.int64)
        found[np.searchsorted(starts, matches, side="right") - 1] = True
        return found

    def _find_word(self, word: str) -> np.ndarray:
        unit = self.unit_forms.get(word)
        return self.holding(word) if unit is None else np.asarray(self.units == unit)


@lru_cache(maxsize=ANSWERS_KEPT)
def _found(index: Index, query: str) -> np.ndarray:
    found = np.ones(len(index.texts), dtype=bool)
    for word in [query] if query in index.unit_forms else query.split(" "):
        if word:
            found &= index._find_word(word)
    found.flags.writeable = False
    return found


def _texts(entries: list[str]) -> list[str]:
    """The texts of all entities as search compares them; as one text, which takes a tenth of the time of many."""
    found = search_form(ENTRY.join(entries)).split(ENTRY)
    return found if len(found) == len(entries) else list(map(search_form, entries))
