"""The page where a meeting is prepared, and what its browser half asks the server.

The presentation and the decisions live in the reader's browser. The server reads them, looks at them and hands files
back; it keeps nothing of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from g60.ask.permalink import to_query
from g60.catalog.catalog import Catalog
from g60.contract import settings
from g60.contract.errors import DatabaseError, DataError, G60Error
from g60.contract.i18n import text
from g60.contract.issues import Issue
from g60.evidence.difference import difference
from g60.evidence.sentence import sentence
from g60.export.imprint import day_in_jiaxing
from g60.meeting import decisions, scenes
from g60.meeting.decisions import Decision, area_name
from g60.meeting.json_file import plain_text
from g60.meeting.proposing import Held, propose, tasks_known
from g60.meeting.rehearsal import WITHOUT_FIGURES, Remark, changed_since, check
from g60.meeting.scenes import FACES, JUDGING_FACES, TASKS_FACE, Presentation, Scene, Words
from g60.record.people import may
from g60.ui.asked import LEAD_TO, catalogs, on_event
from g60.ui.components import event_of
from g60.ui.meeting_files import ABOUT_DECISIONS, FILES, Act, Answer, Asked, as_json, as_object, refused
from g60.ui.page import Page
from g60.ui.person import signed_in

# In bytes, what a browser may send: a presentation, or two files of decisions, each of 1 MB, quoted once more.
BODY_AT_MOST, DECISIONS_AT_MOST = 2_000_000, 4_000_000
# Why decisions were not made tasks, for the page to say once.
PROPOSED = "meeting_proposed"


def show(page: Page) -> None:
    """Draws the page: all that stands on it is kept by the browser, but for what was last on the map."""
    now = _dated(
        scenes.of_permalink(urlencode(to_query(page.selection, page.view), doseq=True), page.catalog), page.catalog
    )
    data = {
        "scene": page.view.scene or 0,
        "query": now.query,
        "now": sentence(page.catalog, page.picked, page.selection, page.lang),
        "faces": list(FACES),
        "slides": "slides.pptx" in ACTS,
        "proposes": _proposes(),
        "proposed": st.session_state.get(PROPOSED),
        "present": {"lang": page.lang, "theme": page.view.theme} | ({"at": page.view.at} if page.view.at else {}),
    }
    with page.container(key="atlas_meeting"):
        page.draw("meeting", "meeting", data, partial(_happened, page))


def _proposes() -> bool:
    """Whether the reader may make tasks of decisions; a clerk those of their own units alone."""
    try:
        return may(signed_in(), "edit")
    except DatabaseError:
        return False


def _happened(page: Page) -> None:
    """Makes tasks of the decisions that the browser sends, in a draft that is shown then; or says why it cannot."""
    event = event_of("meeting")
    if not isinstance(event, Mapping) or event.get("type") != "propose":
        on_event("meeting")()
        return
    sent, title = event.get("decisions"), event.get("title")
    try:
        kept, _ = decisions.read(sent[:DECISIONS_AT_MOST] if isinstance(sent, str) else "", page.catalog)
        held = Held(plain_text(title, scenes.TITLE_LENGTH) if isinstance(title, str) else "", day_in_jiaxing())
        made = propose(signed_in(), kept, held, page.catalog, catalogs().shipped, catalogs().url)
    except DataError as error:
        _told("\n".join(decisions.issue_line(issue, page.lang) for issue in error.issues))
    except G60Error as error:
        _told(text(error.code, page.lang, **error.values))
    else:
        st.query_params["draft"] = str(made.draft)
        st.session_state[LEAD_TO] = "edit"


def _told(words: str) -> None:
    turn = (st.session_state.get(PROPOSED) or {"turn": 0})["turn"] + 1
    st.session_state[PROPOSED] = {"turn": turn, "words": words}


def body_at_most(act: str) -> int:
    """How many bytes the page may send with a question."""
    return DECISIONS_AT_MOST if act in ABOUT_DECISIONS else BODY_AT_MOST


def answer(catalog: Catalog, act: str, body: bytes, query: Mapping[str, str], pack_bytes: int) -> Answer | None:
    """The answer to one question of the page; None where there is no such question."""
    if act not in ACTS:
        return None
    asked = Asked.of(body, query, pack_bytes)
    try:
        return ACTS[act](catalog, asked)
    except DataError as error:
        return refused(error, act, asked.lang)


# The presentation ------------------------------------------------------------------------------


def _read(catalog: Catalog, asked: Asked) -> Answer:
    """A presentation as it is understood, what each scene shows, and every remark about it."""
    presentation, issues = scenes.read(asked.body, catalog)
    return as_json(_looked_at(catalog, presentation, asked) | {"messages": _messages(issues, asked.lang)})


def _kept(catalog: Catalog, asked: Asked) -> Answer:
    """The same of the presentation that the browser keeps, which its reader may have emptied."""
    presentation, issues = _from_store(catalog, asked.body)
    return as_json(_looked_at(catalog, presentation, asked) | {"messages": _messages(issues, asked.lang)})


def _from_store(catalog: Catalog, content: str) -> tuple[Presentation, tuple[Issue, ...]]:
    try:
        return scenes.read(content, catalog)
    except DataError as error:
        if [issue.code for issue in error.issues] != ["scenes_none"]:
            raise
        return Presentation(Words(), ()), ()


def _shipped(catalog: Catalog, asked: Asked) -> Answer:
    presentation, _ = scenes.read(scenes.shipped_text(), catalog)
    return as_json(_looked_at(catalog, presentation, asked) | {"messages": []})


def _add(catalog: Catalog, asked: Asked) -> Answer:
    """A presentation with one more scene: what an address shows. Without a presentation, the shipped one with it."""
    sent = as_object(asked.body)
    kept, query = sent.get("presentation"), sent.get("query")
    presentation, issues = _from_store(catalog, kept if isinstance(kept, str) else scenes.shipped_text())
    taken = [scene.id for scene in presentation.scenes]
    scene = _dated(scenes.of_permalink(query if isinstance(query, str) else "", catalog, taken), catalog)
    presentation, number = scenes.added(presentation, scene)
    looked_at = _looked_at(catalog, presentation, asked)
    return as_json(looked_at | {"messages": _messages(issues, asked.lang), "number": number})


def _dated(scene: Scene, catalog: Catalog) -> Scene:
    """A scene that says with which version it was made."""
    return replace(scene, view=replace(scene.view, version=scene.view.version or catalog.version))


def _messages(issues: tuple[Issue, ...], lang: str) -> list[str]:
    return [scenes.issue_line(issue, lang) for issue in issues]


def _looked_at(catalog: Catalog, presentation: Presentation, asked: Asked) -> dict[str, Any]:
    review = settings.given("G60_MAP_REVIEW")
    found = check(presentation, catalog, asked.lang, review=review, pack_bytes=asked.pack_bytes)
    found = [*_changed(catalog, presentation, asked.lang), *found]
    return {
        "presentation": json.loads(scenes.write(presentation)),
        "shows": [_shows(catalog, scene, asked.lang) for scene in presentation.scenes],
        "remarks": [{"scene": remark.scene, "grave": remark.grave, "words": remark.words} for remark in found],
    }


def _changed(catalog: Catalog, presentation: Presentation, lang: str) -> Iterator[Remark]:
    """For each scene of an older version, what of it has changed since."""
    for place, scene in enumerate(presentation.scenes, start=1):
        made = scene.view.version
        if made is not None and made < catalog.version:
            yield from changed_since(scene, place, difference(catalogs(), made, catalog.version), lang)


def _shows(catalog: Catalog, scene: Scene, lang: str) -> str:
    """What a scene shows, in one line; empty where its face says that."""
    if scene.face in (*WITHOUT_FIGURES, *JUDGING_FACES, TASKS_FACE):
        return ""
    if scene.face == "compare":
        names = [str(catalog.entity(one)[f"name_{lang}"]) for one in scene.selection.compared]
        return text("enumeration", lang).join(names)
    return sentence(catalog, catalog.pick(scene.selection), scene.selection, lang)


# Decisions -------------------------------------------------------------------------------------


def _decisions(catalog: Catalog, asked: Asked) -> Answer:
    """The decisions that the browser keeps, with those of a file; the names of what they are about."""
    sent = as_object(asked.body)
    mine, theirs = sent.get("mine"), sent.get("theirs")
    issues: list[str] = []
    kept: tuple[Decision, ...] = ()
    for part in (mine, theirs):
        if isinstance(part, str):
            found, about = decisions.read(part, catalog)
            kept = decisions.merged(kept, found)
            issues += [decisions.issue_line(issue, asked.lang) for issue in about]
    file = json.loads(decisions.write(tuple(decisions.ordered(kept))))
    names = {one.area: area_name(catalog, one, asked.lang) for one in kept if one.area}
    became = tasks_known(catalog, kept)
    return as_json({"file": file, "names": names, "tasks": became, "messages": issues})


ACTS: dict[str, Act] = {
    "read": _read,
    "kept": _kept,
    "shipped": _shipped,
    "add": _add,
    "decisions": _decisions,
    **FILES,
}
