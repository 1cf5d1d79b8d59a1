"""Every number of the documents is held by a citation or left out with a reason; a new one fails."""

from pathlib import Path

import pandas as pd
import pytest

from g60.checks.citations import Documents, read_documents
from g60.checks.numbers import Tally, Text, count_numbers, numbers_in
from g60.contract.codes import LEFT_OUT_REASONS
from g60.contract.statements import LEFT_OUT
from tests.tables import DOCUMENT, Tables, document, sound, table


@pytest.fixture(scope="module")
def at_hand(documents_folder: Path, shipped: Tables) -> Documents:
    return read_documents(documents_folder, shipped["sources"])


def codes(tally: Tally) -> list[tuple[str, str]]:
    return [(issue.code, issue.value) for issue in tally.issues]


def with_line(at_hand: Documents, source: str, line: int, text: str) -> Documents:
    """A copy of the documents in which one line is another."""
    lines = at_hand[source]
    return {**at_hand, source: (*lines[: line - 1], text, *lines[line:])}


# What is a number ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        *(("达3.75%，5000家", ["3.75", "5000"]), ("2021-2025年", ["2021", "2025"]), ("２０２１年", ["2021"])),
        *(("G60、5G、3D、CO2、AW139", []), ("L3、4级", ["4"]), ("“5·12”", ["5", "12"]), (" .....2", ["2"])),
        *(("1.打造2个", ["2"]), ("（1）3家", ["3"]), ("3规上", ["3"]), ("\t1.重点", []), ("1", ["1"])),
        *(("三大高地、两次、百家企业", ["三", "两", "百"]), ("二〇三五年", ["二〇三五"]), ("三百余家", ["三百"])),
        *(("第三个、唯一一个、一批", []), ("长三角、十四五、二院二十三所", []), ("2万余人、1.5亿元", ["2", "1.5"])),
    ],
)
def test_a_number_is_digits_that_no_latin_letter_touches_or_a_numeral_that_counts(
    line: str, numbers: list[str]
) -> None:
    assert [match[0] for match in numbers_in(line)] == numbers


def test_a_number_keeps_its_line_and_its_place_in_the_text_without_white_space() -> None:
    whole = Text(("截至 6 月", "", "共\t17家，7家"))
    assert [(number.line, number.text) for number in whole.numbers] == [(1, "6"), (3, "17"), (3, "7")]
    assert [whole.whole[number.start : number.end] for number in whole.numbers] == ["6", "17", "7"]


def test_a_phrase_does_not_stand_where_it_would_cut_a_number() -> None:
    whole = Text(("共17家，7家",))
    ((start, end),) = whole.occurrences("7家", 1)
    assert whole.whole[start - 1 : end] == "，7家"


# Small tables --------------------------------------------------------------------------------


def small(*rows: dict[str, str]) -> Tables:
    return {**sound(), "left_out": table(LEFT_OUT, *rows)}


def left_out(line: int, number: str, words: str) -> dict[str, str]:
    found = {"id": f"left-out-{number}", "source": DOCUMENT, "line": str(line)}
    return found | {"number_zh": number, "text_zh": words, "reason": "in_name"}


def test_a_number_that_nobody_accounts_for_is_named_with_its_document_and_line() -> None:
    tables = small()
    lines = (*document(tables), "新增97家")
    before = count_numbers(tables, {DOCUMENT: lines[:-1]})
    (issue,) = set(count_numbers(tables, {DOCUMENT: lines}).issues) - set(before.issues)
    assert (issue.code, issue.value) == ("number_unaccounted", "97")
    assert issue.detail.startswith(f"{DOCUMENT}:{len(lines)} ")
    assert issue.detail.endswith("新增97家")


def test_a_row_of_the_list_accounts_for_one_number_and_not_for_its_like() -> None:
    lines = (*document(small()), "新增97家，再增97家")
    once = left_out(len(lines), "97", "新增97家")
    twice = left_out(len(lines), "97", "再增97家") | {"id": "left-out-again"}
    rest = set(count_numbers(small(), {DOCUMENT: lines[:-1]}).issues)
    assert len(set(count_numbers(small(once), {DOCUMENT: lines}).issues) - rest) == 1
    assert set(count_numbers(small(once, twice), {DOCUMENT: lines}).issues) == rest


