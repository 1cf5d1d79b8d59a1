"""Entities counted by what the facets filter them by: a filter costs the same at a hundred rows and at a million.

Entities of the same kind, unit, list and industries, whose unit is inferred or is not, are one profile. There are
some tens of these in the plan and some ten thousands in any list, however long: a filter looks at the profiles and
multiplies, and only a search or a drawing on the map looks at every row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from g60.ask.selection import Selection
from g60.contract.schema import INDUSTRIES, KINDS, UNITS

# The parts of a selection that are codes.
FACETS = ("units", "industries", "kinds", "lists")


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """The distinct profiles as columns of small numbers; `of` names the profile of each entity, in their order."""

    unit: np.ndarray  # place in UNITS, -1 for none
    kind: np.ndarray  # place in KINDS
    list: np.ndarray  # place in `lists`, -1 for an area
    industries: np.ndarray  # a bit for each of INDUSTRIES
    inferred: np.ndarray  # whether the unit is inferred
    of: np.ndarray
    numbers: np.ndarray  # how many entities have each profile
    lists: tuple[str, ...]

    @classmethod
    def among(cls, entities: pd.DataFrame, inferred: np.ndarray) -> Self:
        """The profiles of entities (kind, unit, list, industries); `inferred` says whose unit is inferred."""
        lists = tuple(code for code in entities["list"].unique() if code)
        columns = {
            "unit": _places(entities["unit"], UNITS),
            "kind": _places(entities["kind"], KINDS),
            "list": _places(entities["list"], lists),
            "industries": industry_bits(entities["industries"]),
            "inferred": np.asarray(inferred, dtype=np.int64),
        }
        bases = (len(UNITS) + 1, len(KINDS) + 1, len(lists) + 1, 1 << len(INDUSTRIES), 2)
        key = np.zeros(len(entities), dtype=np.int64)
        for (name, values), base in zip(columns.items(), bases, strict=True):
            key = key * base + values + (name in ("unit", "kind", "list"))
        of, distinct = pd.factorize(key)
        first = np.full(len(distinct), len(entities), dtype=np.int64)
        np.minimum.at(first, of, np.arange(len(entities)))
        return cls(
            **{name: values[first] for name, values in columns.items() if name != "inferred"},
            inferred=columns["inferred"][first].astype(bool),
            of=of.astype(np.int32),
            numbers=np.bincount(of, minlength=len(distinct)),
            lists=lists,
        )

    def passing(self, selection: Selection) -> dict[str, np.ndarray]:
        """For each facet of a selection, which profiles pass it."""
        everything = np.ones(len(self.numbers), dtype=bool)

        def among(places: np.ndarray, known: tuple[str, ...], chosen: frozenset[str]) -> np.ndarray:
            # The last place is that of -1: of what has no such code at all.
            wanted = np.array([*(code in chosen for code in known), False])
            return np.asarray(wanted[places]) if chosen else everything

        bits = sum(1 << place for place, code in enumerate(INDUSTRIES) if code in selection.industries)
        return {
            "units": among(self.unit, UNITS, selection.units),
            "industries": (self.industries & bits) != 0 if bits else everything,
            "kinds": among(self.kind, KINDS, selection.kinds),
            "lists": among(self.list, self.lists, selection.lists),
        }

    def numbers_of(self, shown: np.ndarray) -> np.ndarray:
        """How many of the entities that are shown have each profile."""
        return np.bincount(self.of[shown], minlength=len(self.numbers))

    def option_count(self, passing: dict[str, np.ndarray], numbers: np.ndarray, facet: str) -> pd.Series:
        """Number of entities that each option of one facet would give under the other facets.

        Index: the codes of that facet; 0 for those that give none. `numbers` counts what all else lets through.
        """
        others = [mask for name, mask in passing.items() if name != facet]
        left = np.where(np.logical_and.reduce(others), numbers, 0)
        if facet == "industries":
            has = self.industries[:, None] >> np.arange(len(INDUSTRIES)) & 1
            return pd.Series(left @ has, index=list(INDUSTRIES))
        coded = {"units": (self.unit, UNITS), "kinds": (self.kind, KINDS), "lists": (self.list, self.lists)}
        places, known = coded[facet]
        counts = np.bincount(places + 1, weights=left, minlength=len(known) + 1)[1:]
        return pd.Series(counts.astype(int), index=list(known))


def _places(codes: pd.Series, known: tuple[str, ...]) -> np.ndarray:
    return pd.Index(list(known), dtype=object).get_indexer(pd.Index(codes, dtype=object)).astype(np.int64)


def industry_bits(industries: pd.Series) -> np.ndarray:
    """One integer per row of tuples of codes, a bit for each industry."""
    bit = {code: 1 << place for place, code in enumerate(INDUSTRIES)}
    places, distinct = pd.factorize(industries.to_numpy(dtype=object))
    table = np.array([sum(bit[code] for code in codes) for codes in distinct], dtype=np.int64)
    return table[places]
