"""The fields of each dataset and their code lists: the data contract as data.

Standard library only, so that any tool can read the contract without the app.
"""

from __future__ import annotations

from g60.contract.codes import (
    CARRIER,
    CONFLICT_KINDS,
    EVIDENCE,
    GEOMETRY_BASES,
    GRADES,
    INDUSTRIES,
    JUDGED_GRADES,
    LEDGER_STATES,
    LEFT_OUT_REASONS,
    NAME_KINDS,
    NATURES,
    OPERATORS,
    OUTSIDE_ROLES,
    REFERENCE_KINDS,
    RELATIONS,
    STATUSES,
    SUCCESSION_EVENTS,
    TASK_KINDS,
    TASK_STATES,
    UNITS,
)
from g60.contract.dataset import Dataset, Field

# The least and the largest area of the map: 100 m to a side, and more than the whole city.
AREA_KM2 = (0.01, 5000)
# The years that a plan or a value of it can have; 20335 is a slip of the keyboard.
YEARS = (1900, 2100)
NAMES = (Field("name_zh", required=True), Field("name_en", required=True))
# 约束性 or 预期性, where a document says it.
NATURE = Field("nature", "code", codes=NATURES)
SHORT_NAMES = (Field("short_zh", required=True), Field("short_en", required=True))


def _year(name: str, *, required: bool = False) -> Field:
    return Field(name, "integer", required=required, minimum=YEARS[0], maximum=YEARS[1])


def _table(
    name: str,
    *fields: Field,
    key: str = "id",
    prefix: str = "",
    cited: bool = True,
    licence: str = "facts",
    optional: tuple[Field, ...] = (),
) -> Dataset:
    return Dataset(name, f"{name}.csv", key, fields, prefix, cited, licence=licence, optional=optional)


def _areas(kind: str, name: str, *, districts: bool = False, licence: str = "project") -> Dataset:
    fields = (
        Field("kind", "code", required=True, codes=(kind,)),
        *NAMES,
        Field("unit", "code", codes=UNITS),
        Field("area_km2", "number", minimum=AREA_KM2[0], maximum=AREA_KM2[1], unit="km²"),
        Field("positioning_zh"),
        Field("positioning_en"),
        Field("industries", "codes", codes=INDUSTRIES),
        Field("industries_zh"),
        Field("industries_en"),
        Field("concept_zh"),
        Field("concept_en"),
        Field("geometry_basis", "code", required=True, codes=GEOMETRY_BASES),
        Field("aliases", "list"),
        Field("plan", "slug", required=True),
    )
    return Dataset(
        name,
        f"{name}.geojson",
        "id",
        fields,
        geometry=("Polygon",),
        licence=licence,
        districts=districts,
        told_with="corridor",
    )


# The kinds of area, one dataset each, in the order of the plan.
AREA_DATASETS = (
    _areas("corridor", "corridor", licence="osm"),
    _areas("core_area", "core_area"),
    _areas("high_tech_zone", "high_tech_zones", districts=True),
    _areas("lake_district", "lake_districts", districts=True, licence="geonames"),
)
# Their text is a whole cell of an annex of the plan.
HIGH_TECH_ZONES, LAKE_DISTRICTS = AREA_DATASETS[2:4]
AREA_KINDS = tuple(dataset.kind for dataset in AREA_DATASETS)
# The kinds of area that lie side by side; the others contain them.
DISTRICT_KINDS = tuple(dataset.kind for dataset in AREA_DATASETS if dataset.districts)
KINDS = (*AREA_KINDS, CARRIER)

