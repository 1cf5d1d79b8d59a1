"""The trial set: made-up values of the 14 indicators of table 2 for five years, with every kind of trouble.

Nothing here is true. Each value names 虚构 as its document, so that none of them can be taken for one.
"""

from __future__ import annotations

import io
from typing import Any, NamedTuple

import openpyxl

from g60.catalog.catalog import Catalog
from g60.record.intake.reported.template import wanted, workbook

MADE_UP = "虚构，仅供测试"
YEARS = (2021, 2022, 2023, 2024, 2025)
# The columns of the template, by their letters.
YEAR, VALUE, UNIT, STATUS, DEFINITION, KNOWN, REPORTER, SOURCE = "E", "F", "G", "H", "I", "J", "K", "L"
# Values by indicator, for the years from 2021; None is not reported.
VALUES: dict[str, tuple[Any, ...]] = {
    "indicator-2-01": (3.35, 3.42, 3.5, 3.61, 3.8),
    "indicator-2-02": (0.9, 1.0, 1.1, 1.2, 1.44),
    "indicator-2-03": (1.65, 1.7, 1.75, None, None),
    "indicator-2-04": (18, 12, -3.5, 20, 28),
    "indicator-2-05": (2900, 3500, 4200, 5100, 5600),
    "indicator-2-06": (7000, 8200, 9300, 10200, 11000),
    "indicator-2-07": (65, 66, 67, 68, 71),
    "indicator-2-08": (81, 83, 86, 88, None),
    "indicator-2-09": (11.5, 13, 14.5, None, None),
    "indicator-2-10": (27, 27.5, 28, 28.6, 29),
    "indicator-2-11": (165, 178, 190, 205, 221),
    "indicator-2-12": (10, 20, 30, None, None),
    "indicator-2-13": (90, 155, 162, None, None),
    "indicator-2-14": (17, 18.5, 20, 22.5, 25.4),
}
# The grades that follow, worked out by hand with the default settings.
GRADES = {
    # 3.80 in 2025 reaches 3.75; 3.61 in 2024 did not.
    "indicator-2-01": ("reached", "reach"),
    # 95 % of 1.5 is 1.425: 1.44 is nearly there.
    "indicator-2-02": ("nearly", "reach"),
    # The line in 2023 is 1.6 + 0.4 × 3 ÷ 5 = 1.84; 1.75 is behind it.
    "indicator-2-03": ("behind", "line"),
    # 1.18 × 1.12 × 0.965 × 1.20 × 1.28 = 1.958928; its fifth root is 1.14394: 14.394 %, above 95 % of 15 (14.25).
    "indicator-2-04": ("nearly", "rate"),
    # 5100 in 2024 and 5600 in 2025 are both at least 5000.
    "indicator-2-05": ("early", "reach"),
    # 95 % of 12000 is 11400; 11000 is below.
    "indicator-2-06": ("missed", "reach"),
    # The value of 2025 follows a definition of its own.
    "indicator-2-07": ("redefined", "definition"),
    # The line in 2024 is 78.8 + 11.2 × 4 ÷ 5 = 87.76; 88 is above it.
    "indicator-2-08": ("on_course", "line"),
    # The line in 2023 is 10 + 8 × 3 ÷ 5 = 14.8; 14.5 is behind it.
    "indicator-2-09": ("behind", "line"),
    # 95 % of 30 is 28.5; 29 is between.
    "indicator-2-10": ("nearly", "reach"),
    "indicator-2-11": ("reached", "reach"),
    # No baseline, and 30 of 50 in 2023: nothing to compare with.
    "indicator-2-12": ("no_data", "no_baseline"),
    # 155 in 2022 and 162 in 2023 are both at least 150.
    "indicator-2-13": ("early", "reach"),
    # 254000 元/人 is 25.4 万元/人.
    "indicator-2-14": ("reached", "reach"),
}
OTHER_DEFINITION = "按新的高新技术产业分类统计"


class Trouble(NamedTuple):
    """A cell that is wrong or unsure, what it holds, the finding, and what mends it; None where an answer does."""

    indicator: str
    year: int
    column: str
    holds: Any
    severity: str
    code: str
    mended: Any = None
    at: str = ""  # the column of the finding, where it is another one


