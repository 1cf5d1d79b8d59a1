"""Excel workbooks: values by calamine, which does not work out formulas; what it does not tell, by a look at the parts.

Hidden rows and columns, formulas without a stored value and error cells are found in the sheet's own text.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetMetadata, SheetVisibleEnum

from g60.record.intake.kinds import part
from g60.record.intake.sheets import DATE, ERROR, ROWS_MOST, UNSOLVED, Cell, FileRefusedError, Reading, Sheet, is_blank

# calamine keeps every cell from the first to the last; a sheet with a stray cell far below is read row by row instead.
DENSE_MOST, CELLS_MOST = 4_000_000, 4_000_000
# Cells and rows that hold nothing but a format. Excel keeps a million of them below a table that was formatted whole.
_BLANK_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*(?:/>|>\s*</(?:\w+:)?c>)")
_BLANK_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*(?:/>|>\s*</(?:\w+:)?row>)")
# Hidden columns that one entry may name: Excel hides all to the right of a table as one.
COLUMNS_MOST, ENTRIES_MOST = 200, 2_000
# Empty elements of a sheet's text beyond which they are taken out before anything else is looked for.
BLANKS_MANY = 100_000
# Bytes of a sheet's text that are trimmed at a time.
TRIMMED_AT_ONCE = 1 << 20
# In bytes: the beginning of a part, where a document type would stand.
HEAD = 4_096
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\bhidden=["'](?:1|true)["'][^>]*>""")
_COLUMN = re.compile(rb"""<(?:\w+:)?col\b[^>]*?\bhidden=["'](?:1|true)["'][^>]*>""")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.S)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f>)", re.S)
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>(.*?)</(?:\w+:)?v>", re.S)
_IS_ERROR = re.compile(rb"""\bt=["']e["']""")
_COLUMN_LETTERS = re.compile(rb"""\br=["']([A-Z]{1,3})[0-9]""")
_ANY_CELL = re.compile(rb"<(?:\w+:)?c\b")


class _Facts(NamedTuple):
    """What the text of a sheet says beside its values. `reach` is the number of cells from the first to the last."""

    cells: int = 0
    reach: int = 0
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[int, ...] = ()
    special: Mapping[int, list[tuple[int, Cell]]] = {}


def read(data: bytes, kind: str) -> Reading:
    """A workbook as sheets. Raises FileRefusedError."""
    return Reading(kind, None, read_sheets(data, kind))


def read_sheets(data: bytes, kind: str) -> list[Sheet]:
    """The sheets of a workbook, from the first row and column on. Raises FileRefusedError."""
    facts, trimmed = {}, {}
    for name, path, content in _parts(data) if kind == "xlsx" else ():
        if content.count(b"/>") > BLANKS_MANY:
            trimmed[path] = _trimmed(content)
        facts[name] = _look(trimmed.get(path, content))
        if facts[name].reach > DENSE_MOST and path not in trimmed:
            trimmed[path] = _trimmed(content)
            facts[name] = _look(trimmed[path])
    if sum(fact.cells for fact in facts.values()) > CELLS_MOST:
        raise FileRefusedError("rows", most=ROWS_MOST)
    data = _replaced(data, trimmed) if trimmed else data
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            _sheet(book, entry, facts.get(entry.name, _Facts()), data)
            for entry in book.sheets_metadata
            if "WorkSheet" in str(entry.typ)
        ]
    except PasswordError as error:
        raise FileRefusedError("password") from error
    except (CalamineError, ValueError, KeyError) as error:
        raise FileRefusedError("password" if "assword" in str(error) else "broken") from error


def _sheet(book: CalamineWorkbook, entry: SheetMetadata, facts: _Facts, data: bytes) -> Sheet:
    found = Sheet(entry.name, [], [], entry.visible != SheetVisibleEnum.Visible)
    if facts.reach > DENSE_MOST:
        rows = _row_by_row(data, entry.name)
    else:
        sheet = book.get_sheet_by_name(entry.name)
        top, left = sheet.start or (0, 0)
        found.merges = [(a[0] + 1, b[0] + 1, a[1], b[1]) for a, b in sheet.merged_cell_ranges or ()]
        rows = ((number + top, [None] * left + cells) for number, cells in _rows(sheet.iter_rows()))
    for number, row in rows:
        for column, cell in facts.special.get(number, ()):
            row.extend([None] * (column + 1 - len(row)))
            row[column] = cell
        if any(not is_blank(cell) for cell in row):
            found.rows.append(row)
            found.numbers.append(number)
    found.hidden_columns = list(facts.hidden_columns)
    found.hidden_rows = sorted(facts.hidden_rows.intersection(found.numbers))
    return found


def _rows(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, list[Cell]]]:
    """The rows that hold something, numbered from 1."""
    for number, row in enumerate(rows, start=1):
        if any(value not in ("", None) for value in row):
            yield number, [_cell(value) for value in row]


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, str | float | int):
        return None if value == "" else value
    if isinstance(value, datetime):
        return [DATE, value.date().isoformat()]
    if isinstance(value, date):
        return [DATE, value.isoformat()]
    return str(value)


