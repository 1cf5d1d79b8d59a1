"""The page where a meeting is prepared, and what its browser half asks the server.

The presentation and the decisions live in the reader's browser. The server reads them, looks at them and hands files
back; it keeps nothing of them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from g60.ask.own_address import own_address
from g60.ask.permalink import to_query
from g60.catalog.catalog import Catalog
from g60.contract.errors import DatabaseError, DataError, G60Error
from g60.contract.i18n import DEFAULT_LANGUAGE, LANGUAGES, text
from g60.contract.issues import Issue
from g60.evidence.difference import difference
from g60.evidence.sentence import sentence
from g60.export.imprint import day_in_jiaxing
from g60.export.office.minutes import MINUTES, Heading, area_name
from g60.meeting import decisions, scenes
from g60.meeting.decisions import Decision
from g60.meeting.json_file import plain_text
from g60.meeting.proposing import Held, propose, tasks_known
from g60.meeting.rehearsal import WITHOUT_FIGURES, Remark, changed_since, check
from g60.meeting.scenes import FACES, JUDGING_FACES, TASKS_FACE, Presentation, Scene, Words
from g60.record.people import may
from g60.ui.person import signed_in
from g60.ui.shell import LEAD_TO, Page, catalogs, on_event

# In bytes, what a browser may send: a presentation, or two files of decisions, each of 1 MB, quoted once more.
BODY_AT_MOST = 4_000_000
REFUSED = 422
JSON = "application/json"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
POWERPOINT = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
# Why decisions were not made tasks, for the page to say once.
PROPOSED = "meeting_proposed"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page asks: the words it sends, its language, the app's address, and a pack's size without scenes."""

    body: str
    lang: str
    address: str
    pack_bytes: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What it is answered."""

    content: bytes
    kind: str = JSON
    status: int = 200


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
    with page.body.container(key="atlas_meeting"):
        page.draw("meeting", "meeting", data, partial(_happened, page))


def _proposes() -> bool:
    """Whether the reader may make tasks of decisions; a clerk those of their own units alone."""
    try:
        return may(signed_in(), "edit")
    except DatabaseError:
        return False


def _happened(page: Page) -> None:
    """Makes tasks of the decisions that the browser sends, in a draft that is shown then; or says why it cannot."""
    event = st.session_state["meeting"].event
    if not isinstance(event, Mapping) or event.get("type") != "propose":
        on_event("meeting")()
        return
    sent, title = event.get("decisions"), event.get("title")
    try:
        kept, _ = decisions.read(sent[:BODY_AT_MOST] if isinstance(sent, str) else "", page.catalog)
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


def answer(catalog: Catalog, act: str, body: bytes, query: Mapping[str, str], pack_bytes: int) -> Answer | None:
    """The answer to one question of the page; None where there is no such question."""
    if act not in ACTS:
        return None
    given = query.get("lang", "")
    lang = given if given in LANGUAGES else DEFAULT_LANGUAGE
    asked = Asked(body.decode("utf-8", errors="replace"), lang, own_address(query.get("address", "")), pack_bytes)
    try:
        return ACTS[act](catalog, asked)
    except DataError as error:
        worded = decisions.issue_line if act in ABOUT_DECISIONS else scenes.issue_line
        return _as_json({"messages": [worded(issue, lang) for issue in error.issues]}, REFUSED)


def _as_json(content: Mapping[str, Any], status: int = 200) -> Answer:
    return Answer(json.dumps(content, ensure_ascii=False).encode(), status=status)


# The presentation ------------------------------------------------------------------------------


def _read(catalog: Catalog, asked: Asked) -> Answer:
    """A presentation as it is understood, what each scene shows, and every remark about it."""
    presentation, issues = scenes.read(asked.body, catalog)
    return _as_json(_looked_at(catalog, presentation, asked) | {"messages": _messages(issues, asked.lang)})


def _kept(catalog: Catalog, asked: Asked) -> Answer:
    """The same of the presentation that the browser keeps, which its reader may have emptied."""
    presentation, issues = _from_store(catalog, asked.body)
    return _as_json(_looked_at(catalog, presentation, asked) | {"messages": _messages(issues, asked.lang)})


def _from_store(catalog: Catalog, content: str) -> tuple[Presentation, tuple[Issue, ...]]:
    try:
        return scenes.read(content, catalog)
    except DataError as error:
        if [issue.code for issue in error.issues] != ["scenes_none"]:
            raise
        return Presentation(Words(), ()), ()


def _shipped(catalog: Catalog, asked: Asked) -> Answer:
    presentation, _ = scenes.read(scenes.shipped_text(), catalog)
    return _as_json(_looked_at(catalog, presentation, asked) | {"messages": []})


def _add(catalog: Catalog, asked: Asked) -> Answer:
    """A presentation with one more scene: what an address shows. Without a presentation, the shipped one with it."""
    sent = _object(asked.body)
    kept, query = sent.get("presentation"), sent.get("query")
    presentation, issues = _from_store(catalog, kept if isinstance(kept, str) else scenes.shipped_text())
    taken = [scene.id for scene in presentation.scenes]
    scene = _dated(scenes.of_permalink(query if isinstance(query, str) else "", catalog, taken), catalog)
    presentation, number = scenes.added(presentation, scene)
    looked_at = _looked_at(catalog, presentation, asked)
    return _as_json(looked_at | {"messages": _messages(issues, asked.lang), "number": number})


def _dated(scene: Scene, catalog: Catalog) -> Scene:
    """A scene that says with which version it was made."""
    return replace(scene, view=replace(scene.view, version=scene.view.version or catalog.version))


def _object(body: str) -> dict[str, Any]:
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}


def _messages(issues: tuple[Issue, ...], lang: str) -> list[str]:
    return [scenes.issue_line(issue, lang) for issue in issues]


def _looked_at(catalog: Catalog, presentation: Presentation, asked: Asked) -> dict[str, Any]:
    review = os.environ.get("G60_MAP_REVIEW", "")
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
    sent = _object(asked.body)
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
    return _as_json({"file": file, "names": names, "tasks": became, "messages": issues})


def _minutes(form: str, kind: str) -> Callable[[Catalog, Asked], Answer]:
    def made(catalog: Catalog, asked: Asked) -> Answer:
        sent = _object(asked.body)
        mine, title = sent.get("mine"), sent.get("title")
        kept, _ = decisions.read(mine if isinstance(mine, str) else "", catalog)
        words = plain_text(title, scenes.TITLE_LENGTH) if isinstance(title, str) else ""
        heading = Heading(words, day_in_jiaxing(), asked.address)
        return Answer(MINUTES[form](catalog, kept, heading, asked.lang), kind)

    return made


def _slides(catalog: Catalog, asked: Asked) -> Answer:
    presentation, _ = scenes.read(asked.body, catalog)
    made = import_module(SLIDES).scenes_to_pptx(
        catalog, presentation, asked.lang, review=os.environ.get("G60_MAP_REVIEW", ""), address=asked.address
    )
    return Answer(made, POWERPOINT)


ABOUT_DECISIONS = ("decisions", "minutes.docx", "minutes.xlsx")
ACTS: dict[str, Callable[[Catalog, Asked], Answer]] = {
    "read": _read,
    "kept": _kept,
    "shipped": _shipped,
    "add": _add,
    "decisions": _decisions,
    "minutes.docx": _minutes("docx", WORD),
    "minutes.xlsx": _minutes("xlsx", EXCEL),
}
# Offered where the project has that exporter.
SLIDES = "g60.export.office.slides"
if find_spec(SLIDES):
    ACTS["slides.pptx"] = _slides
