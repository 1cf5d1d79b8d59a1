"""A workbook of values through the page: links, template, answers at cells, the file sent in again, draft, revision."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect

from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.checks.actuals import SAME_DEFINITION
from g60.contract.i18n import text
from g60.record import drafts, imports, people
from g60.record.catalogs import Catalogs
from g60.record.intake import apart
from g60.record.intake.findings import Answers
from g60.record.intake.reported import LIST
from g60.record.intake.reported.examine import Replies, examine
from g60.record.intake.reported.template import wanted, workbook
from g60.ui import import_values_acts
from g60.ui.import_values_work import ValuesWork, replies
from tests.atlas_page import PATIENCE_MS, resize
from tests.imports import GEODATA
from tests.trial_values import DEFINITION, KNOWN, MADE_UP, OTHER_DEFINITION, SOURCE, STATUS, UNIT, VALUE, row_of

SERIOUS = ("serious", "critical")
HOSTILE = "<img src=x onerror=window.hit=1>[a](javascript:window.hit=1)"
# What is filled in, by indicator and year: the cells that differ from a good one.
Filled = Mapping[tuple[str, int], Mapping[str, Any]]
BAD: Filled = {
    ("indicator-2-01", 2021): {VALUE: 3.35},
    ("indicator-2-02", 2021): {VALUE: 0.9, SOURCE: None},
    ("indicator-2-06", 2021): {VALUE: "七千左右"},
    ("indicator-2-06", 2022): {VALUE: "8200左右"},
    ("indicator-2-07", 2021): {VALUE: 65, DEFINITION: None},
    ("indicator-2-07", 2022): {VALUE: 66, DEFINITION: OTHER_DEFINITION},
    ("indicator-2-07", 2023): {VALUE: 67, DEFINITION: HOSTILE},
    ("indicator-2-14", 2022): {VALUE: 185000, UNIT: "元/人"},
}
MENDED: Filled = {
    **BAD,
    ("indicator-2-02", 2021): {VALUE: 0.9, SOURCE: "虚构的年报"},
    ("indicator-2-06", 2021): {VALUE: 7000},
}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog.load(FolderSource(GEODATA))


def filled(catalog: Catalog, values: Filled) -> bytes:
    """The template with these values."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(catalog, wanted(catalog), "某局")))
    sheet = book.worksheets[0]
    for (indicator, year), given in values.items():
        cells = {STATUS: "最终", KNOWN: "2022-06-30" if year == 2021 else f"{year + 1}-06-30", SOURCE: MADE_UP, **given}
        for column, value in cells.items():
            sheet[f"{column}{row_of(indicator, year)}"] = value
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def work_on(data: bytes, catalog: Catalog, answers: Answers | None = None) -> ValuesWork:
    """The work on a file, checked here and now."""
    work = ValuesWork(1, LIST, "值.xlsx", data, answers or Answers(), reading=apart.read(data))
    work.outcome = examine(data, work.file, catalog, replies(work.answers))
    return work


def told(work: ValuesWork, catalog: Catalog, **event: Any) -> ValuesWork:
    return work_on(work.data, catalog, import_values_acts.ANSWERS[event["type"]](work, event))


def open_cells(work: ValuesWork) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    assert work.outcome is not None
    for one in work.outcome.held:
        found.setdefault(one.code, []).append(one.cell)
    return found


def test_an_answer_is_for_one_cell_and_only_for_a_question_that_is_open(catalog: Catalog) -> None:
    work = work_on(filled(catalog, BAD), catalog)
    at = f"{DEFINITION}{row_of('indicator-2-07', 2022)}"
    sheet = work.outcome.sheets[0].sheet.name if work.outcome else ""
    kept = told(work, catalog, type="choose", code="value_definition", sheet=sheet, cell=at, answer="keep")
    assert len(open_cells(work)["value_definition"]) == 2
    assert at not in open_cells(kept)["value_definition"]
    for forged in ({"cell": "A1"}, {"sheet": "x"}, {"code": "not_number"}, {"answer": "__class__"}):
        event = {"code": "value_definition", "sheet": sheet, "cell": at, "answer": "keep", **forged}
        assert import_values_acts.ANSWERS["choose"](work, event) == work.answers
    # Another unit is never kept as if it were the indicator's own.
    assert told(work, catalog, type="every", code="value_unit_other", answer="keep").answers == work.answers
    undone = told(kept, catalog, type="retract", code="value_definition", value=f"{sheet}!{at}")
    assert open_cells(undone) == open_cells(work)


