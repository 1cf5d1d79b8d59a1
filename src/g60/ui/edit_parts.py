"""What the parts of the page of drafts share: links within the page, answers, and the part of the client that edits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from g60.ask.permalink import to_query
from g60.contract.codes import EVIDENCE
from g60.contract.dataset import Dataset, Field
from g60.contract.errors import G60Error
from g60.contract.i18n import text
from g60.record.draft_state import Draft
from g60.ui.asked import catalogs
from g60.ui.components import event_of
from g60.ui.edit_acts import Answer, happened
from g60.ui.edit_words import error_words, field_name, options
from g60.ui.page import Page
from g60.ui.person import signed_in
from g60.ui.plain import escaped

# Where the answer to what was done waits for the page to be drawn.
ANSWER, TURN, SAID = "edit_answer", "edit_turn", "draft_said"
# What an address of the page may ask for; the rest of it is the selection and the view.
STATES = ("subject", "field", "table", "rows", "report", "indicator")
ASKED = (*STATES, "draft")
Block = dict[str, Any]


def asked_of(*keys: str) -> dict[str, str]:
    """What the address says under these keys; what it says nothing under is left out."""
    given = {key: st.query_params.get(key, "")[:200] for key in keys}
    return {key: value for key, value in given.items() if value}


def address(page: Page, **asked: str) -> str:
    """The address of a state of the page, with the same selection and view."""
    query = to_query(page.selection, page.view) | {key: [value] for key, value in asked.items() if value}
    return f"./edit?{urlencode(query, doseq=True)}"


def go(**asked: str) -> None:
    """Go to another state of the page, without loading it anew; without a draft in `asked`, within the same one."""
    st.session_state.pop(ANSWER, None)
    for key in (*STATES, "from", "settles"):
        if key in st.query_params:
            del st.query_params[key]
    for key, value in asked.items():
        if value:
            st.query_params[key] = value


def link(label: str, **asked: str) -> Block:
    """An action of a report that goes to another state of the page."""
    return {"label": label, "event": {"type": "go", **asked}}


def draw_report(page: Page, key: str, blocks: list[Block]) -> None:
    """Draws blocks whose links lead within the page."""
    _draw_leading(page, "report", key, {"blocks": blocks})


def draw_unsaved(page: Page, draft: Draft, tables: Mapping[str, str]) -> None:
    """Draws what is typed in the tables and forms of a draft and not saved, which only the browser knows."""
    _draw_leading(page, "unsaved", "edit_unsaved", {"draft": draft.number, "tables": tables})


def _draw_leading(page: Page, part: str, key: str, data: Mapping[str, Any]) -> None:
    def act() -> None:
        event = event_of(key)
        if isinstance(event, Mapping) and event.get("type") == "go":
            go(**{name: str(event.get(name, ""))[:300] for name in ASKED})

    page.draw(part, key, data, act)


def draw_editor(page: Page, draft: Draft, key: str, data: Mapping[str, Any]) -> None:
    """Draws a form or a table of the client, with the answer to what was done last."""

    def act() -> None:
        event = event_of(key)
        if isinstance(event, Mapping) and event.get("type") == "go":
            go(**{name: str(event.get(name, ""))[:300] for name in ASKED})
            return
        answer = happened(event, signed_in(), draft.number, page.lang, catalogs().url)
        if answer is not None:
            _keep(draft, key, answer)

    shared = {
        "draft": draft.number,
        "evidence": [[code, text(f"evidence_{code}", page.lang)] for code in EVIDENCE if code != "missing"],
        "documents": [[str(one), str(row[f"title_{page.lang}"])] for one, row in page.catalog.sources.iterrows()],
        "answer": _answer(draft, key),
    }
    page.draw("editor", key, {**data, **shared}, act)


def _keep(draft: Draft, key: str, answer: Answer) -> None:
    """Keep an answer for the part that shows it: the form of a row that was added, the draft where a row is gone."""
    turn = st.session_state.get(TURN, 0) + 1
    st.session_state[TURN] = turn
    if answer.opens == "-":
        st.session_state[SAID] = (True, answer.words)
        go()
    elif answer.opens:
        key = f"editor_{answer.opens}"
        go(subject=answer.opens)
    st.session_state[ANSWER] = (draft.number, key, turn, answer)


def _answer(draft: Draft, key: str) -> Block | None:
    number, of, turn, answer = st.session_state.get(ANSWER, (0, "", 0, None))
    if number != draft.number or of != key or answer is None:
        return None
    return {"turn": turn, "done": answer.done, "words": answer.words, "question": answer.question}


def column(page: Page, dataset: Dataset, field: Field, *, locked: bool) -> Block:
    """A field as the client needs it: its name, its form and limits, its codes in words."""
    return {
        "name": field.name,
        "label": field_name(field.name, page.lang),
        "form": field.form,
        "required": field.required,
        "codes": options(page.catalog, dataset, field, page.lang),
        "minimum": field.minimum,
        "maximum": field.maximum,
        "unit": field.unit,
        "locked": locked,
    }


def attempt(key: str, act: Callable[[], str], lang: str) -> None:
    """Do an act of a button; what it says, or why it was refused, waits under a key."""
    try:
        st.session_state[key] = (True, act())
    except G60Error as error:
        st.session_state[key] = (False, error_words(error, lang))


def say(key: str) -> None:
    """What an act of a button said, once."""
    done, words = st.session_state.pop(key, (True, ""))
    if words:
        (st.success if done else st.error)(escaped(words))
