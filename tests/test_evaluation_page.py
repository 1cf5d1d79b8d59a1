"""The evaluation page: what it says of the shipped data and of a trial set, by which address, and its scenes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from g60.ask.judging import ABOUT, NEARLY, OTHER_DOCUMENTS, Judging, parse_percent
from g60.ask.permalink import ignored, to_query
from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.i18n import LANGUAGES, text
from g60.meeting import scenes
from g60.meeting.evaluation_scenes import evaluation_scenes
from g60.meeting.rehearsal import check
from g60.review.evaluation import Setting
from g60.review.evaluation_groups import grouped
from g60.review.judged import counts, judged, plans_judged, setting_of, spark
from g60.review.missing_values import by_reporter, gaps
from g60.review.programmes import programmes, ties
from g60.ui import evaluation_page
from g60.ui.events import happened
from layers.known import known
from tests.evaluated import trial, trial_rows, with_values

INDEX = Path(__file__).parents[1] / "pages" / "index.py"


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[dict[str, Any]]]:
    """The blocks that the page draws, by the part."""
    found: dict[str, list[dict[str, Any]]] = {}
    draw = evaluation_page.Page.draw

    def kept(page: Any, part: str, key: str, data: Any, *more: Any) -> None:
        found[key] = data.get("blocks", [])
        draw(page, part, key, data, *more)

    monkeypatch.setattr(evaluation_page.Page, "draw", kept)
    return found


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(INDEX), default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page("evaluation.py").run()
    assert not app.exception
    return app


def tables(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every table of some blocks, folded away or not."""
    folded = [inner for block in blocks for inner in tables(block.get("blocks", []))]
    return [block for block in blocks if block["type"] == "table"] + folded


# The page ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_shipped_page_counts_lists_and_says_what_is_missing(said: dict[str, Any], lang: str) -> None:
    app = opened(lang=lang)
    overview = tables(said["evaluation_head"])[0]
    numbers = [[cell.get("count", cell.get("text")) for cell in row["cells"]] for row in overview["rows"]]
    assert [row[-1] for row in numbers] == ["137", "11", "20"]
    assert numbers[1][:4] == ["0", "10", "0", "1"]
    listed = tables(said["evaluation_list"])
    assert sum(len(table["rows"]) for table in listed) == 137
    assert {row["cells"][0]["value"] for row in listed[0]["rows"]} == {text("grade_no_data", lang)}
    assert len(listed[0]["rows"]) == 14
    reporters = tables(said["evaluation_missing"])[0]["rows"]
    assert len(reporters) == 9
    (scenes,) = [button.proto.label for button in app.get("download_button")]
    assert scenes == text("evaluation_get_scenes", lang)
    files, templates = (
        next(block["actions"] for block in said[name] if block["type"] == "actions")
        for name in ("evaluation_files", "evaluation_templates")
    )
    assert (len(files), len(templates)) == (3, 1 + len(reporters))
    assert text("evaluation_get_docx", lang) in [link["label"] for link in files]
    assert len({link["href"] for link in files + templates}) == len(files + templates)


def test_each_plan_has_its_page_and_a_grade_its_reason(said: dict[str, Any]) -> None:
    opened(judged="plan-13", grade="missed")
    (table,) = tables(said["evaluation_list"])
    (row,) = table["rows"]
    grade, line, baseline, target, actual = row["cells"]
    assert (grade["value"], grade["tone"]) == ("未达到", "bad")
    note = grade["citation"]["note"]
    assert all(part in note for part in ("484.3", "521.3", "92.9 %", "95 %", "未载明"))
    assert line["spark"]["points"] == [[2020, 484.3, False]]
    assert line["spark"]["baseline"] == [2015, 259.19]
    assert [cell["evidence"] for cell in (baseline, target, actual)] == ["stated"] * 3


def test_a_threshold_in_the_address_changes_the_grade(said: dict[str, Any]) -> None:
    opened(judged="plan-13", nearly="90")
    overview = tables(said["evaluation_head"])[0]
    assert [cell.get("count", cell.get("text")) for cell in overview["rows"][1]["cells"]][:4] == ["0", "10", "1", "0"]
    inputs = [
        cell["input"] for row in tables(said["evaluation_head"])[1]["rows"] for cell in row["cells"] if "input" in cell
    ]
    assert [entry["value"] for entry in inputs] == ["90", "5"]


def test_what_the_address_does_not_know_is_left_out(said: dict[str, Any]) -> None:
    opened(judged="plan-99", grade="splendid", nearly="140", by="moon")
    assert len(tables(said["evaluation_list"])[0]["rows"]) == 14
    query = {"judged": ["plan-99"], "grade": ["splendid"], "nearly": ["140"]}
    view = View.from_query(query).without_unknown((), 0, ("plan-14",))
    assert {part.key for part in ignored(query, Selection(), view)} == {"judged", "grade", "nearly"}


@pytest.mark.parametrize("given", ["95", "95.0", "50", "99.9"])
def test_a_percentage_is_read_as_people_write_it(given: str) -> None:
    assert float(parse_percent(given, *NEARLY)) == float(given)
    assert parse_percent("5", *ABOUT) == "5"


@pytest.mark.parametrize("given", ["", "49.9", "100", "9 5", "-5", "95.55", "1e1", "９５", "nan"])
def test_what_is_no_percentage_is_not_taken(given: str) -> None:
    assert parse_percent(given, *NEARLY) == ""


