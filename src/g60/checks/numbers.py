"""The numbers of the documents, counted from their text: each is held by a citation, or left out with a reason.

A number is a run of Arabic digits, full-width ones too, that no Latin letter touches (G60 and 5G are names), or a
Chinese numeral of two or more before a counting word (三个, 百家). The number of a heading (1. and （1）) and an
ordinal after 第 are none. A number is held where a stated value stands over it, where it is the year or day of a
cited value, or where a disagreement quotes it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, takewhile

from g60.checks.citations import FIGURE_FIELDS, LINES_RUN_OVER, NUMBER, Documents, places_cited
from g60.checks.tables import Tables, cited_values, records, rows_of
from g60.contract.codes import line_number, split
from g60.contract.issues import Issue, Severity
from g60.contract.statements import CONFLICTS, LEFT_OUT

COUNTING_WORDS = "个家项名位次年大级套批方支"
NUMERALS = "两一二三四五六七八九十百千万亿〇零"
ARABIC = r"(?<![A-Za-z0-9])(?<![0-9]\.)[0-9]+(?:\.[0-9]+)?(?![A-Za-z0-9])"
COUNTED = rf"(?<![第{NUMERALS}0-9])(?<![0-9] )(?!一+[{COUNTING_WORDS}])[{NUMERALS}]+(?=余?[{COUNTING_WORDS}])"
NUMBERS = re.compile(f"{ARABIC}|{COUNTED}")
QUOTED = re.compile("「([^」]*)」")
HEADING = re.compile(r"\s*(?:[（(][0-9]+[）)]|[0-9]+[.、](?![0-9]))")
FULL_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")
DATE = re.compile(r"[0-9]{4}([-/][0-9]{2,4})+")
DATED = ("date", "year", "as_of", "period")
CONTEXT = 8  # characters to either side of a number that nobody accounts for


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands on a line, and where in the document's text without white space."""

    line: int
    text: str
    start: int
    end: int


def numbers_in(line: str) -> list[re.Match[str]]:
    """The numbers of one line, from left to right."""
    plain = line.translate(FULL_WIDTH)
    heading = HEADING.match(plain)
    return list(NUMBERS.finditer(plain, heading.end() if heading else 0))


class Text:
    """A document without its white space: where each line begins, and the numbers that stand in it."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        squeezed = [re.sub(r"\s+", "", line) for line in lines]
        self.whole = "".join(squeezed)
        self.starts = [0]
        for line in squeezed:
            self.starts.append(self.starts[-1] + len(line))
        self.numbers = [number for at, line in enumerate(lines, 1) for number in self._numbers(at, line)]

    def _numbers(self, at: int, line: str) -> Iterator[Number]:
        for match in numbers_in(line):
            start = self.starts[at - 1] + len(re.sub(r"\s+", "", line[: match.start()]))
            yield Number(at, match[0], start, start + match.end() - match.start())

    @cached_property
    def _ends(self) -> list[int]:
        return [number.end for number in self.numbers]

    def on(self, line: int) -> list[Number]:
        """The numbers of a line."""
        return self.within(self.starts[line - 1], self.starts[line])

    def within(self, start: int, end: int) -> list[Number]:
        """The numbers that stand in a part of the text, whole or in part."""
        following = islice(self.numbers, bisect_right(self._ends, start), None)
        return list(takewhile(lambda number: number.start < end, following))

    def occurrences(self, value: str, line: int) -> Iterator[tuple[int, int]]:
        """Where a value begins on a line, but for places where it would cut a number: 7家 is not in 17家."""
        wanted = re.sub(r"\s+", "", value)
        start, until = self.starts[line - 1], self.starts[min(line + LINES_RUN_OVER, len(self.starts) - 1)]
        at = self.whole.find(wanted, start, until) if wanted else -1
        while 0 <= at < self.starts[line]:
            end = at + len(wanted)
            if all(at <= number.start and number.end <= end for number in self.within(at, end)):
                yield at, end
            at = self.whole.find(wanted, at + 1, until)


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of counting: the issues, and how many numbers there are, are held, and are left out."""

    issues: tuple[Issue, ...]
    count: int
    held: int
    left_out: int


