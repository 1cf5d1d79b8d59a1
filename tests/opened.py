"""Files of a selection opened by whoever did not write them: what is inside, as ids and figures."""

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio
import pypdfium2
from python_calamine import CalamineWorkbook

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.codes import NOT_APPLICABLE
from g60.contract.i18n import LANGUAGES, text
from g60.contract.schema import AREA_DATASETS, KINDS
from g60.export.handouts import Order, formats, house_options, quiet
from g60.record.intake import heads
from g60.record.intake.readers.workbook import read_sheets
from g60.record.intake.sheets import shown

Figures = dict[str, float | None]

HAINING_CHIPS = Selection(units=frozenset({"330481"}), industries=frozenset({"semi"}))
NOTHING = Selection(query="no such thing")
ONE_POINT = Selection(query="浙江大学嘉兴研究院", kinds=frozenset({"carrier"}))


def exported(catalog: Catalog, selection: Selection, name: str, lang: str = "zh") -> bytes:
    order = Order(selection, View(lang=lang), house_options())
    return formats("list")[name].make(catalog, order, quiet)


def read_back(data: bytes) -> pd.DataFrame:
    """The first table of a workbook of ours as an import reads it, every cell as text, one without a value as ""."""
    absent = {text("not_stated", lang) for lang in LANGUAGES} | {NOT_APPLICABLE}
    found = ((sheet, heads.find(sheet, {})) for sheet in read_sheets(data, "xlsx"))
    sheet, head = next((sheet, head) for sheet, head in found if head is not None and head.is_own)
    rows = [[shown(cell) for cell in row] + [""] * (len(head.names) - len(row)) for row in sheet.rows[head.first :]]
    rows = [["" if cell in absent else cell for cell in row] for row in rows]
    return pd.DataFrame(rows, columns=head.names, index=sheet.numbers[head.first :], dtype=str)


def known(catalog: Catalog, selection: Selection) -> Figures:
    """Ids and areas in km² as `list --format json` gives them: what every other file must hold."""
    items = json.loads(exported(catalog, selection, "json"))["items"]
    return {item["id"]: item.get("area_km2") for item in items}


@cache
def pdf_texts(data: bytes) -> tuple[str, ...]:
    """The text of each page of a PDF as PDFium finds it. pypdf takes ten times as long."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        return tuple(page.get_textpage().get_text_range() for page in document)


def _number(cell: object) -> float | None:
    return float(cell) if isinstance(cell, (int, float)) and not pd.isna(cell) else None


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    """The cells of every sheet of a workbook, by its name."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def table_of(rows: list[list[Any]]) -> list[dict[str, Any]]:
    """The rows of a sheet under its row of field names."""
    at = next(number for number, row in enumerate(rows) if "id" in row and "name_zh" in row)
    return [dict(zip(rows[at], row, strict=True)) for row in rows[at + 1 :]]


def in_xlsx(data: bytes) -> Figures:
    rows = table_of(next(iter(sheets(data).values())))
    return {row["id"]: _number(row.get("area_km2")) for row in rows}


def in_csv(data: bytes) -> Figures:
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return {row["id"]: float(row["area_km2"]) if row["area_km2"][:1].isdecimal() else None for row in rows}


def in_json(data: bytes) -> Figures:
    return {item["id"]: item.get("area_km2") for item in json.loads(data)["items"]}


def layers(data: bytes, ending: str) -> dict[str, pd.DataFrame]:
    """The layers of a file as GDAL reads them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file.{ending}"
        path.write_bytes(data)
        return {str(name): pyogrio.read_dataframe(path, layer=name) for name, _ in pyogrio.list_layers(path)}


def in_geojson(data: bytes) -> Figures:
    table = layers(data, "geojson")["file"]
    areas = table["area_km2"] if "area_km2" in table else [None] * len(table)
    return {} if table.empty else dict(zip(table["id"], map(_number, areas), strict=True))


def in_gpkg(data: bytes) -> Figures:
    found: Figures = {}
    for name, table in layers(data, "gpkg").items():
        if name in KINDS:
            areas = table["area_km2"] if "area_km2" in table else [None] * len(table)
            found |= dict(zip(table["id"], map(_number, areas), strict=True))
    return found


def in_kml(data: bytes) -> Figures:
    found: Figures = {}
    for table in layers(data, "kml").values():
        areas = table["area_km2"] if "area_km2" in table else [None] * len(table)
        for entity_id, area in zip(table["id"], areas, strict=True):
            found[entity_id] = float(area) if str(area)[:1].isdecimal() else None
    return found


def in_zip(data: bytes) -> Figures:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        found: Figures = {}
        for dataset in AREA_DATASETS:
            if f"data/{dataset.file}" in names:
                for feature in json.loads(archive.read(f"data/{dataset.file}"))["features"]:
                    found[feature["id"]] = _number(feature["properties"].get("area_km2"))
        rows = csv.DictReader(io.StringIO(archive.read("data/carriers.csv").decode("utf-8-sig"), newline=""))
        return found | {row["id"]: None for row in rows}


IDS_AND_AREAS: Mapping[str, Callable[[bytes], Figures]] = {
    "json": in_json,
    "csv": in_csv,
    "xlsx": in_xlsx,
    "geojson": in_geojson,
    "gpkg": in_gpkg,
    "kml": in_kml,
    "zip": in_zip,
}
