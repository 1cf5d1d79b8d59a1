"""Catalog to bytes, one module per format. Every exporter takes what was picked and how it was asked for."""

from __future__ import annotations

from collections.abc import Callable

from g60.catalog import Catalog
from g60.export.table import to_csv
from g60.export.web import to_geojson, to_json
from g60.selection import Selection

Exporter = Callable[[Catalog, Catalog, Selection], bytes]

EXPORTERS: dict[str, Exporter] = {"json": to_json, "csv": to_csv, "geojson": to_geojson}

__all__ = ["EXPORTERS", "Exporter"]
