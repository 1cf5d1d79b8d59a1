"""A data folder of another making than the shipped one, to show that the program holds no count and no name of it.

Three counties, four industries, two plans, five zones, two lake districts and no core; twelve carriers on two lists, of
which one is a plan's own; seven indicators in tables A and B; a document, targets, figures and tasks of its own.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
from shapely import Point, box

from g60.contract.dataset import Dataset
from g60.contract.schema import (
    AREA_DATASETS,
    CARRIERS,
    DATASETS,
    INDUSTRY_TABLE,
    INDUSTRY_TERMS,
    REFERENCE,
    SOURCES,
    UNIT_TABLE,
    WATER,
)
from g60.contract.statements import (
    ACTUALS,
    CONFLICTS,
    DOCUMENT_DATASETS,
    FIGURES,
    INDICATORS,
    LISTS,
    MEASURES,
    NAME_TABLE,
    OUTSIDE,
    PLANS,
    RELATION_TABLE,
    TARGETS,
    TASKS,
    TECHNOLOGIES,
)
from tests.tables import DOCUMENT, Tables, cited, table

COUNTIES = {"330424": ("海盐", "Haiyan"), "330481": ("海宁", "Haining"), "330482": ("平湖", "Pinghu")}
INDUSTRIES = {"semi": "芯片", "equipment": "机器人", "aero": "航天航空", "food": "食品"}
EAST, WEST = "plan-east", "plan-west"
PLAN_NAMES = {EAST: ("东片规划", "Plan of the East"), WEST: ("西片规划", "Plan of the West")}
OWN, OTHERS = "key-bodies", "spoken-of"
LIST_NAMES = {OWN: ("东片重点机构名录", "Key bodies of the East"), OTHERS: ("座谈提到", "Spoken of at the meeting")}
PLACES = {"330424": (120.93, 30.53), "330481": (120.66, 30.51), "330482": (121.03, 30.69)}
# Kind: plan, county and place of each area; `None` is the whole city.
AREAS: dict[str, list[tuple[str, str | None, tuple[float, float]]]] = {
    "corridor": [(EAST, None, (120.85, 30.6))],
    "core_area": [],
    "high_tech_zone": [
        (EAST, "330424", (120.90, 30.50)),
        (EAST, "330482", (121.00, 30.66)),
        (EAST, "330482", (121.06, 30.72)),
        (WEST, "330481", (120.62, 30.48)),
        (WEST, "330481", (120.70, 30.45)),
    ],
    "lake_district": [(EAST, "330424", (120.95, 30.56)), (WEST, "330481", (120.68, 30.54))],
}


def named(zh: str, en: str) -> dict[str, str]:
    return {"name_zh": zh, "name_en": en}


def areas(dataset: Dataset) -> pd.DataFrame:
    """The areas of one kind: squares of about a kilometre, but for the corridor, which is a band."""
    rows = []
    for number, (plan, unit, (lon, lat)) in enumerate(AREAS[dataset.kind], start=1):
        wide = 0.3 if unit is None else 0.01
        words, english = ("芯片、机器人", "chips, robots") if number % 2 else ("食品", "food")
        row = {
            **{"id": f"{dataset.kind.replace('_', '-')}-{number}", "plan": plan, "kind": dataset.kind},
            **named(f"新{dataset.kind[:4]}{number}号区", f"New area {dataset.kind} {number}"),
            **{"unit": unit or "", "geometry_basis": "symbol"},
            **({"area_km2": f"{number}.25"} if dataset.kind == "lake_district" else {}),
        }
        if unit:
            row |= {"industries_zh": words, "industries_en": english}
            row |= {"industries": "semi;equipment" if number % 2 else "food"}
        rows.append(row | {"geometry": box(lon - wide, lat - 0.008, lon + wide, lat + 0.008)})
    return table(dataset, *rows)


def carriers() -> pd.DataFrame:
    """Five of the plan's own list and seven other bodies, of every grade and with or without a county."""
    rows = []
    for number in range(1, 13):
        own = number <= 5
        unit = list(COUNTIES)[number % 3]
        grade = "ABCD"[number % 4]
        lon, lat = PLACES[unit]
        place = {"lon": f"{lon + 0.004 * number:.3f}", "lat": f"{lat:.2f}", "uncertainty_m": "300"}
        rows.append(
            {
                **{"id": f"org-{number}", "list": OWN if own else OTHERS, "no": str(number if own else number - 5)},
                **named(f"第{number}联合院", f"Joint institute {number}"),
                **({"unit": unit} if number != 12 else {}),
                **({"fields_zh": "航天航空", "fields_en": "aerospace", "industries": "aero"} if number % 2 else {}),
                **{"location_grade": grade if number != 12 else "D"},
                **(place if grade != "D" and number != 12 else {}),
            }
        )
    return table(CARRIERS, *rows)


