"""One page about one area, carrier or county as a Word document: facts with their places, a map made of shapes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from docx import Document
from docx.document import Document as Page
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell as TableCell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from g60.catalog import Catalog
from g60.errors import UnknownIdError
from g60.export.brief.content import Line, belonging, lines, selection_of
from g60.export.brief.wordshapes import drawing
from g60.export.evidence import MARKS, document_line, documents
from g60.export.imprint import Imprint, imprint, today, xml_text
from g60.export.office.drawingml import Canvas
from g60.export.office.package import same_times
from g60.export.office.sketch import draw_map
from g60.export.office.theme import CHINESE, LANGUAGE_TAGS, LATIN, RELATION, dress, without_previews
from g60.export.sheet.drawing import Box
from g60.i18n import DEFAULT_LANGUAGE, text
from g60.schema import EVIDENCE
from g60.symbology import THEMES

MARGIN_MM, WIDTH_MM, HEIGHT_MM = 17.0, 210.0, 297.0
MAP_MM = (WIDTH_MM - 2 * MARGIN_MM, 78.0)
MAP_TYPE = 0.68  # of the sheet's type
COLUMNS_MM = (34.0, 70.0, 72.0)
WORDS_AT_MOST = 600
# A long subject is set smaller, so that it stays one page as long as it can be read.
SIZES = ((18, 8.5), (26, 7.5), (10_000, 6.5))


def to_docx(catalog: Catalog, entity_id: str, lang: str = DEFAULT_LANGUAGE) -> bytes:
    """The brief of an area, carrier or county; raises UnknownIdError."""
    if entity_id not in catalog.ids:
        raise UnknownIdError(id=entity_id)
    selection = selection_of(catalog, entity_id)
    head = imprint(catalog, catalog.pick(selection), selection, lang)
    found = lines(catalog, entity_id, lang)
    size = next(size for most, size in SIZES if len(found) <= most)
    page = _empty_page(catalog, entity_id, head, size, lang)
    _title(page, catalog, entity_id, head, lang)
    canvas = Canvas(1, LANGUAGE_TAGS[lang])
    frame = Box(0, 0, *MAP_MM)
    shapes = draw_map(canvas, catalog, selection, lang, frame, type_scale=MAP_TYPE)
    alt = f"{catalog.entity(entity_id)[f'name_{lang}']}. {head.review}"
    _paragraph(page, after=3)._p.append(_in_run(drawing(shapes, *MAP_MM, xml_text(alt))))  # noqa: SLF001 - no other way
    _facts(page, found, size, lang)
    for names in belonging(catalog, entity_id, lang):
        paragraph = _paragraph(page, after=2)
        _run(paragraph, f"{names.title}  ", bold=True)
        _run(paragraph, names.words)
        if names.note:
            _run(paragraph, f"  {names.note}", size - 1, pale=True)
    _sources(page, catalog, size, lang)
    written = io.BytesIO()
    page.save(written)
    return same_times(written.getvalue())


def _empty_page(catalog: Catalog, entity_id: str, head: Imprint, size: float, lang: str) -> Page:
    page = Document()
    without_previews(page.part.package.rels)
    dress(page.part.part_related_by(RELATION))
    section = page.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Mm(WIDTH_MM), Mm(HEIGHT_MM)
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin, section.bottom_margin = Mm(13), Mm(15)
    section.header_distance, section.footer_distance = Mm(6), Mm(6)
    style = page.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(size)  # type: ignore[attr-defined]
    faces = style.element.get_or_add_rPr().get_or_add_rFonts()
    faces.set(qn("w:eastAsia"), CHINESE)
    known = page.core_properties
    known.title = xml_text(str(catalog.entity(entity_id)[f"name_{lang}"]))[:250]
    known.subject, known.comments, known.author = head.title, f"{head.version} · {head.date}", head.title
    known.last_modified_by, known.language, known.keywords = head.title, LANGUAGE_TAGS[lang], head.review[:250]
    known.created = known.modified = datetime.combine(today(), time())
    foot = section.footer.paragraphs[0]
    _run(foot, f"{head.review}\n{text('map_attribution', lang)} · {head.attribution}", 6.5, pale=True)
    return page


def _title(page: Page, catalog: Catalog, entity_id: str, head: Imprint, lang: str) -> None:
    row = catalog.entity(entity_id)
    other = "en" if lang == "zh" else "zh"
    _run(_paragraph(page), str(row[f"name_{lang}"])[:WORDS_AT_MOST], 17, bold=True)
    code = "" if catalog.citation(entity_id, "name_en") is None else text("name_en_unofficial", lang)
    parts = [str(row[f"name_{other}"]), text(f"kind_{row['kind']}", lang), code]
    _run(_paragraph(page), " · ".join(part for part in parts if part)[:WORDS_AT_MOST], 9, pale=True)
    _run(_paragraph(page, after=3), f"{head.title} · {head.version} · {head.date}", 8, pale=True)


def _facts(page: Page, found: Sequence[Line], size: float, lang: str) -> None:
    """The values as a table: what, value with its code, where it stands."""
    table = page.add_table(rows=1, cols=3)
    table.autofit = False
    heads = (text("handout_column_field", lang), text("brief_value", lang), text("handout_column_place", lang))
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        _fill(cell, [(head, size - 1, True)])
    for line in found:
        row = table.add_row().cells
        _fill(row[0], [(line.label, size, True)])
        _fill(row[1], [(line.words, size, False), (f" {line.code}", size - 1, True)])
        _fill(row[2], [(line.place, size - 1.5, True)])
    for row in table.rows:
        for cell, wide in zip(row.cells, COLUMNS_MM, strict=True):
            cell.width = Mm(wide)
    _rules(table._tbl)  # noqa: SLF001 - no other way
    _paragraph(page, after=1)


def _fill(cell: TableCell, parts: Sequence[tuple[str, float, bool]]) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    for words, size, pale in parts:
        _run(paragraph, words, size, pale=pale)


def _rules(table: Any) -> None:
    """Fine lines between rows, and little air in the cells."""
    properties = table.tblPr
    borders = properties.makeelement(qn("w:tblBorders"), {})
    for side in ("top", "bottom", "insideH"):
        given = {qn("w:val"): "single", qn("w:sz"): "4", qn("w:color"): THEMES["day"].line.removeprefix("#")}
        borders.append(properties.makeelement(qn(f"w:{side}"), given))
    margins = properties.makeelement(qn("w:tblCellMar"), {})
    for side, width in (("left", "0"), ("right", "80")):
        margins.append(properties.makeelement(qn(f"w:{side}"), {qn("w:w"): width, qn("w:type"): "dxa"}))
    layout = properties.find(qn("w:tblLayout"))
    for made in (borders, margins):
        look = properties.find(qn("w:tblLook"))
        if made is borders and layout is not None:
            layout.addprevious(made)
        elif look is not None:
            look.addprevious(made)
        else:
            properties.append(made)


def _sources(page: Page, catalog: Catalog, size: float, lang: str) -> None:
    listed = "   ".join(document_line(entry) for entry in documents(catalog, lang))
    paragraph = _paragraph(page)
    _run(paragraph, f"{text('handout_sheet_documents', lang)}  ", size - 1, bold=True)
    _run(paragraph, listed, size - 1)
    marks = "   ".join(f"{MARKS[kind]} {text(f'evidence_{kind}', lang)}" for kind in EVIDENCE)
    _run(_paragraph(page), f"{marks}   {text('brief_star', lang)}", size - 1, pale=True)


def _paragraph(page: Page, *, after: float = 0) -> Paragraph:
    paragraph = page.add_paragraph()
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(0), Pt(after)
    return paragraph


def _run(paragraph: Paragraph, words: str, size: float = 0, *, bold: bool = False, pale: bool = False) -> Run:
    run = paragraph.add_run(xml_text(words))
    run.bold = bold
    if size:
        run.font.size = Pt(size)
    if pale:
        run.font.color.rgb = RGBColor.from_string(THEMES["day"].ink_2.removeprefix("#"))
    return run


def _in_run(element: Any) -> Any:
    run = element.makeelement(qn("w:r"), {})
    run.append(element)
    return run


__all__ = ["to_docx"]
