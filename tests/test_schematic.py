import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from g60.catalog import boundaries, schematic
from g60.catalog.schematic.discs import ZONE_RADIUS_M, clearances, lake_disc
from g60.contract.codes import COUNTIES
from g60.contract.crs import bearing_deg, geodesic_area_km2, metric_from_wgs84
from g60.contract.dataset import Dataset
from g60.contract.schema import AREA_DATASETS, GROUND_DATASETS, REFERENCE, WATER

Feature = Mapping[str, Any]

GEODATA = Path(__file__).parents[1] / "geodata"
FILES = [dataset.file for dataset in (*AREA_DATASETS, REFERENCE, WATER, *GROUND_DATASETS)]

LAKE_AREAS_KM2 = {  # table 3 of the plan
    "lake-xiangfudang": 42.7,
    "lake-xiangjiadang": 45.25,
    "lake-tianehu": 5.7,
    "lake-juanhu": 23.3,
    "lake-fenghuanghu": 15.6,
    "lake-minghu": 12,
    "lake-nanbeihu": 15,
    "lake-dayunhe": 16.61,
}
G60_LENGTHS_KM = {"330421": 14.4, "330402": 19.4, "330411": 15.0, "330483": 18.8, "330481": 19.6}
SHENSHI = shapely.Point(120.392, 30.439)
# Read off a public map in GCJ-02, converted, rounded to 100 m: none of them is from the road graph.
INTERCHANGES = {
    "嘉兴枢纽": (120.744, 30.660),
    "王店": (120.709, 30.644),
    "屠甸": (120.631, 30.579),
    "桐乡": (120.545, 30.533),
    "桐乡枢纽": (120.507, 30.512),
    "长安": (120.434, 30.476),
}


def features(file: str) -> dict[str, Feature]:
    """The committed features of the file, by id."""
    collection = json.loads((GEODATA / file).read_text(encoding="utf-8"))
    return {feature["id"]: feature for feature in collection["features"]}


def length_km(line: BaseGeometry) -> float:
    """The length of a WGS84 line on the ellipsoid."""
    return float(Geod(ellps="WGS84").geometry_length(line)) / 1e3


def shape(feature: Feature) -> BaseGeometry:
    return shapely.from_geojson(json.dumps(feature["geometry"]))


AREAS = {id_: feature for dataset in AREA_DATASETS for id_, feature in features(dataset.file).items()}
REFERENCES = features(REFERENCE.file)


def border_of(feature: Feature) -> BaseGeometry:
    """The full outline of the feature's county; the city's where it has none."""
    unit = feature["properties"]["unit"]
    return boundaries.counties().geometry[unit] if unit in COUNTIES else boundaries.city()


def metres_between(one: BaseGeometry, other: BaseGeometry) -> float:
    return metric_from_wgs84(one).distance(metric_from_wgs84(other))


# The files ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files as the program makes them today."""
    folder = tmp_path_factory.mktemp("geodata")
    shutil.copytree(GEODATA / "inputs", folder / "inputs")
    paths = schematic.write(folder)
    assert paths == [folder / file for file in FILES]
    return folder


@pytest.mark.parametrize("file", FILES)
def test_the_committed_file_is_what_the_program_makes(written: Path, file: str) -> None:
    assert (GEODATA / file).read_bytes() == (written / file).read_bytes()


def test_writing_twice_gives_the_same_bytes(written: Path) -> None:
    first = {file: (written / file).read_bytes() for file in FILES}
    schematic.write(written)
    assert {file: (written / file).read_bytes() for file in FILES} == first


def test_an_area_that_cannot_be_drawn_leaves_all_files_as_they_were(written: Path, tmp_path: Path) -> None:
    shutil.copytree(written, tmp_path / "geodata")
    places = tmp_path / "geodata/inputs/places.csv"
    places.write_text(places.read_text(encoding="utf-8").replace("lake-nanbeihu,120.88200", "lake-nanbeihu,121.88200"))
    before = {file: (written / file).read_bytes() for file in FILES}
    with pytest.raises(ValueError, match="inside its border"):
        schematic.write(tmp_path / "geodata")
    assert {file: (tmp_path / "geodata" / file).read_bytes() for file in FILES} == before


