"""How much of its column the words of a cell are given, so that a program breaks its lines between words.

As with titles (`titles.py`) the right of a cell is kept free; the text is left as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from g60.export.office.columns import MIXED, NARROWER
from g60.export.office.slides.model import Cell
from g60.export.office.titles import COMMON, Words
from g60.export.paper_map.drawing import MM_PER_PT
from g60.export.paper_map.lines import is_chinese, wrap
from g60.export.paper_map.typeface import printable

SURE, WIDER = 0.98, 1.05  # of a room: what Chinese fills in every program; Arial's letters are narrower than ours
STEP, LEAST_ROOM = 0.5, 0.4  # of the type's size: how far a try is from the next; of a column: what its words keep
WEIGHTS = (1, 2, 4)  # of faults in a room as `rooms` has it: the last is that of the typefaces of the theme
APART_AT_MOST = 2  # of the gaps between Chinese and others, on one line
_CODE, _JOINED = re.compile(r"[■▲◇＝]\d+|\d{4} ?年"), re.compile(r"\w+(?:-\w+)+")


def written(cell: Cell) -> str:
    """All that stands in a cell."""
    return f"{cell.words} {cell.code}" if cell.code else cell.words


def office_lines(words: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """The lines that an office program makes of a cell's words; quotes among Chinese are as wide as its letters."""
    return wrap(_full_quotes(words), room, size * MM_PER_PT, bold=bold, hyphens=True)


def _full_quotes(words: str) -> str:
    return words.replace("“", "《").replace("”", "》") if is_chinese(words) else words


@lru_cache(maxsize=8192)
def breaks(words: str, room: float, size: float, kept: Words = COMMON, *, bold: bool = False) -> int:
    """How many lines end within a word or a code, or leave one character alone on the last."""
    lines = office_lines(words, room, size, bold=bold)
    flat, ends, begun = printable(_full_quotes(words)), set[int](), 0
    for line in lines[:-1]:
        begun = flat.index(line, begun) + len(line)
        ends.add(begun)
    inner: set[int] = set()
    for pattern in (kept, _CODE, _JOINED):
        inner.update(*(range(one.start() + 1, one.end()) for one in pattern.finditer(flat)))
    alone = len(lines) > 1 and len(lines[-1]) == 1
    return len(ends & inner) + alone


def rooms(words: str, room: float, size: float) -> tuple[float, ...]:
    """A room as programs with wider and with narrower letters have it.

    Chinese letters are as wide in every program, but some set a quarter of an em between them and others.
    """
    apart = size * MM_PER_PT * 0.25 * min(len(MIXED.findall(words)), APART_AT_MOST)
    return (room * SURE - apart, room * SURE, room) if is_chinese(words) else (room * NARROWER, room, room * WIDER)


@lru_cache(maxsize=8192)
def room_of(words: str, wide: float, size: float, kept: Words = COMMON, *, bold: bool = False) -> float:
    """How much of a width words are given: all, or so much less that fewer lines end within a word.

    What is chosen holds in other programs too, and adds no line but where a name is else broken after its hyphen; what
    may stand on one line has all.
    """
    counts = [len(office_lines(words, one, size, bold=bold)) for one in rooms(words, wide, size)]
    if min(counts) == 1:
        return wide

    def price(room: float, more: int = 0) -> int:
        found = list(zip(rooms(words, room, size), counts, strict=True))
        longer = any(len(office_lines(words, one, size, bold=bold)) > count + more for one, count in found)
        faults = [breaks(words, one, size, kept, bold=bold) for one, _ in found]
        return sum(fault * weight for fault, weight in zip(faults, WEIGHTS, strict=True)) + 100 * longer

    step = STEP * size * MM_PER_PT
    tried = [wide - step * at for at in range(int(wide * (1 - LEAST_ROOM) / step) + 1)]
    if not price(wide):
        return wide
    best = min(tried, key=lambda room: (price(room), -room))
    if not price(best) or not is_joined(words):
        return best
    further = min(tried, key=lambda room: (price(room, 1), -room))
    return further if price(further, 1) < price(best) else best


@lru_cache(maxsize=1024)
def heading_lines(words: str, wide: float, size: float) -> tuple[str, ...]:
    """The lines of a heading, which are written as such: what stands beside a table has to know how high its head is.

    Programs differ in where they break: some do after a comma and before a number, some do not. As few lines as the
    widest letters need, broken where it hurts least.
    """
    narrow = rooms(words, wide, size)[0]
    count = len(office_lines(words, narrow, size, bold=True))
    if count == 1:
        return (words,)
    step = STEP * size * MM_PER_PT
    tried = [narrow - step * at for at in range(int(narrow * (1 - LEAST_ROOM) / step) + 1)]
    even = [room for room in tried if len(office_lines(words, room, size, bold=True)) == count]
    best = min(even, key=lambda room: (breaks(words, room, size, bold=True), -room))
    flat, begun, lines = printable(words), 0, list[str]()
    for line in office_lines(words, best, size, bold=True):
        begun = _full_quotes(flat).index(line, begun)
        lines.append(flat[begun : begun + len(line)])
        begun += len(line)
    return tuple(lines)


def is_joined(words: str) -> bool:
    """Whether a text without Chinese has a name with a hyphen, after which a program would break it."""
    return not is_chinese(words) and bool(_JOINED.search(words))
