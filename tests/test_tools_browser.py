"""The map's tools in a real browser: what a planner measures, asks for nearby, and hands on."""

import json
import math
import random
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from pyproj import Geod

from g60.cli import main
from tests.atlas_page import FRAME, PATIENCE_MS, AtlasPage, settle

pytestmark = pytest.mark.e2e

GEOD = Geod(ellps="WGS84")
DOUBLE_TAP_MS = 350  # two taps so far apart are two taps, wherever they are
MARK = "window.marked = 1; map_div.getContainer().marked = 1"
UNTOUCHED = "[window.marked, map_div.getContainer().marked, atlas.drawn]"


@pytest.fixture
def atlas(page: Page, server: str) -> Iterator[AtlasPage]:
    opened = AtlasPage(page, server)
    yield opened
    assert page.foreign_requests == []  # type: ignore[attr-defined]


def tool(atlas: AtlasPage, name: str) -> Locator:
    return atlas.map.locator(".atlas-tools").get_by_role("button", name=name, exact=True)


def plate(atlas: AtlasPage) -> Locator:
    return atlas.map.locator(".atlas-plate")


def on_screen(atlas: AtlasPage, lon: float, lat: float) -> tuple[float, float]:
    box = atlas.page.locator(FRAME).bounding_box()
    assert box is not None
    x, y = atlas.ask_map("at => { const p = map_div.latLngToContainerPoint(at); return [p.x, p.y]; }", [lat, lon])
    return box["x"] + x, box["y"] + y


def on_ground(atlas: AtlasPage, x: float, y: float) -> tuple[float, float]:
    box = atlas.page.locator(FRAME).bounding_box()
    assert box is not None
    at = [x - box["x"], y - box["y"]]
    lon, lat = atlas.ask_map("p => { const at = map_div.containerPointToLatLng(p); return [at.lng, at.lat]; }", at)
    return lon, lat


def click(atlas: AtlasPage, *shares: tuple[float, float]) -> list[tuple[float, float]]:
    """Clicks at these shares of the map's width and height; where that is on the ground."""
    box = atlas.page.locator(FRAME).bounding_box()
    assert box is not None
    found = []
    for x, y in shares:
        at = round(box["x"] + x * box["width"]), round(box["y"] + y * box["height"])
        atlas.page.mouse.click(*at)
        found.append(on_ground(atlas, *at))
    return found


def length_m(points: list[tuple[float, float]]) -> float:
    return float(GEOD.line_length(*zip(*points, strict=True)))


def area_m2(points: list[tuple[float, float]]) -> float:
    return abs(float(GEOD.polygon_area_perimeter(*zip(*points, strict=True))[0]))


def figure(words: str) -> float:
    return float(re.findall(r"[\d.]+", words.replace(",", ""))[0])


def ids_of(capsys: pytest.CaptureFixture[str], *flags: str) -> list[str]:
    assert main(["list", *flags]) == 0
    return [item["id"] for item in json.loads(capsys.readouterr().out)["items"]]


# Measuring -----------------------------------------------------------------------------------


def test_lengths_areas_and_directions_are_those_of_pyproj(atlas: AtlasPage) -> None:
    atlas.open()
    chance = random.Random(11)
    shapes = []
    for _ in range(200):
        lon, lat, reach = chance.uniform(119, 122), chance.uniform(30, 32), 10 ** chance.uniform(-3, -0.1)
        corners = chance.randint(3, 12)
        turns = [2 * math.pi * turn / corners for turn in range(corners)]
        reaches = [chance.uniform(0.4, 1) * reach for _ in turns]
        shapes.append(
            [(lon + far * math.cos(a), lat + far * math.sin(a)) for a, far in zip(turns, reaches, strict=True)]
        )
    measured = atlas.ask_map(
        "shapes => shapes.map(shape => { const points = shape.map(([lon, lat]) => L.latLng(lat, lon));"
        " const end = atlas.geodesy.direct(points[0], 77, 12345);"
        " return [atlas.geodesy.length(points), atlas.geodesy.area(points), end.lng, end.lat]; })",
        shapes,
    )
    for shape, (length, area, lon, lat) in zip(shapes, measured, strict=True):
        assert length == pytest.approx(length_m(shape), rel=1e-6)
        assert area == pytest.approx(area_m2(shape), rel=1e-4)
        assert [lon, lat] == pytest.approx(GEOD.fwd(*shape[0], 77, 12345)[:2], abs=1e-8)


