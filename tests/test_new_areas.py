"""A new area gets its schematic shape where it is entered: around a picked point, or as that of another area."""

from pathlib import Path

import pytest
from shapely import from_geojson

from g60.contract.crs import geodesic_area_km2
from g60.contract.errors import RefusedError
from g60.record import drafts
from g60.record.draft_rows import record
from g60.record.people import Person, add_person
from g60.record.placing import Outline, add_area
from g60.record.publishing import draft_issues
from g60.record.rows import GEOMETRY, Place
from tests.small_record import REPORTED, SmallSource

NAMES = {"name_zh": "虚构区", "name_en": "Made up", "plan": "plan-14"}
LAKE = {**NAMES, "kind": "lake_district", "unit": "330424", "area_km2": "8", "geometry_basis": "schematic_disc"}
ZONE = {**NAMES, "kind": "high_tech_zone", "unit": "330411", "geometry_basis": "symbol"}
CORRIDOR = {**NAMES, "kind": "corridor", "geometry_basis": "schematic_band"}
IN_HAIYAN, IN_HAINING = Outline("120.90", "30.50"), Outline("120.68", "30.53")


@pytest.fixture
def drafting(tmp_path: Path) -> tuple[Person, int, str]:
    url = f"sqlite:///{tmp_path / 'atlas.db'}"
    editor = add_person("wang", "王伟", roles=("editor",), by=None, url=url)
    return editor, drafts.start(editor, "下一个规划", SmallSource(), url), url


Drafting = tuple[Person, int, str]


def added(drafting: Drafting, dataset: str, cells: dict[str, str], outline: Outline) -> dict[str, str]:
    person, number, url = drafting
    add_area(person, number, Place(dataset, "new-area"), cells, outline, REPORTED, url)
    assert [issue.code for issue in draft_issues(person, number, url)] == []
    return dict(record(person, number, "new-area", url).cells)


def test_a_lake_is_a_disc_of_its_area_around_the_picked_point(drafting: Drafting) -> None:
    shape = from_geojson(added(drafting, "lake_districts", LAKE, IN_HAIYAN)[GEOMETRY])
    assert geodesic_area_km2(shape) == pytest.approx(8, rel=1e-3)
    assert shape.representative_point().distance(from_geojson('{"type":"Point","coordinates":[120.9,30.5]}')) < 0.01


def test_a_zone_takes_the_shape_of_the_one_that_it_goes_on_from(drafting: Drafting) -> None:
    person, number, url = drafting
    old = record(person, number, "htz-xiuzhou", url).cells[GEOMETRY]
    found = added(drafting, "high_tech_zones", ZONE, Outline(like="htz-xiuzhou"))
    assert from_geojson(found[GEOMETRY]).equals_exact(from_geojson(old), 1e-9)


def test_a_corridor_is_entered_with_the_band_of_another(drafting: Drafting) -> None:
    assert added(drafting, "corridor", CORRIDOR, Outline(like="corridor-g60"))[GEOMETRY]


@pytest.mark.parametrize(
    ("dataset", "cells", "outline", "code"),
    [
        ("lake_districts", LAKE, Outline(), "error_shape_needed"),
        ("corridor", CORRIDOR, IN_HAIYAN, "error_shape_needed"),
        ("lake_districts", LAKE, IN_HAINING, "error_area_outside"),
        ("lake_districts", LAKE, Outline("x", "30.5"), "error_point_form"),
        ("lake_districts", LAKE | {"area_km2": "4000"}, IN_HAIYAN, "error_shape_room"),
        ("high_tech_zones", ZONE, Outline(like="lake-juanhu"), "error_row_unknown"),
    ],
)
def test_a_shape_that_cannot_be_is_refused(
    drafting: Drafting, dataset: str, cells: dict[str, str], outline: Outline, code: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        added(drafting, dataset, cells, outline)
    assert caught.value.code == code
