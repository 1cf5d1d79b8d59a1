"""An import and the record: the draft with its evidence, the difference, round trips, the report, the template."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import openpyxl
import pandas as pd
import pytest

from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.checks.tables import check
from g60.cli import main
from g60.contract.causes import cause
from g60.contract.errors import RefusedError, WriteError
from g60.contract.i18n import text
from g60.contract.schema import CARRIERS
from g60.export.tables.csv_file import to_csv
from g60.export.tables.geojson import to_geojson
from g60.export.tables.geopackage import to_gpkg
from g60.export.tables.kml import to_kml
from g60.export.tables.workbook import to_xlsx
from g60.record import database, drafts, history, people, publishing
from g60.record.catalogs import Catalogs
from g60.record.intake import apart, report, template
from g60.record.intake.examine import Outcome, examine
from g60.record.intake.findings import Answers
from g60.record.intake.known import Known
from g60.record.intake.same_body import MERGE, SEPARATE
from g60.record.intake.saving import save
from g60.record.intake.sheets import FileRefusedError
from g60.record.intake.values import check_character
from g60.record.people import Person
from g60.record.versions import RecordSource
from tests.conftest import ROOT
from tests.county_workbooks import good_rows, slipped
from tests.hostile import ATTACKS
from tests.imports import GEODATA, HEAD, NANHU, PINGHU, codes, outcome, printed, saved, text_table, workbook

SHIPPED = FolderSource(GEODATA)
FORMATS = {"csv": to_csv, "xlsx": to_xlsx, "geojson": to_geojson, "gpkg": to_gpkg, "kml": to_kml}
MORE = ("统一社会信用代码", "级别", "成立日期", "状态", "从业人数")
START = "12330400MB0A12345"


@pytest.fixture
def editor(database_url: str) -> Person:
    return people.local_person(database_url)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database of its own for what is the same over every database."""
    return f"sqlite:///{tmp_path / 'atlas.db'}"


@pytest.fixture
def local(url: str) -> Person:
    return people.local_person(url)


def examined(data: bytes, url: str, version: int, answers: Answers | None = None) -> Outcome:
    held = Known.of(RecordSource(version, url) if version > 1 else SHIPPED, "zx")
    return examine(data, "载体.csv", held, answers)


def published(data: bytes, editor: Person, url: str, version: int = 1, *, remove: bool = False) -> Catalog:
    found = examined(data, url, version)
    gone = dict.fromkeys(found.difference.removed, "撤销") if remove else {}
    number = save(editor, found, SHIPPED, remove=gone, url=url)
    publishing.publish(editor, number, "导入", url)
    return Catalogs(GEODATA, url).newest()


def full(row: tuple[object, ...], *more: object) -> tuple[object, ...]:
    return (*row, *more)


def test_an_import_becomes_a_draft_whose_values_have_the_evidence_of_their_cells(
    editor: Person, database_url: str
) -> None:
    code = START + check_character(START)
    rows = [(*HEAD, *MORE), full(NANHU, code, "省级", "2020-05", "运行", "35"), full(PINGHU, "", "", "", "", "")]
    catalog = published(text_table(rows), editor, database_url)
    body = catalog.carriers.loc["zx-001"]
    assert (body["name_zh"], body["unit"], body["industries"]) == ("甲山研究院", "330402", ("semi", "materials"))
    assert (body["area_km2"], body["recognised_on"], body["founded_on"]) == (1.2, "2021-03-15", "2020-05")
    assert (body["credit_code"], body["level_zh"], body["status_zh"]) == (code, "省级", "运行")
    assert (body["lon"], body["lat"], body["location_grade"]) == (120.8021, 30.7412, "A")
    assert json.loads(body["extras"]) == {"从业人数": "35"}
    area, name = catalog.citation("zx-001", "area_km2"), catalog.citation("zx-001", "name_zh")
    assert area is not None
    assert name is not None
    assert (area.evidence, area.locator, name.locator) == ("reported", "F2", "B2")
    assert catalog.sources.at[area.source[0], "title_zh"] == "载体.csv"
    assert catalog.tables.lists.at["zx", "source"] == area.source[0]
    industries = catalog.citation("zx-001", "industries")
    assert industries is not None
    assert industries.evidence == "derived"
    # What a row does not say needs no citation and is on no card.
    assert catalog.citation("zx-002", "level_zh") is None