def test_a_line_is_measured_as_it_is_drawn(atlas: AtlasPage) -> None:
    atlas.open("/?map=11/30.65/120.75")
    atlas.ask_map(MARK)
    view = atlas.view()
    tool(atlas, "量距离").click()
    expect(plate(atlas)).to_contain_text("示意图形的边界不能量算")
    points = click(atlas, (0.3, 0.5), (0.5, 0.4), (0.6, 0.65))
    result = plate(atlas).locator("output")
    expect(result).to_contain_text("公里")
    assert figure(result.inner_text()) * 1000 == pytest.approx(length_m(points), rel=1e-3)
    last = click(atlas, (0.7, 0.4))
    atlas.page.keyboard.press("Backspace")
    assert figure(result.inner_text()) * 1000 == pytest.approx(length_m(points), rel=1e-3)
    atlas.page.mouse.move(*on_screen(atlas, *last[0]))
    assert atlas.ask_map("atlas.measured") == pytest.approx(length_m(points + last), rel=1e-3)
    atlas.page.keyboard.press("Enter")
    assert atlas.ask_map("atlas.measured") == pytest.approx(length_m(points), rel=1e-3)
    atlas.page.keyboard.press("Escape")
    expect(plate(atlas)).to_be_hidden()
    assert atlas.map.locator(".atlas-sketch-dot").count() == 0
    assert atlas.ask_map(UNTOUCHED) == [1, 1, 1]
    assert atlas.view() == view
    assert "focus" not in atlas.query()


def test_an_area_ends_with_a_double_click_and_says_its_size_in_both_languages(atlas: AtlasPage) -> None:
    atlas.open("/?map=11/30.65/120.75&lang=en")
    tool(atlas, "Measure an area").click()
    points = click(atlas, (0.35, 0.4), (0.6, 0.35), (0.65, 0.6))
    x, y = on_screen(atlas, *points[0])
    atlas.page.mouse.dblclick(x, y + 90)
    points.append(on_ground(atlas, x, y + 90))
    result = plate(atlas).locator("output")
    expect(result).to_contain_text("km²")
    assert figure(result.inner_text()) * 1e6 == pytest.approx(area_m2(points), rel=1e-3)
    atlas.page.get_by_role("button", name="中文").click()
    expect(result).to_contain_text("平方公里", timeout=PATIENCE_MS)
    expect(result).to_contain_text("周长")


def test_edges_that_cross_are_no_area(atlas: AtlasPage) -> None:
    atlas.open("/?map=11/30.65/120.75")
    tool(atlas, "量面积").click()
    click(atlas, (0.4, 0.4), (0.6, 0.6), (0.6, 0.4), (0.4, 0.6))
    expect(plate(atlas).get_by_role("alert")).to_have_text("边线不能相交。")
    assert atlas.map.locator(".atlas-sketch-dot").count() == 3


def test_a_schematic_shape_refuses_to_be_measured_and_says_why(atlas: AtlasPage) -> None:
    atlas.open("/?focus=lake-juanhu")
    tool(atlas, "量面积").click()
    why = plate(atlas).get_by_role("alert")
    expect(why).to_have_text("示意图形不能量算：规划没有给出“鹃湖国际科技城”的界线。")
    click(atlas, (0.4, 0.6))
    expect(why).to_be_hidden()
    atlas.page.keyboard.press("Backspace")
    x, y = atlas.point_of("lake-nanbeihu")
    atlas.page.mouse.dblclick(x + 8, y + 8)
    expect(why).to_contain_text("示意图形不能量算")
    expect(why).to_contain_text("南北湖")
    assert atlas.ask_map("atlas.measured") is None


def test_a_line_can_be_measured_by_keyboard_alone(atlas: AtlasPage) -> None:
    atlas.open("/?map=11/30.65/120.75")
    tool(atlas, "量距离").focus()
    atlas.page.keyboard.press("Enter")
    atlas.page.keyboard.press(" ")
    start = atlas.view()
    for _ in range(2):
        atlas.page.keyboard.press("ArrowRight")
        atlas.settle()
    end = atlas.view()
    atlas.page.keyboard.press(" ")
    atlas.page.keyboard.press("Enter")
    ground = length_m([(start[2], start[1]), (end[2], end[1])])
    assert ground > 1000
    assert figure(plate(atlas).locator("output").inner_text()) * 1000 == pytest.approx(ground, rel=2e-3)
    atlas.page.keyboard.press("Escape")
    expect(tool(atlas, "量距离")).to_be_focused()


