"""The log of the service: one JSON object on each line, or lines for people, without anything about a person.

An answer's line holds the pattern of its address, never the address itself: a query can hold what somebody has searched
for. Of an error it holds the kind and the places in the program, never its message, which can quote what was entered.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from g60.contract import settings

LOG = logging.getLogger("atlas")
FIELDS = "fields"
_FRAMES = 12
_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None] | None


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line: moment, level, who says it, what, and the fields of the record."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, FIELDS, {}),
            **_error(record.exc_info),
        }
        return json.dumps(told, ensure_ascii=False, default=str)


class PlainLines(logging.Formatter):
    """A record as a line for people."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with the fields of the record at its end and the places of an error below it."""
        fields = " ".join(f"{name}={value}" for name, value in getattr(record, FIELDS, {}).items())
        error = _error(record.exc_info)
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")
        line = f"{moment} {record.levelname} {record.name}: {record.getMessage()}"
        places = "".join(f"\n    {place}" for place in error.get("places", []))
        return " ".join(part for part in (line, fields, error.get("error", "")) if part) + places


def _error(raised: _Raised) -> dict[str, Any]:
    if not raised or raised[0] is None:
        return {}
    frames = traceback.extract_tb(raised[2])[-_FRAMES:]
    return {"error": raised[0].__name__, "places": [f"{one.filename}:{one.lineno} {one.name}" for one in frames]}


def begin() -> None:
    """Have everything that this process logs written in the form of the setting, to the standard error."""
    formatter = PlainLines() if settings.given("G60_LOG") == "plain" else JsonLines()
    if not LOG.handlers:
        LOG.addHandler(logging.StreamHandler(sys.stderr))
        LOG.setLevel(logging.INFO)
        LOG.propagate = False
    # The web server and Streamlit have handlers of their own.
    known = [one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    for logger in [logging.root, *known]:
        for handler in logger.handlers:
            if isinstance(handler, logging.StreamHandler):
                handler.setFormatter(formatter)


def say(words: str, level: int = logging.WARNING, **fields: object) -> None:
    """Write one line."""
    LOG.log(level, words, extra={FIELDS: fields})


def say_failed(error: BaseException, **fields: object) -> None:
    """Write the line of an error that nobody expected."""
    LOG.error("failed", exc_info=(type(error), error, error.__traceback__), extra={FIELDS: fields})
