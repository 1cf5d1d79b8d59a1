"""The quarterly bulletin: quarters from a day, which version stood at each end, what changed; files of it, opened."""

import json
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.cli import main
from g60.contract.errors import RefusedError
from g60.contract.i18n import LANGUAGES, text
from g60.contract.statements import ACTUALS, TASK_REPORTS
from g60.evidence.difference import Difference
from g60.export.bulletin_files import BULLETIN_FILES
from g60.export.imprint import day_in_jiaxing
from g60.record import database, drafts, editing, publishing
from g60.record.catalogs import Catalogs
from g60.record.editing import Cell, Entry, Given
from g60.record.people import Person, add_person
from g60.record.rows import Place
from g60.record.versions import Version
from g60.review import bulletin
from g60.review.bulletin import Bulletin
from g60.review.quarters import Quarter, series, standing
from g60.ui import past
from tests.conftest import GEODATA
from tests.reports import EACH, OWNER, SOURCE, TODAY, reported, row

SHIPPED = FolderSource(GEODATA)
LETTER = Given("reported", "试验统计月报（虚构）", "第3页")
NAME, WORDS = "试验载体（虚构）", "试验来源（虚构）"


# Quarters ----------------------------------------------------------------------------------------


@given(st.dates(date(1, 4, 1), date(9999, 9, 30)))
def test_a_day_lies_in_its_quarter_and_quarters_follow_each_other(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.start <= day <= quarter.end
    assert quarter.next.previous == quarter
    assert Quarter.of(quarter.end).next.start > quarter.end
    assert (quarter.next.start - quarter.end).days == 1
    assert Quarter.parse(str(quarter)) == quarter


@pytest.mark.parametrize("given", ["", "2026", "2026Q5", "0000Q1", "0001Q1", "9999Q1", "2026Q3x", "二季度", "2026Q03"])
def test_what_is_no_quarter_is_refused(given: str) -> None:
    with pytest.raises(RefusedError) as caught:
        Quarter.parse(given)
    assert caught.value.code == "error_quarter"


def version(number: int, at: str) -> Version:
    return Version(number, at, "编辑", "试验", "published", "", 0, 0, 0)


# 16:00 UTC is midnight in Jiaxing: version 2 is of the last day of March, version 3 of the first of April.
KNOWN = [
    version(4, "2026-08-05T02:00:00Z"),
    version(3, "2026-03-31T16:00:00Z"),
    version(2, "2026-03-31T15:59:59Z"),
    version(1, "2026-01-20T02:00:00Z"),
]


def test_the_version_of_a_quarter_is_the_last_one_of_its_last_day_in_jiaxing() -> None:
    ends = {str(quarter): standing(KNOWN, quarter.end) for quarter in (Quarter(2026, number) for number in range(1, 5))}
    assert {name: found and found.number for name, found in ends.items()} == {
        **{"2026Q1": 2, "2026Q2": 3, "2026Q3": 4, "2026Q4": 4}
    }
    assert standing(KNOWN, Quarter(2025, 4).end) is None


def test_the_series_has_every_quarter_since_the_record_begins_the_newest_first() -> None:
    found = series(KNOWN, date(2026, 11, 27))
    assert [str(one.quarter) for one in found] == ["2026Q4", "2026Q3", "2026Q2", "2026Q1"]
    assert [[made.number for made in one.made] for one in found] == [[], [4], [3], [2]]
    assert [one.is_running for one in found] == [True, False, False, False]
    (alone,) = series([version(1, "")], date(2026, 11, 27))
    assert alone.version is not None


# What changed ------------------------------------------------------------------------------------


def of(between: Difference) -> Bulletin:
    quarter = Quarter(2026, 3)
    return Bulletin(quarter, quarter.end, False, between, (), False, False)


def test_a_task_changes_by_its_reports_and_by_the_days_alone(shipped: dict[str, object]) -> None:
    every = [one for own, _ in EACH.values() for one in own]
    before = reported(shipped, *(one for one in every if one["date"] < "2026-07"))  # type: ignore[arg-type]
    after = reported(shipped, *every)  # type: ignore[arg-type]
    found = {line.subject: line for line in bulletin.lines(of(Difference(before, after, ())), "zh")}
    assert set(found) == {"reform-01", "reform-02", "reform-03", "reform-04", "reform-05", "reform-06"}
    assert found["reform-01"].before == "○ 未上报"
    assert found["reform-01"].after == f"! 逾期 · 进行中 · {OWNER} · 期限 2026-09-29"
    assert found["reform-06"].after.startswith("✓ 已销号")
    assert "试验验收意见（虚构）" in found["reform-06"].source
    # Nothing was reported of it in the quarter, and it is unheard of by now.
    assert (found["reform-04"].before.split(" · ")[0], found["reform-04"].after.split(" · ")[0]) == (
        *("● 正常", "? 久无上报"),
    )
    assert found["reform-04"].version == 0
    assert all(SOURCE in line.source for line in found.values())


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogs]:
    """A record whose second version has a report, a value, another name of a county, a new platform."""
    url = f"sqlite:///{tmp_path_factory.mktemp('bulletin') / 'atlas.db'}"
    yield Catalogs(GEODATA, published(url))
    database.forget()


