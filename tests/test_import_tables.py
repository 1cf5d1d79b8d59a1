"""Tables as offices make them: what is told from groups, titles, contents and merged cells, and what is asked."""

from __future__ import annotations

import json
import random

import pytest

from g60.record.intake.examine import examine_reading
from g60.record.intake.findings import Answers
from g60.record.intake.same_body import SEPARATE
from g60.record.intake.sheets import Cell, Reading, Sheet
from g60.record.intake.told import told_of
from tests.imports import HEAD, NANHU, PINGHU, codes, known, outcome, saved, text_table, told, workbook


def page(given: list[tuple[object, ...]]) -> bytes:
    return saved(workbook(given))


def names(data: bytes, answers: Answers | None = None) -> list[tuple[str, str]]:
    return [(body.name, body.values.get("unit", "")) for body in outcome(data, answers).bodies]


def test_a_row_that_names_a_county_stands_over_the_rows_of_that_county() -> None:
    head = ("序号", "单位名称", "地址")
    rows = [("一、南湖区（1家）",), (1, "甲山研究院", "路1号"), ("平湖市",), (2, "乙水实验室", "路2号"), ("三、其他",)]
    found = outcome(page([head, *rows, (3, "丙湾中心", "路3号")]))
    assert codes(found) == []
    assert [(body.name, body.values.get("unit")) for body in found.bodies] == [
        *(("甲山研究院", "330402"), ("乙水实验室", "330482"), ("丙湾中心", "330482")),
    ]
    assert [(left.row, left.code) for left in found.sheets[0].left_out] == [(2, "group"), (4, "group"), (6, "group")]
    assert found.bodies[0].derived["unit"] == "group"


def test_sums_are_known_by_how_they_begin() -> None:
    rows = [
        HEAD,
        NANHU,
        ("小  计", "1家"),
        PINGHU,
        ("全县合计：2家",),
        ("总计（2家）",),
        (3, "共计算机研究院", *NANHU[2:]),
    ]
    found = outcome(page(rows))
    assert [left.code for left in found.sheets[0].left_out] == ["subtotal", "total", "total"]
    assert [body.name for body in found.bodies] == ["甲山研究院", "乙水实验室", "共计算机研究院"]


def test_no_column_of_counties_is_said_with_what_the_title_names_and_one_answer_gives_it() -> None:
    data = page([("南湖区2026年清单",), ("序号", "单位名称", "地址"), (1, "甲山研究院", "路1号")])
    (one,) = [one for one in outcome(data).found if one.code == "unit_nowhere"]
    assert (one.severity, one.suggestion, one.values["count"]) == ("warning", "南湖区", 1)
    assert names(data, Answers(unit="330402")) == [("甲山研究院", "330402")]


def test_a_county_that_stands_only_in_the_first_row_of_its_block_is_asked_with_the_one_above() -> None:
    data = page([("所属县", "单位名称"), ("南湖区", "甲山研究院"), (None, "丙湾中心"), ("平湖市", "乙水实验室")])
    found = outcome(data)
    assert [(one.code, one.cell, one.suggestion) for one in found.held] == [("unit_missing", "A3", "南湖区")]
    settled = outcome(data, Answers(taken=frozenset(("unit_missing",))))
    assert codes(settled) == []
    assert [body.values["unit"] for body in settled.bodies] == ["330402", "330402", "330482"]


def test_two_columns_of_one_name_are_both_kept() -> None:
    found = outcome(page([("单位名称", "所属县", "营收", "营收"), ("甲山研究院", "南湖区", 100, 200)]))
    assert found.bodies[0].extras == {"营收": "100", "营收·2": "200"}
    assert found.as_json()["sheets"][0]["columns"]["营收·2"] == "extras"


def test_a_group_above_its_labels_gives_the_field() -> None:
    rows = [
        ("单位名称", "所属县", "时间", None),
        (None, None, "成立", "认定"),
        ("甲山研究院", "南湖区", "2019.5", 2021),
    ]
    values = outcome(page(rows)).bodies[0].values
    assert (values["founded_on"], values["recognised_on"]) == ("2019-05", "2021")


def test_a_column_that_no_heading_names_is_asked_by_what_its_cells_hold() -> None:
    rows = [("新型研发机构", "落户", "东", "北", "备注"), ("甲山研究院", "南湖区", 120.8021, 30.7412, "省级")]
    rows += [("乙水实验室", "平湖市", 121.0153, 30.6954, "x")]
    data = page([("序号", *rows[0], "地址"), *[(at, *row, "路") for at, row in enumerate(rows[1:], start=1)]])
    found = outcome(data)
    assert {(one.code, one.cell, one.suggestion) for one in found.held} == {
        ("column_guess", cell, field)
        for cell, field in (("B1", "name_zh"), ("C1", "unit"), ("D1", "lon"), ("E1", "lat"))
    }
    said = {one.value: one.suggestion for one in found.held}
    settled = outcome(data, Answers(columns=said))
    assert codes(settled) == []
    assert (settled.bodies[0].values["lon"], settled.bodies[1].values["unit"]) == ("120.8021", "330482")


