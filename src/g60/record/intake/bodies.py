"""One row of a list as it was read."""

from __future__ import annotations

from dataclasses import dataclass, field

from g60.record.intake import places
from g60.record.intake.findings import VALUE_LENGTH, Finding, Problem


@dataclass(slots=True)
class Body:
    """One row of a list: its values by field, as they stood, the addresses of their cells, and what was derived."""

    sheet: str
    row: int
    values: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    derived: dict[str, str] = field(default_factory=dict)
    extras: dict[str, str] = field(default_factory=dict)
    place: places.Asked | None = None
    known: str = ""  # the id of the body of the record that it is
    is_held: bool = False  # by an error or an open question
    is_merged: bool = False  # into an earlier row, as a person has said

    @property
    def name(self) -> str:
        """Its name; empty if it has none."""
        return self.values.get("name_zh", "")


def finding(body: Body, problem: Problem, name: str, cell: str, raw: str) -> Finding:
    """A problem with one value of a row."""
    severity, code, suggestion, given = problem
    return Finding(severity, code, body.sheet, body.row, cell, name, raw[:VALUE_LENGTH], suggestion, given)
