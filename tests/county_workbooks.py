"""Nine workbooks as nine county offices make them, with faults planted by a program that knows where each one is.

Everything is made here from a seed: names, places inside the counties, valid credit codes. A fault spoils one row.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import openpyxl
import shapely

from g60.catalog import boundaries
from g60.contract.crs import LonLat, bd09_from_gcj02, gcj02_from_wgs84, wgs84_from_bd09, wgs84_from_gcj02
from g60.record.intake.values import check_character
from tests.imports import saved, text_table


def bd09_from_wgs84(lon: npt.ArrayLike, lat: npt.ArrayLike) -> LonLat:
    """BD-09 longitudes and latitudes of WGS84 points: the product only reads such points."""
    return bd09_from_gcj02(*gcj02_from_wgs84(lon, lat))


UNITS = {
    **{"330402": "南湖区", "330411": "秀洲区", "330421": "嘉善县", "330424": "海盐县", "330481": "海宁市"},
    **{"330482": "平湖市", "330483": "桐乡市"},
}
TOPICS = (
    *(
        "智能制造",
        "智慧医疗",
        "新能源材料",
        "集成电路",
        "柔性电子",
        "生物医药",
        "海洋装备",
        "食品安全",
        "环境工程",
        "光电传感",
    ),
    *("区块链", "轨道交通", "精密仪器", "绿色建筑", "纺织新材料", "氢能", "核技术", "现代农业", "量子信息", "工业设计"),
)
FORMS = ("研究院", "实验室", "创新中心", "产业园", "孵化器")
# Two bodies of one university or group differ in one word.
BEARERS = ("浙江示例大学", "华东示范理工大学", "东方样本集团", "长河例证科技", "嘉兴模拟学院")
FIELDS = ("新材料、半导体", "生命健康", "数字经济；人工智能", "节能环保", "")
KEYS = (
    *("no", "name", "unit", "address", "fields", "area", "date", "lon", "lat", "credit", "level", "status", "remark"),
)
HEADINGS = {
    **{"no": "序号", "name": "单位名称", "unit": "所属县（市、区）", "address": "地址", "fields": "产业方向"},
    **{"area": "面积（平方公里）", "date": "认定日期", "lon": "经度", "lat": "纬度", "credit": "统一社会信用代码"},
    **{"level": "级别", "status": "状态", "remark": "备注", "pair": "坐标", "datum": "坐标系"},
}
Row = dict[str, Any]
Point = tuple[float, float]


@dataclass
class Planted:
    """A fault: the code of the finding, the column whose cell it stands in, the index of its row."""

    code: str
    key: str
    at: int


@dataclass
class Office:
    """One office: its county's rows, the faults in them, and how it writes its file."""

    name: str
    unit: str
    write: Callable[[Office], tuple[bytes, dict[int, int]]]
    faults: Sequence[str]
    columns: Sequence[str] = KEYS
    rows: list[Row] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)
    seed: int = 0

    def cell(self, key: str, row: int) -> str:
        key = "pair" if key in ("lon", "lat") and "pair" in self.columns else key
        return f"{chr(65 + list(self.columns).index(key))}{row}"

    def expected(self, numbers: dict[int, int]) -> list[tuple[str, int, str]]:
        """Code, row and cell of each planted fault; `numbers` has the number of each row in the file."""
        return sorted((one.code, numbers[one.at], self.cell(one.key, numbers[one.at])) for one in self.planted)


# Places ------------------------------------------------------------------------------------------


@cache
def inside(unit: str) -> list[Point]:
    """Points well inside a county."""
    outline = shapely.buffer(boundaries.counties().geometry[unit], -0.012)
    return _points(outline, 160, int(unit))


@cache
def slipped(unit: str, datum: str) -> list[Point]:
    """Points that are inside a county in a shifted datum only."""
    outline = boundaries.counties().geometry[unit]
    ring = shapely.difference(outline, shapely.buffer(outline, -0.012))
    points = np.array(_points(ring, 3_000, int(unit) + 1))
    moved = (gcj02_from_wgs84 if datum == "gcj02" else bd09_from_wgs84)(points[:, 0], points[:, 1])
    shifted = np.round(np.column_stack(moved), 6)
    found = ~shapely.contains_xy(outline, shifted)
    if datum == "bd09":
        found &= ~shapely.contains_xy(outline, np.column_stack(wgs84_from_gcj02(shifted[:, 0], shifted[:, 1])))
    back = (wgs84_from_gcj02 if datum == "gcj02" else wgs84_from_bd09)(shifted[:, 0], shifted[:, 1])
    found &= shapely.contains_xy(outline, np.column_stack(back))
    return [(float(lon), float(lat)) for lon, lat in shifted[found]]


