"""One cell to one value: what is read, what is asked, what is refused."""

from __future__ import annotations

import pytest

from g60.record.intake import days, names, places, values
from g60.record.intake.findings import Answers
from g60.record.intake.industry import Industries
from g60.record.intake.reported import cells
from g60.record.intake.units import Units
from g60.record.intake.values import Value
from g60.record.intake.words import clean, folded, is_nothing
from tests.imports import HEAD, NANHU, PINGHU, codes, known, outcome, saved, text_table, told, workbook

UNITS = Units(known().units)


def code(value: Value) -> str:
    return value.problem.code if value.problem else ""


@pytest.mark.parametrize(
    ("raw", "unit"),
    [
        *(("南湖区", "330402"), ("南湖", "330402"), ("嘉兴市南湖区", "330402"), ("浙江省嘉兴市海宁市", "330481")),
        *(("330402", "330402"), (" 330481 ", "330481"), ("330402.0", "330402"), ("330402000000", "330402")),
        *(("平 湖 市", "330482"), ("经开区", "etdz"), ("嘉兴经开", "etdz"), ("港区", "port"), ("嘉兴港区", "port")),
    ],
)
def test_a_county_by_its_names_and_codes(raw: str, unit: str) -> None:
    assert UNITS.read(raw) == Value(unit)


@pytest.mark.parametrize(
    ("raw", "finding", "suggestion"),
    [
        ("海宁市区", "unit_unknown", "海宁市"),
        ("杭州市", "unit_unknown", ""),
        ("330400", "unit_city_code", ""),
        ("市本级", "unit_city", ""),
        ("郊区", "unit_former", "秀洲区"),
        ("南湖区、秀洲区", "unit_several", ""),
        ("浙江省嘉兴市桐乡市乌镇镇", "unit_from_address", "桐乡市"),
    ],
)
def test_a_county_that_is_none_is_told_with_what_may_be_meant(raw: str, finding: str, suggestion: str) -> None:
    problem = UNITS.read(raw).problem
    assert problem is not None
    assert problem.code == finding
    assert not suggestion or problem.suggestion == suggestion


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        *(("2021-03-05", "2021-03-05"), ("2021/3/5", "2021-03-05"), ("2021.3", "2021-03"), ("2021年", "2021")),
        *(("2021年3月5日", "2021-03-05"), ("20210305", "2021-03-05"), ("202103", "2021-03"), ("2021", "2021")),
        *(
            ("二〇二一年三月", "2021-03"),
            ("二〇二一年十二月三十一日", "2021-12-31"),
            ("2021-03-05 00:00:00", "2021-03-05"),
        ),
        # The time of day that Excel writes with a date, as text.
        *(("2021/3/15 8:30", "2021-03-15"), ("2021/3/15 0:00:00", "2021-03-15"), ("2021-3-5 8:30", "2021-03-05")),
        *(("2021/3/15\u30008:30 AM", "2021-03-15"), ("2021年3月15日 下午 8:30", "2021-03-15")),
        *(
            ("2021年3月15日8:30", "2021-03-15"),
            ("2021-03-15T08:30:00.5", "2021-03-15"),
            ("20210315 8:30", "2021-03-15"),
        ),
    ],
)
def test_a_date_keeps_the_precision_that_it_has(raw: str, day: str) -> None:
    assert days.day(raw) == Value(day)


@pytest.mark.parametrize(
    ("raw", "finding"),
    [
        *(("2024年13月", "not_date"), ("2023-02-31", "not_date"), ("去年", "not_date"), ("2019-2021", "date_range")),
        # Without a blank nobody knows where the day ends.
        *(("2021/3/158:30", "not_date"), ("8:30", "not_date")),
        *(("44270", "date_serial"), ("3/4/2021", "date_order"), ("1021-01-01", "date_year")),
    ],
)
def test_what_is_no_date_is_named(raw: str, finding: str) -> None:
    assert code(days.day(raw)) == finding


