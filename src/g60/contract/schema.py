"""The fields of each dataset and their code lists: the data contract as data.

Standard library only, so that any tool can read the contract without the app.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SLUG_LENGTH = 32
LIST_SEPARATOR = ";"

COUNTIES = ("330402", "330411", "330421", "330424", "330481", "330482", "330483")
FUNCTIONAL_ZONES = ("etdz", "port")
UNITS = COUNTIES + FUNCTIONAL_ZONES

INDUSTRIES = (
    *("digital", "ai", "semi", "elec", "materials", "energy", "nuclear", "equipment"),
    *("auto", "aero", "life", "env", "food", "frontier", "services"),
)

CARRIER = "carrier"
REFERENCE_KINDS = ("expressway", "railway", "platform", "pointer")

PLAN_LIST = "plan"
EVIDENCE = ("stated", "derived", "inferred", "reported", "missing")
GRADES = ("A", "B", "C", "D")
OPERATORS = ("≥", ">", "≈", "=", "≤", "range", "rule")
RELATIONS = (
    *("leader", "partner", "founder", "relies_on", "direction", "key_technology"),
    *("applied_for", "not_applied_for", "part_of", "programme", "service"),
    *("unveiled", "listed", "approved", "agreement", "recognised"),
)
CONFLICT_KINDS = ("contradiction", "scope", "look-alike", "alias", "misprint")
# Subjects of targets, figures and conflicts that are not on the map: the city, and the province that plans quote.
WIDER_SUBJECTS = ("city", "zhejiang")
TASK_KINDS = ("reform", "programme", "safeguard", "action", "step")
OUTSIDE_ROLES = (
    *("axis", "incubator", "enclave", "cooperation", "industry"),
    *("competition", "benchmark", "recruiting"),
)
NAME_KINDS = ("part", "platform", "town", "project", "scheme")
LEFT_OUT_REASONS = (
    *("other_city", "other_subject", "company", "enumeration", "in_name", "term", "period", "repeated"),
    *("event_year", "event_detail", "document_title", "document_number", "list_number", "chart", "page_number"),
    "contact",
)
GEOMETRY_BASES = ("schematic_band", "schematic_ring", "symbol", "schematic_disc")


class Severity(StrEnum):
    """Whether an issue stops a publication: an error does, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding about a dataset.

    In CSV `row` is the row of the spreadsheet (the header is 1), in GeoJSON the number of the feature.
    """

    severity: Severity
    code: str
    file: str
    row: int | None = None
    field: str = ""
    value: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, the form of its values, whether it may be empty, and what a number is a number of."""

    name: str
    form: str = "text"  # text, slug, code, codes, list, number, integer, integers, date, period, sha256
    required: bool = False
    codes: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""

    @property
    def range(self) -> str:
        """The permitted numbers, for example 0 – 360 or ≥ 0; empty if there is no limit."""
        if self.minimum is None or self.maximum is None:
            return "" if self.minimum is None else f"≥ {self.minimum:g}"
        return f"{self.minimum:g} – {self.maximum:g}"


