"""Who may do what: the whole table of acts, roles and units, and each act tried at the function that does it."""

import json
from collections.abc import Callable, Mapping
from itertools import combinations
from typing import NamedTuple

import pandas as pd
import pytest

from g60.catalog.sources import FolderSource
from g60.cli import main
from g60.contract.errors import G60Error, RefusedError
from g60.record import database, draft_changes, draft_rows, terms
from g60.record.answers import Taking, answer, answers, take
from g60.record.binding import Bound, Choice, bind, standing
from g60.record.catalogs import Catalogs
from g60.record.corrections import Read, Words, add
from g60.record.deeds import deeds
from g60.record.documents import texts
from g60.record.drafts import (
    Change,
    change,
    discard,
    draft,
    drafts,
    hand_over,
    redo,
    rename,
    start,
    steps,
    undo,
)
from g60.record.editing import Cell, Given, add_document, remove_row, set_row, set_value
from g60.record.history import history
from g60.record.meetings import mark_meeting, meetings
from g60.record.people import (
    ACTS,
    OPEN_ACTS,
    ROLES,
    VISITOR,
    OwnedRow,
    Person,
    add_person,
    may,
    people,
    person_of,
    remove_person,
)
from g60.record.publishing import MINE, THEIRS, disagreements, draft_issues, publish, rebase, restore
from g60.record.rows import Place
from g60.record.versions import versions
from tests.conftest import GEODATA

SHIPPED = FolderSource(GEODATA)
HAINING, NANHU = "330481", "330402"
OWN, OTHER = "lake-juanhu", "htz-nanhu"  # an area of Haining, and one of Nanhu
# A row's units: of none, the person's own, another's, moved from one's own to another's, two of one's own.
ROWS = {
    "no row": None,
    "without unit": OwnedRow(),
    "own": OwnedRow(frozenset({HAINING})),
    "other": OwnedRow(frozenset({NANHU})),
    "moved": OwnedRow(frozenset({HAINING, NANHU})),
}
# What the table of DESIGN.md 7 says, written out apart from the program: act -> the roles that may do it.
ANYBODY = ("clerk", "editor", "publisher", "admin")
EXPECTED: Mapping[str, tuple[str, ...]] = {
    "see_drafts": ANYBODY,
    "read_documents": ANYBODY,
    "edit": ANYBODY,
    "add_document": ANYBODY[1:],
    "answer": ANYBODY[1:],
    "publish": ANYBODY[2:],
    "restore": ANYBODY[2:],
    "administer": ("admin",),
    "backup": ("admin",),
}


def test_the_table_of_acts_is_whole() -> None:
    assert set(ACTS) == {*EXPECTED, *OPEN_ACTS}
    assert ROLES == ANYBODY


@pytest.mark.parametrize("act", [*EXPECTED, *OPEN_ACTS])
@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("units", [(), (HAINING,), (NANHU,), (HAINING, NANHU)])
def test_may_answers_as_the_table_says(act: str, row: str, units: tuple[str, ...]) -> None:
    for count in range(len(ROLES) + 1):
        for roles in combinations(ROLES, count):
            person = Person(1, "a", "A", frozenset(roles), frozenset(units))
            expected = act in OPEN_ACTS or bool({*roles} & {*EXPECTED.get(act, ())})
            if act == "edit" and roles == ("clerk",) and (wanted := ROWS[row]) is not None:
                expected = bool(wanted.units) and wanted.units <= {*units}
            assert may(person, act, ROWS[row]) is expected, (act, row, roles, units)


# At the functions that do it ---------------------------------------------------------------------


