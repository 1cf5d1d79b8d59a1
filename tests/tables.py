"""Small tables made in code: a whole set that passes every check, and the ways to spoil it.

Every value of the set stands on a line of its own in one small document, so its citations prove too.
"""

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd
from shapely import Point, box

from g60.catalog.catalog import Catalog
from g60.catalog.checked_tables import read_all
from g60.checks.tables import cited_values
from g60.contract.codes import INDUSTRIES, UNITS
from g60.contract.dataset import Dataset
from g60.contract.issues import Issue
from g60.contract.schema import (
    AREA_DATASETS,
    CARRIERS,
    CITATIONS,
    INDUSTRY_TABLE,
    INDUSTRY_TERMS,
    LAKE_DISTRICTS,
    REFERENCE,
    SOURCES,
    UNIT_TABLE,
    WATER,
)
from g60.contract.statements import DOCUMENT_DATASETS, INDICATORS, LISTS, PLANS
from g60.review.indicators import Indicator, indicator_tables

Tables = dict[str, pd.DataFrame]

DOCUMENT = "doc"
PLAN = "plan-1"
TERMS = {"芯片": "semi", "微流控芯片": "", "机器人": "equipment", "航天航空": "aero"}
# A place inside each county: a district's shape lies there.
INSIDE = {
    **{"330402": (120.82, 30.73), "330411": (120.64, 30.78), "330421": (120.89, 30.9), "330424": (120.95, 30.46)},
    **{"330481": (120.57, 30.43), "330482": (121.11, 30.7), "330483": (120.48, 30.63)},
}
MIDDLE = (120.8, 30.6)
POINT_IN_HAINING = {"lon": "120.68", "lat": "30.53", "uncertainty_m": "200"}


