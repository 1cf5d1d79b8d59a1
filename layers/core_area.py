"""一核: the core area, a schematic ring around its three platforms."""

from __future__ import annotations

from typing import Any

from g60.catalog.catalog import Catalog
from layers.layer import Layer, area_features


class CoreArea(Layer):
    """The core's ring."""

    name = "core_area"

    @classmethod
    def payload(cls, catalog: Catalog) -> dict[str, Any]:
        """The one core area, its shape schematic."""
        return area_features(catalog, "core_area")
