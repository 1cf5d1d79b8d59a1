"""The command line as it is called: what it prints, what it writes, and its exit status."""

import csv
import io
import json
import os
import re
import stat
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from g60.cli import main
from g60.contract.codes import INDUSTRIES, UNITS
from g60.contract.dictionary import as_markdown
from g60.contract.i18n import LANGUAGES, text
from g60.contract.schema import DATASETS, KINDS
from g60.export.handouts import formats
from tests.conftest import ROOT

Printed = pytest.CaptureFixture[str]


def called(capsys: Printed, *arguments: str | Path) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of a call."""
    status = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def refused(capsys: Printed, *arguments: str) -> str:
    """What a call that argparse refuses says; its status is 2."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    return capsys.readouterr().err


def listed(capsys: Printed, *arguments: str) -> list[str]:
    status, out, err = called(capsys, "list", *arguments)
    assert (status, err) == (0, "")
    return [item["id"] for item in json.loads(out)["items"]]


# list ----------------------------------------------------------------------------------------


def test_the_lists_of_haining_and_semiconductors_is_two_carriers_and_one_lake(capsys: Printed) -> None:
    status, out, err = called(capsys, "list", "--unit", "330481", "--industry", "semi", "--format", "json")
    content = json.loads(out)
    assert (status, err, content["count"]) == (0, "", 3)
    assert content["sentence_zh"] == "海宁 · 半导体：2 个载体、1 个科创湖区（归属推断）"
    assert [(item["id"], item["kind"], item["list"]) for item in content["items"]] == [
        ("lake-juanhu", "lake_district", None),
        ("carrier-20", "carrier", "plan"),
        ("carrier-21", "carrier", "plan"),
    ]


def test_flags_may_be_repeated_and_are_joined_by_and(capsys: Printed) -> None:
    both = listed(capsys, "--unit", "330481", "--unit", "330483", "--kind", "lake_district")
    assert both == ["lake-juanhu", "lake-fenghuanghu"]
    assert listed(capsys, "--query", "xfd") == ["lake-xiangfudang"]
    assert len(listed(capsys, "--list", "plan")) == 24
    assert len(listed(capsys)) == 86


def test_the_plans_carriers_by_county_add_up_to_24(capsys: Printed) -> None:
    items = json.loads(called(capsys, "list", "--list", "plan")[1])["items"]
    counts = Counter(item["unit"] for item in items)
    assert [counts[unit] for unit in UNITS] == [8, 4, 2, 2, 3, 3, 2, 0, 0]
    assert len(items) == 24


def test_csv_and_geojson_are_printed_whole(capsys: Printed) -> None:
    _, out, _ = called(capsys, "list", "--list", "plan", "--format", "csv")
    assert len(list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))) == 24
    _, out, _ = called(capsys, "list", "--list", "plan", "--format", "geojson")
    assert len(json.loads(out)["features"]) == 24


# These formats hold the moment at which they were made.
WITH_TIME_INSIDE = ("xlsx", "gpkg", "zip", "pptx")


@pytest.mark.parametrize("name", formats("list"))
def test_what_is_written_is_what_is_printed(
    capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path, name: str
) -> None:
    path = tmp_path / f"plan.{name}"
    assert main(["list", "--list", "plan", "--format", name]) == 0
    printed = capsysbinary.readouterr().out
    assert main(["list", "--list", "plan", "--format", name, "-o", str(path)]) == 0
    assert capsysbinary.readouterr().out == b""
    assert len(path.read_bytes()) > 100
    if name not in WITH_TIME_INSIDE:
        assert path.read_bytes() == printed


@pytest.mark.parametrize(
    ("flag", "value", "known"),
    [("--unit", "海宁", UNITS), ("--industry", "chips", INDUSTRIES), ("--kind", "zone", KINDS)],
)
def test_an_unknown_code_is_a_wrong_call_and_the_known_ones_are_named(
    capsys: Printed, flag: str, value: str, known: tuple[str, ...]
) -> None:
    said = refused(capsys, "list", flag, value)
    assert value in said
    assert all(code in said for code in known)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", ["no-such-list", "规划", "x" * 40])