class Room(NamedTuple):
    """A record with a person of each role, and drafts to try things on."""

    url: str
    people: dict[str, Person]
    edited: int  # an editor's draft: a value of Nanhu and one of Haining changed, in this order
    removed: int  # an editor's draft with a row of Nanhu removed
    undone: int  # an editor's draft whose change of Nanhu is undone
    behind: int  # a draft of Haining's clerk that an editor has worked on, overtaken in a value of Nanhu
    letter: int  # an editor's draft with the text of a document

    def __getitem__(self, role: object) -> Person:  # type: ignore[override]
        return self.people[str(role)]


@pytest.fixture
def room(begun_url: str) -> Room:
    url = begun_url
    who = {"visitor": VISITOR}
    for _ in range(2):
        add(READ, Words(reason="不对"), session="a", url=url)
    for role in ROLES:
        units = (HAINING,) if role == "clerk" else ()
        who[role] = add_person(role, role, roles=(role,), units=units, by=None, url=url)
    who["nanhu"] = add_person("nanhu", "nanhu", roles=("clerk",), units=(NANHU,), by=None, url=url)
    editor = who["editor"]
    edited, removed, undone = (start(editor, name, SHIPPED, url) for name in ("edited", "removed", "undone"))
    rename_en(editor, edited, OTHER, url)
    rename_en(editor, edited, OWN, url)
    remove_row(editor, removed, Place("carriers", "carrier-01"), url)
    rename_en(editor, undone, OTHER, url)
    undo(editor, undone, url=url)
    behind = start(who["clerk"], "behind", SHIPPED, url)
    rename_en(editor, behind, OTHER, url, value="一个说法")
    letter = start(editor, "letter", SHIPPED, url)
    add_document(editor, letter, "letter", {"title_zh": "一封信"}, "湖和区都叫 Lake and Zone。", url)
    other = start(who["publisher"], "first", SHIPPED, url)
    rename_en(who["publisher"], other, OTHER, url, value="另一个说法")
    publish(who["publisher"], other, "先发布", url)
    return Room(url, who, edited, removed, undone, behind, letter)


def rename_en(person: Person, number: int, subject: str, url: str, *, value: str = "改过的定位") -> int:
    return set_value(person, number, Cell(subject, "name_en"), value, Given("reported", "一份通知", "第1条", "1"), url)


def kept(room: Room) -> tuple[object, ...]:
    """All that an act could change: drafts with their steps, versions, people."""
    editor, url = room["editor"], room.url
    found = [entry for state in ("open", "published", "discarded") for entry in drafts(editor, url, state=state)]
    made = [step for entry in sorted(found) for step in steps(editor, entry.number, url)]
    return sorted(found), made, versions(url), people(url), answers([1, 2], url), meetings(url)


