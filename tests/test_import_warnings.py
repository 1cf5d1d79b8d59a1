"""What an import says beside errors and questions: sums, contacts, what a merged row loses, counties that move."""

from __future__ import annotations

from pathlib import Path

from g60.catalog.sources import FolderSource
from g60.record import people, publishing
from g60.record.catalogs import Catalogs
from g60.record.intake.examine import Outcome
from g60.record.intake.findings import WARNING, Answers
from g60.record.intake.same_body import SEPARATE
from g60.record.intake.saving import save
from tests.imports import GEODATA, HEAD, NANHU, PINGHU, codes, outcome, text_table

SHIPPED = FolderSource(GEODATA)


def warned(found: Outcome, *wanted: str) -> list[tuple[str, str]]:
    """Code and cell of the warnings of some codes."""
    return [(one.code, one.cell) for one in found.found if one.severity == WARNING and one.code in wanted]


def test_a_sum_reads_numbers_as_cells_are_read_and_names_what_is_no_number() -> None:
    head, rows = (*HEAD, "人数"), [(*NANHU[:5], "１．２", *NANHU[6:], "12"), (*PINGHU, "约30")]
    whole = ("合计", "", "", "", "", "2", "", "", "", "42")
    found = outcome(text_table([head, *rows, whole]))
    assert warned(found, "sum_differs", "sum_unread") == [("sum_unread", "J4")]
    (one,) = [one for one in found.found if one.code == "sum_unread"]
    assert "约30（J3）" in one.reason("zh")
    mended = outcome(text_table([head, *rows, whole]), Answers(cells={("", "J3"): "30"}))
    assert warned(mended, "sum_differs", "sum_unread") == []
    wrong = outcome(text_table([head, (*NANHU, "1,200"), (*PINGHU, "-5"), ("合计", *[""] * 8, "1190")]))
    assert warned(wrong, "sum_differs", "sum_unread") == [("sum_differs", "J4")]


def test_the_evidence_of_a_cell_that_was_put_right_names_what_stood_in_the_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'atlas.db'}"
    row = (*NANHU[:4], "AI", "千亩", *NANHU[6:7], "见图", NANHU[8])
    cells = {("", "E2"): "AI;人工智能", ("", "F2"): "1500亩", ("", "H2"): "120.8021"}
    found = outcome(text_table([HEAD, row]), Answers(cells=cells))
    assert codes(found) == []
    (body,) = found.bodies
    assert {name: body.original(name) for name in ("fields_zh", "area_km2", "lon")} == {
        **{"fields_zh": "AI", "area_km2": "千亩", "lon": "见图"},
    }
    assert body.derived["area_km2"] == "千亩 → 1500亩; 1500亩 → km²"
    person = people.local_person(url)
    number = save(person, found, SHIPPED, url=url)
    publishing.publish(person, number, "导入", url)
    words = Catalogs(GEODATA, url).newest().citation("zx-001", "fields_zh")
    assert words is not None
    assert words.note == "原值“AI”（E2），由 AI → AI;人工智能 得出"


def test_columns_of_persons_are_named_before_they_are_public_and_one_answer_leaves_them() -> None:
    head = (*HEAD, "联系人", "电话（办公室）", "从业人数", "备注", "E-mail")
    rows = [(*NANHU, "某某", "1", "35", "13800000000", ""), (*PINGHU, "", "", "12", "a@b.cn", "")]
    found, kinds = outcome(text_table([head, *rows])), ("column_contact",)
    assert [cell for _, cell in warned(found, *kinds)] == ["J1", "K1", "M1", "N1"]
    assert (codes(found), found.good, found.bodies[0].extras["联系人"]) == ([], 2, "某某")
    said = {"联系人": "", "电话（办公室）": "", "备注": "", "E-mail": "extras"}
    left = outcome(text_table([head, *rows]), Answers(columns=said))
    assert warned(left, *kinds) == []
    assert left.bodies[0].extras == {"从业人数": "35"}


def test_what_a_merged_row_says_otherwise_is_named_at_its_cells() -> None:
    first, second = (1, "甲山（嘉兴）研究院", *NANHU[2:]), (2, "甲山(嘉兴)研究院", *NANHU[2:4], "半导体", *NANHU[5:])
    third = (3, "甲山 (嘉兴) 研究院", "南湖区", "", "新材料、半导体", 1.5, *NANHU[6:8], 30.75)
    data = text_table([(*HEAD, "人数"), (*first, ""), (*second, "35"), (*third, "")])
    found, kinds = outcome(data, Answers(taken=frozenset(("same_body",)))), ("merge_dropped",)
    assert (codes(found), found.good, len(found.difference.added)) == ([], 1, 1)
    assert warned(found, *kinds) == [("merge_dropped", cell) for cell in ("E3", "J3", "F4", "I4")]
    (area,) = [one for one in found.found if one.cell == "F4"]
    assert "保留“1.2”，不取这里的“1.5”" in area.reason("zh")
    apart = {("same_body", name): SEPARATE for name in (second[1], third[1])}
    assert warned(outcome(data, Answers(choices=apart)), *kinds) == []