def published(url: str) -> str:
    admin = add_person("admin", "管理", roles=("admin",), by=None, url=url)
    number = drafts.start(admin, "一", SHIPPED, url)
    report = row("reform-01", "2026-01-01", "done", evidence_zh="试验（虚构）", owner_zh=OWNER)
    editing.add_row(admin, number, Place(TASK_REPORTS.name, report["id"]), report, Given(), url)
    entered(admin, number, url)
    editing.set_value(admin, number, Cell("330481", "name_en"), "Haining (made up)", LETTER, url)
    cells = {"list": "plan", "no": "99", "name_zh": NAME, "name_en": "Made up", "location_grade": "D", "unit": "330481"}
    editing.set_rows(admin, number, [Entry(Place("carriers", "carrier-99"), cells)], LETTER, url)
    publishing.publish(admin, number, "试验", url)
    return url


def entered(admin: Person, number: int, url: str) -> None:
    """A value of an indicator, in whatever columns the dataset has."""
    cells = {"indicator": "indicator-2-01", "year": "2023", "value": "3.53", "source_zh": WORDS}
    more = {"status": "final", "definition_zh": "同表2（虚构）", "known_on": "2024-03-01", "reporter_zh": OWNER}
    cells |= {name: value for name, value in more.items() if name in ACTUALS.columns}
    editing.add_row(admin, number, Place(ACTUALS.name, "actual-2-01-2023"), cells, Given(), url)


def running(recorded: Catalogs) -> Bulletin:
    made = recorded.newest().version
    assert made == 2
    return bulletin.bulletin(recorded, Quarter.of(day_in_jiaxing()), day_in_jiaxing())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_counts_come_first_then_lines_with_both_values_source_and_who(recorded: Catalogs, lang: str) -> None:
    found = running(recorded)
    assert (found.begins, found.is_running, found.between.before.version, found.between.after.version) == (
        *(True, True, 1, 2),
    )
    lines = bulletin.lines(found, lang)
    counts = found.counts(lines)
    assert (counts["indicators"]["came"], counts["tasks"]["changed"], counts["lists"]["came"]) == (1, 1, 1)
    assert counts["areas"] == {"came": 0, "changed": 0, "gone": 0}
    assert counts["others"]["changed"] == 1
    by_part = {line.part: line for line in lines}
    value, task, carrier, other = (by_part[part] for part in ("indicators", "tasks", "lists", "others"))
    assert ("3.53 %" in value.after, value.before) == (True, "")
    assert text("status_final", lang) in value.after
    assert (WORDS in value.source, OWNER in value.source) == (True, True)
    assert (task.before, OWNER in task.after) == (f"○ {text('light_no_report', lang)}", True)
    assert carrier.after in (NAME, "Made up")
    assert (other.before, other.after) == ("Haining City", "Haining (made up)")
    assert "试验统计月报（虚构）" in other.source
    assert {line.who for line in lines} == {"管理"}
    assert {line.version for line in lines} == {2}
    assert [line.part for line in lines] == sorted((line.part for line in lines), key=list(bulletin.PARTS).index)


def test_a_quarter_before_the_record_says_so_and_one_to_come_is_refused(recorded: Catalogs) -> None:
    today = day_in_jiaxing()
    earlier = bulletin.bulletin(recorded, Quarter(2001, 1), today)
    assert earlier.unrecorded
    assert bulletin.lines(earlier, "zh") == []
    assert "之前" in bulletin.span(earlier, "zh")
    with pytest.raises(RefusedError) as caught:
        bulletin.bulletin(recorded, Quarter.of(today).next, today)
    assert caught.value.code == "error_quarter_ahead"


def test_an_empty_quarter_is_empty(database_url: str) -> None:
    alone = bulletin.bulletin(Catalogs(GEODATA, database_url), Quarter.of(day_in_jiaxing()), day_in_jiaxing())
    assert bulletin.lines(alone, "en") == []
    assert all(not any(numbers.values()) for numbers in alone.counts([]).values())


