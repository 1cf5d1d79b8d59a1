"""The trial index on the page: its method in words, its value, and its parts with weights that the reader sets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from g60.contract.i18n import text
from g60.evidence.facts import Entity, Fact
from g60.evidence.wording import drawn
from g60.review.indicators import IndicatorTable, indicator_facts, indicator_name
from g60.review.science_index import Part, TrialIndex, index_fact, part_facts, trial_index, weights_of
from g60.ui.documents_at_hand import load_documents
from g60.ui.page import Page

Block = dict[str, Any]
KEY = "indicators_index"


def show(page: Page, tables: Sequence[IndicatorTable]) -> None:
    """Draws the section: the index over each table, as far as values are stated or were entered."""
    lang = page.lang
    weights = weights_of(page.catalog, page.view.weights)
    blocks: list[Block] = [
        {"type": "heading", "text": text("index_title", lang)},
        {"type": "words", "text": text("index_text", lang)},
        {"type": "words", "text": text("index_formula", lang)},
        {"type": "words", "quiet": True, "text": text("index_standing", lang)},
    ]
    for number, one in enumerate(tables, start=1):
        blocks += _term(page, one, number, trial_index(one.entries, weights))
    page.draw("report", KEY, {"blocks": blocks})


def _term(page: Page, one: IndicatorTable, number: int, trial: TrialIndex) -> list[Block]:
    """The index over one table: its value, what it rests on, and the table of its parts."""
    lang = page.lang
    fact = index_fact(trial)
    value = _drawn(page, fact, text("index_label", lang))
    resting = text("index_rests_on", lang, known=len(trial.known), total=len(trial.parts))
    if fact.value is None:
        value["value"] = text("not_computable", lang)
        resting += value["citation"]["note"] + text("full_stop", lang)
    columns = ("weight", "progress", "counted", "share")
    head = [text("field_indicator", lang), *(text(f"index_{column}", lang) for column in columns)]
    table = {
        "type": "table",
        "look": "compact",
        "label": one.title(page.catalog, lang),  # each plan has such a table
        "head": head,
        "rows": [_row(page, trial, part) for part in trial.parts],
        "numbers": [1, 2, 3, 4],
    }
    folded = {"type": "fold", "key": f"index_{number}", "label": text("index_weights", lang), "blocks": [table]}
    return [
        {"type": "heading", "level": 3, "text": one.title(page.catalog, lang)},
        {"type": "facts", "facts": [value]},
        {"type": "words", "quiet": True, "text": resting},
        table if trial.known else folded,
    ]


def _row(page: Page, trial: TrialIndex, part: Part) -> Block:
    """One indicator: the weight to set, and how much of the way is done, counts, and adds to the index."""
    lang, name = page.lang, indicator_name(page.catalog, part.indicator.id, page.lang)
    entity: Entity = indicator_facts(page.catalog, part.indicator)
    label = text("of_indicator", lang, name=name, field=text("index_weight", lang))
    setting = {"value": part.weight, "label": label, "event": {"type": "weight", "id": part.indicator.id}}
    counted_fact, share = part_facts(trial, part)
    cells = [_drawn(page, fact, name) for fact in (entity.fact("progress"), counted_fact, share)]
    return {"label": name, "cells": [{"input": setting}, *cells]}


def _drawn(page: Page, fact: Fact, label: str) -> dict[str, Any]:
    return drawn(page.catalog, load_documents(page.catalog), fact, page.lang, label=label)
