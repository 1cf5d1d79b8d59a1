"""The page of drafts: the list of them, one of them, one row as a form, many rows as a table."""

from __future__ import annotations

import streamlit as st

from g60.contract.errors import G60Error, RefusedError
from g60.contract.i18n import text
from g60.record import drafts
from g60.record.people import Person, may
from g60.ui import edit_draft, edit_form, edit_list, edit_table, sign_in
from g60.ui.asked import asked_about, catalogs
from g60.ui.edit_words import EDITED, error_words
from g60.ui.page import Page
from g60.ui.person import signed_in
from g60.ui.plain import escaped


def show(page: Page) -> None:
    """Draws the page, or says in words why it cannot."""
    with page.container(key="atlas_edit"):
        sign_in.bar(page)
        try:
            person = signed_in()
            if may(person, "edit"):
                _show(page, person)
            else:
                edit_list.how(page)
        except G60Error as error:
            st.error(escaped(error_words(error, page.lang)))


def _show(page: Page, person: Person) -> None:
    number, url = page.closed.number if page.closed else page.view.draft, catalogs().url
    subject, field, _ = asked_about()
    if page.closed and subject:  # what is to be edited waits for a draft that is open
        number = None
    dataset = next((one for one in EDITED if one.name == st.query_params.get("table", "")), None)
    if number is None:
        edit_list.show(page, person, subject)
        return
    try:
        draft = drafts.draft(person, number, url)
    except RefusedError as error:
        st.error(escaped(text(error.code, page.lang, **error.values)))
        edit_list.show(page, person, subject)
        return
    if draft.state == "open" and dataset is not None and subject == "-":
        edit_form.show_new(page, person, draft, dataset)
    elif draft.state == "open" and dataset is not None:
        edit_table.show(page, person, draft, dataset)
    elif draft.state == "open" and subject:
        edit_form.show(page, person, draft, subject, field)
    else:
        edit_draft.show(page, person, draft)
