"""The contract's code lists are those of the shipped data, in the order of the contract."""

import json

import pandas as pd
import pytest

from g60.contract.codes import (
    COUNTIES,
    EVIDENCE,
    FUNCTIONAL_ZONES,
    GEOMETRY_BASES,
    INDUSTRIES,
    REFERENCE_KINDS,
    UNITS,
    is_slug,
    split,
)
from g60.contract.dataset import Dataset
from g60.contract.schema import AREA_DATASETS, AREA_KINDS, CARRIERS, DATASETS
from tests.conftest import GEODATA

Tables = dict[str, pd.DataFrame]


def test_units_are_the_shipped_ones_counties_first_in_administrative_order(shipped: Tables) -> None:
    units = shipped["units"]
    assert tuple(units["unit"]) == UNITS
    assert list(COUNTIES) == sorted(COUNTIES)
    assert tuple(units.loc[units["kind"] == "county", "unit"]) == COUNTIES
    assert tuple(units.loc[units["kind"] == "functional_zone", "unit"]) == FUNCTIONAL_ZONES


def test_industries_are_the_shipped_ones_in_their_order(shipped: Tables) -> None:
    assert tuple(shipped["industries"]["industry"]) == INDUSTRIES
    given = {code for cell in shipped["industry_terms"]["industry"] for code in split(cell)}
    assert given <= set(INDUSTRIES)


def test_each_area_file_holds_one_kind_in_the_order_of_the_kinds(shipped: Tables) -> None:
    assert [set(shipped[dataset.name]["kind"]) for dataset in AREA_DATASETS] == [{kind} for kind in AREA_KINDS]
    bases = {basis for dataset in AREA_DATASETS for basis in shipped[dataset.name]["geometry_basis"]}
    assert bases == set(GEOMETRY_BASES)


def test_the_reference_and_the_citations_use_every_code_they_may(shipped: Tables) -> None:
    assert set(shipped["reference"]["kind"]) == set(REFERENCE_KINDS)
    assert set(shipped["citations"]["evidence"]) == set(EVIDENCE) - {"reported"}


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)
def test_a_file_has_the_columns_of_the_contract_in_its_order(dataset: Dataset, shipped: Tables) -> None:
    if not dataset.geometry:
        assert tuple(shipped[dataset.name].columns) == dataset.columns
        return
    for feature in json.loads((GEODATA / dataset.file).read_text("utf-8"))["features"]:
        assert tuple(feature["properties"]) == dataset.columns


def test_every_carrier_list_can_be_named_in_a_permalink(shipped: Tables) -> None:
    assert all(is_slug(code) for code in shipped["carriers"]["list"].unique())


@pytest.mark.parametrize("value", ["lake-juanhu", "330481", "a", "body-61", "x" * 32])
def test_an_id_is_lower_case_letters_digits_and_single_hyphens(value: str) -> None:
    assert is_slug(value)


@pytest.mark.parametrize("value", ["", "Lake", "a--b", "-a", "a-", "a_b", "鹃湖", "x" * 33, "a\n", "a b", "１"])
def test_anything_else_is_no_id(value: str) -> None:
    assert not is_slug(value)


def test_a_list_cell_is_split_without_its_empty_parts() -> None:
    assert split("a;b;;c;") == ("a", "b", "c")
    assert split("") == ()


def test_every_field_of_a_dataset_has_a_name_of_its_own() -> None:
    for dataset in DATASETS:
        assert len(set(dataset.columns)) == len(dataset.columns)
    assert len({dataset.file for dataset in DATASETS}) == len(DATASETS)
    assert CARRIERS.key in CARRIERS.columns