def _points(outline: Any, number: int, seed: int) -> list[Point]:
    rng = np.random.default_rng(seed)
    low_x, low_y, high_x, high_y = outline.bounds
    found: list[Point] = []
    while len(found) < number:
        x, y = rng.uniform(low_x, high_x, 2_000), rng.uniform(low_y, high_y, 2_000)
        kept = shapely.contains_xy(outline, x, y)
        found += [(round(float(a), 5), round(float(b), 5)) for a, b in zip(x[kept], y[kept], strict=True)]
    return found[:number]


# Good rows ---------------------------------------------------------------------------------------


def good_rows(unit: str, number: int, seed: int) -> list[Row]:
    """Rows without a fault; many names differ in one word only."""
    dice = random.Random(seed)
    names = [f"{bearer}{topic}{form}" for bearer in BEARERS for topic in TOPICS for form in FORMS]
    places = inside(unit)
    return [
        {
            **{"no": at + 1, "name": name, "unit": UNITS[unit], "address": f"示例路{at + 1}号"},
            "fields": dice.choice(FIELDS),
            "area": round(dice.uniform(0.1, 9), 2),
            "date": dice.choice(("2021-03-15", "2022年5月", "2019/8/1", "2020", "2023.06.30")),
            **{"lon": places[at % len(places)][0], "lat": places[at % len(places)][1]},
            "credit": credit_code(dice) if at % 3 == 0 else "",
            **{"level": dice.choice(("国家级", "省级", "市级")), "status": dice.choice(("运行", "在建", ""))},
            "remark": dice.choice(("", "无", "依托高校")),
        }
        for at, name in enumerate(dice.sample(names, number))
    ]


def credit_code(dice: random.Random) -> str:
    start = "12330400" + "".join(dice.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(9))
    return start + check_character(start)


# Faults ------------------------------------------------------------------------------------------


def spoiled(row: Row, kind: str, office: Office, dice: random.Random) -> tuple[str, str]:
    """Plant a fault in a row; the code of the finding and the column of its cell."""
    if kind in CELLS:
        key, value, code = CELLS[kind]
        row[key] = value
        return code, key
    if kind == "check_digit":
        code = credit_code(dice)
        row["credit"] = code[:-1] + ("0" if code[-1] != "0" else "1")
        return "credit_code_check", "credit"
    if kind == "half":
        row["lat"] = ""
        return "place_half", "lat"
    code, (row["lon"], row["lat"]) = _moved(row, kind, office, dice)
    return code, "lon"


def _moved(row: Row, kind: str, office: Office, dice: random.Random) -> tuple[str, Point]:
    """A place that is another than it says, and the code of the finding."""
    if kind == "swapped":
        return "place_swapped", (row["lat"], row["lon"])
    if kind in ("gcj02", "bd09"):
        return f"place_{kind}", dice.choice(slipped(office.unit, kind))
    if kind == "metres":
        return "place_no_zone", (3_400_000.5, 572_345.6)
    assert kind == "elsewhere"
    other = "330424" if office.unit != "330424" else "330421"
    return "place_outside", inside(other)[dice.randrange(50)]


