"""The call `render`: sheets of a selection at true scale, or the atlas of all areas."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from g60.ask.near_and_ring import SHEET
from g60.ask.view import View
from g60.cli.commands import (
    CALL_IS_WRONG,
    DONE,
    add_selection,
    asked_place,
    asked_selection,
    day_named,
    format_of,
    hand_over,
    print_progress,
)
from g60.cli.data import catalog_of
from g60.cli.parser import base_url
from g60.cli.unread import SELECTION, refuse_beside, refuse_without
from g60.contract.errors import SheetError
from g60.contract.i18n import text
from g60.contract.spelling import narrow
from g60.contract.symbology import LAYERS
from g60.contract.themes import DEFAULT_THEME, THEMES
from g60.export.handouts import Order, formats, house_options, parse_scale, quiet
from g60.export.imprint import day_in_jiaxing
from g60.export.paper import ORIENTATIONS, PAPERS, SheetOptions, to_atlas

ZOOMS = (1, 2, 4)
_CENTRE = re.compile(r"([0-9]{3}(?:\.[0-9]+)?)\s*,\s*([0-9]{2}(?:\.[0-9]+)?)", re.ASCII)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of a sheet, and those of the selection."""
    add_selection(parser)
    house = house_options()
    parser.add_argument("--format", choices=tuple(formats("render")))
    parser.add_argument("--atlas", action="store_true")
    parser.add_argument("--area", action="append", default=[], metavar="ID")
    parser.add_argument("--paper", choices=tuple(PAPERS), default="")
    parser.add_argument("--orientation", choices=ORIENTATIONS, default="")
    parser.add_argument("--scale", default="", metavar="1:N")
    parser.add_argument("--centre", default="", metavar="LON,LAT")
    parser.add_argument("--focus", default="", metavar="ID")
    parser.add_argument("--map", default="", metavar="ZOOM/LAT/LON")
    parser.add_argument("--hide", action="append", choices=LAYERS, default=[])
    parser.add_argument("--theme", choices=tuple(THEMES), default=DEFAULT_THEME)
    parser.add_argument("--title", default="", metavar="TEXT")
    parser.add_argument("--date", default="", metavar="YYYY-MM-DD")
    parser.add_argument("--base-url", type=base_url, default=house.address, metavar="URL")
    parser.add_argument("--maker", default=house.maker, metavar="TEXT")
    parser.add_argument("--review", default=house.review, metavar="NUMBER")
    parser.add_argument("--zoom", type=int, choices=ZOOMS, default=2)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    parser.set_defaults(run=render)


def render(asked: argparse.Namespace) -> int:
    """Write a sheet of a selection, or the atlas; the exit status."""
    # Each page of an atlas shows its own area, at a scale that holds it.
    if asked.atlas:
        refuse_beside(asked, (*SELECTION, "map", "centre", "scale"), "--atlas")
    else:
        refuse_without(asked, ("area",), "--atlas")
    known = ("pdf",) if asked.atlas else tuple(formats("render"))
    form = format_of(asked, {ending: ending for ending in known}, "pdf")
    catalog = catalog_of(asked)
    selection = asked_selection(asked, catalog)
    if selection is None:
        return CALL_IS_WRONG
    try:
        options = _options(asked)
        view = View(
            place=asked_place(asked.map),
            hidden=frozenset(asked.hide),
            lang=asked.lang,
            theme=asked.theme,
            version=catalog.version,
        )
        if asked.atlas:
            data = to_atlas(catalog, view, options, ids=tuple(asked.area), progress=print_progress)
        else:
            data = formats("render")[form].make(catalog, Order(selection, view, options), quiet)
    except SheetError as error:
        print(text(error.code, asked.lang, **error.values), file=sys.stderr)
        return CALL_IS_WRONG
    hand_over(data, asked.output)
    return DONE


def _options(asked: argparse.Namespace) -> SheetOptions:
    default = ("a4", "portrait") if asked.atlas else ("a3", "landscape")
    return SheetOptions(
        paper=asked.paper or default[0],
        orientation=asked.orientation or default[1],
        scale=parse_scale(asked.scale),
        title=asked.title,
        date=_date(asked.date),
        address=asked.base_url,
        maker=asked.maker,
        review=asked.review,
        centre=_centre(asked.centre),
        zoom=asked.zoom,
    )


def _date(given: str) -> str:
    if not given:
        return day_in_jiaxing().isoformat()
    day = day_named(given)
    if day is None:
        raise SheetError("error_date_form", given=given[:40])
    return day.isoformat()


def _centre(given: str) -> tuple[float, float] | None:
    if not given:
        return None
    found = _CENTRE.fullmatch(narrow(given).strip())
    west, south, east, north = SHEET
    if found:
        lon, lat = (float(part) for part in found.groups())
        if west <= lon <= east and south <= lat <= north:
            return lon, lat
    raise SheetError("error_centre", given=given)
