"""The inputs that people keep by hand in `geodata/inputs/`, as plain rows of text."""

import csv
from pathlib import Path

import shapely

Row = dict[str, str]


def rows(folder: Path, name: str) -> list[Row]:
    """The rows of one input file, in the file's order; every cell is text."""
    with (folder / "inputs" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def places(folder: Path) -> dict[str, shapely.Point]:
    """The WGS84 reference point of each area and platform, by id."""
    return {row["id"]: point(row) for row in rows(folder, "places.csv")}


def point(row: Row) -> shapely.Point:
    """The WGS84 point of a row that has `lon` and `lat`."""
    return shapely.Point(float(row["lon"]), float(row["lat"]))
