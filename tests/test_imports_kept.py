"""An import that is kept: it goes on after an interruption, it remembers answers, and says what became of it."""

from __future__ import annotations

import pytest

from g60.catalog.sources import FolderSource
from g60.contract.errors import RefusedError
from g60.record import imports, people, publishing, versions
from g60.record.imports import Import
from g60.record.intake.examine import Outcome, examine
from g60.record.intake.findings import Answers
from g60.record.intake.known import Known
from g60.record.intake.saving import About
from g60.record.people import Person
from g60.record.versions import RecordSource
from tests.imports import GEODATA, HEAD, NANHU, PINGHU, codes, text_table

SHIPPED = FolderSource(GEODATA)
LIST = About("南湖区 2026 年清单", "重点机构", "2026-11")


@pytest.fixture
def url(database_url: str) -> str:
    return database_url


@pytest.fixture
def editor(url: str) -> Person:
    return people.add_person("editor", "编辑", roles=("editor",), by=None, url=url)


@pytest.fixture
def clerk(url: str) -> Person:
    return people.add_person("clerk", "李娜", roles=("clerk",), units=("330402",), by=None, url=url)


@pytest.fixture
def admin(url: str) -> Person:
    return people.local_person(url)


def looked(person: Person, number: int, url: str) -> Outcome:
    """What an import comes to with the answers that it has."""
    held = imports.open_import(person, number, url)
    newest = versions.newest(url)
    known = Known.of(RecordSource(newest, url) if newest > 1 else SHIPPED, held.list)
    return examine(imports.data_of(person, number, url), held.file_name, known, held.answers)


def saved(person: Person, data: bytes, url: str, of_list: str = "zx", answers: Answers | None = None) -> Import:
    """An import from its file to its draft."""
    held = imports.start(person, of_list, "清单.csv", data, url)
    if answers:
        imports.answer(person, held.number, answers, url)
    imports.save(person, held.number, looked(person, held.number, url), LIST, url=url, shipped=SHIPPED)
    return imports.open_import(person, held.number, url)


def publish(admin: Person, held: Import, url: str, why: str = "季度更新") -> int:
    assert held.draft is not None
    return publishing.publish(admin, held.draft, why, url)


def code_of(act: object, *given: object, **named: object) -> str:
    assert callable(act)
    with pytest.raises(RefusedError) as caught:
        act(*given, **named)
    return caught.value.code


def test_an_import_goes_on_where_it_was_with_its_bytes_and_answers(editor: Person, url: str) -> None:
    data = text_table([("MC", *HEAD[2:]), (NANHU[1], *NANHU[2:]), (PINGHU[1], "平湖县城", *PINGHU[3:])])
    held = imports.start(editor, "zx", "../a/清单.csv", data, url)
    assert (held.state, held.file_name, held.size, held.person_name) == ("open", "../a/清单.csv", len(data), "编辑")
    answers = Answers(columns={"MC": "name_zh"}, choices={("unit_unknown", "平湖县城"): "平湖市"}, datum="wgs84")
    first = looked(editor, held.number, url)
    assert [code for code, _, _ in codes(first)] == ["column_guess", "unit_unknown"]
    imports.answer(editor, held.number, answers, url, about=LIST, remove={"x": "撤销"}, outcome=first)
    # The process died here; the browser is another one.
    (again,) = imports.open_imports(editor, url)
    assert (again.answers.columns, again.about, again.remove) == ({"MC": "name_zh"}, LIST, {"x": "撤销"})
    assert again.counts["bad"] == 1
    assert imports.data_of(editor, again.number, url) == data
    assert codes(looked(editor, again.number, url)) == []
    # The same file again is the same import.
    assert imports.start(editor, "zx", "other.csv", data, url).number == held.number
    imports.save(editor, held.number, looked(editor, held.number, url), remove={}, url=url, shipped=SHIPPED)
    assert imports.open_imports(editor, url) == ()
    assert code_of(imports.answer, editor, held.number, answers, url) == "error_import_closed"
