"""A workbook of values against the record: every finding by cell, and what would be added. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from g60.catalog.catalog import Catalog
from g60.catalog.goals import goals
from g60.record.intake import apart
from g60.record.intake.examine import refusal_json
from g60.record.intake.findings import ERROR, HOLDING, QUESTION, WARNING, Finding, Problem
from g60.record.intake.reported.headings import Table, tables
from g60.record.intake.reported.rows import Entry, Reader
from g60.record.intake.sheets import FileRefusedError, Reading

FINAL, REVISED, PRELIMINARY = "final", "revised", "preliminary"
TAKEN, KEPT = "take", "keep"
# Told how many rows are done, and of how many.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Replies:
    """What a person says to the questions: `accepted` take what is suggested, `kept` what stands in the cell.

    Each is the code of a question, for all cells, or the code with a cell (value_unit_other@F12), which may have its
    sheet (value_unit_other@2025!F12).
    """

    accepted: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()

    def to(self, code: str, sheet: str, cell: str) -> str:
        """`take` or `keep`; empty where nobody has answered."""
        asked = names_of(code, sheet, cell)
        for answer, given in ((TAKEN, self.accepted), (KEPT, self.kept)):
            if asked & given:
                return answer
        return ""


def names_of(code: str, sheet: str, cell: str) -> set[str]:
    """What a question is called by in a reply: all of its kind, or the one at a cell."""
    return {code, f"{code}@{cell}", f"{code}@{sheet}!{cell}"}


@dataclass(slots=True)
class Outcome:
    """What an import of a file of values comes to. `same` counts values that the record has already.

    `asked` are the questions that it raises, answered or not, by code, sheet and cell.
    """

    file: str
    kind: str = ""
    encoding: str | None = None
    refused: FileRefusedError | None = None
    sheets: list[Table] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    found: list[Finding] = field(default_factory=list)
    asked: set[tuple[str, str, str]] = field(default_factory=set)
    left_out: int = 0
    same: int = 0

    @property
    def held(self) -> list[Finding]:
        """The errors and the open questions."""
        return [one for one in self.found if one.severity in HOLDING]

    @property
    def added(self) -> list[Entry]:
        """The values that would be added."""
        return [one for one in self.entries if not one.is_held and not one.is_known]

    @property
    def counts(self) -> dict[str, int]:
        """Rows and changes, as an import of a list counts them. Nothing is changed or removed: a value is added."""
        good = sum(not one.is_held for one in self.entries)
        rows = {"rows": len(self.entries), "good": good, "bad": len(self.entries) - good, "left_out": self.left_out}
        return rows | {"added": len(self.added), "changed": 0, "removed": 0, "same": self.same}

    def as_json(self) -> dict[str, Any]:
        """The outcome as the command line prints it, in the form of an import of a list."""
        counts = self.counts
        return {
            "file": self.file,
            "kind": self.kind or None,
            "encoding": self.encoding,
            "refused": refusal_json(self.refused),
            "sheets": [one.as_json() for one in self.sheets],
            **{name: counts[name] for name in ("rows", "good", "bad")},
            "left_out": [],
            "issues": [one.as_json() for one in self.found],
            "items": [one.as_json() for one in self.entries],
            "changes": {name: counts[name] for name in ("added", "changed", "removed", "same")},
        }


def examine(data: bytes, file: str, catalog: Catalog, replies: Replies | None = None) -> Outcome:
    """What an import of a file of values comes to. Each row names its own source: one file holds values of many."""
    try:
        return examine_reading(apart.read(data), file, catalog, replies or Replies())
    except FileRefusedError as refusal:
        return Outcome(file, refused=refusal)


def examine_reading(
    reading: Reading, file: str, catalog: Catalog, replies: Replies, progress: Progress | None = None
) -> Outcome:
    """The same for a file that was read already. `progress` is told how many rows of how many are done."""
    found = Outcome(file, reading.kind, reading.encoding, sheets=tables(reading.sheets))
    if not found.sheets:
        found.refused = FileRefusedError("no_values")
        return found
    reader = Reader(catalog, goals(catalog))
    count, done = sum(len(table.sheet.rows) for table in found.sheets), 0
    for table in found.sheets:
        if progress is not None:
            progress(done, count)
        done += len(table.sheet.rows)
        found.entries += reader.read(table)
        found.left_out += reader.empty
        found.found += list(_hidden(table))
    for entry in found.entries:
        found.asked |= _questions(entry)
        _answer(entry, replies)
    _known(found, catalog, replies)
    _twice(found.entries)
    told = (_finding(entry, name, problem) for entry in found.entries for name, problem in entry.problems)
    # A cell that several years share is said once.
    found.found += {(one.sheet, one.cell, one.code): one for one in told}.values()
    for entry in found.entries:
        entry.is_held = any(problem.severity in HOLDING for _, problem in entry.problems)
    found.same = sum(one.is_known and not one.is_held for one in found.entries)
    order = {table.sheet.name: number for number, table in enumerate(found.sheets)}
    found.found.sort(key=lambda one: (order.get(one.sheet, -1), one.row or 0, one.cell))
    return found


def _hidden(table: Table) -> Iterator[Finding]:
    """Rows and sheets that a reader of the workbook does not see: said, for they are taken like all others."""
    sheet = table.sheet
    if sheet.hidden:
        yield Finding(WARNING, "value_hidden_sheet", sheet.name, value=sheet.name)
    for row in sheet.hidden_rows:
        if row in sheet.numbers and sheet.numbers.index(row) > table.head:
            yield Finding(WARNING, "value_hidden_row", sheet.name, row, f"A{row}")


def _finding(entry: Entry, name: str, problem: Problem) -> Finding:
    return Finding(
        problem.severity,
        problem.code,
        entry.sheet,
        entry.row,
        entry.cell(name),
        name,
        entry.raw.get(name, ""),
        problem.suggestion,
        problem.values,
    )


def _questions(entry: Entry) -> set[tuple[str, str, str]]:
    return {(one.code, entry.sheet, entry.cell(name)) for name, one in entry.problems if one.severity == QUESTION}


def _answer(entry: Entry, replies: Replies) -> None:
    """Settle the questions that a person has answered; a suggestion that is taken becomes the value."""
    open_ones = []
    for name, problem in entry.problems:
        answer = replies.to(problem.code, entry.sheet, entry.cell(name)) if problem.severity == QUESTION else ""
        if answer == TAKEN and problem.suggestion:
            entry.take(name, problem)
        elif answer != KEPT or not entry.keep(name, problem):
            open_ones.append((name, problem))
    entry.problems = open_ones


# Against the record and against each other -------------------------------------------------------


def _known(found: Outcome, catalog: Catalog, replies: Replies) -> None:
    """Compare the values with those that the record has: the same, a revision that is to be called one, a clash."""
    for entry in found.entries:
        held = [row for _, row in catalog.tables.entered.get(entry.indicator, ()) if row["year"] == entry.year]
        if not entry.is_whole or not held:
            continue
        for row in held:
            same_key = (row["status"], row["known_on"]) == (entry.status, entry.known_on)
            is_final_again = row["status"] == entry.status == FINAL
            if (same_key or is_final_again) and float(row["value"]) == float(entry.values["value"]):
                entry.is_known = True
        if entry.is_known:
            continue
        told = {"held": "、".join(row["value"] for row in held)}
        entry.earlier = str(told["held"])
        if any((row["status"], row["known_on"]) == (entry.status, entry.known_on) for row in held):
            entry.problems.append(("value", Problem(ERROR, "value_held", "", told)))
        elif entry.status == FINAL and any(row["status"] == FINAL for row in held):
            question = ("value_revision", entry.sheet, entry.cell("status"))
            found.asked.add(question)
            if replies.to(*question) == TAKEN:
                entry.values["status"] = REVISED
            else:
                entry.problems.append(("status", Problem(QUESTION, "value_revision", REVISED, told)))
        elif entry.status == PRELIMINARY and any(row["status"] != PRELIMINARY for row in held):
            entry.problems.append(("status", Problem(WARNING, "value_preliminary_late", "", told)))


def _twice(entries: Sequence[Entry]) -> None:
    """Two values of one year with one status: refused, unless one is known later and is not final."""
    seen: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        if not entry.indicator or not entry.year or not entry.values.get("value"):
            continue
        day = "" if entry.status == FINAL else entry.known_on
        first = seen.setdefault((entry.indicator, entry.year, entry.status, day), entry)
        if first is not entry:
            told: dict[str, object] = {"first": first.row, "year": entry.year, "other": first.values["value"]}
            entry.problems.append(("value", Problem(ERROR, "value_year_twice", "", told)))
