"""Esc leads back one step on every page, innermost first: the focus returns, and nothing that was typed is lost."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from g60.contract.i18n import LANGUAGES, text
from g60.ui.page_list import PAGES
from tests.atlas_page import ANSWERED, PATIENCE_MS, POLLING_MS, QUIET_MS, AtlasPage
from tests.test_edit_browser import new_draft
from tests.test_walk_browser import ALL, COMPLETE, MORE

pytestmark = pytest.mark.e2e

# What opens something in its place: two of each kind that are seen. They are kept, and each is pressed in turn.
OPENERS = "summary, .evidence[aria-expanded], .counted, .turn, .careful > .act, .removal > .act:first-child"
OPEN = f"""async (openers) => {{ {ALL}
  const seen = (one) => one.getClientRects().length > 0 && one.getAttribute('aria-expanded') !== 'true';
  const kinds = new Map();
  window.pressed = [];
  const folded = (one) => one.localName !== 'summary' || !one.parentNode.open;
  for (const one of all.filter((one) => one.matches(openers) && seen(one) && folded(one))) {{
    const kind = one.className.replace('summary', '').split(' ')[0] || one.localName;
    const count = kinds.get(kind) || 0;
    kinds.set(kind, count + 1);
    if (count < (kind === 'counted' ? 1 : 2)) window.pressed.push(one);
  }}
  for (const one of window.pressed) {{
    one.click();
    await new Promise((done) => setTimeout(done, 20)); // a fold says a moment later that it is unfolded
  }}
  return window.pressed.length;
}}"""
# Of those that were pressed: which are open, and which of them has the focus.
NOW = """() => {
  let at = document.activeElement;
  while (at && at.shadowRoot) at = at.shadowRoot.activeElement;
  const isOpen = (one) => one.localName === 'summary' ? one.parentNode.open
    : one.hasAttribute('aria-expanded') ? one.getAttribute('aria-expanded') === 'true' : !one.getClientRects().length;
  return [window.pressed.map(isOpen).lastIndexOf(true) + 1, window.pressed.indexOf(at)];
}"""
HERE = "[location.href, performance.timeOrigin]"
DRAFT = ("edit?draft=%s", "edit?draft=%s&table=carriers", "edit?draft=%s&subject=lake-juanhu")

UNFOLDED_AND_LEFT = """summary => {
  summary.click();
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
}"""


def faults_of(page: Page) -> list[Any]:
    """What Esc does not close on the page as it is, one at a time and the last first, or does besides."""
    page.evaluate("document.activeElement.blur()")
    here, count = page.evaluate(HERE), page.evaluate(OPEN, OPENERS)
    faults = []
    for last in reversed(range(count)):
        page.keyboard.press("Escape")
        now = page.evaluate(NOW)
        if now != [last, last]:
            faults.append((last, now, page.evaluate("at => window.pressed[at].outerHTML.slice(0, 90)", last)))
    return faults + ([] if page.evaluate(HERE) == here else ["it leads away"])


def loses_typing(page: Page) -> bool:
    """Whether Esc takes away what is typed in the first field of a form."""
    field = page.locator("[data-testid=stMain] :is(textarea, input[type=text]:not(.grid-input)):visible").first
    if not field.count():
        return False
    field.focus()
    page.keyboard.press("End")
    page.keyboard.type("x")
    typed = field.input_value()
    page.keyboard.press("Escape")
    return not typed.endswith("x") or field.input_value() != typed


def test_on_every_page_esc_closes_one_thing_at_a_time_and_loses_nothing(page: Page, editing: str) -> None:
    atlas = AtlasPage(page, editing)
    number = new_draft(page, editing, "Esc")
    faults: list[Any] = []
    opened = 0
    paths = [*(name for name, _, _ in PAGES if name != "atlas"), MORE[0], MORE[2], *(one % number for one in DRAFT)]
    for at, name in enumerate(paths):
        lang = LANGUAGES[at % 2]
        atlas.change(f"/{name}{'&' if '?' in name else '?'}lang={lang}")
        page.wait_for_function(COMPLETE, arg=QUIET_MS, timeout=PATIENCE_MS, polling=POLLING_MS)
        faults += [(name, fault) for fault in faults_of(page)]
        opened += page.evaluate("window.pressed.length")
        faults += [(name, "typing is lost")] if loses_typing(page) else []
    assert faults == []
    assert opened > 25


def escaped(page: Page, *, closes: Locator, focus: Locator | None = None, leaves: Locator | None = None) -> None:
    """Esc closes this, leaves that, and the focus is where it was opened."""
    expect(closes).to_be_visible()
    page.keyboard.press("Escape")
    expect(closes).to_be_hidden()
    if leaves:
        expect(leaves).to_be_visible()
    if focus:
        expect(focus).to_be_focused()


def test_around_the_map_esc_leads_back_one_step_wherever_the_focus_is(page: Page, server: str) -> None:
    atlas = AtlasPage(page, server).open("/?lang=en&focus=lake-juanhu")
    lets_go_of_the_card(atlas)
    lets_go_of_the_map(atlas)
    lets_go_of_the_dialogue(atlas)
    lets_go_of_the_filters(page)


def lets_go_of_the_card(atlas: AtlasPage) -> None:
    page = atlas.page
    marks, on_map = atlas.card.locator(".evidence"), atlas.map.locator("#map_div")
    for mark in (marks.nth(0), marks.nth(1)):
        mark.click()
    # From a place that opened nothing, and from the map.
    atlas.card.locator("h2").click()
    citations = atlas.card.locator(".citation")
    page.keyboard.press("Escape")
    expect(citations).to_have_count(1)
    expect(marks.nth(1)).to_be_focused()
    on_map.focus()
    escaped(page, closes=citations, leaves=atlas.card, focus=on_map)
    escaped(page, closes=atlas.card, focus=on_map)


def lets_go_of_the_map(atlas: AtlasPage) -> None:
    """The legend, the counties' values chosen in it, a tool, also by who has gone on to the page."""
    page = atlas.page
    legend, values = atlas.map.locator(".atlas-legend-button"), atlas.map.locator(".atlas-values")
    legend.click()
    choice = atlas.map.locator(".atlas-values-choice")
    choice.select_option(index=1)
    escaped(page, closes=values, leaves=choice, focus=choice)
    escaped(page, closes=choice, focus=legend)
    measure = atlas.map.get_by_role("button", name=text("map_tool_distance", "en"))
    measure.click()
    page.locator(".st-key-atlas_header h1").click()
    escaped(page, closes=atlas.map.locator(".atlas-plate"))


