"""The quarterly bulletin as a workbook: a sheet of counts, then every change with its source and who."""

from __future__ import annotations

from dataclasses import replace

from g60.ask.selection import Selection
from g60.contract.i18n import text
from g60.export.imprint import Imprint, imprint, xml_text
from g60.export.tables.sheets import PAPER_A3, Sheet, book_of
from g60.review import bulletin
from g60.review.bulletin import COLUMNS, Bulletin

# Excel's last row, less the head.
ROWS_AT_MOST = 1_000_000
# The names under which the workbook knows the width of each column.
WIDTH_OF = {"part": "dataset", "what": "name", "source": "place"}


def bulletin_to_xlsx(of: Bulletin, lang: str) -> bytes:
    """The bulletin as a workbook."""
    found = bulletin.lines(of, lang)
    heads = [
        (WIDTH_OF.get(name, name), label, "value") for name, label in zip(COLUMNS, bulletin.heads(lang), strict=True)
    ]
    counts = [
        ("name", text("bulletin_column_part", lang), "value"),
        ("text", text("bulletin_counted", lang), "value"),
        ("place", text("bulletin_column_source", lang), "value"),
    ]
    counted = text("bulletin_counted_from", lang, before=of.between.before.version, after=of.between.after.version)
    numbers = [] if of.unrecorded else bulletin.count_words(of, found, lang)
    notes = [
        bulletin.span(of, lang),
        *([] if of.unrecorded else [bulletin.standing_words(of, lang)]),
        *bulletin.ordered_words(of, lang),
    ]
    rows = [bulletin.cells(line, lang) for line in found[:ROWS_AT_MOST]]
    empty = [] if found else [text("bulletin_empty", lang)]
    sheets = [
        Sheet(text("bulletin_sheet_counts", lang), counts, [(*row, counted) for row in numbers], notes, pages_wide=1),
        Sheet(text("bulletin_sheet_lines", lang), heads, rows, [notes[0], *empty], PAPER_A3, 1),
    ]
    return book_of(head_of(of, lang), sheets, lang)


def head_of(of: Bulletin, lang: str) -> Imprint:
    """What a file of the bulletin says of itself."""
    head = imprint(of.between.after, of.between.after, Selection(), lang)
    return replace(head, sentence=xml_text(bulletin.title(of, lang)))