def test_the_same_file_again_changes_nothing_and_another_value_is_one_change(editor: Person, database_url: str) -> None:
    data = text_table([(*HEAD, "从业人数"), full(NANHU, "35"), full(PINGHU, "12")])
    published(data, editor, database_url)
    again = examined(data, database_url, 2)
    assert again.difference.as_json() == {"added": 0, "changed": 0, "removed": 0, "same": 2}
    with pytest.raises(RefusedError) as refused:
        save(editor, again, SHIPPED, url=database_url)
    assert refused.value.code == "error_import_same"
    other = text_table([(*HEAD, "从业人数"), full((*NANHU[:5], "1800亩", *NANHU[6:]), "36")])
    changed = examined(other, database_url, 2)
    assert [(one.subject, one.field, one.before, one.after) for one in changed.difference.fields] == [
        ("zx-001", "extras", '{"从业人数": "35"}', '{"从业人数": "36"}')
    ]
    assert changed.difference.removed == ["zx-002"]


def test_removals_are_only_what_was_ticked(local: Person, url: str) -> None:
    published(text_table([HEAD, NANHU, PINGHU]), local, url)
    one = text_table([HEAD, (*NANHU[:3], "示例路9号", *NANHU[4:])])
    kept = published(one, local, url, 2)
    assert {"zx-001", "zx-002"} <= set(kept.carriers.index)
    assert kept.carriers.at["zx-001", "address_zh"] == "示例路9号"
    two = text_table([HEAD, NANHU])
    assert "zx-002" not in published(two, local, url, 3, remove=True).carriers.index
    # The reason of the removal stands beside that of the version.
    (name,) = [one for one in history.history("zx-002", "name_zh", url) if one.after is None]
    assert (name.before, name.why) == ("乙水实验室", "导入 · 撤销")
    (name,) = [one for one in history.diff(3, 4, url) if one.subject == "zx-002" and one.field == "name_zh"]
    assert name.why == "导入 · 撤销"


def test_a_file_with_open_findings_makes_no_draft(local: Person, url: str) -> None:
    found = examined(text_table([HEAD, NANHU, (*PINGHU[:2], "杭州市", *PINGHU[3:])]), url, 1)
    with pytest.raises(RefusedError) as refused:
        save(local, found, SHIPPED, url=url)
    assert refused.value.code == "error_import_held"
    assert drafts.drafts(local, url) == []


def test_a_county_s_clerk_imports_own_rows_only_into_a_list_that_is_there(local: Person, url: str) -> None:
    clerk = people.add_person("c", "录入员", roles=("clerk",), units=("330402",), by=local, url=url)
    mine, theirs = text_table([HEAD, NANHU]), text_table([HEAD, NANHU, PINGHU])
    for version, data, code in ((1, mine, "error_import_list_new"), (2, theirs, "error_import_rows_of_others")):
        found = examined(data, url, version)
        with pytest.raises(RefusedError) as refused:
            save(clerk, found, SHIPPED, url=url)
        assert refused.value.code == code
        assert drafts.drafts(local, url) == []
        if version == 1:
            published(text_table([HEAD, (1, "丙桥研究院", *PINGHU[2:])]), local, url)
    own = examined(mine, url, 2, Answers(unit="330402"))
    assert save(clerk, own, SHIPPED, url=url)


def test_a_known_body_under_another_spelling_is_asked_and_an_answer_decides(local: Person, url: str) -> None:
    published(text_table([HEAD, (1, "甲山（嘉兴）研究院", *NANHU[2:])]), local, url)
    data = text_table([HEAD, (1, "甲山(嘉兴)研究院", *NANHU[2:])])
    asked = examined(data, url, 2)
    assert codes(asked) == [("same_known", 2, "B2")]
    merged = examined(data, url, 2, Answers(choices={("same_known", "甲山(嘉兴)研究院"): MERGE}))
    assert [change.field for change in merged.difference.fields] == ["name_zh"]
    apart = examined(data, url, 2, Answers(choices={("same_known", "甲山(嘉兴)研究院"): SEPARATE}))
    assert len(apart.difference.added) == 1


