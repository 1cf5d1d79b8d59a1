"""Five scenarios from start to end, on a projector of 1024 by 768, in both languages.

A test is one scenario of SCENARIOS.md and its numbered steps are the document's, in its order and its numbers.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from g60.contract.i18n import LANGUAGES
from g60.meeting import scenes
from tests.atlas_page import PATIENCE_MS
from tests.killed_browser import kill, opened_again
from tests.planner_steps import (
    HAINING,
    HAINING_CHIPS,
    ask_for,
    choose,
    drag_scene,
    look_at_the_check,
    make_six_scenes,
    named_by_their_own_text,
    results,
    with_the_cable_out,
)
from tests.projector import PROJECTOR, Walk, listened
from tests.test_compare import RULE
from tests.test_meeting_browser import Meeting
from tests.test_pack_browser import Hall, View

pytestmark = [pytest.mark.e2e, pytest.mark.parametrize("lang", LANGUAGES)]

MAKING_MS = 60_000
# What a reader sees in the place of a value that no document gives.
NOT_STATED = ("规划未载明", "Not stated in the plan")
ADDENDS = "42.7 + 45.25 + 5.7 + 23.3 + 15.6 + 12 + 15 + 16.61 = 176.16"
ALL_CHIPS = {
    "zh": "半导体：5 个载体、2 个科创湖区、2 个清单外机构",
    "en": "Semiconductors: 5 innovation platforms, 2 lakeside innovation districts, 2 bodies beyond the list",
}


@pytest.fixture
def walk(new_page: Callable[..., Page], server: str, lang: str) -> Iterator[Walk]:
    page = new_page(viewport=PROJECTOR)
    said = listened(page)
    yield Walk(page, server, lang)
    assert said == []


def report(page: Page) -> Locator:
    found = page.locator(".report").first
    expect(found).to_be_visible(timeout=PATIENCE_MS)
    return found


# The planner -----------------------------------------------------------------------------------


def test_the_planner_the_day_before(walk: Walk, tmp_path: Path, lang: str) -> None:
    page, meeting = walk.page, Meeting(walk.page, walk.base_url)
    meeting.open(f"?lang={lang}")
    meeting.press(walk.of("从空白开始", "Start from nothing"))
    with walk.step("1 Makes six scenes from what is on the screen"):
        page.mouse.wheel(0, -5000)
        walk.go("地图", "Map")
        walk.atlas.map.locator("#map_div.is-painted").wait_for(timeout=PATIENCE_MS)
        make_six_scenes(walk)
        walk.go("会议", "Meeting")
        expect(meeting.there().page.locator(".scenes .scene")).to_have_count(6)
    with walk.step("2 Reorders them, writes notes"):
        made = meeting.ids()
        drag_scene(meeting, made[5], made[1])
        ids = [made[0], made[5], *made[1:5]]
        meeting.shows(ids)
        meeting.choose(made[5])
        notes = walk.of("先说面积，再说归属是推断。", "First the area, then that the county is inferred.")
        walk.seen(meeting.field(f"notes_{lang}")).fill(notes)
        expect(meeting.field(f"title_{lang}")).to_have_value(
            walk.of("鹃湖国际科技城", "Juanhu International Science and Technology City")
        )
        walk.seen(meeting.field(f"title_{lang}"))
    with walk.step("3 Asks for a check: inferred values, open conflicts, a caption that covers its subject"):
        walk.click(page.locator(".meeting button.checked"))
        look_at_the_check(walk)
    with walk.step("4 Saves the meeting pack"):
        with page.expect_download(timeout=MAKING_MS) as waiting:
            meeting.press(walk.of("保存演示包（离线用）", "Save the pack (for use offline)"))
        pack = tmp_path / "meeting.html"
        waiting.value.save_as(pack)
    with walk.step("5 With the cable out, in an old Chromium: six scenes, search, filters, compare, sources, print"):
        with_the_cable_out(walk, pack, ids)


@pytest.fixture
def own_browser(browser: Browser, chromium_path: str, tmp_path: Path) -> Iterator[Callable[[], Page]]:
    """Opens, at each call, a browser in the same folder; none is left over."""
    said: list[list[str]] = []
    for opened in opened_again(browser, chromium_path, tmp_path / "browser", PROJECTOR):

        def heard(opened: Callable[[], Page] = opened) -> Page:
            page = opened()
            said.append(listened(page))
            return page

        yield heard
    assert not any(said), said


def six(lang: str) -> str:
    """The first six scenes of the presentation that comes with the project, as the browser keeps them."""
    kept: dict[str, Any] = json.loads(scenes.write(scenes.shipped()))
    return json.dumps({**kept, "scenes": kept["scenes"][:6]})


def die_and_come_back(walk: Walk, own_browser: Callable[[], Page], folder: Path, there: View) -> None:
    """Steps 6 to 8: the browser of a folder is killed, opened again, and left."""
    with walk.step("6 The browser dies; reopened, it is at scene 5"):
        address = walk.page.url
        kill(folder)
        walk.page = page = own_browser()
        room = Hall(page)
        page.goto(address)
        page.locator("body[data-started]").wait_for(timeout=MAKING_MS)
        room.settle()
        assert (room.at, room.view()) == (5, there)
    with walk.step("7 R and C do nothing"):
        loaded = page.evaluate("performance.timeOrigin")
        for key in ("r", "c", "R", "C"):
            room.press(key)
        room.settle()
        assert (room.at, room.view(), page.evaluate("performance.timeOrigin")) == (5, there, loaded)
    with walk.step("8 Esc: back in the editor at scene 5"):
        room.press("Escape")
        page.wait_for_url(re.compile(r"/meeting\?.*scene=5"), timeout=PATIENCE_MS)
        chosen = Meeting(page, walk.base_url).there().page.locator(".scenes .scene.chosen")
        expect(chosen.locator(".number")).to_have_text("5", timeout=PATIENCE_MS)
        walk.seen(chosen)
    assert page.evaluate("performance.getEntriesByType('navigation').length") == 1


def test_the_planner_presenting(own_browser: Callable[[], Page], server: str, tmp_path: Path, lang: str) -> None:
    walk = Walk(own_browser(), server, lang)
    page, room = walk.page, Hall(walk.page)
    page.goto(f"{server}/_stcore/health")
    page.evaluate("six => localStorage.setItem('g60.presentation', six)", six(lang))
    Meeting(page, server).open(f"?lang={lang}")
    with walk.step("1 F5"):
        page.keyboard.press("F5")
        page.locator("body[data-started]").wait_for(timeout=MAKING_MS)
        room.settle()
        assert (room.at, page.evaluate("room.scenes.length"), page.evaluate("room.lang")) == (1, 6, lang)
        walk.seen(page.locator("#plate h1"))
    with walk.step("2 PageDown three times"):
        for number in (2, 3, 4):
            room.press("PageDown")
            room.settle()
            assert room.at == number
            walk.seen(page.locator("#plate h1"))
    with walk.step("3 Clicks and drags the map"):
        before = room.view()
        room.drag()
        assert room.view() != before
    with walk.step("4 PageDown: scene 5, and the map follows the scene, not the key"):
        room.press("PageDown")
        room.settle()
        there = room.view()
        assert room.at == 5
        assert room.go(5) == there
        expect(page.locator("#plate h1")).to_have_text(walk.of("八个高新区", "Eight high-tech zones"))
    with walk.step('5 "." black, "." back'):
        room.press(".")
        expect(page.locator(".cover.is-black")).to_be_in_viewport(ratio=1)
        room.press(".")
        expect(page.locator(".cover")).to_have_count(0)
        assert (room.at, room.view()) == (5, there)
    die_and_come_back(walk, own_browser, tmp_path / "browser", there)


# The leaders -----------------------------------------------------------------------------------


def test_what_is_in_haining_and_which_do_semiconductors_in_the_meeting(walk: Walk, lang: str) -> None:
    page, room = walk.page, Hall(walk.page)
    page.goto(f"{walk.base_url}{walk.address('/present')}")
    page.locator("body[data-started]").wait_for(timeout=MAKING_MS)
    room.settle()
    here = room.go(6)
    loaded, shown = page.evaluate("performance.timeOrigin"), page.evaluate("room.query(room.state)")
    sentence = page.locator("#plate .sentence")
    with walk.step("1 /, types hn, Enter"):
        room.press("/")
        page.keyboard.type("hn")
        room.press("Enter")
    with walk.step("2 Sees 3 carriers, 1 high-tech zone, 1 lake district (county inferred)"):
        expect(sentence).to_have_text(HAINING[lang])
        walk.seen(sentence)
    with walk.step("3 Adds 半导体"):
        walk.click(page.locator("#facets summary"))
        walk.click(page.locator("[data-option='industry semi']"))
    with walk.step("4 The sentence says what is shown and how many of each"):
        expect(sentence).to_have_text(HAINING_CHIPS[lang])
        walk.seen(sentence)
    with walk.step("5 Clears the county: every carrier whose own text names it"):
        walk.click(page.locator("[data-option='unit 330481']"))
        expect(sentence).to_have_text(ALL_CHIPS[lang])
        walk.seen(sentence)
        shown_now = set(page.evaluate("room.shown()"))
        assert {one for one in shown_now if not one.startswith("lake-")} == named_by_their_own_text()
    with walk.step("6 One key returns to the scene"):
        room.press("Backspace")
        room.settle()
        assert (room.at, room.view(), page.evaluate("room.query(room.state)")) == (6, here, shown)
    assert page.evaluate("performance.timeOrigin") == loaded, "no reload"
    assert room.errors == []


def test_what_is_in_haining_and_which_do_semiconductors_on_the_map(walk: Walk, lang: str) -> None:
    page, atlas = walk.page, walk.atlas.open(walk.address("/?kind=lake_district&scene=6"))
    filters = page.locator(".st-key-atlas_filters")
    atlas.ask_map("window.marked = 1")
    loaded, view = page.evaluate("performance.timeOrigin"), atlas.view()
    with walk.step("1 /, types hn, Enter"):
        walk.click(filters.locator("button.clear"))
        ask_for(walk, "hn", "unit=330481")
    with walk.step("2 Sees 3 carriers, 1 high-tech zone, 1 lake district (county inferred)"):
        atlas.says(HAINING[lang])
        walk.seen(atlas.sentence)
        for code, count in {"carrier": 3, "high_tech_zone": 1, "lake_district": 1}.items():
            tally = results(walk).locator(f"button.tally[data-code={code}]")
            expect(walk.seen(tally).locator(".digits")).to_have_text(str(count))
    with walk.step("3 Adds 半导体"):
        walk.click(filters.get_by_label(walk.of("半导体", "Semiconductors")).first)
    with walk.step("4 The sentence says what is shown and how many of each"):
        atlas.says(HAINING_CHIPS[lang])
        walk.seen(atlas.sentence)
        walk.seen(atlas.row("carrier-20"))
    with walk.step("5 Clears the county: every carrier whose own text names it"):
        walk.click(filters.get_by_label(walk.of("海宁", "Haining")).first)
        atlas.says(ALL_CHIPS[lang])
        named = named_by_their_own_text()
        assert {one for one in atlas.shown() if not one.startswith("lake-")} == named
        for one in sorted(named):
            expect(atlas.row(one)).to_have_count(1)
    with walk.step("6 No reload, and the map stood still"):
        assert (atlas.ask_map("[window.marked, atlas.drawn]"), atlas.view()) == ([1, 1], view)
        assert page.evaluate("performance.timeOrigin") == loaded


def test_where_does_this_number_come_from(walk: Walk, lang: str) -> None:
    page, atlas = walk.page, walk.atlas.open(walk.address())
    with walk.step("1 Clicks 42.7: document, date, 表3, the row"):
        choose(walk, "xfd", "lake-xiangfudang")
        area = atlas.card.locator(".fact", has=page.locator("[data-field=area_km2]")).first
        walk.click(area.get_by_text("42.7", exact=True))
        cited = walk.seen(area.locator(".citation"))
        plan = walk.of(
            "嘉兴市科技创新发展“十四五”规划", "The 14th Five-Year Plan for Science and Technology Innovation of Jiaxing"
        )
        for part in (plan, "2021-09-30", "表3", "第1行"):
            expect(cited).to_contain_text(part)
    with walk.step("2 Clicks the sum 176.16: 计算, the eight addends"):
        walk.go("来源与方法", "Sources and method")
        said = report(page)
        total = said.locator(".fact", has_text="176.16")
        expect(total).to_contain_text(walk.of("计算", "Derived"))
        total.get_by_text("176.16", exact=True).click()
        expect(walk.seen(total.locator(".citation"))).to_contain_text(ADDENDS)
    with walk.step("3 Opens a zone's area: 规划未载明"):
        page.mouse.wheel(0, -9000)
        walk.go("地图", "Map")
        atlas.map.locator("#map_div.is-painted").wait_for(timeout=PATIENCE_MS)
        choose(walk, "xiuzhougaoxin", "htz-xiuzhou")
        area = atlas.card.locator(".fact", has=page.locator("[data-field=area_km2]")).first
        expect(walk.seen(area).locator(".value")).to_have_text(walk.of(*NOT_STATED))
        walk.click(area.locator("button.evidence"))
        walk.seen(area.locator(".citation"))
    with walk.step("4 Opens 鹃湖's county: 推断, with the reason"):
        choose(walk, "juanhu", "lake-juanhu")
        county = atlas.card.locator(".fact", has=page.locator("[data-field=unit]")).first
        expect(walk.seen(county)).to_contain_text(walk.of("推断", "Inferred"))
        walk.click(county.get_by_text(walk.of("海宁市", "Haining City"), exact=True))
        expect(walk.seen(county.locator(".citation .note"))).not_to_be_empty()
    with walk.step("5 Prints: each number carries its code, the codes are listed"):
        check_paper(walk)
    read_how_complete_it_is(walk)


def read_how_complete_it_is(walk: Walk) -> None:
    """Step 6."""
    with walk.step("6 A page says how many values have evidence (all), and lists what the plan leaves out"):
        walk.go("来源与方法", "Sources and method")
        said = report(walk.page)
        held = re.compile(
            walk.of(
                r"共有 ([\d,]+) 个值，其中 \1 个有依据记录（100%）", r"holds ([\d,]+) values; \1 of them .* \(100%\)"
            )
        )
        expect(said).to_contain_text(held)
        left_out = said.locator("details", has_text=walk.of("高新区（", "High-tech zones (")).first
        left_out.locator("summary").first.click()
        area = left_out.locator("details", has_text=walk.of("面积（8", "Area (8"))
        area.locator("summary").first.click()
        expect(area).to_contain_text(walk.of("嘉兴海宁高新技术产业园区", "Jiaxing Haining High-tech Industrial Park"))


def check_paper(walk: Walk) -> None:
    """The page as it is printed: the number with the code of its evidence, and what the codes mean."""
    paper = pypdfium2.PdfDocument(walk.page.pdf(format="A4", print_background=True))
    lines = "\n".join(part.get_textpage().get_text_range() for part in paper).splitlines()
    stated = walk.of("原文", "Stated")
    assert any("23.3" in line and stated in line for line in lines)
    for kind in (walk.of("■ 原文", "■ Stated"), walk.of("＝ 计算", "＝ Derived"), walk.of("◇ 推断", "◇ Inferred")):
        assert any(line.strip().startswith(kind) for line in lines), kind
    for act in (walk.of("返回列表", "Back to the list"), walk.of("加入比较", "Add to comparison")):
        assert not any(act in line for line in lines), act


def test_how_do_the_eight_high_tech_zones_differ(walk: Walk, lang: str) -> None:
    page = walk.page
    walk.atlas.open(walk.address())
    with walk.step("1 Takes all eight, compares"):
        walk.go("比较", "Compare")
        walk.click(report(page).get_by_role("button", name=walk.of("全部高新区", "All high-tech zones")))
        said = report(page)
        expect(said).to_contain_text(walk.of("已选 8 个", "8 chosen"), timeout=PATIENCE_MS)
    with walk.step("2 One line says which targets are the same for all"):
        same = said.get_by_text(re.compile(walk.of("^以下 4 项目标一样：", "^4 targets are the same: ")))
        for target in (
            walk.of("亩均税收", "Tax revenue per mu"),
            walk.of("全员劳动生产率", "Overall labour productivity"),
        ):
            expect(walk.seen(same)).to_contain_text(target)
    with walk.step("3 One row differs: 8, 10, 10, 10, 10, 15, 15 %, and one zone in words, not 0"):
        differing = said.locator("tr.differs")
        expect(differing).to_have_count(1)
        expect(differing).to_contain_text(
            walk.of("高新技术产业投资年均增幅", "Average yearly growth of investment in high-tech industry")
        )
        figures = [int(one.strip()) for one in differing.locator(".digits").all_text_contents()]
        assert sorted(figures) == [8, 10, 10, 10, 10, 15, 15]
        expect(differing.locator("td").first).to_contain_text(RULE)
    with walk.step('4 The two "50 % and more" rows show whose share, of what'):
        shares = said.locator("tr", has=page.locator(".digits", has_text="≥50"))
        expect(shares).to_have_count(2)
        for row in shares.all():
            assert row.locator(".digits").all_text_contents() == ["≥50"] * 8
            for whose in (walk.of("占秀洲区", "of Xiuzhou District"), walk.of("占全县（指海盐县：推断）", "Haiyan")):
                expect(row).to_contain_text(whose)
    with walk.step("5 Compares 鹃湖 23.3 with 祥符荡 42.7 km²"):
        walk.click(said.get_by_role("button", name=walk.of("全部移出", "Clear all")))
        expect(report(page)).to_contain_text(walk.of("还没有选", "Nothing is chosen yet"), timeout=PATIENCE_MS)
        lakes = page.locator("details", has_text=walk.of("科创湖区（8）", "Lakeside innovation district (8)")).first
        lakes.locator("summary").click()
        for name in (walk.of("鹃湖", "Juanhu"), walk.of("祥符荡", "Xiangfudang")):
            page.get_by_role("button", name=re.compile(name)).first.click()
            expect(page.get_by_role("button", name=re.compile(f"{name}.* ×"))).to_be_visible(timeout=PATIENCE_MS)
        row = page.locator(".report tr", has=page.locator("[data-field=area_km2]"))
        assert [one.strip() for one in row.locator(".digits").all_text_contents()] == ["23.3", "42.7"]
        expect(row).to_contain_text("km²")
    with walk.step('6 The plan\'s indicators: 3.31 → 3.75; "-" stays "-"'):
        walk.go("指标", "Indicators")
        plan = page.locator(".report table", has_text="3.75").first
        row = plan.locator("tbody tr", has_text="3.75").first
        expect(row).to_contain_text("3.31", timeout=PATIENCE_MS)
        unsaid = plan.locator("tbody tr", has_text=walk.of("基础研究支出占研发支出比重", "Spending on basic research"))
        expect(unsaid.locator("td").first.locator(".value")).to_have_text(walk.of(*NOT_STATED))
        expect(unsaid.locator("td").first.locator(".digits")).to_have_count(0)
