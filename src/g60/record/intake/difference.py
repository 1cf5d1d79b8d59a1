"""What an import would change in a list: bodies added, changed, removed, the same, by field."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from g60.contract.codes import LIST_SEPARATOR, split
from g60.record.intake.bodies import Body
from g60.record.intake.industry import Industries
from g60.record.intake.known import Known

# Fields that an import compares. What has no column in the file is not compared.
COMPARED = (
    *("name_zh", "name_en", "unit", "fields_zh", "fields_en", "aliases", "place_zh", "address_zh", "lon", "lat"),
    *("location_grade", "uncertainty_m", "level_zh", "area_km2", "founded_on", "recognised_on", "credit_code"),
    *("status_zh", "extras"),
)
# What follows from a point that a file gives without them.
FOLLOWING = ("location_grade", "uncertainty_m")
# What follows from the words of a body by rule, when the draft is made: it is shown, and not set.
BY_RULE = "industries"
NUMBERS = ("lon", "lat", "area_km2", "uncertainty_m")
# In degrees: a millimetre on the ground. Files with six decimals round within a tenth of a metre.
SAME_DEGREES = 6e-7


class Changed(NamedTuple):
    """One field of one body: its value before and after."""

    subject: str
    field: str
    before: str
    after: str


@dataclass(slots=True)
class Difference:
    """The bodies that an import would add, change and remove, and how many it leaves as they are."""

    added: list[Body] = field(default_factory=list)
    changed: dict[str, list[Changed]] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    same: int = 0
    bodies: dict[str, Body] = field(default_factory=dict)  # by the id of the body of the record

    @property
    def fields(self) -> list[Changed]:
        """All changed fields."""
        return [change for changes in self.changed.values() for change in changes]

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.added or self.changed or self.removed)

    def as_json(self) -> dict[str, Any]:
        """The difference as the command line prints it."""
        counts = {name: len(getattr(self, name)) for name in ("added", "changed", "removed")}
        return {**counts, "same": self.same}


def compare(bodies: Iterable[Body], known: Known, industries: Industries, unit: str = "") -> Difference:
    """The difference between the rows of a file and the list as it is; with a unit, only its bodies can be removed."""
    found = Difference()
    there: set[str] = set()
    for body in bodies:
        if body.known:
            there.add(body.known)
        if body.is_held:
            continue
        if not body.known:
            found.added.append(body)
            continue
        found.bodies[body.known] = body
        changes = list(_changes(body, known.bodies[body.known]))
        changes += list(_following(changes, known.bodies[body.known], industries))
        if changes:
            found.changed[body.known] = changes
        else:
            found.same += 1
    found.removed = [
        key for key, row in known.bodies.items() if key not in there and (not unit or row.get("unit", "") == unit)
    ]
    return found


def _changes(body: Body, row: Mapping[str, str]) -> Iterator[Changed]:
    moved = any(_differs(body, row, name) for name in ("lon", "lat"))
    for name in COMPARED:
        if name in FOLLOWING and name not in body.raw and not moved:
            continue
        if _differs(body, row, name):
            yield Changed(body.known, name, row.get(name, ""), value_of(body, name, row) or "")


def _following(changes: list[Changed], row: Mapping[str, str], industries: Industries) -> Iterator[Changed]:
    """What follows where the words of a body change: their English, where the file gives none, and its industries."""
    words = next((change for change in changes if change.field == "fields_zh"), None)
    if words is None:
        return
    before, after = row.get("fields_en", ""), _english(row, words.after)
    if after != before and not any(change.field == "fields_en" for change in changes):
        yield Changed(words.subject, "fields_en", before, after)
    before, after = row.get(BY_RULE, ""), industries.named(words.after)
    if set(split(before)) != set(split(after)):
        yield Changed(words.subject, BY_RULE, before, after)


def _english(row: Mapping[str, str], words: str) -> str:
    """The English of new words, part by part: a part that stays keeps its English, a new one stands in Chinese."""
    parts, english = split(row.get("fields_zh", "")), split(row.get("fields_en", ""))
    # Where the two do not have the same number of parts, nobody knows which one belongs to which.
    kept = dict(zip(parts, english, strict=True)) if len(parts) == len(english) else {}
    return LIST_SEPARATOR.join(kept.get(part, part) for part in split(words))


def _differs(body: Body, row: Mapping[str, str], name: str) -> bool:
    before, after = row.get(name, ""), value_of(body, name, row)
    if after is None or after == before or body.raw.get(name) == before:
        return False
    is_number = name in NUMBERS and before and after
    return not (is_number and abs(float(before) - float(after)) <= SAME_DEGREES)


def value_of(body: Body, name: str, row: Mapping[str, str] | None = None) -> str | None:
    """What a row says of a field; None where it says nothing, as in an empty cell."""
    if name == "extras":
        if "extras" in body.values:
            return body.values["extras"]
        kept = json.loads((row or {}).get("extras", "") or "{}") if body.extras else {}
        return json.dumps({**kept, **body.extras}, ensure_ascii=False, sort_keys=True) if body.extras else None
    return body.values.get(name)
