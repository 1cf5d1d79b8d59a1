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
from g60.contract.codes import LIST_SEPARATOR, NOT_APPLICABLE
from g60.contract.dataset import Field
from g60.contract.i18n import text
from g60.contract.schema import AREA_DATASETS, CARRIERS, entity_fields
from g60.evidence.codes import spelt
from g60.evidence.wording import Wording

# The name of a list or a plan stands in the place of its code as well, though the schema has no codes for them.
ALSO_CODED = frozenset({"list", "plan"})
# Which kind a thing is follows from the list it stands in: its evidence is in the sheet of citations alone.
UNCITED = frozenset({"kind"})

Cell = str | float


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `role` is id, value, evidence or code; `absent` says which cells stand for no value at all."""

    name: str
    label: str
    role: str
    field: Field
    cells: Sequence[Cell]
    absent: Sequence[bool]

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers."""
        return self.role == "value" and self.field.form in ("number", "integer")


@dataclass(frozen=True, slots=True)
class RawColumn:
    """The values of one field as the catalog holds them, and which of what is shown are of a kind that has it."""

    entry: Field
    values: list[Any]
    having: np.ndarray

    @classmethod
    def of(cls, picked: Catalog, entry: Field) -> RawColumn:
        """A field of what is shown."""
        frames = ((picked.areas, AREA_DATASETS[0].columns), (picked.carriers, ("kind", *CARRIERS.columns)))
        values: list[Any] = []
        having: list[bool] = []
        for frame, columns in frames:
            own = frame[entry.name].tolist() if entry.name in frame.columns else [""] * len(frame)
            values += own
            # A field that may be left out is one that a carrier without a value does not have.
            having += (
                [True] * len(own) if entry.name in columns else [not pd.isna(value) and value != "" for value in own]
            )
        return cls(entry, values, np.array(having, dtype=bool))

    @property
    def is_coded(self) -> bool:
        """Whether a name stands in the place of its values; the codes follow at the end."""
        return self.entry.form in ("code", "codes") or self.entry.name in ALSO_CODED


def shown_fields(picked: Catalog) -> list[Field]:
    """The fields that a file has columns for: all, but those that may be left out and that nothing shown has."""
    always = entity_fields()
    names = {entry.name for entry in always}
    optional = [entry for entry in CARRIERS.optional if entry.name in picked.carriers.columns]
    return always + [
        entry for entry in optional if entry.name not in names and RawColumn.of(picked, entry).having.any()
    ]


def entity_columns(catalog: Catalog, picked: Catalog, lang: str) -> list[Column]:
    """The columns of what is shown: id, each field that one of them has with its evidence, then codes."""
    ids, wording = [str(entity_id) for entity_id in picked.entities.index], Wording(catalog, lang)
    found = [Column("id", wording.label("id"), "id", CARRIERS.fields[0], ids, [False] * len(ids))]
    codes: list[Column] = []
    for raw in (RawColumn.of(picked, entry) for entry in shown_fields(picked)):
        if ids and not raw.having.any():
            continue
        found.append(_value_column(wording, raw))
        evidence = None if raw.entry.name in UNCITED else _evidence_column(catalog, ids, raw, lang)
        if evidence is not None:
            found.append(evidence)
        if raw.is_coded:
            codes.append(_code_column(raw, lang))
    return found + codes


def _value_column(wording: Wording, raw: RawColumn) -> Column:
    shown, missing = shower(wording, raw), text("not_stated", wording.lang)
    cells: list[Cell] = []
    absent: list[bool] = []
    for value, has in zip(raw.values, raw.having.tolist(), strict=True):
        cell = shown(value) if has else NOT_APPLICABLE
        absent.append(cell is None or not has)
        cells.append(missing if cell is None else cell)
    entry, label = raw.entry, wording.label(raw.entry.name)
    if entry.unit:
        label = text("handout_in_unit", wording.lang, field=label, unit=entry.unit)
    return Column(f"{entry.name}_name" if raw.is_coded else entry.name, label, "value", entry, cells, absent)


def shower(wording: Wording, raw: RawColumn) -> Callable[[Any], Cell | None]:
    """What is shown for a value of a field: a name for a code, a number for a number, None where it is missing."""
    name, is_coded = raw.entry.name, raw.is_coded
    said: dict[Any, str] = {}

    def shown(value: Any) -> Cell | None:
        if not isinstance(value, str | tuple):
            return None if pd.isna(value) else float(value)
        if not is_coded or not value:
            return as_cell(value) or None
        if value not in said:
            codes = value if isinstance(value, tuple) else (value,)
            said[value] = wording.joined(name, [wording.code_words(name, code) for code in codes])
        return said[value]

    return shown


def as_cell(value: Any) -> str:
    """A text as a cell holds it: the parts of a list as the data contract separates them."""
    return LIST_SEPARATOR.join(value) if isinstance(value, tuple) else str(value)


def _evidence_column(catalog: Catalog, ids: list[str], raw: RawColumn, lang: str) -> Column | None:
    """The evidence of a field's values; None where none of them is cited."""
    citations, words, field = catalog.citations, {}, raw.entry
    cells: list[Cell] = []
    for entity_id, has in zip(ids, raw.having.tolist(), strict=True):
        citation = citations.get((entity_id, field.name)) if has else None
        key = (citation.evidence, citation.source) if citation else None
        if key not in words:
            words[key] = spelt(catalog, citation, lang)
        cells.append(words[key] or NOT_APPLICABLE)
    if all(cell == NOT_APPLICABLE for cell in cells) and ids:
        return None
    absent = [cell == NOT_APPLICABLE for cell in cells]
    return Column(f"{field.name}_evidence", text("column_evidence", lang), "evidence", field, cells, absent)


def _code_column(raw: RawColumn, lang: str) -> Column:
    missing, having = text("not_stated", lang), raw.having.tolist()
    codes = [as_cell(value) for value in raw.values]
    cells: list[Cell] = [(code or missing) if has else NOT_APPLICABLE for code, has in zip(codes, having, strict=True)]
    absent = [not code or not has for code, has in zip(codes, having, strict=True)]
    label = text("handout_code_of", lang, field=text(f"field_{raw.entry.name}", lang))
    return Column(raw.entry.name, label, "code", raw.entry, cells, absent)
