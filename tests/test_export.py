"""Each format gives back what was picked, and no cell of it is more than a cell."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.catalog.measures import carrier_points
from g60.contract.i18n import LANGUAGES
from g60.export.handouts import formats
from tests.opened import HAINING_CHIPS, IDS_AND_AREAS, NOTHING, ONE_POINT, exported, known
from tests.strategies import random_selections
from tests.tables import TableSource, changed, cited, sound

FORMULAS = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM", '=HYPERLINK("http://x")'),
]


def hostile(name: str) -> Catalog:
    return Catalog.load(TableSource(cited(changed(sound(), "carriers", 3, name_zh=name, name_en=name))))


def test_every_format_is_tested() -> None:
    assert set(IDS_AND_AREAS) == set(formats("list"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", formats("list"))
def test_ids_and_numbers_are_those_of_the_list(catalog: Catalog, name: str, lang: str) -> None:
    for selection in [Selection(), HAINING_CHIPS, NOTHING, ONE_POINT, *random_selections(16, catalog)]:
        found = IDS_AND_AREAS[name](exported(catalog, selection, name, lang))
        assert found == known(catalog, selection)
        assert list(found) == list(catalog.pick(selection).entities.index)


# Prints the status of a call for each format, and what it said, where no file may be longer than 6,000 bytes.
FULL_DISK = """
import contextlib, io, json, resource, sys, traceback
from g60.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (6_000, 6_000))
told = {}
for name in sys.argv[2:]:
    with contextlib.redirect_stderr(io.StringIO()) as said:
        try:
            status = main(["list", "--format", name, "-o", f"{sys.argv[1]}/plan.{name}"])
        except BaseException:
            status = traceback.print_exc()
    told[name] = [status, said.getvalue()]
