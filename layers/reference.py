"""For orientation: the G60 line, the railway, the core's platforms, pointers to Shanghai and Hangzhou."""

from __future__ import annotations

from typing import Any

import pandas as pd

from g60.catalog.catalog import Catalog
from layers.layer import Layer, feature_collection, short_names


class Reference(Layer):
    """Lines and points that are not filtered."""

    name = "reference"

    @classmethod
    def payload(cls, catalog: Catalog) -> dict[str, Any]:
        """Lines and points with kind and names; a pointer also has the bearing in which it points."""
        reference = catalog.reference
        names = {name: reference[name] for name in ("kind", "name_zh", "name_en")}
        # Only a pointer has a bearing; to the others null is sent.
        bearings = [float(cell) if cell else None for cell in reference["bearing"]]
        bearing = pd.Series(bearings, index=reference.index, dtype=object)
        return feature_collection(reference, names | short_names(reference) | {"bearing": bearing})