# Round trips -------------------------------------------------------------------------------------


@pytest.mark.parametrize("made", FORMATS)
def test_a_list_that_was_exported_comes_back_without_a_difference(made: str, catalog: Catalog) -> None:
    for of_list in catalog.lists:
        selection = Selection(lists=frozenset((of_list,)))
        data = FORMATS[made](catalog, catalog.pick(selection), selection)
        found = outcome(data, of_list=of_list)
        assert (found.refused, codes(found)) == (None, [])
        assert found.difference.as_json() == {
            **{"added": 0, "changed": 0, "removed": 0},
            "same": int((catalog.carriers["list"] == of_list).sum()),
        }


@pytest.mark.parametrize("made", FORMATS)
def test_hostile_names_come_back_as_they_are(made: str, catalog: Catalog, shipped: Mapping[str, object]) -> None:
    tables = dict(shipped)
    carriers = tables["carriers"].copy()  # type: ignore[attr-defined]
    names = [f"{name}{number}"[:150] for number, name in enumerate(ATTACKS)]
    carriers.loc[carriers.index[: len(names)], "name_zh"] = names[: len(carriers)]
    tables["carriers"] = carriers
    other = Catalog.from_tables(tables, "0" * 64)
    whole = Selection()
    data = FORMATS[made](other, other, whole)
    plan = {row["id"]: row for row in carriers.to_dict("records")}
    held = Known("plan", outcome_units(), {}, plan)
    found = examine(data, "x", held)
    assert found.refused is None
    assert found.difference.as_json()["added"] == found.difference.as_json()["changed"] == 0


def test_a_county_s_own_columns_come_back_from_every_format(local: Person, url: str) -> None:
    code = START + check_character(START)
    more = (*MORE, "营收", "营收", "=公式列", "分;号<b>")
    first = full(NANHU, code, "省级", "2020-05", "运行", "35", "1", "2", "=1+1", "a;b")
    catalog = published(text_table([(*HEAD, *more), first, full(PINGHU, *[""] * 9)], "\t"), local, url)
    held = {"=公式列": "=1+1", "从业人数": "35", "分;号<b>": "a;b", "营收": "1", "营收·2": "2"}
    assert json.loads(catalog.carriers.loc["zx-001", "extras"]) == held
    selection = Selection(lists=frozenset(("zx",)))
    for made in FORMATS.values():
        again = examined(made(catalog, catalog.pick(selection), selection), url, 2)
        assert (again.refused, codes(again)) == (None, [])
        assert again.difference.as_json() == {"added": 0, "changed": 0, "removed": 0, "same": 2}


def outcome_units() -> Mapping[str, tuple[str, str]]:
    return Known.of(SHIPPED, "plan").units


# The report and the template ---------------------------------------------------------------------


def test_the_workbook_comes_back_as_it_was_with_its_bad_cells_marked() -> None:
    book = workbook([HEAD, NANHU, (*PINGHU[:2], "杭州市", *PINGHU[3:6], "2024年13月", *PINGHU[7:])])
    book.active.column_dimensions["B"].width = 41
    book.active["D2"].number_format = "@"
    data = saved(book)
    marked = report.marked(data, outcome(data), "zh")
    page = openpyxl.load_workbook(io.BytesIO(marked)).active
    comments = {cell.coordinate: cell.comment.text for row in page.iter_rows() for cell in row if cell.comment}
    assert set(comments) == {"C3", "G3"}
    assert "杭州市" in comments["C3"]
    assert page["C3"].fill.start_color.rgb == "FFFF9999"
    assert (page["B3"].value, page.column_dimensions["B"].width, page["D2"].number_format) == ("乙水实验室", 41, "@")
    # It can be sent in again: the marks say nothing.
    assert codes(outcome(marked)) == codes(outcome(data))


