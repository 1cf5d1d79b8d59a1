"""Every finding is provoked once in small tables, and named with the row that a reader counts."""

from collections.abc import Callable

import pytest
from shapely import LineString, Polygon, box

from g60.catalog.catalog import Catalog
from g60.checks.tables import check, check_references, industries_named
from g60.contract.codes import INDUSTRIES, UNITS
from g60.contract.errors import DataError
from g60.contract.issues import Issue, Severity
from g60.contract.schema import CARRIERS, CITATIONS, LAKE_DISTRICTS, SOURCES
from tests.tables import DOCUMENT, Tables, TableSource, changed, cited, findings, sound, table

Spoil = Callable[[Tables], Tables]


def error(code: str, file: str, row: int | None, field: str = "", value: str = "", detail: str = "") -> Issue:
    return Issue(Severity.ERROR, code, file, row, field, value, detail)


def citation_row(tables: Tables, subject: str, field: str) -> int:
    table = tables["citations"]
    return int(table.index[(table["subject"] == subject) & (table["field"] == field)][0])


def in_cell(name: str, row: int, **values: object) -> Spoil:
    """Spoils one row of one table."""
    return lambda tables: changed(tables, name, row, **values)


def in_citation(subject: str, field: str, **values: object) -> Spoil:
    """Spoils the citation of one value."""
    return lambda tables: changed(tables, "citations", citation_row(tables, subject, field), **values)


def test_sound_tables_have_no_findings() -> None:
    assert findings(sound()) == []


# One dataset ---------------------------------------------------------------------------------

KNOWN_UNITS, KNOWN_INDUSTRIES = ", ".join(UNITS), ", ".join(INDUSTRIES)


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (
            in_cell("carriers", 3, name_zh=""),
            [
                error("value_missing", "carriers.csv", 3, "name_zh"),
                error("value_without_evidence", "carriers.csv", 3, "name_zh", detail="carrier-2"),
            ],
        ),
        (
            in_cell("carriers", 2, name_en=" Chips"),
            [Issue(Severity.WARNING, "value_padded", "carriers.csv", 2, "name_en", " Chips")],
        ),
        (
            in_cell("carriers", 2, name_en="Chips\x07\x00"),
            [error("value_unseen", "carriers.csv", 2, "name_en", "Chips\ufffd\ufffd", "U+0007, U+0000")],
        ),
        (
            in_cell("carriers", 2, name_en="Chips\u202eabc"),
            [Issue(Severity.WARNING, "value_turning", "carriers.csv", 2, "name_en", "Chips\ufffdabc", "U+202E")],
        ),
        (
            in_cell("indicators", 2, target_year="20335"),
            [error("value_out_of_range", "indicators.csv", 2, "target_year", "20335", "1900 – 2100")],
        ),
        (
            in_cell("indicators", 2, period="2025/2021"),
            [
                error("value_not_period", "indicators.csv", 2, "period", "2025/2021"),
                error("missing_has_value", "indicators.csv", 2, "period", "2025/2021", "indicator-1"),
            ],
        ),
        (
            in_cell("carriers", 3, unit="330499"),
            [error("value_unknown", "carriers.csv", 3, "unit", "330499", KNOWN_UNITS)],
        ),
        (
            in_cell("carriers", 2, industries="semi;chips"),
            [
                error("value_unknown", "carriers.csv", 2, "industries", "semi;chips", KNOWN_INDUSTRIES),
                error("industries_not_by_rule", "carriers.csv", 2, "industries", "semi;chips", "equipment;semi"),
            ],
        ),
        (in_cell("carriers", 3, list="The plan"), [error("value_not_slug", "carriers.csv", 3, "list", "The plan")]),
        (in_cell("carriers", 3, no="two"), [error("value_not_integer", "carriers.csv", 3, "no", "two")]),
        (in_cell("carriers", 3, no="２"), [error("value_not_integer", "carriers.csv", 3, "no", "２")]),
        (in_cell("carriers", 3, no="0"), [error("value_out_of_range", "carriers.csv", 3, "no", "0", "≥ 1")]),
        (
            in_cell("carriers", 2, lon="1205"),
            [error("value_out_of_range", "carriers.csv", 2, "lon", "1205", "-180 – 180")],
        ),
        (
            in_cell("lake_districts", 3, area_km2="-3.5"),
            [error("value_out_of_range", "lake_districts.geojson", 3, "area_km2", "-3.5", "0.01 – 5000")],
        ),
        *(
            (
                in_cell("lake_districts", 3, area_km2=value),
                [error("value_not_number", "lake_districts.geojson", 3, "area_km2", value)],
            )
            for value in ("1,072", "１２", "12km", "nan", "1e3", "٤٢")
        ),
        (in_cell("sources", 2, sha256="0" * 63), [error("value_not_sha256", "sources.csv", 2, "sha256", "0" * 63)]),
        *(
            (in_cell("sources", 2, date=value), [error("value_not_date", "sources.csv", 2, "date", value)])
            for value in ("2021-9-30", "2021-02-30", "30.9.2021", "２０２１", "2021-13", "0000")
        ),
        (
            in_citation("body-1", "no", line="3;²"),
            [error("value_not_integer", "citations.csv", 0, "line", "3;²")],
        ),
        (in_cell("carriers", 4, id="Body 1"), [error("value_not_slug", "carriers.csv", 4, "id", "Body 1")]),
        (
            in_cell("lake_districts", 1, geometry=None),
            [error("geometry_missing", "lake_districts.geojson", 1, "geometry")],
        ),
        (
            in_cell("lake_districts", 1, geometry=LineString([(120, 30), (121, 31)])),
            [error("geometry_type", "lake_districts.geojson", 1, "geometry", "LineString", "Polygon")],
        ),
        (
            in_cell("lake_districts", 1, geometry=Polygon([(120, 30), (121, 31), (121, 30), (120, 31)])),
            [
                error(
                    "geometry_invalid",
                    *("lake_districts.geojson", 1, "geometry"),
                    detail="Self-intersection[120.5 30.5]",
                )
            ],
        ),
    ],
)
def test_a_bad_value_is_found_once_with_its_row_and_what_would_be_right(spoil: Spoil, found: list[Issue]) -> None:
    tables = spoil(sound())
    # A changed id leaves its citations behind, and says so; here it is the id itself that counts.
    said = [issue for issue in findings(tables) if not issue.code.startswith("citation_")]
    row = citation_row(tables, "body-1", "no")
    assert said == [Issue(*(row if part == 0 else part for part in _parts(issue))) for issue in found]


