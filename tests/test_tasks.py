"""Tasks, ties beyond the city and names that lead to what is known: as shipped, as facts, on the command line."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.checks.citations import read_documents
from g60.cli import main
from g60.contract.codes import DOCUMENT_TASKS, NAME_KINDS, OUTSIDE_ROLES, split
from g60.contract.i18n import LANGUAGES, text
from g60.evidence import tasks as task_rows
from g60.evidence.facts import Fact
from g60.ui import listing
from g60.ui.events import happened
from tests.tables import Tables, changed, findings

Printed = pytest.CaptureFixture[str]

PROGRAMMES = {"（一）": 4, "（二）": 5, "（三）": 4, "（四）": 3, "（五）": 3, "（六）": 4, "（七）": 3}


# As shipped ----------------------------------------------------------------------------------


def test_the_plan_orders_seven_reforms_26_headings_and_four_safeguards(shipped: Tables) -> None:
    tasks = shipped["tasks"]
    counts = Counter(tasks["kind"])
    assert list(counts) == list(DOCUMENT_TASKS)
    assert (counts["reform"], counts["programme"], counts["safeguard"]) == (7, 26, 4)
    assert counts["action"] >= 13
    assert counts["step"] >= 5
    assert set(tasks.loc[tasks["kind"].isin(["reform", "programme", "safeguard"]), "plan"]) == {"plan-14"}
    assert set(tasks.loc[tasks["kind"].isin(["action", "step"]), "plan"]) == {""}
    assert Counter(tasks.loc[tasks["kind"] == "programme", "no"].str[:3]) == PROGRAMMES


def test_the_fifth_reform_orders_this_map(shipped: Tables) -> None:
    (fifth,) = shipped["tasks"][(shipped["tasks"]["kind"] == "reform") & (shipped["tasks"]["no"] == "5")].to_dict(
        "records"
    )
    assert "创新地图" in fifth["name_zh"]


@pytest.mark.documents
def test_the_reforms_and_the_headings_of_the_plan_are_all_there(documents_folder: Path, shipped: Tables) -> None:
    plan = read_documents(documents_folder, shipped["sources"])["plan"]
    tasks = shipped["tasks"]
    whole = [line.strip() for line in plan]
    reforms = [line for line in whole[whole.index("“十四五”科技创新改革任务清单") :] if line.endswith("。")][:7]
    names = tasks.loc[tasks["kind"] == "reform", "name_zh"]
    assert [name in line for name, line in zip(names, reforms, strict=True)] == [True] * 7
    main_tasks, safeguards = whole.index("三、主要任务"), whole.index("四、保障举措")
    of_boxes = set(shipped["technologies"]["heading_zh"])
    for kind, lines in (
        ("programme", whole[main_tasks:safeguards]),
        ("safeguard", whole[safeguards : whole.index("附件")]),
    ):
        numbered = [line[2:] for line in lines if re.match(r"[0-9]\.[^0-9]", line)]
        headings = [line.split("。")[0] for line in numbered if line not in of_boxes]
        assert headings == list(tasks.loc[tasks["kind"] == kind, "name_zh"])


def test_a_task_quotes_no_sentence(shipped: Tables) -> None:
    for name in ("tasks", "outside", "names"):
        assert shipped[name]["text_zh"].str.len().max() <= 50
        assert not shipped[name]["text_zh"].str.contains("。").any()


def test_the_two_plans_are_those_whose_indicators_are_held(shipped: Tables) -> None:
    plans = shipped["plans"].set_index("plan")
    assert list(plans.index) == ["plan-13", "plan-14"]
    assert list(plans.loc["plan-14", ["start_year", "end_year"]]) == ["2021", "2025"]
    assert plans.loc["plan-13", "end_year"] == "2020"


def test_no_place_beyond_the_city_has_a_point_and_two_directions_have_a_pointer(
    shipped: Tables, catalog: Catalog
) -> None:
    outside = shipped["outside"]
    assert not {"lon", "lat", "geometry", "unit"} & set(outside.columns)
    assert not set(outside["name_zh"]) & (
        set(catalog.entities["name_zh"]) | {n for cell in catalog.entities["aliases"] for n in cell}
    )
    pointers = dict(zip(outside["name_zh"], outside["pointer"], strict=True))
    assert pointers["上海科创中心"] == "pointer-shanghai"
    assert pointers["杭州城西科创大走廊"] == "pointer-hangzhou"
    assert pointers["美国硅谷"] == pointers["日本东京"] == pointers["青田县"] == ""
    assert set(outside["role"]) == set(OUTSIDE_ROLES)
    for place in ("上海", "杭州", "嘉兴杭州高层次人才创新中心", "平湖右先锋国际创新中心"):
        assert pointers[place]


def test_the_parts_of_the_corridor_say_that_their_extent_is_not_stated(shipped: Tables, catalog: Catalog) -> None:
    names = shipped["names"].set_index("name_zh")
    assert set(names["kind"]) == set(NAME_KINDS)
    for name in ("临沪区域", "临杭区域"):
        assert names.loc[name, "subject"] == "corridor-g60"
        citation = catalog.citation(names.loc[name, "id"], "extent_zh")
        assert citation is not None
        assert citation.evidence == "missing"


def test_targets_in_words_have_words_and_no_number(shipped: Tables) -> None:
    targets = shipped["targets"].set_index(["subject", "measure"])
    for key, words in {
        ("carrier-23", "provincial-laboratory"): "争创浙江省实验室（分室）",
        ("city", "finance-reform-zone"): "争创国家科创金融改革试验区",
        ("city", "four-in-one-complexes"): "“四位一体”",
        ("body-48", "standing"): "核技术创新发展高地",
    }.items():
        row = targets.loc[key]
        assert (row["operator"], row["value"]) == ("rule", "")
        assert words in row["text_zh"]
        assert row["year"] == "2025"


def test_applications_and_signings_have_their_dates(shipped: Tables, catalog: Catalog) -> None:
    relations = shipped["relations"].set_index("id")
    dated = relations[relations["date"] != ""]
    by_subject = {(row["subject"], row["relation"]): row["date"] for row in dated.to_dict("records")}
    assert by_subject["body-46", "applied_for"] == "2022-04-26"
    assert by_subject["body-47", "applied_for"] == "2022-05-06"
    assert by_subject["body-12", "founder"] == "2018"
    assert by_subject["body-12", "unveiled"] == "2019-09"
    assert by_subject["carrier-17", "founder"] == "2019-03"
    assert by_subject["carrier-15", "founder"] == "2020-06"
    years = {row_id: catalog.citation(str(row_id), "date") for row_id in dated.index}
    # The reply and the page give a day and a month; their year is that of the paper.
    assert {row_id for row_id, citation in years.items() if citation and citation.evidence == "inferred"} == {
        *("relation-018", "relation-019", "relation-065"),
    }


# What the tables say of one another ----------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        *(("tasks", "subject", "city;nobody"), ("tasks", "plan", "plan-99"), ("outside", "subject", "nobody")),
        *(("outside", "pointer", "ref-g60"), ("names", "subject", "nobody"), ("left_out", "source", "nothing")),
    ],
)
def test_a_subject_a_plan_a_pointer_or_a_document_that_is_not_there_is_named(
    shipped: Tables, name: str, field: str, value: str
) -> None:
    wrong = changed(shipped, name, 2, **{field: value})
    issues = [issue for issue in findings(wrong) if issue.code == "reference_unknown"]
    assert [(issue.file, issue.row, issue.field) for issue in issues] == [(f"{name}.csv", 2, field)]


# As facts ------------------------------------------------------------------------------------


def test_tasks_are_picked_by_kind_and_by_subject(catalog: Catalog) -> None:
    whole = task_rows.tasks(catalog)
    assert len(task_rows.tasks(catalog, kind="reform")) == 7
    jiashan = task_rows.tasks(catalog, subject="330421")
    assert {task.code for task in jiashan} == {"reform", "programme"}
    assert [task.id for task in task_rows.tasks(catalog, kind="reform", subject="330421")] == ["reform-07"]
    assert sum(len(task_rows.tasks(catalog, kind=kind)) for kind in DOCUMENT_TASKS) == len(whole)
    assert task_rows.tasks(catalog, subject="no-such-subject") == []


def test_every_subject_of_a_task_is_offered_once_city_first(catalog: Catalog) -> None:
    subjects = task_rows.task_subjects(catalog)
    assert subjects[0] == "city"
    assert len(set(subjects)) == len(subjects)
    assert set(subjects) == {code for task in task_rows.tasks(catalog) for code in task.subjects}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_card_names_the_tasks_ties_and_names_of_its_subject_with_their_evidence(catalog: Catalog, lang: str) -> None:
    found = dict(task_rows.sections(catalog, "corridor-g60", lang))
    assert [fact.value for _, fact in found["outside"]] == [
        place.name(lang).value for place in task_rows.outside(catalog, "corridor-g60")
    ]
    assert len(found["tasks"]) == 2
    assert {fact.evidence for _, fact in found["names"]} >= {"missing"}
    assert all(isinstance(fact, Fact) and label for pairs in found.values() for label, fact in pairs)
    assert all(fact.evidence != "missing" for _, fact in found["tasks"] + found["outside"])


def test_a_row_says_by_which_other_name_it_was_found(catalog: Catalog) -> None:
    for lang, name in (("zh", "临沪区域"), ("en", "Part of the corridor near Shanghai")):
        rows = json.loads(listing.rows(catalog, {"q": ["临沪"], "lang": [lang]}))
        ((_, _, ((row),)),) = rows
        assert row["id"] == "corridor-g60"
        assert row["sub"].startswith(text("found_through", lang, name=name))


def test_a_row_that_is_found_by_its_own_name_says_no_other(catalog: Catalog) -> None:
    rows = json.loads(listing.rows(catalog, {"q": ["走廊"]}))
    assert [row["id"] for _, _, group in rows for row in group] == ["corridor-g60"]
    assert "经由名称" not in rows[0][2][0]["sub"]


def test_a_name_of_a_town_finds_what_lies_in_its_county_and_each_row_says_so(catalog: Catalog) -> None:
    rows = json.loads(listing.rows(catalog, {"q": ["新埭"]}))
    found = [row for _, _, group in rows for row in group]
    assert len(found) > 10
    assert all("经由名称“新埭”" in row["sub"] for row in found)
    assert catalog.pick(Selection(query="新埭")).entities["unit"].eq("330482").all()


def test_without_other_names_nothing_is_found_through_one(catalog: Catalog) -> None:
    assert task_rows.found_through(catalog, "", "zh") == {}
    assert task_rows.found_through(catalog, "海宁", "zh") == {}


# In the address ------------------------------------------------------------------------------


def test_an_address_holds_the_kind_and_the_subject_of_the_tasks() -> None:
    view = View.from_query({"task": ["reform"], "about": ["lake-juanhu"]})
    assert View.from_query(view.to_query()) == view
    assert (view.task, view.about) == ("reform", "lake-juanhu")


@pytest.mark.parametrize("query", [{"task": ["urgent"]}, {"about": ["<script>"]}, {"about": ["x" * 99]}])
def test_what_is_no_kind_and_no_id_is_not_taken_up(query: dict[str, list[str]]) -> None:
    assert View.from_query(query) == View()


def test_a_subject_without_tasks_is_dropped_and_one_with_tasks_is_kept(catalog: Catalog) -> None:
    subjects = task_rows.task_subjects(catalog)
    assert View(about="carrier-24").without_unknown(subjects, 25) == View()
    assert View(about="city").without_unknown(subjects, 25) == View(about="city")


def test_an_event_of_the_filters_changes_the_tasks_alone(catalog: Catalog) -> None:
    selection, view = Selection(), View(lang="en")
    event = {"type": "tasks", "task": "programme", "about": "lake-juanhu"}
    assert happened(event, catalog, selection, view) == (
        selection,
        View(lang="en", task="programme", about="lake-juanhu"),
    )
    for hostile in ({"type": "tasks", "task": ["x"], "about": {}}, {"type": "tasks", "about": "nobody"}):
        assert happened(hostile, catalog, selection, view) == (selection, view)


# On the command line -------------------------------------------------------------------------


def test_tasks_are_listed_as_text_and_as_json(capsys: Printed) -> None:
    assert main(["tasks", "--kind", "reform"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 7
    assert all("附件三" in line for line in lines)
    assert main(["tasks", "--subject", "330421", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert listed["count"] == len(listed["items"]) > 1
    first = listed["items"][0]["fields"]["name_zh"]
    assert (first["evidence"], bool(first["citation"]["line"])) == ("stated", True)


@pytest.mark.parametrize("wrong", [["--subject", "nobody"], ["--kind", "urgent"]])
def test_a_call_that_names_nobody_is_wrong(capsys: Printed, wrong: list[str]) -> None:
    try:
        status = main(["tasks", *wrong])
    except SystemExit as left:
        status = int(str(left.code))
    assert status == 2
    assert capsys.readouterr().err


def test_show_says_what_is_ordered_of_a_subject(capsys: Printed) -> None:
    assert main(["show", "lake-xiangfudang", "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert {entry["id"] for entry in shown["tasks"]} == {"programme-01", "programme-19"}
    assert [split(entry["fields"]["name_zh"]["value"])[0] for entry in shown["names"]] == [
        "长三角生态绿色一体化发展示范区嘉善片区"
    ]
