"""The command line. It calls the same functions as the pages.

Exit status: 0 done; 1 the data has errors (all are printed); 2 the call is wrong.
"""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from g60.cli import commands
from g60.cli.commands import CALL_IS_WRONG, DATA_HAS_ERRORS, DONE
from g60.cli.parser import Parser, language_of
from g60.contract.causes import cause
from g60.contract.errors import DataError, G60Error, RefusedError, UnknownIdError
from g60.contract.i18n import DEFAULT_LANGUAGE, LANGUAGES, text

# Each call and what adds its arguments: a module of this room, and its function if it is not `add_arguments`
# ("versions:add_diff"). It is imported when it is called: a call needs few of the libraries, and all take a second.
CALLS = {
    "check": "check",
    "list": "listing",
    "render": "render",
    "slides": "slides",
    "brief": "brief",
    "pack": "pack",
    "show": "show",
    "compare": "compare",
    "indicators": "indicators",
    "evaluate": "evaluate",
    "ledger": "ledger",
    "tasks": "tasks",
    "bulletin": "bulletin",
    "import": "import_list",
    "template": "import_list:add_template",
    "draft": "drafts:add_draft",
    "set": "drafts:add_set",
    "publish": "drafts:add_publish",
    "restore": "drafts:add_restore",
    "backup": "backup",
    "person": "people",
    "versions": "versions:add_versions",
    "diff": "versions:add_diff",
    "history": "versions:add_history",
    "limits": "limits",
    "doctor": "doctor",
    "sbom": "sbom",
    "settings": "settings",
    "geodata": "geodata",
    "dictionary": "dictionary",
}
# The calls that read the data, of the newest version or of another.
DATED = ("list", "render", "slides", "brief", "pack", "show", "compare", "indicators", "evaluate", "ledger", "tasks")


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status of one call."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    lang = language_of(given)
    if sys.stdout is None:  # closed by who called: a file that is opened now would take its number
        return _unwritten(OSError(errno.EBADF, os.strerror(errno.EBADF)), lang)
    try:
        try:
            return _run(_parser(given[0] if given else "", lang).parse_args(given))
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # The other end of the pipe (head, less) was closed.
        _write_no_more()
        return DONE
    except OSError as error:
        if not _is_of_output(error):
            raise
        _write_no_more()
        return _unwritten(error, lang)


def _is_of_output(error: OSError) -> bool:
    """Whether standard output refused what was printed: it still does, or nothing of it waits in the program."""
    try:
        sys.stdout.flush()
    except OSError:
        return True
    return error.filename is None and bool(getattr(sys.stdout, "write_through", False))


def _write_no_more() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _unwritten(error: OSError, lang: str) -> int:
    print(text("error_output", lang, detail=cause(error)), file=sys.stderr)
    return DATA_HAS_ERRORS


def _run(asked: argparse.Namespace) -> int:
    try:
        return int(asked.run(asked))
    except DataError as error:
        commands.print_issues(error.issues, asked.lang)
        return DATA_HAS_ERRORS
    except (UnknownIdError, RefusedError) as error:
        print(text(error.code, asked.lang, **error.values), file=sys.stderr)
        return CALL_IS_WRONG
    except G60Error as error:
        print(text(error.code, asked.lang, **error.values), file=sys.stderr)
        return DATA_HAS_ERRORS


def _parser(called: str, lang: str) -> Parser:
    """The parser of every call; only the one that is called is imported and has its arguments."""
    parser = Parser(prog="python -m g60", description=text("cli_about", lang), lang=lang)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--geodata", type=Path, metavar="DIR")
    common.add_argument("--lang", choices=LANGUAGES, default=DEFAULT_LANGUAGE)
    calls = parser.add_subparsers(required=True, metavar="|".join(CALLS))
    for name, module in CALLS.items():
        call = calls.add_parser(name, parents=[common], help=text(f"cli_{name}", lang))
        if name in DATED:
            call.add_argument("--at", default="", metavar="VERSION|DATE", help=text("cli_at", lang))
        if name == called:
            room, _, adds = module.partition(":")
            getattr(import_module(f"g60.cli.{room}"), adds or "add_arguments")(call)
    return parser
