"""The prefectures and municipalities around Jiaxing: faint, for context at the map's edge."""

from __future__ import annotations

from typing import Any

from g60 import boundaries
from g60.catalog import Catalog
from layers.layer import Layer, feature_collection, label_points


class Neighbours(Layer):
    """The ground beyond the city."""

    name = "neighbours"

    @classmethod
    def payload(cls, catalog: Catalog) -> dict[str, Any]:
        """Outlines with names; the same for every catalog."""
        outlines = boundaries.neighbours()
        names = {name: outlines[name] for name in ("name_zh", "name_en")}
        return feature_collection(outlines, names | {"label": label_points(outlines)})
