"""Tasks as work and the quarterly bulletin in a real browser: reported, lit, on the map, at a meeting, summed up."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect

from g60.catalog.sources import FolderSource
from g60.evidence.task_states import reports_of
from g60.meeting.decisions import Decision, write
from g60.record import database, drafts, editing, people, publishing
from g60.record.catalogs import Catalogs
from g60.record.editing import Entry, Given
from g60.record.rows import Place
from tests.atlas_page import PATIENCE_MS, AtlasPage, settle
from tests.conftest import GEODATA
from tests.reports import EACH, OWNER

pytestmark = pytest.mark.e2e
TASKS, BULLETIN = ".st-key-atlas_tasks", ".st-key-atlas_bulletin"
DECIDED = Decision(
    "decision-1", "lake-juanhu", "年底前开工（虚构）", OWNER, "2027-12-31", "2026-09-30T02:00:00Z", False
)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A record whose second version has made-up reports."""
    address = f"sqlite:///{tmp_path_factory.mktemp('tasks') / 'atlas.db'}"
    person = people.local_person(address)
    number = drafts.start(person, "试验（虚构）", FolderSource(GEODATA), address)
    rows = [one for own, _ in EACH.values() for one in own]
    entries = [
        Entry(Place("task_reports", one["id"]), {key: cell for key, cell in one.items() if key != "id"}) for one in rows
    ]
    editing.set_rows(person, number, entries, Given(), address)
    publishing.publish(person, number, "试验", address)
    database.forget()
    return address


@pytest.fixture(scope="module")
def recording(serve: Callable[..., str], url: str) -> str:
    """An app over it, on a machine that may edit."""
    return serve(env={"DATABASE_URL": url, "G60_EDIT": "local", "FORWARDED_ALLOW_IPS": ""})


def opened(page: Page, address: str, part: str) -> None:
    page.goto(address)
    page.locator(f"{part} h2").first.wait_for(timeout=PATIENCE_MS)
    settle(page)


def serious(page: Page) -> list[str]:
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [one["id"] for one in found if one["impact"] in ("serious", "critical")]


def is_too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize(
    ("lang", "late", "rule", "report", "order"),
    [
        ("zh", "! 逾期", "亮灯规则", "填报", "规划的要求"),
        ("en", "! Overdue", "The rule of the lights", "Report", "What the plan orders"),
    ],
)
def test_both_pages_say_in_either_language_how_tasks_stand_and_what_has_changed(
    page: Page, recording: str, lang: str, late: str, rule: str, report: str, order: str
) -> None:
    opened(page, f"{recording}/tasks?lang={lang}", TASKS)
    tasks = page.locator(TASKS)
    every = tasks.get_by_role("link", name=report, exact=True)
    expect(every).to_have_count(66)
    tasks.get_by_text(rule).click()
    expect(tasks.get_by_text("92").last).to_be_visible()
    assert serious(page) == []
    tasks.get_by_role("button", name=late).click()
    page.wait_for_url("**light=late**")
    settle(page)
    expect(every).not_to_have_count(66)
    expect(tasks.get_by_role("cell", name=late).first).to_be_visible()
    for form in ("xlsx", "docx"):
        assert page.request.get(f"{recording}/record/tasks.{form}?lang={lang}&light=late").body()[:2] == b"PK"
    opened(page, f"{recording}/bulletin?lang={lang}", BULLETIN)
    bulletin = page.locator(BULLETIN)
    expect(bulletin).to_contain_text(order)
    expect(bulletin).to_contain_text("季度通报")
    expect(bulletin).to_contain_text(OWNER)
    assert serious(page) == []
    for form in ("xlsx", "docx", "pptx"):
        assert page.request.get(f"{recording}/record/bulletin.{form}?lang={lang}").body()[:2] == b"PK"
    for address, part in ((f"/tasks?lang={lang}", TASKS), (f"/bulletin?lang={lang}&theme=projector", BULLETIN)):
        page.set_viewport_size({"width": 375, "height": 800})
        opened(page, recording + address, part)
        assert not is_too_wide(page)
    opened(page, f"{recording}/bulletin?lang={lang}&quarter=third", BULLETIN)
    expect(bulletin).to_contain_text("third")