SOURCES = _table(
    "sources",
    Field("source", "slug", required=True),
    Field("title_zh", required=True),
    Field("title_en", required=True),
    Field("issuer_zh"),
    Field("number"),
    Field("date", "date"),
    Field("date_basis", "code", codes=("stated", "inferred")),
    Field("sha256", "sha256"),  # of the text that was read; a document may be entered by its title alone
    key="source",
)
UNIT_TABLE = _table(
    "units",
    Field("unit", "code", required=True, codes=UNITS),
    *NAMES,
    *SHORT_NAMES,
    Field("kind", "code", required=True, codes=("county", "functional_zone")),
    key="unit",
)
INDUSTRY_TABLE = _table(
    "industries",
    Field("industry", "code", required=True, codes=INDUSTRIES),
    *NAMES,
    *SHORT_NAMES,
    Field("box"),
    key="industry",
    licence="project",
)
INDUSTRY_TERMS = _table(
    "industry_terms",
    Field("term", required=True),
    Field("industry", "codes", codes=INDUSTRIES),
    key="term",
    prefix="term:",
    licence="project",
)
REFERENCE = Dataset(
    "reference",
    "reference.geojson",
    "id",
    (
        Field("kind", "code", required=True, codes=REFERENCE_KINDS),
        *NAMES,
        Field("geometry_basis", required=True),
        Field("bearing", "number", minimum=0, maximum=360),
    ),
    geometry=("LineString", "MultiLineString", "Point"),
    cited=False,
    licence="osm",
)
WATER = Dataset(
    "water",
    "water.geojson",
    "id",
    (Field("kind", "code", required=True, codes=("water",)),),
    geometry=("Polygon", "MultiPolygon"),
    cited=False,
)
# The ground below the plan: the same in each version of the data, so that it is no part of the record.
ROADS = Dataset(
    "roads",
    "ground/roads.geojson",
    "id",
    (
        Field("kind", "code", required=True, codes=("road",)),
        Field("rank", "integer", required=True, minimum=1, maximum=3),
    ),
    geometry=("MultiLineString",),
    cited=False,
    licence="osm",
)
RAILWAYS = Dataset(
    "railways",
    "ground/railways.geojson",
    "id",
    (Field("kind", "code", required=True, codes=("railway",)),),
    geometry=("MultiLineString",),
    cited=False,
    licence="osm",
)
TOWNS = Dataset(
    "towns",
    "ground/towns.geojson",
    "id",
    (
        Field("kind", "code", required=True, codes=("town", "subdistrict", "settlement")),
        *NAMES,
        Field("unit", "code", codes=UNITS),
        Field("division"),
    ),
    geometry=("Point",),
    cited=False,
    licence="geonames",
)
GROUND_DATASETS = (ROADS, RAILWAYS, TOWNS)
CARRIERS = _table(
    "carriers",
    Field("id", "slug", required=True),
    Field("list", "slug", required=True),
    Field("no", "integer", required=True, minimum=1),
    *NAMES,
    Field("unit", "code", codes=UNITS),
    Field("industries", "codes", codes=INDUSTRIES),
    Field("fields_zh", "list"),
    Field("fields_en", "list"),
    Field("aliases", "list"),
    Field("place_zh"),
    Field("address_zh"),
    Field("lon", "number", minimum=-180, maximum=180, unit="°"),
    Field("lat", "number", minimum=-90, maximum=90, unit="°"),
    Field("location_grade", "code", required=True, codes=GRADES),
    Field("uncertainty_m", "number", minimum=0, unit="m"),
    optional=(
        Field("level_zh"),
        Field("area_km2", "number", minimum=0, unit="km²"),
        Field("founded_on", "date"),
        Field("recognised_on", "date"),
        Field("credit_code"),
        Field("status_zh"),
        Field("extras", "extras"),  # what else a list's columns hold, by their own names: an object in JSON
    ),
    licence="points",
)
MEASURES = _table(
    "measures",
    Field("measure", "slug", required=True),
    *NAMES,
    Field("unit_of_measure", "list"),
    key="measure",
    prefix="measure:",
)
TARGETS = _table(
    "targets",
    Field("id", "slug", required=True),
    Field("subject", "slug", required=True),
    Field("measure", "slug", required=True),
    Field("operator", "code", required=True, codes=OPERATORS),
    Field("value", "number", minimum=0),
    Field("value_high", "number", minimum=0),
    Field("unit_of_measure"),
    Field("scope_zh"),
    _year("year"),
    Field("period", "period"),
    Field("text_zh", required=True),
    optional=(NATURE,),
)
INDICATORS = _table(
    "indicators",
    Field("id", "slug", required=True),
    Field("plan", "slug", required=True),
    Field("table", required=True),
    Field("no", "integer", required=True),
    *NAMES,
    Field("unit_of_measure", required=True),
    Field("baseline", "number", minimum=0),
    _year("baseline_year"),
    Field("baseline_basis_zh"),
    Field("actual", "number", minimum=0),
    _year("actual_year"),
    Field("target", "number", required=True, minimum=0),
    _year("target_year", required=True),
    Field("period", "period"),
    Field("operator", "code", required=True, codes=OPERATORS),
    Field("status_zh", "code", codes=("完成", "未完成")),
    optional=(NATURE,),
)
# Values reported after the documents. Each row names its own source, so citations.csv has no rows for them.
# A revision is a row of its own beside the earlier one. `indicator` is the id of an indicator or of a target.
ACTUALS = _table(
    "actuals",
    Field("id", "slug", required=True),
    Field("indicator", "slug", required=True),
    _year("year", required=True),
    Field("value", "number", required=True),
    Field("status", "code", required=True, codes=STATUSES),
    Field("definition_zh", required=True),
    Field("known_on", "date", required=True),
    Field("reporter_zh", required=True),
    Field("source_zh", required=True),
    cited=False,
)
# What a person says of a target that no rule can judge: one in words, or one without a year.
JUDGEMENTS = _table(
    "judgements",
    Field("id", "slug", required=True),
    Field("indicator", "slug", required=True),
    Field("grade", "code", required=True, codes=JUDGED_GRADES),
    Field("person_zh", required=True),
    Field("judged_on", "date", required=True),
    Field("reason_zh", required=True),
    cited=False,
)
TECHNOLOGIES = _table(
    "technologies",
    Field("id", "slug", required=True),
    Field("box", required=True),
    Field("name_zh", required=True),
    Field("heading_zh", required=True),
    Field("technology_zh", required=True),
)
FIGURES = _table(
    "figures",
    Field("id", "slug", required=True),
    Field("subject", "slug", required=True),
    Field("measure", "slug", required=True),
    Field("operator", "code", required=True, codes=OPERATORS),
    Field("value", "number", required=True, minimum=0),
    Field("unit_of_measure", required=True),
    _year("year", required=True),
    Field("as_of", "date", required=True),
    Field("text_zh", required=True),
)
RELATION_TABLE = _table(
    "relations",
    Field("id", "slug", required=True),
    Field("subject", "slug", required=True),
    Field("relation", "code", required=True, codes=RELATIONS),
    Field("object", "slug"),
    Field("object_zh", required=True),
    Field("date", "date"),
    Field("text_zh", required=True),
)
CONFLICTS = _table(
    "conflicts",
    Field("id", "slug", required=True),
    Field("subject", "list", required=True),
    Field("kind", "code", required=True, codes=CONFLICT_KINDS),
    Field("text_zh", required=True),
    Field("text_en", required=True),
    Field("chosen", required=True),
    Field("chosen_en", required=True),
    Field("sources", "list", required=True),
    Field("lines", "list", required=True),
    licence="project",
)
PLANS = _table(
    "plans",
    Field("plan", "slug", required=True),
    *NAMES,
    _year("start_year", required=True),
    _year("end_year", required=True),
    Field("sources", "list", required=True),
    key="plan",
)
# A list with a plan is the plan's own: its carriers are the plan's, all others are other bodies.
LISTS = _table(
    "lists",
    Field("list", "slug", required=True),
    *NAMES,
    Field("plan", "slug"),
    Field("source", "slug", required=True),
    Field("date", "date"),
    key="list",
    prefix="list:",
)
TASKS = _table(
    "tasks",
    Field("id", "slug", required=True),
    Field("plan", "slug"),
    Field("no", required=True),
    Field("kind", "code", required=True, codes=TASK_KINDS),
    *NAMES,
    Field("part_zh", required=True),
    Field("subject", "list", required=True),
    Field("text_zh"),
)
# What is reported of a task later. Each row names its own source, so citations.csv has no rows for them.
TASK_REPORTS = _table(
    "task_reports",
    Field("id", "slug", required=True),
    Field("task", "slug", required=True),
    Field("date", "date", required=True),
    Field("state", "code", required=True, codes=TASK_STATES),
    Field("owner_zh"),
    Field("due", "date"),
    Field("evidence_zh"),
    Field("source_zh", required=True),
    cited=False,
)
OUTSIDE = _table(
    "outside",
    Field("id", "slug", required=True),
    *NAMES,
    Field("role", "code", required=True, codes=OUTSIDE_ROLES),
    Field("subject", "list", required=True),
    Field("pointer", "slug"),
    Field("text_zh", required=True),
)
NAME_TABLE = _table(
    "names",
    Field("id", "slug", required=True),
    Field("kind", "code", required=True, codes=NAME_KINDS),
    *NAMES,
    Field("subject", "list", required=True),
    Field("extent_zh"),
    Field("text_zh", required=True),
)
# Each row is its own place in a document, and its value is that no citation holds it.
LEFT_OUT = _table(
    "left_out",
    Field("id", "slug", required=True),
    Field("source", "slug", required=True),
    Field("line", "integer", required=True, minimum=1),
    Field("number_zh", required=True),
    Field("text_zh", required=True),
    Field("reason", "code", required=True, codes=LEFT_OUT_REASONS),
    cited=False,
)
# What a row of the next two rests on stands in the row: it joins several places, so citations.csv has none.
ASSERTED = (
    Field("evidence", "code", required=True, codes=("stated", "derived", "inferred", "reported")),
    Field("sources", "list", required=True),
    Field("lines", "list"),
)
# Pairs of two plans; `old` is empty for what is new, `new` for what was dropped.
LEDGER = _table(
    "ledger",
    Field("id", "slug", required=True),
    Field("old_plan", "slug", required=True),
    Field("new_plan", "slug", required=True),
    Field("old", "slug"),
    Field("new", "slug"),
    Field("state", "code", required=True, codes=LEDGER_STATES),
    Field("reason_zh", required=True),
    Field("reason_en", required=True),
    *ASSERTED,
    cited=False,
    licence="project",
)
# What became of areas: the areas of one plan that go on in those of another.
SUCCESSIONS = _table(
    "successions",
    Field("id", "slug", required=True),
    Field("event", "code", required=True, codes=SUCCESSION_EVENTS),
    Field("predecessors", "list", required=True),
    Field("successors", "list", required=True),
    Field("date", "date"),
    Field("text_zh", required=True),
    Field("reason_zh"),
    Field("reason_en"),
    *ASSERTED,
    cited=False,
    licence="project",
)
CITATIONS = _table(
    "citations",
    Field("subject", required=True),
    Field("field", required=True),
    Field("evidence", "code", required=True, codes=EVIDENCE),
    Field("source", "list"),
    Field("locator"),
    Field("line", "integers"),
    Field("note"),
    Field("note_en"),
    key="subject",
    cited=False,
    licence="project",
)

