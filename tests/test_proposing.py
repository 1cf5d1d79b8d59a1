"""Decisions of a meeting become tasks in a draft: once, with owner and due date, and the way back to the minutes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.cli import main
from g60.contract.errors import RefusedError
from g60.contract.issues import Severity
from g60.evidence.task_states import task_state
from g60.evidence.tasks import tasks
from g60.meeting.decisions import Decision, write
from g60.meeting.proposing import Held, propose, task_of, tasks_known
from g60.record import drafts, publishing
from g60.record.catalogs import Catalogs
from g60.record.people import Person, add_person
from g60.ui import meeting
from tests.conftest import GEODATA
from tests.hostile import ATTACKS

SHIPPED = FolderSource(GEODATA)
HELD = Held("试验推进会（虚构）", date(2026, 9, 30))
DECIDED = (
    Decision(
        "decision-1", "lake-juanhu", "年底前开工（虚构）", "海宁（虚构）", "2026-12-31", "2026-09-30T02:00:00Z", False
    ),
    Decision("decision-2", "", "\n".join(ATTACKS)[:1500], "", "", "", True),
)


@pytest.fixture
def database_url(begun_url: str) -> str:
    """The record has begun: no test here is about how it begins."""
    return begun_url


@pytest.fixture
def admin(database_url: str) -> Person:
    return add_person("admin", "管理", roles=("admin",), by=None, url=database_url)


def test_decisions_are_tasks_with_their_first_report_and_lead_back_to_the_minutes(
    admin: Person, catalog: Catalog, database_url: str
) -> None:
    made = propose(admin, DECIDED, HELD, catalog, SHIPPED, database_url)
    assert (made.added, made.known) == (2, 0)
    drafted = Catalogs(GEODATA, database_url).draft(admin, made.draft)
    assert not [issue for issue in drafted.issues if issue.severity is Severity.ERROR]
    publishing.publish(admin, made.draft, "试验", database_url)
    published = Catalogs(GEODATA, database_url).newest()
    first, second = tasks(published, kind="decision")
    assert (first.id, first.subjects, first.facts["name_zh"].value) == (
        task_of(DECIDED[0]),
        ("lake-juanhu",),
        DECIDED[0].text,
    )
    citation = first.facts["name_zh"].citation
    assert (citation.evidence, citation.locator) == ("reported", "第1项")
    assert published.sources.at[citation.source[0], "title_zh"] == "会议纪要：试验推进会（虚构）（2026-09-30）"
    assert (second.subjects, second.facts["subject"].evidence) == (("city",), "inferred")
    state = task_state(published, first.id, date(2026, 10, 1))
    assert (state.about, state.light) == (("not_begun", "海宁（虚构）", "2026-12-31"), "on_time")
    # What was ticked off is under way: done needs its evidence.
    assert task_state(published, second.id, date(2026, 10, 1)).state == "under_way"
    assert tasks_known(published, DECIDED) == {one.id: task_of(one) for one in DECIDED}
    answer = meeting.answer(published, "decisions", json.dumps({"mine": write(DECIDED)}).encode(), {}, 0)
    assert answer is not None
    assert json.loads(answer.content)["tasks"] == tasks_known(published, DECIDED)


def test_a_decision_becomes_a_task_once_and_nothing_new_leaves_no_draft(
    admin: Person, catalog: Catalog, database_url: str
) -> None:
    made = propose(admin, DECIDED[:1], HELD, catalog, SHIPPED, database_url)
    again = propose(admin, DECIDED, HELD, catalog, SHIPPED, database_url, number=made.draft)
    assert (again.draft, again.added, again.known) == (made.draft, 1, 1)
    publishing.publish(admin, made.draft, "试验", database_url)
    ticked = replace(DECIDED[0], done=True, owner="别人（虚构）")
    with pytest.raises(RefusedError) as caught:
        propose(admin, [ticked], HELD, catalog, SHIPPED, database_url)
    assert caught.value.code == "error_decisions_known"
    assert drafts.drafts(admin, database_url) == []


def test_a_clerk_makes_tasks_of_their_own_areas_alone(catalog: Catalog, database_url: str) -> None:
    clerk = add_person("clerk", "李娜", roles=("clerk",), units=("330481",), by=None, url=database_url)
    made = propose(clerk, DECIDED[:1], HELD, catalog, SHIPPED, database_url)
    assert made.added == 1
    with pytest.raises(RefusedError) as caught:
        propose(clerk, DECIDED, HELD, catalog, SHIPPED, database_url)
    assert caught.value.code == "error_not_allowed"
    assert len(drafts.drafts(clerk, database_url)) == 1


def test_the_call_makes_tasks_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'atlas.db'}")
    file = tmp_path / "decisions.json"
    file.write_text(write(DECIDED), encoding="utf-8")
    assert main(["tasks", "--decisions", str(file), "--meeting", "试验推进会（虚构）", "--today", "2026-09-30"]) == 0
    assert "草稿 1：列入 2 项任务" in capsys.readouterr().out
    assert main(["draft", "show", "1", "--format", "json"]) == 0
    assert task_of(DECIDED[0]) in capsys.readouterr().out
    assert main(["tasks", "--decisions", str(tmp_path / "nothing.json")]) == 2
