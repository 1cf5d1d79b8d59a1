"""Citations against the documents: is the stated value on the cited line?

The documents are not part of the project. In a folder of them, each document is recognised by its SHA-256
in `sources.csv`; its file name does not matter.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from g60.checks.tables import Tables, cited_values, industries_named, records, rows_of, terms_of
from g60.contract.codes import line_number, split
from g60.contract.dataset import Dataset
from g60.contract.errors import ReadError
from g60.contract.issues import Issue, Severity
from g60.contract.schema import AREA_DATASETS, CITATIONS, HIGH_TECH_ZONES, LAKE_DISTRICTS, SOURCES
from g60.contract.statements import INDICATORS, LEDGER, SUCCESSIONS, TARGETS, TASKS

# On the newspaper pages a value can continue on the next lines of its column.
LINES_RUN_OVER = 40
NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")

# Fields that are taken from the phrase in `text_zh` of the same row.
FIGURE_FIELDS = ("value", "value_high")

Documents = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Proof:
    """The result of `prove`: the issues, and the number of proved citations by evidence."""

    issues: tuple[Issue, ...]
    proved: Mapping[str, int]


def read_documents(folder: Path, sources: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """The lines of each document in the folder, by its id in `sources.csv`; missing documents are left out.

    Raises ReadError if the folder cannot be read.
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


def is_on_line(value: str, lines: tuple[str, ...], line: int) -> bool:
    """Whether a value begins on a line (1-based). A text may continue on the next lines; white space is ignored.

    A number must not be part of a longer one: 5 is not found in 15, 5.7, 1,005 or G5.
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
    """The text of a cited line; "" if there is no such line."""
    return lines[line - 1].strip() if 1 <= line <= len(lines) else ""


def prove(tables: Tables, at_hand: Documents, *, whole: bool = True) -> Proof:
    """Each citation compared with the documents.

    A stated value must be on its line; industries by rule must follow from the whole line.
    A citation of a missing document is neither proved nor wrong: the missing document is an issue, where the `whole`
    of the documents should be at hand.
    """
    needed = cited_values(tables)
    rules = _Rules(
        dict(zip(tables["units"]["unit"], tables["units"]["short_zh"], strict=True)),
        terms_of(tables),
        set(tables["carriers"].loc[tables["carriers"]["list"].isin(_own_lists(tables)), "id"]),
    )
    issues: list[Issue] = list(_absent(tables, at_hand)) if whole else []
    issues.extend(_unproved_pairs(tables, at_hand))
    proved: Counter[str] = Counter()
    table = tables["citations"]
    for number, row in zip(rows_of(table), records(table), strict=True):
        entry = needed.get((row["subject"], row["field"]))
        places = places_cited(row)
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
    """The data from other tables that `prove` needs."""

    short_names: Mapping[str, str]
    terms: Mapping[str, str]
    with_own_cell: set[str]


def places_cited(row: Mapping[str, str]) -> list[tuple[str, int]]:
    """The (source, line) of each part of a value; a single source or line applies to all parts. 0 is no line."""
    sources, lines = split(row["source"]), split(row["line"])
    if not sources or not lines:
        return []
    count = max(len(sources), len(lines))
    sources = sources * count if len(sources) == 1 else sources
    lines = lines * count if len(lines) == 1 else lines
    return [(source, line_number(line)) for source, line in zip(sources, lines, strict=False)]


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
        found = [is_on_line(part, at_hand[source], line) for part, (source, line) in zip(parts, spots, strict=False)]
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
    """A figure or a date must also be in the quoted phrase, so that no other number of the line matches."""
    dataset, value_row, value = entry
    phrase = needed.get((row["subject"], "text_zh"))
    if row["evidence"] != "stated" or row["field"] not in (*FIGURE_FIELDS, "date") or phrase is None:
        return None
    parts = FIGURE_FIELDS if row["field"] in FIGURE_FIELDS else (row["field"],)
    ends = [needed[row["subject"], field][2] for field in parts if (row["subject"], field) in needed]
    if is_on_line("-".join(filter(None, ends)), (phrase[2],), 1):
        return None
    where = f"{row['subject']} → {phrase[2]}"
    return Issue(Severity.ERROR, "value_not_on_line", dataset.file, value_row, row["field"], value, where)


def _has_own_cell(dataset: Dataset, subject: str, rules: _Rules) -> bool:
    """Whether the entity's text is a whole cell of the plan's tables: then the rule applies to the whole line."""
    return dataset in (HIGH_TECH_ZONES, LAKE_DISTRICTS) or subject in rules.with_own_cell


def _own_lists(tables: Tables) -> set[str]:
    """The lists that are a plan's own: they give each carrier a cell."""
    lists = tables["lists"]
    return set(lists.loc[lists["plan"] != "", "list"])


def _unproved_pairs(tables: Tables, at_hand: Documents) -> Iterator[Issue]:
    """The names of both sides of each pair of plans, and the words of each succession, must be on a cited line."""
    named = {
        row[dataset.key]: row.get("name_zh") or row["text_zh"]
        for dataset in (INDICATORS, TARGETS, TASKS, *AREA_DATASETS)
        for row in records(tables[dataset.name])
    }
    for dataset in (LEDGER, SUCCESSIONS):
        table = tables[dataset.name]
        for number, row in zip(rows_of(table), records(table), strict=True):
            places = places_cited({"source": row["sources"], "line": row["lines"]})
            if not places or any(source not in at_hand for source, _ in places):
                continue
            sides = (row["old"], row["new"]) if dataset is LEDGER else ()
            wanted = [named[side] for side in sides if side in named] or [row.get("text_zh", "")]
            for words in filter(None, wanted):
                if not any(is_on_line(words, at_hand[source], line) for source, line in places):
                    where = f"{row['sources']}:{row['lines']}"
                    yield Issue(Severity.ERROR, "ledger_name_not_on_line", dataset.file, number, "lines", words, where)


def _absent(tables: Tables, at_hand: Documents) -> Iterator[Issue]:
    table = tables["sources"]
    for number, source, sha256 in zip(rows_of(table), table[SOURCES.key], table["sha256"], strict=True):
        # A document that was entered by its title alone has no text that could be at hand.
        if sha256 and source not in at_hand:
            yield Issue(Severity.ERROR, "document_missing", SOURCES.file, number, "sha256", source)
