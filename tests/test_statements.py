"""What the documents say beside the lists: each slip is named with its file, row and field, and none hides another."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from g60.catalog.checked_tables import read_all
from g60.catalog.sources import FolderSource
from g60.checks.references import check_document_tables
from g60.contract.issues import Issue

SHIPPED = Path(__file__).parents[1] / "geodata"
Tables = dict[str, pd.DataFrame]


@pytest.fixture
def tables() -> Tables:
    return {name: table.copy() for name, table in read_all(FolderSource(SHIPPED))[0].items()}


def found(tables: Tables) -> list[tuple[str, str, int | None, str]]:
    return [_place(issue) for issue in check_document_tables(tables)]


def _place(issue: Issue) -> tuple[str, str, int | None, str]:
    return issue.code, issue.file, issue.row, issue.field


def setting(name: str, row: int, **cells: str) -> Callable[[Tables], None]:
    def slip(tables: Tables) -> None:
        for field, value in cells.items():
            tables[name].iloc[row, tables[name].columns.get_loc(field)] = value

    return slip


def test_shipped_statements_hold(tables: Tables) -> None:
    assert found(tables) == []


@pytest.mark.parametrize(
    ("slip", "issue"),
    [
        (setting("targets", 0, subject="htz-nowhere"), ("reference_unknown", "targets.csv", 2, "subject")),
        (setting("targets", 0, measure="no-measure"), ("reference_unknown", "targets.csv", 2, "measure")),
        (setting("targets", 0, scope_zh=""), ("denominator_missing", "targets.csv", 2, "scope_zh")),
        (setting("targets", 0, value=""), ("target_without_number", "targets.csv", 2, "value")),
        (setting("targets", 1, value="8"), ("rule_has_number", "targets.csv", 3, "value")),
        (setting("targets", 0, value_high="9"), ("range_incomplete", "targets.csv", 2, "value_high")),
        (setting("figures", 3, subject="nobody"), ("reference_unknown", "figures.csv", 5, "subject")),
        (setting("figures", 50, as_of="2019-08-31"), ("as_of_not_in_year", "figures.csv", 52, "as_of")),
        (setting("relations", 0, object="carrier-99"), ("reference_unknown", "relations.csv", 2, "object")),
        (setting("conflicts", 1, subject="city;lake-x"), ("reference_unknown", "conflicts.csv", 3, "subject")),
    ],
)
def test_each_slip_is_named_with_file_row_and_field(
    tables: Tables, slip: Callable[[Tables], None], issue: tuple[str, str, int, str]
) -> None:
    slip(tables)
    assert found(tables) == [issue]


def test_one_slip_does_not_hide_another(tables: Tables) -> None:
    setting("targets", 0, subject="htz-nowhere", scope_zh="", value="")(tables)
    setting("conflicts", 1, subject="nobody")(tables)
    assert len(found(tables)) == 4
