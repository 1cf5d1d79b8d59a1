"""The inputs in `geodata/inputs/`, which people edit by hand, as rows of text."""

from collections.abc import Iterable
from math import isfinite
from pathlib import Path

import shapely

from g60.catalog.readers import read_csv
from g60.contract.errors import ReadError

Row = dict[str, str]
PLACES, WAYPOINTS = "places.csv", "waypoints.csv"
_POINT, _PIECE = ("lon", "lat"), ("lon_1", "lat_1", "lon_2", "lat_2")
# The columns that each input must have, and those of them that hold a number in every row.
COLUMNS: dict[str, tuple[str, ...]] = {
    "areas.csv": ("id", "kind", "name_zh", "name_en", "unit", "area_km2"),
    "divisions.csv": ("code", "name_zh"),
    PLACES: ("id", *_POINT),
    "railways.csv": _PIECE,
    "reference.csv": ("id", "kind", "name_zh", "name_en"),
    "roads.csv": _PIECE,
    "towns.csv": ("geonames", "name", "names_zh", *_POINT),
    WAYPOINTS: ("line", "role", *_POINT),
}
_NUMBERS = frozenset({*_POINT, *_PIECE})


def rows(folder: Path, name: str) -> list[Row]:
    """The rows of one input file, in the file's order; every cell is text.

    Raises ReadError, with file and row, for what is no whole table: from it, shapes would be made that nobody wants.
    """
    shown = f"inputs/{name}"
    data = (folder / "inputs" / name).read_bytes()
    if not data.strip():
        raise ReadError("error_input_empty", file=shown)
    table = read_csv(data, shown)
    missing = [column for column in COLUMNS[name] if column not in table.columns]
    if missing:
        raise ReadError("error_input_columns", file=shown, detail=", ".join(missing))
    if table.empty:
        raise ReadError("error_input_empty", file=shown)
    if not data.endswith(b"\n"):
        raise ReadError("error_input_cut", file=shown, row=table.index[-1])
    found = [{str(column): str(cell) for column, cell in row.items()} for row in table.to_dict("records")]
    for number, row in zip(table.index, found, strict=True):
        for column in COLUMNS[name]:
            optional = column == "area_km2" and not row[column]
            if (column in _NUMBERS or column == "area_km2") and not optional and not _is_number(row[column]):
                raise ReadError("error_input_number", file=shown, row=number, field=column, value=row[column][:40])
    return found


def _is_number(cell: str) -> bool:
    try:
        return isfinite(float(cell))
    except ValueError:
        return False


def require_places(folder: Path, ids: Iterable[str]) -> None:
    """Raises ReadError for places that other inputs name and `places.csv` has not."""
    lacking = sorted(set(ids) - places(folder).keys())
    if lacking:
        raise ReadError("error_input_lacks", file=f"inputs/{PLACES}", detail=", ".join(lacking))


def require_stops(waypoints: Iterable[Row], lines: Iterable[str]) -> None:
    """Raises ReadError for a line without two points to be routed by, or without its two ends."""
    roles = [(row["line"], row["role"]) for row in waypoints]
    for line in lines:
        if roles.count((line, "via")) < 2 or roles.count((line, "end")) != 2:
            raise ReadError("error_input_lacks", file=f"inputs/{WAYPOINTS}", detail=line)


def places(folder: Path) -> dict[str, shapely.Point]:
    """The WGS84 reference point of each area and platform, by id."""
    return {row["id"]: point(row) for row in rows(folder, PLACES)}


def point(row: Row) -> shapely.Point:
    """The WGS84 point of a row with `lon` and `lat`."""
    return shapely.Point(float(row["lon"]), float(row["lat"]))
