"""A picked catalog as CSV that a spreadsheet opens: with a byte order mark, and with no live formulas."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.contract.i18n import DEFAULT_LANGUAGE, text
from g60.evidence.wording import Wording
from g60.export.tables.columns import UNCITED, RawColumn, as_cell, shown_fields

# A cell that starts with one of these is a formula to some spreadsheet; an apostrophe makes it text.
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


# What a row is about stands before its names; a spreadsheet's first columns stay in sight.
FIRST = ("kind", "list")


def as_text_cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def to_csv(catalog: Catalog, picked: Catalog, selection: Selection, lang: str = DEFAULT_LANGUAGE) -> bytes:
    """The picked entities, one row each: every field with its evidence, codes as codes; the data's version.

    Both languages are in it, so it is the same in either.
    """
    missing = text("not_stated", DEFAULT_LANGUAGE)
    units = Wording(catalog, DEFAULT_LANGUAGE).names("unit")
    ids = [str(entity_id) for entity_id in picked.entities.index]
    columns: dict[str, list[object]] = {"id": list(ids)}
    for entry in sorted(
        shown_fields(picked), key=lambda entry: FIRST.index(entry.name) if entry.name in FIRST else len(FIRST)
    ):
        raw = RawColumn.of(picked, entry)
        name = entry.name
        cells = [_cell(value, missing) if has else "" for value, has in zip(raw.values, raw.having, strict=True)]
        columns[name] = cells
        if name == "unit":
            columns["unit_zh"] = [units.get(str(code), code) for code in cells]
        if name not in UNCITED:
            cited = [catalog.citation(entity_id, name) for entity_id in ids]
            columns[f"{name}_evidence"] = [citation.evidence if citation else "" for citation in cited]
    columns["data_version"] = [f"{catalog.version} {catalog.fingerprint[:12]}"] * len(ids)
    table = pd.DataFrame(columns).map(as_text_cell)
    return ("\ufeff" + table.to_csv(index=False, lineterminator="\r\n")).encode()


def _cell(value: Any, missing: str) -> object:
    """A value as it is stored; in words where no document gives it."""
    if isinstance(value, float):
        return missing if math.isnan(value) else float(f"{value:.15g}")
    return as_cell(value) or missing
