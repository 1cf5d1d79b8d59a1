"""Files of every kind are read by what they hold; a hostile or broken one ends in one message."""

from __future__ import annotations

import io
import json
import sqlite3
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import openpyxl.chart
import pyogrio
import pyproj
import pytest
import shapely
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from g60.record.intake import apart
from g60.record.intake.examine import Outcome, refusal_reason
from g60.record.intake.findings import Answers
from tests.imports import HEAD, NANHU, PINGHU, archive, codes, outcome, refusal, saved, text_table, told, workbook

TABLE = (HEAD, NANHU, PINGHU)
POINTS = [
    {
        "type": "Feature",
        "properties": {"名称": row[1], "所属县": row[2]},
        "geometry": {"type": "Point", "coordinates": row[7:]},
    }
    for row in (NANHU, PINGHU)
]
KML = (
    "<kml xmlns='http://www.opengis.net/kml/2.2'><Document><Folder>{}<Placemark><name>甲山研究院</name><ExtendedData>"
    "<Data name='所属县'><value>南湖区</value></Data></ExtendedData><Point><coordinates>120.8021,30.7412,0"
    "</coordinates></Point></Placemark></Folder></Document></kml>"
)


def features(given: list[Any], **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": given, **more}).encode()


def layer(path: Path, driver: str, **options: Any) -> None:
    frame = gpd.GeoDataFrame(
        {"名称": [NANHU[1], PINGHU[1]], "所属县": [NANHU[2], PINGHU[2]]},
        geometry=[shapely.Point(row[7:]) for row in (NANHU, PINGHU)],
        crs="EPSG:4490",
    )
    pyogrio.write_dataframe(frame, path, driver=driver, **options)


def shapefile(tmp_path: Path, encoding: str, without: tuple[str, ...] = ()) -> bytes:
    layer(tmp_path / "载体.shp", "ESRI Shapefile", encoding=encoding)
    parts = {path.name: path.read_bytes() for path in sorted(tmp_path.glob("载体.*"))}
    return archive({name: data for name, data in parts.items() if not name.endswith(without)})


def geopackage(tmp_path: Path) -> Path:
    layer(tmp_path / "layer.gpkg", "GPKG", layer="载体")
    return tmp_path / "layer.gpkg"


def page(rows: Any) -> bytes:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<html><script>var x = '<table>';</script><table>{cells}</table></html>".encode()


# Kinds -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "encoding", "data"),
    [
        ("csv", "utf-8", text_table(TABLE)),
        ("csv", "utf-8-sig", text_table(TABLE, encoding="utf-8-sig")),
        ("csv", "gb18030", text_table(TABLE, encoding="gb18030")),
        ("csv", "utf-16", text_table(TABLE, "\t", "utf-16")),
        ("csv", "utf-16-le", text_table(TABLE, "\t", "utf-16-le")),
        ("csv", "utf-8", text_table(TABLE, ";")),
        ("csv", "utf-8", b"sep=|\r\n" + text_table(TABLE, "|")),
        ("html", "utf-8", page(TABLE)),
        ("xlsx", None, saved(workbook(TABLE))),
    ],
)
def test_a_table_of_any_kind_gives_the_same_rows(kind: str, encoding: str | None, data: bytes) -> None:
    found = outcome(data)
    assert (found.kind, found.encoding, found.good, codes(found)) == (kind, encoding, 2, [])
    assert [body.values["unit"] for body in found.bodies] == ["330402", "330482"]
    assert [body.values["area_km2"] for body in found.bodies] == ["1.2", "0.8"]


@pytest.mark.parametrize("kind", ["geojson", "kml", "kmz", "shp", "gpkg"])
def test_places_of_any_kind_give_the_same_points(kind: str, tmp_path: Path) -> None:
    kml = KML.format("").encode()
    made = {
        "geojson": lambda: b"\xef\xbb\xbf" + features(POINTS),
        "kml": lambda: kml,
        "kmz": lambda: archive({"doc.kml": kml}),
        "shp": lambda: shapefile(tmp_path, "GBK", (".cpg",)),
        "gpkg": lambda: geopackage(tmp_path).read_bytes(),
    }
    found = outcome(made[kind]())
    assert (found.refused, found.kind, codes(found)) == (None, kind.replace("kmz", "kml"), [])
    first = found.bodies[0]
    assert (first.name, first.values["unit"]) == ("甲山研究院", "330402")
    assert (float(first.values["lon"]), float(first.values["lat"])) == pytest.approx((120.8021, 30.7412))


