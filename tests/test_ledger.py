"""Plan against plan: the shipped pairs, what is proposed for a plan just entered, what cannot be a pair."""

import csv
import io
import json
from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest

from g60.catalog.catalog import Catalog
from g60.catalog.checked_tables import check_tables
from g60.checks.citations import prove
from g60.cli import main
from g60.contract.errors import RefusedError
from g60.contract.i18n import LANGUAGES
from g60.contract.statements import INDICATORS, LEDGER, PLANS, SUCCESSIONS, TASKS
from g60.evidence.card import card
from g60.evidence.lineage import identity
from g60.export.tables.ledger import ledger_to_csv, ledger_to_xlsx
from g60.review.ledger import Entry, gap_words, gaps, latest_pair, ledger, tally
from g60.review.ledger_proposals import likeness
from g60.review.ledger_sides import places
from tests import other_folder
from tests.opened import sheets
from tests.other_folder import EAST, WEST
from tests.tables import DOCUMENT, Tables, cited, table

# As read from the plan's tables 1 and 2: what each of the eleven and the fourteen became.
READ = {
    (1, 1): "raised",
    (2, 3): "redefined",
    (3, 11): "raised",
    (4, 9): "redefined",
    (5, 14): "raised",
    (6, None): "dropped",
    (7, 7): "raised",
    (8, None): "dropped",
    (9, 5): "raised",
    (10, 6): "raised",
    (11, None): "dropped",
    **{(None, number): "new" for number in (2, 4, 8, 10, 12, 13)},
}
RESTS = {"evidence": "derived", "sources": DOCUMENT, "lines": "1"}


def ids(entries: tuple[Entry, ...]) -> dict[tuple[str | None, str | None], str]:
    return {(entry.old, entry.new): entry.state for entry in entries}


# The shipped ledger ------------------------------------------------------------------------------


def test_every_row_of_tables_1_and_2_is_classed_as_it_reads(catalog: Catalog) -> None:
    found = ledger(catalog, "plan-13", "plan-14")
    wanted = {
        (f"indicator-1-{old:02d}" if old else None, f"indicator-2-{new:02d}" if new else None): state
        for (old, new), state in READ.items()
    }
    assert ids(found) == wanted
    held = catalog.tables.indicators
    for side, plan in (("old", "plan-13"), ("new", "plan-14")):
        named = [one for entry in found if (one := getattr(entry, side))]
        assert sorted(named) == sorted(held.index[held["plan"] == plan])
    assert all(entry.row and entry.reason(lang) for entry in found for lang in LANGUAGES)
    unsure = {entry.old for entry in found if entry.citation.evidence == "inferred"}
    assert unsure == {"indicator-1-02", "indicator-1-03", "indicator-1-04"}


def test_a_raised_indicator_has_the_higher_number(catalog: Catalog) -> None:
    held = catalog.tables.indicators["target"].astype(float)
    for entry in ledger(catalog, "plan-13", "plan-14"):
        if entry.state == "raised":
            assert held[entry.new] > held[entry.old]


def test_what_is_not_held_of_the_earlier_plan_is_neither_new_nor_dropped(catalog: Catalog) -> None:
    assert {entry.kind for entry in ledger(catalog, "plan-13", "plan-14")} == {"indicator"}
    found = {gap.kind: gap for gap in gaps(catalog, "plan-13", "plan-14")}
    assert set(found) == {"target", "area", "task"}
    assert found["area"].lacking == "plan-13"
    assert found["area"].count == len(catalog.areas)
    (sentence,) = gap_words(catalog, found.values(), "zh")
    assert f"片区 {len(catalog.areas)}" in sentence
    assert "没有收入“十三五”科技规划的" in sentence


