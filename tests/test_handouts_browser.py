"""The hand-out dialog in a real browser: what is chosen, what comes down, and that the map does not notice."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from g60.cli import main
from g60.contract.i18n import text
from g60.contract.symbology import MAP_LAYERS
from g60.export.handouts import HANDOUTS
from tests.atlas_page import PATIENCE_MS, AtlasPage, settle
from tests.opened import IDS_AND_AREAS

pytestmark = pytest.mark.e2e

MARK = "window.marked = 1; map_div.getContainer().marked = 1"
UNTOUCHED = "[window.marked, map_div.getContainer().marked, atlas.drawn]"
HAINING = "/?unit=330481&industry=semi"
DRAWING_MS = 60_000
NAMES = {
    **{"pdf": "图纸 PDF", "svg": "图纸 SVG", "png": "图纸 PNG", "atlas": "片区图册 PDF", "xlsx": "工作簿 Excel"},
    **{"csv": "表格 CSV", "geojson": "GeoJSON", "gpkg": "GeoPackage", "kml": "KML", "zip": "开放数据包"},
}


@pytest.fixture
def atlas(page: Page, server: str) -> Iterator[AtlasPage]:
    opened = AtlasPage(page, server)
    yield opened
    assert page.foreign_requests == []  # type: ignore[attr-defined]


def dialog(atlas: AtlasPage) -> Locator:
    return atlas.page.get_by_role("dialog")


def ask(atlas: AtlasPage) -> Locator:
    """Opens the dialog and waits for the first preview."""
    atlas.page.locator(".st-key-handouts_open button").click()
    expect(dialog(atlas).locator("img")).to_be_visible(timeout=DRAWING_MS)
    return dialog(atlas)


def choose(atlas: AtlasPage, name: str) -> None:
    code = next(code for code, said in NAMES.items() if said == name)
    purpose = text(f"file_purpose_{HANDOUTS[code].purpose}", "zh")
    dialog(atlas).locator(".st-key-handout_purpose label").filter(has_text=purpose).click()
    dialog(atlas).locator(".st-key-handout_format label").filter(has_text=name).click()


def leave_out(atlas: AtlasPage, layer: str) -> None:
    """Opens the list of layers and, once it is whole and stands still, takes the tick from one of them."""
    layers = dialog(atlas).locator(".st-key-handout_layers")
    layers.locator("summary").click()
    expect(layers.get_by_role("checkbox")).to_have_count(sum(bool(one.code) and not one.off for one in MAP_LAYERS))
    settle(atlas.page)
    layers.get_by_text(layer, exact=True).click()
    expect(layers.get_by_role("checkbox", name=layer, exact=True)).not_to_be_checked()


def made(atlas: AtlasPage) -> tuple[str, bytes]:
    """Has the file made and downloads it: its name and its bytes."""
    dialog(atlas).locator(".st-key-handout_make button").click()
    button = dialog(atlas).locator(".st-key-handout_download button")
    expect(button).to_be_enabled(timeout=DRAWING_MS)
    with atlas.page.expect_download() as waited:
        button.click()
    return waited.value.suggested_filename, Path(waited.value.path()).read_bytes()


def listed(capsys: pytest.CaptureFixture[str]) -> dict[str, float | None]:
    assert main(["list", "--unit", "330481", "--industry", "semi"]) == 0
    return {item["id"]: item.get("area_km2") for item in json.loads(capsys.readouterr().out)["items"]}


def test_each_list_comes_down_with_the_ids_and_numbers_of_the_command_line(
    atlas: AtlasPage, capsys: pytest.CaptureFixture[str]
) -> None:
    atlas.open(HAINING)
    ask(atlas)
    known = listed(capsys)
    for code in sorted(IDS_AND_AREAS.keys() & NAMES.keys()):
        choose(atlas, NAMES[code])
        expect(dialog(atlas).locator(".st-key-handout_head")).to_contain_text("海宁 · 半导体")
        # The button of the file before is gone: what comes down is the one that is made now.
        expect(dialog(atlas).locator(".st-key-handout_download")).to_have_count(0)
        name, data = made(atlas)
        assert name == f"嘉兴科创地图_海宁_半导体.{code}"
        assert IDS_AND_AREAS[code](data) == known, code
        if code in ("xlsx", "zip"):
            assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None


def test_a_sheet_comes_down_as_it_was_asked_for(atlas: AtlasPage) -> None:
    atlas.open(HAINING)
    ask(atlas)
    before = dialog(atlas).locator("img").get_attribute("src")
    dialog(atlas).get_by_text("A4", exact=True).click()
    dialog(atlas).get_by_text("竖", exact=True).click()
    expect(dialog(atlas).locator("img")).not_to_have_attribute("src", before or "", timeout=DRAWING_MS)
    title = dialog(atlas).get_by_label("标题")
    title.fill("海宁芯片 <b>一页</b>")
    title.press("Enter")
    name, data = made(atlas)
    assert name.endswith(".pdf")
    page = pypdf.PdfReader(io.BytesIO(data)).pages[0]
    assert [round(float(side) * 25.4 / 72) for side in page.mediabox[2:]] == [210, 297]
    words = page.extract_text().replace("\n", "")
    assert "海宁芯片 <b>一页</b>" in words
    assert "鹃湖国际科技城" in words


def test_a_picture_comes_down(atlas: AtlasPage) -> None:
    atlas.open(HAINING)
    ask(atlas)
    choose(atlas, NAMES["png"])
    dialog(atlas).get_by_text("1 倍", exact=True).click()
    name, data = made(atlas)
    assert name.endswith(".png")
    assert data.startswith(b"\x89PNG")


def test_a_file_that_is_being_made_can_be_cancelled_and_another_one_made(atlas: AtlasPage) -> None:
    atlas.open(HAINING)
    ask(atlas)
    choose(atlas, NAMES["atlas"])
    expect(dialog(atlas).locator(".st-key-handout_head")).to_be_visible(timeout=DRAWING_MS)
    dialog(atlas).locator(".st-key-handout_make button").click()
    # Sixteen pages: the dialog says which one is made, and a click does not wait for the last.
    expect(dialog(atlas)).to_contain_text("/ 16 页", timeout=DRAWING_MS)
    dialog(atlas).locator(".st-key-handout_cancel button").click()
    expect(dialog(atlas)).to_contain_text("已取消", timeout=PATIENCE_MS)
    expect(dialog(atlas).locator(".st-key-handout_cancel")).to_have_count(0)
    choose(atlas, NAMES["csv"])
    expect(dialog(atlas)).not_to_contain_text("已取消", timeout=PATIENCE_MS)
    name, data = made(atlas)
    assert (name, data[:3]) == ("嘉兴科创地图_海宁_半导体.csv", b"\xef\xbb\xbf")


def test_neither_dialog_nor_choice_nor_download_touches_the_map(atlas: AtlasPage) -> None:
    atlas.open(HAINING)
    atlas.drag_map(60, 25)
    atlas.page.wait_for_function("location.search.includes('map=')", timeout=PATIENCE_MS)
    atlas.settle()
    atlas.ask_map(MARK)
    seen, address, view = atlas.ask_map(UNTOUCHED), atlas.query(), atlas.view()
    asked: list[str] = []
    atlas.page.on("request", lambda request: asked.append(request.url))
    ask(atlas)
    choose(atlas, NAMES["csv"])
    made(atlas)
    choose(atlas, NAMES["geojson"])
    made(atlas)
    dialog(atlas).locator(".st-key-handout_close button").click()
    expect(dialog(atlas)).to_have_count(0)
    assert atlas.ask_map(UNTOUCHED) == seen
    assert seen[:2] == [1, 1]
    assert atlas.view() == view
    assert atlas.query() == address
    assert not [url for url in asked if "/component/" in url or "/data/" in url or "/files/" in url]


def test_a_download_reruns_nothing(atlas: AtlasPage) -> None:
    atlas.open(HAINING)
    ask(atlas)
    choose(atlas, NAMES["xlsx"])
    dialog(atlas).locator(".st-key-handout_make button").click()
    button = dialog(atlas).locator(".st-key-handout_download button")
    expect(button).to_be_enabled(timeout=DRAWING_MS)
    frames: list[str] = []
    atlas.page.evaluate(
        "window.changes = 0; new MutationObserver(list => { window.changes += list.length; }).observe("
        "document.querySelector('.st-key-atlas_page'), { subtree: true, childList: true, characterData: true })"
    )
    for _ in range(2):
        with atlas.page.expect_download() as waited:
            button.click()
        frames.append(waited.value.suggested_filename)
    settle(atlas.page)
    assert frames == ["嘉兴科创地图_海宁_半导体.xlsx"] * 2
    assert atlas.page.evaluate("window.changes") == 0
    expect(button).to_be_visible()


def test_a_scale_that_does_not_fit_says_which_would_and_makes_nothing(atlas: AtlasPage) -> None:
    atlas.open("/")
    ask(atlas)
    scale = dialog(atlas).get_by_label("比例尺")
    for given, said in (("1:5000", "1:"), ("很大", "很大")):
        scale.fill(given)
        scale.press("Enter")
        expect(dialog(atlas).locator(".st-key-handout_trouble")).to_contain_text(said, timeout=DRAWING_MS)
        expect(dialog(atlas).locator(".st-key-handout_make button")).to_be_disabled()
    scale.fill("")
    scale.press("Enter")
    expect(dialog(atlas).locator("img")).to_be_visible(timeout=DRAWING_MS)
    expect(dialog(atlas).locator(".st-key-handout_make button")).to_be_enabled()


def test_nothing_shown_can_still_be_handed_out_and_a_query_is_never_markup(atlas: AtlasPage) -> None:
    atlas.open("/?q=**x**[a](javascript:1)<img src=x onerror=window.hacked=1>")
    ask(atlas)
    choose(atlas, NAMES["xlsx"])
    expect(dialog(atlas).locator(".st-key-handout_head")).to_contain_text("**x**[a](javascript:1)<img")
    name, data = made(atlas)
    assert IDS_AND_AREAS["xlsx"](data) == {}
    assert not set('<>"*|').intersection(name)
    assert atlas.page.evaluate("window.hacked") is None
    assert dialog(atlas).locator("a, strong, .st-key-handout_head img").count() == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_on_a_projector_of_1024_what_makes_the_file_is_in_view_and_layers_can_be_left_out(
    new_page: Callable[..., Page], server: str, lang: str
) -> None:
    page = new_page(viewport={"width": 1024, "height": 768})
    atlas = AtlasPage(page, server).open(f"/?unit=330481&lang={lang}")
    before = ask(atlas).locator("img").get_attribute("src")
    button = dialog(atlas).locator(".st-key-handout_make button")
    expect(button).to_be_in_viewport(ratio=1)
    leave_out(atlas, text("map_layer_lakes", lang))
    expect(dialog(atlas).locator("img")).not_to_have_attribute("src", before or "", timeout=DRAWING_MS)
    expect(button).to_be_in_viewport(ratio=1)
    _, data = made(atlas)
    words = "".join(pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text().split())
    assert {"zh": "鹃湖", "en": "Juanhu"}[lang] not in words
    assert {"zh": "嘉兴海宁", "en": "JiaxingHaining"}[lang] in words


@pytest.mark.parametrize("address", ["/?lang=zh", "/?lang=en", "/?theme=dark", "/?theme=projector&lang=en"])
def test_the_dialog_can_be_read_and_used_by_everybody(atlas: AtlasPage, address: str) -> None:
    atlas.open(address)
    ask(atlas)
    found = Axe().run(atlas.page, context="[role=dialog]", options={"runOnly": ["wcag2a", "wcag2aa"]})
    assert found.violations_count == 0, found.generate_report()
    atlas.page.keyboard.press("Escape")
    expect(dialog(atlas)).to_have_count(0)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_on_a_phone_the_dialog_fits_and_everything_can_be_reached(
    new_page: Callable[..., Page], server: str, lang: str
) -> None:
    page = new_page(viewport={"width": 375, "height": 720}, has_touch=True)
    atlas = AtlasPage(page, server).open(f"/?unit=330481&lang={lang}")
    opens = page.locator(".st-key-handouts_open button")
    box = opens.bounding_box()
    assert box is not None
    assert box["height"] >= 28
    ask(atlas)
    assert dialog(atlas).evaluate("node => node.scrollWidth <= node.clientWidth + 1")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    for part in (".st-key-handout_make button", ".st-key-handout_close button", "img"):
        node = dialog(atlas).locator(part).first
        node.scroll_into_view_if_needed(timeout=PATIENCE_MS)
        place = node.bounding_box()
        assert place is not None
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= 375
    words = dialog(atlas).inner_text()
    assert ("Make the file" in words) == (lang == "en")
