"""Where the parts of a sheet stand, and at which scale its map is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import shapely

from g60.contract.crs import metric_from_wgs84
from g60.contract.errors import SheetError
from g60.export.paper_map.drawing import Box
from g60.export.paper_map.furniture import BAND
from g60.export.paper_map.ground import Bounds, Ground, check_scale, chosen_scale, fitting_scale, metric_bounds
from g60.export.paper_map.sheet import ORIENTATIONS, PAPERS, Paper, SheetOptions
from g60.export.paper_map.subject import Subject

# In mm of the A3 layout.
MARGIN = 9.0
HEAD = 17.5
NOTICES = 11.5
COLUMN = 52.0
GAP = 5.0
AIR = 1.5  # around what has to be on the map
# Panels to try, the smallest first: its width beside the map on a lying sheet, the map's share of the height on an
# upright one. A sheet with a short list has a larger map.
PANELS = (56.0, 94.0, 100.0, 106.0, 112.0, 118.0, 150.0, 164.0, 178.0)
SHARES = (0.80, 0.75, 0.70, 0.66, 0.62, 0.58)
LEAST_SIDE = 60.0  # mm: a map that is smaller is none

Holds = Callable[["Layout"], bool]


@dataclass(frozen=True, slots=True)
class Layout:
    """The boxes of a sheet in mm, and the ground that its map shows."""

    paper: Paper
    head: Box
    ground: Ground
    notices: Box
    panel: Box
    columns: int


def laid_out(subject: Subject, options: SheetOptions, holds: Holds) -> Layout:
    """The layout of a sheet; `holds` says whether a panel has room for what belongs into it.

    Raises SheetError where the scale that was asked for does not fit the paper.
    """
    bounds = metric_bounds(subject.extent)
    if options.scale is not None:
        must = None if options.centre or subject.view.place else bounds
        _check(options, options.scale, must)
    paper = Paper(options.paper, options.orientation)
    tried = []
    for index, size in enumerate(_panels(paper)):
        layout = _layout(subject, options, paper, size, bounds)
        cut_off = fitting_scale(bounds, *_room(layout.ground.frame, paper)) > layout.ground.scale
        fits = holds(layout)
        # What holds everything comes first; then the better scale; then the smaller panel (the larger if none holds).
        tried.append(((cut_off, not fits, layout.ground.scale, index if fits else -index), layout))
    return min(tried, key=lambda entry: entry[0])[1]


def _panels(paper: Paper) -> tuple[float, ...]:
    return PANELS if paper.orientation == "landscape" else SHARES


def _layout(subject: Subject, options: SheetOptions, paper: Paper, size: float, bounds: Bounds) -> Layout:
    frame, notices, panel = _boxes(paper, size)
    scale = options.scale or chosen_scale(bounds, *_room(frame, paper))
    east, north = _centre(subject, options, bounds)
    unit = paper.unit
    head = Box(MARGIN * unit, MARGIN * unit, paper.width - 2 * MARGIN * unit, HEAD * unit)
    count = max(1, round((panel.w + GAP * unit) / ((COLUMN + GAP) * unit)))
    return Layout(paper, head, Ground(frame, east, north, scale), notices, panel, count)


def _check(options: SheetOptions, asked: int, must: Bounds | None) -> None:
    """Raise SheetError for a scale that does not fit; it names the scale, the paper or the turn that would do."""
    try:
        check_scale(asked, must, options.paper, {name: _largest_room(name, options.orientation) for name in PAPERS})
    except SheetError as error:
        turned = next(way for way in ORIENTATIONS if way != options.orientation)
        paper_is_at_fault = must is not None and error.code in ("error_scale_paper", "error_scale_no_paper")
        if paper_is_at_fault and must and fitting_scale(must, *_largest_room(options.paper, turned)) <= asked:
            raise SheetError("error_scale_turned", **{**error.values, "turned": turned}) from error
        raise


def _largest_room(name: str, orientation: str) -> tuple[float, float]:
    """The room for what has to be on the map, beside the smallest panel that holds a list of two columns."""
    paper = Paper(name, orientation)
    return _room(_boxes(paper, PANELS[1] if orientation == "landscape" else SHARES[0])[0], paper)


def _room(frame: Box, paper: Paper) -> tuple[float, float]:
    air = 2 * AIR * paper.unit
    return frame.w - air, frame.h - air


def _boxes(paper: Paper, size: float) -> tuple[Box, Box, Box]:
    """The map's inner frame, the notices below it, and the panel: at the right, or below on an upright sheet."""
    unit = paper.unit
    margin, gap = MARGIN * unit, GAP * unit
    top = margin + (HEAD + 2) * unit
    wide, bottom = paper.width - 2 * margin, paper.height - margin
    if paper.orientation == "landscape":
        panel = Box(paper.width - margin - size * unit, top, size * unit, bottom - top)
        outer = Box(margin, top, wide - panel.w - gap, bottom - top - NOTICES * unit)
    else:
        outer = Box(margin, top, wide, paper.height * size - top)
        below = outer.bottom + (NOTICES + 1) * unit
        panel = Box(margin, below, wide, bottom - below)
    frame = outer.inset(BAND * unit)
    if min(frame.w, frame.h) < LEAST_SIDE:
        raise SheetError("error_paper_small", paper=paper.name.upper())
    return frame, Box(outer.x, outer.bottom + 1.6 * unit, outer.w, NOTICES * unit - 1.6 * unit), panel


def _centre(subject: Subject, options: SheetOptions, bounds: Bounds) -> tuple[float, float]:
    """The middle of the map in metres of EPSG:4549: as asked, as viewed, or of what is shown."""
    place = subject.view.place
    lon_lat = options.centre or ((place.lon, place.lat) if place and options.scale else None)
    if lon_lat is None:
        return (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    at = metric_from_wgs84(shapely.Point(lon_lat))
    return at.x, at.y
