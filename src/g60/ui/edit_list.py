"""The list of open drafts, a new one, and how editing is turned on where it is not."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from time import monotonic

import streamlit as st

from g60.contract.i18n import counted, text
from g60.contract.issues import Severity
from g60.evidence.changes import who_words
from g60.record import draft_changes, drafts
from g60.record.draft_changes import Outline
from g60.record.draft_state import Draft
from g60.record.people import Person
from g60.record.publishing import draft_issues
from g60.record.versions import local_time
from g60.ui import edit_report, edit_value
from g60.ui.asked import catalogs
from g60.ui.edit_parts import Block, attempt, draw_report, say
from g60.ui.edit_words import field_name
from g60.ui.page import Page
from g60.ui.person import at_the_machine

NEW, SAID = "draft_new_name", "draft_list_said"
# A check takes about a second: for so many seconds the list checks drafts that have changed; others are checked
# when they are opened, or the next time.
PATIENCE_S = 2.0
KEPT = 500


def how(page: Page) -> None:
    """What the page is for, and how editing is turned on."""
    lang = page.lang
    about = "import_how" if page.name == "imports" else "draft_how"
    blocks: list[Block] = [{"type": "heading", "text": text(f"{about}_title", lang)}]
    turned_on = (*(("local",) if at_the_machine() else ()), "signin", "else")
    parts = (f"{about}_what", *(f"draft_how_{part}" for part in turned_on))
    blocks += [{"type": "words", "text": text(part, lang)} for part in parts]
    draw_report(page, "edit_how", blocks)


def show(page: Page, person: Person, subject: str = "") -> None:
    """The open drafts, and a new one; with a subject, each leads to its form."""
    lang, url = page.lang, catalogs().url
    found = drafts.drafts(person, url)
    blocks: list[Block] = [{"type": "heading", "text": text("drafts_title", lang)}]
    about = _about(page, subject)
    words = text("draft_choose", lang, subject=about) if subject else text("drafts_text", lang)
    blocks.append({"type": "words", "text": words})
    asked = {"subject": subject} | edit_report.asked() | edit_value.asked() if subject else {}
    if found:
        head = [
            text(f"draft_column_{name}", lang) for name in ("name", "owner", "base", "changed", "changes", "findings")
        ]
        ends = monotonic() + PATIENCE_S
        rows = [_row(page, person, draft, asked, ends) for draft in found]
        caption = counted("drafts_count", len(found), lang)
        blocks.append({"type": "table", "caption": caption, "head": head, "rows": rows, "look": "drafts"})
    else:
        blocks.append({"type": "words", "text": text("drafts_none", lang), "quiet": True})
    draw_report(page, "edit_drafts", blocks)
    say(SAID)
    with st.form("draft_new", border=False):
        if NEW not in st.session_state:
            st.session_state[NEW] = text("draft_name_offered", lang, subject=about, field="").strip() if subject else ""
        st.text_input(text("draft_name", lang), key=NEW, placeholder=text("draft_name_example", lang))
        st.form_submit_button(text("draft_start", lang), type="primary", on_click=_start, args=(page, person, subject))


def _about(page: Page, subject: str) -> str:
    if subject == "-":
        return edit_report.title(page) or edit_value.title(page)
    ids = page.catalog.ids
    return str(page.catalog.entity(subject)[f"name_{page.lang}"]) if subject in ids else field_name(subject, page.lang)


def _start(page: Page, person: Person, subject: str) -> None:
    def act() -> str:
        number = drafts.start(person, st.session_state[NEW], catalogs().shipped, catalogs().url)
        st.session_state.pop(NEW, None)
        st.query_params["draft"] = str(number)
        if subject:
            st.query_params["subject"] = subject
        return ""

    attempt(SAID, act, page.lang)


# The errors of a draft as it was at a step over a version.
_checked: OrderedDict[Outline, int] = OrderedDict()


def _errors(person: Person, outline: Outline, ends: float) -> int | None:
    """The number of errors of a draft; None where it is not known yet and there is no more time to look."""
    if outline not in _checked:
        if monotonic() > ends:
            return None
        issues = draft_issues(person, outline.draft, catalogs().url)
        _checked[outline] = sum(issue.severity is Severity.ERROR for issue in issues)
        while len(_checked) > KEPT:
            _checked.popitem(last=False)
    return _checked[outline]


def _row(page: Page, person: Person, draft: Draft, asked: Mapping[str, str], ends: float) -> Block:
    lang = page.lang
    outline = draft_changes.outline(person, draft.number, catalogs().url)
    errors, both = _errors(person, outline, ends), outline.disagreements
    parts = [counted("draft_errors", errors, lang)] if errors else []
    parts += [counted("draft_differences", both, lang)] if both else []
    none = text("draft_no_findings" if errors == 0 else "draft_not_checked", lang)
    findings = text("comma", lang).join(parts) or none
    event = {"type": "go", "draft": str(draft.number), **asked}
    return {
        "label": draft.name,
        "note": f"{draft.number}",
        "event": event,
        "cells": [
            {"text": who_words(draft.owner_name, lang) or "–"},
            {"text": text("draft_version", lang, version=draft.base)},
            {"text": local_time(draft.changed_at), "quiet": True},
            {"text": counted("draft_cells", outline.changes, lang)},
            {"text": findings},
        ],
    }


def title(draft: Draft, lang: str) -> str:
    """A draft's number and name, as its pages are headed."""
    return text("draft_title", lang, draft=draft.number, name=draft.name)
