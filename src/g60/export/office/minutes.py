"""Decisions as the minutes of a meeting: a document for the file, and a workbook for whoever follows them up.

Texts come from strangers: in the document they are runs of text, in the workbook strings, and neither a formula nor a
link comes of them. The only links are permalinks of the atlas.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlencode

import docx
from docx.document import Document
from docx.shared import Mm, Pt

from g60.catalog.catalog import Catalog
from g60.contract.i18n import DEFAULT_LANGUAGE, text
from g60.export.imprint import xml_text
from g60.export.office.languages import speak_document
from g60.export.office.table_document import (
    described,
    fitted_widths,
    laid_out,
    linked,
    padded,
    paragraph,
    repeated,
    ruled,
)
from g60.export.office.theme import CHINESE
from g60.export.tables.languages import Book
from g60.meeting.decisions import Decision, area_name, ordered

COLUMNS = ("number", "area", "text", "owner", "due", "state")
WIDTHS_CM = (1.2, 5.2, 9.8, 3.6, 2.6, 2.2)
ALSO_IN_WORKBOOK = ("made", "link")
WIDTHS_CHARACTERS = (6, 24, 56, 18, 12, 9, 22, 48)
LINE_PT = 15.0


@dataclass(frozen=True, slots=True)
class Heading:
    """What the minutes are called, the day they are made, and the address of the atlas that their links open."""

    title: str
    day: date
    address: str


Minutes = Callable[[Catalog, Sequence[Decision], Heading, str], bytes]


def permalink(decision: Decision, address: str, lang: str) -> str:
    """The atlas at what a decision is about; empty where it is about nothing, or nobody knows where the atlas is."""
    query = {"focus": decision.area} | ({} if lang == DEFAULT_LANGUAGE else {"lang": lang})
    return f"{address.rstrip('/')}/?{urlencode(query)}" if decision.area and address else ""


def _line(decisions: Sequence[Decision], heading: Heading, lang: str) -> str:
    left = sum(not decision.done for decision in decisions)
    return text("minutes_line", lang, date=heading.day.isoformat(), count=len(decisions), open=left)


def _state(decision: Decision, lang: str) -> str:
    return text("minutes_done" if decision.done else "minutes_open", lang)


# The document ----------------------------------------------------------------------------------


def to_docx(catalog: Catalog, decisions: Sequence[Decision], heading: Heading, lang: str) -> bytes:
    """The minutes as a Word document, A4 across: a title, a table of what was decided, the open ones first."""
    document = docx.Document()
    laid_out(document)
    paragraph(document, text("minutes_title", lang), size=20, bold=True)
    if heading.title:
        paragraph(document, heading.title, size=12)
    paragraph(document, _line(decisions, heading, lang), size=10)
    if decisions:
        _table(document, catalog, ordered(tuple(decisions)), heading, lang)
    else:
        paragraph(document, text("minutes_none", lang), size=11)
    paragraph(document, text("minutes_foot", lang), size=9, above=10)
    properties = document.core_properties
    properties.title, properties.author = text("minutes_title", lang), text("title", lang)
    properties.created = properties.modified = datetime(
        heading.day.year, heading.day.month, heading.day.day, tzinfo=UTC
    )
    properties.comments = ""
    speak_document(document, lang)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _table(document: Document, catalog: Catalog, decisions: Sequence[Decision], heading: Heading, lang: str) -> None:
    table = document.add_table(rows=1, cols=len(COLUMNS))
    table.autofit = False
    ruled(table)
    for cell, column in zip(table.rows[0].cells, COLUMNS, strict=True):
        run = cell.paragraphs[0].add_run(text(f"minutes_column_{column}", lang))
        run.bold, run.font.size = True, Pt(9.5)
    for number, decision in enumerate(decisions, start=1):
        cells = table.add_row().cells
        name, link = area_name(catalog, decision, lang), permalink(decision, heading.address, lang)
        words = (str(number), "", decision.text, decision.owner, decision.due, _state(decision, lang))
        for cell, part in zip(cells, words, strict=True):
            cell.paragraphs[0].add_run(xml_text(part))
        if link:
            linked(cells[1].paragraphs[0], xml_text(name), link)
        else:
            cells[1].paragraphs[0].add_run(xml_text(name))
    for row in table.rows:
        for cell in row.cells:
            padded(cell)
    held = [[cell.text for cell in row.cells] for row in table.rows]
    widths = fitted_widths(held[0], held[1:], [10 * width for width in WIDTHS_CM], 10.5)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    repeated(table)
    described(table, text("minutes_title", lang))


# The workbook ----------------------------------------------------------------------------------


def to_xlsx(catalog: Catalog, decisions: Sequence[Decision], heading: Heading, lang: str) -> bytes:
    """The minutes as a workbook of one sheet: a row for each decision, with a filter and its dates as dates."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Book(out, options, lang)
    book.set_properties({"title": text("minutes_title", lang), "author": text("title", lang), "created": _at(heading)})
    sheet = book.add_worksheet(text("minutes_title", lang))
    plain = {"font_name": CHINESE, "font_size": 10, "valign": "top", "text_wrap": True}
    body = book.add_format(plain)
    number = book.add_format({**plain, "align": "left"})
    head = book.add_format({**plain, "bold": True, "bottom": 2})
    day = book.add_format({**plain, "num_format": "yyyy-mm-dd", "align": "left"})
    link = book.add_format({**plain, "font_color": "#B53A1E", "underline": 1})
    for index, (column, width) in enumerate(zip((*COLUMNS, *ALSO_IN_WORKBOOK), WIDTHS_CHARACTERS, strict=True)):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, text(f"minutes_column_{column}", lang), head)
    for row, decision in enumerate(ordered(tuple(decisions)), start=1):
        sheet.write_number(row, 0, row, number)
        named = (area_name(catalog, decision, lang), decision.text, decision.owner)
        for index, words in enumerate(named, start=1):
            sheet.write_string(row, index, xml_text(words), body)
        fit = zip(named, WIDTHS_CHARACTERS[1:], strict=False)
        sheet.set_row(row, LINE_PT * max(_lines(words, width) for words, width in fit))
        if decision.due:
            sheet.write_datetime(row, 4, datetime.fromisoformat(decision.due), day)
        else:
            sheet.write_blank(row, 4, None, body)
        sheet.write_string(row, 5, _state(decision, lang), body)
        sheet.write_string(row, 6, _time(decision.made), body)
        if address := permalink(decision, heading.address, lang):
            sheet.write_url(row, 7, address, link, address)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(decisions)), len(COLUMNS) + len(ALSO_IN_WORKBOOK) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, max(1, len(decisions)), len(COLUMNS) - 1)
    sheet.repeat_rows(0)
    sheet.set_header("&L" + _header(_line(decisions, heading, lang)))
    book.close()
    return out.getvalue()


def _at(heading: Heading) -> datetime:
    return datetime(heading.day.year, heading.day.month, heading.day.day, tzinfo=UTC)


def _lines(words: str, width: int) -> int:
    """How many lines a text takes in a column; a Chinese character is as wide as two digits."""
    widths = (sum(2 if ord(char) > 0x2E80 else 1 for char in line) for line in words.split("\n"))
    return min(26, sum(max(1, -(-length // (width - 1))) for length in widths))


def _time(made: str) -> str:
    """A time to the minute, as in 2026-11-30 09:12 UTC."""
    day, _, clock = made.partition("T")
    return f"{day} {clock[:5]}{' UTC' if clock.endswith('Z') else ''}".strip()


def _header(words: str) -> str:
    return words.replace("&", "&&")[:200]


MINUTES: dict[str, Minutes] = {"docx": to_docx, "xlsx": to_xlsx}
