"""Forms and parts whose events a page takes itself, as `form.js` and its like draw them.

An event comes from a browser and may be forged: its values are texts and lists of texts of a bounded length, and who
acts is looked up anew, each time, by the function that acts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from g60.contract.errors import DataError, G60Error
from g60.contract.i18n import text
from g60.ui.edit_words import finding_line
from g60.ui.page import Page

Field = dict[str, Any]
# What an action answers: words to say, or none. It raises G60Error where it is refused.
Act = Callable[[str, "Typed"], str]
# In characters: more than the longest document that is taken, so that its length can be told.
TYPED_AT_MOST = 5_000_000


class Typed(dict[str, Any]):
    """What was typed into a form: a text or a list of texts by the name of each field."""

    def line(self, name: str) -> str:
        """The text of a field; empty where there is none."""
        value = self.get(name)
        return value[:TYPED_AT_MOST] if isinstance(value, str) else ""

    def some(self, name: str) -> tuple[str, ...]:
        """The texts that are checked in a field."""
        value = self.get(name)
        return tuple(one for one in value if isinstance(one, str))[:100] if isinstance(value, list) else ()


def field(name: str, label: str, kind: str = "line", value: object = "", **more: object) -> Field:
    """One field of a form, as `form.js` describes it."""
    return {"name": name, "label": label, "kind": kind, "value": value, "hint": "", "options": [], **more}


def action(name: str, label: str, *, lead: bool = False, question: str = "", no: str = "") -> dict[str, Any]:
    """One button of a form; with a question it asks before it acts."""
    return {"name": name, "label": label, "lead": lead, "question": question, "no": no}


def draw(page: Page, key: str, form: Mapping[str, Any], act: Act) -> None:
    """Draws a form; `act` takes what is typed when a button is pressed.

    Where it is refused, what was typed stays and the reason is said beside the buttons.
    """
    said = st.session_state.pop(_said(key), None)
    turn = st.session_state.get(_turn(key), 0)
    data = {"turn": turn, "said": said, **form}

    def happened(event: Mapping[str, Any]) -> None:
        values = event.get("values")
        typed = Typed(values if isinstance(values, Mapping) else {})
        words, ok = answered(lambda: act(str(event.get("action"))[:40], typed), page.lang)
        st.session_state[_said(key)] = {"words": words, "ok": ok}
        if ok and words:
            st.session_state[_turn(key)] = turn + 1

    listen(page, "form", key, data, happened)


def listen(page: Page, part: str, key: str, data: Mapping[str, Any], act: Callable[[Mapping[str, Any]], None]) -> None:
    """Draws a part whose events the page takes itself."""

    def happened() -> None:
        # An event that no browser of ours has sent may come without the part's state.
        event = getattr(st.session_state.get(key), "event", None)
        if isinstance(event, Mapping):
            act(event)

    page.draw(part, key, data, happened)


def answered(act: Callable[[], str], lang: str) -> tuple[str, bool]:
    """What an act answers, and whether it was done; a refusal in words."""
    try:
        return act(), True
    except DataError as error:
        lines = [finding_line(issue, lang) for issue in error.issues[:5]]
        return "\n".join([text(error.code, lang, **error.values), *lines]), False
    except G60Error as error:
        return text(error.code, lang, **error.values), False


def reset(key: str) -> None:
    """Let a form be drawn with the values that it is given, whatever was typed."""
    st.session_state[_turn(key)] = st.session_state.get(_turn(key), 0) + 1


def _said(key: str) -> str:
    return f"{key}_said"


def _turn(key: str) -> str:
    return f"{key}_turn"
