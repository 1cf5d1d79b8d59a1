"""The page of drafts: what it says to whom, and what hostile events from the browser can do (nothing)."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from g60.catalog.sources import FolderSource
from g60.contract.dataset import Dataset
from g60.contract.i18n import LANGUAGES, text
from g60.record import database, draft_changes, draft_rows, drafts
from g60.record.editing import Cell, Given, add_document, set_value
from g60.record.history import value_counts
from g60.record.people import VISITOR, Person, add_person, local_person
from g60.record.publishing import draft_issues, publish
from g60.record.rows import Place
from g60.ui import components
from g60.ui.edit_acts import ACTS, Answer, happened
from g60.ui.edit_words import EDITED, dataset_name
from tests.conftest import GEODATA

INDEX = Path(__file__).parents[1] / "pages" / "index.py"
SHIPPED = FolderSource(GEODATA)
LETTER = Given("reported", "某市的复函", "第二条")
GIVEN = {"evidence": "reported", "source": "某市的复函", "locator": "第二条", "line": "", "note": ""}
LONG = "名" * 10_000


@pytest.fixture
def editor(tmp_path: Path, begun_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    """Whoever sits at the machine, with a record of their own."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{shutil.copy(begun_file, tmp_path / 'atlas.db')}")
    monkeypatch.setenv("G60_EDIT", "local")
    # The test of a page has no connection whose address could be looked at; tests/test_edit_browser.py has one.
    monkeypatch.setattr("g60.ui.person.edits_locally", lambda: True)
    yield local_person()
    database.forget()


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(INDEX), default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page("edit.py").run()
    assert not app.exception
    return app


def blocks_of(monkeypatch: pytest.MonkeyPatch, key: str, **query: str) -> list[Any]:
    """The blocks that one part of the page is given."""
    shown: list[Any] = []
    monkeypatch.setattr(components, "part", lambda *_: lambda **given: shown.append(given))
    opened(**query)
    return list(json.loads(next(given["data"] for given in reversed(shown) if given["key"] == key))["blocks"])


def button(app: AppTest, label: str) -> Button:
    return next(one for one in app.button if one.label == label)


def test_a_draft_is_started_renamed_and_discarded(editor: Person) -> None:
    app = opened()
    app.text_input(key="draft_new_name").input("  海宁   十月 ")
    button(app, "新建草稿").click().run()
    assert [(draft.name, draft.state) for draft in drafts.drafts(editor)] == [("海宁 十月", "open")]
    app = opened(draft="1")
    app.text_input(key="draft_name_now_1").input(LONG)
    button(app, "改名").click().run()
    assert "最多 200 个字" in app.error[0].value
    assert drafts.draft(editor, 1).name == "海宁 十月"
    assert app.button(key="draft_discard").disabled
    app.checkbox(key="draft_discard_sure_1").check().run()
    app.button(key="draft_discard").click().run()
    assert drafts.draft(editor, 1).state == "discarded"
    assert drafts.drafts(editor) == []


def test_steps_are_undone_and_done_again_by_buttons(editor: Person) -> None:
    number = drafts.start(editor, "一", SHIPPED)
    set_value(editor, number, Cell("lake-juanhu", "area_km2"), "25", LETTER)
    app = opened(draft="1")
    assert app.button(key="draft_redo").disabled
    app.button(key="draft_undo").click().run()
    assert draft_rows.record(editor, number, "lake-juanhu").cells["area_km2"] == "23.3"
    assert app.button(key="draft_undo").disabled
    app.button(key="draft_redo").click().run()
    assert draft_rows.record(editor, number, "lake-juanhu").cells["area_km2"] == "25"


def test_publishing_needs_a_reason_and_says_what_became_of_it(editor: Person) -> None:
    number = drafts.start(editor, "一", SHIPPED)
    set_value(editor, number, Cell("lake-juanhu", "area_km2"), "25", LETTER)
    app = opened(draft="1")
    button(app, "发布").click().run()
    assert text("error_reason_missing", "zh") in app.error[0].value
    app.text_area(key="draft_why_1").input("扩区")
    button(app, "发布").click().run()
    assert (drafts.draft(editor, 1).state, drafts.draft(editor, 1).version) == ("published", 2)
    assert not app.error


