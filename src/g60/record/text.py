"""What a person types, before it is kept: no control characters, no half of a surrogate pair."""

from __future__ import annotations

import re

# The Unicode categories Cc, but for the line end, and Cs. No database keeps all of them.
_UNKEPT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def clean(raw: str) -> str:
    """The text without control characters (but line ends) and without lone surrogates."""
    return _UNKEPT.sub("", _with_line_ends(raw).strip())


def clean_line(raw: str) -> str:
    """The text in one line."""
    return " ".join(clean(raw).split())


def clean_document(raw: str) -> str:
    """A document's text: its lines stay where they are, so that a line keeps its number. A tab becomes a space."""
    return _UNKEPT.sub("", _with_line_ends(raw.removeprefix("\ufeff")).replace("\t", " ")).rstrip()


def _with_line_ends(raw: str) -> str:
    return raw.replace("\r\n", "\n").replace("\r", "\n")