def test_a_number_that_may_be_january_or_october_is_asked_and_a_text_is_not() -> None:
    problem = days.day("2021.1", is_number=True).problem
    assert problem is not None
    assert (problem.severity, problem.code, problem.suggestion) == ("question", "date_month", "2021-10")
    assert days.day("2021.1") == Value("2021-01")
    for raw, day in (("2021.3", "2021-03"), ("2021.12", "2021-12"), ("2021.01", "2021-01"), ("2021", "2021")):
        assert days.day(raw, is_number=True) == Value(day)
    rows = [HEAD, (*NANHU[:6], 2021.1, *NANHU[7:]), (*PINGHU[:6], "2021.1", *PINGHU[7:])]
    data = saved(workbook(rows))
    found = outcome(data)
    assert codes(found) == [("date_month", 2, "G2")]
    assert [body.values.get("recognised_on") for body in found.bodies] == [None, "2021-01"]
    for lang in ("zh", "en"):
        assert all(month in found.held[0].reason(lang) for month in ("2021-01", "2021-10"))
    settled = outcome(data, Answers(choices={("date_month", "2021.1"): "2021-01"}))
    assert codes(settled) == []
    assert settled.bodies[0].derived["recognised_on"] == "2021.1 → 2021-01"


def test_a_very_small_or_large_number_is_one_as_a_computer_writes_it() -> None:
    assert values.area_km2("5e-05", "").text == "0.00005"
    assert values.area_km2("2.5E+2", "亩").text == "0.166667"
    assert code(values.area_km2("1e16", "")) == "area_large"
    assert cells.amount("1e+06", "家", "").text == "1000000"
    rows = [HEAD, (*NANHU[:5], 5e-05, *NANHU[6:])]
    assert outcome(saved(workbook(rows))).bodies[0].values["area_km2"] == "0.00005"


@pytest.mark.parametrize(
    ("raw", "heading", "area"),
    [
        *(("15.6", "", "15.6"), ("15.6平方公里", "", "15.6"), ("2,300亩", "", "1.533333"), ("１２．５", "", "12.5")),
        *(
            ("80公顷", "", "0.8"),
            ("12000", "平方米", "0.012"),
            ("0.3万亩", "", "2"),
            ("150", "亩", "0.1"),
            ("3km²", "亩", "3"),
        ),
    ],
)
def test_an_area_with_its_unit_in_the_cell_or_in_the_heading(raw: str, heading: str, area: str) -> None:
    assert values.area_km2(raw, heading).text == area


@pytest.mark.parametrize(
    ("raw", "finding"),
    [
        *(("10-12", "number_range"), ("约15", "number_about"), ("-3", "number_negative"), ("12英亩", "unit_of_area")),
        *(("800000", "area_large"), ("很大", "not_number")),
    ],
)
def test_what_is_no_area_is_named(raw: str, finding: str) -> None:
    assert code(values.area_km2(raw, "")) == finding


ROUGH = (
    *(
        "大约{}",
        "约为{}",
        "约{}",
        "近{}",
        "超过{}",
        "超{}",
        "不少于{}",
        "不低于{}",
        "达{}",
        "逾{}",
        "≈{}",
        "≥{}",
        ">={}",
    ),
    *(">{}", "<{}", "≤{}", "<={}", "~{}", "～{}", "{}左右", "{}以上", "{}余", "{}多", "约{}左右", "超过{}以上"),
)


@pytest.mark.parametrize("words", ROUGH)
def test_a_rough_figure_is_asked_with_its_number_in_a_list_and_in_a_table_of_values(words: str) -> None:
    for value in (values.area_km2(words.format("3平方公里"), ""), values.area_km2(words.format("3"), "平方公里")):
        assert (value.text, code(value)) == ("3", "number_about")
    for value in (cells.amount(words.format("30"), "家", ""), cells.amount(words.format("30家"), "家", "")):
        assert (value.text, code(value)) == ("30", "number_about")


def test_a_word_for_a_rough_figure_may_stand_before_the_unit() -> None:
    assert (values.area_km2("30余亩", "").text, code(values.area_km2("30余亩", ""))) == ("0.02", "number_about")
    assert code(cells.amount("8200多家", "家", "")) == "number_about"
    assert cells.amount("3亿多元", "亿元", "").text == "3"


@pytest.mark.parametrize(
    "raw", ["3-5", "3~5", "3～5", "约3-5", "3至5", "3到5", "3—5", "3–5", "-5至-3", "3%-5%", "3-5左右"]
)
def test_a_range_is_named_in_a_list_and_in_a_table_of_values(raw: str) -> None:
    assert code(values.area_km2(raw, "")) == code(cells.amount(raw, "%", "")) == "number_range"


def test_a_unit_of_area_may_be_written_with_its_sign() -> None:
    for unit in ("km²", "KM2", "㎡", "m²"):
        assert values.area_km2(f"3{unit}", "亩").text == values.area_km2(f"3{folded(unit)}", "亩").text != ""
        assert values.area_km2("3", unit).text == values.area_km2(f"3{unit}", "").text


