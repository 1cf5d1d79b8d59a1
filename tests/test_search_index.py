"""The index of search answers as a plain look at every text does, whatever is asked; and a million rows take little."""

import random
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from benchmarks.synthetic import catalog as synthetic
from g60.catalog import search
from g60.catalog.catalog import Catalog
from g60.catalog.search import ENTRY, NAME, READING, SYLLABLE, WORDS
from g60.catalog.suggestions import _beginning
from g60.contract.spelling import search_form
from tests.plain_search import PlainSearch

QUERIES, SEED = 2000, 20261128
ODD = (
    *(
        "",
        " ",
        "  ",
        "%",
        "_",
        "%%",
        "a%",
        "_a",
        "'",
        '"',
        "''",
        '" OR 1=1 --',
        "\\",
        "*",
        "?",
        "(",
        "[a-z]",
        ".",
        ".*",
    ),
    *("😀", "合😀成", "\ud83d", "𠮷", "\0", ENTRY, NAME, READING, SYLLABLE, WORDS, f"a{ENTRY}", f"{ENTRY}合", "\n合"),
    *("Ｇ６０", "ｘｆｄ", "（", "·", "—", "　", "祥 符", "xi'an", "lǜ", "lü", "lv", "é", "ﬁ", "½", "㎡", "①"),
    *("a" * 99, "xian" * 24, "1" * 60, "n" * 9, "hehehehe", "z", "zh", "zhang", "chang", "xing", "hang", "hn hn"),
    *("haining", "hn", "海宁", "海宁 研究院", "haining yanjiuyuan", "嘉兴 xfd", "g60", "60", "yue", "le"),
)


def asked(catalog: Catalog, chance: random.Random) -> Iterator[str]:
    """Queries that a name may answer: parts of names, pinyin and initials in any reading, words together, typing."""
    yield from ODD
    columns = zip(catalog.entities["name_zh"], catalog.entities["aliases"], strict=True)
    names = [one for name, more in columns for one in (name, *more)]
    english = [*catalog.entities["name_en"], *catalog.entities["words"]]
    for _ in range(QUERIES - len(ODD)):
        yield " ".join(_word(chance, names, english) for _ in range(chance.choice((1, 1, 1, 1, 2, 3))))


def _word(chance: random.Random, names: list[str], english: list[str]) -> str:
    name, told = chance.choice(names), chance.choice(english)
    syllables = list(search.syllables(name)) or [("x",)]
    start = chance.randrange(len(syllables))
    part = syllables[start : start + chance.randint(1, 9)]
    pinyin = "".join(map(chance.choice, part)) or "a"
    return chance.choice(
        (
            _piece(chance, name, 6),
            _piece(chance, told, 8),
            pinyin[: chance.randint(1, len(pinyin))],
            pinyin[chance.randint(0, 2) :],  # begins inside a syllable, which finds nothing
            "".join(chance.choice(readings)[:1] for readings in part),
            "".join(chance.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(chance.randint(1, 4))),
            "".join(chr(ord(char) + 0xFEE0) if char.isascii() else char for char in pinyin.upper()),
        )
    )


def _piece(chance: random.Random, text: str, most: int) -> str:
    at = chance.randrange(len(text) + 1)
    return text[at : at + chance.randint(1, most)]


@pytest.mark.parametrize("rows", [0, 1000])
def test_two_thousand_queries_find_what_a_plain_look_finds(catalog: Catalog, rows: int) -> None:
    over = synthetic(rows) if rows else catalog
    plain, chance, answers = PlainSearch(over), random.Random(SEED + rows), 0
    for query in asked(over, chance):
        found = over.index.find(query)
        answers += bool(found.any())
        assert np.array_equal(found, plain.find(query)), query
    assert answers > QUERIES / 3


def test_names_that_begin_with_a_word_are_those_that_a_plain_look_finds(catalog: Catalog) -> None:
    plain, chance = PlainSearch(catalog), random.Random(SEED)
    for query in filter(None, map(search_form, list(asked(catalog, chance))[: QUERIES // 2])):
        assert np.array_equal(_beginning(catalog.index, query)[1], plain.begins(query)), query


def test_spellings_and_texts_are_given_back_as_they_were_read(catalog: Catalog) -> None:
    plain = PlainSearch(catalog)
    places = range(len(catalog.entities))
    assert [catalog.index.spelt(place) for place in places] == plain.spellings
    assert [catalog.index.text(place) for place in places] == plain.texts


def test_of_several_words_the_rare_one_is_looked_for_first_and_few_are_asked_for_the_others() -> None:
    index = synthetic(1000).index
    rare = index.holding(["421"])
    assert 0 < rare.sum() < len(index) / search.FEW
    assert np.array_equal(index.holding(["synthetic", "hecheng", "421"]), rare)


def test_carriers_are_slices_of_all_entities_so_that_each_text_is_held_once() -> None:
    over = synthetic(1000)
    whole, carriers = over.entities, over.carriers
    for column, same in (("name_zh", "name_zh"), ("unit", "unit"), ("fields_zh", "words")):
        held, cut = (_address(frame[name]) for frame, name in ((whole, same), (carriers, column)))
        assert held == cut, column


def _address(column: pd.Series) -> int:
    chunks = column.array.__arrow_array__().chunks
    assert len(chunks) == 1
    return int(chunks[0].buffers()[-1].address)
