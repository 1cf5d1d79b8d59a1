"""What the page of the meeting gets from the server as files: minutes, and slides of a presentation.

A worker makes them, so nothing here knows the page.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from g60.ask.own_address import own_address
from g60.catalog.catalog import Catalog
from g60.contract import settings
from g60.contract.errors import DataError
from g60.contract.i18n import DEFAULT_LANGUAGE, LANGUAGES
from g60.contract.media_types import EXCEL, POWERPOINT, WORD
from g60.export.imprint import day_in_jiaxing
from g60.export.jobs.job import Made, Work
from g60.export.progress import Progress
from g60.meeting import decisions, scenes
from g60.meeting.json_file import plain_text
from g60.record.held import Held

REFUSED = 422
JSON = "application/json"
# By the worker alone: what writes slides takes as much.
SLIDES = "g60.export.office.slides"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page asks: the words it sends, its language, the app's address, and a pack's size without scenes."""

    body: str
    lang: str
    address: str
    pack_bytes: int

    @classmethod
    def of(cls, body: bytes, query: Mapping[str, str], pack_bytes: int = 0) -> Asked:
        """What a request asks; of its address nothing is kept that is none."""
        given = query.get("lang", "")
        lang = given if given in LANGUAGES else DEFAULT_LANGUAGE
        known = own_address(query.get("address", ""))
        return cls(body.decode("utf-8", errors="replace"), lang, known, pack_bytes)


@dataclass(frozen=True, slots=True)
class Answer:
    """What it is answered."""

    content: bytes
    kind: str = JSON
    status: int = 200


Act = Callable[[Catalog, Asked], Answer]


def as_json(content: Mapping[str, Any], status: int = 200) -> Answer:
    """An answer that is an object."""
    return Answer(json.dumps(content, ensure_ascii=False).encode(), status=status)


def as_object(body: str) -> dict[str, Any]:
    """What was sent, as an object; empty where it is none."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}


def refused(error: DataError, act: str, lang: str) -> Answer:
    """The answer to what cannot be understood: every finding in words."""
    worded = decisions.issue_line if act in ABOUT_DECISIONS else scenes.issue_line
    return as_json({"messages": [worded(issue, lang) for issue in error.issues]}, REFUSED)


def work(catalog: Catalog, held: Held, act: str, body: bytes, query: Mapping[str, str]) -> Work | Answer | None:
    """The work of one file; the answer that says why there is none; None where there is no such file."""
    if act not in FILES:
        return None
    asked = Asked.of(body, query)
    try:  # what is wrong with it is said at once, and not after the queue
        scenes.read(asked.body, catalog) if act == "slides.pptx" else _decided(catalog, asked)
    except DataError as error:
        return refused(error, act, asked.lang)
    return Work(_made, (held, act, asked))


def _made(_: Progress, held: Held, act: str, asked: Asked) -> Made:
    answer = FILES[act](held.catalog(), asked)
    return Made(answer.content, act, answer.kind)


def _decided(catalog: Catalog, asked: Asked) -> tuple[decisions.Decision, ...]:
    mine = as_object(asked.body).get("mine")
    kept, _ = decisions.read(mine if isinstance(mine, str) else "", catalog)
    return kept


def _minutes(form: str, kind: str) -> Act:
    def made(catalog: Catalog, asked: Asked) -> Answer:
        title = as_object(asked.body).get("title")
        words = plain_text(title, scenes.TITLE_LENGTH) if isinstance(title, str) else ""
        files = import_module("g60.export.office.minutes")  # by the worker: what writes documents takes 20 MB
        heading = files.Heading(words, day_in_jiaxing(), asked.address)
        return Answer(files.MINUTES[form](catalog, _decided(catalog, asked), heading, asked.lang), kind)

    return made


def _slides(catalog: Catalog, asked: Asked) -> Answer:
    presentation, _ = scenes.read(asked.body, catalog)
    made = import_module(SLIDES).scenes_to_pptx(
        catalog, presentation, asked.lang, review=settings.given("G60_MAP_REVIEW"), address=asked.address
    )
    return Answer(made, POWERPOINT)


ABOUT_DECISIONS = ("decisions", "minutes.docx", "minutes.xlsx")
FILES: dict[str, Act] = {
    "minutes.docx": _minutes("docx", WORD),
    "minutes.xlsx": _minutes("xlsx", EXCEL),
    "slides.pptx": _slides,
}
