"""The indicators page: the plans' tables with what follows from them, their charts, and the trial index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from g60.catalog.catalog import Catalog
from g60.checks.citations import Documents
from g60.contract.codes import split
from g60.contract.i18n import counted, text
from g60.contract.quantities import Quantity, unit_text
from g60.contract.statements import ACTUALS
from g60.evidence import lineage
from g60.evidence.actuals import reports_of
from g60.evidence.facts import Entity, Fact
from g60.evidence.wording import drawn
from g60.record.people import may
from g60.review.indicators import (
    STATUS,
    Indicator,
    IndicatorTable,
    amount_growth,
    disagrees,
    indicator_facts,
    indicator_name,
    indicator_tables,
)
from g60.ui import edit_value, import_values_acts, index_section
from g60.ui.documents_at_hand import load_documents
from g60.ui.indicator_charts import growth_needed, small_multiple
from g60.ui.page import Page
from g60.ui.person import signed_in

Block = dict[str, Any]
# The columns of a table; `actual` and `progress` of one that looks ahead come when a value was entered.
LOOKING_BACK = ("baseline", "actual", "target", "status_zh", "ratio", "grown_points", "growth")
LOOKING_AHEAD = ("baseline", "target", "needed_points", "needed_growth")
ENTERED = ("actual_year", "actual", "progress")


def show(page: Page) -> None:
    """Draws the page: each table of a plan, what was reached or what is to be reached; the index; what to know."""
    tables = indicator_tables(page.catalog)
    with page.container(key="atlas_indicators"):
        for number, one in enumerate(tables, start=1):
            (_looking_back if one.looks_back else _looking_ahead)(page, one, number)
        index_section.show(page, tables)
        report(page, "indicators_notes", notes(page.catalog, load_documents(page.catalog), page.lang))


def _looking_back(page: Page, one: IndicatorTable, number: int) -> None:
    """A table of what was reached, and its chart, which has the table's place as its number."""
    catalog, lang = page.catalog, page.lang
    shown = table(catalog, load_documents(catalog), one.entries, LOOKING_BACK, lang)
    heading, *words = _opening(catalog, one, lang)
    reported = _reported(page, one.entries)
    blocks = [heading, _ways(page, one), *words, shown, *reported, *_became(page, one.entries)]
    report(page, f"indicators_{number}", blocks)
    _small_multiples(page, one.entries, number)


def _looking_ahead(page: Page, one: IndicatorTable, number: int) -> None:
    """A table of what is to be reached, and the growth that it needs."""
    catalog, lang, at_hand, entries = page.catalog, page.lang, load_documents(page.catalog), one.entries
    growths = {entry.id: rate for entry in entries if (rate := amount_growth(entry)) is not None}
    ranked = sorted((entry for entry in entries if entry.id in growths), key=lambda entry: -growths[entry.id])
    more = ENTERED if any(entry.actual is not None for entry in entries) else ()
    columns = (*LOOKING_AHEAD[:1], *more, *LOOKING_AHEAD[1:])
    heading: list[Block] = [
        {"type": "heading", "text": one.title(catalog, lang)},
        _ways(page, one),
        {"type": "words", "text": text("document_ahead_and_reported" if more else "indicators_ahead_text", lang)},
    ]
    shown = table(catalog, at_hand, entries, columns, lang)
    blocks = [*heading, shown, *_reported(page, entries), *_gap(catalog, entries, lang)]
    # By the year of the targets where they share one.
    caption = "growth_by" if one.target_year() else "growth"
    words = _caption(caption, lang, number=number, year=one.target_year()) if ranked else []
    report(page, f"indicators_{number}", [*blocks, *_became(page, entries), *words])
    if ranked:
        names = [indicator_name(catalog, entry.id, lang) for entry in ranked]
        chart = growth_needed(tuple(ranked), tuple(names), theme=page.view.theme)
        st.vega_lite_chart(spec=chart, theme=None, key=f"chart_growth_{number}")
        behind = table(catalog, at_hand, ranked, ("needed_growth", "baseline", "target"), lang)
        report(page, f"indicators_growth_{number}", [_fold("chart_table", [behind], lang, number=number)])


