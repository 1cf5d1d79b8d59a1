"""What is found in a file, cell by cell: errors, questions that only a person can decide, warnings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as filled
from typing import Any, NamedTuple

from g60.contract.i18n import LANGUAGES, text

ERROR, QUESTION, WARNING = "error", "question", "warning"
# An error or an open question keeps a row from being taken.
HOLDING = (ERROR, QUESTION)
VALUE_LENGTH = 200


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


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person has said about a file: sheets, columns, the datum, and how each question is settled.

    `choices` has the answer to a question by its code and value; `taken` holds the codes whose suggestions are all
    taken. `hidden` is take, leave or "" (ask).
    """

    sheets: tuple[str, ...] = ()
    columns: Mapping[str, str] = filled(default_factory=dict)
    datum: str = ""
    unit: str = ""
    hidden: str = ""
    choices: Mapping[tuple[str, str], str] = filled(default_factory=dict)
    taken: frozenset[str] = frozenset()

    def to(self, problem: Problem, value: str) -> str | None:
        """The answer to a problem with a value; None where nobody has answered."""
        answer = self.choices.get((problem.code, value))
        if answer is None and problem.code in self.taken and problem.suggestion:
            return problem.suggestion
        return answer