def test_an_event_sets_a_part_of_the_evaluation_and_nothing_that_is_not_known(catalog: Catalog) -> None:
    def after(**event: Any) -> Judging:
        start = View(judging=Judging(plan="plan-13", grade="missed"))
        return happened({"type": "judging", **event}, catalog, Selection(), start)[1].judging

    assert after(grade="") == Judging(plan="plan-13")
    assert after(judged="plan-14", grade="no_data") == Judging(plan="plan-14", grade="no_data")
    assert after(judged=OTHER_DOCUMENTS).plan == OTHER_DOCUMENTS
    assert after(judged="<b>").plan == ""
    assert after(nearly="97.5", id="nearly", sets="nearly").nearly == "97.5"
    assert after(nearly={"no": "text"}) == Judging(plan="plan-13", grade="missed")
    query = to_query(Selection(), View(judging=after(by="place", path="growth", allowed="2")))
    assert query == {"judged": ["plan-13"], "grade": ["missed"], "by": ["place"], "path": ["growth"], "allowed": ["2"]}
    assert setting_of(View.from_query(query).judging) == Setting(about=2.0, path="growth")


# What stands together, what is missing -------------------------------------------------------------


def test_every_entry_is_in_a_group_of_every_order(catalog: Catalog) -> None:
    for plan in plans_judged(catalog):
        entries = judged(catalog, plan, Setting())
        for order in ("grade", "programme", "place"):
            groups = grouped(catalog, entries, order, "zh")
            assert {entry.id for group in groups for entry in group.entries} == {entry.id for entry in entries}
            assert order == "programme" or sum(len(group.entries) for group in groups) == len(entries)


def test_a_programme_has_only_what_a_document_ties_to_it(catalog: Catalog) -> None:
    entries = judged(catalog, "plan-14", Setting())
    found = ties(catalog, entries)
    assert len(programmes(catalog)) == 7
    # 全市高新技术企业突破5000家 stands under 三（三）1; the indicator of the same number repeats it.
    (tie,) = found["indicator-2-05"]
    assert (tie.programme, tie.citation.line) == ("创新主体培育工程", (439,))
    assert "双倍增" in tie.heading("zh")
    assert found["indicator-2-01"] == ()  # its sentence stands among the aims, under no programme
    assert {tie.programme for tie in found["target-001"]} == {"创新平台跃升工程"}
    untied = grouped(catalog, entries, "programme", "zh")[-1]
    assert untied.title == text("programme_untied", "zh")
    assert all(tie.citation.evidence == "derived" and tie.citation.note for held in found.values() for tie in held)


def test_what_is_missing_names_the_years_and_why_somebody_is_asked(catalog: Catalog) -> None:
    found = gaps(catalog, judged(catalog, "plan-14", Setting()))
    years = {gap.entry.id: gap.years for gap in found}
    assert {years[f"indicator-2-{no:02}"] for no in range(1, 15)} == {(2021, 2022, 2023, 2024, 2025)}
    assert years["target-001"] == (2025,)
    basis = {reporter.name_zh: reporter.basis for reporter in by_reporter(found)}
    assert basis["嘉兴市发展和改革委员会、嘉兴市科学技术局"] == "issued"
    assert basis["海宁市"] == "belongs"
    assert gaps(catalog, judged(catalog, "plan-13", Setting())) == []


def test_a_line_of_values_shows_which_are_preliminary(catalog: Catalog) -> None:
    held = trial(catalog)
    entry = next(entry for entry in judged(held, "plan-14", Setting()) if entry.id == "indicator-2-05")
    line = spark(held, entry, "zh")
    assert line is not None
    assert line["points"] == [
        [2021, 2900, False],
        [2022, 3500, False],
        [2023, 4300, False],
        [2024, 5100, False],
        [2025, 5600, True],
    ]
    assert (line["baseline"], line["target"], line["years"]) == ([2020, 2416.0], 5000.0, [2020, 2025])
    assert "2025 年 5600（初步）" in line["label"]
    assert "5000" in line["label"]


# The meeting -------------------------------------------------------------------------------------


def test_the_scenes_come_back_from_their_file_and_each_has_something_to_show(catalog: Catalog) -> None:
    for held in (catalog, trial(catalog)):
        entries = judged(held, "plan-14", Setting())
        presentation = evaluation_scenes(held, "plan-14", entries)
        again, issues = scenes.read(scenes.write(presentation), held)
        assert (again, issues) == (presentation, ())
        kinds = [code for code, count in counts(entries).items() if count]
        assert [scene.view.judging.grade for scene in again.scenes[1:-1]] == ["", *kinds]
        assert {scene.face for scene in again.scenes[1:-1]} == {"evaluation"}
        assert not [remark for remark in check(again, held, "zh") if remark.grave]


def test_the_board_holds_the_grades_of_the_page(catalog: Catalog) -> None:
    held = trial(catalog)
    board = {one["plan"]: one for one in known(held)["evaluation"]}
    assert list(board) == plans_judged(held)
    entries = judged(held, "plan-14", Setting())
    assert board["plan-14"]["counts"] == counts(entries)
    for lang in LANGUAGES:
        rows = board["plan-14"]["tables"][lang]["rows"]
        assert [row["cells"][0]["value"] for row in rows] == [
            text(f"grade_{code}", lang) for code in board["plan-14"]["grades"]
        ]
    assert len(json.dumps(board, ensure_ascii=False)) < 150_000


def test_who_reported_and_is_asked_anyway_is_asked_once(catalog: Catalog) -> None:
    issuer = by_reporter(gaps(catalog, judged(catalog, "plan-14", Setting())))
    (name,) = [one.name_zh for one in issuer if one.basis == "issued"]
    reported = with_values(catalog, [row for row in trial_rows(reporter_zh=name) if row["year"] == "2021"])
    names = [one.name_zh for one in by_reporter(gaps(reported, judged(reported, "plan-14", Setting())))]
    assert names.count(name) == 1
