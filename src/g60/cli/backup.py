"""The call `backup`, and `restore` of a file: the whole record in one file, and back from it."""

from __future__ import annotations

import argparse
from pathlib import Path

from g60.cli.commands import DONE
from g60.contract.errors import ReadError, RefusedError
from g60.contract.i18n import text
from g60.contract.whole_files import is_stream
from g60.record import backup


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `backup`."""
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", required=True)
    parser.set_defaults(run=write_backup)


def write_backup(asked: argparse.Namespace) -> int:
    """Write a backup of the record, while people work, and say what it holds."""
    held = backup.backup(asked.output)
    if not is_stream(asked.output):  # which may be standard output itself, and has no size
        size = asked.output.stat().st_size
        print(text("backup_done", asked.lang, file=asked.output, version=held.newest, size=f"{size / 1e6:,.1f}"))
    return DONE


def restore_file(file: Path, asked: argparse.Namespace) -> int:
    """Restore a backup into the empty place that DATABASE_URL names, and say what it held.

    Raises RefusedError for a file that is no backup, or none that can be read.
    """
    try:
        held = backup.restore(file)
    except ReadError as error:
        raise RefusedError(error.code, **error.values) from error
    print(text("restore_done", asked.lang, file=file, version=held.newest, made=held.made_at))
    return DONE
