"""The line of a record page that says who the reader is, with signing in and out, and the way to its sister pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from importlib.util import find_spec

import streamlit as st

from g60.ask.permalink import to_query
from g60.contract.errors import DatabaseError
from g60.contract.i18n import text
from g60.record.people import LOCAL_ACCOUNT, ROLES, VISITOR, Person, may
from g60.ui.page import Page
from g60.ui.page_list import PAGES
from g60.ui.person import account, at_the_machine, is_signed_in, signed_in
from g60.ui.plain import escaped

# The pages of the record beside the one that the head of every page leads to.
RECORD_PAGES = ("edit", "imports", "documents", "corrections", "people")
# What Streamlit signs in with; both come with the extra `signin`.
LIBRARIES = ("authlib", "httpx")
# Keys of [auth] that belong to the app and name no provider.
SHARED = ("redirect_uri", "cookie_secret", "expose_tokens", "client_kwargs")


def bar(page: Page, *, sisters: bool = True) -> Person:
    """Draws the line, and returns the reader; the visitor where the database cannot say.

    `sisters` are the links to the other pages of the record, for a page that does not lead to them itself.
    """
    try:
        person, trouble = signed_in(), ""
    except DatabaseError as error:
        person, trouble = VISITOR, text(error.code, page.lang, **error.values)
    with st.container(key="atlas_who"):
        st.text(trouble or who(page, person))
        if is_signed_in():
            st.button(text("who_sign_out", page.lang), key="sign_out", on_click=st.logout, type="tertiary")
        elif not person.id and all(find_spec(name) for name in LIBRARIES):
            for name in providers():
                label = escaped(
                    text("who_sign_in_with", page.lang, name=name) if name else text("who_sign_in", page.lang)
                )
                st.button(label, key=f"sign_in_{name}", on_click=partial(st.login, name or None), type="tertiary")
        if sisters:
            _sisters(page, person)
    return person


def who(page: Page, person: Person) -> str:
    """Who the reader is and what they may, in words; or how to turn editing on."""
    lang = page.lang
    if person.account == LOCAL_ACCOUNT:
        return text("who_local", lang)
    if person.id:
        between = text("enumeration", lang)
        roles = between.join(text(f"role_{role}", lang) for role in ROLES if role in person.roles)
        units = between.join(unit_name(page, unit) for unit in sorted(person.units))
        return " · ".join(part for part in (person.name, roles, units) if part)
    if is_signed_in():
        known = account()
        unproved = st.user.get("email") if st.user.get("email_verified") not in (True, "true") else ""
        words = text("who_unknown", lang, account=known)
        return f"{words}\n{text('who_unverified', lang, email=unproved)}" if unproved else words
    if not providers():
        return text("who_off" if at_the_machine() else "who_ask", lang)
    lacking = [name for name in LIBRARIES if find_spec(name) is None]
    if not lacking:
        return text("who_visitor", lang)
    # How it is set up is for those who sit at the machine; everybody else asks them.
    return text("who_no_library", lang, names=", ".join(lacking)) if at_the_machine() else text("who_ask", lang)


def unit_name(page: Page, unit: str) -> str:
    """The short name of a unit; its code where the catalog has none."""
    units = page.catalog.units
    return str(units.at[unit, f"short_{page.lang}"]) if unit in units.index else unit


def providers() -> list[str]:
    """The identity providers that the operator has named in secrets.toml; one without a name is ""."""
    try:
        section = st.secrets.get("auth")
    except FileNotFoundError:
        return []
    if not isinstance(section, Mapping):
        return []
    # Streamlit knows no provider whose name holds an underscore.
    named = [
        str(name)
        for name, value in section.items()
        if name not in SHARED and isinstance(value, Mapping) and "_" not in str(name)
    ]
    return ([""] if "client_id" in section else []) + named


def _sisters(page: Page, person: Person) -> None:
    known = {name for name, _, _ in PAGES}
    for name in RECORD_PAGES:
        if name in known and name != page.name and (name != "people" or may(person, "administer")):
            query = to_query(page.selection, page.view)
            st.page_link(f"{name}.py", label=text(f"nav_{name}", page.lang), query_params=query)
