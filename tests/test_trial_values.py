"""The trial set, from the workbook to the grades: findings at their cells, the draft, the second program."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.contract.codes import STATUSES, TARGET_GRADES
from g60.contract.errors import DatabaseError, RefusedError
from g60.contract.i18n import LANGUAGES, text
from g60.evidence.changes import ChangeWording, whole_reports
from g60.evidence.difference import difference
from g60.record import drafts, editing, people, publishing
from g60.record.catalogs import Catalogs
from g60.record.history import value_counts
from g60.record.intake import report
from g60.record.intake.reported import rows
from g60.record.intake.reported.examine import Outcome, Replies, examine
from g60.record.intake.reported.saving import save
from g60.review.evaluation import evaluate, formula, reason
from g60.review.evaluation_sheets import GRADES as GRADES_HEAD
from g60.review.evaluation_sheets import sheets
from g60.review.grading import Grade, Setting
from tests import second_program, trial_values
from tests.imports import GEODATA
from tests.trial_values import BELOW, EARLIER, GRADES, MADE_UP, OTHER_DEFINITION, TROUBLES, VALUES, filled, row_of

# What a person says to the questions: these are so, that one follows another definition.
REPLIES = Replies(
    accepted=frozenset(
        {
            *("value_growth_negative", "number_about", "value_no_definition", "value_fraction", "value_unit_other"),
            *("value_unit_suspected", "value_above_range", "value_dropped", "value_succeeded"),
        }
    ),
    kept=frozenset({"value_definition"}),
)
SECOND = Path(second_program.__file__)


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The trial's values are entered in the middle of 2026."""
    monkeypatch.setattr(rows, "today", lambda: "2026-07-31")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'atlas.db'}"


def looked_at(data: bytes, catalog: Catalog, replies: Replies | None = None) -> Outcome:
    found = examine(data, "试算.xlsx", catalog, replies)
    assert found.refused is None
    return found


def published(data: bytes, catalog: Catalog, url: str) -> Catalog:
    """The catalog after the trial's values were imported and published."""
    editor = people.local_person(url)
    number = save(editor, looked_at(data, catalog, REPLIES), FolderSource(GEODATA), url)
    publishing.publish(editor, number, "试算", url)
    return Catalogs(GEODATA, url).newest()


