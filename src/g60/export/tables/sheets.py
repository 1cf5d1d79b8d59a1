"""How a workbook is written: sheets with one head, rows of texts, numbers and formulas.

Written with XlsxWriter: it is what python-pptx puts a chart's workbook together with, so it is here in any case; it
writes row by row, and writes text as text. Every sheet has the same head; by the row of field names right above the
data an import (`record.intake.heads`) knows a workbook of ours.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import cache
from math import ceil
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import CellFormulaTuple, CellNumberTuple, Worksheet

from g60.contract.causes import cause
from g60.contract.errors import WriteError
from g60.contract.i18n import text
from g60.contract.themes import THEMES
from g60.export.imprint import Imprint, day_in_jiaxing, xml_text
from g60.export.tables.columns import Cell
from g60.export.tables.languages import Book

CELL_LETTERS = 32_767
# A letter of a sheet's title beside one of its rows; the width of a column that nobody has set.
TITLE_TIMES, EMPTY_WIDTH = 1.6, 8.43
PAPER_A3, PAPER_A4 = 8, 9
# The least type of a sheet in points as it is written and as it is printed; the width between the margins of a page.
SMALL_PT = 9
PRINTED_PT = {PAPER_A3: 7.0, PAPER_A4: 6.0}
ROOM_PT = {PAPER_A3: 1130.0, PAPER_A4: 780.0}
# How wide a letter of a column's width is in points, where a program has no typeface but a wide one.
LETTER_PT = 7.0
REPEATED = 2  # columns at the left of each page, where they are several
# Title, sentence, version, review: the lines above the notes of a sheet.
LINES_OF_HEAD = 4
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# Characters that a column is wide, where its heading is not enough.
WIDTHS = {
    **{"id": 17, "name_zh": 30, "name_en": 34, "kind_name": 12, "list_name": 18, "no": 6, "unit_name": 12},
    **{"area_km2": 11, "industries_name": 26, "industries_zh": 26, "positioning_zh": 34, "concept_zh": 24},
    **{"industries_en": 26, "positioning_en": 34, "concept_en": 24, "fields_en": 34},
    **{"fields_zh": 34, "aliases": 16, "place_zh": 16, "address_zh": 24, "location_grade": 8, "lon": 11, "lat": 11},
    **{"uncertainty_m": 10, "geometry_basis_name": 22, "kind": 14, "list": 12, "unit": 9, "industries": 22},
    **{
        "geometry_basis": 15,
        "text": 44,
        "title": 44,
        "issuer": 30,
        "place": 46,
        "value": 12,
        "value_high": 12,
        "operator": 9,
        "unit_of_measure": 16,
        "subject": 17,
        "name": 30,
        "source": 34,
    },
    **{"old_name": 34, "old_target": 14, "old_sentence": 30, "new_name": 34, "new_target": 14, "new_sentence": 30},
    **{"reason": 60, "state": 12, "evidence": 10},
    **{"before": 34, "after": 34, "at": 17, "who": 14, "why": 30, "dataset": 16},
    **{"measure": 36, "year": 8, "scope": 22, "mark": 8, "meaning": 60, "number": 16, "date": 16, "field": 18},
}
EVIDENCE_WIDTH = 7.5
LINE_PT = 15.0
LINES_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that a spreadsheet computes, and what it comes to. Its words are this program's own, never data."""

    words: str
    value: float | str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it is to be written: its name, its columns, its rows.

    One `for_programs` has no head: the field names stand in its first row.
    """

    name: str
    columns: Sequence[tuple[str, str, str]]  # field name, label, role
    rows: Iterable[Sequence[Cell | Formula]]
    notes: Sequence[str] = ()
    paper: int = PAPER_A4
    pages_wide: int = 1
    for_programs: bool = False
    widths: Mapping[str, float] = field(default_factory=dict)  # of columns that differ from the usual ones, in letters

    @property
    def column_widths(self) -> list[float]:
        """How many letters each column is wide."""
        return [self.widths.get(name) or _width(name, role) for name, _, role in self.columns]

    @property
    def printed(self) -> int:
        """How many columns are printed: those up to the last one that is not for programs."""
        return max(at for at, (_, _, role) in enumerate(self.columns) if role != "code") + 1

    @property
    def pages(self) -> int:
        """How many pages are beside each other so that its type can be read: as many as were asked for, or more."""
        letters = [width + 1 for width in self.column_widths[: self.printed]]
        room = ROOM_PT[self.paper] * SMALL_PT / PRINTED_PT[self.paper] / LETTER_PT
        repeated = sum(letters[:REPEATED])  # on every page but the first
        found = self.pages_wide
        while sum(letters) + (found - 1) * repeated > found * room and room > repeated:
            found += 1
        return found

    @property
    def first_row(self) -> int:
        """The row of the first data, as a spreadsheet counts it."""
        return 2 if self.for_programs else LINES_OF_HEAD + len(self.notes) + 4


def book_of(head: Imprint, sheets: Iterable[Sheet], lang: str) -> bytes:
    """A workbook of these sheets, each under the same head; raises WriteError."""
    written = io.BytesIO()
    made = datetime.combine(day_in_jiaxing(), time(), UTC)
    try:
        # The rows pass through files, which go with their folder even where writing breaks off.
        with tempfile.TemporaryDirectory(prefix="g60-") as folder:
            book = Book(written, {**_OPTIONS, "tmpdir": folder}, lang)
            told = {"title": head.title, "subject": head.sentence, "comments": head.version}
            book.set_properties({**told, "created": made})
            writer = Writer(book, head, lang)
            for sheet in sheets:
                writer.sheet(sheet)
            book.close()
    except (OSError, FileCreateError) as error:
        raise WriteError(file="xlsx", detail=cause(error)) from error
    return written.getvalue()


class _Page(Worksheet):  # type: ignore[misc] # the library ships no types
    """A sheet that writes a text as a text: by itself the library takes one in <r>…</r> for markup of its own.

    It is also the innermost loop of a long list, so it does nothing but what is needed here.
    """

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        start = f'<c r="{_letters(col)}{row + 1}" s="{cell.format._get_xf_index()}"'
        if isinstance(cell, CellNumberTuple):
            self.fh.write(f"{start}><v>{cell.number:.16G}</v></c>")
            return
        if isinstance(cell, CellFormulaTuple):
            super()._write_cell(row, col, cell)
            return
        words = cell.string
        if "_x" in words or "\r" in words:
            words = self._escape_control_characters(words)
        self.fh.write(f'{start} t="inlineStr"><is><t xml:space="preserve">{escape(words)}</t></is></c>')


_letters = cache(xl_col_to_name)


@dataclass(slots=True)
class Writer:
    """Writes sheets into a workbook, top down: nothing of a sheet is kept in memory."""

    book: xlsxwriter.Workbook
    head: Imprint
    lang: str
    formats: dict[str, Format] = field(default_factory=dict)

    def sheet(self, sheet: Sheet) -> None:
        """One sheet: head, labels, field names, rows."""
        page = self.book.add_worksheet(sheet.name, worksheet_class=_Page)
        last = self._names(page, sheet, 0) if sheet.for_programs else self._head(page, sheet)
        for at, width in enumerate(sheet.column_widths):
            page.set_column(at, at, width)
        page.freeze_panes(last + 1, 2 if len(sheet.columns) > 6 else 0)
        end = self._rows(page, sheet, last + 1)
        page.autofilter(last, 0, max(end - 1, last), len(sheet.columns) - 1)
        page.print_area(0, 0, max(end - 1, last), sheet.printed - 1 + self._beyond(sheet))
        _print_setup(page, sheet, self.head, last)

    def _beyond(self, sheet: Sheet) -> int:
        """How many empty columns are printed with the others so that no line of the head is cut."""
        if sheet.for_programs or sheet.printed < len(sheet.columns):
            return 0
        title, *others = self._lines_of_head(sheet)
        need = max(TITLE_TIMES * _letters_wide(title), *map(_letters_wide, others))
        return max(0, ceil((need - sum(sheet.column_widths)) / EMPTY_WIDTH))

    def _lines_of_head(self, sheet: Sheet) -> list[str]:
        head = self.head
        return [head.title, head.sentence, f"{head.version} · {head.date}", head.review, *sheet.notes]

    def _head(self, page: Worksheet, sheet: Sheet) -> int:
        """The head of a sheet; the row of the field names."""
        lines = self._lines_of_head(sheet)
        for row, line in enumerate(lines):
            page.set_row(row, 24 if row == 0 else 15)
            page.write_string(row, 0, line, self._format("title" if row == 0 else "note"))
        labels, names = len(lines) + 1, len(lines) + 2
        page.set_row(labels, 30)
        for at, (_, label, role) in enumerate(sheet.columns):
            page.write_string(labels, at, label, self._format("label_small" if role == "evidence" else "label"))
        page.set_row(names, 13)
        return self._names(page, sheet, names)

    def _names(self, page: Worksheet, sheet: Sheet, row: int) -> int:
        """The row of the field names."""
        for at, (name, _, _) in enumerate(sheet.columns):
            page.write_string(row, at, name, self._format("name"))
        return row

    def _rows(self, page: Worksheet, sheet: Sheet, first: int) -> int:
        """The rows of a sheet; the row after the last."""
        plain, small = self._format("text"), self._format("evidence")
        widths = sheet.column_widths
        formats = [small if role in ("evidence", "code") else plain for _, _, role in sheet.columns]
        exact = [name in ("lon", "lat") for name, _, _ in sheet.columns]
        missing, pale = text("not_stated", self.lang), self._format("missing")
        write_string, write_number = page.write_string, page.write_number
        row = first
        for cells in sheet.rows:
            lines = _lines(cells, widths)
            if lines > 1:
                page.set_row(row, LINE_PT * lines + 1.5)
            for at, cell in enumerate(cells):
                if isinstance(cell, float):
                    write_number(row, at, cell, self._number(cell, exact=exact[at]))
                elif isinstance(cell, Formula):
                    self._formula(page, row, at, cell)
                elif cell == missing:
                    write_string(row, at, cell, pale)
                else:
                    write_string(row, at, cell_text(cell), formats[at])
            row += 1
        return row

    def _formula(self, page: Worksheet, row: int, at: int, cell: Formula) -> None:
        """A cell that is computed, with what it comes to for programs that do not compute."""
        value = cell.value
        form = self._number(value, exact=False) if isinstance(value, float) else self._format("computed")
        page.write_formula(row, at, cell.words, form, value)

    def _number(self, value: float, *, exact: bool) -> Format:
        """The format that shows a number with the decimals that it has; coordinates with five."""
        decimals = 5 if exact else len(f"{value:.10g}".partition(".")[2])
        return self._format(f"number{decimals}")

    def _format(self, name: str) -> Format:
        if name not in self.formats:
            self.formats[name] = self.book.add_format(_look(name))
        return self.formats[name]


def _width(name: str, role: str) -> float:
    return EVIDENCE_WIDTH if role == "evidence" else WIDTHS.get(name, 12)


def _letters_wide(words: str) -> int:
    """How wide a text is in letters; a Chinese character is as wide as two."""
    return len(words) + sum(char > "\u2e7f" for char in words)


def _lines(cells: Sequence[Cell | Formula], widths: Sequence[float]) -> int:
    """How many lines the fullest cell of a row takes; a Chinese character is as wide as two letters."""
    most = 1
    for cell, width in zip(cells, widths, strict=True):
        if isinstance(cell, str) and len(cell) * 2 > width:
            letters = len(cell) + sum(char > "\u2e7f" for char in cell[:400])
            most = max(most, -int(-letters // width) + cell.count("\n"))
    return min(most, LINES_AT_MOST)


def cell_text(cell: str) -> str:
    """A text as one cell can hold it; one that is longer ends in an ellipsis."""
    clean = xml_text(cell)
    return clean if len(clean) <= CELL_LETTERS else clean[: CELL_LETTERS - 1] + "…"


def _look(name: str) -> dict[str, Any]:
    theme = THEMES["day"]
    base: dict[str, Any] = {"font_name": "Microsoft YaHei", "valign": "top", "font_size": 10, "font_color": theme.ink}
    rule = {"bottom": 1, "bottom_color": theme.line}
    if name.startswith("number"):
        decimals = int(name.removeprefix("number"))
        return base | rule | {"num_format": "#,##0" + ("." + "0" * decimals if decimals else ""), "align": "right"}
    looks: dict[str, dict[str, Any]] = {
        "title": {"font_size": 16, "bold": True, "valign": "vcenter"},
        "note": {"font_color": theme.ink_2},
        "label": {"bold": True, "text_wrap": True, "valign": "bottom", "bg_color": theme.paper, "top": 2},
        "label_small": {
            "font_size": SMALL_PT,
            "valign": "bottom",
            "bg_color": theme.paper,
            "top": 2,
            "font_color": theme.ink_2,
        },
        "name": {"font_size": SMALL_PT, "font_color": theme.ink_2, "bg_color": theme.paper, "bottom": 1},
        "text": {"text_wrap": True, "num_format": "@"} | rule,
        "computed": {"bold": True} | rule,
        "evidence": {"font_size": SMALL_PT, "font_color": theme.ink_2, "num_format": "@"} | rule,
        "missing": {"italic": True, "font_color": theme.ink_2, "num_format": "@"} | rule,
    }
    return base | looks[name]


def _print_setup(page: Worksheet, sheet: Sheet, head: Imprint, names: int) -> None:
    """Landscape on A4 or A3, head rows on every page, page numbers and the review line at its foot."""
    page.set_landscape()
    page.set_paper(sheet.paper)
    page.fit_to_pages(sheet.pages, 0)
    page.repeat_rows(max(names - 1, 0), names)
    if sheet.pages > 1:
        page.repeat_columns(0, REPEATED - 1)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    # The page's number stands at the right: the line at the left may reach beyond the middle.
    page.set_footer(f"&L&10{head.review}&R&10{head.version} {head.date}   &P / &N")
    page.hide_gridlines(2)
