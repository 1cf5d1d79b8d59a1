"""The map of a sheet: ground, the plan's figures, carriers, labels, all at true scale inside the frame."""

from __future__ import annotations

import math

from g60.contract.placement import PLACEMENT
from g60.export.paper_map.areas import draw_areas, draw_platforms
from g60.export.paper_map.axis import Axis, corridor_named, draw_axis, furnish_axis
from g60.export.paper_map.carriers import draw_carriers
from g60.export.paper_map.drawing import Box, Group
from g60.export.paper_map.ground import Ground
from g60.export.paper_map.land import draw_land
from g60.export.paper_map.lettering import write_labels
from g60.export.paper_map.look import FADED, Look
from g60.export.paper_map.nearer import bring_nearer
from g60.export.paper_map.placing import place_labels
from g60.export.paper_map.plan import Plan, square, strips
from g60.export.paper_map.subject import Subject
from g60.export.paper_map.ways import draw_towns, draw_ways


def draw_plan(subject: Subject, ground: Ground, look: Look, kept_clear: list[Box]) -> Plan:
    """The map inside its frame, clear of the boxes where furniture stands."""
    root = Group(id="map", clip=ground.frame)
    plan = Plan(subject, ground, look, root)
    for box in kept_clear:
        plan.obstacles.add(box, math.inf)
    draw_land(plan)
    draw_ways(plan)
    axis = draw_axis(plan.group, subject, ground, look) if plan.shows("corridor") or plan.shows("reference") else None
    draw_areas(plan)
    draw_platforms(plan)
    draw_carriers(plan)
    if axis:
        _furnish(plan, axis)
    place_labels(plan.labels, plan.obstacles, ground.frame, look.px(1), bring_nearer)
    write_labels(plan)
    draw_towns(plan)
    return plan


def _furnish(plan: Plan, axis: Axis) -> None:
    """What is written on the corridor, clear of furniture and, where it can be, of marks and figures."""
    for box, cost in zip(plan.obstacles.boxes, plan.obstacles.costs, strict=True):
        if math.isinf(cost):
            axis.taken.append(box)
    if plan.shows("corridor"):
        shown = corridor_named(plan.subject) in plan.subject.areas
        furnish_axis(
            plan.group.group("axis", opacity=1.0 if shown else FADED), plan.subject, plan.ground, plan.look, axis
        )
    for box in axis.taken:
        plan.obstacles.add(box, math.inf)
    if plan.shows("corridor"):
        shown = corridor_named(plan.subject) in plan.subject.areas
        for box in strips(axis.band, plan.look.px(PLACEMENT.strip)):
            plan.obstacles.add(box, math.inf if shown else PLACEMENT.faded)
    for at in axis.road:
        plan.obstacles.add(square(at, plan.look.px(PLACEMENT.road_reach)), PLACEMENT.road)
    shown = corridor_named(plan.subject) in plan.subject.areas
    plan.kinds.update("faded" if kind == "corridor" and not shown else kind for kind in axis.kinds)


def free_corner(subject: Subject, ground: Ground, wide: float, high: float) -> Box:
    """The corner of the map, but for that of the arrow, where a box hides the least of what is shown."""
    frame, catalog = ground.frame, subject.catalog
    shapes = [ground.on_paper(shape) for area_id, shape in catalog.areas.geometry.items() if area_id in subject.areas]
    corners = [
        Box(x, y, wide, high)
        for x, y in ((frame.x, frame.y), (frame.x, frame.bottom - high), (frame.right - wide, frame.bottom - high))
    ]

    def hidden(box: Box) -> float:
        return sum(shape.intersection(box.polygon).area / shape.area for shape in shapes if shape.area)

    return min(corners, key=hidden)
