"""Editing in a real browser: publish and undo, places and words tidied, a table with the keys of Excel."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect

from layers import client
from tests.atlas_page import PATIENCE_MS, AtlasPage, go, resize, settle

pytestmark = pytest.mark.e2e

COPIED = "嘉兴某路1号\t120.75\r\n嘉兴某路2号\t东经一百二十度\r\n"


@pytest.fixture(autouse=True)
def patient(page: Page) -> None:
    page.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)


def new_draft(page: Page, base_url: str, name: str, path: str = "/edit") -> str:
    """Starts a draft by the page; its number."""
    go(page, base_url + path)
    field = page.get_by_label("草稿名称")
    field.fill(name)
    field.press("Tab")
    page.get_by_role("button", name="新建草稿").click()
    page.wait_for_url(re.compile(r"[?&]draft=\d+"))
    settle(page)
    return parse_qs(urlsplit(page.url).query)["draft"][0]


def open_form(page: Page, base_url: str, number: str, subject: str) -> Locator:
    go(page, f"{base_url}/edit?draft={number}&subject={subject}")
    form = page.locator(".editor.form")
    form.wait_for()
    return form


def rest_on(editor: Locator, source: str, locator: str) -> None:
    editor.locator("[name=source]").fill(source)
    editor.locator("[name=locator]").fill(locator)


def answer(editor: Locator) -> Locator:
    return editor.locator(".answer")


def publish(page: Page, base_url: str, number: str, why: str) -> None:
    go(page, f"{base_url}/edit?draft={number}")
    area = page.get_by_label("为何发布")
    area.fill(why)
    area.press("Tab")
    page.get_by_role("button", name="发布", exact=True).click()
    settle(page)


def test_a_value_is_changed_from_its_card_and_seen_on_the_map_as_a_draft(page: Page, editing: str) -> None:
    atlas = AtlasPage(page, editing).open("/?focus=lake-juanhu")
    expect(atlas.card).to_contain_text("23.3")
    atlas.card.get_by_role("link", name="修改").click()
    page.get_by_label("草稿名称").wait_for()
    page.get_by_role("button", name="新建草稿").click()
    form = page.locator(".editor.form")
    form.wait_for()
    number = parse_qs(urlsplit(page.url).query)["draft"][0]
    area = form.get_by_label("面积")
    area.fill("二十五")
    expect(form.locator("[data-field=area_km2] .fault")).to_have_text("“二十五”不是数")
    area.fill("25.5")
    form.get_by_role("button", name="存入草稿").click()
    expect(answer(form)).to_contain_text("没有来源的值不能保存")
    rest_on(form, "关于鹃湖的批复", "第一条")
    form.get_by_role("button", name="存入草稿").click()
    expect(answer(form)).to_contain_text("已存入草稿：1 个值")
    # On the real map, as a draft; for everybody else nothing has changed.
    page.locator(".st-key-atlas_draft a").click()
    atlas.map.locator("#map_div.is-painted").wait_for()
    expect(page.locator(".st-key-atlas_draft")).to_contain_text("返回编辑")
    expect(atlas.card).to_contain_text("25.5")
    assert atlas.query()["draft"] == [number]
    AtlasPage(page, editing).open("/?focus=lake-juanhu")
    expect(atlas.card).to_contain_text("23.3")
    expect(page.locator(".st-key-atlas_draft")).to_have_count(0)


def with_area(page: Page, base_url: str, name: str, area: str) -> str:
    """A draft with another area of one lake district; its number."""
    number = new_draft(page, base_url, name)
    form = open_form(page, base_url, number, "lake-juanhu")
    form.get_by_label("面积").fill(area)
    rest_on(form, f"{name}的文件", "第二条")
    form.get_by_role("button", name="存入草稿").click()
    expect(answer(form)).to_contain_text("已存入草稿：1 个值")
    return number


def test_the_second_to_publish_a_value_sees_both_and_chooses(page: Page, editing: str) -> None:
    number, other = with_area(page, editing, "一份", "25.5"), with_area(page, editing, "另一份", "26")
    atlas = AtlasPage(page, editing)
    publish(page, editing, number, "")
    expect(page.locator(".stAlert")).to_contain_text("请写明发布或恢复的原因")
    publish(page, editing, number, "鹃湖扩区")
    expect(page.locator(".st-key-edit_published")).to_contain_text("25.5")
    atlas.open("/?focus=lake-juanhu")
    expect(atlas.card).to_contain_text("25.5")
    go(page, f"{editing}/edit?draft={other}")
    choices = page.get_by_role("radiogroup")
    expect(choices).to_have_count(1)
    expect(choices).to_contain_text("本草稿：26")
    expect(choices).to_contain_text("已发布：25.5")
    page.get_by_role("button", name="按所选的继续").click()
    expect(page.locator(".stAlert").first).to_contain_text("请逐一选定")
    choices.get_by_text("本草稿：26").click()
    page.get_by_role("button", name="按所选的继续").click()
    expect(page.get_by_role("radiogroup")).to_have_count(0)
    publish(page, editing, other, "仍取二十六")
    AtlasPage(page, editing).open("/?focus=lake-juanhu")
    expect(atlas.card).to_contain_text("26")


def test_who_saves_after_another_sees_both_values_at_the_field_and_chooses(
    page: Page, new_page: Callable[..., Page], editing: str
) -> None:
    number = new_draft(page, editing, "两人同改")
    mine = open_form(page, editing, number, "lake-juanhu")
    mine.get_by_label("面积").fill("31")
    rest_on(mine, "甲的文件", "第二条")
    theirs = open_form(other := new_page(), editing, number, "lake-juanhu")
    theirs.get_by_label("面积").fill("30")
    rest_on(theirs, "乙的文件", "第三条")
    theirs.get_by_role("button", name="存入草稿").click()
    expect(answer(theirs)).to_contain_text("已存入草稿")
    other.close()
    mine.get_by_role("button", name="存入草稿").click()
    expect(answer(mine)).to_contain_text("此时已是“30”")
    choice = mine.locator("[data-field=area_km2] .overtaken")
    expect(choice).to_contain_text("这期间别人在本草稿中存入了“30”")
    page.reload()
    mine = open_form(page, editing, number, "lake-juanhu")
    expect(mine.get_by_label("面积")).to_have_value("31")
    choice.get_by_role("button", name="换成“31”").click()
    expect(choice).to_be_hidden()
    rest_on(mine, "甲的文件", "第二条")
    mine.get_by_role("button", name="存入草稿").click()
    expect(answer(mine)).to_contain_text("已存入草稿：1 个值")


def test_a_published_draft_leads_to_the_map_of_its_version(page: Page, editing: str) -> None:
    number = with_area(page, editing, "看图", "21.5")
    publish(page, editing, number, "核实")
    done = page.locator(".st-key-edit_published")
    expect(done).to_contain_text("已发布为版本")
    done.get_by_role("link", name="到地图上看").click()
    atlas = AtlasPage(page, editing)
    atlas.map.locator("#map_div.is-painted").wait_for()
    assert urlsplit(page.url).path == "/"
    assert "draft" not in atlas.query()
    expect(page.locator(".st-key-atlas_draft")).to_have_count(0)


def test_a_step_is_undone_by_a_button_and_by_ctrl_z(page: Page, editing: str) -> None:
    number = new_draft(page, editing, "撤销")
    form = open_form(page, editing, number, "carrier-07")
    name = form.get_by_label("英文名")
    before = name.input_value()
    name.fill("Another Name")
    rest_on(form, "某函", "第一条")
    form.get_by_role("button", name="存入草稿").click()
    expect(answer(form)).to_contain_text("已存入草稿")
    form.get_by_role("button", name="撤销").click()
    expect(name).to_have_value(before)
    form.get_by_role("button", name="重做").click()
    expect(name).to_have_value("Another Name")
    form.get_by_role("button", name="重做").focus()
    page.keyboard.press("Control+z")
    expect(name).to_have_value(before)


def test_a_point_in_the_wrong_county_is_refused_unless_one_insists_with_a_reason(page: Page, editing: str) -> None:
    number = new_draft(page, editing, "地点")
    form = open_form(page, editing, number, "carrier-07")
    chart = form.locator("svg.map")
    box = chart.bounding_box()
    assert box is not None
    chart.click(position={"x": box["width"] * 0.45, "y": box["height"] * 0.5})
    lon = form.get_by_label("经度")
    expect(lon).to_have_value(re.compile(r"120\.\d{5}"))
    picked = lon.input_value()
    chart.focus()
    page.keyboard.press("Shift+ArrowRight")
    assert float(lon.input_value()) - float(picked) == pytest.approx(0.0104, abs=0.0005)
    lon.fill("120.68")
    form.get_by_label("纬度").fill("30.53")
    form.get_by_label("位置等级").select_option("B")
    form.get_by_label("误差半径").fill("300")
    rest_on(form, "实地测量", "第一页")
    form.get_by_role("button", name="存入草稿").click()
    expect(answer(form)).to_contain_text("不在所填的县内")
    expect(lon).to_have_value("120.68")
    form.locator("[name=reason]").fill("海宁园区内的分院")
    form.get_by_role("button", name="仍然采用这个点").click()
    expect(answer(form)).to_contain_text("已存入草稿")
    go(page, f"{editing}/edit?draft={number}")
    expect(page.locator(".st-key-edit_findings")).to_contain_text("已写明理由，仍采用")
    publish(page, editing, number, "分院")
    expect(page.locator(".st-key-edit_published")).to_contain_text("120.68")


def test_a_spelling_is_offered_the_words_stay_and_the_list_without_industry_gets_shorter(
    page: Page, editing: str
) -> None:
    number = new_draft(page, editing, "用语")
    form = open_form(page, editing, number, "carrier-15")
    words = form.get_by_label("重点领域", exact=True)
    words.fill("材料新型")
    form.get_by_label("重点领域（英译，非官方）").fill("new kinds of materials")
    rest_on(form, "平湖报送", "第一页")
    form.get_by_role("button", name="存入草稿").click()
    expect(answer(form)).to_contain_text("已存入草稿")
    without = f"{editing}/edit?draft={number}&table=carriers&rows=without"
    go(page, without)
    tally = page.locator(".editor .tally")
    expect(tally).to_contain_text(re.compile(r"显示 \d+ / 68 行"))
    before = int(re.findall(r"显示 (\d+)", tally.inner_text())[0])
    form = open_form(page, editing, number, "carrier-15")
    form.get_by_role("button", name="就是“新型材料”的另一种写法").click()
    expect(answer(form)).to_contain_text("原文用语不变")
    expect(words).to_have_value("材料新型")
    expect(form.locator("[data-field=industries] input:checked")).to_have_count(1)
    go(page, without)
    expect(tally).to_contain_text(f"显示 {before - 1} / 68 行")


def open_table(page: Page, base_url: str, number: str) -> Locator:
    go(page, f"{base_url}/edit?draft={number}&table=carriers")
    table = page.locator(".editor.table")
    table.wait_for()
    return table


def column_of(table: Locator, label: str) -> int:
    """The place of a column, from 0."""
    heads = table.locator(".grid-head > div").all_inner_texts()
    return next(at for at, words in enumerate(heads) if words.startswith(label))


def paste(page: Page, text: str) -> None:
    page.evaluate(
        """text => {
            let at = document.activeElement;
            while (at.shadowRoot) at = at.shadowRoot.activeElement;
            const data = new DataTransfer();
            data.setData('text/plain', text);
            at.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def test_a_table_is_edited_by_keys_and_an_invalid_text_stays_and_says_why(page: Page, editing: str) -> None:
    table = open_table(page, editing, new_draft(page, editing, "表格"))
    cell = table.locator("[aria-rowindex='3'] [role=gridcell]").nth(column_of(table, "序号"))
    cell.click()
    page.keyboard.type("abc")
    page.keyboard.press("Enter")
    expect(cell).to_have_text("abc")
    expect(cell).to_have_attribute("aria-invalid", "true")
    expect(cell).to_have_attribute("title", "“abc”不是整数")
    page.keyboard.press("ArrowUp")
    expect(table.locator(".about")).to_contain_text("“abc”不是整数")
    page.keyboard.press("Control+z")
    expect(cell).to_have_text("2")
    page.keyboard.press("Control+y")
    expect(cell).to_have_text("abc")
    page.keyboard.press("F2")
    page.keyboard.press("Backspace")
    page.keyboard.press("Escape")
    expect(cell).to_have_text("abc")
    page.keyboard.press("Control+y")  # what Esc let go of is not lost
    expect(cell).to_have_text("ab")
    page.keyboard.press("Control+z")
    expect(cell).to_have_text("abc")
    page.keyboard.press("Tab")
    page.keyboard.type("新的名称")
    page.keyboard.press("Tab")
    expect(table.locator(".tally")).to_contain_text("改了 2 格")
    page.keyboard.press("Escape")  # to the button, for who has no mouse
    expect(table.get_by_role("button", name="存入草稿")).to_be_focused()


def test_a_block_from_excel_is_pasted_kept_over_a_reload_and_saved_as_one_step(page: Page, editing: str) -> None:
    number = new_draft(page, editing, "粘贴")
    table = open_table(page, editing, number)
    at, tally = column_of(table, "地址"), table.locator(".tally")
    table.locator("[aria-rowindex='3'] [role=gridcell]").nth(1).click()
    for _ in range(at - 1):
        page.keyboard.press("ArrowRight")
    paste(page, COPIED)
    expect(tally).to_contain_text("改了 4 格，尚未保存。 其中 1 格有误")
    wrong = table.locator("[aria-rowindex='4'] [role=gridcell]").nth(at + 1)
    expect(wrong).to_have_text("东经一百二十度")
    page.reload()
    expect(tally).to_contain_text("改了 4 格，尚未保存。 其中 1 格有误")
    rest_on(table, "平湖报送", "第一页")
    table.get_by_role("button", name="存入草稿").click()
    expect(answer(table)).to_contain_text("已存入草稿：4 个值")
    expect(table.locator("[aria-invalid=true][role=gridcell]")).to_contain_text("东经一百二十度")
    go(page, f"{editing}/edit?draft={number}")
    expect(page.locator(".st-key-edit_publishing")).to_contain_text("改正之后才能发布")
    expect(page.locator(".st-key-edit_findings")).to_contain_text("“东经一百二十度”不是数")
    page.get_by_role("button", name="撤销一步").click()
    expect(page.locator(".st-key-edit_findings")).to_contain_text("没有问题")


def test_a_row_is_added_with_an_offered_id_and_removed_after_a_question(page: Page, editing: str) -> None:
    number = new_draft(page, editing, "增删")
    go(page, f"{editing}/edit?draft={number}&table=outside")
    page.locator(".editor.table").wait_for()
    page.get_by_role("button", name="新增一行").click()
    form = page.locator(".editor.form")
    key = form.get_by_label("编号（小写字母、数字、连字符）")
    expect(key).not_to_have_value("")
    offered = key.input_value()
    for label, words in {"名称 *": "某地", "英文名 *": "Somewhere", "主体 *": "city", "文字 *": "一句"}.items():
        form.get_by_label(label, exact=True).fill(words)
    form.get_by_label("联系 *", exact=True).select_option(index=1)
    rest_on(form, "某函", "第一条")
    form.get_by_role("button", name="加入草稿").click()
    expect(answer(form)).to_contain_text(f"已加入 {offered}")
    expect(page.locator("h2", has_text="某地")).to_be_visible()
    form.get_by_role("button", name="删除这一行").click()
    expect(form.get_by_role("button", name="不删")).to_be_focused()
    form.get_by_role("button", name="确定删除").click()
    expect(page.locator(".stAlert")).to_contain_text("已删除（可撤销）")
    page.get_by_role("button", name="撤销一步").click()
    expect(page.locator(".st-key-edit_changes")).to_contain_text("Somewhere")


@pytest.mark.parametrize("look", ["", "&lang=en&theme=dark"])
def test_axe_finds_nothing_serious(page: Page, editing: str, look: str) -> None:
    number = new_draft(page, editing, "无障碍")
    serious = []
    for asked in ("", "&subject=carrier-01", "&table=carriers", "&table=carriers&subject=-"):
        go(page, f"{editing}/edit?draft={number}{asked}{look}")
        (page.locator(".editor").first if asked else page.locator(".st-key-draft_manage")).wait_for()
        settle(page)
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
        told = [one for one in found if one["impact"] in ("serious", "critical")]
        serious += [(asked, one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in told]
    assert serious == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_wider_than_a_phone_or_a_small_desk(page: Page, editing: str, lang: str) -> None:
    number = new_draft(page, editing, "很长的名称" * 30)
    for width in (375, 1024):
        page.set_viewport_size({"width": width, "height": 800})
        for asked in ("", "&subject=carrier-01", "&table=carriers"):
            go(page, f"{editing}/edit?draft={number}{asked}&lang={lang}")
            (page.locator(".editor").first if asked else page.locator(".st-key-draft_manage")).wait_for()
            settle(page)
            assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width


MOUNTED = """async ([address, data]) => {
    document.body.innerHTML = "<div id=host style='width: 1300px'></div>";
    const root = document.getElementById("host").attachShadow({ mode: "open" });
    const part = await import(new URL(address, location.origin));
    part.mounted({ parentElement: root, data, setTriggerValue: () => {} });
}"""
# From the key to the frame that shows it.
KEYED = """([key, text]) => new Promise(resolve => {
    const input = document.getElementById("host").shadowRoot.querySelector(".grid-input");
    input.focus();
    const start = performance.now();
    if (text) {
        input.value += text;
        input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    } else input.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
})"""


def test_a_keystroke_in_a_table_of_5000_rows_is_shown_within_100_ms(page: Page, server: str) -> None:
    column = {"form": "text", "required": False, "codes": [], "minimum": None, "maximum": None, "unit": ""}
    names = [f"field_{at}" for at in range(16)]
    columns = [{**column, "name": name, "label": name, "locked": name == names[0]} for name in names]
    rows = [[f"carrier-{row}", *(f"第{row}行第{at}格" for at in range(1, 16))] for row in range(5000)]
    data = {"mode": "table", "lang": "zh", "draft": 1, "table": "carriers", "prefix": "", "cited": True}
    data |= {"columns": columns, "rows": rows, "faults": {}, "show": "", "without": "", "answer": None}
    data |= {"evidence": [["reported", "上报"]], "documents": []}
    empty = f"{server}/empty"  # of the app's host, so that the module comes, and without a policy
    page.route(empty, lambda route: route.fulfill(body="<!doctype html><body>", content_type="text/html"))
    page.goto(empty)
    page.evaluate(MOUNTED, [client.part_address("editor"), data])
    keys = [["", "字"], ["", "母"], ["Enter", ""], ["ArrowDown", ""], ["PageDown", ""], ["Tab", ""]] * 10
    times = sorted(page.evaluate(KEYED, key) for key in keys)
    print([round(times[int(len(times) * part)], 1) for part in (0.5, 0.95)])
    assert times[len(times) // 2] < 100
    assert page.evaluate("document.getElementById('host').shadowRoot.querySelectorAll('.grid-row').length") < 60
    expect(page.locator(".tally")).to_contain_text("改了 10 格")


def test_who_may_not_edit_is_told_how_editing_is_turned_on(page: Page, server: str) -> None:
    page.goto(f"{server}/edit")
    expect(page.locator(".st-key-atlas_edit")).to_contain_text("G60_EDIT=local make run")
    AtlasPage(page, server).open("/?focus=lake-juanhu&draft=1")
    expect(AtlasPage(page, server).card.get_by_role("link", name="修改")).to_have_count(0)
    expect(page.locator(".st-key-atlas_not_had")).to_contain_text("请先登录")


@pytest.mark.parametrize("asked", ["table=carriers", "subject=carrier-01"])
def test_the_bar_that_saves_is_one_line_at_the_bottom_of_the_window(page: Page, editing: str, asked: str) -> None:
    number = new_draft(page, editing, "一行")
    resize(page, 1440, 900)
    go(page, f"{editing}/edit?draft={number}&{asked}")
    save = page.get_by_role("button", name="存入草稿")
    save.wait_for()
    settle(page)
    bar = page.locator(".saving").bounding_box()
    assert bar is not None
    assert bar["y"] + bar["height"] <= 901
    assert bar["height"] <= 90
    expect(save).to_be_in_viewport(ratio=1)
    if asked.startswith("table"):
        about = page.locator(".editor .about").bounding_box()
        assert about is not None
        assert about["y"] + 20 <= bar["y"]


def test_the_name_of_a_row_stays_beside_its_id_and_is_said_with_the_cell(page: Page, editing: str) -> None:
    number = new_draft(page, editing, "名称")
    resize(page, 1440, 900)
    table = open_table(page, editing, number)
    first = table.locator("[aria-rowindex='2'] [role=gridcell]")
    first.nth(1).click()
    name, left = first.nth(1).inner_text(), first.nth(1).bounding_box()
    expect(table.locator(".about")).to_contain_text(f"{first.nth(0).inner_text()} · {name} · 名称")
    page.keyboard.press("End")
    expect(table.locator(".grid")).not_to_have_js_property("scrollLeft", 0)
    expect(first.nth(1)).to_be_in_viewport(ratio=1)
    assert first.nth(1).bounding_box() == left
    expect(table.locator(".about")).to_contain_text(f" · {name} · ")
    page.get_by_role("button", name="English").click()
    expect(table.locator("[role=columnheader]").nth(1)).to_have_text("English name *")


def test_another_language_and_the_way_back_lose_nothing_that_is_typed(page: Page, editing: str) -> None:
    number = new_draft(page, editing, "不丢")
    form = open_form(page, editing, number, "lake-juanhu")
    form.get_by_label("面积").fill("31.5")
    rest_on(form, "某函", "第三条")
    page.get_by_role("button", name="English").click()
    expect(form.get_by_role("button", name="Save to the draft")).to_be_enabled()
    expect(form.locator("#field-area_km2")).to_have_value("31.5")
    expect(form.locator("[name=source]")).to_have_value("某函")
    go(page, f"{editing}/edit?draft={number}&table=carriers")
    table = page.locator(".editor.table")
    table.locator("[aria-rowindex='3'] [role=gridcell]").nth(1).click()
    paste(page, "甲\r\n乙\r\n丙\r\n丁\r\n")
    expect(table.locator(".tally")).to_contain_text("改了 4 格")
    page.get_by_role("button", name="返回草稿").click()
    unsaved = page.locator(".st-key-edit_unsaved")
    expect(unsaved).to_contain_text("表格“载体”里还有 4 格没有存入")
    expect(unsaved).to_contain_text("lake-juanhu”里还有 1 格没有存入")
    unsaved.get_by_role("button", name="回去存入").last.click()
    expect(table.locator(".tally")).to_contain_text("改了 4 格")
    table.get_by_role("button", name="不要这些改动").click()
    page.get_by_role("button", name="返回草稿").click()
    expect(unsaved).to_contain_text("lake-juanhu")
    expect(unsaved).not_to_contain_text("载体")


def test_the_owner_of_a_draft_is_not_broken_into_letters_on_a_phone(page: Page, editing: str) -> None:
    new_draft(page, editing, "很长的名称" * 40)
    new_draft(page, editing, "手机")
    resize(page, 375, 812)
    go(page, f"{editing}/edit")
    owner = page.locator(".st-key-edit_drafts td", has_text="本机").first
    owner.wait_for()
    lines = "node => { const r = document.createRange(); r.selectNodeContents(node); return r.getClientRects().length }"
    assert owner.evaluate(lines) == 1


def test_a_value_of_an_indicator_is_entered_from_its_page_and_seen_with_its_source(page: Page, editing: str) -> None:
    page.goto(f"{editing}/indicators")
    page.get_by_role("link", name="填报数值").last.click()
    page.get_by_label("草稿名称").wait_for()
    page.get_by_role("button", name="新建草稿").click()
    form = page.locator(".editor.form")
    form.wait_for()
    number = parse_qs(urlsplit(page.url).query)["draft"][0]
    # What is known is there already: an id, the target's own definition, today.
    expect(form.locator("#field-key")).to_have_value(f"actual-{number}-1")
    expect(form.get_by_label("口径")).to_have_value("与目标口径一致")
    form.get_by_label("指标").select_option(label="高新技术企业数 · 5000 家 · 2025")
    form.get_by_label("年份").fill("2024")
    form.get_by_label("数值").fill("五千")
    expect(form.locator("[data-field=value] .fault")).to_have_text("“五千”不是数")
    form.get_by_label("数值").fill("4321")
    form.get_by_label("数据性质").select_option(label="初步")
    form.get_by_label("填报单位").fill("测试用单位")
    form.get_by_label("来源").fill("测试用文件")
    form.get_by_role("button", name="加入草稿").click()
    page.locator(".editor.form .answer", has_text=f"已加入 actual-{number}-1。").wait_for()
    publish(page, editing, number, "测试")
    go(page, f"{editing}/indicators")
    page.get_by_text("已填报的数值").click()
    row = page.locator("tr", has_text="测试用单位：测试用文件")
    expect(row).to_contain_text("4321")
    expect(row).to_contain_text("2024 年，初步")
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate("axe.run('.st-key-atlas_indicators').then(found => found.violations.map(one => one.id))") == []
