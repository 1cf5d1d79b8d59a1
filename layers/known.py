"""What is known of everything in a catalog, for a page that has no server to ask: facts, evidence, facets, words."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import numpy as np

from g60.catalog import boundaries
from g60.catalog.catalog import Catalog
from g60.catalog.measures import bordering, carriers_within, nearest_areas
from g60.contract.i18n import LANGUAGES, table, text
from g60.contract.quantities import Quantity, unit_text
from g60.contract.schema import AREA_KINDS, CARRIER, INDUSTRIES, KINDS, PLAN_LIST, UNITS
from g60.evidence import figures, sentence, sums
from g60.evidence.codes import documents
from g60.evidence.compare import SUMMED, basis, plain
from g60.evidence.facts import Entity, Fact, facts
from g60.evidence.wording import drawn
from g60.review.indicators import TABLES, Indicator, indicator_facts, indicator_name, indicators, value_text
from g60.review.indicators import needed_growth as growth_needed

# What the page says besides the map's own texts.
WORDS = (
    *("pack_", "theme_", "sentence", "whole_city", "nothing_shown", "enumeration", "comma", "or", "quoted"),
    *("unit_inferred", "near_named", "near_point", "within_ring", "left_out", "count_", "kind_", "carrier_list_"),
    *("evidence_", "not_stated", "inferred_mark", "facet_", "language_name", "compare_", "section_of_unit", "section_"),
    *("title", "total", "panel_line", "panel_evidence_of", "panel_no_citation", "field_indicator", "not_computable"),
    *("chart_target", "name_and_year", "distance_km", "map_map_review", "map_attribution", "indicators_past"),
    *("indicators_ahead", "field_needed_growth", "not_reached", "full_stop", "unit_of_area_km2"),
)
IN_TITLE = ("kind", "name_zh", "name_en", "short_zh", "short_en")
NOT_COMPARED = ("id", "unit_id", *IN_TITLE[1:], "no", "lon", "lat")
INDICATOR_FIELDS = ("baseline", "actual", "target", "status_zh", "needed_growth", "needed_points", "growth", "ratio")


@lru_cache(maxsize=2)
def known(catalog: Catalog) -> dict[str, Any]:
    """Facets, entities with their search index, cards with every value's evidence, indicators, documents and texts.

    Citations stand once, in `citations`; a value names the numbers of its own.
    """
    citations: dict[str, int] = {}
    ids = [*map(str, catalog.entities.index), *map(str, catalog.units.index)]
    cards = {entity_id: {lang: _card(catalog, entity_id, lang, citations) for lang in LANGUAGES} for entity_id in ids}
    tables = {number: [_indicator(catalog, one, citations) for one in indicators(catalog, number)] for number in TABLES}
    return {
        "version": catalog.version,
        "fingerprint": catalog.fingerprint,
        "words": {lang: _words(lang) for lang in LANGUAGES},
        "facets": _facets(catalog),
        "entities": _entities(catalog),
        "units": _units(catalog),
        "unit_forms": dict(sorted(catalog.index.unit_forms.items())),
        "cards": cards,
        "indicators": tables,
        "documents": {lang: [_document_of(one) for one in documents(catalog, lang)] for lang in LANGUAGES},
        "summed": SUMMED,
        "citations": [json.loads(one) for one in citations],
    }


def _document_of(one: Any) -> dict[str, Any]:
    return {
        "number": one.number,
        "title": one.title,
        "issuer": one.issuer,
        "date": one.date,
        "code": one.document_number,
    }


def _words(lang: str) -> dict[str, str]:
    return {code: entry[lang] for code, entry in table().items() if code.startswith(WORDS)}


def _facets(catalog: Catalog) -> list[dict[str, Any]]:
    def named(codes: Any, name: Any) -> list[dict[str, str]]:
        return [{"code": str(code), **{lang: str(name(code, lang)) for lang in LANGUAGES}} for code in codes]

    units = named(UNITS, lambda code, lang: catalog.units.at[code, f"short_{lang}"])
    industries = named(INDUSTRIES, lambda code, lang: catalog.industries.at[code, f"short_{lang}"])
    kinds = named(KINDS, lambda code, lang: text(f"kind_{code}", lang))
    lists = named(catalog.lists, sentence.list_name)
    fields = {"unit": units, "industry": industries, "kind": kinds, "list": lists}
    return [{"field": field, "options": options} for field, options in fields.items()]


def _units(catalog: Catalog) -> list[dict[str, Any]]:
    columns = ("name_zh", "name_en", "short_zh", "short_en")
    return [
        {"id": str(code), **{column: str(row[column]) for column in columns}} for code, row in catalog.units.iterrows()
    ]


def _entities(catalog: Catalog) -> list[dict[str, Any]]:
    """Every area and carrier in the order of the map's bits, with what it is filtered and searched by."""
    pinyin, initials = catalog.index.spelt
    lon, lat = catalog.points
    found = []
    rows = catalog.entities.to_dict("records")
    for place, (entity_id, row) in enumerate(zip(catalog.entities.index, rows, strict=True)):
        unit = catalog.citation(str(entity_id), "unit")
        known = not np.isnan(lon[place])
        found.append(
            {
                "id": str(entity_id),
                **{column: row[column] for column in ("kind", "list", "unit", "name_zh", "name_en")},
                "industries": list(row["industries"]),
                "inferred": unit is not None and unit.evidence == "inferred",
                "at": [round(float(lon[place]), 6), round(float(lat[place]), 6)] if known else None,
                "text": catalog.index.texts[place],
                "pinyin": pinyin[place],
                "initials": initials[place],
            }
        )
    return found


