"""The catalog: areas and carriers with their units, industries and citations.

It is made once and shared by all visitors, so it is never changed. `pick` returns a smaller catalog; map, list and
files use that one and never filter again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self, cast

import geopandas as gpd
import numpy as np
import pandas as pd

from g60.ask.near_and_ring import Near, Ring, ring_holds
from g60.ask.selection import Held, Selection
from g60.catalog.checked_tables import read_all
from g60.catalog.document_tables import DocumentTables
from g60.catalog.ids import Ids, Places
from g60.catalog.measures import WITH_POINT
from g60.catalog.profiles import Profiles
from g60.catalog.search import Index
from g60.catalog.sources import Source
from g60.catalog.text_columns import joined, mapped, numbers, places_among
from g60.checks.tables import Tables, records, terms_named, terms_of
from g60.contract.codes import CARRIER, INDUSTRIES, UNITS, line_number, split
from g60.contract.crs import WGS84
from g60.contract.errors import DataError, UnknownIdError
from g60.contract.issues import Severity
from g60.contract.schema import AREA_DATASETS, CARRIERS, SOURCES

# The version of the shipped `geodata/`; later publications count on from here.
SHIPPED_VERSION = 1
# How many catalogs, of versions and drafts, a process keeps what it has computed of.
CATALOGS_KEPT = 8


Drawn = Callable[[Near | None, Ring], np.ndarray | None]


@dataclass(frozen=True, slots=True)
class Citation:
    """The origin of a value. `source` and `line` have one entry per part of a list, or one entry for all parts."""

    evidence: str
    source: tuple[str, ...] = ()
    locator: str = ""
    line: tuple[int, ...] = ()
    note: str = ""
    note_en: str = ""


@dataclass(frozen=True, eq=False)
class Catalog:
    """All data of the app, with a version. Frames are indexed by id and must not be changed.

    A picked catalog has the same tables, and in `shown` a mask of the entities that it shows. Its frames are filtered
    on first use, since a page of a long list needs only counts and a few rows.
    """

    all_areas: gpd.GeoDataFrame
    all_carriers: pd.DataFrame
    reference: gpd.GeoDataFrame
    water: gpd.GeoDataFrame
    units: pd.DataFrame
    industries: pd.DataFrame
    terms: Mapping[str, str]
    sources: pd.DataFrame
    citations: Mapping[tuple[str, str], Citation]
    tables: DocumentTables
    version: int
    fingerprint: str
    shown: np.ndarray | None = None
    whole: Self | None = None
    # Answers what a circle and a ring hold, in place of the points in memory; None where it cannot.
    drawn: Drawn | None = None

    @classmethod
    def load(cls, source: Source, version: int = SHIPPED_VERSION) -> Self:
        """The catalog of a source, which holds a version of the data.

        Raises DataError with every finding if a dataset cannot be read or has errors.
        """
        tables, issues = read_all(source)
        issues = [issue for issue in issues if issue.severity is Severity.ERROR]
        if issues:
            raise DataError(issues)
        return cls.from_tables(tables, source.version(), version)

    @classmethod
    def from_tables(cls, tables: Tables, fingerprint: str, version: int = SHIPPED_VERSION) -> Self:
        """The catalog of these tables, which must have passed the checks."""
        made = cls(
            all_areas=areas_of(tables),
            all_carriers=carriers_of(tables),
            reference=tables["reference"].set_index("id"),
            water=tables["water"].set_index("id"),
            units=tables["units"].set_index("unit"),
            industries=tables["industries"].set_index("industry"),
            terms=terms_of(tables),
            sources=tables["sources"].set_index(SOURCES.key),
            citations=citations_of(records(tables["citations"])),
            tables=DocumentTables.of(tables),
            version=version,
            fingerprint=fingerprint,
        )
        return made._held_once()

    def _held_once(self) -> Self:
        """The same catalog, whose carriers are cut out of its entities: of a million rows each text is held once."""
        cut = self.entities.iloc[len(self.all_areas) :]
        both = [column for column in cut.columns if column in self.all_carriers.columns]
        carriers = self.all_carriers.set_axis(cut.index).assign(
            **{column: cut[column] for column in both}, fields_zh=cut["words"]
        )
        made = replace(self, all_carriers=carriers)
        vars(made)["entities"] = self.entities
        return made

    @cached_property
    def areas(self) -> gpd.GeoDataFrame:
        """The areas, in the order of their files."""
        return self.all_areas if self.shown is None else self.all_areas[self.shown[: len(self.all_areas)]]

    @cached_property
    def carriers(self) -> pd.DataFrame:
        """The carriers, in the order of their file."""
        return self.all_carriers if self.shown is None else self.all_carriers[self.shown[len(self.all_areas) :]]

    @cached_property
    def entities(self) -> pd.DataFrame:
        """Areas, then carriers, each in the order of its file: id → kind, names, unit, industries, list, plan."""
        if self.whole is not None and self.shown is not None:
            return self.whole.entities[self.shown]
        columns = ["plan", "kind", "name_zh", "name_en", "unit", "industries", "aliases"]
        areas = pd.DataFrame(self.areas[columns]).assign(list="", words=self.areas["industries_zh"])
        carriers = self.carriers[[*columns, "list"]].assign(words=self.carriers["fields_zh"])
        # A joined column consists of parts, and picking rows from it takes twenty times as long as from a single array.
        index = joined([areas.index, carriers.index]).rename("id")
        both = {column: (areas[column], carriers[column]) for column in areas.columns}
        return pd.DataFrame(
            {
                column: np.concatenate(parts) if column in LISTS else joined(parts).array
                for column, parts in both.items()
            },
            index=index,
        )

    @cached_property
    def places(self) -> Places:
        """The place of each area and carrier among all entities."""
        return self.whole.places if self.whole is not None else Places(self.entities.index)

    @cached_property
    def ids(self) -> Set[str]:
        """Ids of everything that can be chosen: areas, carriers, units."""
        return Ids(self.places, self.shown, map(str, self.units.index))

    def unit_of(self, subject: str) -> str:
        """The unit of an area or carrier, shown or not; empty for what has none, and for anything else."""
        place = self.places.of(subject)
        return "" if place < 0 else str((self.whole or self).entities["unit"].iat[place])

    @cached_property
    def lists(self) -> tuple[str, ...]:
        """Codes of the carrier lists with entities that are shown, in the order of the file."""
        profiles = self.profiles
        return tuple(code for place, code in enumerate(profiles.lists) if self.numbers[profiles.list == place].any())

    @cached_property
    def plans(self) -> tuple[str, ...]:
        """Codes of the plans with areas or carriers, in the order of the file."""
        held = set(self.profiles.plans)
        return tuple(str(code) for code in self.tables.plans.index if code in held)

    @cached_property
    def document_numbers(self) -> dict[str, int]:
        """The number of each document in every file, from 1."""
        return {str(source): place for place, source in enumerate(self.sources.index, start=1)}

    @cached_property
    def own_lists(self) -> frozenset[str]:
        """Codes of the lists that are a plan's own."""
        plans = self.tables.lists["plan"]
        return frozenset(map(str, plans.index[plans != ""]))

    @cached_property
    def unit_codes(self) -> tuple[str, ...]:
        """Codes of the units that the data holds, in the order of the code list."""
        return tuple(code for code in UNITS if code in self.units.index)

    @cached_property
    def industry_codes(self) -> tuple[str, ...]:
        """Codes of the industries that the data holds, in the order of the code list."""
        return tuple(code for code in INDUSTRIES if code in self.industries.index)

    @cached_property
    def held(self) -> Held:
        """The codes that a selection may name here; all others are unknown."""
        return Held(self.ids, self.industry_codes, self.lists, self.plans)

    @cached_property
    def profiles(self) -> Profiles:
        """The profiles that the facets filter by, of all entities, shown or not."""
        if self.whole is not None:
            return self.whole.profiles
        cited = self.citations.items()
        inferred = [subject for (subject, field), one in cited if field == "unit" and one.evidence == "inferred"]
        return Profiles.among(self.entities, places_among(self.entities.index, inferred) >= 0)

    @cached_property
    def numbers(self) -> np.ndarray:
        """Number of entities of each profile that are shown."""
        return self.profiles.numbers if self.shown is None else self.profiles.numbers_of(self.shown)

    @cached_property
    def index(self) -> Index:
        """The search index of all entities."""
        return self.whole.index if self.whole is not None else Index.of(self.entities, self.units, self.tables.names)

    @cached_property
    def names_index(self) -> Index:
        """The search index of the other names that lead to entities and units."""
        if self.whole is not None:
            return self.whole.names_index
        names = self.tables.names
        told = names.assign(words="", unit="")
        told["aliases"] = [()] * len(told)
        return Index.of(told, self.units.iloc[:0], names.iloc[:0])

    @cached_property
    def points(self) -> tuple[np.ndarray, np.ndarray]:
        """Longitudes and latitudes of all entities: an area's label point, a carrier's point.

        NaN for a carrier of which only the county is known (grade D).
        """
        if self.whole is not None:
            return self.whole.points
        labels = self.all_areas.geometry.representative_point()
        placed = self.all_carriers.loc[:, ["lon", "lat"]].where(self.all_carriers["location_grade"].isin(WITH_POINT))
        lon = np.concatenate([labels.x.to_numpy(), placed["lon"].to_numpy()])
        lat = np.concatenate([labels.y.to_numpy(), placed["lat"].to_numpy()])
        return lon, lat

    def prepare(self) -> None:
        """Compute what every visitor needs, so that the first one does not wait."""
        _ = self.ids, self.numbers, self.index, self.points

    def found(self, selection: Selection) -> np.ndarray | None:
        """Mask over all entities that match the search, the circle and the ring; None if the selection has none."""
        masks = []
        if selection.query:
            masks.append(self.index.find(selection.query))
        drawn = self.drawn(selection.near, selection.within) if self.drawn and selection.is_drawn else None
        if drawn is not None:
            masks.append(drawn)
        elif selection.is_drawn:
            masks.append(self._holds(selection))
        return np.logical_and.reduce(masks) if masks else None

    def _holds(self, selection: Selection) -> np.ndarray:
        masks = [selection.near.holds(*self.points)] if selection.near else []
        masks += [ring_holds(selection.within, *self.points)] if selection.within else []
        return np.asarray(np.logical_and.reduce(masks))

    def passing(self, selection: Selection) -> np.ndarray:
        """Mask over all entities that match every part of the selection."""
        profiles = self.profiles
        passing: np.ndarray = np.logical_and.reduce(list(profiles.passing(selection).values()))[profiles.of]
        found = self.found(selection)
        return passing if found is None else passing & found

    def option_count(self, selection: Selection, facet: str) -> pd.Series:
        """Number of entities for each option of one facet that the data holds, given the rest of the selection.

        An option of the plans counts what is of the plan itself.
        """
        found = self.found(selection)
        numbers = self.profiles.numbers if found is None else self.profiles.numbers_of(found)
        counted = self.profiles.option_count(self.profiles.passing(selection), numbers, facet)
        held = {"units": self.unit_codes, "industries": self.industry_codes, "plans": self.plans}
        return counted.reindex(list(held.get(facet, counted.index)), fill_value=0)

    def left_out(self, selection: Selection) -> int:
        """Number of entities that match everything but the circle or ring, and have no point to compare with it."""
        if not selection.is_drawn:
            return 0
        return int((self.passing(replace(selection, near=None, within=())) & np.isnan(self.points[0])).sum())

    def pick(self, selection: Selection) -> Self:
        """The catalog of a selection: fewer areas and carriers, everything else unchanged."""
        if not selection.restricts:
            return self
        shown = self.passing(selection)
        return replace(self, whole=self.whole or self, shown=shown if self.shown is None else shown & self.shown)

    def entity(self, entity_id: str) -> pd.Series[Any]:
        """All fields of one area, carrier or unit; raises UnknownIdError."""
        for frame in (self.areas, self.units):
            if entity_id in frame.index:
                return cast("pd.Series[Any]", frame.loc[entity_id])
        if self.has_carrier(entity_id):
            return self.all_carriers.iloc[self.places[entity_id] - len(self.all_areas)]
        raise UnknownIdError(id=entity_id)

    def has_carrier(self, entity_id: str) -> bool:
        """Whether an id is that of a carrier that is shown."""
        place = self.places.of(entity_id)
        return place >= len(self.all_areas) and (self.shown is None or bool(self.shown[place]))

    def industry_words(self, entity_id: str) -> dict[str, tuple[str, ...]]:
        """For each industry of an area or carrier, the words of its own text that give it."""
        row = (self.whole or self).entities.iloc[self.places[entity_id]]
        named = terms_named(str(row["words"]), self.terms)
        return {code: tuple(term for term in named if code in split(self.terms[term])) for code in row["industries"]}

    def citation(self, subject: str, field: str) -> Citation | None:
        """The citation of one value, or None if the catalog has none."""
        return self.citations.get((subject, field))


