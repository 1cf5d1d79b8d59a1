"""Where the parts of a sheet stand, and at which scale its map is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import shapely

from g60.crs import metric_from_wgs84
from g60.errors import SheetError
from g60.export.sheet.drawing import Box
from g60.export.sheet.furniture import BAND
from g60.export.sheet.ground import Bounds, Ground, check_scale, chosen_scale, fitting_scale, metric_bounds
from g60.export.sheet.paper import ORIENTATIONS, PAPERS, Sheet, SheetOptions
from g60.export.sheet.subject import Subject

# In mm of the A3 layout.
MARGIN = 10.0
HEAD = 17.5
NOTICES = 11.5
PANEL = (118.0, 112.0, 106.0, 100.0, 94.0)  # widths to try: a narrower panel may let the map have a better scale
COLUMN = 52.0
GAP = 5.0
AIR = 2.5  # around what has to be on the map
PORTRAIT_MAP = 0.60  # of the height, at most
LEAST_SIDE = 60.0  # mm: a map that is smaller is none


@dataclass(frozen=True, slots=True)
class Layout:
    """The boxes of a sheet in mm, and the ground that its map shows."""

    sheet: Sheet
    head: Box
    ground: Ground
    notices: Box
    panel: Box
    columns: int


def laid_out(subject: Subject, options: SheetOptions) -> Layout:
    """The layout of a sheet; raises SheetError where the scale that was asked for does not fit the paper."""
    sheet = Sheet(options.paper, options.orientation)
    bounds = metric_bounds(subject.extent)
    if options.scale is not None:
        must = None if options.centre or subject.view.place else bounds
        room = {name: _room(_boxes(Sheet(name, options.orientation), PANEL[-1], bounds)[0], Sheet(name, "")) for name in PAPERS}
        try:
            check_scale(options.scale, must, options.paper, room)
        except SheetError as error:
            raise _with_other_way(error, must, options) from error
    frame, notices, panel, scale = _best(sheet, bounds, options.scale)
    east, north = _centre(subject, options, bounds)
    unit = sheet.unit
    head = Box(MARGIN * unit, MARGIN * unit, sheet.width - 2 * MARGIN * unit, HEAD * unit)
    count = max(1, round((panel.w + GAP * unit) / ((COLUMN + GAP) * unit)))
    return Layout(sheet, head, Ground(frame, east, north, scale), notices, panel, count)


def _with_other_way(error: SheetError, must: Bounds | None, options: SheetOptions) -> SheetError:
    """The same error; it names the paper turned round where that would do."""
    if must is None or error.code not in ("error_scale_paper", "error_scale_no_paper") or options.scale is None:
        return error
    turned = next(way for way in ORIENTATIONS if way != options.orientation)
    sheet = Sheet(options.paper, turned)
    wide, high = _room(_boxes(sheet, PANEL[-1], must)[0], sheet)
    if fitting_scale(must, wide, high) > options.scale:
        return error
    return SheetError("error_scale_turned", **{**error.values, "turned": turned})


def _best(sheet: Sheet, bounds: Bounds, asked: int | None) -> tuple[Box, Box, Box, int]:
    """The frame, the notices, the panel and the scale: the best scale, and then the widest panel."""
    tried = []
    for place, wide in enumerate(PANEL):
        frame, notices, panel = _boxes(sheet, wide, bounds)
        room = _room(frame, sheet)
        scale = asked or chosen_scale(bounds, *room)
        fits = fitting_scale(bounds, *room) <= scale
        tried.append(((not fits if asked else scale), place, (frame, notices, panel, scale)))
    return min(tried, key=lambda entry: entry[:2])[2]


def _room(frame: Box, sheet: Sheet) -> tuple[float, float]:
    air = 2 * AIR * (sheet.unit if sheet.orientation else 1.0)
    return frame.w - air, frame.h - air


def _boxes(sheet: Sheet, panel_wide: float, bounds: Bounds) -> tuple[Box, Box, Box]:
    """The map's inner frame, the notices below it, and the panel: at the right, or below on an upright sheet."""
    unit = sheet.unit
    margin, band, gap = MARGIN * unit, BAND * unit, GAP * unit
    top = margin + (HEAD + 2) * unit
    wide, bottom = sheet.width - 2 * margin, sheet.height - margin
    if sheet.orientation == "landscape":
        panel = Box(sheet.width - margin - panel_wide * unit, top, panel_wide * unit, bottom - top)
        outer = Box(margin, top, wide - panel.w - gap, bottom - top - NOTICES * unit)
    else:
        high = _upright_height(sheet, bounds, wide - 2 * band)
        outer = Box(margin, top, wide, high + 2 * band)
        below = outer.bottom + NOTICES * unit
        panel = Box(margin, below, wide, bottom - below)
    frame = outer.inset(band)
    if min(frame.w, frame.h) < LEAST_SIDE:
        raise SheetError("error_paper_small", paper=sheet.paper.upper())
    return frame, Box(outer.x, outer.bottom + 1.6 * unit, outer.w, NOTICES * unit - 1.6 * unit), panel


def _upright_height(sheet: Sheet, bounds: Bounds, wide: float) -> float:
    """As high as what is shown needs at the scale that the width gives, within bounds."""
    west, south, east, north = bounds
    most = sheet.height * PORTRAIT_MAP
    air = 2 * AIR * sheet.unit
    scale = chosen_scale(bounds, wide - air, most - air)
    needed = (north - south) * 1000 / scale + air + 4 * sheet.unit
    return min(most, max(needed, most * 0.72))


def _centre(subject: Subject, options: SheetOptions, bounds: Bounds) -> tuple[float, float]:
    """The middle of the map in metres of EPSG:4549: as asked, as viewed, or of what is shown."""
    place = subject.view.place
    lon_lat = options.centre or ((place.lon, place.lat) if place and options.scale else None)
    if lon_lat is None:
        return (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    at = metric_from_wgs84(shapely.Point(lon_lat))
    return at.x, at.y