# Faults that are one cell: its column, what stands there, the code of the finding.
CELLS: dict[str, tuple[str, Any, str]] = {
    "unit_quarter": ("unit", "海宁市区", "unit_unknown"),
    "unit_far": ("unit", "杭州市", "unit_unknown"),
    "unit_city": ("unit", "市本级", "unit_city"),
    "unit_code": ("unit", "330400", "unit_city_code"),
    "unit_former": ("unit", "秀城区", "unit_former"),
    "unit_two": ("unit", "南湖区、秀洲区", "unit_several"),
    "unit_empty": ("unit", "", "unit_missing"),
    "name_empty": ("name", "", "name_missing"),
    "name_nothing": ("name", "——", "name_missing"),
    "name_number": ("name", 20260301, "name_number"),
    "name_long": ("name", "长" * 201, "text_long"),
    "month_13": ("date", "2024年13月", "not_date"),
    "day_31": ("date", "2023-02-31", "not_date"),
    "date_words": ("date", "去年底", "not_date"),
    "date_range": ("date", "2019-2021", "date_range"),
    "date_old": ("date", "0202-03-01", "date_year"),
    "date_number": ("date", 44270, "date_serial"),
    "date_order": ("date", "3/4/2021", "date_order"),
    "area_range": ("area", "10-12", "number_range"),
    "area_letter": ("area", "1.5O", "not_number"),
    "area_minus": ("area", "-3", "number_negative"),
    "area_unit": ("area", "12英亩", "unit_of_area"),
    "area_metres": ("area", "800000", "area_large"),
    "area_about": ("area", "约15", "number_about"),
    "place_words": ("lon", "见附图", "place_unread"),
    "place_minutes": ("lon", "120°75′30″", "place_unread"),
    "place_far": ("lon", "720.85", "place_nowhere"),
    "credit_number": ("credit", 123304001234567890, "credit_code_damaged"),
    "credit_short": ("credit", "1233040012345678", "credit_code_length"),
    "credit_letter": ("credit", "12330400MB000S00IZ", "credit_code_letters"),
    "level_other": ("level", "院级", "not_listed"),
    "status_other": ("status", "良好", "not_listed"),
    "datum_54": ("datum", "北京54", "datum_unknown"),
    "error_cell": ("area", "#REF!", "cell_error"),
    "formula": ("area", "=F2+F3", "formula"),
}
WRITTEN = (
    *("unit_quarter", "unit_far", "unit_city", "unit_code", "unit_former", "unit_two", "unit_empty", "name_empty"),
    *("name_nothing", "name_long", "month_13", "day_31", "date_words", "date_range", "date_old", "date_order"),
    *("area_range", "area_letter", "area_minus", "area_unit", "area_metres", "area_about", "place_words"),
    *("place_minutes", "place_far", "credit_short", "credit_letter", "level_other", "status_other", "swapped"),
    *("gcj02", "bd09", "elsewhere", "half", "metres", "check_digit"),
)
TYPED = (*WRITTEN, "name_number", "date_number", "credit_number", "error_cell", "formula")
PAIRED = ("row_twice", "brackets", "code_twice")


def planted(office: Office, number: int) -> Office:
    """The office with its rows and about this many faults, each in a row of its own."""
    dice = random.Random(office.seed)
    office.rows = good_rows(office.unit, 30 + 2 * number, office.seed)
    rows = iter(dice.sample(range(4, len(office.rows) - 6), number))
    kinds = [office.faults[(at + office.seed * 7) % len(office.faults)] for at in range(number - len(PAIRED))]
    for kind, at in zip(kinds, rows, strict=False):
        office.planted.append(Planted(*spoiled(office.rows[at], kind, office, dice), at))
    _pairs(office)
    return office


def _pairs(office: Office) -> None:
    """Faults of two rows: a row twice, a name with other brackets, a credit code that two bodies share."""
    rows = office.rows
    rows.append({**rows[0], "no": len(rows) + 1, "credit": ""})
    office.planted.append(Planted("row_repeated", "name", len(rows) - 1))
    rows[1]["name"] += "（浙江）"
    rows.append(
        {**rows[1], "no": len(rows) + 1, "name": rows[1]["name"].replace("（", "(").replace("）", ")"), "credit": ""}
    )
    office.planted.append(Planted("same_body", "name", len(rows) - 1))
    code = credit_code(random.Random(office.seed + 1))
    for at in (2, 3):
        rows[at]["credit"] = code
        office.planted.append(Planted("code_repeated", "credit", at))


# How they write ----------------------------------------------------------------------------------


def _cells(office: Office, row: Row) -> list[Any]:
    pair = {"pair": f"{row['lon']}，{row['lat']}", "datum": row.get("datum", "CGCS2000")}
    return [(row | pair).get(key, "") for key in office.columns if key not in ("none", "too_many")]


def _fill(page: Any, office: Office, first: int, *, again: int = 0) -> dict[int, int]:
    """Write the rows below a heading that ends above `first`; the number of each. Every `again` rows it is repeated."""
    numbers, line = {}, first
    for at, row in enumerate(office.rows):
        if again and at and at % again == 0:
            for column, key in enumerate(office.columns, start=1):
                page.cell(line, column, HEADINGS[key])
            line += 1
        for column, value in enumerate(_cells(office, row), start=1):
            cell = page.cell(line, column)
            if value == "#REF!":
                cell.value, cell.data_type = value, "e"
            elif value != "":
                cell.value = value
        numbers[at] = line
        line += 1
    return numbers


def _new(office: Office) -> tuple[openpyxl.Workbook, Any]:
    book = openpyxl.Workbook()
    book.active.title = "清单"
    return book, book.active


def plain(office: Office) -> tuple[bytes, dict[int, int]]:
    """One heading, one table."""
    book, page = _new(office)
    page.append([HEADINGS[key] for key in office.columns])
    numbers = _fill(page, office, 2)
    return saved(book), numbers


