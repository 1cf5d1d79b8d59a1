"""底图: tiles from another host under the map, where the operator has named one."""

from __future__ import annotations

from typing import Any

from g60.catalog.catalog import Catalog
from g60.contract import basemaps
from layers.layer import Layer


class Basemap(Layer):
    """The basemaps that can be switched on; part of the map only where there are any."""

    name = "basemap"

    @classmethod
    def payload(cls, catalog: Catalog) -> dict[str, Any]:
        """Addresses of tiles and whom to name; the same for every catalog."""
        return basemaps.offered().as_payload()
