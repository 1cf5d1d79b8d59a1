"""The call `slides`: a deck of a selection, or of a presentation's scenes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from g60.ask.own_address import own_address
from g60.ask.view import View
from g60.cli.commands import (
    CALL_IS_WRONG,
    DATA_HAS_ERRORS,
    DONE,
    add_selection,
    asked_place,
    asked_selection,
    checked_ending,
    hand_over,
    print_progress,
)
from g60.cli.data import catalog_of
from g60.cli.pack import asked_presentation, print_issues
from g60.cli.parser import base_url
from g60.cli.unread import refuse_without
from g60.contract import settings
from g60.contract.errors import DataError
from g60.contract.i18n import text
from g60.contract.symbology import LAYERS
from g60.export.office.slides import DEFAULT_RATIO, RATIOS, scenes_to_pptx, to_pptx


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of slides, and those of the selection."""
    add_selection(parser)
    parser.add_argument("--scenes", type=Path, metavar="FILE")
    parser.add_argument("--ratio", choices=tuple(RATIOS), default=DEFAULT_RATIO)
    parser.add_argument("--focus", default="", metavar="ID")
    parser.add_argument("--map", default="", metavar="ZOOM/LAT/LON")
    parser.add_argument("--hide", action="append", choices=LAYERS, default=[])
    parser.add_argument("--review", default=settings.given("G60_MAP_REVIEW"), metavar="NUMBER")
    parser.add_argument("--base-url", type=base_url, default=own_address(), metavar="URL")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.pptx")
    parser.set_defaults(run=slides)


def slides(asked: argparse.Namespace) -> int:
    """Write a deck of the given scenes, of the selection, or else of the shipped presentation; the exit status."""
    checked_ending(asked.output, "pptx")
    catalog = catalog_of(asked)
    selection = asked_selection(asked, catalog)
    if selection is None:
        return CALL_IS_WRONG
    place, selects = asked_place(asked.map), selection.restricts or selection.focus
    if asked.scenes is not None and selects:
        print(text("error_scenes_or_selection", asked.lang), file=sys.stderr)
        return CALL_IS_WRONG
    if not selects:  # each scene has a map and layers of its own
        refuse_without(asked, ("map", "hide"), "--focus/--unit/…")
    deck = {"ratio": asked.ratio, "review": asked.review, "address": asked.base_url}
    if selects:
        view = View(place, frozenset(asked.hide), lang=asked.lang, version=catalog.version)
        data = to_pptx(catalog, selection.without_unknown(catalog.held), view, **deck)
    else:
        try:
            presentation = asked_presentation(asked, catalog)
        except DataError as error:
            print_issues(error.issues, asked.lang)
            return DATA_HAS_ERRORS
        data = scenes_to_pptx(catalog, presentation, asked.lang, **deck, progress=print_progress)
    hand_over(data, asked.output)
    return DONE
