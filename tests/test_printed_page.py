"""What a page of the app brings along for paper: panes that unfold, and the way to the hand-outs in words."""

from html import escape

import pytest
from playwright.sync_api import Page

from g60.contract.i18n import LANGUAGES, text
from g60.evidence.codes import evidence_lines
from g60.ui.page_head import with_head
from layers import client
from tests.atlas_page import FRAME, PATIENCE_MS, POLLING_MS, QUIET_MS, AtlasPage, resize
from tests.conftest import VIEWPORT
from tests.test_walk_browser import COMPLETE

STREAMLIT = b'<html lang="en"><head><title>Streamlit</title></head></html>'


def test_a_page_says_on_paper_where_its_files_are_in_either_language() -> None:
    page = with_head(STREAMLIT, "en", "day", "style.css").decode()
    for lang in LANGUAGES:
        said = "\n".join([*evidence_lines(lang), text("print_more", lang)])
        assert f'data-paper-{lang}="{escape(said)}"' in page
        assert text("handout_open", lang) in text("print_more", lang)
    style = client.style_text("page")
    assert "attr(data-paper-zh)" in style
    assert "attr(data-paper-en)" in style
    assert "@media print" in style


# On paper ------------------------------------------------------------------------------------

ZONES = "&compare=".join(("htz-xiuzhou", "htz-haiyan", "htz-jiashan", "htz-pinghu", "htz-nanhu"))
# Every page that a reader without rights has, with what makes it long or wide.
PAGES = (
    "?focus=lake-juanhu",
    f"compare?compare={ZONES}",
    "indicators?",
    "evaluation?",
    "industry?",
    "tasks?",
    "ledger?",
)
PAGES += ("bulletin?", "versions?", "documents?", "sources?", "meeting?", "corrections?")
PRINTED = {"width": 718, "height": 1000}  # A4 upright between margins of a centimetre, in pixels of the style sheet
# The words in sight, but for those that only lead elsewhere; with what is cut off, if anything is.
LOOK = """() => {
  const words = [], cut = [];
  const leads = ".sideways, .order, .st-key-atlas_header, .st-key-atlas_filters, .st-key-handouts_open, "
    + ".card .back, .card .links, .citation .correct";
  const skipped = `select, script, style, noscript, nav, ${leads}`;
  const seen = { contentVisibilityAuto: true, visibilityProperty: true };
  const look = (node) => {
    const style = getComputedStyle(node), box = node.getBoundingClientRect();
    if (node.matches(skipped) || (style.display !== "contents" && !node.checkVisibility(seen))) return;
    if (!["visible"].includes(style.overflowX) && node.clientWidth > 20 && node.scrollWidth > node.clientWidth + 2)
      cut.push(["sideways", node.className, node.scrollWidth, node.clientWidth]);
    if (["auto", "scroll"].includes(style.overflowY) && node.clientHeight && node.scrollHeight > node.clientHeight + 4)
      cut.push(["below", node.className, node.scrollHeight, node.clientHeight]);
    for (const part of node.childNodes) {
      if (part.nodeType !== 3 || !part.data.trim() || box.width < 2) continue;
      words.push(part.data.trim());
      if (box.right > innerWidth + 12) cut.push(["over the edge", part.data.trim(), box.right, innerWidth]);
    }
    for (const child of [...node.children, ...(node.shadowRoot ? node.shadowRoot.children : [])]) look(child);
  };
  look(document.querySelector('[data-testid="stMain"]'));
  return { words, cut };
}"""


@pytest.mark.e2e
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_page_is_printed_whole(page: Page, server: str, lang: str) -> None:
    atlas, faults = AtlasPage(page, server), {}
    for path in PAGES:
        name = path.partition("?")[0]
        page.emulate_media(media="screen")
        resize(page, VIEWPORT["width"], VIEWPORT["height"])
        if name:
            atlas.change(f"/{path}&lang={lang}")
            page.locator(f".st-key-atlas_{name}").first.wait_for(timeout=PATIENCE_MS)
        else:
            atlas.open(f"/{path}&lang={lang}")
        page.wait_for_function(COMPLETE, arg=QUIET_MS, timeout=PATIENCE_MS, polling=POLLING_MS)
        on_screen = page.evaluate(LOOK)["words"]
        page.emulate_media(media="print")
        resize(page, PRINTED["width"], PRINTED["height"])
        on_paper = page.evaluate(LOOK)
        assert len(on_screen) > 3, path
        if not name:
            the_map = page.locator(FRAME).bounding_box()
            assert the_map is not None
            assert PRINTED["width"] - 20 < the_map["width"] <= PRINTED["width"]
        left = [words for words in dict.fromkeys(on_screen) if words not in on_paper["words"]]
        if on_paper["cut"] or left:
            faults[path] = on_paper["cut"], left
    assert faults == {}
