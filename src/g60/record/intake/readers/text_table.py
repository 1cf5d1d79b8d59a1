"""Tables as text: comma, tab or semicolon, with the line numbers that an editor shows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice

from g60.record.intake.kinds import decode
from g60.record.intake.sheets import COLUMNS_MOST, ROWS_MOST, Cell, FileRefusedError, Reading, Sheet

SEPARATORS = (",", "\t", ";", "|", "，")
CELL_LETTERS = 100_000
CELLS_MOST = 4_000_000
# Lines by which the separator is told.
SAMPLE, SAMPLE_LETTERS = 50, 20_000
_SEP = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n", re.I)


def read(data: bytes, kind: str) -> Reading:
    """A table as one sheet. Raises FileRefusedError."""
    content, encoding = decode(data)
    return Reading(kind, encoding, [read_sheet(content)])


def read_sheet(content: str) -> Sheet:
    """The rows of a text. A row's number is that of its first line; blank lines are counted."""
    content = content.removeprefix("\ufeff")
    first, separator = 0, ""
    if named := _SEP.match(content):
        separator, content, first = named[1], content[named.end() :], 1
    separator = separator or _separator(content)
    csv.field_size_limit(CELL_LETTERS)
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator)
    cells, start = 0, 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(list(row))
                numbers.append(first + start)
                cells += len(row)
            if len(row) > COLUMNS_MOST:
                raise FileRefusedError("columns", most=COLUMNS_MOST)
            start = reader.line_num + 1
            if len(rows) > ROWS_MOST or cells > CELLS_MOST:
                raise FileRefusedError("rows", most=ROWS_MOST)
    except csv.Error as error:
        lines = islice(io.StringIO(content, newline=""), start - 1, reader.line_num)
        if not any('"' in line for line in lines):
            raise FileRefusedError("cell", row=first + start, most=CELL_LETTERS) from error
        raise FileRefusedError("csv", row=first + start) from error
    sheet = Sheet("", rows, numbers)
    usual = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    sheet.ragged = {number: len(row) for number, row in zip(numbers, rows, strict=True) if len(row) != usual}
    return sheet


def _separator(content: str) -> str:
    """The separator that divides most lines of the beginning into the same number of cells."""
    lines = [line[:SAMPLE_LETTERS] for line in content[:200_000].splitlines() if line.strip()][:SAMPLE]
    scores = {}
    for candidate in SEPARATORS:
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=candidate))
        (width, times), *_ = counts.most_common(1) or [(1, 0)]
        scores[candidate] = times * (width > 1) * 100 + min(width, 60)
    return max(SEPARATORS, key=lambda candidate: scores[candidate])