def titled(office: Office) -> tuple[bytes, dict[int, int]]:
    """Titles, a heading of two rows with groups, a sum at the end and a note below."""
    book, page = _new(office)
    last = openpyxl.utils.get_column_letter(len(office.columns))
    page["A1"], page["A2"] = "创新载体一览表", "填报单位：示例科  填报日期：2026年3月"
    page.merge_cells(f"A1:{last}1")
    for column, key in enumerate(office.columns, start=1):
        group = {"area": "规模", "lon": "坐标", "lat": "坐标"}.get(key)
        page.cell(3, column, group or HEADINGS[key])
        if group:
            page.cell(4, column, HEADINGS[key])
        else:
            page.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    lon = list(office.columns).index("lon") + 1
    page.cell(3, lon + 1).value = None
    page.merge_cells(start_row=3, end_row=3, start_column=lon, end_column=lon + 1)
    numbers = _fill(page, office, 5)
    end = max(numbers.values())
    page.cell(end + 1, 2, "合 计")
    page.cell(end + 3, 1, "注：1.面积为规划面积；2.坐标取自现场。")
    return saved(book), numbers


def repeated(office: Office) -> tuple[bytes, dict[int, int]]:
    """The heading again on every printed page."""
    book, page = _new(office)
    page.append([HEADINGS[key] for key in office.columns])
    numbers = _fill(page, office, 2, again=20)
    return saved(book), numbers


def hidden(office: Office) -> tuple[bytes, dict[int, int]]:
    """A row that nobody sees, which is asked about."""
    book, page = _new(office)
    page.append([HEADINGS[key] for key in office.columns])
    numbers = _fill(page, office, 2)
    office.planted.append(Planted("hidden_row", "name", 3))
    page.row_dimensions[numbers[3]].hidden = True
    return saved(book), numbers


def _lines(office: Office) -> tuple[list[list[Any]], dict[int, int]]:
    lines: list[list[Any]] = [[HEADINGS[key] for key in office.columns if key in HEADINGS]]
    lines += [_cells(office, row) for row in office.rows]
    return lines, {at: at + 2 for at in range(len(office.rows))}


def comma_gb18030(office: Office) -> tuple[bytes, dict[int, int]]:
    """As Chinese Excel saves a CSV."""
    lines, numbers = _lines(office)
    quoted = [[f'"{cell}"' if "," in str(cell) else cell for cell in line] for line in lines]
    return text_table(quoted, ",", "gb18030"), numbers


def tab_utf16(office: Office) -> tuple[bytes, dict[int, int]]:
    """As Excel saves "Unicode text"."""
    lines, numbers = _lines(office)
    return text_table(lines, "\t", "utf-16"), numbers


def semicolons(office: Office) -> tuple[bytes, dict[int, int]]:
    """With the line that tells Excel the separator; one row has a cell too many."""
    lines, numbers = _lines(office)
    at = len(office.rows) - 4
    lines[at + 1] += ["", "多出"]
    office.planted.append(Planted("row_long", "too_many", at))
    body = text_table([["sep=;"], *lines], ";", "utf-8-sig")
    return body, {row: number + 1 for row, number in numbers.items()}


def web_page(office: Office) -> tuple[bytes, dict[int, int]]:
    """A web page under the name of a workbook."""
    lines, numbers = _lines(office)
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in lines)
    page = f"<html><head><meta charset='gbk'></head><body><table border=1>{rows}</table></body></html>"
    return page.encode("gb18030"), numbers


LEVELLED = ("no", "name", "unit", "fields", "area", "date", "pair", "datum", "credit", "level", "status", "address")
OFFICES: Sequence[tuple[str, str, Callable[[Office], tuple[bytes, dict[int, int]]], Sequence[str], Sequence[str]]] = (
    ("plain", "330402", plain, TYPED, KEYS),
    ("titled", "330411", titled, TYPED, KEYS),
    ("repeated", "330421", repeated, TYPED, KEYS),
    ("hidden", "330424", hidden, TYPED, KEYS),
    ("gb18030", "330481", comma_gb18030, WRITTEN, KEYS),
    ("utf16", "330482", tab_utf16, WRITTEN, KEYS),
    ("semicolons", "330483", semicolons, WRITTEN, (*KEYS, "none", "too_many")),
    ("page", "330402", web_page, WRITTEN, KEYS),
    ("pairs", "330481", plain, (*(kind for kind in TYPED if kind not in ("half", "formula")), "datum_54"), LEVELLED),
)


def nine() -> list[Office]:
    """The nine offices, with 200 faults and more."""
    made = [
        Office(name, unit, write, faults, columns, seed=number)
        for number, (name, unit, write, faults, columns) in enumerate(OFFICES, start=1)
    ]
    return [planted(office, 22) for office in made]
