"""What a planner does the day before a meeting: scenes, order, check, pack."""

import csv
import unicodedata
from pathlib import Path

import pypdfium2
from playwright.sync_api import Locator, expect

from tests.atlas_page import FRAME, PATIENCE_MS
from tests.conftest import GEODATA
from tests.old_chromium import old_chromium, walked
from tests.projector import Walk
from tests.test_meeting_browser import Meeting

# The words of the plan that give an industry, as industry_terms.csv lists them.
CHIPS = ("半导体", "集成电路", "芯片", "晶圆", "光刻胶", "IGBT", "IC设计")
NO_CHIPS = "微流控芯片"  # as the list of words says
HAINING = {
    "zh": "海宁：3 个载体、1 个高新区、1 个科创湖区（归属推断）、1 个清单外机构",
    "en": "Haining: 3 innovation platforms, 1 high-tech zone, 1 lakeside innovation district (county inferred), "
    "1 body beyond the list",
}
HAINING_CHIPS = {
    "zh": "海宁 · 半导体：2 个载体、1 个科创湖区（归属推断）",
    "en": "Haining · Semiconductors: 2 innovation platforms, 1 lakeside innovation district (county inferred)",
}


def results(walk: Walk) -> Locator:
    return walk.page.locator(".st-key-atlas_results")


def ask_for(walk: Walk, words: str, address: str) -> None:
    """Types into the search line and takes what is offered first."""
    walk.page.keyboard.press("/")
    expect(walk.page.locator(".st-key-atlas_filters input[type=search]")).to_be_focused(timeout=PATIENCE_MS)
    walk.page.keyboard.type(words)
    walk.page.keyboard.press("Enter")
    walk.page.wait_for_function("address => location.search.includes(address)", arg=address, timeout=PATIENCE_MS)


def choose(walk: Walk, words: str, entity_id: str) -> None:
    """Closes what is open, searches, and opens the row that is found."""
    if walk.atlas.card.is_visible():
        walk.click(walk.atlas.card.locator("button.back"))
    ask_for(walk, words, f"q={words}")
    walk.atlas.shows([entity_id])
    walk.atlas.settle()
    walk.click(walk.atlas.row(entity_id))
    expect(walk.atlas.card).to_be_visible(timeout=PATIENCE_MS)


def take_as_scene(walk: Walk, number: int) -> None:
    """Takes what is on the screen into the meeting."""
    walk.atlas.settle()
    words = walk.of("加入会议", "Add to meeting")
    folded = walk.atlas.map.locator(".atlas-tools button[aria-expanded=false]")
    if folded.is_visible():  # on a projector one button holds the tools
        walk.click(folded)
    walk.click(walk.atlas.map.locator(".atlas-tools").get_by_role("button", name=words, exact=True))
    said = walk.of(f"已加入会议，第 {number} 个场景", f"Added to the meeting as scene {number}")
    expect(walk.seen(walk.atlas.map.locator(".atlas-note"))).to_have_text(said, timeout=PATIENCE_MS)


def drag_below_the_caption(walk: Walk) -> None:
    """Drags the map until what is chosen is at its lower left, where a hall reads the title."""
    box = walk.page.locator(FRAME).bounding_box()
    assert box is not None
    to = box["x"] + box["width"] / 2 - 150, box["y"] + box["height"] / 2 + 260
    for _ in range(4):  # a map that is thrown goes on for a while
        x, y = walk.atlas.point_of("lake-juanhu")
        if abs(x - to[0]) + abs(y - to[1]) < 30:
            return
        start = box["x"] + box["width"] / 2, box["y"] + 60
        walk.page.mouse.move(*start)
        walk.page.mouse.down()
        walk.page.mouse.move(start[0] + to[0] - x, start[1] + to[1] - y, steps=6)
        walk.page.mouse.up()
        walk.page.wait_for_function("location.search.includes('map=')", timeout=PATIENCE_MS)
        walk.atlas.settle()


def make_six_scenes(walk: Walk) -> None:
    filters = walk.page.locator(".st-key-atlas_filters")
    take_as_scene(walk, 1)  # the whole city
    ask_for(walk, "hn", "unit=330481")
    take_as_scene(walk, 2)
    walk.click(filters.get_by_label(walk.of("半导体", "Semiconductors")).first)
    walk.atlas.says(HAINING_CHIPS[walk.lang])
    take_as_scene(walk, 3)
    for number, code in ((4, "high_tech_zone"), (5, "lake_district")):
        walk.click(filters.locator("button.clear"))
        walk.click(results(walk).locator(f"button.tally[data-code={code}]"))
        walk.page.wait_for_function("code => location.search.includes(code)", arg=code)
        take_as_scene(walk, number)
    choose(walk, "juanhu", "lake-juanhu")
    drag_below_the_caption(walk)
    take_as_scene(walk, 6)


def drag_scene(meeting: Meeting, scene: str, onto: str) -> None:
    """Drags a scene by its grip to where another one is, above it."""
    start, end = (meeting.row(one).locator(".grip").bounding_box() for one in (scene, onto))
    assert start is not None
    assert end is not None
    meeting.page.mouse.move(start["x"] + 8, start["y"] + start["height"] / 2)
    meeting.page.mouse.down()
    meeting.page.mouse.move(end["x"] + 8, end["y"] + end["height"] / 2 - 9, steps=12)
    meeting.page.mouse.up()


def look_at_the_check(walk: Walk) -> None:
    """What is to be mended comes first, in sight; what may be asked about follows."""
    check = walk.page.locator(".check")
    walk.seen(check.locator("li.grave"))
    expect(check).to_contain_text(walk.of("1 处须改", "To mend: 1"))
    expect(check).to_contain_text(walk.of("推断：所属地", "Inferred: "))
    expect(check).to_contain_text(walk.of("文件有分歧", "the documents disagree"))
    expect(check).to_contain_text(
        walk.of(
            "在 1024×768 上，字幕压住 鹃湖国际科技城",
            "at 1024×768 the caption covers Juanhu International Science and Technology City",
        )
    )


def with_the_cable_out(walk: Walk, pack: Path, ids: list[str]) -> None:
    """Uses the pack in Chromium 80, which reaches nobody, and looks at what it showed, asked for and printed."""
    told = walked(old_chromium(), pack, pack.parent, walk.lang)
    assert (told["version"].split(".")[0], told["errors"]) == ("HeadlessChrome/80", [])
    assert [scene for scene, _ in told["scenes"]] == ids
    assert told["scenes"][1][1] == walk.of("鹃湖国际科技城", "Juanhu International Science and Technology City")
    assert (told["search"], told["filter"], told["back"]) == (HAINING[walk.lang], HAINING_CHIPS[walk.lang], [6, False])
    assert "表3 第1行" in told["source"]
    assert "2021-09-30" in told["source"]
    assert "42.7" in told["board"]
    assert "23.3" in told["board"]
    paper = pypdfium2.PdfDocument(told["paper"])
    # Chromium 80 writes some characters of its PDF as the radicals that look the same.
    said = unicodedata.normalize("NFKC", "".join(part.get_textpage().get_text_range() for part in paper))
    assert walk.of("文件里写着", "stands in the document") in said
    assert told["requests"] == [f"{pack.as_uri()}?lang={walk.lang}"]


def named_by_their_own_text() -> set[str]:
    """The carriers whose fields of work, in the words of their document, name semiconductors."""
    with (GEODATA / "carriers.csv").open(encoding="utf-8") as file:
        return {
            row["id"]
            for row in csv.DictReader(file)
            if any(word in row["fields_zh"].replace(NO_CHIPS, "") for word in CHIPS)
        }
