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
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from g60.export.imprint import xml_text

INK, ACCENT, LINE = RGBColor(0x1F, 0x2A, 0x33), RGBColor(0xB5, 0x3A, 0x1E), "BFC4C8"
EAST_ASIAN, LATIN = "微软雅黑", "Calibri"


def laid_out(document: Document) -> None:
    """Makes a document A4 across, in the typefaces of the project."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.2)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size, style.font.color.rgb = LATIN, Pt(10.5), INK
    style.element.rPr.rFonts.set(qn("w:eastAsia"), EAST_ASIAN)
    spoken = OxmlElement("w:lang")  # else Chinese characters may come in their Japanese forms
    spoken.set(qn("w:eastAsia"), "zh-CN")
    style.element.rPr.append(spoken)
    style.paragraph_format.space_after = Pt(4)


def paragraph(document: Document, words: str, *, size: float, bold: bool = False, above: float = 0) -> None:
    """Adds a paragraph."""
    added = document.add_paragraph()
    added.paragraph_format.space_before = Pt(above)
    run = added.add_run(xml_text(words))
    run.font.size, run.bold = Pt(size), bold


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
    """The head of the table on every page that it runs over."""
    row: Any = table.rows[0]._tr
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    row.get_or_add_trPr().append(header)


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


def written_table(
    document: Document, heads: Sequence[str], rows: Sequence[Sequence[str]], widths_cm: Sequence[float], *, size: float
) -> Table:
    """A ruled table of words, its head repeated on every page."""
    table: Table = document.add_table(rows=1, cols=len(heads))
    table.autofit = False
    ruled(table)
    repeated(table)
    for cells, is_head in [(heads, True), *((row, False) for row in rows)]:
        row: Any = table.rows[0] if is_head else table.add_row()  # type: ignore[no-untyped-call]
        for cell, words, width in zip(row.cells, cells, widths_cm, strict=True):
            run = cell.paragraphs[0].add_run(xml_text(words))
            run.bold, run.font.size = is_head, Pt(size)
            cell.width = Cm(width)
            padded(cell)
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)
    return table
