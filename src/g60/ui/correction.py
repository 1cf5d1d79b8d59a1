"""A correction of one value, prefilled with what the reader saw; and the list of those that were handed in."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urljoin

import streamlit as st

from g60.ask.permalink import to_query
from g60.catalog.catalog import Catalog
from g60.contract.errors import DatabaseError, G60Error, RefusedError
from g60.contract.i18n import text
from g60.evidence.facts import Fact
from g60.evidence.lookup import found, subject_name
from g60.evidence.wording import drawn
from g60.record import corrections
from g60.record.answers import Answer, answers, kept_token, new_token
from g60.record.corrections import LENGTHS, Correction, Read, Words
from g60.record.people import may
from g60.record.versions import local_time
from g60.ui import answering, forms, sign_in
from g60.ui.asked import asked_about
from g60.ui.documents_at_hand import load_documents
from g60.ui.page import Page
from g60.ui.plain import escaped
from g60.ui.reached import page_address

Block = dict[str, Any]
TALL = ("reason",)
# Where the answer to what was handed in waits for the page to be drawn.
ANSWER = "correction_answer"
# What was handed in during this visit: numbers and the tokens of their links.
LINKS = "correction_links_given"


def show(page: Page) -> None:
    """Draws the form, where the address names a value, and the list."""
    lang = page.lang
    subject, field, origin = asked_about()
    fact = found(page.catalog, subject, field) if subject else None
    with page.container(key="atlas_corrections"):
        person = sign_in.bar(page)
        answering.follow(page)
        _report(page, "correction_value", _about(page, fact, subject, field))
        if fact:
            _form(page, fact, origin)
        if links := _links(lang):
            _report(page, "correction_links", links)
        try:
            kept, count = corrections.listed()
            given = answers([one.number for one in kept])
        except DatabaseError as error:
            st.error(escaped(text(error.code, lang, **error.values)))
            return
        answering.show(page, person, kept, given)
        blocks = handed_in(page.catalog, kept, count, lang, given, asks=may(person, "answer"))
        forms.listen(page, "report", "correction_list", {"blocks": blocks}, answering.choose)


def _report(page: Page, key: str, blocks: list[Block]) -> None:
    page.draw("report", key, {"blocks": blocks})


def _about(page: Page, fact: Fact | None, subject: str, field: str) -> list[Block]:
    lang = page.lang
    blocks: list[Block] = [{"type": "heading", "text": text("correction_title", lang)}]
    if fact is None:
        words = text("correction_unknown", lang, subject=subject, field=field) if subject else ""
        how = text("correction_how", lang)
        return [*blocks, *({"type": "words", "text": part} for part in (words, how) if part)]
    label = f"{subject_name(page.catalog, fact.subject, lang)} · {text(f'field_{fact.field}', lang)}"
    entry = drawn(page.catalog, load_documents(page.catalog), fact, lang, label=label)
    return [
        *blocks,
        {"type": "words", "text": text("correction_seen", lang)},
        {"type": "facts", "facts": [entry | {"subject": ""}]},  # here is where its correction is asked for
    ]


def _form(page: Page, fact: Fact, origin: str) -> None:
    """The words of the reader. They stay in the form until they are kept."""
    lang = page.lang
    about = f"{fact.subject}.{fact.field}"
    with st.form(f"correction_{about}", border=False):
        for name, most in LENGTHS.items():
            draw = st.text_area if name in TALL else st.text_input
            draw(text(f"correction_{name}", lang, most=most), key=_key(about, name))
        st.caption(text("correction_seen_by_all", lang))
        st.form_submit_button(text("correction_send", lang), on_click=_hand_in, args=(page, fact, origin))
    kept, words = st.session_state.pop(ANSWER, (None, ""))
    if words:
        (st.success if kept else st.error)(escaped(words))


def _hand_in(page: Page, fact: Fact, origin: str) -> None:
    """Keeps what is in the form and empties it; where it is not taken, the form stays as it is and says why."""
    about = f"{fact.subject}.{fact.field}"
    words = Words(**{name: st.session_state[_key(about, name)] for name in LENGTHS})
    token = new_token()
    try:
        number = corrections.add(_read(page, fact, origin), words, session=_sender(), secret=kept_token(token))
    except (RefusedError, DatabaseError) as error:
        st.session_state[ANSWER] = (None, _worded(error, page.lang))
        return
    st.session_state[ANSWER] = (number, text("correction_kept", page.lang, number=number))
    st.session_state.setdefault(LINKS, []).append((number, token))
    for name in LENGTHS:
        st.session_state[_key(about, name)] = ""


def _links(lang: str) -> list[Block]:
    """The links by which the reader follows what they handed in during this visit. Nobody else sees them."""
    rows = []
    for number, token in st.session_state.get(LINKS, []):
        href = f"./corrections?correction={token}&lang={lang}"
        # The whole address is its own label, so that it can be read and copied.
        link = {"label": urljoin(page_address() or st.context.url or "", href), "href": href}
        rows.append({"label": text("answer_draft", lang, number=number), "cells": [link]})
    if not rows:
        return []
    head = [text("correction_column_about", lang), text("correction_column_link", lang)]
    note = {"type": "words", "text": text("correction_link_note", lang)}
    return [note, {"type": "table", "head": head, "rows": rows, "look": "tally"}]


def _worded(error: G60Error, lang: str) -> str:
    values = dict(error.values)
    if "part" in values:
        values["part"] = text(f"correction_{values['part']}", lang, most=values["most"])
    return text(error.code, lang, **values)


def _key(about: str, name: str) -> str:
    return f"correction_{about}_{name}"


def _sender() -> str:
    """By what the number of this reader's corrections is limited: their address, else a random name for this visit.

    The web server has put the reader's address in the place of the proxy's, where it trusts the proxy.
    """
    session = str(st.session_state.setdefault("correction_session", secrets.token_hex(16)))
    return corrections.sender_of(st.context.ip_address, session)


def _read(page: Page, fact: Fact, origin: str) -> Read:
    lang = page.lang
    entry = drawn(page.catalog, {}, fact, lang)
    value = "; ".join(part for part in (entry["value"], *entry["lines"]) if part)
    query = urlencode(to_query(page.selection, page.view), doseq=True)
    return Read(
        *(fact.subject, fact.field, value, fact.evidence, origin or "atlas", query),
        *(page.catalog.version, page.catalog.fingerprint),
    )


# The list --------------------------------------------------------------------------------------


def handed_in(
    catalog: Catalog,
    kept: list[Correction],
    count: int,
    lang: str,
    given: Mapping[int, Sequence[Answer]] | None = None,
    *,
    asks: bool = False,
) -> list[Block]:
    """The corrections that were handed in, newest first, each with its state; with `asks`, to be answered."""
    blocks: list[Block] = [
        {"type": "heading", "text": text("correction_list", lang)},
        {"type": "words", "text": text("correction_list_note", lang), "quiet": True},
    ]
    if not kept:
        return [*blocks, {"type": "words", "text": text("correction_none", lang)}]
    columns = ("about", "was", "proposed_short", "reason_short", "made", "state", "opened")
    rows = [_row(catalog, entry, lang, (given or {}).get(entry.number, ()), asks=asks) for entry in kept]
    head = [text(f"correction_column_{column}", lang) for column in columns]
    caption = text("correction_count", lang, count=count, shown=len(kept))
    return [*blocks, {"type": "table", "caption": caption, "head": head, "rows": rows, "look": "letters"}]


def _row(catalog: Catalog, entry: Correction, lang: str, given: Sequence[Answer], *, asks: bool) -> dict[str, Any]:
    read, words = entry.read, entry.words
    why = "\n".join(part for part in (words.reason, words.source) if part)
    when = " · ".join(part for part in (local_time(entry.made_at), words.signed) if part)
    was = f"{read.value} ({text(f'evidence_{read.evidence}', lang)}, v{read.version})"
    opened = {
        "label": text("correction_open", lang),
        "href": f"./{'' if read.page == 'atlas' else read.page}?{read.permalink}",
    }
    return {
        "label": f"{entry.number}. {subject_name(catalog, read.subject, lang)}",
        "note": text(f"field_{read.field}", lang),
        "cells": [
            {"text": was},
            {"text": words.proposed or text("correction_no_value", lang), "quiet": not words.proposed},
            {"text": why},
            {"text": when, "quiet": True},
            {"text": answering.last_words(given, lang)},
            opened,
        ],
        **({"event": {"type": "correction", "number": entry.number}} if asks else {}),
    }
