"""A place that a person picks: a carrier's point with its grade and radius, or the reference point of an area.

A point outside the county that the row claims is refused, unless the person insists with a reason. The reason
becomes the note of the point's citation, and publication accepts the point as long as it stays where it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, cast

import pandas as pd
from shapely import Point, Polygon, from_geojson, to_geojson
from shapely.geometry.base import BaseGeometry

from g60.catalog import boundaries
from g60.catalog.schematic.discs import lake_disc, zone_hexagon
from g60.catalog.schematic.scaling import moved, scaled
from g60.checks.coordinates import check_points, insisted_note, insisted_points
from g60.contract.codes import COUNTIES
from g60.contract.errors import RefusedError
from g60.contract.issues import Issue, Severity
from g60.contract.schema import AREA_DATASETS, CARRIERS, CITATIONS, LAKE_DISTRICTS
from g60.record.consequences import is_area
from g60.record.database import reading
from g60.record.draft_state import state_of
from g60.record.drafts import draft_in
from g60.record.editing import Entry, Given, add_row, place_of, set_rows
from g60.record.people import Person
from g60.record.rows import GEOMETRY, Cells, Place, Row
from g60.record.text import clean_line

POINT = ("lon", "lat")
# What decides whether a carrier lies in its county.
PLACE_FIELDS = (*POINT, "unit", "uncertainty_m")
REASON_LENGTH = 500
# The corridor and the core are bands and rings, not discs about a point: they do not move.
DISTRICTS = {dataset.name for dataset in AREA_DATASETS if dataset.districts}


class Spot(NamedTuple):
    """A picked point in degrees; for a carrier, how well it is known and its radius of uncertainty in metres."""

    lon: str
    lat: str
    location_grade: str = ""
    uncertainty_m: str = ""


def question(cells: Cells) -> Issue | None:
    """The error of a carrier's point that is outside its county; None where it is inside or near, or is no point."""
    table = pd.DataFrame([{name: cells.get(name, "") for name in PLACE_FIELDS}], index=[1])
    found = check_points(table, boundaries.counties())
    return next((issue for issue in found if issue.severity is Severity.ERROR), None)


def insisted(cells: Cells, given: Given, reason: str) -> Mapping[str, Given]:
    """The evidence of a point that is kept although it is outside, for `Entry.own`; raises RefusedError."""
    reason = clean_line(reason)
    if not reason or len(reason) > REASON_LENGTH:
        raise RefusedError("error_insist_reason", count=len(reason), most=REASON_LENGTH)
    notes = {"note": insisted_note(cells, reason, "zh"), "note_en": insisted_note(cells, reason, "en")}
    return dict.fromkeys(POINT, given._replace(**notes))


def placed(entry: Entry, row: Row | None, given: Given, reason: str = "") -> Entry:
    """The entry of a carrier, once its point has been looked at.

    Raises RefusedError with the code of the finding for a point outside the county, unless there is a reason.
    """
    cells = {**(row.cells if row else {}), **entry.cells}
    if entry.place.dataset != CARRIERS.name or not any(name in entry.cells for name in PLACE_FIELDS):
        return entry
    issue = question(cells)
    if issue is None:
        return entry
    if not reason:
        raise RefusedError("error_point_outside", finding=issue.code, value=issue.value, km=issue.detail)
    return entry._replace(cited=(*entry.cited, *POINT), own={**entry.own, **insisted(cells, given, reason)})


def set_place(
    person: Person, number: int, subject: str, spot: Spot, given: Given, *, reason: str = "", url: str = ""
) -> int:
    """Put a carrier at a point, or an area's reference point there, in a draft; the number of the step.

    Raises RefusedError as `set_value` does, for what is no point, and for one outside the county without a reason.
    """
    with reading(url, current=True) as connection:
        draft = draft_in(connection, number, is_open=True)
        place = place_of(connection, draft, subject)
        row = state_of(connection, draft, [place])[place]
    if place.dataset == CARRIERS.name:
        cells = {name: value for name, value in spot._asdict().items() if value or name in POINT}
        return set_rows(person, number, [placed(Entry(place, cells), row, given, reason)], given, url)
    if place.dataset not in DISTRICTS:
        raise RefusedError("error_field_unknown", field="lon", subject=subject[:80])
    return set_rows(person, number, [_area_entry(place, row, spot)], given, url)