def indicators() -> pd.DataFrame:
    """Three in table A, of which one was missed; four in table B, which looks ahead."""
    rows = []
    for number, actual in enumerate(("12", "30", "8"), start=1):
        rows.append(
            {
                **{"id": f"east-{number}", "plan": EAST, "table": "A", "no": str(number), "unit_of_measure": "家"},
                **named(f"东片指标{number}", f"East indicator {number}"),
                **{"baseline": "5", "baseline_year": "2026", "actual": actual, "actual_year": "2030"},
                **{"target": "10", "target_year": "2030", "operator": "="},
                "status_zh": "完成" if float(actual) >= 10 else "未完成",
            }
        )
    for number in range(1, 5):
        rows.append(
            {
                **{"id": f"west-{number}", "plan": WEST, "table": "B", "no": str(number)},
                **named(f"西片指标{number}", f"West indicator {number}"),
                **{"unit_of_measure": "%" if number == 4 else "亿元", "operator": "≥"},
                **({"baseline": f"{10 * number}", "baseline_year": "2030"} if number != 3 else {}),
                **{"target": f"{15 * number}", "target_year": "2035"},
            }
        )
    return table(INDICATORS, *rows)


def statements() -> Tables:
    """What the document says besides: targets, figures, relations, conflicts, tasks, technologies, names."""
    staff = {"measure": "staff", "unit_of_measure": "人", "operator": "="}
    return {
        "measures": table(
            MEASURES, {"measure": "staff", "unit_of_measure": "人", **named("研发人员", "Research staff")}
        ),
        "targets": table(
            TARGETS,
            *(
                {"id": f"goal-{number}", "subject": subject, "value": f"{100 * number}", "year": "2035", **staff}
                | {"text_zh": f"研发人员达到{100 * number}人"}
                for number, subject in enumerate(("high-tech-zone-1", "org-1", "city", "330481"), start=1)
            ),
        ),
        "figures": table(
            FIGURES,
            {"id": "count-1", "subject": "org-2", "value": "44", "year": "2029", "as_of": "2029-06", **staff}
            | {"text_zh": "有研发人员44人"},
        ),
        "relations": table(
            RELATION_TABLE,
            {"id": "tie-1", "subject": "org-6", "relation": "leader", "object": "org-1", "object_zh": "第1联合院"}
            | {"text_zh": "第1联合院牵头"},
        ),
        "conflicts": table(
            CONFLICTS,
            {
                "id": "differs-1",
                "subject": "east-1;org-1",
                "kind": "scope",
                "text_zh": "两处口径不同",
                "text_en": "Scopes",
            }
            | {"chosen": "取表A", "chosen_en": "table A", "sources": DOCUMENT, "lines": "1"},
        ),
        "tasks": table(
            TASKS,
            {"id": "work-1", "plan": WEST, "no": "1", "kind": "reform", **named("新机制", "New mechanism")}
            | {"part_zh": "机制", "subject": "city;org-1", "text_zh": "建立新机制"},
        ),
        "technologies": table(
            TECHNOLOGIES,
            {"id": "craft-1", "box": "框甲", "name_zh": "重点技术", "heading_zh": "芯片", "technology_zh": "封装"},
        ),
        "outside": table(
            OUTSIDE,
            {"id": "far-1", "role": "cooperation", "subject": "corridor-1", **named("苏州某园", "A park in Suzhou")}
            | {"text_zh": "与苏州某园合作"},
        ),
        "names": table(
            NAME_TABLE,
            {"id": "called-1", "kind": "platform", "subject": "org-1", **named("一号台", "Platform one")}
            | {"text_zh": "又称一号台"},
        ),
        "actuals": table(
            ACTUALS,
            {"id": "reported-1", "indicator": "west-1", "year": "2031", "value": "12", "status": "final"}
            | {"definition_zh": "与目标口径一致", "known_on": "2032", "reporter_zh": "某局", "source_zh": "统计"},
        ),
    }


