"""A GeoPackage as GDAL and SQLite see it, with the styles that QGIS looks for."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest

from g60.ask.selection import Selection
from g60.catalog import ground
from g60.catalog.catalog import Catalog
from g60.contract.i18n import LANGUAGES, text
from g60.contract.schema import KINDS
from g60.contract.symbology import SYMBOLS
from g60.contract.themes import THEMES
from tests.hostile import ATTACKS
from tests.opened import HAINING_CHIPS, NOTHING, ONE_POINT, exported, layers
from tests.tables import TableSource, changed, cited, sound

# The columns of QGIS's own table of styles, in its order.
STYLE_COLUMNS = (
    *("id", "f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column", "styleName", "styleQML"),
    *("styleSLD", "useAsDefault", "description", "owner", "ui", "update_time"),
)
QGIS_LAYERS = {"SimpleFill", "SimpleLine", "LinePatternFill", "SimpleMarker"}


# The layers of the ground, each with its symbol.
GROUND = {"roads": "road", "railways": "track", "towns": "town"}


@contextmanager
def asked(data: bytes) -> Iterator[sqlite3.Connection]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "atlas.gpkg"
        path.write_bytes(data)
        with closing(sqlite3.connect(path)) as connection:
            yield connection


@pytest.mark.parametrize("lang", LANGUAGES)
def test_gdal_finds_a_layer_for_each_kind_with_its_shapes(catalog: Catalog, lang: str) -> None:
    found = layers(exported(catalog, Selection(), "gpkg", lang), "gpkg")
    assert [name for name in found if name in KINDS] == list(KINDS)
    for kind in KINDS:
        frame = found[kind]
        assert isinstance(frame, gpd.GeoDataFrame)
        assert frame.crs == "EPSG:4326"
        wanted = catalog.entities.index[catalog.entities["kind"] == kind]
        assert frame["id"].tolist() == list(wanted)
    lakes = found["lake_district"].set_index("id").geometry
    assert all(shape.equals(catalog.areas.geometry[lake]) for lake, shape in lakes.items())
    carriers = found["carrier"].set_index("id").geometry
    assert (carriers["carrier-09"].x, carriers["carrier-09"].y) == (120.67257, 30.76779)
    by_county_only = catalog.carriers.index[catalog.carriers["location_grade"] == "D"]
    assert set(carriers.index[carriers.isna()]) == set(by_county_only)


def test_the_ground_is_in_it_whatever_was_picked(catalog: Catalog) -> None:
    found = layers(exported(catalog, NOTHING, "gpkg"), "gpkg")
    frames = {"roads": ground.roads(), "railways": ground.railways(), "towns": ground.towns()}
    for name, frame in frames.items():
        assert found[name]["id"].tolist() == list(frame.index)
        assert all(one.equals(other) for one, other in zip(found[name].geometry, frame.geometry, strict=True))
    assert found["towns"]["name_zh"].tolist() == frames["towns"]["name_zh"].tolist()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_missing_number_is_null_and_says_so_in_words_beside_it(catalog: Catalog, lang: str) -> None:
    zones = layers(exported(catalog, Selection(), "gpkg", lang), "gpkg")["high_tech_zone"]
    assert zones["area_km2"].isna().all()
    assert set(zones["area_km2_text"]) == {text("not_stated", lang)}
    assert set(zones["area_km2_evidence"]) == {text("evidence_missing", lang)}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_says_what_it_shows_which_version_and_where_each_value_stands(catalog: Catalog, lang: str) -> None:
    found = layers(exported(catalog, HAINING_CHIPS, "gpkg", lang), "gpkg")
    lines = "\n".join(found["about"]["line"])
    assert catalog.fingerprint[:12] in lines
    assert text("map_map_review", lang) in lines
    assert "© OpenStreetMap contributors, ODbL" in lines
    assert found["sources"]["title"].tolist() == catalog.sources[f"title_{lang}"].tolist()
    shown = set(catalog.pick(HAINING_CHIPS).entities.index)
    assert len(found["citations"]) == len([key for key in catalog.citations if key[0] in shown])


def test_qgis_finds_one_default_style_for_each_layer(catalog: Catalog) -> None:
    with asked(exported(catalog, Selection(), "gpkg")) as file:
        columns = [row[1] for row in file.execute("PRAGMA table_info(layer_styles)")]
        geometry = dict(file.execute("SELECT table_name, column_name FROM gpkg_geometry_columns"))
        styles = file.execute(
            "SELECT f_table_name, f_table_schema, f_geometry_column, useAsDefault FROM layer_styles"
        ).fetchall()
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert file.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        listed = file.execute("SELECT data_type FROM gpkg_contents WHERE table_name = 'layer_styles'").fetchone()
    assert tuple(columns) == STYLE_COLUMNS
    assert listed == ("attributes",)
    assert styles == [(name, "", geometry[name], 1) for name in (*KINDS, *GROUND)]


def test_a_style_is_the_symbology_in_qgis_words(catalog: Catalog) -> None:
    data = exported(catalog, Selection(), "gpkg", "en")
    fields = {name: set(frame.columns) for name, frame in layers(data, "gpkg").items()}
    with asked(data) as file:
        styles = dict(file.execute("SELECT f_table_name, styleQML FROM layer_styles").fetchall())
    for kind, qml in styles.items():
        root = ET.fromstring(qml.partition("\n")[2])
        assert root.tag == "qgis"
        classes = {layer.get("class") for layer in root.iter("layer")}
        assert classes <= QGIS_LAYERS
        labelled = root.find(".//text-style")
        assert (labelled is None) == (kind in ("roads", "railways"))
        assert labelled is None or labelled.get("fieldName") in fields[kind]
        colour = str(getattr(THEMES["day"], SYMBOLS[GROUND.get(kind, kind)].colour))
        rgb = ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
        assert any(str(prop.get("v")).startswith(rgb) for prop in root.iter("prop"))


def test_each_carrier_with_a_point_falls_under_one_rule(catalog: Catalog) -> None:
    data = exported(catalog, Selection(), "gpkg")
    with asked(data) as file:
        (qml,) = file.execute("SELECT styleQML FROM layer_styles WHERE f_table_name = 'carrier'").fetchone()
        root = ET.fromstring(qml.partition("\n")[2])
        rules = [(rule.get("symbol"), rule.get("filter")) for rule in root.iter("rule") if rule.get("filter")]
        symbols = {symbol.get("name") for symbol in root.findall("./renderer-v2/symbols/symbol")}
        found = [
            entity_id
            for _, where in rules
            for (entity_id,) in file.execute(f"SELECT id FROM carrier WHERE {where}").fetchall()
        ]
        placed = [row[0] for row in file.execute("SELECT id FROM carrier WHERE geom IS NOT NULL").fetchall()]
    assert {symbol for symbol, _ in rules} == symbols
    assert len(rules) == 4
    assert sorted(found) == sorted(placed)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_bodies_at_one_point_are_listed_in_one_label_and_every_point_has_one(catalog: Catalog, lang: str) -> None:
    placed = layers(exported(catalog, Selection(), "gpkg", lang), "gpkg")["carrier"].dropna(subset="geometry")
    groups = placed.groupby([placed.geometry.x, placed.geometry.y])
    assert max(len(here) for _, here in groups) > 1
    for _, here in groups:
        (said,) = [label for label in here["map_label"] if label]
        assert said.split("\n") == here[f"name_{lang}"].tolist()
        assert set(here["at_this_point"]) == {len(here)}


def test_qgis_shows_the_label_that_lists_several_whatever_lies_near_it(catalog: Catalog) -> None:
    with asked(exported(catalog, Selection(), "gpkg")) as file:
        (qml,) = file.execute("SELECT styleQML FROM layer_styles WHERE f_table_name = 'carrier'").fetchone()
        settings = ET.fromstring(qml.partition("\n")[2]).find(".//labeling/settings")
        assert settings is not None
        always = settings.find("./dd_properties/Option/Option[@name='properties']/Option[@name='AlwaysShow']")
        assert always is not None
        given = {str(part.get("name")): str(part.get("value")) for part in always}
        assert (given["active"], given["type"]) == ("true", "3")
        where = f"{given['expression']} AND \"map_label\" != ''"
        listed = file.execute(f"SELECT map_label FROM carrier WHERE {where}").fetchall()
    assert len(listed) > 1
    assert all("\n" in label for (label,) in listed)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_qgis_names_every_area_whatever_lies_near_it_and_is_told_why_borders_are_missing(
    catalog: Catalog, lang: str
) -> None:
    data = exported(catalog, Selection(), "gpkg", lang)
    with asked(data) as file:
        styles = dict(file.execute("SELECT f_table_name, styleQML FROM layer_styles").fetchall())
    for kind in set(KINDS) - {"carrier"}:
        rendering = ET.fromstring(styles[kind].partition("\n")[2]).find(".//rendering")
        assert rendering is not None
        assert (rendering.get("drawLabels"), rendering.get("displayAll"), rendering.get("obstacle")) == ("1", "1", "0")
    found = layers(data, "gpkg")
    assert found["lake_district"][f"name_{lang}"].str.len().gt(0).sum() == 8
    assert text("opendata_outlines", lang) in found["about"]["line"].tolist()


def test_nothing_shown_and_one_point_are_whole_files(catalog: Catalog) -> None:
    empty = layers(exported(catalog, NOTHING, "gpkg"), "gpkg")
    assert not set(KINDS).intersection(empty)
    assert text("handout_empty", "zh") in empty["about"]["line"].tolist()
    one = layers(exported(catalog, ONE_POINT, "gpkg"), "gpkg")
    assert [name for name in one if name in KINDS] == ["carrier"]
    assert one["carrier"]["id"].tolist() == ["carrier-09"]


@pytest.mark.parametrize("name", [*ATTACKS, "'; DROP TABLE carrier; --", '"', "长" * 10_000])
def test_a_name_is_written_as_it_is(name: str) -> None:
    catalog = Catalog.load(TableSource(cited(changed(sound(), "carriers", 3, name_zh=name, name_en=name))))
    found = layers(exported(catalog, Selection(), "gpkg"), "gpkg")["carrier"].set_index("id")
    assert found.at["carrier-2", "name_zh"] == found.at["carrier-2", "name_en"] == name
