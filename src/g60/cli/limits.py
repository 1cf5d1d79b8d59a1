"""The call `limits`: how many corrections count towards the limits of the hour; with `--clear` none of them does."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from g60.cli.commands import DONE
from g60.contract.i18n import text
from g60.record.corrections import HOURLY_IN_ALL, HOURLY_PER_ADDRESS, clear_limits, counted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `limits`."""
    parser.add_argument("--clear", action="store_true", help=text("limit_clear_help", "zh"))
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(run=limits)


def limits(asked: argparse.Namespace) -> int:
    """Print how near the limits are; clear them first if that is asked."""
    cleared = clear_limits() if asked.clear else None
    found = counted()
    if asked.format == "json":
        told = {**asdict(found), "most_of_all": HOURLY_IN_ALL, "most_of_one": HOURLY_PER_ADDRESS, "cleared": cleared}
        print(json.dumps(told))
        return DONE
    if cleared is not None:
        print(text("limit_cleared", asked.lang, count=cleared))
    values = {"limit": HOURLY_IN_ALL, "each": HOURLY_PER_ADDRESS, **asdict(found)}
    print(text("limit_counted", asked.lang, **values))
    return DONE
