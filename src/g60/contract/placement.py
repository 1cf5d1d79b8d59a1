"""What places of labels cost and how far things stand apart: the web map and the printed map read the same numbers.

Lengths are CSS pixels; on paper a pixel is `Sheet.px` millimetres. Prices have no unit: the sum over all labels is made
small, and a label whose cheapest place costs more than leaving it out is left out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

# The sixteen directions around a thing, as cosine and sine; rounded, so that every language adds up the same prices.
_DIRECTIONS = tuple((round(math.cos(k * math.pi / 8), 6), round(math.sin(k * math.pi / 8), 6)) for k in range(16))


@dataclass(frozen=True, slots=True)
class Ring:
    """Places around a thing at one distance; those from the third ring on have a line that leads to the thing."""

    gap: float
    price: float
    led: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of label: what it costs to leave it out, and whether its thing is a shape whose name stands by it."""

    missing: float
    shaped: bool = False


KINDS: Mapping[str, Kind] = {
    "plate": Kind(40),
    "core": Kind(400),
    "lake": Kind(320, shaped=True),
    "zone": Kind(320, shaped=True),
    "county": Kind(600),
    "unit": Kind(90),
    "platform": Kind(60),
    "carrier": Kind(40),
    "number": Kind(150),  # a carrier's label on paper, which cannot be enlarged: its number leads to the list
    "neighbour": Kind(20),
}


@dataclass(frozen=True, slots=True)
class Placement:
    """The numbers of the algorithm; the defaults are the ones in use."""

    kinds: Mapping[str, Kind] = field(default_factory=lambda: KINDS)
    chosen: float = 5000  # more, to leave out the chosen one
    about: float = 1500  # more, to leave out the name of something that the scene is about
    gap: float = 2  # between two labels
    air: float = 3  # beside a label inside an outline
    crowd: float = 130  # labels nearer than this make a crowd, which is placed first

    # Where a name may stand: of land anywhere on a grid; of a thing inside it, or beside it on a ring.
    land_step: tuple[float, float] = (14, 12)
    land_reach: int = 10  # steps to each side
    point_reach: int = 4  # ... where the land has no outline
    land_slope: float = 0.16  # price of a pixel away from the land's point
    off_land: float = 25  # to run over the land's edge
    inside_step: float = 5
    inside_slope: float = 0.25
    core_step: float = 9
    core_slope: float = 0.03  # the core is wide and mostly empty: anywhere in it is as good
    parts: float = 12  # a step is at least this part of the thing's radius
    beside: float = 4  # to stand beside a thing, not in it
    upright: float = 2  # ... above or below it
    rings: tuple[Ring, ...] = (
        Ring(3, 0),
        Ring(12, 7),
        Ring(26, 20, led=True),
        Ring(44, 32, led=True),
        Ring(66, 48, led=True),
        Ring(92, 70, led=True),
        Ring(124, 95, led=True),
        Ring(160, 125, led=True),
    )
    directions: tuple[tuple[float, float], ...] = _DIRECTIONS
    shorter: float = 14  # to take the next shorter wording
    further: float = 3  # for a road plate, to take the next of its places

    # A name without a line is nearer to its own symbol than to another of its kind: by this factor, and by this much.
    clearer: float = 1.25
    clearly: float = 4
    elbow: float = 10  # so near to another of its kind, a name with a line costs more
    elbowed: float = 12

    # What is drawn, as strips of this height; no name lies on what is shown of it.
    strip: float = 5
    most_strips: int = 28
    faded: float = 4  # what it costs to lie on a strip or mark of something that the selection leaves out

    # What it costs to lie on what is drawn.
    platform_reach: float = 6
    arrow: float = 30
    road: float = 2.5
    road_reach: float = 3
    road_step: float = 10
    ring_reach: float = 4  # of the core's line
    ring_step: float = 7

    # Labels and each other.
    crossed: float = 60  # to have one's line cross another line
    pierced: float = 20  # to have one's line run through a symbol of another kind
    lead_air: float = 1.5  # between a line and a label
    spots: int = 140  # places that a label looks at, the cheapest
    tries: int = 40  # places that a label tries to win from others
    holders: int = 3  # ... from so many at most
    better: float = 1  # ... if a place is better by this
    worth: float = 0.5  # ... and all together are better by this
    sweeps: int = 3

    # The window alone.
    out: float = 0.5  # of `missing`, for what the selection leaves out
    out_of_scene: float = 0.05  # ... in a scene: only where there is room beside its symbol
    ground: float = 0.2  # ... for a county in a scene that does not ask for it: rather that than names far away
    furniture: float = 220  # to lie under furniture where the window shows the whole city
    cut_off: float = 260  # to be cut by the window's edge: nearly any other place is better
    squeezed: float = 25  # for a county, to lie on a strip or mark where the window is narrow
    edge: float = 4
    kept: float = 6  # what a place is worth that the label has already
    most_marks: int = 400  # with more marks, they are not looked at
    letter_on_core: float = 6  # for a letter of the corridor's name

    def missing(self, kind: str, *, chosen: bool = False, about: bool = False) -> float:
        """What it costs to leave out a label of a kind."""
        return self.kinds[kind].missing + (self.chosen if chosen else 0) + (self.about if about else 0)


PLACEMENT = Placement()