@dataclass(frozen=True, slots=True)
class Dataset:
    """One file of `geodata/`: its key, its fields, and its number of rows, if that is fixed."""

    name: str
    file: str
    key: str
    fields: tuple[Field, ...]
    rows: int | None = None
    subject_prefix: str = ""
    cited: bool = True
    geometry: tuple[str, ...] = field(default=())
    # Fields whose columns a file may leave out, where none of its rows has a value. An empty one needs no citation.
    optional: tuple[Field, ...] = ()
    licence: str = "facts"  # of its file among the open data, as the text `licence_…` says it

    @property
    def kind(self) -> str:
        """The one kind of its rows; empty if they are of several or of none."""
        codes = next((entry.codes for entry in self.fields if entry.name == "kind"), ())
        return codes[0] if len(codes) == 1 else ""

    @property
    def described(self) -> str:
        """The code of the text that says what it holds, which is one for all kinds of area."""
        return "dataset_corridor" if self in AREA_DATASETS else f"dataset_{self.name}"

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the fields, in the order of the file."""
        return tuple(entry.name for entry in self.fields)

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """The fields, those that may be left out last."""
        return self.fields + self.optional

    @property
    def all_columns(self) -> tuple[str, ...]:
        """Names of all fields, those that may be left out last."""
        return tuple(entry.name for entry in self.all_fields)


def _areas(kind: str, name: str, *, rows: int | None = None, licence: str = "project") -> Dataset:
    fields = (
        Field("kind", "code", required=True, codes=(kind,)),
        Field("name_zh", required=True),
        Field("name_en", required=True),
        Field("unit", "code", codes=UNITS),
        Field("area_km2", "number", minimum=0, unit="km²"),
        Field("positioning_zh"),
        Field("positioning_en"),
        Field("industries", "codes", codes=INDUSTRIES),
        Field("industries_zh"),
        Field("industries_en"),
        Field("concept_zh"),
        Field("concept_en"),
        Field("geometry_basis", "code", required=True, codes=GEOMETRY_BASES),
        Field("aliases", "list"),
    )
    return Dataset(name, f"{name}.geojson", "id", fields, rows=rows, geometry=("Polygon",), licence=licence)


# The kinds of area, one dataset each, in the order of the plan.
AREA_DATASETS = (
    _areas("corridor", "corridor", rows=1, licence="osm"),
    _areas("core_area", "core_area", rows=1),
    _areas("high_tech_zone", "high_tech_zones", rows=8),
    _areas("lake_district", "lake_districts", rows=8, licence="geonames"),
)
# Their text is a whole cell of an annex of the plan.
HIGH_TECH_ZONES, LAKE_DISTRICTS = AREA_DATASETS[2:4]
AREA_KINDS = tuple(dataset.kind for dataset in AREA_DATASETS)
# The kinds of which there are several areas.
DISTRICT_KINDS = tuple(dataset.kind for dataset in AREA_DATASETS if dataset.rows != 1)
KINDS = (*AREA_KINDS, CARRIER)

SOURCES = Dataset(
    "sources",
    "sources.csv",
    "source",
    (
        Field("source", "slug", required=True),
        Field("title_zh", required=True),
        Field("title_en", required=True),
        Field("issuer_zh"),
        Field("number"),
        Field("date", "date"),
        Field("date_basis", "code", codes=("stated", "inferred")),
        Field("sha256", "sha256"),  # of the text that was read; a document may be entered by its title alone
    ),
)
UNIT_TABLE = Dataset(
    "units",
    "units.csv",
    "unit",
    (
        Field("unit", "code", required=True, codes=UNITS),
        Field("name_zh", required=True),
        Field("name_en", required=True),
        Field("short_zh", required=True),
        Field("short_en", required=True),
        Field("kind", "code", required=True, codes=("county", "functional_zone")),
    ),
    rows=len(UNITS),
)
INDUSTRY_TABLE = Dataset(
    "industries",
    "industries.csv",
    "industry",
    (
        Field("industry", "code", required=True, codes=INDUSTRIES),
        Field("name_zh", required=True),
        Field("name_en", required=True),
        Field("short_zh", required=True),
        Field("short_en", required=True),
        Field("box"),
    ),
    rows=len(INDUSTRIES),
    licence="project",
)
INDUSTRY_TERMS = Dataset(
    "industry_terms",
    "industry_terms.csv",
    "term",
    (Field("term", required=True), Field("industry", "codes", codes=INDUSTRIES)),
    subject_prefix="term:",
    licence="project",
)
REFERENCE = Dataset(
    "reference",
    "reference.geojson",
    "id",
    (
        Field("kind", "code", required=True, codes=REFERENCE_KINDS),
        Field("name_zh", required=True),
        Field("name_en", required=True),
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
CARRIERS = Dataset(
    "carriers",
    "carriers.csv",
    "id",
    (
        Field("id", "slug", required=True),
        Field("list", "slug", required=True),
        Field("no", "integer", required=True, minimum=1),
        Field("name_zh", required=True),
        Field("name_en", required=True),
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
    ),
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
MEASURES = Dataset(
    "measures",
    "measures.csv",
    "measure",
    (
        Field("measure", "slug", required=True),
        Field("name_zh", required=True),
        Field("name_en", required=True),
        Field("unit_of_measure", "list"),
    ),
    subject_prefix="measure:",
)
TARGETS = Dataset(
    "targets",
    "targets.csv",
    "id",
    (
        Field("id", "slug", required=True),
        Field("subject", "slug", required=True),
        Field("measure", "slug", required=True),
        Field("operator", "code", required=True, codes=OPERATORS),
        Field("value", "number", minimum=0),
        Field("value_high", "number", minimum=0),
        Field("unit_of_measure"),
        Field("scope_zh"),
        Field("year", "integer"),
        Field("period", "period"),
        Field("text_zh", required=True),
    ),
)
INDICATORS = Dataset(
    "indicators",
    "indicators.csv",
    "id",
    (
        Field("id", "slug", required=True),
        Field("table", "code", required=True, codes=("1", "2")),
        Field("no", "integer", required=True),
        Field("name_zh", required=True),
        Field("name_en", required=True),
        Field("unit_of_measure", required=True),
        Field("baseline", "number", minimum=0),
        Field("baseline_year", "integer"),
        Field("baseline_basis_zh"),
        Field("actual", "number", minimum=0),
        Field("actual_year", "integer"),
        Field("target", "number", required=True, minimum=0),
        Field("target_year", "integer", required=True),
        Field("period", "period"),
        Field("operator", "code", required=True, codes=OPERATORS),
        Field("status_zh", "code", codes=("完成", "未完成")),
    ),
    rows=25,
)
# Values reported after the documents. Each row names its own source, so citations.csv has no rows for them.
ACTUALS = Dataset(
    "actuals",
    "actuals.csv",
    "id",
    (
        Field("id", "slug", required=True),
        Field("indicator", "slug", required=True),
        Field("year", "integer", required=True),
        Field("value", "number", required=True, minimum=0),
        Field("source_zh", required=True),
    ),
    cited=False,
)
TECHNOLOGIES = Dataset(
    "technologies",
    "technologies.csv",
    "id",
    (
        Field("id", "slug", required=True),
        Field("box", required=True),
        Field("name_zh", required=True),
        Field("heading_zh", required=True),
        Field("technology_zh", required=True),
    ),
)
FIGURES = Dataset(
    "figures",
    "figures.csv",
    "id",
    (
        Field("id", "slug", required=True),
        Field("subject", "slug", required=True),
        Field("measure", "slug", required=True),
        Field("operator", "code", required=True, codes=OPERATORS),
        Field("value", "number", required=True, minimum=0),
        Field("unit_of_measure", required=True),
        Field("year", "integer", required=True),
        Field("as_of", "date", required=True),
        Field("text_zh", required=True),
    ),
)
RELATION_TABLE = Dataset(
    "relations",
    "relations.csv",
    "id",
    (
        Field("id", "slug", required=True),
        Field("subject", "slug", required=True),
        Field("relation", "code", required=True, codes=RELATIONS),
        Field("object", "slug"),
        Field("object_zh", required=True),
        Field("date", "date"),
        Field("text_zh", required=True),
    ),
)
CONFLICTS = Dataset(
    "conflicts",
    "conflicts.csv",
    "id",
    (
        Field("id", "slug", required=True),
        Field("subject", "list", required=True),
        Field("kind", "code", required=True, codes=CONFLICT_KINDS),
        Field("text_zh", required=True),
        Field("text_en", required=True),
        Field("chosen", required=True),
        Field("chosen_en", required=True),
        Field("sources", "list", required=True),
        Field("lines", "list", required=True),
    ),
    licence="project",
)
PLANS = Dataset(
    "plans",
    "plans.csv",
    "plan",
    (
        Field("plan", "slug", required=True),
        Field("name_zh", required=True),
        Field("name_en", required=True),
        Field("start_year", "integer", required=True),
        Field("end_year", "integer", required=True),
        Field("sources", "list", required=True),
    ),
)
TASKS = Dataset(
    "tasks",
    "tasks.csv",
    "id",
    (
        Field("id", "slug", required=True),
        Field("plan", "slug"),
        Field("no", required=True),
        Field("kind", "code", required=True, codes=TASK_KINDS),
        Field("name_zh", required=True),
        Field("name_en", required=True),
        Field("part_zh", required=True),
        Field("subject", "list", required=True),
        Field("text_zh"),
    ),
)
OUTSIDE = Dataset(
    "outside",
    "outside.csv",
    "id",
    (
        Field("id", "slug", required=True),
        Field("name_zh", required=True),
        Field("name_en", required=True),
        Field("role", "code", required=True, codes=OUTSIDE_ROLES),
        Field("subject", "list", required=True),
        Field("pointer", "slug"),
        Field("text_zh", required=True),
    ),
)
NAME_TABLE = Dataset(
    "names",
    "names.csv",
    "id",
    (
        Field("id", "slug", required=True),
        Field("kind", "code", required=True, codes=NAME_KINDS),
        Field("name_zh", required=True),
        Field("name_en", required=True),
        Field("subject", "list", required=True),
        Field("extent_zh"),
        Field("text_zh", required=True),
    ),
)
# Each row is its own place in a document, and its value is that no citation holds it.
LEFT_OUT = Dataset(
    "left_out",
    "left_out.csv",
    "id",
    (
        Field("id", "slug", required=True),
        Field("source", "slug", required=True),
        Field("line", "integer", required=True, minimum=1),
        Field("number_zh", required=True),
        Field("text_zh", required=True),
        Field("reason", "code", required=True, codes=LEFT_OUT_REASONS),
    ),
    cited=False,
)
CITATIONS = Dataset(
    "citations",
    "citations.csv",
    "subject",
    (
        Field("subject", required=True),
        Field("field", required=True),
        Field("evidence", "code", required=True, codes=EVIDENCE),
        Field("source", "list"),
        Field("locator"),
        Field("line", "integers"),
        Field("note"),
        Field("note_en"),
    ),
    cited=False,
    licence="project",
)

# Chinese cells that have a plain translation beside them, by the dataset that holds both.
TRANSLATED = {"positioning_zh": "positioning_en", "industries_zh": "industries_en", "concept_zh": "concept_en"}
TRANSLATED_FIELDS = {"fields_zh": "fields_en"}
TRANSLATIONS = (*TRANSLATED.values(), *TRANSLATED_FIELDS.values())
# The other statements of the documents: targets, indicators, figures, relations, conflicts, tasks, names.
DOCUMENT_DATASETS = (
    *(MEASURES, TARGETS, INDICATORS, ACTUALS, TECHNOLOGIES, FIGURES, RELATION_TABLE, CONFLICTS),
    *(PLANS, TASKS, OUTSIDE, NAME_TABLE, LEFT_OUT),
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


def numbers_of(dataset: Dataset) -> list[str]:
    """The fields of a dataset that hold numbers."""
    return [entry.name for entry in dataset.all_fields if entry.form in ("number", "integer")]


def is_slug(value: str) -> bool:
    """Whether a value is an id: lower-case letters, digits and single hyphens, 32 characters at most."""
    return len(value) <= SLUG_LENGTH and SLUG.fullmatch(value) is not None


def split(cell: str) -> tuple[str, ...]:
    """The parts of a list cell, without the empty ones."""
    return tuple(part for part in cell.split(LIST_SEPARATOR) if part)
