"""The counties with outline and name, and the functional zones as names without one."""

from __future__ import annotations

from typing import Any

import geopandas as gpd

from g60.catalog import boundaries
from g60.catalog.catalog import Catalog
from g60.catalog.measures import carrier_points
from g60.contract.codes import FUNCTIONAL_ZONES
from layers.layer import Layer, feature_collection, label_points

# All that a point needs of a carrier: of a long list the other columns are not to be copied.
POINT = ["lon", "lat", "location_grade"]


class Counties(Layer):
    """The ground of the map."""

    name = "counties"

    @classmethod
    def payload(cls, catalog: Catalog) -> dict[str, Any]:
        """Outlines simplified along shared borders together, names, and the bounds of the land (`bbox`)."""
        outlines = boundaries.display_counties()
        outlines = outlines[outlines.index.isin(catalog.units.index)]
        land = outlines.geometry.union_all().difference(catalog.water.geometry.union_all())
        units = gpd.GeoSeries({**outlines.geometry.to_dict(), **_middles(catalog)}, crs=outlines.crs)
        columns = ("name_zh", "name_en", "short_zh", "short_en")
        names = {name: catalog.units.loc[units.index, name] for name in columns}
        frame = gpd.GeoDataFrame(geometry=units)
        return feature_collection(frame, names | {"label": label_points(frame)}) | {"bbox": list(land.bounds)}


def _middles(catalog: Catalog) -> dict[str, Any]:
    """The middle of what belongs to each functional zone, for its name and badge: nobody publishes its outline."""
    found = {}
    for unit in FUNCTIONAL_ZONES:
        if unit not in catalog.units.index:
            continue
        of_unit = catalog.areas["unit"] == unit
        points = [*catalog.areas.geometry[of_unit].representative_point()]
        points += carrier_points(
            catalog.carriers.loc[(catalog.carriers["unit"] == unit).to_numpy(), POINT]
        ).geometry.to_list()
        if points:
            found[unit] = gpd.GeoSeries(points).union_all().centroid
    return found
