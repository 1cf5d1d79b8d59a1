"""Catalog to bytes, one module per format. Every exporter takes what was picked, how it was asked for, and a language.

JSON, CSV and GeoJSON hold both languages and are the same in either.
"""

from __future__ import annotations

from typing import Protocol

from g60.catalog import Catalog
from g60.export.geopackage import to_gpkg
from g60.export.kml import to_kml
from g60.export.opendata import to_zip
from g60.export.table import to_csv
from g60.export.web import to_geojson, to_json
from g60.export.workbook import to_xlsx
from g60.i18n import DEFAULT_LANGUAGE
from g60.selection import Selection


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
