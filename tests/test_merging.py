"""Two people at once: what is one value stays one, what differs is told, and nothing is entered half."""

from pathlib import Path
from threading import Thread

import pytest

from g60.catalog.sources import FolderSource
from g60.record import drafts, editing, history, people, publishing, versions
from g60.record.catalogs import Catalogs
from g60.record.editing import Cell, Given
from g60.record.people import Person
from g60.record.rows import Place

GEODATA = Path(__file__).parents[1] / "geodata"
SHIPPED = FolderSource(GEODATA)
REPORTED = Given("reported", "plan", "第3页")
POINT = Place("carriers", "carrier-01")


@pytest.fixture
def database_url(begun_url: str) -> str:
    """The record has begun: no test here is about how it begins."""
    return begun_url


@pytest.fixture
def editor(database_url: str) -> Person:
    return people.local_person(database_url)


def drafted(editor: Person, place: Place, cells: dict[str, str], url: str) -> int:
    number = drafts.start(editor, "试改", SHIPPED, url)
    editing.set_row(editor, number, place, cells, REPORTED, url)
    return number


def test_of_two_moved_points_none_is_half_of_either(editor: Person, database_url: str) -> None:
    carrier = Catalogs(GEODATA, database_url).newest().all_carriers.loc["carrier-01"]
    lon, lat = (f"{carrier[name] + 0.001:.5f}" for name in ("lon", "lat"))
    first = drafted(editor, POINT, {"lon": lon}, database_url)
    second = drafted(editor, POINT, {"lat": lat}, database_url)
    publishing.publish(editor, first, "甲", database_url)
    (found,) = publishing.disagreements(editor, second, database_url)
    publishing.rebase(editor, second, {(found.place, found.field): publishing.MINE}, database_url)
    publishing.publish(editor, second, "乙", database_url)
    after = Catalogs(GEODATA, database_url).newest().all_carriers.loc["carrier-01"]
    assert (after["lon"], after["lat"]) == (carrier["lon"], float(lat))


def test_a_changed_note_alone_is_told(editor: Person, database_url: str) -> None:
    number = drafts.start(editor, "译注", SHIPPED, database_url)
    place = Place("citations", "\x1f".join(("lake-juanhu", "unit")))
    drafts.change(editor, number, [drafts.Change(place, "note_en", "said otherwise")], url=database_url)
    publishing.publish(editor, number, "译注", database_url)
    (found,) = history.diff(1, 2, database_url)
    assert (found.subject, found.field) == ("lake-juanhu", "evidence:unit")
    assert "said otherwise" in str(found.after)


def test_a_row_that_comes_back_as_it_was_comes_back_to_its_place(editor: Person, database_url: str) -> None:
    place = Place("industry_terms", "半导体")
    shipped = SHIPPED.read(next(one for one in editing.DATASETS if one.name == place.dataset))
    cells = shipped[shipped["term"] == place.key].to_dict("records")[0]
    number = drafts.start(editor, "删了又加", SHIPPED, database_url)
    drafts.change(editor, number, [drafts.Change(place, "", None)], url=database_url)
    drafts.change(
        editor, number, [drafts.Change(place, "", {str(k): str(v) for k, v in cells.items()})], url=database_url
    )
    with pytest.raises(publishing.RefusedError, match="error_draft_empty"):
        publishing.publish(editor, number, "x", database_url)


def test_a_value_is_told_with_the_source_that_it_came_with(editor: Person, database_url: str) -> None:
    for source, value in (
        (Given("reported", "plan", "第3页"), "24"),
        (Given("inferred", "plan", "第9页", note="估"), "24"),
    ):
        number = drafts.start(editor, "面积", SHIPPED, database_url)
        editing.set_value(editor, number, Cell("lake-juanhu", "area_km2"), value, source, database_url)
        publishing.publish(editor, number, "面积", database_url)
    found = {one.field: one for one in history.diff(1, 3, database_url) if one.subject == "lake-juanhu"}
    assert (found["area_km2"].version, found["area_km2"].source) == (2, "plan 第3页")
    assert found["evidence:area_km2"].version == 3


def test_two_people_in_one_draft_leave_each_value_its_own_citation(editor: Person, database_url: str) -> None:
    number = drafts.start(editor, "同改", SHIPPED, database_url)

    def enter(value: str) -> None:
        for _ in range(5):
            given = Given("reported", "plan", f"第{value}页")
            editing.set_value(editor, number, Cell("lake-juanhu", "area_km2"), value, given, database_url)

    threads = [Thread(target=enter, args=(value,)) for value in ("24", "25")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    catalog = Catalogs(GEODATA, database_url).draft(editor, number).catalog
    citation = catalog.citation("lake-juanhu", "area_km2")
    assert citation is not None
    assert citation.locator == f"第{catalog.all_areas.at['lake-juanhu', 'area_km2']:g}页"
    assert versions.newest(database_url) == 1
