"""片区: one layer for each kind of area, made from its entry in the symbology."""

from __future__ import annotations

from typing import Any, ClassVar

from g60.catalog.catalog import Catalog
from g60.contract import symbology
from layers.layer import Layer, feature_collection, label_points, short_names


class Areas(Layer):
    """The areas of one kind; the client draws them by the shape of their symbol."""

    kind: ClassVar[str]

    @classmethod
    def payload(cls, catalog: Catalog) -> dict[str, Any]:
        """The areas as a feature collection with what the client filters and labels by. Their shapes are schematic."""
        areas = catalog.areas[catalog.areas["kind"] == cls.kind]
        sizes = areas["area_km2"].astype(object).where(areas["area_km2"].notna(), None)
        properties = {name: areas[name] for name in ("kind", "name_zh", "name_en", "unit", "plan")}
        properties |= short_names(areas)
        properties |= {"industries": areas["industries"].map(list), "label": label_points(areas), "area_km2": sizes}
        return feature_collection(areas, properties)


# From the ground up.
AREA_LAYERS = tuple(
    type("Areas", (Areas,), {"name": layer.data, "kind": kind, "__doc__": Areas.__doc__})
    for kind, layer in sorted(symbology.AREA_LAYERS.items(), key=lambda entry: entry[1].z)
)
