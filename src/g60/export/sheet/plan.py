"""The map of a sheet: ground, the plan's figures, carriers, labels, all at true scale inside the frame."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from g60 import boundaries
from g60.crs import metric_from_wgs84
from g60.export.sheet.axis import Axis, draw_axis
from g60.export.sheet.drawing import Box, Disc, Group, Style, Text, box_shape, line_shape, shape_of
from g60.export.sheet.ground import Ground
from g60.export.sheet.labels import LEADING, Face, Label, badge_width
from g60.export.sheet.look import FADED, Look
from g60.export.sheet.marks import GATHER, gathered_radius, spread
from g60.export.sheet.placing import Obstacles, place
from g60.export.sheet.subject import AREA_LAYERS, Subject
from g60.export.sheet.text import label_lines
from g60.export.sheet.typeface import printable, width
from g60.measures import WITH_POINT
from g60.schema import COUNTIES, PLAN_LIST, UNITS
from g60.symbology import SYMBOLS

# What it costs to leave a label out, by its kind.
MISSING = {"core": 400.0, "lake": 320.0, "zone": 320.0, "county": 600.0, "unit": 90.0, "platform": 45.0, "carrier": 150.0, "neighbour": 45.0}
CHOSEN = 5000.0
LABEL_KINDS = {"core_area": "core", "lake_district": "lake", "high_tech_zone": "zone"}
NAMED_BELOW = 160_000  # carriers are named rather than numbered from this scale on, on A3
FEW = 10  # so few carriers are named at every scale
MOST_LABELLED = 260
FADED_MARKS_MOST = 1500


@dataclass
class Plan:
    """A map being drawn: what it shows, on which ground, how it looks; the labels and what they must not lie on."""

    subject: Subject
    ground: Ground
    look: Look
    group: Group
    labels: list[Label] = field(default_factory=list)
    obstacles: Obstacles = field(default_factory=Obstacles)
    kinds: set[str] = field(default_factory=set)  # what the legend has to explain

    def face(self, size: float, colour: str, *, bold: bool = False, spacing: float = 0.0, halo: bool = True) -> Face:
        """Type on the map: size in points of the A3 layout, spacing in ems."""
        em = self.look.sheet.pt(size)
        return Face(em, self.look.colour(colour), bold, em * spacing, self.look.colour("halo") if halo else "")

    def shows(self, layer: str) -> bool:
        """Whether a layer is on."""
        return layer not in self.subject.view.hidden


def draw_plan(subject: Subject, ground: Ground, look: Look, kept_clear: list[Box]) -> Plan:
    """The map inside its frame, clear of the boxes where furniture stands."""
    root = Group(id="map", clip=ground.frame)
    plan = Plan(subject, ground, look, root)
    for box in kept_clear:
        plan.obstacles.add(box, math.inf)
    _ground(plan)
    axis = draw_axis(plan.group, subject, ground, look) if plan.shows("corridor") or plan.shows("reference") else None
    _areas(plan)
    _platforms(plan)
    _carriers(plan)
    if axis:
        _axis_obstacles(plan, axis)
    place(plan.labels, plan.obstacles, ground.frame, look.px(1))
    _write_labels(plan)
    return plan


# ---- the ground ----


def _ground(plan: Plan) -> None:
    look, ground = plan.look, plan.ground
    layer = plan.group.group("ground")
    layer.add(box_shape(ground.frame.inset(-1), Style(fill=look.colour("water"))))
    if plan.shows("neighbours"):
        _neighbours(plan, layer)
    outlines = boundaries.display_counties()
    shapes = {str(unit): ground.drawn(shape) for unit, shape in outlines.geometry.items()}
    rim = shape_of(shapely.union_all(list(shapes.values())), look.line("city_line", 2 * SYMBOLS["city"].width))
    layer.add(*([rim] if rim else []))
    units = plan.subject.selection.units
    for unit, shape in shapes.items():
        left_out = bool(units) and unit not in units
        style = Style(
            fill=look.colour("land_out" if left_out else "land"),
            stroke=look.colour("county_line"),
            width=look.px(SYMBOLS["county"].width),
        )
        drawn = shape_of(shape, style)
        if drawn:
            layer.group(unit).add(drawn)
    for geometry in plan.subject.catalog.water.geometry:
        style = Style(fill=look.colour("water"), fill_opacity=0.86, stroke=look.colour("shore"), width=look.px(0.8))
        drawn = shape_of(ground.drawn(geometry), style)
        layer.add(*([drawn] if drawn else []))
    _county_labels(plan, shapes)


def _neighbours(plan: Plan, layer: Group) -> None:
    look, ground = plan.look, plan.ground
    style = Style(fill=look.colour("neighbour"), stroke=look.colour("neighbour_line"), width=look.px(0.8))
    sea = shapely.union_all([ground.drawn(water) for water in plan.subject.catalog.water.geometry])
    frame = ground.frame.inset(look.px(8)).polygon
    outlines = boundaries.neighbours()
    for adcode, shape, name in zip(outlines.index, outlines.geometry, outlines[f"name_{plan.subject.lang}"], strict=True):
        drawn = ground.drawn(shape)
        part = shape_of(drawn, style)
        if part is None:
            continue
        layer.add(part)
        seen = drawn.intersection(frame).difference(sea)
        largest = max(shapely.get_parts(seen), key=lambda piece: piece.area, default=None)
        if largest is None or largest.area < look.px(90) ** 2:
            continue
        at = shapely.maximum_inscribed_circle(largest, tolerance=1.0).coords[0]
        spacing = 0.3 if plan.subject.lang == "zh" else 0.1
        face = plan.face(8.2, "neighbour_ink", spacing=spacing, halo=False)
        plan.labels.append(Label(f"n{adcode}", "neighbour", [[printable(str(name))]], face, at, MISSING["neighbour"], outline=largest))


def _county_labels(plan: Plan, shapes: dict[str, BaseGeometry]) -> None:
    """Names of the counties and functional zones, each with the number of its carriers of which no more is known."""
    subject, frame = plan.subject, plan.ground.frame.polygon
    badges = _badges(subject)
    sea = shapely.union_all([plan.ground.drawn(water) for water in subject.catalog.water.geometry])
    for unit in UNITS:
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
            face = plan.face(10.0 if subject.lang == "zh" else 8.8, "accent" if chosen else "county_ink", spacing=0.3 if subject.lang == "zh" else 0.15)
            kind, outline = "county", largest
        else:
            at, outline, kind = _middle(plan, unit), None, "unit"
            if at is None or not badge:
                continue
            name = subject.unit_name(unit)
            face = plan.face(7.4, "accent" if chosen else "county_ink")
        missing = MISSING[kind] + (CHOSEN if chosen else 0)
        plan.labels.append(Label(unit, kind, [[printable(name)]], face, at, missing, outline=outline, badge=badge, faded=left_out))


def _badges(subject: Subject) -> dict[str, int]:
    """By unit, how many of the carriers shown are known by their county only."""
    rows = subject.catalog.carriers.loc[sorted(subject.carriers)]
    return {str(unit): int(count) for unit, count in rows.loc[rows["location_grade"] == "D", "unit"].value_counts().items()}


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


# ---- the plan's figures ----


def _areas(plan: Plan) -> None:
    """Core, lake districts and zones; what is filtered out steps back."""
    areas = plan.subject.catalog.areas
    focus = plan.subject.selection.focus
    for kind in ("core_area", "lake_district", "high_tech_zone"):
        if not plan.shows(AREA_LAYERS[kind]):
            continue
        for area_id, row in areas[areas["kind"] == kind].iterrows():
            shape = plan.ground.drawn(row.geometry)
            if not plan.ground.frame.polygon.intersects(shape):
                continue
            shown = area_id in plan.subject.areas
            part = plan.group.group(str(area_id), title=plan.subject.name(str(area_id)), opacity=1.0 if shown else FADED)
            if kind == "core_area":
                plan.look.core(part, shape, chosen=area_id == focus)
            else:
                plan.look.schematic(part, kind, shape, chosen=area_id == focus)
            plan.kinds.add(kind)
            _area_obstacles(plan, str(area_id), kind, shape)
            if shown:
                _area_label(plan, str(area_id), kind, shape)


def _area_label(plan: Plan, area_id: str, kind: str, shape: BaseGeometry) -> None:
    whole = shapely.union_all(shapely.get_parts(shape))
    at = whole.representative_point() if kind == "core_area" else whole.centroid
    reach = math.sqrt(whole.area / math.pi)
    chosen = area_id == plan.subject.selection.focus
    name = LABEL_KINDS[kind]
    face = plan.face(8.4 if plan.subject.lang == "zh" else 7.4, "accent" if chosen else f"{name}_ink", bold=True)
    lines = label_lines(plan.subject.short_name(area_id))
    missing = MISSING[name] + (CHOSEN if chosen else 0)
    plan.labels.append(Label(area_id, name, [lines], face, (at.x, at.y), missing, reach, whole))


def _area_obstacles(plan: Plan, area_id: str, kind: str, shape: BaseGeometry) -> None:
    if kind == "core_area":
        for at in _points_along(shape.boundary if shape.geom_type == "Polygon" else shape, plan.look.px(7)):
            plan.obstacles.add(_square(at, plan.look.px(4)), 4)
        return
    reach = math.sqrt(shape.area / math.pi)
    share, cost = (0.85, 18) if kind == "high_tech_zone" else (0.75, 12)
    plan.obstacles.add(_square(shape.centroid.coords[0], reach * share), cost, area_id)


def _points_along(line: BaseGeometry, step: float) -> list[tuple[float, float]]:
    places = np.arange(0, line.length, step)
    return [(point.x, point.y) for point in shapely.line_interpolate_point(line, places)] if line.length else []


def _square(at: tuple[float, ...], reach: float) -> Box:
    return Box(at[0] - reach, at[1] - reach, 2 * reach, 2 * reach)


def _axis_obstacles(plan: Plan, axis: Axis) -> None:
    for box in axis.taken:
        plan.obstacles.add(box, math.inf)
    for at in axis.road:
        plan.obstacles.add(_square(at, plan.look.px(3)), 2.5)
    plan.kinds.update(axis.kinds)


def _platforms(plan: Plan) -> None:
    """The three platforms of the core, part of its layer."""
    if not plan.shows("core"):
        return
    for entity_id, at in _platform_points(plan):
        shown = "core-jiaxing" in plan.subject.areas
        part = plan.group.group(entity_id, opacity=1.0 if shown else FADED)
        plan.look.platform(part, *at)
        plan.kinds.add("platform")
        plan.obstacles.add(_square(at, plan.look.px(6)), 22, entity_id)
        if shown and plan.ground.scale / plan.look.sheet.unit <= 2 * NAMED_BELOW:
            name = str(plan.subject.catalog.reference.at[entity_id, f"name_{plan.subject.lang}"])
            face = plan.face(7.2, "ink")
            plan.labels.append(Label(entity_id, "platform", [label_lines(name)], face, at, MISSING["platform"], plan.look.px(6)))


def _platform_points(plan: Plan) -> list[tuple[str, tuple[float, float]]]:
    reference = plan.subject.catalog.reference
    rows = reference[reference["kind"] == "platform"]
    placed = [(str(entity_id), plan.ground.point(at.x, at.y)) for entity_id, at in rows.geometry.items()]
    return [(entity_id, at) for entity_id, at in placed if plan.ground.holds(*at)]


# ---- the carriers ----


def _carriers(plan: Plan) -> None:
    """Marks of the carriers in the frame, those that are filtered out pale and below the others."""
    rows = _placed(plan)
    if not len(rows):
        return
    points = plan.ground.placed(_metric(rows))
    fixed = np.array([at for _, at in _platform_points(plan)] if plan.shows("core") else []).reshape(-1, 2)
    shown = rows.index.isin(plan.subject.carriers)
    if (~shown).sum() > FADED_MARKS_MOST:
        rows, points, shown = rows[shown], points[shown], shown[shown]
    marks = spread(points, fixed, plan.look.px(1))
    below, above = plan.group.group("carriers-out", opacity=FADED), plan.group.group("carriers")
    few = int(shown.sum()) <= FEW or plan.ground.scale / plan.look.sheet.unit <= NAMED_BELOW
    plan_list = (rows["list"] == PLAN_LIST).to_numpy()
    known = (rows["location_grade"] != "C").to_numpy()
    for mark in sorted(marks, key=lambda mark: bool(plan_list[mark.members[0]])):
        members = [i for i in mark.members if shown[i]]
        if len(mark.members) > 1 and len(points) >= GATHER:
            _counted(plan, above, mark.x, mark.y, len(members))
            continue
        i = mark.members[0]
        entity_id = str(rows.index[i])
        chosen = entity_id == plan.subject.selection.focus
        part = (above if shown[i] else below).group(entity_id, title=plan.subject.name(entity_id))
        if math.hypot(mark.x - mark.true_x, mark.y - mark.true_y) > plan.look.px(2):
            plan.look.leader(part, (mark.true_x, mark.true_y), (mark.x, mark.y))
        plan.look.dot(part, mark.x, mark.y, plan=bool(plan_list[i]), place_known=bool(known[i]), chosen=chosen)
        reach = plan.look.dot_size(plan=bool(plan_list[i])) / 2
        plan.obstacles.add(_square((mark.x, mark.y), reach), 22 if shown[i] else 3, entity_id)
        plan.kinds.update(("plan" if plan_list[i] else "body", "known" if known[i] else "open"))
        if shown[i] and len(marks) <= MOST_LABELLED:
            _carrier_label(plan, entity_id, (mark.x, mark.y), reach, named=few)


def _placed(plan: Plan) -> pd.DataFrame:
    """The carriers of the layers that are on whose place is known and on the map, in the order of the data."""
    carriers = plan.subject.catalog.carriers
    layers = np.where(carriers["list"] == PLAN_LIST, "carriers", "bodies")
    on = carriers[~np.isin(layers, list(plan.subject.view.hidden))]
    on = on[on["location_grade"].isin(WITH_POINT) & on["lon"].notna()]
    west, south, east, north = plan.ground.bounds
    at = _metric(on)
    inside = (at[:, 0] > west) & (at[:, 0] < east) & (at[:, 1] > south) & (at[:, 1] < north)
    return on[inside]


def _metric(rows: pd.DataFrame) -> np.ndarray:
    points = shapely.points(rows[["lon", "lat"]].to_numpy(dtype=float).reshape(-1, 2))
    return shapely.get_coordinates(metric_from_wgs84(shapely.multipoints(points))) if len(rows) else np.zeros((0, 2))


def _counted(plan: Plan, group: Group, x: float, y: float, count: int) -> None:
    if not count:
        return
    r = plan.look.px(gathered_radius(count))
    group.add(Disc(x, y, r + plan.look.px(1.4), Style(fill=plan.look.colour("edge"))))
    group.add(Disc(x, y, r, Style(fill=plan.look.colour("carrier"))))
    size = plan.look.sheet.pt(7.0)
    words = f"{count}" if count < 10_000 else f"{round(count / 1000)}k"
    group.add(Text(x, y + size * 0.36, words, size, plan.look.colour("edge"), bold=True, anchor="middle"))
    plan.obstacles.add(_square((x, y), r), 60)
    plan.kinds.add("gathered")


def _carrier_label(plan: Plan, entity_id: str, at: tuple[float, float], reach: float, *, named: bool) -> None:
    number = str(plan.subject.numbers[entity_id])
    chosen = entity_id == plan.subject.selection.focus
    lines = label_lines(plan.subject.name(entity_id)[:60])
    full = [f"{number} {lines[0]}", *lines[1:]]
    face = plan.face(6.8 if named else 6.4, "accent" if chosen else "ink", bold=not named)
    wordings = [full, [number]] if named or chosen else [[number]]
    missing = MISSING["carrier"] + (CHOSEN if chosen else 0)
    plan.labels.append(Label(entity_id, "carrier", wordings, face, at, missing, reach))


# ---- the labels' letters ----


def _write_labels(plan: Plan) -> None:
    leads, names = plan.group.group("leads"), plan.group.group("labels")
    for label in plan.labels:
        if label.spot is None:
            continue
        if label.spot.lead:
            leads.add(line_shape(list(label.spot.lead), plan.look.line("ink_2", 0.8)))
        group = names.group(f"label:{label.id}", opacity=0.4 if label.faded else 1.0)
        _write(plan, group, label)


def _write(plan: Plan, group: Group, label: Label) -> None:
    spot, face = label.spot, label.face
    if spot is None:
        return
    box, lines = spot.box, label.wordings[spot.wording]
    rim = face.size * 0.13 if face.halo else 0.0
    wide = box.w - (badge_width(label.badge, face.size) + face.size * 0.3 if label.badge else 0)
    x = {"start": box.x, "middle": box.x + wide / 2, "end": box.x + wide}[spot.side]
    for row, line in enumerate(lines):
        y = box.y + face.size * (0.9 + LEADING * row)
        group.add(Text(x, y, line, face.size, face.colour, face.bold, spot.side, face.halo, rim, face.spacing))
    if label.badge:
        _badge(plan, group, Box(box.x + wide + face.size * 0.3, box.y, badge_width(label.badge, face.size), face.size * 1.12), label.badge, face.size)


def _badge(plan: Plan, group: Group, box: Box, words: str, size: float) -> None:
    look = plan.look
    group.add(box_shape(box, Style(fill=look.colour("panel"), stroke=look.colour("carrier"), width=look.px(1.1))))
    type_size = size * 0.78
    group.add(Text(box.x + box.w / 2, box.y + box.h / 2 + type_size * 0.36, words, type_size, look.colour("carrier"), bold=True, anchor="middle"))


def label_width(words: str, size: float) -> float:
    """The width of a bold word, for those who set plates."""
    return width(words, size, bold=True)
