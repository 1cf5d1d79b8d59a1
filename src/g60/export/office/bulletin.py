"""The quarterly bulletin as a document of a page or two, and as one slide: counts, then the weightiest changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time

import docx
from docx.document import Document

from g60.ask.own_address import own_address
from g60.ask.selection import Selection
from g60.contract.i18n import DEFAULT_LANGUAGE, text
from g60.evidence.changes import cut
from g60.export.imprint import day_in_jiaxing, imprint, xml_text
from g60.export.office.package import saved_document
from g60.export.office.slides import contents_to_pptx
from g60.export.office.slides.model import Cell, SlideContent, Table
from g60.export.office.table_document import LEAST_PT, footed, laid_out, paragraph, written_table
from g60.export.plain_text import plain
from g60.review import bulletin
from g60.review.bulletin import PARTS, Bulletin, Line

# Lines of a part that the document has; the workbook has all.
DOCUMENT_LINES = 12
WIDTHS_CM = (4.6, 3.4, 4.6, 4.6, 5.2, 2.9)
COUNT_WIDTHS_CM = (4.6, 20.7)
# Lines of a part that the slide has, the most that leave it one slide.
SLIDE_LINES = (4, 3, 2, 1, 0)
SHARES = (0.22, 0.13, 0.2, 0.2, 0.25)
SLIDE_LETTERS = 60


def bulletin_to_docx(of: Bulletin, lang: str) -> bytes:
    """The bulletin as a Word document, A4 across."""
    document = docx.Document()
    laid_out(document)
    catalog, found = of.between.after, bulletin.lines(of, lang)
    head = imprint(catalog, catalog, Selection(), lang)
    paragraph(document, bulletin.title(of, lang), size=20, bold=True)
    paragraph(document, bulletin.span(of, lang), size=10)
    if not of.unrecorded:
        counts = bulletin.count_words(of, found, lang)
        heads = [text("bulletin_column_part", lang), text("bulletin_counted", lang)]
        written_table(document, heads, counts, COUNT_WIDTHS_CM, size=10)
        paragraph(document, bulletin.standing_words(of, lang), size=9.5, above=6)
        if not found:
            paragraph(document, text("bulletin_empty", lang), size=11, above=6)
    for part in PARTS:
        own = [line for line in found if line.part == part]
        if own:
            _part(document, own, lang)
    for words in bulletin.ordered_words(of, lang):
        paragraph(document, words, size=LEAST_PT, above=6)
    footed(document, (f"{head.version} · {head.date} · {head.review}", head.attribution))
    known = document.core_properties
    known.title, known.author = xml_text(bulletin.title(of, lang)), head.title
    known.created = known.modified = datetime.combine(day_in_jiaxing(), time(), UTC)
    known.comments = ""
    return saved_document(document, lang)


def _part(document: Document, own: Sequence[Line], lang: str) -> None:
    names = ("name", "what", "before", "after", "source", "made")
    more = text("bulletin_more", lang, count=len(own) - DOCUMENT_LINES) if len(own) > DOCUMENT_LINES else ""
    title = text("compare_group", lang, title=text(f"bulletin_part_{own[0].part}", lang), count=len(own))
    paragraph(document, title, size=12, bold=True, above=8)
    rows = []
    for line in bulletin.weightiest(own, DOCUMENT_LINES):
        _, name, what, before, after, source, who, at, version = bulletin.cells(line, lang)
        rows.append((name, what, *map(cut, (before, after, source)), " · ".join(filter(None, (version, at, who)))))
    written_table(document, [text(f"bulletin_column_{one}", lang) for one in names], rows, WIDTHS_CM, size=LEAST_PT)
    if more:
        paragraph(document, more, size=LEAST_PT)


def bulletin_to_pptx(of: Bulletin, lang: str, address: str = "") -> bytes:
    """The bulletin as one slide: the counts, and as many changes of each part as it has room for."""
    found = bulletin.lines(of, lang)
    for most in SLIDE_LINES:
        made, count = contents_to_pptx(
            of.between.after, [_slide(of, found, most, lang)], lang, address=address or own_address()
        )
        if count == 1:
            break
    return made


def _slide(of: Bulletin, found: Sequence[Line], most: int, lang: str) -> SlideContent:
    said = bulletin.span(of, lang)
    if of.unrecorded:
        table = Table("counts", (text("bulletin_column_part", lang),), ((Cell(said),),), (1.0,))
        return SlideContent(bulletin.title(of, lang), said, tables=(table,), query=_query(lang))
    rows = tuple((Cell(name), Cell(words)) for name, words in bulletin.count_words(of, found, lang))
    heads = (text("bulletin_column_part", lang), text("bulletin_counted", lang))
    tables = [Table("counts", heads, rows, (0.22, 0.78))]
    parts = ([one for one in found if one.part == part] for part in PARTS)
    shown = [line for part in parts for line in bulletin.weightiest(part, most)]
    if shown:
        names = ("name", "what", "before", "after", "source")
        changed = tuple(tuple(Cell(_short(words)) for words in bulletin.cells(line, lang)[1:6]) for line in shown)
        tables.append(
            Table("changes", tuple(text(f"bulletin_column_{one}", lang) for one in names), changed, SHARES, 2)
        )
    notes = [bulletin.standing_words(of, lang), *bulletin.ordered_words(of, lang)]
    notes += [" | ".join(filter(None, bulletin.cells(line, lang))) for line in shown]
    said = said if found else f"{said} {text('bulletin_empty', lang)}"
    return SlideContent(
        bulletin.title(of, lang), said, tables=tuple(tables), notes=tuple(map(plain, notes)), query=_query(lang)
    )


def _query(lang: str) -> str:
    return "bulletin" if lang == DEFAULT_LANGUAGE else f"bulletin?lang={lang}"


def _short(words: str) -> str:
    return words if len(words) <= SLIDE_LETTERS else words[: SLIDE_LETTERS - 1] + "…"
