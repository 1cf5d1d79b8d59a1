"""The files of an evaluation on the page: report, workbook, slides, scenes; the list of what is missing; templates."""

from __future__ import annotations

from collections.abc import Sequence

from g60.review.missing_values import Gap
from g60.ui.shell import Page


def show(page: Page, plan: str, missing: Sequence[Gap]) -> None:
    """Draws the files."""
