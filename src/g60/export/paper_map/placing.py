"""Which place each label gets: the sum of what all places cost is made small, and no label touches another.

No label lies on what is shown, on a label or off the map; to lie on a line, or on what is filtered out, costs. A label
without a line is nearer to its own symbol than to any other of its kind. A line that leads from a label to its thing
crosses neither another symbol of its kind nor a label, and to cross another line costs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from g60.contract.placement import PLACEMENT
from g60.export.paper_map.drawing import Box
from g60.export.paper_map.labels import Label, Spot, candidates

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol that has a name or could have one, as boxes that cover it; `kind` is that of its label."""

    id: str
    kind: str
    boxes: tuple[Box, ...]
    shown: bool = True


@dataclass(slots=True)
class Obstacles:
    """What lies on the map already: boxes, what it costs to lie on each, and whose each is; and the symbols."""

    boxes: list[Box] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    symbols: list[Symbol] = field(default_factory=list)

    def add_symbol(self, symbol: Symbol, cost: float = math.inf) -> None:
        """One more symbol; only its own name may lie on it, and one on which names may lie at a cost is not shown."""
        self.symbols.append(replace(symbol, shown=math.isinf(cost)))
        for box in symbol.boxes:
            self.add(box, cost, symbol.id)

    def add(self, box: Box, cost: float, owner: str = "") -> None:
        """One more; its owner may lie on it."""
        self.boxes.append(box)
        self.costs.append(cost)
        self.owners.append(owner)


class Seat:
    """The places of one label as arrays, cheapest first, and which of them it has."""

    def __init__(self, label: Label, spots: Sequence[Spot]) -> None:
        self.label = label
        self.missing = label.missing
        self.spots = spots
        self.boxes = _corners([spot.box for spot in spots])
        self.prices = np.array([spot.price for spot in spots])
        self.ends = _ends(spots)
        self.taken: int | None = None
        self.first = 0  # where its places begin among those of all labels


def place_labels(
    labels: list[Label], obstacles: Obstacles, frame: Box, px: float, then: Callable[[Board, float], None] | None = None
) -> None:
    """Give each label its `spot`, or None where there is no room; `then` may better what was found."""
    board = Board(labels, obstacles, frame, px)
    for seat in board.seats:
        board.settle(seat)
    for _ in range(PLACEMENT.sweeps):
        for seat in board.seats:
            board.settle(seat)
        for seat in board.seats:
            board.insist(seat)
    if then:
        then(board, px)
    for seat in board.seats:
        seat.label.spot = None if seat.taken is None else seat.spots[seat.taken]


