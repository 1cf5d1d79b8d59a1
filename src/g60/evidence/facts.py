"""One area, carrier or unit as its facts: each field with its value, its evidence and its citation.

The card on the page and `show` on the command line read the same facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from g60.catalog.catalog import Catalog, Citation
from g60.contract.codes import WIDER_SUBJECTS
from g60.contract.i18n import LANGUAGES, text
from g60.contract.quantities import Quantity
from g60.contract.schema import AREA_DATASETS, CARRIERS, TRANSLATIONS, UNIT_TABLE

MISSING = Citation("missing")

Value = str | float | tuple[str, ...] | Quantity | None


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of one subject. `value` is text, a number, a tuple of texts, a quantity, or None where it is missing.

    Where `subject` is named, a reader can ask for a correction of the value. `definition` is the 口径 of a value
    that follows another one than its row.
    """

    field: str
    value: Value
    citation: Citation
    subject: str = ""
    definition: str = ""

    @property
    def evidence(self) -> str:
        """The kind of evidence: stated, derived, inferred, reported or missing."""
        return self.citation.evidence


@dataclass(frozen=True, slots=True)
class Entity:
    """Everything that the catalog says of one id, in the order of the data contract."""

    id: str
    kind: str
    facts: tuple[Fact, ...]

    def fact(self, field: str) -> Fact:
        """The fact of one field; raises KeyError."""
        for fact in self.facts:
            if fact.field == field:
                return fact
        raise KeyError(field)


def facts(catalog: Catalog, entity_id: str, lang: str = "") -> Entity:
    """The facts of an id; raises UnknownIdError.

    For a reader of Chinese those without the translations of Chinese cells; otherwise all.
    """
    if entity_id in WIDER_SUBJECTS:
        return _wider(catalog, entity_id)
    row = catalog.entity(entity_id)
    dataset = CARRIERS if catalog.has_carrier(entity_id) else AREA_DATASETS[0]
    dataset = UNIT_TABLE if entity_id in catalog.units.index else dataset
    found = [
        Fact(column, _value(row[column]), catalog.citation(entity_id, column) or MISSING, entity_id)
        for column in dataset.all_columns
        if column in row.index and not (lang == "zh" and column in TRANSLATIONS)
        if column in dataset.columns or _value(row[column]) is not None
    ]
    return Entity(entity_id, str(row["kind"]), tuple(found))


def name_note(catalog: Catalog, entity_id: str, lang: str) -> str:
    """Whether an English name is the body's own or a translation, as its citation says."""
    citation = catalog.citation(entity_id, "name_en") or MISSING
    return citation.note if lang == "zh" else citation.note_en


def _wider(catalog: Catalog, subject: str) -> Entity:
    """The city or the province: no row of any list, but a subject of targets, figures and disagreements."""
    meant, guessed = ([text(code, lang) for lang in LANGUAGES] for code in ("wider_name_note", "name_en_unofficial"))
    place = _where_named(catalog, subject)
    names = (
        Fact("name_zh", text(f"name_{subject}", "zh"), Citation("derived", *place, *meant)),
        Fact("name_en", text(f"name_{subject}", "en"), Citation("inferred", (), "", (), *guessed)),
    )
    return Entity(subject, subject, names)


def _where_named(catalog: Catalog, subject: str) -> tuple[tuple[str, ...], str, tuple[int, ...]]:
    """Where the documents speak of the city or the province: the name of the newest plan, or the first statement."""
    if subject == "city":
        named = [(str(plan), "name_zh") for plan in reversed(catalog.tables.plans.index)]
    else:
        tables = catalog.tables.rows_about
        named = [
            (row, "text_zh") for name in ("targets", "figures") for row, _ in tables.get((name, "subject", subject), ())
        ]
    for key in named:
        cited = catalog.citation(*key)
        if cited and cited.source:
            return cited.source, cited.locator, cited.line
    return (), "", ()


def _value(cell: Any) -> str | float | tuple[str, ...] | None:
    if isinstance(cell, tuple):
        return cell or None
    if isinstance(cell, str):
        return cell or None
    return None if pd.isna(cell) else float(cell)


def as_json(catalog: Catalog, entity: Entity) -> dict[str, Any]:
    """An entity as plain values: id, kind, and each field with its value, evidence and citation."""
    return {
        "id": entity.id,
        "kind": entity.kind,
        "version": catalog.version,
        "fields": {fact.field: fact_as_json(catalog, fact) for fact in entity.facts},
    }


def fact_as_json(catalog: Catalog, fact: Fact) -> dict[str, Any]:
    """A fact as plain values: value, evidence, citation."""
    citation = fact.citation
    titles = [str(catalog.sources.at[source, "title_zh"]) for source in citation.source]
    value: Any = list(fact.value) if isinstance(fact.value, tuple) else fact.value
    return {
        "value": value.as_json() if isinstance(value, Quantity) else value,
        "evidence": fact.evidence,
        "citation": {
            "source": list(citation.source),
            "title_zh": titles,
            "locator": citation.locator,
            "line": list(citation.line),
            "note": citation.note,
            "note_en": citation.note_en,
        },
    }
