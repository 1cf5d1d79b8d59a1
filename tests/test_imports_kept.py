"""An import that is kept: it goes on after an interruption, it remembers answers, and says what became of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from g60.catalog.sources import FolderSource
from g60.cli import main
from g60.contract.errors import DatabaseError, RefusedError
from g60.contract.schema import SOURCES
from g60.contract.statements import LISTS
from g60.record import draft_rows, drafts, editing, imports, people, publishing, remembered, versions
from g60.record.imports import Import
from g60.record.intake import saving
from g60.record.intake.examine import Outcome, examine
from g60.record.intake.findings import AREA_UNIT, COLUMN, DATUM, Answers
from g60.record.intake.known import Known
from g60.record.intake.same_body import SEPARATE
from g60.record.intake.saving import About
from g60.record.people import Person
from g60.record.versions import RecordSource
from tests.county_workbooks import slipped
from tests.imports import GEODATA, HEAD, NANHU, PINGHU, codes, printed, text_table

SHIPPED = FolderSource(GEODATA)
LIST = About("南湖区 2026 年清单", "重点机构", "2026-11")


over_every_database = pytest.mark.usefixtures("database_url")


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of its own; each of `database_url` for a test that is marked so."""
    is_marked = "database_url" in request.fixturenames
    return str(request.getfixturevalue("database_url")) if is_marked else f"sqlite:///{tmp_path / 'atlas.db'}"


@pytest.fixture
def editor(url: str) -> Person:
    return people.add_person("editor", "编辑", roles=("editor",), by=None, url=url)


@pytest.fixture
def clerk(url: str) -> Person:
    return people.add_person("clerk", "李娜", roles=("clerk",), units=("330402",), by=None, url=url)


@pytest.fixture
def admin(url: str) -> Person:
    return people.local_person(url)


def looked(person: Person, number: int, url: str) -> Outcome:
    """What an import comes to with the answers that it has."""
    held = imports.open_import(person, number, url)
    newest = versions.newest(url)
    known = Known.of(RecordSource(newest, url) if newest > 1 else SHIPPED, held.list)
    return examine(imports.data_of(person, number, url), held.file_name, known, held.answers)


def saved(person: Person, data: bytes, url: str, of_list: str = "zx", answers: Answers | None = None) -> Import:
    """An import from its file to its draft."""
    held = imports.start(person, of_list, "清单.csv", data, url)
    if answers:
        imports.answer(person, held.number, answers, url)
    imports.save(person, held.number, looked(person, held.number, url), LIST, url=url, shipped=SHIPPED)
    return imports.open_import(person, held.number, url)


def publish(admin: Person, held: Import, url: str, why: str = "季度更新") -> int:
    assert held.draft is not None
    return publishing.publish(admin, held.draft, why, url)


def code_of(act: object, *given: object, **named: object) -> str:
    assert callable(act)
    with pytest.raises(RefusedError) as caught:
        act(*given, **named)
    return caught.value.code


@over_every_database
def test_an_import_goes_on_where_it_was_with_its_bytes_and_answers(editor: Person, url: str) -> None:
    data = text_table([("MC", *HEAD[2:]), (NANHU[1], *NANHU[2:]), (PINGHU[1], "平湖县城", *PINGHU[3:])])
    held = imports.start(editor, "zx", "../a/清单.csv", data, url)
    assert (held.state, held.file_name, held.size, held.person_name) == ("open", "../a/清单.csv", len(data), "编辑")
    answers = Answers(columns={"MC": "name_zh"}, choices={("unit_unknown", "平湖县城"): "平湖市"}, datum="wgs84")
    first = looked(editor, held.number, url)
    assert [code for code, _, _ in codes(first)] == ["column_guess", "unit_unknown"]
    imports.answer(editor, held.number, answers, url, about=LIST, remove={"x": "撤销"}, outcome=first)
    # The process died here; the browser is another one.
    (again,) = imports.open_imports(editor, url)
    assert (again.answers.columns, again.about, again.remove) == ({"MC": "name_zh"}, LIST, {"x": "撤销"})
    assert again.counts["bad"] == 1
    assert imports.data_of(editor, again.number, url) == data
    assert codes(looked(editor, again.number, url)) == []
    # The same file again is the same import.
    assert imports.start(editor, "zx", "other.csv", data, url).number == held.number
    imports.save(editor, held.number, looked(editor, held.number, url), remove={}, url=url, shipped=SHIPPED)
    assert imports.open_imports(editor, url) == ()
    assert code_of(imports.answer, editor, held.number, answers, url) == "error_import_closed"


