"""The comparison: what is the same in one place, what differs in a table, and a chart where numbers are comparable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from g60.catalog.catalog import Catalog
from g60.checks.citations import Documents
from g60.contract.codes import CARRIER
from g60.contract.i18n import counted, text
from g60.contract.schema import AREA_KINDS
from g60.evidence.compare import AT_LEAST, AT_MOST, PARTS, Comparison, Row, compare, label, shared, total
from g60.evidence.facts import Fact
from g60.evidence.sentence import list_name
from g60.evidence.wording import drawn
from g60.ui import charts
from g60.ui.chart_spec import spec_of
from g60.ui.documents_at_hand import load_documents
from g60.ui.events import PRESETS
from g60.ui.page import Page

Block = dict[str, Any]
CHARTS_AT_MOST = 8
# A reader who has a longer list narrows it on the map first.
OFFERED_AT_MOST = 150


def show(page: Page) -> None:
    """Draws the page: the choice, the comparison, its charts."""
    comparison = compare(page.catalog, page.selection.compared, page.lang)
    at_hand = load_documents(page.catalog)
    enough = len(comparison.subjects) >= AT_LEAST
    with page.container(key="atlas_compare"):
        blocks = chosen(page, comparison) + (compared(page.catalog, at_hand, comparison, page.lang) if enough else [])
        _report(page, "compare_table", blocks)
        rows = [row for row in comparison.differing if row.charted][:CHARTS_AT_MOST] if enough else []
        if rows:
            _report(page, "compare_charts", [{"type": "heading", "text": text("compare_charts", page.lang)}])
            _charts(page, comparison, rows)
        _report(page, "compare_choose", choice(page, comparison))


def _report(page: Page, key: str, blocks: list[Block]) -> None:
    page.draw("report", key, {"blocks": blocks})


def _charts(page: Page, comparison: Comparison, rows: Sequence[Row]) -> None:
    names = [name_of(page.catalog, subject, page.lang) for subject in comparison.subjects]
    columns = st.columns(2, gap="large")
    for place, row in enumerate(rows):
        with columns[place % len(columns)]:
            chart = spec_of(charts.bars(page.catalog, row, names, lang=page.lang, theme=page.view.theme))
            st.vega_lite_chart(spec=chart, theme=None, key=f"chart_{row.part}_{row.code}_{row.year}")


def name_of(catalog: Catalog, subject: str, lang: str) -> str:
    """The name of a subject; the short one of a county."""
    row = catalog.entity(subject)
    return str(row[f"short_{lang}"] if subject in catalog.units.index else row[f"name_{lang}"])


# What is compared ------------------------------------------------------------------------------


def chosen(page: Page, comparison: Comparison) -> list[Block]:
    """The subjects, each of which can be taken off; with too few of them, what to do."""
    lang, count = page.lang, len(comparison.subjects)
    blocks: list[Block] = [{"type": "heading", "text": text("compare_title", lang)}]
    if count < AT_LEAST:
        blocks.append({"type": "words", "text": text("compare_empty" if count == 0 else "compare_one_more", lang)})
        blocks.append(_presets(lang))
    if count:
        taken = [
            {"label": text("compare_without", lang, name=name_of(page.catalog, one, lang)), "event": _toggle(one)}
            for one in comparison.subjects
        ]
        clear = {"label": text("compare_clear", lang), "event": {"type": "compare", "preset": "none"}}
        words = text("compare_chosen", lang, count=count, most=AT_MOST)
        blocks.append({"type": "actions", "label": words, "actions": [*taken, clear]})
    return blocks


def _toggle(subject: str) -> dict[str, str]:
    return {"type": "compare", "id": subject}


def _presets(lang: str) -> Block:
    actions = [
        {"label": text(f"preset_{preset}", lang), "event": {"type": "compare", "preset": preset}}
        for preset in PRESETS
        if preset != "none"
    ]
    return {"type": "actions", "label": text("compare_presets", lang), "actions": actions}


def choice(page: Page, comparison: Comparison) -> list[Block]:
    """Everything that can be taken into the comparison, kind by kind."""
    lang, catalog = page.lang, page.catalog
    blocks: list[Block] = [{"type": "heading", "text": text("compare_choose", lang)}]
    if len(comparison.subjects) >= AT_LEAST:
        blocks.append(_presets(lang))
    if len(comparison.subjects) >= AT_MOST:
        return [*blocks, {"type": "words", "text": text("compare_full", lang, most=AT_MOST), "quiet": True}]
    entities = page.picked.entities
    groups = [(text("facet_unit", lang), list(catalog.units.index))]
    groups += [(text(f"kind_{kind}", lang), list(entities.index[entities["kind"] == kind])) for kind in AREA_KINDS]
    carriers = entities[entities["kind"] == CARRIER]
    for code in page.picked.lists:
        groups.append((list_name(catalog, code, lang), list(carriers.index[carriers["list"] == code])))
    return blocks + [_group(page, title, ids, comparison.subjects) for title, ids in groups if ids]


def _group(page: Page, title: str, ids: Sequence[str], taken: Sequence[str]) -> Block:
    actions = [
        {"label": name_of(page.catalog, one, page.lang), "event": _toggle(one), "on": one in taken}
        for one in ids[:OFFERED_AT_MOST]
    ]
    inside: list[Block] = [{"type": "actions", "actions": actions}]
    if len(ids) > OFFERED_AT_MOST:
        more = text("panel_more_rows", page.lang).replace("{count}", f"{len(ids) - OFFERED_AT_MOST:,}")
        inside.append({"type": "words", "text": more, "quiet": True})
    words = text("compare_group", page.lang, title=title, count=len(ids))
    return {"type": "fold", "label": words, "key": title, "blocks": inside}


# The comparison --------------------------------------------------------------------------------


def compared(catalog: Catalog, at_hand: Documents, comparison: Comparison, lang: str) -> list[Block]:
    """What is the same, what differs, what one alone has, and what the documents do not say of anybody."""
    blocks = _same(catalog, at_hand, comparison, lang)
    head = [text("compare_item", lang), *(name_of(catalog, one, lang) for one in comparison.subjects)]
    blocks.append({"type": "heading", "text": text("compare_differs", lang)})
    if not comparison.differing:
        blocks.append({"type": "words", "text": text("compare_nothing_differs", lang)})
    sums = []
    for part in PARTS:
        rows = [row for row in comparison.differing if row.part == part]
        if not rows:
            continue
        lines = [_line(catalog, at_hand, comparison, row, lang) for row in rows]
        blocks.append(
            {"type": "table", "caption": text(f"compare_{part}", lang), "head": head, "rows": lines, "look": "even"}
        )
        sums += [(row, fact) for row in rows if (fact := total(catalog, row))]
    if sums:
        blocks.append({"type": "facts", "facts": [_sum(catalog, at_hand, row, fact, lang) for row, fact in sums]})
    return blocks + _aside(catalog, at_hand, comparison, lang)


def _same(catalog: Catalog, at_hand: Documents, comparison: Comparison, lang: str) -> list[Block]:
    """The lines that are equal, as one list of shared values, the targets first."""
    if not comparison.equal:
        return []
    rows = sorted(comparison.equal, key=lambda row: row.part != "targets")
    found: list[Block] = [{"type": "heading", "text": text("compare_same", lang, count=len(comparison.subjects))}]
    goals = [label(catalog, row, lang) for row in rows if row.part == "targets"]
    if goals:
        names = text("enumeration", lang).join(goals)
        found.append({"type": "words", "text": counted("compare_same_targets", len(goals), lang) + names})
    facts = [drawn(catalog, at_hand, shared(row), lang, label=_titled(catalog, row, lang)) for row in rows]
    return [*found, {"type": "facts", "facts": facts}]


def _titled(catalog: Catalog, row: Row, lang: str) -> str:
    """The name of a line, with the year of a target or a figure."""
    name = label(catalog, row, lang)
    return text("name_and_year", lang, name=name, year=row.year) if row.year else name


def _line(catalog: Catalog, at_hand: Documents, comparison: Comparison, row: Row, lang: str) -> dict[str, Any]:
    cells: list[dict[str, Any] | None] = []
    for subject, fact in zip(comparison.subjects, row.facts, strict=True):
        if fact is None:
            cells.append(None)
            continue
        caption = name_of(catalog, subject, lang)
        cells.append({**drawn(catalog, at_hand, fact, lang, label=label(catalog, row, lang)), "caption": caption})
    note = text("compare_same_figure", lang) if row.same_figure else ""
    return {
        "label": label(catalog, row, lang),
        "note": " · ".join(part for part in (row.year, note) if part),
        "cells": cells,
        "differs": row.part != "fields" and not row.same_figure,
    }


def _sum(catalog: Catalog, at_hand: Documents, row: Row, fact: Fact, lang: str) -> dict[str, Any]:
    words = text("compare_sum", lang, name=label(catalog, row, lang), count=len(row.facts))
    return drawn(catalog, at_hand, fact, lang, label=words)


def _aside(catalog: Catalog, at_hand: Documents, comparison: Comparison, lang: str) -> list[Block]:
    blocks: list[Block] = []
    for subject, place in zip(comparison.subjects, range(len(comparison.subjects)), strict=True):
        own = [(row, fact) for row in comparison.single if (fact := row.facts[place]) and fact.value is not None]
        if own:
            words = text("compare_single", lang, name=name_of(catalog, subject, lang), count=len(own))
            facts = [drawn(catalog, at_hand, fact, lang, label=_titled(catalog, row, lang)) for row, fact in own]
            blocks.append(
                {"type": "fold", "label": words, "key": subject, "blocks": [{"type": "facts", "facts": facts}]}
            )
    if comparison.missing:
        names = text("enumeration", lang).join(label(catalog, row, lang) for row in comparison.missing)
        blocks.append({"type": "words", "text": text("compare_missing", lang, names=names), "quiet": True})
    return blocks
