"""What the page of the import does with what it is told, without a browser: answers, files, lists, rights."""

from __future__ import annotations

import base64
import errno
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn, cast

import pytest
from streamlit.testing.v1 import AppTest

from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.contract.errors import RefusedError
from g60.contract.schema import CARRIERS
from g60.evidence import changes
from g60.evidence.wording import Wording
from g60.record import database, imports, people, publishing
from g60.record.intake import again, apart
from g60.record.intake.examine import examine
from g60.record.intake.findings import Answers
from g60.record.intake.saving import About
from g60.record.people import Person
from g60.ui import (
    components,
    edit_words,
    import_acts,
    import_answered,
    import_county,
    import_entry,
    import_findings,
    import_sent,
)
from g60.ui.import_work import FAILED, READY, Turn, Work
from g60.ui.page import Page
from tests.imports import GEODATA, HEAD, NANHU, PINGHU, codes, known, saved, text_table, workbook

INDEX = Path(__file__).parents[1] / "pages" / "index.py"
BAD = [
    HEAD,
    NANHU,
    (*PINGHU[:2], "杭州市", *PINGHU[3:6], "2024年13月", *PINGHU[7:]),
    (3, "", *NANHU[2:7], 120.81, 30.75),
    (4, "丁桥研究所", "海宁市", "", "不知何业", "", "", 130, 40),
    NANHU,
]


def work_on(data: bytes, answers: Answers | None = None) -> Work:
    """The work on a file, checked here and now."""
    work = Work(1, "zx", "file", data, answers or Answers(), known=known())
    work.reading = apart.read(data)
    return checked(work, work.answers)


def checked(work: Work, answers: Answers) -> Work:
    assert work.known is not None
    work.answers = answers
    work.outcome = examine(work.data, work.file, work.known, answers)
    return work


def told(work: Work, **event: Any) -> Work:
    return checked(work, import_acts.ANSWERS[event["type"]](work, event))


def open_codes(work: Work) -> list[str]:
    assert work.outcome is not None
    return [code for code, _, _ in codes(work.outcome)]


def test_every_fault_is_settled_by_what_the_page_offers() -> None:
    work = work_on(text_table(BAD))
    assert open_codes(work) == ["unit_unknown", "not_date", "name_missing", "place_outside", "row_repeated"]
    for code, cell, text in (
        ("unit_unknown", "C3", "平湖市"),
        ("not_date", "G3", "2024-12"),
        ("name_missing", "B4", "丙桥研究院"),
    ):
        told(work, type="mend", code=code, sheet="", cell=cell, text=text)
    told(work, type="mend", code="place_outside", sheet="", cell="H5", text="120.6, 30.45")
    told(work, type="leave", sheet="", row=6)
    assert open_codes(work) == []
    assert work.outcome is not None
    assert [body.name for body in work.outcome.bodies] == ["甲山研究院", "乙水实验室", "丙桥研究院", "丁桥研究所"]
    assert (work.outcome.bodies[3].values["lon"], work.outcome.bodies[3].values["lat"]) == ("120.6", "30.45")
    told(work, type="retract", code="cell_put_right", sheet="", cell="C3")
    told(work, type="retract", code="left", sheet="", row=6)
    assert open_codes(work) == ["unit_unknown", "row_repeated"]
    told(work, type="every", code="row_repeated", way="leave")
    assert open_codes(work) == ["unit_unknown"]


def test_all_of_a_kind_are_settled_with_one_click() -> None:
    rows = [HEAD, *((at, f"{at}号研究院", "海宁市区", *NANHU[3:7], 30.45, 120.6) for at in range(1, 5))]
    work = work_on(text_table(rows))
    told(work, type="every", code="unit_unknown")
    assert open_codes(work) == ["place_swapped"] * 4
    told(work, type="every", code="place_swapped", way="without_place")
    assert open_codes(work) == []
    told(work, type="every", code="unit_unknown", way="leave")
    again_asked = told(
        work_on(text_table(rows)), type="mend", code="unit_unknown", value="海宁市区", every=True, text="海宁市"
    )
    assert set(open_codes(again_asked)) == {"place_swapped"}
    told(
        again_asked, type="choose", code="place_swapped", value="30.45, 120.6", answer="swapped: 120.600000, 30.450000"
    )
    assert open_codes(again_asked) == []


