"""The number of a cell as people write it: half-width or not, with separators, rough, a range, with words behind it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from g60.record.intake.words import clean

# Words for a rough figure, in front of it and behind it.
_BEFORE = (
    *("大约", "约", "约为", "近", "超", "超过", "不少于", "不低于", "达", "逾"),
    *("≈", "≥", "≤", ">", "<", ">=", "<=", "~"),
)
_BEHIND = ("左右", "以上", "余", "多")


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words. The longest comes first: 超 would leave the 过 of 超过."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


# Behind a figure also before its unit: 30余亩, 3亿多元.
_ABOUT = re.compile(rf"^(?:{_any_of(_BEFORE)})|(?:{_any_of(_BEHIND)})$|(?<=[\d十百千万亿])(?:{_any_of(_BEHIND)})(?=\D)")
_RANGE = re.compile(r"\d[\d.]*[^\d.]{0,4}?(?:-|~|至|到|—|–)[-+]?\d")
# As a spreadsheet shows, and a computer writes, 0.00005: 5e-05.
_EXPONENT = re.compile(r"[-+]?\d+(?:\.\d+)?[eE][-+]?\d{1,2}")
_NUMBER = re.compile(r"([-+]?\d+(?:\.\d+)?)(\D+2|\D*)")


class Figure(NamedTuple):
    """What a cell says in figures: its digits ("" for no number), what stands behind them, and what kind it is."""

    digits: str
    rest: str = ""
    is_about: bool = False
    is_range: bool = False


def figure(raw: str) -> Figure:
    """The number of a cell with what is behind it, which may be its unit: km2, 万元/人."""
    plain = halfwidth(raw)
    bare = _ABOUT.sub("", plain)
    if _RANGE.search(bare):
        return Figure("", is_range=True)
    found = _NUMBER.fullmatch(bare)
    return Figure(found[1], found[2], bare != plain) if found else Figure("")


def halfwidth(raw: str) -> str:
    """A number's text: half-width, without blanks, thousands separators and exponent."""
    plain = unicodedata.normalize("NFKC", clean(raw)).replace(" ", "").replace("，", ",")
    if _EXPONENT.fullmatch(plain):
        return f"{Decimal(plain):f}"
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", plain)


def bare_number(raw: str) -> float | None:
    """The number of a cell that holds nothing else; None where it holds a unit, words, or no number."""
    given = halfwidth(raw)
    return float(given) if re.fullmatch(r"\d+(\.\d+)?", given) else None


def plain_number(raw: str) -> float | None:
    """The number, with or without a sign, of a cell that holds nothing else; None where it holds anything else."""
    given = halfwidth(raw)
    return float(given) if re.fullmatch(r"[-+]?\d+(\.\d+)?", given) else None


def meant(raw: str) -> str:
    """The number that is meant where the letters O and l stand for digits; "" where that makes none."""
    plain = _ABOUT.sub("", halfwidth(raw).lower())
    fixed = plain.replace("o", "0").replace("l", "1").replace("。", ".").replace("..", ".")
    return fixed if fixed != plain and re.fullmatch(r"\d+(\.\d+)?", fixed) else ""


def spelt(number: float) -> str:
    """A number as it is kept: no exponent, no more digits than it has."""
    return f"{round(number, 6):.10f}".rstrip("0").rstrip(".") if number else "0"
