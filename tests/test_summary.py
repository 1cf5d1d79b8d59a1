"""The one sentence that says what is shown, in both languages."""

import pytest

from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.evidence.sentence import Count, conditions, counts, list_name, plan_name, sentence
from tests.tables import TableSource, changed, cited, sound

HAINING_CHIPS = Selection(units=frozenset({"330481"}), industries=frozenset({"semi"}))


def said(catalog: Catalog, selection: Selection, lang: str = "zh") -> str:
    return sentence(catalog, catalog.pick(selection), selection, lang)


@pytest.mark.parametrize(
    ("selection", "zh", "en"),
    [
        (
            HAINING_CHIPS,
            "海宁 · 半导体：2 个载体、1 个科创湖区（归属推断）",
            "Haining · Semiconductors: 2 innovation platforms, 1 lakeside innovation district (county inferred)",
        ),
        (
            Selection(),
            "全市：24 个载体、8 个高新区、8 个科创湖区、1 个核心区、1 条走廊、44 个清单外机构",
            "Whole city: 24 innovation platforms, 8 high-tech zones, 8 lakeside innovation districts, 1 core area, "
            "1 corridor, 44 bodies beyond the list",
        ),
        (
            Selection(units=frozenset({"330483", "330402"}), kinds=frozenset({"carrier"}), lists=frozenset({"plan"})),
            "南湖或桐乡 · 创新载体 · “十四五”重点创新载体建设清单：10 个载体",
            "Nanhu or Tongxiang · Innovation platform · Key innovation platforms of the 14th Five-Year Plan: "
            "10 innovation platforms",
        ),
        (
            Selection(query="祥符荡"),
            "“祥符荡”：1 个科创湖区",
            "“祥符荡”: 1 lakeside innovation district",
        ),
        (
            Selection(query="{0} {where} %s", units=frozenset({"port"})),
            "港区 · “{0} {where} %s”：没有符合的条目",
            "Port Area · “{0} {where} %s”: nothing matches",
        ),
    ],
)
def test_the_sentence_says_the_conditions_and_the_counts(
    catalog: Catalog, selection: Selection, zh: str, en: str
) -> None:
    assert said(catalog, selection) == zh
    assert said(catalog, selection, "en") == en


@pytest.mark.parametrize(
    ("query", "ends"),
    [
        ("乌镇实验室", ": 1 innovation platform"),
        ("车创园", ": 1 body beyond the list"),
        ("嘉兴科创核心区", ": 1 core area"),
    ],
)
def test_one_is_singular_in_english(catalog: Catalog, query: str, ends: str) -> None:
    assert said(catalog, Selection(query=query), "en").endswith(ends)


def test_a_county_is_called_inferred_only_where_units_are_asked_for_and_all_of_a_kind_are() -> None:
    tables = sound()
    row = tables["citations"].index[
        (tables["citations"]["subject"] == "lake-district-5") & (tables["citations"]["field"] == "unit")
    ][0]
    small = Catalog.load(TableSource(changed(tables, "citations", row, evidence="inferred", note="so")))
    here, both = frozenset({"330481"}), frozenset({"330481", "330482"})
    lakes = frozenset({"lake_district"})
    assert said(small, Selection(units=here, kinds=lakes)).endswith("1 个科创湖区（归属推断）")
    assert said(small, Selection(units=both, kinds=lakes)).endswith("2 个科创湖区")
    assert said(small, Selection(query="lake_district5")).endswith("1 个科创湖区")


def test_counts_hold_every_kind_zeros_too_and_the_plans_list_apart(catalog: Catalog) -> None:
    assert counts(catalog.pick(HAINING_CHIPS)) == [
        Count("corridor", 0, False),
        Count("core_area", 0, False),
        Count("high_tech_zone", 0, False),
        Count("lake_district", 1, True),
        Count("carrier", 2, False),
        Count("other_carrier", 0, False),
    ]
    assert [entry.count for entry in counts(catalog)] == [1, 1, 8, 8, 24, 44]


def test_counts_add_up_to_what_is_listed(catalog: Catalog) -> None:
    for unit in catalog.units.index:
        picked = catalog.pick(Selection(units=frozenset({unit})))
        assert sum(entry.count for entry in counts(picked)) == len(picked.entities)


def test_conditions_come_in_the_order_of_the_filters(catalog: Catalog) -> None:
    selection = Selection(
        frozenset({"etdz", "330402"}),
        frozenset({"ai"}),
        frozenset({"corridor"}),
        frozenset({"plan", "reply-344"}),
        "词",
    )
    assert conditions(catalog, selection, "zh") == [
        *("南湖或经开区", "人工智能", "科创走廊", "“十四五”重点创新载体建设清单或提案答复提及（2022）", "“词”")
    ]


def test_a_list_that_has_no_name_is_called_by_its_code(catalog: Catalog) -> None:
    assert list_name(catalog, "summer-2027", "zh") == list_name(catalog, "summer-2027", "en") == "summer-2027"
    assert list_name(catalog, "plan", "zh") == "“十四五”重点创新载体建设清单"
    assert plan_name(catalog, "plan-14", "zh") == "嘉兴市科技创新发展“十四五”规划"


def test_a_name_with_braces_stays_as_it_is() -> None:
    tables = cited(changed(sound(), "units", 6, short_zh="{where}", short_en="{what}"))
    small = Catalog.load(TableSource(tables))
    assert said(small, Selection(units=frozenset({"330481"}))).startswith("{where}：")