def test_a_letter_in_the_place_of_a_digit_is_offered_as_the_digit() -> None:
    problem = values.area_km2("1.5O", "").problem
    assert problem is not None
    assert (problem.code, problem.suggestion) == ("not_number", "1.50")


def test_a_credit_code_is_checked_by_its_last_character() -> None:
    start = "12330400MB0A12345"
    good = start + values.check_character(start)
    assert values.credit_code(good, is_number=False) == Value(good)
    assert values.credit_code(good.lower(), is_number=False).text == good
    assert code(values.credit_code(start + "?", is_number=False)) == "credit_code_letters"
    assert code(values.credit_code(start, is_number=False)) == "credit_code_length"
    assert code(values.credit_code("1.23E+17", is_number=True)) == "credit_code_damaged"
    # A published code of the standard itself.
    assert values.check_character("91350100M000100Y4") == "3"


def test_levels_and_states_by_their_spellings_and_others_as_a_question() -> None:
    assert [values.listed(raw, values.LEVELS).text for raw in ("国家", "省级", "区级")] == ["国家级", "省级", "县级"]
    assert values.listed("建设中", values.STATUSES).text == "在建"
    assert code(values.listed("院级", values.LEVELS)) == "not_listed"


def test_words_that_say_nothing_are_nothing() -> None:
    assert all(map(is_nothing, ("无", "/", "——", "暂无", "N/A", "规划未载明", "not stated")))
    assert not is_nothing("无锡")


def test_texts_lose_what_nobody_sees_and_radicals_become_characters() -> None:
    assert clean("\u2f70例\u200b\u3000研\n究院\u202e") == "示例研究院"
    assert clean("Tsinghua  University") == "Tsinghua University"


# Places ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cells",
    [
        *(("120.8021", "30.7412"), ("120.8021,30.7412",), ("120.8021 30.7412",), ("１２０．８０２１，３０．７４１２",)),
        *(
            ("东经120.8021，北纬30.7412",),
            ("N30.7412 E120.8021",),
            ("30.7412N, 120.8021E",),
            ("经度:120.8021 纬度:30.7412",),
        ),
        *(("120°48′7.56″", "30°44′28.32″"), ("120度48分7.56秒E 30度44分28.32秒N",), ("(120.8021, 30.7412)",)),
    ],
)
def test_every_spelling_of_a_place(cells: tuple[str, ...]) -> None:
    pair = places.read_pair(*cells)
    assert pair is not None
    assert (pair.east, pair.north) == pytest.approx((120.8021, 30.7412), abs=1e-6)


@pytest.mark.parametrize("cell", ["见附图", "120.8021", "120°75′ 30°10′", "120.8,30.7,5", "嘉兴市120路30号"])
def test_what_is_no_place_is_not_read(cell: str) -> None:
    assert places.read_pair(cell) is None


@pytest.mark.parametrize(
    ("words", "datum"),
    [
        *(("WGS84", "wgs84"), ("CGCS2000", "wgs84"), ("高德", "gcj02"), ("GCJ-02", "gcj02"), ("百度地图", "bd09")),
        *(("bd09", "bd09"), ("", ""), ("北京54", places.UNKNOWN)),
    ],
)
def test_the_datum_by_its_names(words: str, datum: str) -> None:
    assert places.datum_of(words)[0] == datum


def test_metres_with_a_zone_are_told_from_the_number_and_without_one_are_asked() -> None:
    with_zone = places.settle([places.Asked(places.Pair(40576744.9, 3402365.9, 1), unit="330402")])[0]
    turned = places.settle([places.Asked(places.Pair(3402365.9, 40576744.9, 1), unit="330402")])[0]
    assert (with_zone.lon, with_zone.derived, with_zone.problem) == (turned.lon, "EPSG:4528", None)
    alone = places.settle([places.Asked(places.Pair(576744.9, 3402365.9, 1), unit="330402")])[0].problem
    assert alone is not None
    assert alone.code == "place_no_zone"
    assert places.point_of(alone.suggestion) == pytest.approx((with_zone.lon, with_zone.lat), abs=1e-6)
    named = places.settle([places.Asked(places.Pair(576744.9, 3402365.9, 1), zone=40, unit="330402")])[0]
    assert (named.lon, named.problem) == (with_zone.lon, None)


def test_a_swapped_pair_is_asked_and_an_answer_moves_the_point() -> None:
    data = text_table([HEAD, (*NANHU[:7], NANHU[8], NANHU[7])])
    found = outcome(data)
    assert codes(found) == [("place_swapped", 2, "H2")]
    assert found.bodies[0].values.get("lon") is None
    settled = outcome(data, Answers(taken=frozenset(("place_swapped",))))
    assert codes(settled) == []
    assert (settled.bodies[0].values["lon"], settled.bodies[0].derived["lon"]) == ("120.8021", "swapped")