# Chinese cells that have a plain translation beside them, by the dataset that holds both.
TRANSLATED = {"positioning_zh": "positioning_en", "industries_zh": "industries_en", "concept_zh": "concept_en"}
TRANSLATED_FIELDS = {"fields_zh": "fields_en"}
TRANSLATIONS = (*TRANSLATED.values(), *TRANSLATED_FIELDS.values())
# The other statements of the documents: targets, indicators, figures, relations, conflicts, tasks, names.
DOCUMENT_DATASETS = (
    *(MEASURES, TARGETS, INDICATORS, ACTUALS, JUDGEMENTS, TECHNOLOGIES, FIGURES, RELATION_TABLE, CONFLICTS),
    *(PLANS, LISTS, TASKS, TASK_REPORTS, OUTSIDE, NAME_TABLE, LEFT_OUT, LEDGER, SUCCESSIONS),
)
DATASETS = (
    *(SOURCES, UNIT_TABLE, INDUSTRY_TABLE, INDUSTRY_TERMS, *AREA_DATASETS),
    *(REFERENCE, WATER, CARRIERS, CITATIONS),
    *DOCUMENT_DATASETS,
)


def entity_fields() -> list[Field]:
    """The fields of areas and carriers, each once, in an order that keeps that of either: names stand first."""
    own = [entry for entry in CARRIERS.fields if entry.name != CARRIERS.key]
    rest, shared = list(AREA_DATASETS[0].fields), {entry.name for entry in own}
    found: list[Field] = []
    for entry in own:
        if entry.name in AREA_DATASETS[0].columns:
            while rest[0].name != entry.name:
                found.append(rest.pop(0))
            rest.pop(0)
        found.append(entry)
    found += [entry for entry in rest if entry.name not in shared]
    return sorted(found, key=lambda entry: not entry.name.startswith("name_"))