def _row_by_row(data: bytes, name: str) -> Iterator[tuple[int, list[Cell]]]:
    """The rows of a sheet with cells far apart: nothing is kept for the rows between."""
    # Loaded only here: few workbooks need it.
    from openpyxl import load_workbook  # noqa: PLC0415
    from openpyxl.worksheet._reader import WorkSheetParser  # noqa: PLC0415

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    sheet = book[name]
    # Its own iteration gives a row of empty cells for every row that lies between two others.
    with sheet._get_source() as source:
        formats = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}
        parser = WorkSheetParser(source, sheet._shared_strings, data_only=True, epoch=book.epoch, **formats)
        for number, cells in parser.parse():
            row: list[Cell] = []
            for cell in cells:
                row.extend([None] * (cell["column"] - len(row)))
                row[cell["column"] - 1] = _cell(cell["value"])
            if any(value is not None for value in row):
                yield number, row


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


# What the parts say -----------------------------------------------------------------------------


def _replaced(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A workbook with other texts of some parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(written, "w") as copy:
        for name in dict.fromkeys(archive.namelist()):
            copy.writestr(name, parts[name] if name in parts else part(archive, archive.getinfo(name)))
    return written.getvalue()


def _parts(data: bytes) -> Iterator[tuple[str, str, bytes]]:
    """The name, the path and the text of each sheet. Raises FileRefusedError for a part with a document type."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = {entry.filename: entry for entry in archive.infolist()}
        for name, entry in entries.items():
            if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in part(archive, entry, HEAD).upper():
                raise FileRefusedError("entities")
        try:
            relations = ET.fromstring(part(archive, entries["xl/_rels/workbook.xml.rels"]))
            names = dict(_named(ET.fromstring(part(archive, entries["xl/workbook.xml"])), relations))
        except (ET.ParseError, KeyError) as error:
            raise FileRefusedError("broken") from error
        for name, path in names.items():
            if path in entries:
                yield name, path, part(archive, entries[path])


def _named(book: ET.Element, relations: ET.Element) -> Iterator[tuple[str, str]]:
    """The name and the part of each sheet."""
    targets = {entry.get("Id"): entry.get("Target", "") for entry in relations}
    for element in book.iter():
        if element.tag.rpartition("}")[2] == "sheet":
            ids = [value for key, value in element.attrib.items() if key.endswith("}id")]
            target = targets.get(ids[0], "") if ids else ""
            yield element.get("name", ""), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _look(content: bytes) -> _Facts:
    hidden = frozenset(_number(tag, rb"""\br=["']([0-9]+)["']""") for tag in _ROW.findall(content))
    columns: set[int] = set()
    for tag in _COLUMN.findall(content)[:ENTRIES_MOST]:
        low, high = _number(tag, rb"""\bmin=["']([0-9]+)["']"""), _number(tag, rb"""\bmax=["']([0-9]+)["']""")
        columns.update(range(low - 1, min(high, low + COLUMNS_MOST)))
    special: dict[int, list[tuple[int, Cell]]] = {}
    if _IS_ERROR.search(content) or _FORMULA.search(content):
        for (row, column), cell in _special(content):
            special.setdefault(row, []).append((column, cell))
    cells = sum(1 for _ in _ANY_CELL.finditer(content))
    return _Facts(cells, _reach(content), hidden, tuple(sorted(columns)), special)


def _trimmed(content: bytes) -> bytes:
    """The text of a sheet without its blank cells and rows, worked on piece by piece."""
    found, start = [], 0
    while start < len(content):
        end = content.find(b"<row", start + TRIMMED_AT_ONCE)
        end = len(content) if end < 0 else end
        found.append(_BLANK_ROW.sub(b"", _BLANK_CELL.sub(b"", content[start:end])))
        start = end
    return b"".join(found)


def _reach(content: bytes) -> int:
    """The number of cells from the first one of a sheet to the last, with those between."""
    letters = {found[1].decode() for found in _COLUMN_LETTERS.finditer(content)}
    last = _number(content[content.rfind(b"<row ") :][:400], rb"""\br=["']([0-9]+)["']""")
    return last * max(map(_column, letters), default=0)


def _number(tag: bytes, pattern: bytes) -> int:
    found = re.search(pattern, tag)
    return int(found[1]) if found else 0


def _special(content: bytes) -> Iterator[tuple[tuple[int, int], Cell]]:
    """The cells that hold an error, or a formula without a stored value."""
    for attributes, inside in _CELL.findall(content):
        reference = re.search(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""", attributes)
        if reference is None:
            continue
        place = int(reference[2]), _column(reference[1].decode()) - 1
        value, formula = _VALUE.search(inside), _FORMULA.search(inside)
        if _IS_ERROR.search(attributes):
            yield place, [ERROR, value[1].decode("utf-8", "replace") if value else "#VALUE!"]
        elif formula is not None and (value is None or not value[1]):
            yield place, [UNSOLVED, (formula[1] or b"").decode("utf-8", "replace")[:200]]
