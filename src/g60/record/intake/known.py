"""What the record holds already, as an import needs it: units, terms, the bodies of the list and of the other lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from g60.catalog.sources import Source
from g60.contract.codes import split
from g60.contract.schema import CARRIERS, INDUSTRY_TERMS, SOURCES, UNIT_TABLE
from g60.contract.statements import LISTS
from g60.record.intake.names import core

Cells = Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Known:
    """The record at one version, seen from one list."""

    of_list: str
    units: Mapping[str, tuple[str, str]]
    terms: Mapping[str, str]
    carriers: Mapping[str, Cells]
    lists: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()

    @classmethod
    def of(cls, source: Source, of_list: str) -> Known:
        """The record as a source holds it; raises ReadError, DatabaseError."""
        units, terms = _cells(source.read(UNIT_TABLE)), _cells(source.read(INDUSTRY_TERMS))
        return cls(
            of_list,
            {row["unit"]: (row["name_zh"], row["short_zh"]) for row in units},
            {row["term"]: row["industry"] for row in terms},
            {row["id"]: row for row in _cells(source.read(CARRIERS))},
            frozenset(row["list"] for row in _cells(source.read(LISTS))),
            frozenset(row["source"] for row in _cells(source.read(SOURCES))),
        )

    @cached_property
    def bodies(self) -> Mapping[str, Cells]:
        """The bodies of the list, by id."""
        return {key: row for key, row in self.carriers.items() if row["list"] == self.of_list}

    @cached_property
    def by_name(self) -> Mapping[str, str]:
        """The id of each body of the list by its name, exactly as it is kept; a name that two bear names nobody."""
        found: dict[str, str] = {}
        for key, row in self.bodies.items():
            found[row["name_zh"]] = "" if row["name_zh"] in found else key
        return {name: key for name, key in found.items() if key}

    @cached_property
    def by_core(self) -> Mapping[str, str]:
        """The id of each body of the list by its name and its other names, without legal forms and signs."""
        found: dict[str, str] = {}
        for key, row in self.bodies.items():
            for name in (row["name_zh"], *split(row.get("aliases", ""))):
                found.setdefault(core(name), key)
        return found


def _cells(table: pd.DataFrame) -> list[Cells]:
    return [{str(name): str(value) for name, value in row.items()} for row in pd.DataFrame(table).to_dict("records")]