def test_an_old_crs_member_in_metres_is_converted_and_said() -> None:
    given = [{"type": "Feature", "properties": POINTS[0]["properties"], "geometry": {"type": "Point"}}]
    metres = pyproj.Transformer.from_crs("EPSG:4490", "EPSG:4528", always_xy=True).transform(*NANHU[7:])
    given[0]["geometry"]["coordinates"] = list(metres)
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4528"}}
    found = outcome(features(given, crs=crs))
    assert codes(found) == []
    assert (float(found.bodies[0].values["lon"]), float(found.bodies[0].values["lat"])) == pytest.approx(
        (120.8021, 30.7412), abs=1e-6
    )
    assert found.bodies[0].derived["lon"] == "EPSG:4528"


def test_a_shapefile_without_projection_asks_and_an_answer_settles_it(tmp_path: Path) -> None:
    data = shapefile(tmp_path, "UTF-8", (".prj",))
    assert [code for code, _, _ in codes(outcome(data))] == ["datum_asked"]
    assert codes(outcome(data, Answers(datum="wgs84"))) == []


def one_body(
    tmp_path: Path, row: tuple[Any, ...], name: str, crs: str = "EPSG:4490", encoding: str = "UTF-8"
) -> dict[str, bytes]:
    """The parts of a Shapefile of one body, by their endings."""
    frame = gpd.GeoDataFrame(
        {"名称": [row[1]], "所属县": [row[2]]}, geometry=[shapely.Point(row[7:])], crs="EPSG:4490"
    ).to_crs(crs)
    pyogrio.write_dataframe(frame, tmp_path / f"{name}.shp", driver="ESRI Shapefile", encoding=encoding)
    return {path.suffix: path.read_bytes() for path in sorted(tmp_path.glob(f"{name}.*"))}


def points(found: Outcome) -> list[tuple[float, float]]:
    return [(float(body.values["lon"]), float(body.values["lat"])) for body in found.bodies]


def test_shapefiles_of_one_name_in_several_folders_are_all_read(tmp_path: Path) -> None:
    first, second = one_body(tmp_path, NANHU, "a"), one_body(tmp_path, PINGHU, "b")
    parts = {f"南湖/载体{ending}": data for ending, data in first.items()}
    parts |= {f"平湖/载体{ending}": data for ending, data in second.items()}
    data = archive(parts)
    assert [one.sheet.name for one in outcome(data).sheets] == ["南湖/载体", "平湖/载体"]
    assert codes(outcome(data)) == [("sheets_which", None, "")]
    found = outcome(data, Answers(sheets=("南湖/载体", "平湖/载体")))
    assert ([body.name for body in found.bodies], codes(found)) == ([NANHU[1], PINGHU[1]], [])
    # A name that stands once needs no folder.
    alone = archive({name.replace("平湖/载体", "平湖/机构"): data for name, data in parts.items()})
    assert [one.sheet.name for one in outcome(alone).sheets] == ["载体", "机构"]


def test_a_part_that_an_archive_holds_twice_is_not_taken_for_the_only_one(tmp_path: Path) -> None:
    first, second = one_body(tmp_path, NANHU, "a"), one_body(tmp_path, PINGHU, "b")
    parts = {f"载体{ending}": data for ending, data in first.items()}
    assert refusal(archive(parts)) == ""
    assert refusal(archive(parts | {f"载体{ending.upper()}": data for ending, data in second.items()})) == "parts_twice"


