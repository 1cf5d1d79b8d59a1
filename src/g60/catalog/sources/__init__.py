"""Where datasets come from. A source has two methods: one table by its dataset, and its version."""

from __future__ import annotations

from typing import Protocol

import pandas as pd

from g60.catalog.sources.folder import FolderSource
from g60.contract.schema import Dataset

__all__ = ["FolderSource", "Source"]


class Source(Protocol):
    """Something that datasets can be read from."""

    def read(self, dataset: Dataset) -> pd.DataFrame:
        """The table of a dataset, every cell as text; raises ReadError where there is none."""

    def version(self) -> str:
        """A text that changes when, and only when, any table changes."""
