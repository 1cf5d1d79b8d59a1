"""Columns in one buffer give what loops over texts give: numbers, codes, joined columns, the places of ids."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.synthetic import catalog as synthetic
from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.catalog.ids import Ids, Places
from g60.catalog.text_columns import as_text, distinct_texts, joined, mapped, numbers, places_among, utf8

CELLS = st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=12)
# Numbers as the checks let them pass, and empty cells.
NUMBERS = st.from_regex(r"-?[0-9]{1,15}(\.[0-9]{1,10})?", fullmatch=True)


def column(cells: list[str]) -> pd.Series:
    return pd.Series(cells, dtype="str", index=range(2, len(cells) + 2))


@given(st.lists(st.one_of(NUMBERS, st.just("")), max_size=12))
def test_numbers_are_those_that_pandas_reads(cells: list[str]) -> None:
    pd.testing.assert_series_equal(numbers(column(cells)), pd.to_numeric(column(cells)))


@pytest.mark.parametrize("cells", [["99999999999999999999"], [" 1", "2"], ["1", "x"]])
def test_a_number_that_is_written_otherwise_is_left_to_pandas(cells: list[str]) -> None:
    try:
        expected = pd.to_numeric(column(cells))
    except ValueError:
        with pytest.raises(ValueError, match="Unable to parse"):
            numbers(column(cells))
    else:
        pd.testing.assert_series_equal(numbers(column(cells)), expected)


@given(CELLS, CELLS)
def test_columns_become_one_with_every_cell_of_both(above: list[str], below: list[str]) -> None:
    assert joined([column(above), column(below)]).tolist() == above + below


@given(CELLS, st.integers(0, 12))
def test_the_bytes_of_a_part_of_a_column_are_those_of_its_cells(cells: list[str], start: int) -> None:
    found, starts = utf8(column(cells).iloc[start:])
    assert bytes(found) == "".join(cells[start:]).encode()
    assert np.diff(starts).tolist() == [len(cell.encode()) for cell in cells[start:]]


@given(CELLS)
def test_cells_are_mapped_and_found_each_by_its_own_text(cells: list[str]) -> None:
    assert mapped(column(cells), lambda cell: (cell, 1)).tolist() == [(cell, 1) for cell in cells]
    assert distinct_texts(column(cells)) == list(dict.fromkeys(cells))
    assert places_among(column(cells), cells[:1]).tolist() == [-(cell != cells[0]) for cell in cells]


def test_a_cell_without_a_value_stays_one() -> None:
    assert as_text(pd.Series(["a", None], dtype="str")).null_count == 1


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), unique=True), st.text())
def test_each_id_has_its_place_and_no_other_text_has_one(ids: list[str], other: str) -> None:
    places = Places(pd.Index(ids, dtype="str"))
    assert [places.of(one) for one in ids] == list(range(len(ids)))
    assert (places.of(other) >= 0) == (other in ids)
    assert [ids[place] for place in places.in_order(0)] == sorted(ids)
    with pytest.raises(KeyError):
        places["".join(ids) + "!"]


@pytest.mark.parametrize("odd", [None, 7, "\ud83d", float("nan"), ""])
def test_what_is_no_id_is_not_among_them(odd: object) -> None:
    assert odd not in Ids(Places(pd.Index(["b", "a"], dtype="str")), None, ["c"])


def test_the_ids_of_a_selection_are_those_that_it_shows(catalog: Catalog) -> None:
    picked = catalog.pick(Selection(units=frozenset({"330481"})))
    assert picked.ids == frozenset(picked.entities.index) | frozenset(catalog.units.index)
    assert set(picked.ids) == picked.ids
    assert len(picked.ids) == len(set(picked.ids))


def test_the_start_over_a_long_list_looks_nothing_up_in_a_table_that_pandas_would_keep() -> None:
    from layers import sheet

    over = synthetic(1000)
    sheet(over)
    over.prepare()
    assert all("_engine" not in frame.index._cache for frame in (over.entities, over.all_carriers))