REFUSALS = ("error_not_allowed", "error_not_signed_in", "error_draft_of_other")
NEW = Choice("new", "公报更新")
SOURCES_AT_HAND = pd.DataFrame({"sha256": [""]}, index=["plan"])
READ = Read(OWN, "area_km2", "23.3 km²", "stated", "atlas", "", 1, "abc")
Tried = Callable[[Room, Person], object]
WHO_EDITS = ("clerk", "nanhu", "editor", "publisher", "admin")
CITY = ("editor", "publisher", "admin")
# Each act at the function that does it, and who may: everybody else is refused, and nothing is changed.
TRIED: dict[str, tuple[Tried, tuple[str, ...]]] = {
    "start": (lambda r, p: start(p, "new", SHIPPED, r.url), WHO_EDITS),
    "drafts": (lambda r, p: drafts(p, r.url), WHO_EDITS),
    "draft": (lambda r, p: draft(p, r.edited, r.url), WHO_EDITS),
    "steps": (lambda r, p: steps(p, r.edited, r.url), WHO_EDITS),
    "draft's catalog": (lambda r, p: Catalogs(GEODATA, r.url).draft(p, r.edited), WHO_EDITS),
    "disagreements": (lambda r, p: disagreements(p, r.behind, r.url), WHO_EDITS),
    "what a draft changes": (lambda r, p: draft_changes.changed(p, r.edited, r.url), WHO_EDITS),
    "how much a draft changes": (lambda r, p: draft_changes.outline(p, r.edited, r.url), WHO_EDITS),
    "who disagrees": (lambda r, p: draft_changes.sides(p, r.behind, [], r.url), WHO_EDITS),
    "a draft's row": (lambda r, p: draft_rows.record(p, r.edited, OWN, r.url), WHO_EDITS),
    "a draft's table": (lambda r, p: draft_rows.table(p, r.edited, "targets", r.url), WHO_EDITS),
    "offered terms": (lambda r, p: terms.offered(p, r.edited, "芯片", r.url), WHO_EDITS),
    "draft_issues": (lambda r, p: draft_issues(p, r.edited, r.url), WHO_EDITS),
    "undo the last": (lambda r, p: undo(p, r.edited, url=r.url), ("clerk", *CITY)),
    "undo the first": (lambda r, p: undo(p, r.edited, 1, r.url), CITY),
    "undo a removal": (lambda r, p: undo(p, r.removed, url=r.url), ("nanhu", *CITY)),
    "redo": (lambda r, p: redo(p, r.undone, r.url), ("nanhu", *CITY)),
    "rename": (lambda r, p: rename(p, r.edited, "x", r.url), CITY),
    "change Nanhu": (lambda r, p: rename_en(p, r.edited, OTHER, r.url, value="x"), ("nanhu", *CITY)),
    "change Haining": (lambda r, p: rename_en(p, r.edited, OWN, r.url, value="x"), ("clerk", *CITY)),
    "change the city": (
        lambda r, p: change(p, r.edited, [Change(Place("indicators", "indicator-1-01"), "name_en", "x")], url=r.url),
        CITY,
    ),
    "take the unit away": (
        lambda r, p: change(p, r.edited, [Change(Place("lake_districts", OWN), "unit", "")], url=r.url),
        CITY,
    ),
    "move from Nanhu to Haining": (
        lambda r, p: change(p, r.edited, [Change(Place("high_tech_zones", OTHER), "unit", HAINING)], url=r.url),
        CITY,
    ),
    "move from Haining to Nanhu": (
        lambda r, p: change(p, r.edited, [Change(Place("lake_districts", OWN), "unit", NANHU)], url=r.url),
        CITY,
    ),
    "add a row of Haining": (lambda r, p: added(p, r, HAINING), ("clerk", *CITY)),
    "add a row without unit": (lambda r, p: added(p, r, ""), CITY),
    "add a row under the id of a new document": (
        lambda r, p: change(
            p,
            r.edited,
            [
                Change(Place("sources", "doc-new"), "", {"source": "doc-new", "title_zh": "t", "title_en": "t"}),
                Change(Place("carriers", "doc-new"), "", {"id": "doc-new", "unit": NANHU, "name_zh": "x"}),
            ],
            url=r.url,
        ),
        ("nanhu", *CITY),
    ),
    "remove": (lambda r, p: remove_row(p, r.edited, Place("carriers", "carrier-20"), r.url), ("clerk", *CITY)),
    "rebase, mine": (lambda r, p: rebase(p, r.behind, chosen(r, MINE), r.url), CITY),
    "rebase, theirs": (lambda r, p: rebase(p, r.behind, chosen(r, THEIRS), r.url), CITY),
    "add a document": (lambda r, p: add_document(p, r.edited, "doc-x", {"title_zh": "文"}, "全文", r.url), CITY),
    "add a document's title": (lambda r, p: add_document(p, r.edited, "doc-y", {"title_zh": "文"}, "", r.url), CITY),
    "add a person": (lambda r, p: add_person("x", "x", roles=("editor",), by=p, url=r.url), ("admin",)),
    "bind Nanhu": (lambda r, p: bind(p, r.letter, bound(OTHER), NEW, r.url), ("nanhu", *CITY)),
    "bind Haining": (lambda r, p: bind(p, r.letter, bound(OWN), NEW, r.url), ("clerk", *CITY)),
    "read documents": (lambda r, p: texts(p, SOURCES_AT_HAND, r.url), WHO_EDITS),
    "see what a field holds": (lambda r, p: standing(p, r.edited, OWN, "name_en", r.url), WHO_EDITS),
    "refuse a correction": (lambda r, p: answer(p, 1, "refused", "x", last=0, url=r.url), CITY),
    "take a correction": (lambda r, p: take(p, 2, Taking("", Given()), SHIPPED, "x", last=0, url=r.url), CITY),
    "see what somebody did": (lambda r, p: deeds(p, "editor", r.url), ("admin",)),
    "mark a meeting": (lambda r, p: mark_meeting(p, 1, "x", url=r.url), CITY[1:]),
    "publish": (lambda r, p: publish(p, r.behind, "why", r.url), CITY[1:]),
    "restore": (lambda r, p: restore(p, 1, "why", r.url), ("publisher", "admin")),
    "hand over": (lambda r, p: hand_over(p, r.edited, "nanhu", r.url), CITY),
    "discard": (lambda r, p: discard(p, r.edited, r.url), CITY),
    "blank a person": (lambda r, p: remove_person("x", by=p, blank=True, url=r.url), ("admin",)),
    "remove a person": (lambda r, p: remove_person("nanhu", by=p, url=r.url), ("admin",)),
}


