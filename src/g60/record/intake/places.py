"""Where a body is: every spelling of longitude and latitude, the shifted datums, metres with and without their zone.

A point outside the county that it claims is never moved: the reading that would put it right is a question.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import numpy as np
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from g60.catalog import boundaries
from g60.contract.codes import COUNTIES
from g60.contract.crs import METRIC, WGS84, wgs84_from_bd09, wgs84_from_gcj02
from g60.record.intake.findings import ERROR, QUESTION, WARNING, Problem
from g60.record.intake.sheets import FileRefusedError
from g60.record.intake.words import folded

GCJ02, BD09, UNKNOWN = "gcj02", "bd09", "?"
# What a person may say of a file's points, and how a cell of the template or of the page names it.
DATUMS = ("wgs84", GCJ02, BD09)
DATUM_NAMES = ("WGS84", "CGCS2000", "高德", "百度")
# What a cell or a file calls a datum; CGCS2000 differs from WGS 84 by less than a hand.
_DATUMS = (
    (re.compile(r"gcj|高德|腾讯|火星|amap|国测局"), GCJ02),
    (re.compile(r"bd-?09|百度|baidu"), BD09),
    (re.compile(r"wgs|cgcs|gps|2000|天地图|4326|4490|451[3-9]|452\d|453\d|454\d|crs84|国家大地"), "wgs84"),
)
_DEGREES = r"([-+]?\d+(?:\.\d+)?)\s*(?:°|度)?\s*(?:(\d+(?:\.\d+)?)\s*(?:'|分))?\s*(?:(\d+(?:\.\d+)?)\s*(?:\"|秒))?"
_ANGLE = re.compile(
    rf"(东经|西经|北纬|南纬|经度|纬度|经|纬|lon(?:gitude)?|lng|lat(?:itude)?|[ewnsxy])\s*[:=]?\s*{_DEGREES}"
    rf"|{_DEGREES}\s*(e|w|n|s)?(?![a-z])"
)
_LON_MARKS = ("东经", "西经", "经度", "经", "e", "w", "lo", "ln")
_LAT_MARKS = ("北纬", "南纬", "纬度", "纬", "n", "s", "la")
# Degrees, minutes and seconds without signs: 120 48 7.6 and 120:48:7.6.
_UNSIGNED = re.compile(r"(?<![\d.])(\d{1,3})([ :])(\d{1,2})\2(\d{1,2}(?:\.\d+)?)(?![\d.])")
METRES_FROM = 1_000.0
NORTHING = (2_000_000.0, 6_000_000.0)
_SIGNS = str.maketrans({"′": "'", "’": "'", "‘": "'", "″": '"', "”": '"', "“": '"', "º": "°", "˚": "°", "，": ","})


class Pair(NamedTuple):
    """Two numbers as they were read: east before north where the cell says so, with the decimals that they have."""

    east: float
    north: float
    decimals: int


@dataclass(slots=True)
class Asked:
    """The place of a row, to be settled with all others: what it says, the datum, the unit that it claims."""

    pair: Pair
    datum: str = ""
    zone: int = 0
    unit: str = ""
    metres: float = 0.0
    shape: BaseGeometry | None = None
    converted: str = ""  # from which coordinate system the pair was converted already


@dataclass(slots=True)
class Placed:
    """A place in WGS 84, how it was derived, and what is to be said about it."""

    lon: float = float("nan")
    lat: float = float("nan")
    derived: str = ""
    problem: Problem | None = None
    other: dict[str, tuple[float, float]] = field(default_factory=dict)


def datum_of(raw: str) -> tuple[str, int]:
    """The datum and the zone that words name; UNKNOWN for words that name none of those that can be converted."""
    words = folded(raw)
    if not words:
        return "", 0
    zone = re.search(r"(?:带|zone|带号)[^\d]{0,3}(\d{2})(?!\d)|(\d{2})带", words)
    meridian = re.search(r"(?:中央经线|中央子午线|cm|带)[^\d]{0,3}(1[12]\d)", words)
    number = int(zone[1] or zone[2]) if zone else int(meridian[1]) // 3 if meridian else 0
    for pattern, datum in _DATUMS:
        if pattern.search(words):
            return datum, number
    return UNKNOWN, number


def read_pair(first: str, second: str | None = None) -> Pair | None:
    """The two numbers of one cell or of two; None if they cannot be read as a pair."""
    cells = (first,) if second is None else (first, second)
    found: list[tuple[float, str, int]] = []
    for cell in cells:
        plain = unicodedata.normalize("NFKC", cell.translate(_SIGNS)).lower().replace("''", '"')
        angles = _angles(_UNSIGNED.sub("\\1°\\3'\\4\"", plain))
        if angles is None:
            return None
        found += angles
    if len(found) != 2:
        return None
    (a, mark_a, decimals_a), (b, mark_b, decimals_b) = found
    turned = mark_a in _LAT_MARKS or mark_b in _LON_MARKS
    pair = (b, a) if turned and second is None else (a, b)
    return Pair(*pair, max(decimals_a, decimals_b))


def _angles(plain: str) -> list[tuple[float, str, int]] | None:
    found = []
    rest = plain
    for match in _ANGLE.finditer(plain):
        parts = match.groups()
        mark, numbers = (parts[0], parts[1:4]) if parts[1] else (parts[7], parts[4:7])
        degrees, minutes, seconds = (float(part) if part else 0.0 for part in numbers)
        if minutes >= 60 or seconds >= 60:
            return None
        size = abs(degrees) + minutes / 60 + seconds / 3600
        exact = 6 if numbers[2] else 3 if numbers[1] else len((numbers[0] or "").partition(".")[2])
        found.append((-size if degrees < 0 or mark in ("w", "s") else size, (mark or "")[:2], exact))
        rest = rest.replace(match[0], "", 1)
    return found if not re.sub(r"[\s,;/、()\[\]]|坐标|度|°", "", rest) else None


class Crs:
    """The coordinate system that a file names: degrees of WGS 84 or CGCS2000 stay, any other one is converted."""

    def __init__(self, named: str) -> None:
        code = re.search(r"(?:EPSG|epsg)\W{0,2}[\d.]*\W{0,2}(\d{4,6})$", named.strip())
        self.code = f"EPSG:{code[1]}" if code else named
        self.stays = not named or bool(re.search(r"CRS84|WGS84$", named)) or self.code in (WGS84, "EPSG:4490")

    def degrees(self, east: float, north: float) -> tuple[float, float]:
        """Longitude and latitude of a point; metres that look like none of this system stay as they are."""
        if self.stays:
            return east, north
        try:
            return _unprojected(self.code, east, north)
        except pyproj.exceptions.CRSError as error:
            raise FileRefusedError("crs_unknown", name=self.code[:80]) from error


# All places together -----------------------------------------------------------------------------


def settle(asked: Sequence[Asked]) -> list[Placed]:
    """The place of each row. Rows are worked on together: ten thousand conversions cost as much as one."""
    placed = [_first(one) for one in asked]
    _convert(asked, placed)
    outlines = _outlines()
    for one in placed:
        if one.problem is None and not (np.isfinite(one.lon) and np.isfinite(one.lat)):
            # A projection gives no number for what lies far outside it.
            one.problem = Problem(ERROR, "place_nowhere")
    open_ones = [at for at, one in enumerate(placed) if one.problem is None]
    outside = _outside(open_ones, [(placed[at].lon, placed[at].lat) for at in open_ones], asked, outlines)
    if outside:
        _explain(outside, asked, placed, outlines)
    return placed


def is_outside(point: tuple[float, float], unit: str) -> bool:
    """Whether a point lies outside the county that is claimed; without one, outside the city."""
    outlines = _outlines()
    return not shapely.contains_xy(outlines.by_unit.get(unit, outlines.city), *point)


def _first(one: Asked) -> Placed:
    """What can be told from one row alone: nothing there, metres of a zone, degrees of no place on Earth."""
    east, north, _ = one.pair
    if east == 0 and north == 0:
        return Placed(problem=Problem(WARNING, "place_zero"))
    if max(abs(east), abs(north)) >= METRES_FROM:
        return _from_metres(one)
    if abs(east) > 180 or abs(north) > 90:
        turned = abs(north) <= 180 and abs(east) <= 90
        return Placed(east, north) if turned else Placed(problem=Problem(ERROR, "place_nowhere"))
    return Placed(east, north, one.converted)


def _from_metres(one: Asked) -> Placed:
    """Gauss-Krüger metres: the northing has seven digits, a zone stands before the six of the easting."""
    numbers = sorted((one.pair.east, one.pair.north), key=lambda size: not NORTHING[0] < size < NORTHING[1])
    north, east = numbers
    if not NORTHING[0] < north < NORTHING[1] or east < 100_000:
        return Placed(problem=Problem(ERROR, "place_nowhere"))
    prefix = int(east // 1_000_000)
    zone = prefix or one.zone
    code = crs_of_zone(zone)
    if zone and not code:
        return Placed(problem=Problem(ERROR, "place_nowhere"))
    if not zone:
        lon, lat = _unprojected(METRIC, east, north)
        words = {"reading": _words("zone", lon, lat), "metres": "EPSG:4549"}
        return Placed(problem=Problem(QUESTION, "place_no_zone", _words("EPSG:4549", lon, lat), words))
    lon, lat = _unprojected(code, east if prefix else east + zone * 1_000_000, north)
    return Placed(lon, lat, code)


def crs_of_zone(zone: int) -> str:
    """The coordinate system of a Gauss-Krüger zone: 13 to 23 are six degrees wide, 25 to 45 three; "" for no zone."""
    if 25 <= zone <= 45:
        return f"EPSG:{4513 + zone - 25}"
    return f"EPSG:{4491 + zone - 13}" if 13 <= zone <= 23 else ""


@cache
def _transformer(code: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(code, WGS84, always_xy=True)


def _unprojected(code: str, east: float, north: float) -> tuple[float, float]:
    lon, lat = _transformer(code).transform(east, north)
    return float(lon), float(lat)


_READINGS: Mapping[str, Callable[..., tuple[np.ndarray, np.ndarray]]] = {
    GCJ02: wgs84_from_gcj02,
    BD09: wgs84_from_bd09,
}


def _convert(asked: Sequence[Asked], placed: list[Placed]) -> None:
    """Take back the shift of the places whose datum is named as a shifted one."""
    for datum, convert in _READINGS.items():
        those = [at for at, one in enumerate(asked) if one.datum == datum and placed[at].lon == placed[at].lon]
        if not those:
            continue
        lons, lats = convert([placed[at].lon for at in those], [placed[at].lat for at in those])
        for at, lon, lat in zip(those, lons.tolist(), lats.tolist(), strict=True):
            placed[at].lon, placed[at].lat, placed[at].derived = round(lon, 7), round(lat, 7), datum


class _Outlines(NamedTuple):
    by_unit: Mapping[str, BaseGeometry]
    city: BaseGeometry


@cache
def _outlines() -> _Outlines:
    counties = boundaries.counties().geometry
    by_unit = {unit: counties[unit] for unit in COUNTIES}
    city = shapely.union_all(list(by_unit.values()))
    for outline in (*by_unit.values(), city):
        shapely.prepare(outline)
    return _Outlines(by_unit, city)


def _outside(
    those: Sequence[int], points: Sequence[tuple[float, float]], asked: Sequence[Asked], outlines: _Outlines
) -> list[int]:
    """The rows whose point lies outside the county that they claim; without one, outside the city."""
    found: list[int] = []
    groups: dict[str, list[tuple[int, float, float]]] = {}
    for at, (lon, lat) in zip(those, points, strict=True):
        groups.setdefault(asked[at].unit, []).append((at, lon, lat))
    for unit, rows in groups.items():
        outline = outlines.by_unit.get(unit, outlines.city)
        inside = shapely.contains_xy(outline, [row[1] for row in rows], [row[2] for row in rows])
        found += [row[0] for row, is_in in zip(rows, inside, strict=True) if not is_in]
    return sorted(found)


def _explain(outside: list[int], asked: Sequence[Asked], placed: list[Placed], outlines: _Outlines) -> None:
    """Say of each point outside its county which other reading would put it there, and where it lies now."""
    for name, points in _alternatives(outside, asked).items():
        still = [at for at in outside if at in points]
        there = set(still) - set(_outside(still, [points[at] for at in still], asked, outlines))
        for at in there:
            placed[at].other[name] = points[at]
    for at in outside:
        one = placed[at]
        if asked[at].metres and _within(one, asked[at], outlines):
            continue
        words = {"lies": _lies(one, outlines), "point": f"{one.lon:.6g}, {one.lat:.6g}"}
        if not one.other:
            one.problem = Problem(ERROR, "place_outside", "", words)
            continue
        name, point = next(iter(one.other.items()))
        also = [other for other in one.other if other != name]
        one.problem = Problem(QUESTION, f"place_{name}", _words(name, *point), words | {"also": ", ".join(also)})


def _alternatives(outside: list[int], asked: Sequence[Asked]) -> dict[str, dict[int, tuple[float, float]]]:
    """Other readings of points, by their name, most likely first."""
    degrees = [at for at in outside if max(asked[at].pair[:2]) < METRES_FROM]
    raw = {at: (asked[at].pair.east, asked[at].pair.north) for at in degrees}
    found: dict[str, dict[int, tuple[float, float]]] = {}
    found["swapped"] = {at: (north, east) for at, (east, north) in raw.items() if abs(east) <= 90}
    for name, convert in _READINGS.items():
        those = [at for at in degrees if asked[at].datum != name and abs(raw[at][1]) <= 90]
        if those:
            lons, lats = convert([raw[at][0] for at in those], [raw[at][1] for at in those])
            points = zip(np.round(lons, 7).tolist(), np.round(lats, 7).tolist(), strict=True)
            found[name] = dict(zip(those, points, strict=True))
    found["wgs84"] = {at: raw[at] for at in degrees if asked[at].datum in _READINGS}
    found["zone"] = {at: _other_zone(asked[at]) for at in outside if at not in raw}
    return {name: points for name, points in found.items() if points}


def _other_zone(one: Asked) -> tuple[float, float]:
    """The point of Gauss-Krüger metres in the zone that lies over the city, whatever zone they name."""
    numbers = sorted((one.pair.east, one.pair.north), key=lambda size: not NORTHING[0] < size < NORTHING[1])
    return _unprojected(METRIC, numbers[1] % 1_000_000, numbers[0])


def _within(one: Placed, asked: Asked, outlines: _Outlines) -> bool:
    """Whether the radius of uncertainty that a row states reaches its county."""
    outline = outlines.by_unit.get(asked.unit, outlines.city)
    return float(shapely.distance(shapely.Point(one.lon, one.lat), outline)) * 95_000 <= asked.metres


def _lies(one: Placed, outlines: _Outlines) -> str:
    """The unit in which a point lies; "" beyond the city."""
    return next((unit for unit, shape in outlines.by_unit.items() if shapely.contains_xy(shape, one.lon, one.lat)), "")


def _words(name: str, lon: float, lat: float) -> str:
    return f"{name}: {lon:.6f}, {lat:.6f}"


def point_of(suggestion: str) -> tuple[float, float] | None:
    """The point of a suggestion that a person has taken."""
    found = re.fullmatch(r"[\w:]+: (-?[\d.]+), (-?[\d.]+)", suggestion)
    return (float(found[1]), float(found[2])) if found else None


def degrees(number: float) -> str:
    """Degrees as they are kept, within a centimetre."""
    return f"{number:.7f}".rstrip("0").rstrip(".")


def radius_m(one: Asked, *, derived: bool) -> float:
    """How far in metres a body may be from its point: what its decimals leave open, or its outline."""
    if one.shape is not None:
        centre = shapely.point_on_surface(one.shape)
        return float(np.ceil(shapely.hausdorff_distance(one.shape, centre) * 111_320))
    if max(one.pair.east, one.pair.north) >= METRES_FROM:
        return 10.0
    rounding = 0.5 * 10.0 ** -min(one.pair.decimals, 6) * 111_320
    return max(10.0, float(np.ceil(rounding)), 10.0 if not derived else 20.0)