@pytest.mark.parametrize("file", FILES)
def test_a_file_has_one_feature_a_line(file: str) -> None:
    text = (GEODATA / file).read_bytes().decode("utf-8")
    assert "\r" not in text
    assert text.endswith("]}\n")
    lines = text.splitlines()[1:-1]
    assert [json.loads(line.removesuffix(","))["id"] for line in lines] == list(features(file))


def test_the_plan_has_one_corridor_one_core_eight_zones_and_eight_lakes() -> None:
    assert [len(features(dataset.file)) for dataset in AREA_DATASETS] == [1, 1, 8, 8]


@pytest.mark.parametrize("dataset", [*AREA_DATASETS, REFERENCE], ids=lambda dataset: dataset.name)
def test_properties_stand_in_the_order_of_the_contract_and_missing_is_null(dataset: Dataset) -> None:
    for feature in features(dataset.file).values():
        assert list(feature["properties"]) == list(dataset.columns)
        assert "" not in feature["properties"].values()
        area = feature["properties"].get("area_km2")
        assert area is None or isinstance(area, int | float)


@pytest.mark.parametrize("feature", [*AREAS.values(), *REFERENCES.values()], ids=lambda feature: feature["id"])
def test_geometry_is_valid_turns_the_right_way_and_is_rounded(feature: Feature) -> None:
    geometry = shape(feature)
    assert geometry.is_valid
    if geometry.geom_type == "Polygon":
        assert geometry.exterior.is_ccw
    corners = shapely.get_coordinates(geometry)
    assert (corners == corners.round(5)).all()


def test_what_openstreetmap_gave_is_owed_to_it() -> None:
    for file in ("corridor.geojson", "reference.geojson"):
        head = json.loads((GEODATA / file).read_text(encoding="utf-8"))
        assert head["attribution"] == "© OpenStreetMap contributors, ODbL"


# The areas ------------------------------------------------------------------------------------


@pytest.mark.parametrize("feature", AREAS.values(), ids=lambda feature: feature["id"])
def test_each_area_lies_in_its_county(feature: Feature) -> None:
    assert border_of(feature).contains(shape(feature))


@pytest.mark.parametrize(("lake", "area_km2"), LAKE_AREAS_KM2.items())
def test_a_lake_district_has_the_area_of_the_plan(lake: str, area_km2: float) -> None:
    assert AREAS[lake]["properties"]["area_km2"] == area_km2
    assert geodesic_area_km2(shape(AREAS[lake])) == pytest.approx(area_km2, rel=1e-4)


@pytest.mark.parametrize("lake", LAKE_AREAS_KM2)
def test_a_lake_district_is_a_circle_unless_its_border_is_near(lake: str) -> None:
    corners = shapely.get_coordinates(shape(AREAS[lake]))
    centre = shapely.Point(corners[:-1].mean(axis=0))
    radii = [length_km(shapely.LineString([centre, corner])) for corner in corners]
    is_circle = max(radii) - min(radii) < 0.005
    assert is_circle == (lake not in {"lake-xiangjiadang", "lake-juanhu"})


def test_a_disc_beside_a_straight_border_keeps_clear_of_it_and_grows_on_the_other_side() -> None:
    centre = shapely.Point(120.75, 30.6)
    west_of_it = shapely.box(120.0, 30.0, 120.76, 31.0)
    disc = lake_disc(centre, 12.0, west_of_it)
    assert west_of_it.contains(disc)
    assert geodesic_area_km2(disc) == pytest.approx(12.0, rel=1e-4)
    assert 100 <= metres_between(disc, west_of_it.boundary) <= 300
    assert clearances(centre, west_of_it)[0] > 10_000


def test_a_disc_whose_reference_point_is_outside_its_county_is_refused() -> None:
    with pytest.raises(ValueError, match="inside its border"):
        lake_disc(shapely.Point(121.0, 30.6), 5.0, shapely.Point(120.75, 30.6).buffer(0.1))


def test_a_disc_larger_than_its_county_is_refused() -> None:
    with pytest.raises(ValueError, match="inside its border"):
        lake_disc(shapely.Point(120.75, 30.6), 50.0, shapely.Point(120.75, 30.6).buffer(0.03))


def test_every_zone_is_the_same_symbol() -> None:
    for feature in features("high_tech_zones.geojson").values():
        corners = shapely.get_coordinates(shape(feature))
        assert len(corners) == 7
        centre = shapely.Point(corners[:-1].mean(axis=0))
        radii_m = [1000 * length_km(shapely.LineString([centre, corner])) for corner in corners]
        assert radii_m == pytest.approx([ZONE_RADIUS_M] * 7, abs=2)