def test_an_unknown_list_is_a_wrong_call_and_the_known_ones_are_named(capsys: Printed, lang: str, code: str) -> None:
    status, out, err = called(capsys, "list", "--list", code, "--list", "plan", "--lang", lang)
    assert (status, out) == (2, "")
    assert code in err
    assert all(known in err for known in ("plan", "plan-text", "reply-344", "pinghu-2020", "pinghu-2021"))


@pytest.mark.parametrize("arguments", [[], ["lists"], ["list", "--format", "exe"], ["show"], ["list", "--lang", "xx"]])
def test_a_call_that_makes_no_sense_is_a_wrong_call(capsys: Printed, arguments: list[str]) -> None:
    assert "usage" in refused(capsys, *arguments)


WRONG_CALLS = {
    "choice": ("list", "--unit", "haining"),
    "choice of another call": ("import", "x.xlsx", "--list", "plan", "--unit", "haining"),
    "choice of a part": ("person", "add", "x", "--role", "king"),
    "call": ("lists",),
    "number": ("render", "--zoom", "big", "-o", "x.png"),
    "percentage": ("evaluate", "--set-nearly", "200"),
    "address": ("brief", "lake-juanhu", "--base-url", "http://localhost:8501/", "-o", "x.pdf"),
    "required": ("render",),
    "unknown": ("list", "--units", "330481", "--colour"),
    "without a value": ("list", "--unit"),
    "with a value": ("check", "--help=1"),
    "ambiguous": ("render", "--sc", "1:1", "--m", "x", "-o", "x.pdf"),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", WRONG_CALLS)
def test_whatever_is_wrong_with_a_call_is_said_in_our_words(capsys: Printed, name: str, lang: str) -> None:
    last = refused(capsys, *WRONG_CALLS[name], "--lang", lang).splitlines()[-1]
    assert not re.search(r"invalid|argument |required:|error:", last)
    assert bool(re.search("[\u4e00-\u9fff]", last)) == (lang == "zh")


def test_the_format_is_that_of_the_files_ending_or_the_call_is_refused(capsys: Printed, tmp_path: Path) -> None:
    starts = {"xlsx": b"PK", "csv": b"\xef\xbb\xbfid", "geojson": b"{", "json": b"{", "gpkg": b"SQLite"}
    for ending, start in starts.items():
        path = tmp_path / f"a.{ending.upper()}"
        assert called(capsys, "list", "--unit", "330481", "-o", path) == (0, "", "")
        assert path.read_bytes().startswith(start)
    assert called(capsys, "list", "-o", tmp_path / "named", "--format", "csv")[0] == 0
    written = sorted(tmp_path.iterdir())
    for wrong in (
        ("list", "-o", "x.ods"),
        ("render", "-o", "x.docx"),
        ("render", "--atlas", "-o", "x.png"),
        ("tasks", "-o", "x.pdf"),
        ("evaluate", "-o", "x.csv"),
        ("bulletin", "-o", "x.pdf"),
        ("slides", "-o", "x.pdf"),
        ("pack", "-o", "x.zip"),
        ("template", "zx", "-o", "t.csv"),
        ("template", "indicators", "-o", "t.csv"),
        ("sbom", "-o", "s.pdf"),
        ("dictionary", "-o", "d.docx"),
    ):
        status, _, err = called(capsys, *wrong[:-1], tmp_path / wrong[-1], "--lang", "en")
        assert (status, wrong[-1] in err, "." in err) == (2, True, True), wrong
    assert sorted(tmp_path.iterdir()) == written


@pytest.mark.parametrize("name", ["list.csv", "other/../list.csv", "link.xlsx", "r.csv"])
@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_a_report_is_a_workbook_and_never_takes_the_place_of_its_list(
    capsys: Printed, tmp_path: Path, name: str, dry: tuple[str, ...]
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("名称,县\n某实验室,海宁\n", "utf-8")
    (tmp_path / "other").mkdir()
    (tmp_path / "link.xlsx").symlink_to(listed)
    for kind in ("zx", "indicators"):
        status, out, err = called(capsys, "import", listed, "--list", kind, "--report", tmp_path / name, *dry)
        assert (status, out) == (2, "")
        assert Path(name).name in err
    assert listed.read_text("utf-8") == "名称,县\n某实验室,海宁\n"
    assert not (tmp_path / "r.csv").exists()


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "20260101", "2026-W01-1", "0000-01-01"])
def test_a_day_that_the_calendar_does_not_have_is_refused(capsys: Printed, tmp_path: Path, day: str) -> None:
    for call in (["render", "--date", day, "-o", str(tmp_path / "x.pdf")], ["tasks", "--today", day]):
        status, _, err = called(capsys, *call)
        assert (status, day in err) == (2, True)