def count_numbers(tables: Tables, at_hand: Documents) -> Tally:
    """The numbers of the documents at hand, counted; a number that nobody accounts for is an issue."""
    texts = {source: Text(lines) for source, lines in at_hand.items()}
    held = _held(tables, texts)
    left_out, issues = _left_out(tables, texts, held)
    for source, number in _disputed(tables, texts):
        alike = {one for one in texts[source].on(number.line) if one.text == number.text}
        if not alike & (held[source] | left_out[source]):
            held[source].add(number)
    for source, whole in texts.items():
        for number in whole.numbers:
            if number not in held[source] and number not in left_out[source]:
                around = whole.whole[max(0, number.start - CONTEXT) : number.end + CONTEXT]
                where = f"{source}:{number.line} {around}"
                issues.append(
                    Issue(Severity.ERROR, "number_unaccounted", LEFT_OUT.file, value=number.text, detail=where)
                )
    count, of_held, of_left = (
        sum(map(len, found))
        for found in ((whole.numbers for whole in texts.values()), held.values(), left_out.values())
    )
    return Tally(tuple(issues), count, of_held, of_left)


Found = dict[str, set[Number]]


def _left_out(tables: Tables, texts: Mapping[str, Text], held: Found) -> tuple[Found, list[Issue]]:
    """The numbers on the list, by document; and its rows whose number is held already, or does not stand there."""
    left_out: Found = {source: set() for source in texts}
    issues = []
    table = tables[LEFT_OUT.name]
    for row_number, row in zip(rows_of(table), records(table), strict=True):
        source, line = row["source"], line_number(row["line"])
        if source not in texts:
            continue
        found = _named(texts[source], line, row) if 1 <= line < len(texts[source].starts) else []
        free = [number for number in found if number not in held[source] and number not in left_out[source]]
        left_out[source].update(free[:1])
        if not free:
            code = "left_out_is_held" if found else "left_out_not_there"
            where = f"{source}:{line} {row['text_zh']}"
            issues.append(Issue(Severity.ERROR, code, LEFT_OUT.file, row_number, "number_zh", row["number_zh"], where))
    return left_out, issues


def _named(whole: Text, line: int, row: Mapping[str, str]) -> list[Number]:
    """The numbers that a row of the list may mean."""
    spans = list(whole.occurrences(row["text_zh"], line))
    return [
        number
        for number in whole.on(line)
        if number.text == row["number_zh"] and any(start <= number.start < end for start, end in spans)
    ]


def _held(tables: Tables, texts: Mapping[str, Text]) -> Found:
    """The numbers that a citation of their line holds, by document."""
    needed = cited_values(tables)
    held: Found = {source: set() for source in texts}
    for row in records(tables["citations"]):
        entry = needed.get((row["subject"], row["field"]))
        places = places_cited(row)
        if entry is None or row["evidence"] == "missing" or entry[0] is CONFLICTS or not places:
            continue
        parts = split(entry[2])
        phrased = (row["subject"], "text_zh") in needed and row["field"] in FIGURE_FIELDS
        spots = places * len(parts) if len(places) == 1 else places
        for part, (source, line) in zip(parts, spots, strict=False):
            if source in texts and not phrased and 1 <= line < len(texts[source].starts):
                held[source].update(_covered(texts[source], line, part, row))
    return held


def _disputed(tables: Tables, texts: Mapping[str, Text]) -> Iterator[tuple[str, Number]]:
    """The numbers that a row of conflicts quotes from a line of its own: another document's are shown instead."""
    for row in records(tables[CONFLICTS.name]):
        quoted = {number for part in QUOTED.findall(row["text_zh"]) for number in NUMBERS.findall(part)}
        for source, line in zip(split(row["sources"]), split(row["lines"]), strict=False):
            at = line_number(line)
            if source in texts and 1 <= at < len(texts[source].starts):
                yield from ((source, number) for number in texts[source].on(at) if number.text in quoted)


def _covered(whole: Text, line: int, value: str, row: Mapping[str, str]) -> Iterator[Number]:
    """The numbers of a line that one part of a cited value stands for."""
    is_date = row["field"] in DATED or row["field"].endswith("_year")
    if NUMBER.fullmatch(value) or DATE.fullmatch(value):
        if is_date or row["evidence"] == "stated":
            wanted = {float(part) for part in re.split("[-/]", value)}
            yield from (number for number in whole.on(line) if _as_float(number.text) in wanted)
    elif row["evidence"] == "stated":
        for start, end in list(whole.occurrences(value, line))[:1]:
            yield from whole.within(start, end)


def _as_float(text: str) -> float | None:
    return float(text) if NUMBER.fullmatch(text) else None
