"""Columns of text as Arrow holds them: one buffer of UTF-8 for all cells, worked on without a Python text for each.

Of a million rows, a step over such a buffer takes some hundredths of a second, and a loop over texts half a second.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import compute

TEXT = pa.large_string()
Column: TypeAlias = pd.Series | pd.Index | np.ndarray | Sequence[str] | pa.LargeStringArray


def as_text(column: Column) -> pa.LargeStringArray:
    """The cells of a column in one buffer; a cell without a value stays one."""
    # Asked whether it can become an array, a series first looks among its index, in a table that pandas then keeps.
    held = column.array if isinstance(column, pd.Series | pd.Index) else column
    array = held if isinstance(held, pa.Array) else pa.array(held, from_pandas=True)
    cells = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    return cells if cells.type == TEXT else cells.cast(TEXT)


def joined(parts: Sequence[pd.Series | pd.Index]) -> pd.Index[str]:
    """Columns of text, one below the other, in one buffer: pandas would keep the parts apart."""
    texts = pa.concat_arrays([as_text(part) for part in parts])
    found: pd.Index[str] = pd.Index(pd.array(texts, dtype="str"))
    return found


def mapped(column: pd.Series, into: Callable[[str], object]) -> pd.Series:
    """What each cell becomes; equal cells share one value, for a long column has few distinct ones."""
    coded = as_text(column).dictionary_encode()
    values = np.empty(len(coded.dictionary), dtype=object)
    for place, cell in enumerate(coded.dictionary.to_pylist()):
        values[place] = into(cell)
    return pd.Series(values[coded.indices.to_numpy()], index=column.index, name=column.name)


def distinct_texts(column: pd.Series) -> list[str]:
    """The distinct texts of a column, in the order in which they come first."""
    return list(compute.unique(as_text(column)).to_pylist())


def places_among(column: Column, known: Sequence[str]) -> np.ndarray:
    """The place of each cell among the known texts; -1 for a cell that is none of them."""
    found = compute.index_in(as_text(column), value_set=pa.array(list(known), TEXT))
    return np.asarray(found.fill_null(-1).to_numpy(zero_copy_only=False), dtype=np.int64)


def utf8(column: Column) -> tuple[np.ndarray, np.ndarray]:
    """The bytes of all cells, one after the other, and where each begins; the last number is where they end."""
    cells = as_text(column)
    _, offsets, data = cells.buffers()
    if not len(cells) or data is None:
        return np.zeros(0, np.uint8), np.zeros(len(cells) + 1, np.int64)
    starts = np.frombuffer(offsets, np.int64)[cells.offset : cells.offset + len(cells) + 1]
    return np.frombuffer(data, np.uint8)[starts[0] : starts[-1]], starts - starts[0]


def numbers(column: pd.Series) -> pd.Series:
    """The numbers of a column: whole ones where all are, else floats, with NaN for an empty cell."""
    cells = as_text(column)
    full = compute.if_else(compute.equal(cells, ""), None, cells)
    is_whole = not full.null_count and compute.all(_is_whole(full), min_count=0).as_py()
    try:
        found = full.cast(pa.int64() if is_whole else pa.float64())
    except pa.ArrowInvalid:  # written in a way that pandas alone reads
        return pd.to_numeric(column)
    return pd.Series(found.to_numpy(zero_copy_only=False), index=column.index, name=column.name)


def _is_whole(cells: pa.LargeStringArray) -> pa.BooleanArray:
    return compute.match_substring_regex(cells, "^-?[0-9]+$")