# Every kind of trouble, each at a cell of its own.
TROUBLES = (
    Trouble("indicator-2-01", 2022, SOURCE, None, "error", "value_no_source_zh", MADE_UP),
    Trouble("indicator-2-01", 2023, YEAR, 2020, "error", "value_before_baseline", 2023),
    Trouble("indicator-2-01", 2024, YEAR, 2027, "error", "value_in_future", 2024),
    Trouble("indicator-2-02", 2021, YEAR, "去年", "error", "value_year_form", 2021),
    Trouble("indicator-2-03", 2022, VALUE, 170, "error", "value_share", 1.7),
    Trouble("indicator-2-04", 2023, VALUE, -3.5, "question", "value_growth_negative"),
    Trouble("indicator-2-05", 2022, VALUE, -3500, "error", "value_negative", 3500),
    Trouble("indicator-2-05", 2023, VALUE, "4000-4400", "error", "number_range", 4200),
    Trouble("indicator-2-06", 2022, VALUE, "八千多", "error", "not_number", 8200),
    Trouble("indicator-2-06", 2023, VALUE, "9300左右", "question", "number_about"),
    Trouble("indicator-2-06", 2024, VALUE, "10200家", "", ""),
    Trouble("indicator-2-06", 2025, UNIT, "万元", "error", "value_unit_foreign", "家", VALUE),
    Trouble("indicator-2-07", 2025, DEFINITION, OTHER_DEFINITION, "question", "value_definition"),
    Trouble("indicator-2-07", 2024, DEFINITION, "高新技术产业增加值占规上工业增加值比重（%）", "", ""),
    Trouble("indicator-2-07", 2023, DEFINITION, None, "question", "value_no_definition"),
    Trouble("indicator-2-08", 2024, VALUE, 0.88, "question", "value_fraction"),
    Trouble("indicator-2-08", 2023, STATUS, "大概", "error", "value_status_unknown", "最终"),
    Trouble("indicator-2-09", 2022, KNOWN, "2021-06-30", "error", "value_too_soon", "2023-06-30", YEAR),
    Trouble("indicator-2-09", 2023, KNOWN, "2030-01-01", "error", "value_known_in_future", "2024-06-30"),
    Trouble("indicator-2-10", 2024, REPORTER, None, "error", "value_no_reporter_zh", "某局"),
    Trouble("indicator-2-11", 2024, KNOWN, None, "error", "value_no_known_on", "2025-06-30"),
    Trouble("indicator-2-12", 2022, VALUE, None, "error", "value_missing", 20),
    Trouble("indicator-2-14", 2025, VALUE, 254000, "question", "value_unit_other", None),
    Trouble("indicator-2-14", 2025, UNIT, "元/人", "", ""),
    Trouble("indicator-2-14", 2024, VALUE, 225000, "question", "value_unit_suspected"),
)


def row_of(indicator: str, year: int) -> int:
    """The row of the template that asks for the value of a year."""
    return 2 + list(VALUES).index(indicator) * len(YEARS) + YEARS.index(year)


def filled(catalog: Catalog, *, mended: bool) -> bytes:
    """The template with all values and every trouble; or with the troubles mended that a person has to mend."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(catalog, wanted(catalog), "某局")))
    page = book.worksheets[0]
    for indicator, values in VALUES.items():
        for year, value in zip(YEARS, values, strict=True):
            if value is None:
                continue
            row = row_of(indicator, year)
            assert (page[f"A{row}"].value, page[f"{YEAR}{row}"].value) == (indicator, year)
            cells = {VALUE: value, STATUS: "最终", KNOWN: f"{year + 1}-06-30", SOURCE: MADE_UP}
            for column, cell in cells.items():
                page[f"{column}{row}"] = cell
    for trouble in TROUBLES:
        cell = page[f"{trouble.column}{row_of(trouble.indicator, trouble.year)}"]
        cell.value = trouble.holds if trouble.mended is None or not mended else trouble.mended
    _second_values(page, mended=mended)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


FIRST_FREE = 2 + len(VALUES) * len(YEARS)
TWICE, EARLIER, UNKNOWN, SHIFTED, RANGE, DROPPED, SUCCEEDED, WORDS = range(FIRST_FREE, FIRST_FREE + 8)


def _second_values(page: Any, *, mended: bool) -> None:
    """Rows below those of the template: a second value of a year, an earlier one, indicators of other tables."""
    own, code = "与目标口径一致", MADE_UP
    final = ("最终", own, "2025-06-30", "某局", code)
    revised = ("修订" if mended else "最终", own, "2025-07-30", "某局", code)
    unknown = "indicator-2-13" if mended else "indicator-9-99"
    rows: dict[int, tuple[Any, ...]] = {
        # Two final values of one year; the second one is a revision.
        TWICE: ("indicator-2-10", None, 2024, 28.7, *revised),
        # A preliminary value stands beside the final one and does not count.
        EARLIER: ("indicator-2-05", None, 2024, 4980, "初步", own, "2025-02-28", "某局", code),
        UNKNOWN: (unknown, None, 2021, 90, *final),
        SHIFTED: ("indicator-2-12", "高新技术企业数", 2023, 30, *final),
        RANGE: ("target-057", None, 2024, 3, *final),
        DROPPED: ("indicator-1-06", None, 2022, 150, *final),
        SUCCEEDED: ("indicator-1-04", None, 2022, 45, *final),
        WORDS: ("target-003" if mended else "target-002", None, 2024, 51, *final),
    }
    for row, (code, name, year, value, *rest) in rows.items():
        cells = {"A": code, "B": name, YEAR: year, VALUE: value}
        cells |= dict(zip((STATUS, DEFINITION, KNOWN, REPORTER, SOURCE), rest, strict=True))
        for column, cell in cells.items():
            page[f"{column}{row}"] = cell
    if mended:
        # What the first file says of rows that it had already is said once.
        for row in (UNKNOWN, SHIFTED):
            for column in ("A", "B", YEAR, VALUE, UNIT, STATUS, DEFINITION, KNOWN, REPORTER, SOURCE):
                page[f"{column}{row}"] = None


# The findings at the rows below those of the template.
BELOW = {
    ("error", "value_year_twice", f"{VALUE}{TWICE}"),
    ("error", "value_indicator_unknown", f"A{UNKNOWN}"),
    ("error", "value_indicator_differs", f"B{SHIFTED}"),
    ("error", "value_year_twice", f"{VALUE}{SHIFTED}"),
    ("question", "value_above_range", f"{VALUE}{RANGE}"),
    ("question", "value_dropped", f"{YEAR}{DROPPED}"),
    ("question", "value_succeeded", f"{YEAR}{SUCCEEDED}"),
    ("error", "value_of_words", f"A{WORDS}"),
}
