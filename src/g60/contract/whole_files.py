"""Files that are written as a whole or not at all: what `-o` of every call writes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from g60.contract.causes import cause
from g60.contract.errors import WriteError


def is_stream(output: Path) -> bool:
    """Whether a place is there and is no file: a device or a pipe, which must not be replaced, or a folder."""
    return output.exists() and not output.is_file()


@contextmanager
def written(output: Path) -> Iterator[BinaryIO]:
    """A file to write to, which has its name only once it is whole; a link stays one. Raises WriteError."""
    try:
        if is_stream(output):
            with output.open("wb") as file:
                yield file
        else:
            with _beside(output.resolve()) as file:
                yield file
    except OSError as error:
        raise WriteError(file=str(output), detail=cause(error)) from error


@contextmanager
def _beside(path: Path) -> Iterator[BinaryIO]:
    """A file beside a place, which is moved there at the end."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