def test_the_day_of_a_value_that_a_number_has_lost_is_asked_and_no_answer_leaves_it_empty(catalog: Catalog) -> None:
    at = f"{KNOWN}{row_of('indicator-2-01', 2022)}"
    cases = (
        (2023.1, "date_month", {"take": "2023-10", "keep": "2023-01"}),
        (45107, "date_serial", {"take": "2023-06-30"}),
    )
    for cell, code, days in cases:
        data = filled(catalog, {("indicator-2-01", 2022): {VALUE: 3.4, KNOWN: cell}})
        work = work_on(data, catalog)
        assert open_cells(work) == {code: [at]}
        for answer in ("take", "keep"):
            said = told(work, catalog, type="every", code=code, answer=answer)
            assert said.outcome is not None
            assert said.outcome.entries[0].known_on == days.get(answer, "")
            assert bool(said.outcome.held) == (answer not in days)
        # The command line may say it of a cell whose question has no such answer.
        kept = examine(data, "值.xlsx", catalog, Replies(kept=frozenset((code,))))
        assert bool(kept.held) == ("keep" not in days)


def test_a_file_sent_in_again_keeps_answers_whose_cell_and_row_are_the_same(catalog: Catalog) -> None:
    work = work_on(filled(catalog, BAD), catalog)
    for code in ("value_definition", "value_no_definition"):
        work = told(work, catalog, type="every", code=code, answer="take")
    after = {**MENDED, ("indicator-2-07", 2022): {VALUE: 66, DEFINITION: "再一个口径"}}
    book = openpyxl.load_workbook(io.BytesIO(filled(catalog, after)))
    # The row without a definition is of another year now: its answer was about another value.
    book.worksheets[0][f"E{row_of('indicator-2-07', 2021)}"] = 2024
    written = io.BytesIO()
    book.save(written)
    assert work.reading is not None
    carried = work.carried(work.reading, apart.read(written.getvalue()))
    cells = {at.rpartition("!")[2] for _, at in carried.choices}
    assert cells == {f"{DEFINITION}{row_of('indicator-2-07', 2023)}"}


# In the browser ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('record') / 'atlas.db'}"


@pytest.fixture(scope="module")
def local(serve: Callable[..., str], record: str) -> str:
    """The app of somebody who edits at the machine itself, with a record of its own."""
    return serve(env={"G60_EDIT": "local", "DATABASE_URL": record})


@pytest.fixture
def patient(page: Page) -> Iterator[None]:
    page.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    yield
    expect.set_options(timeout=5_000)


def part(page: Page) -> Locator:
    return page.locator(".st-key-imports")


def step(page: Page, key: str) -> Locator:
    return part(page).locator(f"[data-step={key}]")


def group(page: Page, code: str) -> Locator:
    return part(page).locator(f"[data-group=group-{code}]")


def said(page: Page, words: str) -> None:
    expect(part(page).locator(".said")).to_contain_text(words)


def send(page: Page, name: str, data: bytes) -> None:
    part(page).locator("input.bytes").set_input_files({"name": name, "mimeType": "", "buffer": data})


def downloaded(page: Page, button: Locator) -> Any:
    """The first sheet of the workbook that a button hands over."""
    with page.expect_download() as download:
        button.click()
    return openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).worksheets[0]


def faults(page: Page) -> list[str]:
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run().then(told => told.violations.map(one => [one.impact, one.id, one.nodes[0].html]))")
    return [f"{name}: {html}" for impact, name, html in found if impact in SERIOUS]


def answers_its_questions(page: Page) -> None:
    """Each kind is answered at its cell, or all of a kind at once."""
    about = group(page, "number_about").locator(".line")
    expect(about.locator(".where")).to_contain_text(f"{VALUE}{row_of('indicator-2-06', 2022)}")
    about.get_by_role("button", name="改为“8200”").click()
    said(page, "还有 6 处")
    group(page, "value_no_definition").get_by_role("button", name=f"改为“{SAME_DEFINITION}”").click()
    said(page, "还有 5 处")
    group(page, "value_definition").get_by_role("button", name="2 处都照所填记下").click()
    said(page, "还有 3 处")
    unit = group(page, "value_unit_other")
    expect(unit.get_by_role("button", name="照所填记下")).to_have_count(0)
    unit.get_by_role("button", name="改为“18.5”").click()
    said(page, "还有 2 处")


