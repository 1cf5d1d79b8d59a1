"""The call `geodata`: the areas' geometry, computed again from its inputs."""

from __future__ import annotations

import argparse

from g60.catalog import schematic
from g60.cli.commands import DONE
from g60.cli.data import folder_of
from g60.contract.causes import cause
from g60.contract.errors import ReadError, WriteError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what is run; the folder is an argument of every call."""
    parser.set_defaults(run=write_geodata)


def write_geodata(asked: argparse.Namespace) -> int:
    """Write the GeoJSON files of the areas again from their inputs."""
    try:
        written = schematic.write(folder_of(asked))
    except FileNotFoundError as error:
        raise ReadError("error_no_file", file=error.filename) from error
    except OSError as error:
        raise WriteError(file=error.filename, detail=cause(error)) from error
    for path in written:
        print(path)
    return DONE
