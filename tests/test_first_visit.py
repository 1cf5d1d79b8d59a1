"""A first visit asks for everything as early as it can, and for what it has kept not again."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.atlas_page import AtlasPage

pytestmark = pytest.mark.e2e
SCRIPT = re.compile(r"(?:static/js|component)/[^?#]*\.js")
LINKED = re.compile(r'(?:href|src)="\./([^"]+\.js)"')


def test_the_head_names_every_script_that_the_map_page_will_ask_for(new_page: Callable[..., Page], server: str) -> None:
    page = new_page()
    AtlasPage(page, server).open()  # from the first map on the script of its frame is served
    page = new_page(locale="zh-CN")  # with a cache of its own
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(server + "/")))
    answer = page.goto(server)
    named = set(LINKED.findall(answer.text() if answer else ""))  # Streamlit's scripts add to the head later
    AtlasPage(page, server).map.locator("#map_div.is-painted").wait_for()
    scripts = [one for one in asked if SCRIPT.match(one)]
    assert any("component/streamlit_folium" in one for one in scripts)
    assert [one for one in scripts if one not in named] == []


def test_the_script_of_the_frame_is_kept_for_good_since_its_name_holds_a_hash(
    new_page: Callable[..., Page], server: str
) -> None:
    page = new_page(locale="zh-CN")
    kept: dict[str, str] = {}
    page.on("response", lambda answer: kept.update({answer.url: answer.headers.get("cache-control", "")}))
    AtlasPage(page, server).open()
    script = next(one for one in kept if re.search(r"/component/.*/main\.[0-9a-f]+\.js$", one))
    frame = next(one for one in kept if "/component/" in one and "index.html" in one)
    assert kept[script] == "public, max-age=31536000, immutable"
    assert "immutable" not in kept[frame]
