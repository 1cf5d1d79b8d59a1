"""The clerk records a new document, as in a browser: its text, a sentence, both values, and the old link."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect

from g60.catalog.sources import FolderSource
from g60.record.drafts import start
from g60.record.editing import add_document
from g60.record.people import add_person
from g60.record.publishing import publish
from tests.atlas_page import PATIENCE_MS, AtlasPage, settle
from tests.conftest import GEODATA

pytestmark = pytest.mark.e2e
SERIOUS = ("serious", "critical")

TEXT = "嘉兴市科创湖区公报\n\n鹃湖国际科技城面积24.1平方公里，比上年扩大。\n祥符荡科创绿谷面积不变。\n"


@pytest.fixture(scope="module")
def local(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The app of somebody who edits at the machine itself, with a record of its own."""
    url = f"sqlite:///{tmp_path_factory.mktemp('record') / 'atlas.db'}"
    editor = add_person("wang", "王伟", roles=("publisher",), by=None, url=url)
    number = start(editor, "通知", FolderSource(GEODATA), url)
    add_document(editor, number, "notice", {"title_zh": "一份通知"}, TEXT, url)
    publish(editor, number, "通知", url)
    return serve(env={"G60_EDIT": "local", "DATABASE_URL": url, "G60_SOURCES": ""})


def form(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-{key} form")


def field(within: Locator, name: str) -> Locator:
    return within.locator(f"[data-name={name}]")


def test_the_clerk_records_a_new_document(page: Page, local: str, tmp_path: Path) -> None:
    # 1 Adds its text.
    page.goto(f"{local}/documents")
    add = form(page, "document_add")
    field(add, "title_zh").fill("科创湖区公报", timeout=PATIENCE_MS)
    field(add, "date").fill("2026-11-20")
    file = tmp_path / "公报.txt"
    file.write_bytes(TEXT.encode("gb18030"))
    add.locator("input[type=file]").set_input_files(file)
    expect(field(add, "text")).to_have_value(TEXT)
    add.locator("[data-action=add]").click()
    document = page.locator(".st-key-document_text")
    line = document.locator("li[data-line='3']")
    expect(line).to_contain_text("24.1平方公里", timeout=PATIENCE_MS)
    assert "draft=2" in page.url
    # 2 Picks a sentence with another area for a district, with the mouse.
    line.locator(".text").click()
    bind = form(page, "document_bind")
    expect(field(bind, "value")).to_have_value("24.1", timeout=PATIENCE_MS)
    field(bind, "subject").fill("鹃湖国际科技城 (lake-juanhu)")
    field(bind, "field").select_option("area_km2")
    bind.locator("[data-action=bind]").click()
    # 3 A conflict opens: both values.
    answer = bind.locator(".answer")
    expect(answer).to_contain_text("原为“23.3”，所选句子作“24.1”", timeout=PATIENCE_MS)
    # 4 Chooses which is shown, and says why.
    expect(field(bind, "value")).to_have_value("24.1")
    field(bind, "shown").locator("input[value=new]").check()
    field(bind, "reason").fill("公报更新")
    bind.locator("[data-action=bind]").click()
    expect(answer).to_contain_text("草稿 2 中现为“24.1”", timeout=PATIENCE_MS)
    publish_draft(page, local)
    # 5 The card shows both, and the register lists it.
    atlas = AtlasPage(page, local).open("/?focus=lake-juanhu")
    expect(atlas.card).to_contain_text("24.1", timeout=PATIENCE_MS)
    expect(atlas.card).to_contain_text("规划作「23.3」，科创湖区公报作「24.1」")
    page.goto(f"{local}/sources")
    expect(page.locator(".st-key-atlas_sources")).to_contain_text("科创湖区公报作「24.1」", timeout=PATIENCE_MS)
    # 6 Old links still open with the old value.
    old = AtlasPage(page, local).open("/?focus=lake-juanhu&at=1")
    expect(old.card).to_contain_text("23.3", timeout=PATIENCE_MS)
    expect(old.card).not_to_contain_text("24.1")


def publish_draft(page: Page, local: str) -> None:
    page.goto(f"{local}/edit?draft=2")
    page.get_by_label(re.compile("为何发布")).fill("按公报", timeout=PATIENCE_MS)
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("已发布为版本 3")).to_be_visible(timeout=PATIENCE_MS)


def test_a_sentence_is_chosen_by_keyboard_and_found_by_words(page: Page, local: str) -> None:
    page.goto(f"{local}/documents?document=notice")
    lines = page.locator(".st-key-document_text ol.lines")
    lines.focus(timeout=PATIENCE_MS)
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(lines.locator("li[data-line='4']")).to_have_attribute("aria-selected", "true", timeout=PATIENCE_MS)
    search = page.locator(".st-key-document_text input.find")
    search.fill("24.1")
    search.press("Enter")
    expect(lines.locator("li[data-line='3']")).to_have_attribute("aria-selected", "true", timeout=PATIENCE_MS)


def test_a_document_without_a_title_or_too_long_is_refused_in_a_sentence(page: Page, local: str) -> None:
    page.goto(f"{local}/documents")
    add = form(page, "document_add")
    field(add, "text").fill("全文", timeout=PATIENCE_MS)
    add.locator("[data-action=add]").click()
    expect(add.locator(".answer.bad")).to_have_text("文件要有标题。", timeout=PATIENCE_MS)
    expect(field(add, "text")).to_have_value("全文")
    field(add, "title_zh").fill("长文")
    field(add, "text").evaluate("node => { node.value = '长'.repeat(3000000) }")
    add.locator("[data-action=add]").click()
    expect(add.locator(".answer.bad")).to_contain_text("3000000", timeout=60_000)
    assert field(add, "text").evaluate("node => node.value.length") == 3_000_000


@pytest.mark.parametrize("path", ["documents?document=notice", "people", "corrections"])
@pytest.mark.parametrize("width", [1024, 375])
def test_nothing_is_wider_than_the_screen_and_axe_finds_nothing_serious(
    new_page: Callable[..., Page], local: str, path: str, width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 800})
    page.goto(f"{local}/{path}{'&' if '?' in path else '?'}lang=en")
    expect(page.locator(".st-key-atlas_who")).to_contain_text("You edit on this machine", timeout=PATIENCE_MS)
    if "document=" in path:
        page.locator(".st-key-document_text li[data-line='3'] .text").click(timeout=PATIENCE_MS)
        expect(form(page, "document_bind")).to_be_visible(timeout=PATIENCE_MS)
    settle(page)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth") <= 0
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in SERIOUS] == []
