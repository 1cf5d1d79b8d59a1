"""Text from data is never HTML, script or template: hostile data is shown as written, and nothing runs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from tests.atlas_page import PATIENCE_MS, AtlasPage
from tests.hostile import ATTACKS, LONG, hostile_copy

pytestmark = pytest.mark.e2e

SHIPPED = Path(__file__).parents[1] / "geodata"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_copy(SHIPPED, tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def hostile_server(folder: Path, serve: Callable[..., str]) -> str:
    return serve(geodata=folder)


@pytest.fixture
def atlas(page: Page, hostile_server: str) -> AtlasPage:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    return AtlasPage(page, hostile_server)


def nothing_ran(atlas: AtlasPage) -> bool:
    in_page = atlas.page.evaluate("window.hacked === undefined && ({}).hacked === undefined")
    return bool(in_page and atlas.ask_map("window.hacked === undefined && ({}).hacked === undefined"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_names_are_shown_as_written_in_list_and_filters(atlas: AtlasPage, folder: Path, lang: str) -> None:
    catalog = Catalog.load(FolderSource(folder))
    atlas.open(f"/?lang={lang}")
    for entity_id in ("lake-juanhu", "htz-wuzhen", "carrier-20"):
        name = str(catalog.entities.at[entity_id, f"name_{lang}"])
        assert any(attack in name for attack in ATTACKS)
        assert atlas.row(entity_id).locator(".name").text_content() == name
    labels = atlas.page.locator(".st-key-atlas_filters label").all_text_contents()
    for unit in catalog.units.index:
        assert any(str(catalog.units.at[unit, f"short_{lang}"]) in label for label in labels)
    assert nothing_ran(atlas)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_cards_show_every_value_as_written(atlas: AtlasPage, folder: Path, lang: str) -> None:
    catalog = Catalog.load(FolderSource(folder))
    atlas.open(f"/?lang={lang}")
    for chosen in ("lake-juanhu", "carrier-20", "carrier-01", "330481", "corridor-g60"):
        atlas.change(f"/?focus={chosen}&lang={lang}")
        name = str(catalog.entity(chosen)[f"name_{lang}"])
        heading = atlas.card.get_by_role("heading", level=2)
        expect(heading).to_be_visible(timeout=PATIENCE_MS)
        atlas.settle()
        assert heading.text_content() == name
        for mark in atlas.card.locator("button.evidence").all():
            mark.click()
        assert atlas.card.locator(".citation").count() > 3
        assert atlas.card.locator("script, img, iframe, a[href^='javascript']").count() == 0
        assert nothing_ran(atlas)


def test_name_of_ten_thousand_letters_neither_breaks_the_page_nor_is_cut_in_the_card(atlas: AtlasPage) -> None:
    atlas.open("/?focus=carrier-01")
    heading = atlas.card.get_by_role("heading", level=2)
    assert heading.text_content() == LONG
    assert atlas.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_hostile_names_on_the_map_are_drawn_and_do_not_run(atlas: AtlasPage) -> None:
    atlas.open("/?map=12/30.52/120.71")
    x, y = atlas.point_of("lake-juanhu")
    atlas.page.mouse.move(x + 12, y + 12)
    atlas.map.locator("body").hover(position={"x": 5, "y": 300})
    for code in ("layers=-zones", "unit=330481&q=%3Cscript%3E", "focus=carrier-20"):
        atlas.open(f"/?{code}&map=12/30.52/120.71")
    assert atlas.ask_map("document.querySelectorAll('#map_div script, #map_div img[src=x]').length") == 0
    assert nothing_ran(atlas)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_documents_are_listed_as_written(page: Page, hostile_server: str, folder: Path, lang: str) -> None:
    catalog = Catalog.load(FolderSource(folder))
    page.goto(f"{hostile_server}/sources?lang={lang}")
    table = page.locator("table").first
    expect(table).to_be_visible(timeout=PATIENCE_MS)
    shown = table.text_content() or ""
    for title in catalog.sources[f"title_{lang}"]:
        assert title in shown
    assert page.evaluate("window.hacked === undefined")