def _parts(issue: Issue) -> list[object]:
    return [getattr(issue, name) for name in ("severity", "code", "file", "row", "field", "value", "detail")]


@pytest.mark.parametrize("values", [{"lon": "180", "lat": "90"}, {"lon": "-180", "lat": "-90"}, {"no": "1"}])
def test_the_ends_of_a_range_belong_to_it(values: dict[str, str]) -> None:
    assert list(check(changed(sound(), "carriers", 2, **values)["carriers"], CARRIERS)) == []


@pytest.mark.parametrize("value", ["2021", "2021-09", "2021-09-30", ""])
def test_a_date_may_be_a_year_a_month_or_a_day(value: str) -> None:
    assert list(check(changed(sound(), "sources", 2, date=value)["sources"], SOURCES)) == []


def test_a_column_that_is_missing_is_named_and_the_others_are_still_checked() -> None:
    tables = changed(sound(), "carriers", 4, name_zh="")
    tables["carriers"] = tables["carriers"].drop(columns=["no", "aliases"])
    assert findings(tables) == [
        error("column_missing", "carriers.csv", None, "no"),
        error("column_missing", "carriers.csv", None, "aliases"),
        error("value_missing", "carriers.csv", 4, "name_zh"),
    ]


def test_a_table_without_rows_and_columns_is_not_a_crash() -> None:
    tables = sound() | {"lake_districts": sound()["lake_districts"].iloc[:0][["geometry"]]}
    codes = {issue.code for issue in findings(tables)}
    assert codes == {"column_missing"}


def test_a_folder_may_hold_fewer_units_and_none_that_a_row_names() -> None:
    tables = sound()
    tables["units"] = tables["units"].iloc[:-1]  # the port, in which nothing lies
    assert findings(cited(tables)) == []
    tables["units"] = tables["units"][tables["units"]["unit"] != "330402"]
    found = [(issue.file, issue.row, issue.field) for issue in findings(cited(tables))]
    assert found == [
        ("high_tech_zones.geojson", 1, "unit"),
        ("lake_districts.geojson", 1, "unit"),
        ("carriers.csv", 3, "unit"),
    ]