def test_each_layer_of_a_file_has_its_own_coordinate_system(tmp_path: Path) -> None:
    first, second = one_body(tmp_path, NANHU, "a"), one_body(tmp_path, PINGHU, "b", "EPSG:4549")
    parts = {f"甲{ending}": data for ending, data in first.items()} | {f"乙{e}": data for e, data in second.items()}
    wanted = [pytest.approx(NANHU[7:], abs=1e-6), pytest.approx(PINGHU[7:], abs=1e-6)]
    found = outcome(archive(parts), Answers(sheets=("甲", "乙")))
    assert (codes(found), points(found)) == ([], wanted)
    assert [body.derived.get("lon", "") for body in found.bodies] == ["", "EPSG:4549"]
    for name, row, crs in (("甲", NANHU, "EPSG:4549"), ("乙", PINGHU, "EPSG:4490")):
        frame = gpd.GeoDataFrame({"名称": [row[1]], "所属县": [row[2]]}, geometry=[shapely.Point(row[7:])], crs=4490)
        pyogrio.write_dataframe(frame.to_crs(crs), tmp_path / "two.gpkg", driver="GPKG", layer=name)
    found = outcome((tmp_path / "two.gpkg").read_bytes(), Answers(sheets=("甲", "乙")))
    assert (codes(found), points(found)) == ([], wanted)


def test_a_layer_that_names_no_coordinate_system_is_asked_about_alone(tmp_path: Path) -> None:
    first, second = one_body(tmp_path, NANHU, "a"), one_body(tmp_path, PINGHU, "b")
    parts = {f"甲{ending}": data for ending, data in first.items()}
    data = archive(parts | {f"乙{ending}": data for ending, data in second.items() if ending != ".prj"})
    both = Answers(sheets=("甲", "乙"))
    (asked,) = outcome(data, both).held
    assert (asked.code, asked.values["count"]) == ("datum_asked", 1)
    found = outcome(data, replace(both, datum="gcj02"))
    assert codes(found) == []
    # What the first layer says itself is not put aside by an answer about the second.
    assert points(found)[0] == pytest.approx(NANHU[7:], abs=1e-9)
    assert points(found)[1] != pytest.approx(PINGHU[7:], abs=1e-4)
    # Where every layer names one, a person can only mean that it is wrong.
    assert points(outcome(archive(parts), Answers(datum="gcj02")))[0] != pytest.approx(NANHU[7:], abs=1e-4)


def test_the_encodings_of_several_layers_are_all_told(tmp_path: Path) -> None:
    first, second = one_body(tmp_path, NANHU, "a"), one_body(tmp_path, PINGHU, "b", encoding="GBK")
    parts = {f"甲{ending}": data for ending, data in first.items()}
    parts |= {f"乙{ending}": data for ending, data in second.items() if ending != ".cpg"}
    assert outcome(archive(parts)).encoding == "utf-8, gb18030"


def test_lines_are_those_of_an_editor() -> None:
    data = '单位名称,所属县,备注\r\n"甲\r\n山研究院",南湖区,"两\n行"\r\n\r\n乙水实验室,平湖,x,y,z\r\n'.encode()
    found = outcome(data)
    assert [body.row for body in found.bodies] == [2, 6]
    assert codes(found) == [("row_long", 6, "D6")]
    assert found.bodies[0].name == "甲山研究院"


# Workbooks ---------------------------------------------------------------------------------------


def test_a_stray_cell_in_the_last_row_costs_nothing() -> None:
    book = workbook(TABLE)
    book.active["Z1048000"] = " "
    began = time.monotonic()
    found = outcome(saved(book))
    assert (len(found.bodies), codes(found)) == (2, [])
    assert time.monotonic() - began < 10


def test_dates_of_the_1904_system_and_dates_as_dates() -> None:
    for epoch in (None, CALENDAR_MAC_1904):
        book = workbook([HEAD, (*NANHU[:6], date(2021, 3, 5), *NANHU[7:])])
        if epoch:
            book.epoch = epoch
        assert outcome(saved(book)).bodies[0].values["recognised_on"] == "2021-03-05"