def test_the_plan_itself_orders_the_bulletin(catalog: Catalog) -> None:
    found = bulletin.order(catalog)
    assert found is not None
    assert (found[0].id, found[1].citation.line, found[1].evidence) == ("safeguard-03", (515,), "stated")


# Files, opened by other readers ------------------------------------------------------------------


def rows_of(content: bytes, lang: str) -> list[list[str]]:
    sheet = openpyxl.load_workbook(BytesIO(content))[text("bulletin_sheet_lines", lang)]
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    first = next(number for number, cells in enumerate(rows) if cells[1] == "name")
    return rows[first + 1 :]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_has_every_line_with_its_source(recorded: Catalogs, lang: str) -> None:
    found = running(recorded)
    told = past.answer(recorded, "bulletin.xlsx", {"lang": [lang]})
    assert told is not None
    assert told.file == f"g60-bulletin-{found.quarter}.xlsx"
    rows = rows_of(told.content, lang)
    assert rows == [list(bulletin.cells(line, lang)) for line in bulletin.lines(found, lang)]
    assert all(row[5] for row in rows)
    counts = openpyxl.load_workbook(BytesIO(told.content))[text("bulletin_sheet_counts", lang)]
    words = [str(cell) for row in counts.iter_rows(values_only=True) for cell in row if cell]
    assert any("季度通报" in one for one in words)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_document_and_the_one_slide_say_the_same(recorded: Catalogs, lang: str) -> None:
    found = running(recorded)
    lines = bulletin.lines(found, lang)
    document = docx.Document(BytesIO(BULLETIN_FILES["docx"].make(found, lang)))
    words = "\n".join(one.text for one in document.paragraphs)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert bulletin.title(found, lang) in words
    assert "季度通报" in words
    assert all(line.name in cells and line.source in cells for line in lines)
    (slide,) = pptx.Presentation(BytesIO(BULLETIN_FILES["pptx"].make(found, lang))).slides
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    shown = [cell.text for table in tables for row in table.rows for cell in row.cells]
    assert len(tables) == 2
    assert any(line.name in shown for line in lines)
    assert slide.notes_slide.notes_text_frame is not None
    assert "季度通报" in slide.notes_slide.notes_text_frame.text


def test_the_call_prints_a_bulletin_and_writes_its_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bulletin", "--today", TODAY]) == 0
    assert "2026 年第三季度简报" in capsys.readouterr().out
    assert main(["bulletin", "--quarter", "2026q2", "--today", TODAY, "--format", "json", "--lang", "en"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["quarter"], told["since"], told["until"], told["lines"]) == ("2026Q2", "2026-03-31", "2026-06-30", [])
    assert told["ordered_by"]["citation"]["line"] == [515]
    for form in BULLETIN_FILES:
        file = tmp_path / f"bulletin.{form}"
        assert main(["bulletin", "--today", TODAY, "--format", form, "-o", str(file)]) == 0
        assert file.read_bytes()[:2] == b"PK"
    assert main(["bulletin", "--quarter", "2030Q1", "--today", TODAY]) == 2
    assert main(["bulletin", "--quarter", "third", "--today", TODAY]) == 2


def test_the_weightiest_changes_go_first() -> None:
    def line(name: str, state: str, before: str, after: str) -> bulletin.Line:
        return bulletin.Line("indicators", name, state, name, "", before, after, "")

    found = [
        line("words", "changed", "甲", "乙"),
        line("came", "came", "", "7 %"),
        line("small", "changed", "100 %", "101 %"),
        line("gone", "gone", "7 %", ""),
        line("large", "changed", "1,000 家", "4,000 家"),
    ]
    assert [one.name for one in bulletin.weightiest(found, 9)] == ["large", "small", "gone", "came", "words"]
    assert [one.name for one in bulletin.weightiest(found, 2)] == ["large", "small"]


@pytest.mark.parametrize(
    "call",
    [
        ["--quarter", "0001Q1"],
        ["--today", "0001-01-01"],
        ["--today", "9999-12-31"],
        ["--today", "9998-12-31", "--quarter", "9998Q4", "--format", "json"],
        ["--today", "0001-04-01"],
    ],
)
def test_the_edges_of_the_calendar_are_refused_or_answered(
    call: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'atlas.db'}")
    status = main(["bulletin", *call])
    taken = capsys.readouterr()
    edge = {"0001Q1", "0001-01-01", "9999-12-31"} & set(call)
    assert (status, bool(taken.err), bool(taken.out)) == ((2, True, False) if edge else (0, False, True))
    assert all(one in taken.err for one in edge)
