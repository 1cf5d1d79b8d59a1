"""Tables of a web page, which some systems export under the name .xls."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from g60.record.intake.kinds import decode
from g60.record.intake.sheets import ROWS_MOST, FileRefusedError, Reading, Sheet

SPAN_MOST, CELLS_MOST = 200, 2_000_000
_CHARSET = re.compile(rb"charset=[\"']?([A-Za-z0-9_-]+)")


def read(data: bytes, kind: str) -> Reading:
    """The tables of a page as sheets. Raises FileRefusedError."""
    content, encoding = decoded(data)
    return Reading(kind, encoding, read_sheets(content))


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a page and its encoding: the one that it names, if it fits."""
    named = _CHARSET.search(data[:2048])
    name = named[1].decode().lower() if named else ""
    if name in ("gb2312", "gbk", "gb18030"):
        try:
            return data.decode("gb18030"), "gb18030"
        except UnicodeDecodeError:
            pass
    return decode(data)


def read_sheets(content: str) -> list[Sheet]:
    """Each table as a sheet; its rows are numbered from 1, as a spreadsheet shows them. Raises FileRefusedError."""
    parser = _Tables()
    parser.feed(content)
    parser.close()
    if not parser.sheets:
        raise FileRefusedError("no_table")
    return parser.sheets


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sheets: list[Sheet] = []
        self.open: list[Sheet] = []
        self.cell: list[str] | None = None
        self.spans = (1, 1)
        self.taken: dict[tuple[int, int], bool] = {}
        self.quiet = 0
        self.count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end_cell()
            self.open.append(Sheet(f"{len(self.sheets) + 1}", [], []))
            self.sheets.append(self.open[-1])
            self.taken = {}
        elif tag == "tr" and self.open:
            self._end_cell()
            self.open[-1].rows.append([])
            self.open[-1].numbers.append(len(self.open[-1].rows))
        elif tag in ("td", "th") and self.open:
            self._end_cell()
            given = dict(attrs)
            self.spans = (_span(given.get("rowspan")), _span(given.get("colspan")))
            self.cell = []
        elif tag == "br" and self.cell is not None:
            self.cell.append("\n")
        elif tag in ("script", "style"):
            self.quiet += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table" and self.open:
            self.open.pop()
        elif tag in ("script", "style"):
            self.quiet = max(self.quiet - 1, 0)

    def handle_data(self, data: str) -> None:
        if self.cell is not None and not self.quiet:
            self.cell.append(data)

    def _end_cell(self) -> None:
        if self.cell is None or not self.open:
            return
        sheet, words = self.open[-1], "".join(self.cell).strip()
        self.cell = None
        if not sheet.rows:
            sheet.rows.append([])
            sheet.numbers.append(1)
        row, number = sheet.rows[-1], len(sheet.rows)
        column = len(row)
        while (number, column) in self.taken:
            row.append(None)
            column += 1
        down, across = self.spans
        self.count += across
        if self.count > CELLS_MOST:
            raise FileRefusedError("rows", most=ROWS_MOST)
        row.extend([words, *[None] * (across - 1)])
        if (down, across) != (1, 1):
            sheet.merges.append((number, number + down - 1, column, column + across - 1))
            for below in range(1, down):
                for beside in range(across):
                    self.taken[number + below, column + beside] = True


def _span(given: str | None) -> int:
    return min(int(given), SPAN_MOST) if given and given.isdecimal() and int(given) else 1
