"""The column of areas: in which unit its numbers are, where a cell does not say so itself."""

from __future__ import annotations

from collections.abc import Iterator

from g60.record.intake import values
from g60.record.intake.bodies import Table
from g60.record.intake.columns import is_heading, key_given
from g60.record.intake.figures import bare_number
from g60.record.intake.findings import AREA_UNIT, QUESTION, WARNING, Answers, Finding, Reply, Settled, asked_of
from g60.record.intake.sheets import address
from g60.record.intake.values import Value
from g60.record.intake.words import folded

# In km²: a body of this size whose cell and heading name no unit of area has been measured in another one.
ASKED_FROM = 100.0


class AreaColumn:
    """Reads the areas of a table, and keeps the numbers whose unit nobody names."""

    def __init__(self, table: Table, answers: Answers, settled: list[Settled]) -> None:
        """`settled` takes what was answered about the column."""
        self.table, self.answers, self.settled = table, answers, settled
        self.at = table.column("area_km2")
        self.unit = self._unit()
        self.asks = self._asks()
        self.bare: list[float] = []

    def read(self, raw: str) -> Value:
        """An area in km²."""
        number, value = bare_number(raw), values.area_km2(raw, self.unit)
        if number is None or not self.asks:
            return value
        self.bare.append(number)
        # A number that is too large for km² is what the question about the column is about.
        return Value("") if value.problem else value

    def found(self) -> Iterator[Finding]:
        """What is to be said of the column after its cells were read."""
        if self.at is not None and self.bare:
            largest = max(self.bare)
            is_odd = largest >= ASKED_FROM
            severity, code = (QUESTION, "area_unit_asked") if is_odd else (WARNING, "area_unit_unstated")
            yield self._finding(self.at, severity, code, count=len(self.bare), largest=f"{largest:g}")

    def _unit(self) -> str:
        """What a person said of the column, what its heading names, what is remembered; "" for none."""
        if self.at is None:
            return ""
        labels, heading = self.table.head.labels[self.at], self.table.head.names[self.at]
        said, named = key_given(labels, self.answers.area_units), values.unit_of_area(labels)
        kept = self.answers.recall(AREA_UNIT, asked_of(heading))
        if said is None and (named or self.table.head.is_own or kept is None):
            return named
        reply = Reply(kept or "", remembered=True) if said is None else Reply(self.answers.area_units[said])
        self.settled.append(Settled(self._finding(self.at, QUESTION, "area_unit_asked"), reply))
        return reply.words

    def _asks(self) -> bool:
        """Whether nobody names the unit: neither the heading nor a person."""
        if self.at is None or self.unit or self.table.head.is_own:
            return False
        labels = self.table.head.labels[self.at]
        return is_heading(labels[-1]) and not any("km2" in folded(part) for part in labels)

    def _finding(self, at: int, severity: str, code: str, **given: object) -> Finding:
        """A finding about the whole column, at its heading."""
        head, sheet = self.table.head, self.table.sheet
        cell = address(sheet, head.rows[-1], at) if head.rows else f"/{head.names[at]}"
        return Finding(severity, code, sheet.name, None, cell, "area_km2", head.names[at], "", given)
