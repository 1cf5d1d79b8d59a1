"""Reports of tasks, made up: who may enter them, what is refused, and the light that a task has on a day."""

import json
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.cli import main
from g60.contract.codes import DOCUMENT_TASKS, LIGHTS, TASK_STATES
from g60.contract.errors import DataError, RefusedError
from g60.contract.i18n import LANGUAGES, text
from g60.contract.statements import TASK_REPORTS
from g60.evidence.card import card
from g60.evidence.lookup import subject_name, subjects_about
from g60.evidence.standings import standings
from g60.evidence.task_states import (
    LightRule,
    Report,
    last_day,
    light_changes,
    light_reason,
    light_words,
    owner_code,
    rule_lines,
    state_facts,
    state_of,
    state_words,
    tally,
    task_state,
)
from g60.evidence.tasks import report_units, tasks
from g60.evidence.wording import Wording
from g60.export.handouts import TASK_SHEETS
from g60.export.office.slides import scenes_to_pptx
from g60.meeting import scenes
from g60.meeting.scenes import Presentation, Words
from g60.record import drafts, publishing
from g60.record.editing import Given, add_row
from g60.record.people import Person, add_person
from g60.record.publishing import draft_issues
from g60.record.rows import Place
from g60.record.versions import day_of, versions
from g60.ui.edit_report import report_key
from layers.known import known
from tests.conftest import GEODATA
from tests.reports import EACH, OTHER, OWNER, SOURCE, TODAY, reported, row, with_reports
from tests.tables import Tables, findings

DAY = date.fromisoformat(TODAY)
SHIPPED = FolderSource(GEODATA)


# The light ---------------------------------------------------------------------------------------


@pytest.fixture
def database_url(begun_url: str) -> str:
    """The record has begun: no test here is about how it begins."""
    return begun_url


@pytest.fixture(scope="module")
def made_up(shipped: Tables) -> Catalog:
    return reported(shipped)


@pytest.mark.parametrize("task", EACH)
def test_a_task_has_the_light_that_was_worked_out_by_hand(made_up: Catalog, task: str) -> None:
    assert task_state(made_up, task, DAY).light == EACH[task][1]


def test_every_light_is_worked_out_once(made_up: Catalog) -> None:
    assert {light for _, light in EACH.values()} == set(LIGHTS)
    states = [task_state(made_up, task, DAY) for task in EACH]
    assert tally(states) == dict.fromkeys(LIGHTS, 1)


def test_the_light_follows_the_day_that_is_given_and_the_settings(made_up: Catalog) -> None:
    assert task_state(made_up, "reform-01", date(2026, 9, 29)).light == "soon"
    assert task_state(made_up, "reform-01", date(2026, 8, 31)).light == "no_report"
    assert task_state(made_up, "reform-04", date(2026, 9, 29)).light == "on_time"
    assert task_state(made_up, "reform-04", DAY, LightRule(stale_days=93)).light == "on_time"
    assert task_state(made_up, "reform-02", DAY, LightRule(soon_days=31)).light == "soon"


def test_owner_and_due_date_hold_until_another_report_names_one(made_up: Catalog) -> None:
    state = task_state(made_up, "reform-06", DAY)
    assert state.about == ("done", OTHER, "2026-06-30")
    assert task_state(made_up, "programme-01", DAY).coming[0].day == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("given", "last"), [("2026", "2026-12-31"), ("2024-02", "2024-02-29"), ("2026-12", "2026-12-31"), (TODAY, TODAY)]
)
def test_a_month_and_a_year_count_to_their_last_day(given: str, last: str) -> None:
    assert last_day(given).isoformat() == last


DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
REPORTS = st.lists(
    st.builds(
        lambda day, state, due: Report(f"t-{day}", "t", day, state, "", due, "", ""),
        DAYS,
        st.sampled_from(TASK_STATES),
        st.one_of(st.just(""), DAYS.map(date.isoformat), st.sampled_from(["2026", "2026-06"])),
    ),
    max_size=5,
    unique_by=lambda report: report.day,
)


