"""Synthetic carrier lists of any length within Jiaxing, with the shipped areas.

They are only for measuring: every id, list and name says that it is synthetic, the files are in the user's cache and
never in `geodata/`. The same seed gives the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from g60.catalog import boundaries
from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.checks.tables import terms_of
from g60.contract.codes import INDUSTRIES
from g60.contract.dataset import Dataset
from g60.contract.schema import CARRIERS, DATASETS

SHIPPED = Path(__file__).resolve().parents[1] / "geodata"
SIZES = (24, 1_000, 10_000, 100_000, 1_000_000)
SEED = 20210930
RECIPE = 1  # raise it when the code changes the content of a list

LISTS = tuple(f"synthetic-{number}" for number in range(1, 6))
GRADES = {"A": 0.1, "B": 0.3, "C": 0.4, "D": 0.2}
RADII_M = {"A": 50, "B": 700, "C": 2000}
# A functional zone has no outline: a share of the rows in the county around it is moved to the zone.
ZONES = {"etdz": ("330411", 0.3), "port": ("330482", 0.2)}
INDUSTRIES_EACH = (0.25, 0.45, 0.2, 0.1)  # shares of rows with none, one, two, three
ALIASED = 0.1
# Characters for invented names: so many combinations that no two rows have the same pinyin.
BRANDS = (
    "华晟科瑞恒泰安宁嘉和兴盛源远天海江川云山星辰光明东方中诚信达通利丰裕康健博雅文新伟立志成宏图鼎盈润泽沃清朗景秀"
)
FORMS = ("研究院", "实验室", "工程中心", "产业园", "孵化器", "创新综合体", "技术中心", "检测中心")

Columns = dict[str, np.ndarray]


def carriers(rows: int) -> pd.DataFrame:
    """A carrier list of this many rows, every cell as text; the index is the row of a file."""
    chance = np.random.default_rng([SEED, RECIPE, rows])
    lon, lat, unit = _places(rows, chance)
    grade = chance.choice(list(GRADES), rows, p=list(GRADES.values()))
    has_point = grade != "D"
    order = np.sort(chance.integers(0, len(LISTS), rows))
    number = np.arange(1, rows + 1)
    first_of_list = np.searchsorted(order, order)
    columns = {
        "id": _joined("synthetic-", number, width=7),
        "list": np.array(LISTS)[order],
        "no": _joined("", number - first_of_list),
        **_names(rows, chance),
        "unit": unit,
        **_industries(rows, chance),
        "place_zh": np.full(rows, "合成地点"),
        "address_zh": np.full(rows, ""),
        "lon": np.where(has_point, _degrees(lon), ""),
        "lat": np.where(has_point, _degrees(lat), ""),
        "location_grade": grade,
        "uncertainty_m": np.array([str(RADII_M.get(code, "")) for code in GRADES])[_coded(grade)],
    }
    # A field that the recipe does not know stays empty, as in a list that was made before it.
    cells = {name: columns.get(name, np.full(rows, "")) for name in CARRIERS.columns}
    return pd.DataFrame(cells, index=number + 1, dtype=str)


def _coded(grade: np.ndarray) -> np.ndarray:
    return np.searchsorted(list(GRADES), grade)


def _joined(prefix: str, numbers: np.ndarray, *, width: int = 0) -> np.ndarray:
    return np.char.add(prefix, np.char.zfill(numbers.astype(str), width))


def _degrees(values: np.ndarray) -> np.ndarray:
    return np.char.mod("%.5f", values)


# Places ----------------------------------------------------------------------------------------


def land() -> dict[str, BaseGeometry]:
    """The land of each county: its outline without sea and great lakes."""
    water = FolderSource(SHIPPED).read(next(entry for entry in DATASETS if entry.name == "water"))
    wet = shapely.union_all(water["geometry"].to_numpy())
    outlines = boundaries.display_counties().geometry
    return {str(unit): outline.difference(wet) for unit, outline in outlines.items()}


def _places(rows: int, chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points spread evenly over the land, rounded to five decimals: longitudes, latitudes, units."""
    ground = land()
    areas = np.array([shape.area for shape in ground.values()])
    unit = np.sort(chance.choice(list(ground), rows, p=areas / areas.sum()))
    lon, lat = np.empty(rows), np.empty(rows)
    for code, shape in ground.items():
        members = np.flatnonzero(unit == code)
        lon[members], lat[members] = _within(shape, len(members), chance)
    mixed = chance.permutation(rows)
    lon, lat, unit = lon[mixed], lat[mixed], unit[mixed]
    for zone, (around, share) in ZONES.items():
        unit[(unit == around) & (chance.random(rows) < share)] = zone
    return lon, lat, unit