def test_a_report_is_entered_from_its_task_and_done_needs_its_evidence(page: Page, recording: str, url: str) -> None:
    opened(page, f"{recording}/tasks?task=safeguard", TASKS)
    page.locator(TASKS).get_by_role("link", name="填报").first.click()
    page.get_by_role("button", name="新建草稿").click()
    form = page.locator(".editor.form")
    form.wait_for(timeout=PATIENCE_MS)
    expect(form.get_by_label("任务")).to_have_value("safeguard-01")
    form.get_by_label("状态").select_option("done")
    form.get_by_label("责任单位").fill(OWNER)
    form.get_by_label("来源", exact=False).first.fill("试验通报第2号（虚构）")
    form.get_by_role("button", name="加入草稿").click()
    # The form of the new row makes way for that of the row that is there: for a moment both are.
    told = page.locator(".editor.form [data-field=evidence_zh] .fault", has_text="没有销号依据")
    expect(told).to_be_visible(timeout=2 * PATIENCE_MS)
    expect(form).to_have_count(1, timeout=PATIENCE_MS)
    fault = form.locator("[data-field=evidence_zh] .fault")
    form.get_by_label("销号依据").fill("试验验收意见第2号（虚构）")
    form.get_by_role("button", name="存入草稿").click()
    expect(form.locator(".answer")).to_contain_text("已存入草稿", timeout=PATIENCE_MS)
    expect(fault).to_have_text("")
    number = page.evaluate("new URLSearchParams(location.search).get('draft')")
    person = people.local_person(url)
    publishing.publish(person, int(number), "试验", url)
    held = reports_of(Catalogs(Path(GEODATA), url).newest())["safeguard-01"]
    assert [(one.state, one.owner, one.evidence) for one in held] == [("done", OWNER, "试验验收意见第2号（虚构）")]
    database.forget()


def switch(atlas: AtlasPage, name: str) -> Locator:
    """The legend's switch of a layer, in the open legend."""
    button = atlas.map.locator(".atlas-legend-button")
    if button.get_attribute("aria-expanded") != "true":
        button.click()
    return atlas.map.get_by_role("checkbox", name=name)


def test_the_map_has_the_lights_where_they_are_asked_for(page: Page, recording: str) -> None:
    atlas = AtlasPage(page, recording).open("/")
    expect(atlas.map.locator(".atlas-light")).to_have_count(0)
    switch(atlas, "任务的灯").check()
    lamps = atlas.map.locator(".atlas-light")
    expect(lamps.first).to_be_visible()
    page.wait_for_function("location.search === '?layers=tasks'", timeout=PATIENCE_MS)
    atlas.settle()
    expect(atlas.map.locator(".atlas-lights")).to_contain_text("逾期")
    titles = atlas.map.locator("[title*='未上报']")
    assert titles.count() > 10
    AtlasPage(page, recording).open("/?layers=tasks&unit=330421&lang=en")
    expect(atlas.map.locator(".atlas-lights")).to_contain_text("Lights of tasks")
    switch(atlas, "Lights of tasks").uncheck()
    expect(lamps).to_have_count(0)


def test_decisions_become_tasks_and_a_scene_shows_how_tasks_stand(page: Page, recording: str) -> None:
    page.goto(f"{recording}/meeting")
    page.get_by_text("演示时按 N").first.wait_for(timeout=PATIENCE_MS)
    page.evaluate("file => localStorage.setItem('g60.decisions', file)", json.dumps(json.loads(write((DECIDED,)))))
    page.reload()
    page.get_by_role("button", name="列入任务").click()
    page.wait_for_url("**/edit?**draft=**", timeout=PATIENCE_MS)
    expect(page.locator(".st-key-edit_changes")).to_contain_text("年底前开工（虚构）", timeout=PATIENCE_MS)
    expect(page.locator(".st-key-edit_findings")).to_contain_text("没有")
    page.goto(f"{recording}/present?lang=zh")
    page.locator(".step.is-menu").click(timeout=PATIENCE_MS)
    page.locator(".menu").get_by_role("button", name="任务", exact=True).click()
    board = page.locator("#board")
    expect(board).to_contain_text("逾期", timeout=PATIENCE_MS)
    expect(board).to_contain_text("亮灯规则")
    expect(board).to_contain_text(OWNER)
