"""Search in names, aliases and words: by characters, by pinyin, and by the initials of pinyin.

`xfd`, `xiangfudang` and `祥符荡` find the same. Another name that leads to an entity finds it too. The name of a unit
finds everything in that unit: `hn`, `haining` and `海宁` find all of 海宁, and nothing else whose name contains those
letters by chance. Width, case, accents and apostrophes make no difference (`search_form`).

A character with several readings is found by each of them: 长 by chang and zhang, 行 by xing and hang. The pack has
the same search (panel/search.js).

Names are spelt with the first search of letters: many calls of the command line search for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, islice, product
from typing import Any, NamedTuple, Self

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import compute

from g60.catalog.pinyin import Syllable
from g60.catalog.pinyin_asked import numbered, syllables
from g60.catalog.text_columns import TEXT, as_text, places_among, utf8
from g60.contract.codes import split
from g60.contract.spelling import search_form

# Two letters occur by chance in many names. Three or more may match anywhere in the initials.
INITIALS_ANYWHERE = 3
# Marks before each name, before each of its syllables, and before each other reading of a syllable. Texts from data do
# not contain the last two.
NAME, SYLLABLE, READING = "\n", "\x01", "\x02"
# Before the words of an entity's own text, which follow its names.
WORDS = "\x1f"
# Before the text of each entity.
ENTRY = "\x1e"
# Cached answers: the page, the map and the list ask the same query almost at the same time.
ANSWERS_KEPT = 64
# A name that leads to a unit has few characters with two readings; more spellings are not kept for one.
SPELLINGS_AT_MOST = 32
# So many entities are prepared at once: a million at once would take a gigabyte meanwhile.
ROWS_AT_ONCE = 65_536
# How much of the texts is looked at to guess which of several words is the rarest one.
SAMPLE = 1_000_000
# Where a word is looked for in fewer than one entity of this many, each is asked on its own.
FEW = 8


def spelling(name: str) -> str:
    """The pinyin of a name: marks before it, before each syllable, and before each other reading of a syllable."""
    return NAME + "".join(SYLLABLE + READING.join(readings) for readings in syllables(name))


def likely_pinyin(name: str) -> tuple[str, str]:
    """Full pinyin of a name in its likely reading, and the initials of it."""
    likely = [readings[0] for readings in syllables(name)]
    return "".join(likely), "".join(part[0] for part in likely)


def likely_spelling(spellings: str) -> str:
    """The likely syllables of the first of an entity's names, with a space before each: the order of pinyin."""
    name = spellings.split(NAME, 2)[1] if NAME in spellings else ""
    return " ".join(readings.split(READING, 1)[0] for readings in name.split(SYLLABLE))


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
        spellings = islice(product(*syllables(zh)), SPELLINGS_AT_MOST)
        found |= {search_form(zh), search_form(en), *map("".join, spellings)}
    return found - {""}


class Spelt(NamedTuple):
    """The readings of all names as numbers: 0 before each name and at the end, else the number of a syllable.

    A syllable is a tuple of readings; a long list has some hundreds of them. `starts`: where each entity's names begin.
    """

    numbers: np.ndarray
    starts: np.ndarray
    syllables: tuple[tuple[str, ...], ...]

    def names(self) -> np.ndarray:
        """The places of the first syllables of all names."""
        return np.flatnonzero(self.numbers[:-1] == 0) + 1

    def beginning(self, letter: str) -> np.ndarray:
        """The places of the syllables of which a reading begins with a letter."""
        taking = self._taking(letter, initials=True)
        return np.flatnonzero(taking[1][self.numbers]) if taking else np.zeros(0, dtype=np.int64)

    def behind(self, places: np.ndarray, word: str, *, initials: bool = False) -> np.ndarray:
        """The places behind a word that begins at one of these places, as pinyin or by initials.

        Pinyin may end inside a syllable: xiangf finds 祥符.
        """
        reached = {0: [places]}
        for taken in range(len(word)):
            parts = reached.pop(taken, [])
            here = np.unique(np.concatenate(parts)) if len(parts) > 1 else parts[0] if parts else places[:0]
            if len(here):
                numbers = self.numbers[here]
                for letters, takes in self._taking(word[taken:], initials=initials).items():
                    reached.setdefault(taken + letters, []).append(here[takes[numbers]] + 1)
        return np.concatenate([places[:0], *reached.get(len(word), [])])

    def _taking(self, rest: str, *, initials: bool) -> dict[int, np.ndarray]:
        """Masks of the syllables that can stand for the first letters of the rest of a word, by how many letters.

        By initials that is one letter; as pinyin it is a whole reading, or all that is left.
        """
        found: dict[int, np.ndarray] = {}
        for number, readings in enumerate(self.syllables):
            for reading in readings:
                if initials:
                    letters = int(reading.startswith(rest[0]))
                else:
                    letters = len(reading) if rest.startswith(reading) else reading.startswith(rest) * len(rest)
                if letters:
                    found.setdefault(letters, np.zeros(len(self.syllables), dtype=bool))[number] = True
        return found


