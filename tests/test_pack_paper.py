"""The pack on paper: as wide as the page, upright and across, in the browser of today and in the oldest one."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from playwright.sync_api import Browser

from g60.catalog.catalog import Catalog
from g60.meeting import scenes
from layers.pack import pack
from tests.old_chromium import old_chromium, printed

pytestmark = pytest.mark.e2e

WAYS = {"upright": False, "across": True}
# Names on the map in one piece: a PDF may repeat the letters of a name that has a halo.
NAMES = ["苏 州 市", "上 海 市", "湖 州 市", "宁 波 市", "海 宁 市", "南 湖 区"]
SHARE = 0.012  # of the page's width: as near are a label's places in two browsers


@pytest.fixture(scope="module")
def file(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("paper") / "pack.html"
    path.write_bytes(pack(catalog, scenes.shipped()))
    return path


@pytest.fixture(scope="module")
def today(browser: Browser, file: Path) -> Iterator[dict[str, bytes]]:
    """The pack as Chromium prints it now; the map is as it was afterwards."""
    page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN", offline=True)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(file.as_uri())
    page.locator("body[data-started]").wait_for(timeout=20_000)
    page.wait_for_timeout(500)
    look = """() => [atlas.map.getZoom(), atlas.map.getCenter().lat, atlas.map.getCenter().lng, atlas.map.getSize().x,
      document.getElementById('map').offsetWidth]"""
    before, labels = page.evaluate(look), page.evaluate("() => atlas.labels().length")
    made = {way: page.pdf(format="A4", landscape=across, print_background=True) for way, across in WAYS.items()}
    page.wait_for_timeout(300)
    assert page.evaluate(look) == pytest.approx(before)
    assert page.evaluate("() => atlas.labels().length") == labels
    assert page.locator("#sheet > #map").count() == 1
    assert errors == []
    yield made
    page.close()


def places(page: pypdfium2.PdfPage, words: list[str]) -> dict[str, tuple[float, float]]:
    """Where each of these stands first, counted from the top, in widths of the page."""
    wide, high = page.get_size()
    text, found = page.get_textpage(), {}
    for said in words:
        at = text.search(said).get_next()
        if at:
            left, _, _, top = text.get_charbox(at[0])
            found[said] = (left / wide, (high - top) / wide)
    return found


def map_height(page: pypdfium2.PdfPage) -> float:
    """How far down the page the map reaches, as wide as it is, in widths of the page: down to the title block."""
    picture = np.asarray(page.render(scale=1).to_pil().convert("RGB")).astype(int)
    rim = picture[:, [int(picture.shape[1] * share) for share in (0.015, 0.5, 0.985)]]
    painted = (np.abs(rim - 255).max(axis=2) > 4).all(axis=1)
    return float(np.argmin(painted[3:]) + 3) / picture.shape[1]


def check_paper(made: dict[str, bytes]) -> dict[str, dict[str, tuple[float, float]]]:
    found = {}
    for way, data in made.items():
        document = pypdfium2.PdfDocument(data)
        page = document[0]
        wide, high = page.get_size()
        assert (wide > high) == WAYS[way]
        reach = map_height(page)
        assert 0.5 < reach < high / wide  # all of the map, and below it the title block, on one page
        found[way] = places(page, NAMES)
        assert set(found[way]) == set(NAMES)
        assert all(0.03 < x < 0.97 and 0.02 < y < reach for x, y in found[way].values())
        said = page.get_textpage().get_text_range()
        assert "浏览器太旧" not in said
        assert "嘉兴科创空间布局" in said
    return found


def test_the_map_is_as_wide_as_the_page_both_ways(today: dict[str, bytes]) -> None:
    found = check_paper(today)
    assert near(found["upright"], found["across"])


def test_the_oldest_browser_prints_the_same(today: dict[str, bytes], file: Path, tmp_path: Path) -> None:
    told = printed(old_chromium(), file, tmp_path)
    assert (told["errors"], told["version"].split(".")[0]) == ([], "HeadlessChrome/80")
    made = {way: (tmp_path / f"first-{way}.pdf").read_bytes() for way in WAYS}
    found = check_paper(made)
    now = check_paper(today)
    assert all(near(found[way], now[way]) for way in WAYS)


def near(one: dict[str, tuple[float, float]], other: dict[str, tuple[float, float]]) -> bool:
    return all(np.abs(np.subtract(one[name], other[name])).max() < SHARE for name in one)