def _became(page: Page, entries: Sequence[Indicator]) -> list[Block]:
    """What each indicator became in the next plan, folded away, where that is settled; and the way to the ledger."""
    catalog, lang = page.catalog, page.lang
    found = {entry.id: fact for entry in entries if (fact := lineage.became(catalog, entry.id, lang))}
    if not found:
        return []
    head = [text("field_indicator", lang), text("field_ledger", lang)]
    rows = [
        {"label": indicator_name(catalog, code, lang), "cells": [drawn(catalog, load_documents(catalog), fact, lang)]}
        for code, fact in found.items()
    ]
    return [_fold("indicators_became", [{"type": "table", "head": head, "rows": rows}], lang)]


def _ways(page: Page, one: IndicatorTable) -> Block:
    """The ways to the evaluation of the table's plan, and to what became of it in the next one."""
    ways: list[Block] = [
        {
            "label": text("evaluation_to_evaluation", page.lang),
            "event": {"type": "judge", "judged": one.plan, "grade": ""},
        }
    ]
    if len(page.catalog.tables.plans) > 1:
        ways.append({"label": text("indicators_to_ledger", page.lang), "page": "ledger"})
    return {"type": "actions", "label": "", "actions": [*ways, *_to_entering(page)]}


def _to_entering(page: Page) -> list[Block]:
    """The ways to a new value and to the import of a workbook of them, for those who may enter values."""
    if not may(signed_in(), "edit"):
        return []
    return [
        {"label": text("indicators_enter", page.lang), "href": edit_value.address(page, ACTUALS)},
        {"label": text("indicators_import", page.lang), "href": import_values_acts.address(page)},
    ]


def _reported(page: Page, entries: Sequence[Indicator]) -> list[Block]:
    """Every value that was reported of a table's indicators, with the ones that do not count any more, folded away."""
    catalog, lang, at_hand = page.catalog, page.lang, load_documents(page.catalog)
    rows = []
    for entry in entries:
        for one in reports_of(catalog, entry.id):
            if one.citation.evidence == "reported":
                value = Fact("value", Quantity("=", f"{one.value:.15g}", "", entry.unit), one.citation)
                when = text("actual_when", lang, year=one.year, status=text(f"status_{one.status}", lang))
                said = text("actual_source", lang, reporter=one.reporter_zh, source=one.source_zh)
                kept = "" if one.counts else text("actual_kept", lang)
                source = {"text": " · ".join(part for part in (said, kept) if part)}
                cells = [drawn(catalog, at_hand, value, lang), source]
                rows.append({"label": indicator_name(catalog, entry.id, lang), "note": when, "cells": cells})
    if not rows:
        return []
    head = [text(f"field_{name}", lang) for name in ("indicator", "value", "source_zh")]
    listed = {"type": "table", "look": "compact indicators", "head": head, "rows": rows, "numbers": [1]}
    return [_fold("indicators_entered", [listed], lang)]


def report(page: Page, key: str, blocks: list[Block]) -> None:
    """Blocks of words and figures, as one part of the page."""
    page.draw("report", key, {"blocks": blocks})


def _caption(part: str, lang: str, **values: object) -> list[Block]:
    return [
        {"type": "heading", "level": 3, "text": text(f"chart_{part}", lang, **values)},
        {"type": "words", "quiet": True, "text": text(f"chart_{part.removesuffix('_by')}_text", lang)},
    ]


def _fold(code: str, blocks: list[Block], lang: str, **values: object) -> Block:
    return {"type": "fold", "key": code, "label": text(code, lang, **values), "blocks": blocks}


def _opening(catalog: Catalog, one: IndicatorTable, lang: str) -> list[Block]:
    """What a table of what was reached says in one sentence, and where its words and its numbers part."""
    past = one.entries
    missed = [indicator_name(catalog, entry.id, lang) for entry in past if STATUS.get(entry.status) is False]
    done = sum(STATUS.get(entry.status) is True for entry in past)
    said = text("indicators_past_text", lang, total=len(past), done=done)
    if missed:
        said += text("indicators_missed", lang, missed=text("enumeration", lang).join(missed))
    blocks: list[Block] = [
        {"type": "heading", "text": one.title(catalog, lang)},
        {"type": "words", "text": said},
    ]
    odd = [indicator_name(catalog, entry.id, lang) for entry in past if disagrees(entry)]
    words = text("indicators_disagree", lang, names=text("enumeration", lang).join(odd)) if odd else ""
    return [*blocks, {"type": "words", "quiet": True, "text": words or text("indicators_agree", lang)}]