@pytest.mark.parametrize(("number", "words"), [("98", "新增98家"), ("97", "减少97家"), ("9", "新增97家")])
def test_a_row_whose_number_does_not_stand_there_is_named(number: str, words: str) -> None:
    lines = (*document(small()), "新增97家")
    found = codes(count_numbers(small(left_out(len(lines), number, words)), {DOCUMENT: lines}))
    assert ("left_out_not_there", number) in found
    assert ("number_unaccounted", "97") in found


def test_a_number_that_a_citation_holds_is_not_left_out() -> None:
    tables = sound()
    lines = document(tables)
    line = lines.index("1.5") + 1  # the area of a lake
    found = codes(
        count_numbers({**tables, "left_out": table(LEFT_OUT, left_out(line, "1.5", "1.5"))}, {DOCUMENT: lines})
    )
    assert ("left_out_is_held", "1.5") in found


def test_a_row_about_a_document_that_is_not_at_hand_is_neither_right_nor_wrong() -> None:
    assert count_numbers(small(left_out(999_999, "1", "1")), {}) == Tally((), 0, 0, 0)


# The five documents --------------------------------------------------------------------------


@pytest.mark.documents
def test_every_number_of_the_documents_is_held_or_left_out(at_hand: Documents, shipped: Tables) -> None:
    tally = count_numbers(shipped, at_hand)
    assert tally.issues == ()
    assert tally.count == tally.held + tally.left_out == sum(len(Text(lines).numbers) for lines in at_hand.values())
    assert tally.left_out == len(shipped["left_out"])


@pytest.mark.documents
@pytest.mark.parametrize(
    ("source", "line", "added", "number"),
    [
        *(("plan", 21, "另有99家", "99"), ("plan", 147, "到2026年", "2026"), ("reply-344", 25, "六项", "六")),
        *(
            ("pinghu-2020", 269, "再增185家", "185"),
            ("pinghu-2021", 27, "8名", "8"),
            ("digest-2024", 31, "12 家", "12"),
        ),
    ],
)
def test_a_new_number_in_a_document_fails(
    at_hand: Documents, shipped: Tables, source: str, line: int, added: str, number: str
) -> None:
    changed = with_line(at_hand, source, line, added + "。" + at_hand[source][line - 1])
    assert codes(count_numbers(shipped, changed)) == [("number_unaccounted", number)]


@pytest.mark.documents
def test_a_figure_that_is_taken_out_of_the_data_fails(at_hand: Documents, shipped: Tables) -> None:
    figures = shipped["figures"]
    kept = {**shipped, "figures": figures[figures["id"] != "figure-003"]}
    assert codes(count_numbers(kept, at_hand)) == [("number_unaccounted", "21")]


@pytest.mark.documents
def test_each_row_of_the_list_is_needed(at_hand: Documents, shipped: Tables) -> None:
    rows = shipped["left_out"]
    for place in range(0, len(rows), 20):
        fewer = {**shipped, "left_out": rows.drop(rows.index[place])}
        assert codes(count_numbers(fewer, at_hand)) == [("number_unaccounted", rows.iloc[place]["number_zh"])]


def test_every_reason_is_used_and_no_reason_takes_nearly_all(shipped: Tables) -> None:
    counts: pd.Series[int] = shipped["left_out"]["reason"].value_counts()
    assert set(counts.index) == set(LEFT_OUT_REASONS)
    # Seven cities that are not Jiaxing fill most of the digest; nothing else comes near.
    assert counts.drop("other_city").max() < 25


@pytest.mark.documents
def test_what_is_left_out_as_of_other_cities_speaks_of_other_cities(at_hand: Documents, shipped: Tables) -> None:
    rows = shipped["left_out"]
    lines = rows.loc[(rows["reason"] == "other_city") & (rows["source"] == "digest-2024"), "line"].astype(int)
    assert not any("嘉兴" in at_hand["digest-2024"][line - 1] for line in set(lines))
    first = at_hand["digest-2024"].index("### 安徽省安庆市多措并举推动成果转化") + 1
    assert min(set(lines) - {17}) > first  # line 17 is the table of contents
