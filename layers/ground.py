"""The ground below the plan: main roads by rank, railways, and towns with their names."""

from __future__ import annotations

from typing import Any

from g60.catalog import ground
from g60.catalog.catalog import Catalog
from layers.layer import Layer, feature_collection


class Roads(Layer):
    """The main roads, one feature for each rank."""

    name = "roads"

    @classmethod
    def payload(cls, catalog: Catalog) -> dict[str, Any]:
        """Lines with their rank; the same for every catalog."""
        roads = ground.roads()
        return feature_collection(roads, {"rank": roads["rank"]})


class Railways(Layer):
    """The railways that the reference lines do not have."""

    name = "railways"

    @classmethod
    def payload(cls, catalog: Catalog) -> dict[str, Any]:
        """Lines alone; the same for every catalog."""
        return feature_collection(ground.railways(), {})


class Towns(Layer):
    """Towns, sub-districts and former towns."""

    name = "towns"

    @classmethod
    def payload(cls, catalog: Catalog) -> dict[str, Any]:
        """Points with kind and names; `bodies` where a body stands whose place is known no more closely."""
        towns = ground.towns()
        stood_for = ground.towns_of_bodies(catalog)
        columns = {name: towns[name] for name in ("kind", "name_zh", "name_en")}
        return feature_collection(towns, columns | {"bodies": towns.index.isin(stood_for).astype(int)})
