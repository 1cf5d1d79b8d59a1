"""The field of a form by which a draft is chosen."""

from __future__ import annotations

from g60.contract.i18n import text
from g60.record.draft_state import Draft
from g60.record.drafts import drafts
from g60.record.people import Person
from g60.ui import forms
from g60.ui.asked import catalogs
from g60.ui.page import Page


def _own_drafts(person: Person) -> list[Draft]:
    """The open drafts that a person may work in: their own, or for the city's people all of them."""
    return [one for one in drafts(person, catalogs().url) if person.roles != {"clerk"} or one.owner == person.id]


def draft_field(page: Page, person: Person) -> forms.Field:
    """The list of drafts from which one is chosen, the address's first; with the empty code a new one is made."""
    found = [[str(one.number), f"{one.number} · {one.name}"] for one in _own_drafts(person)]
    chosen = str(page.view.draft) if any(code == str(page.view.draft) for code, _ in found) else ""
    options = [["", text("documents_draft_new", page.lang)], *found]
    return forms.field("draft", text("documents_draft", page.lang), "select", chosen, options=options)