class Board:
    """All labels and where they stand now.

    For each place of each label it counts the standing labels that shut it and the lines that cross its line. What one
    place does to all others is worked out when a label first stands there: labels come and go thousands of times.
    """

    def __init__(self, labels: list[Label], obstacles: Obstacles, frame: Box, px: float) -> None:
        self.gap, self.air = PLACEMENT.gap * px, PLACEMENT.lead_air * px
        boxes = _corners(obstacles.boxes)
        costs = np.array(obstacles.costs)
        owners = np.array(obstacles.owners, dtype=object)
        crowd = {id(label): _crowd(label, labels, PLACEMENT.crowd * px) for label in labels}
        order = sorted(labels, key=lambda label: (-label.missing, -crowd[id(label)]))
        self.seats = []
        count = 0
        for label in order:
            foreign = (owners == "") | (owners != label.id)
            seat = _clear_seat(self._seat(label, boxes[foreign], costs[foreign], frame, px), obstacles.symbols, px)
            seat.first = count
            count += len(seat.spots)
            self.seats.append(seat)
        self._boxes = np.concatenate([np.empty((0, 4)), *(seat.boxes for seat in self.seats)])
        self._ends = np.concatenate([np.empty((0, 2, 2)), *(seat.ends for seat in self.seats)])
        self._led = np.flatnonzero(_led(self._ends))
        self._shut, self._crossed = np.zeros(count, dtype=np.int32), np.zeros(count, dtype=np.int32)
        self._pairs = 0  # of standing labels whose lines cross
        self._worked_out: dict[int, tuple[Bools, Bools]] = {}

    def _seat(self, label: Label, boxes: Floats, costs: Floats, frame: Box, px: float) -> Seat:
        spots = [
            spot for spot in candidates(label, px) if _holds(frame, spot.box, 1.5 * px) and spot.price < label.missing
        ]
        if not spots:
            return Seat(label, [])
        prices = np.array([spot.price for spot in spots])
        at = _corners([spot.box for spot in spots])
        for start in range(0, len(boxes), 512):
            part = slice(start, start + 512)
            on = _meeting(at, boxes[part], self.gap)
            prices = prices + np.where(on, costs[part], 0).sum(axis=1)
        for spot, price in zip(spots, prices.tolist(), strict=True):
            spot.price = price
        return Seat(label, [spot for spot in spots if spot.price < label.missing])

    def put(self, seat: Seat, taken: int | None) -> None:
        """Let a label stand at one of its places, or nowhere."""
        if seat.taken is not None:
            shut, crossed = self._done_by(seat.first + seat.taken)
            self._shut -= shut
            self._crossed -= crossed
            self._pairs -= int(self._crossed[seat.first + seat.taken])
        if taken is not None:
            shut, crossed = self._done_by(seat.first + taken)
            self._pairs += int(self._crossed[seat.first + taken])
            self._shut += shut
            self._crossed += crossed
        seat.taken = taken

    def settle(self, seat: Seat) -> None:
        """Give a label the cheapest of its places, given where the others stand."""
        self.put(seat, None)
        if not seat.spots:
            return
        costs = seat.prices + self.quarrels(seat)
        best = int(np.argmin(costs))
        if costs[best] < seat.missing:
            self.put(seat, best)

    def quarrels(self, seat: Seat) -> Floats:
        """What the places of a label that stands nowhere cost because of where the others stand."""
        own = slice(seat.first, seat.first + len(seat.spots))
        return np.where(self._shut[own] > 0, np.inf, PLACEMENT.crossed * self._crossed[own])

    def _done_by(self, place: int) -> tuple[Bools, Bools]:
        """What a label does that stands at a place: which places of all it shuts, and the lines of which it crosses.

        It shuts those that it touches, and those where the line of one would run through the other.
        """
        if place not in self._worked_out:
            box, lead, leads = self._boxes[place : place + 1], self._ends[place : place + 1], self._ends[self._led]
            shut, crossed = _meeting(self._boxes, box, self.gap)[:, 0], np.zeros(len(self._boxes), dtype=bool)
            shut[self._led] |= _running(leads, box, self.air)[:, 0]
            if _led(lead)[0]:
                shut |= _running(lead, self._boxes, self.air)[0]
                crossed[self._led] = _crossing(leads, lead)[:, 0]
            self._worked_out[place] = shut, crossed
        return self._worked_out[place]

    def holders(self, seat: Seat, wanted: int) -> list[Seat]:
        """Which labels a label would have to turn out to stand at one of its places."""
        shut, _ = self._done_by(seat.first + wanted)
        return [one for one in self.seats if one.taken is not None and one is not seat and shut[one.first + one.taken]]

    def cost(self, seat: Seat) -> float:
        """What it costs that a label stands where it does, or nowhere."""
        if seat.taken is None:
            return seat.missing
        place = seat.first + seat.taken
        shut, _ = self._done_by(place)
        if self._shut[place] > shut[place]:  # by another one than itself
            return math.inf
        return float(seat.prices[seat.taken] + PLACEMENT.crossed * self._crossed[place])

    def total(self) -> float:
        """What all labels cost together where they stand, of which none touches another."""
        each = sum(seat.missing if seat.taken is None else float(seat.prices[seat.taken]) for seat in self.seats)
        return each + PLACEMENT.crossed * 2 * self._pairs

    def insist(self, seat: Seat) -> None:
        """Try better places that others hold; if these find places elsewhere and it is cheaper together, so be it."""
        now = seat.taken
        for wanted in range(min(PLACEMENT.tries, len(seat.spots))):
            if now is not None and seat.prices[wanted] >= seat.prices[now] - PLACEMENT.better:
                return
            holders = self.holders(seat, wanted)
            if len(holders) <= PLACEMENT.holders and self._won(seat, wanted, holders):
                return

    def _won(self, seat: Seat, wanted: int, holders: list[Seat]) -> bool:
        party = [*holders, seat]
        before = [one.taken for one in party]
        was = sum(self.cost(one) for one in party)
        for other in holders:
            self.put(other, None)
        self.put(seat, wanted)
        for other in holders:
            self.settle(other)
        if sum(self.cost(one) for one in party) < was - PLACEMENT.worth:
            return True
        for one, taken in zip(party, before, strict=True):
            self.put(one, taken)
        return False


def _clear_seat(seat: Seat, symbols: Sequence[Symbol], px: float) -> Seat:
    """The places of a label at which no reader takes it for another one's, the cheapest of them first."""
    label = seat.label
    own = next((one for one in symbols if one.kind == label.kind and one.id == label.id), None)
    spots = seat.spots
    if own is not None and spots:
        mine = _gaps(seat.boxes, own.boxes)
        led = _led(seat.ends)
        more = np.where((mine < PLACEMENT.gap * px) & np.array([spot.beside for spot in spots]), np.inf, 0.0)
        starts = seat.ends[:, 0]
        with np.errstate(invalid="ignore"):
            missed = _gaps(np.hstack([starts, starts]), own.boxes) > PLACEMENT.lead_air * px
        more[led & missed] = np.inf
        for rival in (one for one in symbols if one.kind == label.kind and one.id != label.id):
            theirs = _gaps(seat.boxes, rival.boxes)
            more[~led & (theirs <= mine * PLACEMENT.clearer + PLACEMENT.clearly * px)] = np.inf
            with np.errstate(invalid="ignore"):
                through = _running(seat.ends, _corners(rival.boxes), PLACEMENT.lead_air * px).any(axis=1)
            more[led & through] = np.inf
            more[led & (theirs < PLACEMENT.elbow * px)] += PLACEMENT.elbowed
        for spot, price in zip(spots, (seat.prices + more).tolist(), strict=True):
            spot.price = price
        spots = [spot for spot in spots if spot.price < label.missing]
    others = [one for one in symbols if one.kind != label.kind and one.shown]
    led_spots = [spot for spot in spots if spot.lead]
    for spot, count in zip(led_spots, _pierced(_ends(led_spots), others, PLACEMENT.lead_air * px), strict=True):
        spot.price += PLACEMENT.pierced * count
    spots = [spot for spot in spots if spot.price < label.missing]
    return Seat(label, sorted(spots, key=lambda spot: spot.price)[: PLACEMENT.spots])


