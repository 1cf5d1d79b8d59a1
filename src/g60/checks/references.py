"""What the documents say beside the lists, held against the rest: every finding, none of them raised.

A target needs something to be a share of, a subject and a measure need to exist, a conflict needs somebody to
be about, and a rule needs its words.
"""

from __future__ import annotations

from collections.abc import Iterator

from g60.checks.tables import Tables, records, rows_of
from g60.contract.schema import CONFLICTS, FIGURES, RELATION_TABLE, TARGETS, Dataset, Issue, Severity, split

# Subjects that are no entity of the map: the city, and the province whose plans the documents quote.
BEYOND_THE_MAP = frozenset({"city", "zhejiang"})
RULE = "rule"
SHARE = "%"


def check_document_tables(tables: Tables) -> Iterator[Issue]:
    """Every finding about targets, figures, relations and conflicts that one table alone does not show."""
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
    everything = known | {key for name in ("indicators", "targets", "figures") for key in tables[name]["id"]}
    for number, row in _numbered(tables, CONFLICTS):
        yield from _unknown(CONFLICTS, number, "subject", split(row["subject"]), everything)


def _entities(tables: Tables) -> set[str]:
    named = {"units": "unit", "industries": "industry", "sources": "source", "carriers": "id"}
    named |= dict.fromkeys(("corridor", "core_area", "high_tech_zones", "lake_districts"), "id")
    return {str(key) for name, column in named.items() for key in tables[name][column]} | BEYOND_THE_MAP


def _numbered(tables: Tables, dataset: Dataset) -> Iterator[tuple[int, dict[str, str]]]:
    table = tables[dataset.name]
    yield from zip(rows_of(table), records(table), strict=True)


def _unknown(dataset: Dataset, number: int, field: str, given: tuple[str, ...], known: set[str]) -> Iterator[Issue]:
    for value in given:
        if value not in known:
            yield Issue(Severity.ERROR, "reference_unknown", dataset.file, number, field, value)


def _check_target(number: int, row: dict[str, str]) -> Iterator[Issue]:
    """A share names what it is a share of; a rule has words and no number; anything else has a number."""
    if row["unit_of_measure"] == SHARE and not row["scope_zh"]:
        yield Issue(Severity.ERROR, "denominator_missing", TARGETS.file, number, "scope_zh", row["text_zh"])
    if (row["operator"] == RULE) == bool(row["value"]):
        code = "rule_has_number" if row["value"] else "target_without_number"
        yield Issue(Severity.ERROR, code, TARGETS.file, number, "value", row["value"], row["text_zh"])
    if (row["operator"] == "range") != bool(row["value_high"]):
        yield Issue(Severity.ERROR, "range_incomplete", TARGETS.file, number, "value_high", row["value_high"])