def added(person: Person, room: Room, unit: str) -> int:
    cells = {"list": "plan", "name_zh": "新载体", "unit": unit}
    return set_row(person, room.edited, Place("carriers", "carrier-new"), cells, Given("reported", "通知"), room.url)


def bound(subject: str) -> Bound:
    return Bound(subject, "name_en", "Lake and Zone", "letter", 1)


def chosen(room: Room, side: str) -> dict[tuple[Place, str], str]:
    return {(one.place, one.field): side for one in disagreements(room["editor"], room.behind, room.url)}


def test_each_act_is_refused_at_the_function_that_does_it(room: Room) -> None:
    before = kept(room)
    for act, (do, allowed) in TRIED.items():
        for role in ("visitor", *ROLES, "nanhu"):
            if role not in allowed:
                with pytest.raises(RefusedError) as caught:  # noqa: PT012 - says which act was not refused
                    do(room, room[role])
                    pytest.fail(f"{act} was done for {role}")
                assert caught.value.code in REFUSALS, (act, role)
                assert kept(room) == before, (act, role)


def test_each_act_is_done_for_those_who_may(room: Room) -> None:
    for act, (do, allowed) in TRIED.items():
        try:
            do(room, room[allowed[0]])
        except G60Error as error:
            pytest.fail(f"{act} of {allowed[0]}: {error.code} {error.values}")


def test_whoever_was_taken_out_meanwhile_is_refused(room: Room) -> None:
    held = room["admin"]  # as a page that is still open knows them
    remove_person("admin", by=None, url=room.url)
    before = kept(room)
    for act, (do, _) in TRIED.items():
        with pytest.raises(RefusedError) as caught:
            do(room, held)
        assert caught.value.code == "error_not_allowed", act
        assert kept(room) == before, act
    assert not draft_rows.may_change(held, room.edited, Place("lake_districts", OWN), room.url)


def test_who_owns_a_draft_may_rename_hand_over_and_discard_it(room: Room) -> None:
    clerk, url = room["clerk"], room.url
    rename(clerk, room.behind, "海宁的修改", url)
    hand_over(clerk, room.behind, "nanhu", url)
    with pytest.raises(RefusedError):
        discard(clerk, room.behind, url)
    discard(room["nanhu"], room.behind, url)
    assert [entry.name for entry in drafts(clerk, url, state="discarded")] == ["海宁的修改"]


# The list of people ------------------------------------------------------------------------------