# Cards -----------------------------------------------------------------------------------------


def _worded(catalog: Catalog, fact: Fact, lang: str, citations: dict[str, int], label: str = "") -> dict[str, Any]:
    """A fact as it is shown; citations are kept once, and named by their place."""
    entry = drawn(catalog, {}, fact, lang, label=label)
    cited = json.dumps(entry.pop("citation"), ensure_ascii=False)
    entry["cited"] = citations.setdefault(cited, len(citations))
    return {key: value for key, value in entry.items() if key not in ("subject", "figure", "evidence_label") and value}


def _compared(fact: Fact, part: str, code: str, year: str = "") -> dict[str, Any]:
    """What a comparison needs of a fact: which line it is on, whether it is the same as another, its number."""
    value = fact.value
    number = value.number if isinstance(value, Quantity) else value if isinstance(value, float) else None
    same = f"{plain(value)!r}|{fact.evidence}"
    return {"part": part, "code": code, "year": year, "same": same, "number": number, "basis": "|".join(basis(value))}


def _card(catalog: Catalog, entity_id: str, lang: str, citations: dict[str, int]) -> dict[str, Any]:
    entity = facts(catalog, entity_id)
    row = catalog.entity(entity_id)
    other = "en" if lang == "zh" else "zh"
    ordered = sorted(entity.facts, key=lambda fact: fact.field in IN_TITLE)
    shown = []
    for fact in ordered:
        line = {} if fact.field in NOT_COMPARED else _compared(fact, "fields", fact.field)
        shown.append(_worded(catalog, fact, lang, citations) | line)
    return {
        "title": str(row[f"name_{lang}"]),
        "kind": text(f"kind_{entity.kind}", lang),
        "mark": _mark(row),
        "also": str(row[f"name_{other}"]),
        "note": text("name_en_unofficial", lang) if catalog.citation(entity.id, "name_en") else "",
        "facts": shown,
        "sections": [*_said(catalog, entity_id, lang, citations), *_around(catalog, entity, lang)],
        "counts": _counts(catalog, entity_id, lang, citations),
    }


def _mark(row: Any) -> str:
    if row["kind"] == CARRIER:
        return "carrier" if row["list"] == PLAN_LIST else "other"
    return str(row["kind"]) if row["kind"] in AREA_KINDS else "county"


def _counts(catalog: Catalog, entity_id: str, lang: str, citations: dict[str, int]) -> list[dict[str, Any]]:
    if entity_id not in catalog.units.index:
        return []
    counted = [(field, sums.counted(catalog, entity_id, field)) for field in sums.UNIT_COUNTS]
    return [_worded(catalog, fact, lang, citations) | _compared(fact, "counts", field) for field, fact in counted]