# Nearby --------------------------------------------------------------------------------------


def test_near_the_chosen_one_shows_what_the_command_line_lists(
    atlas: AtlasPage, capsys: pytest.CaptureFixture[str]
) -> None:
    atlas.open("/?focus=lake-juanhu")
    atlas.ask_map(MARK)
    view = atlas.view()
    tool(atlas, "按距离筛选").click()
    expect(atlas.sentence).to_contain_text("鹃湖国际科技城周围 5 km", timeout=PATIENCE_MS)
    expect(atlas.sentence).to_contain_text("另有 42 个仅知县域，未计入")
    atlas.shows(ids_of(capsys, "--near", atlas.query()["near"][0]))
    plate(atlas).get_by_role("button", name="10 公里").click()
    expect(atlas.sentence).to_contain_text("周围 10 km", timeout=PATIENCE_MS)
    near = atlas.query()["near"][0]
    assert near.endswith(",10")
    found = ids_of(capsys, "--near", near)
    atlas.shows(found)
    assert "lake-juanhu" in found
    assert atlas.ask_map(UNTOUCHED) == [1, 1, 1]
    assert atlas.view() == view
    atlas.page.reload()
    atlas.map.locator("#map_div.is-painted").wait_for(timeout=PATIENCE_MS)
    atlas.shows(found)
    assert atlas.query()["near"] == [near]
    expect(atlas.map.locator(".atlas-chip")).to_contain_text("周围 10 公里")
    atlas.map.get_by_role("button", name="取消按距离筛选").click()
    atlas.frame.wait_for_function("atlas.shown().length === 86", timeout=PATIENCE_MS)
    atlas.page.wait_for_function("!location.search.includes('near=')", timeout=PATIENCE_MS)


def test_a_clicked_place_is_a_centre_and_the_rim_can_be_dragged_and_pushed(
    atlas: AtlasPage, capsys: pytest.CaptureFixture[str]
) -> None:
    atlas.open("/?map=10.5/30.65/120.75")
    tool(atlas, "按距离筛选").click()
    (centre,) = click(atlas, (0.45, 0.7))
    expect(atlas.sentence).to_contain_text("所选点周围 5 km", timeout=PATIENCE_MS)
    atlas.page.keyboard.press("Escape")
    rim = atlas.map.get_by_role("slider", name="半径")
    box = rim.bounding_box()
    assert box is not None
    atlas.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    atlas.page.mouse.down()
    target = on_screen(atlas, *GEOD.fwd(*centre, 90, 12_000)[:2])
    atlas.page.mouse.move(*target, steps=6)
    atlas.page.mouse.up()
    expect(atlas.sentence).not_to_contain_text("周围 5 km", timeout=PATIENCE_MS)
    lon, lat, km = (float(part) for part in atlas.query()["near"][0].split(","))
    assert [lon, lat] == pytest.approx(centre, abs=1e-4)
    assert km == pytest.approx(12, abs=0.5)
    rim.focus()
    atlas.page.keyboard.press("ArrowUp")
    expect(rim).to_have_attribute("aria-valuenow", re.compile(str(round(km + 0.5, 1)).removesuffix(".0")))
    expect(atlas.sentence).to_contain_text(f"{km + 0.5:g} km", timeout=PATIENCE_MS)
    atlas.shows(ids_of(capsys, "--near", atlas.query()["near"][0]))


def test_a_drawn_circle_is_a_circle_on_the_ground(atlas: AtlasPage) -> None:
    atlas.open("/?near=120.69,30.53,10")
    ring = atlas.ask_map(
        "[...Object.values(map_div._layers)].filter(path => path.options.className === 'atlas-around')[0]"
        ".getLatLngs()[0].map(at => [at.lng, at.lat])"
    )
    assert len(ring) > 50
    assert all(GEOD.inv(120.69, 30.53, *at)[2] == pytest.approx(10_000, abs=1) for at in ring)


def test_a_body_without_a_place_cannot_be_a_centre(atlas: AtlasPage) -> None:
    atlas.open("/?focus=carrier-23")
    tool(atlas, "按距离筛选").click()
    expect(plate(atlas).get_by_role("alert")).to_contain_text("“乌镇实验室”仅知县域")
    assert "near" not in atlas.query()