def test_a_table_of_text_comes_back_as_a_workbook_with_the_same_addresses() -> None:
    data = text_table([HEAD, ("=1+1", *NANHU[1:]), (*PINGHU[:2], "杭州市", *PINGHU[3:])], encoding="gb18030")
    page = openpyxl.load_workbook(io.BytesIO(report.marked(data, outcome(data), "en"))).active
    assert page["C3"].comment is not None
    assert (page["A2"].value, page["A2"].data_type) == ("=1+1", "s")


def test_the_template_has_the_present_rows_drop_downs_and_comes_back_the_same(local: Person, url: str) -> None:
    published(text_table([(*HEAD, "从业人数"), full(NANHU, "35"), full(PINGHU, "")]), local, url)
    held = Known.of(RecordSource(2, url), "zx")
    data = template.workbook(held)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert [page.sheet_state for page in book] == ["visible", "visible", "hidden"]
    page = book.worksheets[0]
    assert page.protection.sheet
    assert len(page.data_validations.dataValidation) == 4
    assert [cell.value for cell in page[2]][:3] == ["zx-001", "甲山研究院", "南湖区"]
    back = examine(data, "back", held)
    assert codes(back) == []
    assert back.difference.as_json() == {"added": 0, "changed": 0, "removed": 0, "same": 2}
    page["B2"], page["H2"] = "甲山新材料研究院", "高德"
    page["F2"], page["G2"] = 120.81, 30.75
    renamed = examine(saved(book), "back", held)
    assert codes(renamed) == []
    assert {change.field for change in renamed.difference.fields} >= {"name_zh", "lon", "lat"}
    with zipfile.ZipFile(io.BytesIO(template.archive(held))) as kept:
        assert len(kept.namelist()) == 9
        one = examine(kept.read("zx-南湖.xlsx"), "x", held, Answers(unit="330402"))
    assert one.difference.as_json() == {"added": 0, "changed": 0, "removed": 0, "same": 1}


# The command line --------------------------------------------------------------------------------


def test_the_clerk_s_scenario_names_exactly_six_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'atlas.db'}")
    keys = ("no", "name", "unit", "address", "fields", "area", "date", "lon", "lat")
    rows = good_rows("330481", 30, 5)
    good = [tuple(row[key] for key in keys) for row in rows]
    rows[3]["unit"] = "海宁市区"
    rows[7]["name"] = ""
    rows[12] = {**rows[11]}
    rows[16]["date"] = "2024年13月"
    rows[20]["lon"], rows[20]["lat"] = rows[20]["lat"], rows[20]["lon"]
    rows[25]["lon"], rows[25]["lat"] = slipped("330481", "gcj02")[0]
    sent, mended, back = tmp_path / "海宁.xlsx", tmp_path / "改.xlsx", tmp_path / "退.xlsx"
    sent.write_bytes(saved(workbook([HEAD, *(tuple(row[key] for key in keys) for row in rows)])))
    mended.write_bytes(saved(workbook([HEAD, *good])))
    status, content = printed(capsys, str(sent), "--list", "hn", "--report", str(back))
    assert (status, content["rows"], content["good"], content["bad"]) == (1, 30, 24, 6)
    bad = [(one["row"], one["cell"], one["code"]) for one in content["issues"] if one["severity"] != "warning"]
    assert bad == [
        *((5, "C5", "unit_unknown"), (9, "B9", "name_missing"), (14, "B14", "row_repeated"), (18, "G18", "not_date")),
        *((22, "H22", "place_swapped"), (27, "H27", "place_gcj02")),
    ]
    assert all(one["reason_zh"] and one["reason_en"] for one in content["issues"])
    assert content["issues"][1]["suggestion"] == "海宁市"
    assert "draft" not in content
    assert openpyxl.load_workbook(back).active["C5"].comment is not None
    status, content = printed(capsys, str(mended), "--list", "hn", "--dry-run")
    assert (status, content["changes"]) == (0, {"added": 30, "changed": 0, "removed": 0, "same": 0})
    status, content = printed(capsys, str(mended), "--list", "hn", "--source", "海宁市 2026 年清单")
    assert (status, content["draft"]) == (0, 1)
    assert main(["publish", "1", "--why", "季度更新"]) == 0
    status, content = printed(capsys, str(mended), "--list", "hn")
    assert (status, content["changes"]["same"]) == (0, 30)
    assert main(["check"]) == 0


