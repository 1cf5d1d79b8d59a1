"""Words into lines: where Chinese and English may break, and what is done with what is too long."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from g60.export.paper_map.typeface import EM, advances, printable, width

ELLIPSIS = "…"
DOTS = "..."  # in Latin text: the ellipsis of a Chinese typeface stands at half height
# Letters of a name on the map; the list has all of it.
LONGEST = {"zh": 36, "en": 120}
# A line does not begin with one of these, nor end with one of those.
NOT_FIRST = "，。、；：？！）〕】》”’…—·,.;:?!)]}%°²"
NOT_LAST = "（〔【《“‘([{"
_PIECE = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]|\s+|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+"
)
_AFTER_HYPHEN = re.compile(r"(?<=\w-)(?=\w)")
_AFTER_MARK = re.compile(r"(?<=\w-)(?=\w)|(?<=[■▲◇])(?=\d)")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_PHRASE = re.compile(r"高新技术|产业|高能级|科创|科技|未来|国际|知识|核心区|研究|实验室|创新|应用|新材料|新兴|（|）")


def is_chinese(words: str) -> bool:
    """Whether a text has Chinese characters."""
    return bool(_CHINESE.search(words))


def wrap(
    words: str, wide: float, size: float, *, bold: bool = False, most: int = 0, hyphens: bool = False
) -> list[str]:
    """The lines of a text that are at most so wide; with `most`, the last of so many ends in … where there is more.

    With `hyphens` a line may end after a hyphen between letters, and a Chinese one after a mark, as in office programs.
    """
    return list(_wrapped(words, wide, size, bold=bold, most=most, hyphens=hyphens))


@lru_cache(maxsize=8192)
def _wrapped(words: str, wide: float, size: float, *, bold: bool, most: int, hyphens: bool) -> tuple[str, ...]:
    """As `wrap`. Cached: a page is tried in many settings before one fits, mostly with the same lines."""
    lines: list[str] = []
    line, ems = "", 0.0
    for piece, letters in _measured(words, bold=bold, hyphens=hyphens):
        if not line and piece.isspace():
            continue
        longer = ems
        for letter in letters:
            longer += letter
        if longer / EM * size <= wide or (line and piece in NOT_FIRST):
            line, ems = line + piece, longer
            continue
        carried = _carried(line)
        if line.rstrip():
            lines.append(line[: len(line) - len(carried)].rstrip())
        line = carried + piece.lstrip()
        left = advances(line, bold=bold)
        while (ems := sum(left)) / EM * size > wide and len(left) > 1:
            end = _head(left, wide, size)
            lines.append(line[:end])
            line, left = line[end:], left[end:]
    if line.strip():
        lines.append(line.rstrip())
    if most and len(lines) > most:
        lines = [*lines[: most - 1], fitted(lines[most - 1] + ELLIPSIS * 2, wide, size, bold=bold)]
    return tuple(lines) or ("",)


@lru_cache(maxsize=8192)
def _measured(words: str, *, bold: bool, hyphens: bool) -> tuple[tuple[str, tuple[float, ...]], ...]:
    """What of a text stays on one line, piece by piece, with the widths of its letters in thousandths of the em."""
    return tuple((piece, advances(piece, bold=bold)) for piece in _pieces(printable(words), hyphens=hyphens))


def _pieces(words: str, *, hyphens: bool) -> list[str]:
    pieces = _PIECE.findall(words)
    ends = _AFTER_MARK if is_chinese(words) else _AFTER_HYPHEN
    return [part for piece in pieces for part in ends.split(piece)] if hyphens else pieces


def _carried(line: str) -> str:
    """What must not end a line and goes on to the next."""
    end = len(line)
    while end and line[end - 1] in NOT_LAST:
        end -= 1
    return line[end:] if end else ""


def _head(letters: Sequence[float], wide: float, size: float) -> int:
    """How many letters of these widths fit, one at least."""
    ems = letters[0]
    for end in range(1, len(letters)):
        ems += letters[end]
        if ems / EM * size > wide:
            return end
    return len(letters)


def fitted(words: str, wide: float, size: float, *, bold: bool = False) -> str:
    """The text itself, or its beginning and … where it is too wide."""
    words = printable(words)
    if width(words, size, bold=bold) <= wide and not words.endswith(ELLIPSIS * 2):
        return words
    words = words.rstrip(ELLIPSIS)
    end = ELLIPSIS if is_chinese(words) else DOTS
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if width(words[:middle].rstrip() + end, size, bold=bold) <= wide:
            low = middle
        else:
            high = middle - 1
    return words[:low].rstrip() + end


def shrunk(words: str, wide: float, size: float, least: float, *, bold: bool = False) -> tuple[str, float]:
    """A text and the size at which it fits; at the least size it is cut."""
    words = printable(words)
    natural = width(words, size, bold=bold)
    if natural <= wide:
        return words, size
    smaller = max(least, size * wide / natural)
    return fitted(words, wide, smaller, bold=bold), smaller


def shortened(words: str) -> str:
    """A name as a label of one line has it: all of it, or its beginning and … where it is longer than any name."""
    words = printable(words)
    chinese = is_chinese(words)
    longest = LONGEST["zh" if chinese else "en"]
    return words if len(words) <= longest else words[:longest].rstrip() + (ELLIPSIS if chinese else DOTS)


def label_lines(words: str, letters: int = 25) -> list[str]:
    """A name as the compact block of a label, broken where a reader would break it."""
    words = shortened(words)
    return _chinese_lines(words) if is_chinese(words) else _word_lines(words, letters)


def _chinese_lines(words: str) -> list[str]:
    """Two lines for more than five characters, cut near the middle where a phrase starts or a bracket closes."""
    if len(words) <= 5:
        return [words]
    middle = len(words) / 2
    cut = 0 if len(words) <= 8 else -int(-middle // 1)
    best = max(2.6, len(words) * 0.3)
    for found in _PHRASE.finditer(words):
        closes = found.group() == "）"
        at = found.start() + closes
        off = abs(at - middle) - (1.5 if closes else 0)
        if off < best and 2 <= at <= len(words) - 2:
            best, cut = off, at
    return [words[:cut], words[cut:]] if cut else [words]


def _word_lines(words: str, letters: int) -> list[str]:
    """As few lines of whole words as keep within so many letters, three at most, as even as they can be."""
    parts = words.split()
    best = [words]
    for count in range(1, min(3, len(parts)) + 1):
        best = _even(parts, count)
        if max(len(line) for line in best) <= letters:
            break
    return best


def _even(parts: Sequence[str], count: int) -> list[str]:
    if count == 1:
        return [" ".join(parts)]
    found = [[" ".join(parts[:first]), *_even(parts[first:], count - 1)] for first in range(1, len(parts) - count + 2)]
    return min(found, key=lambda lines: max(len(line) for line in lines))
