"""Words as a file can hold them, and as a line has room for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from g60.evidence.wording import Entry
from g60.export.imprint import plain
from g60.export.paper_map.lines import fitted
from g60.export.paper_map.typeface import printable, width

WORDS_AT_MOST = 600  # of a value: more belongs into a table of its own
__all__ = ["in_lines", "plain", "shortened"]


def in_lines(entries: Iterable[Entry]) -> list[Entry]:
    """Entries of a card, the words of each on one line, as a file can hold them."""
    return [replace(entry, words=plain(entry.words, WORDS_AT_MOST)) for entry in entries]


def shortened(words: str, wide: float, size: float, *, bold: bool = False) -> str:
    """A text as written, or its beginning and … where it is wider than so many mm at a size in mm."""
    flat = plain(words)
    return flat if width(printable(flat), size, bold=bold) <= wide else fitted(flat, wide, size, bold=bold)
