"""The seven counties: outline and name."""

from __future__ import annotations

from typing import Any

from g60 import boundaries
from g60.catalog import Catalog
from layers.layer import Layer, feature_collection, label_points


class Counties(Layer):
    """The ground of the map. Functional zones have no outline of their own."""

    name = "counties"

    @classmethod
    def payload(cls, catalog: Catalog) -> dict[str, Any]:
        """Outlines simplified along shared borders together, with the names that the catalog gives them."""
        outlines = boundaries.display_counties()
        columns = ("name_zh", "name_en", "short_zh", "short_en")
        names = {name: catalog.units.loc[outlines.index, name] for name in columns}
        return feature_collection(outlines, names | {"label": label_points(outlines)})
