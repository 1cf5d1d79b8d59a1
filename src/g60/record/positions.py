"""The points and areas of the newest version as geometry in PostGIS, with a spatial index.

A long list asks PostGIS what lies in a circle or a ring. The geometry is made from the rows of the version, so nothing
is lost without it: other databases have none, and the catalog in memory answers.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache

import numpy as np
import pandas as pd
import shapely
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from g60.ask.near_and_ring import Near, Ring, ring_holds
from g60.catalog.catalog import Catalog
from g60.catalog.measures import WITH_POINT
from g60.contract.errors import DatabaseError
from g60.contract.schema import AREA_DATASETS, CARRIERS
from g60.record.database import reading
from g60.record.rows import GEOMETRY, Place, Row

# Lists of more entities than this ask PostGIS.
LONG = 10_000
# Answers that a process keeps for each version; a page asks the same question several times.
ANSWERS_KEPT = 32
# Milliseconds that an answer may take, and seconds without asking again after one that failed.
PATIENCE_MS, PAUSE_SECONDS = 2000, 30.0
SRID = 4326
AREAS = frozenset(dataset.name for dataset in AREA_DATASETS)
# Degrees (a tenth of a millimetre) within which a point counts as on an edge of the ring: the catalog's own rule, which
# computes exactly, decides those points.
ON_EDGE = 1e-9

TABLES = (
    "CREATE TABLE positions "
    "(id text PRIMARY KEY, shape geometry(Geometry, 4326) NOT NULL, label geometry(Point, 4326) NOT NULL)",
    "CREATE TABLE positioned (version integer NOT NULL)",
)
INDEXES = {
    "positions_shape": "shape",
    "positions_label": "label",
    "positions_near": "(label::geography)",
}
ENTER = sa.TextClause(
    "INSERT INTO positions SELECT id, CAST(shape AS geometry), CAST(label AS geometry) "
    "FROM unnest(CAST(:ids AS text[]), CAST(:shapes AS text[]), CAST(:labels AS text[])) AS given (id, shape, label)"
)
NEAR = "ST_DWithin(label::geography, ST_SetSRID(ST_MakePoint(:lon, :lat), 4326)::geography, :metres)"
WITHIN = "ST_Intersects(label, CAST(:ring AS geometry))"
EDGE = "ST_DWithin(label, ST_ExteriorRing(CAST(:ring AS geometry)), :on_edge)"


class Extension(StrEnum):
    """What there is of PostGIS in a database."""

    NONE = "none"  # the database is another, or PostGIS is not on its machine
    AVAILABLE = "available"  # on its machine; somebody with the right to must create the extension
    INSTALLED = "installed"  # the next version that is published will have geometry
    USED = "used"


def extension(connection: sa.Connection) -> Extension:
    """What there is of PostGIS in a database."""
    if connection.dialect.name != "postgresql":
        return Extension.NONE
    if connection.scalar(sa.TextClause("SELECT to_regclass('positions') IS NOT NULL")):
        return Extension.USED
    asked = sa.TextClause("SELECT installed_version IS NOT NULL FROM pg_available_extensions WHERE name = 'postgis'")
    found = connection.scalar(asked)
    return Extension.NONE if found is None else Extension.INSTALLED if found else Extension.AVAILABLE


def positioned(connection: sa.Connection) -> int:
    """The version whose geometry is there; 0 for none."""
    return connection.scalar(sa.TextClause("SELECT max(version) FROM positioned")) or 0


def keep(
    connection: sa.Connection, number: int, changes: Mapping[Place, Row | None], whole: Iterable[tuple[Place, Row]]
) -> None:
    """Bring the geometry to a version, within its transaction: by its changes, or by all of its rows.

    `whole` is only read where the geometry of the version before is not there. Of the first version, the changes are
    all rows.
    """
    if not _made(connection):
        return
    follows = number > 1 and positioned(connection) == number - 1
    changed = [place.key for place in changes if _is_entity(place)]
    anew = not follows or len(changed) > LONG
    if anew:
        # An index over a full table is made in a third of the time.
        for name in INDEXES:
            connection.execute(sa.TextClause(f"DROP INDEX IF EXISTS {name}"))
    gone = "DELETE FROM positions WHERE id = ANY(:ids)" if follows else "DELETE FROM positions"
    connection.execute(sa.TextClause(gone), {"ids": changed} if follows else {})
    there = ((place, row) for place, row in changes.items() if row is not None)
    _enter(connection, there if follows or number == 1 else whole)
    if anew:
        for name, column in INDEXES.items():
            connection.execute(sa.TextClause(f"CREATE INDEX {name} ON positions USING gist ({column})"))
    connection.execute(sa.TextClause("DELETE FROM positioned"))
    connection.execute(sa.TextClause("INSERT INTO positioned VALUES (:version)"), {"version": number})


def _made(connection: sa.Connection) -> bool:
    """Whether there are tables for geometry; they are made where that is possible."""
    found = extension(connection)
    if found is Extension.AVAILABLE:
        try:
            with connection.begin_nested():
                connection.execute(sa.TextClause("CREATE EXTENSION postgis"))
            found = Extension.INSTALLED
        except DBAPIError:
            # The account has not the right to; `doctor` says what the database's administrator can do.
            return False
    if found is Extension.INSTALLED:
        for statement in TABLES:
            connection.execute(sa.TextClause(statement))
    return found is not Extension.NONE


def _is_entity(place: Place) -> bool:
    return place.dataset in AREAS or place.dataset == CARRIERS.name


def _enter(connection: sa.Connection, rows: Iterable[tuple[Place, Row]]) -> None:
    areas: dict[str, str] = {}
    points: dict[str, tuple[str, str]] = {}
    for place, row in rows:
        if place.dataset in AREAS:
            areas[place.key] = row.cells[GEOMETRY]
        elif place.dataset == CARRIERS.name and row.cells["location_grade"] in WITH_POINT:
            points[place.key] = row.cells["lon"], row.cells["lat"]
    shapes = shapely.from_geojson(np.array(list(areas.values()), dtype=object))
    # As the catalog reads these cells, so that both have the same numbers to the last digit.
    lon, lat = (pd.to_numeric(pd.Series([point[axis] for point in points.values()], dtype=str)) for axis in (0, 1))
    placed = shapely.points(lon.to_numpy(float), lat.to_numpy(float))
    given = {
        "ids": [*areas, *points],
        "shapes": _written(np.concatenate([shapes, placed])),
        "labels": _written(np.concatenate([shapely.point_on_surface(shapes), placed])),
    }
    connection.execute(ENTER, given)


def _written(shapes: np.ndarray) -> list[str]:
    return list(shapely.to_wkb(shapely.set_srid(shapes, SRID), hex=True, include_srid=True))


# Asking ------------------------------------------------------------------------------------------


class Positions:
    """Which entities of one version lie in a circle and a ring, as PostGIS says."""

    def __init__(self, version: int, ids: pd.Index, lon: np.ndarray, lat: np.ndarray, url: str = "") -> None:
        self._version, self._ids, self._lon, self._lat, self._url = version, ids, lon, lat, url
        self._not_before = 0.0
        self._lock = threading.Lock()
        self._answers = lru_cache(maxsize=ANSWERS_KEPT)(self._ask)

    def __call__(self, near: Near | None, within: Ring) -> np.ndarray | None:
        """Mask over all entities; None if the database is gone, is slow, or holds another version by now."""
        if time.monotonic() < self._not_before:
            return None
        try:
            return self._answers(near, within)
        except DatabaseError:
            self._not_before = time.monotonic() + PAUSE_SECONDS
        except LookupError:
            pass  # not kept as an answer: the version may be published again soon, by a restoration
        return None

    def _ask(self, near: Near | None, within: Ring) -> np.ndarray:
        parts: list[str] = []
        given: dict[str, object] = {}
        if near:
            parts.append(NEAR)
            given |= {"lon": near.lon, "lat": near.lat, "metres": near.km * 1000}
        if within:
            parts.append(WITHIN)
            given |= {"ring": _written(np.array([shapely.Polygon(within)]))[0], "on_edge": ON_EDGE}
        inside = f"(SELECT string_agg(id, ',') FROM positions WHERE {' AND '.join(parts)})"
        edge = f"(SELECT string_agg(id, ',') FROM positions WHERE {EDGE})" if within else "''"
        with reading(self._url) as connection:
            connection.execute(sa.TextClause(f"SET LOCAL statement_timeout = {PATIENCE_MS}"))
            asked = sa.TextClause(f"SELECT (SELECT version FROM positioned), {inside}, {edge}")
            version, found, unsure = connection.execute(asked, given).one()
        if version != self._version:
            raise LookupError(version)
        mask = np.zeros(len(self._ids), dtype=bool)
        mask[self._places(found)] = True
        if unsure:
            mask = self._decided(mask, self._places(unsure), near, within)
        return mask

    def _places(self, ids: str | None) -> np.ndarray:
        return self._ids.get_indexer(pd.Index(ids.split(","))) if ids else np.empty(0, dtype=int)

    def _decided(self, mask: np.ndarray, unsure: np.ndarray, near: Near | None, within: Ring) -> np.ndarray:
        lon, lat = self._lon[unsure], self._lat[unsure]
        mask[unsure] = ring_holds(within, lon, lat)
        if near:
            mask[unsure] &= near.holds(lon, lat)
        return mask


def asking(catalog: Catalog, url: str = "") -> Positions | None:
    """What answers for a catalog of a version; None for a short list and for a database without its geometry."""
    ids = catalog.all_areas.index.append(catalog.all_carriers.index)
    if len(ids) <= LONG:
        return None
    with reading(url) as connection:
        if extension(connection) is not Extension.USED or positioned(connection) != catalog.version:
            return None
    return Positions(catalog.version, ids, *catalog.points, url)
