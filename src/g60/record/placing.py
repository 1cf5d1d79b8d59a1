"""A place that a person picks: a carrier's point with its grade and radius, or the reference point of an area.

A point outside the county that the row claims is refused, unless the person insists with a reason. The reason
becomes the note of the point's citation, and publication accepts the point as long as it stays where it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, cast

import pandas as pd
from shapely import Point, Polygon, from_geojson, to_geojson

from g60.catalog import boundaries
from g60.catalog.schematic.scaling import moved
from g60.checks.coordinates import check_points, insisted_note, insisted_points
from g60.contract.codes import COUNTIES
from g60.contract.errors import RefusedError
from g60.contract.issues import Issue, Severity
from g60.contract.schema import AREA_DATASETS, CARRIERS, CITATIONS
from g60.record.database import reading
from g60.record.draft_state import state_of
from g60.record.drafts import draft_in
from g60.record.editing import Entry, Given, place_of, set_rows
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


def _area_entry(place: Place, row: Row, spot: Spot) -> Entry:
    """An area whose shape has moved: its label point is the picked one. The evidence is that of its geometry."""
    try:
        lon, lat = float(spot.lon), float(spot.lat)
    except ValueError as error:
        raise RefusedError("error_point_form", given=f"{spot.lon}, {spot.lat}"[:80]) from error
    unit = row.cells["unit"]
    border = boundaries.counties().geometry[unit] if unit in COUNTIES else boundaries.city()
    if not border.covers(Point(lon, lat)):
        raise RefusedError("error_area_outside", subject=place.key, unit=unit)
    if not row.cells.get(GEOMETRY):
        raise RefusedError("error_shape_missing", subject=place.key)
    shape = to_geojson(moved(cast("Polygon", from_geojson(row.cells[GEOMETRY])), lon, lat))
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