def test_formulas_are_not_worked_out_and_errors_are_named() -> None:
    book = workbook(TABLE)
    book.active["F2"] = "=1+1"
    book.active["F3"] = "#REF!"
    book.active["F3"].data_type = "e"
    found = outcome(saved(book))
    assert codes(found) == [("formula", 2, "F2"), ("cell_error", 3, "F3")]


def test_numbers_as_text_and_full_width_digits_are_numbers() -> None:
    row = (*NANHU[:5], "１．２平方公里", "２０２１年３月", "１２０．８０２１", "30.7412")
    found = outcome(saved(workbook([HEAD, row])))
    assert codes(found) == []
    assert (found.bodies[0].values["area_km2"], found.bodies[0].values["recognised_on"]) == ("1.2", "2021-03")


def test_a_column_that_nobody_knows_is_kept_under_its_own_name() -> None:
    found = outcome(text_table([(*HEAD, "从业人数"), (*NANHU, "35")]))
    assert found.bodies[0].extras == {"从业人数": "35"}
    assert found.as_json()["sheets"][0]["columns"]["从业人数"] == "extras"


def test_a_heading_of_three_rows() -> None:
    book = openpyxl.Workbook()
    page = book.active
    for row in (
        ["一览表"],
        ["序号", "基本情况", None, None, "规模", None],
        [None, "单位名称", "所属县", "时间", "面积", "人员"],
        [None, None, None, "认定时间", "（亩）", "人数"],
        [1, "甲山研究院", "南湖区", 2021, 1500, 20],
    ):
        page.append(row)
    for block in ("A1:F1", "A2:A4", "B2:D2", "E2:F2", "B3:B4", "C3:C4"):
        page.merge_cells(block)
    found = outcome(saved(book))
    assert found.sheets[0].as_json()["header_rows"] == [2, 3, 4]
    assert codes(found) == []
    values = found.bodies[0].values
    assert (values["name_zh"], values["recognised_on"], values["area_km2"]) == ("甲山研究院", "2021", "1")
    assert found.bodies[0].extras == {"规模·人员·人数": "20"}


def test_a_sum_that_does_not_agree_is_a_warning_at_its_cell() -> None:
    found = outcome(saved(workbook([*TABLE, ("合计", None, None, None, None, 2.5)])))
    assert [(one.code, one.cell) for one in found.found if one.code == "sum_differs"] == [("sum_differs", "F4")]


# Hostile and broken ------------------------------------------------------------------------------


def ole(*streams: str) -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + b"".join(f"{name}\0".encode("utf-16-le") for name in streams)
    )


def with_part(name: str) -> bytes:
    written = io.BytesIO(saved(workbook(TABLE)))
    with zipfile.ZipFile(written, "a") as kept:
        kept.writestr(name, b"x")
    return written.getvalue()


def with_entity() -> bytes:
    parts = {}
    with zipfile.ZipFile(io.BytesIO(saved(workbook(TABLE)))) as kept:
        for name in kept.namelist():
            parts[name] = kept.read(name)
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + sheet
    return archive(parts)


def link_in_archive() -> bytes:
    entry = zipfile.ZipInfo("layer.shp")
    entry.external_attr = 0o120777 << 16
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as kept:
        kept.writestr(entry, "/etc/passwd")
    return written.getvalue()


