"""The file of an import sent in again, mended: what was put right on the page holds where the cell is what it was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from g60.record.intake.findings import Answers
from g60.record.intake.sheets import Reading, shown

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")


def carried(answers: Answers, before: Reading, after: Reading) -> Answers:
    """The answers without those about cells and rows that are another thing in the new file."""
    old, new = _rows(before), _rows(after)
    cells = {at: value for at, value in answers.cells.items() if _text(old, *at) == _text(new, *at) is not None}
    left = frozenset(at for at in answers.left if at in new and old.get(at) == new[at])
    sheets = tuple(name for name in answers.sheets if any(one.name == name for one in after.sheets))
    return replace(answers, cells=cells, left=left, sheets=sheets)


def _rows(reading: Reading) -> dict[tuple[str, int], list[str]]:
    return {
        (sheet.name, number): [shown(cell).strip() for cell in row]
        for sheet in reading.sheets
        for number, row in zip(sheet.numbers, sheet.rows, strict=True)
    }


def _text(rows: Mapping[tuple[str, int], list[str]], sheet: str, cell: str) -> str | None:
    """What stands in a cell ("" beyond the end of its row); None if there is no such row."""
    found = _ADDRESS.fullmatch(cell)
    row = rows.get((sheet, int(found[2]))) if found else None
    if found is None or row is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return row[column - 1] if column <= len(row) else ""