def test_a_clerk_goes_on_with_own_imports_only_and_an_editor_with_all(
    clerk: Person, editor: Person, admin: Person, url: str
) -> None:
    other = people.add_person("other", "王", roles=("clerk",), units=("330402",), by=admin, url=url)
    held = imports.start(clerk, "zx", "a.csv", text_table([HEAD, NANHU]), url)
    # A clerk of one county brings the rows of that county.
    assert held.unit == "330402"
    for act in (imports.open_import, imports.data_of, imports.cancel):
        assert code_of(act, other, held.number, url) == "error_import_of_other"
    assert code_of(imports.answer, other, held.number, Answers(), url) == "error_import_of_other"
    outcome = looked(clerk, held.number, url)
    refused = code_of(imports.save, other, held.number, outcome, LIST, {}, url, shipped=SHIPPED)
    assert refused == "error_import_of_other"
    # A visitor, and somebody whom the table does not know.
    for nobody in (people.VISITOR, Person(999, "x", "x", frozenset(("editor",)))):
        assert code_of(imports.open_imports, nobody, url) == "error_not_signed_in"
        assert code_of(imports.start, nobody, "zx", "a.csv", b"x", url) == "error_not_signed_in"
    assert imports.open_imports(other, url) == ()
    assert [one.number for one in imports.open_imports(editor, url)] == [held.number]
    # A role that was taken away meanwhile is not used.
    people.remove_person("clerk", by=admin, url=url)
    assert code_of(imports.data_of, clerk, held.number, url) == "error_not_allowed"
    imports.cancel(editor, held.number, url)
    assert code_of(imports.data_of, editor, held.number, url) == "error_import_bytes"
    assert code_of(imports.open_import, editor, 77, url) == "error_import_unknown"


def test_files_are_bounded_in_size_number_and_time(editor: Person, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "OPEN_AT_MOST", 2)
    monkeypatch.setattr(imports, "MOST", 100_000)
    assert code_of(imports.start, editor, "zx", "a.csv", b"x" * 100_001, url) == "import_refused_large"
    first = imports.start(editor, "zx", "a.csv", b"a", url)
    imports.start(editor, "other", "a.csv", b"a", url)
    assert code_of(imports.start, editor, "zx", "b.csv", b"b", url) == "error_import_many"
    imports.cancel(editor, first.number, url)
    kept = saved(editor, text_table([HEAD, NANHU, PINGHU]), url)
    # A quarter later nobody has gone on with the open one, and the saved one needs its bytes no more.
    monkeypatch.setattr(imports, "KEPT_DAYS", -1)
    imports.start(editor, "third", "c.csv", b"c", url)
    assert [one.list for one in imports.open_imports(editor, url)] == ["third"]
    assert code_of(imports.data_of, editor, kept.number, url) == "error_import_bytes"
    assert imports.open_import(editor, kept.number, url).counts["rows"] == 2


