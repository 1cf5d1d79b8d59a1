"""What is known of everything in a catalog, for a page that has no server to ask: facts, evidence, facets, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from g60.catalog.catalog import Catalog
from g60.contract.i18n import LANGUAGES, table, text
from g60.contract.quantities import unit_text
from g60.contract.schema import INDUSTRIES, KINDS, UNITS
from g60.evidence import sentence
from g60.evidence.card import Card, Matter, worded
from g60.evidence.codes import documents
from g60.evidence.compare import SUMMED
from g60.evidence.wording import Cited, Entry, Wording
from g60.review.indicators import (
    TABLES,
    Indicator,
    amount_growth,
    indicator_facts,
    indicator_name,
    indicators,
    value_text,
)

# What the page says besides the map's own texts.
WORDS = (
    *("pack_", "theme_", "sentence", "whole_city", "nothing_shown", "enumeration", "comma", "or", "quoted"),
    *("unit_inferred", "near_named", "near_point", "within_ring", "left_out", "count_", "kind_", "carrier_list_"),
    *("evidence_", "not_stated", "inferred_mark", "facet_", "language_name", "compare_", "section_of_unit", "section_"),
    *("title", "total", "panel_line", "panel_evidence_of", "panel_no_citation", "field_indicator", "not_computable"),
    *("chart_target", "name_and_year", "distance_km", "map_map_review", "map_attribution", "indicators_past"),
    *("indicators_ahead", "field_needed_growth", "not_reached", "full_stop", "unit_of_area_km2"),
)
INDICATOR_FIELDS = ("baseline", "actual", "target", "status_zh", "needed_points", "needed_growth", "growth", "ratio")


@lru_cache(maxsize=2)
def known(catalog: Catalog) -> dict[str, Any]:
    """Facets, entities with their search index, cards with every value's evidence, indicators, documents and texts.

    Citations stand once, in `citations`; a value names the numbers of its own.
    """
    citations = Citations()
    wordings = {lang: Wording(catalog, lang) for lang in LANGUAGES}
    for wording in wordings.values():
        wording.rows([str(subject) for subject in catalog.entities.index])  # all at once
    matters = [Matter(catalog, str(subject)) for subject in (*catalog.entities.index, *catalog.units.index)]
    cards = {
        matter.id: {lang: citations.card(worded(matter, wording)) for lang, wording in wordings.items()}
        for matter in matters
    }
    tables = {
        number: [_indicator(catalog, one, wordings, citations) for one in indicators(catalog, number)]
        for number in TABLES
    }
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
        "citations": [cited.as_payload() for cited in citations.places],
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


@dataclass(frozen=True)
class Citations:
    """The citations of a pack: each stands once, and an entry names its place."""

    places: dict[Cited, int] = field(default_factory=dict)

    def entry(self, payload: dict[str, Any], cited: Cited) -> dict[str, Any]:
        """An entry that names its citation, without what is empty."""
        payload = payload | {"cited": self.places.setdefault(cited, len(self.places))}
        return _filled({key: value for key, value in payload.items() if key != "citation"})

    def card(self, card: Card) -> dict[str, Any]:
        """A card that names its citations, without what is empty."""
        payload = card.as_payload()
        for section, drawn in zip(card.sections, payload["sections"], strict=True):
            pairs = zip(drawn["entries"], section.entries, strict=True)
            drawn["entries"] = [self.entry(entry, one.cited) for entry, one in pairs]
        return payload | {"sections": [_filled(section) for section in payload["sections"]]}


def _filled(payload: dict[str, Any]) -> dict[str, Any]:
    """A payload without what is empty. A number is never empty: the first citation has the place 0."""
    return {key: value for key, value in payload.items() if value not in ("", [], None) and value is not False}


def _indicator(
    catalog: Catalog, one: Indicator, wordings: Mapping[str, Wording], citations: Citations
) -> dict[str, Any]:
    entity = indicator_facts(catalog, one)
    shown = [fact for fact in entity.facts if fact.field in INDICATOR_FIELDS]
    cells = {
        lang: {fact.field: _cell(wording.entry(fact), value_text(entity, fact, lang), citations) for fact in shown}
        for lang, wording in wordings.items()
    }
    numbers = {"baseline": one.baseline, "actual": one.actual, "target": one.target, "growth": amount_growth(one)}
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


def _cell(entry: Entry, value: str, citations: Citations) -> dict[str, Any]:
    return citations.entry(entry.as_payload() | {"value": value}, entry.cited)
