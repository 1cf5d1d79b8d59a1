"""Side by side: what is the same is one line, what differs stands out, words stay words, and missing is missing."""

import json
from dataclasses import replace
from typing import Any

import pytest

from g60.catalog.catalog import Catalog
from g60.cli import main
from g60.contract.codes import COUNTIES
from g60.contract.errors import UnknownIdError
from g60.contract.quantities import Quantity, quantity_text, scope_text
from g60.evidence import compare as comparing
from g60.evidence.compare import Comparison, Row, compare, label, shared, total
from g60.evidence.facts import facts
from g60.evidence.sums import counted, lakes_area, summed

ZONES = (
    *("htz-xiuzhou", "htz-jiaxing", "htz-haining", "htz-nanhu"),
    *("htz-wuzhen", "htz-jiashan", "htz-pinghu", "htz-haiyan"),
)
SAME_TARGETS = {"rd-share-of-gdp", "hightech-value-share", "tax-per-mu", "labour-productivity"}
RULE = "高新技术产业投资年均增幅高于固定资产投资增幅"


@pytest.fixture(scope="module")
def zones(catalog: Catalog) -> Comparison:
    return compare(catalog, ZONES)


def row(comparison: Comparison, code: str) -> Row:
    return next(entry for entry in comparison.rows if entry.code == code)


def quantities(line: Row) -> list[Quantity]:
    return [fact.value for fact in line.facts if fact and isinstance(fact.value, Quantity)]


def test_four_targets_are_the_same_for_all_eight_zones(catalog: Catalog, zones: Comparison) -> None:
    assert {entry.code for entry in zones.equal if entry.part == "targets"} == SAME_TARGETS
    said = shared(row(zones, "tax-per-mu"))
    assert isinstance(said.value, Quantity)
    assert quantity_text(said.value, "zh") == "≈42 万元/亩"
    assert said.evidence == "stated"
    assert said.citation.line == (531, 539, 547, 555, 563, 571, 579, 587)


def test_one_target_differs_and_one_zone_has_it_in_words(zones: Comparison) -> None:
    growth = row(zones, "hightech-investment-growth")
    assert sorted(number for number in growth.numbers if number is not None) == [8, 10, 10, 10, 10, 15, 15]
    first = quantities(growth)[0]
    assert (growth.numbers[0], first.value, quantity_text(first, "zh")) == (None, "", RULE)
    assert quantity_text(first, "en") == RULE
    assert growth.comparable
    assert growth.charted


@pytest.mark.parametrize("code", ["industrial-share", "hightech-firm-share"])
def test_fifty_percent_and_more_is_of_five_denominators(zones: Comparison, code: str) -> None:
    line = row(zones, code)
    said = quantities(line)
    assert {quantity_text(one, "zh") for one in said} == {"≥50 %"}
    assert {one.scope_zh for one in said} == {"占秀洲区", "占经开区", "占南湖区", "占全市", "占全县"}
    assert scope_text(said[2], "zh") == "占全市（指海宁市：推断）"
    assert scope_text(said[3], "en") == "of Nanhu District"
    assert line.same_figure
    assert not line.equal
    assert not line.comparable


def test_lines_on_which_the_plan_gives_nobody_a_value_are_set_apart(zones: Comparison) -> None:
    assert [entry.code for entry in zones.missing] == ["area_km2", "concept_zh"]
    assert not set(zones.missing) & set(zones.differing)


def test_two_lakes_are_compared_by_the_plans_figures(catalog: Catalog) -> None:
    areas = row(compare(catalog, ["lake-juanhu", "lake-xiangfudang"]), "area_km2")
    assert areas.numbers == (23.3, 42.7)
    assert areas.charted


def test_the_area_of_all_lakes_is_derived_with_its_eight_addends(catalog: Catalog) -> None:
    lakes = catalog.areas.index[catalog.areas["kind"] == "lake_district"]
    whole = total(catalog, row(compare(catalog, lakes), "area_km2"))
    assert whole is not None
    assert (whole.value, whole.evidence) == (176.16, "derived")
    assert "42.7 + 45.25 + 5.7 + 23.3 + 15.6 + 12 + 15 + 16.61 = 176.16" in whole.citation.note
    assert all(str(name) in whole.citation.note for name in catalog.areas.loc[lakes, "name_zh"])
    assert all(str(name) in whole.citation.note_en for name in catalog.areas.loc[lakes, "name_en"])
    assert lakes_area(catalog) == comparing.Fact("total_area_km2", 176.16, whole.citation, "lake_districts")


def test_nothing_is_summed_where_an_addend_is_missing(catalog: Catalog) -> None:
    line = row(compare(catalog, ["lake-juanhu", "lake-minghu", "htz-haining"]), "area_km2")
    assert line.numbers[2] is None
    assert total(catalog, line) is None