def _within(shape: BaseGeometry, count: int, chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    shapely.prepare(shape)
    west, south, east, north = shape.bounds
    points = np.empty((0, 2))
    while len(points) < count:
        tried = chance.uniform((west, south), (east, north), (2 * count + 16, 2)).round(5)
        points = np.concatenate([points, tried[shapely.contains_xy(shape, tried[:, 0], tried[:, 1])]])
    return points[:count, 0], points[:count, 1]


# Names and industries --------------------------------------------------------------------------


def _names(rows: int, chance: np.random.Generator) -> Columns:
    letters = np.array(list(BRANDS))
    brand = np.full(rows, "合成")
    for _ in range(3):
        brand = np.char.add(brand, letters[chance.integers(0, len(letters), rows)])
    name = np.char.add(brand, np.array(FORMS)[chance.integers(0, len(FORMS), rows)])
    number = np.arange(1, rows + 1)
    return {
        "name_zh": name,
        "name_en": _joined("Synthetic body ", number),
        "aliases": np.where(chance.random(rows) < ALIASED, np.char.add(brand, "院"), ""),
    }


def _industries(rows: int, chance: np.random.Generator) -> Columns:
    """Words that name up to three industries, and these industries, consistent with the table of terms."""
    term = _one_term_each()
    each = chance.choice(len(INDUSTRIES_EACH), rows, p=INDUSTRIES_EACH)
    drawn = np.sort(chance.random((rows, len(INDUSTRIES))).argsort(axis=1)[:, : len(INDUSTRIES_EACH) - 1], axis=1)
    found: dict[str, np.ndarray] = {}
    chinese = np.array([term[code] for code in INDUSTRIES])
    # The codes stand for the translation that a check wants beside each Chinese word.
    for column, words in (
        ("industries", np.array(INDUSTRIES)),
        ("fields_zh", chinese),
        ("fields_en", np.array(INDUSTRIES)),
    ):
        cells = np.full(rows, "", dtype="U80")
        for place in range(len(INDUSTRIES_EACH) - 1):
            more = np.char.add(np.where(cells == "", "", ";"), words[drawn[:, place]])
            cells = np.where(each > place, np.char.add(cells, more), cells)
        found[column] = cells
    return found


def _one_term_each() -> dict[str, str]:
    table = FolderSource(SHIPPED).read(next(entry for entry in DATASETS if entry.name == "industry_terms"))
    terms = terms_of({"industry_terms": table})
    return {code: next(term for term, given in terms.items() if given == code) for code in INDUSTRIES}


def _with_lists(lists: pd.DataFrame) -> pd.DataFrame:
    """The shipped lists and the synthetic ones: other bodies, of no plan."""
    empty = dict.fromkeys(lists.columns, "") | {"source": lists["source"].iloc[0]}
    rows = [empty | {"list": code, "name_zh": code, "name_en": code} for code in LISTS]
    return pd.concat([lists, pd.DataFrame(rows, index=range(len(lists) + 2, len(lists) + 2 + len(rows)), dtype=str)])


# Source ----------------------------------------------------------------------------------------


class SyntheticSource:
    """A source of a synthetic carrier list with the shipped areas and tables. Its rows have no citations."""

    def __init__(self, rows: int, folder: Path | None = None) -> None:
        self.rows = rows
        self.folder = folder or boundaries.cache_folder() / "benchmarks"
        self._shipped = FolderSource(SHIPPED)

    @property
    def file(self) -> Path:
        """The path of the list; it changes when the recipe or the shipped tables change."""
        return self.folder / f"synthetic-{self.rows}-{RECIPE}-{self._shipped.version()}.parquet"

    def write(self) -> Path:
        """Write the list if its file is missing; its path."""
        if not self.file.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            part = self.file.with_suffix(".part")
            carriers(self.rows).to_parquet(part)
            part.replace(self.file)
        return self.file

    def read(self, dataset: Dataset) -> pd.DataFrame:
        """The table of a dataset, every cell as text."""
        if dataset is CARRIERS:
            return pd.read_parquet(self.write())
        table = self._shipped.read(dataset)
        if dataset.name == "lists":
            return _with_lists(table)
        if dataset.name != "citations":
            return table
        return table[~table["subject"].str.startswith(("carrier-", "body-"))]

    def version(self) -> str:
        """A text that contains "synthetic" and changes with the list."""
        digest = hashlib.sha256(f"{self.file.name}".encode()).hexdigest()[:12]
        return f"synthetic-{self.rows}-{digest}"


def tables(source: SyntheticSource) -> Mapping[str, pd.DataFrame]:
    """Every table of a source, by the name of its dataset."""
    return {dataset.name: source.read(dataset) for dataset in DATASETS}


def catalog(rows: int) -> Catalog:
    """The catalog of a synthetic list.

    It skips the checks, because they need a citation for every cell: fourteen million for a million rows. A test
    asserts that a list of a thousand rows passes all other checks.
    """
    source = SyntheticSource(rows)
    return Catalog.from_tables(tables(source), source.version())