def test_a_datum_is_never_guessed_and_its_shift_taken_back_when_named() -> None:
    data = text_table([HEAD, NANHU])
    silent, named = outcome(data), outcome(data, Answers(datum="gcj02"))
    assert "datum_unstated" in told(silent)
    assert silent.bodies[0].values["lon"] == "120.8021"
    assert "datum_unstated" not in told(named)
    assert float(named.bodies[0].values["lon"]) == pytest.approx(120.7978, abs=5e-4)
    assert named.bodies[0].derived["lon"] == "gcj02"


def test_an_address_without_a_point_makes_no_point() -> None:
    found = outcome(text_table([HEAD[:5], NANHU[:5]]))
    assert codes(found) == []
    assert "lon" not in found.bodies[0].values


# Names and industries ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("浙江大学（嘉兴）研究院", "浙江大学(嘉兴)研究院"),
        ("示例科技有限公司", "示例科技有限责任公司"),
        ("嘉兴柔性电子研究院", "嘉兴揉性电子研究院"),
        ("浙江清华柔性电子研究院", "浙江清华柔性电子技术研究院"),
    ],
)
def test_one_body_under_two_spellings_is_proposed(first: str, second: str) -> None:
    assert names.alike(first, second)
    found = names.proposals({0: (first, "330402")}, [("x", second, "330402")])
    assert found[0][0].score >= names.SCORE


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("浙江大学嘉兴智慧医疗研究院", "浙江大学嘉兴智慧能源研究院"),
        ("浙江大学嘉善研究院", "浙江大学海宁研究院"),
        ("示例甲研究院", "示例乙研究院"),
        ("嘉兴市第一医院", "嘉兴市第二医院"),
        ("清华长三角研究院", "清华长三角研究院平湖创新中心"),
        ("示例研究院", "示例研究院分院"),
        ("上海示例研究院", "示例研究院"),
    ],
)
def test_two_institutes_are_never_taken_for_one(first: str, second: str) -> None:
    assert not names.alike(first, second)
    assert names.proposals({0: (first, "")}, [("x", second, "")]) == {}


def test_words_become_industries_by_rule_and_a_turned_word_is_offered() -> None:
    industries = Industries(known().terms)
    assert industries.named("新材料;半导体") == "semi;materials"
    ((word, problem),) = industries.offered("航天航空;人工智能")
    assert (word, problem.suggestion) == ("航天航空", "航空航天")
    found = outcome(text_table([HEAD, (*NANHU[:4], "航天航空", *NANHU[5:]), PINGHU]))
    assert codes(found) == []
    assert found.bodies[0].values["fields_zh"] == "航天航空"
    assert found.without_industry() == []
    assert industries.offered("航空航天") == []
    found = outcome(text_table([HEAD, (*NANHU[:4], "莫名其妙", *NANHU[5:]), PINGHU]))
    assert [body.name for body in found.without_industry()] == ["甲山研究院"]


def test_findings_of_one_kind_are_one_group_and_one_answer_settles_all() -> None:
    rows = [(at, f"山{at}研究院", "海宁市区") for at in range(14)]
    data = text_table([HEAD[:3], *rows])
    found = outcome(data)
    ((severity, group, those),) = found.groups()
    assert (severity, group, len(those)) == ("error", "unit_unknown", 14)
    settled = outcome(data, Answers(taken=frozenset(("unit_unknown",))))
    assert codes(settled) == []
    assert {body.values["unit"] for body in settled.bodies} == {"330481"}
    assert settled.bodies[0].derived["unit"] == "海宁市区 → 海宁市"


def test_two_spellings_in_a_file_are_one_body_only_when_a_person_says_so() -> None:
    rows = [(1, "甲山（嘉兴）研究院", "南湖区"), (2, "甲山(嘉兴)研究院", "南湖区")]
    data, code = text_table([HEAD[:3], *rows]), ("same_body", "甲山(嘉兴)研究院")
    assert codes(outcome(data)) == [("same_body", 3, "B3")]
    merged, apart = (outcome(data, Answers(choices={code: answer})) for answer in ("merge", "separate"))
    assert ([body.row for body in merged.bodies], codes(merged), merged.good) == ([2], [], 1)
    assert [left.code for left in merged.sheets[0].left_out] == ["merged"]
    assert ([body.row for body in apart.bodies], codes(apart)) == ([2, 3], [])
