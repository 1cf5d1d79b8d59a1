"""PostGIS answers what lies in a circle and a ring exactly as the catalog in memory does, and only for its version."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import psycopg
import pytest
import sqlalchemy as sa

from g60.ask.near_and_ring import Near, Ring, parse_near, parse_ring
from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.contract.dataset import Dataset
from g60.contract.schema import DATASETS
from g60.record import database, positions, versions
from g60.record.positions import Extension, Positions
from g60.record.rows import Place
from tests import databases

GEODATA = Path(__file__).parents[1] / "geodata"
COUNT, QUESTIONS = 12_000, 1000
WEST, SOUTH, EAST, NORTH = 120.3, 30.3, 121.3, 31.1


class LongSource:
    """The shipped tables with a list of 12,000 carriers, whose points have four decimals like a ring's corners."""

    def __init__(self) -> None:
        shipped = FolderSource(GEODATA)
        self.tables = {dataset.name: shipped.read(dataset) for dataset in DATASETS}
        dice = np.random.default_rng(60)
        lon, lat = dice.uniform(WEST, EAST, COUNT).round(4), dice.uniform(SOUTH, NORTH, COUNT).round(4)
        one = self.tables["carriers"].iloc[0]
        added = pd.DataFrame([one] * COUNT).assign(
            id=[f"body-{number}" for number in range(COUNT)],
            lon=[str(value) for value in lon],
            lat=[str(value) for value in lat],
            location_grade=np.where(np.arange(COUNT) % 9 == 0, "D", "B"),
        )
        self.tables["carriers"] = pd.concat([self.tables["carriers"], added], ignore_index=True)
        self.tables["citations"] = self.tables["citations"].iloc[:0]

    def read(self, dataset: Dataset) -> pd.DataFrame:
        return self.tables[dataset.name]

    def version(self) -> str:
        return "long"


def catalog_in(url: str, number: int) -> Catalog:
    with database.reading(url) as connection:
        rows = versions.rows_at(connection, number)
    return Catalog.from_tables(versions.tables_of(rows.items()), "long", number)


@pytest.fixture(scope="module")
def long_url(postgis_server: str) -> Iterator[str]:
    url = databases.new_database(postgis_server)
    versions.begin(LongSource(), url)
    yield url
    database.forget()


@pytest.fixture(scope="module")
def long_catalog(long_url: str) -> Catalog:
    return catalog_in(long_url, 1)


@pytest.fixture
def asking(long_catalog: Catalog, long_url: str) -> Positions:
    found = positions.asking(long_catalog, long_url)
    assert found is not None
    return found


def question(dice: random.Random, catalog: Catalog) -> Selection:
    """A circle, a ring or both; corners and centres often stand on a carrier's point, or in line with one."""

    def corner() -> tuple[float, float]:
        if dice.random() < 0.3:
            row = catalog.all_carriers.iloc[dice.randrange(100, COUNT)]
            return float(row["lon"]), float(row["lat"])
        return round(dice.uniform(WEST, EAST), 4), round(dice.uniform(SOUTH, NORTH), 4)

    near, ring = None, ()
    if dice.random() < 0.6:
        near = parse_near("{:.4f},{:.4f},{}".format(*corner(), round(dice.uniform(0.1, 15), 1)))
    while near is None and not ring:
        ring = parse_ring(
            ";".join(f"{lon:.4f},{lat:.4f}" for lon, lat in (corner() for _ in range(dice.choice((3, 4)))))
        )
    if near and dice.random() < 0.3:
        lon, lat = corner()
        ring = parse_ring(f"{lon},{lat};{lon + 0.3:.4f},{lat};{lon + 0.3:.4f},{lat + 0.3:.4f};{lon},{lat + 0.3:.4f}")
    return Selection(near=near, within=ring)


def test_a_thousand_random_questions_have_the_answers_of_the_catalog_in_memory(
    long_catalog: Catalog, asking: Positions
) -> None:
    dice = random.Random(12)
    assert long_catalog.drawn is None
    found = 0
    for _ in range(QUESTIONS):
        asked = question(dice, long_catalog)
        expected, answer = long_catalog.found(asked), asking(asked.near, asked.within)
        assert expected is not None
        assert answer is not None, asked
        assert np.array_equal(expected, answer), asked
        found += int(answer.sum())
    assert found > 50 * QUESTIONS


