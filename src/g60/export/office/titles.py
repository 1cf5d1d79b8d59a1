"""How wide a title's box is so that a program breaks its lines between words, as even as they can be.

An office program breaks Chinese after any character. Where the breaks fall is said by the width of the box, so that the
text itself is left as it is; only where no width keeps the words whole does a slide break the lines in its text.
"""

from __future__ import annotations

import re
from itertools import accumulate

from g60.export.paper_map.drawing import MM_PER_PT
from g60.export.paper_map.lines import is_chinese, wrap
from g60.export.paper_map.typeface import printable, width

NARROWER = 0.93  # other typefaces run wider than the one that is measured with
STEP_MM = 1.0
# What a line of a Chinese title does not break in.
_WORD = re.compile(
    r"嘉兴市?|(?:海宁|平湖|桐乡)市?|(?:南湖|秀洲)区?|(?:嘉善|海盐)县?|嘉兴港区|经开区|[“《][^”》]{1,8}[”》]"
    r"|高新技术|高新区|科技|科创|创新|湖区|产业|园区|发展|规划|评估|报告|走廊|核心区?|载体|指标|任务|目标|数据|平台|国际"
    r"|国民|经济|社会|建设|行动|计划|方案|机构|企业|培育|实施|意见|政策|支持|高质量|一体化"
)


def title_lines(title: str, wide: float, size: float) -> list[str]:
    """The lines of a title in a box: as a program breaks them, or by words where that breaks some in every width."""
    filled = filled_lines(title, wide, size)
    if is_whole(filled) or not is_chinese(title):
        return filled
    words = _word_lines(title, wide * NARROWER, size * MM_PER_PT)
    return words if len(words) == len(filled) and is_whole(words) else filled


def filled_lines(title: str, wide: float, size: float) -> list[str]:
    """The lines that a program makes of a title in the room that it is given."""
    return wrap(title, title_room(title, wide, size) * NARROWER, size * MM_PER_PT, bold=True)


def title_room(title: str, wide: float, size: float) -> float:
    """How much of the width of a box a title is given: all where it stands on one line."""
    em, room = size * MM_PER_PT, wide * NARROWER
    count = len(wrap(title, room, em, bold=True))
    if count == 1:
        return wide
    least = max(em * 2, longest_word(title, em)) + STEP_MM
    steps = [room - STEP_MM * step for step in range(int(max(0.0, room - least) / STEP_MM) + 1)]
    tried = [(one, wrap(title, one, em, bold=True)) for one in steps]
    even = [(one, lines) for one, lines in tried if len(lines) == count]
    whole = [one for one, lines in even if is_whole(lines)]
    # Where another program's letters are narrower, the lines are the same.
    sure = [one for one in whole if is_whole(wrap(title, one / NARROWER, em, bold=True))]
    return min(sure or whole or [one for one, _ in even]) / NARROWER


def _word_lines(title: str, room: float, em: float) -> list[str]:
    """The lines of a title that ends each with a word."""
    lines, line = [], ""
    for found in re.finditer(rf"(?:{_WORD.pattern}|.)[，。、；：）]*", title):
        if line and width(printable(line + found.group()), em, bold=True) > room:
            lines.append(line)
            line = ""
        line += found.group()
    return [*lines, line]


def is_whole(lines: list[str]) -> bool:
    """Whether no line of a title ends within a word, and none is one character alone."""
    title = "".join(lines)
    ends = set(accumulate(len(line) for line in lines[:-1]))
    within = any(found.start() < end < found.end() for found in _WORD.finditer(title) for end in ends)
    return not within and (len(lines) == 1 or min(map(len, lines)) > 1)


def longest_word(title: str, em: float) -> float:
    """How wide the longest word is that may not be broken; Chinese breaks after any character."""
    words = (word for word in title.split() if not is_chinese(word))
    return max((width(printable(word), em, bold=True) for word in words), default=0.0)
