"""The files of the quarterly bulletin by their endings: every change as a workbook, one document, one slide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from g60.contract.media_types import EXCEL, POWERPOINT, WORD
from g60.review.bulletin import Bulletin

Maker = Callable[[Bulletin, str], bytes]


@dataclass(frozen=True, slots=True)
class BulletinFile:
    """One form of the bulletin: its media type, and what makes it in a language."""

    media_type: str
    make: Maker


def _from(module: str, function: str) -> Maker:
    """A function that is imported with the first file, as those of the handouts are."""
    return lambda of, lang: cast("bytes", getattr(import_module(f"g60.export.{module}"), function)(of, lang))


BULLETIN_FILES = {
    "xlsx": BulletinFile(EXCEL, _from("tables.bulletin", "bulletin_to_xlsx")),
    "docx": BulletinFile(WORD, _from("office.bulletin", "bulletin_to_docx")),
    "pptx": BulletinFile(POWERPOINT, _from("office.bulletin", "bulletin_to_pptx")),
}
