"""The family of errors that this project raises on purpose.

    G60Error
    ├── ReadError        a file cannot be read as what it claims to be
    ├── WriteError       a file cannot be written
    ├── DatabaseError    the database cannot be read or written
    ├── RefusedError     what somebody hands in is not taken: too long, too much, or about nothing
    ├── DataError        the data has errors; holds all of them as issues
    ├── SheetError       a sheet cannot be drawn as it was asked for
    ├── UnknownIdError   an id that the catalog does not hold
    └── EvidenceError    a value that nobody could ask about: it has no evidence, or evidence that contradicts it

Every error carries a `code` of the text table and the values that its sentence needs, so that the
page and the command line word it in the reader's language. Anything else that is raised is a bug.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from g60.contract.schema import Issue


class G60Error(Exception):
    """Something that a reader can be told, and can mend."""

    code = "error_unexpected"

    def __init__(self, code: str | None = None, **values: object) -> None:
        self.code = code or type(self).code
        self.values = values
        super().__init__(self.code, values)


class ReadError(G60Error):
    """A file that cannot be read: its values name the file and, where known, the line."""

    code = "error_read"


class WriteError(G60Error):
    """A file that cannot be written: its values name the file and what the system says of it."""

    code = "error_write"


class DatabaseError(G60Error):
    """The database cannot be reached, read or written: its values say what the system says of it."""

    code = "error_database"


class RefusedError(G60Error):
    """Something handed in that is not taken as it is; its values say which part and how it would be."""

    code = "error_refused"


class DataError(G60Error):
    """Data that cannot be used: `issues` holds every finding, not just the first."""

    code = "error_data"

    def __init__(self, issues: Sequence[Issue]) -> None:
        super().__init__(count=len(issues))
        self.issues = tuple(issues)


class SheetError(G60Error):
    """A sheet that cannot be drawn as asked: its values name what would do."""

    code = "error_scale_paper"


class UnknownIdError(G60Error):
    """An id that no area, carrier or unit of the catalog has."""

    code = "error_unknown_id"


class EvidenceError(G60Error):
    """A value without evidence, or with evidence that contradicts it: it is not drawn."""

    code = "error_evidence"
