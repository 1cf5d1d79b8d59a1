"""Citations against the documents: does the stated value stand on the cited line?

The documents themselves are not part of the project. Where a folder of them is at hand, each is found by
the SHA-256 in `sources.csv`, whatever its file is called.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from g60.checks.tables import Tables, industries_named, records, rows_of, subjects, terms_of
from g60.contract.errors import ReadError
from g60.contract.schema import (
    CITATIONS,
    HIGH_TECH_ZONES,
    LAKE_DISTRICTS,
    PLAN_LIST,
    SOURCES,
    Dataset,
    Issue,
    Severity,
    split,
)

# A value of the newspaper pages runs over into the next lines of its column.
LINES_RUN_OVER = 40
NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")

# The fields of a row whose `text_zh` is the phrase they are taken from.
FIGURE_FIELDS = ("value", "value_high")

Documents = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of proving: the issues, and how many citations were proved, by evidence."""

    issues: tuple[Issue, ...]
    proved: Mapping[str, int]


def documents(folder: Path, sources: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """The lines of each document of a folder, by its id in `sources.csv`; documents that are not there are left out.

    Raises ReadError where the folder cannot be read.
    """
    wanted = dict(zip(sources["sha256"], sources[SOURCES.key], strict=True))
    found = {}
    try:
        for path in sorted(folder.iterdir()):
            data = path.read_bytes() if path.is_file() else b""
            source = wanted.get(hashlib.sha256(data).hexdigest())
            if source:
                found[source] = tuple(data.decode("utf-8").split("\n"))
    except OSError as error:
        raise ReadError("error_no_folder", file=str(folder)) from error
    return found


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def stands(value: str, lines: tuple[str, ...], line: int) -> bool:
    """Whether a value begins on a line (1-based); a text may run over into the next ones, white space aside.

    A number must stand alone on its line: 5 does not stand in 15, 5.7, 1,005 or G5.
    """
    if not 1 <= line <= len(lines):
        return False
    if NUMBER.fullmatch(value):
        alone = rf"(?<![A-Za-z0-9.])(?<![0-9],){re.escape(value)}(?![0-9]|[.,][0-9])"
        return re.search(alone, lines[line - 1]) is not None
    wanted, first = _squeezed(value), _squeezed(lines[line - 1])
    following = "".join(_squeezed(text) for text in lines[line : line + LINES_RUN_OVER])
    return bool(wanted) and 0 <= (first + following).find(wanted) < len(first)


def quoted(lines: tuple[str, ...], line: int) -> str:
    """The text of a cited line, for a reader who has the documents at hand; "" where there is no such line."""
    return lines[line - 1].strip() if 1 <= line <= len(lines) else ""


def prove(tables: Tables, at_hand: Documents) -> Proof:
    """The citations held against the documents, one by one.

    A stated value must stand on its line; industries by rule must follow from the whole of their line.
    A citation of a document that is not at hand is neither proved nor wrong: the absent document is an issue.
    """
    needed = subjects(tables)
    rules = _Rules(
        dict(zip(tables["units"]["unit"], tables["units"]["short_zh"], strict=True)),
        terms_of(tables),
        set(tables["carriers"].loc[tables["carriers"]["list"] == PLAN_LIST, "id"]),
    )
    issues: list[Issue] = list(_absent(tables, at_hand))
    proved: Counter[str] = Counter()
    table = tables["citations"]
    for number, row in zip(rows_of(table), records(table), strict=True):
        entry = needed.get((row["subject"], row["field"]))
        places = _places(row)
        if entry is None or not places or any(source not in at_hand for source, _ in places):
            continue
        issue = (
            _broken_place(row, number, places, at_hand)
            or _unproved(row, entry, places, at_hand, rules)
            or _not_in_phrase(row, entry, needed)
        )
        if issue:
            issues.append(issue)
        elif row["evidence"] != "missing":
            proved[row["evidence"]] += 1
    return Proof(tuple(issues), dict(proved))


@dataclass(frozen=True, slots=True)
class _Rules:
    """What proving needs of the other tables."""

    short_names: Mapping[str, str]
    terms: Mapping[str, str]
    with_own_cell: set[str]


def _places(row: Mapping[str, str]) -> list[tuple[str, int]]:
    """The (source, line) of each part of a value; one source or one line serves all parts. 0 is no line."""
    sources, lines = split(row["source"]), split(row["line"])
    if not sources or not lines:
        return []
    count = max(len(sources), len(lines))
    sources = sources * count if len(sources) == 1 else sources
    lines = lines * count if len(lines) == 1 else lines
    return [(source, int(line) if line.isdecimal() else 0) for source, line in zip(sources, lines, strict=False)]


def _broken_place(
    row: Mapping[str, str], number: int, places: list[tuple[str, int]], at_hand: Documents
) -> Issue | None:
    for source, line in places:
        if not 1 <= line <= len(at_hand[source]):
            detail = f"{row['subject']}.{row['field']} → {source}"
            return Issue(Severity.ERROR, "line_missing", CITATIONS.file, number, "line", row["line"], detail)
    return None


def _unproved(
    row: Mapping[str, str],
    entry: tuple[Dataset, int, str],
    places: list[tuple[str, int]],
    at_hand: Documents,
    rules: _Rules,
) -> Issue | None:
    dataset, value_row, value = entry
    field, where = row["field"], f"{row['subject']} → {row['source']}:{row['line']}"
    if row["evidence"] == "stated":
        parts = [rules.short_names.get(value, value)] if field == "unit" else list(split(value))
        spots = places * len(parts) if len(places) == 1 else places
        found = [stands(part, at_hand[source], line) for part, (source, line) in zip(parts, spots, strict=False)]
        if len(spots) != len(parts) or not all(found):
            absent = ";".join(part for part, there in zip(parts, found, strict=False) if not there) or value
            return Issue(Severity.ERROR, "value_not_on_line", dataset.file, value_row, field, absent, where)
    elif field == "industries" and _has_own_cell(dataset, row["subject"], rules):
        source, line = places[0]
        named = industries_named(at_hand[source][line - 1], rules.terms)
        if named != set(split(value)):
            detail = f"{where}: {';'.join(sorted(named))}"
            return Issue(Severity.ERROR, "industries_not_in_text", dataset.file, value_row, field, value, detail)
    return None


def _not_in_phrase(
    row: Mapping[str, str], entry: tuple[Dataset, int, str], needed: Mapping[tuple[str, str], tuple[Dataset, int, str]]
) -> Issue | None:
    """A figure stands in the phrase that is quoted with it too: no other number of the line can pass for it."""
    dataset, value_row, value = entry
    phrase = needed.get((row["subject"], "text_zh"))
    if row["evidence"] != "stated" or row["field"] not in FIGURE_FIELDS or phrase is None:
        return None
    ends = [needed[row["subject"], field][2] for field in FIGURE_FIELDS if (row["subject"], field) in needed]
    if stands("-".join(filter(None, ends)), (phrase[2],), 1):
        return None
    where = f"{row['subject']} → {phrase[2]}"
    return Issue(Severity.ERROR, "value_not_on_line", dataset.file, value_row, row["field"], value, where)


def _has_own_cell(dataset: Dataset, subject: str, rules: _Rules) -> bool:
    """Whether an entity's own text is a cell of the plan's tables: then the rule holds for the whole of it."""
    return dataset in (HIGH_TECH_ZONES, LAKE_DISTRICTS) or subject in rules.with_own_cell


def _absent(tables: Tables, at_hand: Documents) -> Iterator[Issue]:
    table = tables["sources"]
    for number, source in zip(rows_of(table), table[SOURCES.key], strict=True):
        if source not in at_hand:
            yield Issue(Severity.ERROR, "document_missing", SOURCES.file, number, "sha256", source)
