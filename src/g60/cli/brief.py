"""The call `brief`: one page about one area, carrier or county."""

from __future__ import annotations

import argparse
from pathlib import Path

from g60.ask.selection import Selection
from g60.ask.view import View
from g60.cli.commands import DONE, format_of, hand_over
from g60.cli.data import catalog_of
from g60.cli.parser import base_url
from g60.export.handouts import Order, formats, house_options, quiet
from g60.export.paper import SheetOptions

DEFAULT = "docx"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of a brief."""
    parser.add_argument("id", metavar="ID|UNIT")
    house = house_options()
    parser.add_argument("--format", choices=tuple(formats("brief")))
    parser.add_argument("--base-url", type=base_url, default=house.address, metavar="URL")
    parser.add_argument("--maker", default=house.maker, metavar="TEXT")
    parser.add_argument("--review", default=house.review, metavar="NUMBER")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    parser.set_defaults(run=brief)


def brief(asked: argparse.Namespace) -> int:
    """Write a brief in the given format, else in the format of the file's ending; the exit status."""
    known = formats("brief")
    ending = format_of(asked, {one: one for one in known}, DEFAULT)
    catalog = catalog_of(asked)
    options = SheetOptions(address=asked.base_url, maker=asked.maker, review=asked.review)
    order = Order(Selection(focus=asked.id), View(lang=asked.lang), options)
    hand_over(known[ending].make(catalog, order, quiet), asked.output)
    return DONE