def test_points_on_an_edge_are_decided_as_in_memory(long_catalog: Catalog, asking: Positions) -> None:
    carriers = long_catalog.all_carriers[long_catalog.all_carriers["location_grade"] == "B"]
    on_edge = 0
    for place in range(200):
        lon, lat = (float(carriers.iloc[place + 50][axis]) for axis in ("lon", "lat"))
        step = 0.0001 * (place % 37 + 1)
        # A triangle whose long edge runs through the point: in decimals exactly, in binary nearly.
        ring = parse_ring(
            f"{lon - 3 * step:.4f},{lat - 7 * step:.4f};{lon + 3 * step:.4f},{lat + 7 * step:.4f};"
            f"{lon - 3 * step:.4f},{lat + 7 * step:.4f}"
        )
        expected, answer = long_catalog.found(Selection(within=ring)), asking(None, ring)
        assert expected is not None
        assert answer is not None
        assert np.array_equal(expected, answer), ring
        on_edge += int(expected.sum())
    assert on_edge > 50


def test_a_page_of_a_long_list_asks_the_database(long_catalog: Catalog, asking: Positions) -> None:
    asked: list[tuple[Near | None, Ring]] = []

    def drawn(near: Near | None, within: Ring) -> np.ndarray | None:
        asked.append((near, within))
        return asking(near, within)

    selection = Selection(near=parse_near("120.75,30.75,5"), units=frozenset({"330481"}))
    by_database = replace(long_catalog, drawn=drawn).pick(selection)
    assert by_database.entities.index.tolist() == long_catalog.pick(selection).entities.index.tolist()
    assert set(asked) == {(selection.near, ())}


def test_another_version_and_a_database_that_is_gone_leave_it_to_the_memory(
    long_catalog: Catalog, long_url: str
) -> None:
    later = replace(long_catalog, version=2)
    assert positions.asking(later, long_url) is None
    ids = long_catalog.all_areas.index.append(long_catalog.all_carriers.index)
    near = parse_near("120.75,30.75,5")
    assert Positions(2, ids, *long_catalog.points, long_url)(near, ()) is None
    gone = Positions(1, ids, *long_catalog.points, "postgresql://postgres@127.0.0.1:1/none")
    assert gone(near, ()) is None
    assert np.array_equal(
        replace(long_catalog, drawn=gone).found(Selection(near=near)), long_catalog.found(Selection(near=near))
    )


def test_a_published_version_moves_the_geometry(postgis_server: str) -> None:
    url = databases.new_database(postgis_server)
    source = FolderSource(GEODATA)
    versions.begin(source, url)
    with database.writing(url) as connection:
        before = versions.rows_at(connection, 1)
        moved, gone = Place("carriers", "carrier-01"), Place("carriers", "carrier-02")
        cells = {**before[moved].cells, "lon": "120.5", "lat": "30.5", "location_grade": "B"}
        changes = {moved: before[moved]._replace(cells=cells), gone: None}
        versions.add_version(connection, changes, before, number=2, kind="published", why="x", person=None)
    with database.reading(url) as connection:
        assert positions.extension(connection) is Extension.USED
        assert positions.positioned(connection) == 2
        asked = "SELECT id, ST_X(label), ST_Y(label) FROM positions"
        held = {row[0]: tuple(row[1:]) for row in connection.execute(sa.TextClause(asked))}
        areas = sa.TextClause("SELECT count(*) FROM positions WHERE ST_Dimension(shape) = 2")
        assert connection.scalar(areas) == len(catalog_in(url, 2).all_areas)
    catalog = catalog_in(url, 2)
    points = {
        entity: (x, y) for entity, x, y in zip(catalog.entities.index, *catalog.points, strict=True) if not np.isnan(x)
    }
    assert held == points
    assert held["carrier-01"] == (120.5, 30.5)
    assert "carrier-02" not in held
    with psycopg.connect(url) as plain:
        indexed = plain.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'positions'").fetchall()
    assert sum("USING gist" in row[0] for row in indexed) == 3


def test_without_the_right_to_create_the_extension_a_version_is_published_all_the_same(postgis_server: str) -> None:
    url = databases.new_database(postgis_server)
    with psycopg.connect(url, autocommit=True) as plain:
        plain.execute("CREATE ROLE clerk LOGIN")
        plain.execute("GRANT CREATE ON SCHEMA public TO clerk")
    limited = url.replace("postgres@", "clerk@")
    try:
        versions.begin(FolderSource(GEODATA), limited)
        with database.reading(limited) as connection:
            assert positions.extension(connection) is Extension.AVAILABLE
        assert versions.newest(limited) == 1
        # Once an administrator has created it, the next version has geometry, of all rows.
        with psycopg.connect(url, autocommit=True) as plain:
            plain.execute("CREATE EXTENSION postgis")
        with database.writing(limited) as connection:
            versions.add_version(connection, {}, {}, number=2, kind="published", why="x", person=None)
            assert positions.positioned(connection) == 2
            assert connection.scalar(sa.TextClause("SELECT count(*) FROM positions")) > 20
    finally:
        database.forget()
        with psycopg.connect(url, autocommit=True) as plain:
            plain.execute("DROP OWNED BY clerk")
            plain.execute("DROP ROLE clerk")
