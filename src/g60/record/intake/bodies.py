"""One row of a list as it was read, and the table that it stands in."""

from __future__ import annotations

from dataclasses import dataclass, field

from g60.record.intake import places
from g60.record.intake.columns import PLACE, Match
from g60.record.intake.findings import VALUE_LENGTH, Finding, Problem
from g60.record.intake.heads import Head
from g60.record.intake.sheets import Sheet


@dataclass(slots=True)
class Body:
    """One row of a list: its values by field, as they stood, the addresses of their cells, and what was derived."""

    sheet: str
    row: int
    values: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    derived: dict[str, str] = field(default_factory=dict)
    stood: dict[str, str] = field(default_factory=dict)  # by field, what a person has put right
    extras: dict[str, str] = field(default_factory=dict)
    place: places.Asked | None = None
    known: str = ""  # the id of the body of the record that it is
    is_held: bool = False  # by an error or an open question
    merged_into: Body | None = None  # an earlier row, as a person has said

    @property
    def is_merged(self) -> bool:
        """Whether an earlier row stands for it."""
        return self.merged_into is not None

    @property
    def name(self) -> str:
        """Its name; empty if it has none."""
        return self.values.get("name_zh", "")

    def put_right(self, name: str, raw: str, value: str) -> None:
        """Keep what stood in a cell that a person has put right, with the value that it has now."""
        for of in ("lon", "lat") if name == PLACE else (name,):
            before = self.stood.get(of)
            self.stood[of] = raw if before is None else f"{before}；{raw}"
            self.derive(of, f"{raw} → {value}")

    def derive(self, name: str, how: str) -> None:
        """Keep how a value was made; of a cell that was put right, after that."""
        before = self.derived.get(name, "") if name in self.stood else ""
        self.derived[name] = f"{before}; {how}" if before else how

    def original(self, name: str) -> str:
        """What stood in the file where the value of a field is from."""
        return self.stood.get(name, self.raw.get("place" if name in ("lon", "lat") else name, ""))


@dataclass(slots=True)
class Table:
    """A sheet that is taken: its heading, the field of each column, and the rows that are bodies."""

    sheet: Sheet
    head: Head
    fields: list[Match]
    bodies: list[int]
    units: dict[int, str] = field(default_factory=dict)  # of rows below one that names a county

    def column(self, name: str) -> int | None:
        """The column of a field; None without one."""
        return next((at for at, entry in enumerate(self.fields) if entry.field == name), None)


def finding(body: Body, problem: Problem, name: str, cell: str, raw: str) -> Finding:
    """A problem with one value of a row."""
    severity, code, suggestion, given = problem
    return Finding(severity, code, body.sheet, body.row, cell, name, raw[:VALUE_LENGTH], suggestion, given)
