"""The meeting as it is prepared, in a real browser: from the screen into the list, in order, edited, saved."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import docx
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect
from python_calamine import CalamineWorkbook

from g60.catalog.catalog import Catalog
from g60.meeting.scenes import read, shipped, write
from tests.atlas_page import PATIENCE_MS, AtlasPage, settle

pytestmark = pytest.mark.e2e

SHIPPED_IDS = [scene.id for scene in shipped().scenes]
HOSTILE = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>"


class Meeting:
    """The page of the meeting, in the words of its reader."""

    def __init__(self, page: Page, base_url: str) -> None:
        self.page, self.base_url = page, base_url

    def open(self, query: str = "") -> "Meeting":
        self.page.goto(f"{self.base_url}/meeting{query}")
        return self.there()

    def there(self) -> "Meeting":
        expect(self.page.locator(".meeting .top h2")).not_to_be_empty(timeout=PATIENCE_MS)
        return self

    def kept(self, key: str = "g60.presentation") -> Any:
        return json.loads(self.page.evaluate("key => localStorage.getItem(key)", key) or "null")

    def keep(self, text: str, key: str = "g60.presentation") -> None:
        self.page.goto(f"{self.base_url}/_stcore/health")
        self.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, text])

    def ids(self) -> list[str]:
        return [str(node.get_attribute("data-id")) for node in self.page.locator(".scenes .scene").all()]

    def shows(self, ids: list[str]) -> None:
        """Waits until the list holds these, in this order."""
        self.page.wait_for_function(
            """wanted => {
                const roots = Array.from(document.querySelectorAll("*")).map((n) => n.shadowRoot).filter(Boolean);
                const list = roots.map((root) => root.querySelector(".scenes")).find(Boolean);
                return list && Array.from(list.children).map((n) => n.dataset.id).join() === wanted;
            }""",
            arg=",".join(ids),
            timeout=PATIENCE_MS,
        )

    def row(self, scene: str) -> Locator:
        return self.page.locator(f".scenes .scene[data-id={scene}]")

    def choose(self, scene: str) -> None:
        self.row(scene).locator("button.name").click()
        expect(self.row(scene)).to_have_class(re.compile("chosen"))

    def field(self, name: str) -> Locator:
        return self.page.locator(f"[data-field={name}]")

    @property
    def status(self) -> Locator:
        return self.page.locator(".meeting > .status")

    def press(self, name: str) -> None:
        self.page.locator(".meeting").get_by_role("button", name=name, exact=True).click()

    def load(self, path: Path, kind: str = "presentation") -> None:
        self.page.locator(f"[data-file={kind}]").set_input_files(path)


@pytest.fixture
def meeting(page: Page, server: str) -> Iterator[Meeting]:
    opened = Meeting(page, server)
    yield opened
    assert page.evaluate("window.hacked === undefined")


def file(tmp_path: Path, content: Any) -> Path:
    path = tmp_path / "meeting.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")
    return path


# Scenes come from the screen -------------------------------------------------------------------


def test_the_shipped_presentation_is_there_at_first(meeting: Meeting) -> None:
    meeting.open().shows(SHIPPED_IDS)
    expect(meeting.row("lakes")).to_contain_text("八个科创湖区")
    expect(meeting.row("lakes")).to_contain_text("科创湖区：8 个科创湖区")
    assert meeting.kept() is None, "looking at it keeps nothing"


def test_what_is_on_the_screen_is_added_in_the_atlas_and_opens_again(meeting: Meeting) -> None:
    atlas = AtlasPage(meeting.page, meeting.base_url).open("/?unit=330481&industry=semi&map=11/30.53/120.69")
    atlas.map.locator(".atlas-tools").get_by_role("button", name="加入会议", exact=True).click()
    expect(atlas.map.locator(".atlas-note")).to_have_text("已加入会议，第 10 个场景", timeout=PATIENCE_MS)
    meeting.page.get_by_role("link", name="会议", exact=True).click()
    meeting.there().shows([*SHIPPED_IDS[:-1], "scene-11", "closing"])
    expect(meeting.row("scene-11")).to_have_class(re.compile("chosen"))
    expect(meeting.row("scene-11")).to_contain_text("海宁 · 半导体：2 个载体、1 个科创湖区（归属推断）")
    expect(meeting.field("title_en")).to_have_value("Haining · Semiconductors")
    assert meeting.kept()["scenes"][9]["query"] == "unit=330481&industry=semi&map=11/30.53/120.69&v=1"
    meeting.page.get_by_role("link", name="在地图上打开").click()
    meeting.page.wait_for_url(re.compile(r"/\?.*scene=10"), timeout=PATIENCE_MS)
    atlas.map.locator("#map_div.is-painted").wait_for(timeout=PATIENCE_MS)
    atlas.says("海宁 · 半导体：2 个载体、1 个科创湖区（归属推断）")
    assert atlas.view() == pytest.approx([11, 30.53, 120.69], abs=1e-3)
    meeting.page.get_by_role("link", name="会议", exact=True).click()
    meeting.there()
    expect(meeting.row("scene-11")).to_have_class(re.compile("chosen"), timeout=PATIENCE_MS)


def test_what_was_last_on_the_map_is_added_or_takes_the_place_of_a_view(meeting: Meeting) -> None:
    meeting.open("?kind=lake_district&focus=lake-juanhu&map=12/30.53/120.69").shows(SHIPPED_IDS)
    meeting.page.locator(".meeting button.add").click()
    expect(meeting.status).to_contain_text("已加入“鹃湖国际科技城”，第 10 个场景")
    meeting.shows([*SHIPPED_IDS[:-1], "scene-11", "closing"])
    meeting.choose("core")
    meeting.press("换成地图上刚才的画面")
    expect(meeting.status).to_contain_text("已替换")
    query = "kind=lake_district&focus=lake-juanhu&map=12/30.53/120.69&v=1"
    assert [scene["query"] for scene in meeting.kept()["scenes"] if scene["id"] in ("core", "scene-11")] == [query] * 2
    meeting.status.get_by_role("button", name="撤销").click()
    expect(meeting.status).to_contain_text("已撤销")
    assert "core-jiaxing" in meeting.kept()["scenes"][3]["query"]


# In order --------------------------------------------------------------------------------------


def moved(scene: str, to: int) -> list[str]:
    ids = [other for other in SHIPPED_IDS if other != scene]
    return [*ids[:to], scene, *ids[to:]]


def test_scenes_are_put_in_order_by_keys_alone(meeting: Meeting) -> None:
    meeting.open().shows(SHIPPED_IDS)
    meeting.row("core").locator("button.name").focus()
    meeting.page.keyboard.press("ArrowDown")
    expect(meeting.row("zones").locator("button.name")).to_be_focused()
    meeting.page.keyboard.press("Alt+ArrowUp")
    meeting.page.keyboard.press("Alt+ArrowUp")
    meeting.shows(moved("zones", 2))
    expect(meeting.row("zones").locator("button.name")).to_be_focused()
    expect(meeting.status).to_have_text(re.compile("移到第 3 个，共 10 个"))
    meeting.page.keyboard.press("Alt+ArrowDown")
    meeting.shows(moved("zones", 3))
    meeting.page.keyboard.press("Home")
    meeting.page.keyboard.press("Alt+ArrowUp")
    meeting.shows(moved("zones", 3))
    meeting.page.keyboard.press("Control+z")
    meeting.shows(moved("zones", 2))


def test_scenes_are_put_in_order_by_buttons(meeting: Meeting) -> None:
    meeting.open().shows(SHIPPED_IDS)
    meeting.row("opening").get_by_role("button", name="下移：嘉兴科创空间布局：一廊、一核、两区").click()
    meeting.shows(moved("opening", 1))
    expect(meeting.row("corridor").get_by_role("button", name=re.compile("上移"))).to_have_attribute(
        "aria-disabled", "true"
    )


@pytest.mark.parametrize(("scene", "onto", "to"), [("corridor", "lakes", 5), ("closing", "opening", 0)])
def test_scenes_are_put_in_order_by_dragging(meeting: Meeting, scene: str, onto: str, to: int) -> None:
    meeting.open().shows(SHIPPED_IDS)
    grip, target = (meeting.row(one).locator(".grip") for one in (scene, onto))
    start, end = grip.bounding_box(), target.bounding_box()
    assert start is not None
    assert end is not None
    meeting.page.mouse.move(start["x"] + 8, start["y"] + start["height"] / 2)
    meeting.page.mouse.down()
    up = end["y"] < start["y"]
    meeting.page.mouse.move(end["x"] + 8, end["y"] + end["height"] / 2 + (-9 if up else 9), steps=12)
    assert meeting.kept() is None, "nothing is decided while it is dragged"
    meeting.page.mouse.up()
    meeting.shows(moved(scene, to))
    assert [entry["id"] for entry in meeting.kept()["scenes"]] == moved(scene, to)


def test_escape_lets_go_of_what_is_dragged(meeting: Meeting) -> None:
    meeting.open().shows(SHIPPED_IDS)
    box = meeting.row("corridor").locator(".grip").bounding_box()
    assert box is not None
    meeting.page.mouse.move(box["x"] + 8, box["y"] + 8)
    meeting.page.mouse.down()
    meeting.page.mouse.move(box["x"] + 8, box["y"] + 260, steps=8)
    meeting.page.keyboard.press("Escape")
    meeting.page.mouse.up()
    meeting.shows(SHIPPED_IDS)
    assert meeting.kept() is None


# Edited ----------------------------------------------------------------------------------------


def test_title_and_notes_are_edited_in_both_languages_and_survive_a_reload(meeting: Meeting) -> None:
    meeting.open().shows(SHIPPED_IDS)
    meeting.choose("towards")
    texts = {
        "title_zh": "沪杭之间 " + HOSTILE,
        "title_en": "Between two cities",
        "notes_zh": "先讲rc",
        "notes_en": "R and c",
    }
    for name, words in texts.items():
        meeting.field(name).fill("")
        meeting.field(name).press_sequentially(words) if name.startswith("notes") else meeting.field(name).fill(words)
    expect(meeting.row("towards").locator(".title")).to_have_text(texts["title_zh"])
    scene = next(entry for entry in meeting.kept()["scenes"] if entry["id"] == "towards")
    assert {name: scene[name] for name in texts} == texts
    settle(meeting.page)
    meeting.page.reload()
    meeting.there()
    expect(meeting.row("towards")).to_have_class(re.compile("chosen"), timeout=PATIENCE_MS)
    for name, words in texts.items():
        expect(meeting.field(name)).to_have_value(words)
    meeting.field("face").select_option("compare")
    expect(meeting.row("towards")).to_contain_text("比较")


def test_a_scene_is_duplicated_and_deleted_and_taken_back(meeting: Meeting) -> None:
    meeting.open().shows(SHIPPED_IDS)
    meeting.choose("lakes")
    meeting.press("复制一份")
    copied = [*SHIPPED_IDS[:6], "scene-11", *SHIPPED_IDS[6:]]
    meeting.shows(copied)
    expect(meeting.row("scene-11")).to_have_class(re.compile("chosen"))
    meeting.choose("zones")
    meeting.press("删除")
    meeting.shows([one for one in copied if one != "zones"])
    expect(meeting.status).to_contain_text("已删除“八个高新区”")
    assert "zones" not in [scene["id"] for scene in meeting.kept()["scenes"]]
    meeting.status.get_by_role("button", name="撤销").click()
    meeting.shows(copied)
    assert [scene["id"] for scene in meeting.kept()["scenes"]] == copied
    meeting.row("core").locator("button.name").focus()
    meeting.page.keyboard.press("Delete")
    meeting.shows([one for one in copied if one != "core"])
    meeting.page.keyboard.press("Control+z")
    meeting.shows(copied)
    meeting.page.keyboard.press("Control+z")
    meeting.shows(SHIPPED_IDS)


def test_one_starts_from_nothing_and_the_shipped_one_comes_back(meeting: Meeting) -> None:
    meeting.open().shows(SHIPPED_IDS)
    meeting.press("从空白开始")
    expect(meeting.page.locator(".scenes .scene")).to_have_count(0)
    expect(meeting.page.locator(".left")).to_contain_text("还没有场景")
    expect(meeting.page.get_by_role("button", name="开始演示")).to_be_disabled()
    meeting.page.locator(".meeting button.add").click()
    expect(meeting.page.locator(".scenes .scene")).to_have_count(1)
    expect(meeting.row("scene-11").or_(meeting.row("scene-1"))).to_contain_text("全市")
    meeting.press("恢复自带的演示")
    meeting.shows(SHIPPED_IDS)


# Files -----------------------------------------------------------------------------------------


def test_a_presentation_is_saved_to_a_file_and_opened_again(
    meeting: Meeting, tmp_path: Path, catalog: Catalog, new_page: Callable[..., Page]
) -> None:
    meeting.open().shows(SHIPPED_IDS)
    meeting.choose("core")
    meeting.field("title_zh").fill("核心区")
    with meeting.page.expect_download() as waiting:
        meeting.press("保存为文件")
    saved = tmp_path / "saved.json"
    waiting.value.save_as(saved)
    assert re.fullmatch(r"嘉兴科创空间布局-\d{4}-\d\d-\d\d\.json", waiting.value.suggested_filename)
    presentation, issues = read(saved.read_text("utf-8"), catalog)
    assert issues == ()
    assert presentation.scenes[3].title.zh == "核心区"
    assert presentation.scenes[4:] == shipped().scenes[4:]
    other = Meeting(new_page(), meeting.base_url).open()
    other.shows(SHIPPED_IDS)
    other.load(saved)
    expect(other.status).to_contain_text("已打开 saved.json")
    expect(other.row("core")).to_contain_text("核心区")
    assert read(json.dumps(other.kept()), catalog)[0] == presentation


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"format": "g60-scenes", "version": 1, "scenes": [', "不是完整的 JSON"),
        ('{"format": "g60-scenes", "version": 7, "scenes": [{}]}', "文件的版本是 7"),
        ("[1, 2]", "不是这里能打开的文件"),
        ('{"format": "g60-scenes", "version": 1, "scenes": []}', "没有能打开的场景"),
    ],
)
def test_a_file_that_cannot_be_opened_says_why_and_changes_nothing(
    meeting: Meeting, tmp_path: Path, content: str, words: str
) -> None:
    meeting.open().shows(SHIPPED_IDS)
    meeting.load(file(tmp_path, content))
    expect(meeting.status).to_contain_text("原来的演示没有动")
    expect(meeting.status).to_contain_text(words)
    meeting.shows(SHIPPED_IDS)
    assert meeting.kept() is None


def test_of_a_hostile_file_what_can_be_opened_opens_and_the_rest_is_said(meeting: Meeting, tmp_path: Path) -> None:
    entries: list[Any] = [
        {"id": "a", "title_zh": HOSTILE, "notes_zh": HOSTILE, "query": "focus=lake-nowhere&kind=carrier"},
        "none",
        *({"title_en": f"Scene {n}"} for n in range(10_000)),
    ]
    meeting.open("?lang=en").shows(SHIPPED_IDS)
    meeting.load(file(tmp_path, {"format": "g60-scenes", "version": 1, "scenes": entries}))
    expect(meeting.status).to_contain_text("the first 200 are open", timeout=PATIENCE_MS)
    expect(meeting.status).to_contain_text("Scene 1: the data does not hold “lake-nowhere”")
    expect(meeting.status).to_contain_text("Scene 2: is no scene and was left out")
    expect(meeting.page.locator(".scenes .scene")).to_have_count(200)
    expect(meeting.row("a").locator(".title")).to_have_text(HOSTILE)
    assert len(meeting.kept()["scenes"]) == 200
    assert "focus=lake-nowhere" in meeting.kept()["scenes"][0]["query"]


def test_a_broken_store_is_told_and_nothing_of_it_is_lost(meeting: Meeting) -> None:
    meeting.keep("{broken")
    meeting.open().shows(SHIPPED_IDS)
    expect(meeting.status).to_contain_text("读不出来")
    assert meeting.page.evaluate("localStorage.getItem('g60.presentation')") == "{broken"
    meeting.row("opening").locator("button.step").last.click()
    meeting.shows(moved("opening", 1))
    assert meeting.page.evaluate("localStorage.getItem('g60.presentation.broken')") == "{broken"
    assert meeting.kept()["format"] == "g60-scenes"


def test_another_window_that_adds_a_scene_is_followed(meeting: Meeting) -> None:
    meeting.open().shows(SHIPPED_IDS)
    other = meeting.page.context.new_page()
    atlas = AtlasPage(other, meeting.base_url).open("/?unit=330481")
    atlas.map.locator(".atlas-tools").get_by_role("button", name="加入会议", exact=True).click()
    meeting.shows([*SHIPPED_IDS[:-1], "scene-11", "closing"])


SCREENS = (
    "/?kind=corridor&focus=corridor-g60",
    "/?kind=high_tech_zone",
    "/?kind=lake_district",
    "/?unit=330481",
    "/?unit=330481&industry=semi&focus=lake-juanhu&map=11/30.68/120.9",
    "/?kind=carrier&list=plan",
)


def test_a_presentation_from_the_screens_is_kept_ordered_by_keys_checked_and_saved(
    meeting: Meeting, tmp_path: Path, catalog: Catalog
) -> None:
    meeting.open().shows(SHIPPED_IDS)
    meeting.press("从空白开始")
    meeting.page.reload()
    expect(meeting.there().page.locator(".left")).to_contain_text("还没有场景")
    expect(meeting.status).to_be_hidden()
    for number, screen in enumerate(SCREENS, start=1):
        atlas = AtlasPage(meeting.page, meeting.base_url).open(screen)
        atlas.map.locator(".atlas-tools").get_by_role("button", name="加入会议", exact=True).click()
        expect(atlas.map.locator(".atlas-note")).to_have_text(f"已加入会议，第 {number} 个场景", timeout=PATIENCE_MS)
    meeting.page.get_by_role("link", name="会议", exact=True).click()
    meeting.there()
    expect(meeting.page.locator(".scenes .scene")).to_have_count(len(SCREENS))
    before = meeting.ids()
    meeting.row(before[5]).locator("button.name").focus()
    for _ in range(4):
        meeting.page.keyboard.press("Alt+ArrowUp")
    meeting.shows([before[0], before[5], *before[1:5]])
    meeting.choose(before[4])
    meeting.field("notes_zh").fill("先说面积，再说归属是推断。")
    check = meeting.page.locator(".check")
    expect(check).to_contain_text("1 处须改", timeout=PATIENCE_MS)
    expect(check).to_contain_text("字幕压住 鹃湖国际科技城")
    expect(check).to_contain_text("推断：所属地")
    expect(check).to_contain_text("文件有分歧")
    with meeting.page.expect_download() as waiting:
        meeting.press("保存为文件")
    saved = tmp_path / "saved.json"
    waiting.value.save_as(saved)
    presentation, issues = read(saved.read_text("utf-8"), catalog)
    assert issues == ()
    assert [scene.id for scene in presentation.scenes] == meeting.ids()
    assert presentation.scenes[5].notes.zh == "先说面积，再说归属是推断。"


# The check, presenting, decisions --------------------------------------------------------------


def test_the_check_lists_what_is_gone_inferred_and_covered(meeting: Meeting) -> None:
    scenes = [
        {"id": "gone", "title_zh": "没了", "query": "kind=carrier&focus=carrier-99"},
        {"id": "caption", "title_zh": "压住", "query": "focus=lake-juanhu&map=11/30.68/120.9"},
        {"id": "lakes", "title_zh": "湖区", "query": "kind=lake_district"},
    ]
    meeting.keep(json.dumps({"format": "g60-scenes", "version": 1, "scenes": scenes}))
    meeting.open()
    check = meeting.page.locator(".check")
    expect(check).to_contain_text("2 处须改", timeout=PATIENCE_MS)
    expect(check).to_contain_text("现有数据中没有：carrier-99")
    expect(check).to_contain_text("字幕压住 鹃湖国际科技城")
    expect(check).to_contain_text("推断：所属地 8 个")
    expect(check).to_contain_text("表3有八个")
    expect(check).to_contain_text("地图未经审图")
    expect(check).to_contain_text(re.compile(r"演示包约 \d+\.\d MB"))
    expect(meeting.row("gone").locator(".flag")).to_be_visible()
    expect(meeting.row("lakes").locator(".flag")).to_be_hidden()
    check.get_by_role("button", name=re.compile("压住")).click()
    expect(meeting.row("caption")).to_have_class(re.compile("chosen"))


@pytest.mark.parametrize("by", ["key", "button"])
def test_presenting_starts_at_the_chosen_scene(meeting: Meeting, by: str) -> None:
    meeting.open("?scene=6&lang=en").shows(SHIPPED_IDS)
    expect(meeting.row("lakes")).to_have_class(re.compile("chosen"))
    if by == "key":
        meeting.field("notes_en").focus()
        meeting.page.keyboard.press("F5")
    else:
        meeting.page.get_by_role("button", name="Present F5").click()
    meeting.page.wait_for_url("**/present?*", timeout=PATIENCE_MS)
    assert meeting.page.url.endswith("/present?lang=en&theme=day")
    assert meeting.page.evaluate("localStorage.getItem('g60.scene')") == "lakes"
    assert [scene["id"] for scene in meeting.kept()["scenes"]] == SHIPPED_IDS
    meeting.page.locator("body[data-started]").wait_for(timeout=PATIENCE_MS)
    assert meeting.page.evaluate("room.scenes[room.at].id") == "lakes"
    meeting.page.keyboard.press("PageDown")
    meeting.page.keyboard.press("Escape")
    meeting.page.wait_for_url(re.compile(r"/meeting\?.*scene=7"), timeout=PATIENCE_MS)
    expect(meeting.there().row(SHIPPED_IDS[6])).to_have_class(re.compile("chosen"), timeout=PATIENCE_MS)


def test_the_pack_is_asked_for_with_the_presentation(meeting: Meeting) -> None:
    asked: list[dict[str, str]] = []

    def answer(route: Any) -> None:
        asked.append(dict(parse_qsl(route.request.post_data)))
        route.fulfill(body="<!doctype html>", content_type="text/html")

    meeting.page.route("**/present/pack", answer)
    meeting.open().shows(SHIPPED_IDS)
    with meeting.page.expect_download() as waiting:
        meeting.press("保存演示包（离线用）")
    assert waiting.value.suggested_filename.endswith(".html")
    assert asked[0]["lang"] == "zh"
    assert json.loads(asked[0]["presentation"]) == json.loads(write(shipped()))
    meeting.page.unroute("**/present/pack")
    meeting.page.route("**/present/pack", lambda route: route.fulfill(status=500, body=""))
    meeting.press("保存演示包（离线用）")
    expect(meeting.status).to_contain_text("没有生成成功")


def test_slides_that_wait_in_the_queue_have_a_place_and_come_when_they_are_made(meeting: Meeting) -> None:
    cancelled: list[str] = []

    def waits(route: Any) -> None:
        route.fulfill(status=202, json={"job": "job-1", "words": "正在排队：第 2 位"})

    def made_now(route: Any) -> None:
        route.fulfill(body="PK", content_type="application/octet-stream")

    def takes_back(route: Any) -> None:
        cancelled.append(route.request.method)
        route.fulfill(json={})

    meeting.page.route("**/meeting/slides.pptx?*", waits)
    meeting.page.route("**/exports/job-1/file?*", waits)
    meeting.page.route("**/exports/job-1/cancel?*", takes_back)
    meeting.open().shows(SHIPPED_IDS)
    meeting.press("保存幻灯片（PowerPoint）")
    expect(meeting.status).to_contain_text("第 2 位")
    with meeting.page.expect_download() as waiting:
        meeting.page.get_by_role("button", name="取消", exact=True).click()
        meeting.page.unroute("**/exports/job-1/file?*")
        meeting.page.route("**/exports/job-1/file?*", made_now)
    assert waiting.value.suggested_filename.endswith(".pptx")
    assert cancelled == ["POST"]
    full = {"messages": ["现在要生成的文件太多"]}
    meeting.page.route("**/meeting/slides.pptx?*", lambda route: route.fulfill(status=503, json=full))
    meeting.press("保存幻灯片（PowerPoint）")
    expect(meeting.status).to_contain_text("现在要生成的文件太多")


DECISIONS = {
    "format": "g60-decisions",
    "version": 1,
    "decisions": [
        {"id": "d1", "area": "lake-juanhu", "text": "核对面积 " + HOSTILE, "owner": "海宁市", "due": "2020-01-02"},
        {"id": "d2", "area": "", "text": "下次会议", "owner": "", "due": "", "done": True},
    ],
}


def test_decisions_of_a_pack_are_opened_ticked_off_and_become_minutes(meeting: Meeting, tmp_path: Path) -> None:
    meeting.open().shows(SHIPPED_IDS)
    part = meeting.page.locator(".part", has=meeting.page.get_by_role("heading", name="议定事项"))
    expect(part).to_contain_text("还没有事项")
    meeting.load(file(tmp_path, DECISIONS), "decisions")
    expect(part).to_contain_text("未办结 1 项")
    expect(part.locator("li[data-id=d1]")).to_contain_text("鹃湖国际科技城")
    expect(part.locator("li[data-id=d1] .late")).to_contain_text("2020-01-02")
    assert [one["id"] for one in meeting.kept("g60.decisions")["decisions"]] == ["d1", "d2"]
    rows = {}
    for name, form in (("会议纪要（Word）", "docx"), ("会议纪要（Excel）", "xlsx")):
        with meeting.page.expect_download(timeout=60_000) as waiting:
            part.get_by_role("button", name=name).click()
        saved = tmp_path / f"minutes.{form}"
        waiting.value.save_as(saved)
        assert waiting.value.suggested_filename.endswith(f".{form}")
        rows[form] = saved
    (table,) = docx.Document(str(rows["docx"])).tables
    assert [cell.text for cell in table.rows[1].cells][2] == "核对面积 " + HOSTILE
    cells = CalamineWorkbook.from_path(str(rows["xlsx"])).get_sheet_by_index(0).to_python()[1]
    assert cells[1] == "鹃湖国际科技城"
    assert not cells[7]  # an address that only this machine can open is no link
    part.locator("li[data-id=d1] input").check()
    expect(part).to_contain_text("未办结 0 项")
    assert [one["done"] for one in meeting.kept("g60.decisions")["decisions"]] == [True, True]
    meeting.page.reload()
    meeting.there()
    expect(part).to_contain_text("已办结 2 项")


def test_a_decision_is_deleted_and_taken_back_and_a_broken_file_is_told(meeting: Meeting, tmp_path: Path) -> None:
    meeting.keep(json.dumps(DECISIONS), "g60.decisions")
    meeting.open("?lang=en").shows(SHIPPED_IDS)
    item = meeting.page.locator(".decisions li[data-id=d1]")
    item.get_by_role("button").click()
    expect(item).to_have_count(0)
    meeting.status.get_by_role("button", name="Undo").click()
    expect(item).to_have_count(1)
    meeting.load(file(tmp_path, "{"), "decisions")
    expect(meeting.status).to_contain_text("not a whole JSON file")
    assert len(meeting.kept("g60.decisions")["decisions"]) == 2


# Seen by everybody -----------------------------------------------------------------------------


@pytest.mark.parametrize("width", [375, 820, 1024, 1440])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_wider_than_the_screen_and_axe_finds_nothing_serious(
    new_page: Callable[..., Page], server: str, width: int, lang: str
) -> None:
    page = new_page(viewport={"width": width, "height": 800})
    meeting = Meeting(page, server)
    meeting.keep(json.dumps(DECISIONS), "g60.decisions")
    meeting.open(f"?lang={lang}").shows(SHIPPED_IDS)
    expect(page.locator(".remarks > li").first).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".decisions li").first).to_be_visible(timeout=PATIENCE_MS)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for part in (".st-key-atlas_language", ".st-key-look"):
        box = page.locator(part).bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= width
    wide = page.evaluate(
        """() => {
            const root = Array.from(document.querySelectorAll("*")).map((n) => n.shadowRoot)
                .find((r) => r && r.querySelector(".meeting"));
            return Array.from(root.querySelectorAll("*"))
                .filter((n) => n.getBoundingClientRect().right > innerWidth + 1)
                .map((n) => n.className || n.tagName);
        }"""
    )
    assert wide == []
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [
        f"{entry['id']}: {node['html'][:120]}"
        for entry in found
        if entry["impact"] in ("serious", "critical")
        for node in entry["nodes"]
    ] == []


@pytest.mark.parametrize("theme", ["dark", "projector", "print"])
def test_axe_finds_nothing_serious_in_any_theme(new_page: Callable[..., Page], server: str, theme: str) -> None:
    page = new_page()
    meeting = Meeting(page, server).open(f"?theme={theme}")
    meeting.shows(SHIPPED_IDS)
    expect(page.locator(".remarks > li").first).to_be_visible(timeout=PATIENCE_MS)
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [entry["id"] for entry in found if entry["impact"] in ("serious", "critical")] == []


def test_the_language_switches_in_place_and_loses_nothing(meeting: Meeting) -> None:
    meeting.open().shows(SHIPPED_IDS)
    meeting.choose("zones")
    meeting.field("notes_zh").fill("未存的备注")
    meeting.page.get_by_role("button", name="English").click()
    expect(meeting.page.locator(".meeting .top h2")).to_have_text("Meeting", timeout=PATIENCE_MS)
    expect(meeting.row("zones")).to_contain_text("Eight high-tech zones")
    expect(meeting.row("zones")).to_have_class(re.compile("chosen"))
    expect(meeting.field("notes_zh")).to_have_value("未存的备注")
    expect(meeting.page.locator(".check")).to_contain_text("Inferred: County or zone, 8")


def test_keys_of_streamlit_do_nothing_here(meeting: Meeting) -> None:
    meeting.open().shows(SHIPPED_IDS)
    meeting.page.evaluate("window.marked = 1")
    meeting.row("core").locator("button.name").focus()
    for key in ("r", "c"):
        meeting.page.keyboard.press(key)
    settle(meeting.page)
    assert meeting.page.evaluate("window.marked") == 1
    expect(meeting.page.get_by_role("dialog")).to_have_count(0)
