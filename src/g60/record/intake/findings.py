"""What is found in a file, cell by cell: errors, questions that only a person can decide, warnings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as filled
from typing import Any, NamedTuple

from g60.contract.i18n import LANGUAGES, text
from g60.record.intake.words import clean

ERROR, QUESTION, WARNING = "error", "question", "warning"
# An error or an open question keeps a row from being taken.
HOLDING = (ERROR, QUESTION)
VALUE_LENGTH = 200
# What is remembered beside the answers to questions: the field of a column, the datum, the unit of a column's areas.
COLUMN, DATUM, AREA_UNIT = "column", "datum", "area_unit"


class Problem(NamedTuple):
    """What is wrong or unsure with one value, before it is known where it stands."""

    severity: str
    code: str
    suggestion: str = ""
    values: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with its place: sheet, row and cell as the file's program shows them. Without a row: the whole file."""

    severity: str
    code: str
    sheet: str = ""
    row: int | None = None
    cell: str = ""
    field: str = ""
    value: str = ""
    suggestion: str = ""
    values: Mapping[str, object] = filled(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """What an answer to it is given for: its code and its value, as `Answers.choices` has them."""
        return self.code, asked_of(self.value)

    def reason(self, lang: str) -> str:
        """Why, in a language."""
        given = {"value": self.value, "suggestion": self.suggestion, "row": self.row, **self.values}
        return text(f"import_{self.code}", lang, **given)

    def as_json(self) -> dict[str, Any]:
        """The finding as the command line prints it."""
        names = ("severity", "code", "sheet", "row", "cell", "field", "value")
        reasons = {f"reason_{lang}": self.reason(lang) for lang in LANGUAGES}
        return {name: getattr(self, name) for name in names} | reasons | {"suggestion": self.suggestion or None}


def grouped(found: Iterable[Finding]) -> list[tuple[str, str, list[Finding]]]:
    """The findings by severity and code, errors first, the largest group first."""
    groups: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for one in found:
        groups[one.severity, one.code].append(one)
    order = (ERROR, QUESTION, WARNING)
    ranked = sorted(groups.items(), key=lambda entry: (order.index(entry[0][0]), -len(entry[1]), entry[0][1]))
    return [(severity, code, those) for (severity, code), those in ranked]


def asked_of(value: str) -> str:
    """A value as a question about it is known by."""
    return clean(value[:VALUE_LENGTH])


class Reply(NamedTuple):
    """The answer to a question, and whether it is remembered from an earlier file of the list."""

    words: str
    remembered: bool = False


class Settled(NamedTuple):
    """A question that was answered, and its answer."""

    question: Finding
    reply: Reply


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person has said about a file: sheets, columns, the datum, and how each question is settled.

    `choices` has the answer to a question by its code and value; `taken` holds the codes whose suggestions are all
    taken. `hidden` is take, leave or "" (ask). `area_units` has the unit of area of a column, by its heading.
    `remembered` are the answers that earlier files of the list were given, by code and value: COLUMN with a heading,
    DATUM, AREA_UNIT with a heading, or the code of a question. What this person says goes before them, and those in
    `forgotten` are asked again. `cells` are cells that were put right, by sheet and address; `left` are rows that are
    not taken, by sheet and row.
    """

    sheets: tuple[str, ...] = ()
    columns: Mapping[str, str] = filled(default_factory=dict)
    datum: str = ""
    unit: str = ""
    hidden: str = ""
    choices: Mapping[tuple[str, str], str] = filled(default_factory=dict)
    taken: frozenset[str] = frozenset()
    area_units: Mapping[str, str] = filled(default_factory=dict)
    remembered: Mapping[tuple[str, str], str] = filled(default_factory=dict)
    forgotten: frozenset[tuple[str, str]] = frozenset()
    cells: Mapping[tuple[str, str], str] = filled(default_factory=dict)
    left: frozenset[tuple[str, int]] = frozenset()

    def recall(self, code: str, value: str) -> str | None:
        """What is remembered of a question; None where nothing is, or where it is to be asked again."""
        return None if (code, value) in self.forgotten else self.remembered.get((code, value))

    def reply(self, code: str, value: str, suggestion: str = "") -> Reply | None:
        """The answer to a question about a value; None where nobody has answered."""
        value = asked_of(value)
        said, kept = self.choices.get((code, value)), self.recall(code, value)
        if said is not None:
            return Reply(said)
        if kept is not None:
            return Reply(kept, remembered=True)
        return Reply(suggestion) if code in self.taken and suggestion else None

    @property
    def columns_known(self) -> Mapping[str, str]:
        """The fields of columns: those that are remembered, and before them those that the person has named."""
        kept = {asked: field for (code, asked), field in self.remembered.items() if code == COLUMN}
        kept = {heading: field for heading, field in kept.items() if (COLUMN, heading) not in self.forgotten}
        return {**kept, **self.columns}

    def as_json(self) -> dict[str, Any]:
        """What the person has said, as plain values; what is remembered is kept with the list."""
        return {
            "sheets": list(self.sheets),
            "columns": dict(self.columns),
            "datum": self.datum,
            "unit": self.unit,
            "hidden": self.hidden,
            "choices": [[*asked, answer] for asked, answer in self.choices.items()],
            "taken": sorted(self.taken),
            "area_units": dict(self.area_units),
            "forgotten": sorted(map(list, self.forgotten)),
            "cells": [[*place, value] for place, value in self.cells.items()],
            "left": sorted(map(list, self.left)),
        }

    @classmethod
    def from_json(cls, given: Mapping[str, Any], remembered: Mapping[tuple[str, str], str]) -> Answers:
        """The answers that `as_json` gave, with those that the list remembers."""
        return cls(
            tuple(given["sheets"]),
            given["columns"],
            given["datum"],
            given["unit"],
            given["hidden"],
            {(code, value): answer for code, value, answer in given["choices"]},
            frozenset(given["taken"]),
            given["area_units"],
            remembered,
            frozenset((code, value) for code, value in given["forgotten"]),
            {(sheet, cell): value for sheet, cell, value in given["cells"]},
            frozenset((sheet, row) for sheet, row in given["left"]),
        )
