"""References between targets, figures, relations, conflicts and the other tables: every finding, nothing is raised.

Subjects, objects and measures must exist; a target in % must name its denominator; a rule has words and no number.
"""

from __future__ import annotations

from collections.abc import Iterator

from g60.checks.reports import check_reports
from g60.checks.tables import Tables, records, rows_of
from g60.contract.codes import WIDER_SUBJECTS, is_slug, split
from g60.contract.dataset import Dataset, Field
from g60.contract.issues import Issue, Severity
from g60.contract.schema import AREA_DATASETS, CITATIONS, DATASETS
from g60.contract.statements import CONFLICTS, FIGURES, NAME_TABLE, OUTSIDE, RELATION_TABLE, TARGETS, TASKS

KEYS = {dataset.name: dataset.key for dataset in DATASETS}
RULE = "rule"
SHARE = "%"


def check_document_tables(tables: Tables) -> Iterator[Issue]:
    """Every finding about targets, figures, relations, conflicts and reports that needs more than one table."""
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
    yield from check_reports(tables)


def _check_named(tables: Tables, known: set[str]) -> Iterator[Issue]:
    """Tasks, names and places beyond the city concern somebody known; whom a row names is there."""
    pointers = set(tables["reference"].loc[tables["reference"]["kind"] == "pointer", "id"])
    for dataset in (TASKS, OUTSIDE, NAME_TABLE):
        for number, row in _numbered(tables, dataset):
            yield from _unknown(dataset, number, "subject", split(row.get("subject", "")), known)
    yield from _check_keys(tables, pointers)


def _check_keys(tables: Tables, pointers: set[str]) -> Iterator[Issue]:
    """Whom a row names by key is there: plan, list, document, unit, industry, pointer."""
    keys = {"plan": "plans", "source": "sources", "list": "lists", "unit": "units", "industries": "industries"}
    held = {field: set(tables[name][KEYS[name]]) for field, name in keys.items()}
    held |= {"pointer": pointers, "sources": held["source"], "industry": held["industries"]}
    for dataset in DATASETS:
        table = tables[dataset.name]
        for field in dataset.fields if dataset is not CITATIONS else ():
            if field.name not in held or field.name == dataset.key:
                continue
            known = held[field.name]
            lacking = {
                cell: tuple(part for part in split(cell) if part not in known and _is_wellformed(part, field))
                for cell in table[field.name].unique()
            }
            if any(lacking.values()):
                for number, cell in zip(rows_of(table), table[field.name], strict=True):
                    yield from _unknown(dataset, number, field.name, lacking[cell], known)


def _is_wellformed(part: str, field: Field) -> bool:
    """Whether it could be a key: what is in no code list, or is no id, is a finding of its own."""
    if field.form in ("code", "codes"):
        return part in field.codes
    return field.form != "slug" or is_slug(part)


def _entities(tables: Tables) -> set[str]:
    named = {"units": "unit", "industries": "industry", "sources": "source", "carriers": "id"}
    named |= {dataset.name: dataset.key for dataset in AREA_DATASETS}
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
