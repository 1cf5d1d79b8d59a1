"""What can be handed out: every format by its code, made through the functions that the command line calls.

A new format is one entry of `HANDOUTS` and two texts, `handout_format_…` and `handout_about_…`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.errors import SheetError
from g60.export import EXPORTERS
from g60.export.imprint import today
from g60.export.office.brief import BRIEFS
from g60.export.office.slides import to_pptx
from g60.export.paper import DEFAULT_ADDRESS, SHEETS, SheetOptions, compose, to_atlas
from g60.export.paper.pdf import to_pdf_bytes
from g60.export.paper.png import PIXELS_PER_MM, to_png_bytes

PREVIEW_PIXELS = 1400  # the longer edge of a preview
_SCALE = re.compile(r"(?:1\s*[:：]\s*)?([1-9][0-9]{2,8})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Order:
    """What a reader asks for: what is shown, how it is seen, and on which paper."""

    selection: Selection
    view: View
    options: SheetOptions


Told = Callable[[int, int, str], None]
Maker = Callable[[Catalog, Order, Told], bytes]


@dataclass(frozen=True, slots=True)
class Handout:
    """One format: the ending of its file, its media type, what makes it, and what can be asked of it.

    `on_paper`: it has paper, orientation and title. `is_sheet`: it is one sheet, whose scale can be named and which can
    be looked at beforehand. `is_picture`: it is made of pixels, more or fewer.
    """

    ending: str
    media_type: str
    make: Maker
    on_paper: bool = False
    is_sheet: bool = False
    is_picture: bool = False


def _sheet(code: str) -> Maker:
    return lambda catalog, order, _: SHEETS[code](catalog, order.selection, order.view, order.options)


def _atlas(catalog: Catalog, order: Order, told: Told) -> bytes:
    return to_atlas(catalog, order.view, order.options, told=told)


def _listed(code: str) -> Maker:
    def make(catalog: Catalog, order: Order, _: Told) -> bytes:
        return EXPORTERS[code](catalog, catalog.pick(order.selection), order.selection, order.view.lang)

    return make


def _slides(catalog: Catalog, order: Order, _: Told) -> bytes:
    return to_pptx(catalog, order.selection, order.view, review=order.options.review)


def _brief(code: str) -> Maker:
    def make(catalog: Catalog, order: Order, _: Told) -> bytes:
        return BRIEFS[code](catalog, _subject(order.selection), order.view.lang, order.options)

    return make


def _subject(selection: Selection) -> str:
    """Whom a brief is about: who is chosen, else the one county that is asked for."""
    if selection.focus:
        return selection.focus
    if len(selection.units) != 1:
        raise SheetError("error_brief_subject")
    return next(iter(selection.units))


HANDOUTS: dict[str, Handout] = {
    "pdf": Handout("pdf", "application/pdf", _sheet("pdf"), on_paper=True, is_sheet=True),
    "svg": Handout("svg", "image/svg+xml", _sheet("svg"), on_paper=True, is_sheet=True),
    "png": Handout("png", "image/png", _sheet("png"), on_paper=True, is_sheet=True, is_picture=True),
    "atlas": Handout("pdf", "application/pdf", _atlas, on_paper=True),
    "pptx": Handout("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", _slides),
    "brief": Handout("pdf", "application/pdf", _brief("pdf")),
    "docx": Handout("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _brief("docx")),
    "xlsx": Handout("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _listed("xlsx")),
    "csv": Handout("csv", "text/csv; charset=utf-8", _listed("csv")),
    "geojson": Handout("geojson", "application/geo+json", _listed("geojson")),
    "gpkg": Handout("gpkg", "application/geopackage+sqlite3", _listed("gpkg")),
    "kml": Handout("kml", "application/vnd.google-earth.kml+xml", _listed("kml")),
    "zip": Handout("zip", "application/zip", _listed("zip")),
}


def house_options(address: str = DEFAULT_ADDRESS) -> SheetOptions:
    """What is the same on every sheet of a house: its address, maker and review number; and today's date."""
    return SheetOptions(
        date=today().isoformat(),
        address=os.environ.get("G60_BASE_URL") or address,
        maker=os.environ.get("G60_MAKER", ""),
        review=os.environ.get("G60_MAP_REVIEW", ""),
    )


def parse_scale(given: str) -> int | None:
    """The N of a scale as people write it (1:100 000, 1：100000, 100000); None for nothing; raises SheetError."""
    digits = re.sub(r"(?<=[0-9])[ ,_](?=[0-9]{3})", "", given.strip())
    found = _SCALE.fullmatch(digits)
    if digits and not found:
        raise SheetError("error_scale_form", given=given)
    return int(found.group(1)) if found else None


def preview(catalog: Catalog, order: Order) -> bytes:
    """The sheet of an order as a small PNG; raises SheetError where it cannot be drawn as asked."""
    document = compose(catalog, order.selection, order.view, order.options, pages=False).document
    longer = max(document.pages[0].width, document.pages[0].height)
    return to_png_bytes(document, to_pdf_bytes(document), PREVIEW_PIXELS / (longer * PIXELS_PER_MM))
