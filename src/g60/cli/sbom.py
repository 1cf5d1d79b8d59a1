"""The call `sbom`: the bill of materials of what is installed, in CycloneDX."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from g60.cli.commands import DONE, checked_ending, hand_over
from g60.contract.i18n import text
from g60.export import sbom


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `sbom`."""
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=text("supply_output", "zh"))
    parser.set_defaults(run=write)


def write(asked: argparse.Namespace) -> int:
    """Print the bill, or write it into a file."""
    if asked.output is not None:
        checked_ending(asked.output, "json")
    hand_over(sbom.as_json(datetime.now(UTC)), asked.output)
    return DONE
