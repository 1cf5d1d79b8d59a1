"""References between targets, figures, relations, conflicts and the other tables: every finding, nothing is raised.

Subjects, objects and measures must exist; a target in % must name its denominator; a rule has words and no number.
"""

from __future__ import annotations

from collections.abc import Iterator

from g60.checks.tables import Tables, records, rows_of
from g60.contract.schema import (
    CONFLICTS,
    FIGURES,
    LEFT_OUT,
    NAME_TABLE,
    OUTSIDE,
    RELATION_TABLE,
    TARGETS,
    TASKS,
    WIDER_SUBJECTS,
    Dataset,
    Issue,
    Severity,
    split,
)

RULE = "rule"
SHARE = "%"


def check_document_tables(tables: Tables) -> Iterator[Issue]:
    """Every finding about targets, figures, relations and conflicts that needs more than one table."""
    known = _entities(tables)
    measures = set(tables["measures"]["measure"])
    for dataset in (TARGETS, FIGURES, RELATION_TABLE):
        for number, row in _numbered(tables, dataset):
            yield from _unknown(dataset, number, "subject", (row["subject"],), known)
            if "measure" in row:
                yield from _unknown(dataset, number, "measure", (row["measure"],), measures)
            if row.get("object"):
                yield from _unknown(dataset, number, "object", (row["object"],), known)
    for number, row in _numbered(tables, TARGETS):
        yield from _check_target(number, row)
    for number, row in _numbered(tables, FIGURES):
        if not row["as_of"].startswith(row["year"]):
            yield Issue(Severity.ERROR, "as_of_not_in_year", FIGURES.file, number, "as_of", row["as_of"], row["year"])
    everything = known | {key for name in ("indicators", "targets", "figures") for key in tables[name]["id"]}
    for number, row in _numbered(tables, CONFLICTS):
        yield from _unknown(CONFLICTS, number, "subject", split(row["subject"]), everything)
    yield from _check_named(tables, known)


def _check_named(tables: Tables, known: set[str]) -> Iterator[Issue]:
    """Tasks, names and places beyond the city concern somebody known; a plan, a pointer, a document is there."""
    pointers = set(tables["reference"].loc[tables["reference"]["kind"] == "pointer", "id"])
    named = {"plan": set(tables["plans"]["plan"]), "pointer": pointers, "source": set(tables["sources"]["source"])}
    for dataset in (TASKS, OUTSIDE, NAME_TABLE, LEFT_OUT):
        for number, row in _numbered(tables, dataset):
            yield from _unknown(dataset, number, "subject", split(row.get("subject", "")), known)
            for field, keys in named.items():
                yield from _unknown(dataset, number, field, split(row.get(field, "")), keys)


def _entities(tables: Tables) -> set[str]:
    named = {"units": "unit", "industries": "industry", "sources": "source", "carriers": "id"}
    named |= dict.fromkeys(("corridor", "core_area", "high_tech_zones", "lake_districts"), "id")
    return {str(key) for name, column in named.items() for key in tables[name][column]}.union(WIDER_SUBJECTS)


def _numbered(tables: Tables, dataset: Dataset) -> Iterator[tuple[int, dict[str, str]]]:
    table = tables[dataset.name]
    yield from zip(rows_of(table), records(table), strict=True)


def _unknown(dataset: Dataset, number: int, field: str, given: tuple[str, ...], known: set[str]) -> Iterator[Issue]:
    for value in given:
        if value not in known:
            yield Issue(Severity.ERROR, "reference_unknown", dataset.file, number, field, value)


def _check_target(number: int, row: dict[str, str]) -> Iterator[Issue]:
    """A share must name its denominator; a rule has words and no number; any other target has a number."""
    if row["unit_of_measure"] == SHARE and not row["scope_zh"]:
        yield Issue(Severity.ERROR, "denominator_missing", TARGETS.file, number, "scope_zh", row["text_zh"])
    if (row["operator"] == RULE) == bool(row["value"]):
        code = "rule_has_number" if row["value"] else "target_without_number"
        yield Issue(Severity.ERROR, code, TARGETS.file, number, "value", row["value"], row["text_zh"])
    if (row["operator"] == "range") != bool(row["value_high"]):
        yield Issue(Severity.ERROR, "range_incomplete", TARGETS.file, number, "value_high", row["value_high"])
