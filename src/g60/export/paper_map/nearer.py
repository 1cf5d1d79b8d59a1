"""What paper has time for and a window has not: names that were left far off come nearer, names of counties part.

A name that costs much tries its places once more; whoever it turns out may turn out others in its turn.
"""

from __future__ import annotations

import numpy as np

from g60.export.paper_map.placing import Board, Seat

FAR = 120.0  # what a place costs from which on its name tries again
TRIED, TRIED_NEXT = 24, 12  # places that it tries, and each that it turns out
TURNED_OUT = 4  # labels at most for one place
ROUNDS = 3
WORTH = 0.5  # all together are better by so much
UNEASY = 60.0  # what its next place costs from which on one that was turned out insists on another
APART, TOUCHED = 12.0, 40.0  # pixels between names of counties in one line, and what less costs

Taken = list[int | None]


def bring_nearer(board: Board, px: float) -> None:
    """Lets names that stand far off try again, then sets names of counties apart."""
    for _ in range(ROUNDS):
        before = board.total()
        for seat in sorted(board.seats, key=board.cost, reverse=True):
            if board.cost(seat) < FAR:
                break
            _try_all(board, seat, TRIED, deeper=True, turned_out=())
        if board.total() > before - WORTH:
            break
    for seat in board.seats:
        if seat.label.kind == "county" and seat.taken is not None:
            _set_apart(board, seat, px)


def _try_all(board: Board, seat: Seat, most: int, *, deeper: bool, turned_out: tuple[Seat, ...]) -> None:
    """Gives a label the one of its cheaper places with which all together are cheapest, if any is."""
    now, least = board.cost(seat), board.total()
    before = best = _taken(board)
    for wanted in range(min(most, len(seat.spots))):
        if seat.prices[wanted] >= now - 1:
            break
        if (
            _moved(board, seat, wanted, deeper=deeper, turned_out=turned_out)
            and (total := board.total()) < least - WORTH
        ):
            least, best = total, _taken(board)
        _put(board, before)
    _put(board, best)


def _moved(board: Board, seat: Seat, wanted: int, *, deeper: bool, turned_out: tuple[Seat, ...]) -> bool:
    """Whether a label may stand at a place; then it does, and those that stood there have found others."""
    holders = board.holders(seat, wanted)
    if len(holders) > TURNED_OUT or any(one is other for one in holders for other in turned_out):
        return False
    for one in holders:
        board.put(one, None)
    board.put(seat, wanted)
    for one in sorted(holders, key=lambda one: -one.missing):
        board.settle(one)
    for one in holders if deeper else ():
        if board.cost(one) >= UNEASY:
            _try_all(board, one, TRIED_NEXT, deeper=False, turned_out=(*turned_out, seat))
    return True


def _taken(board: Board) -> Taken:
    return [seat.taken for seat in board.seats]


def _put(board: Board, taken: Taken) -> None:
    for seat, place in zip(board.seats, taken, strict=True):
        if seat.taken != place:
            board.put(seat, place)


def _set_apart(board: Board, seat: Seat, px: float) -> None:
    """Moves the name of a county so far that none of another begins where it ends."""
    kept = seat.taken
    board.put(seat, None)
    costs = seat.prices + board.quarrels(seat)
    for other in board.seats:
        if other.label.kind == "county" and other is not seat and other.taken is not None:
            left, top, right, bottom = other.boxes[other.taken]
            beside = (seat.boxes[:, 0] < right + APART * px) & (seat.boxes[:, 2] > left - APART * px)
            costs = costs + TOUCHED * (beside & (seat.boxes[:, 1] < bottom) & (seat.boxes[:, 3] > top))
    best = int(np.argmin(costs))
    board.put(seat, best if np.isfinite(costs[best]) else kept)
