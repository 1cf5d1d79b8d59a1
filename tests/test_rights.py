"""What a clerk may not reach: rows of other counties and of the city, an editor's document, another person's name."""

from collections.abc import Mapping

import pytest

from g60.catalog.sources import FolderSource
from g60.contract.errors import RefusedError
from g60.record import draft_rows, drafts
from g60.record.editing import Cell, Entry, Given, add_document, add_row, remove_row, set_row, set_rows, set_value
from g60.record.people import Person, add_person
from g60.record.rows import Place
from tests.conftest import GEODATA

SHIPPED = FolderSource(GEODATA)
LETTER = Given("reported", "plan", "第二条")
HAINING, NANHU = "330481", "330402"
OWN = "lake-juanhu"
NOT_ALLOWED, TAKEN, NO_TEXT = "error_not_allowed", "error_key_taken", "error_document_unknown"


@pytest.fixture
def database_url(begun_url: str) -> str:
    """The record has begun: no test here is about how it begins."""
    return begun_url


@pytest.fixture
def editor(database_url: str) -> Person:
    return add_person("editor", "编辑", roles=("editor",), by=None, url=database_url)


@pytest.fixture
def clerk(database_url: str) -> Person:
    return add_person("clerk", "李娜", roles=("clerk",), units=(HAINING,), by=None, url=database_url)


@pytest.fixture
def number(clerk: Person, database_url: str) -> int:
    return drafts.start(clerk, "一", SHIPPED, database_url)


def code_of(act: object, *given: object, url: str) -> str:
    """The code with which an act is refused."""
    assert callable(act)
    with pytest.raises(RefusedError) as caught:
        act(*given, url)
    return caught.value.code


# Rows of others ----------------------------------------------------------------------------------

# Rows about the city, about Xiuzhou's zone, about a body without a unit, and about indicators.
OF_OTHERS: Mapping[str, str] = {
    "targets": "target-001",
    "figures": "figure-001",
    "tasks": "reform-01",
    "relations": "relation-001",
    "conflicts": "conflict-02",
}


@pytest.mark.parametrize("dataset", OF_OTHERS)
def test_a_clerk_takes_no_row_by_giving_it_a_subject_of_their_own(
    clerk: Person, number: int, database_url: str, dataset: str
) -> None:
    key = OF_OTHERS[dataset]
    taken = Entry(Place(dataset, key), {"subject": OWN})
    assert code_of(set_rows, clerk, number, [taken], LETTER, url=database_url) == NOT_ALLOWED
    own = Entry(Place("lake_districts", OWN), {"name_en": "Another name"})
    assert code_of(set_rows, clerk, number, [own, taken], LETTER, url=database_url) == NOT_ALLOWED
    assert code_of(remove_row, clerk, number, Place(dataset, key), url=database_url) == NOT_ALLOWED
    assert not drafts.steps(clerk, number, database_url)


def test_a_clerk_gives_no_row_away_and_leaves_none_without_a_unit(
    clerk: Person, number: int, database_url: str
) -> None:
    held = draft_rows.table(clerk, number, "targets", database_url)
    own = next(key for key, cells in held.items() if cells["subject"] == "htz-haining")
    for subject in ("city", "htz-xiuzhou", "", "lake-nothing"):
        assert code_of(set_value, clerk, number, Cell(own, "subject"), subject, LETTER, url=database_url) == NOT_ALLOWED
    for unit in ("", NANHU):
        assert code_of(set_value, clerk, number, Cell(OWN, "unit"), unit, LETTER, url=database_url) == NOT_ALLOWED


def test_a_clerk_changes_adds_and_removes_what_is_about_their_own_areas(
    clerk: Person, number: int, database_url: str
) -> None:
    held = draft_rows.table(clerk, number, "targets", database_url)
    own = next(key for key, cells in held.items() if cells["subject"] == "htz-haining")
    set_value(clerk, number, Cell(own, "value"), "1", LETTER, database_url)
    set_rows(
        clerk,
        number,
        [Entry(Place("targets", own), {}, cited=("value",))],
        LETTER._replace(locator="第三条"),
        database_url,
    )
    set_row(clerk, number, Place("figures", "figure-own"), {"subject": OWN, "value": "1"}, LETTER, database_url)
    remove_row(clerk, number, Place("figures", "figure-own"), database_url)
    for _ in range(4):
        drafts.undo(clerk, number, None, database_url)
    assert draft_rows.table(clerk, number, "targets", database_url) == held


