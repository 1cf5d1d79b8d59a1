"""Towns and sub-districts as named points: the points of GeoNames, with the names and codes of the statistical list.

`inputs/towns.csv` has GeoNames' points inside the city with all of its Chinese names, `inputs/divisions.csv` the towns
and sub-districts that the National Bureau of Statistics lists. A point takes a name that GeoNames itself gives it. One
that has no Chinese name, and the one of the whole city, are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import product

import shapely

from g60.catalog.schematic.inputs import Row, point

ATTRIBUTION = "GeoNames, CC BY 4.0; names and codes: National Bureau of Statistics of China, 2023"

# What stands behind a name, and the kind of place that it makes of it.
KINDS = {"镇": "town", "街道": "subdistrict"}
FORMER = "settlement"  # the list has none of this name: it was merged into another one
_ENDING = re.compile(r"(?<=..)(?:镇|乡|街道|社区)$")
CITY = "嘉兴市"


@dataclass(frozen=True, slots=True)
class Town:
    """One town: GeoNames' number, kind, names, the county and the code of the list where it is on it."""

    geonames: str
    kind: str
    name_zh: str
    name_en: str
    unit: str
    division: str
    at: shapely.Point


def towns(points: Iterable[Row], divisions: Iterable[Row]) -> list[Town]:
    """The towns of the points that have a Chinese name, each division once."""
    listed = {_stem(row["name_zh"]): row for row in divisions}
    found = [town for row in points if (town := _town(row, listed))]
    return sorted(found, key=lambda town: (town.unit or "9", town.division, town.geonames))


def _town(row: Row, listed: Mapping[str, Row]) -> Town | None:
    names = [name for name in row["names_zh"].split(";") if name]
    if not names or CITY in names:
        return None
    spelt = _letters(row["name"])
    stems = list(dict.fromkeys(_stem(name) for name in names))
    # A point may also have the name of its county, or of what was merged with it: best is the one that it is spelt by.
    stem = min(stems, key=lambda one: (one not in listed, spelt not in _readings(one), stems.index(one)))
    own = listed.get(stem)
    if own is None and spelt not in _readings(stem):
        return None
    return Town(
        geonames=row["geonames"],
        kind=next((kind for ending, kind in KINDS.items() if own["name_zh"].endswith(ending)), "") if own else FORMER,
        name_zh=stem,
        name_en=_ascii(row["name"]) if spelt in _readings(stem) else _reading(stem),
        unit=own["code"][:6] if own else "",
        division=own["code"] if own else "",
        at=point(row),
    )


def _stem(name: str) -> str:
    """A name without what kind of place it is: 油车港 of 油车港镇, but 乌镇 of 乌镇镇."""
    return _ENDING.sub("", name)


def _readings(name: str) -> set[str]:
    """All ways to read a name, as letters."""
    pypinyin = import_module("pypinyin")
    parts = pypinyin.pinyin(name, style=pypinyin.Style.NORMAL, heteronym=True)
    return {"".join(choice) for choice in product(*parts)}


def _reading(name: str) -> str:
    """The usual way to read a name, as it is written on maps."""
    pypinyin = import_module("pypinyin")
    parts = [part[0] for part in pypinyin.pinyin(name, style=pypinyin.Style.NORMAL)]
    return "".join(
        f"'{part}" if number and part[0] in "aoe" else part for number, part in enumerate(parts)
    ).capitalize()


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("’", "'"))
    return plain.encode("ascii", "ignore").decode()


def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", _ascii(name).lower())
