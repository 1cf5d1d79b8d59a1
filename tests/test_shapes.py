"""A shape that cannot be right is found with its file, its row and the likely mistake; at the start of the app too."""

import numpy as np
import pytest
import shapely
from shapely import Polygon, box
from shapely.geometry.base import BaseGeometry

from g60.catalog.catalog import Catalog
from g60.catalog.schematic.scaling import scaled
from g60.contract.errors import DataError
from tests.tables import INSIDE, TableSource, changed, findings, sound

FILE = "lake_districts.geojson"
LON, LAT = INSIDE["330481"]  # the fifth district's county
HOME = box(LON, LAT, LON + 0.01, LAT + 0.01)


def moved(east: float, north: float) -> BaseGeometry:
    return shapely.transform(HOME, lambda pairs: pairs + np.array([east, north]))


def about_centre(factor: float) -> BaseGeometry:
    centre = (LON + 0.005, LAT + 0.005)
    return shapely.transform(HOME, lambda pairs: (pairs - centre) * factor + centre)


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (HOME, ""),
        (shapely.transform(HOME, lambda pairs: pairs[:, ::-1]), "shape_swapped"),
        (moved(1, 0), "shape_outside"),
        (moved(0.3, 0.3), "shape_outside"),  # in the city and in another county
        (moved(-LON, -LAT), "shape_outside"),
        (shapely.transform(HOME, lambda pairs: pairs * 111_000), "shape_not_degrees"),
        (about_centre(0.001), "shape_size"),
        (about_centre(300), "shape_size"),
    ],
)
def test_the_place_and_the_size_of_a_shape_are_looked_at(shape: Polygon, code: str) -> None:
    tables = changed(sound(), "lake_districts", 5, geometry=shape, area_km2="")
    found = [issue for issue in findings(tables) if issue.code.startswith("shape_")]
    assert [(issue.file, issue.row, issue.field, issue.code) for issue in found] == (
        [(FILE, 5, "geometry", code)] if code else []
    )
    if code:
        with pytest.raises(DataError) as caught:
            Catalog.load(TableSource(tables))
        assert code in {issue.code for issue in caught.value.issues}


@pytest.mark.parametrize(("area", "code"), [("5.5", ""), ("5.54", ""), ("5.6", "shape_area"), ("550", "shape_area")])
def test_a_disc_has_the_area_that_its_document_says(area: str, code: str) -> None:
    disc = scaled(HOME, 5.5)
    tables = changed(sound(), "lake_districts", 5, geometry=disc, area_km2=area, geometry_basis="schematic_disc")
    found = [(issue.code, issue.detail) for issue in findings(tables) if issue.code.startswith("shape_")]
    assert found == ([(code, area)] if code else [])


def test_a_symbol_says_nothing_of_the_area_and_an_area_out_of_range_is_told_once() -> None:
    tables = changed(sound(), "lake_districts", 5, area_km2="550")
    assert findings(tables) == []
    tables = changed(sound(), "lake_districts", 5, area_km2="99999", geometry_basis="schematic_disc")
    assert [issue.code for issue in findings(tables)] == ["value_out_of_range"]
