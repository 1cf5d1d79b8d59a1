"""What a column may be by what its cells hold, where its heading does not say: a guess that a person confirms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from g60.record.intake.columns import EXTRAS, Match
from g60.record.intake.figures import bare_number
from g60.record.intake.sheets import Cell, is_blank, shown
from g60.record.intake.units import Units
from g60.record.intake.values import CREDIT_LENGTH, LEVELS, credit_code
from g60.record.intake.words import folded

# Cells that are looked at, and the part of them that has to fit.
LOOKED_AT, FITTING = 60, 0.8
# In degrees: a frame around the city, in which no other numbers of a list are likely to lie.
LON, LAT = (120.2, 121.4), (30.2, 31.1)
_BODY = re.compile(
    r".{2,}(研究院|研究所|研究中心|实验室|创新中心|中心|基地|园区?|孵化器|众创空间|公司|平台|学院|大学|集团|研发院|院|所|厂)"
    r"([(（].*[)）])?"
)


def guesses(fields: Sequence[Match], rows: Sequence[Sequence[Cell]], units: Units) -> list[Match]:
    """The fields of columns, with guesses for those that have none, of fields that no other column has.

    A list without a column of names has its names guessed: that column is taken, and asked.
    """
    found = list(fields)
    taken = {entry.field for entry in found} | {entry.guess for entry in found}
    for name, fits in _fits(units).items():
        if name in taken:
            continue
        for at, entry in enumerate(found):
            if entry.field == EXTRAS and not entry.guess and _holds(rows, at, fits):
                found[at] = Match("name_zh" if name == "name_zh" else EXTRAS, name)
                break
    return found


def _fits(units: Units) -> Mapping[str, Callable[[str], bool]]:
    return {
        "unit": lambda raw: folded(raw) in units.exact,
        "lon": lambda raw: _between(raw, LON),
        "lat": lambda raw: _between(raw, LAT),
        "credit_code": lambda raw: len(raw) == CREDIT_LENGTH and not credit_code(raw, is_number=False).problem,
        "level_zh": lambda raw: len(raw) > 1 and folded(raw) in LEVELS,
        "name_zh": lambda raw: _BODY.fullmatch(raw) is not None,
    }


def _between(raw: str, bounds: tuple[float, float]) -> bool:
    number = bare_number(raw)
    return number is not None and "." in raw and bounds[0] <= number <= bounds[1]


def _holds(rows: Sequence[Sequence[Cell]], column: int, fits: Callable[[str], bool]) -> bool:
    cells = [row[column] for row in rows[:LOOKED_AT] if column < len(row) and not is_blank(row[column])]
    return bool(cells) and sum(fits(shown(cell).strip()) for cell in cells) >= FITTING * len(cells)
