"""Sources of datasets. A source has two methods: `read`, the table of a dataset, and `version`."""

from __future__ import annotations

from typing import Protocol

import pandas as pd

from g60.catalog.sources.folder import FolderSource
from g60.contract.dataset import Dataset

__all__ = ["FolderSource", "Source"]


class Source(Protocol):
    """A place that datasets are read from."""

    def read(self, dataset: Dataset) -> pd.DataFrame:
        """The table of a dataset, every cell as text; raises ReadError if it cannot be read."""

    def version(self) -> str:
        """A text that changes if and only if a table changes."""
