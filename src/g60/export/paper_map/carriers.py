"""The carriers on a map: a mark for each whose place is known, with its number or its name."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from g60.catalog.measures import WITH_POINT
from g60.contract.placement import PLACEMENT
from g60.export.paper_map.areas import platform_points
from g60.export.paper_map.drawing import Disc, Group, Style, Text
from g60.export.paper_map.fanned_out import gathered_radius, spread
from g60.export.paper_map.labels import Label
from g60.export.paper_map.lines import label_lines
from g60.export.paper_map.look import FADED
from g60.export.paper_map.placing import Symbol
from g60.export.paper_map.plan import NAMED_BELOW, Plan, square

FEW = 10  # so few carriers are named at every scale
MOST_LABELLED = 260
FADED_MARKS_MOST = 1500


def draw_carriers(plan: Plan) -> None:
    """Marks of the carriers in the frame, those that are filtered out pale and below the others."""
    rows, points = _placed(plan)
    if not len(rows):
        return
    fixed = np.array([at for _, at in platform_points(plan)] if plan.shows("core") else []).reshape(-1, 2)
    shown = rows.index.isin(plan.subject.carriers)
    if (~shown).sum() > FADED_MARKS_MOST:
        rows, points, shown = rows[shown], points[shown], shown[shown]
    marks = spread(points, fixed, plan.look.px(1))
    below, above = plan.group.group("carriers-out", opacity=FADED), plan.group.group("carriers")
    few = int(shown.sum()) <= FEW or plan.ground.scale / plan.look.unit <= NAMED_BELOW
    alone = int(shown.sum()) == 1
    plan_list = (rows["plan"] != "").to_numpy()
    known = (rows["location_grade"] != "C").to_numpy()
    for mark in sorted(marks, key=lambda mark: bool(plan_list[mark.members[0]])):
        members = [i for i in mark.members if shown[i]]
        if len(mark.members) > 1:
            _counted(plan, above, mark.x, mark.y, len(members))
            continue
        i = mark.members[0]
        entity_id = str(rows.index[i])
        chosen = entity_id == plan.subject.selection.focus
        part = (above if shown[i] else below).group(entity_id, title=plan.subject.name(entity_id))
        if chosen or (shown[i] and alone):
            plan.kinds.add("uncertainty")
            plan.look.uncertainty(part, mark.true_x, mark.true_y, plan.ground.mm(float(rows["uncertainty_m"].iloc[i])))
        if math.hypot(mark.x - mark.true_x, mark.y - mark.true_y) > plan.look.px(2):
            plan.look.leader(part, (mark.true_x, mark.true_y), (mark.x, mark.y))
        plan.look.dot(part, mark.x, mark.y, plan=bool(plan_list[i]), place_known=bool(known[i]), chosen=chosen)
        reach = plan.look.dot_size(plan=bool(plan_list[i])) / 2
        symbol = Symbol(entity_id, "number", (square((mark.x, mark.y), reach),))
        plan.obstacles.add_symbol(symbol, math.inf if shown[i] else PLACEMENT.faded)
        plan.kinds.update(
            ("carrier" if plan_list[i] else "body", "known" if known[i] else "open") if shown[i] else ("faded",)
        )
        if shown[i] and len(marks) <= MOST_LABELLED:
            _carrier_label(plan, entity_id, (mark.x, mark.y), reach, named=few)


def _placed(plan: Plan) -> tuple[pd.DataFrame, np.ndarray]:
    """The carriers of the layers that are on whose place is known and on the map, in the order of the data, with it."""
    carriers = plan.subject.catalog.carriers
    layers = np.where(carriers["plan"] != "", "carriers", "bodies")
    on = carriers[~np.isin(layers, list(plan.subject.view.hidden))]
    on = on[on["location_grade"].isin(WITH_POINT) & on["lon"].notna()]
    at = plan.ground.points(on[["lon", "lat"]].to_numpy(dtype=float))
    frame = plan.ground.frame
    across = (at[:, 0] > frame.x) & (at[:, 0] < frame.right)
    inside = across & (at[:, 1] > frame.y) & (at[:, 1] < frame.bottom)
    return on[inside], at[inside]


def _counted(plan: Plan, group: Group, x: float, y: float, count: int) -> None:
    if not count:
        return
    r = plan.look.px(gathered_radius(count))
    group.add(Disc(x, y, r + plan.look.px(1.4), Style(fill=plan.look.colour("edge"))))
    group.add(Disc(x, y, r, Style(fill=plan.look.colour("carrier"))))
    size = plan.look.pt(7.0)
    words = f"{count}" if count < 10_000 else f"{round(count / 1000)}k"
    group.add(Text(x, y + size * 0.36, words, size, plan.look.colour("edge"), bold=True, anchor="middle"))
    plan.obstacles.add(square((x, y), r), math.inf)
    plan.kinds.add("gathered")


def _carrier_label(plan: Plan, entity_id: str, at: tuple[float, float], reach: float, *, named: bool) -> None:
    number = str(plan.subject.numbers[entity_id])
    chosen = entity_id == plan.subject.selection.focus
    lines = label_lines(plan.subject.name(entity_id))
    full = [f"{number} {lines[0]}", *lines[1:]]
    face = plan.face(6.8 if named else 6.4, "accent" if chosen else "ink", bold=not named)
    wordings = [full, [number]] if named or chosen else [[number]]
    plan.labels.append(Label(entity_id, "number", wordings, face, at, reach, chosen=chosen))
