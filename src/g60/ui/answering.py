"""The answers to corrections: what their readers see by their link, and the form of those who may answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from g60.catalog.catalog import Catalog
from g60.contract.errors import G60Error
from g60.contract.i18n import text
from g60.evidence.changes import who_words
from g60.evidence.lookup import found as found_value
from g60.evidence.lookup import subject_name
from g60.evidence.wording import drawn
from g60.record.answers import (
    ASKED,
    REFUSED,
    TAKEN,
    WORDS_LENGTH,
    Answer,
    Taking,
    answer,
    followed,
    is_open,
    reply,
    seen,
    state_of,
    take,
)
from g60.record.corrections import Correction
from g60.record.editing import Given
from g60.record.people import Person, may
from g60.record.versions import local_time
from g60.ui import forms
from g60.ui.asked import catalogs
from g60.ui.forms import Typed
from g60.ui.page import Page
from g60.ui.person import signed_in

Block = dict[str, Any]
# The number of the correction that is in the form.
CHOSEN = "answering_chosen"
TAKES, REPLIES = "correction_answer_form", "correction_reply"
# A number with a unit of measure behind it, as readers write it; the cell holds the number.
MEASURED = re.compile(r"\s*(-?[0-9]+(?:\.[0-9]+)?)\s*(?:km²|平方公里|%|亿元|万人|家|个|人|公里)\s*")


def choose(event: Mapping[str, Any]) -> None:
    """Take a correction of the list into the form."""
    number = event.get("number")
    if event.get("type") == "correction" and isinstance(number, int):
        st.session_state[CHOSEN] = number
        forms.reset(TAKES)


def last_words(given: Sequence[Answer], lang: str) -> str:
    """The state of a correction in words: what was answered last, by whom, when and why."""
    return _words(given[-1], lang) if given else text("answer_new", lang)


def _words(one: Answer, lang: str) -> str:
    state = text(f"answer_{one.state}", lang)
    if one.state == TAKEN:
        state = text("answer_taken_discarded" if one.discarded else "answer_taken_draft", lang, draft=one.draft)
        if one.version:
            state = text("answer_taken_version", lang, version=one.version)
    who = who_words(one.who, lang) or text("answer_by_reader" if one.state == "replied" else "answer_by_somebody", lang)
    return "\n".join(part for part in (state, one.words, f"{who} · {local_time(one.at)}") if part)


# By the reader's link ----------------------------------------------------------------------------


def follow(page: Page) -> None:
    """Draws the correction that the address's secret names, with its answers, and the form to reply where asked."""
    token, lang = st.query_params.get("correction", "")[:200], page.lang
    if not token:
        return
    blocks: list[Block] = [{"type": "heading", "text": text("answer_follow", lang)}]
    try:
        found, given = followed(token, catalogs().url)
    except G60Error as error:
        page.draw("report", "correction_followed", {"blocks": [*blocks, _line(text(error.code, lang, **error.values))]})
        return
    words = found.words
    told = (("read", found.read.value), *((name, getattr(words, name)) for name in ("proposed", "reason", "source")))
    handed_in = text("answer_about", lang, number=found.number, at=local_time(found.made_at))
    rows = [{"label": local_time(one.at), "cells": [{"text": _words(one, lang)}]} for one in given]
    blocks.append(_line(about(page.catalog, found, lang)))
    blocks += [_line(said) | {"lead": text(f"answer_said_{name}", lang)} for name, said in told if said]
    blocks.append(_line(handed_in, quiet=True))
    if rows:
        blocks.append(
            {"type": "table", "head": [text(f"answer_column_{one}", lang) for one in ("at", "said")], "rows": rows}
        )
    else:
        blocks.append(_line(text("answer_new", lang)))
    page.draw("report", "correction_followed", {"blocks": blocks})
    if state_of(given) == ASKED:
        fields = [forms.field("words", text("answer_reply_words", lang, most=WORDS_LENGTH), "area")]
        actions = [forms.action("reply", text("answer_reply", lang), lead=True)]
        forms.draw(page, REPLIES, {"fields": fields, "actions": actions}, lambda _, typed: _reply(token, typed, lang))


def about(catalog: Catalog, correction: Correction, lang: str) -> str:
    """Whose value a correction is about, and which one."""
    read = correction.read
    return f"{subject_name(catalog, read.subject, lang)} · {text(f'field_{read.field}', lang)}"


