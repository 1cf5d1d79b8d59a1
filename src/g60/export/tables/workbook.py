"""A picked catalog as an Excel workbook that can be printed, filtered, and read back unchanged.

Written with XlsxWriter: it is what python-pptx puts a chart's workbook together with, so it is here in any case; it
writes row by row, and writes text as text. Every sheet has the same head; the row of field names right above the data
is what `readers` looks for.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import CellNumberTuple, Worksheet

from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog, Citation
from g60.contract.codes import EVIDENCE
from g60.contract.errors import WriteError
from g60.contract.i18n import DEFAULT_LANGUAGE, text
from g60.contract.quantities import SIGNS, Quantity, scope_text, unit_text
from g60.contract.symbology import THEMES
from g60.evidence import figures
from g60.evidence.codes import EVIDENCE_SIGNS, documents, source_line, spelt
from g60.export.imprint import Imprint, imprint, today, xml_text
from g60.export.tables.columns import NOT_APPLICABLE, Cell, Column, entity_columns

CELL_LETTERS = 32_767
# What Excel's last row leaves for the sheet of citations, with room for the head; beyond that many, it says so.
CITED_AT_MOST = 200_000
PAPER_A3, PAPER_A4 = 8, 9
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
    },
    **{"old_name": 34, "old_target": 14, "old_sentence": 30, "new_name": 34, "new_target": 14, "new_sentence": 30},
    **{"reason": 60, "state": 12, "evidence": 10},
    **{"before": 34, "after": 34, "at": 17, "who": 14, "why": 30, "dataset": 16},
    **{"measure": 36, "year": 8, "scope": 22, "mark": 8, "meaning": 60, "number": 16, "date": 16, "field": 18},
}
EVIDENCE_WIDTH = 7.5
LINE_PT = 15.0
LINES_AT_MOST = 10
COLUMNS_ON_TWO_PAGES = 28
FIGURE_COLUMNS = (
    *("subject", "name", "kind", "measure", "operator", "value", "value_high", "unit_of_measure", "scope", "year"),
    *("evidence", "place", "text"),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it is to be written: its name, its columns, its rows."""

    name: str
    columns: Sequence[tuple[str, str, str]]  # field name, label, role
    rows: Iterable[Sequence[Cell]]
    notes: Sequence[str] = ()
    paper: int = PAPER_A4
    pages_wide: int = 1


def to_xlsx(catalog: Catalog, picked: Catalog, selection: Selection, lang: str = DEFAULT_LANGUAGE) -> bytes:
    """The picked entities as a workbook: data, targets and figures, the place of each value, documents, codes."""
    head = imprint(catalog, picked, selection, lang)
    sheets = [_data_sheet(catalog, picked, lang)]
    sheets += [found for make in (_figures_sheet, _citations_sheet) if (found := make(catalog, picked, lang))]
    return book_of(head, [*sheets, documents_sheet(catalog, lang), _codes_sheet(head, lang)], lang)


def book_of(head: Imprint, sheets: Iterable[Sheet], lang: str) -> bytes:
    """A workbook of these sheets, each under the same head; raises WriteError."""
    written = io.BytesIO()
    made = datetime.combine(today(), time(), UTC)
    try:
        # The rows pass through files, which go with their folder even where writing breaks off.
        with tempfile.TemporaryDirectory(prefix="g60-") as folder:
            book = xlsxwriter.Workbook(written, {**_OPTIONS, "tmpdir": folder})
            told = {"title": head.title, "subject": head.sentence, "comments": head.version}
            book.set_properties({**told, "created": made})
            writer = Writer(book, head, lang)
            for sheet in sheets:
                writer.sheet(sheet)
            book.close()
    except (OSError, FileCreateError) as error:
        raise WriteError(file="xlsx", detail=str(error)) from error
    return written.getvalue()


# What is on the sheets ---------------------------------------------------------------------------


def _data_sheet(catalog: Catalog, picked: Catalog, lang: str) -> Sheet:
    columns = entity_columns(catalog, picked, lang)
    heads = [(column.name, column.label, _role(column)) for column in columns]
    rows = zip(*(column.cells for column in columns), strict=True)
    notes = () if len(picked.entities) else (text("handout_empty", lang),)
    wide = 3 if len(heads) > COLUMNS_ON_TWO_PAGES else 2
    return Sheet(text("handout_sheet_data", lang), heads, rows, notes, PAPER_A3, wide)


