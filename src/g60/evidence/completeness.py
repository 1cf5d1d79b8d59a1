"""How complete the evidence is: every value of every cited dataset by its kind of evidence, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from g60.catalog.catalog import CATALOGS_KEPT, Catalog, Citation
from g60.contract.codes import EVIDENCE
from g60.contract.dataset import Dataset
from g60.contract.schema import AREA_DATASETS, CARRIERS, INDUSTRY_TABLE, INDUSTRY_TERMS, SOURCES, UNIT_TABLE
from g60.contract.statements import DOCUMENT_DATASETS

NOT_CITED = "not_cited"


@dataclass(frozen=True, slots=True)
class Gap:
    """A field on which the documents say nothing: of whom, and why as far as that is known."""

    dataset: str
    field: str
    subjects: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]  # in Chinese and English


@lru_cache(maxsize=CATALOGS_KEPT)
def counts(catalog: Catalog) -> dict[str, int]:
    """How many values have each kind of evidence, and how many have none at all."""
    found = dict.fromkeys((*EVIDENCE, NOT_CITED), 0)
    for _, _, citation in _values(catalog):
        found[citation.evidence if citation else NOT_CITED] += 1
    return found


@lru_cache(maxsize=CATALOGS_KEPT)
def gaps(catalog: Catalog) -> tuple[Gap, ...]:
    """What the documents leave out, field by field, in the order of the datasets."""
    found: dict[tuple[str, str], list[tuple[str, Citation]]] = {}
    for name, (subject, field), citation in _values(catalog):
        if citation is not None and citation.evidence == "missing":
            found.setdefault((name, field), []).append((subject, citation))
    return tuple(
        Gap(
            name,
            field,
            tuple(subject for subject, _ in held),
            tuple(dict.fromkeys((one.note, one.note_en or one.note) for _, one in held if one.note)),
        )
        for (name, field), held in found.items()
    )


def _values(catalog: Catalog) -> Iterator[tuple[str, tuple[str, str], Citation | None]]:
    """Dataset, subject with field, and citation of every value that must have one."""
    for dataset, ids in _cited(catalog):
        columns = [column for column in dataset.columns if column != dataset.key]
        for entity_id in ids:
            for column in columns:
                at = (f"{dataset.subject_prefix}{entity_id}", column)
                yield dataset.name, at, catalog.citations.get(at)


def _cited(catalog: Catalog) -> Iterator[tuple[Dataset, pd.Index]]:
    kinds = catalog.areas["kind"]
    for dataset in AREA_DATASETS:
        yield dataset, catalog.areas.index[kinds == dataset.kind]
    frames = ((CARRIERS, catalog.carriers), (UNIT_TABLE, catalog.units), (INDUSTRY_TABLE, catalog.industries))
    yield from ((dataset, frame.index) for dataset, frame in (*frames, (SOURCES, catalog.sources)))
    yield INDUSTRY_TERMS, pd.Index(list(catalog.terms))
    for dataset in DOCUMENT_DATASETS:
        if dataset.cited:
            yield dataset, getattr(catalog.tables, dataset.name).index
