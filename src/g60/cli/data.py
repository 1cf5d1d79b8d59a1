"""The data of a call: a version of the record, or a folder of files that the call names."""

from __future__ import annotations

import argparse
from pathlib import Path

from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource, Source
from g60.catalog.sources.folder import default_folder
from g60.contract.errors import RefusedError
from g60.record.versions import RecordSource, is_recorded, newest, version_at


def folder_of(asked: argparse.Namespace) -> Path:
    """The folder of a call: the one that it names, else that of version 1."""
    return asked.geodata or default_folder()


def source_of(asked: argparse.Namespace) -> tuple[Source, int]:
    """The source of a call, and the version that it holds.

    A folder that the call names is read as it is, without the record. Raises RefusedError for an unknown version.
    """
    at = getattr(asked, "at", "")
    if asked.geodata is not None and at:
        raise RefusedError("error_argument_beside", name="--at", other="--geodata")
    if asked.geodata is not None or not is_recorded():
        if at:
            version_at(at)
        return FolderSource(folder_of(asked)), 1
    number = version_at(at) if at else newest()
    return RecordSource(number), number


def catalog_of(asked: argparse.Namespace) -> Catalog:
    """The catalog of a call; raises DataError, DatabaseError, RefusedError."""
    return Catalog.load(*source_of(asked))
