"""What follows from a changed value by rule: an entity's industries from its words, a lake's shape from its area."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple, cast

import sqlalchemy as sa
from shapely import Polygon, from_geojson, to_geojson

from g60.catalog import boundaries
from g60.catalog.schematic.scaling import scaled
from g60.checks.tables import NUMBERS, industries_named
from g60.contract.codes import COUNTIES, INDUSTRIES, LIST_SEPARATOR, split
from g60.contract.schema import AREA_DATASETS, AREA_KM2, CARRIERS, INDUSTRY_TERMS, LAKE_DISTRICTS
from g60.record.draft_state import Draft, dataset_rows
from g60.record.rows import GEOMETRY, Cells, Place, Row

# The words of its own that give an entity its industries, by dataset.
INDUSTRY_WORDS = {CARRIERS.name: "fields_zh", **{dataset.name: "industries_zh" for dataset in AREA_DATASETS}}


class Follows(NamedTuple):
    """A cell that follows from another one, and the reason for its citation."""

    field: str
    value: str
    reason: str


class Consequences:
    """What follows from the changes of a draft; the words that give an industry are read once."""

    def __init__(self, connection: sa.Connection, draft: Draft) -> None:
        self.connection, self.draft = connection, draft

    @cached_property
    def terms(self) -> dict[str, str]:
        """The industries of each term, as the draft has them."""
        rows = dataset_rows(self.connection, self.draft, INDUSTRY_TERMS.name)
        return {term: row.cells["industry"] for term, row in rows.items()}

    def of_row(self, place: Place, row: Row | None, changed: Mapping[str, str]) -> Iterator[Follows]:
        """The cells of a row that follow from those that change."""
        cells: Cells = {**(row.cells if row else {}), **changed}
        words = INDUSTRY_WORDS.get(place.dataset)
        if words is not None and words in changed:
            yield from self.industries(cells, words)
        if place.dataset == LAKE_DISTRICTS.name and "area_km2" in changed and cells.get(GEOMETRY):
            yield from _shape(cells)

    def industries(self, cells: Cells, words: str) -> Iterator[Follows]:
        """The industries that an entity's words give by rule, where they are others than it has."""
        named = industries_named(cells[words], self.terms)
        if named != set(split(cells.get("industries", ""))):
            value = LIST_SEPARATOR.join(code for code in INDUSTRIES if code in named)
            yield Follows("industries", value, f"{INDUSTRY_TERMS.file}: {words}")


def is_area(cell: str) -> bool:
    """Whether a cell is an area that a shape can be drawn with, in km²."""
    return re.fullmatch(NUMBERS["number"][0], cell) is not None and AREA_KM2[0] <= float(cell) <= AREA_KM2[1]


def _shape(cells: Cells) -> Iterator[Follows]:
    """The lake district's shape with the area of the plan; what is no area yet changes no shape."""
    area = cells["area_km2"]
    if not is_area(area):
        return
    border = boundaries.counties().geometry[cells["unit"]] if cells["unit"] in COUNTIES else boundaries.city()
    shape = scaled(cast("Polygon", from_geojson(cells[GEOMETRY])), float(area), border)
    yield Follows(GEOMETRY, to_geojson(shape), "")
