"""What no form of the page sends, but anybody can: entries that must be refused in words and break nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from g60.catalog.catalog import Catalog
from g60.catalog.checked_tables import check_tables
from g60.catalog.sources import FolderSource
from g60.cli import main
from g60.contract.errors import DatabaseError, DataError, G60Error
from g60.contract.issues import Issue
from g60.contract.schema import LAKE_DISTRICTS
from g60.contract.statements import ACTUALS
from g60.record import catalogs, database, draft_rows, drafts, editing, history, publishing, versions
from g60.record.answers import answer
from g60.record.catalogs import Catalogs
from g60.record.drafts import Change
from g60.record.editing import Cell, Given
from g60.record.people import Person, local_person
from g60.record.placing import Spot, set_place
from g60.record.rows import GEOMETRY, Place, Row, table_of
from g60.record.versions import version_at
from g60.ui.edit_acts import happened
from tests.conftest import GEODATA
from tests.databases import wait_until
from tests.small_record import SmallSource
from tests.tables import Tables, TableSource, changed, sound, table

SHIPPED = FolderSource(GEODATA)
LETTER = Given("reported", "某市的复函", "第二条")
LAKE = Place("lake_districts", "lake-new")


@pytest.fixture
def editor(begun_url: str) -> Person:
    return local_person(begun_url)


@pytest.fixture
def number(editor: Person, begun_url: str) -> int:
    return drafts.start(editor, "一", SHIPPED, begun_url)


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(G60Error) as caught:
        act()
    for value in caught.value.values.values():
        str(value).encode()  # what is said can be written
    return caught.value.code


def found(tables: Tables) -> list[tuple[str, str]]:
    return [(issue.code, issue.field) for issue in check_tables(tables)]


# An area without a shape -------------------------------------------------------------------------


@pytest.mark.parametrize("shape", ["", "x", "{}", "null", "[1]", '{"type":"Polygon","coordinates":[[[1,2]]]}', None])
def test_a_shape_that_cannot_be_read_is_none(shape: str | None) -> None:
    cells = {"id": "lake-new"} | ({} if shape is None else {GEOMETRY: shape})
    assert list(table_of([Row(0, cells)], LAKE_DISTRICTS)[GEOMETRY]) == [None]


def test_a_new_lake_without_a_shape_is_a_finding_and_breaks_no_page(
    editor: Person, number: int, begun_url: str
) -> None:
    values = {"name_zh": "某湖", "unit": "330481", "area_km2": "3"}
    editing.add_row(editor, number, LAKE, values, LETTER, begun_url)
    issues = publishing.draft_issues(editor, number, begun_url)
    assert ("geometry_missing", GEOMETRY) in [(issue.code, issue.field) for issue in issues]
    drafted = Catalogs(GEODATA, begun_url).draft(editor, number)
    assert LAKE.key not in drafted.catalog.ids
    assert any(issue.code == "geometry_missing" for issue in drafted.issues)
    with pytest.raises(DataError):
        publishing.publish(editor, number, "x", begun_url)
    spot = Spot("120.60", "30.48")
    assert code_of(lambda: set_place(editor, number, LAKE.key, spot, LETTER, url=begun_url)) == "error_shape_missing"
    editing.remove_row(editor, number, LAKE, begun_url)
    assert publishing.draft_issues(editor, number, begun_url) == []


# Numbers without end -----------------------------------------------------------------------------


@pytest.mark.parametrize("digits", ["9" * 16, "9" * 400, "9" * 5000, "1." + "1" * 11, "24." + "0" * 15_000])
@pytest.mark.parametrize(("name", "field"), [("carriers", "uncertainty_m"), ("indicators", "baseline")])
def test_a_number_has_so_many_digits(name: str, field: str, digits: str) -> None:
    tables = changed(sound(), name, 2, **{field: digits})
    issues = [issue for issue in check_tables(tables) if issue.field == field]
    assert [issue.code for issue in issues] == ["value_number_long"]
    assert len(issues[0].value) <= 41
    with pytest.raises(DataError):
        Catalog.load(TableSource(tables))


@pytest.mark.parametrize("digits", ["1" * 10, "9" * 5000])
@pytest.mark.parametrize(
    ("name", "field"), [("carriers", "no"), ("citations", "line"), ("actuals", "year"), ("indicators", "baseline_year")]
)
def test_an_integer_has_nine_digits_at_most(name: str, field: str, digits: str) -> None:
    actual = {"id": "actual-1", "indicator": "indicator-1", "year": "2024", "value": "1", "known_on": "2025"}
    tables = {**sound(), "actuals": table(ACTUALS, actual)}
    assert ("value_integer_long", field) in found(changed(tables, name, 2, **{field: digits}))


def test_the_line_of_a_citation_without_end_is_a_finding_of_the_draft(
    editor: Person, number: int, begun_url: str
) -> None:
    given = Given("stated", "plan", "", "9" * 5000)
    editing.set_value(editor, number, Cell("lake-juanhu", "name_en"), "Lake", given, begun_url)
    editing.add_document(editor, number, "doc-new", {"title_zh": "文"}, "一\n二", begun_url)
    given = Given("stated", "doc-new", "", "9" * 5000)
    editing.set_value(editor, number, Cell("lake-juanhu", "name_zh"), "湖", given, begun_url)
    editing.set_value(editor, number, Cell("carrier-01", "lon"), "9" * 5000, LETTER, begun_url)
    codes = {issue.code for issue in publishing.draft_issues(editor, number, begun_url)}
    assert {"value_integer_long", "value_number_long"} <= codes
    assert Catalogs(GEODATA, begun_url).draft(editor, number).catalog.version == 1


# A version or draft that cannot be made ----------------------------------------------------------


def test_a_version_that_cannot_be_made_leaves_readers_theirs_and_the_next_one_is_shown(
    editor: Person, number: int, begun_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogs, "FOLLOW_SECONDS", 0.05)
    told: list[G60Error] = []
    made: list[int] = []

    def prepared(catalog: Catalog) -> None:
        if catalog.version == 2:
            raise ZeroDivisionError("two\nlines")
        made.append(catalog.version)

    held = Catalogs(GEODATA, begun_url)
    assert held.newest().version == 1
    held.follow(told.append, prepared)
    try:
        for version in (2, 3):
            again = drafts.start(editor, "二", SHIPPED, begun_url)
            editing.set_value(editor, again, Cell("lake-juanhu", "name_en"), f"Lake {version}", LETTER, begun_url)
            assert publishing.publish(editor, again, "x", begun_url).number == version
            if version == 2:
                wait_until(lambda: told)
                assert held.newest().version == 1
                assert held.trouble == ""
        wait_until(lambda: held.newest().version == 3, 20)
    finally:
        held.leave()
    assert made == [3]
    assert len(told) == 1
    assert (told[0].code, told[0].values["detail"]) == ("error_version_unmade", "ZeroDivisionError: two lines")


def test_a_version_whose_data_raises_is_an_error_in_words(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    versions.begin(SmallSource(), database_url)

    def broken(*_: object) -> Catalog:
        raise ValueError("bad")

    monkeypatch.setattr(Catalog, "load", broken)
    assert code_of(Catalogs(GEODATA, database_url).newest) == "error_version_unmade"


SERVER = """
import asyncio, sys, threading
import app

