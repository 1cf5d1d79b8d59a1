"""What a meeting decides, its file, and its minutes read again by readers of other makers."""

import io
import json
import re
import zipfile
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from g60.catalog.catalog import Catalog
from g60.contract.errors import DataError
from g60.contract.i18n import LANGUAGES
from g60.export.office.minutes import MINUTES, Heading, to_docx, to_xlsx
from g60.meeting.decisions import DECISIONS_AT_MOST, Decision, issue_line, merged, ordered, read, write
from tests.hostile import ATTACKS

HEADING = Heading("嘉兴科创空间布局", date(2026, 11, 30), "https://atlas.example/g60/")
JUANHU = Decision("d1", "lake-juanhu", "核对面积口径", "海宁市科技局", "2026-12-15", "2026-11-30T09:12:00Z", done=False)
DONE = Decision("d2", "330481", "补报载体名单", "海宁市", "", "2026-11-30T09:15:00Z", done=True)
BARE = Decision("d3", "", "下次会议定于十二月", "", "", "", done=False)


def file(entries: list[Any], **parts: Any) -> str:
    return json.dumps({"format": "g60-decisions", "version": 1, "decisions": entries} | parts, ensure_ascii=False)


def codes(issues: tuple[Any, ...]) -> list[str]:
    return [issue.code for issue in issues]


# The file --------------------------------------------------------------------------------------


def test_what_is_written_is_read_again_as_it_was(catalog: Catalog) -> None:
    assert read(write((JUANHU, DONE, BARE)), catalog) == ((JUANHU, DONE, BARE), ())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", "file_not_json"),
        ('{"format": "g60-scenes", "version": 1, "scenes": []}', "file_other"),
        (file([], version=2), "file_version"),
        (file([]), "decisions_none"),
        (file([{"text": ""}, {"text": 5}, 3, None]), "decisions_none"),
    ],
)
def test_a_file_that_cannot_be_opened_says_why(catalog: Catalog, content: str, code: str) -> None:
    with pytest.raises(DataError) as caught:
        read(content, catalog)
    assert caught.value.issues[0].code == code
    assert all(issue_line(issue, lang) for issue in caught.value.issues for lang in LANGUAGES)


def test_odd_parts_are_named_and_the_decision_opens(catalog: Catalog) -> None:
    entries = [
        {"id": "../d", "area": "lake-nowhere", "text": "甲" * 3000, "owner": ["x"], "due": "2026-02-30", "made": "now"},
        {"id": "d", "area": "<script>", "text": "乙", "done": "yes"},
        {"id": "d", "text": "丙\u0000\ud800", "done": True, "due": "tomorrow"},
        {"text": " "},
    ]
    found, issues = read(file(entries), catalog)
    assert [(one.id, one.area, one.done) for one in found] == [
        ("decision-1", "lake-nowhere", False),
        ("d", "", False),
        ("decision-3", "", True),
    ]
    assert found[0].text == "甲" * 2000
    assert found[2].text == "丙\ufffd"
    assert {one.due for one in found} == {one.made for one in found} == {""}
    assert codes(issues) == [
        *("decision_cut", "decision_date", "decision_area", "decision_area", "decision_date", "decision_broken"),
    ]
    assert [issue.row for issue in issues] == [1, 1, 1, 2, 3, 4]


def test_of_too_many_the_first_open_and_it_is_said(catalog: Catalog) -> None:
    found, issues = read(file([{"text": f"第 {n} 项"} for n in range(5000)]), catalog)
    assert len(found) == DECISIONS_AT_MOST
    assert codes(issues) == ["decisions_too_many"]
    assert "5000" in issue_line(issues[0], "zh")


def test_decisions_of_more_than_a_megabyte_are_said_and_not_opened(catalog: Catalog) -> None:
    found, issues = read(file([{"text": f"第 {n} 项" + "长" * 1990} for n in range(500)]), catalog)
    assert 100 < len(found) < 200
    assert codes(issues) == ["decisions_too_many"]
    assert f"前 {len(found)} 项" in issue_line(issues[0], "zh")


@settings(max_examples=100, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x, max_size=3)))
def test_whatever_stands_in_a_decision_it_is_opened_or_said(catalog: Catalog, value: Any) -> None:
    names = ("id", "area", "text", "owner", "due", "made", "done")
    found, _ = read(file([dict.fromkeys(names, value), {"text": "末项"}]), catalog)
    assert found[-1].text == "末项"
    assert read(write(found), catalog)[0] == found


def test_the_open_ones_come_first_and_the_earliest_due_before_the_rest() -> None:
    later = Decision("d4", "", "后办", "", "2027-01-01", "", done=False)
    assert ordered((DONE, BARE, later, JUANHU)) == [JUANHU, later, BARE, DONE]


def test_a_file_opened_twice_adds_nothing_and_brings_what_was_done_since() -> None:
    done = Decision(JUANHU.id, JUANHU.area, JUANHU.text, JUANHU.owner, JUANHU.due, JUANHU.made, done=True)
    assert merged((JUANHU, BARE), (JUANHU, BARE)) == (JUANHU, BARE)
    assert merged((JUANHU, BARE), (done,)) == (done, BARE)


