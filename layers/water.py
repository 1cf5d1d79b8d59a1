"""The sea and the great lakes, over the counties' outlines, which are administrative and reach into the bay."""

from __future__ import annotations

from typing import Any

from g60.catalog.catalog import Catalog
from layers.layer import Layer, feature_collection


class Water(Layer):
    """Water for orientation."""

    name = "water"

    @classmethod
    def payload(cls, catalog: Catalog) -> dict[str, Any]:
        """Shapes without names."""
        return feature_collection(catalog.water, {"kind": catalog.water["kind"]})
