"""高新区: the eight high-tech zones, symbols of fixed ground size."""

from __future__ import annotations

from typing import Any

from g60.catalog.catalog import Catalog
from layers.layer import Layer, area_features


class HighTechZones(Layer):
    """The zones; the plan gives them no area, so a hexagon stands for each."""

    name = "high_tech_zones"

    @classmethod
    def payload(cls, catalog: Catalog) -> dict[str, Any]:
        """The eight zones, each a symbol and not a district."""
        return area_features(catalog, "high_tech_zone")