def test_an_address_in_other_letters_is_nobody_elses(database_url: str) -> None:
    add_person("link@b.cn", "林可", roles=("admin",), by=None, url=database_url)
    assert person_of("LinK@b.cn", database_url).roles == {"admin"}
    assert person_of("lin\u212a@b.cn", database_url) == VISITOR  # the sign for kelvin is k in lower case


def test_a_blanked_person_stays_in_the_history_without_a_name(room: Room) -> None:
    url = room.url
    number = start(room["publisher"], "定位", SHIPPED, url)
    rename_en(room["publisher"], number, OWN, url)
    publish(room["publisher"], number, "按通知", url)
    remove_person("publisher", by=room["admin"], blank=True, url=url)
    told = history(OWN, "name_en", url)[-1]
    assert (told.who, told.why, told.after) == ("", "按通知", "改过的定位")
    assert person_of("publisher", url) == VISITOR
    again = add_person("publisher", "另一人", roles=("publisher",), by=None, url=url)
    assert again.id != room["publisher"].id


def test_an_account_is_one_whatever_its_spelling(database_url: str) -> None:
    add_person(" Li.Na@Haining.GOV.cn ", "李娜", roles=("clerk",), units=(HAINING,), by=None, url=database_url)
    add_person("li.na@haining.gov.cn", "李娜", roles=("editor",), by=None, url=database_url)
    assert [(person.account, person.roles) for person in people(database_url)] == [("li.na@haining.gov.cn", {"editor"})]
    assert person_of("LI.NA@haining.gov.cn", database_url).name == "李娜"


@pytest.mark.parametrize("given", ["", " \n", "\x00", "\ud800", "长" * 10_000])
def test_a_name_that_cannot_be_kept_is_refused_in_words(database_url: str, given: str) -> None:
    for account, name in ((given, "名"), ("account", given)):
        with pytest.raises(RefusedError) as caught:
            add_person(account, name, roles=("editor",), by=None, url=database_url)
        assert caught.value.code == "error_person_name"
    assert people(database_url) == []


def test_hostile_names_are_kept_as_text(database_url: str) -> None:
    name = "<b>甲</b> [x](javascript:1) \u202e乙\x00\ud800"
    made = add_person("a\x00b", name, roles=("editor",), by=None, url=database_url)
    assert (made.account, made.name) == ("ab", "<b>甲</b> [x](javascript:1) \u202e乙")
    number = start(made, "\ud800<script>\x00", SHIPPED, database_url)
    assert draft(made, number, database_url).name == "<script>"
    rename_en(made, number, OWN, database_url, value="甲\x00\ud800乙")
    with pytest.raises(RefusedError):
        rename(made, number, "长" * 10_000, database_url)


def test_the_command_line_enters_lists_and_blanks(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    assert main(["person", "list"]) == 0
    assert "还没有登记" in capsys.readouterr().out
    assert main(["person", "add", "li", "--name", "李娜", "--role", "clerk", "--unit", HAINING]) == 0
    assert main(["person", "add", "wang", "--name", "王伟", "--role", "editor", "--role", "publisher"]) == 0
    capsys.readouterr()
    assert main(["person", "list", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"account": "li", "name": "李娜", "roles": ["clerk"], "units": [HAINING]},
        {"account": "wang", "name": "王伟", "roles": ["editor", "publisher"], "units": []},
    ]
    assert main(["person", "list"]) == 0
    assert "li | 李娜 | 县级录入员 | 330481" in capsys.readouterr().out
    assert main(["person", "remove", "li", "--blank", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"removed": "li", "blanked": True}
    assert [person.account for person in people(database_url)] == ["wang"]
    assert main(["person", "remove", "li", "--lang", "en"]) == 2
    assert "Nobody has the account li" in capsys.readouterr().err
    assert main(["person", "add", "z", "--name", "Z", "--role", "clerk"]) == 2
    assert database.has_begun(database_url)
