"""What the documents say of one subject beside its fields: targets, reported figures, relations, disagreements.

Each is a fact with its citation. The card, the comparison and `show` read the same ones.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, cast

import pandas as pd

from g60.catalog.catalog import Catalog, Citation
from g60.contract.codes import CONFLICT_KINDS, LIST_SEPARATOR
from g60.contract.i18n import LANGUAGES, text
from g60.contract.quantities import Quantity
from g60.contract.statements import FIGURES, RELATION_TABLE, TARGETS
from g60.evidence.facts import MISSING, Fact, fact_as_json

# Shares that a document gives of "the whole city" or "county", which is the zone's own.
WHOLE_PLACES = ("占全市", "占全县")
# From the firmest to the weakest: what is put together of several is as weak as its weakest part.
FIRMNESS = ("stated", "reported", "derived", "inferred", "missing")
CONFLICT_FIELDS = {"zh": ("text_zh", "chosen"), "en": ("text_en", "chosen_en")}


@dataclass(frozen=True, slots=True)
class Figure:
    """One target or figure: what is measured, for which year, day or period, and the value with its citation."""

    id: str
    measure: str
    year: str
    fact: Fact
    as_of: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """The others that stand in one relation to a subject: `reverse` where the subject is the other's."""

    code: str
    reverse: bool
    fact: Fact


@dataclass(frozen=True, slots=True)
class Conflict:
    """Where documents disagree, or a name can be misread: both readings, and what the atlas shows and why."""

    id: str
    kind: str
    readings: Fact
    chosen: Fact


def targets(catalog: Catalog, subject: str) -> list[Figure]:
    """The figures set as targets for a subject, in the order of the documents."""
    return _figures(catalog, "targets", subject)


def figures(catalog: Catalog, subject: str) -> list[Figure]:
    """The figures reported for a subject, each with the year it holds for."""
    return _figures(catalog, "figures", subject)


def _figures(catalog: Catalog, name: str, subject: str) -> list[Figure]:
    return [
        Figure(
            row_id,
            row["measure"],
            row["year"],
            _quantity_fact(catalog, row_id, row),
            row.get("as_of", ""),
            row.get("period", ""),
        )
        for row_id, row in catalog.tables.rows_about.get((name, "subject", subject), ())
    ]


def _quantity_fact(catalog: Catalog, row_id: str, row: dict[Any, Any]) -> Fact:
    scope = catalog.citation(row_id, "scope_zh")
    inferred = scope is not None and scope.evidence == "inferred"
    place = _place(catalog, row["subject"]) if inferred and row["scope_zh"] in WHOLE_PLACES else {}
    quantity = Quantity(
        row["operator"],
        row["value"],
        row.get("value_high", ""),
        row["unit_of_measure"],
        row.get("scope_zh", ""),
        row["year"],
        row["text_zh"],
        scope_inferred=inferred,
        **place,
    )
    field = "value" if row["value"] else "text_zh"
    return Fact(field, quantity, _explained(catalog, row_id, field), row_id)


def _place(catalog: Catalog, subject: str) -> dict[str, str]:
    unit = catalog.unit_of(subject)
    return {f"place_{lang}": str(catalog.units.at[unit, f"name_{lang}"]) for lang in LANGUAGES} if unit else {}


def _explained(catalog: Catalog, row_id: str, field: str) -> Citation:
    """The citation of a figure, whose note also gives the reasons of what stands around the number."""
    cited = catalog.citation(row_id, field) or MISSING
    notes = {"zh": [cited.note], "en": [cited.note_en or cited.note]}
    # The reason of a day or a period says more than that of its year.
    dated = next((part for part in ("period", "as_of") if catalog.citation(row_id, part)), "year")
    dated = "year" if (catalog.citation(row_id, dated) or MISSING).evidence == "missing" else dated
    for part in ("operator", "scope_zh", "measure", dated):
        around = catalog.citation(row_id, part)
        if around is None or around.evidence in ("stated", "missing") or not around.note:
            continue
        if part == "measure" and around.evidence != "inferred":
            continue
        for lang, note in (("zh", around.note), ("en", around.note_en or around.note)):
            label, kind = text(f"field_{part}", lang), text(f"evidence_{around.evidence}", lang)
            notes[lang].append(text("note_of_part", lang, label=label, evidence=kind, note=note))
    joined = {lang: "\n".join(part for part in parts if part) for lang, parts in notes.items()}
    return Citation(cited.evidence, cited.source, cited.locator, cited.line, joined["zh"], joined["en"])


def relations(catalog: Catalog, entity_id: str) -> list[Relation]:
    """Who leads, takes part, founds and what is worked on: one fact for each relation, its parts as lines."""
    found = []
    for reverse, column in ((False, "subject"), (True, "object")):
        rows = dict(catalog.tables.rows_about.get(("relations", column, entity_id), ()))
        pairs = sorted((row["relation"], row_id) for row_id, row in rows.items())
        for code, group in groupby(pairs, key=lambda pair: pair[0]):
            ids = [row_id for _, row_id in group]
            names = tuple(_other_name(catalog, rows[row_id], reverse=reverse) for row_id in ids)
            cited = merged([citation for row_id in ids for citation in _related(catalog, row_id, rows[row_id])])
            found.append(Relation(code, reverse, Fact("object_zh", names, cited, ids[0])))
    return found


def _related(catalog: Catalog, row_id: str, row: dict[Any, Any]) -> list[Citation]:
    """The citations of what is shown of a relation: the other's name, and the date where there is one."""
    return [catalog.citation(row_id, part) or MISSING for part in ("object_zh", "date") if row[part]]


