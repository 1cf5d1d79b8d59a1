"""Where an import begins: the list, the file, the template; imports that were not finished; what a county last sent."""

from __future__ import annotations

from typing import Any

import streamlit as st

from g60.contract.codes import UNITS
from g60.contract.i18n import counted, text
from g60.evidence.changes import who_words
from g60.evidence.sentence import list_name
from g60.record import imports
from g60.record.imports import Import
from g60.record.intake.findings import HOLDING
from g60.record.intake.reported import LIST
from g60.record.intake.saving import About, may_make_list
from g60.record.people import Person
from g60.record.versions import local_time
from g60.ui import forms, import_county
from g60.ui.asked import catalogs
from g60.ui.import_steps import Block, words
from g60.ui.page import Page

# In bytes: a county's workbook. It comes in pieces that every server and proxy lets through.
FILE_MOST = 20_000_000
MEGABYTE = 1_000_000
# The part of the address that says what is imported.
INTO = "into"
# What was chosen in the form that begins an import; the county whose imports are seen.
CHOSEN, COUNTY = "import_chosen", "import_county"
# A file that came before its list was named: its name and its bytes.
PENDING = "import_pending"
# The pieces of a long file that have come, and which one came last.
PIECES, GOT = "import_pieces", "import_got"
# The options of the list for none chosen yet, and for a new one.
NO_LIST, NEW_LIST = "-", ""


def blocks(page: Page, person: Person) -> list[Block]:
    """All of it."""
    lang = page.lang
    found: list[Block] = [
        {"type": "heading", "text": text("importing_title", lang)},
        words(text("importing_about", lang)),
        *_unfinished(page, person),
        *_drafted(page, person),
        _begin(page, person),
    ]
    return [*found, *import_county.last(page, person, st.session_state.get(COUNTY, ""))]


def _unfinished(page: Page, person: Person) -> list[Block]:
    """The imports that can go on."""
    found, lang = imports.open_imports(person, catalogs().url), page.lang
    if not found:
        return []
    head = [text(f"importing_open_{part}", lang) for part in ("file", "list", "state", "who", "at", "act")]
    caption = counted("importing_open", len(found), lang)
    return [
        {"type": "table", "caption": caption, "head": head, "rows": [_open(page, one) for one in found], "look": "open"}
    ]


def list_words(page: Page, of_list: str, about: About) -> str:
    """What is imported, as a reader calls it: a list by its name, a new one by what it is to be called; values."""
    if of_list == LIST:
        return text("importing_of_values", page.lang)
    return list_name(page.catalog, of_list, page.lang) if of_list in page.catalog.lists else about.list_name or of_list


def _drafted(page: Page, person: Person) -> list[Block]:
    """The imports whose drafts wait to be published."""
    found, lang = imports.drafted_imports(person, catalogs().url), page.lang
    if not found:
        return []
    head = [text(f"importing_open_{part}", lang) for part in ("file", "list", "state", "who", "at", "act")]
    caption = counted("importing_drafted", len(found), lang)
    rows = []
    for one in found:
        acts = [{"label": text("importing_see_it", lang), "event": {"type": "open", "number": one.number}}]
        rows.append(_row(page, one, text("importing_fate_open", lang, draft=one.draft), acts))
    return [{"type": "table", "caption": caption, "head": head, "rows": rows, "look": "open"}]


def _open(page: Page, one: Import) -> Block:
    lang, counts = page.lang, one.counts
    held = sum(found["count"] for found in one.told.get("open", ()) if found["severity"] in HOLDING)
    good, rows = counts.get("good", 0), counts.get("rows", 0)
    state = text("importing_open_rows", lang, good=good, rows=rows, open=held) if counts else "–"
    acts = [
        {"label": text("importing_go_on", lang), "event": {"type": "open", "number": one.number}},
        {"label": text("importing_drop_it", lang), "event": {"type": "drop", "number": one.number}},
    ]
    return _row(page, one, state, acts)


def _row(page: Page, one: Import, state: str, acts: list[Block]) -> Block:
    lang = page.lang
    return {
        "label": one.file_name,
        "cells": [
            {"text": list_words(page, one.list, one.about)},
            {"text": state},
            {"text": who_words(one.person_name, lang) or "–", "quiet": True},
            {"text": local_time(one.changed_at), "quiet": True},
            {"actions": acts},
        ],
    }


def _begin(page: Page, person: Person) -> Block:
    """The form: which list, of which county, and the file; the template of what was chosen."""
    lang = page.lang
    # The address may say that it is values that are imported.
    begun = {"list": LIST} if st.query_params.get(INTO, "") == LIST else {}
    chosen = st.session_state.get(CHOSEN, begun)
    lists = [[code, list_name(page.catalog, code, lang)] for code in page.catalog.lists]
    none = [[NO_LIST, text("importing_list_none", lang)]]
    new = [[NEW_LIST, text("importing_list_new", lang)]] if may_make_list(person) else []
    values = [[LIST, text("importing_of_values", lang)]]
    of_list, options = chosen.get("list", NO_LIST), [*none, *lists, *values, *new]
    fields = [forms.field("list", text("importing_list", lang), "select", of_list, options=options, tells=True)]
    if new and of_list == NEW_LIST:
        fields += [
            forms.field(f"new_{part}", text(f"importing_new_{part}", lang)) for part in ("name", "source", "date")
        ]
    fields.append(_unit(page, person, chosen))
    fields.append(file_field("importing_drop", lang, of_list))
    waits = st.session_state.get(PENDING)
    begin = [forms.action("begin", text("importing_begin", lang, file=waits[0]), lead=True)] if waits else []
    is_values = of_list == LIST
    about = text("importing_values_template_about" if is_values else "importing_template_about", lang)
    fields.append(forms.field("about", about, "note"))
    acts = [
        *begin,
        forms.action("template", text("importing_template", lang)),
        forms.action("templates", text("importing_values_templates" if is_values else "importing_templates", lang)),
    ]
    return {"type": "form", "key": "begin", "turn": 0, "title": "", "note": "", "fields": fields, "actions": acts}


def _unit(page: Page, person: Person, chosen: dict[str, Any]) -> forms.Field:
    lang, units = page.lang, page.catalog.units
    own = import_county.units_of(person)
    options = [[one, str(units.at[one, f"name_{lang}"])] for one in UNITS if one in own and one in units.index]
    alone = options[0][0] if len(options) == 1 else ""
    of = "importing_values_unit" if chosen.get("list") == LIST else "importing_unit"
    alone = "" if chosen.get("list") == LIST else alone
    several = [] if alone else [["", text(f"{of}_several", lang)]]
    label, hint = text(of, lang), text(f"{of}_hint", lang)
    return forms.field("unit", label, "select", chosen.get("unit", alone), options=[*several, *options], hint=hint)


def file_field(label: str, lang: str, of_list: str) -> forms.Field:
    """Where a file is dropped or chosen."""
    most = FILE_MOST // MEGABYTE
    about = "importing_values_drop_about" if of_list == LIST else "importing_drop_about"
    return forms.field(
        "file",
        text(label, lang),
        "bytes",
        act=text("importing_drop_act", lang),
        about=text(about, lang, most=most),
        most=FILE_MOST,
        too_big=text("error_import_file_large", lang, most=most),
        sending=text("importing_sending", lang),
        got=st.session_state.get(GOT),
        waits=st.session_state.get(PENDING, ("",))[0],
        empty=text("error_import_no_file", lang),
    )
