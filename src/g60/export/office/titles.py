"""How wide a title's box is so that a program breaks its lines between words, as even as they can be.

An office program breaks Chinese after any character, and other words after a hyphen. Where the breaks fall is said by
the width of the box, so that the text itself is left as it is; only where no width keeps the words whole does a slide
break the lines in its text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate

from g60.catalog.catalog import Catalog
from g60.export.paper_map.drawing import MM_PER_PT
from g60.export.paper_map.lines import is_chinese, wrap
from g60.export.paper_map.typeface import printable, width

NARROWER = 0.93  # other typefaces run wider than the one that is measured with
STEP_MM = 1.0
# What a line of a title does not break in, beside the names of the catalog.
_QUOTED, _LATIN = r"[“《][^”》]{1,8}[”》]", r"[A-Za-z0-9&'’.,:;-]+ ?"
_CUT = re.compile(r"\w-\n\w")  # a line that ends after a hyphen between letters
_COMMON = (
    r"嘉兴市?|高新技术|高新区|科技|科创|创新|湖区|产业|园区|发展|规划|评估|报告|走廊|核心区?|载体|指标|任务|目标|数据|平台"
    r"|国际|国民|经济|社会|建设|行动|计划|方案|机构|企业|培育|实施|意见|政策|支持|高质量|一体化"
    r"|开发区|开发|研究院|研究|研发|实验室|经费|支出|比重|增加值|收入|人员|专利|试验|资金|年均|增长|水平|平均"
)
_LONGEST_NAME = 6  # Chinese characters of a name that stays on one line
Words = re.Pattern[str]


def words_of(catalog: Catalog) -> Words:
    """The words that a title does not break in where it may name the counties and areas of a catalog."""
    columns = (catalog.units["name_zh"], catalog.units["short_zh"], catalog.areas["name_zh"])
    names = (str(name) for column in columns for name in column)
    return _pattern(frozenset(name for name in names if is_chinese(name) and len(name) <= _LONGEST_NAME))


@lru_cache(maxsize=16)
def _pattern(names: frozenset[str]) -> Words:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile("|".join([_QUOTED, *map(re.escape, longest_first), _COMMON]))


COMMON = _pattern(frozenset())  # the words of a title that names nothing of a catalog


def title_lines(title: str, wide: float, size: float, words: Words = COMMON) -> list[str]:
    """The lines of a title in a box: as a program breaks them, or by words where that breaks some in every width."""
    filled = filled_lines(title, wide, size, words)
    if is_whole(filled, words):
        return filled
    by_words = _word_lines(title, wide * NARROWER, size * MM_PER_PT, words)
    count = len(wrap(title, wide * NARROWER, size * MM_PER_PT, bold=True))
    return by_words if len(by_words) == count and is_whole(by_words, words) else filled


def filled_lines(title: str, wide: float, size: float, words: Words = COMMON) -> list[str]:
    """The lines that a program makes of a title in the room that it is given."""
    return _broken(title, title_room(title, wide, size, words) * NARROWER, size * MM_PER_PT)


def _broken(title: str, room: float, em: float) -> list[str]:
    return wrap(title, room, em, bold=True, hyphens=True)


def title_room(title: str, wide: float, size: float, words: Words = COMMON) -> float:
    """How much of the width of a box a title is given: all where it stands on one line."""
    em, room = size * MM_PER_PT, wide * NARROWER
    count = len(wrap(title, room, em, bold=True))
    if count == 1:
        return wide
    least = max(em * 2, longest_word(title, em)) + STEP_MM
    steps = [room - STEP_MM * step for step in range(int(max(0.0, room - least) / STEP_MM) + 1)]
    tried = [(one, _broken(title, one, em)) for one in steps]
    even = [(one, lines) for one, lines in tried if len(lines) == count]
    whole = [one for one, lines in even if is_whole(lines, words)]
    # Where another program's letters are narrower, the lines are the same.
    sure = [one for one in whole if is_whole(_broken(title, one / NARROWER, em), words)]
    return min(sure or whole or [one for one, _ in even] or [room]) / NARROWER


def _word_lines(title: str, room: float, em: float, words: Words) -> list[str]:
    """The lines of a title that ends each with a word."""
    lines, line = [], ""
    for found in re.finditer(rf"(?:{words.pattern}|{_LATIN}|.)[，。、；：）]*", title):
        if line and width(printable(line + found.group()), em, bold=True) > room:
            lines.append(line)
            line = ""
        line += found.group()
    return [*lines, line]


def is_whole(lines: list[str], words: Words = COMMON) -> bool:
    """Whether no line of a title ends within a word, and none is one character alone."""
    title = "".join(lines)
    ends = set(accumulate(len(line) for line in lines[:-1]))
    within = any(found.start() < end < found.end() for found in words.finditer(title) for end in ends)
    within = within or bool(_CUT.search("\n".join(lines)))
    return not within and (len(lines) == 1 or min(map(len, lines)) > 1)


def longest_word(title: str, em: float) -> float:
    """How wide the longest word is that may not be broken; Chinese breaks after any character."""
    words = (word for word in title.split() if not is_chinese(word))
    return max((width(printable(word), em, bold=True) for word in words), default=0.0)
