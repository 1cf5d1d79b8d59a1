"""What follows from an edit: a lake's shape from its area, industries from words; and a point in the wrong county."""

import pytest
from shapely import from_geojson

from g60.catalog import boundaries
from g60.catalog.schematic.scaling import moved, scaled
from g60.catalog.sources import FolderSource
from g60.checks.terms import offered_terms
from g60.contract.crs import distance_km, geodesic_area_km2
from g60.contract.errors import DataError, RefusedError
from g60.contract.schema import LAKE_DISTRICTS
from g60.record import draft_rows, drafts
from g60.record.catalogs import Catalogs
from g60.record.editing import Cell, Entry, Given, set_rows, set_value
from g60.record.people import Person, local_person
from g60.record.placing import Spot, set_place
from g60.record.publishing import draft_issues, publish
from g60.record.rows import Place
from g60.record.terms import add_term, offered
from tests.conftest import GEODATA

SHIPPED = FolderSource(GEODATA)
LETTER = Given("reported", "某市的复函", "第二条")
LAKES = ("lake-xiangfudang", "lake-xiangjiadang", "lake-juanhu", "lake-dayunhe", "lake-nanbeihu")
NANHU = ("120.75", "30.75")  # inside Nanhu, the county of carrier-07
HAINING = ("120.68", "30.53")


@pytest.fixture
def database_url(begun_url: str) -> str:
    """The record has begun: no test here is about how it begins."""
    return begun_url


@pytest.fixture
def editor(database_url: str) -> Person:
    return local_person(database_url)


@pytest.fixture
def number(editor: Person, database_url: str) -> int:
    return drafts.start(editor, "一", SHIPPED, database_url)


def cells(editor: Person, number: int, subject: str, url: str) -> dict[str, str]:
    return dict(draft_rows.record(editor, number, subject, url).cells)


# A shape follows its area ------------------------------------------------------------------------


@pytest.mark.parametrize("lake", LAKES)
@pytest.mark.parametrize("factor", [0.2, 0.97, 1.1, 1.6])
def test_a_lakes_shape_has_the_new_area_about_the_same_point_inside_its_county(lake: str, factor: float) -> None:
    table = SHIPPED.read(LAKE_DISTRICTS)
    row = table.set_index("id").loc[lake]
    border = boundaries.counties().geometry.get(row["unit"], boundaries.city())
    area = float(row["area_km2"]) * factor
    shape = scaled(row["geometry"], area, border)
    assert geodesic_area_km2(shape) == pytest.approx(area, abs=0.005)
    before, after = row["geometry"].representative_point(), shape.representative_point()
    assert distance_km(before.x, before.y, [after.x], [after.y])[0] < 1
    assert shape.is_valid
    assert border.contains(shape)


def test_a_shape_moves_with_its_size(editor: Person, number: int, database_url: str) -> None:
    before = from_geojson(cells(editor, number, "lake-juanhu", database_url)["geometry"])
    set_place(editor, number, "lake-juanhu", Spot("120.60", "30.48"), LETTER, url=database_url)
    after = from_geojson(cells(editor, number, "lake-juanhu", database_url)["geometry"])
    assert geodesic_area_km2(after) == pytest.approx(geodesic_area_km2(before), abs=0.01)
    point = after.representative_point()
    assert distance_km(120.60, 30.48, [point.x], [point.y])[0] < 0.2
    with pytest.raises(RefusedError) as caught:
        set_place(editor, number, "lake-juanhu", Spot("120.95", "30.9"), LETTER, url=database_url)
    assert caught.value.code == "error_area_outside"
    with pytest.raises(RefusedError) as caught:
        set_place(editor, number, "lake-juanhu", Spot("东经120度", ""), LETTER, url=database_url)
    assert caught.value.code == "error_point_form"


