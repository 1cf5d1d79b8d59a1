"""What earlier runs have measured: a row for each target and run, so that a change that costs shows."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from benchmarks.report import Target

FILE = Path(__file__).with_name("earlier.csv")
COLUMNS = ("day", "commit", "work", "measured", "share")
# Two runs of nearly the same program on a quiet machine differed by up to a third (p95 of a click, first visit at a
# million by more): what is worse by less may be chance.
WORSE = 1.4


def newest(path: Path = FILE) -> dict[str, tuple[str, float]]:
    """For each target, what the newest run that measured it has found: in words, and as a share of the limit."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["work"]: (row["measured"], float(row["share"])) for row in csv.DictReader(file)}


def compared(target: Target, before: dict[str, tuple[str, float]]) -> str:
    """The target's line, with what it was before, and whether it is worse by more than runs differ."""
    if target.share is None or target.work not in before:
        return target.line
    measured, share = before[target.work]
    worse = " WORSE" if target.share > share * WORSE else ""
    return f"{target.line} before: {measured}{worse}"


def keep(targets: Iterable[Target], path: Path = FILE) -> None:
    """Append a run; the file is made at the first."""
    rows = [(_day(), _commit(), one.work, one.measured, f"{one.share:.3f}") for one in targets if one.share is not None]
    is_new = not path.is_file()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if is_new:
            writer.writerow(COLUMNS)
        writer.writerows(rows)


def _day() -> str:
    return date.today().isoformat()


def _commit() -> str:
    said = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return said.stdout.strip()
