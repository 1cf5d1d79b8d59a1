"""The table of settings: complete, checked at the start, the same as in the guide, and the only way to read them."""

import ast
import json
import re
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest

from g60 import cli
from g60.cli.settings import as_markdown
from g60.contract import settings
from g60.contract.i18n import LANGUAGES, table
from g60.contract.settings import BY_NAME, SETTINGS, given, listed, said, usable, wrong
from g60.ui.settings_refused import settings_refused
from tests.conftest import ROOT

PROGRAM = [ROOT / "app.py", *(path for room in ("src", "layers", "pages") for path in (ROOT / room).rglob("*.py"))]
NAMED = re.compile(r"\b(?:G60_[A-Z]+(?:_[A-Z]+)*|DATABASE_(?:READ_)?URL|SOURCE_DATE_EPOCH)\b")


@pytest.mark.parametrize(
    ("name", "value", "taken"),
    [
        ("G60_EDIT", "local", True),
        ("G60_EDIT", "yes", False),
        ("G60_BASE_URL", "https://map.example.cn/atlas/", True),
        ("G60_BASE_URL", "http://[::1]:8501", True),
        ("G60_BASE_URL", "map.example.cn", False),
        ("G60_BASE_URL", "https://map.example.cn:port/", False),
        ("G60_BASE_URL", "https://name:word@map.example.cn/", False),
        ("G60_HOSTS", "a.example, b.example,", True),
        ("G60_HOSTS", "https://a.example", False),
        ("G60_METRICS", "10.0.0.0/8, ::1", True),
        ("G60_METRICS", "*", True),
        ("G60_METRICS", "prometheus.example", False),
        ("G60_MAKER", "嘉兴市科学技术局", True),
        ("G60_MAKER", "two\nlines", False),
        ("G60_SOURCES", str(ROOT), True),
        ("G60_SOURCES", str(ROOT / "nowhere"), False),
        ("G60_CACHE", str(ROOT / "nowhere" / "yet"), True),
        ("G60_CACHE", str(ROOT / "app.py" / "within"), False),
        ("SOURCE_DATE_EPOCH", "1790000000", True),
        ("SOURCE_DATE_EPOCH", "-1", False),
        ("SOURCE_DATE_EPOCH", "9" * 40, False),
        ("DATABASE_URL", "postgres://user:word@host/name", True),
        ("DATABASE_URL", "/var/lib/atlas.db", False),
        ("STREAMLIT_SERVER_BASE_URL_PATH", "/maps/atlas/", True),
        ("STREAMLIT_SERVER_BASE_URL_PATH", "../atlas", False),
        ("STREAMLIT_SERVER_COOKIE_SECRET", "short", False),
        ("auth.redirect_uri", "https://map.example.cn/atlas/oauth2callback", True),
        ("auth.redirect_uri", "https://map.example.cn/atlas/", False),
    ],
)
def test_a_value_is_taken_if_it_is_one_of_its_kind(name: str, value: str, taken: bool) -> None:  # noqa: FBT001
    assert usable(BY_NAME[name], value) is taken


def test_what_cannot_be_used_counts_as_not_set_and_what_has_no_replacement_stays() -> None:
    environ = {"G60_EDIT": "yes", "G60_LOG": "xml", "G60_MAKER": " 科技局 ", "G60_HOSTS": "b.example, HTTPS://x"}
    assert given("G60_EDIT", environ) == ""
    assert given("G60_LOG", environ) == BY_NAME["G60_LOG"].default
    assert given("G60_MAKER", environ) == "科技局"
    # A list of hosts with a fault still keeps out every name that it does not hold.
    assert listed("G60_HOSTS", environ) == ("b.example", "https://x")


@pytest.mark.parametrize(
    ("environ", "secrets", "words"),
    [
        ({"G60_EDIT": "yes"}, {}, ["G60_EDIT=yes", "local", "only people who have signed in edit"]),
        ({"G60_HOST": "a.example"}, {}, ["no setting G60_HOST;", "G60_HOSTS meant"]),
        ({"G60_QQQQ": "1"}, {}, ["no setting G60_QQQQ;", "python -m g60 settings"]),
        ({"DATABASE_URL": "mysql://u:word@host"}, {}, ["DATABASE_URL=…", "Nothing is used in its place"]),
        (
            {},
            {"auth": {"redirect_uri": "https://a.example/"}},
            ["auth.redirect_uri=https://a.example/", "oauth2callback"],
        ),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_done_instead(
    environ: Mapping[str, str], secrets: Mapping[str, object], words: list[str]
) -> None:
    (found,) = wrong(environ, secrets)
    sentence = said(found, "en")
    assert all(part in sentence for part in words), sentence
    assert "word" not in sentence.replace("words", "")  # a password is never printed
    assert said(found, "zh") != sentence


def test_it_is_said_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("G60_LOGS", "plain")
    assert any("G60_LOGS" in line and "G60_LOG " in line for line in settings_refused()), settings_refused()


def test_signing_in_has_to_come_back_below_the_sub_path(monkeypatch: pytest.MonkeyPatch) -> None:
    held = {"auth": {"redirect_uri": "https://map.example.cn/oauth2callback"}}
    monkeypatch.setattr(
        "g60.ui.settings_refused.st",
        SimpleNamespace(secrets=SimpleNamespace(**{"load_if_toml_exists": lambda: True, "to_dict": lambda: held})),
    )
    assert settings_refused() == []
    monkeypatch.setattr("g60.ui.settings_refused.sub_path", lambda: "/atlas")
    (said_of_it,) = settings_refused()
    assert "/atlas/oauth2callback" in said_of_it
    held["auth"]["redirect_uri"] = "https://map.example.cn/atlas/oauth2callback"
    assert settings_refused() == []


def test_every_setting_that_the_program_names_is_in_the_table_and_every_entry_has_its_texts() -> None:
    read = {name for path in PROGRAM for name in NAMED.findall(path.read_text("utf-8"))}
    assert len(read) > 8
    assert read - set(BY_NAME) == set()
    assert len(BY_NAME) == len(SETTINGS)
    for setting in SETTINGS:
        assert {setting.text, f"{setting.text}_without", f"setting_kind_{setting.kind}"} <= set(table())
        assert not setting.default or usable(setting, setting.default)


def reads_the_environment(path: Path) -> list[int]:
    """The lines of a module that read a variable past the table."""
    tree = ast.parse(path.read_text("utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")]
    return [node.lineno for node in found]


def test_nobody_reads_the_environment_past_the_table() -> None:
    own = Path(settings.__file__)
    assert reads_the_environment(own)
    assert {str(path): lines for path in PROGRAM if path != own and (lines := reads_the_environment(path))} == {}


def test_the_operators_guide_holds_the_table_as_it_is_made() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert as_markdown("en") in guide, "stale: run `make docs`"


def test_the_command_line_lists_them_and_prints_no_secret(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("G60_MAKER", "科技局")
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:password-1@host/name")
    for lang in LANGUAGES:
        assert cli.main(["settings", "--lang", lang]) == 0
        told = capsys.readouterr().out
        assert "G60_MAKER = 科技局" in told
        assert "password-1" not in told
    assert cli.main(["settings", "--format", "json"]) == 0
    assert {one["name"] for one in json.loads(capsys.readouterr().out)} == set(BY_NAME)
