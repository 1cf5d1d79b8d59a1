"""The workbook that a county fills in: drop-downs, protected ids, help with examples, its present rows.

What comes back is known by the ids; the headings are those that an import knows.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from g60.contract.codes import UNITS
from g60.contract.i18n import text
from g60.record.intake.known import Known
from g60.record.intake.places import DATUM_NAMES
from g60.record.intake.values import LEVELS, STATUSES

# Rows that can be filled in below those that are there.
FREE_ROWS = 500
GIVEN_DATUM = "WGS84"


class Column(NamedTuple):
    """One column of the template: its field, heading, width, drop-down, and whether it is text to Excel."""

    field: str
    heading: str
    width: int
    choices: Sequence[str] = ()
    is_text: bool = True


COLUMNS = (
    Column("id", "机构编号（勿改）", 16),
    Column("name_zh", "单位名称", 36),
    Column("unit", "所属县（市、区）", 16),
    Column("fields_zh", "产业方向", 36),
    Column("address_zh", "地址", 36),
    Column("lon", "经度", 12, is_text=False),
    Column("lat", "纬度", 12, is_text=False),
    Column("datum", "坐标系", 12, DATUM_NAMES),
    Column("level_zh", "级别", 10, tuple(dict.fromkeys(LEVELS.values()))),
    Column("area_km2", "面积（平方公里）", 14, is_text=False),
    Column("founded_on", "成立日期", 12),
    Column("recognised_on", "认定日期", 12),
    Column("credit_code", "统一社会信用代码", 22),
    Column("status_zh", "状态", 10, tuple(dict.fromkeys(STATUSES.values()))),
)


def workbook(known: Known, unit: str = "", lang: str = "zh") -> bytes:
    """The workbook of a list for one unit, or for all; with the present rows."""
    rows = [(key, row) for key, row in known.bodies.items() if not unit or row.get("unit", "") == unit]
    own = dict.fromkeys(name for _, row in rows for name in _extras(row))
    columns = [*COLUMNS, *(Column("extras", name, 16) for name in own)]
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page, help_page, codes = (book.add_worksheet(text(f"template_{name}", lang)) for name in ("list", "help", "codes"))
    names = {code: name for code, (name, _) in known.units.items()}
    _codes(codes, [names[code] for code in UNITS if code in names])
    _head(book, page, columns, len(rows))
    _drop_downs(page, columns, len(rows), len(names))
    for number, (key, row) in enumerate(rows, start=1):
        for at, column in enumerate(columns):
            write_cell(page, number, at, _value(column, key, row, names), is_text=column.is_text)
    _help(book, help_page, lang)
    codes.hide()
    page.activate()
    book.close()
    return written.getvalue()


def archive(known: Known, lang: str = "zh") -> bytes:
    """A workbook for each county and zone, in one archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as kept:
        for unit in UNITS:
            entry = zipfile.ZipInfo(f"{known.of_list}-{known.units[unit][1]}.xlsx", (1980, 1, 1, 0, 0, 0))
            kept.writestr(entry, workbook(known, unit, lang))
    return written.getvalue()


def _extras(row: Mapping[str, str]) -> dict[str, str]:
    return dict(json.loads(row.get("extras", "") or "{}"))


def _value(column: Column, key: str, row: Mapping[str, str], names: Mapping[str, str]) -> str:
    if column.field == "id":
        return key
    if column.field == "unit":
        return names.get(row.get("unit", ""), "")
    if column.field == "datum":
        return GIVEN_DATUM if row.get("lon") else ""
    return _extras(row).get(column.heading, "") if column.field == "extras" else row.get(column.field, "")


def write_cell(page: Worksheet, row: int, at: int, value: str, *, is_text: bool) -> None:
    """Write a value as text or as a number; nothing for an empty one."""
    if not value:
        return
    if is_text:
        page.write_string(row, at, value)
    else:
        page.write_number(row, at, float(value))


def _head(book: Any, page: Worksheet, columns: Sequence[Column], count: int) -> None:
    """The heading, the widths, and the protection: everything but headings and ids can be filled in."""
    bold = book.add_format({"bold": True, "bg_color": "#E8E4DA", "border": 1, "text_wrap": True, "locked": True})
    locked = book.add_format({"font_color": "#808080", "bg_color": "#F3F1EC", "num_format": "@", "locked": True})
    words = book.add_format({"num_format": "@", "locked": False})
    number = book.add_format({"locked": False})
    for at, column in enumerate(columns):
        form = locked if column.field == "id" else words if column.is_text else number
        page.set_column(at, at, column.width, form)
        page.write_string(0, at, column.heading, bold)
    page.freeze_panes(1, 2)
    options = ("format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter")
    page.protect("", dict.fromkeys(options, True))
    page.autofilter(0, 0, count + FREE_ROWS, len(columns) - 1)


def _drop_downs(page: Worksheet, columns: Sequence[Column], count: int, units: int) -> None:
    last = count + FREE_ROWS
    sheet = text("template_codes", "zh")
    for at, column in enumerate(columns):
        if column.field == "unit":
            page.data_validation(1, at, last, at, {"validate": "list", "source": f"={sheet}!$A$1:$A${units}"})
        elif column.choices:
            rule = {"validate": "list", "source": list(column.choices), "show_error": False}
            page.data_validation(1, at, last, at, rule)


def _codes(page: Worksheet, names: Sequence[str]) -> None:
    for row, name in enumerate(names):
        page.write_string(row, 0, name)


def _help(book: Any, page: Worksheet, lang: str) -> None:
    """What each column wants, with an example."""
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 20, wrapped)
    page.set_column(1, 2, 44, wrapped)
    page.write_string(0, 0, text("template_about", lang), bold)
    for row, column in enumerate(COLUMNS, start=2):
        page.write_string(row, 0, column.heading)
        page.write_string(row, 1, text(f"template_help_{column.field}", lang))
        page.write_string(row, 2, text(f"template_example_{column.field}", lang))