@over_every_database
def test_answers_are_remembered_for_their_list_shown_and_can_be_changed(
    editor: Person, admin: Person, url: str
) -> None:
    head = ("MC", "QX", "产业方向", "面积", "经度", "纬度")
    lon, lat = slipped("330402", "gcj02")[0]
    rows = [
        ("甲山研究院", "南湖街", "航空宇航技术", 1500, lon, lat),
        ("乙水实验室", "平湖市", "新材料", 750, None, None),
    ]
    data = text_table([head, *rows])
    said = Answers(
        columns={"MC": "name_zh", "QX": "unit"},
        datum="gcj02",
        area_units={"面积": "亩"},
        choices={("unit_unknown", "南湖街"): "南湖区"},
    )
    first = saved(editor, data, url, answers=said)
    publish(admin, first, url)
    kept = remembered.remembered("zx", "", url)
    assert kept == {
        (COLUMN, "MC"): "name_zh",
        (COLUMN, "QX"): "unit",
        (DATUM, ""): "gcj02",
        (AREA_UNIT, "面积"): "亩",
        ("unit_unknown", "南湖街"): "南湖区",
    }
    # The next file of the list asks nothing, says what was remembered, and reads the same.
    later = imports.start(editor, "zx", "b.csv", data + b"\r\n", url)
    again = looked(editor, later.number, url)
    assert codes(again) == []
    assert again.difference.as_json() == {"added": 0, "changed": 0, "removed": 0, "same": 2}
    notes = {(one.code, one.cell) for one in again.found if one.code.startswith("remembered_")}
    assert notes == {
        *(("remembered_column", "A1"), ("remembered_column", "B1"), ("remembered_area_unit", "D1")),
        *(("remembered_datum", ""), ("remembered_word", "B2")),
    }
    for one in again.found:
        assert one.reason("zh") != one.reason("en")
    # Never across lists, and another county's file does not take the datum of this one.
    assert remembered.remembered("other", "", url) == {}
    assert (DATUM, "") not in remembered.remembered("zx", "330482", url)
    # Asked again where that is wanted; another answer takes its place.
    forgotten = frozenset({("unit_unknown", "南湖街"), (AREA_UNIT, "面积")})
    imports.answer(editor, later.number, Answers(forgotten=forgotten), url)
    asked = looked(editor, later.number, url)
    assert {code for code, _, _ in codes(asked)} == {"unit_unknown", "area_unit_asked"}
    other = {("unit_unknown", "南湖街"): "秀洲区"}
    imports.answer(editor, later.number, Answers(forgotten=forgotten, choices=other, area_units={"面积": "亩"}), url)
    outcome = looked(editor, later.number, url)
    assert codes(outcome) == [("place_outside", 2, "E2")]


def test_what_was_said_of_a_body_is_remembered_for_that_body_only(editor: Person, admin: Person, url: str) -> None:
    first = saved(editor, text_table([HEAD, (1, "甲山（嘉兴）研究院", *NANHU[2:])]), url)
    publish(admin, first, url)
    data = text_table([HEAD, (1, "甲山(嘉兴)研究院", *NANHU[2:]), PINGHU])
    held = imports.start(editor, "zx", "b.csv", data, url)
    imports.answer(editor, held.number, Answers(choices={("same_known", "甲山(嘉兴)研究院"): SEPARATE}), url)
    imports.save(editor, held.number, looked(editor, held.number, url), url=url, shipped=SHIPPED)
    assert remembered.remembered("zx", "", url) == {("same_known", "甲山(嘉兴)研究院"): "separate:zx-001"}
    later = imports.start(editor, "zx", "c.csv", data + b"\r\n", url)
    again = looked(editor, later.number, url)
    assert codes(again) == []
    assert [one.code for one in again.found if one.code.startswith("remembered_")] == ["remembered_separate"]
    # Of another body nothing was said.
    known = Known.of(RecordSource(2, url), "zx")
    moved = {"zx-007": {**known.carriers["zx-001"], "id": "zx-007"}}
    held_again = imports.open_import(editor, later.number, url)
    other = examine(data, "c", Known("zx", known.units, known.terms, moved), held_again.answers)
    assert [code for code, _, _ in codes(other)] == ["same_known"]


