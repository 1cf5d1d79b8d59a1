"""Where each carrier's mark is put when several stand at one place: around it, each with a line to where it is known.

From a number on, crowded marks are counted in one instead: nobody could tell them apart.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

GATHER = 120  # from here on crowded marks are counted
RING = 14  # ... and so many at one place, however few there are
APART = 13.0  # CSS pixels between the centres of two marks
CLEAR = 14.0  # ... and between a mark and a platform's square
CELL = 40.0  # of a cell that is counted as one


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: where it is drawn and where its carrier is known to be, in mm, and whom it stands for."""

    x: float
    y: float
    true_x: float
    true_y: float
    members: tuple[int, ...]


@dataclass(slots=True)
class _Crowd:
    x: float
    y: float
    members: list[int]
    fixed: bool
    r: float = 0.0


def spread(points: np.ndarray, fixed: np.ndarray, px: float) -> list[Mark]:
    """The marks of carriers at these points (mm), clear of the fixed ones; `px` is a CSS pixel in mm."""
    if len(points) >= GATHER:
        return _gathered(points, px, range(len(points)))
    found = [_Crowd(x, y, [], fixed=True) for x, y in fixed.tolist()]
    found += [_Crowd(x, y, [i], fixed=False) for i, (x, y) in enumerate(points.tolist())]
    marks: list[Mark] = []
    for crowd in _merged(found, px):
        if len(crowd.members) > RING:
            marks.extend(_gathered(points, px, crowd.members))
        else:
            marks.extend(_ring(crowd, points))
    return sorted(marks, key=lambda mark: mark.members)


def _merged(found: list[_Crowd], px: float) -> list[_Crowd]:
    """Crowds joined until no two of them touch."""
    a = 0
    while a < len(found):
        touching = next((b for b in range(a) if _touch(found[a], found[b], px)), None)
        if touching is None:
            a += 1
            continue
        found[touching] = _joined(found[touching], found.pop(a), px)
        a = touching  # the joined one reaches further: look at it anew
    return found


def _touch(one: _Crowd, other: _Crowd, px: float) -> bool:
    if one.fixed and other.fixed:
        return False
    return math.hypot(one.x - other.x, one.y - other.y) < one.r + other.r + APART * px


def _joined(one: _Crowd, other: _Crowd, px: float) -> _Crowd:
    members = sorted([*one.members, *other.members])
    share = 0.0 if one.fixed else 1.0 if other.fixed else len(other.members) / len(members)
    fixed = one.fixed or other.fixed
    least = CLEAR if fixed else APART * 0.62
    r = max(least, len(members) * APART / (2 * math.pi) if len(members) <= RING else 0.0) * px
    return _Crowd(one.x + (other.x - one.x) * share, one.y + (other.y - one.y) * share, members, fixed, r)


def _ring(crowd: _Crowd, points: np.ndarray) -> list[Mark]:
    count = len(crowd.members)
    start = math.pi if count == 2 else -math.pi / 2  # two stand side by side, more start at the top
    marks = []
    for index, member in enumerate(crowd.members):
        angle = start + index * 2 * math.pi / count
        x, y = (float(part) for part in points[member])
        at = (crowd.x + crowd.r * math.cos(angle), crowd.y + crowd.r * math.sin(angle)) if crowd.r else (x, y)
        marks.append(Mark(*at, x, y, (member,)))
    return marks


def _gathered(points: np.ndarray, px: float, members: Sequence[int]) -> list[Mark]:
    """One mark for each cell of a grid that has members, in the middle of those it stands for."""
    some = np.asarray(members, dtype=int)
    cells = np.floor(points[some] / (CELL * px)).astype(int)
    marks = []
    order = np.lexsort((cells[:, 0], cells[:, 1]))
    edges = np.flatnonzero(np.any(np.diff(cells[order], axis=0) != 0, axis=1)) + 1
    for group in np.split(some[order], edges):
        x, y = (float(part) for part in points[group].mean(axis=0))
        marks.append(Mark(x, y, x, y, tuple(sorted(int(member) for member in group))))
    return marks


def gathered_radius(count: int) -> float:
    """The radius of a mark that stands for so many, in CSS pixels."""
    return 4.0 if count < 2 else 8 + 2.4 * math.log10(count)