def workbook_of(catalog: Catalog, grades: tuple[Grade, ...], setting: Setting) -> bytes:
    """The sheets of the evaluation as a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table in sheets(catalog, grades, setting, "zh").items():
        page = book.create_sheet(name)
        for row in table:
            page.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_every_trouble_is_found_at_its_cell_and_nothing_else(catalog: Catalog) -> None:
    found = looked_at(filled(catalog, mended=False), catalog)
    wanted = {
        (trouble.severity, trouble.code, f"{trouble.at or trouble.column}{row_of(trouble.indicator, trouble.year)}")
        for trouble in TROUBLES
        if trouble.code
    }
    assert {(one.severity, one.code, one.cell) for one in found.found} == wanted | BELOW
    assert all(one.reason(lang) for one in found.found for lang in ("zh", "en"))


def test_the_report_marks_the_cells(catalog: Catalog) -> None:
    data = filled(catalog, mended=False)
    found = looked_at(data, catalog)
    page = openpyxl.load_workbook(io.BytesIO(report.marked(data, found, "zh"))).worksheets[0]
    for one in found.found:
        assert one.reason("zh") in page[one.cell].comment.text


def test_a_file_with_an_open_question_makes_no_draft(catalog: Catalog, url: str) -> None:
    found = looked_at(filled(catalog, mended=True), catalog)
    assert {one.severity for one in found.held} == {"question"}
    with pytest.raises(RefusedError):
        save(people.local_person(url), found, FolderSource(GEODATA), url)


def test_a_database_that_gives_out_in_the_middle_leaves_no_part_of_a_file(
    catalog: Catalog, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor, found = people.local_person(url), looked_at(filled(catalog, mended=True), catalog, REPLIES)
    monkeypatch.setattr(editing, "ROWS_AT_MOST", len(found.added) // 2)
    made, blocks = editing.row_changes, []

    def gives_out(*given: Any) -> Any:
        blocks.append(given)
        if len(blocks) == 2:
            raise DatabaseError(detail="disk full")
        return made(*given)

    monkeypatch.setattr(editing, "row_changes", gives_out)
    with pytest.raises(DatabaseError):
        save(editor, found, FolderSource(GEODATA), url)
    assert (len(blocks), drafts.drafts(editor, url)) == (2, [])
    number = save(editor, found, FolderSource(GEODATA), url)
    assert [one.number for one in drafts.drafts(editor, url)] == [number]
    assert len(drafts.steps(editor, number, url)) == 3


def test_another_unit_is_never_taken_unasked_and_the_document_tells_of_it(catalog: Catalog) -> None:
    data = filled(catalog, mended=True)
    cell = f"F{row_of('indicator-2-14', 2025)}"
    unasked = next(one for one in looked_at(data, catalog).found if one.cell == cell)
    assert (unasked.code, unasked.suggestion) == ("value_unit_other", "25.4")
    # Kept as it stands it would be in the wrong unit: the question stays.
    kept = looked_at(data, catalog, Replies(kept=frozenset({"value_unit_other"})))
    assert "value_unit_other" in {one.code for one in kept.held}


def test_grades_are_those_worked_out_by_hand(catalog: Catalog, url: str) -> None:
    held = published(filled(catalog, mended=True), catalog, url)
    entered = held.tables.actuals
    assert len(entered) == sum(value is not None for values in VALUES.values() for value in values) + 6
    assert all(MADE_UP in source for source in entered["source_zh"])
    found = {entry.indicator: entry for entry in evaluate(held, "plan-14")}
    assert {code: (found[code].grade, found[code].rule) for code in GRADES} == GRADES
    assert found["target-057"].grade == "early"  # 3 of a range from 1 to 2
    assert found["target-003"].grade == "early"
    # The same figure in the plan's text, with > 5000 for = 5000, is judged by the same values.
    assert (found["target-112"].grade, found["target-112"].goal.restates) == ("early", "indicator-2-05")
    _numbers(found)
    _sentences(held, found)
    # A value after the plan that dropped its indicator is kept, and changes no grade.
    first = {entry.indicator: entry for entry in evaluate(held, "plan-13")}
    for code in ("indicator-1-04", "indicator-1-06"):
        assert (first[code].grade, first[code].year) == ("reached", 2020)
    _twice(held, catalog)
    _again(held)


def _numbers(found: dict[str, Grade]) -> None:
    assert found["indicator-2-04"].value == pytest.approx(14.394, abs=0.001)
    assert found["indicator-2-03"].on_path == 1.84
    assert found["indicator-2-14"].value == 25.4
    years = found["indicator-2-05"].reports
    assert [(one.year, one.value, one.counts) for one in years if one.year == 2024] == [
        (2024, 4980, False),
        (2024, 5100, True),
    ]
    # Of two values of one year the revision counts, and the earlier one stays.
    assert [one.value for one in found["indicator-2-10"].reports if one.year == 2024] == [28.6, 28.7]


def _sentences(held: Catalog, found: dict[str, Grade]) -> None:
    redefined = reason(held, found["indicator-2-07"], "zh")
    assert OTHER_DEFINITION in redefined
    assert "高新技术产业增加值占规上工业增加值比重" in redefined
    assert "1.6 +（2 − 1.6）×（2023 − 2020）÷（2025 − 2020）= 1.84" in formula(found["indicator-2-03"], "zh")
    assert "元/人" in held.tables.actuals.loc["indicator-2-14-2025-f-20260630", "source_zh"]


def _twice(held: Catalog, shipped: Catalog) -> None:
    """The same file again adds nothing; with another number for a final value it asks for a revision."""
    again = looked_at(filled(shipped, mended=True), held, REPLIES)
    assert (len(again.added), again.same) == (0, len(again.entries))
    book = openpyxl.load_workbook(io.BytesIO(filled(shipped, mended=True)))
    row = row_of("indicator-2-01", 2025)
    book.worksheets[0][f"F{row}"] = 3.82
    book.worksheets[0][f"J{row}"] = "2026-07-30"
    written = io.BytesIO()
    book.save(written)
    changed = looked_at(written.getvalue(), held, REPLIES)
    assert [(one.code, one.cell) for one in changed.held] == [("value_revision", f"H{row}")]


def _again(held: Catalog) -> None:
    """The second program comes to the same, with other settings too; a changed workbook is seen."""
    seen = set()
    for setting in (Setting(), Setting(nearly=90, about=10, path="growth")):
        grades = evaluate(held, "", setting)
        seen |= {entry.grade for entry in grades}
        data = workbook_of(held, grades, setting)
        count, wrong = second_program.differences(io.BytesIO(data))
        assert (count, wrong) == (len(grades), [])
    assert seen == set(TARGET_GRADES)
    # The growth that is needed asks less of the first years than the line: 14.5 is then on course.
    assert next(entry for entry in grades if entry.indicator == "indicator-2-09").grade == "on_course"
    forged = openpyxl.load_workbook(io.BytesIO(data))
    for row in forged["grades"].iter_rows(min_row=2):
        row[GRADES_HEAD.index("grade")].value = "reached"
    written = io.BytesIO()
    forged.save(written)
    _, wrong = second_program.differences(io.BytesIO(written.getvalue()))
    assert len(wrong) == sum(entry.grade != "reached" for entry in grades)


def test_the_second_program_imports_nothing_of_the_package_and_is_short(catalog: Catalog, tmp_path: Path) -> None:
    source = SECOND.read_text("utf-8")
    assert "g60" not in source.replace("0019-a-grade", "")
    assert len(source.splitlines()) <= 300
    file = tmp_path / "evaluation.xlsx"
    file.write_bytes(workbook_of(catalog, evaluate(catalog), Setting()))
    asked = subprocess.run([sys.executable, "-I", SECOND, file], capture_output=True, text=True, check=False)
    assert (asked.returncode, asked.stdout.strip()) == (0, "177 grades computed again, 0 differences")


def test_the_file_of_the_trial_holds_five_years_of_fourteen_indicators() -> None:
    assert len(VALUES) == 14
    assert {len(values) for values in VALUES.values()} == {5}
    assert trial_values.row_of("indicator-2-14", 2025) == EARLIER - 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_value_that_comes_is_one_change_with_its_source_and_no_code_is_shown(
    catalog: Catalog, url: str, lang: str
) -> None:
    after = published(filled(catalog, mended=True), catalog, url)
    values = len(after.tables.actuals)
    between = difference(Catalogs(GEODATA, url), 1, after.version)
    seen = between.seen(between.changes)
    assert sum(one.counts for one in seen) == values > 20
    assert value_counts(after.version, url)[after.version] == values
    wording = ChangeWording(between, lang)
    told = [wording.seen(one) for one in seen]
    assert all(one.source.startswith(MADE_UP) for one in told)
    assert not [one for one in told if one.after.startswith("indicator-")]
    statuses = {one.after for one in told if one.field == text("field_status", lang)}
    assert statuses <= {text(f"status_{status}", lang) for status in STATUSES}
    assert len(statuses) > 1
    # One line for each: what a report says of its value stands with it.
    listed, about = whole_reports(seen, wording.value, lang)
    assert len(listed) == len(about) == values
    label = text("field_status", lang)
    assert all(text("label_value", lang, label=label, value="")[:-1] in said for said in about.values())
