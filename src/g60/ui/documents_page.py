"""The page of documents: which there are, one of them with its text, and what is added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from g60.checks.citations import Documents
from g60.contract.codes import split
from g60.contract.errors import G60Error
from g60.contract.i18n import text
from g60.contract.translations import beside
from g60.record.documents import kept_texts
from g60.record.drafts import discard, start
from g60.record.editing import DOCUMENT_LENGTH, add_document, slug_from
from g60.record.people import Person, may
from g60.record.text import clean_line
from g60.ui import document_text, draft_choice, forms, sign_in
from g60.ui.asked import catalogs
from g60.ui.documents_at_hand import load_documents
from g60.ui.forms import Typed
from g60.ui.page import Page
from g60.ui.person import signed_in

Block = dict[str, Any]
ADD = "document_add"
# The parts of a document's entry that are typed in.
PARTS = ("title_zh", "title_en", "issuer_zh", "number", "date")


def show(page: Page) -> None:
    """Draws the page."""
    with page.container(key="atlas_documents"):
        person = sign_in.bar(page)
        try:
            at_hand = load_documents(page.catalog)
            _list(page, person, at_hand)
            source = st.query_params.get("document", "")
            if source in page.catalog.sources.index:
                document_text.show(page, person, source, at_hand.get(source))
            if may(person, "add_document"):
                _add(page, person)
        except G60Error as error:
            page.draw("report", "documents_trouble", {"blocks": [_words(text(error.code, page.lang, **error.values))]})


def _words(words: str, *, quiet: bool = False) -> Block:
    return {"type": "words", "text": words, "quiet": quiet}


def _list(page: Page, person: Person, at_hand: Documents) -> None:
    """The documents, each with whether its text is at hand; one is opened by its name."""
    lang, sources = page.lang, page.catalog.sources
    kept = kept_texts(sources["sha256"], catalogs().url)
    rows = []
    for source, row in sources.iterrows():
        there = source in at_hand or row["sha256"] in kept
        code = "documents_text_here" if source in at_hand else "documents_text_kept" if there else "documents_text_none"
        issuer = text("enumeration", lang).join(split(str(row["issuer_zh"])))
        given = (*(beside(words, lang) for words in (issuer, str(row["number"]))), str(row["date"]))
        cells = [*(words or text("not_stated_in_document", lang) for words in given), text(code, lang)]
        rows.append(
            {
                "label": str(row[f"title_{lang}"]),
                "note": str(source),
                "event": {"type": "document", "source": str(source)},
                "cells": [{"text": cell} for cell in cells],
            }
        )
    head = [text(f"documents_{column}", lang) for column in ("title", "issuer", "number", "date", "text")]
    blocks = [
        {"type": "heading", "text": text("nav_documents", lang)},
        _words(text("documents_how" if may(person, "edit") else "documents_how_visitor", lang)),
        {
            "type": "table",
            "caption": text("documents_count", lang, count=len(rows)),
            "head": head,
            "rows": rows,
            "look": "shelf",
        },
    ]
    forms.listen(page, "report", "documents_list", {"blocks": blocks}, _open)


def _open(event: Mapping[str, Any]) -> None:
    source = event.get("source")
    if event.get("type") == "document" and isinstance(source, str):
        st.query_params["document"] = source[:80]


# A new document -----------------------------------------------------------------------------------


def _add(page: Page, person: Person) -> None:
    lang = page.lang
    fields = [
        *(forms.field(part, text(f"documents_add_{part}", lang)) for part in PARTS),
        forms.field("file", text("documents_file", lang), "file", into="text", too_big=text("documents_too_big", lang)),
        forms.field("text", text("documents_paste", lang, most=f"{DOCUMENT_LENGTH:,}"), "area", rows=10),
        draft_choice.draft_field(page, person),
    ]
    form = {
        "title": text("documents_add", lang),
        "fields": fields,
        "actions": [forms.action("add", text("documents_add_act", lang), lead=True)],
    }
    forms.draw(page, ADD, form, lambda action, typed: _added(page, action, typed))


def _added(page: Page, action: str, typed: Typed) -> str:
    """Add the document as the reader who presses the button now; a draft made for it goes if it is refused."""
    if action != "add":
        return ""
    person, url = signed_in(), catalogs().url
    cells = {part: typed.line(part)[:1000] for part in PARTS}
    title = clean_line(cells["title_zh"])
    cells["date_basis"] = "stated" if clean_line(cells["date"]) else ""
    source = slug_from(cells["title_en"] or cells["number"]) or "doc"
    source = _free(page, source)
    chosen = typed.line("draft")
    number = (
        int(chosen)
        if chosen.isdecimal() and len(chosen) < 9
        else start(person, text("documents_draft_name", "zh", title=title[:100]), catalogs().shipped, url)
    )
    try:
        add_document(person, number, source, cells, typed.line("text"), url)
    except G60Error:
        if not chosen:
            discard(person, number, url)
        raise
    st.query_params["draft"], st.query_params["document"] = str(number), source
    return text("documents_added", page.lang, title=title, draft=number)


def _free(page: Page, source: str) -> str:
    """The id, with a number behind it where it is taken."""
    known = set(page.catalog.sources.index)
    return next(name for n in range(1, 10_000) if (name := source if n == 1 else f"{source[:27]}-{n}") not in known)
