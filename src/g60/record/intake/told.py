"""What an import came to, as it is kept with it: what was taken, what was asked and answered, county by county."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from g60.record.intake.examine import Outcome
from g60.record.intake.findings import Settled

# Answers, columns and removals that are kept word for word; the rest is counted.
KEPT_AT_MOST = 300


def told_of(outcome: Outcome, removed: Mapping[str, str]) -> dict[str, Any]:
    """What an outcome says of a file, as plain values. `removed` has the reason for each body that is removed.

    `counts` and `by_unit` count rows and changes; `asked` are the answered questions, `open` counts the others by
    severity and code; `sheets` are those that were taken, with the field of each column; `left` counts the rows that
    are no bodies; `removed` are bodies with the reason. Of a long list the first entries of each county are kept;
    `totals` counts all.
    """
    units = {(body.sheet, body.row): body.values.get("unit", "") for body in outcome.bodies}
    left = [entry for one in outcome.sheets if one.taken for entry in one.left_out]
    asked = [_answered(one, units.get((one.question.sheet, one.question.row or 0), "")) for one in outcome.settled]
    gone = [_gone(outcome, key, reason) for key, reason in removed.items()]
    found = [(severity, code, len(those)) for severity, code, those in outcome.groups()]
    difference = outcome.difference.as_json() | {"removed": len(removed)}
    counts = {"rows": len(outcome.bodies), "good": outcome.good, "bad": len(outcome.bodies) - outcome.good}
    return {
        "kind": outcome.kind,
        "encoding": outcome.encoding or "",
        "source": outcome.source,
        "counts": {**counts, "left_out": len(left), **difference},
        "by_unit": _by_unit(outcome, gone),
        "open": [dict(zip(("severity", "code", "count"), one, strict=True)) for one in found],
        "asked": list(_first(asked)),
        "sheets": [one.as_json() for one in outcome.sheets if one.taken][:KEPT_AT_MOST],
        "left": dict(Counter(entry.code for entry in left)),
        "removed": list(_first(gone)),
        "totals": {"asked": len(asked), "removed": len(gone)},
    }


def of_unit(told: Mapping[str, Any], unit: str) -> dict[str, Any]:
    """What an import came to for one county: its own counts, questions and removals, and those of the whole file."""
    own = {name: [one for one in told.get(name, ()) if one["unit"] in ("", unit)] for name in ("asked", "removed")}
    return {**told, **own, "by_unit": {unit: told.get("by_unit", {}).get(unit, {})}}


def _first(entries: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The first entries of each county."""
    seen: Counter[str] = Counter()
    for one in entries:
        seen[one["unit"]] += 1
        if seen[one["unit"]] <= KEPT_AT_MOST:
            yield one


def _answered(one: Settled, unit: str) -> dict[str, Any]:
    names = ("code", "sheet", "row", "cell", "field", "value", "suggestion")
    question = {name: getattr(one.question, name) for name in names}
    values = {name: str(value) for name, value in one.question.values.items()}
    return {**question, "values": values, "answer": one.reply.words, "remembered": one.reply.remembered, "unit": unit}


def _gone(outcome: Outcome, key: str, reason: str) -> dict[str, str]:
    row = outcome.known.bodies.get(key, {}) if outcome.known else {}
    return {"id": key, "name_zh": row.get("name_zh", ""), "unit": row.get("unit", ""), "reason": reason}


def _by_unit(outcome: Outcome, gone: list[dict[str, str]]) -> dict[str, dict[str, int]]:
    """Rows, good rows and changes of each county, by its code; "" for those that name none."""
    found: dict[str, Counter[str]] = {}
    added = {id(body) for body in outcome.difference.added}
    for body in outcome.bodies:
        counted = found.setdefault(body.values.get("unit", ""), Counter())
        counted["rows"] += 1
        counted["good"] += not body.is_held
        if id(body) in added:
            counted["added"] += 1
        elif body.known in outcome.difference.changed:
            counted["changed"] += 1
        elif not body.is_held:
            counted["same"] += 1
    for entry in gone:
        found.setdefault(entry["unit"], Counter())["removed"] += 1
    names = ("rows", "good", "added", "changed", "removed", "same")
    return {unit: {name: counted[name] for name in names} for unit, counted in sorted(found.items())}