def test_the_proposals_for_the_shipped_plans_claim_no_more_than_the_rows_say(catalog: Catalog) -> None:
    """Without the rows: the pairs are found by themselves; where names differ, none is called raised that is not."""
    bare = replace(catalog, tables=replace(catalog.tables, ledger=catalog.tables.ledger.iloc[:0]))
    found = {entry.old: entry for entry in ledger(bare, "plan-13", "plan-14") if entry.old}
    settled = {entry.old: entry for entry in ledger(catalog, "plan-13", "plan-14") if entry.old}
    assert all(entry.citation.evidence == "inferred" and not entry.row for entry in found.values())
    assert {old: entry.new for old, entry in found.items()} == {old: entry.new for old, entry in settled.items()}
    differs = {old for old, entry in found.items() if entry.state != settled[old].state}
    assert differs == {"indicator-1-03"}  # the names have two denominators, which only a person can call one
    assert found["indicator-1-03"].state == "redefined"


def test_the_command_prints_the_rows_and_names_the_plans_that_are_held(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "plan-13", "plan-14", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert Counter(row["state"] for row in rows) == Counter(READ.values())
    assert {"old", "new", "state", "reason_zh", "reason_en"} <= set(rows[0])
    assert [row["new"] for row in rows if row["old"] == "indicator-1-06"] == [None]
    assert main(["ledger", "plan-13", "plan-14", "--lang", "en"]) == 0
    assert "Redefined (Inferred)" in capsys.readouterr().out
    for wrong in (["plan-13", "plan-15"], ["plan-14", "plan-13"], ["plan-14", "plan-14"]):
        assert main(["ledger", *wrong]) == 2
    assert "plan-13、plan-14" in capsys.readouterr().err


def test_the_workbook_names_a_place_for_every_number(catalog: Catalog) -> None:
    rows = sheets(ledger_to_xlsx(catalog, "plan-13", "plan-14", "zh"))["规划对照"]
    at = next(number for number, row in enumerate(rows) if "old_target" in row)
    found = [dict(zip(rows[at], row, strict=True)) for row in rows[at + 1 :] if row[0] == "指标"]
    assert len(found) == len(READ)
    for row in found:
        assert row["place"].startswith("[")
        for side in ("old", "new"):
            assert bool(row[f"{side}_target"]) == bool(row[f"{side}_sentence"]) == bool(row[f"{side}_name"])
    assert "没有收入“十三五”科技规划的" in str(rows)


def test_a_pair_that_is_to_be_settled_begins_with_the_lines_of_both_sides(catalog: Catalog) -> None:
    entry = next(entry for entry in ledger(catalog, "plan-13", "plan-14") if entry.old == "indicator-1-05")
    assert places(catalog, entry) == ("plan;plan;plan;plan", "70;73;228;230")
    new = next(entry for entry in ledger(catalog, "plan-13", "plan-14") if entry.new == "indicator-2-02")
    assert places(catalog, new) == ("plan;plan", "168;170")


def test_the_csv_holds_the_codes(catalog: Catalog) -> None:
    text = ledger_to_csv(ledger(catalog, "plan-13", "plan-14")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert Counter(row["state"] for row in rows) == Counter(READ.values())
    assert rows[1]["lines"] == "52;54;55;173;174;175"


# A made-up next plan -----------------------------------------------------------------------------


def with_rows(**rows: list[dict[str, str]]) -> Tables:
    """The tables of the other folder with rows of their own for pairs, successions, indicators, tasks."""
    found = dict(other_folder.tables())
    datasets = {"ledger": LEDGER, "successions": SUCCESSIONS, "indicators": INDICATORS, "tasks": TASKS}
    for name, given in rows.items():
        own = table(datasets[name], *given)
        found[name] = pd.concat([found[name], own], ignore_index=True) if name in ("indicators", "tasks") else own
    found["actuals"] = found["actuals"].iloc[:0]  # of a year to come, as the whole folder is
    found.pop("citations")
    return cited(found)


def made(**rows: list[dict[str, str]]) -> Catalog:
    tables = with_rows(**rows)
    assert [issue.code for issue in check_tables(tables)] == []
    return Catalog.from_tables(tables, "made")


def event(number: int, code: str, before: str, after: str, date: str = "") -> dict[str, str]:
    sides = {"predecessors": before, "successors": after, "text_zh": f"第{number}件", "date": date}
    return {"id": f"event-{number}", "event": code, **sides, **RESTS}


MERGED = event(1, "merged", "high-tech-zone-1;high-tech-zone-2", "high-tech-zone-4", "2030-05")
RENAMED = event(2, "renamed", "high-tech-zone-3", "high-tech-zone-5")
SPLIT = event(1, "split", "high-tech-zone-1", "high-tech-zone-4;high-tech-zone-5", "2031")


def test_a_merger_and_a_renaming_class_the_areas_and_keep_their_identity() -> None:
    catalog = made(successions=[MERGED, RENAMED])
    areas = {key: state for key, state in ids(ledger(catalog, EAST, WEST)).items() if "zone" in str(key)}
    assert areas == {
        ("high-tech-zone-1", "high-tech-zone-4"): "redefined",
        ("high-tech-zone-2", "high-tech-zone-4"): "redefined",
        ("high-tech-zone-3", "high-tech-zone-5"): "reworded",
    }
    assert identity(catalog, "high-tech-zone-5") == "high-tech-zone-3"
    assert identity(catalog, "high-tech-zone-4") == "high-tech-zone-4"
    dates = {entry.old: entry.date for entry in ledger(catalog, EAST, WEST) if entry.event}
    assert dates == {"high-tech-zone-1": "2030-05", "high-tech-zone-2": "2030-05", "high-tech-zone-3": ""}
    said = card(catalog, "high-tech-zone-4", "zh").only(["lineage"])
    assert "2030-05" in said.entries[0].words
    assert "日期未载明" in card(catalog, "high-tech-zone-5", "zh").only(["lineage"]).entries[0].words


def test_a_split_gives_one_area_two_and_the_rest_is_new_or_dropped() -> None:
    catalog = made(successions=[SPLIT])
    found = ids(ledger(catalog, EAST, WEST))
    assert found["high-tech-zone-1", "high-tech-zone-4"] == found["high-tech-zone-1", "high-tech-zone-5"] == "redefined"
    assert found["high-tech-zone-2", None] == "dropped"
    assert [gap.kind for gap in gaps(catalog, EAST, WEST)] == ["task"]


def test_an_area_is_the_same_one_across_a_plan_between() -> None:
    """Two events, of which the second one leads on, under another kind, from what the first one led to."""
    renamed = event(1, "renamed", "high-tech-zone-1", "high-tech-zone-4", "2030")
    tables = with_rows(successions=[renamed, event(2, "continued", "high-tech-zone-4", "lake-district-2")])
    far = {"plan": "plan-far", "start_year": "2036", "end_year": "2040", "sources": DOCUMENT}
    plans = table(PLANS, far | {"name_zh": "远期规划", "name_en": "Far plan"})
    lakes = tables["lake_districts"].assign(plan=[EAST, "plan-far"])
    tables = {**tables, "plans": pd.concat([tables["plans"], plans], ignore_index=True), "lake_districts": lakes}
    catalog = Catalog.from_tables(tables, "made")
    assert identity(catalog, "lake-district-2") == "high-tech-zone-1"
    (entry,) = [entry for entry in ledger(catalog, EAST, "plan-far") if entry.new == "lake-district-2"]
    assert (entry.old, entry.state, entry.citation.evidence) == ("high-tech-zone-1", "reworded", "derived")
    assert "2030" in entry.reason("zh")
    assert "第2件" in entry.reason("zh")


def indicator(code: str, plan: str, name: str, **cells: str) -> dict[str, str]:
    shared = {"unit_of_measure": "%", "operator": "=", "target": "10", "target_year": "2030"}
    years = {"table": "A" if plan == EAST else "B", "no": code.rpartition("-")[2]}
    return {"id": code, "plan": plan, "name_zh": name, "name_en": code, **years, **shared, **cells}


@pytest.mark.parametrize(
    ("before", "after", "state"),
    [
        ({"name": "研发经费占比"}, {"name": "研发经费占比"}, "carried"),
        ({"name": "研发经费占比"}, {"name": "研发 经费 的占比", "target": "12"}, "raised"),
        ({"name": "研发经费占比"}, {"name": "研发经费占比", "target": "8"}, "lowered"),
        ({"name": "研发经费占比"}, {"name": "研发经费占比", "unit_of_measure": "亿元"}, "not_comparable"),
        ({"name": "研发经费占比"}, {"name": "研发经费总占比", "unit_of_measure": "亿元"}, "dropped"),
        ({"name": "研发经费占比"}, {"name": "研发经费占比", "operator": "≤", "target": "8"}, "not_comparable"),
        ({"name": "研发经费占比"}, {"name": "研发经费占比", "period": "2031/2035"}, "not_comparable"),
        ({"name": "发明专利拥有量"}, {"name": "高价值发明专利拥有量", "target": "12"}, "not_comparable"),
        (
            {"name": "发明专利拥有量", "actual": "9", "actual_year": "2030"},
            {"name": "高价值发明专利拥有量", "baseline": "4", "baseline_year": "2030"},
            "redefined",
        ),
        (
            {"name": "发明专利拥有量", "actual": "9", "actual_year": "2030"},
            {"name": "全市发明专利拥有量", "baseline": "9.0", "baseline_year": "2030", "target": "12"},
            "raised",
        ),
        (
            {"name": "发明专利拥有量", "actual": "9", "actual_year": "2030"},
            {"name": "全市发明专利拥有量", "baseline": "9", "baseline_year": "2030"},
            "reworded",
        ),
        ({"name": "研发占主营收入比重"}, {"name": "研发占营业收入比重", "target": "12"}, "redefined"),
    ],
)
def test_an_indicator_of_a_new_plan_gets_a_proposal(before: dict[str, str], after: dict[str, str], state: str) -> None:
    catalog = made(indicators=[indicator("pair-1", EAST, **before), indicator("pair-2", WEST, **after)])
    found = next(entry for entry in ledger(catalog, EAST, WEST) if entry.old == "pair-1")
    wanted = None if state == "dropped" else "pair-2"
    assert (found.new, found.state, found.citation.evidence) == (wanted, state, "inferred")
    assert all(found.reason(lang) for lang in LANGUAGES)


def test_a_task_and_an_area_go_on_by_name_and_a_row_settles_what_was_proposed() -> None:
    task = {"kind": "reform", "name_en": "x", "part_zh": "机制", "subject": "city", "no": "1"}
    rows = [{"id": "work-e", "plan": EAST, "name_zh": "新机制试点", **task}]
    catalog = made(tasks=rows)
    found = ids(ledger(catalog, EAST, WEST))
    assert found["work-e", "work-1"] == "reworded"
    pair = {"id": "pair-1", "old_plan": EAST, "new_plan": WEST, "old": "work-e", "new": "work-1", "state": "redefined"}
    settled = made(tasks=rows, ledger=[pair | RESTS | {"reason_zh": "范围不同", "reason_en": "another scope"}])
    entry = next(entry for entry in ledger(settled, EAST, WEST) if entry.kind == "task")
    assert (entry.state, entry.row, entry.reason("en")) == ("redefined", "pair-1", "another scope")


def test_names_are_alike_without_signs_and_known_abbreviations() -> None:
    assert likeness("规上工业企业R&D经费", "规模以上工业企业 Ｒ＆Ｄ 的经费") == 1
    assert likeness("技术交易总额", "高新技术企业数") < 0.6


def test_the_latest_two_plans_are_compared_and_one_plan_alone_is_not(catalog: Catalog) -> None:
    assert latest_pair(catalog) == ("plan-13", "plan-14")
    plans = catalog.tables.plans
    one = replace(catalog, tables=replace(catalog.tables, plans=plans.iloc[1:]))
    assert latest_pair(one) is None
    with pytest.raises(RefusedError):
        ledger(one, "plan-13", "plan-14")
    assert tally(ledger(catalog, "plan-13", "plan-14")) == {"raised": 6, "redefined": 2, "dropped": 3, "new": 6}


# What cannot be ---------------------------------------------------------------------------------

PAIR = {"id": "pair-1", "old_plan": EAST, "new_plan": WEST, "old": "east-1", "new": "west-1", "state": "redefined"}
GOOD = PAIR | RESTS | {"reason_zh": "因", "reason_en": "why"}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"old": "nobody"}, "reference_unknown"),
        ({"new_plan": "plan-x"}, "reference_unknown"),
        ({"old": "west-2"}, "ledger_other_plan"),
        ({"new_plan": EAST, "new": "east-2"}, "ledger_one_plan"),
        ({"state": "new"}, "ledger_side_too_many"),
        ({"state": "dropped"}, "ledger_side_too_many"),
        ({"new": ""}, "ledger_side_lacking"),
        ({"new": "", "old": "", "state": "not_comparable"}, "value_missing"),
        ({"new": "work-1"}, "ledger_kinds_differ"),
        ({"new": "west-4", "state": "nothing"}, "value_unknown"),
        ({"reason_en": ""}, "value_missing"),
        ({"sources": ""}, "value_missing"),
        ({"sources": "nothing"}, "reference_unknown"),
        ({"lines": ""}, "stated_without_place"),
    ],
)
def test_a_pair_that_cannot_be_is_an_issue(changed: dict[str, str], code: str) -> None:
    assert [issue.code for issue in check_tables(with_rows(ledger=[GOOD]))] == []
    assert code in [issue.code for issue in check_tables(with_rows(ledger=[GOOD | changed]))]


