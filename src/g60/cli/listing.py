"""The call `list`: the entities of a selection, in a format of lists."""

from __future__ import annotations

import argparse
from pathlib import Path

from g60.ask.view import View
from g60.cli.commands import CALL_IS_WRONG, DONE, add_selection, asked_selection, format_of, hand_over
from g60.cli.data import catalog_of
from g60.export.handouts import Order, formats, house_options, quiet


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of a list."""
    add_selection(parser)
    parser.add_argument("--format", choices=tuple(formats("list")))
    parser.add_argument("-o", "--output", type=Path, metavar="FILE")
    parser.set_defaults(run=list_entities)


def list_entities(asked: argparse.Namespace) -> int:
    """The entities of a selection, in the given format."""
    form = format_of(asked, {ending: ending for ending in formats("list")}, "json")
    catalog = catalog_of(asked)
    selection = asked_selection(asked, catalog)
    if selection is None:
        return CALL_IS_WRONG
    order = Order(selection, View(lang=asked.lang), house_options())
    hand_over(formats("list")[form].make(catalog, order, quiet), asked.output)
    return DONE
