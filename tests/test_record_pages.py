"""The pages of people and corrections, driven by what a browser sends: each act with its answer in words."""

import json
import re
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from g60.catalog.sources import FolderSource
from g60.record.answers import answers, kept_token, new_token
from g60.record.binding import Bound, Choice, bind
from g60.record.corrections import Read, Words, add
from g60.record.drafts import drafts, start
from g60.record.editing import Cell, Given, add_document, set_value
from g60.record.people import add_person, people, person_of
from g60.record.publishing import publish
from g60.record.versions import newest
from tests.conftest import GEODATA, serving
from tests.databases import wait_until
from tests.hostile import ATTACKS
from tests.protocol import Session

READ = Read("lake-juanhu", "area_km2", "23.3 km²", "stated", "atlas", "", 1, "abc")
READER = {"X-Forwarded-For": "203.0.113.5"}  # somebody elsewhere, who has not signed in
HOSTILE = " ".join(ATTACKS)


@pytest.fixture(scope="module")
def url() -> str:
    return f"sqlite:///{Path(tempfile.mkdtemp(prefix='g60-')) / 'atlas.db'}"


@pytest.fixture(scope="module")
def app(url: str) -> Iterator[str]:
    with serving(env={"G60_EDIT": "local", "DATABASE_URL": url, "FORWARDED_ALLOW_IPS": ""}) as base_url:
        yield base_url


def handed_in(url: str, **words: str) -> tuple[int, str]:
    token = new_token()
    given = {"proposed": "24.1 km²", "reason": "新公报", **words}
    return add(READ, Words(**given), session=token, secret=kept_token(token), url=url), token


def part(session: Session, key: str) -> str:
    return next(one for one in session.ids if one.endswith(f"-{key}"))


def press(session: Session, key: str, action: str, **values: Any) -> str:
    return "".join(session.send(part(session, key), {"type": "form", "action": action, "values": values}).texts)


def choose(session: Session, number: int) -> Session:
    return session.open("corrections").send(part(session, "correction_list"), {"type": "correction", "number": number})


def test_a_correction_is_asked_back_answered_taken_and_published(app: str, url: str) -> None:
    number, token = handed_in(url, source="2026年公报")
    with Session(app) as editor, Session(app, READER) as reader:
        assert "新收到，尚未答复" in "".join(reader.open("corrections", correction=token).texts)
        asked = "".join(choose(editor, number).texts)
        assert "24.1" in asked
        assert f"答复更正 {number}：鹃湖国际科技城 · 面积" in asked
        assert "读到的值：23.3 km²。现在的值：23.3 km²" in asked
        assert "已退回询问" in press(editor, "correction_answer_form", "asked", words="哪一天的公报？")
        followed = "".join(reader.open("corrections", correction=token).texts)
        assert "哪一天的公报？" in followed
        assert "鹃湖国际科技城 · 面积" in followed
        assert '"text":"23.3 km²","quiet":false,"lead":"读到的值："' in followed
        assert "UTC" not in followed
        assert "读者已答复" in press(reader, "correction_reply", "reply", words="11月20日")
        assert "11月20日" in "".join(choose(editor, number).texts)
        said = press(editor, "correction_answer_form", "taken", value="24.1", source="2026年公报", words="谢谢")
        (draft,) = drafts(person_of("local", url), url)
        assert f"在草稿 {draft.number} 中，等待发布" in said
        assert f"./edit?draft={draft.number}&lang=zh" in said
        version = publish(person_of("local", url), draft.number, "更正", url).number
        assert f"已采纳，见版本 {version}" in "".join(reader.open("corrections", correction=token).texts)
        assert f"Taken, since version {version}" in "".join(
            reader.open("corrections", correction=token, lang="en").texts
        )


def test_the_second_to_answer_is_told_and_nothing_is_done_twice(app: str, url: str) -> None:
    number, _ = handed_in(url)
    with Session(app) as one, Session(app) as other:
        choose(one, number)
        choose(other, number)
        assert "未采纳" in press(one, "correction_answer_form", "refused", words="第一个理由")
        said = press(other, "correction_answer_form", "taken", value="24.1", source="公报", words="第二个理由")
        assert f"更正 {number} 此时已由 local 答复" in said
    assert [entry.words for entry in answers([number], url)[number]] == ["第一个理由"]


def test_a_refusal_without_a_reason_and_a_value_without_a_source_are_told(app: str, url: str) -> None:
    number, _ = handed_in(url)
    with Session(app) as editor:
        choose(editor, number)
        assert "请写明理由或问题" in press(editor, "correction_answer_form", "refused", words=" ")
        assert "没有来源的值不能保存" in press(editor, "correction_answer_form", "taken", value="24.1", source="")
    assert answers([number], url) == {}
    assert drafts(person_of("local", url), url) == []


@pytest.mark.parametrize("token", ["x", "a" * 32, HOSTILE, "长" * 5000])
def test_a_wrong_link_says_so_in_one_sentence(app: str, url: str, token: str) -> None:
    with Session(app, READER) as reader:
        said = "".join(reader.open("corrections", correction=token).texts)
    assert "这个链接不指向任何更正" in said
    assert "correction_reply" not in str(reader.ids)


def test_a_visitor_sees_states_and_no_form(app: str, url: str) -> None:
    number, _ = handed_in(url)
    with Session(app, READER) as reader:
        said = "".join(reader.open("corrections").texts)
        assert f"{number}. 鹃湖国际科技城" in said
        assert '"type":"correction"' not in said
        assert not [one for one in reader.ids if "answer" in one]


