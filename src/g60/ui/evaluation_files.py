"""The files of an evaluation on the page: report, workbook, slides, scenes; what is missing with its templates.

A file is made by a worker when its link is followed. Nothing typed in is part of a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from importlib import import_module
from typing import Any

import streamlit as st

from g60.catalog.catalog import Catalog
from g60.contract.i18n import text
from g60.export.handouts import HANDOUTS, Order, formats, house_options
from g60.export.jobs import orders
from g60.export.jobs.job import Work
from g60.meeting.evaluation_scenes import evaluation_scenes
from g60.meeting.scenes import write
from g60.review.judged import Judged, plan_title
from g60.review.missing_values import Gap, by_reporter
from g60.ui import exports
from g60.ui.page import Page

JSON, ZIP = "application/json", "application/zip"
TEMPLATES = "tables.missing_templates"


def show(page: Page, plan: str, entries: Sequence[Judged], missing: Sequence[Gap]) -> None:
    """Draws the files of a plan's evaluation, and the templates where something is missing."""
    lang, catalog, held = page.lang, page.catalog, exports.shown(page)
    named = _words(text("evaluation_file_title", lang, plan=plan_title(catalog, plan, lang)))
    order = Order(page.selection, page.view, house_options())
    files = [
        (ending, orders.handout(held, code, order, file=f"{named}.{ending}"))
        for code, ending in ((code, handout.ending) for code, handout in HANDOUTS.items() if handout.call == "evaluate")
    ]
    links = [_link(text(f"evaluation_get_{ending}", lang), work) for ending, work in files]
    blocks = [
        {"type": "heading", "text": text("evaluation_files", lang)},
        {"type": "words", "text": text("evaluation_files_text", lang)},
        {"type": "actions", "actions": links},
    ]
    page.draw("report", "evaluation_files", {"blocks": blocks})
    with st.container(key="atlas_evaluation_files", horizontal=True):
        scenes = partial(_scenes, catalog, plan, tuple(entries))
        label = text("evaluation_get_scenes", lang)
        name, key = f"{named}.json", "evaluation_get_scenes"
        st.download_button(label, scenes, file_name=name, mime=JSON, on_click="ignore", key=key)
    if missing:
        _templates(page, missing)


def _templates(page: Page, missing: Sequence[Gap]) -> None:
    """The list of what is missing with all templates, then the template of each reporter."""
    lang, held = page.lang, exports.shown(page)
    name = f"{_words(text('missing_title', lang))}.zip"
    every = orders.of_catalog(held, TEMPLATES, "to_send", page.view.judging, lang, file=name, kind=ZIP)
    links = [_link(text("evaluation_get_all", lang), every)]
    excel = formats("evaluate")["xlsx"].media_type
    for reporter, found in by_reporter(missing).items():
        given, name = (reporter, tuple(found), lang), f"{_words(reporter.name(lang))}.xlsx"
        work = orders.of_catalog(held, TEMPLATES, "template_of", *given, file=name, kind=excel)
        links.append(_link(reporter.name(lang), work))
    blocks = [
        {"type": "heading", "level": 3, "text": text("evaluation_templates", lang)},
        {"type": "words", "text": text("evaluation_templates_text", lang)},
        {"type": "actions", "actions": links},
    ]
    page.draw("report", "evaluation_templates", {"blocks": blocks})


def _words(title: str) -> str:
    """A title as the name of a file has it."""
    module: Any = import_module(f"g60.export.{TEMPLATES}")
    return str(module.file_words(title))


def _link(label: str, work: Work) -> dict[str, Any]:
    return {"label": label, "href": f"./offers/{exports.offer(work)}"}


def _scenes(catalog: Catalog, plan: str, entries: Sequence[Judged]) -> bytes:
    return write(evaluation_scenes(catalog, plan, entries)).encode()
