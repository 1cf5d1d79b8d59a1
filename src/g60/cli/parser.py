"""The parser of calls: argparse's, whose refusals are texts of our table in the language of the call."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any, NoReturn

from g60.ask.own_address import opened_elsewhere
from g60.cli.commands import CALL_IS_WRONG
from g60.contract.i18n import DEFAULT_LANGUAGE, LANGUAGES, text

# What argparse says of a call, and our text of it. What it says beside these is shown as it is.
_SAID = (
    (re.compile(r"the following arguments are required: (?P<flag>.*)", re.DOTALL), "file_call_required"),
    (re.compile(r"unrecognized arguments: (?P<flag>.*)", re.DOTALL), "file_call_unknown"),
    (re.compile(r"argument (?P<flag>\S+): expected (?:one|at least one|\d+) arguments?"), "file_call_without_value"),
    (re.compile(r"argument (?P<flag>\S+): ignored explicit argument .*", re.DOTALL), "file_call_with_value"),
    (re.compile(r"ambiguous option: (?P<flag>.*) could match (?P<known>.*)", re.DOTALL), "file_call_ambiguous"),
)


def language_of(given: Sequence[str]) -> str:
    """The language that a call asks for, before it is parsed; the default one where it asks for none."""
    asked = DEFAULT_LANGUAGE
    for at, word in enumerate(given):
        named = "".join(given[at + 1 : at + 2]) if word == "--lang" else word.removeprefix("--lang=")
        if word.startswith("--lang") and named in LANGUAGES:
            asked = named
    return asked


def base_url(given: str) -> str:
    """An address of the app that other machines can open; refused by the code of a text."""
    address = opened_elsewhere(given)
    if given and not address:
        raise argparse.ArgumentTypeError("file_call_address")
    return address


class Parser(argparse.ArgumentParser):
    """A parser whose refusals are in the language of the call. A type refuses a value by the code of a text."""

    def __init__(self, *given: Any, lang: str = DEFAULT_LANGUAGE, **settings: Any) -> None:
        super().__init__(*given, **settings)
        self.lang = lang

    def add_subparsers(self, **settings: Any) -> Any:
        """The calls below this one, with parsers of the same language."""
        return super().add_subparsers(**{"parser_class": partial(type(self), lang=self.lang), **settings})

    def error(self, message: str) -> NoReturn:
        """Print how the call is written and what is wrong with it; the status is 2."""
        self.print_usage(sys.stderr)
        self.exit(CALL_IS_WRONG, f"{self._worded(message)}\n")

    def _print_message(self, message: str, file: Any = None) -> None:
        # argparse passes over a file that cannot be written; the call says so.
        if message:
            (file or sys.stderr).write(message)

    def _worded(self, message: str) -> str:
        for pattern, code in _SAID:
            found = pattern.fullmatch(message)
            if found:
                return text(code, self.lang, **found.groupdict())
        return message

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        known = ", ".join(map(str, action.choices))
        raise argparse.ArgumentError(None, self._of(action, "file_call_choice", given=str(value)[:80], known=known))

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        try:
            return super()._get_value(action, arg_string)
        except argparse.ArgumentError as error:
            refused = error.__context__
            code = str(refused) if isinstance(refused, argparse.ArgumentTypeError) else "file_call_value"
            raise argparse.ArgumentError(None, self._of(action, code, given=arg_string[:80])) from error

    def _of(self, action: argparse.Action, code: str, **values: str) -> str:
        """A text about an argument: its flag, or what stands for it; the name of a call has neither."""
        named = "/".join(action.option_strings) or (action.dest if action.dest != argparse.SUPPRESS else "")
        return text(code, self.lang, flag=named or text("file_call", self.lang), **values)