def test_one_changed_area_is_one_value_on_every_page(editor: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    number = drafts.start(editor, "一", SHIPPED)
    add_document(editor, number, "doc-monthly", {"title_zh": "海宁月报", "title_en": "Monthly"}, "全文")
    given = Given("reported", "doc-monthly", "第3页")
    set_value(editor, number, Cell("lake-juanhu", "area_km2"), "24", given)
    table = blocks_of(monkeypatch, "edit_changes", draft="1")[-1]
    assert table["caption"] == "改 1 个值"
    assert {row["label"] for row in table["rows"]} == {
        "新文件：海宁月报",
        "鹃湖国际科技城 · 面积",
        "鹃湖国际科技城 · 图形（随面积）",
    }
    assert next(row["cells"][2]["text"] for row in table["rows"] if "面积" in row["label"]) == "上报 · 海宁月报 · 第3页"
    assert blocks_of(monkeypatch, "edit_drafts")[-1]["rows"][0]["cells"][3]["text"] == "改 1 个值"
    version = publish(editor, number, "月报")
    assert dict(value_counts(version.number)) == {2: 1}
    published = blocks_of(monkeypatch, "edit_published", draft="1")[-1]
    assert (published["caption"], len(published["rows"])) == ("改 1 个值", 3)
    assert "doc-" not in json.dumps(published)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_table_is_explained(editor: Person, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    drafts.start(editor, "一", SHIPPED)
    fold = blocks_of(monkeypatch, "edit_head", draft="1", lang=lang)[-1]
    told = {row["event"]["table"]: row["cells"][0]["text"] for row in fold["blocks"][0]["rows"]}
    assert told == {dataset.name: text(dataset.described, lang) for dataset in EDITED}


def test_a_new_document_alone_counts_as_one_value(editor: Person) -> None:
    number = drafts.start(editor, "一", SHIPPED)
    add_document(editor, number, "doc-monthly", {"title_zh": "海宁月报"}, "全文")
    assert draft_changes.outline(editor, number).changes == 1
    publish(editor, number, "月报")
    assert dict(value_counts(2)) == {2: 1}


def test_an_error_keeps_the_button_away(editor: Person) -> None:
    number = drafts.start(editor, "一", SHIPPED)
    set_value(editor, number, Cell("lake-juanhu", "area_km2"), "很大", LETTER)
    app = opened(draft="1")
    assert "发布" not in [one.label for one in app.button]


def test_a_finding_names_its_subject_and_field_and_says_what_to_do(
    editor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = drafts.start(editor, "一", SHIPPED)
    set_value(editor, number, Cell("body-43", "location_grade"), "D", LETTER)
    set_value(editor, number, Cell("body-43", "lon"), "120.69", LETTER)
    found = blocks_of(monkeypatch, "edit_findings", draft="1")[-1]["rows"]
    [row] = [one for one in found if "D 级" in one["cells"][0]["text"]]
    name = draft_rows.record(editor, number, "body-43").cells["name_zh"]
    assert (row["label"], row["note"]) == (f"{name} · 经度", "carriers.csv 第 36 行")
    assert row["cells"][0]["text"] == (
        "错误：D 级不落点，却有值 120.69。请改为 C 级并填误差半径，或清空经度、纬度和误差半径"
    )
    assert "field=lon" in row["cells"][1]["href"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("about", [{}, {"subject": "lake-juanhu"}, {"subject": "carrier-01"}, {"table": "targets"}])
def test_the_forms_and_tables_are_drawn_in_both_languages(editor: Person, lang: str, about: dict[str, str]) -> None:
    drafts.start(editor, "一 [x](y) **z** <b>", SHIPPED)
    app = opened(draft="1", lang=lang, **about)
    assert not app.error


@pytest.mark.parametrize("subject", ["nobody", "'; --", "term:没有", "plan"])
def test_a_subject_that_is_none_is_named_in_words(editor: Person, subject: str) -> None:
    drafts.start(editor, "一", SHIPPED)
    app = opened(draft="1", subject=subject)
    assert bool(app.error) == (subject != "plan")


# Events of the browser, sent by hand -------------------------------------------------------------


HOSTILE_EVENTS: list[Any] = [
    None,
    "save",
    [],
    {},
    {"type": "drop"},
    {"type": ["save"]},
    {"type": "go"},
    {"type": "__class__"},
]


@pytest.mark.parametrize("event", HOSTILE_EVENTS)
def test_an_event_that_asks_nothing_does_nothing(editor: Person, event: Any) -> None:
    number = drafts.start(editor, "一", SHIPPED)
    assert happened(event, editor, number, "zh") is None
    assert drafts.steps(editor, number) == []


@pytest.mark.parametrize(
    "rest",
    [
        {},
        {"subject": 7, "table": {}, "values": [], "cells": 3, "given": "x", "key": None},
        {"subject": LONG, "table": LONG, "values": {LONG: LONG}, "cells": {LONG: {LONG: LONG}}, "term": LONG},
        {"subject": "lake-juanhu", "table": "lake_districts", "values": {"colour": "x"}, "given": GIVEN},
        {"subject": "lake-juanhu", "table": "lake_districts", "cells": {"lake-juanhu": {"id": "x"}}, "given": GIVEN},
        {"subject": "lake-juanhu", "lon": "NaN", "lat": "inf", "given": GIVEN},
        {"subject": "lake-juanhu", "values": {"geometry": "{}"}, "given": GIVEN},
        {"table": "citations", "key": "x", "cells": {"x": {"note": "x"}}, "values": {"note": "x"}, "given": GIVEN},
    ],
)
def test_crooked_events_are_answered_in_words_and_leave_good_data(editor: Person, rest: dict[str, Any]) -> None:
    number = drafts.start(editor, "一", SHIPPED)
    for kind in sorted(ACTS):
        answer = happened({"type": kind, **rest}, editor, number, "zh")
        assert answer is not None, kind
        assert answer.words, kind
        if answer.done:
            assert kind == "remove"
            drafts.undo(editor, number)
    assert draft_issues(editor, number) == []


@pytest.mark.parametrize("kind", sorted(ACTS))
def test_who_may_not_edit_can_send_what_they_like(editor: Person, kind: str) -> None:
    number = drafts.start(editor, "一", SHIPPED)
    good = {"subject": "lake-juanhu", "table": "carriers", "key": "carrier-99", "term": "x", "like": "半导体"}
    good |= {"lon": "120.7", "lat": "30.5", "values": {"name_en": "x"}, "cells": {"carrier-01": {"name_en": "x"}}}
    answer = happened({"type": kind, "given": GIVEN, **good}, VISITOR, number, "en")
    assert answer is not None
    assert not answer.done
    assert drafts.steps(editor, number) == []


def test_a_form_that_is_older_than_the_draft_is_refused_with_the_value_that_is_there(editor: Person) -> None:
    number = drafts.start(editor, "一", SHIPPED)
    save = {"type": "save", "subject": "lake-juanhu", "given": GIVEN, "expected": {"area_km2": "23.3"}}
    assert happened({**save, "values": {"area_km2": "25"}}, editor, number, "zh").done  # type: ignore[union-attr]
    answer = happened({**save, "values": {"area_km2": "26"}}, editor, number, "zh")
    assert answer is not None
    assert not answer.done
    assert "25" in answer.words
    assert "面积" in answer.words


def test_what_changed_while_somebody_looked_is_not_published_unseen(editor: Person) -> None:
    number = drafts.start(editor, "一", SHIPPED)
    set_value(editor, number, Cell("lake-juanhu", "area_km2"), "25", LETTER)
    app = opened(draft="1")
    set_value(editor, number, Cell("lake-juanhu", "area_km2"), "26", LETTER)
    app.text_area(key="draft_why_1").input("扩区")
    button(app, "发布").click().run()
    assert text("error_draft_moved", "zh") in app.error[0].value
    assert drafts.draft(editor, number).state == "open"


def test_both_values_are_chosen_between_and_none_is_chosen_beforehand(editor: Person) -> None:
    mine, theirs = drafts.start(editor, "一", SHIPPED), drafts.start(editor, "二", SHIPPED)
    set_value(editor, mine, Cell("lake-juanhu", "area_km2"), "25", LETTER)
    set_value(editor, theirs, Cell("lake-juanhu", "area_km2"), "26", LETTER)
    publish(editor, theirs, "先到 [x](y)")
    app = opened(draft=f"{mine}")
    assert "发布" not in [one.label for one in app.button]
    [choice] = app.radio
    assert choice.value is None
    button(app, "按所选的继续").click().run()
    assert "请逐一选定" in app.error[0].value
    app.radio[0].set_value("mine")
    button(app, "按所选的继续").click().run()
    assert not app.radio
    assert drafts.draft(editor, mine).base == 2
    assert draft_rows.record(editor, mine, "lake-juanhu").cells["area_km2"] == "25"


@pytest.mark.parametrize("dataset", EDITED, ids=lambda dataset: dataset.name)
def test_every_kind_of_row_has_a_form_a_table_and_a_form_for_a_new_one(editor: Person, dataset: Dataset) -> None:
    number = drafts.start(editor, "一", SHIPPED)
    rows = draft_rows.table(editor, number, dataset.name)
    subject = dataset.subject_prefix + next(iter(rows), "")
    asked = [
        {"table": dataset.name},
        {"table": dataset.name, "subject": "-"},
        *([{"subject": subject}] if rows else []),
    ]
    for about in asked:
        app = opened(draft=f"{number}", lang="en", **about)
        assert not app.error, about
    assert dataset_name(dataset, "zh") != dataset.file


def done(event: dict[str, Any], editor: Person, number: int) -> Answer:
    answer = happened({"given": GIVEN, **event}, editor, number, "zh")
    assert answer is not None
    assert answer.done, answer.words
    return answer


def test_rows_are_added_removed_and_moved_by_the_forms(editor: Person) -> None:
    number = drafts.start(editor, "一", SHIPPED)
    values = {"name_zh": "某院", "name_en": "An institute", "list": "plan", "no": "25", "location_grade": "D"}
    key = draft_rows.offered_key(draft_rows.table(editor, number, "carriers"))
    added = done({"type": "add", "table": "carriers", "key": key, "values": values}, editor, number)
    assert added.opens == key
    cells = {"carrier-01": {"address_zh": "一号"}, key: {"address_zh": "二号", "unit": "330481"}}
    done({"type": "save_rows", "table": "carriers", "cells": cells}, editor, number)
    assert draft_rows.record(editor, number, key).cells["address_zh"] == "二号"
    done({"type": "undo"}, editor, number)
    assert draft_rows.record(editor, number, key).cells["address_zh"] == ""
    done({"type": "redo"}, editor, number)
    done({"type": "move", "subject": "lake-juanhu", "lon": "120.60", "lat": "30.48"}, editor, number)
    assert draft_issues(editor, number) == []
    assert done({"type": "remove", "subject": key}, editor, number).opens == "-"
    assert key not in draft_rows.table(editor, number, "carriers")
    assert publish(editor, number, "x").number == 2


def test_a_draft_is_handed_over_to_somebody_with_a_role(editor: Person) -> None:
    add_person("wang@example", "王 *x*", roles=("publisher",), by=editor)
    number = drafts.start(editor, "一", SHIPPED)
    app = opened(draft=f"{number}")
    button(app, "移交").click().run()
    assert app.error
    app.radio[0].set_value("wang@example")
    button(app, "移交").click().run()
    assert drafts.draft(editor, number).owner_name == "王 *x*"
    app.run()
    assert not app.exception


def test_the_band_stays_on_every_page_and_goes_with_the_draft(editor: Person) -> None:
    drafts.start(editor, "某份草稿", SHIPPED)
    for name in ("atlas", "compare", "indicators", "sources"):
        app = AppTest.from_file(str(INDEX), default_timeout=60)
        app.query_params["draft"] = "1"
        app.switch_page(f"{name}.py").run()
        assert not app.exception
        labels = [link.proto.label for link in app.get("page_link")]
        assert any("某份草稿" in label for label in labels), name


@pytest.mark.parametrize("state", ["published", "discarded"])
def test_the_address_of_a_draft_that_is_closed_shows_the_newest_version_and_says_so(editor: Person, state: str) -> None:
    number = drafts.start(editor, "某份草稿", SHIPPED)
    set_value(editor, number, Cell("lake-juanhu", "area_km2"), "25", LETTER)
    if state == "published":
        publish(editor, number, "核实")
    else:
        drafts.discard(editor, number)
    words = "草稿 1 已发布为版本 2" if state == "published" else "草稿 1 已放弃"
    for name in ("atlas", "compare", "edit"):
        app = AppTest.from_file(str(INDEX), default_timeout=60)
        app.query_params["draft"] = "1"
        app.query_params["focus"] = "lake-juanhu"
        app.switch_page(f"{name}.py").run()
        assert not app.exception
        links = app.get("page_link")
        assert links
        assert not any("某份草稿" in link.proto.label for link in links), name
        assert not any("draft=" in link.proto.query_string for link in links), name
        said = [one.value for one in app.text if one.value.startswith(words)]
        assert len(said) == (name != "edit"), name
        assert not any("draft=1" in one.value for one in app.text), name
    # What is to be edited waits for a draft that is open.
    app = opened(draft="1", subject="lake-juanhu")
    assert any(one.value.startswith(words) for one in app.text)
    assert app.text_input(key="draft_new_name").value


def test_a_clerk_sees_the_rows_of_their_own_county_in_a_table_and_other_forms_locked(
    editor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = add_person("li@example", "李", roles=("clerk",), units=("330481",), by=editor)
    number = drafts.start(clerk, "一", SHIPPED)
    rows = draft_rows.own_rows(clerk, "carriers", draft_rows.table(clerk, number, "carriers"))
    assert {cells["unit"] for cells in rows.values()} == {"330481"}
    assert len(draft_rows.own_rows(editor, "carriers", draft_rows.table(clerk, number, "carriers"))) == 68
    assert draft_rows.may_change(clerk, number, Place("lake_districts", "lake-juanhu"))
    assert not draft_rows.may_change(clerk, number, Place("carriers", "carrier-01"))
    assert not draft_rows.may_change(clerk, number, Place("plans", "plan-14"))
    monkeypatch.setattr("g60.ui.person.local_person", lambda: clerk)
    for about in ({"table": "carriers"}, {"subject": "carrier-01"}, {"subject": "lake-juanhu"}):
        assert not opened(draft=f"{number}", **about).error
    event = {"type": "save", "subject": "carrier-01", "values": {"name_en": "x"}, "given": GIVEN}
    answer = happened(event, clerk, number, "zh")
    assert answer is not None
    assert not answer.done
