"""What documents say beyond areas and carriers, as tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self, cast

import pandas as pd

from g60.checks.tables import Tables
from g60.contract.codes import split
from g60.contract.statements import DOCUMENT_DATASETS

# The columns by which the documents' statements are looked up.
RELATED = (
    *(("targets", "subject"), ("figures", "subject"), ("conflicts", "subject")),
    *(("relations", "subject"), ("relations", "object")),
)


@dataclass(frozen=True, eq=False)
class DocumentTables:
    """The other statements of the documents: targets, indicators, technologies, figures, relations, conflicts.

    Frames are indexed by the id of the statement; every cell is text, as it is cited.
    """

    measures: pd.DataFrame
    targets: pd.DataFrame
    indicators: pd.DataFrame
    actuals: pd.DataFrame
    judgements: pd.DataFrame
    technologies: pd.DataFrame
    figures: pd.DataFrame
    relations: pd.DataFrame
    conflicts: pd.DataFrame
    plans: pd.DataFrame
    lists: pd.DataFrame
    tasks: pd.DataFrame
    task_reports: pd.DataFrame
    outside: pd.DataFrame
    names: pd.DataFrame
    left_out: pd.DataFrame
    ledger: pd.DataFrame
    successions: pd.DataFrame

    @classmethod
    def of(cls, tables: Tables) -> Self:
        """The document tables; `tables` must have passed the checks."""
        named = {dataset.name: tables[dataset.name].set_index(dataset.key) for dataset in DOCUMENT_DATASETS}
        return cls(**named)

    @cached_property
    def entered(self) -> Mapping[str, list[tuple[str, dict[str, str]]]]:
        """Ids and rows of the actual values, by the indicator or target that they are of."""
        found: dict[str, list[tuple[str, dict[str, str]]]] = {}
        for row_id, row in zip(self.actuals.index, self.actuals.to_dict("records"), strict=True):
            held = cast("dict[str, str]", row)
            found.setdefault(held["indicator"], []).append((str(row_id), held))
        return found

    @cached_property
    def rows_about(self) -> Mapping[tuple[str, str, str], list[tuple[str, dict[str, str]]]]:
        """Ids and rows of the documents' statements, by table, column and each subject in that column."""
        found: dict[tuple[str, str, str], list[tuple[str, dict[str, str]]]] = {}
        for name, column in RELATED:
            frame: pd.DataFrame = getattr(self, name)
            for row_id, row in zip(frame.index, frame.to_dict("records"), strict=True):
                for subject in split(row[column]):
                    found.setdefault((name, column, subject), []).append((str(row_id), cast("dict[str, str]", row)))
        return found
