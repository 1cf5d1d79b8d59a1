"""Bytes become tables of text, numbered as a reader counts; what is no table says where it breaks."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from g60.catalog.readers import read, read_csv, read_geojson
from g60.contract.errors import ReadError

POINT = {"type": "Point", "coordinates": [120.7, 30.5]}


def feature(**parts: Any) -> dict[str, Any]:
    return {"type": "Feature", "id": "a", "properties": {"name_zh": "鹃湖"}, "geometry": POINT} | parts


def collection(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def refused(data: bytes, name: str) -> Mapping[str, object]:
    """Code and values of the error that reading raises."""
    with pytest.raises(ReadError) as caught:
        read(data, name)
    return {"code": caught.value.code} | caught.value.values


# CSV -----------------------------------------------------------------------------------------


def test_every_cell_is_text_and_an_empty_one_is_empty() -> None:
    table = read_csv("unit,name_zh,x\n0573,鹃湖,\nNA,null,1.50\n".encode(), "t.csv")
    assert table.to_dict("records") == [
        {"unit": "0573", "name_zh": "鹃湖", "x": ""},
        {"unit": "NA", "name_zh": "null", "x": "1.50"},
    ]


@pytest.mark.parametrize("data", [b"\xef\xbb\xbfa,b\r\n1,2\r\n", b"a,b\r\n1,2", b"a,b\n1,2\n\n", b'"a","b"\n"1","2"\n'])
def test_a_byte_order_mark_and_the_kind_of_line_end_do_not_matter(data: bytes) -> None:
    assert read_csv(data, "t.csv").to_dict("records") == [{"a": "1", "b": "2"}]


def test_rows_are_numbered_as_a_spreadsheet_does_blank_ones_too() -> None:
    table = read_csv(b'a,b\n1,2\n\n"x\ny",4\n5,6\n', "t.csv")
    assert dict(table["a"]) == {2: "1", 4: "x\ny", 5: "5"}


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"a,b\n1,2,3\n", "2"),
        (b"a,b\n1\n", "2"),
        (b"a,b\n1,2\n\n3\n4,5\n6,7,8\n", "4, 6"),
    ],
)
def test_every_row_that_is_longer_or_shorter_than_the_header_is_named(data: bytes, rows: str) -> None:
    first = int(rows.partition(",")[0])
    assert refused(data, "t.csv") == {"code": "error_row_length", "file": "t.csv", "row": first, "detail": rows}


def test_a_column_that_is_there_twice_is_refused() -> None:
    assert refused(b"a,b,a\n1,2,3\n", "t.csv") == {"code": "error_column_repeated", "file": "t.csv", "detail": "a"}


@pytest.mark.parametrize("data", [b"", b'a,b\n"1,2\n', b'a,b\n1,"2"x\n'])
def test_what_is_no_whole_csv_is_refused(data: bytes) -> None:
    assert refused(data, "t.csv")["code"] == "error_not_csv"


@pytest.mark.parametrize(
    ("data", "row"), [("a\n鹃湖\n".encode("gbk"), 2), ("a\n鹃湖\n".encode("utf-16"), 1), (b"a\nb\nc\xff\n", 3)]
)
def test_text_in_another_encoding_names_its_first_line(data: bytes, row: int) -> None:
    assert refused(data, "t.csv") == {"code": "error_not_utf8", "file": "t.csv", "row": row}


# A lone carriage return inside a cell is the one thing that a CSV cannot hold apart from a line end.
cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=20)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5))
def test_what_pandas_writes_is_read_back(rows: list[tuple[str, str]]) -> None:
    written = read_csv(b"a,b\n1,2\n", "t.csv").iloc[:0]
    for place, (first, second) in enumerate(rows):
        written.loc[place] = [first, second]
    assert read_csv(written.to_csv(index=False).encode(), "t.csv").to_numpy().tolist() == [list(row) for row in rows]


# GeoJSON -------------------------------------------------------------------------------------


def test_a_feature_gives_its_id_its_properties_as_text_and_its_geometry() -> None:
    properties = {"a": None, "b": 12, "c": 12.0, "d": ["x", "y"], "e": "鹃湖"}
    table = read_geojson(collection(feature(properties=properties)), "t.geojson")
    row = dict(table.iloc[0])
    assert row == {"id": "a", "a": "", "b": "12", "c": "12", "d": "x;y", "e": "鹃湖", "geometry": Point(120.7, 30.5)}
    assert table.crs == "EPSG:4326"


@pytest.mark.parametrize("number", ["42.7", "1234.5678", "120.82099", "0.1", "1234567.25"])
def test_a_number_keeps_all_its_digits(number: str) -> None:
    data = collection(feature(properties={"area_km2": float(number)}))
    assert read_geojson(data, "t.geojson")["area_km2"].tolist() == [number]


def test_features_are_numbered_from_one_and_may_have_different_properties() -> None:
    data = collection(feature(properties={"a": 1}), feature(id="b", properties={"b": 2}), feature(properties=None))
    table = read_geojson(data, "t.geojson")
    assert list(table.index) == [1, 2, 3]
    assert table[["id", "a", "b"]].to_numpy().tolist() == [["a", "1", ""], ["b", "", "2"], ["a", "", ""]]


def test_a_property_called_id_does_not_take_the_place_of_the_features_id() -> None:
    table = read_geojson(collection(feature(properties={"id": "property"})), "t.geojson")
    assert table["id"].tolist() == ["a"]


def test_a_feature_without_geometry_is_read_and_left_to_the_checks() -> None:
    table = read_geojson(collection(feature(), feature(geometry=None)), "t.geojson")
    assert table["geometry"].isna().tolist() == [False, True]


def test_a_collection_without_features_has_no_rows() -> None:
    assert len(read_geojson(collection(), "t.geojson")) == 0


@pytest.mark.parametrize(
    "data",
    [
        *(b"\xff", b"[1]", b"null", b'{"features": 5}', b'{"features": {"a": 1}}', b'{"features": ["a"]}'),
        *(b"[" * 100_000, collection(feature(properties=5))),
    ],
)
def test_what_is_no_feature_collection_is_refused(data: bytes) -> None:
    assert refused(data, "t.geojson")["code"] == "error_not_geojson"


@pytest.mark.parametrize(
    ("data", "detail"), [(b"", "1:1"), (b"{", "1:2"), (b'{"features": [\n {"type": 1,, }]}', "2:13")]
)
def test_what_is_no_json_names_line_and_column(data: bytes, detail: str) -> None:
    said = refused(data, "t.geojson")
    assert (said["code"], said["detail"]) == ("error_not_json", detail)


def test_a_key_that_stands_twice_is_refused_by_name() -> None:
    data = collection(feature(properties={"name_zh": "a"})).replace(b'"name_zh"', b'"name_zh": "b", "name_zh"')
    said = refused(data, "t.geojson")
    assert (said["code"], said["detail"]) == ("error_json_key_repeated", "name_zh")


@pytest.mark.parametrize(
    "spoilt", [{"id": "\ud800"}, {"properties": {"name_zh": "湖\udfff"}}, {"properties": {"\ud800": 1}}]
)
def test_half_of_a_character_is_refused_and_can_be_printed(spoilt: dict[str, Any]) -> None:
    said = refused(collection(feature(**spoilt)), "t.geojson")
    assert said["code"] == "error_text_broken"
    assert str(said["detail"]).encode()


@pytest.mark.parametrize(
    "geometry",
    [
        *(5, "POINT (1 2)", {}, {"type": "Point"}, {"type": "Point", "coordinates": ["a"]}),
        *({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}, {"type": "Point", "coordinates": [float("inf"), 1]}),
    ],
)
def test_a_broken_geometry_names_its_feature(geometry: Any) -> None:
    said = refused(collection(feature(), feature(geometry=geometry)), "t.geojson")
    assert (said["code"], said["row"]) == ("error_not_geojson", 2)


# By name -------------------------------------------------------------------------------------


def test_the_ending_of_the_name_says_what_a_file_is() -> None:
    assert read(b"a\n1\n", "T.CSV")["a"].tolist() == ["1"]
    assert len(read(collection(feature()), "a.b.geojson")) == 1


@pytest.mark.parametrize("name", ["t.xls", "t.xlsx", "t.csv.exe", "t", ""])
def test_another_ending_is_refused_and_the_known_ones_are_named(name: str) -> None:
    assert refused(b"a\n1\n", name) == {"code": "error_unknown_format", "file": name, "known": "csv, geojson"}
