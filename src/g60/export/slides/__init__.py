"""A picked catalog as a deck of slides that can be edited: no picture anywhere, every map made of native shapes."""

from __future__ import annotations

import io

from g60.catalog import Catalog
from g60.export.imprint import imprint
from g60.export.office.package import same_times
from g60.export.slides.content import SlideContent, plan_deck, selection_deck
from g60.export.slides.master import RATIOS, empty_deck
from g60.export.slides.pages import Writer, slides_of
from g60.i18n import DEFAULT_LANGUAGE
from g60.selection import Selection

DEFAULT_RATIO = next(iter(RATIOS))


def to_pptx(
    catalog: Catalog,
    picked: Catalog,
    selection: Selection,
    lang: str = DEFAULT_LANGUAGE,
    *,
    ratio: str = DEFAULT_RATIO,
) -> bytes:
    """A deck of what was picked; of the whole plan, in its own order, where nothing was."""
    contents = selection_deck(catalog, selection, lang) if selection.restricts else plan_deck(catalog, lang)
    return deck_of(catalog, picked, selection, contents, lang, ratio=ratio)


def deck_of(
    catalog: Catalog,
    picked: Catalog,
    selection: Selection,
    contents: list[SlideContent],
    lang: str,
    *,
    ratio: str = DEFAULT_RATIO,
) -> bytes:
    """A deck of these slides between a cover and the sources."""
    head = imprint(catalog, picked, selection, lang)
    deck, frame = empty_deck(head, ratio, lang)
    for _ in slides_of(Writer(deck, frame, catalog, head, lang), contents):
        pass
    written = io.BytesIO()
    deck.save(written)
    return same_times(written.getvalue())


__all__ = ["DEFAULT_RATIO", "RATIOS", "deck_of", "to_pptx"]
