"""The files of the clerk's desk, each answered as its manifest says, on the command line.

The files are not part of the project; without them these tests are skipped. What they show is tested by
`test_import_readers` and `test_import_values` with files made in code.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.imports import printed

KEYS = [
    *("file", "kind", "encoding", "refused", "sheets", "rows", "good", "bad", "left_out", "issues", "items", "changes"),
]


@pytest.fixture(scope="session")
def clerk() -> Path:
    named = os.environ.get("G60_CLERK")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "clerk"
    if not folder.is_dir():
        pytest.skip("the clerk's files are not at hand; name their folder in G60_CLERK")
    return folder


class Answer:
    """What the command line said of a file."""

    def __init__(self, status: int, content: dict[str, Any]) -> None:
        self.status, self.content = status, content

    def __getitem__(self, name: str) -> Any:
        return self.content[name]

    def issues(self, *severities: str) -> list[tuple[str, int | None, str]]:
        wanted = severities or ("error", "question")
        return [(one["code"], one["row"], one["cell"]) for one in self["issues"] if one["severity"] in wanted]

    def values(self, name: str) -> list[Any]:
        return [item[name] for item in self["items"]]


@pytest.fixture
def answer(clerk: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def asked(name: str, *more: str) -> Answer:
        path = next(clerk.glob(f"{name}_*"))
        found = Answer(*printed(capsys, str(path), "--list", "zx", "--dry-run", *more))
        assert list(found.content) == KEYS
        assert found["rows"] == found["good"] + found["bad"] == len(found["items"])
        return found

    return asked


def test_chinese_excel_s_csv_is_read_as_gb18030(answer: Any) -> None:
    found = answer("01")
    assert (found.status, found["kind"], found["encoding"], found["good"]) == (0, "csv", "gb18030", 4)
    assert found.values("name_zh")[3] == "示例镕产业园"
    assert found.values("unit") == ["330402", "330482", "330481", "330421"]
    assert found["items"][0]["industries"] == ["digital", "materials"]
    assert found["sheets"][0]["columns"]["面积（平方公里）"] == "area_km2"


def test_a_heading_of_two_rows_merged_counties_and_sums(answer: Any) -> None:
    found = answer("03")
    assert (found.status, found["rows"], found["good"]) == (0, 4, 4)
    sheet = found["sheets"][0]
    assert sheet["header_rows"] == [3, 4]
    assert sheet["columns"]["规模·面积（平方公里）"] == "area_km2"
    assert found.values("unit") == ["330402", "330402", "330481", "330481"]
    assert [(left["row"], left["code"]) for left in found["left_out"]] == [
        *((1, "title"), (2, "title"), (7, "subtotal"), (10, "total"), (12, "note")),
    ]
    whole = found["left_out"][3]["sums"][0]
    assert (whole["cell"], whole["stated"], whole["sum"], whole["agrees"]) == ("F10", 19.6, 19.6, True)
    assert found["items"][0]["extras"] == {"规模·人数（人）": "30"}


def test_damaged_codes_are_named_and_good_ones_stay_text(answer: Any) -> None:
    found = answer("05")
    assert found.status == 1
    assert found.values("unit") == ["330402", "330482", "330481", None]
    assert ("credit_code_damaged", 2, "C2") in found.issues("error")
    assert ("unit_city_code", 5, "D5") in found.issues("error")
    assert [row for code, row, _ in found.issues("error") if code == "code_repeated"] == [2, 5]
    assert [item["extras"]["编号"] for item in found["items"]] == ["001", "002", "3", "001"]
    assert {("zeros_lost", 4, "A4"), ("zeros_lost", 3, "E3")} <= set(found.issues("warning"))


def test_every_spelling_of_coordinates_is_read_or_refused_with_its_row(answer: Any) -> None:
    found = answer("06")
    assert found.status == 1
    assert found.issues() == [("place_swapped", 2, "C2"), ("place_outside", 7, "C7")]
    assert ("place_zero", 8, "C8") in found.issues("warning")
    items = found["items"]
    assert (items[1]["lon"], items[1]["lat"]) == pytest.approx((121 + 55 / 3600, 30 + 41 / 60 + 43 / 3600), abs=1e-6)
    assert (items[3]["lon"], items[3]["lat"]) == pytest.approx((120 + 55 / 60 + 19 / 3600, 30.95), abs=1e-6)
    # GCJ-02 and BD-09 are taken back, and that is said.
    assert (items[2]["lon"], items[2]["lat"]) == pytest.approx((120.68597, 30.53456), abs=1e-4)
    assert (items[2]["derived"]["lon"]["how"], items[4]["derived"]["lon"]["how"]) == ("gcj02", "bd09")
    assert items[4]["derived"]["lon"]["from"] == "120.9584 30.5290"
    # The zone is told from the number.
    assert (items[5]["lon"], items[5]["lat"]) == pytest.approx((120.129, 30.6315), abs=1e-3)
    assert items[5]["derived"]["lon"]["how"] == "EPSG:4528"
    assert (items[6]["lon"], items[6]["good"]) == (None, True)


def test_names_are_tidied_and_the_same_body_is_asked_never_merged(answer: Any) -> None:
    found = answer("07")
    assert found.status == 1
    assert found.issues("error") == []
    assert ("same_body", 5, "A5") in found.issues("question")
    assert [one["suggestion"] for one in found["issues"] if one["code"] == "unit_former"] == ["秀洲区", "南湖区"]
    assert found.values("name_zh")[4:6] == ["示例乙实验室", "示例丙创新中心"]
    assert found.values("name_zh")[8] == "示例己基地"
    assert found.values("unit")[7:] == ["etdz", "330483"]
    assert [item["row"] for item in found["items"]][-3:] == [9, 10, 11]
    assert [item["fields_zh"] for item in found["items"]][6:8] == [[], []]


def test_an_old_workbook_is_read(answer: Any) -> None:
    found = answer("09")
    assert (found.status, found["kind"], found["good"]) == (0, "xls", 4)


def test_one_sheet_per_county_is_asked_and_what_is_hidden_is_named(answer: Any) -> None:
    found = answer("11")
    assert found.status == 1
    assert [sheet["name"] for sheet in found["sheets"] if sheet["taken"]] == ["南湖", "平湖", "海宁"]
    assert found.issues() == [
        ("sheets_which", None, ""),
        *(("hidden_column", None, "F1"), ("hidden_row", 3, "B3"), ("hidden_sheet", None, "")),
    ]
    assert next(one["suggestion"] for one in found["issues"] if one["code"] == "sheets_which") == "南湖;平湖;海宁"
    assert found["rows"] == 4
    sheets = [part for name in ("南湖", "平湖", "海宁") for part in ("--sheet", name)]
    settled = answer("11", *sheets, "--hidden", "leave")
    assert (settled.status, settled["rows"], settled["good"]) == (0, 3, 3)
    assert [left["code"] for left in settled["left_out"]] == ["hidden_row"]
    assert "area_km2" not in settled["sheets"][2]["columns"].values()


def test_each_feature_is_named_with_its_own_fault(answer: Any) -> None:
    found = answer("13")
    assert (found.status, found["kind"], found["encoding"]) == (1, "geojson", "utf-8-sig")
    assert found.issues() == [
        *(("shape_crossed", 1, "/1/geometry"), ("place_swapped", 2, "/2/geometry")),
        *(("shape_collection", 4, "/4/geometry"), ("name_missing", 4, "/4/name"), ("shape_open", 5, "/5/geometry")),
    ]
    assert [item["row"] for item in found["items"] if item["good"]] == [3]


def test_a_shapefile_without_code_page_and_projection(answer: Any) -> None:
    found = answer("15")
    assert (found.status, found["kind"], found["encoding"], found["rows"]) == (1, "shp", "gb18030", 4)
    assert [code for code, _, _ in found.issues()] == ["datum_asked", "column_guess"]
    assert found["sheets"][0]["name"] == "示例载体"
    assert found.values("name_zh")[0] == "示例甲研究院"
    settled = answer("15", "--datum", "wgs84", "--map", "MJ=area_km2")
    assert (settled.status, settled.values("area_km2")) == (0, [1.2, 0.8, 2.0, 15.6])


def test_a_line_for_excel_ragged_rows_and_lines_as_an_editor_counts_them(answer: Any) -> None:
    found = answer("16")
    assert (found.status, found["rows"]) == (1, 3)
    assert found["sheets"][0]["header_rows"] == [2]
    assert [item["row"] for item in found["items"]] == [3, 5, 6]
    assert found.values("name_zh")[0] == '示例甲"研究院'
    assert {("row_long", 5, "E5"), ("row_short", 6, "C6")} <= set(found.issues("error", "warning"))
    assert [(left["row"], left["code"]) for left in found["left_out"]] == [(8, "total")]


def test_a_password_is_said_in_one_sentence(answer: Any) -> None:
    found = answer("17")
    assert (found.status, found["refused"]["code"], found["items"]) == (2, "password", [])
    assert "密码" in found["refused"]["reason_zh"]
    assert "password" in found["refused"]["reason_en"]
