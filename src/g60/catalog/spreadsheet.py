"""Reader of Excel workbooks, which are not trusted and are inspected before they are parsed.

The parser does not get the file. It gets a new archive with the inflated sheets only, within size limits: no macros,
no embedded files, no links to other workbooks. Formulas are not computed; their stored value is read.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime
from xml.parsers import expat

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from g60.contract.errors import ReadError
from g60.contract.i18n import LANGUAGES, text

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
PARTS_AT_MOST = 1_000
INFLATED_AT_MOST = 400_000_000
# The parser allocates memory for every cell from the first to the last, the empty ones included.
CELLS_AT_MOST = 12_000_000
HEAD_ROWS = 40
NOT_APPLICABLE = "—"
_KEPT = re.compile(r"\[Content_Types\]\.xml|_rels/\.rels|xl/(_rels/[^/]+\.rels|[^/]+\.xml|worksheets/[^/]+\.xml)")
_LEFT_OUT = re.compile(r"xl/(connections|externalLinks|queryTables).*")
_FIELD = re.compile(r"[a-z][a-z0-9_]*")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def read_xlsx(data: bytes, name: str) -> pd.DataFrame:
    """The rows of a workbook's first table as text, empty cells as "". The index is the row of the spreadsheet.

    The header is the row of field names (as in our own workbooks); without one, the first row that is not empty.
    Raises ReadError if the bytes are not a workbook, or if the workbook is too large.
    """
    book = _opened(_looked_through(data, name), name)
    other: pd.DataFrame | None = None
    for sheet in book.sheet_names:
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        header = _header(rows)
        if header and header[1]:
            return _table(rows, header, name)
        if header and other is None:
            other = _table(rows, header, name)
    return pd.DataFrame(dtype=str) if other is None else other


# Inspection --------------------------------------------------------------------------------------


def _looked_through(data: bytes, name: str) -> bytes:
    """The workbook's own sheets as an uncompressed archive; raises ReadError if the bytes are not a workbook."""
    if data.startswith(OLD_EXCEL):
        raise ReadError("error_xlsx_old", file=name)
    if not data.startswith(ZIP):
        raise ReadError("error_not_xlsx", file=name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _inflated(archive, name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, expat.ExpatError) as error:
        raise ReadError("error_not_xlsx", file=name) from error


def _inflated(archive: zipfile.ZipFile, name: str) -> bytes:
    entries = archive.infolist()
    kept = [entry for entry in entries if _KEPT.fullmatch(entry.filename) and not _LEFT_OUT.fullmatch(entry.filename)]
    # A false file size is harmless: reading stops at the given size, and then the checksum fails.
    if len(entries) > PARTS_AT_MOST or sum(entry.file_size for entry in kept) > INFLATED_AT_MOST:
        raise ReadError("error_xlsx_large", file=name)
    if any(entry.flag_bits & 1 for entry in entries):
        raise ReadError("error_xlsx_old", file=name)
    if not any(entry.filename == "xl/workbook.xml" for entry in kept):
        raise ReadError("error_not_xlsx", file=name)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as plain:
        for entry in kept:
            part = archive.read(entry)
            _Bounds(name).check(part, is_sheet=entry.filename.startswith("xl/worksheets/"))
            plain.writestr(entry.filename, part)
    return written.getvalue()


class _Bounds:
    """The size of a sheet, by its cells and its declared dimension. A document type is refused."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows = self.columns = self.cells = 0

    def check(self, part: bytes, *, is_sheet: bool) -> None:
        """Raise ReadError for a part with a document type, and for a sheet with too many cells."""
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse
        if is_sheet:
            parser.StartElementHandler = self._start
        parser.Parse(part, True)
        if max(self.rows * self.columns, self.cells) > CELLS_AT_MOST:
            raise ReadError("error_xlsx_large", file=self.name)

    def _refuse(self, *_: object) -> None:
        raise ReadError("error_not_xlsx", file=self.name)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.endswith("c") or tag.endswith("row") or tag.endswith("dimension"):
            self.cells += 1
            for cell in attributes.get("ref" if tag.endswith("dimension") else "r", "").upper().split(":"):
                self._reach(cell)

    def _reach(self, cell: str) -> None:
        found = _CELL.fullmatch(cell)
        if found:
            column = 0
            for letter in found.group(1):
                column = column * 26 + ord(letter) - 64
            self.columns = max(self.columns, column)
            self.rows = max(self.rows, int(found.group(2)))
        elif cell.isdecimal():
            self.rows = max(self.rows, int(cell[:8]))


# Parsing -----------------------------------------------------------------------------------------


def _opened(data: bytes, name: str) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, ValueError, OSError) as error:
        raise ReadError("error_not_xlsx", file=name) from error


def _header(rows: Sequence[Sequence[object]]) -> tuple[int, bool] | None:
    """The index of the header row, and whether it holds field names; None for an empty sheet."""
    first = None
    for number, row in enumerate(rows[:HEAD_ROWS]):
        cells = [str(cell) for cell in row if cell != ""]
        if first is None and cells:
            first = number
        if "id" in cells and len(cells) > 1 and all(_FIELD.fullmatch(cell) for cell in cells):
            return number, True
    return None if first is None else (first, False)


def _table(rows: Sequence[Sequence[object]], header: tuple[int, bool], name: str) -> pd.DataFrame:
    at, is_ours = header
    columns = [_cell(cell) for cell in rows[at]]
    named = [index for index, column in enumerate(columns) if column]
    repeated = [column for column in dict.fromkeys(columns) if column and columns.count(column) > 1]
    if repeated:
        raise ReadError("error_column_repeated", file=name, detail=", ".join(repeated))
    # Our own workbooks have these words in cells without a value.
    absent = {text("not_stated", lang) for lang in LANGUAGES} | {NOT_APPLICABLE} if is_ours else set()
    found = {
        number: ["" if (cell := _cell(row[index])) in absent else cell for index in named]
        for number, row in enumerate(rows[at + 1 :], start=at + 2)
        if any(cell != "" for cell in row)
    }
    names = [columns[index] for index in named]
    return pd.DataFrame(list(found.values()), columns=names, index=list(found), dtype=str)


def _cell(value: object) -> str:
    if isinstance(value, float):
        # A float has fifteen reliable digits; 12.0 becomes 12.
        return f"{value:.15g}"
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)
