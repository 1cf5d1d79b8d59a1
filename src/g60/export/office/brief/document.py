"""The brief as a Word document: text that can be edited, a map made of shapes."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.codes import EVIDENCE
from g60.contract.errors import UnknownIdError
from g60.contract.i18n import text
from g60.contract.themes import THEMES
from g60.evidence.card import Card
from g60.evidence.codes import EVIDENCE_SIGNS, document_line, documents
from g60.evidence.wording import Wording
from g60.export.imprint import Imprint, day_in_jiaxing, imprint
from g60.export.office.brief.fitting import (
    BOTTOM_MM,
    COLUMNS_MM,
    HEIGHT_MM,
    LEADING,
    LEAST_PT,
    LEFT_LINES,
    MARGIN_MM,
    TOP_MM,
    WIDTH_MM,
    BriefWords,
    Fitting,
    cut_place,
    fit,
    parted_lines,
    places_of,
    small,
)
from g60.export.office.brief.wordshapes import drawing
from g60.export.office.drawingml import Canvas
from g60.export.office.package import saved_document
from g60.export.office.sketch import Scaling, draw_map
from g60.export.office.subject_card import belonging, parted, subject_card
from g60.export.office.subject_map import entity_map
from g60.export.office.table_document import described, repeated
from g60.export.office.theme import CHINESE, LATIN, RELATION, dress, without_previews
from g60.export.paper_map.drawing import MM_PER_PT, Box
from g60.export.paper_map.lines import shrunk
from g60.export.paper_map.sheet import SheetOptions
from g60.export.plain_text import in_lines, plain, shortened

MAP_SCALING = Scaling(0.85, 9.0)
TITLE_PT, LINE_PT, IMPRINT_PT = 17.0, LEAST_PT, LEAST_PT
LONGEST = 250  # letters of a property of a file
_NUMBERS = re.compile(rf"[{''.join(EVIDENCE_SIGNS.values())}]([\d,]+)")
INSIDE_MM = WIDTH_MM - 2 * MARGIN_MM

Tree = Any  # python-docx's own trees, which its types leave open


def to_docx(catalog: Catalog, entity_id: str, lang: str, options: SheetOptions) -> bytes:
    """The brief of an area, carrier or county; raises UnknownIdError."""
    if entity_id not in catalog.ids:
        raise UnknownIdError(id=entity_id)
    shown = entity_map(catalog, entity_id, View(lang=lang))
    head = imprint(catalog, catalog.pick(shown.selection), shown.selection, lang)
    if options.review:
        head = replace(head, review=text("sheet_review", lang, number=options.review))
    if options.date:
        head = replace(head, date=text("handout_date", lang, date=options.date))
    wording = Wording(catalog, lang)
    card = subject_card(wording, entity_id)
    said = brief_words(catalog, card, wording)
    setting = fit(said)
    page = _empty_page(card, head, setting.size, lang)
    _title(page, card, head)
    frame = Box(0, 0, INSIDE_MM, setting.map_mm)
    alt = plain(f"{text('map_map_label', lang)}: {card.title}. {head.review}")[:1000]
    shapes = draw_map(Canvas(1), catalog, shown, frame, scaling=MAP_SCALING, alt=alt).group
    _paragraph(page, after=3)._p.append(_in_run(drawing(shapes, frame.w, frame.h, alt)))
    _facts(page, said, setting)
    _belonging(page, said, setting)
    for words in said.foot_of(setting):
        foot = _paragraph(page, small(setting.size), leading=setting.leading)
        _run(foot, words, small(setting.size), pale=True)
    return saved_document(page, lang)


def brief_words(catalog: Catalog, card: Card, wording: Wording) -> BriefWords:
    """What a brief says below its map: the lines, what is missing, what belongs there, the documents and marks."""
    stated, missing = parted(in_lines(card.entries))
    named = belonging(card, wording)
    codes = [*(one.cited.code for one in stated), *(one.code for one in missing)]
    cited = set(_NUMBERS.findall(" ".join((*codes, *(name for part in named for name in part.names)))))
    numbers = {number for some in cited for number in some.split(",")}
    lang = wording.lang
    return BriefWords(stated, missing, named, _foot(catalog, lang), lang, _foot(catalog, lang, numbers))


def _foot(catalog: Catalog, lang: str, cited: Collection[str] = ()) -> list[str]:
    """The documents, all or those of some numbers, and what the marks mean."""
    found = [entry for entry in documents(catalog, lang) if not cited or str(entry.number) in cited]
    listed = "   ".join(map(document_line, found))
    kinds = "  ".join(f"{EVIDENCE_SIGNS[kind]} {text(f'evidence_{kind}', lang)}" for kind in EVIDENCE)
    marks = text("sheet_marks", lang, kinds=kinds)
    return [plain(f"{text('sheet_sources', lang)}  {listed}"), f"{marks}   {text('brief_star', lang)}"]


def _empty_page(card: Card, head: Imprint, size: float, lang: str) -> Tree:
    page: Tree = Document()
    without_previews(page.part.package.rels)
    without_previews(page.part.rels)
    dress(page.part.part_related_by(RELATION))
    section = page.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Mm(WIDTH_MM), Mm(HEIGHT_MM)
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
    section.header_distance, section.footer_distance = Mm(6), Mm(6)
    style = page.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(size)
    faces = style.element.get_or_add_rPr().get_or_add_rFonts()
    faces.set(qn("w:eastAsia"), CHINESE)
    known = page.core_properties
    known.title = plain(card.title)[:LONGEST]
    known.subject, known.comments, known.author = head.title, f"{head.version} · {head.date}", head.title
    known.last_modified_by = head.title
    known.keywords = head.review[:LONGEST]
    known.created = known.modified = datetime.combine(day_in_jiaxing(), time())
    foot = section.footer.paragraphs[0]
    _run(foot, f"{head.review}\n{text('map_attribution', lang)} · {head.attribution}", LEAST_PT, pale=True)
    return page


def _title(page: Tree, card: Card, head: Imprint) -> None:
    wide = INSIDE_MM * 0.96
    name = plain(card.title)
    _, em = shrunk(name, wide, TITLE_PT * MM_PER_PT, 11 * MM_PER_PT, bold=True)
    size = int(em / MM_PER_PT * 2) / 2
    _run(_paragraph(page, TITLE_PT), shortened(name, wide, size * MM_PER_PT, bold=True), size, bold=True)
    _run(_paragraph(page, LINE_PT), shortened(card.subtitle, wide, LINE_PT * MM_PER_PT), LINE_PT, pale=True)
    said = f"{head.title} · {head.version} · {head.date}"
    _run(_paragraph(page, IMPRINT_PT, after=3), said, IMPRINT_PT, pale=True)


def _facts(page: Tree, said: BriefWords, setting: Fitting) -> None:
    """The values as a table: what, value with its code, where it stands."""
    size, lang, leading = setting.size, said.lang, setting.leading
    table = page.add_table(rows=1, cols=len(COLUMNS_MM))
    table.autofit = False
    for column, wide in zip(table.columns, COLUMNS_MM, strict=True):
        column.width = Mm(wide)
    heads = (text("brief_field", lang), text("brief_value", lang), text("brief_place", lang))
    _fill(table.rows[0], [[(head, small(size), True)] for head in heads], leading)
    shown, left = parted_lines(said.lines, setting.lines)
    for line, where in zip(shown, places_of(shown, setting, lang), strict=True):
        value = [(line.words, size, False), (f" {line.cited.code}", small(size), True)]
        place = [(where, small(size), True)]
        _fill(table.add_row(), [[(line.label, size, True)], value, place], leading)
    for missing in said.missing:
        row = table.add_row()
        row.cells[1].merge(row.cells[2])
        listed = [(missing.listed(lang), size, True)]
        _fill(row, [[(missing.words, size, True), (f" {missing.code}", small(size), True)], listed], leading)
    if left:
        named = cut_place(text("enumeration", lang).join(line.label for line in left), size, LEFT_LINES)
        counted = text("brief_left", lang, count=len(left))
        _fill(table.add_row(), [[], [(counted, size, True)], [(named, small(size), True)]], leading)
    _rules(table._tbl)
    repeated(table)
    described(table, " · ".join(heads))


Parts = list[tuple[str, float, bool]]


def _fill(row: Tree, cells: Sequence[Parts], leading: float) -> None:
    merged = len(cells) < len(COLUMNS_MM)
    widths = (COLUMNS_MM[0], sum(COLUMNS_MM[1:])) if merged else COLUMNS_MM
    for cell, wide, parts in zip(row.cells, widths, cells, strict=False):
        cell.width = Mm(wide)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = Pt(max((part[1] for part in parts), default=LEAST_PT) * leading)
        for words, em, pale in parts:
            _run(paragraph, words, em, pale=pale)


def _belonging(page: Tree, said: BriefWords, setting: Fitting) -> None:
    size = setting.size
    for place, part in enumerate(said.belonging):
        paragraph = _paragraph(page, size, before=0 if place else 3, after=2, leading=setting.leading)
        _run(paragraph, f"{part.title}  ", size, bold=True)
        _run(paragraph, part.words(said.lang, setting.names), size)
        if part.note:
            _run(paragraph, f"  {part.note}", small(size), pale=True)


def _rules(table: Tree) -> None:
    """Fine lines between rows, and little air in the cells."""
    properties = table.tblPr
    borders = properties.makeelement(qn("w:tblBorders"), {})
    for side in ("top", "bottom", "insideH"):
        given = {qn("w:val"): "single", qn("w:sz"): "4", qn("w:color"): THEMES["day"].line.removeprefix("#")}
        borders.append(properties.makeelement(qn(f"w:{side}"), given))
    margins = properties.makeelement(qn("w:tblCellMar"), {})
    for side, width in (("left", "0"), ("right", "80")):
        margins.append(properties.makeelement(qn(f"w:{side}"), {qn("w:w"): width, qn("w:type"): "dxa"}))
    # The schema asks for an order: borders, layout, margins, look.
    properties.find(qn("w:tblLayout")).addprevious(borders)
    properties.find(qn("w:tblLayout")).addnext(margins)


def _paragraph(page: Tree, size: float = 0, *, before: float = 0, after: float = 0, leading: float = LEADING) -> Tree:
    """A new paragraph; with a size its lines have an exact height, without one they grow with what they hold."""
    paragraph = page.add_paragraph()
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    if size:
        paragraph.paragraph_format.line_spacing = Pt(size * leading)
    return paragraph


def _run(paragraph: Tree, words: str, size: float, *, bold: bool = False, pale: bool = False) -> None:
    lines = [plain(line) for line in words.split("\n")]
    # A line's spaces at its ends part it from the next run.
    lines[0] = (" " if words.startswith(" ") else "") + lines[0]
    lines[-1] += "  " if words.endswith("  ") else ""
    run = paragraph.add_run("\n".join(lines))
    run.bold = bold
    run.font.size = Pt(size)
    if pale:
        run.font.color.rgb = RGBColor.from_string(THEMES["day"].ink_2.removeprefix("#"))


def _in_run(element: Tree) -> Tree:
    run = element.makeelement(qn("w:r"), {})
    run.append(element)
    return run
