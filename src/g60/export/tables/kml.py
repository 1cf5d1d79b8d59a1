"""A picked catalog as KML 2.2, written with the standard library: every text is escaped, nothing is markup.

A description would be shown as HTML, so there is none on a placemark: its fields are extended data. A body known by its
county only is listed and has no place.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

import shapely
from shapely.geometry.base import BaseGeometry

from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.catalog.measures import WITH_POINT
from g60.contract.codes import CARRIER, NOT_APPLICABLE
from g60.contract.i18n import DEFAULT_LANGUAGE, text
from g60.contract.schema import KINDS
from g60.contract.symbology import SYMBOLS
from g60.contract.themes import THEMES
from g60.evidence.codes import document_line, documents, evidence_lines
from g60.export.imprint import Imprint, imprint, xml_text
from g60.export.tables.columns import Column, entity_columns

NAMESPACE = "http://www.opengis.net/kml/2.2"
DECIMALS = 6
# A point is drawn as its label and a mark of one colour, which asks no other host for a picture.
STYLES = (*KINDS, "body")
_XML_ID = re.compile(r"[a-z][a-z0-9-]*")


def to_kml(catalog: Catalog, picked: Catalog, selection: Selection, lang: str = DEFAULT_LANGUAGE) -> bytes:
    """The picked entities as KML: a folder per kind, each field with its evidence."""
    # Put together by placemarks: the tree of a long list would take ten times the room of its file.
    written = io.BytesIO()
    written.write(b"<?xml version='1.0' encoding='utf-8'?>\n")
    written.write(f'<kml xmlns="{NAMESPACE}">\n<Document>\n'.encode())
    _write(written, _about(catalog, picked, selection, lang))
    columns = entity_columns(catalog, picked, lang)
    labels = [_label(column, columns) for column in columns]
    shapes = _shapes(picked)
    kinds, plans = picked.entities["kind"].tolist(), picked.entities["plan"].tolist()
    for kind in KINDS:
        places = [at for at, given in enumerate(kinds) if given == kind]
        if not places:
            continue
        folder = ET.TreeBuilder().start("Folder", {})
        _say(folder, "name", text(f"kind_{kind}", lang))
        written.write(b"<Folder>\n")
        _write(written, folder)
        for at in places:
            style = "body" if kind == CARRIER and not plans[at] else kind
            _write(written, _placemark(columns, labels, at, shapes[at], style, lang))
        written.write(b"</Folder>\n")
    written.write(b"</Document>\n</kml>\n")
    return written.getvalue()


def _write(written: io.BytesIO, parts: ET.Element) -> None:
    """Adds what an element holds, without the element itself."""
    ET.indent(parts, " ")
    for part in parts:
        part.tail = "\n"
        written.write(bytes(ET.tostring(part, encoding="utf-8", xml_declaration=False)))


def _about(catalog: Catalog, picked: Catalog, selection: Selection, lang: str) -> ET.Element:
    """The head of the document: its name, the styles, what the file says of itself."""
    head = imprint(catalog, picked, selection, lang)
    document = ET.TreeBuilder().start("Document", {})
    _say(document, "name", f"{head.title}: {head.sentence}")
    for name in STYLES:
        _style(document, name)
    # Not a description, which readers show as HTML.
    _data(document, _lines(catalog, picked, head, lang))
    return document


def _lines(catalog: Catalog, picked: Catalog, head: Imprint, lang: str) -> list[tuple[str, str, str]]:
    said = [("sentence", head.sentence), ("version", head.version), ("date", head.date), ("review", head.review)]
    if not len(picked.entities):
        said.append(("empty", text("handout_empty", lang)))
    said.append(("attribution", head.attribution))
    said += [(f"source-{entry.number}", document_line(entry)) for entry in documents(catalog, lang)]
    said += [(f"evidence-{number}", line) for number, line in enumerate(evidence_lines(lang), start=1)]
    return [(name, "", words) for name, words in said]


def _say(parent: ET.Element, tag: str, words: str) -> None:
    ET.SubElement(parent, tag).text = xml_text(words)


def _data(parent: ET.Element, fields: Iterable[tuple[str, str, str]]) -> None:
    data = ET.SubElement(parent, "ExtendedData")
    for name, label, words in fields:
        entry = ET.SubElement(data, "Data", {"name": name})
        if label:
            _say(entry, "displayName", label)
        _say(entry, "value", words)


def _placemark(
    columns: Sequence[Column], labels: Sequence[str], at: int, shape: BaseGeometry | None, style: str, lang: str
) -> ET.Element:
    """One entity: name, style, each field that its kind has, and its place; in an element around it."""
    around = ET.TreeBuilder().start("Folder", {})
    cells = {column.name: column.cells[at] for column in columns}
    entity_id = str(cells["id"])
    given = {"id": entity_id} if _XML_ID.fullmatch(entity_id) else {}
    placemark = ET.SubElement(around, "Placemark", given)
    _say(placemark, "name", str(cells[f"name_{lang}"]))
    ET.SubElement(placemark, "Snippet", {"maxLines": "0"})
    ET.SubElement(placemark, "styleUrl").text = f"#style-{style}"
    fields = [
        (name, label, cell if isinstance(cell, str) else f"{cell:.15g}")
        for (name, cell), label in zip(cells.items(), labels, strict=True)
        if cell != NOT_APPLICABLE or name == "id"
    ]
    _data(placemark, fields)
    if shape is not None:
        _geometry(placemark, shape)
    return around


def _label(column: Column, columns: Sequence[Column]) -> str:
    """The words for a column; evidence says whose it is, for here it stands apart from its value."""
    if column.role != "evidence":
        return column.label
    owner = next((entry.label for entry in columns if entry.field == column.field and entry.role == "value"), "")
    return f"{owner} · {column.label}"


def _shapes(picked: Catalog) -> list[BaseGeometry | None]:
    carriers = picked.carriers
    placed = (carriers["location_grade"].isin(WITH_POINT) & carriers["lon"].notna()).tolist()
    places = zip(carriers["lon"].tolist(), carriers["lat"].tolist(), placed, strict=True)
    points = [shapely.Point(lon, lat) if has_place else None for lon, lat, has_place in places]
    return [*picked.areas.geometry, *points]


def _geometry(parent: ET.Element, shape: BaseGeometry) -> None:
    if shape.geom_type == "Point":
        _say(ET.SubElement(parent, "Point"), "coordinates", _coordinates(shape.coords))
        return
    parts = shapely.get_parts(shape)
    whole = ET.SubElement(parent, "MultiGeometry") if len(parts) > 1 else parent
    for part in parts:
        polygon = ET.SubElement(whole, "Polygon")
        for tag, rings in (("outerBoundaryIs", [part.exterior]), ("innerBoundaryIs", part.interiors)):
            for ring in rings:
                line = ET.SubElement(ET.SubElement(polygon, tag), "LinearRing")
                _say(line, "coordinates", _coordinates(ring.coords))


def _coordinates(coords: Iterable[tuple[float, ...]]) -> str:
    return " ".join(f"{round(at[0], DECIMALS):.15g},{round(at[1], DECIMALS):.15g}" for at in coords)


def _style(document: ET.Element, name: str) -> None:
    symbol = SYMBOLS[name]
    style = ET.SubElement(document, "Style", {"id": f"style-{name}"})
    if symbol.shape == "dot":
        icon = ET.SubElement(style, "IconStyle")
        _say(icon, "color", _abgr(symbol.colour, 1))
        _say(icon, "scale", f"{symbol.size / 12:.2f}")
        return
    line = ET.SubElement(style, "LineStyle")
    _say(line, "color", _abgr(symbol.colour, 1))
    _say(line, "width", f"{min(symbol.width, 3):g}")
    _say(ET.SubElement(style, "PolyStyle"), "color", _abgr(symbol.colour, symbol.fill))


def _abgr(colour: str, opacity: float) -> str:
    """A colour of the theme as KML has it: opacity, blue, green, red."""
    value = str(getattr(THEMES["day"], colour)).removeprefix("#")
    return f"{round(opacity * 255):02x}{value[4:6]}{value[2:4]}{value[0:2]}"
