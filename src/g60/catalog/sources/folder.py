"""A folder with one file per dataset, as the data is shipped."""

from __future__ import annotations

import hashlib
from pathlib import Path

import geopandas as gpd
import pandas as pd

from g60.catalog.readers import read
from g60.contract import settings
from g60.contract.crs import WGS84
from g60.contract.dataset import Dataset
from g60.contract.errors import ReadError
from g60.contract.schema import DATASETS

SHIPPED = Path(__file__).parents[4] / "geodata"


def default_folder() -> Path:
    """The folder of version 1: the one that G60_GEODATA names, else the shipped one."""
    return Path(settings.given("G60_GEODATA") or SHIPPED)


class FolderSource:
    """A folder with the files of `geodata/`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, dataset: Dataset) -> pd.DataFrame:
        """The table of a dataset, every cell as text; raises ReadError if the file is missing or broken."""
        path = self.folder / dataset.file
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ReadError("error_no_file", file=str(path)) from error
        table = read(data, dataset.file)
        if dataset.geometry and table.empty:
            # A file without features names no columns: a kind of which the folder has none.
            columns = dict.fromkeys((dataset.key, *dataset.columns), pd.Series(dtype="str"))
            table = gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries([], crs=WGS84))
        return table

    def version(self) -> str:
        """The first twelve hex digits of a hash over all files, so that addresses with it can be cached forever."""
        digest = hashlib.sha256()
        for dataset in DATASETS:
            path = self.folder / dataset.file
            digest.update(dataset.file.encode() + b"\0")
            digest.update(path.read_bytes() if path.exists() else b"")
        return digest.hexdigest()[:12]
