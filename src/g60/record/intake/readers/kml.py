"""KML and KMZ, read with expat: no entity is expanded, no link followed, a description is never markup."""

from __future__ import annotations

import io
import re
import zipfile
from math import isfinite
from typing import Any
from xml.parsers import expat

from g60.contract.crs import WGS84
from g60.record.intake.kinds import part
from g60.record.intake.readers.html import read_sheets as read_tables
from g60.record.intake.sheets import ROWS_MOST, VERTICES_MOST, FileRefusedError, Reading, Sheet

_DECLARED = re.compile(rb"encoding=[\"']([A-Za-z0-9_-]+)")
# The names under which the label, the description and the address of a placemark are kept.
LABEL_LETTERS = 80
OWN = ("name", "description", "address", "phoneNumber")


def read(data: bytes, kind: str) -> Reading:
    """The placemarks of a file as one sheet; KML is WGS 84 by its standard. Raises FileRefusedError."""
    document, encoding = content(data, kind)
    return Reading("kml", encoding, read_sheets(document))


def content(data: bytes, kind: str) -> tuple[bytes, str]:
    """The document as UTF-8, and the encoding that it was in: the one that it declares, else UTF-8."""
    if kind == "kmz":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".kml")]
            data = part(archive, min(inside, key=lambda entry: entry.filename.count("/")))
    named = _DECLARED.search(data[:200])
    name = named[1].decode().lower() if named else "utf-8"
    if name in ("gb2312", "gbk"):
        name = "gb18030"
    try:
        told = data.decode("utf-8-sig" if name == "utf-8" else name)
    except (UnicodeDecodeError, LookupError) as error:
        raise FileRefusedError("encoding") from error
    if re.search(r"<!DOCTYPE|<!ENTITY", told[:20_000], re.I):
        raise FileRefusedError("entities")
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", told, count=1).encode(), name


def read_sheets(document: bytes) -> list[Sheet]:
    """The placemarks, numbered from 1. Raises FileRefusedError."""
    placemarks = _Placemarks()
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.StartElementHandler = placemarks.start
    parser.EndElementHandler = placemarks.end
    parser.CharacterDataHandler = placemarks.words.append
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.Parse(document, True)
    except expat.ExpatError as error:
        raise FileRefusedError("xml_broken", row=error.lineno) from error
    names: dict[str, None] = {}
    for cells, _ in placemarks.found:
        names |= dict.fromkeys(cells)
    sheet = Sheet("", [], [], fields=list(names), crs=WGS84)
    for number, (cells, shapes) in enumerate(placemarks.found, start=1):
        sheet.rows.append([cells.get(name) for name in names])
        sheet.numbers.append(number)
        sheet.shapes.append(_one(shapes))
        if shapes and sheet.shapes[-1] is None:
            sheet.shape_faults[number] = "shape_numbers"
    return [sheet]


def _refuse_entity(*_: Any) -> None:
    raise FileRefusedError("entities")


def _one(shapes: list[tuple[str, list[Any]]]) -> dict[str, Any] | None:
    """The shape of a placemark as GeoJSON: one, or several of one kind."""
    if not shapes or any(not places for _, places in shapes):
        return None
    kinds = {kind for kind, _ in shapes}
    if len(shapes) == 1:
        return {"type": shapes[0][0], "coordinates": shapes[0][1]}
    if len(kinds) == 1:
        return {"type": f"Multi{kinds.pop()}", "coordinates": [places for _, places in shapes]}
    return {"type": "GeometryCollection", "geometries": [{"type": k, "coordinates": p} for k, p in shapes]}


class _Placemarks:
    """What expat hears: the cells and the shapes of each placemark."""

    def __init__(self) -> None:
        self.found: list[tuple[dict[str, str], list[tuple[str, list[Any]]]]] = []
        self.words: list[str] = []
        self.path: list[str] = []
        self.field = ""
        self.vertices = 0
        self.rings: list[list[list[float]]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name == "NetworkLink":
            raise FileRefusedError("network_link")
        if name == "Placemark":
            self.found.append(({}, []))
            if "id" in attributes:
                self.found[-1][0]["id"] = attributes["id"]
            if len(self.found) > ROWS_MOST:
                raise FileRefusedError("rows", most=ROWS_MOST)
        elif name in ("Data", "SimpleData"):
            self.field = attributes.get("name", "")
        elif name == "Polygon":
            self.rings = []
        self.path.append(name)
        self.words.clear()

    def end(self, tag: str) -> None:
        name, words = tag.rpartition(" ")[2], "".join(self.words).strip()
        self.path.pop()
        self.words.clear()
        if "Placemark" not in self.path:
            return
        cells, shapes = self.found[-1]
        above = self.path[-1]
        if above == "Placemark" and name in OWN:
            pairs = _pairs(words) if name == "description" and "<t" in words.lower() else {}
            for label, value in (pairs or {name: words}).items():
                cells.setdefault(label, value)
        elif name == "SimpleData" or (name == "value" and above == "Data"):
            cells[self.field] = words
        elif name == "coordinates":
            self.vertices += words.count(",")
            if self.vertices > VERTICES_MOST:
                raise FileRefusedError("vertices", most=VERTICES_MOST)
            self._place(above, _places(words), shapes)
        elif name == "Polygon":
            shapes.append(("Polygon", self.rings))

    def _place(self, above: str, places: list[list[float]], shapes: list[tuple[str, list[Any]]]) -> None:
        if above == "Point":
            shapes.append(("Point", places[0] if places else []))
        elif above == "LineString":
            shapes.append(("LineString", places))
        elif above == "LinearRing" and "Polygon" in self.path:
            self.rings.append(places)


def _pairs(words: str) -> dict[str, str]:
    """The fields of a description that is a table of two columns, as programs of maps write it; {} for any other."""
    try:
        rows = [[str(cell or "").strip() for cell in row] for sheet in read_tables(words) for row in sheet.rows]
    except FileRefusedError:
        return {}
    rows = [cells for row in rows if (cells := [cell for cell in row if cell])]
    if not rows or any(len(row) > 2 for row in rows):
        return {}
    return {row[0][:LABEL_LETTERS]: row[1] for row in rows if len(row) == 2}


def _places(words: str) -> list[list[float]]:
    """The points of an element of coordinates; none where one of them is no number, or none that a map has."""
    try:
        found = [[float(number) for number in place.split(",")[:2]] for place in words.split()]
    except ValueError:
        return []
    return found if all(isfinite(number) for place in found for number in place) else []