@given(REPORTS, DAYS, st.builds(LightRule, st.integers(0, 90), st.integers(0, 200)))
@settings(max_examples=200, deadline=None)
def test_the_changes_of_a_light_give_the_same_light_on_every_day(
    reports: list[Report], day: date, rule: LightRule
) -> None:
    changes = light_changes("t", reports, rule)
    for today in (day, day + timedelta(days=1), date.max):
        assert [light for since, light in changes if since <= today][-1] == state_of("t", reports, today, rule).light
    assert all(one[1] != other[1] for one, other in pairwise(changes))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_fact_of_a_state_says_where_it_comes_from(made_up: Catalog, lang: str) -> None:
    wording = Wording(made_up, lang)
    for task in EACH:
        state = task_state(made_up, task, DAY)
        entries = {name: wording.entry(fact) for name, fact in state_facts(state, lang).items()}
        assert LIGHTS[state.light].sign in entries["light"].words
        assert entries["light"].cited.note == light_reason(state, lang)
        for name, entry in entries.items():
            if name != "light" and entry.fact.value:
                assert entry.fact.evidence == "reported"
                assert SOURCE in entry.cited.locator
    rule = dict(rule_lines(LightRule(), DAY, lang))
    assert TODAY in rule["late"]
    assert "30" in rule["soon"]
    assert "92" in rule["stale"]


def test_a_report_is_called_by_its_task_and_is_about_whom_the_task_concerns(made_up: Catalog) -> None:
    key = EACH["reform-01"][0][0]["id"]
    assert subject_name(made_up, key, "zh") == "深化科研管理体制改革 · 2026-09-01 上报"
    assert subjects_about(made_up, key) == ("city",)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_card_says_how_its_tasks_stand_on_the_day_and_the_pack_says_the_same(made_up: Catalog, lang: str) -> None:
    for one, stands in (("330421", ["■"]), ("city", ["!", "●", "△", "?", "–", "✓"])):
        (section,) = card(made_up, one, lang, today=DAY).only(["tasks"]).sections
        assert section.entries[0].label == text("task_lights", lang)
        assert TODAY in section.entries[0].words
        told = [entry for entry in section.entries if entry.label == text("task_stands", lang)]
        assert [entry.words[0] for entry in told] == stands
        assert all(SOURCE in entry.cited.locator and entry.fact.evidence == "derived" for entry in told)
        if one != "city":
            pack = known(made_up, DAY)
            lights = [row["light"] for row in pack["tasks"][lang]["rows"]]
            assert lights == sorted(lights, key=list(LIGHTS).index)
            assert pack["tasks"][lang]["rows"][0]["cells"][0]["value"].startswith(f"! {text('light_late', lang)}")
            held = pack["cards"][one][lang]["sections"]
            (packed,) = (part for part in held if part["code"] == "tasks")
            assert [entry["value"] for entry in packed["entries"]] == [entry.value for entry in section.entries]
    assert all(entry.label != text("task_lights", lang) for entry in card(made_up, "city", lang).entries)


# What is refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ([row("reform-01", TODAY, "done")], "done_without_evidence", "evidence_zh"),
        ([row("reform-01", TODAY, "done", evidence_zh="\u3164")], "done_without_evidence", "evidence_zh"),
        ([row("reform-99", TODAY)], "reference_unknown", "task"),
        ([row("reform-01", "2026-09")], "report_without_day", "date"),
        ([row("reform-01", TODAY), row("reform-01", TODAY) | {"id": "again"}], "report_repeated", "date"),
        ([row("reform-01", TODAY, "nearly")], "value_unknown", "state"),
        ([row("reform-01", TODAY) | {"source_zh": ""}], "value_missing", "source_zh"),
        ([row("reform-01", TODAY, due="soon")], "value_not_date", "due"),
    ],
)
def test_bad_reports_are_refused_at_their_field(
    shipped: Tables, given: list[dict[str, str]], code: str, field: str
) -> None:
    found = findings(with_reports(shipped, *given))
    assert [(issue.code, issue.field, issue.file) for issue in found] == [(code, field, TASK_REPORTS.file)]


def test_good_reports_have_no_findings(shipped: Tables) -> None:
    assert findings(with_reports(shipped, *(one for own, _ in EACH.values() for one in own))) == []


