"""A link is read as it was meant, whatever a messenger or a mail program has done to it on its way."""

from urllib.parse import parse_qs, quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from g60.ask.permalink import ignored, to_query
from g60.ask.selection import Held, Selection
from g60.ask.spoiled import KEYS, difference, repaired
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from tests.strategies import random_selections

LINK = "unit=330481&industry=semi&q=%E8%8A%AF%E7%89%87&near=120.69%2C30.53%2C5&map=11%2F30.5%2F120.7&lang=en"
WANTED = parse_qs(LINK)


def read(query: str) -> dict[str, list[str]]:
    return repaired(parse_qs(query, keep_blank_values=True))


@pytest.mark.parametrize(
    "spoiled",
    [
        LINK,
        LINK.replace("&", "&amp;"),
        LINK.replace("&", "&amp;amp;"),
        LINK.replace("&", "\\u0026").replace("=", "\\u003d"),
        quote(LINK, safe=""),
        quote(LINK, safe="=&"),
        quote(quote(LINK, safe=""), safe=""),
        quote(LINK, safe="=&").replace("%25", "%2525"),
        f"{LINK}。",
        f"{LINK}），请看",
        f"{LINK}).",
        f"{LINK}\u200b",
        f"{LINK}&utm_source=x&from=singlemessage&isappinstalled=0&fbclid=a.b&spm=1.2.3",
        f"utm_campaign=a%20b&{LINK}&gclid=",
        f"{LINK}&scene=126&clicktime=1700000000&enterid=1700000000",
        LINK.replace("330481", "３３０４８１").replace("%2C", "，"),
        LINK.replace("lang=en", "lang=en%3E"),
        LINK.replace("unit=", "unit=%20"),
    ],
)
def test_a_spoiled_link_is_read_as_it_was_meant(spoiled: str) -> None:
    assert read(spoiled) == WANTED
    selection, view = Selection.from_query(read(spoiled)), View.from_query(read(spoiled))
    assert ignored(read(spoiled), selection, view) == ()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        *(("q=芯片。", "芯片"), ("q=研究院（嘉兴）", "研究院（嘉兴）"), ("q=研究院）", "研究院"), ("q=50%25", "50%")),
        *(("q=%25E8%258A%25AF", "芯"), ("q=50%2525", "50%25"), ("q=a%26b", "a&b"), ("q=%25zz", "%zz")),
        *(("q=芯。&unit=330481", "芯。"), ("q=a%2520b", "a b"), ("q=a%26amp%3Bunit%3D330481", "a")),
    ],
)
def test_the_words_of_a_search_keep_their_own_signs(sent: str, words: str) -> None:
    assert read(sent)["q"] == [words]


def test_what_is_still_not_understood_is_left_to_be_named() -> None:
    query = read("unit=999999&colour=red&focus=nobody。")
    assert query == {"unit": ["999999"], "colour": ["red"], "focus": ["nobody"]}
    selection = Selection.from_query(query).without_unknown(Held(ids=()))
    assert {part.key for part in ignored(query, selection, View())} == {"unit", "colour", "focus"}


def test_a_correction_keeps_the_page_that_it_came_from() -> None:
    query = {"subject": ["lake-juanhu"], "field": ["area_km2"], "from": ["compare"]}
    assert repaired(query) == query


def test_the_keys_are_those_that_a_permalink_can_have(catalog: Catalog) -> None:
    view = View.from_query({key: ["1"] for key in KEYS})
    assert set(view.to_query()) <= KEYS
    for selection in random_selections(200, catalog):
        query = to_query(selection, View())
        assert set(query) <= KEYS
        assert repaired(parse_qs(urlencode(query, doseq=True))) == query


def test_what_a_repair_changes_is_told_part_by_part() -> None:
    raw = parse_qs("unit=330481。&utm_source=x&lang=en", keep_blank_values=True)
    assert difference(raw, repaired(raw)) == ([("unit", "330481。"), ("utm_source", "x")], [("unit", "330481")])


@given(st.dictionaries(st.text(max_size=20), st.lists(st.text(max_size=60), max_size=3), max_size=5))
def test_no_address_raises_and_a_second_repair_changes_nothing(query: dict[str, list[str]]) -> None:
    once = repaired(query)
    assert repaired(once).keys() <= once.keys() | KEYS
