"""The files of an evaluation: opened by other programs, recomputed, and no number in them without its source."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from pptx import Presentation

from g60.ask.judging import Judging
from g60.catalog.catalog import Catalog
from g60.cli import main
from g60.contract.codes import TARGET_GRADES
from g60.contract.i18n import LANGUAGES, text
from g60.evidence.codes import documents
from g60.export.evaluation_text import EvaluationText
from g60.export.handouts import formats
from g60.export.office.evaluation.document import to_docx
from g60.export.office.slides import evaluation_to_pptx
from g60.export.tables.evaluation import COLUMNS, to_xlsx
from g60.export.tables.missing_templates import to_send
from g60.review.evaluation import Setting
from g60.review.judged import counts, judged
from tests import second_program
from tests.evaluated import REPORTER, trial, trial_rows, with_values
from tests.hostile import ATTACKS
from tests.office import faults, parts, trees
from tests.trial_values import GRADES, MADE_UP, VALUES

PLANS = (Judging(), Judging(plan="plan-13"), Judging(plan="other"))
SETTINGS = (Judging(), Judging(nearly="99", about="0", path="growth"))
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DIGIT = re.compile(r"\d")
# Where a number comes from: a document, a row of the register, what is computed, what a user has set.
SOURCE = re.compile(r"\[(\d+(?:,\d+)*)\]|(R\d+)|[＝▲]")


@pytest.fixture(scope="module")
def tried(catalog: Catalog) -> Catalog:
    return trial(catalog)


@cache
def made(maker: Any, held: Catalog, judging: Judging, lang: str = "zh") -> bytes:
    """A file, made once for all tests."""
    return bytes(maker(held, judging, lang))


@cache
def report(held: Catalog, judging: Judging, lang: str) -> Any:
    return Document(io.BytesIO(made(to_docx, held, judging, lang)))


def every(tried: Catalog, catalog: Catalog) -> Iterator[tuple[Catalog, Judging, str]]:
    """The trial set, and the shipped data plan by plan, in both languages."""
    yield from ((tried, Judging(), lang) for lang in LANGUAGES)
    yield from ((catalog, judging, lang) for judging, lang in product(PLANS, LANGUAGES))


# What is judged ----------------------------------------------------------------------------------


def test_the_trial_set_is_graded_as_by_hand(tried: Catalog) -> None:
    entries = {entry.id: entry for entry in judged(tried, "plan-14", Setting())}
    assert {code: entries[code].grade.grade for code in GRADES} == {code: found[0] for code, found in GRADES.items()}


def test_the_shipped_plan_says_no_data_and_table_1_is_judged(catalog: Catalog) -> None:
    ahead = judged(catalog, "plan-14", Setting())
    tabled = [entry for entry in ahead if entry.id.startswith("indicator-")]
    assert {entry.grade.grade for entry in tabled} == {"no_data"}
    assert {code for code, count in counts(ahead).items() if count} == {"no_data", "by_person"}
    behind = counts(judged(catalog, "plan-13", Setting()))
    assert {code: count for code, count in behind.items() if count} == {"reached": 10, "missed": 1}


# The workbook ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("asked", SETTINGS)
def test_a_second_program_finds_the_same_grades_in_the_workbook(tried: Catalog, asked: Judging, lang: str) -> None:
    count, found = second_program.differences(io.BytesIO(made(to_xlsx, tried, asked, lang)))
    assert found == []
    assert count == len(judged(tried, "plan-14", Setting()))


def test_the_second_program_sees_a_number_that_was_changed(tried: Catalog) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(to_xlsx, tried, Judging())))
    book["reports"]["D2"] = 0.1
    book["settings"]["B2"] = 50
    changed = io.BytesIO()
    book.save(changed)
    changed.seek(0)
    assert second_program.differences(changed)[1]


def computed(book: Any) -> Callable[[str, str], Any]:
    """A spreadsheet of our own: the value of a cell, its formulas computed from the other cells."""
    known: dict[tuple[str, str], Any] = {}

    def value(sheet: str, cell: str) -> Any:
        if (sheet, cell) not in known:
            held = book[sheet][cell].value
            is_formula = isinstance(held, str) and held.startswith("=")
            known[sheet, cell] = eval(_as_python(held[1:], sheet), {"cell": value, **FUNCTIONS}) if is_formula else held
        return known[sheet, cell]

    return value


def _as_python(formula: str, sheet: str) -> str:
    """A formula of the workbook as an expression: cells are looked up, texts stay."""
    pieces = re.split(r'("(?:[^"]|"")*")', formula)
    for at in range(0, len(pieces), 2):
        piece = re.sub(r"(?:(\w+)!)?\$?([A-Z]{1,2})\$?(\d+)", lambda found: _lookup(found, sheet), pieces[at])
        piece = re.sub(r"(?<![<>])=", "==", piece).replace("IF(", "IF_(").replace("^", "**")
        pieces[at] = piece
    for at in range(1, len(pieces), 2):
        pieces[at] = repr(pieces[at][1:-1].replace('""', '"'))
    return "".join(pieces)


def _lookup(found: re.Match[str], sheet: str) -> str:
    return f"cell({found[1] or sheet!r}, {found[2] + found[3]!r})".replace(f"({found[1]},", f"({found[1]!r},")


FUNCTIONS = {
    "IF_": lambda test, yes, no: yes if test else no,
    "ROUND": round,
    "MIN": min,
    "MAX": max,
}
NUMBERS = ("value", "ratio", "threshold", "nearly", "on_path")


@pytest.mark.parametrize("asked", SETTINGS)
def test_the_formulas_come_to_what_the_cells_hold(tried: Catalog, asked: Judging) -> None:
    data = made(to_xlsx, tried, asked)
    book, held = (openpyxl.load_workbook(io.BytesIO(data), data_only=only) for only in (False, True))
    sheet = text("evaluation_sheet_judged", "zh")
    value = computed(book)
    rows = {str(row[0].value): row[0].row for row in book[sheet].iter_rows(min_row=8) if row[0].value}
    letters = {name: openpyxl.utils.get_column_letter(at) for at, name in enumerate(COLUMNS, start=1)}
    formulas = 0
    for code in VALUES:
        for name in (*NUMBERS, "grade", "agrees"):
            cell = f"{letters[name]}{rows[code]}"
            formulas += str(book[sheet][cell].value or "").startswith("=")
            again, kept = value(sheet, cell), held[sheet][cell].value
            if isinstance(kept, float | int):
                assert float(again) == pytest.approx(kept, abs=1e-6), (code, name)
            else:
                assert (again or "") == (kept or ""), (code, name)
    assert formulas > 60
    assert text("evaluation_sheet_differs", "zh") not in {
        held[sheet][f"{letters['agrees']}{row}"].value for row in rows.values()
    }


def test_another_threshold_in_the_workbook_gives_another_grade(tried: Catalog) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(to_xlsx, tried, Judging())))
    sheet = text("evaluation_sheet_judged", "zh")
    row = next(row[0].row for row in book[sheet].iter_rows(min_row=8) if row[0].value == "indicator-2-02")
    cell = f"{openpyxl.utils.get_column_letter(COLUMNS.index('grade') + 1)}{row}"
    assert computed(book)(sheet, cell) == text("grade_nearly", "zh")
    book["settings"]["B2"] = 97
    assert computed(book)(sheet, cell) == text("grade_missed", "zh")


def test_no_name_in_a_workbook_becomes_a_formula(catalog: Catalog) -> None:
    rows = trial_rows(
        reporter_zh="=1+1", source_zh='=HYPERLINK("http://example.org")', definition_zh="=cmd|' /C calc'!A0"
    )
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(with_values(catalog, rows), Judging())))
    written = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert written
    assert not any(
        "HYPERLINK" in str(cell.value) or "cmd" in str(cell.value) or cell.value == "=1+1" for cell in written
    )


# No number without its source ------------------------------------------------------------------------


def numbered(words: str) -> bool:
    return bool(DIGIT.search(words))


def is_sourced(words: str, said: EvaluationText) -> bool:
    """Whether words name a source that is there: a document by its number, a row of the register, or a computation."""
    known = {str(entry.number) for entry in documents(said.catalog, said.lang)}
    rows = {f"R{number}" for number, _, _ in said.registered}
    found = list(SOURCE.finditer(words))
    named = [one for match in found if match[1] for one in match[1].split(",")]
    listed = [match[2] for match in found if match[2]]
    return bool(found) and set(named) <= known and set(listed) <= rows


def test_every_row_of_the_report_with_a_number_says_where_it_comes_from(tried: Catalog, catalog: Catalog) -> None:
    for held, judging, lang in every(tried, catalog):
        said, page = EvaluationText.asked(held, judging, lang), report(held, judging, lang)
        looked_at = 0
        for table in page.tables:
            head, *rows = [[cell.text for cell in row.cells] for row in table.rows]
            register = head[0] == text("evaluation_head_row", lang)
            for row in rows:
                if numbered("".join(row[:-1])):
                    looked_at += 1
                    assert is_sourced(row[0] if register else row[-1], said), (lang, row)
                    assert not register or (REPORTER in row[-1] and MADE_UP in row[-1])
        assert looked_at > 10


def test_every_paragraph_of_the_report_with_a_number_ends_in_its_mark(tried: Catalog, catalog: Catalog) -> None:
    free = {"Title", "Subtitle", "Heading 1", "Heading 2", "List Paragraph"}
    for held, judging, lang in every(tried, catalog):
        page = report(held, judging, lang)
        said = [one.text for one in page.paragraphs if one.style.name not in free and numbered(one.text)]
        assert said
        assert all(words.endswith("＝") for words in said), said


def test_every_bar_and_point_of_a_chart_has_its_mark(tried: Catalog) -> None:
    for lang in LANGUAGES:
        for data in (made(to_docx, tried, Judging(), lang), made(evaluation_to_pptx, tried, Judging(), lang)):
            charts = {
                name: tree for name, tree in trees(data).items() if "/charts/chart" in name and "rels" not in name
            }
            assert len(charts) >= 2
            for tree in charts.values():
                for series in tree.iter(f"{CHART}ser"):
                    goal = "■" in "".join(series.find(f"{CHART}tx").itertext())
                    names = {one.get("idx"): one for one in series.find(f"{CHART}cat").iter(f"{CHART}pt")}
                    for point in series.find(f"{CHART}val").iter(f"{CHART}pt"):
                        assert goal or re.search("[■＝▲◇]", "".join(names[point.get("idx")].itertext()))


def test_the_number_in_a_chart_is_the_number_in_its_workbook(tried: Catalog) -> None:
    for data, folder in (
        (made(to_docx, tried, Judging()), "word/"),
        (made(evaluation_to_pptx, tried, Judging()), "ppt/"),
    ):
        package = parts(data)
        charts = [name for name in package if name.startswith(f"{folder}charts/chart")]
        books = [name for name in package if name.endswith(".xlsx")]
        assert len(charts) == len(books) >= 2
        drawn = sorted(
            round(float(value.text), 6)
            for name in charts
            for series in trees(data)[name].iter(f"{CHART}val")
            for value in series.iter(f"{CHART}v")
        )
        kept = sorted(
            round(float(cell.value), 6)
            for name in books
            for row in openpyxl.load_workbook(io.BytesIO(package[name])).active.iter_rows(min_row=2, min_col=2)
            for cell in row
            if cell.value is not None
        )
        assert drawn == kept


def test_every_cell_of_a_slide_with_a_number_has_its_mark_and_the_notes_its_place(
    tried: Catalog, catalog: Catalog
) -> None:
    for held, judging, lang in every(tried, catalog):
        deck = Presentation(io.BytesIO(made(evaluation_to_pptx, held, judging, lang)))
        said = EvaluationText.asked(held, judging, lang)
        named = {said.name(entry) for entry in said.entries}
        assert 5 <= len(deck.slides) <= 14
        *slides, _ = deck.slides  # the last one is the list of documents
        for slide in slides:
            notes = slide.notes_slide.notes_text_frame.text
            for shape in slide.shapes:
                if not shape.has_table or shape.name.startswith(("table sources", "table evidence")):
                    continue
                for row in list(shape.table.rows)[1:]:
                    words = [cell.text for cell in row.cells]
                    marked = [one for one in words if numbered(one) and one not in named and not one.startswith("R&D")]
                    marked = [one for one in marked if not _is_name(one, named)]
                    assert all(re.search(r"[■＝▲◇–]", one) for one in marked), words
                    for mark, number in re.findall(r"([■▲])(R?\d+)", " ".join(words)):
                        assert (f"[{number}]" if mark == "■" else f"{number} {MADE_UP}") in notes, (words, notes)
                    assert not any("＝" in one for one in words) or "＝" in notes


def _is_name(words: str, named: set[str]) -> bool:
    """Whether words are the name of an indicator, cut where it was too long for its cell."""
    return any(name.startswith(words.rstrip("…")) for name in named)


def test_every_row_of_the_workbook_with_a_number_has_a_source(tried: Catalog, catalog: Catalog) -> None:
    for held, judging, lang in every(tried, catalog):
        book = openpyxl.load_workbook(io.BytesIO(made(to_xlsx, held, judging, lang)), data_only=True)
        for name, column, numbers in (
            ("grades", "target_source", ("target",)),
            ("grades", "value_source", ("value",)),
            ("grades", "baseline_source", ("baseline",)),
            ("reports", "source", ("value",)),
            ("settings", "source", ("value",)),
        ):
            heads, *rows = book[name].iter_rows(values_only=True)
            for row in rows:
                told = dict(zip(heads, row, strict=True))
                if any(isinstance(told[one], float | int) for one in numbers):
                    assert told[column], (name, told)
        judged_sheet = book[text("evaluation_sheet_judged", lang)]
        heads = next(row for row in judged_sheet.iter_rows(values_only=True) if row[0] == "indicator")
        for row in judged_sheet.iter_rows(min_row=9, values_only=True):
            told = dict(zip(heads, row, strict=True))
            for number, column in (
                ("target", "target_source"),
                ("baseline", "baseline_source"),
                ("value", "value_source"),
            ):
                assert not isinstance(told[number], float | int) or told[column], told


# The files themselves ----------------------------------------------------------------------------


def test_the_files_keep_the_rules_of_their_formats_and_are_the_same_twice(tried: Catalog) -> None:
    for make in (to_docx, to_xlsx, evaluation_to_pptx):
        for lang in LANGUAGES:
            assert faults(made(make, tried, Judging(), lang)) == []
        assert make(tried, Judging()) == made(make, tried, Judging())


@pytest.mark.parametrize("attack", ATTACKS[:4])
def test_words_of_strangers_stay_words(catalog: Catalog, attack: str) -> None:
    held = with_values(catalog, trial_rows(reporter_zh=attack[:60] or "某局", source_zh=attack or "某文件"))
    for make in (to_docx, evaluation_to_pptx):
        data = make(held, Judging())
        assert faults(data) == []


def test_the_command_line_makes_the_same_files(catalog: Catalog, tmp_path: Path) -> None:
    makers = {"docx": to_docx, "xlsx": to_xlsx, "pptx": evaluation_to_pptx}
    assert set(formats("evaluate")) == set(makers)
    asked = Judging(plan="plan-13", nearly="90")
    for ending, make in makers.items():
        file = tmp_path / f"evaluation.{ending}"
        call = [
            "evaluate",
            "--plan",
            "plan-13",
            "--set-nearly",
            "90",
            "--format",
            ending,
            "-o",
            str(file),
            "--lang",
            "en",
        ]
        assert main(call) == 0
        assert file.read_bytes() == made(make, catalog, asked, "en")


def test_the_archive_to_send_has_a_list_and_a_workbook_for_each_reporter(tried: Catalog, catalog: Catalog) -> None:
    for held in (catalog, tried):
        said = EvaluationText.asked(held, Judging(), "zh")
        reporters = {gap.reporter.name_zh for gap in said.missing}
        with zipfile.ZipFile(io.BytesIO(to_send(held, Judging(), "zh"))) as archive:
            names = archive.namelist()
            listed, *templates = [openpyxl.load_workbook(io.BytesIO(archive.read(name))) for name in names]
        assert len(templates) == len(reporters)
        rows = [row for row in listed.active.iter_rows(min_row=9, values_only=True) if row[0]]
        assert len(rows) == len(said.missing)
        asked = {str(row[0].value) for book in templates for row in book.worksheets[0].iter_rows(min_row=2)}
        assert {gap.entry.id for gap in said.missing} <= asked


def test_a_reporter_who_reported_before_is_asked_again(tried: Catalog) -> None:
    said = EvaluationText.asked(tried, Judging(), "zh")
    found = {gap.entry.id: gap for gap in said.missing}
    assert found["indicator-2-03"].reporter.name_zh == REPORTER
    assert found["indicator-2-03"].years == (2024, 2025)
    assert found["indicator-2-07"].years == (2025,)
    assert "indicator-2-01" not in found
    assert found["target-001"].reporter.basis == "belongs"


def test_each_grade_has_its_words() -> None:
    for lang in LANGUAGES:
        assert all(text(f"grade_means_{code}", lang) for code in TARGET_GRADES)