@pytest.mark.parametrize(
    ("name", "row", "field"),
    [
        ("corridor", 1, "plan"),
        ("indicators", 2, "plan"),
        ("lists", 2, "plan"),
        ("lists", 2, "source"),
        ("carriers", 2, "list"),
        ("plans", 2, "sources"),
    ],
)
def test_a_plan_a_list_or_a_document_that_is_not_there_is_an_error(name: str, row: int, field: str) -> None:
    tables = cited(changed(sound(), name, row, **{field: "nobody"}))
    found = [issue for issue in findings(tables) if issue.code == "reference_unknown"]
    assert [(issue.row, issue.field, issue.value) for issue in found] == [(row, field, "nobody")]


def test_an_id_that_is_there_twice_is_found_once_in_one_file_and_across_files() -> None:
    tables = cited(changed(sound(), "carriers", 4, id="carrier-2"))
    assert _of("key_repeated", tables) == [error("key_repeated", "carriers.csv", 4, "id", "carrier-2")]
    tables = cited(changed(sound(), "carriers", 4, id="lake-district-3"))
    assert _of("key_repeated", tables) == [error("key_repeated", "carriers.csv", 4, "id", "lake-district-3")]
    tables = cited(changed(sound(), "carriers", 4, id="port"))
    assert _of("key_repeated", tables) == [error("key_repeated", "carriers.csv", 4, "id", "port")]


@pytest.mark.parametrize("subject", ["city", "zhejiang"])
def test_a_row_with_the_id_of_the_city_or_the_province_is_an_error(subject: str) -> None:
    tables = cited(changed(sound(), "carriers", 4, id=subject))
    assert _of("key_repeated", tables) == [error("key_repeated", "carriers.csv", 4, "id", subject)]


def _of(code: str, tables: Tables) -> list[Issue]:
    return [issue for issue in findings(tables) if issue.code == code]


# What tables say of one another --------------------------------------------------------------


def without_citation(subject: str, field: str) -> Spoil:
    def spoil(tables: Tables) -> Tables:
        return {**tables, "citations": tables["citations"].drop(index=citation_row(tables, subject, field))}

    return spoil


def with_citation(**values: str) -> Spoil:
    def spoil(tables: Tables) -> Tables:
        rows = tables["citations"].to_dict("records")
        return {**tables, "citations": table(CITATIONS, *rows, values)}

    return spoil


# In these the row of a citation is found by its subject, and 0 stands for the row after the last.
@pytest.mark.parametrize(
    ("spoil", "issue", "of"),
    [
        (in_cell("carriers", 3, no="1"), error("number_repeated", "carriers.csv", 3, "no", "1", "plan"), None),
        (
            in_cell("carriers", 2, uncertainty_m=""),
            error("grade_needs_point", "carriers.csv", 2, "uncertainty_m", detail="A"),
            None,
        ),
        (
            in_cell("carriers", 2, location_grade="D"),
            error("grade_d_has_point", "carriers.csv", 2, "lon", "120.68"),
            None,
        ),
        (
            in_cell("carriers", 2, industries="semi"),
            error("industries_not_by_rule", "carriers.csv", 2, "industries", "semi", "equipment;semi"),
            None,
        ),
        (
            in_cell("lake_districts", 4, industries_zh="微流控芯片、航天航空", industries_en="aerospace"),
            error("industries_not_by_rule", "lake_districts.geojson", 4, "industries", "", "aero"),
            None,
        ),
        (
            in_cell("carriers", 2, fields_en="chips"),
            error("translation_differs", "carriers.csv", 2, "fields_en", "chips", "芯片;机器人"),
            None,
        ),
        (
            in_cell("lake_districts", 4, concept_en="ecology"),
            error("translation_differs", "lake_districts.geojson", 4, "concept_en", "ecology"),
            None,
        ),
        (
            with_citation(subject="body-1", field="no", evidence="stated", source=DOCUMENT, line="1"),
            error("citation_repeated", "citations.csv", 0, "field", "body-1.no"),
            None,
        ),
        (
            with_citation(subject="body-9", field="no", evidence="missing"),
            error("citation_of_nothing", "citations.csv", 0, "subject", "body-9.no"),
            None,
        ),
        (without_citation("body-1", "unit"), error("citation_missing", "carriers.csv", 4, "unit", "body-1"), None),
        (
            in_citation("body-1", "no", evidence="missing"),
            error("missing_has_value", "carriers.csv", 4, "no", "1", "body-1"),
            None,
        ),
        (
            in_citation("body-1", "unit", evidence="inferred", note="so"),
            error("value_without_evidence", "carriers.csv", 4, "unit", detail="body-1"),
            None,
        ),
        (
            in_citation("body-1", "no", source="nowhere"),
            error("source_unknown", "citations.csv", 0, "source", "nowhere"),
            ("body-1", "no"),
        ),
        (
            in_citation("body-1", "no", line=""),
            error("stated_without_place", "citations.csv", 0, "line", "body-1.no"),
            ("body-1", "no"),
        ),
        (
            in_citation("body-1", "no", evidence="derived"),
            error("reason_missing", "citations.csv", 0, "note", "body-1.no"),
            ("body-1", "no"),
        ),
    ],
)
def test_what_does_not_fit_together_is_found(spoil: Spoil, issue: Issue, of: tuple[str, str] | None) -> None:
    tables = spoil(sound())
    if issue.row == 0:
        row = citation_row(tables, *of) if of else int(tables["citations"].index[-1])
        issue = Issue(issue.severity, issue.code, issue.file, row, issue.field, issue.value, issue.detail)
    # A value that was emptied or filled also no longer fits its citation.
    said = [found for found in findings(tables) if found.code not in {"missing_has_value", "value_without_evidence"}]
    if issue.code in {"missing_has_value", "value_without_evidence"}:
        said = findings(tables)
    assert said == [issue]


