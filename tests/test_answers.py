"""Corrections get an answer, and their readers can follow them by a link that only they have."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from g60.catalog.sources import FolderSource
from g60.contract.errors import RefusedError
from g60.record.answers import (
    ASKED,
    REFUSED,
    TAKEN,
    WORDS_LENGTH,
    Taking,
    answer,
    answers,
    followed,
    is_open,
    kept_token,
    new_token,
    reply,
    seen,
    state_of,
    take,
)
from g60.record.corrections import Read, Words, add, listed
from g60.record.database import reading
from g60.record.draft_state import state_of as rows_in
from g60.record.drafts import discard, draft, drafts
from g60.record.editing import Given
from g60.record.people import ROLES, VISITOR, Person, add_person, remove_person
from g60.record.publishing import publish
from g60.record.rows import Place
from tests.conftest import GEODATA

SHIPPED = FolderSource(GEODATA)
READ = Read("lake-juanhu", "area_km2", "23.3 km²", "stated", "atlas", "", 1, "abc")
GIVEN = Given("reported", "plan", "表3", "304")


@pytest.fixture
def database_url(begun_url: str) -> str:
    """The record has begun: no test here is about how it begins."""
    return begun_url


@pytest.fixture
def editor(database_url: str) -> Person:
    return add_person("editor", "王伟", roles=("editor", "publisher"), by=None, url=database_url)


@pytest.fixture
def token(database_url: str) -> str:
    made = new_token()
    add(READ, Words(proposed="24.1", reason="新公报"), session="a", secret=kept_token(made), url=database_url)
    return made


def test_a_reader_follows_a_correction_from_new_to_the_version_that_has_it(
    database_url: str, editor: Person, token: str
) -> None:
    url = database_url
    found, given = followed(token, url)
    assert (found.number, found.read, state_of(given)) == (1, READ, "new")
    answer(editor, 1, ASKED, "公报是哪一天的？", last=0, url=url)
    reply(token, "11月20日", url)
    _, given = followed(token, url)
    assert [(one.state, one.who, one.words) for one in given] == [
        ("asked", "王伟", "公报是哪一天的？"),
        ("replied", "", "11月20日"),
    ]
    number = take(editor, 1, Taking("24.1", GIVEN, "谢谢"), SHIPPED, "更正 1", last=seen(given), url=url)
    _, given = followed(token, url)
    assert (given[-1].state, given[-1].draft, given[-1].version) == (TAKEN, number, None)
    assert not is_open(given)
    place = Place("lake_districts", "lake-juanhu")
    with reading(url) as connection:
        assert rows_in(connection, draft(editor, number, url), [place])[place].cells["area_km2"] == "24.1"
    version = publish(editor, number, "更正 1", url).number
    assert followed(token, url)[1][-1].version == version


def test_a_taken_correction_waits_again_when_its_draft_is_discarded(
    database_url: str, editor: Person, token: str
) -> None:
    number = take(editor, 1, Taking("24.1", GIVEN), SHIPPED, "更正 1", last=0, url=database_url)
    given = answers([1], database_url)[1]
    with pytest.raises(RefusedError):
        answer(editor, 1, REFUSED, "不对", last=seen(given), url=database_url)
    discard(editor, number, database_url)
    answer(editor, 1, REFUSED, "不对", last=seen(given), url=database_url)
    assert state_of(followed(token, database_url)[1]) == REFUSED


def test_what_is_no_cell_is_taken_into_an_empty_draft(database_url: str, editor: Person) -> None:
    add(replace(READ, subject="lakes", field="sum"), Words(reason="合计不对"), session="a", url=database_url)
    number = take(editor, 1, Taking("176", GIVEN), SHIPPED, "更正 1", last=0, url=database_url)
    assert draft(editor, number, database_url).name == "更正 1"


def test_a_value_without_its_source_leaves_neither_draft_nor_answer(
    database_url: str, editor: Person, token: str
) -> None:
    with pytest.raises(RefusedError):
        take(editor, 1, Taking("24.1", Given("reported")), SHIPPED, "更正 1", last=0, url=database_url)
    assert drafts(editor, database_url) == []
    assert answers([1], database_url) == {}


def test_two_who_answer_at_once_do_not_both_answer(database_url: str, editor: Person, token: str) -> None:
    other = add_person("other", "赵敏", roles=("editor",), by=None, url=database_url)

    def attempt(act: Callable[[], object]) -> str:
        try:
            act()
        except RefusedError as error:
            return error.code
        return ""

    acts: list[Callable[[], object]] = [
        lambda: answer(editor, 1, REFUSED, "一", last=0, url=database_url),
        lambda: take(other, 1, Taking("24.1", GIVEN), SHIPPED, "更正 1", last=0, url=database_url),
        lambda: answer(other, 1, ASKED, "三", last=0, url=database_url),
    ]
    with ThreadPoolExecutor(3) as pool:
        said = list(pool.map(attempt, acts))
    assert sorted(said) == ["", "error_correction_answered", "error_correction_answered"]
    assert len(answers([1], database_url)[1]) == 1
    assert len(drafts(editor, database_url)) == (1 if said[1] == "" else 0)


@pytest.mark.parametrize(
    "wrong", ["", "x", "a" * 64, "长" * 30, "\x00" * 30, "' OR 1=1 --                ", "\ud800" * 30]
)
def test_a_wrong_token_leads_nowhere(database_url: str, token: str, wrong: str) -> None:
    add(READ, Words(reason="无链接的旧更正"), session="a", url=database_url)
    for act in (lambda: followed(wrong, database_url), lambda: reply(wrong, "x", database_url)):
        with pytest.raises(RefusedError) as caught:
            act()
        assert caught.value.code == "error_correction_token"


def test_the_database_does_not_hold_the_token(database_url: str, token: str) -> None:
    with reading(database_url) as connection:
        kept = connection.exec_driver_sql("SELECT token FROM corrections").scalar_one()
    assert token not in kept
    with pytest.raises(RefusedError):
        followed(kept, database_url)


def test_an_old_correction_without_token_is_read_and_answered(database_url: str, editor: Person) -> None:
    add(READ, Words(reason="旧"), session="a", url=database_url)
    with pytest.raises(RefusedError) as caught:
        answer(editor, 1, ASKED, "谁？", last=0, url=database_url)
    assert caught.value.code == "error_correction_no_reader"
    answer(editor, 1, REFUSED, "已核对", last=0, url=database_url)
    (kept,), _ = listed(database_url)
    assert (kept.words.reason, kept.has_reader) == ("旧", False)


def test_who_may_not_answer_is_refused_and_nothing_is_kept(database_url: str, editor: Person, token: str) -> None:
    url = database_url
    clerk = add_person("clerk", "李娜", roles=("clerk",), units=("330481",), by=None, url=url)
    gone = add_person("gone", "已走", roles=("admin",), by=None, url=url)
    remove_person("gone", by=None, url=url)
    for person in (VISITOR, clerk, gone):
        for act in (
            lambda: answer(person, 1, REFUSED, "x", last=0, url=url),  # noqa: B023 - called at once
            lambda: take(person, 1, Taking("24.1", GIVEN), SHIPPED, "x", last=0, url=url),  # noqa: B023
        ):
            with pytest.raises(RefusedError) as caught:
                act()
            assert caught.value.code in ("error_not_allowed", "error_not_signed_in")
    assert answers([1], url) == {}
    assert drafts(editor, url) == []
    assert set(ROLES) > clerk.roles


def test_words_are_needed_and_kept_whole(database_url: str, editor: Person, token: str) -> None:
    for words, code in ((" \x00", "error_answer_words"), ("长" * (WORDS_LENGTH + 1), "error_answer_long")):
        with pytest.raises(RefusedError) as caught:
            answer(editor, 1, REFUSED, words, last=0, url=database_url)
        assert caught.value.code == code
    with pytest.raises(RefusedError) as caught:
        reply(token, "没人问", database_url)
    assert caught.value.code == "error_correction_not_asked"
    with pytest.raises(RefusedError) as caught:
        answer(editor, 9, REFUSED, "x", last=0, url=database_url)
    assert caught.value.code == "error_correction_number"
    with pytest.raises(RefusedError) as caught:
        answer(editor, 1, "taken", "x", last=0, url=database_url)
    assert caught.value.code == "error_answer_state"
    hostile = "<script>\u202e[x](http://198.51.100.7)\x00\ud800"
    answer(editor, 1, REFUSED, hostile, last=0, url=database_url)
    assert answers([1], database_url)[1][0].words == "<script>\u202e[x](http://198.51.100.7)"
