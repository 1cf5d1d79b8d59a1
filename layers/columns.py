"""A table as one binary file: a header in JSON, then typed columns, for the browser to lay arrays over.

    4 bytes   length of the header, little-endian
    header    JSON in UTF-8, padded with spaces; `columns` names each column's type and where it begins
    columns   little-endian, each padded to four bytes

A hundred thousand rows are a tenth of what they are as JSON, and nothing has to be parsed. The client reads it in
`web/base/columns.js`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from g60.catalog.text_columns import places_among
from g60.contract.json_bytes import as_json

TYPES = {"int32": "Int32", "uint8": "Uint8", "uint16": "Uint16", "uint32": "Uint32"}
ALIGNED = 4


def pack(head: Mapping[str, Any], columns: Mapping[str, np.ndarray]) -> bytes:
    """The file of a table: what its header says, and its columns of whole numbers."""
    places: dict[str, list[Any]] = {}
    parts: list[bytes] = []
    at = 0
    for name, values in columns.items():
        content = values.astype(values.dtype.newbyteorder("<")).tobytes()
        places[name] = [TYPES[values.dtype.name], at, len(values)]
        parts.append(content + b"\0" * (-len(content) % ALIGNED))
        at += len(parts[-1])
    header = as_json({**head, "columns": places})
    header += b" " * (-len(header) % ALIGNED)
    return b"".join([len(header).to_bytes(4, "little"), header, *parts])


def unpack(data: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The header and the columns of such a file."""
    start = 4 + int.from_bytes(data[:4], "little")
    head = json.loads(data[4:start])
    types = {script: np.dtype(name).newbyteorder("<") for name, script in TYPES.items()}
    columns = {
        name: np.frombuffer(data, types[kind], count, start + at)
        for name, (kind, at, count) in head.pop("columns").items()
    }
    return head, columns


def coded(values: np.ndarray | pd.Series, known: tuple[Any, ...]) -> np.ndarray:
    """Each value as its place among the known ones, in the smaller type that has room; its highest number for none."""
    kind = np.uint8 if len(known) < np.iinfo(np.uint8).max else np.uint16
    is_text = values.dtype.kind not in "if"
    places = places_among(values, known) if is_text else pd.Index(known, dtype=float).get_indexer(pd.Index(values))
    return np.where(places < 0, np.iinfo(kind).max, places).astype(kind)
