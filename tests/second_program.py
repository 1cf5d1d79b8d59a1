"""A second program: computes every grade of an evaluation again, from the workbook alone.

It imports nothing of the package; what it does is written down in docs/decisions/0019-a-grade-can-be-recomputed.md.

    python tests/second_program.py evaluation.xlsx

prints each difference, and how many grades were computed. Exit status: 0 without a difference, 1 with one.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import IO, Any

import openpyxl

SAME = "与目标口径一致"
EACH_YEAR = "每年"
STATUSES = ("preliminary", "final", "revised")
SIX = Decimal("0.000001")
Row = dict[str, Any]
# What is compared with the workbook, beside the grade and its rule.
COMPARED = ("grade", "rule", "year", "value", "threshold", "nearly", "path", "on_path", "reached_in")


def read(file: str | IO[bytes]) -> dict[str, list[Row]]:
    """The four sheets, each row by the heads of its columns."""
    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    found = {}
    for name in ("grades", "reports", "judgements", "settings"):
        heads, *rows = book[name].iter_rows(values_only=True)
        found[name] = [dict(zip(map(str, heads), row, strict=False)) for row in rows if any(c is not None for c in row)]
    return found


def number(cell: Any) -> Decimal | None:
    """A cell as the decimal that it prints; None for an empty one."""
    return None if cell is None or cell == "" else Decimal(repr(float(cell)))


def whole(cell: Any) -> int | None:
    """A cell as a year; None for an empty one."""
    return None if cell is None or cell == "" else int(cell)


def words(cell: Any) -> str:
    """A cell as text."""
    return "" if cell is None else str(cell)


def bare(text: str) -> str:
    """A definition without spaces, signs, width and case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if unicodedata.category(char)[0] in ("L", "N", "S"))


def six(value: Decimal) -> Decimal:
    """A computed number with six decimals."""
    return value.quantize(SIX, ROUND_HALF_EVEN)


def counting(reports: list[Row]) -> list[Row]:
    """Of each year the one value that counts, by year."""
    best: dict[int, tuple[tuple[bool, str, int], Row]] = {}
    for report in reports:
        status = words(report["status"])
        rank = (status != "preliminary", words(report["known_on"]), STATUSES.index(status))
        year = int(report["year"])
        if year not in best or rank >= best[year][0]:
            best[year] = rank, report
    return [best[year][1] for year in sorted(best)]


