"""The figures of the documents: targets, indicators, technologies, relations and contradictions, as shipped."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from g60.checks.citations import Documents, is_on_line, prove, quoted, read_documents
from g60.checks.tables import cited_values, records
from g60.contract.codes import OPERATORS, WIDER_SUBJECTS, split
from g60.contract.schema import AREA_DATASETS
from g60.contract.statements import DOCUMENT_DATASETS

Tables = dict[str, pd.DataFrame]
Row = dict[str, str]

ZONES = [
    *("htz-xiuzhou", "htz-jiaxing", "htz-haining", "htz-nanhu"),
    *("htz-wuzhen", "htz-jiashan", "htz-pinghu", "htz-haiyan"),
]
# The numbers of each file that stand in the documents as they are stored.
NUMBERS = {
    "targets": ("value", "value_high", "year"),
    "indicators": ("baseline", "baseline_year", "actual", "actual_year", "target", "target_year"),
    "figures": ("value", "year"),
}


@pytest.fixture(scope="module")
def at_hand(documents_folder: Path, shipped: Tables) -> Documents:
    return read_documents(documents_folder, shipped["sources"])


def known(tables: Tables) -> set[str]:
    """Everything that a target, a figure, a relation or a conflict may be about."""
    ids = [set(tables[dataset.name]["id"]) for dataset in AREA_DATASETS]
    ids += [set(tables[name]["id"]) for name in ("carriers", "indicators")]
    keys = [set(tables["units"]["unit"]), set(tables["industries"]["industry"]), set(tables["sources"]["source"])]
    return set().union(*ids, *keys, WIDER_SUBJECTS)


def zone_targets(tables: Tables, measure: str) -> list[Row]:
    targets = tables["targets"]
    found = targets[targets["measure"] == measure].set_index("subject", drop=False)
    return records(found.loc[ZONES])


# What is there -------------------------------------------------------------------------------


def test_each_file_holds_what_was_read_from_the_documents(shipped: Tables) -> None:
    rows = {dataset.name: len(shipped[dataset.name]) for dataset in DOCUMENT_DATASETS}
    assert rows == {
        **{"measures": 186, "targets": 152, "indicators": 25, "actuals": 0, "judgements": 0},
        **{"technologies": 209, "figures": 125, "relations": 76, "conflicts": 63},
        **{"plans": 2, "lists": 5, "tasks": 66, "task_reports": 0, "outside": 23, "names": 23, "left_out": 243},
        **{"ledger": 17, "successions": 0},
    }
    assert Counter(shipped["indicators"]["table"]) == {"1": 11, "2": 14}


def test_every_subject_object_and_measure_is_known(shipped: Tables) -> None:
    ids = known(shipped)
    for name in ("targets", "figures", "relations"):
        assert set(shipped[name]["subject"]) <= ids
    assert set(shipped["relations"]["object"]) - {""} <= ids
    assert {part for cell in shipped["conflicts"]["subject"] for part in split(cell)} <= ids
    used = set(shipped["targets"]["measure"]) | set(shipped["figures"]["measure"])
    assert used == set(shipped["measures"]["measure"])


def test_a_value_has_a_unit_that_its_measure_allows(shipped: Tables) -> None:
    units = {row["measure"]: split(row["unit_of_measure"]) for row in records(shipped["measures"])}
    measured = [row for name in ("targets", "figures") for row in records(shipped[name]) if row["unit_of_measure"]]
    assert len(measured) > 100
    for row in measured:
        assert row["unit_of_measure"] in units[row["measure"]], row["id"]


def test_one_subject_has_one_target_for_a_measure_and_a_year(shipped: Tables) -> None:
    for name in ("targets", "figures"):
        assert len(shipped[name])
        assert not shipped[name].duplicated(["subject", "measure", "year"]).any()


# Targets -------------------------------------------------------------------------------------


def test_investment_of_seven_zones_is_to_grow_by_a_figure_and_that_of_xiuzhou_by_a_rule(shipped: Tables) -> None:
    growth = zone_targets(shipped, "hightech-investment-growth")
    assert [row["value"] for row in growth] == ["", "8", "10", "15", "10", "15", "10", "10"]
    assert sorted(int(row["value"]) for row in growth if row["value"]) == [8, 10, 10, 10, 10, 15, 15]
    assert [row["operator"] for row in growth] == ["rule", *["="] * 7]
    assert "高于固定资产投资增幅" in growth[0]["text_zh"]
    assert {row["unit_of_measure"] for row in growth} == {"%"}


@pytest.mark.parametrize(
    ("measure", "operator", "value", "unit"),
    [
        ("rd-share-of-gdp", "≈", "8", "%"),
        ("industrial-share", "≥", "50", "%"),
        ("hightech-firm-share", "≥", "50", "%"),
        ("hightech-value-share", ">", "80", "%"),
        ("tax-per-mu", "≈", "42", "万元/亩"),
        ("labour-productivity", "≈", "50", "万元/人"),
    ],
)
def test_the_other_targets_are_the_same_for_all_eight_zones(
    shipped: Tables, measure: str, operator: str, value: str, unit: str
) -> None:
    found = {
        (row["operator"], row["value"], row["unit_of_measure"], row["year"]) for row in zone_targets(shipped, measure)
    }
    assert found == {(operator, value, unit, "2025")}


def test_the_two_shares_of_fifty_percent_have_five_denominators_in_words(shipped: Tables) -> None:
    for measure in ("industrial-share", "hightech-firm-share"):
        scopes = [row["scope_zh"] for row in zone_targets(shipped, measure)]
        assert scopes == ["占秀洲区", "占经开区", "占全市", "占南湖区", "占全市", "占全县", "占全市", "占全县"]


def test_a_city_or_county_that_is_not_named_is_inferred_with_its_reason(shipped: Tables) -> None:
    targets, citations = shipped["targets"], shipped["citations"]
    unnamed = set(targets.loc[targets["scope_zh"].isin(["占全市", "占全县"]), "id"])
    cited = citations[citations["subject"].isin(unnamed) & (citations["field"] == "scope_zh")]
    assert len(cited) == len(unnamed) == 10
    assert set(cited["evidence"]) == {"inferred"}
    assert cited["note"].str.contains("指").all()


def test_a_share_names_what_it_is_a_share_of(shipped: Tables) -> None:
    targets = shipped["targets"]
    shares = targets[targets["unit_of_measure"] == "%"]
    assert len(shares)
    assert (shares["scope_zh"] != "").all()


def test_a_number_is_missing_only_where_the_text_sets_a_rule_in_words(shipped: Tables) -> None:
    targets = shipped["targets"]
    assert ((targets["value"] == "") == (targets["operator"] == "rule")).all()
    assert ((targets["value_high"] != "") == (targets["operator"] == "range")).all()
    ranges = targets[targets["operator"] == "range"]
    assert len(ranges)
    assert (ranges["value"].astype(float) < ranges["value_high"].astype(float)).all()
    assert set(OPERATORS) == set(targets["operator"])


# No figure is said to be at least, at most or between so much.
NOT_USED = {("figures", "≥"), ("figures", "≤"), ("figures", "range")}


@pytest.mark.parametrize(
    ("operator", "words"),
    [("≥", "以上|不少于|不低于"), (">", "超|突破|余"), ("≈", "左右|近|百家|万名"), ("≤", "年内"), ("range", r"\d-\d")],
)
@pytest.mark.parametrize("name", ["targets", "figures"])
def test_an_operator_is_a_word_of_the_text(shipped: Tables, name: str, operator: str, words: str) -> None:
    found = shipped[name].loc[shipped[name]["operator"] == operator, "text_zh"]
    assert bool(len(found)) == ((name, operator) not in NOT_USED)
    assert found.str.contains(words).all()


def test_a_round_number_in_words_is_about_that_many(shipped: Tables) -> None:
    for name in ("targets", "figures"):
        round_words = shipped[name][shipped[name]["text_zh"].str.contains("^百家|(?<!每)万名|千家|十余")]
        assert len(round_words), name
        assert set(round_words["operator"]) <= {"≈", ">"}, name


def test_the_date_of_a_paper_is_not_the_date_of_its_target(shipped: Tables) -> None:
    years = shipped["targets"].set_index("id")["year"]
    assert list(years[["target-128", "target-129", "target-130"]]) == ["2025", "", ""]


def test_progress_of_a_building_and_an_area_fitted_out_are_called_what_they_are(shipped: Tables) -> None:
    measures = shipped["figures"].set_index("id")["measure"]
    assert list(measures[["figure-060", "figure-081"]]) == ["dushan-building-progress", "fitted-out-area"]
    cited = shipped["citations"].set_index(["subject", "field"])
    assert cited.loc[("figure-060", "measure"), "evidence"] == "inferred"


# Indicators ----------------------------------------------------------------------------------


def test_a_dash_of_the_table_stays_missing(shipped: Tables) -> None:
    indicators = shipped["indicators"].set_index("id")
    dashes = ["indicator-2-02", "indicator-2-04", "indicator-2-12", "indicator-2-13"]
    assert list(indicators.index[indicators["baseline"] == ""]) == dashes
    assert set(indicators.loc[dashes, "baseline_year"]) == {""}
    cited = shipped["citations"].set_index(["subject", "field"])
    assert {cited.loc[(dash, "baseline"), "evidence"] for dash in dashes} == {"missing"}


def test_investment_in_high_tech_industry_is_the_one_indicator_not_achieved(shipped: Tables) -> None:
    first = shipped["indicators"][shipped["indicators"]["table"] == "1"]
    missed = first[first["status_zh"] == "未完成"]
    assert list(missed["name_zh"]) == ["高新技术产业投资"]
    assert (missed["actual"].astype(float) < missed["target"].astype(float)).all()
    kept = first[first["status_zh"] == "完成"]
    assert len(kept) == 10
    assert (kept["actual"].astype(float) >= kept["target"].astype(float)).all()


def test_values_are_kept_as_printed(shipped: Tables) -> None:
    indicators = shipped["indicators"].set_index("id")
    assert indicators.at["indicator-2-03", "target"] == "2.0"
    assert indicators.at["indicator-1-02", "name_zh"] == "规上工业企业R＆D经费支出占主营业务收入比重"
    assert list(indicators.loc[["indicator-1-09", "indicator-1-10"], "target"]) == ["1000", "3000"]
    assert list(indicators.index[indicators["operator"] == "≥"]) == ["indicator-1-09", "indicator-1-10"]
    assert list(indicators.loc["indicator-2-01", ["baseline", "target"]]) == ["3.31", "3.75"]


# Technologies and conflicts ------------------------------------------------------------------


def test_each_of_the_ten_boxes_names_technologies_under_each_heading(shipped: Tables) -> None:
    technologies = shipped["technologies"]
    assert list(dict.fromkeys(technologies["box"])) == [f"专栏3-{number}" for number in range(1, 11)]
    headings = technologies.drop_duplicates(["box", "heading_zh"]).groupby("box", sort=False).size()
    assert list(headings) == [3, 2, 4, 3, 2, 3, 5, 3, 3, 6]
    assert not technologies.duplicated(["box", "heading_zh", "technology_zh"]).any()


def test_flexible_electronics_and_hydrogen_are_applied_for_and_nuclear_technology_is_not(shipped: Tables) -> None:
    relations = shipped["relations"]
    found = relations[relations["relation"].isin(["applied_for", "not_applied_for"])]
    assert dict(zip(found["subject"], found["relation"], strict=True)) == {
        **{"body-46": "applied_for", "body-47": "applied_for"},
        "body-48": "not_applied_for",
    }


def test_a_disagreement_is_more_than_a_wording(shipped: Tables) -> None:
    conflicts = shipped["conflicts"].set_index("id")
    noise = {f"conflict-{number:02d}" for number in (3, 5, 36, 39, 47, 58, 60, 61, 62, 64, 67, 68)}
    assert not noise & set(conflicts.index)
    about = {part for cell in conflicts.loc["conflict-69":, "subject"] for part in split(cell)}
    assert {"zhejiang", "city", "330482", "330421", "lake-minghu", "htz-haiyan", "indicator-2-10"} <= about


def test_a_conflict_names_as_many_documents_as_lines(shipped: Tables) -> None:
    conflicts = records(shipped["conflicts"])
    assert conflicts
    for row in conflicts:
        sources = split(row["sources"])
        assert sources, row["id"]
        assert len(sources) == len(split(row["lines"])), row["id"]
        assert set(sources) <= set(shipped["sources"]["source"])


@pytest.mark.documents
def test_what_a_conflict_quotes_stands_on_its_lines(shipped: Tables, at_hand: Documents) -> None:
    conflicts = records(shipped["conflicts"])
    assert conflicts
    for row in conflicts:
        places = list(zip(split(row["sources"]), map(int, split(row["lines"])), strict=True))
        quotations = re.findall("「([^」]*)」", row["text_zh"])
        assert quotations, row["id"]
        for quotation in quotations:
            assert any(is_on_line(quotation, at_hand[source], line) for source, line in places), (row["id"], quotation)


# Each number, changed ------------------------------------------------------------------------


def stated_numbers(tables: Tables) -> list[tuple[str, str, str]]:
    """Table, id and field of each number that the documents state."""
    citations = tables["citations"]
    stated = citations[citations["evidence"] == "stated"]
    cited = set(zip(stated["subject"], stated["field"], strict=True))
    return [
        (name, row["id"], field)
        for name, fields in NUMBERS.items()
        for row in records(tables[name])
        for field in fields
        if (row["id"], field) in cited
    ]


def spoiled(tables: Tables, change: Callable[[str, str, str], str]) -> tuple[Tables, set[tuple[str, str, str]]]:
    """The tables with each stated number changed, and which of them are not what they were."""
    copies = {name: tables[name].set_index("id", drop=False) for name in NUMBERS}
    changed = set()
    for name, id_, field in stated_numbers(tables):
        value = str(copies[name].at[id_, field])
        other = change(id_, field, value)
        if other != value:
            copies[name].at[id_, field] = other
            changed.add((name, id_, field))
    return {**tables, **{name: copy.reset_index(drop=True) for name, copy in copies.items()}}, changed


def caught(tables: Tables, at_hand: Documents) -> set[tuple[str, str, str]]:
    """Table, id and field of each value that the documents do not bear out."""
    rows = {(dataset.file, number): subject for (subject, _), (dataset, number, _) in cited_values(tables).items()}
    return {
        (issue.file.removesuffix(".csv"), rows[issue.file, issue.row or 0], issue.field)
        for issue in prove(tables, at_hand).issues
    }


def next_last_digit(value: str) -> str:
    return value[:-1] + str((int(value[-1]) + 1) % 10)


@pytest.mark.documents
@pytest.mark.parametrize(
    "slip",
    [next_last_digit, lambda value: f"{value}0", lambda value: f"1{value}", lambda value: f"{value}.5"],
    ids=["last digit", "nought after", "one before", "a half more"],
)
def test_each_stated_number_that_is_changed_is_caught(
    shipped: Tables, at_hand: Documents, slip: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    tables, changed = spoiled(shipped, lambda id_, field, value: slip(value))
    found = caught(tables, at_hand)
    with capsys.disabled():
        share = len(found & changed) / len(changed)
        print(f"\n{len(found & changed)} of {len(changed)} changed numbers caught: {share:.0%}")
    assert found == changed
    assert len(changed) == len(stated_numbers(shipped)) > 300


@pytest.mark.documents
def test_another_number_of_the_same_line_does_not_pass_for_a_value(shipped: Tables, at_hand: Documents) -> None:
    citations = shipped["citations"].set_index(["subject", "field"])

    def neighbour(id_: str, field: str, value: str) -> str:
        if not field.startswith("value"):
            return value
        source, line = citations.loc[(id_, field), ["source", "line"]]
        phrase = quoted(at_hand[source], int(line))
        own = {value, *(str(number) for number in phrases.loc[id_, ["value", "value_high"]] if number)}
        others = set(re.findall(r"(?<![\dA-Za-z.])\d+(?:\.\d+)?(?![\d.])", phrase)) - own
        return min(others) if others else value

    phrases = pd.concat([shipped["targets"], shipped["figures"].assign(value_high="")]).set_index("id")
    tables, changed = spoiled(shipped, neighbour)
    assert len(changed) > 200
    assert caught(tables, at_hand) == changed