def judges_in(page: Page, local: str, draft: int) -> None:
    """A target that waits for a person is judged in a draft, with the target chosen already."""
    page.goto(f"{local}/evaluation?lang=zh&draft={draft}")
    page.get_by_text(re.compile("^待人评定的 .* 项$")).click()
    page.get_by_role("link", name="评定", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/edit\?.*table=judgements.*indicator=target-"))
    target = re.findall(r"indicator=(target-\d+)", page.url)[0]
    expect(page.locator("[data-field=indicator] select")).to_have_value(target)


@pytest.mark.e2e
@pytest.mark.usefixtures("patient")
def test_a_workbook_of_values_from_the_evaluation_page_to_a_draft(
    page: Page, local: str, record: str, catalog: Catalog
) -> None:
    page.goto(f"{local}/evaluation?lang=zh")
    page.get_by_role("link", name="导入填好的工作簿").click()
    expect(part(page).locator("[data-name=list]")).to_have_value(LIST)
    template = downloaded(page, part(page).locator("[data-action=template]"))
    assert template[f"A{row_of('indicator-2-14', 2025)}"].value == "indicator-2-14"
    send(page, "值.xlsx", filled(catalog, BAD))
    expect(step(page, "found")).to_contain_text("1 个值可用，7 个要处理")
    answers_its_questions(page)
    expect(group(page, "not_number").locator(".where")).to_contain_text(f"{VALUE}{row_of('indicator-2-06', 2021)}")
    marked = downloaded(page, part(page).get_by_role("button", name=text("importing_marked", "zh")))
    assert marked[f"{VALUE}{row_of('indicator-2-06', 2021)}"].comment
    # It is kept: another session goes on where this one is.
    page.reload()
    step(page, "file").locator(".turn").click()
    send(page, "值（改）.xlsx", filled(catalog, MENDED))
    said(page, "都处理好了")
    expect(step(page, "difference").locator(".figure.added .digits")).to_have_text("8")
    step(page, "difference").get_by_text("新值 8 个").click()
    rows = step(page, "difference").locator("table.values tbody")
    expect(rows).to_contain_text("18.5 万元/人（原填 185000 元/人）")
    expect(rows).to_contain_text("虚构的年报")
    assert page.evaluate("window.hit") is None
    assert faults(page) == []
    step(page, "save").locator("[data-action=save]").click()
    said(page, "请写明为什么导入")
    step(page, "save").locator("[data-name=why]").fill("年度数据")
    step(page, "save").locator("[data-action=save]").click()
    said(page, "已存成草稿")
    editor = people.local_person(record)
    (draft,) = drafts.drafts(editor, record)
    assert draft.name == "导入：年度数据（值（改）.xlsx）"
    held = imports.open_import(editor, int(re.findall(r"import=(\d+)", page.url)[0]), record)
    assert (held.list, held.state, held.draft, held.counts["added"]) == (LIST, imports.SAVED, draft.number, 8)
    judges_in(page, local, draft.number)


@pytest.mark.e2e
@pytest.mark.usefixtures("patient")
def test_a_revision_is_asked_about_and_the_earlier_value_stays(
    page: Page, local: str, record: str, catalog: Catalog
) -> None:
    page.goto(f"{local}/indicators?lang=en")
    page.get_by_role("link", name="Import a workbook of values").first.click()
    send(page, "values.xlsx", filled(catalog, {("indicator-2-03", 2021): {VALUE: 1.65}}))
    step(page, "save").locator("[data-name=why]").fill("first")
    step(page, "save").locator("[data-action=save]").click()
    part(page).get_by_role("button", name="Publish", exact=True).click()
    said(page, "Published as version")
    part(page).get_by_role("link", name="Import another one").click()
    resize(page, 375, 800)
    send(page, "later.xlsx", filled(catalog, {("indicator-2-03", 2021): {VALUE: 1.66, KNOWN: "2023-01-31"}}))
    group(page, "value_revision").get_by_role("button", name="revised").click()
    said(page, "All is settled")
    expect(step(page, "difference").locator(".figure.changed .digits")).to_have_text("1")
    step(page, "difference").get_by_text("Values of a year that has one already: 1").click()
    expect(step(page, "difference").locator("table.values tbody")).to_contain_text("1.65")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 375
    assert faults(page) == []
    for why in ("second, a mistake", "second"):
        step(page, "save").locator("[data-name=why]").fill(why)
        step(page, "save").locator("[data-action=save]").click()
        said(page, "Saved as draft")
        if why != "second":
            part(page).get_by_role("button", name="Undo the saving").click()
            said(page, "Undone")
    part(page).get_by_role("button", name="Publish", exact=True).click()
    said(page, "Published as version")
    values = Catalogs(GEODATA, record).newest().tables.actuals
    assert set(values.loc[values["indicator"] == "indicator-2-03", "value"]) == {"1.65", "1.66"}
    # A table of carriers is no workbook of values: why, and the way on.
    part(page).get_by_role("link", name="Import another one").click()
    send(page, "other.csv", "序号,单位名称\n1,甲院\n".encode())
    expect(step(page, "file")).to_contain_text("No table of values was found")
    expect(step(page, "file").get_by_role("link", name="To the template")).to_be_visible()
