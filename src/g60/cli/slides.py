"""The call that makes slides: of a selection, or of a presentation's scenes."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from g60.ask.view import View, parse_place
from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.cli.commands import asked_selection, hand_over
from g60.cli.pack import scenes_text
from g60.contract.errors import DataError
from g60.contract.i18n import text
from g60.contract.schema import LAYERS, Issue
from g60.export.office.slides import DEFAULT_RATIO, RATIOS, scenes_to_pptx, to_pptx
from g60.meeting import scenes

DATA_HAS_ERRORS, CALL_IS_WRONG = 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be asked of slides, beside the selection."""
    parser.add_argument("--scenes", type=Path, metavar="FILE")
    parser.add_argument("--ratio", choices=tuple(RATIOS), default=DEFAULT_RATIO)
    parser.add_argument("--focus", default="", metavar="ID")
    parser.add_argument("--map", default="", metavar="ZOOM/LAT/LON")
    parser.add_argument("--hide", action="append", choices=LAYERS, default=[])
    parser.add_argument("--review", default=os.environ.get("G60_MAP_REVIEW", ""), metavar="NUMBER")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.pptx")
    parser.set_defaults(run=slides)


def slides(asked: argparse.Namespace) -> int:
    """A deck in a file: of the scenes that are named, of the selection, or else of the presentation that is shipped."""
    catalog = Catalog.load(FolderSource(asked.geodata))
    selection = asked_selection(asked, catalog)
    if selection is None:
        return CALL_IS_WRONG
    selects = selection.restricts or selection.focus
    if asked.scenes is not None and selects:
        print(text("error_scenes_or_selection", asked.lang), file=sys.stderr)
        return CALL_IS_WRONG
    if selects:
        view = View(parse_place(asked.map), frozenset(asked.hide), lang=asked.lang, version=catalog.version)
        data = to_pptx(
            catalog, selection.known_to(catalog.ids, catalog.lists), view, ratio=asked.ratio, review=asked.review
        )
    else:
        try:
            presentation = _presentation(asked, catalog)
        except DataError as error:
            _tell(error.issues, asked)
            return DATA_HAS_ERRORS
        settings = {"ratio": asked.ratio, "review": asked.review}
        data = scenes_to_pptx(catalog, presentation, asked.lang, **settings, told=_told)
    hand_over(data, asked.output)
    return 0


def _presentation(asked: argparse.Namespace, catalog: Catalog) -> scenes.Presentation:
    """The presentation of the file that is named, what was wrong with it said; else the shipped one."""
    path: Path | None = asked.scenes
    if path is None:
        return scenes.shipped()
    presentation, issues = scenes.read(scenes_text(path), catalog, path.name)
    _tell(issues, asked)
    return presentation


def _tell(issues: tuple[Issue, ...], asked: argparse.Namespace) -> None:
    for issue in issues:
        print(scenes.issue_line(issue, asked.lang), file=sys.stderr)


def _told(done: int, all_of_them: int, name: str) -> None:
    print(f"[{done}/{all_of_them}] {name}", file=sys.stderr, flush=True)
