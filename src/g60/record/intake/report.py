"""The report of an import as a workbook: the file as it was sent, each bad cell red and commented."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Protocol

from g60.contract.i18n import text
from g60.record.intake import apart
from g60.record.intake.findings import Finding
from g60.record.intake.marking import title_of
from g60.record.intake.sheets import Sheet, column_letters


class OfSheet(Protocol):
    """What was found of one sheet."""

    @property
    def sheet(self) -> Sheet:
        """The sheet as it was read."""


class Examined(Protocol):
    """A file that was examined, with what was found in it."""

    @property
    def kind(self) -> str:
        """The kind of file."""

    @property
    def found(self) -> Sequence[Finding]:
        """The findings, by cell."""

    @property
    def sheets(self) -> Sequence[OfSheet]:
        """Its sheets."""


def marked(data: bytes, outcome: Examined, lang: str) -> bytes:
    """The workbook to send back; for another file, one of its tables. Raises FileRefusedError if it is too large."""
    is_workbook = outcome.kind == "xlsx"
    by_name = {one.sheet.name: (number, one.sheet) for number, one in enumerate(outcome.sheets, start=1)}
    marks = []
    # What is about the whole file has no cell to stand at.
    for one in (one for one in outcome.found if one.cell):
        number, sheet = by_name.get(one.sheet, (1, outcome.sheets[0].sheet))
        marks.append(
            {
                "sheet": sheet.name if is_workbook else title_of(sheet.name, number),
                "cell": _cell(one, sheet),
                "severity": one.severity,
                "text": _words(one, lang),
            }
        )
    return apart.mark(data, marks, None if is_workbook else [_plain(one.sheet) for one in outcome.sheets])


def _cell(one: Finding, sheet: Sheet) -> str:
    """The cell of the workbook at which a finding stands: its own, or of a layer the field's."""
    if re.fullmatch(r"[A-Z]{1,3}[1-9][0-9]*", one.cell):
        return one.cell
    parts = one.cell.strip("/").split("/", 1)
    fields = [*(sheet.fields or []), "geometry"]
    name = parts[-1]
    column = fields.index(name) if name in fields else 0
    return f"{column_letters(column)}{(one.row or 0) + 1}"


def _words(one: Finding, lang: str) -> str:
    suggested = text("import_suggested", lang, suggestion=one.suggestion) if one.suggestion else ""
    return "\n".join(part for part in (one.reason(lang), suggested) if part)


def _plain(sheet: Sheet) -> dict[str, Any]:
    return {"name": sheet.name, "fields": sheet.fields, "rows": sheet.rows, "numbers": sheet.numbers}
