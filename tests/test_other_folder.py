"""A data folder of another making opens in every page, in the pack and in every file: no count and no name is code."""

import json
import re
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest
from pypdf import PdfReader

from g60.ask.permalink import ignored
from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.catalog.checked_tables import read_all
from g60.catalog.sources import FolderSource
from g60.cli import main
from g60.contract.i18n import LANGUAGES
from g60.evidence.card import card
from g60.evidence.sentence import counts, sentence
from g60.export.handouts import HANDOUTS, Order, house_options
from g60.meeting import rehearsal, scenes
from g60.review.indicators import indicator_tables
from g60.ui.events import happened
from g60.ui.page_list import PAGES
from layers.compose import message, sheet
from layers.known import known
from layers.pack import pack
from tests import other_folder
from tests.other_folder import EAST, OTHERS, OWN, WEST
from tests.test_pages import opened, words

NAMES = {
    "zh": ("东片重点机构名录", "座谈提到", "第1联合院", "海宁", "西片规划"),
    "en": ("Key bodies of the East", "Spoken of at the meeting", "Joint institute 1", "Haining", "Plan of the West"),
}
TASK = {"zh": "新机制", "en": "New mechanism"}
SHIPPED_NAMES = re.compile("十四五|十三五|南湖|秀洲|嘉善|桐乡|清华|附件[一二三]|表[123]|Nanhu|Tsinghua|annex")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return other_folder.write(tmp_path_factory.mktemp("other") / "geodata")


@pytest.fixture(scope="module")
def other(folder: Path) -> Catalog:
    return Catalog.load(FolderSource(folder))


# The data --------------------------------------------------------------------------------------


def test_no_check_finds_anything_in_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert read_all(FolderSource(folder))[1] == []
    assert main(["check", "--geodata", str(folder)]) == 0
    assert "0 个错误" in capsys.readouterr().out


def test_it_is_counted_as_it_is(other: Catalog) -> None:
    assert {entry.kind: entry.count for entry in counts(other)} == {
        **{"corridor": 1, "core_area": 0, "high_tech_zone": 5, "lake_district": 2},
        **{"carrier": 5, "other_carrier": 7},
    }
    assert (other.unit_codes, other.lists) == (("330424", "330481", "330482"), (OWN, OTHERS))
    assert (other.plans, other.own_lists) == ((EAST, WEST), {OWN})
    tables = [(one.plan, one.table, one.looks_back, len(one.entries)) for one in indicator_tables(other)]
    assert tables == [(EAST, "A", True, 3), (WEST, "B", False, 4)]


def test_a_plan_leaves_out_what_is_of_another_and_keeps_what_is_of_none(other: Catalog) -> None:
    west = Selection(plans=frozenset({WEST}))
    picked = other.pick(west)
    assert set(picked.areas["plan"]) == {WEST}
    assert set(picked.carriers["list"]) == {OTHERS}
    assert dict(other.option_count(Selection(), "plans")) == {EAST: 10, WEST: 3}
    assert sentence(other, picked, west, "zh") == "西片规划：2 个高新区、1 个科创湖区、7 个清单外机构"
    both = Selection(plans=frozenset({EAST, WEST}))
    assert len(other.pick(both).entities) == len(other.entities)
    assert len(other.pick(Selection(plans=frozenset({EAST}), kinds=frozenset({"high_tech_zone"}))).entities) == 3


def test_the_plan_of_an_address_is_understood_and_another_is_named(other: Catalog) -> None:
    query = {"plan": [WEST, "plan-14"]}
    selection = Selection.from_query(query).without_unknown(other.held)
    assert selection.to_query() == {"plan": [WEST]}
    assert [(part.key, part.value) for part in ignored(query, selection, View())] == [("plan", "plan-14")]
    absent = Selection.from_query({"unit": ["330402"], "industry": ["ai"]})
    assert absent.without_unknown(other.held) == Selection()


def test_a_click_on_a_count_asks_for_the_lists_of_the_folder(other: Catalog) -> None:
    asked = {
        code: happened({"type": "only", "id": code}, other, Selection(), View())[0]
        for code in ("carrier", "other_carrier")
    }
    assert {code: one.lists for code, one in asked.items()} == {"carrier": {OWN}, "other_carrier": {OTHERS}}
    chosen, _ = happened({"type": "toggle", "selected": {"plan": [WEST, "x"]}}, other, Selection(), View())
    assert chosen.plans == {WEST}
    counties, _ = happened({"type": "compare", "preset": "county"}, other, Selection(), View())
    assert counties.compared == other.unit_codes