def _said(catalog: Catalog, entity_id: str, lang: str, citations: dict[str, int]) -> list[dict[str, Any]]:
    """Targets, figures, relations and disagreements, each with its evidence."""
    sections: list[tuple[str, list[dict[str, Any]]]] = []
    for code, entries in (
        ("targets", figures.targets(catalog, entity_id)),
        ("figures", figures.figures(catalog, entity_id)),
    ):
        lines = []
        for entry in entries:
            name = figures.measure_name(catalog, entry.measure, lang)
            label = text("name_and_year", lang, name=name, year=entry.year) if entry.year else name
            line = _compared(entry.fact, code, entry.measure, entry.year) | {"name": name}
            lines.append(_worded(catalog, entry.fact, lang, citations, label) | line)
        sections.append((code, lines))
    related = []
    for tie in figures.relations(catalog, entity_id):
        label = text(f"relation_{tie.code}_of" if tie.reverse else f"relation_{tie.code}", lang)
        related.append(_worded(catalog, tie.fact, lang, citations, label))
    disputed = []
    for conflict in figures.conflicts(catalog, entity_id, lang):
        disputed.append(_worded(catalog, conflict.readings, lang, citations, text(f"conflict_{conflict.kind}", lang)))
        disputed.append(_worded(catalog, conflict.chosen, lang, citations, text("conflict_chosen", lang)))
    sections += [("relations", related), ("conflicts", disputed)]
    return [
        {"title": text(f"section_{code}", lang), "note": text(f"section_{code}_note", lang), "facts": lines}
        for code, lines in sections
        if lines
    ]


def _around(catalog: Catalog, entity: Entity, lang: str) -> list[dict[str, Any]]:
    """The ids of what stands around an entity, each group saying how it is related."""
    row, carriers, areas = catalog.entity(entity.id), catalog.carriers, catalog.areas
    groups: list[tuple[str, list[str], dict[str, str]]] = []
    is_unit = entity.id in catalog.units.index
    unit = entity.id if is_unit else str(row["unit"])
    if is_unit:
        groups.append(("all_of_unit", list(carriers.index[carriers["unit"] == unit]), {}))
        groups.append(("areas_of_unit", list(areas.index[areas["unit"] == unit]), {}))
        groups.append(("bordering", bordering(unit, boundaries.display_counties()), {}))
    elif entity.kind != CARRIER:
        near = nearest_areas(entity.id, areas)
        away = {str(code): text("distance_km", lang, value=f"{km:.1f}") for code, km in near.items()}
        groups.append(("within", [str(code) for code in carriers_within(row, carriers)], {}))
        groups.append(("near", list(away), away))
    if unit and not is_unit:
        same = carriers.index[(carriers["unit"] == unit) & (carriers.index != entity.id)]
        groups.append(("of_unit", list(map(str, same)), {}))
        groups.append(("its_unit", [unit], {}))
    place = str(catalog.units.at[unit, f"short_{lang}"]) if unit else ""
    return [_group(code, ids, subs, place, lang) for code, ids, subs in groups if ids]


def _group(code: str, ids: list[str], subs: dict[str, str], place: str, lang: str) -> dict[str, Any]:
    note = table().get(f"section_{code}_note", {}).get(lang, "")
    return {"title": text(f"section_{code}", lang, unit=place), "note": note, "ids": ids, "subs": subs}


def _indicator(catalog: Catalog, one: Indicator, citations: dict[str, int]) -> dict[str, Any]:
    entity = indicator_facts(catalog, one)
    cells = {
        lang: {
            fact.field: _worded(catalog, fact, lang, citations) | {"value": value_text(fact, lang)}
            for fact in entity.facts
            if fact.field in INDICATOR_FIELDS
        }
        for lang in LANGUAGES
    }
    numbers = {"baseline": one.baseline, "actual": one.actual, "target": one.target, "growth": growth_needed(one)}
    years = {"baseline": one.baseline_year, "actual": one.actual_year, "target": one.target_year}
    names = {f"name_{lang}": indicator_name(catalog, one.id, lang) for lang in LANGUAGES}
    units = {f"unit_{lang}": unit_text(one.unit, lang) for lang in LANGUAGES}
    return {
        "id": one.id,
        **names,
        **units,
        "operator": one.operator,
        "numbers": numbers,
        "years": years,
        "cells": cells,
    }