def _role(column: Column) -> str:
    return "number" if column.is_number else column.role


def _figures_sheet(catalog: Catalog, picked: Catalog, lang: str) -> Sheet | None:
    """The targets and reported figures of what is shown; None where there are none."""
    rows = list(_figure_rows(catalog, picked, lang))
    heads = [(name, text(f"handout_column_{name}", lang), _role_of(name)) for name in FIGURE_COLUMNS]
    return Sheet(text("handout_sheet_figures", lang), heads, rows, paper=PAPER_A3) if rows else None


def _figure_rows(catalog: Catalog, picked: Catalog, lang: str) -> Iterator[list[Cell]]:
    subjects = set(catalog.tables.targets["subject"]) | set(catalog.tables.figures["subject"])
    names = picked.entities[f"name_{lang}"]
    for subject in (str(entity_id) for entity_id in picked.entities.index if entity_id in subjects):
        for kind, entries in (("target", figures.targets), ("figure", figures.figures)):
            for entry in entries(catalog, subject):
                name, measure = str(names[subject]), figures.measure_name(catalog, entry.measure, lang)
                yield [subject, name, text(f"handout_{kind}", lang), measure, *_figure_cells(catalog, entry, lang)]


def _figure_cells(catalog: Catalog, entry: figures.Figure, lang: str) -> list[Cell]:
    """A figure's operator, number or numbers, unit, denominator, year, evidence, place and words."""
    quantity, citation, missing = entry.fact.value, entry.fact.citation, text("not_stated", lang)
    if not isinstance(quantity, Quantity):
        return []
    return [
        SIGNS[quantity.operator] or text(f"handout_operator_{quantity.operator.replace('=', 'equal')}", lang),
        float(quantity.value) if quantity.value else text("chart_words", lang),
        float(quantity.value_high) if quantity.value_high else NOT_APPLICABLE,
        unit_text(quantity.unit_of_measure, lang) or quantity.unit_of_measure or missing,
        scope_text(quantity, lang) or missing,
        figures.when_text(entry, lang) or missing,
        spelt(catalog, citation, lang),
        source_line(catalog, citation, lang),
        quantity.words_zh or missing,
    ]


def _citations_sheet(catalog: Catalog, picked: Catalog, lang: str) -> Sheet | None:
    """Where each value stands, one row for each; None for a list so long that a sheet cannot hold them."""
    ids = picked.entities.index
    shown = set(ids)
    cited = {key: citation for key, citation in catalog.citations.items() if key[0] in shown}
    if not cited or len(cited) > CITED_AT_MOST:
        return None
    order = {str(entity_id): number for number, entity_id in enumerate(ids)}
    rows = _citation_rows(catalog, sorted(cited.items(), key=lambda entry: order[entry[0][0]]), lang)
    names = ("subject", "field", "evidence", "place")
    heads = [(name, text(f"handout_column_{name}", lang), _role_of(name)) for name in names]
    return Sheet(text("handout_sheet_citations", lang), heads, rows)


def _citation_rows(
    catalog: Catalog, cited: Sequence[tuple[tuple[str, str], Citation]], lang: str
) -> Iterator[Sequence[Cell]]:
    for (subject, name), citation in cited:
        where = source_line(catalog, citation, lang)
        yield subject, text(f"field_{name}", lang), spelt(catalog, citation, lang), where or text("not_stated", lang)


def documents_sheet(catalog: Catalog, lang: str) -> Sheet:
    """The documents by the marks under which the other sheets cite them."""
    missing = text("not_stated", lang)
    names = ("mark", "title", "issuer", "number", "date", "subject")
    labels = ("handout_column_document", "column_title_zh", "column_issuer_zh", "column_number", "column_date")
    heads = [
        (name, text(label, lang), "value") for name, label in zip(names, (*labels, "column_source_code"), strict=True)
    ]
    rows = [
        (
            str(entry.number),
            entry.title,
            entry.issuer or missing,
            entry.document_number or missing,
            entry.date,
            entry.source,
        )
        for entry in documents(catalog, lang)
    ]
    return Sheet(text("handout_sheet_documents", lang), heads, rows)


