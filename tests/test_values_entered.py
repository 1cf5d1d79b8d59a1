"""Values that are entered after the plan: what is checked, which one counts, who may, how the pages show them."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from g60.catalog.catalog import Catalog
from g60.catalog.checked_tables import read_all
from g60.catalog.goals import goals
from g60.catalog.sources import FolderSource
from g60.checks.actuals import SAME_DEFINITION, check_actual_values
from g60.cli import main
from g60.contract.errors import DataError, RefusedError
from g60.contract.statements import ACTUALS, JUDGEMENTS
from g60.evidence.actuals import reports_of
from g60.evidence.card import card
from g60.record import drafts
from g60.record.catalogs import Catalogs
from g60.record.editing import Given, add_row
from g60.record.intake.reported.examine import Outcome, Replies, examine
from g60.record.people import Person, add_person
from g60.record.publishing import draft_issues, publish
from g60.record.rows import Place
from g60.review.evaluation import evaluate
from g60.ui.edit_value import new_key
from g60.ui.edit_words import options
from tests.conftest import GEODATA
from tests.imports import workbook
from tests.tables import Tables, sound, table

SHIPPED = FolderSource(GEODATA)
HAINING = "330481"
VALUE = {
    **{"id": "value-1", "indicator": "indicator-3", "year": "2023", "value": "3.15", "status": "final"},
    **{"definition_zh": SAME_DEFINITION, "known_on": "2024-03-01", "reporter_zh": "某局", "source_zh": "某文件"},
}
JUDGED = {
    **{"id": "judged-1", "indicator": "target-002", "grade": "reached", "person_zh": "甲（某局）"},
    **{"judged_on": "2026-03-01", "reason_zh": "依据某报告"},
}


@pytest.fixture
def database_url(begun_url: str) -> str:
    """The record has begun: no test here is about how it begins."""
    return begun_url


def cells(row: Mapping[str, str], **others: str) -> dict[str, str]:
    """The cells of a row without its key, some of them others."""
    return {name: value for name, value in {**row, **others}.items() if name != "id"}


def with_rows(*actuals: Mapping[str, str], judged: Mapping[str, str] | None = None) -> Tables:
    rows = [{**VALUE, "id": f"value-{number}", **row} for number, row in enumerate(actuals)]
    return {**sound(), "actuals": table(ACTUALS, *rows), "judgements": table(JUDGEMENTS, *([judged] if judged else []))}


def entered(catalog: Catalog, *rows: Mapping[str, str]) -> tuple[Catalog, list[str]]:
    """The shipped data with these values, and the codes of what is found about them."""
    tables, _ = read_all(SHIPPED)
    more = [{**VALUE, "id": f"value-{number}", **row} for number, row in enumerate(rows)]
    tables["actuals"] = table(ACTUALS, *more)
    return Catalog.from_tables(tables, "x"), [issue.code for issue in check_actual_values(tables)]


# Checks ------------------------------------------------------------------------------------------


def test_good_values_pass_the_checks_also_two_of_one_year() -> None:
    preliminary = {"status": "preliminary", "known_on": "2024-02-01"}
    revised = {"status": "revised", "known_on": "2025-02-01"}
    assert list(check_actual_values(with_rows({}, preliminary, revised, {"year": "2022"}))) == []


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"indicator": "indicator-99"}, "value_unknown", "indicator"),
        ({"year": "2020"}, "value_out_of_range", "year"),
        ({"year": "2025"}, "actual_too_soon", "year"),
        ({"value": "100.5"}, "value_out_of_range", "value"),
        ({"value": "-1"}, "value_out_of_range", "value"),
        ({"definition_zh": "新口径"}, "actual_other_definition", "definition_zh"),
    ],
)
def test_a_value_that_fits_nowhere_is_found(values: dict[str, str], code: str, field: str) -> None:
    (issue,) = check_actual_values(with_rows(values))
    assert (issue.code, issue.file, issue.row, issue.field) == (code, "actuals.csv", 2, field)


def test_a_draft_enters_no_value_of_a_day_to_come_and_a_version_with_one_can_be_read(database_url: str) -> None:
    editor = add_person("editor", "编辑", roles=("editor", "publisher"), by=None, url=database_url)
    number = drafts.start(editor, "一", SHIPPED, database_url)
    given = cells(VALUE, indicator="indicator-2-05", value="4200", known_on="2999-01-01")
    add_row(editor, number, Place("actuals", "value-1"), given, Given(), database_url)
    assert [issue.code for issue in draft_issues(editor, number, database_url)] == ["actual_known_in_future"]
    with pytest.raises(DataError):
        publish(editor, number, "一", database_url)
    assert list(check_actual_values(with_rows({"known_on": "2999-01-01"}))) == []


@pytest.mark.parametrize(
    ("second", "code"),
    [
        ({}, "actual_repeated"),
        ({"known_on": "2024-05-01"}, "actual_final_twice"),
        ({"known_on": "2024-05-01", "status": "preliminary"}, "actual_preliminary_late"),
    ],
)
def test_two_values_of_one_year_have_a_status_or_a_day_of_their_own(second: dict[str, str], code: str) -> None:
    (issue,) = check_actual_values(with_rows({}, second))
    assert (issue.code, issue.row) == (code, 3)


def test_a_target_in_words_takes_no_value_and_one_in_numbers_no_judgement(catalog: Catalog) -> None:
    assert entered(catalog, {"indicator": "target-002"})[1] == ["actual_of_words"]
    tables, _ = read_all(SHIPPED)
    for indicator, found in (("target-001", ["judgement_not_needed"]), ("target-002", []), ("x", ["value_unknown"])):
        tables["judgements"] = table(JUDGEMENTS, {**JUDGED, "indicator": indicator})
        assert [issue.code for issue in check_actual_values(tables)] == found


def test_growth_may_be_negative_and_nothing_else(catalog: Catalog) -> None:
    assert entered(catalog, {"indicator": "indicator-2-04", "value": "-3"})[1] == []
    assert entered(catalog, {"indicator": "indicator-2-05", "value": "-3"})[1] == ["value_out_of_range"]


# Which one counts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "counts"),
    [
        ([("preliminary", "2024-02-01", "1"), ("final", "2024-06-01", "2")], 2),
        # A preliminary value never counts beside a final one, even if it is known later.
        ([("final", "2024-06-01", "2"), ("preliminary", "2024-09-01", "1")], 2),
        ([("final", "2024-06-01", "2"), ("revised", "2025-06-01", "3"), ("revised", "2026-06-01", "4")], 4),
        ([("revised", "2024-06-01", "3"), ("final", "2024-06-01", "2")], 3),
        ([("preliminary", "2024", "1"), ("preliminary", "2024-05", "2")], 2),
    ],
)
def test_of_the_values_of_a_year_one_counts_and_all_stay(
    catalog: Catalog, rows: list[tuple[str, str, str]], counts: float
) -> None:
    given = [{"status": status, "known_on": day, "value": value} for status, day, value in rows]
    held, _ = entered(catalog, *({"indicator": "indicator-2-01", **row} for row in given))
    found = reports_of(held, "indicator-2-01")
    assert [report.value for report in found if report.counts] == [counts]
    assert len(found) == len(rows)


# Entering ----------------------------------------------------------------------------------------


@pytest.fixture
def clerk(database_url: str) -> Person:
    return add_person("clerk", "李娜", roles=("clerk",), units=(HAINING,), by=None, url=database_url)


def test_a_clerk_enters_values_of_the_targets_of_their_own_county_alone(clerk: Person, database_url: str) -> None:
    number = drafts.start(clerk, "一", SHIPPED, database_url)
    own = cells(VALUE, indicator="target-016", value="8.5")
    add_row(clerk, number, Place("actuals", "value-1"), own, Given(), database_url)
    for indicator in ("indicator-2-05", "target-001", "target-106"):
        other = cells(VALUE, indicator=indicator)
        with pytest.raises(RefusedError):
            add_row(clerk, number, Place("actuals", "value-2"), other, Given(), database_url)
    judged = cells(JUDGED, indicator="target-002")  # of Xiuzhou's zone
    with pytest.raises(RefusedError):
        add_row(clerk, number, Place("judgements", "judged-1"), judged, Given(), database_url)


def test_a_judgement_grades_a_target_in_words_and_a_new_version_knows_it(database_url: str) -> None:
    editor = add_person("editor", "编辑", roles=("editor", "publisher"), by=None, url=database_url)
    number = drafts.start(editor, "一", SHIPPED, database_url)
    add_row(editor, number, Place("judgements", "judged-1"), cells(JUDGED), Given(), database_url)
    later = cells(JUDGED, grade="missed", judged_on="2026-05-01")
    add_row(editor, number, Place("judgements", "judged-2"), later, Given(), database_url)
    publish(editor, number, "评定", database_url)
    catalogs = Catalogs(GEODATA, database_url)
    (entry,) = (one for one in evaluate(catalogs.newest()) if one.indicator == "target-002")
    assert (entry.grade, entry.rule) == ("missed", "person")
    assert entry.judgement is not None
    assert (entry.judgement.person_zh, entry.judgement.judged_on) == ("甲（某局）", "2026-05-01")
    (before,) = (one for one in evaluate(catalogs.version(1)) if one.indicator == "target-002")
    assert before.grade == "by_person"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_form_offers_the_indicators_that_take_a_value_by_their_names(catalog: Catalog, lang: str) -> None:
    field = next(field for field in ACTUALS.fields if field.name == "indicator")
    offered = dict(options(catalog, ACTUALS, field, lang))
    judged = dict(options(catalog, JUDGEMENTS, field, lang))
    every = {goal.id: goal for goal in goals(catalog)}
    assert set(offered) | set(judged) == {code for code, goal in every.items() if not goal.restates}
    assert next(iter(offered)) == "indicator-2-01"
    assert all(every[code].target is None or every[code].target_year is None for code in judged)
    assert "5000" in offered["indicator-2-05"]
    assert len(set(offered.values())) == len(offered)
    assert new_key(ACTUALS, 3, {"actual-3-1", "actual-2-2"}) == "actual-3-2"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_card_of_a_zone_shows_what_was_reported_with_its_source(catalog: Catalog, lang: str) -> None:
    held, _ = entered(catalog, {"indicator": "target-006", "value": "43.1"})
    (section,) = (one for one in card(held, "htz-xiuzhou", lang).sections if one.code == "actuals")
    (entry,) = section.entries
    assert entry.fact.evidence == "reported"
    assert "43.1" in entry.words
    assert "2023" in entry.label
    assert "某局" in entry.cited.note
    assert "某文件" in entry.cited.note
    assert not any(one.code == "actuals" for one in card(catalog, "htz-xiuzhou", lang).sections)


# Workbooks of another form -----------------------------------------------------------------------

HEAD = ("指标名称", "计量单位", "数据性质", "口径", "知悉日期", "填报单位", "来源")
REST = ("最终", SAME_DEFINITION, "2024-06-30", "某局", "某公报")


def looked_at(rows: list[tuple[object, ...]], catalog: Catalog, replies: Replies | None = None) -> Outcome:
    written = io.BytesIO()
    workbook(rows, "数").save(written)
    return examine(written.getvalue(), "数.xlsx", catalog, replies)


def test_years_may_be_columns_and_an_indicator_is_known_by_its_name(catalog: Catalog) -> None:
    head = (*HEAD[:2], "2022年", "2023年实际值", *HEAD[2:])
    rows = [
        ("市级报表",),
        head,
        ("高新技术企业数", "家", 3500, 4200, *REST),
        ("全员劳动生产率", "万元/人", 18.1, "19.5万元", *REST),
    ]
    found = looked_at(rows, catalog)
    assert [(entry.indicator, entry.year, entry.values.get("value")) for entry in found.entries][:3] == [
        ("indicator-2-05", "2022", "3500"),
        ("indicator-2-05", "2023", "4200"),
        ("indicator-2-14", "2022", "18.1"),
    ]
    # 万元 is no 万元/人; the other year of the row is good.
    assert [(one.code, one.cell) for one in found.held] == [("value_unit_foreign", "D4")]
    assert [entry.is_held for entry in found.entries] == [False, False, False, True]


def test_a_name_that_both_plans_have_is_told_apart_by_its_year(catalog: Catalog) -> None:
    head = (*HEAD[:1], "年份", "数值", *HEAD[1:])
    rows = [head, ("高新技术企业数", 2019, 1900, "家", "最终", SAME_DEFINITION, "2020", "某局", "某公报")]
    assert [entry.indicator for entry in looked_at(rows, catalog).entries] == ["indicator-1-09"]
    rows = [head, ("不存在的指标", 2022, 1, "家", *REST)]
    assert [(one.code, one.cell) for one in looked_at(rows, catalog).held] == [("value_indicator_unknown", "A2")]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("9" * 400, "value_long"),
        ("1e400", "not_number"),
        ("=1+1", "formula"),
        ("三千五", "not_number"),
        ("3500-3600", "number_range"),
        ("3500亩", "value_unit_foreign"),
        ("0.35万家", "value_unit_other"),
        ("约3500", "number_about"),
    ],
)
def test_a_cell_that_is_no_number_of_the_unit_is_found(catalog: Catalog, cell: str, code: str) -> None:
    head = ("指标编号", "年份", "数值", *HEAD[2:])
    found = looked_at([head, ("indicator-2-05", "２０２２年", cell, *REST)], catalog)
    assert [(one.code, one.cell) for one in found.held] == [(code, "C2")]
    assert found.entries[0].year == "2022"
    assert all(one.reason(lang) for one in found.found for lang in ("zh", "en"))


def test_ten_thousand_rows_of_one_year_take_no_longer_each_than_a_few(catalog: Catalog) -> None:
    head = ("指标编号", "年份", "数值", *HEAD[2:])
    days = [
        f"{year}-{month:02}-{day:02}" for year in range(2023, 2026) for month in range(1, 13) for day in range(1, 29)
    ]
    rows = [("indicator-2-05", 2022, 3500, "初步", SAME_DEFINITION, day, "某局", "某公报") for day in days] * 10
    found = looked_at([head, *rows], catalog)
    assert sum(one.code == "value_year_twice" for one in found.found) == len(rows) - len(days)


def test_a_file_without_values_is_refused_in_words(catalog: Catalog) -> None:
    found = looked_at([("单位名称", "地址"), ("某院", "某路")], catalog)
    assert found.refused is not None
    assert found.refused.reason == "no_values"


def refuse_other_replies(call: list[str], question: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A reply to a question that the file does not raise is refused, and the one that it raises is named."""
    other_sheet = question.replace("@", "@其他!")
    for flag, given in (("--accept", "nope"), ("--keep", "value_unit_other@F1"), ("--accept", other_sheet)):
        assert main([*call, flag, given, "--lang", "en"]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert all(word in said.err for word in (flag, given, question))


def test_the_calls_write_a_template_and_import_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'atlas.db'}")
    file, marked = tmp_path / "values.xlsx", tmp_path / "marked.xlsx"
    assert main(["template", "indicators", "--subject", "htz-haining", "--reporter", "某区", "-o", str(file)]) == 0
    book = openpyxl.load_workbook(file)
    page = book.worksheets[0]
    assert {page[f"A{row}"].value for row in range(2, page.max_row + 1)} == {f"target-0{no}" for no in range(15, 22)}
    assert main(["template", "indicators", "--subject", "city", "-o", str(marked)]) == 0
    asked = openpyxl.load_workbook(marked).worksheets[0]
    city = {asked[f"A{row}"].value for row in range(2, asked.max_row + 1)}
    # The table's indicators, targets of the text that repeat none of them, and one that another document sets for 2028.
    assert {"indicator-2-05", "target-115", "target-123"} <= city
    assert not {"target-112", "target-121", "indicator-1-01"} & city
    assert main(["template", "indicators", "--subject", "nobody", "-o", str(marked)]) == 2
    row = next(row for row in range(2, page.max_row + 1) if page[f"A{row}"].value == "target-020")
    for column, cell in zip(
        "FGHIJKL", (430_000, "元/亩", "初步", SAME_DEFINITION, "2022-03-01", "某区", "报表"), strict=True
    ):
        page[f"{column}{row}"] = cell
    book.save(file)
    capsys.readouterr()
    call = ["import", str(file), "--list", "indicators"]
    assert main([*call, "--format", "json", "--report", str(marked)]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [(one["code"], one["cell"], one["suggestion"]) for one in told["issues"]] == [
        ("value_unit_other", f"F{row}", "43")
    ]
    assert "换算" in openpyxl.load_workbook(marked).worksheets[0][f"F{row}"].comment.text
    refuse_other_replies(call, f"value_unit_other@F{row}", capsys)
    assert main([*call, "--accept", f"value_unit_other@F{row}", "--keep", "value_definition"]) == 0
    assert "草稿 1" in capsys.readouterr().out
    assert main(["evaluate", "--plan", "plan-14", "--draft", "1", "--format", "json"]) == 0
    drafted = {entry["indicator"]: entry["grade"] for entry in json.loads(capsys.readouterr().out)}
    assert drafted["target-020"] == "early"
    assert main(["publish", "1", "--why", "报表"]) == 0
    capsys.readouterr()
    assert main(["evaluate", "--plan", "plan-14", "--format", "json"]) == 0
    graded = {entry["indicator"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert (graded["target-020"]["value"], graded["target-020"]["grade"]) == (43, "early")
    assert "430000 元/亩" in graded["target-020"]["reports"][0]["source_zh"]
    assert main(["evaluate", "--at", "1", "--plan", "plan-14"]) == 0
    assert "target-020" in (out := capsys.readouterr().out)
    assert "430000" not in out
    assert main([*call, "--unit", HAINING]) == 2
    assert main(["import", str(file), "--list", "zx", "--keep", "x"]) == 2
