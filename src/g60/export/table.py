"""A picked catalog as CSV that a spreadsheet opens: with a byte order mark, and with no live formulas."""

from __future__ import annotations

import pandas as pd

from g60.catalog import Catalog
from g60.schema import LIST_SEPARATOR
from g60.selection import Selection

# A cell that starts with one of these is a formula to some spreadsheet; an apostrophe makes it text.
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def as_text_cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def to_csv(catalog: Catalog, picked: Catalog, selection: Selection) -> bytes:
    """The picked entities, one row each: id, kind, list, names, unit with its evidence, industries."""
    entities = picked.entities
    unit_names = catalog.units["name_zh"].to_dict()
    table = pd.DataFrame(
        {
            "id": entities.index,
            "kind": entities["kind"].to_numpy(),
            "list": entities["list"].to_numpy(),
            "name_zh": entities["name_zh"].to_numpy(),
            "name_en": entities["name_en"].to_numpy(),
            "unit": entities["unit"].to_numpy(),
            "unit_zh": [unit_names.get(code, "") for code in entities["unit"]],
            "unit_evidence": [
                citation.evidence if (citation := picked.citation(str(entity_id), "unit")) else ""
                for entity_id in entities.index
            ],
            "industries": [LIST_SEPARATOR.join(codes) for codes in entities["industries"]],
        }
    )
    return ("\ufeff" + table.map(as_text_cell).to_csv(index=False, lineterminator="\r\n")).encode()