def _codes_sheet(head: Imprint, lang: str) -> Sheet:
    heads = [
        ("evidence", text("column_evidence", lang), "value"),
        ("mark", text("handout_column_mark", lang), "value"),
        ("meaning", text("handout_column_meaning", lang), "value"),
    ]
    rows = [
        (text(f"evidence_{kind}", lang), EVIDENCE_SIGNS[kind], text(f"evidence_means_{kind}", lang))
        for kind in EVIDENCE
    ]
    notes = (text("handout_code_numbers", lang), text("handout_absent", lang), head.attribution)
    return Sheet(text("handout_sheet_codes", lang), heads, rows, notes)


def _role_of(name: str) -> str:
    return "evidence" if name == "evidence" else "value"


# How a sheet is written --------------------------------------------------------------------------


class _Page(Worksheet):  # type: ignore[misc] # the library ships no types
    """A sheet that writes a text as a text: by itself the library takes one in <r>…</r> for markup of its own.

    It is also the innermost loop of a long list, so it does nothing but what is needed here.
    """

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        start = f'<c r="{_letters(col)}{row + 1}" s="{cell.format._get_xf_index()}"'
        if isinstance(cell, CellNumberTuple):
            self.fh.write(f"{start}><v>{cell.number:.16G}</v></c>")
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
        last = self._head(page, sheet)
        for at, (name, _, role) in enumerate(sheet.columns):
            page.set_column(at, at, _width(name, role))
        page.freeze_panes(last + 1, 2 if len(sheet.columns) > 6 else 0)
        end = self._rows(page, sheet, last + 1)
        page.autofilter(last, 0, max(end - 1, last), len(sheet.columns) - 1)
        printed = [at for at, (_, _, role) in enumerate(sheet.columns) if role != "code"]
        page.print_area(0, 0, max(end - 1, last), printed[-1])
        _print_setup(page, sheet, self.head, last)

    def _head(self, page: Worksheet, sheet: Sheet) -> int:
        """The head of a sheet; the row of the field names."""
        head = self.head
        lines = [head.title, head.sentence, f"{head.version} · {head.date}", head.review, *sheet.notes]
        for row, line in enumerate(lines):
            page.set_row(row, 24 if row == 0 else 15)
            page.write_string(row, 0, line, self._format("title" if row == 0 else "note"))
        labels, names = len(lines) + 1, len(lines) + 2
        page.set_row(labels, 30)
        for at, (_, label, role) in enumerate(sheet.columns):
            page.write_string(labels, at, label, self._format("label_small" if role == "evidence" else "label"))
        page.set_row(names, 12)
        for at, (name, _, _) in enumerate(sheet.columns):
            page.write_string(names, at, name, self._format("name"))
        return names

    def _rows(self, page: Worksheet, sheet: Sheet, first: int) -> int:
        """The rows of a sheet; the row after the last."""
        plain, small = self._format("text"), self._format("evidence")
        widths = [_width(name, role) for name, _, role in sheet.columns]
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
                elif cell == missing:
                    write_string(row, at, cell, pale)
                else:
                    write_string(row, at, cell_text(cell), formats[at])
            row += 1
        return row

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


def _lines(cells: Sequence[Cell], widths: Sequence[float]) -> int:
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
            "font_size": 8,
            "valign": "bottom",
            "bg_color": theme.paper,
            "top": 2,
            "font_color": theme.ink_2,
        },
        "name": {"font_size": 7, "shrink": True, "font_color": theme.ink_2, "bg_color": theme.paper, "bottom": 1},
        "text": {"text_wrap": True, "num_format": "@"} | rule,
        "evidence": {"font_size": 8, "font_color": theme.ink_2, "num_format": "@"} | rule,
        "missing": {"italic": True, "font_color": theme.ink_2, "num_format": "@"} | rule,
    }
    return base | looks[name]


def _print_setup(page: Worksheet, sheet: Sheet, head: Imprint, names: int) -> None:
    """Landscape on A4 or A3, head rows on every page, page numbers and the review line at its foot."""
    page.set_landscape()
    page.set_paper(sheet.paper)
    page.fit_to_pages(sheet.pages_wide, 0)
    page.repeat_rows(names - 1, names)
    if sheet.pages_wide > 1:
        page.repeat_columns(0, 1)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    page.set_footer(f"&L&8{head.review}&C&8&P / &N&R&8{head.version} {head.date}")
    page.hide_gridlines(2)