def test_a_code_that_stands_in_two_rows_is_put_right_in_each() -> None:
    head, rows = ("机构编号", *HEAD[1:]), [("001", *NANHU[1:]), ("001", *PINGHU[1:])]
    work = work_on(text_table([head, *rows]))
    assert open_codes(work) == ["code_repeated"] * 2
    lines = import_findings.together(import_acts.of_kind(work, "code_repeated"))
    assert [[one.cell for one in line] for line in lines] == [["A2"], ["A3"]]
    told(work, type="mend", code="code_repeated", value="001", sheet="", cell="A3", text="004", every=False)
    assert open_codes(work) == []
    assert work.outcome is not None
    assert [body.values["id"] for body in work.outcome.bodies] == ["001", "004"]
    assert open_codes(told(work_on(text_table([head, *rows])), type="leave", sheet="", row=3)) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_month_that_a_number_has_lost_is_said_for_each_row_with_both_at_hand(lang: str) -> None:
    rows = [HEAD, (*NANHU[:6], 2021.1, *NANHU[7:]), (*PINGHU[:6], 2021.1, *PINGHU[7:])]
    work = work_on(saved(workbook(rows)))
    lines = import_findings.together(import_acts.of_kind(work, "date_month"))
    assert [[one.cell for one in line] for line in lines] == [["G2"], ["G3"]]
    for line, month in zip(lines, ("2021-10", "2021-01"), strict=True):
        acts = import_findings._acts(line[0], line, lang)
        assert all(any(either in act["label"] for act in acts) for either in ("2021-10", "2021-01"))
        (event,) = (act["event"] for act in acts if month in act["label"])
        told(work, **event)
    assert open_codes(work) == []
    assert work.outcome is not None
    assert [body.values["recognised_on"] for body in work.outcome.bodies] == ["2021-10", "2021-01"]


def test_a_typed_point_is_two_numbers() -> None:
    work = work_on(text_table(BAD))
    with pytest.raises(RefusedError) as refused:
        told(work, type="mend", code="place_outside", sheet="", cell="H5", text="120.6")
    assert refused.value.code == "error_import_pair"


def test_rows_without_an_industry_come_to_zero_and_their_words_stay() -> None:
    rows = [HEAD, NANHU, (2, "乙", *NANHU[2:4], "不知何业", *NANHU[5:]), (3, "丙", *NANHU[2:4], "", *NANHU[5:])]
    work = work_on(text_table(rows))
    assert [body.row for body in import_acts.industry_open(work)] == [3, 4]
    told(work, type="industry", words="不知何业", value="半导体")
    assert work.outcome is not None
    assert work.outcome.bodies[1].values["fields_zh"] == "不知何业;半导体"
    told(work, type="industry", words="", value=import_acts.NONE)
    assert import_acts.industry_open(work) == []


def test_columns_sheets_and_settings_are_taken_from_the_code_lists_only() -> None:
    work = work_on(text_table([("序号", "单位名称", "县", "MJ"), (1, "甲", "南湖区", 1.2), (2, "乙", "南湖区", 2)]))
    assert "column_guess" in open_codes(work)
    told(work, type="column", name="MJ", value="area_km2")
    assert open_codes(work) == []
    for name, value in (("datum", "mars"), ("unit", "330100"), ("hidden", "x"), ("answers", "x")):
        before = work.answers
        told(work, type="setting", name=name, value=value)
        assert work.answers == before
    told(work, type="column", name="MJ", value="__class__")
    assert work.answers.columns == {"MJ": "area_km2"}
    told(work, type="retract", code="column_guess", value="MJ")
    assert "column_guess" in open_codes(work)


