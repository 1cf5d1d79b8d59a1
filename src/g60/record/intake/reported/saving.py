"""An examined file of values as a draft: each value is a row of its own, with the document that it is from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from g60.catalog.sources import Source
from g60.contract.codes import is_slug
from g60.contract.errors import RefusedError
from g60.contract.i18n import text
from g60.contract.statements import ACTUALS
from g60.record import drafts, editing
from g60.record.database import writing
from g60.record.editing import Given
from g60.record.intake.reported.examine import Outcome
from g60.record.intake.reported.rows import Entry
from g60.record.people import Person, require
from g60.record.rows import Place
from g60.record.versions import begin

# In characters of a draft's name.
NAME_LENGTH = 200


def save(person: Person, outcome: Outcome, shipped: Source, url: str = "") -> int:
    """Make a draft of the values that an import adds; the draft's number.

    Raises RefusedError if the file has errors or open questions, if it adds nothing, or if the person may not;
    DatabaseError. Then there is no draft.
    """
    if outcome.refused is not None or outcome.held:
        raise RefusedError("error_import_held", count=len(outcome.held))
    entries = list(_rows(outcome))
    if not entries:
        raise RefusedError("error_import_same")
    name = text("import_draft_name", "zh", file=outcome.file, list=text(f"edit_dataset_{ACTUALS.name}", "zh"))
    given = Given("reported", outcome.file, outcome.file)
    require(person, "edit")
    begin(shipped, url)
    # One transaction: a draft with a part of a file would be taken for the whole.
    with writing(url) as connection:
        number = drafts.start_in(connection, person, name[:NAME_LENGTH])
        for start in range(0, len(entries), editing.ROWS_AT_MOST):
            draft = drafts.draft_in(connection, number, is_open=True)
            block = entries[start : start + editing.ROWS_AT_MOST]
            changes = editing.row_changes(connection, draft, block, given)
            drafts.change_in(connection, person, number, changes, kind="import", note=outcome.file)
    return number


def _rows(outcome: Outcome) -> Iterator[editing.Entry]:
    for one in outcome.added:
        cells = {name: one.values.get(name, "") for name in ACTUALS.columns if name != ACTUALS.key}
        cells |= {"indicator": one.indicator, "source_zh": _source(one)}
        yield editing.Entry(Place(ACTUALS.name, key_of(cells)), cells)


def _source(one: Entry) -> str:
    """The document of a value; where its unit was converted, with what it said."""
    said = one.values["source_zh"]
    return text("value_converted", "zh", source=said, given=one.derived) if one.derived else said


def key_of(cells: dict[str, str]) -> str:
    """The id of a value, from what makes it one: two drafts that hold the same value give it the same id."""
    parts = (cells["indicator"], cells["year"], cells["status"][:1], cells["known_on"].replace("-", ""))
    readable = "-".join(parts)
    return readable if is_slug(readable) else "value-" + hashlib.sha256(readable.encode()).hexdigest()[:16]
