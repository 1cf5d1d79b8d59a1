"""What is known of everything in a catalog, for a page that has no server to ask: facts, evidence, facets, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from g60.ask import limits
from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import CATALOGS_KEPT, Catalog
from g60.catalog.suggestions import filter_forms
from g60.contract.codes import JUDGED_GRADES, TARGET_GRADES
from g60.contract.i18n import LANGUAGES, table, text
from g60.contract.quantities import unit_text
from g60.contract.schema import AREA_KINDS
from g60.evidence import sentence
from g60.evidence.card import Card, CardContent, worded
from g60.evidence.codes import documents
from g60.evidence.compare import SUMMED, fields_in_order
from g60.evidence.facets import facet_options
from g60.evidence.wording import Cited, Entry, Row, Wording
from g60.review import evaluation_rows, task_rows
from g60.review.evaluation import Setting, setting_text
from g60.review.indicators import (
    Indicator,
    IndicatorTable,
    amount_growth,
    indicator_facts,
    indicator_name,
    indicator_tables,
)
from g60.review.judged import counts, judged, plan_title, plans_judged

# What the page says besides the map's own texts.
WORDS = (
    *(
        "pack_",
        "empty_",
        "panel_",
        "meeting_decision",
        "meeting_file_large",
        "meeting_no",
        "theme_",
        "compare_",
        "only_",
        "title",
    ),
    *(
        "evidence_",
        "not_stated",
        "inferred_mark",
        "facet_",
        "language_name",
        "map_map_review",
        "map_notice_",
        "map_attribution",
    ),
    *("sentence", "whole_city", "nothing_shown", "enumeration", "comma", "or", "quoted", "unit_inferred", "near_named"),
    *("near_point", "within_ring", "left_out", "count_", "kind_"),
)
# Of an entry: the citation has its own place, the rest follows from the card and the evidence.
LEFT_OUT = ("citation", "subject", "evidence_label")
INDICATOR_FIELDS = ("baseline", "actual", "target", "status_zh", "needed_points", "needed_growth", "growth", "ratio")


@lru_cache(maxsize=CATALOGS_KEPT)
def known(catalog: Catalog, today: date | None = None) -> dict[str, Any]:
    """Facets, entities with their search index, cards with every value's evidence, indicators, documents and texts.

    Citations and rows stand once, in `citations` and `rows`; a card names their places.
    """
    shared = Tables()
    wordings = {lang: Wording(catalog, lang, today=today) for lang in LANGUAGES}
    for wording in wordings.values():
        wording.rows([str(subject) for subject in catalog.entities.index])  # all at once
    contents = [CardContent(catalog, str(subject)) for subject in (*catalog.entities.index, *catalog.units.index)]
    cards = {
        content.id: {lang: shared.card(worded(content, wording)) for lang, wording in wordings.items()}
        for content in contents
    }
    tables = [_table(catalog, one, wordings, shared) for one in indicator_tables(catalog)]
    return {
        "version": catalog.version,
        "fingerprint": catalog.fingerprint,
        "words": {lang: _words(lang) for lang in LANGUAGES},
        "limits": limits.as_payload(),
        "facets": [{"field": field, "options": options} for field, options in facet_options(catalog).items()],
        "kinds": {"spoken": sentence.SPOKEN, "listed": AREA_KINDS},
        "own_lists": sorted(catalog.own_lists),
        "entities": _entities(catalog),
        "units": _units(catalog),
        "unit_forms": dict(sorted(catalog.index.unit_forms.items())),
        "filters": filter_forms(catalog),
        "cards": cards,
        "indicators": tables,
        "evaluation": [_evaluation(catalog, plan, wordings, shared) for plan in plans_judged(catalog)],
        "tasks": _tasks(catalog, today, wordings, shared) if today else None,
        "documents": {lang: [_document_of(one) for one in documents(catalog, lang)] for lang in LANGUAGES},
        "compared": {"summed": SUMMED, "fields": fields_in_order()},
        "citations": [cited.as_payload() for cited in shared.citations],
        "rows": [row._asdict() for row in shared.rows],
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


def _units(catalog: Catalog) -> list[dict[str, Any]]:
    columns = ("name_zh", "name_en", "short_zh", "short_en")
    return [
        {"id": str(code), **{column: str(row[column]) for column in columns}} for code, row in catalog.units.iterrows()
    ]


def _entities(catalog: Catalog) -> list[dict[str, Any]]:
    """Every area and carrier in the order of the map's bits, with what it is filtered and searched by."""
    lon, lat = catalog.points
    found = []
    rows = catalog.entities.to_dict("records")
    for place, (entity_id, row) in enumerate(zip(catalog.entities.index, rows, strict=True)):
        unit = catalog.citation(str(entity_id), "unit")
        known = not np.isnan(lon[place])
        found.append(
            {
                "id": str(entity_id),
                **{column: row[column] for column in ("kind", "list", "plan", "unit", "name_zh", "name_en")},
                "industries": list(row["industries"]),
                "inferred": unit is not None and unit.evidence == "inferred",
                "at": [round(float(lon[place]), 6), round(float(lat[place]), 6)] if known else None,
                "text": catalog.index.text(place),
                "pinyin": catalog.index.spelt(place),
            }
        )
    return found


