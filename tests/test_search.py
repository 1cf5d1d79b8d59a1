"""Search in characters, pinyin and initials finds what a reader means by the words, and no more."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from g60.ask.selection import Selection, clean_text
from g60.catalog.catalog import Catalog
from g60.catalog.search import likely_pinyin, spelling
from g60.catalog.suggestions import suggestions
from g60.contract.codes import UNITS
from tests.tables import TableSource, changed, cited, sound


def found(catalog: Catalog, query: str) -> list[str]:
    return list(catalog.pick(Selection(query=query)).entities.index)


# By characters, by pinyin, by initials -------------------------------------------------------


@pytest.mark.parametrize("query", ["祥符荡", "xiangfudang", "xfd", "XFD", "Xiang Fu Dang", "XiangFuDang", "祥符荡 xfd"])
def test_a_lake_is_found_however_its_name_is_written(catalog: Catalog, query: str) -> None:
    assert found(catalog, query) == ["lake-xiangfudang"]


@pytest.mark.parametrize(
    ("query", "id_"),
    [
        # Written by hand, for what is checked is the reading: 长 is chang here, 重 zhong, 行 and 乐 do not occur.
        *(("zhejiangqinghuachangsanjiaoyanjiuyuan", "carrier-01"), ("changsanjiaoxinnengyuan", "carrier-14")),
        *(("csjxnyyjy", "carrier-14"), ("changsanyuan", "carrier-01"), ("zhongdianshiyanshi", "body-49")),
        *(
            ("rouxingdianzi", "carrier-03"),
            ("tianehuweilai", "lake-tianehu"),
            ("juanhu", "lake-juanhu"),
            ("jhgjkjc", "lake-juanhu"),
        ),
        *(
            ("lvgu", "lake-xiangfudang"),
            ("lvzhou", "body-26"),
            ("rencaidasha", "body-40"),
            ("chechuangyuan", "body-16"),
        ),
        *(("dayunhezhishicheng", "lake-dayunhe"), ("tianehu", "lake-tianehu"), ("g60kczl", "corridor-g60")),
    ],
)
def test_a_reading_written_by_hand_finds_the_name(catalog: Catalog, query: str, id_: str) -> None:
    assert id_ in found(catalog, query)


def test_nothing_called_after_the_delta_is_missed(catalog: Catalog) -> None:
    entities = catalog.entities
    named = [
        entity
        for entity, name, aliases in zip(entities.index, entities["name_zh"], entities["aliases"], strict=True)
        if any("长三" in words for words in (name, *aliases))
    ]
    assert len(named) > 10
    assert set(named) <= set(found(catalog, "changsan"))
    assert found(catalog, "zhangsan") == []


def names_of(catalog: Catalog) -> list[tuple[str, str]]:
    entities = catalog.entities
    return [
        (str(entity), words)
        for entity, name, english, aliases in zip(
            entities.index, entities["name_zh"], entities["name_en"], entities["aliases"], strict=True
        )
        for words in (name, english, *aliases)
    ]


def test_everything_is_found_by_each_of_its_own_names(catalog: Catalog) -> None:
    missed = [words for entity, words in names_of(catalog) if entity not in found(catalog, clean_text(words))]
    assert missed == []


def test_everything_is_found_by_the_pinyin_of_its_names_and_by_their_initials(catalog: Catalog) -> None:
    missed = []
    for entity, words in names_of(catalog):
        syllables, initials = likely_pinyin(words)
        if not words.isascii():
            missed += [form for form in (syllables, initials) if entity not in found(catalog, form)]
    assert missed == []


@pytest.mark.parametrize("query", ["xiangf", "xiangfu", "fudang", "dangkechuang"])
def test_pinyin_may_begin_at_any_syllable_and_end_inside_one(catalog: Catalog, query: str) -> None:
    assert "lake-xiangfudang" in found(catalog, query)


@pytest.mark.parametrize("query", ["ianehu", "ehuwei", "anehuweilai"])
def test_pinyin_does_not_begin_inside_a_syllable(catalog: Catalog, query: str) -> None:
    found_here = "lake-tianehu" in found(catalog, query)
    assert found_here == (query == "ehuwei")


def test_two_initials_count_only_at_the_start_of_a_name_and_three_anywhere(catalog: Catalog) -> None:
    assert "lake-xiangfudang" in found(catalog, "xf")
    assert "lake-xiangfudang" not in found(catalog, "fd")
    assert "lake-xiangfudang" in found(catalog, "fdk")


def test_letters_of_a_name_that_are_also_its_pinyin_are_not_taken_apart() -> None:
    assert spelling("an安院") == "\n\x01a\x01n\x01an\x01yuan"
    assert spelling("Ｇ60科创") == "\n\x01g\x016\x010\x01ke\x01chuang"
    assert spelling("（）·") == "\n"
    assert likely_pinyin("an安院") == ("ananyuan", "anay")


def named(name: str) -> Catalog:
    return Catalog.load(TableSource(cited(changed(sound(), "carriers", 3, name_zh=name))))


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        (
            "长水重工银行",
            ["changshui", "zhangshui", "zhonggong", "chonggong", "yinhang", "yinxing", "cszg", "zsc", "yh", "yx"],
        ),
        ("绿谷（Ｇ６０）", ["lvgu", "lügu", "LÜGU", "lǜ gǔ", "lv'gu", "g60", "Ｇ６０", "绿谷(g60)"]),
        ("西安Xi’an院", ["xi'an", "xi’an", "xian", "xaxia"]),
    ],
)
def test_every_reading_and_every_width_finds_the_name(name: str, queries: list[str]) -> None:
    catalog = named(name)
    missed = [query for query in queries if "carrier-2" not in found(catalog, query)]
    # Two letters count at the start of a name only.
    assert missed == [query for query in ("yh", "yx") if query in queries]


def test_a_reading_that_is_known_for_certain_has_no_other() -> None:
    assert found(named("长三角某院"), "zhangsan") == []


def test_a_reading_does_not_run_on_into_another_reading_of_the_same_syllable() -> None:
    catalog = named("重庆路")
    assert found(catalog, "chongqing") == found(catalog, "zhongqing") == ["carrier-2"]
    assert found(catalog, "zhongchong") == found(catalog, "chongzhong") == []


# By unit -------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["hn", "HN", "haining", "Haining", "海宁", "海宁市", "haining city"])
def test_a_units_name_finds_exactly_what_is_in_it(catalog: Catalog, query: str) -> None:
    expected = list(catalog.entities.index[catalog.entities["unit"] == "330481"])
    assert found(catalog, query) == expected
    assert len(expected) == 6


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_is_found_by_its_names(catalog: Catalog, unit: str) -> None:
    row = catalog.units.loc[unit]
    expected = list(catalog.entities.index[catalog.entities["unit"] == unit])
    for column in ("name_zh", "short_zh", "name_en", "short_en"):
        assert found(catalog, row[column]) == expected


def test_a_unit_and_a_word_are_two_conditions(catalog: Catalog) -> None:
    assert found(catalog, "海宁 集成电路") == ["carrier-20", "carrier-21"]
    assert found(catalog, "集成电路 hn") == ["carrier-20", "carrier-21"]
    assert found(catalog, "嘉善 集成电路") == []


# By English and by words ---------------------------------------------------------------------


def test_english_and_the_case_of_letters_do_not_matter(catalog: Catalog) -> None:
    expected = found(catalog, "tsinghua")
    assert "carrier-01" in expected
    assert found(catalog, "TSINGHUA") == found(catalog, "Tsinghua") == expected
    assert found(catalog, "ai信息处理") == found(catalog, "AI信息处理") == ["carrier-21"]


def test_words_of_the_own_text_are_searched(catalog: Catalog) -> None:
    assert "lake-minghu" in found(catalog, "航天航空")
    assert found(catalog, "微流控芯片") == ["carrier-10"]


def test_an_alias_finds_its_body(catalog: Catalog) -> None:
    assert found(catalog, "浙江清华柔性电子技术研究院") == ["carrier-03"]
    assert "htz-nanhu" in found(catalog, "嘉兴科技城")


# What a stranger types -----------------------------------------------------------------------


def leading_to(catalog: Catalog, subject: str) -> list[str]:
    """The other names that lead to a subject."""
    names = catalog.tables.names
    leading = names[names["subject"].map(lambda cell: subject in cell.split(";"))]
    return [*leading["name_zh"], *leading["name_en"]]


@pytest.mark.parametrize(
    ("query", "id_"),
    [
        *(("临沪", "corridor-g60"), ("临杭区域", "corridor-g60"), ("linhu", "corridor-g60"), ("lhqy", "corridor-g60")),
        *(("一区多园", "htz-xiuzhou"), ("示范区嘉善片区", "lake-xiangfudang"), ("主城区", "core-jiaxing")),
        *(("独山能源", "body-11"), ("1+4+N", "body-23"), ("Qinshan", "body-48"), ("高铁新城", "core-jiaxing")),
    ],
)
def test_a_name_that_leads_to_an_entity_finds_it(catalog: Catalog, query: str, id_: str) -> None:
    assert id_ in found(catalog, query)


@pytest.mark.parametrize("query", ["新埭", "xindai", "Xindai", "通用机场"])
def test_a_name_that_leads_to_a_unit_finds_what_lies_in_it(catalog: Catalog, query: str) -> None:
    assert found(catalog, query) == found(catalog, "平湖")


@pytest.mark.parametrize("query", [".", "*", ".*", "(", "[", "\\", "a(b", "^", "$", "?", "+", "{1}", "a|b", "(?i)x"])
def test_signs_of_a_pattern_are_letters_like_others(catalog: Catalog, query: str) -> None:
    literal = [
        str(entity)
        for entity, *texts in zip(
            catalog.entities.index,
            catalog.entities["name_zh"],
            catalog.entities["name_en"],
            catalog.entities["words"],
            catalog.entities["aliases"].map("\n".join),
            strict=True,
        )
        if any(
            query in unicodedata.normalize("NFKC", text).lower() for text in (*texts, *leading_to(catalog, str(entity)))
        )
    ]
    assert found(catalog, query) == literal


@given(st.text(max_size=60))
def test_no_search_text_raises(raw: str) -> None:
    assert len(SMALL.pick(Selection(query=clean_text(raw))).entities) <= len(SMALL.entities)


HOSTILE = "<script>alert(1)</script>{{7*7}}`\\.*(\u202e"
SMALL = Catalog.load(TableSource(cited(changed(sound(), "carriers", 3, name_zh=HOSTILE))))


def test_a_hostile_name_is_found_by_itself() -> None:
    assert found(SMALL, "<script>alert(1)</script>{{7*7}}`\\.*(") == ["carrier-2"]


# What a search line offers ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "first"),
    [
        *(("hn", ("unit", "330481")), ("ＨＮ", ("unit", "330481")), ("haining", ("unit", "330481"))),
        *(("海宁", ("unit", "330481")), ("新埭", ("unit", "330482")), ("半导体", ("industry", "semi"))),
        *(("高新区", ("kind", "high_tech_zone")), ("祥符荡", ("", "lake-xiangfudang"))),
        *(("xfd", ("", "lake-xiangfudang")), ("浙江清华长三角研究院", ("", "carrier-01"))),
    ],
)
def test_what_bears_the_very_words_is_offered_first(catalog: Catalog, words: str, first: tuple[str, str]) -> None:
    offered = suggestions(catalog, words)
    assert (offered[0].field, offered[0].code) == first
    assert len(offered) <= 8
    assert [one.rank for one in offered] == sorted(one.rank for one in offered)


def test_beside_a_county_stand_those_whose_name_begins_with_it(catalog: Catalog) -> None:
    offered = [one.code for one in suggestions(catalog, "hn")]
    assert offered[0] == "330481"
    assert "carrier-20" in offered
    assert "corridor-g60" not in offered  # technology
    assert {one.field for one in suggestions(catalog, "集成电路")} >= {""}


@pytest.mark.parametrize("words", ["", "'", " ", "没有这样的"])
def test_words_that_name_nothing_are_offered_nothing(catalog: Catalog, words: str) -> None:
    assert suggestions(catalog, words) == ()


@given(st.text(max_size=30))
def test_no_words_of_a_search_line_raise(raw: str) -> None:
    assert len(suggestions(SMALL, clean_text(raw))) <= 8
