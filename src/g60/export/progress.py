"""How far a file is: what makes one of several pages calls this with how many are done, of how many, and the name."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int, str], None]