def test_nothing_made_up_is_shipped(shipped: Tables) -> None:
    assert len(shipped[TASK_REPORTS.name]) == 0


# Who may, and what the record does -----------------------------------------------------------------

OF_CITY, OF_TWO = "reform-01", "programme-01"


def test_a_clerk_reports_the_tasks_of_their_units_alone(database_url: str, catalog: Catalog) -> None:
    own = next(task for task in tasks(catalog) if report_units(catalog, task) == {"330482"})
    clerk = add_person("clerk", "李娜", roles=("clerk",), units=("330482",), by=None, url=database_url)
    number = drafts.start(clerk, "一", SHIPPED, database_url)

    def report(person: Person, task: str, key: str) -> None:
        add_row(person, number, Place(TASK_REPORTS.name, key), row(task, TODAY), Given(), database_url)

    report(clerk, own.id, "own-1")
    for task in (OF_CITY, OF_TWO, "reform-99"):
        with pytest.raises(RefusedError) as caught:
            report(clerk, task, "other-1")
        assert caught.value.code == "error_not_allowed"
    editor = add_person("editor", "编辑", roles=("editor",), by=None, url=database_url)
    report(editor, OF_CITY, "other-2")
    assert draft_issues(editor, number, database_url) == []


def test_done_without_evidence_is_not_published_and_with_it_is_a_version_with_a_day(database_url: str) -> None:
    admin = add_person("admin", "管理", roles=("admin",), by=None, url=database_url)
    number = drafts.start(admin, "一", SHIPPED, database_url)
    place = Place(TASK_REPORTS.name, "reform-01-20260930")
    add_row(admin, number, place, row(OF_CITY, TODAY, "done"), Given(), database_url)
    with pytest.raises(DataError) as caught:
        publishing.publish(admin, number, "试验", database_url)
    assert [(issue.code, issue.field) for issue in caught.value.issues] == [("done_without_evidence", "evidence_zh")]
    drafts.undo(admin, number, None, database_url)
    add_row(admin, number, place, row(OF_CITY, TODAY, "done", evidence_zh="试验（虚构）"), Given(), database_url)
    version = publishing.publish(admin, number, "试验", database_url)
    made = next(one for one in versions(database_url) if one.number == version.number)
    assert day_of(str(version.number), DAY, database_url).isoformat()[:8] == made.at[:8]
    assert day_of("2025-02-03", DAY, database_url) == date(2025, 2, 3)
    assert day_of("", DAY, database_url) == DAY


def test_a_report_gets_an_id_of_its_task_and_day() -> None:
    assert report_key("reform-05", TODAY, []) == "reform-05-20260930"
    assert report_key("reform-05", TODAY, ["reform-05-20260930"]) == "reform-05-20260930-2"
    assert len(report_key("x" * 32, TODAY, [])) == 32


