"""The meeting pack as a file: its size, what it could ask for, its data, and of which year its script is."""

import base64
import hashlib
import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.cli import main
from g60.contract.i18n import HTML_LANGUAGE, LANGUAGES, table
from g60.evidence.facts import facts
from g60.export.imprint import day_in_jiaxing
from g60.meeting import scenes
from g60.meeting.scenes import Presentation, Words
from g60.ui.plain_page import plain_page
from layers import client
from layers import pack as packing
from layers.known import WORDS
from layers.pack import BYTES_AT_MOST, PANELS, live, pack
from tests.conftest import GEODATA, ROOT
from tests.hostile import hostile_copy

WEB = ROOT / "layers" / "web"
OURS = sorted(WEB.rglob("*.js"))
# What came after Chromium 80 or, of the syntax, after 2019. `.at(` is not among it: our own columns have one.
TOO_NEW = {
    "optional chaining": r"\?\.(?!\d)",
    "nullish coalescing": r"\?\?",
    "logical assignment": r"(?:\|\||&&)=",
    "private field": r"\bthis\.#",
    "class field": r"^\s+static\s+\w+\s*=",
    "numeric separator": r"\b\d+_\d+\b",
    "big integer": r"\b\d+n\b",
    "replaceAll (85)": r"\.replaceAll\(",
    "replaceChildren (86)": r"\.replaceChildren\(",
    "Object.hasOwn (93)": r"\bhasOwn\(",
    "structuredClone (98)": r"\bstructuredClone\(",
    "Promise.any (85)": r"\bPromise\.any\(",
    "randomUUID (92)": r"\brandomUUID\(",
    "findLast (97)": r"\.findLast",
    ":focus-visible in script (86)": r"matches\([^)]*:focus-visible",
    ":has or :is in script (88, 105)": r"(?:matches|querySelector(?:All)?|closest)\([^)]*:(?:is|has|where)\(",
}
TOO_NEW_STYLES = {
    "inset (87)": r"[;{\s]inset\s*:",
    "aspect-ratio (88)": r"aspect-ratio\s*:",
    "is() (88)": r":is\(",
    "has() (105)": r":has\(",
    "color-mix (111)": r"color-mix\(",
    "gap of a flex box (84)": r"display:\s*flex[^}]*[;\s]gap\s*:",
}
# What of the browser the page stands on, and the Chromium that brought it.
STANDS_ON = {
    "ResizeObserver": 64,
    "TextDecoder": 38,
    "URLSearchParams": 49,
    "requestFullscreen": 71,
    "fullscreenElement": 71,
    "CustomEvent": 15,
    "Math.log2": 38,
    "Object.assign": 45,
    "setPointerCapture": 55,
    "localStorage": 4,
    "URL.createObjectURL": 23,
    "getBoundingClientRect": 1,
    "matchMedia": 9,
    "pagehide": 4,
    "classList": 8,
    "requestAnimationFrame": 24,
    "Math.hypot": 38,
    "closest": 41,
}


