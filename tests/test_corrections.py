"""What readers propose is kept whole or refused with a word; nothing of it is lost, and nothing of it is markup."""

import json
import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from g60.cli import main
from g60.contract.errors import DatabaseError, RefusedError
from g60.record import corrections, database
from g60.record.corrections import (
    HOURLY_PER_SESSION,
    LENGTHS,
    Counted,
    Read,
    Words,
    add,
    counted,
    listed,
    sender_of,
)
from g60.record.tables import CORRECTIONS
from g60.record.text import clean
from g60.ui import components, correction

INDEX = Path(__file__).parents[1] / "pages" / "index.py"
READ = Read("lake-juanhu", "area_km2", "23.3 km²", "stated", "atlas", "unit=330481", 1, "abc")
HOSTILE = "'; DROP TABLE corrections; -- <script>x</script> [a](http://198.51.100.7) {{7*7}} =1+1"


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    yield f"sqlite:///{tmp_path / 'data' / 'atlas.db'}"
    database.forget()


def test_what_is_handed_in_is_kept_as_written_newest_first(url: str) -> None:
    assert add(READ, Words(proposed="23.4 km²", reason=HOSTILE), session="a", url=url) == 1
    assert add(replace(READ, field="unit"), Words(reason="两行\n理由"), session="b", url=url) == 2
    kept, count = listed(url)
    assert (count, [entry.number for entry in kept]) == (2, [2, 1])
    assert kept[1].read == READ
    assert kept[1].words.reason == HOSTILE
    assert kept[0].words.reason == "两行\n理由"
    assert len(kept[0].made_at) == len("2026-11-21T02:00:00Z")


def test_an_empty_or_endless_correction_is_refused_and_not_cut(url: str) -> None:
    with pytest.raises(RefusedError) as caught:
        add(READ, Words(source="表3", proposed=" \n\x00"), session="a", url=url)
    assert caught.value.code == "error_correction_empty"
    for name, most in LENGTHS.items():
        add(READ, replace(Words(reason="x"), **{name: "字" * most}), session=name, url=url)
        with pytest.raises(RefusedError) as caught:
            add(READ, replace(Words(reason="x"), **{name: "字" * (most + 1)}), session=name, url=url)
        assert caught.value.values == {"part": name, "count": most + 1, "most": most}
    assert listed(url)[1] == len(LENGTHS)


def test_one_session_cannot_flood_the_list(url: str) -> None:
    for _ in range(HOURLY_PER_SESSION):
        add(READ, Words(reason="x"), session="a", url=url)
    with pytest.raises(RefusedError) as caught:
        add(READ, Words(reason="x"), session="a", url=url)
    assert caught.value.code == "error_correction_rate"
    add(READ, Words(reason="x"), session="b", url=url)


def test_all_sessions_together_cannot_either(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corrections, "HOURLY_IN_ALL", 2)
    for session in "ab":
        add(READ, Words(reason="x"), session=session, url=url)
    with pytest.raises(RefusedError) as caught:
        add(READ, Words(reason="x"), session="c", url=url)
    assert caught.value.code == "error_correction_rate_all"


