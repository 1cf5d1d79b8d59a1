"""The open-data package: every file of it is described, and holds what its description says."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Mapping
from typing import Any

import jsonschema
import pytest

from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.contract.i18n import LANGUAGES, text
from g60.contract.schema import DATASETS
from g60.evidence.sentence import sentence
from g60.export.tables.csv_file import FORMULA_STARTS
from tests.hostile import ATTACKS
from tests.opened import HAINING_CHIPS, NOTHING, exported
from tests.strategies import random_selections
from tests.tables import TableSource, changed, cited, sound

# What Data Package 1 and Table Schema 1 (specs.frictionlessdata.io) ask of a descriptor, as far as it is used.
PROFILE: dict[str, Any] = {
    "type": "object",
    "required": ["name", "resources", "profile", "licenses", "sources", "version", "title", "created"],
    "properties": {
        "profile": {"const": "data-package"},
        "name": {"type": "string", "pattern": "^([-a-z0-9._/])+$"},
        "created": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"},
        "licenses": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "required": ["name", "path"], "properties": {"name": {"type": "string"}}},
        },
        "sources": {"type": "array", "items": {"type": "object", "required": ["title"]}},
        "resources": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name", "path", "format", "mediatype", "encoding"],
                "properties": {
                    "name": {"type": "string", "pattern": "^([-a-z0-9._/])+$"},
                    "path": {"type": "string", "pattern": r"^data/[a-z_]+\.(csv|geojson)$"},
                    "encoding": {"const": "utf-8"},
                    "schema": {
                        "type": "object",
                        "required": ["fields"],
                        "additionalProperties": False,
                        "properties": {
                            "missingValues": {"type": "array", "items": {"type": "string"}},
                            "primaryKey": {"type": "array"},
                            "foreignKeys": {
                                "type": "array",
                                "items": {
                                    "required": ["fields", "reference"],
                                    "properties": {"reference": {"required": ["resource", "fields"]}},
                                },
                            },
                            "fields": {
                                "type": "array",
                                "minItems": 1,
                                "items": {
                                    "type": "object",
                                    "required": ["name", "type", "title"],
                                    "additionalProperties": False,
                                    "properties": {
                                        "name": {"type": "string"},
                                        "title": {"type": "string", "minLength": 1},
                                        "description": {"type": "string", "minLength": 1},
                                        "type": {"enum": ["string", "number", "integer", "boolean", "date"]},
                                        "constraints": {
                                            "additionalProperties": False,
                                            "properties": {
                                                **{"required": {"type": "boolean"}, "unique": {"type": "boolean"}},
                                                **{"pattern": {"type": "string"}, "enum": {"type": "array"}},
                                                **{"minimum": {"type": "number"}, "maximum": {"type": "number"}},
                                            },
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}

Rows = list[dict[str, str]]


def opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def package(files: Mapping[str, bytes]) -> dict[str, Any]:
    described: dict[str, Any] = json.loads(files["datapackage.json"])
    jsonschema.validate(described, PROFILE)
    return described


def rows_of(content: bytes) -> Rows:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def faults(described: Mapping[str, Any], files: Mapping[str, bytes]) -> list[tuple[str, int, str, str]]:
    """Every cell that is not what the Table Schema says: file, row, field, cell."""
    found = []
    tables = {entry["name"]: rows_of(files[entry["path"]]) for entry in described["resources"] if "schema" in entry}
    for entry in described["resources"]:
        if "schema" not in entry:
            continue
        schema, rows = entry["schema"], tables[entry["name"]]
        header = next(csv.reader(io.StringIO(files[entry["path"]].decode("utf-8-sig"), newline="")))
        assert header == [field["name"] for field in schema["fields"]]
        for field in schema["fields"]:
            cells = [row[field["name"]] for row in rows]
            limits = field.get("constraints", {})
            known = [cell for cell in cells if cell not in schema["missingValues"]]
            bad = {cell for cell in known if not _holds(cell, field["type"], limits)}
            found += [(entry["name"], at, field["name"], cell) for at, cell in enumerate(cells) if cell in bad]
            if limits.get("required"):
                found += [
                    (entry["name"], at, field["name"], "") for at, c in enumerate(cells) if c in schema["missingValues"]
                ]
            if limits.get("unique") and len(set(known)) != len(known):
                found.append((entry["name"], 0, field["name"], "repeated"))
        for key in schema.get("foreignKeys", []):
            (field,), (other,) = key["fields"], key["reference"]["fields"]
            there = {row[other] for row in tables[key["reference"]["resource"]]}
            absent = {row[field] for row in rows} - there - set(schema["missingValues"])
            found += [(entry["name"], 0, field, cell) for cell in absent]
    return found


def _holds(cell: str, kind: str, limits: Mapping[str, Any]) -> bool:
    if kind in ("number", "integer"):
        try:
            number = int(cell) if kind == "integer" else float(cell)
        except ValueError:
            return False
        return limits.get("minimum", number) <= number <= limits.get("maximum", number)
    matches = re.fullmatch(limits["pattern"], cell) if "pattern" in limits else True
    return bool(matches) and cell in limits.get("enum", (cell,))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_file_is_described_and_holds_what_is_said_of_it(catalog: Catalog, lang: str) -> None:
    for selection in (Selection(), HAINING_CHIPS, NOTHING, *random_selections(8, catalog)):
        files = opened(exported(catalog, selection, "zip", lang))
        described = package(files)
        paths = {entry["path"] for entry in described["resources"]}
        assert paths == set(files) - {"README.md", "LICENCES.md", "datapackage.json"}
        assert faults(described, files) == []
        assert all(content.startswith(b"\xef\xbb\xbf") for path, content in files.items() if path.endswith(".csv"))


def test_a_cell_that_breaks_the_schema_would_be_found(catalog: Catalog) -> None:
    files = opened(exported(catalog, Selection(), "zip"))
    described = package(files)
    broken = files | {"data/carriers.csv": files["data/carriers.csv"].replace(b"330402", b"330499")}
    assert {fault[:1] + fault[2:] for fault in faults(described, broken)} >= {("carriers", "unit", "330499")}


def test_every_value_that_goes_along_has_its_citation_and_nobody_elses(catalog: Catalog) -> None:
    files = opened(exported(catalog, HAINING_CHIPS, "zip"))
    shown = set(catalog.pick(HAINING_CHIPS).entities.index)
    subjects = {row["subject"] for row in rows_of(files["data/citations.csv"])}
    assert shown <= subjects
    assert not subjects.intersection(set(catalog.entities.index) - shown)
    citations = {(row["subject"], row["field"]): row["evidence"] for row in rows_of(files["data/citations.csv"])}
    for row in rows_of(files["data/carriers.csv"]):
        for field in ("unit", "industries", "address_zh"):
            missing = citations[row["id"], field] == "missing"
            assert (row[field] == text("not_stated", "zh")) == missing


def test_the_whole_package_holds_every_row_of_the_data(catalog: Catalog) -> None:
    files = opened(exported(catalog, Selection(), "zip"))
    assert len(rows_of(files["data/carriers.csv"])) == len(catalog.carriers)
    assert len(rows_of(files["data/citations.csv"])) == len(catalog.citations)
    assert len(rows_of(files["data/targets.csv"])) == len(catalog.tables.targets)
    lakes = json.loads(files["data/lake_districts.geojson"])["features"]
    areas = {feature["id"]: feature["properties"]["area_km2"] for feature in lakes}
    assert areas == {lake: catalog.areas.at[lake, "area_km2"] for lake in areas}
    assert len(areas) == 8


@pytest.mark.parametrize("selection", [Selection(), Selection(units=frozenset({"330481"}))], ids=["all", "haining"])
def test_a_number_of_a_geojson_is_a_number_or_null_with_words_that_say_so(
    catalog: Catalog, selection: Selection
) -> None:
    """A program of maps takes a column with one word in it for text."""
    files = opened(exported(catalog, selection, "zip"))
    said: dict[bool, set[str]] = {True: set(), False: set()}
    for dataset in DATASETS:
        if f"data/{dataset.file}" not in files or not dataset.geometry:
            continue
        features = json.loads(files[f"data/{dataset.file}"])["features"]
        assert features
        numbers = [entry.name for entry in dataset.fields if entry.form in ("number", "integer")]
        for properties in (feature["properties"] for feature in features):
            for name in numbers:
                assert properties[name] is None or isinstance(properties[name], int | float), (dataset.name, name)
                if dataset.cited:
                    said[properties[name] is None].add(properties[f"{name}_text"])
    assert said[True] == {text("not_stated", "zh")}
    assert said[False]
    assert all(re.fullmatch(r"[\d.]+ km²", words) for words in said[False])


def test_what_is_read_first_says_how_a_missing_number_is_written(catalog: Catalog) -> None:
    readme = opened(exported(catalog, Selection(), "zip"))["README.md"].decode()
    for lang in LANGUAGES:
        assert "`area_km2_text`" in text("opendata_about", lang)
        assert text("opendata_about", lang) in readme
        assert "`_text`" in text("form_number", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_to_read_first_says_it_in_both_languages(catalog: Catalog, lang: str) -> None:
    files = opened(exported(catalog, HAINING_CHIPS, "zip", lang))
    described = package(files)
    readme, licences = files["README.md"].decode(), files["LICENCES.md"].decode()
    for either in LANGUAGES:
        assert text("title", either) in readme
        assert text("map_map_review", either) in readme
        assert text("opendata_outlines", either) in licences
    assert catalog.fingerprint[:12] in readme
    assert (described["version"], described["data"]) == (str(catalog.version), catalog.fingerprint)
    assert sentence(catalog, catalog.pick(HAINING_CHIPS), HAINING_CHIPS, lang) in described["description"]
    for path in (entry["path"] for entry in described["resources"]):
        assert f"`{path}`" in readme
        assert f"`{path}`" in licences


def test_county_outlines_do_not_go_along(catalog: Catalog) -> None:
    files = opened(exported(catalog, Selection(), "zip"))
    assert "data/units.csv" in files
    assert not any("boundar" in name or "outline" in name or "water" in name for name in files)


# What a spreadsheet would take for a formula has an apostrophe before it; any other name stands as it is.
FORMULAS = ("=1+1", "+1", "@SUM(A1)", "-1")


@pytest.mark.parametrize("name", [*ATTACKS, *(name for name in FORMULAS if name not in ATTACKS)])
def test_a_name_is_neither_formula_nor_markup(name: str) -> None:
    catalog = Catalog.load(TableSource(cited(changed(sound(), "carriers", 3, name_zh=name, name_en=name))))
    files = opened(exported(catalog, Selection(query=name), "zip"))
    rows = rows_of(opened(exported(catalog, Selection(), "zip"))["data/carriers.csv"])
    written = next(row["name_zh"] for row in rows if row["id"] == "carrier-2")
    assert written == (f"'{name}" if name in FORMULAS else name)
    assert not written.startswith(FORMULA_STARTS)
    assert "<script>" not in files["README.md"].decode().replace("\\<", "")
