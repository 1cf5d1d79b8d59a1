"""Where an id stands among a million, without the table of texts that Python or pandas would keep: 130 MB for each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Set

import numpy as np
import pandas as pd
from pyarrow import compute

from g60.catalog.text_columns import as_text


class Places:
    """The place of each id of a frame: looked for by halves in the order of the ids, which takes some microseconds."""

    def __init__(self, index: pd.Index) -> None:
        self._ids = as_text(index)
        is_in_order = compute.all(compute.less(self._ids[:-1], self._ids[1:]), min_count=0).as_py()
        order = np.arange(len(index)) if is_in_order else compute.array_sort_indices(self._ids).to_numpy()
        self._order = order.astype(np.uint32)

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids.to_pylist())

    def of(self, entity_id: object) -> int:
        """The place of an id; -1 where there is none."""
        if not isinstance(entity_id, str):
            return -1
        at = bisect_left(range(len(self)), entity_id, key=self._id)
        return int(self._order[at]) if at < len(self) and self._id(at) == entity_id else -1

    def __getitem__(self, entity_id: str) -> int:
        """The place of an id; raises KeyError where there is none."""
        place = self.of(entity_id)
        if place < 0:
            raise KeyError(entity_id)
        return place

    def in_order(self, first: int) -> np.ndarray:
        """The places from a first one on, counted from it, in the order of their ids."""
        return self._order[self._order >= first] - np.uint32(first)

    def _id(self, at: int) -> str:
        return str(self._ids[int(self._order[at])].as_py())


class Ids(Set[str]):
    """The ids of all that can be chosen: those of a frame, of which a mask may hide some, and some others."""

    def __init__(self, places: Places, shown: np.ndarray | None, others: Iterable[str]) -> None:
        self._places, self._shown, self._others = places, shown, frozenset(others)

    def __contains__(self, entity_id: object) -> bool:
        place = self._places.of(entity_id)
        return entity_id in self._others or (place >= 0 and (self._shown is None or bool(self._shown[place])))

    def __iter__(self) -> Iterator[str]:
        ids = enumerate(self._places)
        yield from (one for place, one in ids if self._shown is None or self._shown[place])
        yield from self._others

    def __len__(self) -> int:
        return (len(self._places) if self._shown is None else int(self._shown.sum())) + len(self._others)

    @classmethod
    def _from_iterable(cls, found: Iterable[str]) -> frozenset[str]:  # type: ignore[override]
        return frozenset(found)