def _present(catalog: Catalog, correction: Correction, lang: str) -> str:
    """The value that the newest version holds, in words; empty where it has none."""
    fact = found_value(catalog, correction.read.subject, correction.read.field)
    entry = drawn(catalog, {}, fact, lang) if fact else {"value": "", "lines": ()}
    return "; ".join(part for part in (entry["value"], *entry["lines"]) if part)


def _line(words: str, *, quiet: bool = False) -> Block:
    return {"type": "words", "text": words, "quiet": quiet}


def _reply(token: str, typed: Typed, lang: str) -> str:
    reply(token, typed.line("words"), catalogs().url)
    return text("answer_replied", lang)


# For those who answer ----------------------------------------------------------------------------


def show(page: Page, person: Person, kept: Sequence[Correction], given: Mapping[int, Sequence[Answer]]) -> None:
    """Draws the form that answers the correction which was chosen from the list, for those who may."""
    if not may(person, "answer"):
        return
    chosen = next((one for one in kept if one.number == st.session_state.get(CHOSEN)), None)
    if chosen is None:
        page.draw("report", "correction_answering", {"blocks": [_line(text("answer_choose", page.lang), quiet=True)]})
        return
    before = given.get(chosen.number, ())
    page.draw("report", "correction_answering", {"blocks": _draft_of(before, page.lang)})
    forms.draw(
        page,
        TAKES,
        _form(page, chosen, before),
        lambda action, typed: _answer(page, chosen, seen(before), action, typed),
    )


def _draft_of(given: Sequence[Answer], lang: str) -> list[Block]:
    """The way to the draft that has taken a correction."""
    if not given or given[-1].state != TAKEN or given[-1].draft is None:
        return []
    draft = given[-1].draft
    link = {"label": text("answer_open_draft", lang, draft=draft), "href": f"./edit?draft={draft}&lang={lang}"}
    return [{"type": "actions", "actions": [link]}]


def _form(page: Page, chosen: Correction, before: Sequence[Answer]) -> dict[str, Any]:
    lang, words = page.lang, chosen.words
    subject = about(page.catalog, chosen, lang)
    title = text("answer_title", lang, number=chosen.number, subject=subject)
    value_now = _present(page.catalog, chosen, lang) or text("correction_no_value", lang)
    values = text("answer_values", lang, read=chosen.read.value, now=value_now)
    if not is_open(before):
        return {"title": title, "note": f"{values}\n\n{last_words(before, lang)}", "fields": [], "actions": []}
    number = MEASURED.fullmatch(words.proposed)
    value = number[1] if number else words.proposed
    documents = [str(row[f"title_{lang}"]) for _, row in page.catalog.sources.iterrows()]
    fields = [
        forms.field("value", text("answer_value", lang), value=value, hint=text("answer_value_hint", lang)),
        forms.field("source", text("answer_source", lang), "known", words.source, options=documents),
        forms.field("locator", text("answer_locator", lang)),
        forms.field("words", text("answer_words", lang, most=WORDS_LENGTH), "area", rows=3),
    ]
    actions = [
        forms.action(TAKEN, text("answer_take", lang), lead=True),
        forms.action(REFUSED, text("answer_refuse", lang)),
        *([forms.action(ASKED, text("answer_ask", lang))] if chosen.has_reader else []),
    ]
    said = "\n".join(part for part in (words.reason, words.source, words.signed) if part)
    note = "\n\n".join(part for part in (values, said, last_words(before, lang) if before else "") if part)
    return {"title": title, "note": note, "fields": fields, "actions": actions}


def _answer(page: Page, chosen: Correction, last: int, action: str, typed: Typed) -> str:
    """Do what a button of the form says, as the reader who presses it now."""
    person, url, lang = signed_in(), catalogs().url, page.lang
    if action == TAKEN:
        source = _source_of(page, typed.line("source"))
        given = Given(
            "reported", source, typed.line("locator") or text("answer_locator_default", "zh", number=chosen.number)
        )
        taking = Taking(typed.line("value"), given, typed.line("words"))
        name = text("answer_draft", "zh", number=chosen.number)
        draft = take(person, chosen.number, taking, catalogs().shipped, name, last=last, url=url)
        return text("answer_taken_draft", lang, draft=draft)
    if action in (REFUSED, ASKED):
        answer(person, chosen.number, action, typed.line("words"), last=last, url=url)
        return text(f"answer_{action}", lang)
    return ""


def _source_of(page: Page, named: str) -> str:
    """The id of the document with a title, in either language; what was typed where there is none."""
    sources = page.catalog.sources
    for column in ("title_zh", "title_en"):
        found = sources.index[sources[column] == named.strip()]
        if len(found):
            return str(found[0])
    return named
