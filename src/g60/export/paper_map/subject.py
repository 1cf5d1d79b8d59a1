"""What a sheet is about: the catalog, what was picked of it, how it is looked at; and the numbers of its list."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from g60.ask.permalink import to_query
from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog import boundaries
from g60.catalog.catalog import Catalog
from g60.catalog.measures import WITH_POINT
from g60.contract.codes import COUNTIES
from g60.contract.i18n import table, text
from g60.contract.symbology import AREA_LAYERS

# Degrees around what is shown, so that one point is not the edge of its own map.
AIR = 0.004
LEAST_REACH_M = 1000
METRES_PER_DEGREE = 100_000  # a little less than there are, so that a circle has some air


@dataclass(frozen=True)
class Subject:
    """A catalog, a selection and a view of it."""

    catalog: Catalog
    selection: Selection
    view: View

    @property
    def lang(self) -> str:
        """The language of the sheet."""
        return self.view.lang

    @cached_property
    def picked(self) -> Catalog:
        """What the selection shows."""
        return self.catalog.pick(self.selection)

    @cached_property
    def areas(self) -> frozenset[str]:
        """Ids of the areas that are shown and whose layer is not taken off."""
        kinds = self.picked.areas["kind"].map({kind: layer.code for kind, layer in AREA_LAYERS.items()})
        return frozenset(self.picked.areas.index[~kinds.isin(self.view.hidden)])

    @cached_property
    def carriers(self) -> frozenset[str]:
        """Ids of the carriers that are shown and whose layer is not taken off."""
        layers = np.where(self.picked.carriers["plan"] != "", "carriers", "bodies")
        return frozenset(self.picked.carriers.index[~np.isin(layers, list(self.view.hidden))])

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number that stands for a carrier on the map and in the list: its place in the catalog."""
        return {str(entity_id): place for place, entity_id in enumerate(self.catalog.carriers.index, 1)}

    @cached_property
    def _names(self) -> dict[str, str]:
        """The names that were asked for: a list is set at many widths before it fits, with the same names each time."""
        return {}

    def name(self, entity_id: str) -> str:
        """The full name of an entity in the language of the sheet, the other language's where there is none."""
        if entity_id not in self._names:
            row = self.catalog.entity(entity_id)
            self._names[entity_id] = str(row[f"name_{self.lang}"] or row["name_zh"] or row["name_en"])
        return self._names[entity_id]

    @cached_property
    def _unit_names(self) -> dict[tuple[str, bool], str]:
        return {}

    def short_name(self, entity_id: str) -> str:
        """The name that a map has room for."""
        entry = table().get(f"short_{entity_id}")
        return entry[self.lang] if entry else self.name(entity_id)

    def brief_name(self, entity_id: str) -> str:
        """The briefest name, for a map on which the others find no room; empty where there is none."""
        entry = table().get(f"brief_{entity_id}")
        return entry[self.lang] if entry else ""

    def name_of_reference(self, entity_id: str) -> str:
        """The name of a line or point that the map is read by."""
        return str(self.catalog.reference.at[entity_id, f"name_{self.lang}"])

    def unit_name(self, unit: str, *, short: bool = True) -> str:
        """The name of a county or functional zone."""
        if (unit, short) not in self._unit_names:
            name = str(self.catalog.units.at[unit, f"{'short' if short else 'name'}_{self.lang}"])
            self._unit_names[unit, short] = name
        return self._unit_names[unit, short]

    def says(self, code: str, **values: object) -> str:
        """A text of the table in the language of the sheet."""
        return text(code, self.lang, **values)

    @cached_property
    def land(self) -> BaseGeometry:
        """The city's land, without the water that its outline holds."""
        outline: BaseGeometry = boundaries.display_counties().geometry.union_all()
        land: BaseGeometry = outline.difference(self.catalog.water.geometry.union_all())
        return land

    @cached_property
    def extent(self) -> BaseGeometry:
        """What has to be on the map, in degrees: what was asked for, or else the whole city's land."""
        if not self.selection.restricts and not self.selection.focus:
            return self.whole
        found = self._chosen() or self._shown()
        return shapely.box(*shapely.union_all(found).bounds).buffer(AIR, join_style="mitre") if found else self.whole

    @cached_property
    def whole(self) -> BaseGeometry:
        """The city's land and the whole corridor."""
        corridor = self.catalog.areas.geometry[self.catalog.areas["kind"] == "corridor"]
        return shapely.box(*shapely.union_all([self.land, *corridor]).bounds)

    def _chosen(self) -> list[BaseGeometry]:
        focus = self.selection.focus
        if focus in self.catalog.areas.index:
            return [self.catalog.areas.geometry[focus]]
        if focus in COUNTIES:
            return [self._county(focus)]
        if focus in self.catalog.carriers.index:
            return self._points([focus])
        return []

    def _shown(self) -> list[BaseGeometry]:
        """The counties that were chosen, and all that is shown and has a place; not the corridor, if there is more."""
        found = [self._county(unit) for unit in COUNTIES if unit in self.selection.units]
        shapes = self.catalog.areas.loc[[area for area in self.catalog.areas.index if area in self.areas]]
        smaller = shapes[shapes["kind"] != "corridor"]
        found += list((smaller if len(smaller) else shapes).geometry)
        near = self.selection.near
        if near:
            found.append(shapely.Point(near.lon, near.lat).buffer(near.km / 100))
        if self.selection.within:
            found.append(shapely.Polygon(self.selection.within))
        return found + self._points(sorted(self.carriers))

    def _county(self, unit: str) -> BaseGeometry:
        land: BaseGeometry = boundaries.display_counties().geometry[unit].intersection(self.land)
        return land

    def _points(self, ids: list[str]) -> list[BaseGeometry]:
        rows = self.catalog.carriers.loc[ids]
        placed = rows[rows["location_grade"].isin(WITH_POINT) & rows["lon"].notna()]
        # A point is as large as what is known of it, and a kilometre at least.
        reach = placed["uncertainty_m"].fillna(0).clip(lower=LEAST_REACH_M) / METRES_PER_DEGREE
        points = [shapely.Point(lon, lat) for lon, lat in placed[["lon", "lat"]].to_numpy(dtype=float)]
        return [point.buffer(far, quad_segs=4) for point, far in zip(points, reach.tolist(), strict=True)]

    def permalink(self, address: str, **changes: str) -> str:
        """The address under which the app shows the same; empty where nobody knows an address of the app."""
        if not address:
            return ""
        query = to_query(self.selection, self.view) | {key: [value] for key, value in changes.items()}
        pairs = [(key, value) for key, values in query.items() for value in values]
        return f"{address}?{urlencode(pairs)}" if pairs else address