def test_a_person_is_entered_changed_taken_out_and_blanked(app: str, url: str) -> None:
    with Session(app) as admin:
        admin.open("people")
        given = {"account": "Li@Haining.cn", "name": "李娜", "roles": ["clerk"], "units": ["330481"]}
        assert "李娜 已保存" in press(admin, "people_form", "save", **given)
        assert person_of("li@haining.cn", url).units == {"330481"}
        admin.send(part(admin, "people_list"), {"type": "person", "account": "li@haining.cn"})
        assert "李娜 做过的事" in "".join(admin.texts)
        assert "已保存" in press(admin, "people_form", "save", name="李娜", roles=["editor"], units=[])
        assert person_of("li@haining.cn", url).roles == {"editor"}
        admin.send(part(admin, "people_list"), {"type": "person", "account": "li@haining.cn"})
        assert "姓名和账号已抹去" in press(admin, "people_form", "blank")
    assert not person_of("li@haining.cn", url).id


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"account": "", "name": "名", "roles": ["editor"]}, "账号和姓名都要填"),
        ({"account": "a", "name": "长" * 10_000, "roles": ["editor"]}, "账号和姓名都要填"),
        ({"account": "a", "name": "\x00", "roles": ["editor"]}, "账号和姓名都要填"),
        ({"account": "a", "name": "名", "roles": []}, "角色或单位不对"),
        ({"account": "a", "name": "名", "roles": ["clerk"], "units": []}, "角色或单位不对"),
        ({"account": "a", "name": "名", "roles": ["clerk"], "units": ["999"]}, "角色或单位不对"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_one_sentence(app: str, url: str, values: dict[str, Any], words: str) -> None:
    before = people(url)
    with Session(app) as admin:
        admin.open("people")
        said = press(admin, "people_form", "save", **values)
    answer = re.search(r'"said":\{"words":"([^"]*)","ok":(\w+)', said)
    assert answer is not None
    assert words in answer[1]
    assert answer[2] == "false"
    assert people(url) == before


def test_hostile_names_and_words_are_data_and_never_markup(app: str, url: str) -> None:
    add_person("hostile@x.cn", HOSTILE[:200], roles=("clerk",), units=("330481",), by=None, url=url)
    number, token = handed_in(url, reason=HOSTILE)
    with Session(app) as editor:
        drawn = [*editor.open("people").texts, *choose(editor, number).texts]
        drawn += editor.open("corrections", correction=token).texts
    held = [text for text in drawn if "window.hacked" in text]
    assert held
    assert all(isinstance(json.loads(text), dict) for text in held)  # all of it in the data of our parts


def test_a_visitor_reads_what_the_page_of_people_is_for(app: str, url: str) -> None:
    with Session(app, READER) as reader:
        said = "".join(reader.open("people", lang="en").texts)
    assert "This page is for administrators" in said
    assert "local" not in said.replace("G60_EDIT=local", "")
    assert "people_form" not in str(reader.ids)


SENTENCE = "鹃湖国际科技城面积24.1平方公里，比上年扩大。"


@pytest.fixture(scope="module")
def recorded(url: str) -> str:
    """The record after a document was added and a sentence of it bound to a value."""
    local = add_person("local", "local", roles=("admin",), by=None, url=url)
    number = start(local, "新公报", FolderSource(GEODATA), url)
    add_document(local, number, "bulletin", {"title_zh": "科创湖区公报"}, f"公报\n{SENTENCE}", url)
    bind(local, number, Bound("lake-fenghuanghu", "area_km2", "24.1", "bulletin", 2), Choice("new", "更新"), url)
    publish(local, number, "按公报", url)
    return url


def test_a_text_is_read_and_quoted_by_those_who_may_alone(app: str, recorded: str) -> None:
    with Session(app, READER) as reader:  # the app follows a new version within seconds
        wait_until(lambda: "科创湖区公报" in "".join(reader.open("documents").texts))
    for headers, may_read in (({}, True), (READER, False)):
        with Session(app, headers) as session:
            page = session.open("documents", document="bulletin").texts
            card = session.open("", focus="lake-fenghuanghu").texts
        assert "科创湖区公报" in "".join(page)
        assert (SENTENCE in "".join(page)) is may_read
        assert "24.1" in "".join(card)
        assert (SENTENCE in "".join(card)) is may_read
        assert ("这里只列出处；全文只给可以编辑的人看" in "".join(page)) is not may_read


@pytest.mark.parametrize("asked", ["99", "1990-01-01"])
def test_a_version_that_is_not_there_is_no_trouble_of_the_server(app: str, recorded: str, asked: str) -> None:
    for address in (f"present?at={asked}&lang=en", f"record/changes?since={asked}&lang=en"):
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"{app}/{address}", timeout=10)
        with caught.value as answer:
            assert (answer.code, asked in answer.read().decode()) == (422, True), address


def test_a_draft_and_its_rows_are_for_those_who_may_alone(app: str, url: str) -> None:
    local = add_person("local", "local", roles=("admin",), by=None, url=url)
    number = start(local, "秘密", FolderSource(GEODATA), url)
    set_value(local, number, Cell("carrier-01", "name_en"), "Secret name", Given("reported", "信", "1", "1"), url)
    with Session(app) as editor, Session(app, READER) as reader:
        assert "Secret name" in "".join(editor.open("", draft=str(number), focus="carrier-01", lang="en").texts)
        assert "Secret name" not in "".join(reader.open("", draft=str(number), focus="carrier-01", lang="en").texts)
    guessed = f"draft-{number}-1-{newest(url)}"
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{app}/rows/{guessed}?group=&from=0", timeout=10)
    assert caught.value.code == 404
