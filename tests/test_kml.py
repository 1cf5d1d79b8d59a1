"""KML as GDAL reads it and as its schema orders it: nothing in it is markup, and nothing asks another host."""

from xml.etree import ElementTree as ET

import pytest

from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.contract.i18n import LANGUAGES, text
from g60.contract.schema import KINDS
from g60.evidence.sentence import sentence
from tests.hostile import ATTACKS
from tests.opened import HAINING_CHIPS, NOTHING, ONE_POINT, exported, layers
from tests.tables import changed, cited, sound

KML = {"k": "http://www.opengis.net/kml/2.2"}
# The order in which KML 2.2's schema has the parts of a feature, as far as they are used.
ORDER = (
    "name",
    "Snippet",
    "styleUrl",
    "Style",
    "ExtendedData",
    "Folder",
    "Placemark",
    "Point",
    "Polygon",
    "MultiGeometry",
)


def fields(node: ET.Element) -> dict[str, str]:
    """The extended data of one feature, not of those within it."""
    return {
        str(entry.get("name")): entry.findtext("k:value", "", KML)
        for entry in node.findall("k:ExtendedData/k:Data", KML)
    }


def placemarks(root: ET.Element) -> dict[str, ET.Element]:
    return {fields(node)["id"]: node for node in root.iterfind(".//k:Placemark", KML)}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_there_is_a_folder_for_each_kind_and_the_file_says_what_it_shows(catalog: Catalog, lang: str) -> None:
    root = ET.fromstring(exported(catalog, Selection(), "kml", lang))
    document = root.find("k:Document", KML)
    assert document is not None
    names = [folder.findtext("k:name", "", KML) for folder in document.findall("k:Folder", KML)]
    assert names == [text(f"kind_{kind}", lang) for kind in KINDS]
    said = fields(document)
    assert said["sentence"] == sentence(catalog, catalog, Selection(), lang)
    assert catalog.fingerprint[:12] in said["version"]
    assert said["review"] == text("map_map_review", lang)
    assert [said[f"source-{number}"].partition("]")[0] for number in range(1, 6)] == [f"[{n}" for n in range(1, 6)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_value_has_its_evidence_and_missing_ones_say_so(catalog: Catalog, lang: str) -> None:
    marks = placemarks(ET.fromstring(exported(catalog, Selection(), "kml", lang)))
    lake, zone = fields(marks["lake-xiangfudang"]), fields(marks["htz-haining"])
    assert lake["area_km2"] == "42.7"
    assert lake["area_km2_evidence"].startswith(text("evidence_stated", lang))
    assert (zone["area_km2"], zone["area_km2_evidence"]) == (text("not_stated", lang), text("evidence_missing", lang))
    assert "" not in {value for mark in marks.values() for value in fields(mark).values()}


def test_the_parts_of_a_feature_stand_in_the_order_of_the_schema(catalog: Catalog) -> None:
    root = ET.fromstring(exported(catalog, Selection(), "kml"))
    for node in [*root.iter(f"{{{KML['k']}}}Placemark"), *root.iter(f"{{{KML['k']}}}Document")]:
        places = [ORDER.index(child.tag.rpartition("}")[2]) for child in node]
        assert places == sorted(places)
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    styles = {f"#{node.get('id')}" for node in root.iter(f"{{{KML['k']}}}Style")}
    assert {node.text for node in root.iter(f"{{{KML['k']}}}styleUrl")} <= styles


def test_shapes_are_those_of_the_catalog_and_a_county_is_no_place(catalog: Catalog) -> None:
    found = layers(exported(catalog, Selection(), "kml"), "kml")
    shapes = {key: shape for frame in found.values() for key, shape in zip(frame["id"], frame.geometry, strict=True)}
    for area, shape in catalog.areas.geometry.items():
        assert shapes[area].symmetric_difference(shape).area < 1e-6
    assert (shapes["carrier-09"].x, shapes["carrier-09"].y) == (120.67257, 30.76779)
    placeless = {
        key
        for key, mark in placemarks(ET.fromstring(exported(catalog, Selection(), "kml"))).items()
        if mark.find("k:Point", KML) is None and mark.find("k:Polygon", KML) is None
    }
    assert placeless == set(catalog.carriers.index[catalog.carriers["location_grade"] == "D"])


@pytest.mark.parametrize("name", [*ATTACKS, "]]>", "a\x00b"])
def test_a_name_is_never_markup(name: str) -> None:
    # Without the checks, which refuse some of these names: a writer trusts nobody.
    catalog = Catalog.from_tables(cited(changed(sound(), "carriers", 3, name_zh=name, name_en=name)), "odd")
    data = exported(catalog, Selection(), "kml")
    root = ET.fromstring(data)
    assert fields(placemarks(root)["carrier-2"])["name_zh"] == name.replace("\x00", "\ufffd")
    tags = {node.tag.rpartition("}")[2] for node in root.iter()}
    assert tags.isdisjoint({"description", "text", "Icon", "NetworkLink", "href", "script", "img"})
    assert b"<![CDATA[" not in data


def test_nothing_shown_and_one_point_are_whole_files(catalog: Catalog) -> None:
    empty = ET.fromstring(exported(catalog, NOTHING, "kml"))
    document = empty.find("k:Document", KML)
    assert document is not None
    assert fields(document)["empty"] == text("handout_empty", "zh")
    assert not placemarks(empty)
    assert list(placemarks(ET.fromstring(exported(catalog, ONE_POINT, "kml")))) == ["carrier-09"]
    assert len(placemarks(ET.fromstring(exported(catalog, HAINING_CHIPS, "kml")))) == 3
