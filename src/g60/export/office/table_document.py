"""A Word document of words and ruled tables, A4 across: how it is laid out, in parts that every such document uses.

Texts come from strangers: they are runs of text, and no markup comes of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from g60.contract.i18n import text
from g60.evidence.codes import in_a_line
from g60.export.imprint import xml_text
from g60.export.office.cells import Cell
from g60.export.office.cells import Table as Cells
from g60.export.office.columns import shares_of
from g60.export.office.theme import CHINESE, LATIN, RELATION, dress, without_previews

INK, ACCENT, LINE = RGBColor(0x1F, 0x2A, 0x33), RGBColor(0xB5, 0x3A, 0x1E), "BFC4C8"
LEAST_PT = 9.0  # of any type in a document
CELL_PAD_MM = 1.8  # of a cell in a document beyond that of one on a slide
ALIKE_AT_LEAST = 3  # rows of which a shared value is said once
TOGETHER, DESCRIBED = 6, 250  # rows at the end of a table that stay on one page; letters of a description


def laid_out(document: Document) -> None:
    """Makes a document A4 across, in the colours and typefaces of the project."""
    held: Any = document.part
    without_previews(held.package.rels)
    without_previews(held.rels)
    dress(held.part_related_by(RELATION))
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.2)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size, style.font.color.rgb = LATIN, Pt(10.5), INK
    style.element.rPr.rFonts.set(qn("w:eastAsia"), CHINESE)
    style.paragraph_format.space_after = Pt(4)


def paragraph(document: Document, words: str, *, size: float, bold: bool = False, above: float = 0) -> None:
    """Adds a paragraph."""
    added = document.add_paragraph()
    added.paragraph_format.space_before = Pt(above)
    run = added.add_run(xml_text(words))
    run.font.size, run.bold = Pt(size), bold


def footed(document: Document, lines: Sequence[str]) -> None:
    """What stands at the foot of every page: version, day, map review, to whom lines are owed."""
    for number, words in enumerate(lines):
        foot = document.sections[0].footer
        added = foot.paragraphs[0] if number == 0 else foot.add_paragraph()
        added.paragraph_format.space_after = Pt(0)
        added.add_run(xml_text(words)).font.size = Pt(LEAST_PT)


def ruled(table: Table) -> None:
    """Rules above and below and between the rows, none between the columns."""
    borders = OxmlElement("w:tblBorders")
    for edge, weight in (("top", "8"), ("bottom", "8"), ("insideH", "4")):
        rule = OxmlElement(f"w:{edge}")
        colour = LINE if edge == "insideH" else "1F2A33"
        for name, value in (("val", "single"), ("sz", weight), ("space", "0"), ("color", colour)):
            rule.set(qn(f"w:{name}"), value)
        borders.append(rule)
    # python-docx has no words for borders; the format wants them before the layout of the table.
    properties: Any = table._tbl.tblPr
    layout = properties.find(qn("w:tblLayout"))
    properties.append(borders) if layout is None else layout.addprevious(borders)


def repeated(table: Table) -> None:
    """The head of the table is marked as one and stands on every page; the lines of a cell ask to stay together."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    head: Any = table.rows[0]._tr
    head.get_or_add_trPr().append(mark)
    # Not `cantSplit` of the rows: below such a head LibreOffice may leave out all that follows the first page.
    for row in table.rows:
        for cell in row.cells:
            for one in cell.paragraphs:
                one.paragraph_format.keep_together = True
    _kept_together(table)


def _kept_together(table: Table) -> None:
    """The last rows stay on one page, and the head with the first: no page holds a line or two."""
    rows = list(table.rows)
    for row in {0, *range(max(0, len(rows) - TOGETHER), len(rows) - 1)} if rows else ():
        for cell in rows[row].cells:
            for one in cell.paragraphs:
                one.paragraph_format.keep_with_next = True


def described(table: Table, words: str) -> None:
    """Says what a table is, for who hears it."""
    properties: Any = table._tbl.tblPr
    for name in ("tblCaption", "tblDescription"):
        mark = OxmlElement(f"w:{name}")
        mark.set(qn("w:val"), xml_text(words)[:DESCRIBED])
        properties.append(mark)


def fitted_widths(
    heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], size: float
) -> list[float]:
    """The widths of columns in mm by what stands in them: together those that are given, in type of so many points."""
    whole = sum(widths) - CELL_PAD_MM * len(heads)
    cells = tuple(tuple(Cell(words.replace("\n", " ")) for words in row) for row in rows)
    found = shares_of(Cells("", tuple(heads), cells, tuple(width / sum(widths) for width in widths)), whole, size)
    return [share * whole + CELL_PAD_MM for share in found]


def padded(cell: _Cell) -> None:
    """Sets the words of a cell apart from its rules."""
    spacing = cell.paragraphs[0].paragraph_format
    spacing.space_before = spacing.space_after = Pt(3)


def linked(paragraph: Paragraph, words: str, address: str) -> None:
    """A link in a paragraph; the address is one of the atlas."""
    reference = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), reference)
    run = paragraph.add_run(words)
    run.font.underline, run.font.color.rgb = True, ACCENT
    link.append(run._r)
    paragraph._p.append(link)


def said_once(heads: Sequence[str], rows: Sequence[Sequence[str]], lang: str) -> tuple[list[int], list[str]]:
    """The columns that tell rows apart; and in a line each what is the same of every row. What is empty is left out."""
    same = [at for at in range(1, len(heads)) if len(rows) >= ALIKE_AT_LEAST and len({row[at] for row in rows}) == 1]
    kept = [at for at in range(len(heads)) if at not in same]
    lines = []
    for at in same:
        words = in_a_line(rows[0][at], lang)
        if words:
            said = text("label_value", lang, label=heads[at], value=words)
            lines.append(text("slide_all_have", lang, count=len(rows), said=said))
    return (kept, lines) if len(kept) > 1 else (list(range(len(heads))), [])


def common_table(
    document: Document, lang: str, heads: Sequence[str], rows: Sequence[Sequence[str]], widths_cm: Sequence[float]
) -> None:
    """A table of what differs, below the lines of what is the same of every row."""
    kept, lines = said_once(heads, rows, lang)
    for words in lines:
        paragraph(document, words, size=LEAST_PT)
    whole = sum(widths_cm) / sum(widths_cm[at] for at in kept)
    shown = [[row[at] for at in kept] for row in rows]
    widths = [widths_cm[at] * whole for at in kept]
    written_table(document, [heads[at] for at in kept], shown, widths, size=LEAST_PT)


def written_table(
    document: Document, heads: Sequence[str], rows: Sequence[Sequence[str]], widths_cm: Sequence[float], *, size: float
) -> Table:
    """A ruled table of words, its head repeated on every page, its columns as wide as their words need."""
    table: Table = document.add_table(rows=1, cols=len(heads))
    table.autofit = False
    ruled(table)
    widths = [Mm(width) for width in fitted_widths(heads, rows, [10 * width for width in widths_cm], size)]
    for cells, is_head in [(heads, True), *((row, False) for row in rows)]:
        row: Any = table.rows[0] if is_head else table.add_row()  # type: ignore[no-untyped-call]
        for cell, words, width in zip(row.cells, cells, widths, strict=True):
            run = cell.paragraphs[0].add_run(xml_text(words))
            run.bold, run.font.size = is_head, Pt(size)
            cell.width = width
            padded(cell)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    repeated(table)
    described(table, " · ".join(heads))
    return table
