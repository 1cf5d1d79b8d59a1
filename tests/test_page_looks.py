"""What makes one wince on a page before an audience: names and switches cut, lines broken in a bad place."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from g60.catalog.catalog import Catalog
from g60.contract.codes import COUNTIES
from g60.contract.i18n import LANGUAGES, text
from g60.ui.page_list import PAGES
from tests.atlas_page import PATIENCE_MS, AtlasPage, go, resize, settle
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
  const parts = Array.from(document.querySelectorAll(".atlas-notice > *"));
  const tops = parts.flatMap((part) => {
    const range = document.createRange();
    range.selectNodeContents(part);
    return Array.from(range.getClientRects(), (one) => Math.round(one.top));
  });
  const right = Math.max(...parts.map((part) => {
    const range = document.createRange();
    range.selectNodeContents(part);
    return range.getBoundingClientRect().right;
  }));
  const [corner, legend] = [box(".atlas-corner"), box(".atlas-legend")];
  const isCovered = corner.right > legend.left && corner.top < legend.bottom;
  return [new Set(tops).size, isCovered, Math.round(corner.right - right)];
}"""
# What the box of the notice may be wider than its words: its edge, and a word that went to the next line.
EMPTY = 60
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

# How many lines each name of a table of indicators has, and how far right of it a unit on a line of its own begins.
NAMED = """() => Array.from(document.querySelectorAll("*"), (node) => node.shadowRoot).filter(Boolean)
  .flatMap((root) => Array.from(root.querySelectorAll("table.indicators tbody th"))).map((cell) => {
    const lines = (node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return Array.from(range.getClientRects());
    };
    const name = lines(cell.querySelector(".name"));
    const unit = lines(cell).at(-1);
    const below = unit.top > name.at(-1).bottom - 2;
    return [new Set(name.map((one) => Math.round(one.top))).size, below ? Math.round(unit.left - name[0].left) : 0];
  })"""
# Whether the hint of a field has room in it.
FITS = """(field) => {
  const style = getComputedStyle(field, "::placeholder");
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.font = `${style.fontSize} ${style.fontFamily}`;
  const room = field.clientWidth - parseFloat(getComputedStyle(field).paddingRight);
  return canvas.measureText(field.placeholder).width <= room;
}"""
# What of a table is broken in its middle: the unit of a number, the number of a task.
BROKEN = """(name) => Array.from(document.querySelectorAll("*"), (node) => node.shadowRoot).filter(Boolean)
  .flatMap((root) => Array.from(root.querySelectorAll(name))).filter((node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return new Set(Array.from(range.getClientRects(), (one) => Math.round(one.top))).size > 1;
  }).map((node) => node.textContent)"""
# How far below the first line of its words the mark of a value stands, for each box of the plan.
MARKED = """() => Array.from(document.querySelectorAll("*"), (node) => node.shadowRoot).filter(Boolean)
  .flatMap((root) => Array.from(root.querySelectorAll("table.system td.entry"))).map((cell) => {
    const top = (name) => cell.querySelector(name).getBoundingClientRect().top;
    return Math.round(top(".evidence") - top(".value"));
  })"""
# How far the middle of what stands in a row is from the middle of the row's first line of words, by the kind of table.
LEVEL = """() => Array.from(document.querySelectorAll("*"), (node) => node.shadowRoot).filter(Boolean)
  .flatMap((root) => Array.from(root.querySelectorAll("table.system tbody tr, table.sides tbody tr")))
  .flatMap((row) => {
    const middle = (node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      const { top, bottom } = range.getClientRects()[0] || node.getBoundingClientRect();
      return (top + bottom) / 2;
    };
    const marks = Array.from(row.querySelectorAll(".evidence > .form"), (form) => {
      const words = form.closest("td").querySelector(".value .text, .value .digits, .value");
      const box = form.getBoundingClientRect();
      return ["mark", (box.top + box.bottom) / 2 - middle(words)];
    });
    const words = row.querySelector("th .name");
    const counts = Array.from(row.querySelectorAll("td.counting .digits"), (one) =>
      ["count", middle(one) - middle(words)]);
    const look = row.closest("table").className;
    return [...marks, ...counts].map(([what, off]) => [look, what, Math.round(off * 10) / 10]);
  })"""