def test_two_decisions_of_one_id_are_both_kept() -> None:
    other = Decision("d1", "core-jiaxing", "另一件", "", "", "2026-11-29", done=False)
    both = merged((JUANHU,), (other, other))
    assert [(one.id, one.text) for one in both] == [("d1", JUANHU.text), ("d1-2", "另一件")]
    undated = Decision("d3", "", "改期", "", "", "", done=False)
    assert [one.text for one in merged((BARE,), (undated, BARE))] == [BARE.text, "改期"]


# The minutes -----------------------------------------------------------------------------------


def rows_of_docx(data: bytes) -> list[list[str]]:
    (table,) = docx.Document(io.BytesIO(data)).tables
    return [[re.sub(r"\s+", " ", cell.text) for cell in row.cells] for row in table.rows]


def rows_of_xlsx(data: bytes) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return book.get_sheet_by_index(0).to_python()


def test_the_document_holds_every_decision_with_the_open_ones_first(catalog: Catalog) -> None:
    rows = rows_of_docx(to_docx(catalog, (DONE, JUANHU, BARE), HEADING, "zh"))
    assert rows[0] == ["序号", "片区、载体", "事项", "责任单位（人）", "期限", "状态"]
    assert rows[1] == ["1", "鹃湖国际科技城", "核对面积口径", "海宁市科技局", "2026-12-15", "未办结"]
    assert rows[2] == ["2", "", "下次会议定于十二月", "", "", "未办结"]
    assert rows[3] == ["3", "海宁市", "补报载体名单", "海宁市", "", "已办结"]
    english = rows_of_docx(to_docx(catalog, (JUANHU,), HEADING, "en"))
    assert english[0][:3] == ["No.", "Area, innovation platform", "Decision"]
    assert english[1][1] == "Juanhu International Science and Technology City"


def test_the_links_of_the_document_open_the_same_place(catalog: Catalog) -> None:
    parts = zipfile.ZipFile(io.BytesIO(to_docx(catalog, (JUANHU, DONE, BARE), HEADING, "en")))
    related = ElementTree.fromstring(parts.read("word/_rels/document.xml.rels"))
    links = sorted(one.get("Target", "") for one in related if one.get("TargetMode") == "External")
    assert links == [
        "https://atlas.example/g60/?focus=330481&lang=en",
        "https://atlas.example/g60/?focus=lake-juanhu&lang=en",
    ]
    body = ElementTree.fromstring(parts.read("word/document.xml"))
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    named = ["".join(link.itertext()) for link in body.iter(f"{space}hyperlink")]
    assert named == ["Juanhu International Science and Technology City", "Haining City"]


def test_the_workbook_has_dates_as_dates_and_links_as_addresses(catalog: Catalog) -> None:
    rows = rows_of_xlsx(to_xlsx(catalog, (DONE, JUANHU), HEADING, "zh"))
    assert rows[0][:3] == ["序号", "片区、载体", "事项"]
    assert rows[1][:4] == [1, "鹃湖国际科技城", "核对面积口径", "海宁市科技局"]
    assert rows[1][4] in (date(2026, 12, 15), datetime(2026, 12, 15))
    assert rows[1][5:] == ["未办结", "2026-11-30 09:12 UTC", "https://atlas.example/g60/?focus=lake-juanhu"]
    assert rows[2][4] == ""
    assert len(rows) == 3


def test_minutes_without_a_decision_say_so(catalog: Catalog) -> None:
    document = docx.Document(io.BytesIO(to_docx(catalog, (), HEADING, "zh")))
    assert "没有事项。" in [paragraph.text for paragraph in document.paragraphs]
    assert len(rows_of_xlsx(to_xlsx(catalog, (), HEADING, "zh"))) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_texts_stay_text_in_both_files(catalog: Catalog, lang: str) -> None:
    hostile = tuple(
        Decision(f"d{n}", "", attack + "\ufffe\x0b", attack, "", "", done=False) for n, attack in enumerate(ATTACKS)
    )
    heading = Heading(ATTACKS[0], HEADING.day, HEADING.address)
    rows = rows_of_docx(to_docx(catalog, hostile, heading, lang))
    written = [re.sub(r"\s+", " ", one.text.replace("\ufffe", "\ufffd").replace("\x0b", "\ufffd")) for one in hostile]
    assert [row[2] for row in rows[1:]] == written
    workbook = to_xlsx(catalog, hostile, heading, lang)
    assert [row[2] for row in rows_of_xlsx(workbook)[1:]] == [
        one.text.replace("\ufffe", "\ufffd").replace("\x0b", "\ufffd") for one in hostile
    ]
    sheet = zipfile.ZipFile(io.BytesIO(workbook)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


@pytest.mark.parametrize("form", MINUTES)
def test_minutes_of_a_thousand_decisions_are_whole(catalog: Catalog, form: str) -> None:
    many = tuple(
        Decision(f"d{n}", "lake-juanhu", f"第 {n} 项", "甲", "2026-12-15", "", done=n % 2 == 0) for n in range(300)
    )
    data = MINUTES[form](catalog, many, HEADING, "zh")
    rows = rows_of_docx(data) if form == "docx" else rows_of_xlsx(data)
    assert len(rows) == len(many) + 1
