"""A JSON file of ours that comes back from a stranger: what it calls itself, its version, and its texts.

Presentations and decisions travel as such files. Nothing in one is trusted, and what cannot be opened is said in words.
"""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from g60.contract.errors import DataError
from g60.contract.schema import Issue, Severity

# Nothing of ours is that long: such a file is not even parsed.
LENGTH_AT_MOST = 16_000_000
SHOWN_OF_VERSION = 40


def opened(content: str, form: str, version: int, part: str, name: str) -> dict[str, Any]:
    """The object in a file that calls itself this form and version, whose `part` is a list; DataError for any other."""
    if len(content) > LENGTH_AT_MOST:
        raise DataError([Issue(Severity.ERROR, "file_long", name, value=f"{len(content):,}")])
    try:
        parsed = json.loads(content.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        place = f"{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else type(error).__name__
        raise DataError([Issue(Severity.ERROR, "file_not_json", name, detail=place)]) from error
    if not isinstance(parsed, dict) or parsed.get("format") != form or not isinstance(parsed.get(part), list):
        raise DataError([Issue(Severity.ERROR, "file_other", name, detail=form)])
    given = parsed.get("version")
    if given is True or given != version:
        shown = clean(json.dumps(given, ensure_ascii=False), SHOWN_OF_VERSION)
        raise DataError([Issue(Severity.ERROR, "file_version", name, value=shown, detail=str(version))])
    return parsed


def clean(raw: str, most: int) -> str:
    """A text without control characters and halves of characters, and no longer than this; its lines stay."""
    lines = raw.replace("\r\n", "\n").replace("\r", "\n")[:most]
    shown = ("\ufffd" if unicodedata.category(char) == "Cs" else char for char in lines)
    return "".join(char for char in shown if char in "\n\t" or unicodedata.category(char) != "Cc").strip()


def cut(entry: dict[str, Any], lengths: dict[str, int]) -> list[str]:
    """The parts of an entry whose text is longer than it may be."""
    return [part for part, most in lengths.items() if isinstance(given := entry.get(part), str) and len(given) > most]
