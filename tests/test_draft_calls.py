"""Drafts on the command line: a number comes back, everything that is wrong is printed, the exit status says which."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from g60.cli import main
from g60.contract.i18n import text
from g60.record import database, drafts
from g60.record.editing import Cell, Given, set_value
from g60.record.people import add_person, local_person
from g60.record.publishing import publish

Printed = pytest.CaptureFixture[str]
LETTER = ("--source", "某市的复函", "--locator", "第二条")


@pytest.fixture(autouse=True)
def record(tmp_path: Path, begun_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{shutil.copy(begun_file, tmp_path / 'atlas.db')}")
    yield
    database.forget()


def called(capsys: Printed, *arguments: str) -> tuple[int, str, str]:
    status = main(list(arguments))
    said = capsys.readouterr()
    return status, said.out, said.err


def set_area(capsys: Printed, area: str, *more: str) -> int:
    status, out, err = called(capsys, "set", "lake-juanhu", "area_km2", area, *LETTER, *more)
    assert (status, err) == (0, "")
    return int(out)


def test_a_value_is_set_shown_and_published(capsys: Printed) -> None:
    assert called(capsys, "draft", "list") == (0, "没有打开的草稿。\n", "")
    number = set_area(capsys, "25.5")
    status, out, _ = called(capsys, "draft", "show", f"{number}")
    assert status == 0
    assert "lake-juanhu | area_km2 | 23.3 → 25.5 | reported" in out
    assert "(geometry: 23.30 km²) → (geometry: 25.50 km²)" in out
    assert max(map(len, out.splitlines())) < 200
    status, out, _ = called(capsys, "publish", f"{number}", "--why", "扩区")
    assert (status, out) == (0, "已发布为版本 2：增 8 行，改 2 行，删 0 行。\n")
    status, out, _ = called(capsys, "show", "lake-juanhu")
    assert "25.5 km²" in out
    status, out, _ = called(capsys, "restore", "1", "--why", "退回")
    assert (status, out) == (0, "已发布为版本 3：增 0 行，改 2 行，删 8 行。\n")


def test_the_same_as_json(capsys: Printed) -> None:
    status, out, _ = called(capsys, "set", "lake-juanhu", "area_km2", "25", *LETTER, "--format", "json")
    assert (status, json.loads(out)) == (0, {"draft": 1, "step": 1})
    [draft] = json.loads(called(capsys, "draft", "list", "--format", "json")[1])
    assert (draft["number"], draft["state"], draft["base"]) == (1, "open", 1)
    shown = json.loads(called(capsys, "draft", "show", "1", "--format", "json")[1])
    area = next(one for one in shown["changes"] if one["field"] == "area_km2")
    assert (area["before"], area["after"]) == ("23.3", "25")
    assert (shown["issues"], shown["disagreements"]) == ([], [])
    version = json.loads(called(capsys, "publish", "1", "--why", "x", "--format", "json")[1])
    assert (version["version"], version["why"], len(version["fingerprint"])) == (2, "x", 64)


def test_more_values_go_into_the_draft_that_is_named(capsys: Printed) -> None:
    number = set_area(capsys, "25")
    assert set_area(capsys, "26", "--draft", f"{number}") == number
    assert [step.kind for step in drafts.steps(local_person(), number)] == ["edit", "edit"]


def test_errors_are_all_printed_and_the_status_is_1(capsys: Printed) -> None:
    # The call refuses such values at once; a draft may have them from an import or a pasted block.
    number, given = set_area(capsys, "25"), Given(source="某市的复函", locator="第二条")
    set_value(local_person(), number, Cell("lake-juanhu", "area_km2"), "很大", given)
    set_value(local_person(), number, Cell("carrier-01", "no"), "第一", given)
    for call in (("draft", "show"), ("publish",)):
        more = ("--why", "x") if call == ("publish",) else ()
        status, out, _ = called(capsys, *call, f"{number}", *more)
        assert status == 1
        assert "“很大”不是数" in out
        assert "“第一”不是整数" in out


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("subject", "field", "value", "code"),
    [
        ("lake-juanhu", "area_km2", "nan", "value_not_number"),
        ("lake-juanhu", "area_km2", "inf", "value_not_number"),
        ("lake-juanhu", "area_km2", "-5", "value_out_of_range"),
        ("lake-juanhu", "area_km2", "很大", "value_not_number"),
        ("carrier-01", "no", "第一", "value_not_integer"),
        ("carrier-01", "location_grade", "Z", "value_unknown"),
        ("carrier-01", "lon", "200", "value_out_of_range"),
    ],
)
def test_a_value_that_the_checks_would_refuse_is_refused_at_once(
    capsys: Printed, subject: str, field: str, value: str, code: str, lang: str
) -> None:
    issue = text(f"issue_{code}", lang, value=value, detail="…").split("…")[0]
    status, out, err = called(capsys, "set", subject, field, value, *LETTER, "--lang", lang)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert all(word in err for word in (subject, field, issue)), err
    assert called(capsys, "draft", "list")[1] == "没有打开的草稿。\n"
    number = set_area(capsys, "25")
    assert called(capsys, "set", subject, field, value, *LETTER, "--draft", f"{number}")[0] == 2
    assert len(drafts.steps(local_person(), number)) == 1
    assert drafts.draft(local_person(), number).state == "open"


def test_disagreements_are_all_printed_one_a_line(capsys: Printed) -> None:
    mine, theirs = set_area(capsys, "25"), set_area(capsys, "26")
    publish(local_person(), theirs, "先到")
    status, out, err = called(capsys, "publish", f"{mine}", "--why", "后到")
    assert (status, out) == (1, "lake-juanhu area_km2：草稿为“25”，别人已发布“26”\n")
    assert "请逐一选定" in err
    assert drafts.draft(local_person(), mine).state == "open"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("draft", "show", "9"), "没有草稿 9"),
        (("draft", "discard", "9"), "没有草稿 9"),
        (("publish", "9", "--why", "x"), "没有草稿 9"),
        (("set", "nobody", "x", "1", "--source", "y"), "没有编号为 nobody 的对象"),
        (("set", "lake-juanhu", "colour", "1", "--source", "y"), "没有 colour 这个字段"),
        (("set", "lake-juanhu", "area_km2", "1", "--source", " "), "没有来源的值不能保存"),
        (("draft", "list", "--as", "nobody@example"), "没有账号 nobody@example"),
        (("restore", "7", "--why", "x"), "没有版本 7"),
    ],
)
def test_a_call_that_cannot_be_is_told_and_leaves_no_draft(capsys: Printed, call: tuple[str, ...], said: str) -> None:
    set_area(capsys, "25")
    status, out, err = called(capsys, *call)
    assert (status, out) == (2, "")
    assert said in err
    assert [draft.number for draft in drafts.drafts(local_person())] == [1]


def test_somebody_else_acts_by_their_account_with_their_own_rights(capsys: Printed) -> None:
    add_person("clerk@example", "李", roles=("clerk",), units=("330481",), by=None)
    acting = ("--as", "clerk@example")
    number = set_area(capsys, "25", *acting)
    assert drafts.draft(local_person(), number).owner_name == "李"
    status, _, err = called(capsys, "set", "carrier-01", "address_zh", "x", *LETTER, *acting, "--draft", f"{number}")
    assert status == 2
    assert "您的角色不能这样做" in err
    assert called(capsys, "publish", f"{number}", "--why", "x", *acting)[0] == 2


def test_a_discarded_draft_is_told(capsys: Printed) -> None:
    number = set_area(capsys, "25")
    status, out, _ = called(capsys, "draft", "discard", f"{number}", "--lang", "en")
    assert (status, out) == (0, "Draft 1 is discarded. It can still be read, but no longer changed.\n")