def test_a_file_that_is_not_taken_leaves_the_database_untouched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "atlas.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{place}")
    good, held = text_table([HEAD, NANHU]), text_table([HEAD, (*NANHU[:2], "杭州市", *NANHU[3:])])
    refused = (b"%PDF-1.7", b"SQLite format 3\0" + bytes(200), good.replace("南".encode(), b"\0"))
    path = tmp_path / "x.csv"
    for data, expected in ((held, 1), *((one, 2) for one in refused)):
        path.write_bytes(data)
        assert printed(capsys, str(path), "--list", "zx")[0] == expected
        assert not place.exists()
    path.write_bytes(good)
    assert printed(capsys, str(path), "--list", "zx")[0] == 0
    database.forget()
    before = place.read_bytes()
    for data in (held, *refused):
        path.write_bytes(data)
        printed(capsys, str(path), "--list", "zx")
    database.forget()
    assert place.read_bytes() == before


@pytest.mark.parametrize(
    "call",
    [
        ("import", "nowhere.csv", "--list", "zx"),
        ("import", "x.csv", "--list", "Not A List"),
        ("import", "x.csv", "--list", "zx", "--map", "MJ=nothing"),
    ],
)
def test_a_wrong_call_is_said_in_words(
    call: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'atlas.db'}")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.csv").write_bytes(text_table([HEAD, NANHU]))
    assert main(list(call)) == 2
    assert capsys.readouterr().err.strip()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("given", "named"),
    [
        (("--map", "nope=unit"), ("--map", "nope", HEAD[0])),
        (("--map", "nope=none"), ("--map", "nope", HEAD[0])),
        (("--area-unit", "nope=亩"), ("--area-unit", "nope", HEAD[0])),
        (("--accept", "nope"), ("--accept", "nope", "unit_unknown")),
        (("--accept", "refused_csv"), ("--accept", "refused_csv", "unit_unknown")),
        (("--answer", "nope:x=y"), ("--answer", "nope:x", "unit_unknown:南湖街")),
        (("--answer", "unit_unknown:南湖=y"), ("--answer", "unit_unknown:南湖", "unit_unknown:南湖街")),
        (("--reason", "gone"), ("--reason", "--remove")),
    ],
)
def test_what_a_call_says_of_something_that_the_file_does_not_have_is_refused(
    given: tuple[str, ...],
    named: tuple[str, ...],
    lang: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'atlas.db'}")
    path, report = tmp_path / "x.csv", tmp_path / "r.xlsx"
    path.write_bytes(text_table([HEAD, (*NANHU[:2], "南湖街", *NANHU[3:]), PINGHU]))
    for dry in ((), ("--dry-run",)):
        call = ["import", str(path), "--list", "zx", *given, "--report", str(report), "--lang", lang, *dry]
        assert main(call) == 2
        said = capsys.readouterr()
        assert (said.out, said.err.count("\n")) == ("", 1)
        assert all(word in said.err for word in named), said.err
    assert not report.exists()
    # What it has is taken.
    taken = ["import", str(path), "--list", "zx", "--dry-run", "--answer", "unit_unknown:南湖街=南湖区"]
    assert main(taken) == 0
    # An answer to a kind of question is given for many files, of which some ask.
    assert main([*taken, "--accept", "hidden_row"]) == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", ["list", "values"])
def test_a_report_that_cannot_be_made_or_written_is_named_and_nothing_else_is_written(
    kind: str, lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def heavy(*_: object) -> NoReturn:
        raise FileRefusedError("heavy", seconds=8)

    def no_room(*_: object) -> NoReturn:
        raise WriteError("error_import_disk", detail=cause(OSError(errno.ENOSPC, "")))

    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'atlas.db'}")
    file = tmp_path / "x.csv"
    file.write_bytes(text_table([HEAD, NANHU, PINGHU]))
    (tmp_path / "folder.xlsx").mkdir()
    of_list = "zx"
    if kind == "values":
        file, of_list = tmp_path / "v.xlsx", "indicators"
        assert main(["template", of_list, "--subject", "city", "-o", str(file)]) == 0
        capsys.readouterr()
    before = sorted(tmp_path.rglob("*"))
    for name, makes, why in (
        ("none/r.xlsx", None, "cause_enoent"),
        ("folder.xlsx", None, "cause_eisdir"),
        ("r.xlsx", heavy, "cause_report_heavy"),
        ("r.xlsx", no_room, "cause_enospc"),
    ):
        with monkeypatch.context() as patched:
            if makes:
                patched.setattr(report, "marked", makes)
            report_at = tmp_path / name
            status = main(["import", str(file), "--list", of_list, "--report", str(report_at), "--lang", lang])
        said = capsys.readouterr()
        assert (status, said.out) == (1, "")
        assert said.err == text("error_write", lang, file=report_at, detail=text(why, lang)) + "\n"
        assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("fault", ["full", "unwritable"])
