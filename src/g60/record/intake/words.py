"""How words are compared: without blanks, marks that nobody sees, full-width forms and Kangxi radicals."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from g60.contract.i18n import LANGUAGES, text

# Marks without a width, and those that turn the direction of writing.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Radicals of the supplement, which Unicode folds into no character; a PDF's text has them in place of the character.
_RADICALS = str.maketrans(
    {
        "⺁": "厂",
        "⺇": "几",
        "⺌": "小",
        "⺍": "小",
        "⺮": "竹",
        "⺼": "月",
        "⻄": "西",
        "⻅": "见",
        "⻆": "角",
        "⻉": "贝",
    }
    | {
        "⻋": "车",
        "⻓": "长",
        "⻔": "门",
        "⻘": "青",
        "⻙": "韦",
        "⻚": "页",
        "⻛": "风",
        "⻜": "飞",
        "⻢": "马",
        "⻥": "鱼",
    }
    | {
        "⻦": "鸟",
        "⻨": "麦",
        "⻩": "黄",
        "⻬": "齐",
        "⻰": "龙",
        "⺠": "民",
        "⻁": "虎",
        "⻝": "食",
        "⻤": "鬼",
        "⺟": "母",
    }
)
_CJK_GAP = re.compile(r"(?<=[\u3400-\u9fff）】》]) +(?=[\u3400-\u9fff（【《])")
# 面积/亩 and area_km2 are the heading of an area.
AREA_WORDS = r"万?(?:平方公里|平方千米|平方米|公顷|亩|km2|hm2|m2)"
_UNIT_AT_END = re.compile(rf"(?<=[^\d万]){AREA_WORDS}$")
# What stands in a cell for nothing.
NOTHING = frozenset(
    (
        *(
            "无",
            "/",
            "\\",
            "—",
            "——",
            "-",
            "--",
            "---",
            "－",
            "n/a",
            "na",
            "#n/a",
            "null",
            "none",
            "暂无",
            "没有",
            "未知",
        ),
        *("不详", "空", "未载明", "not stated", "*", "／", "、", "。", ".", "待定", "待补充", "nan", "–", "―", "暂缺"),
        *(text("not_stated", lang).lower() for lang in LANGUAGES),
    )
)


# In characters, with room for blanks around.
LONGEST_NOTHING = max(map(len, NOTHING)) + 4


@lru_cache(maxsize=200_000)
def clean(raw: str) -> str:
    """A text as it is kept: one line, single blanks, no unseen marks, radicals as characters, no control characters."""
    if raw.isascii() and raw.isprintable():
        return " ".join(raw.split())
    folded = "".join(
        unicodedata.normalize("NFKC", char) if "\u2f00" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff" else char
        for char in _UNSEEN.sub("", raw).translate(_RADICALS)
    )
    kept = "".join(char if unicodedata.category(char) not in ("Cc", "Cs", "Co") else " " for char in folded)
    return _CJK_GAP.sub("", " ".join(kept.split()))


def has_unseen(raw: str) -> bool:
    """Whether a text holds marks that nobody sees, or radicals in the place of characters."""
    return any("\u2e80" <= char <= "\u2fdf" for char in raw) or _UNSEEN.search(raw) is not None


@lru_cache(maxsize=200_000)
def folded(raw: str) -> str:
    """A text to be compared: half-width, lower case, without blanks."""
    return "".join(unicodedata.normalize("NFKC", clean(raw)).lower().split())


def is_nothing(raw: str) -> bool:
    """Whether a cell says that there is no value."""
    # Most cells are longer than any of these words.
    return len(raw) <= LONGEST_NOTHING and " ".join(raw.split()).lower() in NOTHING


@lru_cache(maxsize=50_000)
def label(raw: str) -> str:
    """A heading to be compared: without what stands in brackets, marks and signs."""
    # A Shapefile cuts names, and with them their brackets.
    short = re.sub(r"\(.*?(\)|$)|\[.*?(\]|$)|【.*?(】|$)", "", folded(raw))
    return _UNIT_AT_END.sub("", re.sub(r"[*:：,，。、·_\-/—\s'\"“”?？!！#]", "", short))


def between_brackets(raw: str) -> str:
    """What stands in the brackets of a heading: mostly a unit."""
    return "".join(re.findall(r"\((.*?)\)|\[(.*?)\]", folded(raw))[0]) if "(" in folded(raw) else ""
