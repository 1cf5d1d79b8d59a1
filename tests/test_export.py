"""Each format gives back what was picked, and no cell of it is more than a cell."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

from g60.catalog import Catalog
from g60.export import EXPORTERS
from g60.selection import Selection
from tests.strategies import random_selections
from tests.tables import TableSource, changed, cited, sound

HAINING_CHIPS = Selection(units=frozenset({"330481"}), industries=frozenset({"semi"}))
FORMULAS = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM", '=HYPERLINK("http://x")'),
]


def exported(catalog: Catalog, selection: Selection, name: str) -> bytes:
    return EXPORTERS[name](catalog, catalog.pick(selection), selection)


def from_json(data: bytes) -> list[str]:
    return [item["id"] for item in json.loads(data)["items"]]


def from_csv(data: bytes) -> list[str]:
    return [row["id"] for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))]


def from_geojson(data: bytes) -> list[str]:
    return [feature["id"] for feature in json.loads(data)["features"]]


READERS: dict[str, Callable[[bytes], list[str]]] = {"json": from_json, "csv": from_csv, "geojson": from_geojson}


def hostile(name: str) -> Catalog:
    return Catalog.load(TableSource(cited(changed(sound(), "carriers", 3, name_zh=name, name_en=name))))


def test_every_format_is_tested() -> None:
    assert set(READERS) == set(EXPORTERS)


@pytest.mark.parametrize("name", EXPORTERS)
def test_what_was_picked_is_what_is_read_back(catalog: Catalog, name: str) -> None:
    for selection in [Selection(), HAINING_CHIPS, *random_selections(20, catalog)]:
        ids = READERS[name](exported(catalog, selection, name))
        assert ids == list(catalog.pick(selection).entities.index)


@pytest.mark.parametrize("name", EXPORTERS)
def test_the_same_is_written_as_the_same_bytes(catalog: Catalog, name: str) -> None:
    assert exported(catalog, HAINING_CHIPS, name) == exported(catalog, HAINING_CHIPS, name)


@pytest.mark.parametrize("name", EXPORTERS)
def test_a_name_is_written_as_it_is(name: str) -> None:
    odd = "<b>“鹃湖”</b>, {{x}} \\ `${1}` \u202e\n下一行"
    text = exported(hostile(odd), Selection(), name).decode("utf-8-sig")
    rows = (
        list(csv.DictReader(io.StringIO(text, newline="")))
        if name == "csv"
        else [item.get("properties", item) for item in json.loads(text).get("items", json.loads(text).get("features"))]
    )
    assert [row["name_zh"] for row in rows].count(odd) == 1


# JSON ----------------------------------------------------------------------------------------


def test_json_says_the_sentence_the_count_and_the_version(catalog: Catalog) -> None:
    content = json.loads(exported(catalog, HAINING_CHIPS, "json"))
    assert content["sentence_zh"] == "海宁 · 半导体：2 个载体、1 个科创湖区（归属推断）"
    assert content["sentence_en"] == "Haining · Semiconductors: 2 carriers, 1 lakeside district (county inferred)"
    assert (content["version"], content["data"], content["count"]) == (1, catalog.fingerprint, 3)
    assert Selection.from_query(content["selection"]) == HAINING_CHIPS
    assert content["items"][0] == {
        "id": "lake-juanhu",
        "kind": "lake_district",
        "list": None,
        "name_zh": "鹃湖国际科技城",
        "name_en": "Juanhu International Science and Technology City",
        "unit": "330481",
        "unit_evidence": "inferred",
        "industries": ["semi", "life", "services"],
    }


def test_json_has_null_where_a_unit_is_missing(catalog: Catalog) -> None:
    items = json.loads(exported(catalog, Selection(kinds=frozenset({"corridor"})), "json"))["items"]
    assert [(item["unit"], item["unit_evidence"]) for item in items] == [(None, "missing")]


# CSV -----------------------------------------------------------------------------------------


def test_csv_begins_with_a_byte_order_mark_and_has_the_line_ends_of_a_spreadsheet(catalog: Catalog) -> None:
    data = exported(catalog, HAINING_CHIPS, "csv")
    assert data.startswith(b"\xef\xbb\xbfid,kind,list,name_zh,")
    assert data.count(b"\r\n") == data.count(b"\n") == 4


def test_csv_keeps_codes_as_text_and_names_the_evidence_of_the_county(catalog: Catalog) -> None:
    table = pd.read_csv(io.BytesIO(exported(catalog, HAINING_CHIPS, "csv")), dtype=str, keep_default_na=False)
    assert table.iloc[0].to_dict() == {
        "id": "lake-juanhu",
        "kind": "lake_district",
        "list": "",
        "name_zh": "鹃湖国际科技城",
        "name_en": "Juanhu International Science and Technology City",
        "unit": "330481",
        "unit_zh": "海宁市",
        "unit_evidence": "inferred",
        "industries": "semi;life;services",
    }


@pytest.mark.parametrize("name", FORMULAS)
def test_no_name_is_a_formula_to_a_spreadsheet(name: str) -> None:
    text = exported(hostile(name), Selection(), "csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert rows[-2]["name_zh"] == rows[-2]["name_en"] == f"'{name}"


# GeoJSON -------------------------------------------------------------------------------------


@pytest.fixture
def opened(catalog: Catalog, tmp_path: Path) -> gpd.GeoDataFrame:
    path = tmp_path / "all.geojson"
    path.write_bytes(exported(catalog, Selection(), "geojson"))
    return gpd.read_file(path)


def test_gdal_opens_the_geojson_with_all_rows_names_and_shapes(catalog: Catalog, opened: gpd.GeoDataFrame) -> None:
    assert opened.crs == "EPSG:4326"
    assert opened["name_zh"].tolist() == catalog.entities["name_zh"].tolist()
    shapes = opened.set_index("id").geometry
    assert shapes["lake-juanhu"].equals(catalog.areas.geometry["lake-juanhu"])
    assert (shapes["carrier-09"].x, shapes["carrier-09"].y) == (120.67257, 30.76779)


def test_a_body_known_by_its_county_only_has_no_geometry(catalog: Catalog, opened: gpd.GeoDataFrame) -> None:
    by_county_only = catalog.carriers.index[catalog.carriers["location_grade"] == "D"]
    without = opened.set_index("id").geometry.isna()
    assert set(without.index[without]) == set(by_county_only)


def test_geojson_carries_the_same_header_as_json_and_whom_its_lines_are_owed_to(catalog: Catalog) -> None:
    content: dict[str, Any] = json.loads(exported(catalog, HAINING_CHIPS, "geojson"))
    header = json.loads(exported(catalog, HAINING_CHIPS, "json"))
    del header["items"]
    assert {key: content[key] for key in header} == header
    assert content["type"] == "FeatureCollection"
    assert "© OpenStreetMap contributors, ODbL" in content["attribution"]
    assert "GeoNames" in content["attribution"]


def test_geojson_says_that_a_shape_is_schematic(catalog: Catalog) -> None:
    features = json.loads(exported(catalog, Selection(), "geojson"))["features"]
    bases = {feature["id"]: feature["properties"]["geometry_basis"] for feature in features}
    assert bases["lake-juanhu"] == "schematic_disc"
    assert bases["carrier-09"] is None
    grades = {feature["id"]: feature["properties"]["location_grade"] for feature in features}
    assert (grades["carrier-09"], grades["carrier-20"], grades["lake-juanhu"]) == ("A", "D", None)


def test_polygons_turn_as_rfc_7946_asks(catalog: Catalog) -> None:
    assert all(shape.exterior.is_ccw for shape in catalog.areas.geometry)
