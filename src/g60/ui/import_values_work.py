"""The import of a workbook of values: its answers, and what it comes to, worked out beside the page.

An answer is given for one cell. `Answers.choices` has it by the code of the question and the sheet and cell (`where`),
so that the record keeps it as it keeps those of a list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from string import ascii_uppercase
from typing import Any

from g60.record.imports import Import
from g60.record.intake import again
from g60.record.intake.findings import Answers, Finding
from g60.record.intake.reported import LIST
from g60.record.intake.reported.examine import KEPT, TAKEN, Outcome, Replies, examine_reading
from g60.record.intake.reported.headings import tables
from g60.record.intake.sheets import FileRefusedError, Reading, shown
from g60.ui.asked import catalogs
from g60.ui.import_work import Job, Turn, Work


def where(finding: Finding) -> str:
    """The sheet and the cell of a finding, as an answer to it is known by."""
    return f"{finding.sheet}!{finding.cell}"


def replies(answers: Answers) -> Replies:
    """The answers as the import of values takes them."""
    given = answers.choices.items()
    taken, kept = (
        frozenset(f"{code}@{at}" for (code, at), said in given if said == answer) for answer in (TAKEN, KEPT)
    )
    return Replies(taken, kept)


@dataclass(slots=True)
class ValuesWork(Job[Outcome]):
    """An import of values of indicators and targets."""

    def told(self, outcome: Outcome) -> Mapping[str, Any]:
        """What the record keeps: how many rows, and how many values would be added."""
        return {"counts": outcome.counts}

    def examined(self, turn: Turn, url: str, reading: Reading) -> Outcome:
        """The outcome against the newest version of the record."""
        catalog = catalogs().newest()
        return examine_reading(reading, self.file, catalog, replies(self.answers), turn.progress)

    def carried(self, before: Reading, after: Reading) -> Answers:
        """The answers, without those about cells or rows that are another thing now."""
        asked = {at: at[1].rpartition("!")[::2] for at in self.answers.choices}
        cells = dict.fromkeys(asked.values(), "")
        same = again.carried(replace(self.answers, cells=cells), before, after).cells
        old, new = _rows(before), _rows(after)
        choices = {
            at: said
            for at, said in self.answers.choices.items()
            if asked[at] in same and old.get(row := _row(*asked[at])) == new.get(row)
        }
        return replace(self.answers, choices=choices)

    def refused(self, refusal: FileRefusedError) -> Outcome:
        """The outcome of a file that cannot be read."""
        return Outcome(self.file, refused=refusal)


def work_of(held: Import, data: bytes) -> Job[Any]:
    """The work on an import that the record keeps, of a list or of values."""
    return (ValuesWork if held.list == LIST else Work).of(held, data)


def _row(sheet: str, cell: str) -> tuple[str, int]:
    return sheet, int(cell.lstrip(ascii_uppercase) or 0)


def _rows(reading: Reading) -> dict[tuple[str, int], list[str]]:
    """Of which indicator and year each row of a file is, as it says itself."""
    return {
        (table.sheet.name, number): [
            shown(row[column]).strip()
            for name in ("id", "name", "year")
            if (column := table.columns.get(name)) is not None and column < len(row)
        ]
        for table in tables(reading.sheets)
        for number, row in zip(table.sheet.numbers, table.sheet.rows, strict=True)
    }