def test_the_core_goes_round_its_three_platforms() -> None:
    core = shape(AREAS["core-jiaxing"])
    platforms = [shape(feature) for feature in REFERENCES.values() if feature["properties"]["kind"] == "platform"]
    assert len(platforms) == 3
    for platform in platforms:
        assert core.contains(platform)
        assert metres_between(platform, core.boundary) == pytest.approx(2500, abs=10)


def test_the_corridor_follows_the_g60_through_five_counties() -> None:
    band, line = shape(AREAS["corridor-g60"]), shape(REFERENCES["ref-g60"])
    assert length_km(line.intersection(band)) > 0.93 * 87.2
    for unit in G60_LENGTHS_KM:
        assert boundaries.counties().geometry[unit].intersects(band)
    # 3 km to either side of the line, whose bends it rounds off.
    middle = metric_from_wgs84(line).interpolate(0.5, normalized=True)
    assert middle.distance(metric_from_wgs84(band).boundary) == pytest.approx(3000, abs=300)


# What may not be committed --------------------------------------------------------------------


def test_no_committed_corner_is_a_corner_of_an_outline() -> None:
    outlines = {tuple(corner) for corner in _corners([boundaries.city(), *boundaries.counties().geometry]).round(5)}
    outlines |= {tuple(corner) for corner in _corners(list(boundaries.display_counties().geometry)).round(5)}
    committed = [shape(feature) for feature in (*AREAS.values(), *REFERENCES.values())]
    assert outlines.isdisjoint(tuple(corner) for corner in _corners(committed))


@pytest.mark.parametrize("feature", AREAS.values(), ids=lambda feature: feature["id"])
def test_no_area_runs_along_its_border(feature: Feature) -> None:
    assert metres_between(shape(feature), border_of(feature).boundary) > 95


def _corners(geometries: list[BaseGeometry]) -> npt.NDArray[np.float64]:
    return shapely.get_coordinates(geometries)


# Lines and pointers ---------------------------------------------------------------------------


def test_the_g60_turns_south_at_shenshi() -> None:
    line = shape(REFERENCES["ref-g60"])
    assert metres_between(SHENSHI, line) < 500
    west, south, _, _ = line.bounds
    assert west > 120.36  # the S2 would be at 120.31 by the city's border
    end = shapely.Point(line.coords[-1])
    assert end.y == south
    assert end.y < SHENSHI.y - 0.08
    assert 150 < bearing_deg(SHENSHI, end) < 210


def test_the_g60_passes_by_the_interchanges_of_jiaxing() -> None:
    line = shape(REFERENCES["ref-g60"])
    distances_m = {name: metres_between(shapely.Point(place), line) for name, place in INTERCHANGES.items()}
    assert max(distances_m.values()) < 500
    assert np.median(list(distances_m.values())) < 100


def test_the_g60_is_as_long_in_each_county_as_was_measured() -> None:
    line = shape(REFERENCES["ref-g60"])
    assert length_km(line.intersection(boundaries.city())) == pytest.approx(87.2, abs=0.05)
    by_county = boundaries.counties().geometry.map(lambda outline: length_km(line.intersection(outline)))
    assert by_county[by_county > 0].round(1).to_dict() == pytest.approx(G60_LENGTHS_KM)


@pytest.mark.parametrize("id_", ["ref-g60", "ref-hsr"])
def test_a_line_begins_and_ends_in_the_city_near_its_border(id_: str) -> None:
    line = shape(REFERENCES[id_])
    assert line.coords[0] > line.coords[-1]  # from the Shanghai side to the Hangzhou side
    for end in (line.coords[0], line.coords[-1]):
        assert boundaries.city().contains(shapely.Point(end))
        assert metres_between(shapely.Point(end), boundaries.city().boundary) < 500


def test_the_pointers_stand_at_the_ends_of_the_g60_and_look_away_from_each_other() -> None:
    line = shape(REFERENCES["ref-g60"])
    shanghai, hangzhou = REFERENCES["pointer-shanghai"], REFERENCES["pointer-hangzhou"]
    assert shape(shanghai).coords[0] == line.coords[0]
    assert shape(hangzhou).coords[0] == line.coords[-1]
    assert 30 < shanghai["properties"]["bearing"] < 60
    assert 210 < hangzhou["properties"]["bearing"] < 240
