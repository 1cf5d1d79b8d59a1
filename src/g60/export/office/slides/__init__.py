"""A selection or a presentation as a deck of slides that can be edited: no picture, every map made of native shapes."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import Any

from g60.ask.judging import Judging
from g60.ask.own_address import opened_elsewhere
from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.i18n import DEFAULT_LANGUAGE, text
from g60.export.evaluation_text import EvaluationText
from g60.export.imprint import Imprint, imprint
from g60.export.office.languages import speak_deck
from g60.export.office.package import same_times
from g60.export.office.slides.content import SlideContent, query_of, scene_deck, selection_deck, sources_slide
from g60.export.office.slides.evaluation import evaluation_deck
from g60.export.office.slides.master import RATIOS, empty_deck
from g60.export.office.slides.pages import Writer, written
from g60.export.progress import Progress
from g60.meeting.scenes import Presentation

DEFAULT_RATIO = next(iter(RATIOS))


@dataclass(frozen=True, slots=True)
class Settings:
    """What is the same on every slide of a deck: its ratio, the map-review number, the address of the app."""

    ratio: str = DEFAULT_RATIO
    review: str = ""
    address: str = ""

    @property
    def opened(self) -> str:
        """The address as other machines can open it; empty where there is none."""
        return opened_elsewhere(self.address)


def to_pptx(
    catalog: Catalog,
    selection: Selection,
    view: View,
    *,
    ratio: str = DEFAULT_RATIO,
    review: str = "",
    address: str = "",
) -> bytes:
    """The deck of one selection in the language of the view; `review` is the map-review number, where there is one.

    `address` is that of the app, which the QR codes begin with; without it there are none.
    """
    contents = selection_deck(catalog, selection, view)
    return _deck(catalog, contents, selection, view.lang, Settings(ratio, review, address), lambda *_: None)


def scenes_to_pptx(
    catalog: Catalog,
    presentation: Presentation,
    lang: str = DEFAULT_LANGUAGE,
    *,
    ratio: str = DEFAULT_RATIO,
    review: str = "",
    address: str = "",
    progress: Progress = lambda *_: None,
) -> bytes:
    """The deck of a presentation; `progress` is called for each slide that is done."""
    contents = scene_deck(catalog, presentation, lang)
    return _deck(catalog, contents, Selection(), lang, Settings(ratio, review, address), progress)


def evaluation_to_pptx(
    catalog: Catalog,
    judging: Judging,
    lang: str = DEFAULT_LANGUAGE,
    *,
    ratio: str = DEFAULT_RATIO,
    review: str = "",
    address: str = "",
) -> bytes:
    """The deck of a plan's evaluation, of the newest plan where none is asked for."""
    said = EvaluationText.asked(catalog, judging, lang)
    sources = sources_slide(said.wording, text("sheet_sources", lang), said.setting_line)
    settings, query = (
        Settings(ratio, review, address),
        query_of("evaluation", Selection(), View(lang=lang, judging=judging)),
    )
    contents = [replace(one, query=query) for one in evaluation_deck(said)]
    return _saved(_written(catalog, [*contents, sources], said.imprint, lang, settings), lang)


def contents_to_pptx(
    catalog: Catalog, contents: list[SlideContent], lang: str, *, address: str = ""
) -> tuple[bytes, int]:
    """A deck of other contents than those of a selection or of scenes; and how many slides it has."""
    head = imprint(catalog, catalog, Selection(), lang)
    deck = _written(catalog, contents, head, lang, Settings(address=address))
    return _saved(deck, lang), len(deck.slides)


def _deck(
    catalog: Catalog,
    contents: list[SlideContent],
    selection: Selection,
    lang: str,
    settings: Settings,
    progress: Progress,
) -> bytes:
    head = imprint(catalog, catalog.pick(selection), selection, lang)
    return _saved(_written(catalog, contents, head, lang, settings, progress), lang)


def _written(
    catalog: Catalog,
    contents: list[SlideContent],
    head: Imprint,
    lang: str,
    settings: Settings,
    progress: Progress = lambda *_: None,
) -> Any:
    """A deck of these slides under a head."""
    if settings.review:
        head = replace(head, review=text("sheet_review", lang, number=settings.review))
    deck, frame = empty_deck(head, contents[0].title, settings.ratio, lang)
    writer = Writer(deck, frame, catalog, head, lang, settings.opened)
    for number, title in enumerate(written(writer, contents), start=1):
        progress(number, len(contents), title)
    return deck


def _saved(deck: Any, lang: str) -> bytes:
    speak_deck(deck, lang)
    file = io.BytesIO()
    deck.save(file)
    return same_times(file.getvalue())


__all__ = ["DEFAULT_RATIO", "RATIOS", "contents_to_pptx", "evaluation_to_pptx", "scenes_to_pptx", "to_pptx"]
