"""How long an import takes: `python -m benchmarks.imports` makes lists of 5,000 and 100,000 rows and examines them.

Writes `IMPORTS.md`. A reader waits for reading and examination together; the difference is computed after them.
"""

from __future__ import annotations

import io
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
# The rows of a list, and in seconds what reading and examining it, and its difference, may take.
TARGETS: dict[int, tuple[float, float | None]] = {5_000: (3, None), 100_000: (20, 10)}
RESULTS = Path(__file__).with_name("IMPORTS.md")
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
    """Measure each list in each form, print a line for each and write the results."""
    known = Known.of(FolderSource(Path(__file__).parents[1] / "geodata"), "bench")
    lines = []
    for number, (checked, differs) in TARGETS.items():
        for form, made in (("csv", text_table), ("xlsx", workbook)):
            read, examined, compared, good = measured(made(number), form, known)
            wanted = "" if differs is None else f"{differs:g} s"
            lines.append(
                f"| {form} | {number:,} | {read:.1f} s | {examined:.1f} s | {read + examined:.1f} s | {checked:g} s |"
                f" {compared:.1f} s | {wanted} | {good:,} |"
            )
            print(lines[-1], flush=True)
    RESULTS.write_text(HEAD_OF_RESULTS + "\n".join(lines) + "\n", "utf-8")


def measured(data: bytes, form: str, known: Known) -> tuple[float, float, float, int]:
    """Seconds for reading, for examining, for the difference to as many held rows; and how many rows were good."""
    began = time.monotonic()
    reading = apart.read(data)
    read = time.monotonic()
    found = examine_reading(reading, form, known, Answers())
    examined = time.monotonic()
    held = {f"b-{at}": _cells(f"b-{at}", body.values) for at, body in enumerate(found.bodies)}
    for at, body in enumerate(found.bodies):
        body.known = f"b-{at}"
    begin = time.monotonic()
    compare(found.bodies, Known("bench", known.units, known.terms, held), found.industries)
    return read - began, examined - read, time.monotonic() - begin, found.good


HEAD_OF_RESULTS = """# How long an import takes

Written by `make bench-imports`; do not edit. The machine is that of `RESULTS.md`. Reading happens in a process apart.

| file | rows | read | examined | together | target | difference | target | good rows |
|---|---:|---:|---:|---:|---:|---:|---:|---:|
"""


def _cells(key: str, values: dict[str, str]) -> dict[str, str]:
    return {**values, "id": key, "list": "bench", "no": "1", "aliases": ""}


if __name__ == "__main__":
    main()
