"""JSON as a browser fetches it."""

from __future__ import annotations

import json
from typing import Any


def as_json(content: Any) -> bytes:
    """UTF-8 without spaces."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
