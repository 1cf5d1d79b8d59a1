"""Which map shows one area, carrier or county: itself in the middle, with what is near."""

from __future__ import annotations

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.catalog.measures import WITH_POINT
from g60.contract.codes import UNITS
from g60.export.office.sketch import Shown, bounds_of
from g60.export.paper.area_page import area_bounds
from g60.export.paper_map.subject import Subject


def entity_map(catalog: Catalog, entity_id: str, view: View) -> Shown:
    """A county with its entities, an area with its neighbours, a carrier with what is near; a known place alone."""
    if entity_id in UNITS:
        return Shown(Selection(units=frozenset({entity_id}), focus=entity_id), view)
    selection = Selection(focus=entity_id)
    if entity_id in catalog.areas.index:
        return Shown(selection, view, bounds=area_bounds(Subject(catalog, selection, view), entity_id))
    if catalog.carriers.at[entity_id, "location_grade"] in WITH_POINT:
        return Shown(selection, view, bounds=bounds_of(catalog, [entity_id]))
    # Of a carrier whose point nobody knows the map shows the county.
    unit = str(catalog.carriers.at[entity_id, "unit"])
    return Shown(Selection(units=frozenset({unit} - {""}), focus=entity_id), view)
