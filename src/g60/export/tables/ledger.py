"""Two plans compared as files: a workbook with both sides, the reasons and where each stands; CSV with the codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.contract.codes import LIST_SEPARATOR
from g60.contract.i18n import text
from g60.evidence.codes import source_line
from g60.evidence.facts import Fact
from g60.evidence.sentence import plan_name
from g60.evidence.wording import Wording
from g60.export.imprint import imprint, xml_text
from g60.export.tables.csv_file import spreadsheet
from g60.export.tables.sheets import Sheet, book_of
from g60.export.tables.workbook import documents_sheet
from g60.review.ledger import Entry, gap_words, gaps, ledger
from g60.review.ledger_sides import name_fact, target_fact

SIDE = ("name", "target", "sentence")
COLUMNS = (
    *("kind", "state", "evidence"),
    *(f"{side}_{part}" for side in ("old", "new") for part in SIDE),
    *("reason", "place", "date"),
)


def ledger_to_xlsx(catalog: Catalog, old: str, new: str, lang: str) -> bytes:
    """The ledger of two plans as a sheet, with the documents that it cites; raises RefusedError, WriteError."""
    names = {side: plan_name(catalog, plan, lang) for side, plan in (("old", old), ("new", new))}
    head = imprint(catalog, catalog, Selection(), lang)
    head = replace(head, sentence=xml_text(text("ledger_title", lang, **names)))
    columns = [(name, text(f"ledger_column_{name}", lang), "value") for name in COLUMNS]
    wording = Wording(catalog, lang)
    rows = [_row(catalog, wording, entry) for entry in ledger(catalog, old, new)]
    notes = gap_words(catalog, gaps(catalog, old, new), lang)
    sheet = Sheet(text("ledger_sheet", lang), columns, rows, notes, paper=8, pages_wide=1)
    return book_of(head, [sheet, documents_sheet(catalog, lang)], lang)


def _row(catalog: Catalog, wording: Wording, entry: Entry) -> Sequence[str]:
    lang = wording.lang
    cells = [text(f"ledger_kind_{entry.kind}", lang), text(f"ledger_state_{entry.state}", lang)]
    cells.append(text(f"evidence_{entry.citation.evidence}", lang))
    for one in (entry.old, entry.new):
        cells += _side(catalog, wording, entry.kind, one) if one else ["", "", ""]
    place = source_line(catalog, replace(entry.citation, note="", note_en=""), lang)
    return [xml_text(cell) for cell in (*cells, entry.reason(lang), place, entry.date)]


def _side(catalog: Catalog, wording: Wording, kind: str, one: str) -> list[str]:
    """Name, target and the places of both."""
    facts: list[Fact] = [name_fact(catalog, kind, one, wording.lang)]
    target = target_fact(catalog, kind, one)
    facts += [target] if target else []
    places = dict.fromkeys(
        source_line(catalog, replace(fact.citation, note="", note_en=""), wording.lang) for fact in facts
    )
    return [wording.words(facts[0]), wording.words(target) if target else "", "; ".join(filter(None, places))]


def ledger_to_csv(entries: Iterable[Entry]) -> bytes:
    """The entries as the command line prints them, one row for each, the same in either language."""
    rows = [
        {
            name: LIST_SEPARATOR.join(map(str, value)) if isinstance(value, list) else value or ""
            for name, value in row.items()
        }
        for row in (entry.as_json() for entry in entries)
    ]
    return spreadsheet(pd.DataFrame(rows))
