"""Drafts: every step can be undone, nobody's value is overwritten unasked, and what cannot be done is said in words."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from shapely import from_geojson

from g60.catalog.sources import FolderSource
from g60.contract.crs import geodesic_area_km2
from g60.contract.errors import ConflictError, DataError, RefusedError
from g60.contract.i18n import LANGUAGES, text
from g60.record import draft_changes, draft_rows, drafts
from g60.record.catalogs import Catalogs
from g60.record.database import reading
from g60.record.drafts import Change
from g60.record.editing import Cell, Entry, Given, add_row, remove_row, set_row, set_rows, set_value
from g60.record.history import history
from g60.record.people import Person, add_person, local_person, remove_person
from g60.record.publishing import MINE, THEIRS, disagreements, draft_issues, publish, rebase, restore
from g60.record.rows import Place
from g60.record.tables import EDITS, STEPS
from g60.record.versions import versions
from tests.conftest import GEODATA

SHIPPED = FolderSource(GEODATA)
LETTER = Given("reported", "某市的复函", "第二条")
JUANHU, LAKES = "lake-juanhu", "lake_districts"
HOSTILE = "'; DROP TABLE rows; -- <script>x</script> [a](http://198.51.100.7) {{7*7}} =1+1 \x1f \u202e 中"


@pytest.fixture
def database_url(begun_url: str) -> str:
    """The record has begun: no test here is about how it begins."""
    return begun_url


@pytest.fixture
def editor(database_url: str) -> Person:
    return local_person(database_url)


def started(person: Person, url: str, name: str = "一") -> int:
    return drafts.start(person, name, SHIPPED, url)


def value(person: Person, number: int, url: str, subject: str = JUANHU, field: str = "area_km2") -> str:
    return draft_rows.record(person, number, subject, url).cells[field]


def refused(act: Callable[[], object]) -> str:
    """The code with which an act is refused; its words can be said in both languages."""
    with pytest.raises(RefusedError) as caught:
        act()
    assert all(text(caught.value.code, lang, **caught.value.values) for lang in LANGUAGES)
    return caught.value.code


# Steps -------------------------------------------------------------------------------------------


def test_a_value_and_its_citation_come_and_go_together(editor: Person, database_url: str) -> None:
    number = started(editor, database_url)
    before = draft_rows.record(editor, number, JUANHU, database_url)
    set_value(editor, number, Cell(JUANHU, "area_km2", "23.3"), "25", LETTER, database_url)
    after = draft_rows.record(editor, number, JUANHU, database_url)
    cited = after.citations["area_km2"]
    assert (after.cells["area_km2"], cited["evidence"], cited["locator"]) == ("25", "reported", "第二条")
    assert draft_rows.table(editor, number, "sources", database_url)[cited["source"]]["title_zh"] == "某市的复函"
    assert drafts.undo(editor, number, None, database_url) == 1
    assert draft_rows.record(editor, number, JUANHU, database_url) == before
    assert drafts.redo(editor, number, database_url) == 1
    assert draft_rows.record(editor, number, JUANHU, database_url) == after


def test_steps_are_undone_one_by_one_and_done_again_in_turn(editor: Person, database_url: str) -> None:
    number = started(editor, database_url)
    for area in ("24", "25", "26"):
        set_value(editor, number, Cell(JUANHU, "area_km2"), area, LETTER, database_url)
    seen = []
    for _ in range(3):
        drafts.undo(editor, number, None, database_url)
        seen.append(value(editor, number, database_url))
    assert seen == ["25", "24", "23.3"]
    assert refused(lambda: drafts.undo(editor, number, None, database_url)) == "error_nothing_to_undo"
    for _ in range(3):
        drafts.redo(editor, number, database_url)
        seen.append(value(editor, number, database_url))
    assert seen[3:] == ["24", "25", "26"]
    assert refused(lambda: drafts.redo(editor, number, database_url)) == "error_nothing_to_redo"


def test_an_earlier_step_is_undone_alone(editor: Person, database_url: str) -> None:
    number = started(editor, database_url)
    set_value(editor, number, Cell(JUANHU, "area_km2"), "25", LETTER, database_url)
    set_value(editor, number, Cell("carrier-07", "name_en"), "Another name", LETTER, database_url)
    drafts.undo(editor, number, 1, database_url)
    assert value(editor, number, database_url) == "23.3"
    assert value(editor, number, database_url, "carrier-07", "name_en") == "Another name"
    assert [step.undone for step in drafts.steps(editor, number, database_url)] == [True, False, False]


def test_no_step_is_ever_taken_out_of_the_database(editor: Person, database_url: str) -> None:
    number = started(editor, database_url)
    set_value(editor, number, Cell(JUANHU, "area_km2"), "25", LETTER, database_url)
    drafts.undo(editor, number, None, database_url)
    with reading(database_url) as connection:
        kept = connection.scalar(sa.select(sa.func.count()).select_from(STEPS)) or 0
        edits = connection.scalar(sa.select(sa.func.count()).select_from(EDITS)) or 0
    assert kept == 2
    assert edits > 3


def test_many_rows_are_one_step(editor: Person, database_url: str) -> None:
    number = started(editor, database_url)
    keys = list(draft_rows.table(editor, number, "carriers", database_url))
    entries = [Entry(Place("carriers", key), {"address_zh": f"某路{at}号"}) for at, key in enumerate(keys)]
    assert set_rows(editor, number, entries, LETTER, database_url) == 1
    found = draft_rows.table(editor, number, "carriers", database_url)
    assert [found[key]["address_zh"] for key in keys] == [f"某路{at}号" for at in range(len(keys))]
    assert draft_issues(editor, number, database_url) == []
    drafts.undo(editor, number, None, database_url)
    assert draft_changes.changed(editor, number, database_url) == []


def test_a_new_row_comes_with_its_citations_and_goes_with_them(editor: Person, database_url: str) -> None:
    number = started(editor, database_url)
    key = draft_rows.offered_key(draft_rows.table(editor, number, "outside", database_url))
    cells = {"name_zh": "某地", "name_en": "Somewhere", "role": "axis", "subject": "corridor-g60", "text_zh": "一句"}
    place = Place("outside", key)
    add_row(editor, number, place, cells, LETTER, database_url)
    assert draft_issues(editor, number, database_url) == []
    assert refused(lambda: add_row(editor, number, place, cells, LETTER, database_url)) == "error_key_taken"
    remove_row(editor, number, place, database_url)
    left = draft_changes.changed(editor, number, database_url)
    assert {one.place.dataset for one in left} == {"sources"}  # the document that was named is there to be cited
    assert refused(lambda: remove_row(editor, number, place, database_url)) == "error_row_unknown"


# Several people ----------------------------------------------------------------------------------


def test_a_cell_that_changed_while_somebody_typed_is_not_overwritten(editor: Person, database_url: str) -> None:
    number = started(editor, database_url)
    other = add_person("other@example", "他", roles=("editor",), by=editor, url=database_url)
    set_value(other, number, Cell(JUANHU, "area_km2", "23.3"), "25", LETTER, database_url)
    late = Entry(Place(LAKES, JUANHU), {"area_km2": "26"}, {"area_km2": "23.3"})
    assert refused(lambda: set_rows(editor, number, [late], LETTER, database_url)) == "error_cell_changed"
    assert value(editor, number, database_url) == "25"


def test_a_row_that_was_removed_while_somebody_typed_is_not_entered_anew(editor: Person, database_url: str) -> None:
    number = started(editor, database_url)
    remove_row(editor, number, Place("carriers", "carrier-07"), database_url)
    late = Entry(Place("carriers", "carrier-07"), {"name_en": "x"}, {"name_en": "Jiaxing Tongji Environment Institute"})
    assert refused(lambda: set_rows(editor, number, [late], LETTER, database_url)) == "error_row_unknown"


def two_drafts(editor: Person, url: str) -> tuple[Person, int]:
    """A draft with one value of a cell, and another value of it that somebody else has published since."""
    other = add_person("other@example", "王", roles=("publisher",), by=editor, url=url)
    mine, theirs = started(editor, url, "我的"), started(other, url, "他的")
    set_value(editor, mine, Cell(JUANHU, "area_km2"), "25", LETTER, url)
    set_value(other, theirs, Cell(JUANHU, "area_km2"), "26", LETTER, url)
    publish(other, theirs, "会议决定", url)
    return other, mine


@pytest.mark.parametrize(("choice", "chosen"), [(MINE, "25"), (THEIRS, "26")])
def test_the_second_to_publish_a_cell_sees_both_values_and_chooses(
    choice: str, chosen: str, editor: Person, database_url: str
) -> None:
    _, mine = two_drafts(editor, database_url)
    found = {one.field: one for one in disagreements(editor, mine, database_url)}
    assert (found["area_km2"].base, found["area_km2"].mine, found["area_km2"].theirs) == ("23.3", "25", "26")
    with pytest.raises(ConflictError):
        publish(editor, mine, "我的理由", database_url)
    with pytest.raises(ConflictError):
        rebase(editor, mine, {}, database_url)
    rebase(editor, mine, {(one.place, one.field): choice for one in found.values()}, database_url)
    assert disagreements(editor, mine, database_url) == []
    assert value(editor, mine, database_url) == chosen
    area = geometry_area(editor, mine, database_url)
    assert area == pytest.approx(float(chosen), abs=0.005)
    if choice == MINE:
        assert publish(editor, mine, "仍取我的", database_url).number == 3
        assert [one.after for one in history(JUANHU, "area_km2", database_url)] == ["23.3", "26", "25"]


def test_a_draft_with_a_document_of_its_own_stays_whole_over_a_newer_version(editor: Person, database_url: str) -> None:
    mine, theirs = started(editor, database_url), started(editor, database_url)
    for number, area in ((mine, "25"), (theirs, "26")):
        letter = LETTER._replace(source=f"第{number}号函")
        set_value(editor, number, Cell(JUANHU, "area_km2"), area, letter, database_url)
    publish(editor, theirs, "先到", database_url)
    found = disagreements(editor, mine, database_url)
    assert [one.field for one in found] == ["area_km2"]
    assert draft_issues(editor, mine, database_url) == []
    rebase(editor, mine, {(one.place, one.field): MINE for one in found}, database_url)
    assert draft_issues(editor, mine, database_url) == []
    assert publish(editor, mine, "仍取我的", database_url).number == 3


def geometry_area(person: Person, number: int, url: str) -> float:
    return geodesic_area_km2(from_geojson(draft_rows.record(person, number, JUANHU, url).cells["geometry"]))


def test_both_sides_are_told_with_who_and_when(editor: Person, database_url: str) -> None:
    _, mine = two_drafts(editor, database_url)
    found = disagreements(editor, mine, database_url)
    told = draft_changes.sides(editor, mine, found, database_url)
    assert {(ours.who, theirs.who, theirs.why, theirs.version) for ours, theirs in told} == {
        ("local", "王", "会议决定", 2)
    }
    assert all(len(ours.at) == len(theirs.at) == len("2026-11-27T16:00:00Z") for ours, theirs in told)


def test_what_others_published_elsewhere_does_not_stand_in_the_way(editor: Person, database_url: str) -> None:
    one, two = started(editor, database_url), started(editor, database_url)
    set_value(editor, one, Cell(JUANHU, "area_km2"), "25", LETTER, database_url)
    set_value(editor, two, Cell(JUANHU, "name_en"), "Juanhu City", LETTER, database_url)
    publish(editor, one, "一", database_url)
    assert publish(editor, two, "二", database_url).number == 3
    last = started(editor, database_url)
    assert value(editor, last, database_url) == "25"
    assert value(editor, last, database_url, field="name_en") == "Juanhu City"


@pytest.mark.parametrize("choice", [MINE, THEIRS])
def test_a_removed_row_against_a_changed_one_is_a_disagreement(choice: str, editor: Person, database_url: str) -> None:
    removing, changing = started(editor, database_url), started(editor, database_url)
    place = Place("carriers", "carrier-07")
    set_value(editor, changing, Cell("carrier-07", "name_en"), "Another name", LETTER, database_url)
    remove_row(editor, removing, place, database_url)
    publish(editor, changing, "改名", database_url)
    found = disagreements(editor, removing, database_url)
    row = next(one for one in found if one.place == place)
    assert (row.field, row.mine) == ("", None)
    assert "Another name" in (row.theirs or "")
    rebase(editor, removing, {(one.place, one.field): choice for one in found}, database_url)
    there = draft_rows.table(editor, removing, "carriers", database_url)
    assert ("carrier-07" in there) == (choice == THEIRS)


def test_a_draft_over_a_version_that_was_restored_meanwhile_says_so(editor: Person, database_url: str) -> None:
    first = started(editor, database_url)
    set_value(editor, first, Cell(JUANHU, "area_km2"), "25", LETTER, database_url)
    publish(editor, first, "一", database_url)
    stale = started(editor, database_url)
    set_value(editor, stale, Cell(JUANHU, "area_km2"), "26", LETTER, database_url)
    restore(editor, 1, "退回", database_url)
    found = {one.field: one for one in disagreements(editor, stale, database_url)}
    assert (found["area_km2"].base, found["area_km2"].mine, found["area_km2"].theirs) == ("25", "26", "23.3")
    rebase(
        editor,
        stale,
        {(one.place, one.field): MINE for one in disagreements(editor, stale, database_url)},
        database_url,
    )
    # The document of the draft's value went with the restored version: the draft says so before it is published.
    with pytest.raises(DataError) as caught:
        publish(editor, stale, "二", database_url)
    assert {issue.code for issue in caught.value.issues} == {"source_unknown"}
    set_value(editor, stale, Cell(JUANHU, "area_km2"), "26", LETTER, database_url)
    assert publish(editor, stale, "二", database_url).number == 4


# What is refused ---------------------------------------------------------------------------------


def test_a_discarded_draft_is_read_and_no_longer_changed(editor: Person, database_url: str) -> None:
    number = started(editor, database_url)
    set_value(editor, number, Cell(JUANHU, "area_km2"), "25", LETTER, database_url)
    drafts.discard(editor, number, database_url)
    assert value(editor, number, database_url) == "25"
    assert drafts.drafts(editor, database_url) == []
    acts: tuple[Callable[[], object], ...] = (
        lambda: set_value(editor, number, Cell(JUANHU, "area_km2"), "26", LETTER, database_url),
        lambda: drafts.undo(editor, number, None, database_url),
        lambda: publish(editor, number, "x", database_url),
        lambda: drafts.rename(editor, number, "x", database_url),
    )
    assert {refused(act) for act in acts} == {"error_draft_discarded"}


def test_whose_role_is_taken_away_while_typing_is_refused_and_nothing_changes(
    editor: Person, database_url: str
) -> None:
    typing = add_person("clerk@example", "李", roles=("clerk",), units=("330481",), by=editor, url=database_url)
    number = started(typing, database_url)
    set_value(typing, number, Cell(JUANHU, "area_km2"), "25", LETTER, database_url)
    remove_person("clerk@example", by=editor, url=database_url)
    late = refused(lambda: set_value(typing, number, Cell(JUANHU, "area_km2"), "26", LETTER, database_url))
    assert late in ("error_not_allowed", "error_not_signed_in")
    assert value(editor, number, database_url) == "25"


def test_a_clerk_changes_the_rows_of_their_own_county_only(editor: Person, database_url: str) -> None:
    clerk = add_person("clerk@example", "李", roles=("clerk",), units=("330481",), by=editor, url=database_url)
    number = started(clerk, database_url)
    set_value(clerk, number, Cell(JUANHU, "area_km2"), "25", LETTER, database_url)
    given = Given("reported", "plan", "x")
    others = [Entry(Place("carriers", "carrier-01"), {"address_zh": "别处"})]
    assert refused(lambda: set_rows(clerk, number, others, given, database_url)) == "error_not_allowed"
    away = Entry(Place(LAKES, JUANHU), {"unit": "330402"})
    assert refused(lambda: set_rows(clerk, number, [away], given, database_url)) == "error_not_allowed"
    assert refused(lambda: publish(clerk, number, "x", database_url)) == "error_not_allowed"


@pytest.mark.parametrize("name", ["", " \n\t", "名" * 10_000])
def test_a_name_that_is_none_or_endless_is_refused(name: str, editor: Person, database_url: str) -> None:
    assert refused(lambda: started(editor, database_url, name)) == "error_draft_name"


@pytest.mark.parametrize("why", ["", " \n ", "由" * 2_001])
def test_a_publication_without_a_reason_is_refused(why: str, editor: Person, database_url: str) -> None:
    number = started(editor, database_url)
    set_value(editor, number, Cell(JUANHU, "area_km2"), "25", LETTER, database_url)
    assert refused(lambda: publish(editor, number, why, database_url)) in ("error_reason_missing", "error_reason_long")
    assert len(versions(database_url)) == 1
    assert value(editor, number, database_url) == "25"


def test_a_value_without_a_source_is_refused(editor: Person, database_url: str) -> None:
    number = started(editor, database_url)
    for given, code in (
        (Given("reported", "", "x"), "error_source_missing"),
        (Given("stated", " "), "error_source_missing"),
        (Given("missing", "plan"), "error_evidence_form"),
        (Given("heard", "plan"), "error_evidence_form"),
    ):
        cell = Cell(JUANHU, "area_km2")
        assert (
            refused(lambda given=given, cell=cell: set_value(editor, number, cell, "25", given, database_url)) == code
        )
    assert drafts.steps(editor, number, database_url) == []


def test_what_is_not_there_is_named(editor: Person, database_url: str) -> None:
    number = started(editor, database_url)
    for cell, code in (
        (Cell("nobody", "area_km2"), "error_subject_unknown"),
        (Cell(JUANHU, "colour"), "error_field_unknown"),
        (Cell(JUANHU, "id"), "error_field_unknown"),
        (Cell(HOSTILE, HOSTILE), "error_subject_unknown"),
    ):
        assert refused(lambda cell=cell: set_value(editor, number, cell, "1", LETTER, database_url)) == code
    assert refused(lambda: drafts.draft(editor, 99, database_url)) == "error_draft_unknown"
    row = Place("carriers", "Not A Slug")
    assert refused(lambda: set_row(editor, number, row, {"name_zh": "x"}, LETTER, database_url)) == "error_key_form"


def test_an_error_keeps_a_draft_from_being_published_and_nothing_is_lost(editor: Person, database_url: str) -> None:
    number = started(editor, database_url)
    set_value(editor, number, Cell(JUANHU, "area_km2"), "二十五", LETTER, database_url)
    with pytest.raises(DataError) as caught:
        publish(editor, number, "x", database_url)
    assert {(issue.code, issue.field, issue.value) for issue in caught.value.issues} == {
        ("value_not_number", "area_km2", "二十五")
    }
    assert value(editor, number, database_url) == "二十五"
    assert len(versions(database_url)) == 1


def test_hostile_texts_are_kept_as_they_are_written(editor: Person, database_url: str) -> None:
    number = started(editor, database_url, HOSTILE)
    given = Given("inferred", HOSTILE, HOSTILE, "1", HOSTILE, HOSTILE)
    set_value(editor, number, Cell(JUANHU, "concept_zh"), HOSTILE, given, database_url)
    kept = value(editor, number, database_url, field="concept_zh")
    assert kept == HOSTILE.replace("\x1f", "")
    told = draft_changes.changed(editor, number, database_url)
    assert kept in {one.after for one in told}
    assert (
        refused(lambda: set_value(editor, number, Cell(JUANHU, "concept_zh"), "字" * 20_001, given, database_url))
        == "error_cell_long"
    )


def test_what_a_draft_changes_is_told_by_field_with_its_source(editor: Person, database_url: str) -> None:
    number = started(editor, database_url)
    set_value(editor, number, Cell(JUANHU, "area_km2"), "25", LETTER, database_url)
    set_value(editor, number, Cell("carrier-07", "name_en"), "", LETTER, database_url)
    found = {(one.subject, one.field): one for one in draft_changes.changed(editor, number, database_url)}
    area = found[JUANHU, "area_km2"]
    assert (area.before, area.after) == ("23.3", "25")
    assert area.citation is not None
    assert area.citation["locator"] == "第二条"
    name = found["carrier-07", "name_en"]
    assert (name.before, name.after) == ("Jiaxing Tongji Environment Institute", "")
    assert name.citation is not None
    assert name.citation["evidence"] == "missing"


def test_the_evidence_of_a_value_is_changed_without_the_value(editor: Person, database_url: str) -> None:
    number = started(editor, database_url)
    entry = Entry(Place(LAKES, JUANHU), {}, cited=("area_km2",))
    set_rows(editor, number, [entry], LETTER, database_url)
    [*_, told] = draft_changes.changed(editor, number, database_url)
    assert (told.subject, told.field) == (JUANHU, "evidence:area_km2")
    assert "第二条" in (told.after or "")


def test_the_real_map_shows_a_draft_and_nobody_else_sees_it(editor: Person, database_url: str) -> None:
    number = started(editor, database_url)
    set_value(editor, number, Cell(JUANHU, "area_km2"), "25", LETTER, database_url)
    catalogs = Catalogs(GEODATA, database_url)
    assert catalogs.draft(editor, number).catalog.entity(JUANHU)["area_km2"] == 25
    assert catalogs.newest().entity(JUANHU)["area_km2"] == 23.3
    assert refused(lambda: catalogs.draft(Person(), number)) == "error_not_signed_in"


def test_changes_of_one_call_are_one_step_or_none(editor: Person, database_url: str) -> None:
    number = started(editor, database_url)
    good = Change(Place("carriers", "carrier-07"), "name_en", "x")
    bad = Change(Place("carriers", "nobody"), "name_en", "x")
    assert refused(lambda: drafts.change(editor, number, [good, bad], url=database_url)) == "error_row_unknown"
    assert drafts.steps(editor, number, database_url) == []
