"""A picked catalog as CSV that a spreadsheet opens: with a byte order mark, and with no live formulas."""

from __future__ import annotations

import pandas as pd

from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.contract.i18n import DEFAULT_LANGUAGE, text
from g60.contract.schema import LIST_SEPARATOR

# A cell that starts with one of these is a formula to some spreadsheet; an apostrophe makes it text.
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def as_text_cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def to_csv(catalog: Catalog, picked: Catalog, selection: Selection, lang: str = DEFAULT_LANGUAGE) -> bytes:
    """The picked entities, one row each: names, unit, area and industries with their evidence; the data's version.

    Both languages are in it, so it is the same in either.
    """
    entities = picked.entities
    missing = text("not_stated", DEFAULT_LANGUAGE)
    unit_names = catalog.units["name_zh"].to_dict()
    table = pd.DataFrame(
        {
            "id": entities.index,
            "kind": entities["kind"].to_numpy(),
            "list": entities["list"].to_numpy(),
            "name_zh": entities["name_zh"].to_numpy(),
            "name_en": entities["name_en"].to_numpy(),
            "unit": [code or missing for code in entities["unit"]],
            "unit_zh": [unit_names.get(code, missing) for code in entities["unit"]],
            "unit_evidence": _evidence(picked, "unit"),
            "area_km2": _areas(picked, missing),
            "area_km2_evidence": _evidence(picked, "area_km2"),
            "industries": [LIST_SEPARATOR.join(codes) or missing for codes in entities["industries"]],
            "industries_evidence": _evidence(picked, "industries"),
            "data_version": f"{catalog.version} {catalog.fingerprint[:12]}",
        }
    )
    return ("\ufeff" + table.map(as_text_cell).to_csv(index=False, lineterminator="\r\n")).encode()


def _evidence(picked: Catalog, field: str) -> list[str]:
    cited = (picked.citation(str(entity_id), field) for entity_id in picked.entities.index)
    return [citation.evidence if citation else "" for citation in cited]


def _areas(picked: Catalog, missing: str) -> list[object]:
    """The area of each area, in words where the plan does not give it; a carrier has none and its cell is empty."""
    areas = [missing if pd.isna(value) else float(f"{value:.15g}") for value in picked.areas["area_km2"]]
    return [*areas, *[""] * len(picked.carriers)]