def test_a_heading_that_a_shapefile_has_cut_is_asked() -> None:
    properties = {"单位名称": "甲山研究院", "所属县（市": "南湖区", "统一社会信": "无"}
    one = {"type": "Feature", "properties": properties, "geometry": None}
    found = outcome(json.dumps({"type": "FeatureCollection", "features": [one]}).encode())
    assert [(one.cell, one.suggestion) for one in found.held] == [("/统一社会信", "credit_code")]
    assert found.bodies[0].values["unit"] == "330402"


def test_a_name_that_is_merged_over_rows_is_one_body() -> None:
    rows = [("单位名称", "所属县", "研究方向", "备注"), ("甲山研究院", "南湖区", "新材料", None)]
    book = workbook([*rows, (None, None, "半导体", "x"), ("乙水实验室", "平湖市", "生命健康", None)])
    for block in ("A2:A3", "B2:B3"):
        book.active.merge_cells(block)
    found = outcome(saved(book))
    assert codes(found) == []
    first = found.bodies[0]
    assert (first.values["fields_zh"], first.extras, len(found.bodies)) == ("新材料;半导体", {"备注": "x"}, 2)
    assert [(left.row, left.code) for left in found.sheets[0].left_out] == [(3, "joined")]


@pytest.mark.parametrize(
    ("heading", "cell", "area", "code"),
    [
        ("面积", "1.2", "1.2", "area_unit_unstated"),
        ("面积", "1500", "", "area_unit_asked"),
        ("面积", "1500亩", "1", ""),
        ("面积/亩", "1500", "1", ""),
        ("占地面积（亩）", "1,500", "1", ""),
        ("面积㎡", "12000", "0.012", ""),
        ("面积（平方公里）", "1500", "", "area_large"),
    ],
)
def test_an_area_without_a_unit_is_never_taken_in_silence(heading: str, cell: str, area: str, code: str) -> None:
    found = outcome(page([("单位名称", "所属县", heading), ("甲山研究院", "南湖区", cell)]))
    assert found.bodies[0].values.get("area_km2", "") == area
    assert told(found) == ({code} if code else set())


def test_numbers_that_another_program_marked_as_text_are_what_they_are() -> None:
    data = text_table([("单位名称", "所属县", "认定日期"), ("甲山研究院", '"=""330402"""', "'2021-03-05")])
    values = outcome(data).bodies[0].values
    assert (values["unit"], values["recognised_on"]) == ("330402", "2021-03-05")


@pytest.mark.parametrize("pair", ["120 48 7.6, 30 44 28.3", "120:48:7.6 30:44:28.3", "经120.8021，纬30.7412"])
def test_more_spellings_of_a_place(pair: str) -> None:
    found = outcome(page([("单位名称", "所属县", "坐标"), ("甲山研究院", "南湖区", pair)]))
    assert codes(found) == []
    assert float(found.bodies[0].values["lon"]) == pytest.approx(120.8021, abs=1e-4)


def test_an_answer_that_is_a_point_of_another_county_is_not_taken() -> None:
    data = page([("单位名称", "所属县", "坐标"), ("甲山研究院", "平湖市", "3402556.7, 576811.3")])
    (one,) = outcome(data).held
    assert one.code == "place_no_zone"
    found = outcome(data, Answers(choices={one.key: one.suggestion}))
    assert codes(found) == [("place_outside", 2, "C2")]
    swapped = page([("单位名称", "所属县", "坐标"), ("甲山研究院", "南湖区", "3402556.7, 576811.3")])
    assert codes(outcome(swapped, Answers(taken=frozenset(("place_no_zone",))))) == []


def test_a_name_of_ours_that_looks_like_a_sum_or_a_note_is_a_body() -> None:
    head = ("id", "name_zh", "unit", "extras")
    rows = [
        ("zx-1", "合计", "330402", "{}"),
        ("zx-2", "备注：一", "330402", '{"人数": "3"}'),
        ("zx-3", "一、院", "", "—"),
    ]
    found = outcome(page([head, *rows]))
    assert [body.name for body in found.bodies] == ["合计", "备注：一", "一、院"]
    assert [body.values["extras"] for body in found.bodies] == ["", '{"人数": "3"}', ""]


def test_what_is_the_same_in_two_rows_is_remembered_for_those_two_names_only() -> None:
    data = page([("单位名称", "所属县"), ("甲山（嘉兴）院", "南湖"), ("甲山(嘉兴)院", "南湖")])
    key = ("same_body", "甲山(嘉兴)院")
    assert codes(outcome(data, Answers(remembered={key: f"{SEPARATE}:甲山（嘉兴）院"}))) == []
    assert codes(outcome(data, Answers(remembered={key: f"{SEPARATE}:别的院"}))) == [("same_body", 3, "A3")]


def test_a_table_below_another_one_is_of_the_county_in_its_own_title() -> None:
    head = ("序号", "单位名称", "地址")
    rows = [("南湖区清单",), head, (1, "甲山研究院", "路1号"), ("平湖市2026年清单",), head, (1, "乙水实验室", "路2号")]
    found = outcome(page(rows))
    assert codes(found) == []
    assert [(body.name, body.values.get("unit", "")) for body in found.bodies] == [
        *(("甲山研究院", ""), ("乙水实验室", "330482")),
    ]
    assert [left.code for left in found.sheets[0].left_out] == ["title", "group", "header_repeated"]


