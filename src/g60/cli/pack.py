"""The call that makes the meeting pack: one HTML file that needs nothing."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.cli.commands import hand_over
from g60.contract.errors import ReadError
from g60.meeting import scenes
from layers.pack import pack


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be asked of a pack."""
    parser.add_argument("--scenes", type=Path, metavar="FILE")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    parser.set_defaults(run=write_pack)


def write_pack(asked: argparse.Namespace) -> int:
    """The pack of a presentation, in a file; what could not be taken of the presentation is said on standard error."""
    catalog = Catalog.load(FolderSource(asked.geodata))
    presentation = scenes.shipped()
    if asked.scenes is not None:
        presentation, issues = scenes.read(scenes_text(asked.scenes), catalog, asked.scenes.name)
        for issue in issues:
            print(scenes.issue_line(issue, asked.lang), file=sys.stderr)
    hand_over(pack(catalog, presentation, lang=asked.lang), asked.output)
    return 0


def scenes_text(path: Path) -> str:
    """The content of a presentation's file; raises ReadError."""
    try:
        if path.stat().st_size > 4 * scenes.BYTES_AT_MOST:
            raise ReadError("error_scenes_long", file=path.name, most=scenes.BYTES_AT_MOST // 1_000_000)
        return path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise ReadError("error_no_file", file=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError("error_scenes_unreadable", file=path.name) from error