def test_a_drawn_area_filters_lasts_and_is_cleared_with_the_rest(
    atlas: AtlasPage, capsys: pytest.CaptureFixture[str]
) -> None:
    atlas.open("/?map=10.3/30.65/120.8")
    atlas.ask_map(MARK)
    tool(atlas, "画范围筛选").click()
    click(atlas, (0.35, 0.3), (0.75, 0.35), (0.6, 0.65), (0.3, 0.6))
    atlas.page.keyboard.press("Enter")
    expect(atlas.sentence).to_contain_text("所画范围内", timeout=PATIENCE_MS)
    within = atlas.query()["within"][0]
    assert len(within.split(";")) == 4
    found = ids_of(capsys, "--within", within)
    atlas.shows(found)
    assert 5 < len(found) < 80
    expect(atlas.page.locator(".st-key-atlas_results .front button.row")).to_have_count(len(found))
    assert atlas.ask_map(UNTOUCHED) == [1, 1, 1]
    atlas.page.reload()
    atlas.map.locator("#map_div.is-painted").wait_for(timeout=PATIENCE_MS)
    atlas.shows(found)
    atlas.filter("海宁")
    atlas.shows(ids_of(capsys, "--within", within, "--unit", "330481"))
    atlas.page.locator(".st-key-atlas_filters button.clear").click()
    atlas.frame.wait_for_function("atlas.shown().length === 86", timeout=PATIENCE_MS)
    expect(atlas.map.locator(".atlas-chip")).to_have_count(0)
    assert "within" not in atlas.query()


def test_sixteen_corners_are_enough(atlas: AtlasPage) -> None:
    atlas.open("/?map=10.3/30.65/120.8")
    tool(atlas, "画范围筛选").click()
    turns = [2 * math.pi * turn / 17 for turn in range(17)]
    click(atlas, *((0.55 + 0.2 * math.cos(turn), 0.5 + 0.2 * math.sin(turn)) for turn in turns))
    expect(plate(atlas).get_by_role("alert")).to_have_text("至多 16 个角点。")
    assert atlas.map.locator(".atlas-sketch-dot").count() == 16


def test_what_the_frame_makes_up_changes_nothing(atlas: AtlasPage) -> None:
    atlas.open()
    for sent in (
        {"type": "near", "near": "<script>"},
        {"type": "near", "near": "0,0,5"},
        {"type": "within", "within": "120.6,30.5;120.7,30.5"},
        {"type": "within", "within": ["x"]},
        {"type": "near", "near": "120.69,30.53,5"},  # what is sent first is heard first
    ):
        atlas.ask_map("message => parent.postMessage({ atlas: 1, ...message }, location.origin)", sent)
    atlas.page.wait_for_function("location.search.includes('near=')", timeout=PATIENCE_MS)
    settle(atlas.page)
    assert atlas.query() == {"near": ["120.69,30.53,5"]}


# Hands at the map ----------------------------------------------------------------------------


def test_one_tool_at_a_time_and_nothing_is_chosen_meanwhile(atlas: AtlasPage) -> None:
    atlas.open()
    tool(atlas, "量距离").click()
    tool(atlas, "画范围筛选").click()
    expect(tool(atlas, "量距离")).to_have_attribute("aria-pressed", "false")
    expect(tool(atlas, "画范围筛选")).to_have_attribute("aria-pressed", "true")
    expect(plate(atlas)).to_contain_text("至多 16 个")
    x, y = atlas.point_of("lake-nanbeihu")
    atlas.page.mouse.click(x + 8, y + 8)
    expect(atlas.map.locator(".atlas-sketch-dot")).to_have_count(1)
    settle(atlas.page)
    assert "focus" not in atlas.query()
    tool(atlas, "画范围筛选").click()
    atlas.page.mouse.click(x + 8, y + 8)
    atlas.page.wait_for_function("location.search.includes('focus=lake-nanbeihu')", timeout=PATIENCE_MS)