# The words and numbers of a page that a line ends within; what is longer than any word, such as a digest, may be.
SPLIT = r"""() => {
  const word = /[≥≤]?[\p{Script=Latin}\p{N}][\p{Script=Latin}\p{N}’']*(?:[.,/:]\p{N}+)*(?:-\p{N}{2}-\p{N}{2})?/gu;
  const shadows = Array.from(document.querySelectorAll("*"), (node) => node.shadowRoot).filter(Boolean);
  const roots = [document.body, ...shadows];
  const range = document.createRange();
  const lines = () => new Set(Array.from(range.getClientRects()).filter((one) => one.width > 0)
    .map((one) => Math.round(one.top))).size;
  const split = [];
  for (const root of roots) {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let text = walk.nextNode(); text; text = walk.nextNode()) {
      if (text.parentElement.closest("style, script, option, [data-endless]")) continue;
      range.selectNodeContents(text);
      if (lines() < 2) continue;
      for (const found of text.data.matchAll(word)) {
        range.setStart(text, found.index);
        range.setEnd(text, found.index + found[0].length);
        if (lines() > 1) split.push(found[0]);
      }
    }
  }
  return split;
}"""

# The values of a card whose figure runs into the mark beside it.
COVERED = """(card) => Array.from(card.querySelectorAll(".fact")).filter((fact) => {
  const [figure, mark] = [fact.querySelector(".value .figure"), fact.querySelector(".evidence")];
  if (!figure || !mark) return false;
  const [one, two] = [figure.getBoundingClientRect(), mark.getBoundingClientRect()];
  return one.right > two.left && one.left < two.right && one.bottom > two.top && one.top < two.bottom;
}).map((fact) => fact.textContent)"""


def arrive(page: Page, address: str) -> None:
    """Goes to an address and waits until the server has answered."""
    page.goto(address)
    settle(page)


