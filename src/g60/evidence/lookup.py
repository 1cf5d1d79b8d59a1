"""Any value of the catalog by its subject and field, with its citation: what a reader asks to have corrected."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd

from g60.catalog.catalog import Catalog
from g60.contract.schema import DOCUMENT_DATASETS
from g60.evidence import figures, sums
from g60.evidence.facts import Fact, facts


def found(catalog: Catalog, subject: str, field: str) -> Fact | None:
    """The fact of a subject and field, stated or derived; None where the catalog holds no such value."""
    if subject in catalog.ids:
        entity = {fact.field: fact for fact in facts(catalog, subject).facts}
        return entity.get(field) or sums.derived(catalog, subject, field)
    row = _row(catalog, subject)
    citation = catalog.citation(subject, field)
    if row is None or citation is None or field not in row.index:
        return sums.derived(catalog, subject, field)
    figure = _figure(catalog, subject, row)
    if figure and figure.field == field:
        return figure
    return Fact(field, str(row[field]) or None, citation, subject)


def _figure(catalog: Catalog, subject: str, row: pd.Series[Any]) -> Fact | None:
    if "measure" not in row.index:
        return None
    entries = (*figures.targets(catalog, row["subject"]), *figures.figures(catalog, row["subject"]))
    return next((entry.fact for entry in entries if entry.id == subject), None)


def _row(catalog: Catalog, subject: str) -> pd.Series[Any] | None:
    frames = [(getattr(catalog.tables, dataset.name), dataset.subject_prefix) for dataset in DOCUMENT_DATASETS]
    frames += [(catalog.sources, ""), (catalog.industries, "")]
    for frame, prefix in frames:
        key = subject.removeprefix(prefix)
        if subject.startswith(prefix) and key in frame.index:
            return cast("pd.Series[Any]", frame.loc[key])
    return None
