"""The ground below the plan on paper: main roads by rank, railways, and towns where names leave room for theirs.

What a sheet shows depends on its scale and on how large its type is: an A0 sheet at 1:125 000 is as full as an A3
sheet at twice the denominator.
"""

from __future__ import annotations

import math

import shapely
from shapely.geometry.base import BaseGeometry

from g60.catalog import ground
from g60.contract.symbology import ROAD_WIDTHS, ROADS_FROM, SYMBOLS, TOWNS_FROM, TOWNS_OF_BODIES_FROM
from g60.export.paper_map.drawing import Box, Group, Text
from g60.export.paper_map.labels import Face
from g60.export.paper_map.plan import Plan
from g60.export.paper_map.typeface import width

FULL_WIDTH, THINNEST = 150_000, 0.5  # the scale from which roads have their width, and the share that they keep
TOWN_PT = 6.4
AIR_PX = 2.5
# Where a name stands by its ring, the best first: shares of its width and height, and how its letters are set.
PLACES = ((0.0, -0.5, "start"), (-1.0, -0.5, "end"), (-0.5, 0.0, "middle"), (-0.5, -1.0, "middle"))
KINDS = tuple(TOWNS_FROM)


def draw_ways(plan: Plan) -> None:
    """Roads and railways, below everything that the plan says."""
    layer, look = plan.group.group("ways"), plan.look
    share = max(THINNEST, min(1.0, FULL_WIDTH / _fullness(plan)))
    if plan.shows("roads"):
        for _, road in ground.roads().sort_values("rank", ascending=False).iterrows():
            line = plan.ground.on_paper(road.geometry)
            if _fullness(plan) <= ROADS_FROM[road["rank"]][1] and not line.is_empty:
                look.way(layer, line, share * ROAD_WIDTHS[road["rank"]])
                plan.kinds.add("road")
    if plan.shows("railways") and _fullness(plan) <= ROADS_FROM[1][1]:
        line = plan.ground.on_paper(shapely.union_all(ground.railways().geometry.to_numpy()))
        if not line.is_empty:
            look.track(layer, line, share)
            plan.kinds.add("track")


def draw_towns(plan: Plan) -> None:
    """The towns that find a place, once all labels have theirs; what is in the way is not moved."""
    if not plan.shows("towns"):
        return
    stood_for = ground.towns_of_bodies(plan.subject.catalog)
    towns = ground.towns()
    towns = towns.assign(bodies=towns.index.isin(stood_for), order=towns["kind"].map(KINDS.index))
    taken = _taken(plan)
    edges, solid = _figures(plan)
    layer = plan.group.group("towns")
    for town, row in towns.sort_values(["bodies", "order"], ascending=[False, True], kind="stable").iterrows():
        most = max(TOWNS_FROM[row["kind"]][1], TOWNS_OF_BODIES_FROM[1] if row["bodies"] else 0)
        x, y = plan.ground.point(row.geometry.x, row.geometry.y)
        if _fullness(plan) > most or not plan.ground.holds(x, y, plan.look.px(6)):
            continue
        words = str(row[f"name_{plan.subject.lang}"])
        face = plan.face(TOWN_PT, "county_ink")
        found = _place(plan, words, face, (x, y), taken, edges, solid)
        if found is None:
            continue
        box, side = found
        taken.extend([box, _square(x, y, plan.look.px(SYMBOLS["town"].size / 2 + 1))])
        _write(plan, layer.group(str(town), title=words), words, face, (x, y), box, side)
        plan.kinds.add("town")


def _fullness(plan: Plan) -> float:
    """The denominator of an A3 sheet that would be as full as this map."""
    return plan.ground.scale * plan.look.unit


def _taken(plan: Plan) -> list[Box]:
    """What no name of a town may touch: the labels, and whatever no label may."""
    labels = [label.spot.box for label in plan.labels if label.spot]
    return labels + [
        box for box, cost in zip(plan.obstacles.boxes, plan.obstacles.costs, strict=True) if _is_mark(plan, box, cost)
    ]


def _is_mark(plan: Plan, box: Box, cost: float) -> bool:
    """Whether an obstacle is a mark, an arrow or furniture; figures are looked at by their shapes."""
    small = max(box.w, box.h) <= plan.look.px(40)
    return (math.isinf(cost) or cost >= 20) and (small or math.isinf(cost))


def _figures(plan: Plan) -> tuple[BaseGeometry, BaseGeometry]:
    """The edges of the plan's figures, which no name crosses, and the zones, which none lies on; in mm."""
    edges, solid = [], []
    for area, row in plan.subject.catalog.areas.iterrows():
        if area not in plan.subject.areas:
            continue
        shape = plan.ground.on_paper(row.geometry)
        edges.append(shapely.boundary(shape))
        if SYMBOLS[row["kind"]].shape == "hexagon":
            solid.append(shape)
    return shapely.union_all(edges), shapely.union_all(solid)


def _place(
    plan: Plan,
    words: str,
    face: Face,
    at: tuple[float, float],
    taken: list[Box],
    edges: BaseGeometry,
    solid: BaseGeometry,
) -> tuple[Box, str] | None:
    """The first free place of a name by its point."""
    x, y = at
    wide, high = width(words, face.size), face.size * 1.1
    reach = plan.look.px(SYMBOLS["town"].size / 2 + AIR_PX)
    # A mark may stand on the town's own point: the name keeps clear of it.
    on_it = [box for box in taken if box.meets(_square(x, y, reach)) and max(box.w, box.h) <= plan.look.px(40)]
    away = max([reach, *(box.right - x for box in on_it)])
    for across, down, side in PLACES:
        left = x + across * wide + (away if across == 0 else -away if across == -1 else 0)
        top = y + down * high + (away if down == 0 else -away if down == -1 else 0)
        box = Box(left, top, wide, high)
        free = not any(box.meets(other, plan.look.px(AIR_PX)) for other in taken if other not in on_it)
        held = plan.ground.holds(box.x, box.y, 1) and plan.ground.holds(box.right, box.bottom, 1)
        if free and held and not box.polygon.intersects(edges) and not box.polygon.intersects(solid):
            return box, side
    return None


def _square(x: float, y: float, reach: float) -> Box:
    return Box(x - reach, y - reach, 2 * reach, 2 * reach)


def _write(plan: Plan, group: Group, words: str, face: Face, at: tuple[float, float], box: Box, side: str) -> None:
    plan.look.place(group, *at)
    x = {"start": box.x, "middle": box.x + box.w / 2, "end": box.right}[side]
    base = box.y + face.size * 0.9
    group.add(Text(x, base, words, face.size, face.colour, anchor=side, halo=face.halo, halo_width=face.size * 0.13))
