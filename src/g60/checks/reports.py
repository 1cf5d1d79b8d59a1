"""Reports of tasks: whose they are, on which day, and the evidence without which nothing is done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from g60.checks.tables import Tables, records, rows_of
from g60.contract.codes import is_slug, is_visible
from g60.contract.issues import Issue, Severity
from g60.contract.statements import TASK_REPORTS

NOT_A_DAY = re.compile(r"[0-9]{4}(-[0-9]{2})?")
DONE = "done"


def check_reports(tables: Tables) -> Iterator[Issue]:
    """A report is about a task that there is, of one day, one for each day; what is done has its evidence."""
    tasks, reports = set(tables["tasks"]["id"]), tables[TASK_REPORTS.name]
    repeated = reports.duplicated(["task", "date"])
    for number, row, again in zip(rows_of(reports), records(reports), repeated, strict=True):
        task, day = row["task"], row["date"]
        if task not in tasks and is_slug(task):
            yield Issue(Severity.ERROR, "reference_unknown", TASK_REPORTS.file, number, "task", task)
        if NOT_A_DAY.fullmatch(day):
            yield Issue(Severity.ERROR, "report_without_day", TASK_REPORTS.file, number, "date", day)
        elif again:
            yield Issue(Severity.ERROR, "report_repeated", TASK_REPORTS.file, number, "date", day, task)
        if row["state"] == DONE and not is_visible(row["evidence_zh"]):
            yield Issue(Severity.ERROR, "done_without_evidence", TASK_REPORTS.file, number, "evidence_zh", detail=task)
