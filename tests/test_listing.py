"""The list by windows: together they are what is picked, in its order, and nothing else."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from benchmarks.synthetic import SyntheticSource, tables
from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.catalog.search import likely_pinyin
from g60.ui import listing


@pytest.fixture(scope="module")
def long() -> Catalog:
    source = SyntheticSource(1_000)
    return Catalog.from_tables(tables(source), source.version())


def asked(catalog: Catalog, selection: Selection, lang: str = "zh") -> dict[str, list[str]]:
    return parse_qs(urlsplit(listing.address(catalog, selection, lang)).query)


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(units=frozenset({"330481"})),
        Selection(industries=frozenset({"ai"}), kinds=frozenset({"carrier"})),
        Selection(query="研究院"),
        Selection(lists=frozenset({"synthetic-2"}), units=frozenset({"port"})),
    ],
)
def test_windows_of_all_groups_are_what_is_picked(long: Catalog, selection: Selection) -> None:
    query = asked(long, selection)
    found = []
    for number, (_, count, first) in enumerate(json.loads(listing.rows(long, query))):
        group = list(first)
        while len(group) < count:
            more = {**query, "group": [str(number)], "from": [str(len(group))]}
            group += json.loads(listing.rows(long, more))
        found += group
    picked = long.pick(selection)
    assert sorted(row["id"] for row in found) == sorted(picked.entities.index)
    assert len(found) == picked.numbers.sum()


def test_a_window_keeps_the_order_of_the_file_and_its_size(long: Catalog) -> None:
    groups = json.loads(listing.rows(long, {}))
    assert [title for title, _, _ in groups[:4]] == ["科创走廊", "科创核心区", "高新区", "科创湖区"]
    for _, count, first in groups:
        assert len(first) == min(count, listing.WINDOW)
    ids = [row["id"] for row in groups[-1][2]]
    assert ids == sorted(ids)


@pytest.mark.parametrize("grouped", ["", "unit", "industry", "evidence"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_however_it_is_grouped_and_sorted_the_list_holds_the_same(long: Catalog, grouped: str, lang: str) -> None:
    selection, view = Selection(query="研究院"), View(grouped=grouped, sorted="name", lang=lang)
    query = parse_qs(urlsplit(listing.address(long, selection, lang, view)).query)
    found: list[str] = []
    for number, (_, count, first) in enumerate(json.loads(listing.rows(long, query))):
        group = list(first)
        while len(group) < count:
            more = {**query, "group": [str(number)], "from": [str(len(group))]}
            group += json.loads(listing.rows(long, more))
        found += [row["id"] for row in group]
    picked = long.pick(selection).entities
    each = picked["industries"].map(len).clip(lower=1).sum() if grouped == "industry" else len(picked)
    assert len(found) == each
    assert set(found) == set(picked.index)


def test_names_are_sorted_by_their_pinyin_or_their_english(catalog: Catalog) -> None:
    lakes = Selection(kinds=frozenset({"lake_district"}))
    for lang in ("zh", "en"):
        query = parse_qs(urlsplit(listing.address(catalog, lakes, lang, View(sorted="name"))).query)
        names = [row["name"] for row in json.loads(listing.rows(catalog, query))[0][2]]
        assert len(names) == 8
        key = str.lower if lang == "en" else lambda name: likely_pinyin(name)[0]
        assert names == sorted(names, key=key)
        assert names[0] != "祥符荡科创绿谷"


def test_the_groups_of_a_county_are_the_counties_in_their_order(catalog: Catalog) -> None:
    query = parse_qs(urlsplit(listing.address(catalog, Selection(), "zh", View(grouped="unit"))).query)
    titles = [title for title, _, _ in json.loads(listing.rows(catalog, query))]
    assert titles[:7] == ["南湖", "秀洲", "嘉善", "海盐", "海宁", "平湖", "桐乡"]
    assert titles[-1] == "不限于一个县（市、区）"


def test_who_is_chosen_makes_no_other_address(long: Catalog) -> None:
    plain = listing.address(long, Selection(units=frozenset({"330481"})), "zh")
    chosen = Selection(units=frozenset({"330481"}), focus="lake-juanhu", compared=("htz-nanhu",))
    assert listing.address(long, chosen, "zh") == plain
    assert long.fingerprint in plain


@pytest.mark.parametrize(
    "query",
    [
        {"group": ["-1"]},
        {"group": ["99"], "from": ["0"]},
        {"group": ["x"], "from": ["9" * 40]},
        {"group": ["3"], "from": ["1000000"]},
        {"lang": ["xx"], "unit": ["999999"], "q": ["<script>" * 100]},
    ],
)
def test_an_address_that_makes_no_sense_is_answered_with_what_there_is(
    long: Catalog, query: dict[str, list[str]]
) -> None:
    assert isinstance(json.loads(listing.rows(long, query)), list)


def test_rows_speak_the_language_asked_for(catalog: Catalog) -> None:
    names = {lang: listing.rows(catalog, {"lang": [lang], "unit": ["330481"]}).decode() for lang in ("zh", "en")}
    assert "鹃湖国际科技城" in names["zh"]
    assert "（推断）" in names["zh"]
    assert "Haining" in names["en"]
