"""What differs between two versions: which areas, carriers and units came, changed or went, and each changed cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from g60.catalog.catalog import Catalog
from g60.contract.codes import UNITS
from g60.evidence.lookup import subjects_about
from g60.record.catalogs import Catalogs, catalogs_in
from g60.record.history import EVIDENCE_OF, Change, diff
from g60.record.visible import Seen, cited_by, seen

KEPT = 8
CAME, CHANGED, GONE = "came", "changed", "gone"
STATES = (CAME, CHANGED, GONE)


@dataclass(frozen=True, eq=False)
class Difference:
    """The changes from one version to another one, which may be the earlier of the two.

    `before` and `after` are the catalogs of both. A change of a statement (a target, a relation) is one of its subject.
    """

    before: Catalog
    after: Catalog
    changes: tuple[Change, ...]

    @cached_property
    def entities(self) -> Mapping[str, list[Change]]:
        """The changes of each area, carrier and unit that anything was changed of."""
        found: dict[str, list[Change]] = {}
        for change in self.changes:
            for entity in self.about(change):
                found.setdefault(entity, []).append(change)
        return found

    @cached_property
    def cited(self) -> frozenset[str]:
        """The documents that the changed values rest on."""
        return cited_by(self.changes)

    def seen(self, changes: Sequence[Change]) -> list[Seen[Change]]:
        """Those of some changes that a reader sees."""
        return seen(changes, self.cited)

    def about(self, change: Change) -> tuple[str, ...]:
        """The areas, carriers and units that a change is about."""
        if change.subject in self.after.ids or change.subject in self.before.ids:
            return (change.subject,)
        named = dict.fromkeys(
            subject for catalog in (self.after, self.before) for subject in subjects_about(catalog, change.subject)
        )
        return tuple(subject for subject in named if subject in self.after.ids or subject in self.before.ids)

    def state(self, entity: str) -> str:
        """Whether something came, went or changed between the two versions; empty if none of these."""
        if entity not in self.entities:
            return ""
        if entity not in self.before.ids:
            return CAME
        return CHANGED if entity in self.after.ids else GONE

    @cached_property
    def states(self) -> Mapping[str, tuple[str, ...]]:
        """The areas and carriers that came, changed and went, in the order of their tables."""
        order = [*self.after.entities.index, *self.before.entities.index]
        by_state = {state: [str(entity) for entity in dict.fromkeys(order)] for state in STATES}
        return {state: tuple(one for one in found if self.state(one) == state) for state, found in by_state.items()}

    def among(self, units: frozenset[str], dataset: str) -> list[Change]:
        """The changes of these counties and this dataset; with none of them, all."""
        return [
            change
            for change in self.changes
            if (not dataset or change.dataset == dataset) and (not units or units & self.units(change))
        ]

    def units(self, change: Change) -> frozenset[str]:
        """The counties and zones that a change belongs to, in either version."""
        found = set()
        for entity in self.about(change):
            found |= {entity} if entity in UNITS else {_unit(self.after, entity), _unit(self.before, entity)}
        return frozenset(found - {""})


def _unit(catalog: Catalog, entity: str) -> str:
    return catalog.unit_of(entity)


def difference(catalogs: Catalogs, before: int, after: int) -> Difference:
    """The difference between two versions; raises DataError, DatabaseError."""
    return _difference(catalogs.folder, catalogs.url, before, after)


@lru_cache(maxsize=KEPT)
def _difference(folder: Path, url: str, before: int, after: int) -> Difference:
    catalogs = catalogs_in(folder, url)
    return Difference(catalogs.version(before), catalogs.version(after), tuple(diff(before, after, url)))


def field_of(change: Change) -> str:
    """The field that a change is of, also where only its evidence changed."""
    return change.field.removeprefix(EVIDENCE_OF)
