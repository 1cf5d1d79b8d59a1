"""`make pictures`: pictures of everything that is shown, and the measure of the labels on every map, into `build/`.

`ARGS` names parts: `scenes` (the pack's ten scenes at four sizes in both languages), `maps` (the labels of sheets,
slides and documents, without pictures), `pages` (every page of the app in each theme, on a desk and in Chinese on a
phone), `files` (the first pages of each format, where LibreOffice and poppler are there). It ends with 1 where a label
is at fault.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.contract.i18n import LANGUAGES
from g60.contract.themes import DEFAULT_THEME, THEMES
from g60.export.handouts import HANDOUTS, Order, house_options, quiet
from g60.export.office import sketch
from g60.export.office.brief.document import to_docx
from g60.export.office.slides import scenes_to_pptx
from g60.export.office.slides.master import RATIOS
from g60.export.paper.compose import compose
from g60.export.paper_map.plan import Plan
from g60.export.paper_map.sheet import PAPERS, SheetOptions
from g60.meeting import scenes
from g60.ui.page_list import PAGES
from layers.pack import pack
from tests.conftest import GEODATA, ROOT, Visitor, browsing, find_chromium, serving
from tests.labelled import Drawn, Faults, about, faults, on_paper, on_the_web

BUILD = ROOT / "build" / "pictures"
SIZES = ((1920, 1080), (1440, 900), (1024, 768), (375, 667))
PAGE_SIZES = {(1440, 900): LANGUAGES, (375, 667): ("zh",)}
WITH_MAP = ("opening", "map", "closing")  # faces that have a map
PARTS = ("scenes", "maps", "pages", "files")
DOCUMENTS = ("pdf", "pptx", "docx")
# The map stands still, and the labels have had their frame.
SETTLED = """() => new Promise((done) => {
  const look = () => room.moving() ? setTimeout(look, 20) : requestAnimationFrame(() => requestAnimationFrame(done));
  look();
})"""


# The meeting pack ------------------------------------------------------------------------------


class Stage:
    """The meeting pack while its scenes are presented, in a window of its own."""

    def __init__(self, page: Page, file: Path) -> None:
        self.page = page
        page.emulate_media(reduced_motion="reduce")
        page.goto(file.as_uri())
        page.locator("body[data-started]").wait_for(timeout=60_000)
        page.keyboard.press("F5")
        self.settle()

    def settle(self) -> None:
        """Waits until map and labels stand."""
        self.page.evaluate(SETTLED)

    def speak(self, lang: str) -> None:
        """Shows the scene in another language."""
        self.page.evaluate("lang => room.speak(lang)", lang)
        self.settle()

    def go(self, number: int) -> None:
        """Shows a scene by its number, from 1."""
        self.page.keyboard.type(str(number))
        self.page.keyboard.press("Enter")
        self.settle()

    def resize(self, size: tuple[int, int]) -> None:
        """Gives the window another size."""
        self.page.set_viewport_size(ViewportSize(width=size[0], height=size[1]))
        self.page.wait_for_timeout(150)  # the observer of the map's size waits for a frame of its own
        self.settle()

    def drawn(self, scene: scenes.Scene, catalog: Catalog) -> Drawn:
        """What is drawn on the map of a scene that is shown."""
        ids = catalog.pick(scene.selection).areas.index
        return on_the_web(self.page, about(catalog, ids, scene.view.hidden))


def pack_scenes(
    browser: Browser, catalog: Catalog, folder: Path, *, sizes: Sequence[tuple[int, int]] = SIZES
) -> Iterator[tuple[str, Faults]]:
    """A picture of each scene of the shipped presentation, and what is wrong with the names on its map."""
    file = folder / "pack.html"
    file.write_bytes(pack(catalog, scenes.shipped()))
    for size in sizes:
        page = browser.new_page(viewport=ViewportSize(width=size[0], height=size[1]))
        stage = Stage(page, file)
        for lang in LANGUAGES:
            stage.speak(lang)
            for number, scene in enumerate(scenes.shipped().scenes, start=1):
                stage.go(number)
                name = f"scene-{number:02d}-{size[0]}x{size[1]}-{lang}"
                page.screenshot(path=folder / f"{name}.png")
                if scene.face in WITH_MAP:
                    yield name, faults(stage.drawn(scene, catalog))
        page.close()


# Sheets, slides and documents --------------------------------------------------------------------


def sheet_maps(
    catalog: Catalog, papers: Sequence[str], langs: Sequence[str], ids: Sequence[str] = ()
) -> Iterator[tuple[str, Faults]]:
    """What is wrong with the names on the sheet of each scene, of some of them where these are named."""
    for scene in scenes.shipped().scenes:
        if scene.face not in WITH_MAP or (ids and scene.id not in ids):
            continue
        for lang in langs:
            view = replace(scene.view, lang=lang, place=None)
            for paper in papers:
                plan = compose(catalog, scene.selection, view, SheetOptions(paper=paper), pages=True).plan
                yield f"sheet-{scene.id}-{paper}-{lang}", faults(on_paper(plan))


def slide_maps(catalog: Catalog, ratios: Sequence[str], langs: Sequence[str]) -> Iterator[tuple[str, Faults]]:
    """What is wrong with the names on the maps of the shipped presentation's slides."""
    for lang in langs:
        for ratio in ratios:
            plans = _sketched(
                lambda lang=lang, ratio=ratio: scenes_to_pptx(catalog, scenes.shipped(), lang, ratio=ratio)
            )
            for number, plan in enumerate(plans, start=1):
                yield f"slide-{number}-{ratio}-{lang}", faults(on_paper(plan, straight=True))


