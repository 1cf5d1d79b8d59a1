"""Publishing a draft with a reason; and the cells that somebody else has published meanwhile, both values to choose."""

from __future__ import annotations

from functools import partial

import streamlit as st

from g60.contract.errors import RefusedError
from g60.contract.i18n import counted, text
from g60.contract.issues import Severity
from g60.evidence.changes import who_words
from g60.record import draft_changes, drafts, history, publishing
from g60.record.catalogs import Drafted
from g60.record.draft_changes import Side
from g60.record.draft_state import Draft
from g60.record.people import Person, may
from g60.record.publishing import MINE, THEIRS, Disagreement, cells_of
from g60.record.rows import BY_NAME
from g60.record.versions import local_time
from g60.ui.asked import catalogs
from g60.ui.edit_parts import Block, attempt, draw_report, say
from g60.ui.edit_words import field_name, row_name, value_words
from g60.ui.page import Page
from g60.ui.plain import escaped

WHY, SAID, CHOSEN = "draft_why", "draft_publish_said", "draft_choice"


def show(page: Page, person: Person, draft: Draft, drafted: Drafted) -> None:
    """The reason and the button, or in words why it cannot be published yet."""
    lang = page.lang
    errors = sum(issue.severity is Severity.ERROR for issue in drafted.issues)
    both, changes = len(drafted.prepared.disagreements), drafted.prepared.changes
    waiting = [
        counted("draft_wait_errors", errors, lang) if errors else "",
        counted("draft_wait_differences", both, lang) if both else "",
        "" if changes else text("draft_wait_changes", lang),
        "" if may(person, "publish") else text("draft_wait_publisher", lang),
    ]
    blocks: list[Block] = [{"type": "heading", "text": text("draft_publishing", lang), "level": 3}]
    blocks += [{"type": "words", "text": words} for words in waiting if words]
    draw_report(page, "edit_publishing", blocks)
    if any(waiting):
        say(SAID)
        return

    last = len(drafts.steps(person, draft.number, catalogs().url))

    def publish() -> str:
        if len(drafts.steps(person, draft.number, catalogs().url)) != last:
            raise RefusedError("error_draft_moved")
        version = publishing.publish(person, draft.number, st.session_state[f"{WHY}_{draft.number}"], catalogs().url)
        catalogs().take(version.number)
        count = history.value_counts(version.number, catalogs().url).get(version.number, 0)
        return text("draft_became", lang, version=version.number, changes=counted("draft_cells", count, lang))

    with st.form("draft_publish", border=False):
        st.text_area(text("draft_why", lang, most=publishing.WHY_LENGTH), key=f"{WHY}_{draft.number}", height=80)
        act = partial(attempt, SAID, publish, lang)
        st.form_submit_button(text("draft_publish", lang), type="primary", on_click=act)
    say(SAID)


# Disagreements -----------------------------------------------------------------------------------


def show_disagreements(page: Page, person: Person, draft: Draft, found: list[Disagreement]) -> None:
    """For each cell both values with who and when, and a choice; nothing is chosen beforehand."""
    if not found:
        return
    lang, url = page.lang, catalogs().url
    sides = draft_changes.sides(person, draft.number, found, url)
    blocks: list[Block] = [
        {"type": "heading", "text": counted("draft_differences", len(found), lang), "level": 3},
        {"type": "words", "text": text("draft_differences_text", lang)},
    ]
    draw_report(page, "edit_differences", blocks)

    def settle() -> str:
        if publishing.disagreements(person, draft.number, url) != found:
            raise RefusedError("error_draft_moved")
        choices = {(one.place, one.field): st.session_state.get(_key(draft, one)) or "" for one in found}
        version = publishing.rebase(person, draft.number, choices, url)
        return text("draft_settled", lang, version=version)

    with st.form("draft_differences", border=False):
        for one, (mine, theirs) in zip(found, sides, strict=True):
            name = row_name(page.catalog, one.place.dataset, one.subject, None, lang)
            field = field_name(one.field, lang) if one.field else text("draft_whole_row", lang)
            said = {MINE: _side(page, one, one.mine, mine), THEIRS: _side(page, one, one.theirs, theirs)}
            st.radio(
                escaped(f"{name} · {field}"), (MINE, THEIRS), index=None, format_func=said.get, key=_key(draft, one)
            )
        st.form_submit_button(text("draft_settle", lang), type="primary", on_click=partial(attempt, SAID, settle, lang))
    say(SAID)


def _key(draft: Draft, one: Disagreement) -> str:
    return "_".join((CHOSEN, f"{draft.number}", one.place.dataset, one.place.key, one.field))


def _side(page: Page, one: Disagreement, value: str | None, side: Side) -> str:
    lang = page.lang
    who = who_words(side.who, lang) or "–"
    when = local_time(side.at) if side.at else ""
    if value is None:
        words = text("draft_row_removed", lang)
    elif one.field:
        words = value_words(page.catalog, BY_NAME[one.place.dataset], one.field, value, lang) or "–"
    else:
        words = row_name(page.catalog, one.place.dataset, one.subject, cells_of(value), lang)
    code = "draft_side_mine" if side.version is None else "draft_side_theirs"
    return escaped(text(code, lang, value=words, who=who, at=when, version=side.version or "", why=side.why))
