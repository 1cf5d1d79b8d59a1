"""Pages as PDF: vectors, text as text in embedded subsets of the typeface, bookmarks and links.

`pikepdf` writes the file, fontTools the letters, ink.py the pages' content. The file asks to be printed without
scaling, and is the same bytes for the same pages.
"""

from __future__ import annotations

import io
import json

from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from g60.contract.i18n import HTML_LANGUAGE
from g60.export.paper.ink import PT, Ink, Link
from g60.export.paper.pdf_font import PdfFont
from g60.export.paper.pdf_ground import viewport
from g60.export.paper.pdf_structure import add_structure
from g60.export.paper_map import drawing
from g60.export.paper_map.drawing import Document
from g60.export.paper_map.typeface import foresee

PAGE_LINK = "#page-"


def to_pdf_bytes(document: Document) -> bytes:
    """The document as a PDF file."""
    pdf = Pdf.new()
    fonts = _fonts(document)
    named = Dictionary({f"/{font.name}": font.put_into(pdf) for font in fonts.values()})
    inks = [_add_page(pdf, page, fonts, named) for page in document.pages]
    notes = []
    for page, ink in zip(pdf.pages, inks, strict=True):
        found = [(link.part, pdf.make_indirect(_link(pdf, link))) for link in ink.links]
        if found:
            page.obj.Annots = Array([note for _, note in found])
        notes.append(found)
    add_structure(pdf, [ink.marked for ink in inks], notes)
    _add_bookmarks(pdf, document)
    _describe(pdf, document)
    written = io.BytesIO()
    pdf.save(written, force_version="1.7", deterministic_id=True, compress_streams=True)
    return written.getvalue()


def _fonts(document: Document) -> dict[bool, PdfFont]:
    used: dict[bool, set[str]] = {False: set(), True: set()}
    for page in document.pages:
        for text in page.words:
            used[text.bold].update(text.words)
    foresee(used[False] | used[True])
    return {bold: PdfFont(characters, bold=bold) for bold, characters in used.items()}


def _add_page(pdf: Pdf, page: drawing.Page, fonts: dict[bool, PdfFont], named: Dictionary) -> Ink:
    """The page in the file; what it was painted with knows its links and its parts."""
    ink = Ink(page.height, fonts)
    ink.paint(page.root)
    blank = pdf.add_blank_page(page_size=(page.width * PT, page.height * PT))
    states = {f"/{name}": Dictionary(ca=fill, CA=stroke) for (fill, stroke), name in ink.opacities.items()}
    blank.obj.Resources = Dictionary(Font=named, ExtGState=Dictionary(states))
    blank.obj.Contents = pdf.make_stream("\n".join(ink.operators).encode("ascii"))
    if page.ground is not None:
        blank.obj.VP = Array([viewport(page.ground, page.height, page.title)])
    return ink


def _link(pdf: Pdf, link: Link) -> Dictionary:
    target, corners = link.target, link.corners
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Border=[0, 0, 0], Rect=[round(at, 2) for at in corners])
    if target.startswith(PAGE_LINK):
        note.Dest = Array([pdf.pages[int(target.removeprefix(PAGE_LINK)) - 1].obj, Name.Fit])
    else:
        note.A = Dictionary(S=Name.URI, URI=String(target))
    return note


def _add_bookmarks(pdf: Pdf, document: Document) -> None:
    with pdf.open_outline() as outline:
        above = {-1: outline.root}
        for number, page in enumerate(document.pages):
            for level, name in page.bookmarks:
                item = OutlineItem(name, number)
                above[level - 1].append(item)
                above[level] = item.children
    if outline.root:
        pdf.Root.PageMode = Name.UseOutlines


def _describe(pdf: Pdf, document: Document) -> None:
    # The day is Jiaxing's, and so is its midnight.
    stamp = f"D:{document.date.replace('-', '')}000000+08'00'"
    told = {
        "Title": document.title,
        "Subject": document.subject,
        "Author": document.maker,
        "Creator": document.maker,
        "Producer": "g60",
        "Keywords": json.dumps(document.facts, ensure_ascii=False),
        "CreationDate": stamp,
        "ModDate": stamp,
    }
    for key, words in told.items():
        pdf.docinfo[f"/{key}"] = words
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = document.title
        metadata["dc:language"] = [HTML_LANGUAGE[document.lang]]
    pdf.Root.Lang = String(HTML_LANGUAGE[document.lang])
    # A scale is true only on paper that was not fitted to the printer's page.
    pdf.Root.ViewerPreferences = Dictionary(PrintScaling=Name("/None"), DisplayDocTitle=True)