def test_a_temporary_folder_that_does_not_take_the_file_is_said_in_words(
    fault: str, lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(io.BytesIO):
        def seek(self, *_: int) -> NoReturn:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def unwritable() -> NoReturn:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'atlas.db'}")
    file = tmp_path / "x.csv"
    file.write_bytes(text_table([HEAD, NANHU]))
    with monkeypatch.context() as patched:
        patched.setattr(tempfile, "TemporaryFile", Full if fault == "full" else unwritable)
        status = main(["import", str(file), "--list", "zx", "--lang", lang])
    said = capsys.readouterr()
    why = text("cause_enospc" if fault == "full" else "cause_enoent", lang)
    assert (status, said.out, said.err) == (1, "", text("error_import_disk", lang, detail=why) + "\n")
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


def test_a_workbook_that_finds_no_room_while_it_is_marked_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # The process of its own starts with a folder that is there, and finds it gone.
    monkeypatch.setattr(apart, "_asked", lambda *_: (b"unwritten cause_enospc", 0))
    with pytest.raises(WriteError, match="error_import_disk") as refused:
        apart.mark(b"", [], None)
    assert "磁盘已满" in text(refused.value.code, "zh", **refused.value.values)
    order = b'{"marks": [], "sheets": [{"name": "a", "fields": null, "rows": [["b"]], "numbers": [1]}]}'
    child = [sys.executable, "-c", f"import tempfile; tempfile.tempdir = {str(tmp_path / 'gone')!r};"]
    child[-1] += f"import sys; sys.argv = ['', '8', 'mark', '{len(order)}'];"
    child[-1] += "from g60.record.intake import child; child.main()"
    done = subprocess.run(child, input=order, capture_output=True, check=False, cwd=ROOT, timeout=60)
    assert done.stdout == b"unwritten cause_enoent"


def test_the_text_of_the_command_line_names_all_that_json_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(text_table([HEAD, NANHU, (*PINGHU[:2], "杭州市", *PINGHU[3:]), ("合计", "2", *[""] * 7)]))
    assert main(["import", str(path), "--list", "zx", "--dry-run", "--lang", "en"]) == 1
    said = capsys.readouterr().out
    assert "C3" in said
    assert "1 good, 1 to be mended; 1 left out" in said
    assert "total" in said
    assert "name_zh" in said


def test_optional_fields_are_checked_like_any_other(catalog: Catalog, shipped: dict[str, pd.DataFrame]) -> None:
    table = shipped["carriers"].assign(extras="", founded_on="", area_km2="")
    table.loc[table.index[:4], "extras"] = ['{"a": "b"}', "{", "[1]", '{"a": 1}']
    table.loc[table.index[4], "founded_on"], table.loc[table.index[5], "area_km2"] = "2024-13", "-1"
    found = [(issue.code, issue.field) for issue in check(table, CARRIERS)]
    assert found == [
        *(("value_out_of_range", "area_km2"), ("value_not_date", "founded_on")),
        *[("value_not_extras", "extras")] * 3,
    ]
    assert list(check(shipped["carriers"], CARRIERS)) == []
    assert {entry.name for entry in CARRIERS.optional} == {
        *("level_zh", "area_km2", "founded_on", "recognised_on", "credit_code", "status_zh", "extras"),
    }
    assert not {entry.name for entry in CARRIERS.optional} & set(catalog.carriers.columns)