class TableSource:
    """Tables in memory, with the two methods of a source."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self.tables = tables

    def read(self, dataset: Dataset) -> pd.DataFrame:
        return self.tables[dataset.name]

    def version(self) -> str:
        return "in-memory"


def indicators(catalog: Catalog, table: str) -> list[Indicator]:
    """The indicators of the tables of that number, in their order."""
    return [entry for one in indicator_tables(catalog) if one.table == table for entry in one.entries]


def findings(tables: Tables) -> list[Issue]:
    """Every finding about the tables, as the app and the command line get them."""
    return read_all(TableSource(tables))[1]


def table(dataset: Dataset, *rows: Mapping[str, str]) -> pd.DataFrame:
    """A table with all columns of its dataset; what a row does not give is empty. Numbered as a reader counts."""
    columns = list(dict.fromkeys((dataset.key, *dataset.columns)))
    filled = [[row.get(column, "") for column in columns] for row in rows]
    first = 1 if dataset.geometry else 2
    frame = pd.DataFrame(filled, columns=columns, index=range(first, first + len(rows)), dtype=str)
    if not dataset.geometry:
        return frame
    line = [row.get("geometry", Point(120.7, 30.5)) for row in rows]
    return gpd.GeoDataFrame(frame, geometry=line, crs="EPSG:4326")


def _named(number: int, prefix: str) -> dict[str, str]:
    return {"name_zh": f"{prefix}{number}号", "name_en": f"{prefix} {number}"}


def _areas(dataset: Dataset) -> pd.DataFrame:
    kind = dataset.kind
    slug = kind.replace("_", "-")
    rows = []
    for number in range(1, (8 if dataset.districts else 1) + 1):
        west, south = INSIDE.get(UNITS[number - 1], MIDDLE) if dataset.districts else MIDDLE
        row = {"id": f"{slug}-{number}", "kind": kind, "geometry_basis": "symbol", **_named(number, kind)}
        row |= {"plan": PLAN, **({"unit": UNITS[number - 1]} if dataset.districts else {})}
        row |= {"area_km2": f"{number}.5"} if dataset is LAKE_DISTRICTS else {}
        rows.append(row | {"geometry": box(west, south, west + 0.01, south + 0.01)})
    return table(dataset, *rows)


def sound() -> Tables:
    """A whole small set of tables that passes every check."""
    tables = {
        "sources": table(
            SOURCES,
            {
                "source": DOCUMENT,
                **{"title_zh": "文件", "title_en": "Document", "date": "2021-09-30", "date_basis": "stated"},
                "sha256": "0" * 64,
            },
        ),
        "units": table(
            UNIT_TABLE,
            *(
                {"unit": unit, "short_zh": f"地{unit}", "short_en": unit, "kind": "county", **_named(place, "unit")}
                for place, unit in enumerate(UNITS)
            ),
        ),
        "industries": table(
            INDUSTRY_TABLE,
            *(
                {"industry": code, "short_zh": code, "short_en": code, **_named(place, "industry")}
                for place, code in enumerate(INDUSTRIES)
            ),
        ),
        "industry_terms": table(INDUSTRY_TERMS, *({"term": term, "industry": code} for term, code in TERMS.items())),
        **{dataset.name: _areas(dataset) for dataset in AREA_DATASETS},
        "reference": table(
            REFERENCE, {"id": "ref-1", "kind": "platform", "geometry_basis": "point", **_named(1, "ref")}
        ),
        "water": table(WATER, {"id": "water-1", "kind": "water", "geometry": box(121, 30, 122, 30.3)}),
        "carriers": table(
            CARRIERS,
            {
                **{"id": "carrier-1", "list": "plan", "no": "1", "unit": "330481", "location_grade": "A"},
                **{"name_zh": "海宁芯片院", "name_en": "Chips", "fields_zh": "芯片;机器人"},
                "fields_en": "chips;robots",
                **{"industries": "semi;equipment", "aliases": "芯片院", **POINT_IN_HAINING},
            },
            {"id": "carrier-2", "list": "plan", "no": "2", "unit": "330402", "location_grade": "D", **_named(2, "院")},
            {"id": "body-1", "list": "others", "no": "1", "location_grade": "D", **_named(3, "所")},
        ),
        **{dataset.name: table(dataset) for dataset in DOCUMENT_DATASETS},
        "plans": table(
            PLANS, {"plan": PLAN, "start_year": "2021", "end_year": "2025", "sources": DOCUMENT, **_named(1, "规划")}
        ),
        "lists": table(
            LISTS,
            {"list": "plan", "plan": PLAN, "source": DOCUMENT, **_named(1, "清单")},
            {"list": "others", "source": DOCUMENT, **_named(2, "清单")},
        ),
        "indicators": table(
            INDICATORS,
            *(
                {
                    **{
                        "id": f"indicator-{number}",
                        "plan": PLAN,
                        "table": "2",
                        "no": str(number),
                        "unit_of_measure": "%",
                    },
                    **{"baseline": f"{number}.1", "baseline_year": "2020", "target": f"{number}.2"},
                    **{"target_year": "2025", "operator": "=", **_named(number, "指标")},
                }
                for number in range(1, 26)
            ),
        ),
    }
    return cited(tables)


def with_list(lists: pd.DataFrame, code: str) -> pd.DataFrame:
    """The lists and one more, of other bodies."""
    more = table(LISTS, {"list": code, "source": DOCUMENT, **_named(len(lists) + 1, "清单")})
    return pd.concat([lists, more.rename(lambda row: row + len(lists))])


def cited(tables: Tables) -> Tables:
    """The same tables with a citation of each value: stated on the line of `document`, or missing."""
    whole = {**tables, "citations": table(CITATIONS)}
    rows = []
    for line, ((subject, field), (_, _, value)) in enumerate(cited_values(whole).items(), start=1):
        place = {"evidence": "stated", "source": DOCUMENT, "line": str(line)} if value else {"evidence": "missing"}
        rows.append({"subject": subject, "field": field, **place})
    return {**tables, "citations": table(CITATIONS, *rows)}


def document(tables: Tables) -> tuple[str, ...]:
    """The lines of the document that states each value of the tables, one line a value."""
    short = dict(zip(tables["units"]["unit"], tables["units"]["short_zh"], strict=True))
    return tuple(
        short.get(value, value) if field == "unit" else value
        for (_, field), (_, _, value) in cited_values(tables).items()
    )


def changed(tables: Tables, name: str, row: int, **values: object) -> Tables:
    """A copy in which one row, counted as a reader counts, has other values."""
    frame = tables[name].copy()
    for column, value in values.items():
        frame.loc[row, column] = value
    return {**tables, name: frame}