def test_the_column_of_names_is_pointed_at_where_none_was_found() -> None:
    work = work_on(text_table([("甲", "乙", "丙"), ("一院", "南湖区", "1"), ("二院", "平湖市", "2")]))
    assert work.outcome is not None
    assert work.outcome.refused is not None
    told(work, type="name_column", value="甲")
    assert [body.name for body in work.outcome.bodies] == ["一院", "二院"]


def test_removals_need_a_tick_each_or_a_reason_for_all() -> None:
    work = work_on(text_table([HEAD, NANHU]))
    assert work.outcome is not None
    work.outcome.difference.removed = ["zx-001", "zx-002"]
    import_acts.remove(work, {"id": "zx-001", "on": True})
    import_acts.remove(work, {"id": "carrier-01", "on": True})
    assert work.remove == {"zx-001": ""}
    with pytest.raises(RefusedError) as refused:
        import_acts.remove(work, {"on": True, "text": "  "})
    assert refused.value.code == "error_import_remove_why"
    import_acts.remove(work, {"on": True, "text": "撤销"})
    assert work.remove == {"zx-001": "撤销", "zx-002": "撤销"}
    import_acts.remove(work, {"id": "zx-002", "on": True, "text": " 已经\n搬走 "})
    assert work.remove == {"zx-001": "撤销", "zx-002": "已经 搬走"}
    import_acts.remove(work, {"on": False})
    assert work.remove == {}


def test_rows_of_a_file_without_a_column_of_industries_are_told_so() -> None:
    head, rows = ("单位名称", "所属县（市、区）"), [("甲院", "南湖区"), ("乙院", "平湖市")]
    page = SimpleNamespace(lang="zh")
    work = work_on(text_table([head, *rows]))
    assert work.outcome is not None
    block = import_findings.industries(cast("Page", page), work, work.outcome)
    assert "没有写产业方向的列" in block["blocks"][0]["text"]
    (line,) = block["blocks"][1]["lines"]
    assert (line["count"], line["typed"]) == ("2 行", None)
    assert line["actions"][0]["label"] == "确认没有写产业"


def test_what_is_kept_as_codes_is_said_in_words() -> None:
    catalog, raw = Catalog.load(FolderSource(GEODATA)), '{"联系人": "张三", "备注": "新"}'
    assert edit_words.value_words(catalog, CARRIERS, "extras", raw, "zh") == "联系人：张三；备注：新"
    assert edit_words.value_words(catalog, CARRIERS, "extras", "[1", "zh") == "[1"
    assert edit_words.value_words(catalog, CARRIERS, "list", "plan", "zh") == "“十四五”重点创新载体建设清单"
    assert changes.value_words(Wording(catalog, "zh"), "carriers", "extras", raw) == "联系人：张三；备注：新"
    said = import_answered.answer_words("place_swapped", "swapped: 120.681000, 30.531000", "zh")
    assert said == "对调经纬度：120.681000, 30.531000"
    assert import_answered.answer_words("unit_unknown", "海宁市", "zh") == "海宁市"


