"""A picked catalog as CSV that a spreadsheet opens: with a byte order mark, and with no live formulas.

Codes have their words beside them, values the document, place and line that they stand in, in the language of the call.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.catalog.measures import carrier_points
from g60.contract.dataset import Field
from g60.contract.i18n import DEFAULT_LANGUAGE, text
from g60.evidence.whole_citation import whole_citation
from g60.evidence.wording import Wording
from g60.export.tables.columns import UNCITED, RawColumn, as_cell, shower, shown_fields

# A cell that starts with one of these is a formula to some spreadsheet; an apostrophe makes it text.
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


BYTE_ORDER_MARK = "\ufeff".encode()  # without it Excel takes UTF-8 for the code page of the machine
# What a row is about stands before its names; a spreadsheet's first columns stay in sight.
FIRST = ("kind", "list")
# The words of the industries' codes; `industries_zh` are the words of the plan itself.
WORDED = {"industries": "industry"}


def as_text_cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def to_csv(catalog: Catalog, picked: Catalog, selection: Selection, lang: str = DEFAULT_LANGUAGE) -> bytes:
    """The picked entities, one row each: every field with its words, evidence and citation; where it is drawn.

    A number is a number or empty, and `…_evidence` then says `missing`. Others say in words what no document says.
    """
    wording, missing = Wording(catalog, lang), text("not_stated", lang)
    ids = [str(entity_id) for entity_id in picked.entities.index]
    columns: dict[str, Sequence[object]] = {"id": ids}
    fields = shown_fields(picked)
    raws = [RawColumn.of(picked, entry) for entry in sorted(fields, key=_order)]
    columns |= {raw.entry.name: _cells(raw, missing) for raw in raws if raw.entry.name in FIRST}
    for raw in raws:
        name = raw.entry.name
        if name not in columns:
            columns[name] = _cells(raw, missing)
        if raw.is_coded:
            columns[f"{WORDED.get(name, name)}_{lang}"] = _words(wording, raw, missing)
        if name not in UNCITED:
            cited = [catalog.citation(entity_id, name) for entity_id in ids]
            columns[f"{name}_evidence"] = [citation.evidence if citation else "" for citation in cited]
            columns[f"{name}_source"] = [whole_citation(wording, citation) for citation in cited]
    columns |= _drawn(picked, wording)
    columns["data_version"] = [f"{catalog.version} {catalog.fingerprint[:12]}"] * len(ids)
    return spreadsheet(pd.DataFrame(columns))


def _order(entry: Field) -> int:
    return FIRST.index(entry.name) if entry.name in FIRST else len(FIRST)


def spreadsheet(table: pd.DataFrame) -> bytes:
    """A table as the CSV that spreadsheets open: its texts are no formulas, and it says that it is UTF-8."""
    return BYTE_ORDER_MARK + table.astype(object).map(as_text_cell).to_csv(index=False, lineterminator="\r\n").encode()


def _cells(raw: RawColumn, missing: str) -> list[object]:
    return [_cell(value, missing) if has else "" for value, has in zip(raw.values, raw.having.tolist(), strict=True)]


def _cell(value: Any, missing: str) -> object:
    """A value as it is stored: a number or nothing; a text, or words that say that no document gives one."""
    if isinstance(value, float):
        return "" if math.isnan(value) else float(f"{value:.15g}")
    return as_cell(value) or missing


def _words(wording: Wording, raw: RawColumn, missing: str) -> list[object]:
    """The names of a field's codes."""
    shown = shower(wording, raw)
    said = [shown(value) if has else "" for value, has in zip(raw.values, raw.having.tolist(), strict=True)]
    return [missing if words is None else words for words in said]


def _drawn(picked: Catalog, wording: Wording) -> dict[str, list[object]]:
    """Where each thing stands on the map, in degrees, and what that point is; empty for a body known by its county."""
    points = carrier_points(picked.carriers).geometry
    schematic = text("map_schematic", wording.lang)
    middles = picked.areas.geometry.representative_point()
    bases = {**dict.fromkeys(middles.index, schematic), **_grades(picked, wording, list(points.index))}
    at = {**dict(middles.items()), **dict(points.items())}
    found: dict[str, list[object]] = {"map_lon": [], "map_lat": [], f"map_basis_{wording.lang}": []}
    for entity_id in picked.entities.index:
        point = at.get(entity_id)
        cells = (round(point.x, 6), round(point.y, 6), bases[entity_id]) if point is not None else ("", "", "")
        for column, cell in zip(found.values(), cells, strict=True):
            column.append(cell)
    return found


def _grades(picked: Catalog, wording: Wording, ids: list[str]) -> dict[str, str]:
    grades = picked.carriers["location_grade"]
    return {entity_id: wording.code_words("location_grade", str(grades[entity_id])) for entity_id in ids}