def _gap(catalog: Catalog, ahead: Sequence[Indicator], lang: str) -> list[Block]:
    names = [indicator_name(catalog, entry.id, lang) for entry in ahead if entry.baseline is None]
    if not names:
        return []
    said = counted("indicators_gap", len(names), lang) + text("enumeration", lang).join(names) + text("full_stop", lang)
    return [{"type": "words", "quiet": True, "text": said}]


def table(
    catalog: Catalog, at_hand: Documents, entries: Sequence[Indicator], columns: Sequence[str], lang: str
) -> Block:
    """Indicators as rows, each value with its evidence."""
    rows = []
    for entry in entries:
        entity = indicator_facts(catalog, entry)
        unit = unit_text(entry.unit, lang)
        cells = [_cell(catalog, at_hand, entity, column, lang) for column in columns]
        rows.append({"label": indicator_name(catalog, entry.id, lang), "note": unit, "cells": cells})
    years = {field: _common_year(entries, field) for field in ("baseline", "actual", "target")}
    head = [text("field_indicator", lang), *(_head(column, years.get(column, ""), lang) for column in columns)]
    numbers = list(range(1, len(head)))
    return {"type": "table", "look": "compact indicators", "head": head, "rows": rows, "numbers": numbers}


def _common_year(entries: Sequence[Indicator], field: str) -> str:
    """The year of a column where all its values share one."""
    years = {year for entry in entries if (year := getattr(entry, f"{field}_year")) is not None}
    return str(years.pop()) if len(years) == 1 else ""


def _head(column: str, year: str, lang: str) -> str:
    label = text(f"field_{column}", lang)
    return text("indicator_year", lang, name=label, year=year) if year else label


def _cell(catalog: Catalog, at_hand: Documents, entity: Entity, column: str, lang: str) -> dict[str, Any] | None:
    """One value of an indicator; None where the column does not apply to it."""
    fact = next((fact for fact in entity.facts if fact.field == column), None)
    if fact is None:
        return None
    name = indicator_name(catalog, entity.id, lang)
    label = text("of_indicator", lang, name=name, field=text(f"field_{column}", lang))
    return drawn(catalog, at_hand, fact, lang, label=label)


def _small_multiples(page: Page, entries: Sequence[Indicator], number: int) -> None:
    report(page, f"indicators_multiples_{number}", _caption("multiples", page.lang, number=number))
    with st.container(key=f"atlas_multiples_{number}"):
        for entry in entries:
            name = indicator_name(page.catalog, entry.id, page.lang)
            chart = small_multiple(entry, name, lang=page.lang, theme=page.view.theme)
            st.vega_lite_chart(spec=chart, theme=None, key=f"chart_{entry.id}")


def notes(catalog: Catalog, at_hand: Documents, lang: str) -> list[Block]:
    """What to know before numbers of different tables or years are compared: the register's entries on indicators."""
    register = catalog.tables.conflicts
    ids = set(catalog.tables.indicators.index)
    about = register[register["subject"].map(lambda cell: not ids.isdisjoint(split(cell)))]
    if about.empty:
        return []
    suffix = "_en" if lang == "en" else ""
    words = "text_en" if lang == "en" else "text_zh"
    rows = [
        {
            "label": text(f"conflict_{row['kind']}", lang),
            "cells": [_said(catalog, at_hand, str(code), field, row, lang) for field in (words, f"chosen{suffix}")],
        }
        for code, row in about.iterrows()
    ]
    head = [text("field_kind", lang), text("conflict_differs", lang), text("conflict_chosen", lang)]
    return [
        {"type": "heading", "text": text("indicators_notes", lang)},
        {"type": "words", "text": text("indicators_notes_text", lang)},
        _fold("indicators_notes_fold", [{"type": "table", "head": head, "rows": rows}], lang),
    ]


def _said(catalog: Catalog, at_hand: Documents, code: str, field: str, row: pd.Series, lang: str) -> dict[str, Any]:
    citation = catalog.citation(code, field)
    assert citation is not None, "every cell of the register is cited"
    return drawn(catalog, at_hand, Fact(field, str(row[field]), citation), lang)
