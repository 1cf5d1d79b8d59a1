"""The call that makes a brief: one page about one area, carrier or county."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.cli.commands import hand_over
from g60.contract.i18n import text
from g60.export.office.brief import BRIEFS
from g60.export.paper import DEFAULT_ADDRESS, SheetOptions

CALL_IS_WRONG = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be asked of a brief."""
    parser.add_argument("id", metavar="ID|UNIT")
    parser.add_argument("--format", choices=tuple(BRIEFS))
    parser.add_argument("--base-url", default=os.environ.get("G60_BASE_URL") or DEFAULT_ADDRESS, metavar="URL")
    parser.add_argument("--maker", default=os.environ.get("G60_MAKER", ""), metavar="TEXT")
    parser.add_argument("--review", default=os.environ.get("G60_MAP_REVIEW", ""), metavar="NUMBER")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    parser.set_defaults(run=brief)


def brief(asked: argparse.Namespace) -> int:
    """One page in a file, in the format that was named, else in that of the file's ending."""
    ending = asked.format or asked.output.suffix.lower().removeprefix(".") or next(iter(BRIEFS))
    if ending not in BRIEFS:
        print(text("error_brief_format", asked.lang, given=ending), file=sys.stderr)
        return CALL_IS_WRONG
    catalog = Catalog.load(FolderSource(asked.geodata))
    options = SheetOptions(address=asked.base_url, maker=asked.maker, review=asked.review)
    hand_over(BRIEFS[ending](catalog, asked.id, asked.lang, options), asked.output)
    return 0
