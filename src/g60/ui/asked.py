"""What the address asks for: the catalog, what is picked of it, and what an event makes of the address."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.catalog.sources.folder import default_folder
from g60.contract.errors import G60Error, RefusedError
from g60.evidence.tasks import task_subjects
from g60.record import drafts
from g60.record.catalogs import Catalogs, catalogs_in
from g60.record.database_address import reading_url
from g60.record.draft_state import Draft
from g60.record.rows import BY_NAME
from g60.record.versions import version_at
from g60.ui import address, components, filter_time
from g60.ui.events import happened
from g60.ui.page_list import PAGES
from g60.ui.person import signed_in

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


def catalogs() -> Catalogs:
    """The catalogs of the record, whose version 1 is the folder that G60_GEODATA names, else the shipped one."""
    return catalogs_in(default_folder(), reading_url())


def load_catalog() -> Catalog:
    """The catalog of the newest version; made once, shared, never written to."""
    return catalogs().newest()


def asked_catalog() -> Catalog:
    """The catalog that the address asks for: of a version, of a day, of an open draft, else of the newest version.

    What the address cannot have is named by `notice_ignored`, and the newest version is shown.
    """
    view = View.from_query(address.query())
    try:
        if view.draft is not None and closed_draft(view) is None:
            return catalogs().draft(signed_in(), view.draft).catalog
        if view.at:
            return catalogs().version(version_at(view.at, catalogs().url))
    except RefusedError as error:
        st.session_state[NOT_TO_BE_HAD] = error
    return load_catalog()


def closed_draft(view: View) -> Draft | None:
    """The draft that a view names if it is published or discarded; its address then shows the newest version."""
    if view.draft is None:
        return None
    try:
        found = drafts.draft(signed_in(), view.draft, catalogs().url)
    except G60Error:
        return None  # said where the draft's catalog is asked for
    return None if found.state == "open" else found


def since(view: View) -> int:
    """The version since which the address asks for changes; 0 where it asks for none, or for none that there is."""
    if not view.since:
        return 0
    try:
        return version_at(view.since, catalogs().url)
    except RefusedError as error:
        st.session_state[NOT_TO_BE_HAD] = error
        return 0


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
    before = read_address(catalog)
    after = happened(event, catalog, *before)
    address.write(*after)
    if after[0] != before[0]:
        filter_time.begin(began)


def chosen_dataset() -> str:
    """The dataset whose changes the reader has asked for; empty for all."""
    chosen = st.session_state.get(DATASET)
    return chosen if isinstance(chosen, str) and chosen in BY_NAME else ""


def read_address(catalog: Catalog) -> tuple[Selection, View]:
    """What the address asks for, as far as the catalog has it."""
    query = address.query()
    view = View.from_query(query).without_unknown(
        task_subjects(catalog), len(catalog.tables.indicators), set(map(str, catalog.tables.plans.index))
    )
    return Selection.from_query(query).without_unknown(catalog.held), view


def asked_about() -> tuple[str, str, str]:
    """Subject, field and page of the value that the address asks to correct; each empty where it names none."""
    subject, field, page = (st.query_params.get(key, "")[:200] for key in address.ABOUT)
    return subject, field, page if page in {name for name, _, _ in PAGES} else ""
