"""How long an import takes: `python -m benchmarks.imports` makes lists of 5,000 and 100,000 rows and examines them.

Prints seconds. The targets are 3 s and 20 s for the examination, 10 s for the difference of 100,000 rows.
"""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

import xlsxwriter

from g60.catalog.sources import FolderSource
from g60.record.intake import apart
from g60.record.intake.difference import compare
from g60.record.intake.examine import examine_reading
from g60.record.intake.findings import Answers
from g60.record.intake.known import Known

HEAD = (
    "序号",
    "单位名称",
    "所属县（市、区）",
    "地址",
    "产业方向",
    "面积（平方公里）",
    "认定日期",
    "经度",
    "纬度",
    "备注",
)
ROWS = (5_000, 100_000)
FORMS = ("研究院", "实验室", "创新中心")


def rows(number: int) -> list[tuple[object, ...]]:
    """Rows of one county, each with its own name and place."""
    words = [(at, f"第{at}样本{FORMS[at % 3]}", "南湖区", f"示例路{at}号", "新材料、半导体") for at in range(number)]
    places = [(120.78 + at % 400 / 10_000, 30.73 + at // 400 % 300 / 10_000, "无") for at in range(number)]
    return [(*words[at], at % 90 / 10, "2021-03-15", *places[at]) for at in range(number)]


def workbook(number: int) -> bytes:
    """The rows as a workbook."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"constant_memory": True})
    page = book.add_worksheet()
    for at, row in enumerate([HEAD, *rows(number)]):
        page.write_row(at, 0, row)
    book.close()
    return written.getvalue()


def text_table(number: int) -> bytes:
    """The rows as text."""
    return "".join(",".join(map(str, row)) + "\r\n" for row in (HEAD, *rows(number))).encode("gb18030")


def main() -> None:
    """Print one line for each list and form."""
    known = Known.of(FolderSource(Path(__file__).parents[1] / "geodata"), "bench")
    for number in ROWS:
        for form, made in (("csv", text_table), ("xlsx", workbook)):
            data = made(number)
            began = time.monotonic()
            reading = apart.read(data)
            read = time.monotonic()
            found = examine_reading(reading, form, known, Answers())
            examined = time.monotonic()
            held = {f"b-{at}": _cells(f"b-{at}", body.values) for at, body in enumerate(found.bodies)}
            for at, body in enumerate(found.bodies):
                body.known = f"b-{at}"
            begin = time.monotonic()
            compare(found.bodies, Known("bench", known.units, known.terms, held))
            compared = time.monotonic() - begin
            print(
                f"{form:4} {number:7,} rows: read {read - began:.1f} s, examined {examined - read:.1f} s,"
                f" difference {compared:.1f} s, {found.good:,} good",
                file=sys.stdout,
                flush=True,
            )


def _cells(key: str, values: dict[str, str]) -> dict[str, str]:
    return {**values, "id": key, "list": "bench", "no": "1", "aliases": ""}


if __name__ == "__main__":
    main()
