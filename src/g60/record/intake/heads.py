"""Where a table's heading stands, and which rows are bodies and which titles, sums, notes and repeated headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from g60.record.intake.columns import is_heading, may_be_heading
from g60.record.intake.sheets import Cell, Sheet, is_blank, shown
from g60.record.intake.words import folded

# Rows among which the heading is looked for, and how many rows it may take.
SEARCHED, DEPTH = 40, 3
PART_LETTERS = 8
_FIELD = re.compile(r"[a-z][a-z0-9_]*")
_SUM = re.compile(r"(本页|本县|本区|本市|全县|全区|全市|以上)?(小计|合计|总计|共计|累计|total|subtotal|sum)([:(\d].*)?")
# How a row begins that is the heading of a group of rows: 一、 （二） 第三部分
_GROUP = re.compile(r"\(?[一二三四五六七八九十]{1,3}[、.)]|第[一二三四五六七八九十]{1,3}(部分|类|批)")
_COUNTED = re.compile(r"\(?(共|计)?\d+(家|个|项|处)?\)?$")
_NOTE = re.compile(
    r"(注|备注|说明|附注|填表|制表|审核|复核|联系人|填报|填写|单位负责人|负责人|经办|盖章|日期|数据来源|来源|打印)"
    r"(人|说明|单位|日期|时间|电话)*[\d一二三]?[:：.、]|注[\d一二三]|^\*|^※|第.{1,4}页"
)


@dataclass(slots=True)
class LeftOut:
    """A row that is no body, and what it is, as the texts `import_left_…` say."""

    row: int
    code: str
    text: str
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class Head:
    """A table's heading: its rows, and for each column the parts of its label."""

    rows: list[int]
    labels: list[list[str]]
    first: int  # index of the first row below it
    is_own: bool = False

    @property
    def names(self) -> list[str]:
        """The label of each column as one text; of columns with the same label the later ones are numbered."""
        seen: Counter[str] = Counter()
        found = []
        for parts in self.labels:
            name = "·".join(dict.fromkeys(part for part in parts if part))
            seen[name] += 1
            found.append(f"{name}·{seen[name]}" if name and seen[name] > 1 else name)
        return found


def find(sheet: Sheet, given: Mapping[str, str]) -> Head | None:
    """The heading of a sheet; None if no row looks like one. `given` are columns that a person has named."""
    if sheet.fields is not None:
        own = "id" in sheet.fields and "name_zh" in sheet.fields
        return Head([], [[name] for name in sheet.fields], 0, own)
    best, score = -1, 0.0
    for at, row in enumerate(sheet.rows[:SEARCHED]):
        texts = [shown(cell).strip() for cell in row if not is_blank(cell)]
        if "id" in texts and "name_zh" in texts and all(_FIELD.fullmatch(word) for word in texts):
            return Head([sheet.numbers[at]], [[shown(cell).strip()] for cell in row], at + 1, is_own=True)
        known = sum(may_be_heading(word, given) for word in dict.fromkeys(texts))
        # A heading has many known words; a row of values may hold one by chance.
        found = known * known / len(texts) if texts else 0.0
        is_named = any(word in given for word in texts)
        if known and found > score and (known > 1 or len(texts) <= 2 or is_named):
            best, score = at, found
    return _whole(sheet, best) if best >= 0 else None


def _whole(sheet: Sheet, best: int) -> Head:
    """The heading with the rows that belong to it above and below."""
    first, last = best, best
    merged = _blocks(sheet)
    number = sheet.numbers[best]
    for top, bottom, left, right in sheet.merges:
        if top <= number <= bottom and bottom - top < DEPTH and right - left < _width(sheet) - 1:
            rows = [at for at, row in enumerate(sheet.numbers) if top <= row <= bottom]
            first, last = min(first, *rows), max(last, *rows)
    while last - first + 1 < DEPTH and last + 1 < len(sheet.rows) and _goes_on(sheet, last):
        last += 1
    while last - first + 1 < DEPTH and first > 0 and _is_group(sheet, first - 1, first):
        first -= 1
    width = max(len(row) for row in sheet.rows[first : last + 1])
    labels = [
        list(_parts([_filled(sheet, merged, at, column, last) for at in range(first, last + 1)]))
        for column in range(width)
    ]
    return Head(sheet.numbers[first : last + 1], labels, last + 1)


