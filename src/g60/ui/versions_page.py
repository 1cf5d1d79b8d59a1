"""The page of the record: its other pages, what changed since when, restoring, and the list of versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import streamlit as st

from g60.ask.view import parse_at
from g60.contract.errors import G60Error
from g60.contract.i18n import counted, text
from g60.evidence.changes import who_words
from g60.evidence.difference import Difference, difference
from g60.record.history import value_counts
from g60.record.meetings import WORDS_LENGTH, Meeting, mark_meeting, meetings
from g60.record.people import may
from g60.record.publishing import WHY_LENGTH, restore
from g60.record.versions import JIAXING, SHIPPED, Version, local_time, version_at, versions
from g60.ui import difference_part, sign_in
from g60.ui.asked import catalogs, chosen_dataset, load_catalog, take_in
from g60.ui.page import Page
from g60.ui.page_list import PAGES
from g60.ui.person import signed_in

Block = dict[str, Any]
# The other pages of the record, as far as they are there.
RECORD_PAGES = ("bulletin", "edit", "imports", "documents", "corrections", "people")
# As many versions are listed; the files of a difference and the command line hold all.
SHOWN = 300
DAYS = (7, 30, 365)
# Under which the browser keeps the version that it presented last (layers/web/meeting/room.js).
PRESENTED = "g60.presented"
# Where the answer to a form waits for the page to be drawn.
ANSWER = "versions_answer"
FROM, TO, WHY, MARK = "versions_from", "versions_to", "versions_why", "versions_mark"


def show(page: Page) -> None:
    """Draws the page."""
    lang, view = page.lang, page.view
    with page.container(key="atlas_versions"):
        sign_in.bar(page, sisters=False)
        page.draw("report", "versions_head", {"blocks": head(lang)})
        try:
            known, held = versions(catalogs().url), meetings(catalogs().url)
            between = difference(catalogs(), page.since, page.catalog.version) if page.since else None
        except G60Error as error:
            _say(text(error.code, lang, **error.values))
            known, held, between = [], [], None
        _answer()
        if len(known) > 1:
            _since(page, known, held)
        if between:
            blocks = difference_part.blocks(page, between, known, chosen_dataset())
            page.draw("report", "versions_difference", {"blocks": blocks})
            if known and between.before.version == known[0].number > between.after.version:
                _restoring(page, known, between)
        elif view.at and len(known) > 1:
            _acts_on(page, known, held)
        if known:
            restores = may(signed_in(), "restore")
            counts = value_counts(known[0].number, catalogs().url)
            page.draw("report", "versions_list", {"blocks": listed(known, held, counts, lang, restores=restores)})


def head(lang: str) -> list[Block]:
    """The title, and the ways to the other pages of the record."""
    there = {name for name, _, _ in PAGES}
    links = [{"label": text(f"nav_{name}", lang), "page": name} for name in RECORD_PAGES if name in there]
    return [
        {"type": "heading", "text": text("versions_title", lang)},
        {"type": "words", "text": text("versions_text", lang)},
        {"type": "actions", "label": text("versions_pages", lang), "actions": links},
    ]


def _say(words: str) -> None:
    """As plain text: what a person typed is never markup."""
    with st.container(key="atlas_versions_said"):
        st.text(words)


def _answer() -> None:
    if words := st.session_state.pop(ANSWER, ""):
        _say(words)


# What changed since when -------------------------------------------------------------------------


def _since(page: Page, known: Sequence[Version], held: Sequence[Meeting]) -> None:
    """The usual spans at one click, and a form for any two versions or days."""
    lang, newest = page.lang, known[0].number
    acts: list[Block] = [_span(text("diff_last", lang), str(newest - 1))]
    if held and held[0].version < newest:
        acts.insert(0, _span(text("mark_since", lang), str(held[0].version)))
    acts.append({"label": text("mark_since_own", lang), "kept": PRESENTED, "below": newest, "event": _asked("")})
    today = datetime.now(UTC) + JIAXING
    for days in DAYS:
        day = (today - timedelta(days=days)).strftime("%Y-%m-%d")
        if any(version.at and local_time(version.at)[:10] <= day for version in known):
            acts.append(_span(text("diff_days", lang, days=days), day))
    blocks = [{"type": "heading", "level": 3, "text": text("diff_since", lang)}, {"type": "actions", "actions": acts}]
    page.draw("report", "versions_since", {"blocks": blocks})
    with st.form("versions_compare", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(text("diff_from", lang), key=FROM, max_chars=10)
        st.text_input(text("diff_to", lang), key=TO, max_chars=10)
        st.form_submit_button(text("diff_compare", lang), on_click=_compare, args=(lang,))


def _span(label: str, since: str) -> Block:
    return {"label": label, "event": _asked(since)}


def _asked(since: str) -> dict[str, str]:
    return {"type": "version", "since": since, "at": ""}


def _compare(lang: str) -> None:
    """Takes what the form asks for into the address, or says why it cannot be had."""
    given = {key: str(st.session_state[key]).strip() for key in (FROM, TO)}
    for raw in (raw for raw in given.values() if raw and not parse_at(raw)):
        st.session_state[ANSWER] = text("diff_unread", lang, given=raw)
        return
    try:
        for raw in filter(None, given.values()):
            version_at(raw, catalogs().url)
    except G60Error as error:
        st.session_state[ANSWER] = text(error.code, lang, **error.values)
        return
    since = given[FROM] or str(SHIPPED)
    take_in({"type": "version", "since": since, "at": given[TO]})


# What may be done with the version that is shown --------------------------------------------------


def _acts_on(page: Page, known: Sequence[Version], held: Sequence[Meeting]) -> None:
    """The way to restore the version shown, and the form that marks it, for those who may."""
    lang, number, person = page.lang, page.catalog.version, signed_in()
    if may(person, "restore") and number < known[0].number:
        asked = _restores(number, known[0].number)
        act = {"label": text("restore_made", lang, version=number), "event": asked}
        page.draw("report", "versions_to_restore", {"blocks": [{"type": "actions", "actions": [act]}]})
    if may(person, "publish"):
        is_held = any(meeting.version == number for meeting in held)
        _heading(page, "versions_mark", text("mark_title", lang, version=number))
        with st.form("versions_mark", border=False):
            if not is_held:
                st.text_input(text("mark_words", lang), key=MARK, max_chars=WORDS_LENGTH)
            label = text("mark_off" if is_held else "mark_set", lang)
            st.form_submit_button(label, on_click=_told, args=(_mark_off if is_held else _mark, number, lang))


def _restores(number: int, newest: int) -> dict[str, str]:
    """What asks to restore a version: first its difference from the newest one, which is what would change back."""
    return _asked(str(newest)) | {"at": str(number)}


def _restoring(page: Page, known: Sequence[Version], between: Difference) -> None:
    """Below what would change back: how many values that are, and the form that asks for the reason."""
    lang, number = page.lang, between.after.version
    if not may(signed_in(), "restore"):
        return
    label = text("restore_made", lang, version=number)
    count = counted("restore_count", sum(one.counts for one in between.seen(between.changes)), lang)
    words = text("restore_text", lang, newest=known[0].number, version=number, count=count)
    _heading(page, "versions_restore", label, words)
    with st.form("versions_restore", border=False):
        st.text_area(text("restore_why", lang), key=WHY, max_chars=WHY_LENGTH)
        st.form_submit_button(label, on_click=_told, args=(_restore, number, lang))


def _heading(page: Page, key: str, title: str, words: str = "") -> None:
    blocks = [{"type": "heading", "level": 3, "text": title}, *([{"type": "words", "text": words}] if words else [])]
    page.draw("report", f"{key}_head", {"blocks": blocks})


def _told(act: Callable[[int, str], str], number: int, lang: str) -> None:
    """Does an act and says what came of it. Where it was refused, the form stays as it is."""
    try:
        st.session_state[ANSWER] = act(number, lang)
    except G60Error as error:
        st.session_state[ANSWER] = text(error.code, lang, **error.values)


def _restore(number: int, lang: str) -> str:
    made = restore(signed_in(), number, str(st.session_state[WHY]))
    st.session_state[WHY] = ""
    load_catalog()
    take_in({"type": "version", "at": "", "since": ""})
    return text("version_restored", lang, number=made.number, version=number)


def _mark(number: int, _: str) -> str:
    mark_meeting(signed_in(), number, str(st.session_state[MARK]))
    st.session_state[MARK] = ""
    return ""


def _mark_off(number: int, _: str) -> str:
    mark_meeting(signed_in(), number, "", held=False)
    return ""


# The list ------------------------------------------------------------------------------------------


def listed(
    known: Sequence[Version], held: Sequence[Meeting], counts: Mapping[int, int], lang: str, *, restores: bool = False
) -> list[Block]:
    """The versions, newest first, each with the number of values that it changed; with `restores`, to be restored."""
    heading = {"type": "heading", "text": text("versions_list", lang)}
    if len(known) == 1:
        return [heading, {"type": "words", "text": text("versions_none", lang)}]
    columns = ("version", "at", "who", "why", "counts", "open")
    blocks: list[Block] = [heading]
    if len(known) > SHOWN:
        blocks.append({"type": "words", "text": text("versions_shown", lang, count=len(known), shown=SHOWN)})
    marks = {meeting.version: meeting for meeting in held}
    table = {
        "type": "table",
        "look": "versions",
        "caption": counted("versions_count", len(known), lang),
        "head": [text(f"versions_column_{name}", lang) for name in columns],
        "rows": [
            _row(
                version,
                marks.get(version.number),
                lang,
                newest=known[0].number,
                count=counts.get(version.number, 0),
                restores=restores,
            )
            for version in known[:SHOWN]
        ],
    }
    return [*blocks, table]


def _row(version: Version, meeting: Meeting | None, lang: str, *, newest: int, count: int, restores: bool) -> Block:
    number = version.number
    actions = [{"label": text("versions_show", lang), "event": {"type": "version", "at": str(number), "since": ""}}]
    if number > SHIPPED:
        asked = _asked(str(number - 1)) | {"at": "" if number == newest else str(number)}
        actions.insert(0, {"label": text("versions_changes", lang), "event": asked})
    if restores and number < newest:
        actions.append({"label": text("versions_restore", lang), "event": _restores(number, newest)})
    kind = text(f"versions_kind_{version.kind}", lang, restored=version.restored or "")
    return {
        "label": str(number),
        "note": f"{kind}\n{_meeting(meeting, lang)}" if meeting else kind,
        "cells": [
            {"text": local_time(version.at) if version.at else "–"},
            {"text": _who(version, lang)},
            {"text": _why(version, lang)},
            {"text": counted("versions_values", count, lang) if number > SHIPPED else "–", "quiet": True},
            {"actions": actions},
        ],
    }


def _meeting(meeting: Meeting, lang: str) -> str:
    words = meeting.words
    return text("versions_meeting", lang, words=words) if words else text("versions_meeting_seen", lang)


def _who(version: Version, lang: str) -> str:
    if version.who:
        return who_words(version.who, lang)
    return text("versions_who_shipped" if version.kind == "shipped" else "versions_who_blanked", lang)


def _why(version: Version, lang: str) -> str:
    return version.why or (text("versions_why_shipped", lang) if version.kind == "shipped" else "–")