class Parts(HTMLParser):
    """The elements of a page, its data by id, and the content of its scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.blobs: dict[str, str] = {}
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.title = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if not self.tags:
            return
        tag, attributes = self.tags[-1]
        if tag == "script" and attributes.get("type") == "application/json":
            self.blobs[str(attributes["id"])] = self.blobs.get(str(attributes["id"]), "") + data
        elif tag in ("script", "style") and data.strip():
            (self.scripts if tag == "script" else self.styles).append(data)
        elif tag == "title":
            self.title += data


@pytest.fixture(scope="module")
def page(catalog: Catalog) -> str:
    return pack(catalog, scenes.shipped()).decode()


@pytest.fixture(scope="module")
def parts(page: str) -> Parts:
    return Parts(page)


def test_a_pack_is_small_enough_to_be_sent(page: str) -> None:
    assert len(page.encode()) < 5_000_000 < BYTES_AT_MOST


def test_a_pack_that_would_be_too_large_is_refused(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "BYTES_AT_MOST", 1_000_000)
    with pytest.raises(packing.RefusedError) as caught:
        pack(catalog, scenes.shipped())
    assert caught.value.code == "error_pack_size"


def test_nothing_in_a_pack_loads_anything(parts: Parts) -> None:
    loading = {"src", "href", "srcset", "action", "data", "poster", "background"}
    assert [(tag, at) for tag, at in parts.tags if loading & set(at)] == []
    assert {tag for tag, _ in parts.tags} & {"link", "img", "iframe", "object", "embed", "base", "form"} == set()
    assert "url(" not in "".join(parts.styles)
    assert "@import" not in "".join(parts.styles)


def test_the_policy_names_each_script_and_lets_nothing_else_run(parts: Parts) -> None:
    policy = next(str(at["content"]) for _, at in parts.tags if at.get("http-equiv") == "Content-Security-Policy")
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["default-src"] == "'none'"
    for kind, contents in (("script-src", parts.scripts), ("style-src", parts.styles)):
        hashes = [base64.b64encode(hashlib.sha256(content.encode()).digest()).decode() for content in contents]
        assert rules[kind] == " ".join(f"'sha256-{one}'" for one in hashes)
    assert len(parts.scripts) == 3
    assert "unsafe" not in policy


def test_every_card_holds_the_values_and_evidence_of_show(parts: Parts, catalog: Catalog) -> None:
    data = json.loads(parts.blobs["room-data"])
    for entity_id in [*catalog.entities.index, *catalog.units.index]:
        for lang in LANGUAGES:
            known = {fact.field: fact.evidence for fact in facts(catalog, entity_id, lang).facts}
            shown = data["cards"][entity_id][lang]["sections"][0]["entries"]
            assert {fact["field"]: fact["evidence"] for fact in shown} == known
            assert all("value" in fact or "lines" in fact for fact in shown)
            missing = [fact["value"] for fact in shown if fact["evidence"] == "missing"]
            assert set(missing) <= {table()["not_stated"][lang]}
    sections = [part for card in data["cards"].values() for drawn in card.values() for part in drawn["sections"]]
    cited = {entry["cited"] for part in sections for entry in part.get("entries", [])}
    rows = {row for part in sections for row in part.get("rows", [])}
    assert cited <= set(range(len(data["citations"])))
    assert 0 in cited
    assert rows == set(range(len(data["rows"])))


def test_hostile_names_and_titles_are_data_and_no_markup(tmp_path: Path) -> None:
    hostile = Catalog.load(FolderSource(hostile_copy(GEODATA, tmp_path)))
    attack = "</script><script>window.hacked=1</script><!--"
    first = scenes.shipped().scenes[0]
    page = pack(hostile, Presentation(Words(attack, attack), (first,))).decode()
    parts = Parts(page)
    assert len(parts.scripts) == 3
    assert parts.title.strip() == attack
    assert all(re.search(r"[<>&]", content) is None for content in parts.blobs.values())
    names = {one["name_zh"] for one in json.loads(parts.blobs["room-data"])["entities"]}
    assert names == set(hostile.entities["name_zh"])


def test_a_long_list_brings_all_its_names(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layers.carriers.PAGE", 5)
    head, _ = packing.unpack(packing._with_names(catalog))
    assert "names_in" not in head
    assert head["names"]["name_zh"] == catalog.carriers["name_zh"].tolist()


# The script's year -----------------------------------------------------------------------------


def bare(script: str) -> str:
    """A script without its comments, strings and regular expressions."""
    comments, quoted = r"//[^\n]*|/\*.*?\*/", r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'"
    expressions = r"(?<=[(,=:!]\s)/(?:\\.|[^/\n])+/[a-z]*|(?<=[(!])/(?:\\.|[^/\n])+/[a-z]*"
    pattern = f"{comments}|{quoted}|{expressions}"
    return re.sub(pattern, '""', script, flags=re.DOTALL)


@pytest.mark.parametrize("name", TOO_NEW)
def test_no_script_of_ours_needs_a_newer_browser(name: str) -> None:
    in_script = "in script" in name  # what stands in a string
    found = {
        path.name: match.group()
        for path in OURS
        if (
            match := re.search(
                TOO_NEW[name], path.read_text("utf-8") if in_script else bare(path.read_text("utf-8")), re.M
            )
        )
    }
    assert found == {}


def test_the_walk_catches_what_it_is_for() -> None:
    assert re.search(TOO_NEW["optional chaining"], bare("const a = b?.c;"))
    assert not re.search(TOO_NEW["optional chaining"], bare("const a = b ? .5 : 1; // b?.c"))
    assert re.search(TOO_NEW["nullish coalescing"], bare('x = "??" + (a ?? b)'))


@pytest.mark.parametrize("name", TOO_NEW_STYLES)
def test_no_style_of_the_pack_needs_a_newer_browser(name: str) -> None:
    bundles = ("room", *(f"room_{panel}" for panel in PANELS))
    assert [one for one in bundles if re.search(TOO_NEW_STYLES[name], client.style_text(one))] == []


@pytest.mark.parametrize("name", STANDS_ON)
def test_what_the_page_stands_on_came_with_chromium_80_or_before(name: str) -> None:
    assert STANDS_ON[name] <= 80
    assert any(name in path.read_text("utf-8") for path in OURS), "it is not used: take it off the list"


def test_every_text_that_the_pack_asks_for_is_there() -> None:
    script = client.script_text("room", {"STYLES": {}})
    codes = r"\"((?:pack|panel|meeting|compare|only|theme|evidence|map|sentence|near|count|facet)_\w+)\""
    asked = set(re.findall(codes, script))
    asked |= {f"meeting_decisions{part}" for part in re.findall(r"\bt\(\"(_\w+)\"", script)}
    asked |= set(re.findall(r"(?:\bt|roomButton|menuItem|phrase)\((?:texts, )?\"(\w+)\"", script)) - {""}
    asked = {code for code in asked if not code.startswith("_")}
    assert len(asked) > 80
    begun = tuple(re.findall(r"`(\w+_)\$\{", script))
    assert "evidence_" in begun
    assert [code for code in asked if code not in table()] == []
    assert [code for code in asked if not code.startswith(WORDS)] == []


# The command, and the address ---------------------------------------------------------------------


def test_the_command_writes_a_pack_whole(tmp_path: Path) -> None:
    file = tmp_path / "scenes.json"
    file.write_text(scenes.write(scenes.shipped()), "utf-8")
    out = tmp_path / "pack.html"
    assert main(["pack", "--scenes", str(file), "--lang", "en", "-o", str(out)]) == 0
    assert out.read_bytes().endswith(b"</body></html>\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pack.html", "scenes.json"]


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"{", 1), (b"\xff\xfe\x00", 1), (b'{"format": "g60-scenes", "version": 9, "scenes": []}', 1), (None, 2)],
)
def test_a_scenes_file_that_cannot_be_opened_leaves_no_pack(
    tmp_path: Path, content: bytes | None, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "scenes.json", tmp_path / "pack.html"
    if content is not None:
        file.write_bytes(content)
    assert main(["pack", "--scenes", str(file), "-o", str(out)]) == status
    captured = capsys.readouterr()
    assert captured.out + captured.err
    assert not out.exists()


def asked(
    address: str, form: dict[str, str] | None = None, body: bytes | None = None, *, accept: str = "text/html"
) -> tuple[int, str, str]:
    """Status, disposition and content of an answer of the app."""
    data = urlencode(form).encode() if form is not None else body
    request = Request(address, data=data, headers={"Accept": accept})
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=60) as answer:
            return answer.status, answer.headers.get("content-disposition", ""), answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, "", error.read().decode()


def test_a_form_is_answered_with_a_pack_or_with_the_reason(server: str) -> None:
    address = f"{server}/present/pack"
    form = {"presentation": scenes.write(scenes.shipped()), "lang": "en"}
    status, disposition, content = asked(address, form, accept="*/*")  # a browser would be told its place after a while
    assert (status, disposition.partition(";")[0]) == (200, "attachment")
    assert Parts(content).blobs
    for given in ("", "{", "[1]", '{"format":"g60-scenes","version":2,"scenes":[]}', "<script>alert(1)</script>"):
        status, _, content = asked(address, {"presentation": given, "lang": "<b>"})
        assert status == 422
        assert "<script" not in content
        assert content.startswith('<!DOCTYPE html><html lang="zh-CN">')
        assert re.search("[\u4e00-\u9fff]", content)
    assert asked(address, body=b"x" * 5_000_000)[0] == 413


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_that_the_server_writes_names_its_language_alike(lang: str, catalog: Catalog) -> None:
    named = f'<html lang="{HTML_LANGUAGE[lang]}"'
    assert named in packing.refusal(["why"], lang, "../meeting").decode()
    assert named in live(catalog, lang).decode()
    assert named in bytes(plain_page({one: ["why"] for one in LANGUAGES}, lang, 404).body).decode()


def test_readers_who_come_together_have_one_page_made(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def counted(*given: Any, **options: Any) -> bytes:
        made.append(options["lang"])
        return made_of(*given, **options)

    made_of, fresh = packing.page, replace(catalog)
    monkeypatch.setattr(packing, "page", counted)
    with ThreadPoolExecutor(8) as readers:
        pages = set(readers.map(lambda _: live(fresh, "en"), range(8)))
    assert (len(pages), made) == (1, ["en"])


def test_the_live_page_is_served_as_it_is(server: str, catalog: Catalog) -> None:
    status, _, content = asked(f"{server}/present?lang=en&theme=dark")
    assert status == 200
    assert json.loads(Parts(content).blobs["room-asked"])["back"] == "meeting"
    assert content == live(catalog, "en", day_in_jiaxing()).decode()
