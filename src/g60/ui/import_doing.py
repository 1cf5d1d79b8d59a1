"""What the events of the import's page do: begin, go on, answer, save, take back. Each asks anew who acts."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any, NamedTuple

import streamlit as st

from g60.contract.codes import UNITS
from g60.contract.errors import RefusedError
from g60.contract.i18n import counted, text
from g60.contract.media_types import EXCEL
from g60.record import drafts, imports, publishing
from g60.record.drafts import rename
from g60.record.intake import report
from g60.record.intake.reported import LIST
from g60.record.intake.saving import About, may_make_list
from g60.record.people import Person, require
from g60.record.text import clean_line
from g60.ui import import_templates, import_values_acts
from g60.ui.asked import LEAD_TO, catalogs
from g60.ui.edit_publish import WHY
from g60.ui.import_acts import ANSWERS, Event, industry_open, more, number, of_others, remove, told
from g60.ui.import_entry import CHOSEN, COUNTY, NEW_LIST, PENDING
from g60.ui.import_sent import file_of, keep_piece, list_code
from g60.ui.import_values_work import ValuesWork, work_of
from g60.ui.import_work import Job, Work, current, job, take
from g60.ui.page import Page

NAME_LENGTH, WHY_LENGTH = 200, 120
# The part of the address that names the import.
ADDRESS = "import"


class Told(NamedTuple):
    """What an act answers: words, and a file where one was asked for."""

    words: str = ""
    file: dict[str, str] | None = None


def resumed(person: Person) -> Job[Any] | None:
    """The import that the address names; of the record, where this session does not work on it yet."""
    asked, work = st.query_params.get(ADDRESS, ""), job()
    if not asked and work is not None and work.draft and st.query_params.get("draft") == str(work.draft):
        # The browser's way back from the draft's page: its address names the draft alone.
        st.query_params[ADDRESS] = asked = str(work.number)
    if not asked.isdecimal() or len(asked) > 9:
        return None
    if work is not None and work.number == int(asked):
        return work
    held = imports.open_import(person, int(asked), catalogs().url)
    if held.state == imports.CANCELLED:
        raise RefusedError("error_import_closed", number=held.number)
    # What was saved is only shown: its bytes may be gone by now.
    is_open = held.state == imports.OPEN
    work = work_of(held, imports.data_of(person, held.number, catalogs().url) if is_open else b"")
    _enter(work)
    return work


def _enter(work: Job[Any] | None) -> None:
    """Work on an import from here on, and have the address say so."""
    take(work)
    if work is None:
        st.query_params.pop(ADDRESS, None)
        return
    st.query_params[ADDRESS] = str(work.number)
    if not work.draft:
        work.begin()


def happened(page: Page, person: Person, event: Event) -> Told:
    """Do what an event asks. Raises RefusedError, DatabaseError."""
    kind, work = told(event, "type", 20), job()
    if kind == "form":
        act = FORMS.get((told(event, "form", 20), told(event, "action", 20)))
        values = event.get("values")
        return act(page, person, values if isinstance(values, Mapping) else {}) if act else Told()
    if kind in BEGINNINGS:
        return BEGINNINGS[kind](page, person, event)
    if work is None:
        return Told()
    if kind in DOINGS:
        return DOINGS[kind](page, person, work, event)
    if isinstance(work, ValuesWork):
        return _of_values(page, person, work, event)
    return _of_list(page, person, work, event) if isinstance(work, Work) else Told()


def _of_list(page: Page, person: Person, work: Work, event: Event) -> Told:
    """Do what is asked of a list: take an answer, tick what is removed, leave rows of others out."""
    kind = told(event, "type", 20)
    if kind in ANSWERS:
        require(person, "edit")
        work.say(ANSWERS[kind](work, event))
        return _kept(page, person, work)
    return OF_LISTS[kind](page, person, work, event) if kind in OF_LISTS else Told()


def _of_values(page: Page, person: Person, work: ValuesWork, event: Event) -> Told:
    """Take an answer to a question of a workbook of values."""
    answers = import_values_acts.ANSWERS.get(told(event, "type", 20))
    if answers is None:
        return Told()
    require(person, "edit")
    work.say(answers(work, event))
    return _kept(page, person, work)


def _kept(page: Page, person: Person, work: Job[Any]) -> Told:
    """Let the record keep what was said; how much is still open, in words."""
    work.keep(person)
    if work.busy or work.outcome is None or work.outcome.refused:
        return Told()
    held = len(work.outcome.held)
    if held:
        return Told(counted("importing_still_open", held, page.lang))
    left = len(industry_open(work)) if isinstance(work, Work) else 0
    if left:
        return Told(counted("importing_all_but_industry", left, page.lang))
    return Told(text("importing_all_settled", page.lang))


# The beginning -----------------------------------------------------------------------------------


def _piece(_: Page, person: Person, values: Event) -> Told:
    """Keep a piece of a long file until it is whole."""
    require(person, "edit")
    keep_piece(values)
    return Told()


def _started(page: Page, person: Person, values: Event) -> Told:
    """Begin the import of a file; one that came before its list was named waits for that."""
    st.session_state[CHOSEN] = {name: told(values, name, 80) for name in ("list", "unit")}
    if values.get("file"):
        st.session_state[PENDING] = file_of(values)
    if PENDING not in st.session_state:
        raise RefusedError("error_import_no_file")
    of_list, about = _list(page, person, values)
    name, data = st.session_state[PENDING]
    held = imports.start(person, of_list, name, data, catalogs().url)
    work = work_of(held, data)
    unit = told(values, "unit", 20)
    if unit in UNITS and not work.answers.unit and of_list != LIST:
        work.answers = replace(work.answers, unit=unit)
    work.about = about if about.list_name else work.about
    for kept in (CHOSEN, PENDING):
        st.session_state.pop(kept, None)
    _enter(work)
    return _kept(page, person, work)


def _list(page: Page, person: Person, values: Event) -> tuple[str, About]:
    """The list that is imported into; a new one with its name, source and date. Raises RefusedError without a name."""
    asked = told(values, "list", 80)
    if asked in (*page.catalog.lists, LIST):
        return asked, About()
    if asked != NEW_LIST or not may_make_list(person):
        raise RefusedError("error_import_list_choose")
    name, source, date = (clean_line(told(values, f"new_{part}"))[:NAME_LENGTH] for part in ("name", "source", "date"))
    if not name:
        raise RefusedError("error_import_list_unnamed")
    return list_code(name, (*page.catalog.lists, LIST)), About(source, name, date)


def _changed(page: Page, person: Person, values: Event) -> Told:
    """Another list was chosen: the form is drawn for it, and a file that waited for a list begins."""
    st.session_state[CHOSEN] = {name: told(values, name, 80) for name in ("list", "unit")}
    if PENDING in st.session_state and told(values, "list", 80) in (*page.catalog.lists, LIST):
        return _started(page, person, values)
    return Told()


def _template(page: Page, person: Person, values: Event) -> Told:
    """The workbook to be filled in."""
    require(person, "edit")
    return Told(file=_file(*import_templates.one(page, values), EXCEL))


def _templates(page: Page, person: Person, values: Event) -> Told:
    """The same for each of those who fill it in, in one archive."""
    require(person, "edit")
    return Told(file=_file(*import_templates.archive(page, values), "application/zip"))


def _file(name: str, data: bytes, kind: str) -> dict[str, str]:
    return {"name": name, "data": base64.b64encode(data).decode("ascii"), "kind": kind}


def _open(page: Page, person: Person, event: Event) -> Told:
    """Go on with an import."""
    st.query_params[ADDRESS] = str(number(event, "number"))
    take(None)
    resumed(person)
    return Told()


def _drop(page: Page, person: Person, event: Event) -> Told:
    """Cancel an import that was not finished."""
    imports.cancel(person, number(event, "number"), catalogs().url)
    return Told(text("importing_cancelled", page.lang))


def _county(_: Page, __: Person, event: Event) -> Told:
    st.session_state[COUNTY] = told(event, "value", 20)
    return Told()


def _another(_: Page, __: Person, ___: Event) -> Told:
    _enter(None)
    return Told()


# Going on ----------------------------------------------------------------------------------------


def _again(page: Page, person: Person, values: Event) -> Told:
    """The file sent in again, mended: the answers go on to hold, but for cells that are another thing now."""
    work = job()
    if work is None:
        return Told()
    name, data = file_of(values)
    held = imports.start(person, work.of_list, name, data, catalogs().url)
    if held.number == work.number:
        return Told(text("importing_same_file", page.lang))
    after = work_of(held, data)
    after.answers = replace(work.answers, remembered=held.answers.remembered)
    after.about, after.remove, after.sent = work.about, work.remove, work.reading
    _enter(after)
    told_of = _kept(page, person, after)
    imports.cancel(person, work.number, catalogs().url)
    return told_of


def _close(_: Page, __: Person, ___: Event) -> Told:
    """Put the import off: it stays among those that were not finished."""
    _enter(None)
    return Told()


def _cancel(page: Page, person: Person, _: Event) -> Told:
    """Cancel the import: nothing changes."""
    work = job()
    if work is not None:
        imports.cancel(person, work.number, catalogs().url)
    _enter(None)
    return Told(text("importing_cancelled", page.lang))


def _stop(page: Page, _: Person, work: Job[Any], __: Event) -> Told:
    work.stop()
    return Told(text("importing_stopped", page.lang))


def _once_more(page: Page, person: Person, work: Job[Any], _: Event) -> Told:
    work.begin()
    return _kept(page, person, work)


def _undo(page: Page, person: Person, work: Job[Any], _: Event) -> Told:
    work.undo()
    return _kept(page, person, work)


def _leave_others(page: Page, person: Person, work: Work, _: Event) -> Told:
    """Leave out the rows that the person may not edit."""
    those = frozenset((body.sheet, body.row) for body in of_others(work, person))
    work.say(replace(work.answers, left=work.answers.left | those))
    return _kept(page, person, work)


def _remove(_: Page, person: Person, work: Work, event: Event) -> Told:
    remove(work, event)
    work.keep(person)
    return Told()


def _more(_: Page, __: Person, work: Job[Any], event: Event) -> Told:
    more(work, event)
    return Told()


def _marked(page: Page, _: Person, work: Job[Any], __: Event) -> Told:
    """The workbook with its bad cells red and commented."""
    if work.outcome is None:
        return Told()
    name = text("importing_marked_name", page.lang, file=PurePath(work.file).stem)
    return Told(file=_file(f"{name}.xlsx", report.marked(work.data, work.outcome, page.lang), EXCEL))


# Saving ------------------------------------------------------------------------------------------


def _save(page: Page, person: Person, values: Event) -> Told:
    """Make a draft of the import, named by its reason."""
    of_values = job()
    if isinstance(of_values, ValuesWork):
        return _save_values(page, person, of_values, values)
    work = current()
    if work is None or work.outcome is None or work.busy:
        return Told()
    source, date, why = (clean_line(told(values, name))[:NAME_LENGTH] for name in ("source", "date", "why"))
    if not source:
        raise RefusedError("error_import_source")
    if not why:
        raise RefusedError("error_import_why")
    title = text("importing_source_of", "zh", source=source, date=date) if date and date not in source else source
    about, url = work.about._replace(source=title), catalogs().url
    try:
        draft = imports.save(person, work.number, work.outcome, about, work.remove, url, shipped=catalogs().shipped)
    except RefusedError as error:
        if error.code == "error_import_key_taken":
            work.begin()
        raise
    work.draft, work.why = draft, why
    rename(person, draft, text("importing_draft_name", "zh", why=why[:WHY_LENGTH], file=work.file)[:NAME_LENGTH], url)
    st.session_state[f"{WHY}_{draft}"] = why
    return Told(text("importing_saved_said", page.lang, draft=draft))


def _save_values(page: Page, person: Person, work: ValuesWork, values: Event) -> Told:
    """Make a draft of a workbook of values."""
    draft = import_values_acts.save(person, work, values)
    if not draft:
        return Told()
    st.session_state[f"{WHY}_{draft}"] = work.why
    return Told(text("importing_saved_said", page.lang, draft=draft))


def _publish(page: Page, person: Person, values: Event) -> Told:
    """Publish the draft with a reason. Raises RefusedError, DataError, ConflictError where it cannot be."""
    work = job()
    if work is None or not work.draft:
        return Told()
    version = publishing.publish(person, work.draft, told(values, "why"), catalogs().url)
    catalogs().take(version.number)
    return Told(text("importing_published", page.lang, version=version.number))


def _to_draft(_: Page, __: Person, work: Job[Any], ___: Event) -> Told:
    """Go to the draft's own page, where it is checked and published; the reason is written there already."""
    st.query_params["draft"] = str(work.draft)
    st.query_params.pop(ADDRESS, None)
    st.session_state[LEAD_TO] = "edit"
    return Told()


