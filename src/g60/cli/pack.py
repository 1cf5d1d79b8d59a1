"""The call `pack`: the meeting pack, one HTML file that needs no server and no network."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from g60.catalog.catalog import Catalog
from g60.cli.commands import DONE, checked_ending, hand_over
from g60.cli.data import catalog_of
from g60.contract.errors import ReadError, RefusedError
from g60.contract.issues import Issue
from g60.export.imprint import day_in_jiaxing
from g60.meeting import scenes
from g60.record.versions import day_of
from layers.pack import pack


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of a pack."""
    parser.add_argument("--scenes", type=Path, metavar="FILE")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    parser.set_defaults(run=write_pack)


def write_pack(asked: argparse.Namespace) -> int:
    """Write the pack of a presentation, with the presentation's issues on standard error; the exit status."""
    checked_ending(asked.output, "html")
    catalog = catalog_of(asked)
    day = day_of(asked.at, day_in_jiaxing())
    hand_over(pack(catalog, asked_presentation(asked, catalog), lang=asked.lang, today=day), asked.output)
    return DONE


def asked_presentation(asked: argparse.Namespace, catalog: Catalog) -> scenes.Presentation:
    """The presentation of the given file, with its issues on standard error; else the shipped one."""
    if asked.scenes is None:
        return scenes.shipped_over(catalog)
    presentation, issues = scenes.read(_file_text(asked.scenes), catalog, asked.scenes.name)
    print_issues(issues, asked.lang)
    return presentation


def print_issues(issues: Iterable[Issue], lang: str) -> None:
    """Print one line for each issue of a presentation, on standard error."""
    for issue in issues:
        print(scenes.issue_line(issue, lang), file=sys.stderr)


def _file_text(path: Path) -> str:
    """The text of a presentation's file; raises RefusedError for what is no file to read, ReadError for its bytes."""
    try:
        if path.exists() and not path.is_file():  # a device has the size 0 and may never end
            raise RefusedError("error_scenes_unreadable", file=path.name)
        if path.stat().st_size > 4 * scenes.BYTES_AT_MOST:
            raise RefusedError("error_scenes_long", file=path.name, most=scenes.BYTES_AT_MOST // 1_000_000)
        return path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise RefusedError("error_no_file", file=str(path)) from error
    except OSError as error:
        raise RefusedError("error_scenes_unreadable", file=path.name) from error
    except UnicodeDecodeError as error:
        raise ReadError("error_scenes_unreadable", file=path.name) from error
