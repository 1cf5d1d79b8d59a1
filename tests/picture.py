"""`make picture`: the picture in the README, taken of the real app."""

from pathlib import Path

from tests.atlas_page import AtlasPage
from tests.conftest import ROOT, Visitor, browsing, find_chromium, serving

PICTURE = ROOT / "docs" / "picture.png"
ADDRESS = "/?focus=lake-juanhu"
SIZE = {"width": 1440, "height": 900}


def take(path: Path = PICTURE) -> Path:
    """Writes the picture and returns its path; raises RuntimeError where there is no Chromium."""
    chromium = find_chromium()
    if chromium is None:
        raise RuntimeError("no Chromium: install one (Debian: apt-get install chromium) or name it in G60_CHROMIUM")
    with serving() as base_url, browsing(chromium) as browser:
        atlas = AtlasPage(Visitor(browser, viewport=SIZE).open(), base_url).open(ADDRESS)
        atlas.settle()
        atlas.page.screenshot(path=path)
    return path


if __name__ == "__main__":
    print(take())
