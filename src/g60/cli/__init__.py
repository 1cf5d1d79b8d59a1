"""The command line. It calls the same functions as the pages.

Exit status: 0 done; 1 the data has errors (all are printed); 2 the call is wrong.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from g60.cli import brief, commands, drafts, indicators, pack, render, slides, tasks
from g60.cli.commands import CALL_IS_WRONG, DATA_HAS_ERRORS, DONE
from g60.contract.errors import DataError, G60Error, UnknownIdError
from g60.contract.i18n import DEFAULT_LANGUAGE, LANGUAGES, text
from g60.contract.schema import INDUSTRIES, KINDS, UNITS
from g60.export.handouts import formats


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status of one call."""
    asked = _parser().parse_args(arguments)
    try:
        status = _run(asked)
        sys.stdout.flush()
    except BrokenPipeError:
        # The other end of the pipe (head, less) was closed.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return status


def _run(asked: argparse.Namespace) -> int:
    try:
        return int(asked.run(asked))
    except DataError as error:
        commands.print_issues(error.issues, asked.lang)
        return DATA_HAS_ERRORS
    except UnknownIdError as error:
        print(text(error.code, asked.lang, **error.values), file=sys.stderr)
        return CALL_IS_WRONG
    except G60Error as error:
        print(text(error.code, asked.lang, **error.values), file=sys.stderr)
        return DATA_HAS_ERRORS


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m g60", description=text("cli_about", "zh"))
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--geodata", type=Path, metavar="DIR")
    common.add_argument("--lang", choices=LANGUAGES, default=DEFAULT_LANGUAGE)
    selecting = _selecting()
    calls = parser.add_subparsers(
        required=True,
        metavar="check|list|render|slides|brief|pack|show|compare|indicators|tasks|geodata|dictionary"
        "|draft|set|publish|restore",
    )

    check = calls.add_parser("check", parents=[common], help=text("cli_check", "zh"))
    check.add_argument("--sources", type=Path, metavar="DIR")
    check.set_defaults(run=commands.check)

    listing = calls.add_parser("list", parents=[common, selecting], help=text("cli_list", "zh"))
    listing.add_argument("--format", choices=tuple(formats("list")), default="json")
    listing.add_argument("-o", "--output", type=Path, metavar="FILE")
    listing.set_defaults(run=commands.list_entities)

    sheet = calls.add_parser("render", parents=[common, selecting], help=text("cli_render", "zh"))
    render.add_arguments(sheet)

    deck = calls.add_parser("slides", parents=[common, selecting], help=text("cli_slides", "zh"))
    slides.add_arguments(deck)

    page = calls.add_parser("brief", parents=[common], help=text("cli_brief", "zh"))
    brief.add_arguments(page)

    meeting = calls.add_parser("pack", parents=[common], help=text("cli_pack", "zh"))
    pack.add_arguments(meeting)

    show = calls.add_parser("show", parents=[common], help=text("cli_show", "zh"))
    show.add_argument("id")
    show.add_argument("--format", choices=("text", "json"), default="text")
    show.set_defaults(run=commands.show)

    compare = calls.add_parser("compare", parents=[common], help=text("cli_compare", "zh"))
    compare.add_argument("ids", nargs="+", metavar="ID")
    compare.add_argument("--format", choices=("text", "json"), default="text")
    compare.set_defaults(run=commands.compare)

    figures = calls.add_parser("indicators", parents=[common], help=text("cli_indicators", "zh"))
    figures.add_argument("--format", choices=("text", "json"), default="text")
    figures.set_defaults(run=indicators.show)

    ordered = calls.add_parser("tasks", parents=[common], help=text("cli_tasks", "zh"))
    tasks.add_arguments(ordered)

    drafts.add_calls(calls, common)

    geodata = calls.add_parser("geodata", parents=[common], help=text("cli_geodata", "zh"))
    geodata.set_defaults(run=commands.write_geodata)

    dictionary = calls.add_parser("dictionary", parents=[common], help=text("cli_dictionary", "zh"))
    dictionary.add_argument("-o", "--output", type=Path, metavar="FILE")
    dictionary.set_defaults(run=commands.write_dictionary)
    return parser


def _selecting() -> argparse.ArgumentParser:
    """The arguments of a selection, for every call that takes one."""
    selecting = argparse.ArgumentParser(add_help=False)
    selecting.add_argument("--unit", action="append", choices=UNITS, default=[])
    selecting.add_argument("--industry", action="append", choices=INDUSTRIES, default=[])
    selecting.add_argument("--kind", action="append", choices=KINDS, default=[])
    selecting.add_argument("--list", action="append", default=[], metavar="LIST")
    selecting.add_argument("--query", default="", metavar="TEXT")
    selecting.add_argument("--near", default="", metavar="LON,LAT,KM")
    selecting.add_argument("--within", default="", metavar="LON,LAT;LON,LAT;...")
    return selecting
