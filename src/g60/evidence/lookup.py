"""Any value of the catalog by its subject and field, with its citation: what a reader asks to have corrected."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd

from g60.catalog.catalog import Catalog
from g60.contract.codes import WIDER_SUBJECTS, split
from g60.contract.i18n import text
from g60.contract.statements import DOCUMENT_DATASETS, LISTS
from g60.evidence import figures, sums
from g60.evidence.facts import Fact, facts
from g60.evidence.sentence import list_name


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


def subjects_about(catalog: Catalog, subject: str) -> tuple[str, ...]:
    """Whom a statement of the documents is about: the subjects, and the object, that its row names."""
    row = _row(catalog, subject)
    if subject in catalog.tables.task_reports.index and row is not None:
        return subjects_about(catalog, str(row["task"]))
    named = [] if row is None else [str(row[column]) for column in ("subject", "object") if column in row.index]
    return tuple(part for cell in named for part in split(cell))


def subject_name(catalog: Catalog, subject: str, lang: str) -> str:
    """What a reader calls the subject of a value: a name, a measure of somebody, a report, a document's title."""
    said = catalog.tables
    if subject in catalog.ids:
        return str(catalog.entity(subject)[f"name_{lang}"])
    if of_another := _name_by_another(catalog, subject, lang):
        return of_another
    if subject.startswith(LISTS.subject_prefix):
        return list_name(catalog, subject.removeprefix(LISTS.subject_prefix), lang)
    key = subject.removeprefix("measure:").removeprefix("term:")
    called = (said.indicators, said.measures, catalog.industries, said.plans, said.tasks, said.outside, said.names)
    named = (
        *((frame, f"name_{lang}") for frame in called),
        *((catalog.sources, f"title_{lang}"), (said.relations, "object_zh")),
    )
    found = [str(frame.at[key, column]) for frame, column in named if key in frame.index]
    wider = {sums.LAKES: "kind_lake_district", **{code: f"subject_{code}" for code in WIDER_SUBJECTS}}
    return found[0] if found else text(wider[key], lang) if key in wider else key


def _name_by_another(catalog: Catalog, subject: str, lang: str) -> str:
    """The name of what has none of its own but belongs to a row that has one; empty for everything else."""
    said = catalog.tables
    for frame in (said.targets, said.figures):
        if subject in frame.index:
            measure = str(said.measures.at[frame.at[subject, "measure"], f"name_{lang}"])
            return f"{subject_name(catalog, str(frame.at[subject, 'subject']), lang)} · {measure}"
    if subject in said.task_reports.index:
        report = said.task_reports.loc[subject]
        task = subject_name(catalog, str(report["task"]), lang)
        return text("report_of", lang, task=task, date=report["date"])
    if subject in said.actuals.index:
        value = said.actuals.loc[subject]
        of = subject_name(catalog, str(value["indicator"]), lang)
        return text("name_and_when", lang, name=of, when=value["year"])
    if subject in said.judgements.index:
        return subject_name(catalog, str(said.judgements.at[subject, "indicator"]), lang)
    return ""
