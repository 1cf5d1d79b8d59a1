"""What makes one wince on a page before an audience: names and switches cut, lines broken in a bad place."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from g60.catalog.catalog import Catalog
from g60.contract.codes import COUNTIES
from g60.contract.i18n import LANGUAGES
from tests.atlas_page import AtlasPage, settle
from tests.labelled import about

pytestmark = pytest.mark.e2e

DESK = {"width": 1440, "height": 900}
PROJECTOR = {"width": 1024, "height": 768}
SIZES = ((1280, 800), (1366, 768), (1440, 900), (1920, 1080), (1024, 768))
CUT = """() => {
  const { width, height } = atlas.map.getContainer().getBoundingClientRect();
  const covers = Array.from(document.querySelectorAll(".atlas-furniture"), (one) => one.getBoundingClientRect());
  const under = (one) => covers.some((box) => one.x + 1 < box.right && one.x + one.w - 1 > box.left
    && one.y + 1 < box.bottom && one.y + one.h - 1 > box.top);
  const out = (one) => one.x < 0 || one.y < 0 || one.x + one.w > width || one.y + one.h > height || under(one);
  return atlas.labels().filter((one) => one.kind !== "neighbour" && out(one)).map((one) => one.text);
}"""
# How many lines the notice below the map has, and whether it lies under the legend's button.
NOTICE = """() => {
  const box = (name) => document.querySelector(name).getBoundingClientRect();
  const parts = Array.from(document.querySelectorAll(".atlas-notice-line > *"));
  const tops = parts.flatMap((part) => {
    const range = document.createRange();
    range.selectNodeContents(part);
    return Array.from(range.getClientRects(), (one) => Math.round(one.top));
  });
  const [corner, legend] = [box(".atlas-corner"), box(".atlas-legend")];
  return [new Set(tops).size, corner.right > legend.left && corner.top < legend.bottom];
}"""
TOPS = """() => {
  const links = Array.from(document.querySelectorAll(".st-key-atlas_who a"));
  return links.map((one) => Math.round(one.getBoundingClientRect().top));
}"""
QUOTES = """() => {
  const canvas = document.createElement("canvas").getContext("2d");
  const { fontFamily } = getComputedStyle(document.querySelector(".stApp"));
  const probe = document.body.appendChild(document.createElement("span"));
  probe.style.cssText = `font: 100px ${fontFamily}; position: absolute; white-space: pre`;
  probe.textContent = "\u201c";
  return probe.getBoundingClientRect().width;
}"""


@pytest.mark.parametrize("theme", ["day", "projector"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_whole_city_names_each_area_and_county_and_cuts_no_name(
    new_page: Callable[..., Page], server: str, catalog: Catalog, lang: str, theme: str
) -> None:
    """Where the long names find no room for all, briefer ones do; the notice below has few lines and lies free."""
    named = about(catalog, catalog.areas.index) | set(COUNTIES)
    page, missing, cut = new_page(viewport=DESK), {}, {}
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        atlas = AtlasPage(page, server).open(f"/?lang={lang}&theme={theme}")
        atlas.settle()
        if left := named - set(atlas.ask_map("atlas.labels().map((one) => one.id)")):
            missing[width] = sorted(left)
        if told := atlas.ask_map(CUT.join(["(", ")()"])):
            cut[width] = told
        lines, is_covered = atlas.ask_map(NOTICE.join(["(", ")()"]))
        assert not is_covered
        assert lines <= (2 if theme == "day" else 3)
    assert missing == {}
    assert cut == {}


@pytest.mark.parametrize("theme", ["day", "projector"])
@pytest.mark.parametrize("size", [DESK, PROJECTOR], ids=lambda size: str(size["width"]))
def test_the_switch_of_the_language_is_in_sight(
    new_page: Callable[..., Page], server: str, theme: str, size: dict[str, int]
) -> None:
    page = new_page(viewport=size)
    page.goto(f"{server}/tasks?lang=en&theme={theme}")
    settle(page)
    box = page.locator(".st-key-atlas_language button").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= size["width"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_links_beside_a_line_of_words_stay_together(new_page: Callable[..., Page], server: str, lang: str) -> None:
    page = new_page(viewport=DESK)
    page.goto(f"{server}/people?lang={lang}")
    settle(page)
    assert len(set(page.evaluate(TOPS))) == 1


def test_english_quotation_marks_are_no_wider_than_letters(new_page: Callable[..., Page], server: str) -> None:
    page = new_page(viewport=DESK)
    page.goto(f"{server}/tasks?lang=en")
    settle(page)
    assert page.evaluate(QUOTES) < 60
