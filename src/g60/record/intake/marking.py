"""A workbook with marks: each bad cell coloured and commented, everything else as it was sent.

It runs in the process that has limits (`child`), for it opens an untrusted workbook.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from g60.record.intake.sheets import is_blank, shown

COLOURS = {"error": "FFFF9999", "question": "FFFFCC80", "warning": "FFFFF2B3"}
COMMENT_WIDTH, COMMENT_HEIGHT = 320, 110
AUTHOR = "G60"
TITLE_LENGTH = 31


def marked(data: bytes, marks: Sequence[Mapping[str, str]], sheets: Sequence[Mapping[str, Any]] | None) -> bytes:
    """The workbook with its marks. Where the file was none, `sheets` has its tables, and a workbook is made of them."""
    book = load_workbook(io.BytesIO(data)) if sheets is None else _made(sheets)
    for mark in marks:
        page = book[mark["sheet"]] if mark["sheet"] in book.sheetnames else book.worksheets[0]
        _mark(page, mark)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _mark(page: Worksheet, mark: Mapping[str, str]) -> None:
    cell = page[mark["cell"]]
    if isinstance(cell, MergedCell):
        # A comment stands at the first cell of a merged block.
        block = next(block for block in page.merged_cells.ranges if mark["cell"] in block)
        cell = page.cell(block.min_row, block.min_col)
    colour = COLOURS[mark["severity"]]
    cell.fill = PatternFill("solid", start_color=colour, end_color=colour)
    before = f"{cell.comment.text}\n" if cell.comment else ""
    if mark["text"] not in before:
        comment = Comment(f"{before}{mark['text']}"[:3_000], AUTHOR)
        comment.width, comment.height = COMMENT_WIDTH, COMMENT_HEIGHT
        cell.comment = comment


def _made(sheets: Sequence[Mapping[str, Any]]) -> Workbook:
    """A workbook of tables that came in another form; every cell keeps its address, and no text becomes a formula."""
    book = Workbook()
    book.remove(book.active)
    for number, sheet in enumerate(sheets, start=1):
        page = book.create_sheet(title_of(sheet["name"], number))
        if sheet["fields"] is not None:
            for column, name in enumerate([*sheet["fields"], "geometry"], start=1):
                _write(page, 1, column, clean_cell(name))
        shift = 0 if sheet["fields"] is None else 1
        for row, cells in zip(sheet["numbers"], sheet["rows"], strict=True):
            for column, cell in enumerate(cells, start=1):
                if not is_blank(cell):
                    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
                    _write(page, row + shift, column, cell if is_number else clean_cell(shown(cell)))
    return book


def _write(page: Worksheet, row: int, column: int, value: Any) -> None:
    cell = page.cell(row, column, value)
    if isinstance(value, str):
        # openpyxl takes a text that begins with = for a formula.
        cell.data_type = "s"


def title_of(name: str, number: int) -> str:
    """The name of a sheet without what Excel refuses in one."""
    kept = "".join(char for char in name if char not in r"[]:*?/\ ").strip("'")
    return kept[:TITLE_LENGTH] or f"Sheet{number}"


def clean_cell(words: str) -> str:
    """A text that a workbook can hold: no control characters, no more letters than a cell has."""
    return "".join(char for char in words if char in "\n\t" or char >= " ")[:32_000]
