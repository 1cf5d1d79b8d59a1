"""What can be handed out: every format by its code, for page, command line and bench alike.

A new format is one entry of `HANDOUTS` and two texts, `handout_format_…` and `handout_about_…`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from g60.ask.judging import Judging
from g60.ask.own_address import own_address
from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract import settings
from g60.contract.errors import SheetError
from g60.contract.i18n import DEFAULT_LANGUAGE
from g60.contract.media_types import EXCEL, POWERPOINT, WORD
from g60.contract.spelling import narrow
from g60.export.imprint import day_in_jiaxing
from g60.export.paper_map.sheet import SheetOptions
from g60.export.progress import Progress

_SCALE = re.compile(r"(?:1\s*:\s*)?(?:([1-9][0-9]{2,8})|([1-9][0-9]{0,4}(?:\.[0-9]{1,4})?)\s*万)", re.ASCII)
_TEN_THOUSAND = 10_000


@dataclass(frozen=True, slots=True)
class Order:
    """What a reader asks for: what is shown, how it is seen, and on which paper."""

    selection: Selection
    view: View
    options: SheetOptions


Maker = Callable[[Catalog, Order, Progress], bytes]
SheetMaker = Callable[[Catalog, Selection, View, SheetOptions], bytes]
BriefMaker = Callable[[Catalog, str, str, SheetOptions], bytes]
EvaluationMaker = Callable[[Catalog, Judging, str], bytes]


class Exporter(Protocol):
    """What makes a file of a picked catalog. JSON, CSV and GeoJSON hold both languages and are the same in either."""

    def __call__(self, catalog: Catalog, picked: Catalog, selection: Selection, lang: str = DEFAULT_LANGUAGE) -> bytes:
        """The bytes of the file."""


# What people want a file for: to print, to present, to edit in an office program, for a program of maps, to hand on.
PURPOSES = ("print", "present", "office", "gis", "data")


@dataclass(frozen=True, slots=True)
class Handout:
    """One format: the ending of its file, its media type, what makes it, and what can be asked of it.

    `call`: the call of the command line that makes it, whose `--format` is the ending. `offered`: the page offers it,
    for one of the `PURPOSES`.
    `on_paper`: it has paper, orientation and title. `is_sheet`: it is one sheet, whose scale can be named and which can
    be looked at beforehand. `is_picture`: it is made of pixels, more or fewer.
    """

    ending: str
    media_type: str
    make: Maker
    call: str
    purpose: str = "data"
    offered: bool = True
    on_paper: bool = False
    is_sheet: bool = False
    is_picture: bool = False


def _from(module: str, function: str) -> Callable[..., bytes]:
    """A function of this room that makes files. Its module is imported when the first file is made.

    A call of the command line makes one format, and a server may make none: the libraries of all formats take half a
    second and 70 MB.
    """
    return lambda *given, **options: cast(
        "bytes", getattr(import_module(f"g60.export.{module}"), function)(*given, **options)
    )


def _sheet(make: SheetMaker) -> Maker:
    return lambda catalog, order, _: make(catalog, order.selection, order.view, order.options)


def _listed(make: Exporter) -> Maker:
    return lambda catalog, order, _: make(catalog, catalog.pick(order.selection), order.selection, order.view.lang)


def _brief(make: BriefMaker) -> Maker:
    return lambda catalog, order, _: make(catalog, _subject(order.selection), order.view.lang, order.options)


def _atlas(catalog: Catalog, order: Order, progress: Progress) -> bytes:
    return _from("paper", "to_atlas")(catalog, order.view, order.options, progress=progress)


def _slides(catalog: Catalog, order: Order, _: Progress) -> bytes:
    told = {"review": order.options.review, "address": order.options.address}
    return _from("office.slides", "to_pptx")(catalog, order.selection, order.view, **told)


def _evaluation_slides(catalog: Catalog, order: Order, _: Progress) -> bytes:
    told = {"review": order.options.review, "address": order.options.address}
    return _from("office.slides", "evaluation_to_pptx")(catalog, order.view.judging, order.view.lang, **told)


def _evaluation(make: EvaluationMaker) -> Maker:
    return lambda catalog, order, _: make(catalog, order.view.judging, order.view.lang)


def _subject(selection: Selection) -> str:
    """Whom a brief is about: who is chosen, else the one county that is asked for."""
    if selection.focus:
        return selection.focus
    if len(selection.units) != 1:
        raise SheetError("error_brief_subject")
    return next(iter(selection.units))


def _tasks(make: Callable[..., bytes]) -> Maker:
    return lambda catalog, order, _: make(catalog, order.selection, order.view)


# Sheets of tasks, by the ending of the file.
TASK_SHEETS = {"xlsx": _from("tables.task_sheet", "tasks_to_xlsx"), "docx": _from("office.task_sheet", "tasks_to_docx")}
PDF = "application/pdf"
HANDOUTS: dict[str, Handout] = {
    "pdf": Handout("pdf", PDF, _sheet(_from("paper", "to_pdf")), "render", "print", on_paper=True, is_sheet=True),
    "pptx": Handout("pptx", POWERPOINT, _slides, "slides", "present"),
    "svg": Handout(
        "svg", "image/svg+xml", _sheet(_from("paper", "to_svg")), "render", "present", on_paper=True, is_sheet=True
    ),
    "png": Handout(
        "png",
        "image/png",
        _sheet(_from("paper", "to_png")),
        "render",
        "present",
        on_paper=True,
        is_sheet=True,
        is_picture=True,
    ),
    "atlas": Handout("pdf", PDF, _atlas, "atlas", "print", on_paper=True),
    "brief": Handout("pdf", PDF, _brief(_from("office.brief", "to_brief_pdf")), "brief", "print"),
    "docx": Handout("docx", WORD, _brief(_from("office.brief", "to_docx")), "brief", "office"),
    "xlsx": Handout("xlsx", EXCEL, _listed(_from("tables.workbook", "to_xlsx")), "list", "office"),
    "csv": Handout("csv", "text/csv; charset=utf-8", _listed(_from("tables.csv_file", "to_csv")), "list"),
    "json": Handout("json", "application/json", _listed(_from("tables.geojson", "to_json")), "list", offered=False),
    "gpkg": Handout(
        "gpkg", "application/geopackage+sqlite3", _listed(_from("tables.geopackage", "to_gpkg")), "list", "gis"
    ),
    "geojson": Handout(
        "geojson", "application/geo+json", _listed(_from("tables.geojson", "to_geojson")), "list", "gis"
    ),
    "kml": Handout(
        "kml", "application/vnd.google-earth.kml+xml", _listed(_from("tables.kml", "to_kml")), "list", "gis"
    ),
    **{
        f"evaluation_{ending}": Handout(ending, media, make, "evaluate", offered=False)
        for ending, media, make in (
            ("docx", WORD, _evaluation(_from("office.evaluation.document", "to_docx"))),
            ("xlsx", EXCEL, _evaluation(_from("tables.evaluation", "to_xlsx"))),
            ("pptx", POWERPOINT, _evaluation_slides),
        )
    },
    "tasks_xlsx": Handout("xlsx", EXCEL, _tasks(TASK_SHEETS["xlsx"]), "tasks", offered=False),
    "tasks_docx": Handout("docx", WORD, _tasks(TASK_SHEETS["docx"]), "tasks", offered=False),
    "zip": Handout("zip", "application/zip", _listed(_from("tables.opendata", "to_zip")), "list"),
}


def formats(call: str) -> dict[str, Handout]:
    """What one call of the command line makes, by the ending of the file."""
    return {handout.ending: handout for handout in HANDOUTS.values() if handout.call == call}


def quiet(*_: object) -> None:
    """Tells nobody how far the making is."""


def house_options(request: str = "") -> SheetOptions:
    """What is the same on every sheet of a house: its address, maker and review number; and today's date.

    `request` is the address by which the present page came: links lead there where no setting names another.
    """
    return SheetOptions(
        date=day_in_jiaxing().isoformat(),
        address=own_address(request),
        maker=settings.given("G60_MAKER"),
        review=settings.given("G60_MAP_REVIEW"),
    )


def parse_scale(given: str) -> int | None:
    """The N of a scale as people write it (1:100 000, 1：100000, 1:20万); None for nothing; raises SheetError."""
    digits = re.sub(r"(?<=[0-9])[ ,_](?=[0-9]{3})", "", narrow(given).strip())
    found = _SCALE.fullmatch(digits)
    if digits and not found:
        raise SheetError("error_scale_form", given=given)
    if not found:
        return None
    return int(found.group(1) or round(float(found.group(2)) * _TEN_THOUSAND))


def preview(catalog: Catalog, order: Order) -> bytes:
    """The sheet of an order as a small PNG; raises SheetError where it cannot be drawn as asked."""
    return _from("paper", "preview")(catalog, order.selection, order.view, order.options)
