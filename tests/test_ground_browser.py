"""The ground below the plan in a real browser: it comes with the zoom, gives way, and can be switched off."""

from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from g60.catalog import ground
from g60.contract.symbology import ROADS_FROM
from tests.atlas_page import PATIENCE_MS, AtlasPage, settle

pytestmark = pytest.mark.e2e

NEAR = "?map=12.6/30.5207/120.7155"
ROADS = (
    "Array.from(document.querySelectorAll('.leaflet-pane .atlas-way'))"
    ".filter(one => one.style.display !== 'none').length"
)


@pytest.fixture
def atlas(page: Page, server: str) -> AtlasPage:
    return AtlasPage(page, server)


def meet(one: dict[str, Any], other: dict[str, Any]) -> bool:
    across = one["x"] < other["x"] + other["w"] and other["x"] < one["x"] + one["w"]
    return across and one["y"] < other["y"] + other["h"] and other["y"] < one["y"] + one["h"]


def overlaps(atlas: AtlasPage) -> list[tuple[str, str]]:
    """The names of towns that lie on a label or on each other."""
    towns, labels = atlas.ask_map("atlas.towns()"), atlas.ask_map("atlas.labels()")
    pairs = [
        *product(towns, labels),
        *((one, other) for one, other in product(towns, towns) if one["id"] < other["id"]),
    ]
    return [(one["text"], other["text"]) for one, other in pairs if meet(one, other)]


def says(atlas: AtlasPage, words: str) -> None:
    """Waits until the address has these words."""
    atlas.page.wait_for_function("words => location.search.includes(words)", arg=words, timeout=PATIENCE_MS)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_ground_comes_with_the_zoom_gives_way_and_can_be_switched_off(atlas: AtlasPage, lang: str) -> None:
    atlas.open(f"/{NEAR}&lang={lang}")
    atlas.settle()
    names = set(ground.towns()[f"name_{lang}"])
    towns = atlas.ask_map("atlas.towns()")
    assert len(towns) > 20
    assert {town["text"] for town in towns} <= names
    for zoom in (13.0, 12.0, 11.0, 10.0):
        atlas.ask_map("zoom => void map_div.setZoom(zoom, {animate: false})", zoom)
        atlas.settle()
        assert overlaps(atlas) == []
        assert atlas.ask_map(ROADS) == sum(zoom >= least for least, _ in ROADS_FROM.values())
    assert atlas.ask_map("atlas.towns()") == []  # none where the whole city is small
    # A filter draws nothing of it anew.
    drawn = "Array.from(document.querySelectorAll('.leaflet-pane .atlas-way'), one => one.getAttribute('d')).join()"
    before = atlas.ask_map(drawn)
    says(atlas, "map=10%2F")
    atlas.filter("海宁" if lang == "zh" else "Haining")
    settle(atlas.page)
    assert atlas.ask_map(drawn) == before
    # The legend's switch is a part of the address, and the address a switch.
    atlas.ask_map("void map_div.setZoom(12, {animate: false})")
    atlas.settle()
    if not atlas.map.locator(".atlas-legend.is-open").count():
        atlas.map.locator(".atlas-legend-button").click()
    atlas.map.get_by_label("乡镇、街道" if lang == "zh" else "Towns and sub-districts").uncheck()
    expect(atlas.map.locator(".atlas-town:visible")).to_have_count(0, timeout=PATIENCE_MS)
    says(atlas, "-towns")
    # The counties shaded by a count: the address keeps it.
    atlas.map.locator(".atlas-values-choice").select_option("count-carrier")
    expect(atlas.map.locator(".atlas-values li").first).to_contain_text("计算" if lang == "zh" else "Derived")
    says(atlas, "by.count-carrier")
    atlas.open(f"/{NEAR}&layers=-roads,-railways,by.hightech-investment-growth&lang={lang}")
    atlas.settle()
    hidden = "name => document.querySelector('.leaflet-atlas-' + name + '-pane').style.display"
    assert [atlas.ask_map(hidden, name) for name in ("roads", "railways", "towns")] == ["none", "none", ""]
    fills = "Array.from(document.querySelectorAll('.atlas-value'), one => getComputedStyle(one).fill)"
    assert sum("atlas-hatch-value_missing" in fill for fill in atlas.ask_map(fills)) == 1


def test_from_far_away_the_city_has_one_name_and_the_address_has_the_maps_zoom(atlas: AtlasPage) -> None:
    atlas.open("/?map=7/30.65/120.8")
    atlas.settle()
    assert atlas.view()[0] == 7
    labels = atlas.ask_map("atlas.labels()")
    assert {label["kind"] for label in labels} == {"neighbour"}
    assert "嘉兴市" in {label["text"] for label in labels}
    assert not [one for one, other in product(labels, labels) if one is not other and meet(one, other)]
    atlas.open("/?map=19/30.65/120.8")
    settle(atlas.page)
    atlas.page.wait_for_url("**map=15*", timeout=PATIENCE_MS)
    assert atlas.view()[0] == 15
