"""Entities grouped by the fields of the facets, so that filtering a long list stays fast.

A profile is a combination of kind, unit, list, plan, industries and "unit is inferred". The plan has some tens of
profiles, and a list of any length some ten thousand. A filter is applied to profiles and their counts; only
a search, a circle or a ring looks at every row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from g60.ask.selection import Selection
from g60.catalog.text_columns import distinct_texts, places_among
from g60.contract.codes import INDUSTRIES, UNITS
from g60.contract.schema import KINDS


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """The distinct profiles, one array per field."""

    unit: np.ndarray  # index in UNITS, -1 for none
    kind: np.ndarray  # index in KINDS
    list: np.ndarray  # index in `lists`, -1 for an area
    industries: np.ndarray  # one bit for each of INDUSTRIES
    inferred: np.ndarray  # whether the unit is inferred
    of: np.ndarray  # the profile of each entity, in the order of the entities
    numbers: np.ndarray  # number of entities of each profile
    plan: np.ndarray  # index in `plans`, -1 for none
    lists: tuple[str, ...]
    plans: tuple[str, ...]

    @classmethod
    def among(cls, entities: pd.DataFrame, inferred: np.ndarray) -> Self:
        """The profiles of entities (kind, unit, list, plan, industries); `inferred` is a mask: the unit is inferred."""
        lists, plans = (tuple(code for code in distinct_texts(entities[column]) if code) for column in ("list", "plan"))
        columns = {
            "unit": places_among(entities["unit"], UNITS),
            "kind": places_among(entities["kind"], KINDS),
            "list": places_among(entities["list"], lists),
            "plan": places_among(entities["plan"], plans),
            "industries": industry_bits(entities["industries"]),
            "inferred": np.asarray(inferred, dtype=np.int64),
        }
        bases = (len(UNITS) + 1, len(KINDS) + 1, len(lists) + 1, len(plans) + 1, 1 << len(INDUSTRIES), 2)
        key = np.zeros(len(entities), dtype=np.int64)
        for (name, values), base in zip(columns.items(), bases, strict=True):
            key = key * base + values + (name in ("unit", "kind", "list", "plan"))
        of, distinct = pd.factorize(key)
        first = np.full(len(distinct), len(entities), dtype=np.int64)
        np.minimum.at(first, of, np.arange(len(entities)))
        return cls(
            **{name: values[first] for name, values in columns.items() if name != "inferred"},
            inferred=columns["inferred"][first].astype(bool),
            of=of.astype(np.int32),
            numbers=np.bincount(of, minlength=len(distinct)),
            lists=lists,
            plans=plans,
        )

    def passing(self, selection: Selection) -> dict[str, np.ndarray]:
        """For each facet of the selection, a mask of the profiles that pass it."""
        everything = np.ones(len(self.numbers), dtype=bool)

        def among(positions: np.ndarray, known: tuple[str, ...], chosen: frozenset[str]) -> np.ndarray:
            # The index -1 (no code) reads the last element.
            wanted = np.array([*(code in chosen for code in known), False])
            return np.asarray(wanted[positions]) if chosen else everything

        bits = sum(1 << place for place, code in enumerate(INDUSTRIES) if code in selection.industries)
        return {
            "units": among(self.unit, UNITS, selection.units),
            "industries": (self.industries & bits) != 0 if bits else everything,
            "kinds": among(self.kind, KINDS, selection.kinds),
            "lists": among(self.list, self.lists, selection.lists),
            # What belongs to no plan is left out by none.
            "plans": among(self.plan, self.plans, selection.plans) | ((self.plan < 0) & bool(selection.plans)),
        }

    def numbers_of(self, shown: np.ndarray) -> np.ndarray:
        """Number of entities of each profile, among those that the mask `shown` holds."""
        return np.bincount(self.of[shown], minlength=len(self.numbers))

    def option_count(self, passing: dict[str, np.ndarray], numbers: np.ndarray, facet: str) -> pd.Series:
        """Number of entities for each option of one facet, given the other facets.

        Index: all codes of the facet. `numbers`: entities of each profile that match the rest of the selection.
        """
        others = [mask for name, mask in passing.items() if name != facet]
        left = np.where(np.logical_and.reduce(others), numbers, 0)
        if facet == "industries":
            has = self.industries[:, None] >> np.arange(len(INDUSTRIES)) & 1
            return pd.Series(left @ has, index=list(INDUSTRIES))
        coded = {
            "units": (self.unit, UNITS),
            "kinds": (self.kind, KINDS),
            "lists": (self.list, self.lists),
            "plans": (self.plan, self.plans),
        }
        positions, known = coded[facet]
        counts = np.bincount(positions + 1, weights=left, minlength=len(known) + 1)[1:]
        return pd.Series(counts.astype(int), index=list(known))


def industry_bits(industries: pd.Series) -> np.ndarray:
    """One integer for each row's tuple of codes, with one bit per industry."""
    bit = {code: 1 << place for place, code in enumerate(INDUSTRIES)}
    positions, distinct = pd.factorize(industries.to_numpy(dtype=object))
    table = np.array([sum(bit[code] for code in codes) for codes in distinct], dtype=np.int64)
    return table[positions]
