"""Names stand by their own symbols, on every map: a sample of the matrix that `make pictures` measures whole.

The same page of the meeting pack also shows what a scene is explained by: its legend, its badges, its title.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely
from playwright.sync_api import Browser, expect

from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.i18n import LANGUAGES, text
from g60.contract.legend import FADED, LEGEND
from g60.export.paper.compose import compose
from g60.export.paper_map.sheet import SheetOptions
from g60.meeting import scenes
from layers.pack import pack
from tests.labelled import Drawn, Faults, Mark, Name, faults
from tests.pictures import WITH_MAP, Stage, document_maps, sheet_maps, slide_maps

SCENES = scenes.shipped().scenes
MAPS = {number: scene for number, scene in enumerate(SCENES, start=1) if scene.face in WITH_MAP}
PROJECTOR, WIDE, PHONE = (1024, 768), (1920, 1080), (375, 667)


# The measure -----------------------------------------------------------------------------------


def name(one: str, x: float, y: float, *, kind: str = "zone", lead: object = None) -> Name:
    return Name(one, kind, (shapely.box(x, y, x + 40, y + 10),), lead)  # type: ignore[arg-type]


def drawn(*names: Name) -> Drawn:
    """Two zones side by side in a window, with some names."""
    marks = [Mark("a", "zone", shapely.Point(100, 100).buffer(8)), Mark("b", "zone", shapely.Point(200, 100).buffer(8))]
    return Drawn(shapely.box(0, 0, 300, 200), list(names), marks, about=frozenset({"a", "b"}))


@pytest.mark.parametrize(
    ("names", "wrong"),
    [
        ((name("a", 112, 95), name("b", 212, 95)), {}),
        ((name("a", 125, 95), name("b", 212, 95)), {}),
        ((name("a", 146, 95), name("b", 212, 95)), {"wrong": ["a by b"]}),
        ((name("a", 146, 95, lead=((108, 100), (146, 100))), name("b", 212, 95)), {}),
        ((name("a", 146, 95, lead=((120, 100), (146, 100))), name("b", 212, 95)), {"wrong": 1}),
        ((name("a", 170, 95, lead=((108, 100), (170, 100))), name("b", 212, 95)), {"overlaps": ["a on b"]}),
        ((name("a", 112, 95), name("b", 130, 99, lead=((192, 100), (170, 100)))), {"overlaps": ["a on b"]}),
        ((name("a", 112, 95), name("b", 280, 95, lead=((208, 100), (280, 100)))), {"outside": ["b"]}),
        ((name("a", 112, 95),), {"missing": ["b"]}),
    ],
)
def test_the_measure_finds_what_it_is_for(names: tuple[Name, ...], wrong: dict[str, object]) -> None:
    found = faults(drawn(*names))
    told = {part: getattr(found, part) for part in ("wrong", "overlaps", "outside", "missing") if getattr(found, part)}
    assert set(told) == set(wrong)
    assert all(len(told[part]) == 1 if what == 1 else told[part] == what for part, what in wrong.items())


def test_the_measure_sees_rings_bands_furniture_and_letters() -> None:
    whole = drawn(name("a", 112, 95), name("b", 212, 95))
    whole.rings, whole.bands = [shapely.box(120, 50, 170, 150).boundary], [shapely.box(210, 90, 260, 140)]
    whole.covers = [shapely.box(140, 90, 150, 110)]
    letter = shapely.box(0, 0, 10, 10)
    whole.words = [[letter, shapely.box(4, 0, 14, 10)], [shapely.Point(100, 100).buffer(3)]]
    expected = {"a on the ring", "a on furniture", "b on the band", "letters of a curved word"}
    assert set(faults(whole).overlaps) == expected | {"the corridor's name on a"}


# Paper -----------------------------------------------------------------------------------------


def nothing_wrong(found: Iterator[tuple[str, Faults]]) -> None:
    told = {where: one.lines() for where, one in found if one.count}
    assert told == {}


def test_names_on_sheets_stand_by_their_symbols(catalog: Catalog) -> None:
    nothing_wrong(sheet_maps(catalog, ["a4"], ["zh"], ("opening", "lakes", "industries")))


def test_names_on_slides_and_in_documents_stand_by_their_symbols(catalog: Catalog) -> None:
    nothing_wrong(slide_maps(catalog, ["4:3"], ["en"]))
    nothing_wrong(document_maps(catalog, ["lake-xiangjiadang", "htz-nanhu"], ["zh"]))


# The meeting pack ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stage(browser: Browser, catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    file = Path(tmp_path_factory.mktemp("stage")) / "pack.html"
    file.write_bytes(pack(catalog, scenes.shipped()))
    page = browser.new_page(viewport={"width": PROJECTOR[0], "height": PROJECTOR[1]})
    yield Stage(page, file)
    page.close()


LEGEND_OF = "() => Array.from(document.querySelectorAll('#plate .legend [data-kind]'), (one) => one.dataset.kind)"
BADGES = """() => Array.from(document.querySelectorAll('.atlas-label .atlas-badge'))
  .filter((one) => getComputedStyle(one).visibility !== 'hidden' && one.offsetParent)
  .map((one) => one.textContent)"""
# The last line of the title and of the sentence below it, in characters.
LAST_LINES = """() => Array.from(document.querySelectorAll('#plate h1, #plate .sentence')).map((node) => {
  const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const lines = {};
  for (let text = texts.nextNode(); text; text = texts.nextNode())
    for (let i = 0; i < text.length; i++) {
      const range = document.createRange();
      range.setStart(text, i);
      range.setEnd(text, i + 1);
      const box = range.getBoundingClientRect();
      if (text.data[i].trim()) lines[Math.round(box.top)] = (lines[Math.round(box.top)] || 0) + 1;
    }
  const counts = Object.values(lines);
  return counts.length > 1 ? Math.min(...counts) : 9;
})"""
# How many lines the notice has, and whether a line of something in the hand is shown in part.
NOTICE = """() => {
  const tops = new Set();
  for (const part of document.querySelectorAll('#plate .notice > *')) {
    const range = document.createRange();
    range.selectNodeContents(part);
    for (const box of range.getClientRects()) if (box.width > 1) tops.add(Math.round(box.top));
  }
  return tops.size;
}"""
CUT = """() => {
  const board = document.getElementById('board');
  const wrong = [];
  const look = (frame, parts) => {
    const edge = frame.getBoundingClientRect();
    for (const part of parts) {
      const range = document.createRange();
      range.selectNodeContents(part);
      for (const box of range.getClientRects()) {
        if (!box.width || !box.height) continue;
        const across = box.left < edge.left - 1 || box.right > edge.right + 1;
        const down = box.top < edge.bottom - 5 && box.bottom > edge.bottom + 5;
        if (across || (down && frame.scrollHeight > frame.clientHeight + 1 && !board.matches('.is-full')))
          wrong.push(part.textContent);
      }
    }
  };
  if (!board.hidden) {
    look(board, board.shadowRoot.querySelectorAll('.agenda li, .marks dt, .marks dd'));
    board.shadowRoot.querySelectorAll('.indicator').forEach((one) => look(one, one.querySelectorAll('.datum, h3')));
  }
  look(document.querySelector('#plate .legend'), document.querySelectorAll('#plate .legend > *'));
  return wrong;
}"""
# Names of towns that the window's edge cuts.
CUT_TOWNS = """() => {
  const { width, height } = document.getElementById('map').getBoundingClientRect();
  const seen = (one) => one.x < width && one.y < height && one.x + one.w > 0 && one.y + one.h > 0;
  const out = (one) => one.x < 0 || one.y < 0 || one.x + one.w > width || one.y + one.h > height;
  return atlas.towns().filter((one) => seen(one) && out(one)).map((one) => one.text);
}"""
SHARE = "() => document.getElementById('map').offsetHeight / innerHeight"
PLACES = "() => atlas.labels().map((one) => [one.id, one.text, Math.round(one.x), Math.round(one.y)]).sort()"
OUT_OF_SIGHT = """() => room.subject(room.state).filter((id) => {
  const one = room.find(id);
  return one.at && one.kind !== 'corridor' && !atlas.map.getBounds().contains([one.at[1], one.at[0]]);
})"""


@pytest.mark.e2e
def test_each_scene_names_what_it_is_about_and_explains_what_it_shows(stage: Stage, catalog: Catalog) -> None:
    """On a projector of 1024 by 768, in both languages: nothing is missing, and nothing is said twice."""
    wrong: dict[object, object] = {}
    for lang in LANGUAGES:
        stage.speak(lang)
        for number, scene in MAPS.items():
            stage.go(number)
            found = faults(stage.drawn(scene, catalog))
            told: dict[str, object] = {"names": found.lines()} if found.count else {}
            view = View(lang=lang, hidden=scene.view.hidden, place=scene.view.place)
            paper = (
                compose(catalog, scene.selection, view, SheetOptions(), pages=True).plan.kinds if lang == "zh" else None
            )
            legend = stage.page.evaluate(LEGEND_OF)
            if paper is not None and set(legend) ^ (paper & explained()):
                told["legend"] = sorted(set(legend) ^ (paper & explained()))
            if "0" in stage.page.evaluate(BADGES):
                told["badges"] = "0"
            if min(stage.page.evaluate(LAST_LINES)) < 2:
                told["title"] = stage.page.locator("#plate .words").inner_text()
            wrong |= {(lang, number): told} if told else {}
    assert wrong == {}


def explained() -> set[str]:
    """All kinds that a legend can explain, and what is pale; towns come with the scale, which paper has of its own."""
    return {entry.kind for entries in LEGEND.values() for entry in entries} - {"town"} | {FADED}


@pytest.mark.e2e
def test_the_indicators_are_explained_by_the_marks_that_stand_there(stage: Stage) -> None:
    stage.speak("zh")
    stage.go(next(number for number, scene in enumerate(SCENES, start=1) if scene.face == "indicators"))
    assert stage.page.evaluate(LEGEND_OF) == []
    root = "document.getElementById('board').shadowRoot"
    said, there = stage.page.evaluate(
        f"() => [Array.from({root}.querySelectorAll('.explained .evidence'), (one) => one.classList[1]),"
        f" Array.from({root}.querySelectorAll('.datum .evidence'), (one) => one.classList[1])]"
    )
    assert sorted(said) == sorted(set(there))
    assert {"stated", "derived"} <= set(said)


# How wide the marks of the indicators' values are, in units of the smallest type.
MARKS = """() => {
  const small = parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--u'));
  const marks = document.getElementById('board').shadowRoot.querySelectorAll('.datum .form');
  return Array.from(marks, (one) => one.getBoundingClientRect().width / small);
}"""


@pytest.mark.e2e
@pytest.mark.parametrize("size", [WIDE, PROJECTOR, PHONE], ids=str)
def test_the_marks_of_values_are_as_large_as_the_room_asks(stage: Stage, size: tuple[int, int]) -> None:
    stage.resize(size)
    stage.go(next(number for number, scene in enumerate(SCENES, start=1) if scene.face == "indicators"))
    marks = stage.page.evaluate(MARKS)
    stage.resize(PROJECTOR)
    assert marks
    assert min(marks) >= 0.45


@pytest.mark.e2e
def test_a_scene_is_the_same_picture_each_time_and_in_a_window_that_became_smaller(stage: Stage) -> None:
    stage.speak("zh")
    for number in (5, 8):
        stage.resize(WIDE)
        stage.go(number)
        stage.resize(PROJECTOR)
        assert stage.page.evaluate(OUT_OF_SIGHT) == []
        first = stage.page.evaluate(PLACES)
        stage.go(2)
        stage.go(number)
        assert stage.page.evaluate(PLACES) == first, number


@pytest.mark.e2e
def test_on_a_telephone_the_map_has_two_thirds(stage: Stage, catalog: Catalog) -> None:
    stage.resize(PHONE)
    stage.speak("zh")
    for number in (1, 5, 8):
        stage.go(number)
        assert stage.page.evaluate(SHARE) >= 0.66, number
        found = faults(stage.drawn(MAPS[number], catalog))
        assert [found.wrong, found.overlaps, found.outside] == [[], [], []], number
    stage.resize(PROJECTOR)


@pytest.mark.e2e
@pytest.mark.parametrize("size", [PROJECTOR, (1366, 768), (1440, 900), WIDE], ids=str)
def test_what_every_map_must_say_is_two_quiet_lines_at_most_in_the_agreed_words(
    stage: Stage, size: tuple[int, int]
) -> None:
    stage.resize(size)
    for lang in LANGUAGES:
        stage.speak(lang)
        for number in (1, 9):
            stage.go(number)
            assert stage.page.evaluate(NOTICE) <= 2, (lang, number)
            expect(stage.page.locator("#plate .notice > *").first).to_have_text(text("map_map_review", lang))
    stage.resize(PROJECTOR)


@pytest.mark.e2e
def test_in_the_hand_no_line_is_shown_in_part_and_no_value_runs_into_another(stage: Stage) -> None:
    stage.resize(PHONE)
    cut = {}
    for lang in LANGUAGES:
        stage.speak(lang)
        for number in range(1, len(SCENES) + 1):
            stage.go(number)
            cut |= {(lang, number): told} if (told := stage.page.evaluate(CUT)) else {}
            assert stage.page.evaluate(NOTICE) <= 3, (lang, number)
    stage.resize(PROJECTOR)
    assert cut == {}


# What ends a line after a hyphen between letters, in the title block and on the board.
HYPHENED = """() => {
  const broken = [];
  for (const root of [document.getElementById('plate'), document.getElementById('board').shadowRoot]) {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode())
      for (const found of node.data.matchAll(/\\w-(?=\\w)/g)) {
        const [hyphen, letter] = [1, 2].map((on) => {
          const range = document.createRange();
          range.setStart(node, found.index + on);
          range.setEnd(node, found.index + on + 1);
          return range.getBoundingClientRect();
        });
        if (hyphen.width && Math.abs(hyphen.top - letter.top) > 3) broken.push(node.data);
      }
  }
  return broken;
}"""


@pytest.mark.e2e
def test_no_line_ends_after_a_hyphen(stage: Stage) -> None:
    stage.speak("en")
    broken = []
    for size, numbers in (((360, 667), (5, 9)), ((768, 1024), (1, 10))):
        stage.resize(size)
        for number in numbers:
            stage.go(number)
            broken += stage.page.evaluate(HYPHENED)
    stage.resize(PROJECTOR)
    assert broken == []


@pytest.mark.e2e
@pytest.mark.parametrize("size", [PROJECTOR, (1440, 900), WIDE], ids=str)
def test_the_window_cuts_no_name_of_a_town(stage: Stage, size: tuple[int, int]) -> None:
    stage.resize(size)
    for lang in LANGUAGES:
        stage.speak(lang)
        stage.go(4)
        assert stage.page.evaluate("() => atlas.towns().length") > 3
        assert stage.page.evaluate(CUT_TOWNS) == [], lang
    stage.resize(PROJECTOR)


# The longest line from a name that a scene is about to what it names, in units of its smallest type.
LEADS = """() => {
  const small = parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--u'));
  const lines = Array.from(document.querySelectorAll('.atlas-leader:not(.is-faded)'));
  const at = (line, name) => Number(line.getAttribute(name));
  const long = (line) => Math.hypot(at(line, 'x1') - at(line, 'x2'), at(line, 'y1') - at(line, 'y2'));
  return Math.max(0, ...lines.map(long)) / small;
}"""


@pytest.mark.e2e
@pytest.mark.parametrize("size", [PROJECTOR, WIDE], ids=str)
def test_a_name_far_from_what_it_names_gives_way_to_a_brief_one(stage: Stage, size: tuple[int, int]) -> None:
    stage.resize(size)
    far: dict[object, float] = {}
    for lang in LANGUAGES:
        stage.speak(lang)
        for number in MAPS:
            stage.go(number)
            far |= {(lang, number): long} if (long := stage.page.evaluate(LEADS)) >= 9.5 else {}
    stage.resize(PROJECTOR)
    assert far == {}


# The counties whose counts found no place: their bodies have no other mark.
UNCOUNTED = """() => Array.from(document.querySelectorAll('.atlas-label .atlas-badge'))
  .filter((one) => one.textContent !== '0' && !one.offsetParent)
  .map((one) => one.dataset.id)"""


@pytest.mark.e2e
def test_each_county_has_its_count_where_its_name_has_no_room(stage: Stage) -> None:
    stage.resize(WIDE)
    uncounted: dict[object, list[str]] = {}
    for lang in LANGUAGES:
        stage.speak(lang)
        for number in MAPS:
            stage.go(number)
            uncounted |= {(lang, number): units} if (units := stage.page.evaluate(UNCOUNTED)) else {}
    stage.resize(PROJECTOR)
    assert uncounted == {}


@pytest.mark.e2e
@pytest.mark.parametrize("size", [PROJECTOR, PHONE], ids=str)
def test_the_scene_of_the_core_names_its_platforms(stage: Stage, catalog: Catalog, size: tuple[int, int]) -> None:
    stage.resize(size)
    named = {}
    for lang in LANGUAGES:
        stage.speak(lang)
        stage.go(4)
        names = stage.drawn(MAPS[4], catalog).names
        named[lang] = len([one for one in names if one.kind == "platform" and not one.faded])
    stage.resize(PROJECTOR)
    assert named == dict.fromkeys(LANGUAGES, 3)
