"""Help for the tests of the import: outcomes, and files of each kind made here."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from g60.catalog.sources import FolderSource
from g60.cli import main
from g60.record.intake.examine import Outcome, examine
from g60.record.intake.findings import Answers
from g60.record.intake.known import Known

GEODATA = Path(__file__).parents[1] / "geodata"
HEAD = ("序号", "单位名称", "所属县（市、区）", "地址", "产业方向", "面积（平方公里）", "认定日期", "经度", "纬度")
# Two good rows, with points well inside their counties.
NANHU = (1, "甲山研究院", "南湖区", "示例路1号", "新材料、半导体", 1.2, "2021-03-15", 120.8021, 30.7412)
PINGHU = (2, "乙水实验室", "平湖市", "示例路2号", "生命健康", 0.8, "2022-11-02", 121.0153, 30.6954)


def known(of_list: str = "zx") -> Known:
    """The shipped data, seen from a list that it does not hold."""
    return Known.of(FolderSource(GEODATA), of_list)


def outcome(data: bytes, answers: Answers | None = None, of_list: str = "zx") -> Outcome:
    """What an import of these bytes comes to."""
    return examine(data, "file", known(of_list), answers)


def codes(found: Outcome) -> list[tuple[str, int | None, str]]:
    """Code, row and cell of each error and question."""
    return [(one.code, one.row, one.cell) for one in found.held]


def told(found: Outcome) -> set[str]:
    """The codes of all findings."""
    return {one.code for one in found.found}


def refusal(data: bytes) -> str:
    """Why a file is refused; "" if it is not."""
    refused = outcome(data).refused
    return refused.reason if refused else ""


def text_table(rows: Sequence[Sequence[object]], separator: str = ",", encoding: str = "utf-8") -> bytes:
    """Rows as text."""
    lines = [separator.join("" if cell is None else str(cell) for cell in row) for row in rows]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def workbook(rows: Sequence[Sequence[Any]], name: str = "清单") -> openpyxl.Workbook:
    """Rows as a workbook that can still be changed."""
    book = openpyxl.Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(list(row))
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    """An archive of some parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as kept:
        for name, data in parts.items():
            kept.writestr(name, data)
    return written.getvalue()


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    """The exit status of `import` and the object that it prints."""
    capsys.readouterr()
    status = main(["import", *arguments, "--format", "json"])
    content = json.loads(capsys.readouterr().out)
    assert isinstance(content, dict)
    return status, content