def test_without_a_column_of_counties_an_address_may_name_it() -> None:
    found = outcome(page([("单位名称", "地址"), ("甲山研究院", "嘉兴市南湖区路1号"), ("乙水实验室", "路2号")]))
    assert [(one.code, one.cell) for one in found.found] == [("unit_nowhere", ""), ("unit_from_address", "B2")]
    assert [body.values.get("unit", "") for body in found.bodies] == ["330402", ""]
    assert found.bodies[0].derived["unit"] == "嘉兴市南湖区路1号"


def test_a_description_that_is_a_table_gives_the_fields_of_a_placemark() -> None:
    table = "<table><tr><td>所属县</td><td>南湖区</td></tr><tr><td>人数</td><td>35</td></tr></table>"
    other = "<b>说明</b> <table><tr><td>1</td><td>2</td><td>3</td></tr></table>"
    marks = [
        f"<Placemark><name>{name}</name><description><![CDATA[{words}]]></description></Placemark>"
        for name, words in (("甲山研究院", table), ("乙水实验室", other))
    ]
    space = "http://www.opengis.net/kml/2.2"
    found = outcome(f"<kml xmlns='{space}'><Document>{''.join(marks)}</Document></kml>".encode())
    first, second = found.bodies
    assert (first.values["unit"], first.extras) == ("330402", {"人数": "35"})
    assert second.extras["description"] == other


def test_a_coordinate_system_that_nobody_can_convert_is_said_whatever_the_numbers_are() -> None:
    head = ("单位名称", "所属县", "经度", "纬度", "坐标系")
    found = outcome(page([head, ("甲山研究院", "南湖区", "120°48′7″", "30°44′28″", "北京54")]))
    assert codes(found) == [("datum_unknown", 2, "E2")]
    assert found.as_json()["items"][0]["lon"] is None
    one = {"type": "Feature", "properties": {"名称": "甲"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}
    crs = {"type": "name", "properties": {"name": "nonsense"}}
    told_so = outcome(json.dumps({"type": "FeatureCollection", "features": [one], "crs": crs}).encode()).as_json()
    assert (told_so["refused"]["code"], told_so["rows"]) == ("crs_unknown", 0)


ODD: tuple[Cell, ...] = (
    *(None, "", 0.0, -1.0, 1e308, float("inf"), float("nan"), True),
    *(["date", ""], ["error", "#REF!"], ["formula", "A1"], "A" * 300, "\u202e倒", "十月", "嘉兴", "经度", "—", "（"),
    *("1e999", "９９", "120°61'0", "40480937.5,3402261", "330402.0", "2021年13月", "44260", "1.2-1.5", "约1.2"),
    *("1.2万亩", "合计", "一、南湖区", "备注：x", "单位名称", "{}", "null", "省级（x）", "GCJ-02 38带", "EPSG:4549"),
    *("%", "'1", '="5"', "120 48 7, 30 44 28", "甲山研究院", "南湖区"),
)
HEADINGS = (*HEAD, "坐标", "坐标系", "级别", "统一社会信用代码", "备注", "面积", "MJ", "id", "extras", "")
SHAPES = (None, {}, {"type": "x"}, {"type": "Point", "coordinates": [1e308, 1]}, {"type": "Polygon", "coordinates": []})
KINDS = ("unit_missing", "unit_unknown", "place_swapped", "place_no_zone", "not_listed", "same_body", "number_about")


def test_no_cell_breaks_the_reading_of_a_table() -> None:
    chance, record = random.Random(60306), known("plan")
    for _ in range(400):
        head = ["单位名称", *chance.sample(HEADINGS, chance.randint(1, 8))]
        rows = [
            [chance.choice(ODD) for _ in range(chance.randint(0, len(head) + 2))] for _ in range(chance.randint(0, 8))
        ]
        if chance.random() < 0.2:
            whole = [(row + [None] * len(head))[: len(head)] for row in rows]
            shapes = [chance.choice(SHAPES) for _ in rows]
            sheet = Sheet("", whole, list(range(1, len(rows) + 1)), fields=head, shapes=shapes)
        else:
            numbers = sorted(chance.sample(range(1, 40), len(rows) + 1))
            blocks = [(2, chance.randint(2, 9), column, column) for column in chance.sample(range(4), 2)]
            sheet = Sheet("南湖", [list(head), *rows], numbers, hidden_rows=[3], hidden_columns=[1], merges=blocks)
        said = Answers(taken=frozenset(chance.sample(KINDS, 3)), hidden=chance.choice(("", "take", "leave")))
        crs = chance.choice((None, "", "EPSG:4326", "EPSG:4549"))
        sheet.crs = crs or ""
        found = examine_reading(Reading("xlsx", None, [sheet]), "x", record, said)
        json.dumps([found.as_json(), told_of(found, {})], allow_nan=False)