def test_a_stated_value_needs_a_document_and_a_derived_one_does_not() -> None:
    tables = in_citation("body-1", "no", evidence="derived", source="", line="", note="counted")(sound())
    assert findings(tables) == []
    tables = in_citation("body-1", "no", source="")(sound())
    assert [issue.code for issue in findings(tables)] == ["stated_without_place"]


def test_all_findings_of_all_files_are_reported_at_once() -> None:
    tables = changed(sound(), "carriers", 2, name_zh="", no="two")
    tables = changed(tables, "carriers", 3, unit="330499")
    tables = changed(tables, "sources", 2, date="yesterday")
    tables = changed(tables, "lake_districts", 8, area_km2="big")
    expected = {
        ("carriers.csv", 2, "name_zh", "value_missing"),
        ("carriers.csv", 2, "name_zh", "value_without_evidence"),
        ("carriers.csv", 2, "no", "value_not_integer"),
        ("carriers.csv", 3, "unit", "value_unknown"),
        ("sources.csv", 2, "date", "value_not_date"),
        ("lake_districts.geojson", 8, "area_km2", "value_not_number"),
    }
    assert {(issue.file, issue.row, issue.field, issue.code) for issue in findings(tables)} == expected
    with pytest.raises(DataError) as caught:
        Catalog.load(TableSource(tables))
    assert len(caught.value.issues) == len(expected)


def test_a_warning_does_not_stop_a_catalog() -> None:
    tables = changed(sound(), "carriers", 2, name_en=" Chips")
    assert Catalog.load(TableSource(tables)).carriers.at["carrier-1", "name_en"] == " Chips"


def test_checks_leave_the_tables_as_they_were() -> None:
    tables, untouched = sound(), sound()
    list(check(tables["carriers"], CARRIERS))
    list(check(tables["lake_districts"], LAKE_DISTRICTS))
    list(check_references(tables))
    assert all(tables[name].equals(untouched[name]) for name in tables)


def test_a_shape_of_the_right_kind_is_sound() -> None:
    tables = changed(sound(), "lake_districts", 1, geometry=box(120.81, 30.72, 120.83, 30.74))
    assert findings(tables) == []


# Industries by rule --------------------------------------------------------------------------

TERMS = {"芯片": "semi", "微流控芯片": "", "新能源": "energy", "新能源汽车": "auto", "汽车": "auto", "C++": "digital"}


@pytest.mark.parametrize(
    ("words", "industries"),
    [
        ("芯片、新能源", {"semi", "energy"}),
        ("新能源汽车", {"auto"}),
        ("新能源与新能源汽车", {"energy", "auto"}),
        ("数字液滴微流控芯片", set()),
        ("微流控芯片；芯片", {"semi"}),
        ("CC++", {"digital"}),
        ("湖", set()),
        ("", set()),
    ],
)
def test_a_longer_term_goes_before_a_shorter_and_a_mask_hides_what_is_in_it(words: str, industries: set[str]) -> None:
    assert industries_named(words, TERMS) == industries


def test_without_terms_nothing_is_named() -> None:
    assert industries_named("芯片", {}) == frozenset()