# Arguments that would do nothing -------------------------------------------------------------

# Each call, and what its refusal names.
UNREAD = {
    "a map that is no place": (("render", "--map", "x", "-o", "a.pdf"), ("--map", "x", "11/30.53/120.69")),
    "a map of slides that is no place": (("slides", "--focus", "lake-juanhu", "--map", "99/1/1"), ("--map", "99/1/1")),
    "an unknown focus of a sheet": (("render", "--focus", "nope", "-o", "a.pdf"), ("nope", "python -m g60 list")),
    "a focus that is no code": (("render", "--focus", "湖", "-o", "a.pdf"), ("湖", "python -m g60 list")),
    "an unknown focus of slides": (("slides", "--focus", "nope"), ("nope", "python -m g60 list")),
    "a map without a selection": (("slides", "--map", "11/30.53/120.69"), ("--map", "--focus")),
    "hidden layers without a selection": (("slides", "--hide", "corridor"), ("--hide", "--focus")),
    "a draft as of a version": (("evaluate", "--at", "1", "--draft", "2"), ("--at", "--draft")),
    "a folder as of a version": (("list", "--at", "1", "--geodata", "geodata"), ("--at", "--geodata")),
    "an account without a draft": (("evaluate", "--as", "somebody"), ("--as", "--draft")),
    "areas without an atlas": (("render", "--area", "lake-juanhu", "-o", "a.pdf"), ("--area", "--atlas")),
    "an atlas of a selection": (("render", "--atlas", "--unit", "330481", "-o", "a.pdf"), ("--unit", "--atlas")),
    "an atlas with a focus": (("render", "--atlas", "--focus", "lake-juanhu", "-o", "a.pdf"), ("--focus", "--atlas")),
    "an atlas at a scale": (("render", "--atlas", "--scale", "1:100000", "-o", "a.pdf"), ("--scale", "--atlas")),
    "a draft without decisions": (("tasks", "--draft", "1"), ("--draft", "--decisions")),
    "a meeting without decisions": (("tasks", "--meeting", "m"), ("--meeting", "--decisions")),
    "an account without decisions": (("tasks", "--as", "somebody"), ("--as", "--decisions")),
    "decisions of a kind": (("tasks", "--decisions", "d.json", "--kind", "reform"), ("--kind", "--decisions")),
    "decisions in a file": (("tasks", "--decisions", "d.json", "-o", "t.txt"), ("--output", "--decisions")),
    "an archive of one county": (("template", "zx", "--unit", "330481", "-o", "t.zip"), ("--unit", ".xlsx")),
    "an archive of one reporter": (
        ("template", "indicators", "--reporter", "r", "-o", "t.zip"),
        ("--reporter", ".xlsx"),
    ),
    "a reason for a file": (("restore", "b.g60", "--why", "w"), ("--why", "b.g60")),
    "an account for a file": (("restore", "b.g60", "--as", "somebody"), ("--as", "b.g60")),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", UNREAD)
def test_an_argument_that_would_do_nothing_is_refused_and_named(
    capsys: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, lang: str
) -> None:
    call, named = UNREAD[name]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'atlas.db'}")
    output = ("-o", "a.pptx") if call[0] == "slides" else ()
    status, out, err = called(capsys, *call, *output, "--lang", lang)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert all(word in err for word in named), err
    assert bool(re.search("[\u4e00-\u9fff]", err.replace("湖", ""))) == (lang == "zh")
    assert list(tmp_path.iterdir()) == []


# show ----------------------------------------------------------------------------------------


def test_an_entity_is_shown_with_value_evidence_and_citation(capsys: Printed) -> None:
    status, out, _ = called(capsys, "show", "lake-juanhu")
    assert status == 0
    assert "面积 | 23.3 km² | 原文 | 嘉兴市科技创新发展“十四五”规划 表3 第4行 L281" in out.splitlines()
    assert any(line.startswith("所属地 | 海宁市 | 推断 |") for line in out.splitlines())


