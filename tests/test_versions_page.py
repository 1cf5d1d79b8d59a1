"""The page of the record: what it lists and compares, who may restore, and what the map and the files are told."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from g60.catalog.sources import FolderSource
from g60.contract.errors import RefusedError
from g60.evidence.difference import difference
from g60.meeting import scenes
from g60.meeting.rehearsal import changed_since
from g60.record import drafts, editing, people, publishing, versions
from g60.record.catalogs import catalogs_in
from g60.record.database import forget
from g60.record.editing import Cell, Given
from g60.record.rows import Place
from g60.ui import components, past, versions_page

ROOT = Path(__file__).parents[1]
GEODATA = ROOT / "geodata"
INDEX = ROOT / "pages" / "index.py"
HOSTILE = "<script>x</script> [a](http://198.51.100.7) **b** =1+1"
GIVEN = Given("reported", "海宁市统计月报", "第3页")


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A record of three versions: a lake's area changes, then a body goes and another address comes."""
    url = f"sqlite:///{tmp_path_factory.mktemp('record') / 'atlas.db'}"
    editor = people.local_person(url)
    number = drafts.start(editor, "x", FolderSource(GEODATA), url)
    editing.set_value(editor, number, Cell("lake-juanhu", "area_km2"), "24", GIVEN, url)
    publishing.publish(editor, number, HOSTILE, url)
    number = drafts.start(editor, "y", FolderSource(GEODATA), url)
    editing.remove_row(editor, number, Place("carriers", "body-60"), url)
    editing.set_value(editor, number, Cell("carrier-05", "address_zh"), "祥符荡路1号", GIVEN, url)
    publishing.publish(editor, number, "核对", url)
    forget()
    return url


@pytest.fixture
def copied(record: str, tmp_path: Path) -> str:
    """A copy of it that a test may write to."""
    file = Path(record.removeprefix("sqlite:///"))
    (tmp_path / "atlas.db").write_bytes(file.read_bytes())
    for rest in file.parent.glob("atlas.db-wal"):
        (tmp_path / "atlas.db-wal").write_bytes(rest.read_bytes())
    yield f"sqlite:///{tmp_path / 'atlas.db'}"
    forget()


def opened(url: str, monkeypatch: pytest.MonkeyPatch, shown: list[Any], **query: str) -> AppTest:
    """The page at an address; what its parts are given is kept in `shown`."""
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setattr(components, "part", lambda *_: lambda **given: shown.append(given))
    app = AppTest.from_file(str(INDEX), default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page("versions.py").run()
    assert not app.exception
    return app


def told(shown: list[Any], key: str) -> str:
    """What one part was given, as text."""
    return next((given["data"].decode() for given in reversed(shown) if given["key"] == key), "")


def test_before_the_record_begins_the_page_says_what_will_be_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Any] = []
    app = opened(f"sqlite:///{tmp_path}/none.db", monkeypatch, shown)
    assert "现在只有版本 1" in told(shown, "versions_list")
    assert not app.text_input
    assert not (tmp_path / "none.db").exists()


def test_versions_are_listed_with_who_why_and_counts(record: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Any] = []
    opened(record, monkeypatch, shown)
    listed = json.loads(told(shown, "versions_list"))["blocks"][-1]["rows"]
    assert [row["label"] for row in listed] == ["3", "2", "1"]
    assert listed[1]["cells"][2]["text"] == HOSTILE
    assert listed[0]["cells"][1]["text"] == "本机"
    assert [row["cells"][3]["text"] for row in listed[1:]] == ["改 1 个值", "–"]


def test_a_difference_tells_each_cell_and_is_filtered_by_county(record: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Any] = []
    opened(record, monkeypatch, shown, since="1")
    blocks = json.loads(told(shown, "versions_difference"))["blocks"]
    rows = blocks[-1]["rows"]
    area = next(row for row in rows if row["label"] == "鹃湖国际科技城" and row["cells"][0]["text"] == "面积")
    assert [cell["text"] for cell in area["cells"][1:3]] == ["23.3 km²", "24 km²"]
    assert area["cells"][4]["text"] == HOSTILE
    [entered] = [row for row in rows if row["label"] == "新文件：海宁市统计月报"]
    assert entered["cells"][5]["text"] == ""  # a document does not rest on itself for a reader
    assert "图形（随面积）" in {row["cells"][0]["text"] for row in rows}
    assert not any("doc-" in cell.get("text", "") for row in rows for cell in row["cells"])
    assert "海宁市统计月报" in area["cells"][5]["text"]
    opened(record, monkeypatch, shown, since="1", unit="330481")
    kept = json.loads(told(shown, "versions_difference"))["blocks"][-1]["rows"]
    assert {row["label"] for row in kept} == {"鹃湖国际科技城"}
    assert len(rows) > len(kept) > 0


