"""One cell of a table of values to one value: years, numbers with their units, status. Nothing is changed unasked.

A number in another unit, an approximate one, a share written as a fraction: each is a question with the number that
would be kept.
"""

from __future__ import annotations

import re
from fractions import Fraction

from g60.contract.codes import STATUSES
from g60.contract.i18n import LANGUAGES, text
from g60.contract.quantities import COUNTING
from g60.record.intake import figures
from g60.record.intake.figures import spelt
from g60.record.intake.findings import ERROR, QUESTION, Problem
from g60.record.intake.sheets import ERROR as BROKEN
from g60.record.intake.sheets import UNSOLVED, Cell, shown
from g60.record.intake.values import Value
from g60.record.intake.words import folded

_YEAR = re.compile(r"((?:19|20|21)\d\d)年?(?:度|末|底)?")
_SCALE = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_SCALED = re.compile(r"(十万|百万|千万|[十百千万亿])?(.+)")
STATUS_WORDS = {
    folded(word): code for code in STATUSES for lang in LANGUAGES for word in (text(f"status_{code}", lang), code)
} | {f"{text(f'status_{code}', 'zh')}数": code for code in STATUSES}
# In characters: a float holds so many figures exactly.
LONGEST = 15
# How many times a value may be the one that is known before its unit is asked about.
JUMP = 500
FRACTION_OF_A_SHARE = (30, 300)


def year(raw: str) -> Value:
    """A year of four digits."""
    found = _YEAR.fullmatch(folded(raw))
    return Value(str(int(found[1]))) if found else Value("", Problem(ERROR, "value_year_form"))


def status(raw: str) -> Value:
    """A status by its word or code."""
    code = STATUS_WORDS.get(folded(raw), "")
    known = "、".join(text(f"status_{one}", "zh") for one in STATUSES)
    return Value(code) if code else Value("", Problem(ERROR, "value_status_unknown", "", {"known": known}))


def measure(unit: str) -> tuple[str, Fraction]:
    """What a unit measures, and how many of its plainest unit it is: 亿元 is 10⁸ 元. Counting words measure alike."""
    name = folded(unit)
    above, slash, below = name.partition("/")
    if slash:
        base, factor = measure(above)
        return f"{base}/{below}", factor
    if name in ("%", "百分之", "个百分点", "百分点", "percent"):
        return "%", Fraction(1)
    if name in ("‰", "千分之"):
        return "%", Fraction(1, 10)
    if name in COUNTING:
        return "", Fraction(1)
    scaled = _SCALED.fullmatch(name)
    if scaled is None:
        return name, Fraction(1)
    base = "" if scaled[2] in COUNTING else scaled[2]
    return base, Fraction(_SCALE[scaled[1] or ""])


def amount(cell: Cell, wanted: str, given: str) -> Value:
    """A number in the wanted unit; `given` is what the row's cell of units says. A unit in the cell goes before it."""
    if isinstance(cell, list) and cell[0] in (BROKEN, UNSOLVED):
        return Value("", Problem(ERROR, "cell_error" if cell[0] == BROKEN else "formula"))
    found = figures.figure(shown(cell))
    if found.is_range or not found.digits:
        return Value("", Problem(ERROR, "number_range" if found.is_range else "not_number"))
    if len(found.digits) > LONGEST:
        return Value("", Problem(ERROR, "value_long", "", {"most": LONGEST}))
    number = Fraction(found.digits)
    unit = _whole(found.rest, wanted) or given or wanted
    base, factor = measure(unit)
    own_base, own = measure(wanted)
    if base != own_base:
        return Value("", Problem(ERROR, "value_unit_foreign", "", {"unit": unit, "wanted": wanted}))
    meant = spelt(float(number * factor / own))
    if factor != own:
        told = {"unit": unit, "wanted": wanted, "from": spelt(float(number))}
        return Value(meant, Problem(QUESTION, "value_unit_other", meant, told), f"{spelt(float(number))} {unit}")
    return Value(meant, Problem(QUESTION, "number_about", meant) if found.is_about else None)


def _whole(unit: str, wanted: str) -> str:
    """A unit that is a scale alone (113.2 亿) with the word that is scaled."""
    scaled = _SCALED.fullmatch(folded(wanted))
    return f"{unit}{scaled[2]}" if unit in _SCALE and unit and scaled else unit


def suspected(value: float, unit: str, known: float | None) -> Problem | None:
    """The question about a value so much larger or smaller than the known one that its unit may be another."""
    if not known or not value:
        return None
    times = abs(value / known)
    scaled = unit[:1] in ("万", "亿")
    low, high = FRACTION_OF_A_SHARE
    told = {"known": spelt(known), "unit": unit}
    if scaled and times >= JUMP:
        return Problem(QUESTION, "value_unit_suspected", spelt(float(Fraction(repr(value)) / 10**4)), told)
    if scaled and times * JUMP <= 1:
        return Problem(QUESTION, "value_unit_suspected", spelt(float(Fraction(repr(value)) * 10**4)), told)
    if unit == "%" and abs(value) < 1 and low <= 1 / times <= high:
        return Problem(QUESTION, "value_fraction", spelt(float(Fraction(repr(value)) * 100)), told)
    return None
