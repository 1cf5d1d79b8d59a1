"""A cell to a year, a month or a day, with what is wrong or unsure about it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache

from g60.record.intake.findings import ERROR, QUESTION, Problem
from g60.record.intake.values import Value
from g60.record.intake.words import clean, folded

_CHINESE = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_DAY = (
    re.compile(r"(\d{4})年(?:(\d{1,2})月(?:份)?(?:(\d{1,2})[日号]?)?)?"),
    re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})?"),
    re.compile(r"(\d{4})"),
)
# The time of day behind a date. Only a blank, a T or 日 tells where the day ends: in 2021/3/158:30 nobody knows.
_TIME = re.compile(
    r"(?:T|\s|(?<=[日号]))\s*(?:上午|下午)?\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AP]M|Z)?$", re.IGNORECASE
)
# The question about a number that may be January or October of a year. October is suggested, for who writes January as
# 2021.01 can only have meant October; January is the `january` of its values.
LOST_MONTH = "date_month"
FIRST_SERIAL, LAST_SERIAL = 20_000, 60_000


@lru_cache(maxsize=50_000)
def day(raw: str, *, is_number: bool = False) -> Value:
    """A year, a month or a day in ISO 8601: what is not given is not made up.

    `is_number` says that the cell holds a number: 2021.1 may have been entered as 2021.10.
    """
    # While the blanks are there: without them 15 8:30 is 158:30.
    plain = folded(_TIME.sub("", unicodedata.normalize("NFKC", clean(raw))))
    if re.search(r"[〇零○一二三四五六七八九十]", plain):
        plain = _from_chinese(plain)
    if is_number and (tenth := re.fullmatch(r"(\d{4})\.1", plain)):
        january, october = _whole_day(tenth[1], "1"), _whole_day(tenth[1], "10")
        return Value("", january.problem or Problem(QUESTION, LOST_MONTH, october.text, {"january": january.text}))
    for pattern in _DAY:
        found = pattern.fullmatch(plain)
        if found:
            return _whole_day(*[part for part in found.groups() if part])
    if re.fullmatch(r"\d{5}(\.\d+)?", plain) and FIRST_SERIAL < float(plain) < LAST_SERIAL:
        meant = (date(1899, 12, 30) + timedelta(days=int(float(plain)))).isoformat()
        return Value("", Problem(QUESTION, "date_serial", meant))
    if re.search(r"\d{4}.*(至|到|~|—|-).*\d{4}", plain):
        return Value("", Problem(ERROR, "date_range"))
    turned = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", plain)
    if turned:
        first, second, year = (int(part) for part in turned.groups())
        order = (first, second) if second > 12 >= first else (second, first) if first > 12 >= second else ()
        return Value("", Problem(QUESTION, "date_order", _iso(year, *order) if order else ""))
    return Value("", Problem(ERROR, "not_date"))


def _from_chinese(plain: str) -> str:
    """二〇二一年三月十五日 with digits."""
    plain = re.sub(
        r"([二三]?)十([一二三四五六七八九]?)",
        lambda found: f"{(found[1] or '一')}{(found[2] or '〇')}",
        plain,
    )
    return plain.translate(_CHINESE)


def _whole_day(year: str, *rest: str) -> Value:
    numbers = [int(part) for part in (year, *rest)]
    if not 1900 <= numbers[0] <= 2100:
        return Value("", Problem(ERROR, "date_year", "", {"year": year}))
    try:
        date(numbers[0], *[*numbers[1:], 1, 1][:2])
    except ValueError:
        return Value("", Problem(ERROR, "not_date"))
    return Value(_iso(*numbers))


def _iso(*numbers: int) -> str:
    return "-".join(f"{number:02d}" for number in numbers)
