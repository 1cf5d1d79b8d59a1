"""The page of plan against plan: what came, went and changed between two plans, each pair with both sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from g60.ask.permalink import to_query
from g60.ask.selection import Selection
from g60.contract.codes import LEDGER_STATES
from g60.contract.errors import RefusedError
from g60.contract.i18n import text
from g60.evidence.facts import Fact
from g60.evidence.lineage import successions
from g60.evidence.sentence import plan_name
from g60.evidence.wording import drawn
from g60.record.people import may
from g60.review.ledger import (
    Entry,
    count_words,
    gap_words,
    gaps,
    latest_pair,
    ledger,
    members,
    plan_pair,
    plans_in_order,
    tally,
)
from g60.review.ledger_sides import name_fact, reason_fact, target_fact
from g60.ui.asked import take_in
from g60.ui.components import event_of
from g60.ui.documents_at_hand import load_documents
from g60.ui.edit_pair import SETTLES
from g60.ui.page import Page
from g60.ui.person import signed_in

Block = dict[str, Any]
FILES = ("xlsx", "csv")
STATE = "state"
# As many pairs of plans are offered; an address may name any.
PAIRS_OFFERED = 6


def show(page: Page) -> None:
    """Draws the page, or says in words what it needs."""
    with page.container(key="atlas_ledger"):
        pair, refused = _pair(page)
        said: list[Block] = [{"type": "words", "text": refused}] if refused else []
        if pair is None:
            title = {"type": "heading", "text": text("nav_ledger", page.lang)}
            words = {"type": "words", "text": text("ledger_one_plan", page.lang)}
            page.draw("report", "ledger", {"blocks": [title, *said, words]})
            return
        opening = [*said, *_head(page, *pair), *_space(page, *pair), *_files(page, *pair)]
        page.draw("report", "ledger_head", {"blocks": opening})
        _states(page, *pair)
        page.draw("report", "ledger_pairs", {"blocks": [*_listed(page, *pair), *_settling(page)]})


def _pair(page: Page) -> tuple[tuple[str, str] | None, str]:
    """The two plans that the address asks for, else the two latest; and why those of the address cannot be compared."""
    if not page.view.pair:
        return latest_pair(page.catalog), ""
    try:
        old, new = page.view.pair.split(".")
        return plan_pair(page.catalog, old, new), ""
    except RefusedError as error:
        return latest_pair(page.catalog), text(error.code, page.lang, **error.values)


def chosen_state() -> str:
    """The state that the address asks for; empty for all."""
    given = st.query_params.get(STATE, "")
    return given if given in LEDGER_STATES else ""


def _head(page: Page, old: str, new: str) -> list[Block]:
    """The title, how many of each state, what cannot be compared, and other pairs to choose."""
    catalog, lang = page.catalog, page.lang
    entries = ledger(catalog, old, new)
    proposed = sum(not entry.row for entry in entries)
    blocks: list[Block] = [
        {"type": "heading", "text": text("ledger_title", lang, **_names(page, old, new))},
        {"type": "words", "text": text("ledger_text", lang)},
    ]
    if entries:
        blocks.append({"type": "words", "text": count_words(entries, lang)})
    if proposed:
        blocks.append({"type": "words", "text": text("ledger_proposed", lang, count=proposed)})
    lacking = gap_words(catalog, gaps(catalog, old, new), lang)
    blocks += [{"type": "words", "text": sentence} for sentence in lacking]
    return [*blocks, *_other_pairs(page, old, new)]


def _names(page: Page, old: str, new: str) -> dict[str, str]:
    return {side: plan_name(page.catalog, plan, page.lang) for side, plan in (("old", old), ("new", new))}


def _other_pairs(page: Page, old: str, new: str) -> list[Block]:
    """The pairs of plans to choose from, where there is more than one: neighbours first, the latest of them first."""
    order = plans_in_order(page.catalog)
    found = [(order[at], order[at + step]) for step in range(1, len(order)) for at in range(len(order) - step)[::-1]]
    if len(found) < 2:
        return []
    actions = [
        {
            "label": text("ledger_pair", page.lang, **_names(page, *pair)),
            "event": {"type": "pair", "pair": ".".join(pair)},
            "on": pair == (old, new),
        }
        for pair in found[:PAIRS_OFFERED]
    ]
    return [{"type": "actions", "label": text("ledger_by_pair", page.lang), "actions": actions}]


def _states(page: Page, old: str, new: str) -> None:
    """The states to choose from; which one is chosen stands in the address."""
    lang, chosen, entries = page.lang, chosen_state(), ledger(page.catalog, old, new)
    counts = [("", text("ledger_all", lang), len(entries))]
    counts += [(state, text(f"ledger_state_{state}", lang), count) for state, count in tally(entries).items()]
    actions = [
        {"label": text("ledger_count", lang, state=name, count=count), "event": {"type": STATE, STATE: state}}
        | {"on": state == chosen}
        for state, name, count in counts
    ]
    blocks = [{"type": "actions", "label": text("ledger_by_state", lang), "actions": actions}]
    page.draw("report", "ledger_states", {"blocks": blocks if entries else []}, _choose)


def _choose() -> None:
    """Takes the state that was chosen into the address."""
    event = event_of("ledger_states")
    if isinstance(event, dict) and event.get("type") == STATE:
        state = event.get(STATE)
        if state in LEDGER_STATES:
            st.query_params[STATE] = state
        else:
            st.query_params.pop(STATE, None)
    take_in(None)


def _space(page: Page, old: str, new: str) -> list[Block]:
    """The ways to the map: the space of one plan, of the other, the difference; or why there is none."""
    lang, catalog = page.lang, page.catalog
    held = [plan for plan in (old, new) if members(catalog, "area", plan)]
    ways = [("old", old, ""), ("new", new, ""), ("both", f"{old}.{new}", f"{old}.{new}")]
    actions = [
        {"label": text(f"ledger_map_{code}", lang), "event": {"type": "space", "plans": plans, "pair": pair}}
        for code, plans, pair in ways
        if all(plan in held for plan in plans.split("."))
    ]
    found: list[Block] = []
    if len(held) == 1:
        words = text("ledger_map_none", lang, plan=plan_name(catalog, held[0], lang))
        found.append({"type": "words", "text": words})
    elif not held:
        found.append({"type": "words", "text": text("ledger_map_nothing", lang)})
    if not successions(catalog):
        found.append({"type": "words", "quiet": True, "text": text("ledger_no_events", lang)})
    return [*found, {"type": "actions", "label": text("ledger_map", lang), "actions": actions}] if actions else found


def _files(page: Page, old: str, new: str) -> list[Block]:
    """The files; those of a draft have no address."""
    if page.view.draft is not None:
        return []
    query = urlencode({"pair": f"{old}.{new}", "at": page.catalog.version, "lang": page.lang})
    acts = [{"label": text(f"ledger_{form}", page.lang), "href": f"./record/ledger.{form}?{query}"} for form in FILES]
    return [{"type": "actions", "label": text("ledger_files", page.lang), "actions": acts}]


# The entries -------------------------------------------------------------------------------------


def _listed(page: Page, old: str, new: str) -> list[Block]:
    """The entries of the chosen state, one table for each kind."""
    lang, chosen = page.lang, chosen_state()
    found = [entry for entry in ledger(page.catalog, old, new) if chosen in ("", entry.state)]
    if not found:
        return [{"type": "words", "text": text("ledger_none", lang)}]
    blocks: list[Block] = []
    for kind in dict.fromkeys(entry.kind for entry in found):
        rows = [entry for entry in found if entry.kind == kind]
        title = text("compare_group", lang, title=text(f"ledger_kind_{kind}", lang), count=len(rows))
        blocks += [{"type": "heading", "level": 3, "text": title}, _table(page, kind, rows)]
    return blocks


def _table(page: Page, kind: str, entries: Sequence[Entry]) -> Block:
    numbered = kind in ("indicator", "target")
    columns = ("old", "old_target", "new", "new_target", "reason") if numbered else ("old", "new", "reason")
    settles = page.view.draft is not None and may(signed_in(), "edit")
    more = ("settle",) if settles else ()
    head = [text(f"ledger_column_{name}", page.lang) for name in ("state", *columns, *more)]
    rows = [_row(page, entry, numbered=numbered, settles=settles) for entry in entries]
    look = " ".join(("ledger", *(() if numbered else ("plain",)), *(("settling",) if settles else ())))
    return {"type": "table", "look": look, "head": head, "rows": rows}


def _row(page: Page, entry: Entry, *, numbered: bool, settles: bool) -> Block:
    """An entry: its state, both sides with what they aim at, and the reason; each opens where it stands."""
    lang = page.lang
    cells: list[Block | None] = []
    for one, code in ((entry.old, "came"), (entry.new, "went")):
        if one is None:
            cells.append({"text": text(f"ledger_{code}", lang), "quiet": True} | ({"span": 2} if numbered else {}))
            continue
        cells.append(_drawn(page, name_fact(page.catalog, entry.kind, one, lang)))
        if numbered:
            target = target_fact(page.catalog, entry.kind, one)
            cells.append(_drawn(page, target) if target else None)
    cells.append(_drawn(page, reason_fact(entry, lang)))
    if settles:
        cells.append(_settle(page, entry))
    row: Block = {"label": text(f"ledger_state_{entry.state}", lang), "note": _note(page, entry), "cells": cells}
    shown = entry.new or entry.old
    return row | (
        {"event": {"type": "card", "id": shown}} if entry.kind == "area" and shown in page.catalog.ids else {}
    )


def _settle(page: Page, entry: Entry) -> Block:
    """Within a draft: the way to the row that settles an entry, or to a new one that begins with the proposal."""
    if entry.row:
        query = {"subject": entry.row}
        label = text("ledger_change", page.lang)
    else:
        query = {"table": "ledger", "subject": "-", SETTLES: f"{entry.old or ''}.{entry.new or ''}"}
        label = text("ledger_settle_one", page.lang)
    pair = page.view.pair or ".".join(latest_pair(page.catalog) or ())
    asked = to_query(Selection(), replace(page.view, pair=pair)) | {key: [one] for key, one in query.items()}
    return {"label": label, "href": f"./edit?{urlencode(asked, doseq=True)}"}


def _note(page: Page, entry: Entry) -> str:
    """What stands below the state: the event and its date, where the area has one."""
    if not entry.event:
        return ""
    date = entry.date or text("succession_no_date", page.lang)
    return text("ledger_area_event", page.lang, event=text(f"succession_{entry.event}", page.lang), date=date)


def _drawn(page: Page, fact: Fact) -> Block:
    label = text("ledger_column_reason", page.lang) if fact.field == "ledger" else ""
    return drawn(page.catalog, load_documents(page.catalog), fact, page.lang, label=label)


def _settling(page: Page) -> list[Block]:
    """For those who may edit: how a pair is settled, and the way there."""
    if not may(signed_in(), "edit"):
        return []
    act = {"label": text("ledger_settle", page.lang), "page": "edit"}
    return [
        {"type": "words", "quiet": True, "text": text("ledger_settle_text", page.lang)},
        {"type": "actions", "actions": [act]},
    ]
