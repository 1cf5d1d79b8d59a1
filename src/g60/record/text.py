"""What a person types, before it is kept: no control characters, no half of a surrogate pair."""

from __future__ import annotations

import unicodedata


def clean(raw: str) -> str:
    """The text without control characters (but line ends) and without lone surrogates."""
    lines = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
    return "".join(char for char in lines if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs"))


def clean_line(raw: str) -> str:
    """The text in one line."""
    return " ".join(clean(raw).split())