def test_missing_is_called_missing_in_both_languages(capsys: Printed) -> None:
    assert "面积 | 规划未载明 | 未载明" in called(capsys, "show", "htz-haining")[1]
    assert "Area | Not stated in the plan | Not stated" in called(capsys, "show", "htz-haining", "--lang", "en")[1]


def test_a_coordinate_is_shown_with_all_its_digits(capsys: Printed) -> None:
    assert "经度 | 120.82099° E |" in called(capsys, "show", "carrier-01")[1]


def test_json_of_an_entity_has_a_citation_for_each_field(capsys: Printed) -> None:
    content = json.loads(called(capsys, "show", "carrier-20", "--format", "json")[1])
    assert content["fields"]["lon"] == {
        "value": None,
        "evidence": "missing",
        "citation": content["fields"]["lon"]["citation"],
    }
    assert content["fields"]["unit"]["citation"]["locator"] == "附件二 第20项"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_unknown_id_is_a_wrong_call_and_is_named(capsys: Printed, lang: str) -> None:
    status, out, err = called(capsys, "show", "lake-nowhere", "--lang", lang)
    assert (status, out) == (2, "")
    assert "lake-nowhere" in err
    assert "python -m g60 list" in err


# check ---------------------------------------------------------------------------------------


def test_the_shipped_data_passes_in_both_languages(capsys: Printed) -> None:
    status, out, _ = called(capsys, "check")
    assert (status, out.count("\n")) == (0, 1)
    assert "0 个错误，0 个提醒" in out
    assert "0 errors, 0 warnings" in called(capsys, "check", "--lang", "en")[1]


def spoil_csv(folder: Path, file: str, key: str, field: str, value: str) -> int:
    """Changes one cell of a file and gives its row as a spreadsheet counts."""
    path = folder / file
    with path.open(encoding="utf-8", newline="") as source:
        header, *rows = csv.reader(source)
    row = next(number for number, cells in enumerate(rows) if cells[0] == key)
    rows[row][header.index(field)] = value
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, lineterminator="\n").writerows([header, *rows])
    return row + 2


def spoil_geojson(folder: Path, file: str, id_: str, field: str, value: Any) -> int:
    """Changes one property of a file and gives the number of its feature."""
    path = folder / file
    content = json.loads(path.read_text("utf-8"))
    number = next(number for number, feature in enumerate(content["features"], 1) if feature["id"] == id_)
    content["features"][number - 1]["properties"][field] = value
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return number


@pytest.mark.documents
def test_every_citation_is_proved_and_counted(capsys: Printed, documents_folder: Path) -> None:
    status, out, _ = called(capsys, "check", "--sources", documents_folder)
    assert status == 0
    assert out.splitlines()[0] == "已核对 5865 条引文：原文 2797，计算 2513，推断 555。"
    assert out.splitlines()[1] == "已核对文件中的 725 个数：482 个有引文，243 个列为没有收入。"


@pytest.mark.documents
@pytest.mark.parametrize(("lang", "row_words"), [("zh", "第 {} 行"), ("en", "row {}")])
def test_one_changed_figure_ends_in_1_and_names_file_row_and_field(
    capsys: Printed, geodata_copy: Path, documents_folder: Path, lang: str, row_words: str
) -> None:
    feature = spoil_geojson(geodata_copy, "lake_districts.geojson", "lake-minghu", "area_km2", 12.5)
    status, out, _ = called(
        *(capsys, "check", "--geodata", geodata_copy, "--sources", documents_folder, "--lang", lang)
    )
    found = [line for line in out.splitlines() if "lake_districts.geojson" in line]
    place = f"lake_districts.geojson {row_words.format(feature)}"
    assert status == 1
    # The figure is not that of its document, and the disc has another area than the figure.
    assert [field for line in found for field in ("geometry", "area_km2") if f"{place} {field}" in line] == [
        *("geometry", "area_km2")
    ]
    assert all("12.5" in line for line in found)