# Files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({}, "error_import_no_file"),
        ({"file": "x"}, "error_import_no_file"),
        ({"file": {"name": "a", "data": "%%%"}}, "error_import_no_file"),
        ({"file": {"name": "a", "data": 7}}, "error_import_no_file"),
        ({"file": {"name": "a", "data": "A" * (import_entry.FILE_MOST * 4 // 3 + 8)}}, "error_import_file_large"),
    ],
)
def test_what_is_no_file_is_said_in_words(sent: Mapping[str, Any], code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        import_sent.file_of(sent)
    assert refused.value.code == code


def test_a_file_keeps_its_bytes_and_its_name_loses_control_characters() -> None:
    sent = {"file": {"name": "海\n宁\x00.xlsx", "data": base64.b64encode(b"\x00\xff").decode()}}
    name, data = import_sent.file_of(sent)
    assert data == b"\x00\xff"
    assert "\n" not in name
    assert "\x00" not in name


def test_a_new_list_gets_a_code_that_is_free() -> None:
    assert import_sent.list_code("海宁市孵化器清单", ()) == "hnsfhqqd"
    assert import_sent.list_code("海宁市孵化器清单", ("hnsfhqqd",)) == "hnsfhqqd-2"
    assert import_sent.list_code("！！", ()) == "list"


def test_a_workbook_sent_in_again_keeps_the_answers_that_still_fit() -> None:
    first = [HEAD, NANHU, (*PINGHU[:2], "杭州市", *PINGHU[3:]), (3, "", *NANHU[2:]), NANHU]
    second = [HEAD, NANHU, (*PINGHU[:2], "嘉善县", *PINGHU[3:]), (3, "", *NANHU[2:]), (5, "戊", *NANHU[2:])]
    before, after = (apart.read(saved(workbook(rows))) for rows in (first, second))
    cells = {("清单", "C3"): "平湖市", ("清单", "B4"): "丙桥研究院", ("清单", "C99"): "x"}
    answers = Answers(cells=cells, left=frozenset({("清单", 5), ("清单", 2)}), sheets=("清单", "没有了"), datum="gcj02")
    found = again.carried(answers, before, after)
    assert found.cells == {("清单", "B4"): "丙桥研究院"}
    assert (found.left, found.sheets, found.datum) == (frozenset({("清单", 2)}), ("清单",), "gcj02")


def test_what_stops_the_work_ends_the_process_that_reads() -> None:
    class StoppedError(Exception):
        pass

    def stop() -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        apart.read(text_table([HEAD, *([NANHU] * 60_000)]), stop)


def test_a_run_that_was_stopped_leaves_the_answers_of_what_is_shown() -> None:
    work = work_on(text_table(BAD))
    asked = work.answers
    work.answers, work.turn = Answers(datum="gcj02"), Turn()
    work.stop()
    assert (work.answers, work.busy) == (asked, False)


def test_a_full_temporary_folder_is_said_and_the_file_can_be_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    work = Work(1, "zx", "file", text_table([HEAD, NANHU]), Answers(), known=known())
    with monkeypatch.context() as patched:
        patched.setattr(tempfile, "TemporaryFile", full)
        work.begin()
    until(lambda: not work.busy)
    assert work.turn.phase == FAILED
    assert work.turn.error is not None
    assert work.outcome is None  # the file itself is not refused
    for lang, why in (("zh", "磁盘已满"), ("en", "the disk is full")):
        assert why in edit_words.error_words(work.turn.error, lang)
    work.begin()
    until(lambda: not work.busy)
    assert work.outcome is not None
    assert (work.turn.phase, len(work.outcome.bodies)) == (READY, 1)


def until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends
        time.sleep(0.02)


# Rights ------------------------------------------------------------------------------------------


def test_a_clerk_sees_own_counties_and_makes_no_list(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'atlas.db'}"
    editor = people.local_person(url)
    clerk = people.add_person("c", "录入员", roles=("clerk",), units=("330402",), by=editor, url=url)
    assert import_county.units_of(clerk) == ["330402"]
    assert len(import_county.units_of(editor)) == 9
    held = imports.start(clerk, "zx", "甲.csv", text_table([HEAD, NANHU]), url)
    assert held.answers.unit == "330402"
    work = work_on(text_table([HEAD, NANHU, PINGHU, (3, "丙", "", *NANHU[3:])]), Answers(unit="330402"))
    assert [body.row for body in import_acts.of_others(work, clerk)] == [3]
    assert import_acts.of_others(work, editor) == []
    stranger = people.add_person("d", "另一人", roles=("clerk",), units=("330482",), by=editor, url=url)
    with pytest.raises(RefusedError):
        imports.open_import(stranger, held.number, url)
    with pytest.raises(RefusedError):
        imports.start(Person(), "zx", "甲.csv", b"x", url)


def test_a_visitor_reads_how_editing_is_turned_on_and_sends_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'atlas.db'}")
    app = AppTest.from_file(str(INDEX), default_timeout=30)
    app.switch_page("imports.py")
    app.query_params["import"] = "1"
    app.run()
    assert not app.exception


# What the page shows ------------------------------------------------------------------------------


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    """Whoever sits at the machine, with a record of their own."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'atlas.db'}")
    monkeypatch.setenv("G60_EDIT", "local")
    monkeypatch.setattr("g60.ui.person.edits_locally", lambda: True)
    yield people.local_person()
    database.forget()


def shown(monkeypatch: pytest.MonkeyPatch, **query: str) -> list[Any]:
    """The blocks of the page of the import."""
    drawn: list[Any] = []
    monkeypatch.setattr(components, "part", lambda *_: lambda **given: drawn.append(given))
    app = AppTest.from_file(str(INDEX), default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page("imports.py").run()
    assert not app.exception
    return list(json.loads(next(given["data"] for given in reversed(drawn) if given["key"] == "imports"))["blocks"])


def test_an_import_is_found_until_it_is_published_and_then_leads_to_the_map(
    editor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = imports.start(editor, "zx", "甲.csv", data := text_table(BAD[:2]))
    seen = examine(data, held.file_name, known())
    imports.answer(editor, held.number, held.answers, outcome=examine(text_table(BAD), held.file_name, known()))
    (table,) = (block for block in shown(monkeypatch) if block["type"] == "table")
    assert table["rows"][0]["cells"][1]["text"] == "5 行中 1 行可用，还有 5 处要处理"
    assert table["rows"][0]["cells"][2]["text"] == "本机"
    draft = imports.save(
        editor, held.number, seen, About("南湖区清单", "重点机构", "2026-11"), shipped=FolderSource(GEODATA)
    )
    (table,) = (block for block in shown(monkeypatch) if block["type"] == "table")
    assert table["caption"] == "存成草稿、还没有发布的导入 1 次"
    assert table["rows"][0]["cells"][-1]["actions"][0]["event"] == {"type": "open", "number": held.number}
    assert shown(monkeypatch, **{"import": "1"})[0]["text"] == f"甲.csv 已存成草稿 {draft}"
    publishing.publish(editor, draft, "季度更新")
    blocks = shown(monkeypatch, **{"import": "1"})
    assert blocks[0]["text"] == "甲.csv 已发布为版本 2"
    links = [act.get("href", "") for block in blocks for act in block.get("actions", ())]
    assert "./?list=zx&lang=zh" in links
    assert not any(block["type"] == "table" for block in shown(monkeypatch))


def test_a_file_without_a_column_of_counties_is_given_one_on_the_page() -> None:
    work = work_on(
        text_table([("海宁市创新载体清单", "", ""), ("序号", "单位名称", "地址"), (1, "甲院", "x"), (2, "乙院", "y")])
    )
    assert [one.code for one in import_acts.of_kind(work, "unit_nowhere")] == ["unit_nowhere"]
    told(work, type="setting", name="unit", value="330481")
    assert work.outcome is not None
    assert {body.values["unit"] for body in work.outcome.bodies} == {"330481"}
    assert import_acts.of_kind(work, "unit_nowhere") == []


def test_a_column_of_persons_is_left_out_by_one_click() -> None:
    work = work_on(text_table([(*HEAD, "联系人"), (*NANHU, "张三")]))
    (contact,) = [one for one in work.outcome.found if one.code == "column_contact"] if work.outcome else []
    (act,) = import_findings._acts(contact, [contact], "zh")
    assert act["label"] == "不取这一列"
    told(work, **act["event"])
    assert work.outcome is not None
    assert "column_contact" not in {one.code for one in work.outcome.found}
    assert "张三" not in str(work.outcome.bodies[0].values)