@pytest.mark.parametrize("theme", ["day", "projector"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_whole_city_names_each_area_and_county_and_cuts_no_name(
    new_page: Callable[..., Page], server: str, catalog: Catalog, lang: str, theme: str
) -> None:
    """Where the long names find no room for all, briefer ones do; the notice below has few lines and lies free."""
    named = about(catalog, catalog.areas.index) | set(COUNTIES)
    page, missing, cut = new_page(viewport=DESK), {}, {}
    for width, height in SIZES:
        resize(page, width, height)
        atlas = AtlasPage(page, server).open(f"/?lang={lang}&theme={theme}")
        atlas.settle()
        if left := named - set(atlas.ask_map("atlas.labels().map((one) => one.id)")):
            missing[width] = sorted(left)
        if told := atlas.ask_map(CUT.join(["(", ")()"])):
            cut[width] = told
        lines, is_covered, empty = atlas.ask_map(NOTICE.join(["(", ")()"]))
        assert not is_covered
        assert empty <= EMPTY, (width, empty)
        assert lines <= (2 if theme == "day" else 3)
    assert missing == {}
    assert cut == {}


@pytest.mark.parametrize("theme", ["day", "projector"])
@pytest.mark.parametrize("size", [DESK, PROJECTOR], ids=lambda size: str(size["width"]))
def test_the_switch_of_the_language_is_in_sight(
    new_page: Callable[..., Page], server: str, theme: str, size: dict[str, int]
) -> None:
    page = new_page(viewport=size)
    arrive(page, f"{server}/tasks?lang=en&theme={theme}")
    box = page.locator(".st-key-atlas_language button").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= size["width"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_links_beside_a_line_of_words_stay_together(new_page: Callable[..., Page], server: str, lang: str) -> None:
    page = new_page(viewport=DESK)
    arrive(page, f"{server}/people?lang={lang}")
    page.locator(".st-key-atlas_who a").first.wait_for(timeout=PATIENCE_MS)
    assert len(set(page.evaluate(TOPS))) == 1


def test_english_quotation_marks_are_no_wider_than_letters(new_page: Callable[..., Page], server: str) -> None:
    page = new_page(viewport=DESK)
    arrive(page, f"{server}/tasks?lang=en")
    assert page.evaluate(QUOTES) < 60


HEAD_CUT = """() => {
  const head = document.querySelector('.st-key-atlas_header');
  return [head.scrollWidth > head.clientWidth, Math.max(...Array.from(head.children, (one) =>
    one.getBoundingClientRect().right)) > innerWidth];
}"""
# The links of the head that are lower than a thumb can hit, or lie on the title or on another link.
HEAD_CROWDED = """() => {
  const boxes = Array.from(document.querySelectorAll(".st-key-atlas_header :is(h1, a)"), (one) => [one.tagName,
    one.textContent, one.getBoundingClientRect()]);
  const on = (one, two) => one.right > two.left && one.left < two.right && one.bottom > two.top + 0.5
    && one.top + 0.5 < two.bottom;
  return boxes.filter(([tag, , box], at) => tag === "A" && (box.height < 24
    || boxes.some(([, , other], place) => place !== at && on(box, other)))).map(([, words]) => words);
}"""


@pytest.mark.parametrize("theme", ["day", "projector"])
def test_the_head_of_a_page_is_cut_at_no_width(page: Page, server: str, theme: str) -> None:
    cut, crowded = [], {}
    for lang in LANGUAGES:
        arrive(page, f"{server}/sources?lang={lang}&theme={theme}")
        for width in (375, 699, 700, 768, 839, 840, 999, 1000, 1024, 1120, 1199, 1200, 1280, 1639, 1640):
            resize(page, width, 700)
            if any(page.evaluate(HEAD_CUT)):
                cut.append((lang, width))
            if links := page.evaluate(HEAD_CROWDED):
                crowded[lang, width] = links
    assert cut == []
    assert crowded == {}


# Where the list begins, below the sentence.
BEGINS = """() => Math.round(Array.from(document.querySelectorAll('.st-key-atlas_results .stBidiComponent')).pop()
  .getBoundingClientRect().top)"""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_stays_where_it_is_when_a_filter_changes_the_sentence(page: Page, server: str, lang: str) -> None:
    atlas = AtlasPage(page, server).open(f"/?lang={lang}")
    begins: dict[int, set[int]] = {}
    for query in ("", "unit=330481", "unit=330481&industry=semi", "kind=carrier", "q=hn"):
        atlas.change(f"/?{query}&lang={lang}")
        settle(page)
        # In Chinese the whole city has a line more at 1024, for which the column is not left half empty.
        for width in (1440, 375) if lang == "zh" else (1440, 1024, 800, 375):
            resize(page, width, 768)
            begins.setdefault(width, set()).add(page.evaluate(BEGINS))
    assert {width: len(tops) for width, tops in begins.items()} == dict.fromkeys(begins, 1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_on_every_page_a_link_that_is_not_understood_says_so_and_no_word_is_split(
    page: Page, server: str, lang: str
) -> None:
    atlas = AtlasPage(page, server)
    arrive(page, f"{server}/sources?lang={lang}")
    for name in ("", *(name for name, _, _ in PAGES if name not in ("atlas", "edit"))):
        atlas.change(f"/{name}?unit=999999&kind=nothing&lang={lang}&theme=projector")
        page.wait_for_url(re.compile(f"/{name}\\?"))
        notice = page.locator(".st-key-atlas_notice")
        expect(notice, name).to_contain_text("unit=999999", timeout=PATIENCE_MS)
        settle(page)
        for width, height in ((375, 740), (1024, 768)):
            resize(page, width, height)
            assert page.evaluate(SPLIT) == [], (name, width)
    atlas.open(f"/?unit=999999&lang={lang}")
    words, column = notice.locator("[data-testid=stText]").bounding_box(), atlas.card.locator("..").bounding_box()
    assert words is not None
    assert column is not None
    assert words["x"] >= column["x"] + 16


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_names_of_indicators_have_room_beside_their_numbers(
    new_page: Callable[..., Page], server: str, lang: str
) -> None:
    page = new_page(viewport=DESK)
    arrive(page, f"{server}/indicators?lang={lang}")
    page.locator("table.indicators").first.wait_for()
    named = page.evaluate(NAMED)
    assert len(named) > 20
    assert max(lines for lines, _ in named) <= (2 if lang == "zh" else 3)
    assert {aside for _, aside in named} <= {0, 1}, "a unit that begins a line begins where the name does"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_mark_of_a_box_stands_beside_the_words_of_the_plan(
    new_page: Callable[..., Page], server: str, lang: str
) -> None:
    page = new_page(viewport=DESK)
    arrive(page, f"{server}/industry?lang={lang}")
    page.locator("table.system").first.wait_for()
    marked = page.evaluate(MARKED)
    assert len(marked) >= 10
    assert max(marked) < 12
    level = page.evaluate(LEVEL)
    assert len(level) > 20
    assert [one for one in level if abs(one[2]) > 2.5] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_import_says_what_it_is_for_to_who_may_not_edit(
    new_page: Callable[..., Page], server: str, lang: str
) -> None:
    page = new_page(viewport=DESK)
    arrive(page, f"{server}/imports?lang={lang}")
    page.get_by_role("heading", name=text("nav_imports", lang), exact=True).wait_for()


def test_a_document_without_an_issuer_has_no_empty_cell(new_page: Callable[..., Page], server: str) -> None:
    page = new_page(viewport=DESK)
    arrive(page, f"{server}/documents?lang=zh")
    cells = page.locator(".st-key-documents_list tbody td, table.shelf tbody td")
    cells.first.wait_for()
    empty = "node => !node.textContent.trim() && getComputedStyle(node, '::after').content === 'none'"
    assert [cell for cell in cells.all() if cell.is_visible() and cell.evaluate(empty)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_line_of_the_search_is_cut_for_its_key(new_page: Callable[..., Page], server: str, lang: str) -> None:
    page = new_page(viewport=DESK)
    arrive(page, f"{server}/?lang={lang}&theme=projector")
    query = page.locator(".query").first
    query.wait_for()
    for width, height in SIZES:
        resize(page, width, height)
        assert query.evaluate(FITS), (width, height)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_units_and_the_numbers_of_tasks_are_not_broken(new_page: Callable[..., Page], server: str, lang: str) -> None:
    page = new_page(viewport=DESK)
    for name, whole in (("ledger", "table.ledger .unit"), ("tasks", "table.tasks tbody th .name")):
        arrive(page, f"{server}/{name}?lang={lang}")
        page.locator(whole).first.wait_for()
        assert page.evaluate(BROKEN, whole) == [], name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_in_narrow_columns_of_cards_and_comparisons_no_word_is_split(page: Page, server: str, lang: str) -> None:
    """A card beside a projector's map, five zones side by side on a phone: words stay whole, and marks lie free."""
    compared = "&".join(f"compare=htz-{name}" for name in ("nanhu", "haining", "jiaxing", "xiuzhou", "wuzhen"))
    split = {}
    atlas = AtlasPage(page, server).open(f"/?lang={lang}&theme=projector&focus=lake-xiangfudang")
    expect(atlas.card).to_be_visible(timeout=PATIENCE_MS)
    for width in (375, 1024, 1100, 1280, 1440):
        resize(page, width, 768)
        split["card", width] = page.evaluate(SPLIT)
        covered = atlas.card.evaluate(COVERED)
        assert covered == [], width
    go(page, f"{server}/compare?{compared}&lang={lang}")
    page.locator(".report table").first.wait_for(timeout=PATIENCE_MS)
    for width in (375, 1024):
        resize(page, width, 768)
        split["compared", width] = page.evaluate(SPLIT)
    assert {place: words for place, words in split.items() if words} == {}
