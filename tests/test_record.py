"""The way of a change: a draft over the shipped data is published as a version, and every version can be read again."""

from pathlib import Path

import pytest

from g60.catalog.sources import FolderSource
from g60.contract.errors import ConflictError, RefusedError
from g60.record import drafts, editing, history, people, publishing, versions
from g60.record.catalogs import Catalogs
from g60.record.editing import Cell, Given
from g60.record.people import VISITOR, Person

GEODATA = Path(__file__).parents[1] / "geodata"
SHIPPED = FolderSource(GEODATA)
REPORTED = Given("reported", "海宁市统计月报", "第3页")
AREA = Cell("lake-juanhu", "area_km2")


@pytest.fixture
def editor(begun_url: str) -> Person:
    return people.local_person(begun_url)


def drafted(editor: Person, value: str, url: str) -> int:
    number = drafts.start(editor, f"鹃湖 {value}", SHIPPED, url)
    editing.set_value(editor, number, AREA, value, REPORTED, url)
    return number


def test_without_a_record_the_shipped_data_is_version_1_and_no_database_is_made(database_url: str) -> None:
    assert [version.number for version in versions.versions(database_url)] == [1]
    assert versions.newest(database_url) == 1
    assert Catalogs(GEODATA, database_url).newest().version == 1
    if database_url.startswith("sqlite"):
        assert not Path(database_url.removeprefix("sqlite:///")).exists()


def test_a_published_value_is_in_the_next_version_with_its_evidence(editor: Person, begun_url: str) -> None:
    number = drafted(editor, "24", begun_url)
    catalogs = Catalogs(GEODATA, begun_url)
    assert catalogs.newest().all_areas.at["lake-juanhu", "area_km2"] == 23.3
    assert catalogs.draft(editor, number).catalog.all_areas.at["lake-juanhu", "area_km2"] == 24
    published = publishing.publish(editor, number, "月报更新", begun_url)
    assert (published.number, published.who, published.why) == (2, "local", "月报更新")
    catalog = catalogs.newest()
    assert (catalog.version, catalog.all_areas.at["lake-juanhu", "area_km2"]) == (2, 24)
    citation = catalog.citation("lake-juanhu", "area_km2")
    assert citation is not None
    assert (citation.evidence, citation.locator) == ("reported", "第3页")
    assert catalogs.version(1).all_areas.at["lake-juanhu", "area_km2"] == 23.3


def test_what_differs_is_told_by_field_with_who_when_why_and_source(editor: Person, begun_url: str) -> None:
    publishing.publish(editor, drafted(editor, "24", begun_url), "月报更新", begun_url)
    found = [change for change in history.diff(1, 2, begun_url) if change.subject == "lake-juanhu"]
    assert [
        (one.field, one.before, one.after, one.version, one.who, one.why) for one in found if one.field != "geometry"
    ] == [("area_km2", "23.3", "24", 2, "local", "月报更新")]
    assert found[0].source.endswith("第3页")
    values = [change.after for change in history.history("lake-juanhu", "area_km2", begun_url)]
    assert values == ["23.3", "24"]


def test_a_restored_version_is_a_new_one_with_the_same_fingerprint(editor: Person, begun_url: str) -> None:
    publishing.publish(editor, drafted(editor, "24", begun_url), "月报更新", begun_url)
    restored = publishing.restore(editor, 1, "月报有误", begun_url)
    known = {version.number: version for version in versions.versions(begun_url)}
    assert (restored.number, restored.kind, restored.restored) == (3, "restored", 1)
    assert known[3].fingerprint == known[1].fingerprint != known[2].fingerprint


