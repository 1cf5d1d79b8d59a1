"""Areas and carriers, joined to their units, industries and citations: what the whole app reads.

A catalog is made once and shared by all visitors, so nothing in it is ever written to. `pick` returns a
smaller catalog; map, list and files take that and never filter again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self, cast

import geopandas as gpd
import numpy as np
import pandas as pd

from g60.checks import Tables, check, check_references, records
from g60.drawn import ring_holds
from g60.errors import DataError, ReadError, UnknownIdError
from g60.measures import WITH_POINT
from g60.schema import (
    AREA_DATASETS,
    CARRIER,
    DATASETS,
    INDUSTRIES,
    SOURCES,
    STATEMENT_DATASETS,
    Issue,
    Severity,
    split,
)
from g60.search import Index
from g60.selection import Selection
from g60.sources import Source
from g60.statements import check_statements

# What `geodata/` is shipped as; a publication of the clerk's counts on from here.
SHIPPED_VERSION = 1


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a value comes from. `source` and `line` hold one entry per part of a list, or one for all."""

    evidence: str
    source: tuple[str, ...] = ()
    locator: str = ""
    line: tuple[int, ...] = ()
    note: str = ""
    note_en: str = ""


@dataclass(frozen=True, eq=False)
class Statements:
    """What the documents say beside the lists: targets, indicators, technologies, figures, and where they disagree.

    Frames are indexed by the id of the statement; every cell is text, as it is cited.
    """

    measures: pd.DataFrame
    targets: pd.DataFrame
    indicators: pd.DataFrame
    technologies: pd.DataFrame
    figures: pd.DataFrame
    relations: pd.DataFrame
    conflicts: pd.DataFrame

    @classmethod
    def of(cls, tables: Tables) -> Self:
        """The statements of tables that have passed the checks."""
        named = {dataset.name: tables[dataset.name].set_index(dataset.key) for dataset in STATEMENT_DATASETS}
        return cls(**named)