LISTS = ("industries", "aliases")


def _typed(frame: pd.DataFrame, are_numbers: list[str]) -> pd.DataFrame:
    """A copy with floats for numbers (missing: NaN) and tuples for lists."""
    lists = {column: mapped(frame[column], split) for column in LISTS}
    there = [column for column in are_numbers if column in frame.columns]
    return frame.assign(**{column: numbers(frame[column]) for column in there}, **lists)


def areas_of(tables: Tables) -> gpd.GeoDataFrame:
    """The areas of all kinds, in the order of their files."""
    areas = pd.concat([tables[dataset.name] for dataset in AREA_DATASETS], ignore_index=True).set_index("id")
    return gpd.GeoDataFrame(_typed(areas, AREA_DATASETS[0].numbers), geometry="geometry", crs=WGS84)


def carriers_of(tables: Tables) -> pd.DataFrame:
    """The carriers with their plan: a list of a plan's own gives it to them; a body of any other list has none."""
    carriers = tables["carriers"].set_index("id").assign(kind=CARRIER)
    plan_of = dict(zip(tables["lists"]["list"], tables["lists"]["plan"], strict=True))
    plans = mapped(carriers["list"], lambda code: plan_of.get(code, "")).astype("str")
    return _typed(carriers.assign(plan=plans), CARRIERS.numbers)


def citations_of(rows: Iterable[Mapping[str, str]]) -> dict[tuple[str, str], Citation]:
    """The citations of their rows, by subject and field."""
    return {
        (row["subject"], row["field"]): Citation(
            row["evidence"],
            split(row["source"]),
            row["locator"],
            tuple(line_number(line) for line in split(row["line"]) if line.isdecimal()),
            row["note"],
            row["note_en"],
        )
        for row in rows
    }