# The pages -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [name for name, _, _ in PAGES])
def test_every_page_opens(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, lang: str) -> None:
    monkeypatch.setenv("G60_GEODATA", str(folder))
    app = opened(lang=lang)
    if name != "atlas":
        app.switch_page(f"{name}.py").run()
    assert not app.exception


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_comparison_and_weights_of_this_folder_are_understood(
    folder: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setenv("G60_GEODATA", str(folder))
    for ids in (["330481", "330482", "330424"], ["high-tech-zone-1", "high-tech-zone-4", "org-1"]):
        app = opened(compare=ids, lang=lang).switch_page("compare.py").run()
        assert not app.exception
    app = opened(w="1234567", lang=lang).switch_page("indicators.py").run()
    assert not app.exception
    assert app.query_params["w"] in ("1234567", ["1234567"])


def test_the_first_page_speaks_of_this_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("G60_GEODATA", str(folder))
    assert "全市：5 个载体、5 个高新区、2 个科创湖区、1 条走廊、7 个清单外机构" in words(opened())
    assert "西片规划：2 个高新区、1 个科创湖区、7 个清单外机构" in words(opened(plan=WEST))
    for focus in ("org-1", "high-tech-zone-1", "330481", "corridor-1"):
        opened(focus=focus)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_subject_has_its_card(other: Catalog, lang: str) -> None:
    for subject in (*other.entities.index, *other.unit_codes, "city", "zhejiang"):
        assert card(other, str(subject), lang).title


def test_the_map_has_a_layer_of_each_kind_and_the_message_says_the_plan(other: Catalog) -> None:
    files = sheet(other).files
    counties = next(json.loads(data) for name, data in files.items() if name.startswith("counties."))
    assert {feature["id"] for feature in counties["features"]} == set(other.unit_codes)
    around = next(json.loads(data) for name, data in files.items() if name.startswith("neighbours."))
    assert {"330402", "330411", "330421", "330483"} <= {feature["id"] for feature in around["features"]}
    assert message(other, Selection(plans=frozenset({WEST})), View())["plan"] == WEST


# The pack and the files ------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pack_holds_its_names_and_none_of_the_shipped_ones(other: Catalog, lang: str) -> None:
    held = known(other)
    assert [option["code"] for facet in held["facets"] if facet["field"] == "plan" for option in facet["options"]] == [
        EAST,
        WEST,
    ]
    assert [table["table"] for table in held["indicators"]] == ["A", "B"]
    page = pack(other, scenes.Presentation(scenes.Words("会", "A meeting"), ()), lang=lang).decode()
    assert all(name in page for name in NAMES[lang])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_shipped_presentation_says_which_of_its_subjects_are_gone(other: Catalog, lang: str) -> None:
    presentation = scenes.shipped_over(other)
    assert any(scene.gone for scene in presentation.scenes)
    assert any(remark.code == "gone" for remark in rehearsal.check(presentation, other, lang))
    assert pack(other, presentation, lang=lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", HANDOUTS)
def test_every_file_is_made(other: Catalog, code: str, lang: str) -> None:
    asked = Selection(focus="high-tech-zone-1") if code in ("brief", "docx") else Selection()
    order = Order(asked, View(lang=lang, version=other.version), replace(house_options(), date="2031-01-01"))
    made = HANDOUTS[code].make(other, order, lambda *_: None)
    said = words_of(made, code)
    # A list for machines is the same in both languages.
    own = TASK[lang] if code.startswith("tasks_") else NAMES[lang][3]
    assert any(name.lower() in said.lower() for name in (own, NAMES["zh"][3]))
    assert not SHIPPED_NAMES.findall(said.replace("表3 第1行", ""))


def words_of(made: bytes, code: str) -> str:
    """What a file says: its text, or that of its parts, or of its pages."""
    if made.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    if made.startswith(b"PK"):
        with ZipFile(BytesIO(made)) as parts:
            names = [name for name in parts.namelist() if name.endswith((".xml", ".csv", ".md", ".json", ".geojson"))]
            return "".join(parts.read(name).decode("utf-8-sig") for name in names)
    return made.decode("utf-8", errors="ignore") if code != "png" else "海宁 Haining"


def test_a_file_of_one_plan_and_county_is_made(other: Catalog) -> None:
    asked = Selection(plans=frozenset({WEST}), units=frozenset({"330481"}))
    for code in ("svg", "pptx", "xlsx", "gpkg", "csv", "zip"):
        order = Order(asked, View(version=other.version), house_options())
        assert HANDOUTS[code].make(other, order, lambda *_: None)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_command_line_shows_its_names(folder: Path, capsys: pytest.CaptureFixture[str], lang: str) -> None:
    said = ""
    for call in (
        ["list", "--plan", WEST],
        ["show", "org-1"],
        ["show", "high-tech-zone-4"],
        ["show", "330481"],
        ["show", "city"],
        ["compare", "org-1", "org-6"],
        ["compare", "330481", "330482", "330424"],
        ["indicators"],
        ["tasks"],
    ):
        assert main([*call, "--geodata", str(folder), "--lang", lang]) == 0, call
        said += capsys.readouterr().out
    assert all(name in said for name in NAMES[lang])
    assert not SHIPPED_NAMES.findall(said)


def test_a_unit_that_the_folder_lacks_is_refused_on_the_command_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list", "--unit", "330402", "--geodata", str(folder)]) == 2
    assert "330402" in capsys.readouterr().err


def test_slides_of_the_shipped_presentation_can_be_made(folder: Path, tmp_path: Path) -> None:
    made = tmp_path / "deck.pptx"
    assert main(["slides", "--geodata", str(folder), "-o", str(made)]) == 0
    assert made.stat().st_size > 10_000


def test_the_tables_of_a_file_name_the_lists(other: Catalog) -> None:
    order = Order(Selection(), View(version=other.version), house_options())
    made = HANDOUTS["csv"].make(other, order, lambda *_: None).decode("utf-8-sig")
    rows = pd.read_csv(StringIO(made), dtype=str)
    assert set(rows["list"].dropna()) == {OWN, OTHERS}
    assert set(rows["plan"].dropna()) == {EAST, WEST}