def test_the_second_to_publish_a_cell_sees_both_values_and_chooses(editor: Person, begun_url: str) -> None:
    first, second = drafted(editor, "24", begun_url), drafted(editor, "25", begun_url)
    publishing.publish(editor, first, "甲", begun_url)
    with pytest.raises(ConflictError) as caught:
        publishing.publish(editor, second, "乙", begun_url)
    told = {(one.field, one.base, one.mine, one.theirs): one for one in caught.value.disagreements}
    area = next(one for key, one in told.items() if key == ("area_km2", "23.3", "25", "24"))
    choices = {(one.place, one.field): publishing.MINE for one in told.values()}
    with pytest.raises(ConflictError):
        publishing.rebase(editor, second, {}, begun_url)
    assert publishing.rebase(editor, second, choices, begun_url) == 2
    publishing.publish(editor, second, "乙", begun_url)
    assert Catalogs(GEODATA, begun_url).newest().all_areas.at[area.subject, "area_km2"] == 25


@pytest.mark.parametrize("why", ["", "  \n", "字" * 2001])
def test_without_a_reason_nothing_is_published(editor: Person, begun_url: str, why: str) -> None:
    number = drafted(editor, "24", begun_url)
    with pytest.raises(RefusedError):
        publishing.publish(editor, number, why, begun_url)
    assert versions.newest(begun_url) == 1
    assert drafts.draft(editor, number, begun_url).state == "open"


def test_a_visitor_changes_nothing(editor: Person, begun_url: str) -> None:
    number = drafted(editor, "24", begun_url)
    for act in (
        lambda: drafts.start(VISITOR, "x", SHIPPED, begun_url),
        lambda: drafts.drafts(VISITOR, begun_url),
        lambda: editing.set_value(VISITOR, number, AREA, "1", REPORTED, begun_url),
        lambda: drafts.undo(VISITOR, number, url=begun_url),
        lambda: publishing.publish(VISITOR, number, "x", begun_url),
        lambda: publishing.restore(VISITOR, 1, "x", begun_url),
    ):
        with pytest.raises(RefusedError):
            act()
    assert [step.kind for step in drafts.steps(editor, number, begun_url)] == ["edit"]


def test_a_value_that_a_draft_took_back_does_not_return_when_the_draft_moves(editor: Person, begun_url: str) -> None:
    second = Cell("lake-tianehu", "area_km2")
    mine = drafted(editor, "24", begun_url)
    editing.set_value(editor, mine, AREA, "23.3", REPORTED, begun_url)  # as it was: the draft changes nothing there
    editing.set_value(editor, mine, second, "50", REPORTED, begun_url)
    other = drafted(editor, "25", begun_url)
    editing.set_value(editor, other, second, "51", REPORTED, begun_url)
    publishing.publish(editor, other, "甲", begun_url)
    disputed = publishing.disagreements(editor, mine, begun_url)
    choices = {
        (one.place, one.field): publishing.MINE if one.subject == second.subject else publishing.THEIRS
        for one in disputed
    }
    publishing.rebase(editor, mine, choices, begun_url)
    publishing.publish(editor, mine, "乙", begun_url)
    areas = Catalogs(GEODATA, begun_url).newest().all_areas["area_km2"]
    assert (areas["lake-juanhu"], areas["lake-tianehu"]) == (25, 50)


@pytest.mark.parametrize("sources", [("plan", "plan"), ("海宁市统计月报", "海宁年鉴")])
def test_who_keeps_their_value_keeps_their_source(editor: Person, begun_url: str, sources: tuple[str, str]) -> None:
    first, second = (drafts.start(editor, place, SHIPPED, begun_url) for place in ("第1页", "第2页"))
    for number, value, source, place in ((first, "24", sources[0], "第1页"), (second, "25", sources[1], "第2页")):
        editing.set_value(editor, number, AREA, value, Given("reported", source, place), begun_url)
    publishing.publish(editor, first, "甲", begun_url)
    (found,) = publishing.disagreements(editor, second, begun_url)
    publishing.rebase(editor, second, {(found.place, found.field): publishing.MINE}, begun_url)
    publishing.publish(editor, second, "乙", begun_url)
    catalog = Catalogs(GEODATA, begun_url).newest()
    citation = catalog.citation("lake-juanhu", "area_km2")
    assert citation is not None
    assert (catalog.all_areas.at["lake-juanhu", "area_km2"], citation.locator) == (25, "第2页")
    assert sources[1] in (*citation.source, *catalog.sources.loc[list(citation.source), "title_zh"])
