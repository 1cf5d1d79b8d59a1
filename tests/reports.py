"""Made-up reports of tasks, for tests alone: nothing of them is shipped."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from g60.catalog.catalog import Catalog
from g60.contract.statements import TASK_REPORTS
from tests.tables import Tables, table

OWNER, OTHER = "试验局（虚构）", "试验办（虚构）"
SOURCE = "试验通报第1号（虚构）"


def row(task: str, day: str, state: str = "under_way", **more: str) -> dict[str, str]:
    """A row of reports."""
    key = f"{task}-{day.replace('-', '')}"
    return {"id": key, "task": task, "date": day, "state": state, "source_zh": SOURCE, **more}


# Each light once, on 2026-09-30: the task, its reports, the light.
TODAY = "2026-09-30"
EACH: Mapping[str, tuple[list[dict[str, str]], str]] = {
    "reform-01": ([row("reform-01", "2026-09-01", owner_zh=OWNER, due="2026-09-29")], "late"),
    "reform-02": ([row("reform-02", "2026-09-01", owner_zh=OWNER, due="2026-10")], "on_time"),
    "reform-03": ([row("reform-03", "2026-09-01", due="2026-10-30")], "soon"),
    "reform-04": ([row("reform-04", "2026-06-29", due="2027")], "stale"),
    "reform-05": ([row("reform-05", "2026-09-30", "not_begun")], "undated"),
    "reform-06": (
        [
            row("reform-06", "2026-03-01", owner_zh=OTHER, due="2026-06-30"),
            row("reform-06", "2026-07-15", "done", evidence_zh="试验验收意见（虚构）"),
        ],
        "done",
    ),
    "reform-07": ([row("reform-07", "2026-05-01", "stopped", due="2026-06")], "stopped"),
    "programme-01": ([row("programme-01", "2026-10-01", "done", evidence_zh="今后的（虚构）")], "no_report"),
}


def with_reports(tables: Tables, *rows: Mapping[str, str]) -> Tables:
    """The tables with these reports and no others."""
    return {**tables, TASK_REPORTS.name: table(TASK_REPORTS, *rows)}


def reported(tables: Mapping[str, pd.DataFrame], *rows: Mapping[str, str]) -> Catalog:
    """The catalog of these tables with reports; by default with those that give each light once."""
    given = rows or tuple(one for own, _ in EACH.values() for one in own)
    return Catalog.from_tables(with_reports(dict(tables), *given), "made-up")