def test_a_state_against_the_numbers_and_a_second_row_are_issues() -> None:
    rows = [indicator("pair-1", EAST, "甲"), indicator("pair-2", WEST, "甲", target="8")]
    raised = GOOD | {"id": "row-1", "old": "pair-1", "new": "pair-2", "state": "raised"}
    assert "ledger_against_numbers" in [i.code for i in check_tables(with_rows(indicators=rows, ledger=[raised]))]
    lowered = raised | {"state": "lowered"}
    assert [i.code for i in check_tables(with_rows(indicators=rows, ledger=[lowered]))] == []
    dropped = lowered | {"id": "row-2", "new": "", "state": "dropped"}
    assert "ledger_twice" in [i.code for i in check_tables(with_rows(indicators=rows, ledger=[lowered, dropped]))]


def test_both_names_of_a_pair_and_the_words_of_an_event_stand_on_the_cited_lines() -> None:
    rows = [{**GOOD, "lines": "1;2"}]
    held = {DOCUMENT: ("东片指标1", "西片指标1", "第2件")}
    good = with_rows(ledger=rows, successions=[RENAMED | {"lines": "3"}])
    codes = [issue.code for issue in prove(good, held, whole=False).issues]
    assert "ledger_name_not_on_line" not in codes
    wrong = with_rows(ledger=[rows[0] | {"lines": "1"}], successions=[RENAMED | {"lines": "2"}])
    found = [one for one in prove(wrong, held, whole=False).issues if one.code == "ledger_name_not_on_line"]
    assert [(one.file, one.value) for one in found] == [("ledger.csv", "西片指标1"), ("successions.csv", "第2件")]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"predecessors": "nobody"}, "reference_unknown"),
        ({"predecessors": "org-1"}, "reference_unknown"),
        ({"predecessors": "high-tech-zone-5"}, "succession_of_itself"),
        ({"event": "merged"}, "succession_sides"),
        ({"event": "split"}, "succession_sides"),
        ({"date": "去年"}, "value_not_date"),
        ({"evidence": "inferred"}, "reason_missing"),
    ],
)
def test_a_succession_that_cannot_be_is_an_issue(changed: dict[str, str], code: str) -> None:
    assert code in [issue.code for issue in check_tables(with_rows(successions=[RENAMED | changed]))]