def lets_go_of_the_dialogue(atlas: AtlasPage) -> None:
    """First of what is unfolded in it, and of the line that is typed in, whose words come back with it."""
    page = atlas.page
    opens, dialogue = page.locator(".st-key-handouts_open button"), page.locator(".stDialog")
    opens.click()
    layers = dialogue.locator("details")
    layers.locator("summary").click(timeout=PATIENCE_MS)
    expect(layers).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(layers).not_to_have_attribute("open", "")
    title = dialogue.get_by_label(text("handout_own_title", "en"))
    title.fill("Esc")
    page.keyboard.press("Escape")
    expect(title).not_to_be_focused()
    page.wait_for_function(ANSWERED, arg=QUIET_MS, timeout=PATIENCE_MS, polling=POLLING_MS)
    escaped(page, closes=dialogue, focus=opens)
    opens.click()
    expect(title).to_have_value("Esc", timeout=PATIENCE_MS)
    escaped(page, closes=dialogue)


def lets_go_of_the_filters(page: Page) -> None:
    """Of the search line, which the words leave before the reader does; and of a tablet's filters, over the map."""
    line = page.locator("input[type=search]")
    line.press_sequentially("hn")
    escaped(page, closes=page.locator(".offered"), focus=line)
    expect(line).to_have_value("hn")
    page.keyboard.press("Escape")
    expect(line).to_have_value("")
    page.keyboard.press("Escape")
    expect(line).not_to_be_focused()
    page.set_viewport_size({"width": 900, "height": 768})
    filters, lists = page.locator(".st-key-atlas_filters summary"), page.locator(".st-key-atlas_filters .lists")
    expect(lists).to_be_hidden()  # in a narrower window they fold up by themselves
    filters.click()
    escaped(page, closes=lists, focus=filters)
    filters.evaluate(UNFOLDED_AND_LEFT)  # before the browser has said that it is unfolded
    expect(lists).to_be_hidden()


def test_in_the_presentation_esc_ends_last_and_keeps_what_is_typed(page: Page, server: str) -> None:
    page.goto(f"{server}/present?scene=3")
    page.locator("body[data-started]").wait_for(timeout=PATIENCE_MS)
    slip, menu, aside = page.locator("form.slip"), page.locator(".menu"), page.locator("body.has-aside #side")
    page.keyboard.press("n")
    page.keyboard.type("Esc")
    escaped(page, closes=slip)
    page.keyboard.press("n")
    expect(slip.locator("textarea")).to_have_value("Esc")
    escaped(page, closes=slip)
    page.locator(".step.is-menu").click()
    escaped(page, closes=menu)
    page.locator(".step.is-menu").click()
    menu.get_by_text(text("pack_indicators", "zh"), exact=True).click()
    page.locator("#board .evidence").first.click()
    escaped(page, closes=page.locator("#board .citation"), leaves=page.locator("#board"))
    escaped(page, closes=page.locator("#board"))
    page.evaluate("room.choose('lake-juanhu')")
    page.locator("#side .evidence").first.click()
    escaped(page, closes=page.locator("#side .citation"), leaves=aside)
    escaped(page, closes=aside)
    page.keyboard.press("d")
    escaped(page, closes=page.locator("svg.ink"))
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile(r"/meeting\?scene=3$"), timeout=PATIENCE_MS)
