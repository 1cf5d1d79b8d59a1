"""The catalog of the trial set: made-up values of the 14 indicators of table 2, entered without the import."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd

from g60.catalog.catalog import Catalog
from g60.checks.actuals import SAME_DEFINITION
from g60.contract.statements import ACTUALS
from tests.trial_values import MADE_UP, OTHER_DEFINITION, VALUES, YEARS

GEODATA = Path(__file__).parents[1] / "geodata"
PRELIMINARY_YEAR = 2025
REPORTER = "某统计局（虚构）"


def with_values(catalog: Catalog, rows: list[dict[str, str]]) -> Catalog:
    """The catalog with these rows as its reported values."""
    actuals = pd.DataFrame(rows, columns=list(ACTUALS.columns)).set_index("id")
    return replace(catalog, tables=replace(catalog.tables, actuals=actuals))


def trial_rows(**changed: str) -> list[dict[str, str]]:
    """The values of the trial set as rows; those of the last year are preliminary, one has been revised."""
    found: list[dict[str, str]] = []
    for code, values in VALUES.items():
        for year, value in zip(YEARS, values, strict=True):
            if value is not None:
                other = (code, year) == ("indicator-2-07", 2025)
                definition = OTHER_DEFINITION if other else SAME_DEFINITION
                found.append(_row(len(found) + 1, code, year, value, definition=definition))
    revised = _row(len(found) + 1, "indicator-2-05", 2023, 4300, definition=SAME_DEFINITION)
    return [row | changed for row in [*found, revised | {"status": "revised", "known_on": "2025-06-30"}]]


def _row(number: int, code: str, year: int, value: float, *, definition: str) -> dict[str, str]:
    return {
        "id": f"actual-{number}",
        "indicator": code,
        "year": str(year),
        "value": f"{value:g}",
        "status": "preliminary" if year == PRELIMINARY_YEAR else "final",
        "definition_zh": definition,
        "known_on": f"{year + 1}-03-31",
        "reporter_zh": REPORTER,
        "source_zh": f"{MADE_UP}第{number}号",
    }


def trial_folder(folder: Path) -> Path:
    """A copy of the shipped data with the trial set."""
    copy = shutil.copytree(GEODATA, folder / "geodata")
    rows = pd.DataFrame(trial_rows(), columns=list(ACTUALS.columns))
    rows.to_csv(copy / ACTUALS.file, index=False, lineterminator="\n")
    return copy


def trial(catalog: Catalog) -> Catalog:
    """The catalog with the trial set."""
    return with_values(catalog, trial_rows())
