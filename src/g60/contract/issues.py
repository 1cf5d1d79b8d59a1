"""A finding about the data, as a value; the hosts word it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

# Of each code so many findings about one file are listed; further ones are counted.
LISTED = 20


class Severity(StrEnum):
    """Whether an issue stops a publication: an error does, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding about a dataset.

    In CSV `row` is the row of the spreadsheet (the header is 1), in GeoJSON the number of the feature.
    """

    severity: Severity
    code: str
    file: str
    row: int | None = None
    field: str = ""
    value: str = ""
    detail: str = ""


class Findings:
    """Issues about one file: the first `LISTED` of each code, and for the others one issue `more_of_kind` per code.

    A hostile file can give millions of findings of one kind; they take neither memory nor a page.
    """

    def __init__(self) -> None:
        self._listed: list[Issue] = []
        self._counts: Counter[str] = Counter()

    def add(self, *issues: Issue) -> None:
        """Take the issues in."""
        for issue in issues:
            self._counts[issue.code] += 1
            if self._counts[issue.code] <= LISTED:
                self._listed.append(issue)

    def extend(self, issues: Iterable[Issue]) -> None:
        """Take the issues in, one by one."""
        for issue in issues:
            self.add(issue)

    def all(self) -> tuple[Issue, ...]:
        """The listed issues in their order; after the last one of a code, how many more of that code there are."""
        last = {issue.code: place for place, issue in enumerate(self._listed)}
        found: list[Issue] = []
        for place, issue in enumerate(self._listed):
            found.append(issue)
            more = self._counts[issue.code] - LISTED
            if more > 0 and last[issue.code] == place:
                found.append(Issue(issue.severity, "more_of_kind", issue.file, value=f"{more:,}"))
        return tuple(found)