print(json.dumps(told))
"""


def test_a_full_disk_is_said_and_leaves_nothing_behind(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    settings = {**os.environ, "TMPDIR": str(scratch), "PYTHONDONTWRITEBYTECODE": "1"}
    call = [sys.executable, "-c", FULL_DISK, str(tmp_path), *formats("list")]
    told = json.loads(subprocess.run(call, capture_output=True, text=True, env=settings, check=True).stdout)
    assert set(told) == set(formats("list"))
    for name, (status, said) in told.items():
        assert status == 1, (name, said)
        assert said.startswith("无法写入 "), name
        assert "Traceback" not in said
    assert [path.name for path in tmp_path.rglob("*")] == ["scratch"]


@pytest.mark.parametrize("name", formats("list"))
def test_the_same_is_written_as_the_same_bytes(catalog: Catalog, name: str) -> None:
    assert exported(catalog, HAINING_CHIPS, name) == exported(catalog, HAINING_CHIPS, name)


@pytest.mark.parametrize("name", ["json", "csv", "geojson"])
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
    assert (
        content["sentence_en"]
        == "Haining · Semiconductors: 2 innovation platforms, 1 lakeside innovation district (county inferred)"
    )
    assert (content["version"], content["data"], content["count"]) == (1, catalog.fingerprint, 3)
    assert Selection.from_query(content["selection"]) == HAINING_CHIPS
    item = content["items"][0]
    citations = item.pop("citations")
    assert item == {
        "id": "lake-juanhu",
        "kind": "lake_district",
        "list": None,
        "name_zh": "鹃湖国际科技城",
        "name_en": "Juanhu International Science and Technology City",
        "unit": "330481",
        "unit_zh": "海宁市",
        "unit_en": "Haining City",
        "unit_evidence": "inferred",
        "area_km2": 23.3,
        "area_km2_text": "23.3 km²",
        "area_km2_evidence": "stated",
        "industries": ["semi", "life", "services"],
        "industries_evidence": "derived",
    }
    assert citations.keys() == {"name_zh", "name_en", "unit", "area_km2", "industries"}
    assert citations["area_km2"] == {
        "source": ["plan"],
        "title_zh": ["嘉兴市科技创新发展“十四五”规划"],
        "title_en": ["The 14th Five-Year Plan for Science and Technology Innovation of Jiaxing"],
        "locator": "表3 第4行",
        "line": [281],
        "note": "",
        "note_en": "",
    }


def test_json_has_null_where_a_unit_is_missing(catalog: Catalog) -> None:
    items = json.loads(exported(catalog, Selection(kinds=frozenset({"corridor"})), "json"))["items"]
    assert [(item["unit"], item["unit_evidence"]) for item in items] == [(None, "missing")]
    assert [(item["unit_zh"], item["unit_en"]) for item in items] == [("规划未载明", "Not stated in the plan")]
    assert [(item["area_km2"], item["area_km2_text"]) for item in items] == [(None, "规划未载明")]


# CSV -----------------------------------------------------------------------------------------


def test_csv_begins_with_a_byte_order_mark_and_has_the_line_ends_of_a_spreadsheet(catalog: Catalog) -> None:
    data = exported(catalog, HAINING_CHIPS, "csv")
    assert data.startswith(b"\xef\xbb\xbfid,kind,list,")
    assert data.count(b"\r\n") == data.count(b"\n") == 4


def test_csv_keeps_codes_as_text_and_names_the_evidence_of_the_county(catalog: Catalog) -> None:
    table = pd.read_csv(io.BytesIO(exported(catalog, HAINING_CHIPS, "csv")), dtype=str, keep_default_na=False)
    row = table.iloc[0].to_dict()
    expected = {
        "id": "lake-juanhu",
        "kind": "lake_district",
        "list": "",
        "name_zh": "鹃湖国际科技城",
        "name_en": "Juanhu International Science and Technology City",
        "unit": "330481",
        "unit_zh": "海宁市",
        "unit_evidence": "inferred",
        "area_km2": "23.3",
        "area_km2_evidence": "stated",
        "area_km2_source": "嘉兴市科技创新发展“十四五”规划 表3 第4行 L281",
        "kind_zh": "科创湖区",
        "industry_zh": "半导体与集成电路；生命健康；科技服务与现代服务",
        "map_lon": "120.7155",
        "map_basis_zh": "示意",
        "industries": "semi;life;services",
        "industries_evidence": "derived",
        "data_version": f"1 {catalog.fingerprint[:12]}",
    }
    assert {key: row[key] for key in expected} == expected


def test_csv_says_in_words_what_the_documents_do_not_say(catalog: Catalog) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(catalog, Selection(), "csv").decode("utf-8-sig"), newline="")))
    for row in rows:
        for field in ("unit", "industries"):
            assert (row[field] == "规划未载明") == (row[f"{field}_evidence"] == "missing")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_csv_has_numbers_or_nothing_in_a_column_of_numbers_and_says_beside_it_what_is_missing(
    catalog: Catalog, lang: str
) -> None:
    data = exported(catalog, Selection(), "csv", lang)
    table = pd.read_csv(io.BytesIO(data))
    for name in ("area_km2", "lon", "lat", "uncertainty_m", "map_lon", "map_lat"):
        assert pd.api.types.is_float_dtype(table[name]), name
    missing = table["area_km2_evidence"] == "missing"
    assert missing.sum() > 1
    assert table["area_km2"][missing].isna().all()
    assert table["area_km2"][table["area_km2_evidence"] == "stated"].notna().all()
    assert table["area_km2_source"][missing].notna().all()


def test_csv_says_where_each_thing_is_drawn_and_nobody_gets_a_place_that_is_not_known(catalog: Catalog) -> None:
    table = pd.read_csv(io.BytesIO(exported(catalog, Selection(), "csv", "en")), index_col="id", dtype=str)
    grades = catalog.carriers["location_grade"]
    assert table["map_lon"][grades.index[grades == "D"]].isna().all()
    assert table["map_lon"][grades.index[grades != "D"]].tolist() == table["lon"][grades.index[grades != "D"]].tolist()
    assert set(table["map_basis_en"][catalog.areas.index]) == {"schematic"}
    for area_id, shape in catalog.areas.geometry.items():
        at = shapely.Point(float(table["map_lon"][area_id]), float(table["map_lat"][area_id]))
        assert shape.buffer(1e-5).contains(at)


def test_english_csv_has_english_words_and_no_column_of_chinese_ones_for_codes(catalog: Catalog) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(catalog, HAINING_CHIPS, "csv", "en").decode("utf-8-sig"))))
    row = rows[0]
    assert (row["unit"], row["unit_en"], row["kind_en"]) == ("330481", "Haining City", "Lakeside innovation district")
    assert row["industry_en"].startswith("Semiconductors and integrated circuits; Life sciences and health")
    assert row["unit_source"].startswith("The 14th Five-Year Plan for Science and Technology Innovation of Jiaxing")
    assert not {"unit_zh", "kind_zh", "list_zh", "industry_zh"} & row.keys()
    assert (row["place_zh"], rows[1]["place_zh"]) == ("", "Not stated in the plan")


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


def test_geojson_says_its_bounds_and_which_document_each_value_stands_in(catalog: Catalog) -> None:
    content = json.loads(exported(catalog, Selection(), "geojson"))
    shapes = [*catalog.areas.geometry, *carrier_points(catalog.carriers).geometry]
    assert content["bbox"] == pytest.approx(shapely.total_bounds(shapes), abs=1e-6)
    lake = {feature["id"]: feature["properties"] for feature in content["features"]}["lake-juanhu"]
    assert lake["area_km2_source_zh"] == "嘉兴市科技创新发展“十四五”规划 表3 第4行 L281"
    assert lake["unit_source_en"].endswith("the reference-point table puts it in Xiashi Subdistrict of Haining")
    nowhere = Selection(query="鹃湖国际科技城没有这个")
    assert "bbox" not in json.loads(exported(catalog, nowhere, "geojson"))


def test_geojson_says_that_a_shape_is_schematic(catalog: Catalog) -> None:
    features = json.loads(exported(catalog, Selection(), "geojson"))["features"]
    bases = {feature["id"]: feature["properties"]["geometry_basis"] for feature in features}
    assert bases["lake-juanhu"] == "schematic_disc"
    assert bases["carrier-09"] is None
    grades = {feature["id"]: feature["properties"]["location_grade"] for feature in features}
    assert (grades["carrier-09"], grades["carrier-20"], grades["lake-juanhu"]) == ("A", "D", None)


def test_polygons_turn_as_rfc_7946_asks(catalog: Catalog) -> None:
    assert all(shape.exterior.is_ccw for shape in catalog.areas.geometry)