def _other_name(catalog: Catalog, row: dict[Any, Any], *, reverse: bool) -> str:
    name, subject = row["object_zh"], row["subject"]
    if reverse:
        name = catalog.entity(subject)["name_zh"] if subject in catalog.ids else subject
    return " · ".join(part for part in (str(name), row["date"]) if part)


def conflicts(catalog: Catalog, entity_id: str, lang: str) -> list[Conflict]:
    """Every disagreement about a subject, contradictions first."""
    rows = catalog.tables.rows_about.get(("conflicts", "subject", entity_id), ())
    found = [_conflict(catalog, row_id, row, lang) for row_id, row in rows]
    return sorted(found, key=lambda entry: CONFLICT_KINDS.index(entry.kind))


def conflict(catalog: Catalog, conflict_id: str, lang: str) -> Conflict:
    """One disagreement in a language."""
    return _conflict(catalog, conflict_id, _row(catalog.tables.conflicts, conflict_id), lang)


def _conflict(catalog: Catalog, conflict_id: str, row: Mapping[str, str] | pd.Series[Any], lang: str) -> Conflict:
    readings, chosen = (
        Fact(field, str(row[field]), catalog.citation(conflict_id, field) or MISSING, conflict_id)
        for field in CONFLICT_FIELDS[lang]
    )
    return Conflict(conflict_id, str(row["kind"]), readings, chosen)


def merged(citations: Sequence[Citation]) -> Citation:
    """One citation for a value put together of several: every place once, and the weakest evidence of them."""
    places = [place for citation in citations for place in _places(citation)]
    distinct = list(dict.fromkeys(places))
    without_line = tuple(dict.fromkeys(source for citation in citations for source in citation.source))
    return Citation(
        max((citation.evidence for citation in citations), key=FIRMNESS.index),
        tuple(source for source, _ in distinct) or without_line,
        _joined(citation.locator for citation in citations),
        tuple(line for _, line in distinct),
        _joined(citation.note for citation in citations),
        _joined(citation.note_en for citation in citations),
    )


def _places(citation: Citation) -> list[tuple[str, int]]:
    sources = citation.source * len(citation.line) if len(citation.source) == 1 else citation.source
    return list(zip(sources, citation.line, strict=False))


def _joined(parts: Iterable[str]) -> str:
    return "；".join(dict.fromkeys(part for part in parts if part))


def figure_label(catalog: Catalog, entry: Figure, lang: str) -> str:
    """What a figure measures, and for when it holds."""
    name, when = measure_name(catalog, entry.measure, lang), when_text(entry, lang)
    return text("name_and_when", lang, name=name, when=when) if when else name


def when_text(entry: Figure, lang: str) -> str:
    """For when a figure holds: a period of averages, the day or month it was counted at, or its year; else empty."""
    if entry.period:
        first, last = entry.period.split("/")
        return text("when_average", lang, first=first, last=last)
    year, *rest = (entry.as_of or entry.year).split("-")
    if not rest:
        return text("when_year", lang, year=year) if year else ""
    month = text("months", lang).split(LIST_SEPARATOR)[int(rest[0]) - 1]
    if len(rest) == 1:
        return text("when_month", lang, year=year, month=month)
    ends = monthrange(int(year), int(rest[0]))[1] == int(rest[1])
    return text("when_month_end" if ends else "when_day", lang, year=year, month=month, day=int(rest[1]))


def measure_name(catalog: Catalog, measure: str, lang: str) -> str:
    """The name of what a figure measures."""
    return str(catalog.tables.measures.at[measure, f"name_{lang}"])


def as_json(catalog: Catalog, entity_id: str) -> dict[str, Any]:
    """Targets, figures, relations and conflicts of a subject as plain values, every part with its own citation."""
    said = {"targets": targets(catalog, entity_id), "figures": figures(catalog, entity_id)}
    numbers = {
        name: [_figure_as_json(catalog, entry, dataset.columns) for entry in said[name]]
        for name, dataset in (("targets", TARGETS), ("figures", FIGURES))
    }
    frame = catalog.tables.relations
    related = frame[(frame["subject"] == entity_id) | (frame["object"] == entity_id)]
    rows = [(str(row_id), row) for row_id, row in related.iterrows()]
    disputed = [entry.id for entry in conflicts(catalog, entity_id, "zh")]
    all_conflicts = catalog.tables.conflicts
    return numbers | {
        "relations": [_row_as_json(catalog, row_id, row, RELATION_TABLE.columns) for row_id, row in rows],
        "conflicts": [
            _row_as_json(catalog, row_id, _row(all_conflicts, row_id), ("id", *all_conflicts.columns))
            for row_id in disputed
        ],
    }


def _figure_as_json(catalog: Catalog, entry: Figure, columns: Sequence[str]) -> dict[str, Any]:
    dataset = catalog.tables.targets if entry.id in catalog.tables.targets.index else catalog.tables.figures
    names = {f"name_{lang}": measure_name(catalog, entry.measure, lang) for lang in LANGUAGES}
    return names | _row_as_json(catalog, entry.id, _row(dataset, entry.id), columns)


def _row(frame: pd.DataFrame, row_id: str) -> pd.Series[Any]:
    return cast("pd.Series[Any]", frame.loc[row_id])


def _row_as_json(catalog: Catalog, row_id: str, row: pd.Series[Any], columns: Sequence[str]) -> dict[str, Any]:
    """The id of a row, and each of its cells with evidence and citation."""
    facts = {
        column: Fact(column, str(row[column]) or None, catalog.citation(row_id, column) or MISSING)
        for column in columns
        if column != "id"
    }
    return {"id": row_id, "fields": {column: fact_as_json(catalog, fact) for column, fact in facts.items()}}