def test_the_other_way_round_the_values_change_places(record: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Any] = []
    opened(record, monkeypatch, shown, since="3", at="1")
    rows = json.loads(told(shown, "versions_difference"))["blocks"][-1]["rows"]
    area = next(row for row in rows if row["cells"][0]["text"] == "面积")
    assert [cell["text"] for cell in area["cells"][1:3]] == ["24 km²", "23.3 km²"]


def test_a_visitor_cannot_restore(record: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for query in ({"at": "1"}, {"since": "3", "at": "1"}):
        shown: list[Any] = []
        app = opened(record, monkeypatch, shown, **query)
        assert not app.text_area
        assert "恢复到版本" not in told(shown, "versions_list") + told(shown, "versions_to_restore")


def test_who_may_restores_with_a_reason_and_sees_the_new_version(copied: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions_page, "signed_in", lambda: people.local_person(copied))
    shown: list[Any] = []
    opened(copied, monkeypatch, shown)
    rows = json.loads(told(shown, "versions_list"))["blocks"][-1]["rows"]
    offered = [[act["event"] for act in row["cells"][-1]["actions"] if act["label"] == "恢复"] for row in rows]
    assert offered == [
        [],
        [{"type": "version", "since": "3", "at": "2"}],
        [{"type": "version", "since": "3", "at": "1"}],
    ]
    app = opened(copied, monkeypatch, shown, since="3", at="1")
    back = json.loads(told(shown, "versions_difference"))["blocks"][-1]["rows"]
    assert ["24 km²", "23.3 km²"] in [[cell["text"] for cell in row["cells"][1:3]] for row in back]
    assert "改回版本 1" in told(shown, "versions_restore_head")
    button = next(one for one in app.button if one.label == "恢复到版本 1")
    button.click().run()
    assert "请写明" in app.text[-1].value  # without a reason nothing is restored
    assert versions.newest(copied) == 3
    app.text_area[0].set_value("月报有误")
    next(one for one in app.button if one.label == "恢复到版本 1").click().run()
    assert not app.exception
    known = versions.versions(copied)
    assert (known[0].number, known[0].restored, known[0].why) == (4, 1, "月报有误")
    assert known[0].fingerprint == known[-1].fingerprint
    assert any("新版本 4" in one.value for one in app.text)


def test_two_days_are_compared_and_what_is_none_is_named(record: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(record, monkeypatch, [])
    app.text_input[0].set_value("昨天")
    next(one for one in app.button if one.label == "比较").click().run()
    assert any("昨天" in one.value for one in app.text)
    app.text_input[0].set_value("1")
    app.text_input[1].set_value("2")
    next(one for one in app.button if one.label == "比较").click().run()
    assert (app.query_params["since"], app.query_params["at"]) == ("1", "2")


def test_the_browser_is_told_changes_history_and_files(record: str) -> None:
    catalogs = catalogs_in(GEODATA, record)

    def asked(what: str, **query: str) -> Any:
        answer = past.answer(catalogs, what, {key: [value] for key, value in query.items()})
        assert answer is not None
        return answer

    changes = json.loads(asked("changes", since="1").content)
    assert set(changes["changed"]) == {"lake-juanhu", "carrier-05"}
    assert [one["id"] for one in changes["gone"]] == ["body-60"]
    values = json.loads(asked("history", subject="lake-juanhu", field="area_km2").content)["values"]
    assert [(one["value"], one["version"]) for one in values] == [("24 km²", 2), ("23.3 km²", 1)]
    assert [
        one["version"]
        for one in json.loads(asked("history", subject="lake-juanhu", field="area_km2", at="1").content)["values"]
    ] == [1]
    sheet = openpyxl.load_workbook(BytesIO(asked("diff.xlsx", since="1").content)).active
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert {"23.3 km²", "24 km²", HOSTILE} <= set(cells)
    assert all(cell.data_type == "s" for row in sheet.iter_rows() for cell in row if cell.value == HOSTILE)
    csv = asked("diff.csv", since="1", dataset="carriers").content.decode()
    assert "body-60" in csv
    assert "lake-juanhu" not in csv
    assert past.answer(catalogs, "secrets", {}) is None
    with pytest.raises(RefusedError):
        past.answer(catalogs, "changes", {"since": ["9"]})


def test_a_scene_tells_what_has_changed_since_it_was_made(record: str) -> None:
    catalogs = catalogs_in(GEODATA, record)
    between = difference(catalogs, 1, 3)
    for query, count in (("unit=330481&v=1", 1), ("unit=330402&compare=lake-tianehu&v=1", 1), ("unit=330411&v=1", 0)):
        scene = scenes.of_permalink(query, between.after)
        remarks = list(changed_since(scene, 1, between, "zh"))
        assert len(remarks) == min(count, 1), query
        assert not remarks or f"有 {count} 项" in remarks[0].words