def test_one_address_is_one_sender_however_many_sessions_it_opens(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(corrections, "HOURLY_PER_ADDRESS", 3)
    monkeypatch.setenv("DATABASE_URL", url)
    same = [sender_of(address, name) for name, address in sessions("192.0.2.7", "192.0.2.7", "192.0.2.7")]
    same6 = [sender_of(address, name) for name, address in sessions("2001:db8::1", "2001:db8::ffff")]
    assert len({*same}) == len({*same6}) == 1
    assert "192" not in same[0]
    assert sender_of("192.0.2.8", "x") not in same
    assert sender_of("::ffff:192.0.2.7", "x") == same[0]
    assert sender_of("2001:db8:0:1::1", "x") not in same6
    assert [sender_of(None, "a"), sender_of("no address", "b"), sender_of("", "c")] == ["a", "b", "c"]
    for sender in same:
        add(READ, Words(reason="x"), session=sender, url=url)
    with pytest.raises(RefusedError) as caught:
        add(READ, Words(reason="x"), session=same[0], url=url)
    assert (caught.value.code, caught.value.values) == ("error_correction_rate", {"most": 3})
    add(READ, Words(reason="x"), session=same6[0], url=url)
    # An operator sees it, and clears it: the corrections stay.
    assert counted(url) == Counted(4, 3, 2)
    assert main(["limits", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["most"] == 3
    assert main(["limits", "--clear", "--lang", "en"]) == 0
    assert "4 corrections count no more" in capsys.readouterr().out
    assert counted(url) == Counted(0, 0, 0)
    add(READ, Words(reason="x"), session=same[0], url=url)
    assert listed(url)[1] == 5


def sessions(*addresses: str) -> list[tuple[str, str]]:
    return [(f"session-{number}", address) for number, address in enumerate(addresses)]


def test_what_is_kept_of_an_address_is_gone_after_its_hour(url: str) -> None:
    sender, now = sender_of("192.0.2.7", ""), datetime.now(UTC)
    add(READ, Words(reason="x"), session=sender, url=url)
    add(READ, Words(reason="x"), session="a-session", url=url)
    with database.writing(url) as connection:
        corrections._forget_addresses(connection, now + timedelta(minutes=59))
        assert connection.scalars(sa.select(CORRECTIONS.c.session)).all() == [sender, "a-session"]
        corrections._forget_addresses(connection, now + timedelta(minutes=61))
        assert connection.scalars(sa.select(CORRECTIONS.c.session)).all() == ["", "a-session"]


def test_many_at_once_are_all_kept(url: str) -> None:
    listed(url)
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda n: add(READ, Words(reason=str(n)), session=str(n), url=url), range(40)))
    assert sorted(numbers) == list(range(1, 41))


@pytest.mark.parametrize("broken", ["not a url", "nodatabase://host/x", "sqlite:////proc/nowhere/atlas.db"])
def test_a_database_that_cannot_be_reached_says_so(broken: str) -> None:
    with pytest.raises(DatabaseError) as caught:
        listed(broken)
    assert caught.value.values["detail"]


def test_a_password_in_the_address_is_never_said() -> None:
    with pytest.raises(DatabaseError) as caught:
        listed("postgresql://clerk:secret-word@127.0.0.1:1/x")
    assert "secret-word" not in str(caught.value.values)


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "atlas.db"
    path.write_text("minutes of a meeting " * 100)
    with pytest.raises(DatabaseError):
        add(READ, Words(reason="x"), session="a", url=f"sqlite:///{path}")
    assert path.read_text() == "minutes of a meeting " * 100


def test_control_characters_go_and_line_ends_stay() -> None:
    assert clean(" a\r\nb\x00\x1b[31m\ud800c\t ") == "a\nb[31mc"


# The page ------------------------------------------------------------------------------------


@pytest.fixture
def page(url: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("DATABASE_URL", url)
    app = AppTest.from_file(str(INDEX), default_timeout=30)
    for key, value in {"subject": "lake-juanhu", "field": "area_km2", "from": "atlas", "unit": "330481"}.items():
        app.query_params[key] = value
    return app.switch_page("corrections.py").run()


def test_the_form_is_prefilled_by_the_address_and_hands_in(page: AppTest, url: str) -> None:
    assert not page.exception
    page.text_area[0].set_value(HOSTILE)
    page.button(key="FormSubmitter:correction_lake-juanhu.area_km2-交给编辑").click().run()
    assert not page.exception
    (kept,), _ = listed(url)
    assert (kept.read.subject, kept.read.field, kept.read.value) == ("lake-juanhu", "area_km2", "23.3 km²")
    assert (kept.read.page, kept.read.permalink, kept.read.version) == ("atlas", "unit=330481", 1)
    assert kept.words.reason == HOSTILE
    assert page.text_area[0].value == ""
    assert "编号 1" in page.success[0].value


def test_what_is_not_taken_stays_in_the_form(page: AppTest, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(url.removeprefix("sqlite:///"))
    add(READ, Words(reason="x"), session="a", url=url)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE corrections")
    page.text_area[0].set_value("一段很长的理由")
    page.button(key="FormSubmitter:correction_lake-juanhu.area_km2-交给编辑").click().run()
    assert not page.exception
    assert page.text_area[0].value == "一段很长的理由"
    assert "数据库无法读写" in page.error[0].value


def test_words_from_a_reader_are_never_markup(page: AppTest, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    add(READ, Words(proposed=HOSTILE, reason=HOSTILE, source=HOSTILE, signed=HOSTILE[:80]), session="a", url=url)
    shown: list[object] = []
    monkeypatch.setattr(components, "part", lambda *_: lambda **given: shown.append(given["data"].decode()))
    page.run()
    assert not page.exception
    assert HOSTILE in str(shown)
    said = [element.value for element in (*page.markdown, *page.caption, *page.error, *page.success)]
    assert not any("198.51.100.7" in words for words in said)


def test_a_value_that_is_not_there_has_no_form(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    app = AppTest.from_file(str(INDEX), default_timeout=30)
    app.query_params["subject"] = "<script>"
    app.query_params["field"] = "x" * 100_000
    app.switch_page("corrections.py").run()
    assert not app.exception
    assert not app.text_area


def test_the_database_is_for_its_owner(url: str) -> None:
    add(READ, Words(reason="x"), session="a", url=url)
    assert Path(url.removeprefix("sqlite:///")).stat().st_mode & stat.S_IWOTH == 0


def test_the_link_to_follow_a_correction_can_be_read_and_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    context = SimpleNamespace(url="https://atlas.example/corrections")
    state = {correction.LINKS: [(3, "secret")]}
    monkeypatch.setattr(correction, "st", SimpleNamespace(session_state=state, context=context))
    [cell] = correction._links("zh")[-1]["rows"][0]["cells"]
    assert cell["label"] == "https://atlas.example/corrections?correction=secret&lang=zh"