# Cards -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tables:
    """The citations and the rows of a pack: each stands once, and the cards name their places."""

    citations: dict[Cited, int] = field(default_factory=dict)
    rows: dict[Row, int] = field(default_factory=dict)

    def entry(self, entry: Entry) -> dict[str, Any]:
        """An entry that names its citation, without what is empty."""
        kept = _filled({key: value for key, value in entry.as_payload().items() if key not in LEFT_OUT})
        return kept | {"cited": self.citations.setdefault(entry.cited, len(self.citations))}

    def card(self, card: Card) -> dict[str, Any]:
        """A card that names its citations and rows, without what is empty."""
        sections = [
            _filled(
                section.as_payload()
                | {"entries": [self.entry(entry) for entry in section.entries]}
                | {"rows": [self.rows.setdefault(row, len(self.rows)) for row in section.rows]}
            )
            for section in card.sections
        ]
        return card.head() | {"sections": sections}


def _filled(payload: dict[str, Any]) -> dict[str, Any]:
    """A payload without what is empty. A number is never empty: the first citation has the place 0."""
    return {key: value for key, value in payload.items() if value not in ("", [], None) and value is not False}


def _table(catalog: Catalog, one: IndicatorTable, wordings: Mapping[str, Wording], shared: Tables) -> dict[str, Any]:
    return {
        **{f"name_{lang}": one.title(catalog, lang) for lang in LANGUAGES},
        "table": one.table,
        "looks_back": one.looks_back,
        "entries": [_indicator(catalog, entry, wordings, shared) for entry in one.entries],
    }


def _evaluation(catalog: Catalog, plan: str, wordings: Mapping[str, Wording], shared: Tables) -> dict[str, Any]:
    """The evaluation of a plan by the usual thresholds: counts, and a row for each indicator and each judged target.

    Of the targets without a value there is only the number, for they are many.
    """
    setting = Setting()
    every = judged(catalog, plan, setting)
    tabled = set(map(str, catalog.tables.indicators.index))
    shown = [entry for entry in every if entry.id in tabled or entry.grade.grade in JUDGED_GRADES]
    return {
        "plan": plan,
        **{f"name_{lang}": plan_title(catalog, plan, lang) for lang in LANGUAGES},
        "counts": counts(every),
        "grades": [entry.grade.grade for entry in shown],
        "setting": {lang: setting_text(setting, lang) for lang in LANGUAGES},
        "words": {lang: {code: text(f"grade_{code}", lang) for code in TARGET_GRADES} for lang in LANGUAGES},
        "tables": {lang: evaluation_rows.table(wording, shown, shared.entry) for lang, wording in wordings.items()},
    }


def _tasks(catalog: Catalog, today: date, wordings: Mapping[str, Wording], shared: Tables) -> dict[str, Any]:
    """The tasks as they stand on a day, in each language."""
    found = task_rows.ordered(catalog, Selection(), View(), today)
    return {lang: task_rows.board(wording, found, today, shared.entry) for lang, wording in wordings.items()}


def _indicator(catalog: Catalog, one: Indicator, wordings: Mapping[str, Wording], shared: Tables) -> dict[str, Any]:
    shown = [fact for fact in indicator_facts(catalog, one).facts if fact.field in INDICATOR_FIELDS]
    cells = {
        lang: {fact.field: shared.entry(wording.entry(fact)) for fact in shown} for lang, wording in wordings.items()
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
