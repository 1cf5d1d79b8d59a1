"""Main roads and railways as lines by rank, from the pieces of OpenStreetMap's graphs in `geodata/inputs/`.

The graphs give pieces without names or classes: each is a straight line between two points that are rounded to 100 m.
A road's rank is computed: how many of the shortest ways between the towns and out of the map lead over it.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from g60.catalog.schematic.inputs import Row
from g60.contract.crs import distance_km, metric_from_wgs84

# The ground that the city's map shows, in degrees: pieces are cut at its edge, not at the city's border.
BOX = shapely.box(120.2, 30.25, 121.3, 31.05)
# A road is of the first or second rank from this share on of the ways between two places.
SHARES = (0.03, 0.003)
LAST_RANK = len(SHARES) + 1
# A carriageway that runs this near to another one is the same road.
BESIDE_M = 160.0
# A shorter line is never taken for another one's second carriageway: it may join two roads.
SHORTEST_BESIDE_M = 500.0
# Of a line, the share that may run off the other one.
ASTRAY = 0.06

Node = tuple[float, float]
Piece = tuple[Node, Node]
Graph = Mapping[Node, Mapping[Node, float]]


def pieces(rows: Iterable[Row]) -> list[Piece]:
    """The pieces of an input file."""
    return [((float(row["lon_1"]), float(row["lat_1"])), (float(row["lon_2"]), float(row["lat_2"]))) for row in rows]


def road_lines(
    found: Sequence[Piece], towns: Sequence[shapely.Point], drawn: BaseGeometry
) -> list[tuple[int, shapely.LineString]]:
    """The roads as lines with their rank, the first rank first; without those that are drawn already."""
    ranks = _ranks(found, towns)
    by_rank: dict[int, list[Piece]] = defaultdict(list)
    for piece in found:
        by_rank[ranks[frozenset(piece)]].append(piece)
    kept: list[BaseGeometry] = [metric_from_wgs84(drawn)]
    lines: list[tuple[int, shapely.LineString]] = []
    for rank in sorted(by_rank):
        fresh, kept = _single(_joined(by_rank[rank]), kept)
        lines.extend((rank, line) for line in fresh)
    return lines


def railway_lines(found: Sequence[Piece], drawn: BaseGeometry) -> list[shapely.LineString]:
    """The railways as lines, without those that are drawn already."""
    return _single(_joined(found), [metric_from_wgs84(drawn)])[0]


def _ranks(found: Sequence[Piece], towns: Sequence[shapely.Point]) -> dict[frozenset[Node], int]:
    graph = _graph(found)
    nodes = list(graph)
    nearest = {nodes[int(distance_km(town.x, town.y, *zip(*nodes, strict=True)).argmin())] for town in towns}
    exits = {node for node in graph if not BOX.contains(shapely.Point(node))}
    places = sorted(nearest | exits)
    used: Counter[frozenset[Node]] = Counter()
    for place in places:
        used.update(_ways(graph, place, places))
    pairs = len(places) * (len(places) - 1)
    shares = {frozenset(piece): used[frozenset(piece)] / pairs for piece in found}
    return {piece: 1 + sum(share < least for least in SHARES) for piece, share in shares.items()}


def _graph(found: Sequence[Piece]) -> Graph:
    graph: dict[Node, dict[Node, float]] = defaultdict(dict)
    for one, other in found:
        km = float(distance_km(*one, [other[0]], [other[1]])[0])
        graph[one][other] = graph[other][one] = km
    return graph


def _ways(graph: Graph, start: Node, ends: Iterable[Node]) -> Counter[frozenset[Node]]:
    """How often each piece is part of the shortest ways from a node to others (Dijkstra)."""
    before: dict[Node, Node] = {}
    far = {start: 0.0}
    queue = [(0.0, start)]
    while queue:
        km, node = heapq.heappop(queue)
        if km > far[node]:
            continue
        for other, more in graph[node].items():
            if km + more < far.get(other, float("inf")):
                far[other], before[other] = km + more, node
                heapq.heappush(queue, (km + more, other))
    used: Counter[frozenset[Node]] = Counter()
    for end in ends:
        node = end
        while node in before:
            used[frozenset((node, before[node]))] += 1
            node = before[node]
    return used


def _joined(found: Iterable[Piece]) -> list[shapely.LineString]:
    """Pieces as lines from junction to junction inside the box, the longest first."""
    merged = shapely.line_merge(shapely.MultiLineString([list(piece) for piece in found]))
    inside = [
        part
        for line in shapely.get_parts(merged)
        for part in shapely.get_parts(line.intersection(BOX))
        if part.geom_type == "LineString" and part.length > 0
    ]
    lines = [_directed(line) for line in inside]
    return sorted(lines, key=lambda line: (-metric_from_wgs84(line).length, list(line.coords)))


def _directed(line: shapely.LineString) -> shapely.LineString:
    """The line from its western end, so that it does not depend on the order of its pieces."""
    return line.reverse() if line.coords[0] > line.coords[-1] else line


def _single(
    lines: Iterable[shapely.LineString], kept: list[BaseGeometry]
) -> tuple[list[shapely.LineString], list[BaseGeometry]]:
    """The lines without second carriageways, and all that is drawn then, in metres."""
    found, kept = [], list(kept)
    for line in lines:
        metric = metric_from_wgs84(line)
        if metric.length >= SHORTEST_BESIDE_M and _runs_beside(metric, kept):
            continue
        found.append(line)
        kept.append(metric)
    return found, kept


def _runs_beside(line: BaseGeometry, kept: list[BaseGeometry]) -> bool:
    """Whether nearly all of a line is near to others that are drawn, in metres."""
    around = shapely.box(*line.bounds).buffer(BESIDE_M)
    near = [shapely.clip_by_rect(other, *around.bounds) for other in kept if shapely.intersects(around, other)]
    astray = line.difference(shapely.union_all(near).buffer(BESIDE_M, quad_segs=4)).length
    return bool(astray <= ASTRAY * line.length)