@over_every_database
def test_two_counties_drafts_give_no_id_to_two_bodies(editor: Person, clerk: Person, admin: Person, url: str) -> None:
    publish(admin, saved(editor, text_table([HEAD, (1, "丙桥研究院", *PINGHU[2:])]), url), url)
    first = saved(editor, text_table([HEAD, PINGHU]), url)
    second = saved(clerk, text_table([HEAD, NANHU]), url)
    publish(admin, first, url)
    publish(admin, second, url)
    bodies = Known.of(RecordSource(4, url), "zx").bodies
    assert {key: row["name_zh"] for key, row in bodies.items()} == {
        **{"zx-001": "丙桥研究院", "zx-002": "乙水实验室", "zx-003": "甲山研究院"},
    }
    assert sorted(row["no"] for row in bodies.values()) == ["1", "2", "3"]


def test_a_body_that_was_published_meanwhile_is_not_added_twice(editor: Person, admin: Person, url: str) -> None:
    held = imports.start(editor, "zx", "a.csv", text_table([HEAD, NANHU, PINGHU]), url)
    outcome = looked(editor, held.number, url)
    publish(admin, saved(editor, text_table([HEAD, NANHU]), url), url)
    refused = code_of(imports.save, editor, held.number, outcome, LIST, {}, url, shipped=SHIPPED)
    assert refused == "error_import_key_taken"
    assert imports.open_import(editor, held.number, url).state == "open"
    assert len(drafts.drafts(editor, url)) == 0


