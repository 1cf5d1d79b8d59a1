"""One reader per kind of file, from bytes to sheets. They run in a process of their own (`apart`)."""

from __future__ import annotations

from g60.record.intake.kinds import decode, kind_of
from g60.record.intake.readers import geojson, html, kml, layers, text_table, workbook
from g60.record.intake.sheets import Reading


def read(data: bytes) -> Reading:
    """A file as sheets. Raises Refusal."""
    kind = kind_of(data)
    if kind in ("xlsx", "xls"):
        return Reading(kind, None, workbook.read_sheets(data, kind))
    if kind in ("csv", "html"):
        content, encoding = decode(data) if kind == "csv" else html.decoded(data)
        sheets = [text_table.read_sheet(content)] if kind == "csv" else html.read_sheets(content)
        return Reading(kind, encoding, sheets)
    if kind == "geojson":
        content, encoding = decode(data)
        sheet, crs = geojson.read_sheet(content)
        return Reading(kind, encoding, [sheet], crs)
    if kind in ("kml", "kmz"):
        content_of, encoding = kml.content(data, kind)
        return Reading("kml", encoding, kml.read_sheets(content_of), "EPSG:4326")
    return layers.read(data, kind)
