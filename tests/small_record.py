"""A record of few rows, so that a publication takes little time: counties, areas, indicators, and their citations."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from g60.catalog.sources import FolderSource
from g60.contract.dataset import Dataset
from g60.contract.schema import AREA_DATASETS, DATASETS
from g60.record import drafts, editing
from g60.record.editing import Cell, Given
from g60.record.people import Person

GEODATA = Path(__file__).parents[1] / "geodata"
KEPT = (
    "units",
    "plans",
    "lists",
    "industries",
    "industry_terms",
    "sources",
    "indicators",
    *(dataset.name for dataset in AREA_DATASETS),
)
NAME = Cell("330481", "name_zh")
REPORTED = Given("reported", "海宁市统计月报", "第3页")


class SmallSource:
    """Some of the shipped tables with their citations; every other one is empty."""

    def __init__(self) -> None:
        shipped = FolderSource(GEODATA)
        tables = {dataset.name: shipped.read(dataset) for dataset in DATASETS}
        subjects = {
            dataset.subject_prefix + str(key)
            for dataset in DATASETS
            if dataset.name in KEPT
            for key in tables[dataset.name][dataset.key]
        }
        citations = tables["citations"]
        tables["citations"] = citations[citations["subject"].isin(subjects)]
        self.tables = {
            name: table if name in (*KEPT, "citations") else table.iloc[:0] for name, table in tables.items()
        }

    def read(self, dataset: Dataset) -> pd.DataFrame:
        return self.tables[dataset.name]

    def version(self) -> str:
        return "small"


def drafted(editor: Person, name: str, url: str) -> int:
    """A draft that gives the county Haining another name; its number."""
    number = drafts.start(editor, name, SmallSource(), url)
    editing.set_value(editor, number, NAME, name, REPORTED, url)
    return number
