"""The prefectures and municipalities around Jiaxing: faint, for context at the map's edge."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
from shapely import box

from g60.catalog import boundaries
from g60.catalog.catalog import Catalog
from layers.layer import Layer, feature_collection, label_points

# Around the city, in degrees, with a margin in which a name can be read.
IN_SIGHT = box(119.95, 30.05, 121.65, 31.25)


class Neighbours(Layer):
    """The ground beyond the city."""

    name = "neighbours"

    @classmethod
    def payload(cls, catalog: Catalog) -> dict[str, Any]:
        """Outlines with names; a county of the city that the catalog does not hold is land without a name."""
        outlines, counties = boundaries.neighbours(), boundaries.display_counties()
        others = counties[~counties.index.isin(catalog.units.index)].assign(name_zh="", name_en="")
        if len(others):
            outlines = gpd.GeoDataFrame(pd.concat([outlines, others[outlines.columns]]), crs=outlines.crs)
        # A name stands in the part of its outline that a map of Jiaxing shows.
        near = outlines.assign(geometry=outlines.geometry.intersection(IN_SIGHT))
        near = near.assign(geometry=near.geometry.where(~near.geometry.is_empty, outlines.geometry))
        names = {name: outlines[name] for name in ("name_zh", "name_en")}
        return feature_collection(outlines, names | {"label": label_points(near)})
