"""An address as people type and spoil it: the meeting pack reads it in the browser as the server does."""

import random
import unicodedata
from typing import Any
from urllib.parse import parse_qs, parse_qsl

import numpy as np
import pytest

from g60.ask.near_and_ring import parse_near, parse_ring, ring_holds
from g60.ask.permalink import to_query
from g60.ask.selection import Selection, clean_text
from g60.ask.view import View, parse_place
from g60.catalog.catalog import Catalog
from layers.known import known
from tests.client_calls import answers
from tests.raw_addresses import NEAR, PLACES, WITHIN, WORDS, random_points, random_rings, raw_queries

HELD = ("facets", "entities", "units", "own_lists", "unit_forms", "limits")
# The parts of a view that a scene of a pack takes from its address.
SEEN = ("map", "layers", "grouped", "sorted")
READ = """
(() => {
  const held = new Held(given.held);
  return given.queries.map((query) => selectionQuery(held, parseSelection(query, held).state));
})()
"""
NAMES = {"panel/held.js": "Held", "panel/selection.js": "parseSelection, selectionQuery"}


def read_by_the_server(query: str, catalog: Catalog) -> list[tuple[str, str]]:
    """The parts of the permalink of a scene with this query, as far as a pack shows it."""
    asked = parse_qs(query)
    selection = Selection.from_query(asked).without_unknown(catalog.held)
    view = View.from_query({key: values for key, values in asked.items() if key in SEEN})
    return [(key, value) for key, values in to_query(selection, view).items() for value in values]


@pytest.fixture(scope="module")
def held(catalog: Catalog) -> dict[str, Any]:
    whole = known(catalog)
    return {key: whole[key] for key in HELD}


def test_a_raw_address_is_read_in_the_browser_as_the_server_reads_it(
    request: pytest.FixtureRequest, catalog: Catalog, held: dict[str, Any]
) -> None:
    queries = raw_queries(catalog)
    told = answers(request, NAMES, READ, {"held": held, "queries": queries})
    differ = [
        (query, mine, theirs)
        for query, mine in zip(queries, told, strict=True)
        if parse_qsl(mine) != (theirs := read_by_the_server(query, catalog))
    ]
    assert differ == []


def test_the_addresses_try_what_is_kept_and_what_is_not(catalog: Catalog) -> None:
    """Many of each kind are understood and many are not; otherwise equal would say little."""
    for values, parse in ((NEAR, parse_near), (WITHIN, parse_ring), (PLACES, parse_place)):
        kept = sum(bool(parse(value)) for value in values)
        assert 7 <= kept <= len(values) - 7, parse
    chance = random.Random(1202)
    circles, rings = random_points(chance, 300), random_rings(chance, 400)
    assert 50 <= sum(bool(parse_near(value)) for value in circles) <= 250
    assert 50 <= sum(bool(parse_ring(value)) for value in rings) <= 350
    assert sum(clean_text(words) not in (words, unicodedata.normalize("NFC", words)) for words in WORDS) >= 20
    assert len({tuple(read_by_the_server(query, catalog)) for query in raw_queries(catalog)}) > 500


def test_a_point_on_an_oblique_edge_lies_where_the_server_has_it(request: pytest.FixtureRequest) -> None:
    """In decimals each lies on the edge; as numbers of the machine most lie beside it, by their last digit."""
    chance = random.Random(1)
    cases = []
    for _ in range(2000):
        lon, lat = 120 + chance.randint(0, 9999) / 1e4, 30 + chance.randint(0, 9999) / 1e4
        east, north, whole = chance.randint(1, 300), chance.randint(-300, 300), chance.randint(2, 9)
        part = chance.randint(1, whole - 1)
        to = (lon + east * whole / 1e4, lat + north * whole / 1e4)
        ring = parse_ring(";".join(f"{x:.4f},{y:.4f}" for x, y in ((lon, lat), to, (lon, to[1] + 0.3))))
        if ring:
            cases.append((ring, (round(lon + east * part / 1e4, 6), round(lat + north * part / 1e4, 6))))
    told = answers(
        request,
        {"panel/near_and_ring.js": "ringHolds"},
        "given.map(([ring, at]) => ringHolds(ring, at))",
        cases,
    )
    known = [bool(ring_holds(ring, np.array([at[0]]), np.array([at[1]]))[0]) for ring, at in cases]
    assert told == known
    assert 500 < sum(known) < len(cases) - 500