@pytest.mark.documents
def test_one_changed_cell_ends_in_1_and_names_file_row_and_field(
    capsys: Printed, geodata_copy: Path, documents_folder: Path
) -> None:
    row = spoil_csv(geodata_copy, "carriers.csv", "carrier-20", "no", "25")
    status, out, _ = called(capsys, "check", "--geodata", geodata_copy, "--sources", documents_folder)
    assert status == 1
    assert f"错误 carriers.csv 第 {row} 行 no: “25”不在引用的行上" in out


@pytest.mark.documents
def test_a_document_that_was_changed_is_not_taken_for_the_cited_one(
    capsys: Printed, tmp_path: Path, documents_folder: Path
) -> None:
    for path in documents_folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes() + (b" " if path.name.startswith("001") else b""))
    status, out, _ = called(capsys, "check", "--sources", tmp_path)
    assert status == 1
    assert "错误 sources.csv 第 2 行 sha256: 文件夹里没有文件 plan" in out


def test_documents_that_are_not_there_are_each_named(capsys: Printed, tmp_path: Path) -> None:
    status, out, _ = called(capsys, "check", "--sources", tmp_path)
    assert status == 1
    assert out.count("sources.csv") == 5
    status, _, err = called(capsys, "check", "--sources", tmp_path / "nowhere")
    assert status == 2
    assert str(tmp_path / "nowhere") in err


def test_all_findings_are_printed_and_not_the_first_alone(capsys: Printed, geodata_copy: Path) -> None:
    row = spoil_csv(geodata_copy, "carriers.csv", "carrier-20", "location_grade", "Z")
    spoil_csv(geodata_copy, "carriers.csv", "carrier-21", "no", "twenty")
    spoil_geojson(geodata_copy, "high_tech_zones.geojson", "htz-nanhu", "name_en", None)
    status, out, _ = called(capsys, "check", "--geodata", geodata_copy)
    assert status == 1
    assert f"错误 carriers.csv 第 {row} 行 location_grade: “Z”不在代码表中。可用：A, B, C, D" in out
    assert f"错误 carriers.csv 第 {row + 1} 行 no: “twenty”不是整数" in out
    assert "错误 high_tech_zones.geojson 第 4 行 name_en: 必填，却为空" in out


def test_a_point_in_the_wrong_county_is_found(capsys: Printed, geodata_copy: Path) -> None:
    row = spoil_csv(geodata_copy, "carriers.csv", "carrier-22", "lon", "120.05")
    status, out, _ = called(capsys, "check", "--geodata", geodata_copy)
    assert status == 1
    assert f"carriers.csv 第 {row} 行 lon: 120.05, 30.5216 不在所填的县内" in out


@pytest.mark.parametrize("arguments", [["check"], ["list"], ["show", "lake-juanhu"]])
def test_data_that_cannot_be_read_names_every_file_and_ends_in_1(
    capsys: Printed, tmp_path: Path, arguments: list[str]
) -> None:
    status, out, _ = called(capsys, *arguments, "--geodata", tmp_path / "nowhere")
    assert status == 1
    assert all(f"{dataset.file}: 找不到文件" in out for dataset in DATASETS)