def sheet_of(rows: str, after: str = "") -> bytes:
    """A workbook whose sheet is this text below its heading."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    words = (("A1", "单位名称"), ("B1", "所属县"), ("A2", "甲山研究院"), ("B2", "南湖区"))
    cells = [f"<c r='{at}' t='inlineStr'><is><t>{word}</t></is></c>" for at, word in words]
    head = f"<row r='1'>{''.join(cells[:2])}</row><row r='2'>{''.join(cells[2:])}</row>"
    text = f"<worksheet xmlns='{space}'><sheetData>{head}{rows}</sheetData>{after}</worksheet>"
    with zipfile.ZipFile(io.BytesIO(saved(workbook(TABLE)))) as kept:
        parts = {name: kept.read(name) for name in kept.namelist()}
    return archive({**parts, "xl/worksheets/sheet1.xml": text.encode()})


FORMATTED = "".join(f'<row r="{at}" s="1"><c r="A{at}" s="1"/><c r="B{at}" s="1"/></row>' for at in range(3, 600_000))


@pytest.mark.parametrize(
    "data",
    [
        sheet_of("<row r='1048576'><c r='XFD1048576' s='1'/></row>"),
        sheet_of("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"),
        sheet_of(FORMATTED),
        sheet_of("", "<mergeCells><mergeCell ref='A3:XFD1048576'/><mergeCell ref='C1:C1048576'/></mergeCells>"),
    ],
    ids=["corner", "corner with a value", "formatted to the end", "merged to the end"],
)
def test_what_stands_far_below_a_table_costs_nothing(data: bytes) -> None:
    began = time.monotonic()
    found = outcome(data)
    assert ([body.name for body in found.bodies], codes(found)) == (["甲山研究院"], [])
    assert time.monotonic() - began < 10


def test_a_sheet_that_is_a_chart_is_passed_over() -> None:
    book = workbook(TABLE)
    chart = openpyxl.chart.BarChart()
    chart.add_data(openpyxl.chart.Reference(book.active, min_col=6, min_row=1, max_row=3))
    book.create_chartsheet("图", 0).add_chart(chart)
    found = outcome(saved(book))
    assert ([body.name for body in found.bodies], codes(found)) == ([NANHU[1], PINGHU[1]], [])


def features_of(properties: str, geometry: str = "null") -> bytes:
    one = f'{{"type":"Feature","properties":{properties},"geometry":{geometry}}}'
    return f'{{"type":"FeatureCollection","features":[{one}]}}'.encode()


def test_numbers_beyond_all_measure_are_named() -> None:
    found = outcome(features_of('{"名称":"甲山院","面积":1e400}', '{"type":"Point","coordinates":[1e999,30]}'))
    assert {(code, cell) for code, _, cell in codes(found)} == {
        *(("not_number", "/1/面积"), ("shape_numbers", "/1/geometry")),
    }


NESTED = b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":' + b"[" * 10_000


@pytest.mark.parametrize(
    ("reason", "data"),
    [
        ("empty", b""),
        ("password", ole("EncryptedPackage")),
        ("macro", ole("Workbook", "_VBA_PROJECT_CUR")),
        ("document", ole("WordDocument")),
        ("macro", with_part("xl/vbaProject.bin")),
        ("external_links", with_part("xl/externalLinks/externalLink1.xml")),
        ("embedded", with_part("xl/embeddings/oleObject1.bin")),
        ("entities", with_entity()),
        ("zip_names", archive({"../layer.shp": b"x"})),
        ("zip_names", link_in_archive()),
        ("inflates", archive({"xl/workbook.xml": b"0" * 151_000_000})),
        ("broken", saved(workbook(TABLE))[:-200]),
        ("broken", saved(workbook(TABLE))[:2_000]),
        ("broken", b"PK\x03\x04 broken"),
        ("unknown", ole()),
        ("archive", archive({"readme.txt": b"x"})),
        ("large", b"a,b\r\n" * 10_000_001),
        ("rows", b"\r\n".join([b"a,b"] * 300_002)),
        ("nul", "单位名称,所属县\r\n甲\0,南湖区\r\n".encode()),
        ("encoding", b"\x81\xff\xff\x80,\xfe\xff"),
        ("pdf", b"%PDF-1.7"),
        ("picture", b"\x89PNG\r\n"),
        ("xml", b"<OGRVRTDataSource><OGRVRTLayer name='x'/></OGRVRTDataSource>"),
        ("xml_2003", b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>"),
        (
            "network_link",
            KML.format("<NetworkLink><Link><href>http://x.test/a.kml</href></Link></NetworkLink>").encode(),
        ),
        ("entities", b"<!DOCTYPE kml [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + KML.format("").encode()),
        ("xml_broken", KML.format("<Placemark>").encode()),
        ("nested", NESTED),
        ("json", b'{"type": "FeatureCollection", '),
        ("json", features_of('{"名称":' + "9" * 100_000 + "}")),
        ("columns", features_of("{" + ",".join(f'"k{at}":1' for at in range(2_001)) + "}")),
        ("columns", ("单位名称,所属县" + ",x" * 2_000_000).encode()),
        (
            "vertices",
            features_of('{"名称":"甲"}', '{"type":"MultiPoint","coordinates":[' + "[1,2]," * 500_001 + "[1,2]]}"),
        ),
        ("vertices", KML.format("").replace(",0</coo", ",0 1,2" * 500_001 + "</coo").encode()),
        ("rows", sheet_of("".join(f"<row r='{at}'><c r='A{at}'><v>1</v></c></row>" for at in range(3, 120_010)))),
        ("no_rows", text_table([HEAD])),
        ("broken", archive({"a.shp": b"\0\0\x27\x0a" + b"\xff" * 200, "a.dbf": b"\x03" + b"\xff" * 99, "a.shx": b"x"})),
        ("broken", sheet_of("<row r='3'>" + "<c>" * 200_000)),
        ("network_link", archive({"doc.kml": KML.format("<NetworkLink/>").encode()})),
        ("not_geojson", b'{"type": "Topology"}'),
        ("crs_link", features(POINTS, crs={"type": "link", "properties": {"href": "http://x.test/crs"}})),
        ("no_header", text_table([("甲", "乙"), ("1", "2")])),
        ("csv", '单位名称,所属县\r\n"甲山研究院,南湖区\r\n'.encode() + b"x" * 120_000),
        ("cell", text_table([HEAD, ("甲山研究院", "x" * 120_000)])),
    ],
)
def test_a_bad_file_ends_in_one_clear_message_within_ten_seconds(reason: str, data: bytes) -> None:
    began = time.monotonic()
    assert refusal(data) == reason
    assert time.monotonic() - began < 10


def test_an_sqlite_of_another_kind_views_and_triggers_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE gpkg_contents (table_name, data_type)")
    assert refusal(other.read_bytes()) == "sqlite"
    for statement in (
        "CREATE VIEW v AS SELECT 1",
        'CREATE TRIGGER t AFTER INSERT ON "载体" BEGIN DELETE FROM gpkg_contents; END',
    ):
        path = geopackage(tmp_path)
        with sqlite3.connect(path) as database:
            database.execute(statement)
        assert refusal(path.read_bytes()) == "views"
        path.unlink()


def test_numbers_that_are_none_crossed_outlines_and_ids_given_twice_are_named() -> None:
    shapes = [
        '{"type": "Point", "coordinates": [NaN, 30.7]}',
        '{"type": "Polygon", "coordinates": '
        "[[[120.8, 30.74], [120.82, 30.76], [120.82, 30.74], [120.8, 30.76], [120.8, 30.74]]]}",
        '{"type": "Point", "coordinates": [120.8021, 30.7412]}',
        "null",
    ]
    given = [
        f'{{"type":"Feature","id":"a","properties":{{"名称":"山{at}院","所属县":"南湖"}},"geometry":{shape}}}'
        for at, shape in enumerate(shapes)
    ]
    found = outcome(f'{{"type":"FeatureCollection","features":[{",".join(given)}]}}'.encode())
    assert {("shape_numbers", 1), ("shape_crossed", 2)} <= {(code, row) for code, row, _ in codes(found)}
    assert [row for code, row, _ in codes(found) if code == "code_repeated"] == [1, 2, 3, 4]


@pytest.mark.parametrize("number", ["nan", "inf", "-Infinity", "1e999"])
def test_a_placemark_whose_coordinates_are_no_numbers_is_told_so(number: str) -> None:
    ring = f"<Polygon><outerBoundaryIs><LinearRing><coordinates>120.8,30.74 120.82,30.76 {number},30.74 120.8,30.74"
    shapes = (
        f"<Point><coordinates>{number},30.5</coordinates></Point>",
        f"<Point><coordinates>120.8,{number},0</coordinates></Point>",
        f"{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon>",
    )
    marks = "".join(f"<Placemark><name>山{at}院</name>{shape}</Placemark>" for at, shape in enumerate(shapes))
    space = "http://www.opengis.net/kml/2.2"
    found = outcome(f"<kml xmlns='{space}'><Document>{marks}</Document></kml>".encode())
    assert [(code, row) for code, row, _ in codes(found)] == [("shape_numbers", row) for row in (1, 2, 3)]


def test_names_that_are_markup_scripts_or_formulas_stay_text() -> None:
    names = ["<script>alert(1)</script>研究院", "{{7*7}}实验室", "=HYPERLINK(A1)研究院"]
    names += ["\u202e院究研\u202c甲", "a'b\"c研究院"]
    found = outcome(text_table([("单位名称", "所属县"), *((name.replace('"', "'"), "南湖") for name in names)]))
    assert codes(found) == []
    assert [body.name for body in found.bodies][:3] == names[:3]
    assert found.bodies[3].name == "院究研甲"
    assert {"markup", "name_unseen"} <= told(found)


LIMITED = """
import tempfile
from g60.record.intake.child import _limit
place = tempfile.gettempdir() + "/g60-written"
_limit(5)
import socket
for act in (lambda: socket.create_connection(('127.0.0.1', 9)), lambda: open(place, 'w'),
            lambda: __import__('os').system('true'), lambda: bytearray(600_000_000)):
    try:
        act()
    except (OSError, MemoryError) as error:
        print(type(error).__name__)
