"""一廊: the G60 corridor, a schematic band along the expressway."""

from __future__ import annotations

from typing import Any

from g60.catalog.catalog import Catalog
from layers.layer import Layer, area_features


class Corridor(Layer):
    """The corridor's band."""

    name = "corridor"

    @classmethod
    def payload(cls, catalog: Catalog) -> dict[str, Any]:
        """The one corridor, its shape schematic."""
        return area_features(catalog, "corridor")
