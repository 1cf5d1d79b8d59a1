"""科创湖区: the eight lakeside innovation districts, discs of the area that the plan gives."""

from __future__ import annotations

from typing import Any

from g60.catalog.catalog import Catalog
from layers.layer import Layer, area_features


class LakeDistricts(Layer):
    """The lake districts; their size is the plan's, their outline is not."""

    name = "lake_districts"

    @classmethod
    def payload(cls, catalog: Catalog) -> dict[str, Any]:
        """The eight districts, their outline schematic."""
        return area_features(catalog, "lake_district")