"""


def test_a_reader_has_no_network_no_files_no_programs_and_bounded_memory() -> None:
    done = subprocess.run([sys.executable, "-c", LIMITED], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["PermissionError"] * 3 + ["MemoryError"]


def test_gdal_knows_only_the_kinds_that_it_is_asked_for() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import pyogrio; print(*sorted(pyogrio.list_drivers()), sep=';')"],
        capture_output=True,
        text=True,
        check=True,
        env={"GDAL_SKIP": apart.SKIPPED_DRIVERS},
    )
    assert done.stdout.strip() == "ESRI Shapefile;GPKG"


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "CLOCK_SECONDS", 0.01)
    assert refusal(text_table(TABLE)) == "slow"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_stopped_a_reader_is_said_with_the_limit_that_ran_out(monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.setattr(apart, "CLOCK_SECONDS", 0.01)
    refused = outcome(text_table(TABLE)).refused
    assert refused is not None
    assert (refused.reason, refused.values["seconds"]) == ("slow", 0.01)
    assert "0.01" in refusal_reason(refused, lang)


def test_headings_cut_to_initials_are_asked_and_an_answer_settles_them() -> None:
    data = text_table([("MC", "QX", "JD", "WD"), ("甲山研究院", "南湖区", "120.8021", "30.7412")])
    found = outcome(data)
    assert [body.name for body in found.bodies] == ["甲山研究院"]
    assert {(one.cell, one.suggestion) for one in found.held} >= {("A1", "name_zh"), ("C1", "lon"), ("D1", "lat")}
    answers = Answers(columns={"MC": "name_zh", "QX": "unit", "JD": "lon", "WD": "lat"})
    settled = outcome(data, answers)
    assert codes(settled) == []
    assert (settled.bodies[0].values["unit"], settled.bodies[0].values["lon"]) == ("330402", "120.8021")


def test_a_file_without_a_column_of_names_says_which_columns_it_has() -> None:
    refused = outcome(text_table([("甲", "乙"), ("1", "2")])).refused
    assert refused is not None
    assert refused.values["columns"] == "甲、乙"


def test_a_long_file_is_read_whole_however_late_its_process_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a pipe holds at once, asked after before a process has begun to read."""
    monkeypatch.setattr(apart, "WATCH_SECONDS", 0.001)
    monkeypatch.setattr(apart, "CLOCK_SECONDS", 20)
    asked: list[int] = []
    lines = "\n".join(f"第{number}研究所,南湖区" for number in range(20_000))
    reading = apart.read(f"单位名称,所属县\n{lines}\n".encode(), lambda: asked.append(1))
    assert asked
    assert len(reading.sheets[0].rows) == 20_001
