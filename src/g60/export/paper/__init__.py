"""Sheets at true scale: a selection as a page of paper, drawn from data and symbology.

One description of the page (`compose`), three formats. Each is a pure function of catalog, selection, view and options.
"""

from __future__ import annotations

import logging

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.i18n import text
from g60.export.paper.atlas import to_atlas
from g60.export.paper.compose import Composed, compose
from g60.export.paper.pdf import to_pdf_bytes
from g60.export.paper.png import PIXELS_PER_MM, to_png_bytes
from g60.export.paper_map.sheet import ORIENTATIONS, PAPERS, SheetOptions
from g60.export.paper_map.svg import to_svg_bytes

PREVIEW_PIXELS = 1400  # the longer edge of a preview
_log = logging.getLogger(__name__)


def to_pdf(catalog: Catalog, selection: Selection, view: View, options: SheetOptions) -> bytes:
    """The sheet as PDF; a list that is longer than the sheet runs on to further pages."""
    return to_pdf_bytes(_composed(catalog, selection, view, options, pages=True).document)


def to_svg(catalog: Catalog, selection: Selection, view: View, options: SheetOptions) -> bytes:
    """The sheet as one SVG file."""
    return to_svg_bytes(_composed(catalog, selection, view, options, pages=False).document)


def to_png(catalog: Catalog, selection: Selection, view: View, options: SheetOptions) -> bytes:
    """The sheet as PNG, `options.zoom` pixels for each CSS pixel."""
    document = _composed(catalog, selection, view, options, pages=False).document
    return to_png_bytes(document, to_pdf_bytes(document), options.zoom)


def preview(catalog: Catalog, selection: Selection, view: View, options: SheetOptions) -> bytes:
    """The sheet as a small PNG; raises SheetError where it cannot be drawn as asked."""
    document = compose(catalog, selection, view, options, pages=False).document
    longer = max(document.pages[0].width, document.pages[0].height)
    return to_png_bytes(document, to_pdf_bytes(document), PREVIEW_PIXELS / (longer * PIXELS_PER_MM))


def _composed(catalog: Catalog, selection: Selection, view: View, options: SheetOptions, *, pages: bool) -> Composed:
    composed = compose(catalog, selection, view, options, pages=pages)
    if composed.unprinted:
        codes = " ".join(f"U+{ord(char):04X}" for char in composed.unprinted)
        _log.warning("%s", text("sheet_unprinted", view.lang, count=len(composed.unprinted), codes=codes))
    return composed


__all__ = [
    "ORIENTATIONS",
    "PAPERS",
    "SheetOptions",
    "compose",
    "preview",
    "to_atlas",
    "to_pdf",
    "to_png",
    "to_svg",
]
