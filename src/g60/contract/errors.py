"""The errors that this project raises on purpose.

    G60Error
    ├── ReadError        a file cannot be read in its format
    ├── WriteError       a file cannot be written
    ├── DatabaseError    the database cannot be read or written
    ├── RefusedError     an input is not accepted: too long, too many, or about an unknown thing
    ├── ConflictError    cells that somebody else has changed meanwhile; holds all of them
    ├── DataError        the data has errors; holds all of them as issues
    ├── SheetError       a sheet cannot be drawn with these options
    ├── UnknownIdError   an id that the catalog does not hold
    └── EvidenceError    a value has no evidence, or evidence that contradicts it

Every error has a `code` of the text table and the values of that text, so the page and the command line
can show it in the reader's language. Any other exception is a bug.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from g60.contract.issues import Issue


class G60Error(Exception):
    """An error that is explained to the reader, who can do something about it."""

    code = "error_unexpected"

    def __init__(self, code: str | None = None, **values: object) -> None:
        self.code = code or type(self).code
        self.values = {name: _sayable(value) for name, value in values.items()}
        super().__init__(self.code, self.values)


def _sayable(value: object) -> object:
    """A value that can be written: half of a surrogate pair, as a crooked request has it, becomes a question mark."""
    return value.encode(errors="replace").decode() if isinstance(value, str) else value


def in_one_line(error: Exception) -> str:
    """The kind of an exception that nobody expected and the beginning of its message, for a log."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]


class ReadError(G60Error):
    """A file cannot be read. The values name the file and, where known, the line."""

    code = "error_read"


class WriteError(G60Error):
    """A file cannot be written. The values name the file and hold the system's message."""

    code = "error_write"


class DatabaseError(G60Error):
    """The database cannot be reached, read or written. The values hold the system's message."""

    code = "error_database"


class RefusedError(G60Error):
    """An input is not accepted. The values name the part and what would be accepted."""

    code = "error_refused"


class DataError(G60Error):
    """The data has errors. `issues` holds every finding, not just the first."""

    code = "error_data"

    def __init__(self, issues: Sequence[Issue]) -> None:
        super().__init__(count=len(issues))
        self.issues = tuple(issues)


class ConflictError(G60Error):
    """Cells that somebody else has published meanwhile with another value. `disagreements` holds all of them."""

    code = "error_conflict"

    def __init__(self, disagreements: Sequence[Any]) -> None:
        super().__init__(count=len(disagreements))
        self.disagreements = tuple(disagreements)


class SheetError(G60Error):
    """A sheet cannot be drawn with these options. The values name options that would work."""

    code = "error_scale_paper"


class UnknownIdError(G60Error):
    """An id that no area, carrier or unit of the catalog has."""

    code = "error_unknown_id"


class EvidenceError(G60Error):
    """A value has no evidence, or evidence that contradicts it. It is not shown."""

    code = "error_evidence"