@pytest.mark.parametrize("area", ["corridor-g60", "core-jiaxing"])
def test_an_area_that_contains_the_others_does_not_move(
    editor: Person, number: int, database_url: str, area: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        set_place(editor, number, area, Spot("120.75", "30.75"), LETTER, url=database_url)
    assert caught.value.code == "error_field_unknown"
    assert not drafts.steps(editor, number, database_url)


def test_area_and_shape_are_one_step(editor: Person, number: int, database_url: str) -> None:
    before = cells(editor, number, "lake-juanhu", database_url)
    set_value(editor, number, Cell("lake-juanhu", "area_km2"), "30", LETTER, database_url)
    shape = from_geojson(cells(editor, number, "lake-juanhu", database_url)["geometry"])
    assert geodesic_area_km2(shape) == pytest.approx(30, abs=0.005)
    publish(editor, number, "扩区", database_url)
    area = Catalogs(GEODATA, database_url).newest().areas.loc["lake-juanhu"]
    assert geodesic_area_km2(area["geometry"]) == pytest.approx(area["area_km2"], abs=0.005)
    again = drafts.start(editor, "二", SHIPPED, database_url)
    set_value(editor, again, Cell("lake-juanhu", "area_km2"), "12", LETTER, database_url)
    drafts.undo(editor, again, None, database_url)
    assert cells(editor, again, "lake-juanhu", database_url)["area_km2"] == "30"
    assert before["area_km2"] == "23.3"


@pytest.mark.parametrize("area", ["", "很大", "0", "-3", "2e9999"])
def test_what_is_no_area_changes_no_shape(area: str, editor: Person, number: int, database_url: str) -> None:
    before = cells(editor, number, "lake-juanhu", database_url)["geometry"]
    set_value(editor, number, Cell("lake-juanhu", "area_km2"), area, LETTER, database_url)
    after = cells(editor, number, "lake-juanhu", database_url)
    assert (after["area_km2"], after["geometry"]) == (area, before)


def test_a_shape_without_room_in_its_county_keeps_its_area() -> None:
    shape = SHIPPED.read(LAKE_DISTRICTS)["geometry"].iloc[0]
    border = shape.buffer(0.001)
    assert geodesic_area_km2(scaled(shape, 500, border)) == pytest.approx(500, abs=0.05)
    with pytest.raises(ValueError, match="above 0"):
        scaled(shape, 0)
    assert geodesic_area_km2(moved(shape, 120.5, 30.5)) == pytest.approx(geodesic_area_km2(shape), rel=1e-3)


@pytest.mark.parametrize("shape", ["", "{}", "x", '{"type":"Point","coordinates":[120,30]}', "null"])
def test_what_is_no_shape_is_refused(shape: str, editor: Person, number: int, database_url: str) -> None:
    with pytest.raises(RefusedError) as caught:
        set_value(editor, number, Cell("lake-juanhu", "geometry"), shape, LETTER, database_url)
    assert caught.value.code == "error_geometry_form"


# A point in the wrong county ---------------------------------------------------------------------


def test_a_point_in_the_wrong_county_is_refused_and_nothing_is_kept(
    editor: Person, number: int, database_url: str
) -> None:
    spot = Spot(*HAINING, "B", "300")
    with pytest.raises(RefusedError) as caught:
        set_place(editor, number, "carrier-07", spot, LETTER, url=database_url)
    assert (caught.value.code, caught.value.values["finding"]) == ("error_point_outside", "point_outside")
    assert drafts.steps(editor, number, database_url) == []
    swapped = Spot(NANHU[1], NANHU[0], "B", "300")
    with pytest.raises(RefusedError) as caught:
        set_place(editor, number, "carrier-07", swapped, LETTER, url=database_url)
    assert caught.value.values["finding"] == "point_swapped"


def test_a_point_in_its_county_is_kept_with_grade_and_radius(editor: Person, number: int, database_url: str) -> None:
    set_place(editor, number, "carrier-07", Spot(*NANHU, "B", "300"), LETTER, url=database_url)
    found = cells(editor, number, "carrier-07", database_url)
    assert [found[name] for name in ("lon", "lat", "location_grade", "uncertainty_m")] == [*NANHU, "B", "300"]
    assert draft_issues(editor, number, database_url) == []
    publish(editor, number, "实测", database_url)


def test_an_insisted_point_is_published_with_its_reason_and_only_where_it_is(
    editor: Person, number: int, database_url: str
) -> None:
    spot = Spot(*HAINING, "B", "300")
    set_place(editor, number, "carrier-07", spot, LETTER, reason="海宁园区内的分院", url=database_url)
    note = draft_rows.record(editor, number, "carrier-07", database_url).citations["lon"]["note"]
    assert "海宁园区内的分院" in note
    assert [issue.code for issue in draft_issues(editor, number, database_url)] == ["point_insisted"]
    # Moved somewhere else outside, the reason holds no longer.
    moved_on = Entry(Place("carriers", "carrier-07"), {"lat": "30.50"})
    set_rows(editor, number, [moved_on], LETTER, database_url)
    with pytest.raises(DataError) as caught:
        publish(editor, number, "x", database_url)
    assert {issue.code for issue in caught.value.issues} == {"point_outside"}
    drafts.undo(editor, number, None, database_url)
    assert publish(editor, number, "分院在海宁", database_url).number == 2


@pytest.mark.parametrize("reason", [" ", "由" * 501])
def test_insisting_needs_a_reason(reason: str, editor: Person, number: int, database_url: str) -> None:
    spot = Spot(*HAINING, "B", "300")
    with pytest.raises(RefusedError) as caught:
        set_place(editor, number, "carrier-07", spot, LETTER, reason=reason, url=database_url)
    assert caught.value.code == "error_insist_reason"


def test_a_carrier_that_is_put_into_another_county_is_looked_at_too(
    editor: Person, number: int, database_url: str
) -> None:
    set_value(editor, number, Cell("carrier-01", "unit"), "330424", LETTER, database_url)
    assert "point_outside" in {issue.code for issue in draft_issues(editor, number, database_url)}


# Words that give industries ----------------------------------------------------------------------


def test_words_give_industries_in_the_same_step(editor: Person, number: int, database_url: str) -> None:
    entry = Entry(Place("carriers", "carrier-07"), {"fields_zh": "半导体;机器视觉", "fields_en": "chips;vision"})
    set_rows(editor, number, [entry], LETTER, database_url)
    found = draft_rows.record(editor, number, "carrier-07", database_url)
    assert (found.cells["industries"], found.citations["industries"]["evidence"]) == ("ai;semi", "derived")
    assert draft_issues(editor, number, database_url) == []


def test_another_spelling_is_offered_best_first() -> None:
    terms = {"航空航天": "aero", "航天": "", "新材料": "materials", "新型材料": "materials"}
    assert offered_terms("航天航空;新材料;某某", terms) == {"航天航空": ["航空航天"]}
    assert set(offered_terms("新式材料", terms)["新式材料"]) == {"新材料", "新型材料"}
    assert offered_terms("", terms) == {}


def test_a_spelling_is_taken_and_the_original_words_stay(editor: Person, number: int, database_url: str) -> None:
    entry = Entry(Place("carriers", "carrier-07"), {"fields_zh": "材料新型", "fields_en": "new kinds of materials"})
    set_rows(editor, number, [entry], LETTER, database_url)
    assert cells(editor, number, "carrier-07", database_url)["industries"] == ""
    assert offered(editor, number, "材料新型", database_url)["材料新型"][0] == "新型材料"
    add_term(editor, number, "材料新型", "新型材料", database_url)
    found = cells(editor, number, "carrier-07", database_url)
    assert (found["industries"], found["fields_zh"]) == ("materials", "材料新型")
    assert draft_issues(editor, number, database_url) == []
    publish(editor, number, "统一用语", database_url)
    for term, like in (("材料新型", "新型材料"), ("x", "没有这个词")):
        other = drafts.start(editor, "二", SHIPPED, database_url)
        with pytest.raises(RefusedError):
            add_term(editor, other, term, like, database_url)