def _parts(words: list[str]) -> Iterator[str]:
    yield from dict.fromkeys(word for word in words if word)


def _width(sheet: Sheet) -> int:
    return max((len(row) for row in sheet.rows[:SEARCHED]), default=0)


def _blocks(sheet: Sheet) -> dict[tuple[int, int], tuple[int, int]]:
    """For each merged cell of the first rows, the cell that holds its value."""
    limit = sheet.numbers[min(len(sheet.numbers), SEARCHED) - 1]
    return {
        (row, column): (top, left)
        for top, bottom, left, right in sheet.merges
        if top <= limit
        for row in range(top, min(bottom, limit) + 1)
        for column in range(left, right + 1)
    }


def _filled(sheet: Sheet, merged: dict[tuple[int, int], tuple[int, int]], at: int, column: int, last: int) -> str:
    """The words of one cell of a heading: its own, those of its merged block, or of the group to its left."""
    own = _words(sheet, at, column)
    if own:
        return own
    block = merged.get((sheet.numbers[at], column))
    if block:
        row = sheet.numbers.index(block[0]) if block[0] in sheet.numbers else at
        return _words(sheet, row, block[1])
    if sheet.merges or at == last:
        return ""
    # No merged cells are known (text): a group stands over the columns to its right that have a label below.
    for beside in range(column - 1, -1, -1):
        if _words(sheet, at, beside):
            return _words(sheet, at, beside) if _words(sheet, last, beside) and _words(sheet, last, column) else ""
    return ""


def _words(sheet: Sheet, at: int, column: int) -> str:
    row = sheet.rows[at]
    return " ".join(shown(row[column]).split()) if column < len(row) else ""


def _goes_on(sheet: Sheet, last: int) -> bool:
    """Whether the next row is of the heading too: its labels stand where the row above has none of its own."""
    above, below = sheet.rows[last], sheet.rows[last + 1]
    texts = [shown(cell) for cell in below if not is_blank(cell)]
    if sheet.numbers[last + 1] - sheet.numbers[last] > 1 or not texts:
        return False
    if any(isinstance(cell, float | int) for cell in below):
        return False
    known_above = [column for column, cell in enumerate(above) if is_heading(shown(cell))]
    if not any(map(is_heading, texts)):
        return _are_parts(above, below, known_above)
    both = [column for column in known_above if column < len(below) and not is_blank(below[column])]
    return len(both) < len(known_above) and sum(map(is_heading, texts)) * 2 >= len(texts)


def _are_parts(above: list[Cell], below: list[Cell], known: list[int]) -> bool:
    """Whether the cells of a row are the parts of the groups above them: short words, none below a known heading."""
    there = [column for column, cell in enumerate(below) if not is_blank(cell)]
    short = all(len(shown(below[column])) <= PART_LETTERS for column in there)
    without = any(column >= len(above) or is_blank(above[column]) for column in there)
    return len(there) > 1 and short and without and not set(there).intersection(known)


def _is_group(sheet: Sheet, above: int, below: int) -> bool:
    """Whether the row above holds the groups of a heading: several words, or one over a part of the columns."""
    cells = [column for column, cell in enumerate(sheet.rows[above]) if not is_blank(cell)]
    if sheet.numbers[below] - sheet.numbers[above] > 1 or len(cells) < 2:
        return False
    texts = [shown(sheet.rows[above][column]) for column in cells]
    if any(len(word) > 12 or "：" in word or ":" in word for word in texts):
        return False
    return all(column < len(sheet.rows[below]) and not is_blank(sheet.rows[below][column]) for column in cells[1:])


# Rows --------------------------------------------------------------------------------------------


def bodies(sheet: Sheet, head: Head, name: int) -> tuple[list[int], list[LeftOut]]:
    """The indexes of the rows that are bodies, and the rows that are none. `name` is the column of the names.

    In our own files every row is a body, whatever its name is.
    """
    left = [
        LeftOut(sheet.numbers[at], "title", _told(sheet.rows[at]))
        for at in range(head.first - len(head.rows))
        if head.rows and sheet.fields is None
    ]
    labels = {folded(word) for parts in head.labels for word in parts}
    kept = []
    for at in range(head.first, len(sheet.rows)):
        code = "" if sheet.fields is not None or head.is_own else _kind(sheet.rows[at], labels, name)
        if code:
            left.append(LeftOut(sheet.numbers[at], code, _told(sheet.rows[at]), sheet.rows[at]))
        else:
            kept.append(at)
    return kept, left