def test_a_row_that_names_no_area_is_not_the_clerks_by_its_key(clerk: Person, number: int, database_url: str) -> None:
    for dataset in ("actuals", "left_out"):
        given = Place(dataset, HAINING), {"text_zh": "x"} if dataset == "left_out" else {"value": "1"}
        assert code_of(set_row, clerk, number, *given, LETTER, url=database_url) == NOT_ALLOWED


# Ids ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["city", "zhejiang", "indicator-2-05", "htz-xiuzhou", NANHU])
def test_no_row_takes_the_id_of_another_subject(editor: Person, clerk: Person, database_url: str, key: str) -> None:
    number = drafts.start(editor, "一", SHIPPED, database_url)
    cells = {"unit": HAINING, "name_zh": "市"}
    place = Place("carriers", key)
    for person in (editor, clerk):
        for act in (set_row, add_row):
            assert code_of(act, person, number, place, cells, LETTER, url=database_url) == TAKEN
        assert code_of(set_rows, person, number, [Entry(place, cells)], LETTER, url=database_url) == TAKEN
    assert code_of(add_document, editor, number, key, {"title_zh": "文"}, "", url=database_url) == TAKEN


def test_one_step_enters_no_two_rows_of_one_id(editor: Person, database_url: str) -> None:
    number = drafts.start(editor, "一", SHIPPED, database_url)
    both = [Entry(Place("carriers", "new-1"), {"unit": HAINING}), Entry(Place("figures", "new-1"), {"subject": OWN})]
    assert code_of(set_rows, editor, number, both, LETTER, url=database_url) == TAKEN


# Documents ---------------------------------------------------------------------------------------


def test_a_clerk_takes_no_document_of_an_editor_out(editor: Person, clerk: Person, database_url: str) -> None:
    number = drafts.start(editor, "一", SHIPPED, database_url)
    add_document(editor, number, "letter", {"title_zh": "一封信"}, "全文", database_url)
    assert code_of(drafts.undo, clerk, number, None, url=database_url) == NOT_ALLOWED
    set_value(editor, number, Cell(OWN, "name_en"), "A name", LETTER._replace(source="某市的复函"), database_url)
    assert code_of(drafts.undo, clerk, number, None, url=database_url) == NOT_ALLOWED
    drafts.undo(editor, number, None, database_url)
    drafts.undo(editor, number, None, database_url)


def test_a_clerk_takes_their_own_step_with_a_new_document_back(clerk: Person, number: int, database_url: str) -> None:
    set_value(clerk, number, Cell(OWN, "name_en"), "A name", LETTER._replace(source="某市的复函"), database_url)
    drafts.undo(clerk, number, None, database_url)
    drafts.redo(clerk, number, database_url)
    assert draft_rows.record(clerk, number, OWN, database_url).cells["name_en"] == "A name"


@pytest.mark.parametrize("field", ["sha256", "number", "issuer_zh", "date"])
def test_a_clerk_enters_a_document_by_its_title_only(clerk: Person, number: int, database_url: str, field: str) -> None:
    place, title = Place("sources", "fake"), {"title_zh": "统计局公报", "title_en": "x"}
    values = {**title, field: "2026"}
    assert code_of(add_row, clerk, number, place, values, LETTER, url=database_url) == NOT_ALLOWED
    assert add_row(clerk, number, place, title, LETTER, database_url)


def test_a_clerk_cites_no_line_of_a_document_that_nobody_can_read(
    editor: Person, clerk: Person, number: int, database_url: str
) -> None:
    titled = Given("stated", "一份通知", "第七行", "7")
    assert code_of(set_value, clerk, number, Cell(OWN, "name_en"), "F", titled, url=database_url) == NO_TEXT
    add_row(clerk, number, Place("sources", "fake"), {"title_zh": "公报", "title_en": "x"}, LETTER, database_url)
    faked = titled._replace(source="fake")
    assert code_of(set_value, clerk, number, Cell(OWN, "name_en"), "F", faked, url=database_url) == NO_TEXT
    set_value(clerk, number, Cell(OWN, "name_en"), "F", titled._replace(source="plan"), database_url)
    add_document(editor, number, "letter", {"title_zh": "一封信"}, "全文", database_url)
    set_value(clerk, number, Cell(OWN, "name_en"), "G", titled._replace(source="letter"), database_url)
