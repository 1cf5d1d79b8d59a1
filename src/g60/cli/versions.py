"""The calls about the record's past: `versions`, `diff` and `history`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable
from typing import Any

from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.cli.commands import DONE
from g60.cli.data import default_folder
from g60.contract.errors import RefusedError
from g60.contract.i18n import text
from g60.contract.schema import CITATIONS, DATASETS
from g60.record.database import has_begun
from g60.record.history import Change, diff, history
from g60.record.rows import Place, citation_key, rows_of
from g60.record.versions import SHIPPED, Version, local_time, version_at, versions

NOTHING = "∅"


def add_calls(calls: Any, common: argparse.ArgumentParser) -> None:
    """Add the three calls to the parser's."""
    known = _call(calls, common, "versions", list_versions)
    known.set_defaults(geodata=None)
    between = _call(calls, common, "diff", show_difference)
    between.add_argument("earlier", metavar="A")
    between.add_argument("later", metavar="B")
    of_one = _call(calls, common, "history", show_history)
    of_one.add_argument("subject", metavar="SUBJECT")
    of_one.add_argument("field", metavar="FIELD", nargs="?", default="")


def _call(
    calls: Any, common: argparse.ArgumentParser, name: str, run: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    call: argparse.ArgumentParser = calls.add_parser(name, parents=[common], help=text(f"cli_{name}", "zh"))
    call.add_argument("--format", choices=("text", "json"), default="text")
    call.set_defaults(run=run)
    return call
