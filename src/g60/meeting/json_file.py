"""JSON files with a format and a version: presentations and decisions. Their content is not trusted."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from g60.contract.errors import DataError
from g60.contract.issues import Issue, Severity

# In characters: our files are shorter, and a longer one is not parsed.
LENGTH_AT_MOST = 4_000_000
SHOWN_OF_VERSION = 40


def parse(content: str, form: str, version: int, part: str, name: str) -> dict[str, Any]:
    """The object in a file of this form and version, with a list in `part`; raises DataError for any other file."""
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
        shown = plain_text(json.dumps(given, ensure_ascii=False), SHOWN_OF_VERSION)
        raise DataError([Issue(Severity.ERROR, "file_version", name, value=shown, detail=str(version))])
    return parsed


def plain_text(raw: str, most: int) -> str:
    """The text without control characters (but line ends and tabs) and lone surrogates, `most` characters at most."""
    lines = raw.replace("\r\n", "\n").replace("\r", "\n")[:most]
    shown = ("\ufffd" if unicodedata.category(char) == "Cs" else char for char in lines)
    return "".join(char for char in shown if char in "\n\t" or unicodedata.category(char) != "Cc").strip()


def too_long(entry: dict[str, Any], lengths: dict[str, int]) -> list[str]:
    """The names of the texts in an entry that are too long."""
    return [part for part, most in lengths.items() if isinstance(given := entry.get(part), str) and len(given) > most]
