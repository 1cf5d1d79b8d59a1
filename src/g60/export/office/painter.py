"""Turns the parts of a drawing into shapes of an office file: groups, freeforms, discs, boxes of text.

What lies beyond the frame is cut off, for a slide has no clipping. No type is smaller than the least that is asked for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np
import shapely

from g60.export.office.drawingml import Canvas, Element, Words
from g60.export.paper_map.drawing import Box, Disc, Group, Letters, Line, Part, Shape, Style, Text, shape_of
from g60.export.paper_map.typeface import width

EDGE_MM = 0.02  # as near as this is on the frame


class Painter:
    """Turns the parts of a drawing into shapes."""

    def __init__(self, canvas: Canvas, frame: Box, alt: Callable[[str], str], least: float) -> None:
        self.canvas = canvas
        self.frame = frame
        self.alt = alt
        self.least = least  # the smallest type, in mm

    def group(self, group: Group, opacity: float = 1.0, owner: str = "") -> list[Element]:
        """The shapes of a group: one group where it has a name, loose shapes where it has none."""
        opacity *= group.opacity
        owner = group.id or owner
        children: list[Element] = []
        for is_text, run in groupby(_merged(group.parts), key=lambda part: isinstance(part, Text)):
            parts = list(run)
            if is_text:
                children += self._texts([part for part in parts if isinstance(part, Text)], opacity, owner)
                continue
            for part in parts:
                children += self._part(part, opacity, owner)
        if not group.id or group.id == "map":
            return children
        alt = self.alt(group.id) or " ".join(text.words for text in _texts_of(group))
        whole = self.canvas.group(group.id.replace(":", " "), alt, children)
        return [] if whole is None else [whole]

    def _part(self, part: Part, opacity: float, owner: str) -> list[Element]:
        if isinstance(part, Group):
            return self.group(part, opacity, owner)
        if isinstance(part, Shape):
            style = _faded(part.style, opacity)
            lines = [_inside(line, self.frame) for line in part.lines if len(line) > 1]
            if not lines:
                return []
            rims = _rims(lines, self.frame) if part.closed and style.stroke else None
            return [
                self.canvas.freeform(f"{owner} shape", self.alt(owner), lines, style, closed=part.closed, rims=rims)
            ]
        if isinstance(part, Disc):
            return self._disc(part, opacity, owner)
        if isinstance(part, Letters):
            return [self._letters(part, opacity, owner)]
        return []

    def _disc(self, disc: Disc, opacity: float, owner: str) -> list[Element]:
        """A circle; what the frame cuts off is no circle any more."""
        frame, reach = self.frame, disc.r + disc.style.width / 2
        if frame.inset(reach).polygon.contains(shapely.Point(disc.x, disc.y)):
            style = _faded(disc.style, opacity)
            return [self.canvas.disc(f"{owner} mark", self.alt(owner), disc.x, disc.y, disc.r, style)]
        left = shapely.Point(disc.x, disc.y).buffer(disc.r, quad_segs=24).intersection(frame.polygon)
        shape = shape_of(left, disc.style)
        return self._part(shape, opacity, owner) if shape else []

    def _texts(self, texts: Sequence[Text], opacity: float, owner: str) -> list[Element]:
        """Lines of text; those that belong together are one box."""
        found = []
        for _, block in groupby(texts, key=lambda line: (line.x, line.size, line.colour, line.bold, line.anchor)):
            lines = list(block)
            middle = (lines[0].y + lines[-1].y) / 2 - lines[0].size * 0.36
            lines = [replace(line, size=max(line.size, self.least)) for line in lines]
            first = lines[0]
            wide = max(width(line.words, line.size, bold=line.bold, spacing=line.spacing) for line in lines)
            leading = (lines[1].y - first.y) / first.size if len(lines) > 1 else 1.2
            words = Words(
                tuple(line.words for line in lines),
                *(first.size, first.colour, first.bold, first.anchor, first.halo, first.halo_width, first.spacing),
                opacity=first.opacity * opacity,
                leading=leading,
            )
            left = first.x - {"start": 0.0, "middle": wide / 2, "end": wide}[first.anchor]
            high = first.size * leading * len(lines)
            found.append(self.canvas.lettering(f"{owner} text", (left, middle - high / 2, wide, high), words))
        return found

    def _letters(self, word: Letters, opacity: float, owner: str) -> Element:
        """A word along a line as one box of text, turned as the line runs: letters apart cannot be edited."""
        poses = np.array(word.poses)
        x, y = poses[:, :2].mean(axis=0)
        turned = float(np.degrees(np.arctan2(poses[-1, 1] - poses[0, 1], poses[-1, 0] - poses[0, 0])))
        natural = width(word.words, word.size, bold=word.bold)
        along = math.hypot(*(poses[-1, :2] - poses[0, :2]))
        spacing = max(along - natural, 0.0) / max(len(word.words) - 1, 1)
        wide, high = along + 2 * word.size, word.size * 1.2
        words = Words(
            (word.words,),
            *(word.size, word.colour, word.bold, "middle", word.halo, word.halo_width, spacing),
            opacity=word.opacity * opacity,
        )
        lift = word.size * 0.36
        middle = (x + lift * math.sin(math.radians(turned)), y - lift * math.cos(math.radians(turned)))
        box = (float(middle[0]) - wide / 2, float(middle[1]) - high / 2, wide, high)
        return self.canvas.lettering(f"{owner} text", box, words, turned=turned)


def _merged(parts: Sequence[Part]) -> list[Part]:
    """The parts, with a fill and the rim around the same outline as one shape: it is recoloured as one."""
    found: list[Part] = []
    for part in parts:
        earlier = next((at for at, other in enumerate(found) if _is_fill_of(other, part)), None)
        if earlier is None or not isinstance(part, Shape):
            found.append(part)
            continue
        fill = found[earlier]
        if isinstance(fill, Shape):
            style = replace(part.style, fill=fill.style.fill, fill_opacity=fill.style.fill_opacity)
            found[earlier] = replace(fill, style=style)
    return found


def _is_fill_of(fill: Part, rim: Part) -> bool:
    if not isinstance(fill, Shape) or not isinstance(rim, Shape) or not (fill.closed and rim.closed):
        return False
    if fill.style.stroke or not fill.style.fill or rim.style.fill or len(fill.lines) != len(rim.lines):
        return False
    return all(np.array_equal(one, other) for one, other in zip(fill.lines, rim.lines, strict=True))


def _inside(line: Line, frame: Box) -> Line:
    corners = np.array([(frame.x, frame.y), (frame.right, frame.bottom)])
    inside: Line = np.minimum(np.maximum(line, corners[0]), corners[1])
    return inside


def _rims(lines: Sequence[Line], frame: Box) -> list[Line] | None:
    """The outlines of rings without what runs along the frame, where they were cut; None where they were not."""
    left, top, right, bottom = frame.x, frame.y, frame.right, frame.bottom
    found: list[Line] = []
    is_cut = False
    for line in lines:
        ring = np.vstack([line, line[:1]])
        on = np.abs(ring[:, [0, 0, 1, 1]] - (left, right, top, bottom)) < EDGE_MM
        along: np.ndarray = np.asarray((on[:-1] & on[1:]).any(axis=1))
        if not along.any():
            found.append(ring)
            continue
        is_cut = True
        # Begin where a cut ends, so that no piece is broken at the ring's own start.
        first = int(np.flatnonzero(along)[0]) + 1
        order = np.roll(np.arange(len(along)), -first)
        pieces = groupby(order.tolist(), key=lambda at: bool(along[at]))
        for cut, run in pieces:
            places = list(run)
            if not cut:
                found.append(ring[[*places, (places[-1] + 1) % (len(ring) - 1)]])
    return found if is_cut else None


def _faded(style: Style, opacity: float) -> Style:
    if opacity == 1:
        return style
    return replace(style, fill_opacity=style.fill_opacity * opacity, opacity=style.opacity * opacity)


def _texts_of(group: Group) -> Iterator[Text]:
    """Every line of text in a group and the groups below it."""
    for part in group.parts:
        if isinstance(part, Group):
            yield from _texts_of(part)
        elif isinstance(part, Text):
            yield part