@dataclass(frozen=True, eq=False)
class Catalog:
    """Everything that can be shown, with a version. Frames are indexed by id and must not be written to."""

    areas: gpd.GeoDataFrame
    carriers: pd.DataFrame
    reference: gpd.GeoDataFrame
    water: gpd.GeoDataFrame
    units: pd.DataFrame
    industries: pd.DataFrame
    sources: pd.DataFrame
    citations: Mapping[tuple[str, str], Citation]
    statements: Statements
    version: int
    fingerprint: str

    @classmethod
    def load(cls, source: Source) -> Self:
        """The catalog in a source.

        Raises DataError with every finding where a dataset cannot be read or has errors.
        """
        tables, issues = read_all(source)
        issues = [issue for issue in issues if issue.severity is Severity.ERROR]
        if issues:
            raise DataError(issues)
        return cls.from_tables(tables, source.version())

    @classmethod
    def from_tables(cls, tables: Tables, fingerprint: str) -> Self:
        """The catalog of tables that have passed the checks."""
        areas = pd.concat([tables[dataset.name] for dataset in AREA_DATASETS], ignore_index=True).set_index("id")
        carriers = tables["carriers"].set_index("id").assign(kind=CARRIER)
        return cls(
            areas=gpd.GeoDataFrame(_typed(areas, ["area_km2"]), geometry="geometry", crs=tables["corridor"].crs),
            carriers=_typed(carriers, ["no", "lon", "lat", "uncertainty_m"]),
            reference=tables["reference"].set_index("id"),
            water=tables["water"].set_index("id"),
            units=tables["units"].set_index("unit"),
            industries=tables["industries"].set_index("industry"),
            sources=tables["sources"].set_index(SOURCES.key),
            citations=_citations(tables["citations"]),
            statements=Statements.of(tables),
            version=SHIPPED_VERSION,
            fingerprint=fingerprint,
        )

    @cached_property
    def entities(self) -> pd.DataFrame:
        """Areas, then carriers, each in the order of its file: id → kind, names, unit, industries, list."""
        columns = ["kind", "name_zh", "name_en", "unit", "industries", "aliases"]
        areas = pd.DataFrame(self.areas[columns]).assign(list="", words=self.areas["industries_zh"])
        carriers = self.carriers[[*columns, "list"]].assign(words=self.carriers["fields_zh"])
        return pd.concat([areas, carriers])

    @cached_property
    def ids(self) -> frozenset[str]:
        """Ids of everything that can be chosen: areas, carriers, units."""
        return frozenset(self.entities.index) | frozenset(self.units.index)

    @cached_property
    def lists(self) -> tuple[str, ...]:
        """Codes of the carrier lists, in the order of the file."""
        return tuple(self.carriers["list"].unique())

    @cached_property
    def _index(self) -> Index:
        return Index.of(self.entities, self.units)

    @cached_property
    def _industry_bits(self) -> np.ndarray:
        """One integer per entity, a bit per industry: a hundred thousand rows are tested in a millisecond."""
        bit = {code: 1 << place for place, code in enumerate(INDUSTRIES)}
        return np.array([sum(bit[code] for code in codes) for codes in self.entities["industries"]], dtype=np.int64)

    @cached_property
    def points(self) -> tuple[np.ndarray, np.ndarray]:
        """Longitude and latitude of each entity, in the order of `entities`: an area's label point, a carrier's point.

        NaN where nothing but the county is known (grade D).
        """
        labels = self.areas.geometry.representative_point()
        placed = self.carriers.loc[:, ["lon", "lat"]].where(self.carriers["location_grade"].isin(WITH_POINT))
        lon = np.concatenate([labels.x.to_numpy(), placed["lon"].to_numpy()])
        lat = np.concatenate([labels.y.to_numpy(), placed["lat"].to_numpy()])
        return lon, lat

    def masks(self, selection: Selection) -> dict[str, np.ndarray]:
        """For each part of a selection, which entities pass it: boolean, in the order of `entities`."""
        entities = self.entities
        wanted = sum(1 << place for place, code in enumerate(INDUSTRIES) if code in selection.industries)
        everything = np.ones(len(entities), dtype=bool)

        def among(column: str, codes: frozenset[str]) -> np.ndarray:
            return entities[column].isin(codes).to_numpy() if codes else everything

        return {
            "units": among("unit", selection.units),
            "industries": (self._industry_bits & wanted) != 0 if wanted else everything,
            "kinds": among("kind", selection.kinds),
            "lists": among("list", selection.lists),
            "query": self._index.find(selection.query) if selection.query else everything,
            "near": selection.near.holds(*self.points) if selection.near else everything,
            "within": ring_holds(selection.within, *self.points) if selection.within else everything,
        }

    def left_out(self, selection: Selection) -> int:
        """How many pass all but what is drawn on the map, and are not known to be in it: nobody knows their place."""
        if not selection.is_drawn:
            return 0
        passing = np.logical_and.reduce(list(self.masks(replace(selection, near=None, within=())).values()))
        return int((passing & np.isnan(self.points[0])).sum())

    def pick(self, selection: Selection) -> Self:
        """The catalog of what a selection shows. Only areas and carriers are fewer; the rest stays."""
        if not selection.restricts:
            return self
        shown = np.logical_and.reduce(list(self.masks(selection).values()))
        areas = shown[: len(self.areas)]
        return replace(self, areas=self.areas[areas], carriers=self.carriers[shown[len(self.areas) :]])

    def entity(self, entity_id: str) -> pd.Series[Any]:
        """All fields of one area, carrier or unit; raises UnknownIdError."""
        for frame in (self.areas, self.carriers, self.units):
            if entity_id in frame.index:
                return cast("pd.Series[Any]", frame.loc[entity_id])
        raise UnknownIdError(id=entity_id)

    def citation(self, subject: str, field: str) -> Citation | None:
        """The citation of one value, or None where the catalog holds none."""
        return self.citations.get((subject, field))


def read_all(source: Source) -> tuple[dict[str, pd.DataFrame], list[Issue]]:
    """Every table of a source, and every finding about them; a table that cannot be read is a finding too."""
    tables: dict[str, pd.DataFrame] = {}
    issues: list[Issue] = []
    for dataset in DATASETS:
        try:
            tables[dataset.name] = source.read(dataset)
        except ReadError as error:
            row = error.values.get("row")
            detail = str(error.values.get("detail", ""))
            issues.append(
                Issue(Severity.ERROR, error.code, dataset.file, row if isinstance(row, int) else None, detail=detail)
            )
            continue
        issues.extend(check(tables[dataset.name], dataset))
    if len(tables) == len(DATASETS) and not any(issue.code == "column_missing" for issue in issues):
        issues.extend(check_references(tables))
        issues.extend(check_statements(tables))
    return tables, issues


def _typed(frame: pd.DataFrame, numbers: list[str]) -> pd.DataFrame:
    """A copy whose numbers are numbers (missing: NaN) and whose lists are tuples."""
    lists = {column: frame[column].map(split) for column in ("industries", "aliases")}
    return frame.assign(**{column: pd.to_numeric(frame[column]) for column in numbers}, **lists)


def _citations(table: pd.DataFrame) -> dict[tuple[str, str], Citation]:
    return {
        (row["subject"], row["field"]): Citation(
            row["evidence"],
            split(row["source"]),
            row["locator"],
            tuple(int(line) for line in split(row["line"]) if line.isdecimal()),
            row["note"],
            row["note_en"],
        )
        for row in records(table)
    }
