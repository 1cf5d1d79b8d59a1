"""Pages as PDF: vectors, text as text in embedded subsets of the typeface, bookmarks and links.

`pypdf` writes the file, fontTools the letters, ink.py the pages' content. The file asks to be printed without scaling,
and is the same bytes for the same pages.
"""

from __future__ import annotations

import io
import json

from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    TextStringObject,
)

from g60.export.paper.ink import PT, Ink
from g60.export.paper.pdf_font import PdfFont, stream
from g60.export.paper_map.drawing import Document, Page

LANGUAGES = {"zh": "zh-CN", "en": "en"}
PAGE_LINK = "#page-"


def to_pdf_bytes(document: Document) -> bytes:
    """The document as a PDF file."""
    writer = PdfWriter()
    writer.pdf_header = "%PDF-1.7"
    fonts = _fonts(document)
    referred = {font.name: writer._add_object(font.put_into(writer)) for font in fonts.values()}
    links = [_add_page(writer, page, fonts, referred) for page in document.pages]
    for number, found in enumerate(links):
        for target, corners in found:
            _add_link(writer, number, target, corners)
    _add_bookmarks(writer, document)
    _describe(writer, document)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _fonts(document: Document) -> dict[bool, PdfFont]:
    used: dict[bool, set[str]] = {False: set(), True: set()}
    for page in document.pages:
        for text in page.words:
            used[text.bold].update(text.words)
    return {bold: PdfFont(characters, bold=bold) for bold, characters in used.items()}


def _add_page(
    writer: PdfWriter, page: Page, fonts: dict[bool, PdfFont], referred: dict[str, IndirectObject]
) -> list[tuple[str, tuple[float, float, float, float]]]:
    """The page in the file; the links that it asks for."""
    ink = Ink(page.height, fonts)
    ink.paint(page.root)
    blank = writer.add_blank_page(page.width * PT, page.height * PT)
    states = DictionaryObject()
    for (fill, stroke), name in ink.opacities.items():
        state = {NameObject("/ca"): FloatObject(fill), NameObject("/CA"): FloatObject(stroke)}
        states[NameObject(f"/{name}")] = DictionaryObject(state)
    named = DictionaryObject({NameObject(f"/{name}"): font for name, font in referred.items()})
    blank[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): named, NameObject("/ExtGState"): states})
    blank[NameObject("/Contents")] = writer._add_object(stream("\n".join(ink.operators).encode("ascii")))
    return ink.links


def _add_link(writer: PdfWriter, page: int, target: str, corners: tuple[float, float, float, float]) -> None:
    left, low, right, high = (round(corner, 2) for corner in corners)
    rect = (left, low, right, high)
    if target.startswith(PAGE_LINK):
        link = Link(rect=rect, target_page_index=int(target.removeprefix(PAGE_LINK)) - 1)
    else:
        link = Link(rect=rect, url=target)
    link[NameObject("/Border")] = ArrayObject([FloatObject(0), FloatObject(0), FloatObject(0)])
    writer.add_annotation(page, link)


def _add_bookmarks(writer: PdfWriter, document: Document) -> None:
    above: dict[int, IndirectObject] = {}
    for number, page in enumerate(document.pages):
        for level, name in page.bookmarks:
            above[level] = writer.add_outline_item(title=name, page_number=number, parent=above.get(level - 1))
    if above:
        writer.page_mode = "/UseOutlines"


def _describe(writer: PdfWriter, document: Document) -> None:
    stamp = f"D:{document.date.replace('-', '')}000000Z"
    writer.add_metadata(
        {
            "/Title": document.title,
            "/Subject": document.subject,
            "/Author": document.maker,
            "/Creator": document.maker,
            "/Producer": "g60",
            "/Keywords": json.dumps(document.facts, ensure_ascii=False),
            "/CreationDate": stamp,
            "/ModDate": stamp,
        }
    )
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(LANGUAGES[document.lang])
    # A scale is true only on paper that was not fitted to the printer's page.
    wishes = {
        NameObject("/PrintScaling"): NameObject("/None"),
        NameObject("/DisplayDocTitle"): BooleanObject(value=True),
    }
    root[NameObject("/ViewerPreferences")] = DictionaryObject(wishes)