def _pierced(leads: Floats, symbols: Sequence[Symbol], air: float) -> list[int]:
    """Through how many of some symbols each lead runs."""
    if not symbols:
        return [0] * len(leads)
    starts = np.cumsum([0, *(len(one.boxes) for one in symbols[:-1])])
    through = _running(leads, _corners([box for one in symbols for box in one.boxes]), air)
    return [int(count) for count in np.logical_or.reduceat(through, starts, axis=1).sum(axis=1)]


def _gaps(boxes: Floats, others: Sequence[Box]) -> Floats:
    """How far each of some boxes is from the nearest of others; 0 where it meets one."""
    a, b = boxes[:, None, :], _corners(others)[None, :, :]
    across = np.maximum(np.maximum(b[..., 0] - a[..., 2], a[..., 0] - b[..., 2]), 0)
    down = np.maximum(np.maximum(b[..., 1] - a[..., 3], a[..., 1] - b[..., 3]), 0)
    return np.asarray(np.hypot(across, down).min(axis=1), dtype=float)


def _corners(boxes: Sequence[Box]) -> Floats:
    return np.array([(box.x, box.y, box.right, box.bottom) for box in boxes], dtype=float).reshape(-1, 4)


def _meeting(some: Floats, others: Floats, gap: float) -> Bools:
    """Which of some boxes come nearer than the gap to which of others."""
    a, b = some[:, None, :], others[None, :, :]
    across = (a[..., 0] < b[..., 2] + gap) & (b[..., 0] < a[..., 2] + gap)
    return np.asarray(across & (a[..., 1] < b[..., 3] + gap) & (b[..., 1] < a[..., 3] + gap), dtype=bool)


def _ends(spots: Sequence[Spot]) -> Floats:
    """Both ends of each lead; NaN where a place has none."""
    none = ((math.nan, math.nan), (math.nan, math.nan))
    return np.array([spot.lead or none for spot in spots], dtype=float).reshape(-1, 2, 2)


def _led(ends: Floats) -> Bools:
    """Which places have a lead."""
    return ~np.isnan(ends[:, 0, 0])


def _crossing(some: Floats, others: Floats) -> Bools:
    """Which of some lines cross which of others."""
    a, b = some[:, None], others[None, :]

    def side(line: Floats, at: Floats) -> Floats:
        start, end = line[..., 0, :], line[..., 1, :]
        along, to = end - start, at - start
        return np.asarray(along[..., 0] * to[..., 1] - along[..., 1] * to[..., 0], dtype=float)

    apart = side(a, b[..., 0, :]) * side(a, b[..., 1, :]) < 0
    return np.asarray(apart & (side(b, a[..., 0, :]) * side(b, a[..., 1, :]) < 0), dtype=bool)


def _running(leads: Floats, boxes: Floats, air: float) -> Bools:
    """Which leads run through which boxes, or pass them too near; no lead (NaN) does."""
    start, way = leads[:, None, 0], leads[:, None, 1] - leads[:, None, 0]
    way = np.where(way == 0, 1e-12, way)
    # The shares of the way at which a lead enters and leaves a box, across and down.
    first = (boxes[None, :, :2] - air - start) / way
    last = (boxes[None, :, 2:] + air - start) / way
    near, far = np.minimum(first, last), np.maximum(first, last)
    # Of two numbers each: NumPy's `max` and `min` over so short an axis take ten times as long.
    enters = np.maximum(np.maximum(near[..., 0], near[..., 1]), 0)
    return np.asarray(enters < np.minimum(np.minimum(far[..., 0], far[..., 1]), 1), dtype=bool)


def _holds(frame: Box, box: Box, air: float) -> bool:
    inside = box.x >= frame.x + air and box.right <= frame.right - air
    return inside and box.y >= frame.y + air and box.bottom <= frame.bottom - air


def _crowd(label: Label, labels: list[Label], near: float) -> int:
    x, y = label.anchor
    return sum(math.hypot(other.anchor[0] - x, other.anchor[1] - y) < near for other in labels)