def broken(_):
    raise ZeroDivisionError("two\\nlines")

async def serve():
    async with app.lifespan(app.app):
        print([thread.name for thread in threading.enumerate()])

app.sheet = broken
asyncio.run(serve())
"""


def test_a_server_starts_although_the_newest_version_cannot_be_drawn(tmp_path: Path) -> None:
    root = GEODATA.parent
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'none.db'}",
        "PYTHONPATH": f"{root}/src:{root}",
        "G60_LOG": "plain",
    }
    run = [sys.executable, "-c", SERVER]
    done = subprocess.run(run, cwd=root, env=environment, capture_output=True, text=True, check=True)
    assert "'versions'" in done.stdout
    said = "版本 1 的数据打不开：ZeroDivisionError: two lines。"
    assert any(line.endswith(said) for line in done.stderr.splitlines())


def test_a_draft_whose_catalog_cannot_be_made_is_listed_with_a_finding(
    editor: Person, number: int, begun_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> list[Issue]:
        raise ValueError("bad")

    editing.set_value(editor, number, Cell("lake-juanhu", "name_en"), "Lake", LETTER, begun_url)
    monkeypatch.setattr(publishing, "check_tables", broken)
    monkeypatch.setattr(catalogs, "check_tables", broken)
    issues = publishing.draft_issues(editor, number, begun_url)
    assert [issue.code for issue in issues] == ["draft_unmade"]
    drafted = Catalogs(GEODATA, begun_url).draft(editor, number)
    assert [issue.code for issue in drafted.issues] == ["draft_unmade"]
    assert drafted.catalog.version == 1
    with pytest.raises(DataError):
        publishing.publish(editor, number, "x", begun_url)


# The area of a lake ------------------------------------------------------------------------------


@pytest.mark.parametrize("area", ["0.00000001", "9" * 300, "99999", "-0", "0", "5000.1", "0.009"])
def test_an_area_that_no_lake_has_is_a_finding_and_changes_no_shape(
    area: str, editor: Person, number: int, begun_url: str
) -> None:
    before = draft_rows.record(editor, number, "lake-juanhu", begun_url).cells[GEOMETRY]
    editing.set_value(editor, number, Cell("lake-juanhu", "area_km2"), area, LETTER, begun_url)
    assert draft_rows.record(editor, number, "lake-juanhu", begun_url).cells[GEOMETRY] == before
    issues = [(issue.code, issue.detail) for issue in publishing.draft_issues(editor, number, begun_url)]
    expected = ("value_number_long", "") if len(area) > 15 else ("value_out_of_range", "0.01 – 5000")
    assert issues == [expected]


@pytest.mark.parametrize("area", ["0.01", "5000"])
def test_the_least_and_the_largest_area_have_a_shape(area: str, editor: Person, number: int, begun_url: str) -> None:
    editing.set_value(editor, number, Cell("lake-juanhu", "area_km2"), area, LETTER, begun_url)
    assert publishing.draft_issues(editor, number, begun_url) == []


# Characters that no database keeps ---------------------------------------------------------------


@pytest.mark.parametrize("odd", ["\ud800", "a\x00b"])
def test_a_key_or_field_with_such_characters_is_refused(odd: str, editor: Person, number: int, begun_url: str) -> None:
    def act(event: dict[str, Any]) -> bool:
        answer = happened({"given": LETTER._asdict(), **event}, editor, number, "zh", begun_url)
        assert answer is not None
        answer.words.encode()
        return answer.done

    assert not act({"type": "save", "subject": odd, "values": {"name_zh": "x"}})
    assert not act({"type": "save", "subject": "lake-juanhu", "values": {odd: "x"}})
    assert not act({"type": "save", "subject": "lake-juanhu", "values": {}, "cited": [odd]})
    assert not act({"type": "save_rows", "table": "carriers", "cells": {odd: {"name_zh": "x"}}})
    assert not act({"type": "add", "table": "industry_terms", "key": odd, "values": {"industry": "ai"}})
    assert not act({"type": "add", "table": "carriers", "key": odd, "values": {"name_zh": "x"}})
    assert not act({"type": "remove", "subject": odd})
    assert not act({"type": "term", "term": "某词", "like": odd})
    cells = {"term": odd, "industry": "ai"}
    changes = [
        Change(Place("industry_terms", odd), "", cells),
        Change(Place("lake_districts", "lake-juanhu"), odd, "x"),
        Change(Place("sources", "doc-x"), "", {"source": "doc-x", odd: "x"}),
    ]
    for change in changes:
        code_of(lambda asked=change: drafts.change(editor, number, [asked], url=begun_url))
    assert history.history(odd, "", begun_url) == history.history("lake-juanhu", odd, begun_url) == []
    assert [step.kind for step in drafts.steps(editor, number, begun_url)] == []


@pytest.mark.parametrize("key", [" 测试词\x00 ", " 测试词", "测试\n词", "\u200b"])
def test_a_key_is_kept_as_cells_are(key: str, editor: Person, number: int, begun_url: str) -> None:
    place = Place("industry_terms", key)
    act = lambda: editing.add_row(editor, number, place, {"industry": "ai"}, LETTER, begun_url)  # noqa: E731
    assert code_of(act) == "error_key_odd"


def test_a_call_with_such_characters_is_refused_in_words(
    begun_url: str, editor: Person, number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", begun_url)
    assert main(["history", "\udcff"]) == 2
    assert main(["set", "\udcff", "name_zh", "x", "--source", "某文", "--draft", str(number)]) == 2
    assert main(["set", "lake-juanhu", "\udcff", "x", "--source", "某文", "--draft", str(number)]) == 2
    assert capsys.readouterr().err.count("\n") == 3


# Numbers that no database keeps, and addresses that are none -------------------------------------


@pytest.mark.parametrize("huge", [2**31, 10**20, 10**400, -1])
def test_a_draft_of_a_huge_number_is_unknown(huge: int, editor: Person, number: int, begun_url: str) -> None:
    acts: list[Callable[[], object]] = [
        lambda: drafts.draft(editor, huge, begun_url),
        lambda: drafts.steps(editor, huge, begun_url),
        lambda: drafts.discard(editor, huge, begun_url),
        lambda: drafts.undo(editor, huge, None, begun_url),
        lambda: publishing.publish(editor, huge, "x", begun_url),
        lambda: publishing.draft_issues(editor, huge, begun_url),
        lambda: Catalogs(GEODATA, begun_url).draft(editor, huge),
        lambda: publishing.rebase(editor, huge, {}, begun_url),
        lambda: editing.set_value(editor, huge, Cell("lake-juanhu", "name_en"), "x", LETTER, begun_url),
    ]
    assert {code_of(act) for act in acts} == {"error_draft_unknown"}
    assert code_of(lambda: answer(editor, huge, "refused", "x", last=0, url=begun_url)) == "error_correction_number"


@pytest.mark.parametrize("url", ["postgresql://u:p@h:notaport/x", "no address", "postgresql://u:p@h:99999999/x"])
def test_an_address_that_is_none_is_said(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def read() -> None:
        with database.reading(url):
            pass

    for act in (lambda: database.state(url), lambda: database.prepare(url), read):
        with pytest.raises(DatabaseError):
            act()
    if not url.endswith("99999999/x"):
        assert code_of(read) == "error_database_address"
    for name in ("DATABASE_URL", "DATABASE_READ_URL"):
        monkeypatch.setenv(name, url)
        assert main(["doctor"]) == 1
        monkeypatch.delenv(name)


# Evidence without a place ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("stated", "doc", "x", ";"), "stated_without_place"),
        (("stated", "doc", "x", "0"), "lines_unusable"),
        (("reported", "doc", "x", "0"), "lines_unusable"),
        (("stated", "doc;doc", "x", "1;2;3"), "lines_unusable"),
        (("reported", "doc", "\u200b", ""), "stated_without_place"),
        (("reported", "doc", "\u2060\u3164", ""), "stated_without_place"),
        (("inferred", "", "", "", "\u200b"), "reason_missing"),
        (("stated", "doc", "", "5;7"), ""),
        (("stated", "doc;doc", "", "5;7"), ""),
        (("stated", "doc;doc", "", "5"), ""),
    ],
)
def test_evidence_needs_a_place_that_can_be_found(given: tuple[str, ...], code: str) -> None:
    evidence, source, locator, lines, note = (*given, "", "")[:5]
    cells = {"evidence": evidence, "source": source, "locator": locator, "line": lines, "note": note}
    tables = changed(sound(), "citations", 2, **cells)
    assert [one for one, _ in found(tables)] == ([code] if code else [])


def test_a_document_that_is_named_twice_is_no_new_one(editor: Person, number: int, begun_url: str) -> None:
    given = Given("stated", "plan;plan", "", "1;2;3")
    editing.set_value(editor, number, Cell("lake-juanhu", "name_en"), "y", given, begun_url)
    issues = publishing.draft_issues(editor, number, begun_url)
    assert [(issue.code, issue.value) for issue in issues] == [("lines_unusable", "1;2;3")]


@pytest.mark.parametrize("name", ["\u200b", " ", "\u2800"])
def test_a_name_that_nobody_sees_is_missing(name: str) -> None:
    assert ("value_missing", "name_zh") in found(changed(sound(), "carriers", 2, name_zh=name))
    assert ("value_not_number", "uncertainty_m") in found(changed(sound(), "carriers", 2, uncertainty_m=name))


@pytest.mark.parametrize("empty", ["\u200b", "\u3164", "\ufeff\u2060", "\u00ad \u180e"])
def test_a_text_of_invisible_characters_is_empty(empty: str, editor: Person, number: int, begun_url: str) -> None:
    given = Given("reported", empty, "x")
    act = lambda: editing.set_value(editor, number, Cell("lake-juanhu", "name_en"), "y", given, begun_url)  # noqa: E731
    assert code_of(act) == "error_source_missing"
    assert code_of(lambda: publishing.publish(editor, number, empty, begun_url)) == "error_reason_missing"
    assert code_of(lambda: drafts.rename(editor, number, empty, begun_url)) == "error_draft_name"
    # A mark of direction or a joiner within a text stays.
    editing.set_value(editor, number, Cell("lake-juanhu", "name_en"), "a\u200db", LETTER, begun_url)
    assert draft_rows.record(editor, number, "lake-juanhu", begun_url).cells["name_en"] == "a\u200db"


# Days before all others ----------------------------------------------------------------------


@pytest.mark.parametrize("day", ["0999-01-01", "0001-01-02", "1999-01-01"])
def test_a_day_before_the_first_version_has_none(day: str, database_url: str) -> None:
    versions.begin(SmallSource(), database_url)
    assert code_of(lambda: version_at(day, database_url)) == "error_version_later"