def test_the_folder_that_the_environment_names_is_read(
    capsys: Printed, geodata_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil_csv(geodata_copy, "units.csv", "330481", "short_zh", "潮城")
    monkeypatch.setenv("G60_GEODATA", str(geodata_copy))
    assert '"sentence_zh": "潮城：' in called(capsys, "list", "--unit", "330481")[1]


# Files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["list"], ["dictionary"]])
def test_a_file_that_cannot_be_written_is_named_and_nothing_is_left(
    capsys: Printed, tmp_path: Path, arguments: list[str]
) -> None:
    (tmp_path / "file").write_text("whole")
    for path in (tmp_path / "nowhere" / "out", tmp_path / "file" / "out", tmp_path):
        status, out, err = called(capsys, *arguments, "-o", path)
        assert (status, out) == (1, "")
        assert err.startswith(f"无法写入 {path}：")
        assert not re.search("[A-Za-z]", err.removeprefix(f"无法写入 {path}："))
        assert "Traceback" not in err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "whole"


def test_a_write_that_breaks_off_leaves_the_old_file(
    capsys: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.json"
    path.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    status, _, err = called(capsys, "list", "-o", path)
    assert (status, err) == (1, f"无法写入 {path}：磁盘已满\n")
    assert [(entry.name, entry.read_text()) for entry in tmp_path.iterdir()] == [("plan.json", "old")]


def test_a_file_can_be_read_by_whom_the_system_lets(capsys: Printed, tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    called(capsys, "list", "-o", tmp_path / "plan.json")
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("plan.json", "plain")]
    assert modes[0] == modes[1]


def test_a_link_stays_a_link_and_a_pipe_stays_a_pipe(capsys: Printed, tmp_path: Path) -> None:
    (tmp_path / "target").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    assert called(capsys, "dictionary", "-o", tmp_path / "link")[0] == 0
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text("utf-8") == as_markdown()
    os.mkfifo(tmp_path / "pipe")
    reader = subprocess.Popen(["cat", str(tmp_path / "pipe")], stdout=subprocess.PIPE)
    assert called(capsys, "dictionary", "-o", tmp_path / "pipe")[0] == 0
    assert reader.communicate(timeout=10)[0].decode() == as_markdown()
    assert (tmp_path / "pipe").is_fifo()


def test_the_dictionary_is_printed_or_written(capsys: Printed, tmp_path: Path) -> None:
    assert called(capsys, "dictionary") == (0, as_markdown(), "")
    assert called(capsys, "dictionary", "-o", tmp_path / "d.md") == (0, "", "")
    assert (tmp_path / "d.md").read_text("utf-8") == as_markdown()


def test_geodata_without_inputs_names_the_missing_file(capsys: Printed, tmp_path: Path) -> None:
    status, _, err = called(capsys, "geodata", "--geodata", tmp_path)
    assert status == 1
    assert err.startswith("找不到 ")
    assert "inputs" in err


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "geodata" / "inputs").glob("*.csv")))
def test_geodata_from_a_damaged_input_names_it_and_writes_nothing(
    capsys: Printed, geodata_copy: Path, name: str
) -> None:
    path = geodata_copy / "inputs" / name
    whole = path.read_bytes()
    head, _, rest = whole.partition(b"\n")
    second = rest.partition(b"\n")[0]
    before = {file.name: file.read_bytes() for file in geodata_copy.glob("*.geojson")}
    damaged = {
        "not UTF-8": (whole[: len(head) + 3] + b"\xff\xfe" + whole[len(head) + 3 :], "2"),
        "empty": (b"", ""),
        "only its head": (head + b"\n", ""),
        "cut in a cell": (whole[: len(whole) // 2].rpartition(b"\n")[0][:-1], ""),
        "cut in a row": (head + b"\n" + second.split(b",")[0] + b"\n", "2"),
        "no head": (rest, ""),
    }
    for how, (data, row) in damaged.items():
        path.write_bytes(data)
        for lang in LANGUAGES:
            status, out, err = called(capsys, "geodata", "--geodata", geodata_copy, "--lang", lang)
            assert (status, out, err.count("\n")) == (1, "", 1), how
            assert f"inputs/{name}" in err, how
            assert row in err, how
    assert {file.name: file.read_bytes() for file in geodata_copy.glob("*.geojson")} == before


@pytest.mark.parametrize(("name", "column"), [("roads.csv", 2), ("towns.csv", 3), ("places.csv", 1)])
def test_geodata_from_what_is_no_number_or_lacks_a_row_names_it(
    capsys: Printed, geodata_copy: Path, name: str, column: int
) -> None:
    path = geodata_copy / "inputs" / name
    lines = path.read_text("utf-8").splitlines()
    cells = lines[2].split(",")
    cells[column] = "nan"
    path.write_text("\n".join([*lines[:2], ",".join(cells), *lines[3:]]) + "\n", "utf-8")
    status, _, err = called(capsys, "geodata", "--geodata", geodata_copy)
    assert (status, f"inputs/{name} 第 3 行" in err) == (1, True)
    path.write_text("\n".join(lines[:2]) + "\n", "utf-8")
    if name == "places.csv":
        status, _, err = called(capsys, "geodata", "--geodata", geodata_copy)
        assert (status, f"inputs/{name}" in err, "lake-juanhu" in err) == (1, True, True)


# A file or a folder that the call names and that cannot be taken is a wrong call, as an import of it is.
NO_FILES = {
    "import": ("import", "{}", "--list", "zx"),
    "restore": ("restore", "{}"),
    "pack": ("pack", "--scenes", "{}", "-o", "a.html"),
    "slides": ("slides", "--scenes", "{}", "-o", "a.pptx"),
    "tasks": ("tasks", "--decisions", "{}"),
    "check": ("check", "--sources", "{}"),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NO_FILES)
def test_a_file_that_is_not_there_or_is_no_file_is_a_wrong_call(
    capsys: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, lang: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'atlas.db'}")
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("no backup, no folder", "utf-8")
    wrong = {"check": ("nowhere", "file"), "restore": ("nowhere", "folder", "file")}.get(name, ("nowhere", "folder"))
    for given in wrong:
        call = [part.format(given) for part in NO_FILES[name]]
        status, out, err = called(capsys, *call, "--lang", lang)
        assert (status, out, err.count("\n"), given in err) == (2, "", 1, True), given
        assert bool(re.search("[\u4e00-\u9fff]", err)) == (lang == "zh")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


@pytest.mark.parametrize("call", ["pack --scenes {} -o x.html", "restore {}", "import {} --list zx"])
def test_a_device_that_never_ends_is_not_read(call: str, tmp_path: Path) -> None:
    given = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'a.db'}"}
    done = process(*call.format("/dev/zero").split(), env=given)
    assert done.returncode in (1, 2)
    assert "zero" in done.stderr.decode()
    assert b"Traceback" not in done.stderr


# As a process --------------------------------------------------------------------------------


def process(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "g60", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False, **options)


def test_the_module_is_run_with_the_status_of_its_call() -> None:
    done = process("list", "--unit", "330481", "--industry", "semi", "--format", "json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["count"] == 3
    wrong = process("show", "lake-nowhere")
    assert (wrong.returncode, wrong.stdout) == (2, b"")


@pytest.mark.parametrize("call", ["show lake-juanhu", "list --unit 330481 --format csv"])
def test_a_call_imports_what_it_needs_and_no_other_calls_libraries(call: str) -> None:
    others = {"folium", "layers", "pypinyin", "docx", "pptx", "pikepdf", "fontTools", "pypdfium2", "xlsxwriter"}
    code = (
        "import sys; from g60.cli import main; status = main(sys.argv[1:]);"
        f"print(status, sorted({others} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *call.split()], cwd=ROOT, capture_output=True, check=True)
    assert done.stderr.decode().strip() == "0 []"


@pytest.mark.parametrize("unbuffered", [False, True])
@pytest.mark.parametrize("arguments", ["show lake-juanhu", "list --geodata nowhere"])
def test_a_pipe_that_is_closed_early_is_no_error(arguments: str, *, unbuffered: bool) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    # What is buffered is only written at the very end, so both ways must hold.
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(
        [sys.executable, "-m", "g60", *arguments.split()],
        cwd=ROOT,
        env=buffered | ({"PYTHONUNBUFFERED": "1"} if unbuffered else {}),
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_csv_of_the_command_line_is_opened_by_pandas() -> None:
    done = process("list", "--list", "plan", "--format", "csv")
    table = pd.read_csv(io.BytesIO(done.stdout), dtype=str, keep_default_na=False)
    assert (len(table), table.at[0, "id"], table.at[0, "unit"]) == (24, "carrier-01", "330402")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("call", "how"),
    [
        ("list", ">/dev/full"),
        ("versions", ">/dev/full"),
        ("doctor", ">&-"),
        ("show lake-juanhu", ">&-"),
        ("list --format csv", ">&-"),
        ("check", ">/dev/full"),
        ("--help", ">/dev/full"),
    ],
)
def test_a_standard_output_that_cannot_be_written_is_said_in_one_line(
    call: str, how: str, lang: str, tmp_path: Path
) -> None:
    words = "" if call == "--help" else f"--lang {lang}"
    shell = ["sh", "-c", f"{sys.executable} -m g60 {call} {words} {how}"]
    given = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'a.db'}"}
    done = subprocess.run(shell, cwd=ROOT, capture_output=True, env=given, timeout=60, check=False, text=True)
    assert done.returncode == 1
    said = done.stderr.splitlines()
    assert len(said) == 1
    if call != "--help":
        assert said[0].startswith(text("error_output", lang, detail=""))