class Again:
    """One indicator or target, judged again."""

    def __init__(self, row: Row, reports: list[Row], judgements: list[Row], settings: dict[str, Any]) -> None:
        self.row, self.settings = row, settings
        self.reports = counting(reports)
        self.judgement = max(judgements, key=lambda entry: words(entry["judged_on"]), default=None)
        self.operator = words(row["operator"])
        self.target, self.year = number(row["target"]), whole(row["target_year"])
        period = re.fullmatch(r"(\d{4})/(\d{4})", words(row["period"]))
        self.period = (int(period[1]), int(period[2])) if period else None
        self.own = {bare(text) for text in (SAME, *words(row["definitions"]).split("\n"))}
        self.found: Row = dict.fromkeys(COMPARED)

    def said(self, grade: str, rule: str, **more: Any) -> Row:
        """What comes out: the grade, its rule and numbers."""
        return self.found | {"grade": grade, "rule": rule} | more

    def is_own(self, report: Row) -> bool:
        """Whether a value follows the target's definition."""
        return bare(words(report["definition"])) in self.own

    def judge(self) -> Row:
        """The grade by the first rule that fits."""
        if self.target is None:
            return self.person("words")
        first = self.period[0] if self.period else None
        those = [one for one in self.reports if first is None or int(one["year"]) >= first]
        end = self.period[1] if self.period else self.year
        known = [one for one in those if end is None or int(one["year"]) <= end]
        if not known:
            return self.said("no_data", "late" if those else "no_value")
        last = known[-1]
        self.found |= {"year": int(last["year"]), "value": number(last["value"])}
        if not self.is_own(last):
            return self.said("redefined", "definition")
        bar, nearly = self.bars()
        self.found |= {"threshold": bar, "nearly": nearly}
        if self.period:
            return self.average(known, bar, nearly)
        if words(self.row["scope"]) == EACH_YEAR:
            return self.each_year(known, bar, nearly)
        return self.level(known, bar, nearly)

    def bars(self) -> tuple[Decimal, Decimal]:
        """From where the target is reached, and from where nearly."""
        assert self.target is not None
        share = Decimal(repr(float(self.settings["nearly"]))) / 100
        bar = self.target
        if self.operator == "≈":
            bar = bar * (1 - Decimal(repr(float(self.settings["about"]))) / 100)
        return bar, bar * (2 - share) if self.operator == "≤" else bar * share

    def meets(self, value: Decimal, bar: Decimal, *, strict: bool = True) -> bool:
        """Whether a value is on the good side; `>` alone wants more than the bar."""
        if self.operator == "≤":
            return value <= bar
        return value > bar if self.operator == ">" and strict else value >= bar

    def final(self, value: Decimal, bar: Decimal, nearly: Decimal) -> str:
        """The grade in the last year."""
        if self.meets(value, bar):
            return "reached"
        return "nearly" if self.meets(value, nearly, strict=False) else "missed"

    def course(self, value: Decimal, wanted: Decimal) -> str:
        """The grade before the last year."""
        return "on_course" if self.meets(value, wanted, strict=False) else "behind"

    def level(self, known: list[Row], bar: Decimal, nearly: Decimal) -> Row:
        """A target that is a level to be had in its year."""
        since = None
        for report in reversed(known):
            value = number(report["value"])
            assert value is not None
            if not self.is_own(report) or not self.meets(value, bar):
                break
            since = int(report["year"])
        value = self.found["value"]
        if since is not None:
            if self.year is None:
                return self.said("reached", "reach_undated", reached_in=since)
            return self.said("early" if since < self.year else "reached", "reach", reached_in=since)
        if self.year is None:
            return self.person("undated")
        if self.found["year"] == self.year:
            return self.said(self.final(value, bar, nearly), "reach")
        return self.before(value, bar)

    def before(self, value: Decimal, bar: Decimal) -> Row:
        """Before the target year: the path from the baseline to the bar."""
        start, first, at = number(self.row["baseline"]), whole(self.row["baseline_year"]), self.found["year"]
        if words(self.row["baseline_basis"]):
            return self.said("redefined", "baseline_definition")
        if start is None or first is None or at <= first or self.year is None:
            return self.said("no_data", "no_baseline")
        grows = self.settings["path"] == "growth" and words(self.row["unit"]) != "%" and start > 0 and bar > 0
        passed = Decimal(at - first) / Decimal(self.year - first)
        with localcontext() as context:
            context.prec = 40
            wanted = six(start * (bar / start) ** passed if grows else start + (bar - start) * passed)
        path = "growth" if grows else "line"
        return self.said(self.course(value, wanted), path, path=path, on_path=wanted)

    def average(self, known: list[Row], bar: Decimal, nearly: Decimal) -> Row:
        """A yearly average over the period: of growth the compound one."""
        assert self.period is not None
        first, last = self.period
        years = [int(report["year"]) for report in known]
        none = {"threshold": None, "nearly": None}
        if years != list(range(first, years[-1] + 1)):
            return self.said("no_data", "incomplete", value=None, **none)
        if not all(map(self.is_own, known)):
            return self.said("redefined", "definition", **none)
        values = [value for report in known if (value := number(report["value"])) is not None]
        rule = "rate" if words(self.row["unit"]) == "%" else "mean"
        if rule == "rate":
            product = Decimal(1)
            for value in values:
                product *= 1 + value / 100
            mean = six((max(product, Decimal(0)) ** (Decimal(1) / len(values)) - 1) * 100)
        else:
            mean = six(sum(values, Decimal(0)) / len(values))
        return self.of_years(rule, mean, bar, nearly, is_last=years[-1] == last)

    def each_year(self, known: list[Row], bar: Decimal, nearly: Decimal) -> Row:
        """A target for each year: the weakest year."""
        if not all(map(self.is_own, known)):
            return self.said("redefined", "definition", threshold=None, nearly=None)
        values = [value for report in known if (value := number(report["value"])) is not None]
        weakest = max(values) if self.operator == "≤" else min(values)
        return self.of_years("each_year", weakest, bar, nearly, is_last=self.found["year"] == self.year)

    def of_years(self, rule: str, value: Decimal, bar: Decimal, nearly: Decimal, *, is_last: bool) -> Row:
        """A number of several years against the target."""
        if is_last:
            return self.said(self.final(value, bar, nearly), rule, value=value)
        return self.said(self.course(value, bar), rule, value=value, on_path=bar)

    def person(self, rule: str) -> Row:
        """What a person says, or that one has to."""
        if self.judgement is None:
            return self.said("by_person", rule)
        return self.said(words(self.judgement["grade"]), "person")


def is_same(held: Any, again: Any) -> bool:
    """Whether a cell of the workbook is what came out here; computed numbers to a millionth."""
    if isinstance(again, Decimal):
        other = number(held) if not isinstance(held, str) or held else None
        return other is not None and abs(other - again) <= SIX
    return (held if held not in (None, "") else None) == (again if again not in (None, "") else None)


def differences(file: str | IO[bytes]) -> tuple[int, list[str]]:
    """How many grades the workbook has, and each cell in which this program comes to something else."""
    sheets = read(file)
    settings = {str(row["setting"]): row["value"] for row in sheets["settings"]}
    found = []
    for row in sheets["grades"]:
        code = row["indicator"]
        reports = [one for one in sheets["reports"] if one["indicator"] == code]
        judged = [one for one in sheets["judgements"] if one["indicator"] == code]
        again = Again(row, reports, judged, settings).judge()
        for name in COMPARED:
            if not is_same(row[name], again[name]):
                found.append(f"{code} {name}: {row[name]} / {again[name]}")
    return len(sheets["grades"]), found


if __name__ == "__main__":
    count, wrong = differences(sys.argv[1])
    for line in wrong:
        print(line)
    print(f"{count} grades computed again, {len(wrong)} differences")
    sys.exit(1 if wrong else 0)
