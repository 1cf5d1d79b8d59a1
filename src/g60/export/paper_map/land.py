"""The ground of a map: the land around, the counties, the water, and their names."""

from __future__ import annotations

import shapely
from shapely.geometry.base import BaseGeometry

from g60.catalog import boundaries
from g60.contract.codes import COUNTIES
from g60.contract.symbology import SYMBOLS
from g60.export.paper_map.drawing import Group, Style, box_shape, shape_of
from g60.export.paper_map.labels import Label
from g60.export.paper_map.lines import shortened
from g60.export.paper_map.plan import Plan
from g60.export.paper_map.subject import Subject


def draw_land(plan: Plan) -> None:
    """Neighbours, counties and water from the ground up, and the labels of the land."""
    look, ground = plan.look, plan.ground
    layer = plan.group.group("ground")
    layer.add(box_shape(ground.frame.inset(-1), Style(fill=look.colour("water"))))
    if plan.shows("neighbours"):
        _neighbours(plan, layer)
    outlines = boundaries.display_counties()
    shapes = {str(unit): ground.on_paper(shape) for unit, shape in outlines.geometry.items()}
    rim = shape_of(shapely.union_all(list(shapes.values())), look.line("city_line", 2 * SYMBOLS["city"].width))
    layer.add(*([rim] if rim else []))
    units = plan.subject.selection.units
    for unit, shape in shapes.items():
        left_out = bool(units) and unit not in units
        ground_colour = "land_out" if left_out else "land"
        style = Style(
            fill=look.colour(ground_colour if unit in plan.subject.catalog.units.index else "neighbour"),
            stroke=look.colour("county_line"),
            width=look.px(SYMBOLS["county"].width),
        )
        part = shape_of(shape, style)
        if part:
            layer.group(unit).add(part)
    for geometry in plan.subject.catalog.water.geometry:
        style = Style(fill=look.colour("water"), fill_opacity=0.86, stroke=look.colour("shore"), width=look.px(0.8))
        part = shape_of(ground.on_paper(geometry), style)
        layer.add(*([part] if part else []))
    _county_labels(plan, shapes)


def _neighbours(plan: Plan, layer: Group) -> None:
    look, ground = plan.look, plan.ground
    style = Style(fill=look.colour("neighbour"), stroke=look.colour("neighbour_line"), width=look.px(0.8))
    sea = shapely.union_all([ground.on_paper(water) for water in plan.subject.catalog.water.geometry])
    frame = ground.frame.inset(look.px(8)).polygon
    outlines = boundaries.neighbours()
    for adcode, shape, name in zip(
        outlines.index, outlines.geometry, outlines[f"name_{plan.subject.lang}"], strict=True
    ):
        there = ground.on_paper(shape)
        part = shape_of(there, style)
        if part is None:
            continue
        layer.add(part)
        seen = there.intersection(frame).difference(sea)
        largest = max(shapely.get_parts(seen), key=lambda piece: piece.area, default=None)
        if largest is None or largest.area < look.px(90) ** 2:
            continue
        at = shapely.maximum_inscribed_circle(largest, tolerance=1.0).coords[0]
        spacing = 0.3 if plan.subject.lang == "zh" else 0.1
        face = plan.face(8.2, "neighbour_ink", spacing=spacing, halo=False)
        words = [[shortened(str(name))]]
        plan.labels.append(Label(f"n{adcode}", "neighbour", words, face, at, outline=largest))


def _county_labels(plan: Plan, shapes: dict[str, BaseGeometry]) -> None:
    """Names of the counties and functional zones, each with the number of its carriers of which no more is known."""
    subject, frame = plan.subject, plan.ground.frame.polygon
    badges = _badges(subject)
    sea = shapely.union_all([plan.ground.on_paper(water) for water in subject.catalog.water.geometry])
    for unit in subject.catalog.unit_codes:
        chosen = unit == subject.selection.focus
        left_out = bool(subject.selection.units) and unit not in subject.selection.units
        badge = f"{badges[unit]:,}" if badges.get(unit) else ""
        if badge:
            plan.kinds.add("badge")
        if unit in COUNTIES:
            seen = shapes[unit].intersection(frame).difference(sea)
            largest = max(shapely.get_parts(seen), key=lambda piece: piece.area, default=None)
            if largest is None or largest.area < plan.look.px(60) ** 2:
                continue
            at = shapely.maximum_inscribed_circle(largest, tolerance=1.0).coords[0]
            name = subject.unit_name(unit, short=False) if subject.lang == "zh" else subject.unit_name(unit).upper()
            face = plan.face(
                10.0 if subject.lang == "zh" else 8.8,
                "accent" if chosen else "county_ink",
                spacing=0.3 if subject.lang == "zh" else 0.15,
            )
            kind, outline = "county", largest
        else:
            at, outline, kind = _middle(plan, unit), None, "unit"
            if at is None or not badge:
                continue
            name = subject.unit_name(unit)
            face = plan.face(8.2, "accent" if chosen else "county_ink")
        words = [[shortened(name)]]
        about = chosen or unit in subject.selection.units
        plan.labels.append(Label(unit, kind, words, face, at, 0.0, outline, badge, left_out, chosen, about))


def _badges(subject: Subject) -> dict[str, int]:
    """By unit, how many of the carriers shown are known by their county only."""
    rows = subject.catalog.carriers.loc[sorted(subject.carriers)]
    return {
        str(unit): int(count) for unit, count in rows.loc[rows["location_grade"] == "D", "unit"].value_counts().items()
    }


def _middle(plan: Plan, unit: str) -> tuple[float, float] | None:
    """The middle of what belongs to a functional zone: nobody publishes its outline."""
    catalog = plan.subject.catalog
    points = list(catalog.areas.geometry[catalog.areas["unit"] == unit].representative_point())
    rows = catalog.carriers[(catalog.carriers["unit"] == unit) & catalog.carriers["lon"].notna()]
    points += [shapely.Point(lon, lat) for lon, lat in rows[["lon", "lat"]].to_numpy()]
    if not points:
        return None
    at = shapely.union_all(points).centroid
    x, y = plan.ground.point(at.x, at.y)
    return (x, y) if plan.ground.holds(x, y) else None