@over_every_database
def test_a_draft_that_broke_off_is_not_taken_for_the_whole(
    editor: Person, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = text_table([HEAD, NANHU, PINGHU])
    held = imports.start(editor, "zx", "a.csv", data, url)
    outcome = looked(editor, held.number, url)
    monkeypatch.setattr(editing, "ROWS_AT_MOST", 1)
    made = saving._Work.step

    def breaks(work: saving._Work, connection: object, keeping: object) -> bool:
        if len(work.entries) == 1:
            raise KeyboardInterrupt
        return made(work, connection, keeping)  # type: ignore[arg-type]

    monkeypatch.setattr(saving._Work, "step", breaks)
    with pytest.raises(KeyboardInterrupt):
        imports.save(editor, held.number, outcome, LIST, url=url, shipped=SHIPPED)
    monkeypatch.setattr(saving._Work, "step", made)
    left = imports.open_import(editor, held.number, url)
    assert (left.state, left.draft) == ("open", 1)
    number = imports.save(editor, held.number, outcome, LIST, url=url, shipped=SHIPPED)
    assert [one.number for one in drafts.drafts(editor, url)] == [number] == [2]


@pytest.mark.parametrize("gives_out_again", ["", "discard"])
def test_a_draft_is_discarded_when_the_database_gives_out_in_its_middle(
    editor: Person, url: str, monkeypatch: pytest.MonkeyPatch, gives_out_again: str
) -> None:
    held = imports.start(editor, "zx", "a.csv", text_table([HEAD, NANHU, PINGHU]), url)
    outcome = looked(editor, held.number, url)
    monkeypatch.setattr(editing, "ROWS_AT_MOST", 1)
    made = saving._Work.step

    def gives_out(work: saving._Work, connection: object, keeping: object) -> bool:
        if len(work.entries) == 1:
            raise DatabaseError(detail="disk full")
        return made(work, connection, keeping)  # type: ignore[arg-type]

    def locked(*_: object) -> None:
        raise DatabaseError(detail="locked")

    with monkeypatch.context() as broken:
        broken.setattr(saving._Work, "step", gives_out)
        if gives_out_again:
            broken.setattr(drafts, gives_out_again, locked)
        with pytest.raises(DatabaseError) as raised:
            imports.save(editor, held.number, outcome, LIST, url=url, shipped=SHIPPED)
    # What is said is what went wrong first.
    assert raised.value.values == {"detail": "disk full"}
    assert len(drafts.drafts(editor, url)) == (1 if gives_out_again else 0)
    number = imports.save(editor, held.number, outcome, LIST, url=url, shipped=SHIPPED)
    assert [one.number for one in drafts.drafts(editor, url)] == [number] == [2]


@over_every_database
def test_a_county_sees_what_was_taken_asked_and_published(
    editor: Person, clerk: Person, admin: Person, url: str
) -> None:
    assert imports.last_of(editor, "330402", url) == ()
    publish(admin, saved(editor, text_table([HEAD, (1, "丙桥研究院", *PINGHU[2:])]), url), url)
    rows = [HEAD, (*NANHU[:2], "南湖街", *NANHU[3:]), ("合计", "2", *[""] * 7)]
    said = Answers(unit="330402", choices={("unit_unknown", "南湖街"): "南湖区"})
    mine = saved(clerk, text_table(rows), url, answers=said)
    (seen,) = imports.last_of(clerk, "330402", url)
    assert (seen.number, seen.list, seen.person_name) == (mine.number, "zx", "李娜")
    assert seen.fate is not None
    assert seen.fate.state == "open"
    assert seen.told["by_unit"]["330402"] == {
        **{"rows": 1, "good": 1, "added": 1},
        **{"changed": 0, "removed": 0, "same": 0},
    }
    (asked,) = [one for one in seen.told["asked"] if one["code"] == "unit_unknown"]
    assert (asked["cell"], asked["value"], asked["answer"], asked["unit"]) == ("C2", "南湖街", "南湖区", "330402")
    assert seen.told["left"] == {"total": 1}
    publish(admin, mine, url, "十一月汇总")
    (seen,) = imports.last_of(clerk, "330402", url)
    assert seen.fate is not None
    assert (seen.fate.state, seen.fate.version, seen.fate.why) == ("published", 3, "十一月汇总")
    assert seen.fate.who == "local"
    # A clerk asks of their own county; the other one's last import is another.
    assert code_of(imports.last_of, clerk, "330482", url) == "error_not_allowed"
    assert [one.number for one in imports.last_of(editor, "330482", url)] == [1]
    # Of a file of several counties, each sees its own part.
    both = [HEAD, (*NANHU[:2], "南湖街", "新路2号", *NANHU[4:]), (*PINGHU[:2], "平湖县城", "新路1号", *PINGHU[4:])]
    answered = Answers(choices={("unit_unknown", "平湖县城"): "平湖市"})
    again = saved(editor, text_table(both), url, answers=answered)
    for unit, value in (("330402", "南湖街"), ("330482", "平湖县城")):
        (part,) = imports.last_of(editor, unit, url)
        assert (part.number, list(part.told["by_unit"])) == (again.number, [unit])
        assert [one["value"] for one in part.told["asked"]] == [value]
    assert again.draft is not None
    drafts.discard(editor, again.draft, url)
    (seen,) = imports.last_of(editor, "330482", url)
    assert seen.fate is not None
    assert (seen.number, seen.fate.state) == (again.number, "discarded")


def test_a_new_list_is_made_by_those_who_may_and_a_clerk_is_told_who_they_are(
    editor: Person, clerk: Person, admin: Person, url: str
) -> None:
    held = imports.start(clerk, "zx", "a.csv", text_table([HEAD, NANHU]), url)
    outcome = looked(clerk, held.number, url)
    with pytest.raises(RefusedError) as refused:
        imports.save(clerk, held.number, outcome, LIST, url=url, shipped=SHIPPED)
    assert refused.value.code == "error_import_list_new"
    assert "编辑" in str(refused.value.values["names"])
    for about, code in (
        (LIST._replace(list_date="2026年"), "error_import_list_date"),
        (LIST._replace(list_name="长" * 201), "error_import_list_name"),
    ):
        assert code_of(imports.save, editor, held.number, outcome, about, {}, url, shipped=SHIPPED) == code
    imports.save(editor, held.number, outcome, LIST, url=url, shipped=SHIPPED)
    publish(admin, imports.open_import(editor, held.number, url), url)
    lists = RecordSource(2, url).read(LISTS).set_index("list")
    assert (lists.at["zx", "name_zh"], lists.at["zx", "date"]) == ("重点机构", "2026-11")
    sources = RecordSource(2, url).read(SOURCES).set_index("source")
    assert sources.at[lists.at["zx", "source"], "title_zh"] == "南湖区 2026 年清单"


def test_a_word_that_was_taken_for_a_term_becomes_one_where_the_person_may(
    editor: Person, clerk: Person, admin: Person, url: str
) -> None:
    rows = [HEAD, (*NANHU[:4], "航天空航", *NANHU[5:])]
    said = Answers(taken=frozenset(("industry_offered",)))
    first = saved(editor, text_table(rows), url, answers=said)
    publish(admin, first, url)
    body = Known.of(RecordSource(2, url), "zx").bodies["zx-001"]
    assert (body["fields_zh"], body["industries"]) == ("航天空航", "aero")
    assert Known.of(RecordSource(2, url), "zx").terms["航天空航"] == "aero"
    # A clerk's words stay; the term is the editors' to add.
    mine = [HEAD, (3, "丁谷实验室", "南湖区", "示例路3号", "料材新", *NANHU[5:])]
    second = saved(clerk, text_table(mine), url, answers=said)
    publish(admin, second, url)
    known = Known.of(RecordSource(3, url), "zx")
    assert "料材新" not in known.terms
    assert known.bodies["zx-002"]["fields_zh"] == "料材新"


def test_a_cell_is_put_right_and_a_row_is_left_out_without_another_file(editor: Person, url: str) -> None:
    rows = [HEAD, (1, "", *NANHU[2:]), PINGHU, PINGHU]
    held = imports.start(editor, "zx", "a.csv", text_table(rows), url)
    assert codes(looked(editor, held.number, url)) == [("name_missing", 2, "B2"), ("row_repeated", 4, "B4")]
    said = Answers(cells={("", "B2"): "甲山研究院"}, left=frozenset({("", 4)}))
    imports.answer(editor, held.number, said, url)
    outcome = looked(editor, held.number, url)
    assert codes(outcome) == []
    assert [(body.name, body.row) for body in outcome.bodies] == [("甲山研究院", 2), ("乙水实验室", 3)]
    assert [left.code for one in outcome.sheets for left in one.left_out] == ["by_person"]
    assert [one.reply.words for one in outcome.settled if one.question.code == "cell_put_right"] == ["甲山研究院"]
    imports.save(editor, held.number, outcome, LIST, url=url, shipped=SHIPPED)
    cited = drafts_citation(editor, url)
    assert "甲山研究院" in cited["note"]


def drafts_citation(editor: Person, url: str) -> dict[str, str]:
    number = drafts.drafts(editor, url)[0].number
    return dict(draft_rows.record(editor, number, "zx-001", url).citations["name_zh"])


def test_the_command_line_remembers_and_forgets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'atlas.db'}")
    path = tmp_path / "a.csv"
    path.write_bytes(text_table([("MC", "QX"), ("甲山研究院", "南湖街")]))
    call = (str(path), "--list", "zx", "--dry-run")
    assert printed(capsys, *call)[0] == 1
    # Without a draft nothing is kept, not even a database.
    assert not (tmp_path / "atlas.db").exists()
    answers = ("--map", "MC=name_zh", "--map", "QX=unit", "--answer", "unit_unknown:南湖街=南湖区")
    status, content = printed(capsys, *call[:-1], *answers)
    assert (status, content["draft"]) == (0, 1)
    assert printed(capsys, *call)[0] == 0
    status, content = printed(capsys, *call, "--forget")
    assert {one["code"] for one in content["issues"] if one["severity"] != "warning"} >= {"column_guess"}
    assert main(["import", str(path), "--list", "zx", "--answer", "nothing"]) == 2
    assert main(["import", str(path), "--list", "zx", "--area-unit", "面积=里"]) == 2
    assert imports.last_of(people.local_person(), "330402")[0].counts["added"] == 1
