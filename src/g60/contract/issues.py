"""A finding about the data, as a value; the hosts word it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
