"""The quarterly bulletin: the counts, then each change with its source and who; and the quarters to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from g60.contract.errors import G60Error
from g60.contract.i18n import counted, text
from g60.evidence.changes import cut
from g60.evidence.difference import GONE
from g60.evidence.lookup import subjects_about
from g60.evidence.wording import drawn
from g60.export.imprint import day_in_jiaxing
from g60.record.versions import versions
from g60.review import bulletin
from g60.review.bulletin import PARTS, Bulletin, Line
from g60.review.quarters import Quarter, Stand, series
from g60.ui.asked import catalogs, on_event
from g60.ui.components import event_of
from g60.ui.documents_at_hand import load_documents
from g60.ui.page import Page

Block = dict[str, Any]
QUARTER = "quarter"
FORMS = ("xlsx", "docx", "pptx")
# As many lines of a part, and as many quarters, are listed on the page; the workbook holds all.
SHOWN, QUARTERS_SHOWN = 200, 40


def show(page: Page) -> None:
    """Draws the page, or says in words why it cannot."""
    with page.container(key="atlas_bulletin"):
        page.draw("report", "bulletin", {"blocks": blocks(page)}, _asked)


def _asked() -> None:
    """Takes a chosen quarter into the address, and a chosen name to its card."""
    event = event_of("bulletin")
    if not isinstance(event, Mapping) or event.get("type") != "go":
        on_event("bulletin")()
    elif isinstance(event.get(QUARTER), str):
        st.query_params[QUARTER] = str(event[QUARTER])[:8]


def blocks(page: Page) -> list[Block]:
    """The whole page."""
    lang, day = page.lang, day_in_jiaxing()
    head: list[Block] = [
        {"type": "heading", "text": text("nav_bulletin", lang)},
        {"type": "words", "text": text("bulletin_text", lang)},
        *_ordered(page),
    ]
    try:
        known = series(versions(catalogs().url), day)
        asked = st.query_params.get(QUARTER, "")
        quarter = Quarter.parse(asked) if asked else known[0].quarter
        found = bulletin.bulletin(catalogs(), quarter, day)
    except G60Error as error:
        said = {"type": "words", "text": text(error.code, lang, **error.values)}
        back = {"type": "actions", "actions": [_choice(text("bulletin_running_one", lang), "")]}
        return [*head, said, back]
    return [*head, *_bulletin(page, found), *_series(known, quarter, lang)]


def _ordered(page: Page) -> list[Block]:
    """The words of the plan that order a bulletin each quarter; none where no plan does."""
    found = bulletin.order(page.catalog)
    if found is None:
        return []
    fact = drawn(
        page.catalog, load_documents(page.catalog), found[1], page.lang, label=text("bulletin_ordered", page.lang)
    )
    return [{"type": "facts", "facts": [fact]}]


def _bulletin(page: Page, of: Bulletin) -> list[Block]:
    lang, found = page.lang, bulletin.lines(of, page.lang)
    query = urlencode({QUARTER: str(of.quarter), "lang": lang})
    ways: list[Block] = [
        {"label": text(f"bulletin_{form}", lang), "href": f"./record/bulletin.{form}?{query}"} for form in FORMS
    ]
    ways += [{"label": text(f"nav_{name}", lang), "page": name} for name in ("tasks", "versions")]
    head: list[Block] = [
        {"type": "heading", "text": bulletin.title(of, lang)},
        {"type": "words", "text": bulletin.span(of, lang)},
        {"type": "actions", "actions": ways},
    ]
    if of.unrecorded:
        return head
    counts = {
        "type": "table",
        "head": [text("bulletin_column_part", lang), text("bulletin_counted", lang)],
        "rows": [{"label": name, "cells": [{"text": words}]} for name, words in bulletin.count_words(of, found, lang)],
    }
    head += [counts, {"type": "words", "text": bulletin.standing_words(of, lang), "quiet": True}]
    if not found:
        return [*head, {"type": "words", "text": text("bulletin_empty", lang)}]
    for part in PARTS:
        head += _part(page, of, [line for line in found if line.part == part])
    return head


def _part(page: Page, of: Bulletin, found: Sequence[Line]) -> list[Block]:
    """The lines of a part; a name leads to the card of what it is about."""
    if not found:
        return []
    lang = page.lang
    caption = counted("bulletin_lines", len(found), lang)
    if len(found) > SHOWN:
        caption += text("bulletin_cut", lang, shown=SHOWN)
    rows = []
    for line in found[:SHOWN]:
        _, name, what, before, after, source, who, at, version = bulletin.cells(line, lang)
        made = " · ".join(part for part in (version, at, who) if part)
        cells = [{"text": what}, {"text": cut(before), "quiet": not line.before}]
        cells += [{"text": cut(after), "quiet": not line.after}]
        cells += [{"text": cut(source), "quiet": True}, {"text": made, "quiet": True}]
        rows.append({"label": name, "cells": cells} | _card(of, line))
    head = [text(f"bulletin_column_{name}", lang) for name in ("name", "what", "before", "after", "source", "made")]
    heading = {"type": "heading", "level": 3, "text": text(f"bulletin_part_{found[0].part}", lang)}
    return [heading, {"type": "table", "look": "changes", "caption": caption, "head": head, "rows": rows}]


def _card(of: Bulletin, line: Line) -> Block:
    """The event of a name, where what it is about has a card."""
    after = of.between.after
    about = [line.subject] if line.subject in after.ids else subjects_about(after, line.subject)
    entities = [one for one in about if one in after.ids]
    return {"event": {"type": "card", "id": entities[0]}} if entities and line.state != GONE else {}


def _series(known: Sequence[Stand], chosen: Quarter, lang: str) -> list[Block]:
    """Every quarter of the record, the newest first: its version, how many were published in it."""
    rows = [
        {
            "label": one.quarter.name(lang),
            "note": text("bulletin_is_running", lang) if one.is_running else "",
            "cells": [
                {"text": text("bulletin_version", lang, version=one.version.number) if one.version else "–"},
                {"text": str(len(one.made)) if one.made else "–"},
                {"actions": [_choice(text("bulletin_show", lang), str(one.quarter), on=one.quarter == chosen)]},
            ],
        }
        for one in known[:QUARTERS_SHOWN]
    ]
    head = [text(f"bulletin_series_{name}", lang) for name in ("quarter", "version", "made", "show")]
    heading = {"type": "heading", "level": 3, "text": text("bulletin_series", lang)}
    return [heading, {"type": "table", "head": head, "rows": rows}]


def _choice(label: str, quarter: str, **state: bool) -> Block:
    return {"label": label, "event": {"type": "go", QUARTER: quarter}, **state}