# Sheets and slides, opened by other readers ------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sheets_have_every_task_with_light_reason_source_and_place(made_up: Catalog, lang: str) -> None:
    view = View(lang=lang, task="reform")
    book = openpyxl.load_workbook(BytesIO(TASK_SHEETS["xlsx"](made_up, Selection(), view, day=DAY)))
    rows = [[str(cell or "") for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    first = next(at for at, cells in enumerate(rows) if cells[0] == "no") + 1
    assert len(rows) - first == 7
    for cells in rows[first:]:
        light, reason, source, place = cells[4], cells[5], cells[11], cells[13]
        assert light[0] in {one.sign for one in LIGHTS.values()}
        assert (source, bool(reason), bool(place)) == (SOURCE, True, True)
    counties = {cells[0]: cells for cells in book.worksheets[1].iter_rows(values_only=True)}
    assert counties[str(made_up.units.at["330421", f"name_{lang}"])][1:3] == (
        *("1", text("light_count", lang, light=light_words("stopped", lang), count=1)),
    )
    rule = [[str(cell or "") for cell in row] for row in book.worksheets[2].iter_rows(values_only=True)]
    assert {cells[0] for cells in rule} >= {light_words(light, lang) for light in LIGHTS}
    document = docx.Document(BytesIO(TASK_SHEETS["docx"](made_up, Selection(), view, day=DAY)))
    table, by_unit = document.tables
    assert len(by_unit.rows) == 1 + len(made_up.unit_codes)
    lines = [[cell.text for cell in row.cells] for row in table.rows][1:]
    assert len(lines) == 7
    # What is the same of all of them is one line above the table.
    above = "\n".join(one.text for one in document.paragraphs)
    assert all((SOURCE in "".join(cells) or SOURCE in above) and cells[-1] for cells in lines)
    assert any("92" in one.text and TODAY in one.text for one in document.paragraphs)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_document_says_of_which_kind_a_task_is_since_each_kind_counts_from_one(made_up: Catalog, lang: str) -> None:
    table = docx.Document(BytesIO(TASK_SHEETS["docx"](made_up, Selection(), View(lang=lang), day=DAY))).tables[0]
    heads, *rows = ([cell.text for cell in row.cells] for row in table.rows)
    number, kind = heads.index(text("field_no", lang)), heads.index(text("field_kind", lang))
    first = [row[kind] for row in rows if row[number] == "1"]
    assert len(first) > 1
    assert len({*first}) == len(first)
    assert {row[kind] for row in rows} == {text(f"task_{code}", lang) for code in DOCUMENT_TASKS}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_the_same_of_all_tasks_is_one_line_whose_parts_are_set_apart(catalog: Catalog, lang: str) -> None:
    document = docx.Document(BytesIO(TASK_SHEETS["docx"](catalog, Selection(), View(lang=lang), day=DAY)))
    state = state_of("reform-01", (), DAY)
    said = text("semicolon", lang).join((state_words(state, lang), light_reason(state, lang)))
    assert [one.text for one in document.paragraphs if said in one.text]


def test_a_sheet_of_a_county_has_its_tasks_alone(made_up: Catalog) -> None:
    found = standings(made_up, Selection(units=frozenset({"330421"})), View(), DAY)
    assert {one.task.id for one in found} >= {"reform-07", "programme-01"}
    assert "reform-01" not in {one.task.id for one in found}
    owned = standings(made_up, Selection(), View(owner=owner_code(OWNER)), DAY)
    assert {one.task.id for one in owned} == {"reform-01", "reform-02"}
    assert [one.task.id for one in standings(made_up, Selection(), View(light="stale"), DAY)] == ["reform-04"]


def test_a_scene_of_tasks_is_slides_with_the_gravest_first(made_up: Catalog) -> None:
    blank = scenes.of_permalink("task=reform", made_up)
    presentation = Presentation(Words("任务", "Tasks"), (replace(blank, face="tasks"),))
    slides = pptx.Presentation(BytesIO(scenes_to_pptx(made_up, presentation, "zh"))).slides
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    listed = next(table for table in tables if table.cell(0, 0).text == text("column_task", "zh"))
    assert len(listed.columns) == 3
    assert listed.cell(1, 1).text.startswith("! 逾期")
    assert "＝" in listed.cell(1, 1).text


# On the command line -----------------------------------------------------------------------------


def test_the_call_says_light_state_owner_and_due_date(
    tmp_path: Path, shipped: Tables, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "geodata"
    folder.mkdir()
    for file in GEODATA.iterdir():
        if file.is_file():
            (folder / file.name).write_bytes(file.read_bytes())
    table = with_reports(shipped, *(one for own, _ in EACH.values() for one in own))[TASK_REPORTS.name]
    table.to_csv(folder / TASK_REPORTS.file, index=False, lineterminator="\n")
    call = ["tasks", "--geodata", str(folder), "--today", TODAY]
    assert main([*call, "--kind", "reform", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {item["id"]: item["light"] for item in told["items"]} == {
        task: light for task, (_, light) in EACH.items() if task.startswith("reform")
    }
    assert told["rule"] == {"soon_days": 30, "stale_days": 92}
    first = told["items"][0]
    assert (first["state"], first["owner_zh"], first["due"], first["source_zh"]) == (
        *("under_way", OWNER, "2026-09-29", SOURCE),
    )
    assert main([*call, "--light", "late"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert "! 逾期" in line
    assert OWNER in line
    assert "2026-09-29" in line
    assert main([*call, "--owner", OWNER, "--lang", "en"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert main(["tasks", "--today", "soon"]) == 2
