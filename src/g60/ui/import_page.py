"""The page of the import: choosing a list and a file, what was understood, what is wrong, what would change, saving."""

from __future__ import annotations

from typing import Any

import streamlit as st

from g60.contract.errors import G60Error, RefusedError
from g60.contract.i18n import text
from g60.record import imports
from g60.record.intake.examine import Outcome, refusal_reason
from g60.record.intake.sheets import FileRefusedError
from g60.record.people import Person, may
from g60.ui import edit_list, forms, import_entry, import_values_page, sign_in
from g60.ui.asked import catalogs
from g60.ui.edit_words import error_words
from g60.ui.import_change import difference, saved, saving
from g60.ui.import_doing import happened, resumed
from g60.ui.import_findings import findings, industries
from g60.ui.import_steps import Block, name_column, step, understood, words
from g60.ui.import_values_acts import address
from g60.ui.import_values_work import ValuesWork
from g60.ui.import_work import FAILED, STOPPED, Job, Work, job
from g60.ui.page import Page
from g60.ui.person import signed_in

# Where the answer to what was done, and a file that was asked for, wait for the page to be drawn.
SAID, FILE, TURN = "import_said", "import_file", "import_turn"
KEY = "imports"
POLLED_S = 0.6


def show(page: Page) -> None:
    """Draws the page, or says in words why it cannot."""
    with page.container(key="atlas_imports"):
        person = sign_in.bar(page)
        try:
            if may(person, "edit"):
                _show(page, person)
            else:
                edit_list.how(page)
        except G60Error as error:
            blocks = [words(error_words(error, page.lang))]
            page.draw("report", "imports_trouble", {"blocks": blocks})


def _show(page: Page, person: Person) -> None:
    try:
        work = resumed(person)
    except RefusedError as error:  # an old link: what became of it, above the way to begin another
        _draw(page, "", [words(error_words(error, page.lang)), *import_entry.blocks(page, person)])
        return
    if work is None:
        _draw(page, "", import_entry.blocks(page, person))
    elif work.busy:
        _progress(page)
    else:
        _draw(page, str(work.number), _steps(page, work, person))


def _draw(page: Page, of: str, blocks: list[Block]) -> None:
    """Draws the import's part with what was said of the last act, and with a file that was asked for."""
    said, file = st.session_state.pop(SAID, None), st.session_state.pop(FILE, None)
    data: dict[str, Any] = {"of": of, "blocks": blocks, "said": said, "file": file}
    forms.listen(page, "intake", KEY, data, lambda event: _act(page, event))


def _act(page: Page, event: Any) -> None:
    """Do what an event asks, as the reader who acts now; what it answers waits."""
    try:
        told = happened(page, signed_in(), event)
    except RefusedError as error:
        st.session_state[SAID] = {"words": text(error.code, page.lang, **error.values), "ok": False}
        return
    except G60Error as error:
        st.session_state[SAID] = {"words": error_words(error, page.lang), "ok": False}
        return
    if told.words:
        st.session_state[SAID] = {"words": told.words, "ok": True}
    if told.file is not None:
        st.session_state[TURN] = turn = st.session_state.get(TURN, 0) + 1
        st.session_state[FILE] = {"turn": turn, **told.file}


@st.fragment(run_every=POLLED_S)
def _progress(page: Page) -> None:
    """How far the work is, asked again every moment; the page itself is drawn anew when it is done."""
    work, lang = job(), page.lang
    if work is None or not work.busy:
        if work is not None and work.outcome is not None and not work.draft:
            work.keep(signed_in())
        st.rerun()
    turn = work.turn
    code = "importing_checking" if turn.count else "importing_reading"
    label = text(code, lang, file=work.file, done=f"{turn.done:,}", count=f"{turn.count:,}")
    stop = {"label": text("importing_stop", lang), "event": {"type": "stop"}}
    block = {"type": "progress", "label": label, "done": turn.done, "count": turn.count, "stop": stop}
    data = {"of": "progress", "blocks": [block], "said": None, "file": None}
    forms.listen(page, "intake", "imports_progress", data, lambda event: _act(page, event))


# The column of steps -----------------------------------------------------------------------------


def _steps(page: Page, work: Job[Any], person: Person) -> list[Block]:
    lang, outcome = page.lang, work.outcome
    if work.draft:
        held = imports.open_import(person, work.number, catalogs().url)
        if isinstance(work, ValuesWork):
            return import_values_page.saved(page, work, held, person)
        return saved(page, work, held, person) if isinstance(work, Work) else []
    heading = "importing_values_title" if isinstance(work, ValuesWork) else "importing_title"
    title: Block = {"type": "heading", "text": text(heading, lang)}
    if work.turn.phase == FAILED or outcome is None:
        return [title, _file(page, work, _trouble(work, lang), "current")]
    if outcome.refused is not None:
        return [title, _file(page, work, _refused(page, work, outcome.refused), "current")]
    file = _file(page, work, [], "done")
    if isinstance(work, ValuesWork):
        return [title, file, *import_values_page.steps(page, work, outcome)]
    return [title, file, *_of_list(page, work, outcome, person)] if isinstance(work, Work) else [title, file]


def _of_list(page: Page, work: Work, outcome: Outcome, person: Person) -> list[Block]:
    """The steps of a list of carriers below that of the file."""
    return [
        understood(page, work, outcome),
        findings(page, work, outcome),
        industries(page, work, outcome),
        difference(page, work, outcome),
        saving(page, work, outcome, person),
    ]


def _trouble(work: Job[Any], lang: str) -> list[Block]:
    """Why there is nothing to see, and the way on."""
    error = work.turn.error
    code = "importing_stopped" if work.turn.phase == STOPPED else "importing_failed"
    said = error_words(error, lang) if error else text(code, lang)
    again = {"label": text("importing_again", lang), "event": {"type": "again"}}
    return [words(said), {"type": "actions", "actions": [again]}]


def _refused(page: Page, work: Job[Any], refused: FileRefusedError) -> list[Block]:
    """Why the file is not taken; where no column of names was found, which one it is can be said."""
    lang = page.lang
    if refused.reason == "no_header" and isinstance(work, Work):
        return [words(text("importing_reason_no_header", lang)), *name_column(work, lang)]
    if refused.reason == "no_values":
        way = {"label": text("importing_values_to_template", lang), "href": address(page)}
        return [words(text("importing_reason_no_values", lang)), {"type": "actions", "actions": [way]}]
    return [words(refusal_reason(refused, lang))]


def _file(page: Page, work: Job[Any], trouble: list[Block], state: str) -> Block:
    """The step of the file: what it is, another one in its place, the import put off or cancelled."""
    lang = page.lang
    of = import_entry.list_words(page, work.of_list, work.about)
    summary = text("importing_file_summary", lang, file=work.file, list=of)
    form = {
        "type": "form",
        "key": "file",
        "turn": work.number,
        "title": "",
        "note": "",
        "fields": [import_entry.file_field("importing_send_again", lang, work.of_list)],
        "actions": [
            forms.action("close", text("importing_close", lang)),
            forms.action(
                "cancel",
                text("importing_cancel", lang),
                question=text("importing_cancel_sure", lang),
                no=text("importing_no", lang),
            ),
        ],
    }
    return step("file", text("importing_step_file", lang), summary, state, [*trouble, form])
