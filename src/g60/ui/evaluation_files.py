"""The files of an evaluation on the page: report, workbook, slides, scenes; what is missing with its templates.

A file is made when its button is pressed. Nothing typed in is part of a name or a label: names of reporters come from
data and are escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import Any

import streamlit as st

from g60.ask.judging import Judging
from g60.catalog.catalog import Catalog
from g60.contract.i18n import text
from g60.export.handouts import Order, formats, house_options, quiet
from g60.meeting.evaluation_scenes import evaluation_scenes
from g60.meeting.scenes import write
from g60.review.judged import Judged, plan_title
from g60.review.missing_values import Gap, by_reporter
from g60.ui.handouts import modules_frozen
from g60.ui.plain import escaped
from g60.ui.shell import Page

JSON, ZIP = "application/json", "application/zip"
TEMPLATES = "g60.export.tables.missing_templates"


def show(page: Page, plan: str, entries: Sequence[Judged], missing: Sequence[Gap]) -> None:
    """Draws the files of a plan's evaluation, and the templates where something is missing."""
    lang, catalog = page.lang, page.catalog
    heading = {"type": "heading", "text": text("evaluation_files", lang)}
    words = {"type": "words", "text": text("evaluation_files_text", lang)}
    page.draw("report", "evaluation_files", {"blocks": [heading, words]})
    named = import_module(TEMPLATES).file_words(
        text("evaluation_file_title", lang, plan=plan_title(catalog, plan, lang))
    )
    judging = page.view.judging
    with st.container(key="atlas_evaluation_files", horizontal=True):
        for ending, handout in formats("evaluate").items():
            order = Order(page.selection, page.view, house_options())
            make = partial(_made, handout.make, catalog, order, quiet)
            _button(ending, text(f"evaluation_get_{ending}", lang), make, f"{named}.{ending}", handout.media_type)
        scenes = partial(_scenes, catalog, plan, tuple(entries))
        _button("scenes", text("evaluation_get_scenes", lang), scenes, f"{named}.json", JSON)
    if missing:
        _templates(page, judging, missing)


def _templates(page: Page, judging: Judging, missing: Sequence[Gap]) -> None:
    """The list of what is missing with all templates, then the template of each reporter."""
    lang, catalog = page.lang, page.catalog
    words = [
        {"type": "heading", "level": 3, "text": text("evaluation_templates", lang)},
        {"type": "words", "text": text("evaluation_templates_text", lang)},
    ]
    page.draw("report", "evaluation_templates", {"blocks": words})
    templates: Any = import_module(TEMPLATES)
    with st.container(key="atlas_evaluation_templates", horizontal=True):
        make = partial(_made, templates.to_send, catalog, judging, lang)
        named = templates.file_words(text("missing_title", lang))
        _button("to_send", text("evaluation_get_all", lang), make, f"{named}.zip", ZIP)
        for number, (reporter, found) in enumerate(by_reporter(missing).items(), start=1):
            make = partial(_made, templates.template_of, catalog, reporter, tuple(found), lang)
            name = reporter.name(lang)
            media = formats("evaluate")["xlsx"].media_type
            _button(f"template_{number}", escaped(name), make, f"{templates.file_words(name)}.xlsx", media)


def _button(key: str, label: str, make: Callable[[], bytes], name: str, media: str) -> None:
    st.download_button(label, make, file_name=name, mime=media, on_click="ignore", key=f"evaluation_get_{key}")


def _made(make: Callable[..., bytes], *given: object) -> bytes:
    with modules_frozen():
        return make(*given)


def _scenes(catalog: Catalog, plan: str, entries: Sequence[Judged]) -> bytes:
    return write(evaluation_scenes(catalog, plan, entries)).encode()