def document_maps(catalog: Catalog, ids: Sequence[str], langs: Sequence[str]) -> Iterator[tuple[str, Faults]]:
    """What is wrong with the names on the maps of documents about areas."""
    for lang in langs:
        for one in ids:
            for plan in _sketched(lambda one=one, lang=lang: to_docx(catalog, one, lang, SheetOptions())):
                yield f"document-{one}-{lang}", faults(on_paper(plan, straight=True))


def _sketched(make: Callable[[], bytes]) -> list[Plan]:
    """The plans of the maps that are drawn while an office file is made."""
    plans: list[Plan] = []
    draw = sketch.draw_plan

    def noted(*arguments: object, **options: object) -> Plan:
        plans.append(draw(*arguments, **options))  # type: ignore[arg-type]
        return plans[-1]

    sketch.draw_plan = noted
    try:
        make()
    finally:
        sketch.draw_plan = draw
    return plans


# Pages and files -----------------------------------------------------------------------------------


def app_pages(browser: Browser, base_url: str, folder: Path) -> Iterator[str]:
    """A picture of every page of the app in each theme: on a desk in both languages, on a phone in Chinese."""
    for (width, height), langs in PAGE_SIZES.items():
        visitor = Visitor(browser, viewport={"width": width, "height": height})
        for theme, lang, (name, _, is_first) in product(THEMES, langs, PAGES):
            page = visitor.open()
            look = "" if theme == DEFAULT_THEME else f"&theme={theme}"
            page.goto(f"{base_url}/{'' if is_first else name}?lang={lang}{look}")
            page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=60_000)
            page.wait_for_timeout(1500)  # the map's frame draws after the page has come to rest
            taken = f"page-{name}-{theme}-{lang}-{width}x{height}"
            page.screenshot(path=folder / f"{taken}.png")
            page.close()
            yield taken


def first_pages(catalog: Catalog, folder: Path) -> Iterator[str]:
    """The first pages of each format that has pages."""
    office, poppler = shutil.which("soffice"), shutil.which("pdftoppm")
    if not office or not poppler:
        yield "no pictures of files: LibreOffice (soffice) and poppler (pdftoppm) make them"
        return
    for lang in LANGUAGES:
        order = Order(Selection(focus="lake-juanhu"), View(lang=lang), house_options())
        for code, handout in HANDOUTS.items():
            ending = handout.ending
            if ending not in DOCUMENTS:
                continue
            file = folder / f"file-{code}-{lang}.{ending}"
            file.write_bytes(handout.make(catalog, order, quiet))
            if ending != "pdf":
                subprocess.run(
                    [office, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(file)],
                    check=True,
                    capture_output=True,
                    timeout=300,
                )
            call = [poppler, "-r", "60", "-l", "3", "-png", str(file.with_suffix(".pdf")), str(file.with_suffix(""))]
            subprocess.run(call, check=True, timeout=120)
            yield file.name


# The call --------------------------------------------------------------------------------------------


def main(parts: Sequence[str]) -> int:
    """Makes the pictures of these parts, of all where none is named; 1 where a label is at fault."""
    BUILD.mkdir(parents=True, exist_ok=True)
    catalog = Catalog.load(FolderSource(GEODATA))
    wanted = parts or PARTS
    totals: dict[str, Faults] = {}
    for kind, name, found in _measured(catalog, wanted):
        totals.setdefault(kind, Faults()).__iadd__(found)
        if found.count:
            print(f"{name}: {found.lines()}", flush=True)
    if "pages" in wanted:
        with browsing(_chromium()) as browser, serving() as base_url:
            print(len(list(app_pages(browser, base_url, BUILD))), "pages")
    if "files" in wanted:
        print(*first_pages(catalog, BUILD), sep="\n")
    for kind, total in totals.items():
        print(f"{kind}: {total}")
    return int(any(total.count for total in totals.values()))


def _measured(catalog: Catalog, wanted: Sequence[str]) -> Iterator[tuple[str, str, Faults]]:
    """Each map that is measured: its kind, its name, what is wrong with its names."""
    if "scenes" in wanted:
        with browsing(_chromium()) as browser:
            yield from (("scenes", *one) for one in pack_scenes(browser, catalog, BUILD))
    if "maps" in wanted:
        yield from (("sheets", *one) for one in sheet_maps(catalog, list(PAPERS), LANGUAGES))
        yield from (("slides", *one) for one in slide_maps(catalog, list(RATIOS), LANGUAGES))
        yield from (("documents", *one) for one in document_maps(catalog, list(catalog.areas.index), LANGUAGES))


def _chromium() -> str:
    chromium = find_chromium()
    if chromium is None:
        raise RuntimeError("no Chromium: install one (Debian: apt-get install chromium) or name it in G60_CHROMIUM")
    return chromium


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