def test_the_locator_shows_where_the_window_is(atlas: AtlasPage) -> None:
    atlas.open()
    locator = atlas.map.get_by_role("img", name="定位图：方框是当前视野")
    expect(locator).to_be_hidden()
    atlas.open("/?map=12/30.53/120.69")
    expect(locator).to_be_visible()
    assert locator.locator(".atlas-locator-county").count() == 7
    frame = locator.locator(".atlas-locator-window")
    box, whole = frame.bounding_box(), locator.bounding_box()
    assert box is not None
    assert whole is not None
    assert box["width"] < whole["width"] / 2
    west, _, east, _ = atlas.ask_map("atlas.data.counties.bbox")
    share = (box["x"] + box["width"] / 2 - whole["x"]) / whole["width"]
    assert share == pytest.approx((120.69 - west) / (east - west), abs=0.08)
    atlas.drag_map(-150, 0)
    moved = frame.bounding_box()
    assert moved is not None
    assert moved["x"] > box["x"]


def test_the_link_is_copied(new_page: Callable[..., Page], server: str) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    atlas = AtlasPage(page, server).open("/?unit=330481&near=120.69,30.53,5")
    tool(atlas, "复制链接").click()
    expect(atlas.map.get_by_role("status").filter(has_text="已复制链接")).to_be_visible(timeout=PATIENCE_MS)
    assert page.evaluate("navigator.clipboard.readText()") == page.evaluate("location.href + '&v=1'")


def test_where_copying_is_forbidden_the_link_stands_in_a_field(atlas: AtlasPage) -> None:
    atlas.open("/?unit=330481")
    atlas.page.evaluate("document.execCommand = () => false; navigator.clipboard.writeText = undefined")
    atlas.page.evaluate("Object.defineProperty(window, 'isSecureContext', { value: false })")
    tool(atlas, "复制链接").click()
    field = atlas.map.get_by_role("textbox", name="复制链接")
    expect(field).to_have_value(atlas.page.evaluate("location.href + '&v=1'"), timeout=PATIENCE_MS)
    assert atlas.ask_map("getSelection().toString()") == atlas.page.evaluate("location.href + '&v=1'")


def test_the_map_fills_the_screen_and_comes_back(atlas: AtlasPage) -> None:
    atlas.open()
    tool(atlas, "全屏").click()
    expect(tool(atlas, "退出全屏")).to_be_visible(timeout=PATIENCE_MS)
    assert atlas.ask_map("Boolean(document.fullscreenElement)")
    tool(atlas, "退出全屏").click()
    expect(tool(atlas, "全屏")).to_be_visible(timeout=PATIENCE_MS)
    assert not atlas.ask_map("Boolean(document.fullscreenElement)")


def test_without_the_browsers_full_screen_the_map_fills_the_window(atlas: AtlasPage) -> None:
    atlas.open()
    atlas.ask_map(MARK)
    before = atlas.page.locator(FRAME).bounding_box()
    atlas.ask_map("Object.defineProperty(document, 'fullscreenEnabled', { value: false })")
    tool(atlas, "全屏").click()
    atlas.page.wait_for_function("document.documentElement.hasAttribute('data-atlas-full')")
    assert atlas.page.locator(FRAME).bounding_box() == {"x": 0, "y": 0, "width": 1440, "height": 900}
    atlas.page.keyboard.press("Escape")
    atlas.page.wait_for_function("!document.documentElement.hasAttribute('data-atlas-full')")
    assert atlas.page.locator(FRAME).bounding_box() == before
    expect(tool(atlas, "全屏")).to_be_visible()
    assert atlas.ask_map(UNTOUCHED) == [1, 1, 1]


def test_on_a_telephone_the_tools_fold_into_one_button(new_page: Callable[..., Page], server: str) -> None:
    page = new_page(viewport={"width": 375, "height": 812}, has_touch=True)
    atlas = AtlasPage(page, server).open("/?lang=en")
    expect(tool(atlas, "Measure a distance")).to_be_hidden()
    tool(atlas, "Tools").click()
    tray = atlas.map.locator(".atlas-tools-tray").bounding_box()
    assert tray is not None
    assert tray["x"] + tray["width"] <= 375
    tool(atlas, "Measure a distance").click()
    box = page.locator(FRAME).bounding_box()
    assert box is not None
    for share in (0.3, 0.7):
        page.touchscreen.tap(share * 375, box["y"] + 0.65 * box["height"])
        page.wait_for_timeout(DOUBLE_TAP_MS)
    expect(plate(atlas).locator("output")).to_contain_text("km")
    plate(atlas).get_by_role("button", name="Done").click()
    plate(atlas).get_by_role("button", name="Put away").click()
    expect(plate(atlas)).to_be_hidden()