def _unsave(page: Page, person: Person, work: Job[Any], _: Event) -> Told:
    """Discard the draft; the same file begins anew, with what was answered."""
    url = catalogs().url
    data = work.data or imports.data_of(person, work.number, url)
    drafts.discard(person, work.draft, url)
    held = imports.start(person, work.of_list, work.file, data, url)
    after = work_of(held, data)
    after.answers = replace(work.answers, remembered=held.answers.remembered)
    after.about, after.remove, after.reading = work.about, work.remove, work.reading
    _enter(after)
    _kept(page, person, after)
    return Told(text("importing_unsaved", page.lang))


Act = Callable[[Page, Person, Event], Told]
FORMS: Mapping[tuple[str, str], Act] = {
    ("begin", "file"): _started,
    ("begin", "begin"): _started,
    ("begin", "piece"): _piece,
    ("begin", "changed"): _changed,
    ("begin", "template"): _template,
    ("begin", "templates"): _templates,
    ("file", "piece"): _piece,
    ("file", "file"): _again,
    ("file", "close"): _close,
    ("file", "cancel"): _cancel,
    ("save", "save"): _save,
    ("publish", "publish"): _publish,
}
BEGINNINGS: Mapping[str, Act] = {"open": _open, "drop": _drop, "county": _county, "another": _another}
OF_LISTS: Mapping[str, Callable[[Page, Person, Work, Event], Told]] = {
    "remove": _remove,
    "leave_others": _leave_others,
}
DOINGS: Mapping[str, Callable[[Page, Person, Job[Any], Event], Told]] = {
    "stop": _stop,
    "again": _once_more,
    "undo": _undo,
    "more": _more,
    "marked": _marked,
    "draft": _to_draft,
    "unsave": _unsave,
}
