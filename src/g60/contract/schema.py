"""The fields of each dataset and their code lists: the data contract as data.

Standard library only, so that any tool can read the contract without the app.
"""

from __future__ import annotations

from g60.contract.codes import CARRIER, EVIDENCE, GEOMETRY_BASES, GRADES, INDUSTRIES, REFERENCE_KINDS, UNITS
from g60.contract.dataset import Dataset, Field
from g60.contract.fields import NAMES, SHORT_NAMES, table
from g60.contract.statements import DOCUMENT_DATASETS

# The least and the largest area of the map: 100 m to a side, and more than the whole city.
AREA_KM2 = (0.01, 5000)


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

SOURCES = table(
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
UNIT_TABLE = table(
    "units",
    Field("unit", "code", required=True, codes=UNITS),
    *NAMES,
    *SHORT_NAMES,
    Field("kind", "code", required=True, codes=("county", "functional_zone")),
    key="unit",
)
INDUSTRY_TABLE = table(
    "industries",
    Field("industry", "code", required=True, codes=INDUSTRIES),
    *NAMES,
    *SHORT_NAMES,
    Field("box"),
    key="industry",
    licence="project",
)
INDUSTRY_TERMS = table(
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
CARRIERS = table(
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
CITATIONS = table(
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
