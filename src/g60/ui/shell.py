"""What every page opens with: the address read once, navigation, language, filters; and what was picked."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from g60.ask.permalink import ignored, to_query
from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract import settings
from g60.contract.errors import G60Error, RefusedError
from g60.contract.i18n import LANGUAGES, text
from g60.contract.themes import THEMES
from g60.evidence.tasks import task_subjects
from g60.record import drafts
from g60.record.catalogs import Catalogs, catalogs_in
from g60.record.database import reading_url
from g60.record.draft_state import Draft
from g60.record.rows import BY_NAME
from g60.record.versions import version_at
from g60.ui import address, components, filter_time, filters, trouble, version_band
from g60.ui.events import happened
from g60.ui.person import signed_in
from g60.ui.plain import escaped
from g60.ui.turns import turn

IGNORED_SHOWN = 6
SHIPPED = Path(__file__).parents[3] / "geodata"

# The pages: file and address, title in the browser's tab, whether it is the first one.
PAGES = (
    ("atlas", text("title", "zh"), True),
    ("compare", text("nav_compare", "zh"), False),
    ("indicators", text("nav_indicators", "zh"), False),
    ("evaluation", text("nav_evaluation", "zh"), False),
    ("industry", text("nav_industry", "zh"), False),
    ("tasks", text("nav_tasks", "zh"), False),
    ("meeting", text("nav_meeting", "zh"), False),
    ("sources", text("nav_sources", "zh"), False),
    ("ledger", text("nav_ledger", "zh"), False),
    ("versions", text("nav_versions", "zh"), False),
    ("corrections", text("nav_corrections", "zh"), False),
    ("bulletin", text("nav_bulletin", "zh"), False),
    ("edit", text("nav_edit", "zh"), False),
    ("imports", text("nav_imports", "zh"), False),
    ("documents", text("nav_documents", "zh"), False),
    ("people", text("nav_people", "zh"), False),
)
# Pages that are reached from where they are needed and not from the head of every page.
UNLISTED = ("evaluation", "ledger", "corrections", "bulletin", "edit", "imports", "documents", "people")
# The keys of what this session has drawn.
DRAWN = "drawn"
# The page to which an event leads: a page cannot be left while the event is taken in.
LEAD_TO, LEADING = (
    "lead_to",
    {
        **{"open": "atlas", "card": "atlas", "space": "atlas"},
        **{"changes": "versions", "judge": "evaluation", "ledger": "ledger"},
    },
)
# The dataset whose changes are listed.
DATASET = "changes_of"
# Why the address's version or draft is not shown.
NOT_TO_BE_HAD = "not_to_be_had"


@dataclass(frozen=True)
class Page:
    """What a page is given: the place to draw in, the catalog, what was picked of it and how."""

    name: str
    catalog: Catalog
    selection: Selection
    view: View
    client: components.Client
    since: int = 0  # the version since which changes are asked for; 0: not asked
    closed: Draft | None = None  # the draft that the address names where it is published or discarded
    body: DeltaGenerator | None = None  # where the page is drawn; None: where the script is

    @cached_property
    def picked(self) -> Catalog:
        """The catalog of the selection."""
        return self.catalog.pick(self.selection)

    def container(self, key: str) -> DeltaGenerator:
        """A new place on the page, under this key."""
        return st.container(key=key) if self.body is None else self.body.container(key=key)

    def draw(self, part: str, key: str, data: Mapping[str, Any], act: Callable[[], None] | None = None) -> None:
        """Draws a part of the page with its data, here and now; `key` names it among the others.

        `act` takes its events in the place of the address.
        """
        given = components.packed({"lang": self.lang, **data})
        take_in = act or on_event(key)
        drawn = components.part(self.client, part)(key=key, data=given, on_event_change=take_in)
        if _first_time(key) and getattr(drawn, "event", None) is not None:
            take_in()
            st.rerun()

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.view.lang


def catalogs() -> Catalogs:
    """The catalogs of the record, whose version 1 is the folder that G60_GEODATA names, else the shipped one."""
    return catalogs_in(Path(settings.given("G60_GEODATA") or SHIPPED), reading_url())


def load_catalog() -> Catalog:
    """The catalog of the newest version; made once, shared, never written to."""
    return catalogs().newest()


def asked_catalog() -> Catalog:
    """The catalog that the address asks for: of a version, of a day, of an open draft, else of the newest version.

    What the address cannot have is named by `notice_ignored`, and the newest version is shown.
    """
    view = View.from_query(address.query())
    try:
        if view.draft is not None and _closed_draft(view) is None:
            return catalogs().draft(signed_in(), view.draft).catalog
        if view.at:
            return catalogs().version(version_at(view.at, catalogs().url))
    except RefusedError as error:
        st.session_state[NOT_TO_BE_HAD] = error
    return load_catalog()


def _closed_draft(view: View) -> Draft | None:
    """The draft that a view names if it is published or discarded; its address then shows the newest version."""
    if view.draft is None:
        return None
    try:
        found = drafts.draft(signed_in(), view.draft, catalogs().url)
    except G60Error:
        return None  # said where the draft's catalog is asked for
    return None if found.state == "open" else found


def _since(view: View) -> int:
    """The version since which the address asks for changes; 0 where it asks for none, or for none that there is."""
    if not view.since:
        return 0
    try:
        return version_at(view.since, catalogs().url)
    except RefusedError as error:
        st.session_state[NOT_TO_BE_HAD] = error
        return 0


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
    selection, view = _read_address(catalog)
    view = view if name == address.MEETING else replace(view, scene=None)
    closed = _closed_draft(view)
    view = replace(view, draft=None) if closed else view  # links leave it out
    leads_to = st.session_state.pop(LEAD_TO, name)
    if leads_to != name:
        st.switch_page(f"{leads_to}.py", query_params=address.query_for(leads_to, selection, view))
    return Page(name, catalog, selection, view, client, _since(view), closed)


def _bands(page: Page) -> None:
    version_band.show(page, catalogs())
    _draft_band(page)


def _first_time(key: str) -> bool:
    """Whether this session draws a part or a button for the first time.

    When the process that served a reader is gone, another one gets their next click in a session that knows none of
    the page's parts yet, and Streamlit calls no callback: what was clicked is then taken in after the part is drawn.
    """
    known = st.session_state.setdefault(DRAWN, set())
    is_first = key not in known
    known.add(key)
    return is_first


def on_event(key: str) -> Callable[[], None]:
    """A callback that takes the event of one component into the address, before the script runs."""

    def act() -> None:
        event = components.event_of(key)
        take_in(event)
        if leads_to := _leads_to(event):
            st.session_state[LEAD_TO] = leads_to

    return act


def _leads_to(event: Any) -> str:
    """The page to which an event leads; empty where it leads to none."""
    if not isinstance(event, Mapping):
        return ""
    if event.get("type") == "page":  # a link of the head
        return next((name for name, _, _ in PAGES if name == event.get("page")), "")
    return LEADING.get(str(event.get("type")), "")


def take_in(event: Any) -> None:
    """Take an event into the address; before the script runs, or with a rerun after it.

    Which dataset's changes are listed is no part of the address, which would be too long with it.
    """
    if isinstance(event, dict) and event.get("type") == "dataset":
        st.session_state[DATASET] = event.get("code")
    address.catch_up()
    began = time.perf_counter()
    try:
        catalog = asked_catalog()
    except G60Error:
        return  # the page that follows says why there is no data
    before = _read_address(catalog)
    after = happened(event, catalog, *before)
    address.write(*after)
    if after[0] != before[0]:
        filter_time.begin(began)


def chosen_dataset() -> str:
    """The dataset whose changes the reader has asked for; empty for all."""
    chosen = st.session_state.get(DATASET)
    return chosen if isinstance(chosen, str) and chosen in BY_NAME else ""


def _read_address(catalog: Catalog) -> tuple[Selection, View]:
    query = address.query()
    view = View.from_query(query).without_unknown(
        task_subjects(catalog), len(catalog.tables.indicators), set(map(str, catalog.tables.plans.index))
    )
    return Selection.from_query(query).without_unknown(catalog.held), view


def asked_about() -> tuple[str, str, str]:
    """Subject, field and page of the value that the address asks to correct; each empty where it names none."""
    subject, field, page = (st.query_params.get(key, "")[:200] for key in address.ABOUT)
    return subject, field, page if page in {name for name, _, _ in PAGES} else ""


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
    if _first_time("atlas_language") and clicked:
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
