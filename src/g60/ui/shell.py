"""What every page opens with: the address read once, navigation, language, bands, filters."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace

import streamlit as st

from g60.ask.permalink import ignored, to_query
from g60.ask.view import View
from g60.contract.errors import G60Error
from g60.contract.i18n import LANGUAGES, text
from g60.contract.themes import THEMES
from g60.record import drafts
from g60.ui import address, components, filters, trouble, version_band
from g60.ui.asked import (
    LEAD_TO,
    NOT_TO_BE_HAD,
    asked_about,
    asked_catalog,
    catalogs,
    closed_draft,
    read_address,
    since,
    take_in,
)
from g60.ui.page import Page, first_time
from g60.ui.page_list import PAGES, UNLISTED
from g60.ui.person import signed_in
from g60.ui.plain import escaped
from g60.ui.turns import turn

IGNORED_SHOWN = 6


def open_page(name: str, client: components.Client) -> Page:
    """The page's catalog, selection and view, after its head was drawn; `client` serves its parts."""
    address.begin_run()
    lang = View.from_query(address.query()).lang
    st.set_page_config(page_title=text("title", lang), layout="wide", initial_sidebar_state="collapsed")
    asked = _asked(name, client)
    is_map = name == "atlas"
    page = replace(asked, body=st.container(key="atlas_page" if is_map else "atlas_text"))
    with page.container(key="atlas_header"):
        _header(page)
    if is_map:
        with page.container(key="atlas_link"):
            _follow_view(page)
    else:
        _bands(page)
        notice_ignored(page)
    return page


def draw_filtered(page: Page, draw_map: Callable[[Page], None], draw: Callable[[Page], None]) -> None:
    """Draws the map's page below its head; filters and results in a fragment, which is all that a filter runs.

    The head and the map's frame stay as the last whole run has drawn them. A click on one of the head's links tells the
    page's name, and the server leads there with the present address (`hosts/page_links.js`). The map is told through
    the results (`map_part`), and drawn first, since its frame takes longest.
    """
    with page.body or nullcontext():
        before_the_map = st.container()
        draw_map(replace(page, body=None))
        with before_the_map:
            _filtered([replace(page, body=None)], page.client, page.catalog.fingerprint, draw)


@st.fragment
def _filtered(drawn_first: list[Page], client: components.Client, mounted: str, draw: Callable[[Page], None]) -> None:
    with turn():
        if drawn_first:  # within the run of the whole page
            page = drawn_first.pop()
        else:
            address.begin_run()
            page = _asked("atlas", client)
            if page.catalog.fingerprint != mounted:  # the map shows other data
                st.rerun()
        _bands(page)
        with page.container(key="atlas_filters"):
            page.draw("facets", "facets", filters.data(page))
        draw(page)


def _asked(name: str, client: components.Client) -> Page:
    """What the address asks for, not drawn yet; goes to another page where the last event leads there."""
    st.session_state.pop(NOT_TO_BE_HAD, None)
    try:
        catalog = asked_catalog()
    except G60Error as error:
        trouble.show(error, View.from_query(address.query()).lang)
        st.stop()
    selection, view = read_address(catalog)
    view = view if name == address.MEETING else replace(view, scene=None)
    closed = closed_draft(view)
    view = replace(view, draft=None) if closed else view  # links leave it out
    leads_to = st.session_state.pop(LEAD_TO, name)
    if leads_to != name:
        st.switch_page(f"{leads_to}.py", query_params=address.query_for(leads_to, selection, view))
    return Page(name, catalog, selection, view, client, since(view), closed)


def _bands(page: Page) -> None:
    version_band.show(page, catalogs())
    _draft_band(page)


def _header(page: Page) -> None:
    lang = page.lang
    st.title(text("title", lang), anchor=False)
    for name in (name for name, _, _ in PAGES if name not in UNLISTED):
        here = name == page.name
        label = text(f"nav_{name}", lang)
        query = None if here else address.query_for(name, page.selection, page.view)
        st.page_link(f"{name}.py", label=label, query_params=query, disabled=here)
    off, on = address.repairs(page.name)
    told = {"version": catalogs().followed(), "shown": page.catalog.version, "address": {"off": off, "on": on}}
    page.draw("look", "look", {"theme": page.view.theme, "themes": list(THEMES)} | told)
    other = next(code for code in LANGUAGES if code != lang)
    label = text("language_name", other)
    clicked = st.button(label, key="atlas_language", on_click=_speak, args=(other,), type="tertiary")
    if first_time("atlas_language") and clicked:
        _speak(other)
        st.rerun()


def _draft_band(page: Page) -> None:
    """Says on every page that a draft is shown and not the data, with the way back to it."""
    number = page.view.draft
    if number is None or isinstance(st.session_state.get(NOT_TO_BE_HAD), G60Error):
        return
    try:
        name = drafts.draft(signed_in(), number, catalogs().url).name
    except G60Error:
        return  # the page says why there is no draft to see
    with page.container(key="atlas_draft"):
        here = page.name == "edit"
        label = text("draft_band_here" if here else "draft_band", page.lang, draft=number, name=name)
        subject = asked_about()[0] if here else page.selection.focus
        focus = subject if subject in page.catalog.ids else ""
        query = to_query(replace(page.selection, focus=focus), page.view)
        st.page_link("atlas.py" if here else "edit.py", label=escaped(label), query_params=query)


def _speak(lang: str) -> None:
    take_in({"type": "lang", "lang": lang})


def notice_ignored(page: Page) -> None:
    """Names what the address held that was not understood. As plain text: an address is never markup."""
    _say_gone(page)
    _say_closed(page)
    refused = st.session_state.get(NOT_TO_BE_HAD)
    if isinstance(refused, G60Error) and page.name != "edit":  # which says it in the place of the draft
        with st.container(key="atlas_not_had"):
            st.text(text(refused.code, page.lang, **refused.values))
    view = replace(page.view, draft=page.closed.number) if page.closed else page.view
    own = () if page.name == "atlas" else address.ABOUT + address.OWN
    asked = {key: values for key, values in address.query_of(page.name).items() if key not in own}
    found = ignored(asked, page.selection, view)
    if found:
        parts = ", ".join(f"{part.key}={part.value}" for part in found[:IGNORED_SHOWN])
        with st.container(key="atlas_notice"):
            st.text(text("address_ignored", page.lang, count=len(found), parts=parts))


def _say_gone(page: Page) -> None:
    if catalogs().trouble:
        with st.container(key="atlas_database_gone"):
            st.text(text("notice_database_gone", page.lang, version=page.catalog.version))


def _say_closed(page: Page) -> None:
    """What became of the draft that the address names; its own page says it with all that it changed."""
    draft = page.closed
    if draft is None or (page.name == "edit" and not asked_about()[0]):
        return
    with st.container(key="atlas_draft_closed"):
        code = "draft_closed_published" if draft.state == "published" else "draft_closed_discarded"
        st.text(text(code, page.lang, draft=draft.number, version=draft.version or ""))


@st.fragment
def _follow_view(page: Page) -> None:
    """The map's view in the address, in a fragment: moving the map runs these lines and not the page."""
    st.session_state.pop(address.TAKEN, None)
    page.draw("view_link", "view_link", {})