def _kind(row: list[Cell], labels: set[str], name: int) -> str:
    """What a row is that is no body; "" for a body."""
    cells = [(column, shown(cell)) for column, cell in enumerate(row) if not is_blank(cell)]
    # The first words tell what a row is: the others of a long list need not be folded.
    words = [folded(word) for _, word in cells[:3]]
    if len(cells) > 1 and labels.intersection(words):
        alike = sum(folded(word) in labels for _, word in cells)
        if alike * 2 > len(cells):
            return "header_repeated"
    for word in words:
        if _SUM.fullmatch(word):
            return "subtotal" if "小计" in word or word.startswith("sub") else "total"
    has_name = name < len(row) and not is_blank(row[name])
    first = words[0] if words else ""
    if len(cells) <= 2 and _NOTE.match(first) and (not has_name or cells[0][0] == name):
        return "note"
    if len(cells) == 1 and _GROUP.match(first):
        return "group"
    if not has_name and len(cells) == 1:
        return "empty_numbered" if re.fullmatch(r"\d{1,5}[.、]?", first) else "note" if len(first) > 12 else "group"
    return ""


def group_name(row: list[Cell]) -> str:
    """What a row of one cell says, without its number and count: 一、南湖区（12家） is 南湖区; "" for other rows."""
    words = [shown(cell) for cell in row if not is_blank(cell)]
    return _COUNTED.sub("", _GROUP.sub("", folded(words[0]), count=1)).rstrip(":：") if len(words) == 1 else ""


def _told(row: list[Cell]) -> str:
    return " ".join(" ".join(shown(cell).split()) for cell in row if not is_blank(cell))[:200]


def joined(sheet: Sheet, head: Head, name: int) -> tuple[Sheet, list[LeftOut]]:
    """A sheet in which a body whose name is merged over several rows is one row, and the rows that went into another.

    What its rows say in one column is joined. The sheet that was given stays as it was.
    """
    last = head.rows[-1] if head.rows else 0
    blocks = [one[:2] for one in sheet.merges if one[2] == one[3] == name and last < one[0] < one[1]]
    if not blocks or sheet.fields is not None:
        return sheet, []
    index = {number: at for at, number in enumerate(sheet.numbers)}
    rows, left = [list(row) for row in sheet.rows], []
    for top, bottom in blocks:
        for number in range(top + 1, min(bottom, sheet.numbers[-1]) + 1):
            if number in index and top in index:
                left.append(LeftOut(number, "joined", _told(rows[index[number]])))
                _join(rows[index[top]], rows[index[number]])
    gone = {entry.row for entry in left}
    kept = [at for at, number in enumerate(sheet.numbers) if number not in gone]
    return replace(sheet, rows=[rows[at] for at in kept], numbers=[sheet.numbers[at] for at in kept]), left


def _join(row: list[Cell], below: list[Cell]) -> None:
    row.extend([None] * (len(below) - len(row)))
    for at, cell in enumerate(below):
        if not is_blank(cell):
            same = is_blank(row[at]) or shown(row[at]) == shown(cell)
            row[at] = cell if same else f"{shown(row[at])}；{shown(cell)}"


def fill_down(sheet: Sheet, head: Head) -> None:
    """Give cells that are merged downwards, below the heading, the value of their block."""
    index = {number: at for at, number in enumerate(sheet.numbers)}
    last = head.rows[-1] if head.rows else 0
    for top, bottom, left, right in sheet.merges:
        if top <= last or bottom == top or left != right or top not in index:
            continue
        row = sheet.rows[index[top]]
        value = row[left] if left < len(row) else None
        for number in range(top + 1, bottom + 1):
            if number in index:
                below = sheet.rows[index[number]]
                below.extend([None] * (left + 1 - len(below)))
                if is_blank(below[left]):
                    below[left] = value
