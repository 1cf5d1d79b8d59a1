"""The page of the record: links to its other pages, and the list of versions with who, when and why."""

from __future__ import annotations

from typing import Any

import streamlit as st

from g60.contract.errors import DatabaseError
from g60.contract.i18n import counted, text
from g60.record.versions import SHIPPED, Version, local_time, versions
from g60.ui.shell import PAGES, Page, catalogs

Block = dict[str, Any]
# The other pages of the record, as far as they are there.
RECORD_PAGES = ("edit", "documents", "corrections", "people")
# As many versions are listed; the files of a difference and the command line hold all.
SHOWN = 300


def show(page: Page) -> None:
    """Draws the page."""
    lang = page.lang
    with page.body.container(key="atlas_versions"):
        page.draw("report", "versions_head", {"blocks": head(lang)})
        try:
            known = versions(catalogs().url)
        except DatabaseError as error:
            st.text(text(error.code, lang, **error.values))
            return
        page.draw("report", "versions_list", {"blocks": listed(known, lang)})


def head(lang: str) -> list[Block]:
    """The title, and the ways to the other pages of the record."""
    there = {name for name, _, _ in PAGES}
    links = [{"label": text(f"nav_{name}", lang), "page": name} for name in RECORD_PAGES if name in there]
    return [
        {"type": "heading", "text": text("versions_title", lang)},
        {"type": "words", "text": text("versions_text", lang)},
        {"type": "actions", "label": text("versions_pages", lang), "actions": links},
    ]


def listed(known: list[Version], lang: str) -> list[Block]:
    """The versions, newest first."""
    heading = {"type": "heading", "text": text("versions_list", lang)}
    if len(known) == 1 and not known[0].at:
        return [heading, {"type": "words", "text": text("versions_none", lang)}]
    columns = ("version", "at", "who", "why", "counts", "open")
    blocks: list[Block] = [heading]
    if len(known) > SHOWN:
        blocks.append({"type": "words", "text": text("versions_shown", lang, count=len(known), shown=SHOWN)})
    table = {
        "type": "table",
        "caption": counted("versions_count", len(known), lang),
        "head": [text(f"versions_column_{name}", lang) for name in columns],
        "rows": [_row(version, lang, newest=known[0].number) for version in known[:SHOWN]],
    }
    return [*blocks, table]


def _row(version: Version, lang: str, *, newest: int) -> Block:
    number = version.number
    tally = {name: getattr(version, name) for name in ("added", "changed", "removed")}
    actions = [{"label": text("versions_show", lang), "event": {"type": "version", "at": str(number), "since": ""}}]
    if number > SHIPPED:
        asked = {"type": "version", "since": str(number - 1), "at": "" if number == newest else str(number)}
        actions.insert(0, {"label": text("versions_changes", lang), "event": asked})
    return {
        "label": str(number),
        "note": text(f"versions_kind_{version.kind}", lang, restored=version.restored or ""),
        "cells": [
            {"text": local_time(version.at) if version.at else "–"},
            {"text": who(version.who, version.kind, lang)},
            {"text": why(version.why, version.kind, lang)},
            {"text": text("versions_tally", lang, **tally), "quiet": True},
            {"actions": actions},
        ],
    }


def who(name: str, kind: str, lang: str) -> str:
    """Who made a version: a name, or that it was shipped or its maker's name was taken out."""
    if name:
        return name
    return text("versions_who_shipped" if kind == "shipped" else "versions_who_blanked", lang)


def why(words: str, kind: str, lang: str) -> str:
    """Why a version was made."""
    return words or (text("versions_why_shipped", lang) if kind == "shipped" else "–")
