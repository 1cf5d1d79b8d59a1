"""The page of people, for an administrator: who may do what, and what they did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from g60.contract.codes import UNITS
from g60.contract.errors import G60Error
from g60.contract.i18n import text
from g60.record.deeds import deeds
from g60.record.people import NAME_LENGTH, ROLES, Person, add_person, may, people, remove_person
from g60.record.versions import local_time
from g60.ui import forms, sign_in
from g60.ui.asked import catalogs
from g60.ui.forms import Typed
from g60.ui.page import Page
from g60.ui.person import signed_in

Block = dict[str, Any]
FORM = "people_form"
# Whose entry is in the form: an account.
CHOSEN = "people_chosen"


def show(page: Page) -> None:
    """Draws the page; whoever is no administrator reads what it is for."""
    with page.container(key="atlas_people"):
        person = sign_in.bar(page)
        if not may(person, "administer"):
            _blocks(page, [_heading(page), _words("people_not_yours", page.lang)])
            return
        try:
            known = people(catalogs().url)
            _blocks(page, [_heading(page), _words("people_how", page.lang), *_listed(page, known)])
            chosen = next((one for one in known if one.account == st.session_state.get(CHOSEN)), None)
            forms.draw(page, FORM, _form(page, chosen), lambda action, typed: _act(page, chosen, action, typed))
            if chosen:
                page.draw("report", "people_deeds", {"blocks": _did(page, person, chosen)})
        except G60Error as error:
            _blocks(page, [{"type": "words", "text": text(error.code, page.lang, **error.values)}])


def _blocks(page: Page, blocks: list[Block]) -> None:
    forms.listen(page, "report", "people_list", {"blocks": blocks}, _chosen)


def _chosen(event: Mapping[str, Any]) -> None:
    account = event.get("account")
    if event.get("type") == "person" and isinstance(account, str):
        st.session_state[CHOSEN] = account[:NAME_LENGTH]
        forms.reset(FORM)


def _heading(page: Page) -> Block:
    return {"type": "heading", "text": text("nav_people", page.lang)}


def _words(code: str, lang: str) -> Block:
    return {"type": "words", "text": text(code, lang)}


def _listed(page: Page, known: list[Person]) -> list[Block]:
    lang = page.lang
    between = text("enumeration", lang)
    rows = [
        {
            "label": one.name,
            "event": {"type": "person", "account": one.account},
            "cells": [
                {"text": one.account, "code": True},
                {"text": between.join(text(f"role_{role}", lang) for role in ROLES if role in one.roles)},
                {"text": between.join(sign_in.unit_name(page, unit) for unit in UNITS if unit in one.units)},
            ],
        }
        for one in known
    ]
    head = [text(f"people_{column}", lang) for column in ("name", "account", "roles", "units")]
    new = {"label": text("people_new", lang), "event": {"type": "person", "account": ""}}
    return [
        {"type": "table", "caption": text("people_count", lang, count=len(known)), "head": head, "rows": rows},
        {"type": "actions", "actions": [new]},
    ]


def _form(page: Page, chosen: Person | None) -> dict[str, Any]:
    lang = page.lang
    roles = [[role, text(f"role_{role}", lang)] for role in ROLES]
    units = [[unit, sign_in.unit_name(page, unit)] for unit in UNITS]
    given = chosen or Person()
    # The account says who it is: another one would be somebody else.
    hint = text("people_account_hint", lang)
    fields = [
        *([] if chosen else [forms.field("account", text("people_account", lang), hint=hint)]),
        forms.field("name", text("people_name", lang), value=given.name),
        forms.field(
            "roles",
            text("people_roles", lang),
            "checks",
            sorted(given.roles),
            options=roles,
            hint=text("people_roles_hint", lang),
        ),
        forms.field("units", text("people_units", lang), "checks", sorted(given.units), options=units),
    ]
    actions = [forms.action("save", text("people_save", lang), lead=True)]
    if chosen:
        no = text("form_no", lang)
        for name in ("remove", "blank"):
            question = text(f"people_{name}_question", lang, name=chosen.name)
            actions.append(forms.action(name, text(f"people_{name}", lang), question=question, no=no))
    title = text("people_change", lang, name=chosen.name) if chosen else text("people_new", lang)
    return {"title": title, "note": given.account, "fields": fields, "actions": actions}


def _act(page: Page, chosen: Person | None, action: str, typed: Typed) -> str:
    """Do what a button of the form says, as the reader who presses it now."""
    person, url = signed_in(), catalogs().url
    account = chosen.account if chosen else typed.line("account")
    if action == "save":
        roles, units = typed.some("roles"), typed.some("units")
        made = add_person(account, typed.line("name"), roles=roles, units=units, by=person, url=url)
        st.session_state[CHOSEN] = ""
        return text("people_saved", page.lang, name=made.name)
    if action in ("remove", "blank"):
        remove_person(account, by=person, blank=action == "blank", url=url)
        st.session_state[CHOSEN] = ""
        return text("cli_person_blanked" if action == "blank" else "cli_person_removed", page.lang, account=account)
    return ""


def _did(page: Page, person: Person, chosen: Person) -> list[Block]:
    lang = page.lang
    found = deeds(person, chosen.account, catalogs().url)
    title: Block = {"type": "heading", "level": 3, "text": text("people_deeds", lang, name=chosen.name)}
    if not found:
        return [title, _words("people_deeds_none", lang)]
    rows = [
        {
            "label": local_time(one.at),
            "cells": [
                {"text": text(f"deed_{one.kind}", lang, number=one.number)},
                {"text": "" if one.kind == "document" else one.words},
            ],
        }
        for one in found
    ]
    head = [text(f"people_deed_{column}", lang) for column in ("at", "what", "words")]
    return [title, {"type": "table", "head": head, "rows": rows}]
