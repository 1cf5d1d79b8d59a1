"""One reader per kind of file, from bytes to sheets. They run in a process of their own (`apart`)."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from g60.record.intake.sheets import Reading

# The module that reads a kind of file. It is loaded when it is needed: GDAL alone takes half a second.
READERS = {
    **dict.fromkeys(("xlsx", "xls"), "workbook"),
    "csv": "text_table",
    "html": "html",
    "geojson": "geojson",
    **dict.fromkeys(("kml", "kmz"), "kml"),
    **dict.fromkeys(("shp", "gpkg"), "layers"),
}


def reader(kind: str) -> Callable[[bytes, str], Reading]:
    """The function that reads a kind of file, from its bytes and its kind. It raises FileRefusedError."""
    read: Callable[[bytes, str], Reading] = import_module(f"{__name__}.{READERS[kind]}").read
    return read