@dataclass(frozen=True, eq=False)
class Index:
    """The texts to search, one for each entity, in the order of the catalog's entities.

    They are one text of UTF-8 with a mark before each: a search in one text is quicker than in a million. `led`: the
    other names that lead to some of the entities, by their places.
    """

    entities: pd.DataFrame
    led: dict[int, list[tuple[str, str]]]
    units: pd.DataFrame
    leading: Mapping[str, list[tuple[str, str]]]
    texts: bytes
    starts: np.ndarray

    @classmethod
    def of(cls, entities: pd.DataFrame, units: pd.DataFrame, named: pd.DataFrame) -> Self:
        """The index of a catalog's entities, which are found by the other names that lead to them too."""
        leading = _leading(named)
        places = np.flatnonzero(places_among(entities.index, list(leading)) >= 0).tolist()
        led = {place: leading[str(entities.index[place])] for place in places}
        parts = (entities.iloc[start : start + ROWS_AT_ONCE] for start in range(0, len(entities), ROWS_AT_ONCE))
        texts = b"".join(_texts(_entries(part, number * ROWS_AT_ONCE, led)) for number, part in enumerate(parts))
        starts = np.flatnonzero(np.frombuffer(texts, dtype=np.uint8) == ord(ENTRY))
        return cls(entities, led, units, leading, texts, np.append(starts, len(texts)))

    def __len__(self) -> int:
        return len(self.entities)

    @cached_property
    def unit_forms(self) -> dict[str, str]:
        """The unit of each text that names one; computed on first use, for it needs pinyin."""
        forms = {form: str(code) for code in self.units.index for form in led_forms(self.leading.get(str(code), []))}
        return forms | {form: str(code) for code, row in self.units.iterrows() for form in unit_forms(row)}

    @cached_property
    def _spelt(self) -> Spelt:
        """The spellings of all names; computed on first use."""
        known: dict[Syllable, int] = {(): 0}
        parts, counts = [np.zeros(0, np.uint32)], np.zeros(len(self) + 1, np.int64)
        cells = enumerate(_cells(self.entities, "name_zh", "aliases"))
        while some := list(islice(cells, ROWS_AT_ONCE)):
            of_each = [(name, *more, *(zh for zh, _ in self.led.get(place, ()))) for place, (name, more) in some]
            counts[some[0][0] + 1 : some[-1][0] + 2] = [len(names) for names in of_each]
            told, numbers = numbered(list(chain.from_iterable(of_each)))
            ours = np.array([0, *(known.setdefault(syllable, len(known)) for syllable in told)], np.uint32)
            parts.append(ours[numbers].astype(np.min_scalar_type(len(known))))
        parts.append(np.zeros(1, np.uint32))
        every = np.concatenate(parts, dtype=np.min_scalar_type(len(known)), casting="same_kind")
        return Spelt(every, np.flatnonzero(every == 0)[np.cumsum(counts)], tuple(known))

    def text(self, place: int) -> str:
        """The text of one entity."""
        return self.texts[self.starts[place] + 1 : self.starts[place + 1]].decode()

    def spelt(self, place: int) -> str:
        """The spellings of one entity's names."""
        numbers, starts, syllables = self._spelt
        parts = (syllables[number] for number in numbers[starts[place] : starts[place + 1]])
        return "".join(SYLLABLE + READING.join(readings) if readings else NAME for readings in parts)

    def spell(self) -> None:
        """Compute the spellings before the first search: a hundred thousand names take two seconds."""
        _ = self.unit_forms, self._spelt

    def find(self, query: str) -> np.ndarray:
        """Mask of the entities that contain every word of the query, in their order. It must not be changed."""
        return _found(self, search_form(query))

    def holding(self, words: Iterable[str]) -> np.ndarray:
        """Mask of the entities whose own texts contain every word, in characters, in pinyin or by its initials."""
        found = np.ones(len(self), dtype=bool)
        for word in sorted(words, key=lambda word: self.texts.count(_utf8(word), 0, SAMPLE)):
            found &= self._holding(word, found)
        return found

    def _holding(self, word: str, among: np.ndarray) -> np.ndarray:
        """Mask of the entities that contain a word; of the others than `among` it may say anything."""
        if ENTRY in word:
            return np.zeros(len(self), dtype=bool)
        held = self.written(word, np.flatnonzero(among))
        return held | self.spelt_so(word) if is_latin(word) and (among & ~held).any() else held

    def written(self, word: str, among: np.ndarray | None = None) -> np.ndarray:
        """Mask of the entities whose texts contain a word as it is; only those at the places `among` need be asked.

        A text begins with `ENTRY`.
        """
        found, sought = np.zeros(len(self), dtype=bool), _utf8(word)
        if among is not None and len(among) * FEW < len(self):
            bounds = zip(self.starts[among].tolist(), self.starts[among + 1].tolist(), strict=True)
            found[among] = [self.texts.find(sought, start, end) >= 0 for start, end in bounds]
            return found
        matches = re.finditer(re.escape(sought), self.texts)
        hits = np.fromiter((match.start() for match in matches), dtype=np.int64)
        found[np.searchsorted(self.starts, hits, side="right") - 1] = True
        return found

    def spelt_so(self, word: str) -> np.ndarray:
        """Mask of the entities of which a name contains a word of letters and digits as pinyin, or by its initials."""
        begins = self._spelt.beginning(word[0])
        return self._spelt_from(begins, begins if len(word) >= INITIALS_ANYWHERE else self._spelt.names(), word)

    def spelt_at_the_start(self, word: str) -> np.ndarray:
        """Mask of the entities of which a name begins with such a word."""
        names = self._spelt.names()
        return self._spelt_from(names, names, word)

    def _spelt_from(self, pinyin: np.ndarray, initials: np.ndarray, word: str) -> np.ndarray:
        spelt, found = self._spelt, np.zeros(len(self), dtype=bool)
        for behind in (spelt.behind(pinyin, word), spelt.behind(initials, word, initials=True)):
            found[np.searchsorted(spelt.starts, behind - 1, side="right") - 1] = True
        return found


