"""Quarters of the year, from a day; and which version of the record stood at the end of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from g60.contract.errors import RefusedError
from g60.contract.i18n import text
from g60.record.versions import SHIPPED, Version, local_time

_FORM = re.compile(r"([0-9]{4})-?[Qq]([1-4])", re.ASCII)


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """A quarter of a year: its number from 1 to 4."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04d}Q{self.number}"

    @classmethod
    def of(cls, day: date) -> Self:
        """The quarter in which a day lies."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, given: str) -> Self:
        """The quarter of a text such as 2026Q3; raises RefusedError for any other."""
        found = _FORM.fullmatch(given.strip())
        quarter = cls(int(found[1]), int(found[2])) if found else None
        if quarter is None or not quarter.has_neighbours:
            raise RefusedError("error_quarter", given=given[:40])
        return quarter

    @property
    def has_neighbours(self) -> bool:
        """Whether the calendar holds the quarter before it, and the year after it."""
        return (date.min.year, 1) < (self.year, self.number) < (date.max.year, 1)

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        return self.next.start - timedelta(days=1)

    @property
    def next(self) -> Quarter:
        """The quarter after it."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> Quarter:
        """The quarter before it."""
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)

    def name(self, lang: str) -> str:
        """What a reader calls it."""
        return text("quarter_name", lang, year=self.year, number=text(f"quarter_{self.number}", lang))


def day_made(version: Version) -> date | None:
    """The day in Jiaxing on which a version was made; None for the shipped one where no record has begun."""
    return date.fromisoformat(local_time(version.at)[:10]) if version.at else None


def standing(known: Sequence[Version], day: date) -> Version | None:
    """The version that stood at the end of a day; None where the record begins later."""
    by_number = sorted(known, key=lambda version: version.number)
    found = [version for version in by_number if (made := day_made(version)) is None or made <= day]
    return found[-1] if found else None


@dataclass(frozen=True, slots=True)
class Stand:
    """A quarter of the series: the version that stood at its end (None: before the record), and those made in it."""

    quarter: Quarter
    version: Version | None
    made: tuple[Version, ...]
    is_running: bool


def series(known: Sequence[Version], today: date) -> list[Stand]:
    """Every quarter from the one in which the record begins to the running one, the newest first."""
    days = [made for version in known if (made := day_made(version))]
    running = Quarter.of(today)
    quarter, found = Quarter.of(min([*days, today])), []
    while quarter <= running:
        # The version that was shipped is there from the beginning: nobody published it.
        later = (one for one in known if one.number != SHIPPED)
        own = tuple(one for one in later if (day := day_made(one)) and Quarter.of(day) == quarter)
        found.append(Stand(quarter, standing(known, min(quarter.end, today)), own, quarter == running))
        quarter = quarter.next
    return found[::-1]
