"""Findings about the ledger of two plans and about the successions of areas: pairs that cannot be, nothing is raised.

Each side must be there, be of its plan and of the kind of the other side; what is raised must be a higher number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from g60.checks.tables import Tables, records, rows_of
from g60.contract.codes import split
from g60.contract.issues import Issue, Severity
from g60.contract.schema import AREA_DATASETS
from g60.contract.statements import INDICATORS, LEDGER, SUCCESSIONS, TARGETS, TASKS

AREA = "area"
# The kinds of what a plan holds and another plan may go on with, and the tables that hold them.
KINDS = {
    "indicator": (INDICATORS,),
    "target": (TARGETS,),
    AREA: AREA_DATASETS,
    "task": (TASKS,),
}
# How many areas an event joins, before and after: one, or two and more.
ONE, SEVERAL = "1", "2+"
SIDES = {"merged": (SEVERAL, ONE), "split": (ONE, SEVERAL)}
HIGHER = {"raised": 1, "lowered": -1}


class Held(NamedTuple):
    """What a plan holds: its kind, its plan (empty for a target, whose subject has one), and its cells."""

    kind: str
    plan: str
    cells: Mapping[str, str]


def check_ledger(tables: Tables) -> Iterator[Issue]:
    """Every finding about the pairs of plans and about what became of areas."""
    held = {
        row[dataset.key]: Held(kind, row.get("plan", ""), row)
        for kind, datasets in KINDS.items()
        for dataset in datasets
        for row in records(tables[dataset.name])
    }
    plans = set(tables["plans"]["plan"])
    pairs = [*zip(rows_of(tables["ledger"]), records(tables["ledger"]), strict=True)]
    for number, row in pairs:
        yield from _check_pair(number, row, held, plans)
    yield from _check_alone(pairs)
    for number, row in zip(rows_of(tables["successions"]), records(tables["successions"]), strict=True):
        yield from _check_succession(number, row, held)
    for dataset in (LEDGER, SUCCESSIONS):
        for number, row in zip(rows_of(tables[dataset.name]), records(tables[dataset.name]), strict=True):
            if row["evidence"] in ("stated", "derived") and not row["lines"]:
                yield Issue(Severity.ERROR, "stated_without_place", dataset.file, number, "lines", row["id"])


def _check_pair(number: int, row: Mapping[str, str], held: Mapping[str, Held], plans: set[str]) -> Iterator[Issue]:
    yield from _check_references(number, row, held, plans)
    yield from _check_sides(number, row)
    old, new = held.get(row["old"]), held.get(row["new"])
    if old is not None and new is not None:
        if old.kind != new.kind:
            yield Issue(Severity.ERROR, "ledger_kinds_differ", *_at(number, row, "new"), row["old"])
        elif _contradicts(row["state"], old, new):
            yield Issue(
                Severity.ERROR, "ledger_against_numbers", *_at(number, row, "state"), f"{_number(old)} → {_number(new)}"
            )


def _at(number: int, row: Mapping[str, str], field: str) -> tuple[str, int, str, str]:
    """File, row, field and value of an issue of the ledger."""
    return LEDGER.file, number, field, row[field]


def _check_references(
    number: int, row: Mapping[str, str], held: Mapping[str, Held], plans: set[str]
) -> Iterator[Issue]:
    """Both plans are held, and each side is of its plan."""
    for side in ("old", "new"):
        plan, found = row[f"{side}_plan"], held.get(row[side])
        if plan not in plans:
            yield Issue(Severity.ERROR, "reference_unknown", *_at(number, row, f"{side}_plan"))
        if row[side] and found is None:
            yield Issue(Severity.ERROR, "reference_unknown", *_at(number, row, side))
        elif found is not None and found.plan not in ("", plan):
            yield Issue(Severity.ERROR, "ledger_other_plan", *_at(number, row, side), plan)
    if row["old_plan"] == row["new_plan"]:
        yield Issue(Severity.ERROR, "ledger_one_plan", *_at(number, row, "new_plan"))


def _check_sides(number: int, row: Mapping[str, str]) -> Iterator[Issue]:
    """What is new has no earlier side, what was dropped no later one; every other state has both."""
    state = row["state"]
    empty = {"new": "old", "dropped": "new"}.get(state, "")
    if empty and row[empty]:
        yield Issue(Severity.ERROR, "ledger_side_too_many", *_at(number, row, empty), state)
    if not row["old"] and not row["new"]:
        yield Issue(Severity.ERROR, "value_missing", *_at(number, row, "new"))
    elif not empty and state != "not_comparable" and not (row["old"] and row["new"]):
        lacking = "new" if row["old"] else "old"
        yield Issue(Severity.ERROR, "ledger_side_lacking", *_at(number, row, lacking), state)


def _contradicts(state: str, old: Held, new: Held) -> bool:
    """Whether two numbers of one unit say something else than that the second one is higher, lower or the same."""
    before, after = _number(old), _number(new)
    if before is None or after is None or old.cells["unit_of_measure"] != new.cells["unit_of_measure"]:
        return False
    if state == "carried":
        return before != after
    return state in HIGHER and (after - before) * HIGHER[state] <= 0


def _number(held: Held) -> float | None:
    """The number of an indicator's target or of a target; None for what has none."""
    cell = held.cells.get({"indicator": "target", "target": "value"}.get(held.kind, ""), "")
    try:
        return float(cell)
    except ValueError:
        return None


def _check_alone(pairs: list[tuple[int, dict[str, str]]]) -> Iterator[Issue]:
    """A pair stands once between two plans; what was dropped or is new stands in no other row of them."""
    seen: Counter[tuple[str, str, str, str]] = Counter()
    uses = Counter((row["old_plan"], row["new_plan"], row[side]) for _, row in pairs for side in ("old", "new"))
    for number, row in pairs:
        plans = (row["old_plan"], row["new_plan"])
        pair = (*plans, row["old"], row["new"])
        seen[pair] += 1
        alone = {"new": "new", "dropped": "old"}.get(row["state"], "")
        if seen[pair] > 1 or (alone and row[alone] and uses[(*plans, row[alone])] > 1):
            field = alone or "new"
            yield Issue(Severity.ERROR, "ledger_twice", LEDGER.file, number, field, row[field] or row["old"])


def _check_succession(number: int, row: Mapping[str, str], held: Mapping[str, Held]) -> Iterator[Issue]:
    sides = {side: split(row[side]) for side in ("predecessors", "successors")}
    for side, ids in sides.items():
        for one in ids:
            if one not in held or held[one].kind != AREA:
                yield Issue(Severity.ERROR, "reference_unknown", SUCCESSIONS.file, number, side, one)
    for one in sorted({*sides["predecessors"]} & {*sides["successors"]}):
        yield Issue(Severity.ERROR, "succession_of_itself", SUCCESSIONS.file, number, "successors", one)
    for (side, ids), wanted in zip(sides.items(), SIDES.get(row["event"], (ONE, ONE)), strict=True):
        if (len(ids) == 1) != (wanted == ONE):
            detail = f"{row['event']}: {wanted}"
            yield Issue(Severity.ERROR, "succession_sides", SUCCESSIONS.file, number, side, row[side], detail)
    if row["evidence"] == "inferred" and not row["reason_zh"]:
        yield Issue(Severity.ERROR, "reason_missing", SUCCESSIONS.file, number, "reason_zh", row["id"])
