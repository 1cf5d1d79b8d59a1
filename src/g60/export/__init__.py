"""Catalog to bytes, one module per format. Every exporter takes what was picked, how it was asked for, and a language.

JSON, CSV and GeoJSON hold both languages and are the same in either.
"""

from __future__ import annotations

from typing import Protocol

from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.contract.i18n import DEFAULT_LANGUAGE
from g60.export.tables.csv_file import to_csv
from g60.export.tables.geojson import to_geojson, to_json
from g60.export.tables.geopackage import to_gpkg
from g60.export.tables.kml import to_kml
from g60.export.tables.opendata import to_zip
from g60.export.tables.workbook import to_xlsx


class Exporter(Protocol):
    """What makes a file of a picked catalog."""

    def __call__(self, catalog: Catalog, picked: Catalog, selection: Selection, lang: str = DEFAULT_LANGUAGE) -> bytes:
        """The bytes of the file."""


EXPORTERS: dict[str, Exporter] = {
    "json": to_json,
    "csv": to_csv,
    "xlsx": to_xlsx,
    "geojson": to_geojson,
    "gpkg": to_gpkg,
    "kml": to_kml,
    "zip": to_zip,
}

__all__ = ["EXPORTERS", "Exporter"]