class Outline(NamedTuple):
    """How a new area gets its schematic shape: around a picked point, or as that of another area of its kind."""

    lon: str = ""
    lat: str = ""
    like: str = ""


def add_area(
    person: Person, number: int, place: Place, cells: Cells, outline: Outline, given: Given, url: str = ""
) -> int:
    """Add an area with its schematic shape, in a draft; the number of the step.

    Raises RefusedError as `add_row` does, without a point and another area to follow, and for a point outside.
    """
    with reading(url, current=True) as connection:
        draft = draft_in(connection, number, is_open=True)
        other = Place(place.dataset, outline.like)
        row = state_of(connection, draft, [other]).get(other) if outline.like else None
    if outline.like and row is None:
        raise RefusedError("error_row_unknown", dataset=place.dataset, key=outline.like[:80])
    shape = _new_shape(place, cells, outline, row)
    return add_row(person, number, place, {**cells, GEOMETRY: to_geojson(shape)}, given, url)


def _new_shape(place: Place, cells: Cells, outline: Outline, other: Row | None) -> Polygon:
    """The shape of a new area, with its area where it is a lake district that has one."""
    is_picked = bool(outline.lon and outline.lat) and place.dataset in DISTRICTS
    if other is None and not is_picked:
        raise RefusedError("error_shape_needed", subject=place.key)
    border = _border(cells.get("unit", ""))
    at = _picked(place, cells.get("unit", ""), outline.lon, outline.lat) if is_picked else None
    area = cells.get("area_km2", "")
    sized = place.dataset == LAKE_DISTRICTS.name and is_area(area)
    try:
        if other is not None:
            shape = cast("Polygon", from_geojson(other.cells[GEOMETRY]))
            shape = shape if at is None else moved(shape, at.x, at.y)
            return scaled(shape, float(area), border) if sized else shape
        centre = cast("Point", at)
        return lake_disc(centre, float(area), border) if sized else zone_hexagon(centre, border)
    except ValueError as error:
        raise RefusedError("error_shape_room", subject=place.key) from error


def _border(unit: str) -> BaseGeometry:
    """The outline of a county; of the city for a functional zone and where no county is named."""
    return boundaries.counties().geometry[unit] if unit in COUNTIES else boundaries.city()


def _picked(place: Place, unit: str, lon: str, lat: str) -> Point:
    """A picked reference point of an area; raises RefusedError for what is no point, and for one outside its county."""
    try:
        at = Point(float(lon), float(lat))
    except ValueError as error:
        raise RefusedError("error_point_form", given=f"{lon}, {lat}"[:80]) from error
    if not _border(unit).covers(at):
        raise RefusedError("error_area_outside", subject=place.key, unit=unit)
    return at


def _area_entry(place: Place, row: Row, spot: Spot) -> Entry:
    """An area whose shape has moved: its label point is the picked one. The evidence is that of its geometry."""
    at = _picked(place, row.cells["unit"], spot.lon, spot.lat)
    if not row.cells.get(GEOMETRY):
        raise RefusedError("error_shape_missing", subject=place.key)
    shape = to_geojson(moved(cast("Polygon", from_geojson(row.cells[GEOMETRY])), at.x, at.y))
    return Entry(place, {GEOMETRY: shape}, cited=("geometry_basis",))


def point_issues(
    tables: Mapping[str, pd.DataFrame], changes: Mapping[Place, Row | None], before: Mapping[Place, Row]
) -> list[Issue]:
    """The findings about the points of carriers that a draft moves or puts into another county."""
    moved_ones = [place.key for place, row in changes.items() if row and _is_moved(place, row, before.get(place))]
    if not moved_ones:
        return []
    carriers, cited = tables[CARRIERS.name], tables[CITATIONS.name]
    carriers = carriers[carriers[CARRIERS.key].isin(moved_ones)]
    return list(check_points(carriers, boundaries.counties(), insisted_points(carriers, cited)))


def _is_moved(place: Place, row: Row, old: Row | None) -> bool:
    if place.dataset != CARRIERS.name or not row.cells["lon"]:
        return False
    return old is None or any(row.cells[name] != old.cells.get(name) for name in PLACE_FIELDS)