def tables() -> Tables:
    """Every table of the folder, each value with its citation."""
    plans = [
        {"plan": plan, "start_year": start, "end_year": end, "sources": DOCUMENT, **named(*PLAN_NAMES[plan])}
        for plan, start, end in ((EAST, "2026", "2030"), (WEST, "2031", "2035"))
    ]
    found: Tables = {
        **{dataset.name: table(dataset) for dataset in DOCUMENT_DATASETS},
        "sources": table(
            SOURCES,
            {"source": DOCUMENT, "title_zh": "某片规划文本", "title_en": "Text of a plan", "sha256": "1" * 64}
            | {"date": "2031", "date_basis": "stated"},
        ),
        "units": table(
            UNIT_TABLE,
            *(
                {"unit": code, "kind": "county", **named(f"{zh}县", f"{en} County"), "short_zh": zh, "short_en": en}
                for code, (zh, en) in COUNTIES.items()
            ),
        ),
        "industries": table(
            INDUSTRY_TABLE,
            *(
                {"industry": code, **named(zh, code), "short_zh": zh, "short_en": code, "box": "框甲"}
                for code, zh in INDUSTRIES.items()
            ),
        ),
        "industry_terms": table(INDUSTRY_TERMS, *({"term": zh, "industry": code} for code, zh in INDUSTRIES.items())),
        **{dataset.name: areas(dataset) for dataset in AREA_DATASETS},
        "reference": table(
            REFERENCE,
            {"id": "mark-1", "kind": "platform", "geometry_basis": "point", **named("某平台", "A platform")}
            | {"geometry": Point(120.8, 30.6)},
        ),
        "water": table(WATER, {"id": "sea", "kind": "water", "geometry": box(120.9, 30.2, 121.2, 30.3)}),
        "carriers": carriers(),
        "plans": table(PLANS, *plans),
        "lists": table(
            LISTS,
            *(
                {"list": code, "plan": plan, "source": DOCUMENT, "date": "2031", **named(*LIST_NAMES[code])}
                for code, plan in ((OWN, EAST), (OTHERS, ""))
            ),
        ),
        "indicators": indicators(),
        **statements(),
    }
    return cited(found)


def write(folder: Path) -> Path:
    """Writes the tables as the files of a data folder; its path."""
    folder.mkdir(parents=True, exist_ok=True)
    found = tables()
    for dataset in DATASETS:
        frame, path = found[dataset.name], folder / dataset.file
        if isinstance(frame, gpd.GeoDataFrame):
            path.write_text(json.dumps(collection(frame, dataset), ensure_ascii=False), "utf-8")
        else:
            frame.to_csv(path, index=False, lineterminator="\n")
    return folder


def collection(frame: gpd.GeoDataFrame, dataset: Dataset) -> Mapping[str, object]:
    """A table with shapes as GeoJSON: empty cells are null, numbers are numbers."""
    features = []
    for row in frame.to_dict("records"):
        cells = {field.name: _cell(row[field.name], field.form) for field in dataset.fields}
        shape = json.loads(shapely.to_geojson(row["geometry"]))
        features.append({"type": "Feature", "id": row["id"], "properties": cells, "geometry": shape})
    return {"type": "FeatureCollection", "name": dataset.name, "features": features}


def _cell(cell: str, form: str) -> object:
    return None if cell == "" else float(cell) if form == "number" else cell
