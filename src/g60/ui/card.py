"""The card of the chosen one as the page's panel draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from g60.checks.citations import Documents
from g60.evidence import card as cards

if TYPE_CHECKING:
    from g60.ui.shell import Page


def card(page: Page, at_hand: Documents) -> dict[str, Any]:
    """The card of the chosen one; citations quote the documents that are at hand."""
    return cards.card(page.catalog, page.selection.focus, page.lang, at_hand).as_payload()
