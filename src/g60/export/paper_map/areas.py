"""The plan's figures on a map: core, lake districts, high-tech zones, platforms. What is filtered out steps back."""

from __future__ import annotations

import math

import shapely
from shapely.geometry.base import BaseGeometry

from g60.contract.placement import PLACEMENT
from g60.contract.symbology import AREA_LAYERS, SYMBOLS
from g60.export.paper_map.labels import Label
from g60.export.paper_map.lines import label_lines
from g60.export.paper_map.look import FADED
from g60.export.paper_map.placing import Symbol
from g60.export.paper_map.plan import NAMED_BELOW, Plan, points_along, square, strips


def is_ring(kind: str) -> bool:
    """Whether areas of this kind are drawn as rings."""
    look = AREA_LAYERS[kind].look
    return look is not None and look.shape == "ring"


LABEL_KINDS = {kind: layer.label for kind, layer in AREA_LAYERS.items()}
# Rings lie below, since they hold others. The corridor is drawn with its road.
DRAWN = sorted(AREA_LAYERS.keys() - {"corridor"}, key=lambda kind: (not is_ring(kind), AREA_LAYERS[kind].z))


def draw_areas(plan: Plan) -> None:
    """Core, lake districts and zones; what is filtered out steps back."""
    areas = plan.subject.catalog.areas
    focus = plan.subject.selection.focus
    for kind in DRAWN:
        if not plan.shows(AREA_LAYERS[kind].code):
            continue
        for area_id, row in areas[areas["kind"] == kind].iterrows():
            shape = plan.ground.on_paper(row.geometry)
            if not plan.ground.frame.polygon.intersects(shape):
                continue
            shown = area_id in plan.subject.areas
            part = plan.group.group(
                str(area_id), title=plan.subject.name(str(area_id)), opacity=1.0 if shown else FADED
            )
            plan.look.schematic(part, kind, shape, chosen=area_id == focus)
            plan.kinds.add(kind if shown else "faded")
            _area_obstacles(plan, str(area_id), kind, shape, shown=shown)
            if shown and LABEL_KINDS[kind]:
                _area_label(plan, str(area_id), kind, shape)


def _area_label(plan: Plan, area_id: str, kind: str, shape: BaseGeometry) -> None:
    whole = shapely.union_all(shapely.get_parts(shape))
    at = whole.representative_point() if is_ring(kind) else whole.centroid
    reach = math.sqrt(whole.area / math.pi)
    chosen = area_id == plan.subject.selection.focus
    name = LABEL_KINDS[kind]
    face = plan.face(
        8.4 if plan.subject.lang == "zh" else 7.4, "accent" if chosen else f"{SYMBOLS[kind].colour}_ink", bold=True
    )
    brief = plan.subject.brief_name(area_id)
    wordings = [label_lines(plan.subject.short_name(area_id)), *([[brief]] if brief else [])]
    plan.labels.append(Label(area_id, name, wordings, face, (at.x, at.y), reach, whole, chosen=chosen, about=True))


def _area_obstacles(plan: Plan, area_id: str, kind: str, shape: BaseGeometry, *, shown: bool) -> None:
    cost = math.inf if shown else PLACEMENT.faded
    if is_ring(kind):
        line = shape.boundary if shape.geom_type == "Polygon" else shape
        for at in points_along(line, plan.look.px(PLACEMENT.ring_step)):
            plan.obstacles.add(square(at, plan.look.px(PLACEMENT.ring_reach)), cost)
        return
    boxes = strips(shape, plan.look.px(PLACEMENT.strip), PLACEMENT.most_strips)
    plan.obstacles.add_symbol(Symbol(area_id, LABEL_KINDS[kind], boxes), cost)


def draw_platforms(plan: Plan) -> None:
    """The three platforms of the core, part of its layer."""
    if not plan.shows("core"):
        return
    areas = plan.subject.catalog.areas
    shown = not plan.subject.areas.isdisjoint(areas.index[areas["kind"] == "core_area"])
    for entity_id, at in platform_points(plan):
        reach = plan.look.px(PLACEMENT.platform_reach)
        part = plan.group.group(entity_id, opacity=1.0 if shown else FADED)
        plan.look.platform(part, *at)
        plan.kinds.add("platform" if shown else "faded")
        cost = math.inf if shown else PLACEMENT.faded
        plan.obstacles.add_symbol(Symbol(entity_id, "platform", (square(at, reach),)), cost)
        if shown and plan.ground.scale / plan.look.unit <= 2 * NAMED_BELOW:
            name = str(plan.subject.catalog.reference.at[entity_id, f"name_{plan.subject.lang}"])
            face = plan.face(7.2, "ink")
            plan.labels.append(Label(entity_id, "platform", [label_lines(name)], face, at, reach))


def platform_points(plan: Plan) -> list[tuple[str, tuple[float, float]]]:
    """The platforms that are on the map, with where they stand in mm."""
    reference = plan.subject.catalog.reference
    rows = reference[reference["kind"] == "platform"]
    placed = [(str(entity_id), plan.ground.point(at.x, at.y)) for entity_id, at in rows.geometry.items()]
    return [(entity_id, at) for entity_id, at in placed if plan.ground.holds(*at)]
