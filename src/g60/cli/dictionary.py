"""The call `dictionary`: the data dictionary, made from the schema."""

from __future__ import annotations

import argparse
from pathlib import Path

from g60.cli.commands import DONE, checked_ending, hand_over
from g60.contract import dictionary


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the dictionary."""
    parser.add_argument("-o", "--output", type=Path, metavar="FILE")
    parser.set_defaults(run=write_dictionary)


def write_dictionary(asked: argparse.Namespace) -> int:
    """Write the data dictionary, made from the schema."""
    if asked.output is not None:
        checked_ending(asked.output, "md")
    hand_over(dictionary.as_markdown().encode(), asked.output)
    return DONE
