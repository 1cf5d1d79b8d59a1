"""The tables of a source with every finding about them: what a catalog is made from, once no finding is an error."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from g60.catalog import boundaries
from g60.catalog.sources import Source
from g60.checks.actuals import check_actual_values
from g60.checks.coordinates import check_points, insisted_points
from g60.checks.entries import check_entries
from g60.checks.ledger import check_ledger
from g60.checks.references import check_document_tables
from g60.checks.shapes import check_shapes
from g60.checks.tables import Tables, check, check_references
from g60.contract.errors import ReadError
from g60.contract.issues import Issue, Severity
from g60.contract.schema import DATASETS


def read_all(source: Source) -> tuple[dict[str, pd.DataFrame], list[Issue]]:
    """Every table of a source, and every finding about them and about the contract's own entries.

    A table that cannot be read is a finding too.
    """
    tables: dict[str, pd.DataFrame] = {}
    issues = list(check_entries())
    for dataset in DATASETS:
        try:
            tables[dataset.name] = source.read(dataset)
        except ReadError as error:
            row = error.values.get("row")
            detail = str(error.values.get("detail", ""))
            issues.append(
                Issue(Severity.ERROR, error.code, dataset.file, row if isinstance(row, int) else None, detail=detail)
            )
    issues.extend(check_tables(tables))
    if _complete(tables, issues):
        insisted = insisted_points(tables["carriers"], tables["citations"])
        issues.extend(check_points(tables["carriers"], boundaries.counties(), insisted))
    return tables, issues


def check_tables(tables: Tables) -> list[Issue]:
    """Every finding about tables, each for itself and together, but for the carriers' points."""
    issues = [issue for dataset in DATASETS if dataset.name in tables for issue in check(tables[dataset.name], dataset)]
    if _complete(tables, issues):
        issues.extend(check_references(tables))
        issues.extend(check_document_tables(tables))
        issues.extend(check_shapes(tables, boundaries.counties()))
        issues.extend(check_actual_values(tables))
        issues.extend(check_ledger(tables))
    return issues


def _complete(tables: Tables, issues: Iterable[Issue]) -> bool:
    """Whether every dataset is there with all its columns, so that they can be held against each other."""
    return len(tables) == len(DATASETS) and not any(issue.code == "column_missing" for issue in issues)
