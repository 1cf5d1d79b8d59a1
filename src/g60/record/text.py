"""What a person types, before it is kept: no control characters, no half of a surrogate pair."""

from __future__ import annotations

import re

from g60.contract.codes import is_visible

# The Unicode categories Cc, but for the line end, and Cs. No database keeps all of them.
_UNKEPT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_UNKEPT_KEY = re.compile("[\x00\ud800-\udfff]")


def clean(raw: str) -> str:
    """The text without control characters (but line ends) and without lone surrogates; "" where nothing is visible."""
    kept = _UNKEPT.sub("", _with_line_ends(raw).strip()).strip()
    return kept if is_visible(kept) else ""


def is_kept(raw: str) -> bool:
    """Whether every database can look for a text: none keeps half of a surrogate pair, and PostgreSQL no NUL."""
    return _UNKEPT_KEY.search(raw) is None


def clean_line(raw: str) -> str:
    """The text in one line."""
    return " ".join(clean(raw).split())


def clean_document(raw: str) -> str:
    """A document's text: its lines stay where they are, so that a line keeps its number. A tab becomes a space."""
    return _UNKEPT.sub("", _with_line_ends(raw.removeprefix("\ufeff")).replace("\t", " ")).rstrip()


def _with_line_ends(raw: str) -> str:
    return raw.replace("\r\n", "\n").replace("\r", "\n")