@lru_cache(maxsize=ANSWERS_KEPT)
def _found(index: Index, query: str) -> np.ndarray:
    words = [query] if query in index.unit_forms else [word for word in query.split(" ") if word]
    found = index.holding(word for word in words if word not in index.unit_forms)
    for unit in (index.unit_forms[word] for word in words if word in index.unit_forms):
        found &= (index.entities["unit"] == unit).to_numpy(dtype=bool)
    found.flags.writeable = False
    return found


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _cells(entities: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """The cells of some columns, by the row."""
    for start in range(0, len(entities), ROWS_AT_ONCE):
        rows = entities.iloc[start : start + ROWS_AT_ONCE]
        yield from zip(*(rows[column].to_numpy(dtype=object).tolist() for column in columns), strict=True)


def _entries(entities: pd.DataFrame, first: int, led: Mapping[int, list[tuple[str, str]]]) -> pa.LargeStringArray:
    """The text of each entity, behind a mark: its names, its own words, and the other names that lead to it.

    `first` is the place of the first one among all entities.
    """
    aliases = ["".join(f"\n{alias}" for alias in some) if some else "" for some in entities["aliases"]]
    others = [""] * len(entities)
    for place in led.keys() & range(first, first + len(entities)):
        others[place - first] = "".join(f"\n{name}" for name in chain.from_iterable(led[place]))
    name, name_en, words = (as_text(entities[column]) for column in ("name_zh", "name_en", "words"))
    parts = (ENTRY, name, as_text(aliases), "\n", name_en, f"\n{WORDS}", words, as_text(others), "")
    return compute.binary_join_element_wise(
        *(pa.scalar(part, TEXT) if isinstance(part, str) else part for part in parts)
    )


def _texts(entries: pa.LargeStringArray) -> bytes:
    """The texts of some entities as search compares them; as one text, which takes a tenth of the time of many."""
    found = search_form(bytes(utf8(entries)[0]).decode())
    if found.count(ENTRY) != len(entries):
        found = "".join(ENTRY + search_form(entry[1:].replace(ENTRY, " ")) for entry in entries.to_pylist())
    return _utf8(found)
