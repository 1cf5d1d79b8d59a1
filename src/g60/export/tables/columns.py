"""What is shown as columns: one cell per entity, the code of its evidence beside it, codes where names stand.

Workbook, geopackage and KML read the same columns. A value that no document gives is said to be missing in words, and a
field that an entity's kind does not have is a dash: neither is ever blank or 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from g60.catalog.catalog import Catalog
from g60.contract.i18n import text
from g60.contract.schema import AREA_DATASETS, CARRIERS, LIST_SEPARATOR
from g60.evidence.codes import spelt
from g60.evidence.sentence import industry_name, list_name

NOT_APPLICABLE = "—"
FIELDS = (
    *("name_zh", "name_en", "kind", "list", "no", "unit", "area_km2", "industries", "industries_zh", "positioning_zh"),
    *("concept_zh", "fields_zh", "aliases", "place_zh", "address_zh", "location_grade", "lon", "lat", "uncertainty_m"),
    "geometry_basis",
)
AREA_FIELDS = frozenset(AREA_DATASETS[0].columns)
CARRIER_FIELDS = frozenset({*CARRIERS.columns, "kind"})
# A name stands in the place of these codes; the codes follow at the end.
CODED = ("kind", "list", "unit", "industries", "geometry_basis")
# Which kind a thing is follows from the list it stands in: its evidence is in the sheet of citations alone.
UNCITED = frozenset({"kind"})
# What a number is a number of, where its column does not say so by itself.
UNITS_OF = {"area_km2": "km²", "lon": "°", "lat": "°", "uncertainty_m": "m"}
NUMBERS = frozenset(
    entry.name
    for dataset in (*AREA_DATASETS, CARRIERS)
    for entry in dataset.fields
    if entry.form in ("number", "integer")
)

Cell = str | float


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `role` is id, value, evidence or code; `absent` says which cells stand for no value at all."""

    name: str
    label: str
    role: str
    field: str
    cells: Sequence[Cell]
    absent: Sequence[bool]

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers."""
        return self.role == "value" and self.field in NUMBERS


def entity_columns(catalog: Catalog, picked: Catalog, lang: str) -> list[Column]:
    """The columns of what is shown: id, each field that one of them has with its evidence, then codes."""
    ids = [str(entity_id) for entity_id in picked.entities.index]
    nothing_absent = [False] * len(ids)
    found = [Column("id", text("field_id", lang), "id", "id", ids, nothing_absent)]
    codes: list[Column] = []
    for field in FIELDS:
        having = _having(picked, field)
        if ids and not having.any():
            continue
        raw = _raw(picked, field)
        found.append(_value_column(catalog, field, raw, having, lang))
        evidence = None if field in UNCITED else _evidence_column(catalog, ids, field, having, lang)
        if evidence is not None:
            found.append(evidence)
        if field in CODED:
            codes.append(_code_column(field, raw, having, lang))
    return found + codes


def _having(picked: Catalog, field: str) -> np.ndarray:
    """Which of what is shown are of a kind that has the field."""
    areas, carriers = len(picked.areas), len(picked.carriers)
    return np.repeat([field in AREA_FIELDS, field in CARRIER_FIELDS], [areas, carriers])


def _raw(picked: Catalog, field: str) -> list[Any]:
    parts: list[Any] = []
    for frame in (picked.areas, picked.carriers):
        parts += frame[field].tolist() if field in frame.columns else [""] * len(frame)
    return parts


def _value_column(catalog: Catalog, field: str, raw: list[Any], having: np.ndarray, lang: str) -> Column:
    shown = shower(catalog, field, lang)
    missing = text("not_stated", lang)
    cells: list[Cell] = []
    absent: list[bool] = []
    for value, has in zip(raw, having.tolist(), strict=True):
        cell = shown(value) if has else NOT_APPLICABLE
        absent.append(cell is None or not has)
        cells.append(missing if cell is None else cell)
    name = f"{field}_name" if field in CODED else field
    return Column(name, _label(field, lang), "value", field, cells, absent)


def _label(field: str, lang: str) -> str:
    """The name of a field, with the unit of its numbers."""
    name, unit = text(f"field_{field}", lang), UNITS_OF.get(field, "")
    return text("handout_in_unit", lang, field=name, unit=unit) if unit else name


def shower(catalog: Catalog, field: str, lang: str) -> Callable[[Any], Cell | None]:
    """What is shown for a value of a field: a name for a code, a number for a number, None where it is missing."""
    named: dict[Any, str] = {}
    if field == "unit":
        named = {str(code): str(name) for code, name in catalog.units[f"name_{lang}"].items()}
    elif field == "list":
        named = {code: list_name(code, lang) for code in catalog.lists}
    elif field in ("kind", "geometry_basis"):
        frame = catalog.entities if field == "kind" else catalog.areas
        named = {str(code): text(f"{field}_{code}", lang) for code in frame[field].unique()}
    industries = {str(code): industry_name(catalog, str(code), lang) for code in catalog.industries.index}
    comma = text("handout_between", lang)

    def shown(value: Any) -> Cell | None:
        if isinstance(value, tuple):
            if field == "industries":
                return comma.join(industries[part] for part in value) or None
            return LIST_SEPARATOR.join(value) or None
        if isinstance(value, str):
            return named.get(value, value) or None
        return None if pd.isna(value) else float(value)

    return shown


def _evidence_column(catalog: Catalog, ids: list[str], field: str, having: np.ndarray, lang: str) -> Column | None:
    """The evidence of a field's values; None where none of them is cited."""
    citations, words = catalog.citations, {}
    cells: list[Cell] = []
    for entity_id, has in zip(ids, having.tolist(), strict=True):
        citation = citations.get((entity_id, field)) if has else None
        key = (citation.evidence, citation.source) if citation else None
        if key not in words:
            words[key] = spelt(catalog, citation, lang)
        cells.append(words[key] or NOT_APPLICABLE)
    if all(cell == NOT_APPLICABLE for cell in cells) and ids:
        return None
    absent = [cell == NOT_APPLICABLE for cell in cells]
    return Column(f"{field}_evidence", text("column_evidence", lang), "evidence", field, cells, absent)


def _code_column(field: str, raw: list[Any], having: np.ndarray, lang: str) -> Column:
    joined = [LIST_SEPARATOR.join(value) if isinstance(value, tuple) else str(value) for value in raw]
    missing = text("not_stated", lang)
    cells: list[Cell] = [
        (code or missing) if has else NOT_APPLICABLE for code, has in zip(joined, having.tolist(), strict=True)
    ]
    absent = [not code or not has for code, has in zip(joined, having.tolist(), strict=True)]
    label = text("handout_code_of", lang, field=text(f"field_{field}", lang))
    return Column(field, label, "code", field, cells, absent)
