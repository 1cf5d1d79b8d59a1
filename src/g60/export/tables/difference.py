"""What changed between two versions as files: a workbook that can be printed and filtered, and CSV with the codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

from g60.ask.selection import Selection
from g60.contract.i18n import text
from g60.evidence.changes import ChangeWording
from g60.evidence.difference import Difference
from g60.export.imprint import Imprint, imprint, xml_text
from g60.export.tables.csv_file import spreadsheet
from g60.export.tables.sheets import Sheet, book_of
from g60.record.history import Change

COLUMNS = ("dataset", "subject", "name", "field", "before", "after", "version", "at", "who", "why", "source")
# Excel's last row, less the head: a difference that is longer says so and is whole as CSV.
ROWS_AT_MOST = 1_000_000


def changes_to_xlsx(between: Difference, changes: Sequence[Change], lang: str) -> bytes:
    """Changes as a sheet, one row for each, in words."""
    wording = ChangeWording(between, lang)
    head = _head(between, lang)
    columns = [(name, text(f"change_column_{name}", lang), "value") for name in COLUMNS]
    rows = ([str(cell) for cell in wording.words(change)] for change in changes[:ROWS_AT_MOST])
    notes = [text("change_rows", lang, count=f"{len(changes):,}")]
    if len(changes) > ROWS_AT_MOST:
        notes.append(text("change_rows_cut", lang, shown=f"{ROWS_AT_MOST:,}"))
    return book_of(head, [Sheet(text("change_sheet", lang), columns, rows, notes, paper=8, pages_wide=1)], lang)


def _head(between: Difference, lang: str) -> Imprint:
    head = imprint(between.after, between.after, Selection(), lang)
    about = text("change_between", lang, before=between.before.version, after=between.after.version)
    return replace(head, sentence=xml_text(about))


def changes_to_csv(changes: Iterable[Change]) -> bytes:
    """Changes as they are stored, one row for each, the same in either language."""
    rows = [{"dataset": change.dataset, **change.as_json()} for change in changes]
    names = [name for name in COLUMNS if name != "name"]
    return spreadsheet(pd.DataFrame(rows, columns=names))