def test_one_number_alone_is_no_sum(catalog: Catalog) -> None:
    lakes = [replace(facts(catalog, lake).fact("area_km2"), subject=lake) for lake in ("lake-juanhu", "lake-minghu")]
    whole = summed(catalog, lakes, field="area_km2")
    assert whole is not None
    assert whole.value == sum(lake.value for lake in lakes)
    assert summed(catalog, lakes[:1], field="area_km2") is None
    assert summed(catalog, [], field="area_km2") is None


def test_counties_are_counted_by_name_and_inference_is_said(catalog: Catalog) -> None:
    counts = row(compare(catalog, COUNTIES), "count_carrier")
    assert counts.numbers == (8, 4, 2, 2, 3, 3, 2)
    whole = total(catalog, counts)
    assert whole is not None
    assert whole.value == 24
    assert "鹃湖国际科技城（推断）" in counted(catalog, "330481", "count_lake_district").citation.note
    assert counted(catalog, "port", "count_carrier").value == 0


def test_a_figure_that_one_alone_has_is_not_a_comparison(catalog: Catalog) -> None:
    counties = compare(catalog, COUNTIES)
    assert {entry.code for entry in counties.single} > {"new-materials-output", "ic-firms"}
    assert not set(counties.single) & set(counties.differing)


def test_every_value_of_a_comparison_of_anything_has_evidence(catalog: Catalog) -> None:
    ids = [*catalog.ids]
    for start in range(0, len(ids), 10):
        comparison = compare(catalog, ids[start : start + 10])
        for line in comparison.rows:
            assert len(line.facts) == len(comparison.subjects)
            assert all((fact.value is None) == (fact.evidence == "missing") for fact in line.facts if fact)
            assert label(catalog, line, "en")
        json.dumps(comparing.as_json(catalog, comparison), allow_nan=False)


def test_an_id_named_twice_is_compared_once_and_all_unknown_ones_are_named(catalog: Catalog) -> None:
    assert compare(catalog, ["lake-juanhu", "lake-minghu", "lake-juanhu"]).subjects == ("lake-juanhu", "lake-minghu")
    with pytest.raises(UnknownIdError) as caught:
        compare(catalog, ["lake-nowhere", "lake-juanhu", "htz-nobody"])
    assert caught.value.values == {"id": "lake-nowhere, htz-nobody"}


# The command line ----------------------------------------------------------------------------


def called(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(list(arguments))
    said = capsys.readouterr()
    return status, said.out, said.err


def test_the_eight_zones_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = called(capsys, "compare", *ZONES)
    assert (status, err) == (0, "")
    lines = out.splitlines()
    (same,) = [line for line in lines if line.startswith("目标（分母按原文）: 以下 4 项都相同：")]
    assert all(words in same for words in ("≈8 %", ">80 %", "≈42 万元/亩", "≈50 万元/人"))
    start = lines.index("高新技术产业投资年均增幅 2025")
    assert lines[start + 1].startswith(f"  嘉兴秀洲高新技术产业开发区 | {RULE}")
    assert "  嘉善通信电子高新技术产业园区 | ≥50 % 占全县（指嘉善县：推断） | 原文" in lines


def test_the_eight_zones_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    content = json.loads(called(capsys, "compare", *ZONES, "--format", "json")[1])
    rows: dict[str, Any] = {entry["code"]: entry for entry in content["rows"]}
    assert {code for code, entry in rows.items() if entry["part"] == "targets" and entry["equal"]} == SAME_TARGETS
    words = rows["hightech-investment-growth"]["values"][0]
    assert (words["value"]["value"], words["value"]["words_zh"]) == (None, RULE)
    assert words["citation"]["line"] == [529]
    assert rows["area_km2"]["values"][0]["evidence"] == "missing"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "ids", [["lake-juanhu"], ["lake-juanhu", "lake-juanhu"], ["lake-juanhu", "nobody"], [*ZONES, *COUNTIES]]
)
def test_a_comparison_that_cannot_be_made_is_a_wrong_call(
    capsys: pytest.CaptureFixture[str], ids: list[str], lang: str
) -> None:
    status, out, err = called(capsys, "compare", *ids, "--lang", lang)
    assert (status, out) == (2, "")
    assert err.strip()


def test_show_gives_targets_figures_and_conflicts_with_a_citation_each(capsys: pytest.CaptureFixture[str]) -> None:
    content = json.loads(called(capsys, "show", "htz-xiuzhou", "--format", "json")[1])
    assert len(content["targets"]) == 7
    for entry in (*content["targets"], *content["figures"], *content["relations"], *content["conflicts"]):
        assert all(fact["evidence"] and fact["citation"] is not None for fact in entry["fields"].values())
    growth = content["targets"][1]["fields"]
    assert (growth["value"]["value"], growth["text_zh"]["value"]) == (None, RULE)
    assert content["conflicts"][0]["fields"]["kind"]["value"] == "scope"
    assert "≥50 % 占秀洲区" in called(capsys, "show", "htz-xiuzhou")[1]
