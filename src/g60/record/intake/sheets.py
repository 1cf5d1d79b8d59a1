"""What every reader gives: sheets of cells, each with the row number and the address that the file's program shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from math import isfinite
from typing import Any

from g60.contract.errors import RefusedError

# A text, a number, nothing; or what is none of these: [DATE, "2021-03-05"], [ERROR, "#REF!"], [UNSOLVED, "A1+B1"].
Cell = str | float | bool | list[str] | None
DATE, ERROR, UNSOLVED = "date", "error", "formula"
# The most that a file may hold, whatever its kind: rows with something in them, columns, points of outlines.
ROWS_MOST, COLUMNS_MOST, VERTICES_MOST = 120_000, 2_000, 500_000
# Fifteen digits of a float are reliable.
EXACT_BELOW = 1e15


class FileRefusedError(RefusedError):
    """A whole file is not taken. The values are those of the text `import_refused_…`, which says what to do."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(f"import_refused_{reason}", **values)
        self.reason = reason


@dataclass(slots=True)
class Sheet:
    """One sheet, or one layer of a file with places.

    `numbers` are the rows' own numbers. `merges` are blocks of cells as first row, last row, first column, last column:
    rows by their numbers, columns from 0. A layer has its fields' names in `fields`, and a shape for each row; `crs` is
    the coordinate system that it names itself ("" for none).
    """

    name: str
    rows: list[list[Cell]]
    numbers: list[int]
    hidden: bool = False
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    fields: list[str] | None = None
    shapes: list[dict[str, Any] | None] = field(default_factory=list)
    shape_faults: dict[int, str] = field(default_factory=dict)
    ragged: dict[int, int] = field(default_factory=dict)  # row number -> cells that it has
    crs: str = ""


@dataclass(slots=True)
class Reading:
    """A file as it was read: its kind, the encoding of its text, its sheets."""

    kind: str
    encoding: str | None
    sheets: list[Sheet]
    sha256: str = ""

    def as_json(self) -> dict[str, Any]:
        """The reading as plain values, to be sent from one process to another."""
        sheets = [{entry.name: getattr(sheet, entry.name) for entry in fields(sheet)} for sheet in self.sheets]
        return {"kind": self.kind, "encoding": self.encoding, "sheets": sheets}

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Reading:
        """The reading that `as_json` gave."""
        sheets = []
        for entry in given["sheets"]:
            sheet = Sheet(**entry)
            sheet.merges = [(block[0], block[1], block[2], block[3]) for block in sheet.merges]
            for name in ("shape_faults", "ragged"):
                setattr(sheet, name, {int(row): value for row, value in entry[name].items()})
            sheets.append(sheet)
        return cls(given["kind"], given["encoding"], sheets)


@cache
def column_letters(column: int) -> str:
    """The letters of a column, from 0: A, B … Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(sheet: Sheet, row: int, column: int) -> str:
    """A cell as Excel names it (C7); of a layer, the feature and the field (/7/name)."""
    if sheet.fields is None:
        return f"{column_letters(column)}{row}"
    name = sheet.fields[column] if 0 <= column < len(sheet.fields) else "geometry"
    return f"/{row}/{name}"


def shown(cell: Cell) -> str:
    """A cell as text. 12.0 is 12; what a long number has lost is not made up."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, list):
        return cell[1] if cell[0] != UNSOLVED else f"={cell[1]}"
    if isfinite(cell) and cell == int(cell) and abs(cell) < EXACT_BELOW:
        return str(int(cell))
    return f"{cell:.15g}" if abs(cell) < EXACT_BELOW else f"{cell:.6g}".replace("e", "E")


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing that can be seen."""
    return cell is None or (isinstance(cell, str) and not cell.strip("\u200b\ufeff\u2060 \t\r\n\u3000\xa0"))
