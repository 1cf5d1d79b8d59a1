"""The letters of labels that have found their places, and the lines that lead to what they name."""

from __future__ import annotations

from g60.export.paper_map.drawing import Box, Group, Style, Text, box_shape, line_shape
from g60.export.paper_map.labels import BADGE_TYPE, LEADING, Label, badge_width
from g60.export.paper_map.plan import Plan


def write_labels(plan: Plan) -> None:
    """Every label that has a place, with its lead below it."""
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
        left, high = box.x + wide + face.size * 0.3, face.size * 1.12
        _badge(plan, group, Box(left, box.y, badge_width(label.badge, face.size), high), label.badge, face.size)


def _badge(plan: Plan, group: Group, box: Box, words: str, size: float) -> None:
    look = plan.look
    ink, type_size = look.colour("carrier"), size * BADGE_TYPE
    group.add(box_shape(box, Style(fill=look.colour("panel"), stroke=ink, width=look.px(1.1))))
    x, y = box.x + box.w / 2, box.y + box.h / 2 + type_size * 0.36
    group.add(Text(x, y, words, type_size, ink, bold=True, anchor="middle"))
