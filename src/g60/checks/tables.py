"""Tables to issues: every finding of every dataset, none of them raised.

`check` looks at one table by its schema, `check_references` at what the tables say of one another.
Whether a citation holds against the documents is `proofs`; whether a point lies in its county is `places`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import cast

import pandas as pd
from shapely import is_valid, is_valid_reason

from g60.contract.i18n import text
from g60.contract.schema import (
    ACTUALS,
    AREA_DATASETS,
    CARRIERS,
    CITATIONS,
    DATASETS,
    INDICATORS,
    SOURCES,
    Dataset,
    Field,
    Issue,
    Severity,
    is_slug,
    split,
)

Tables = Mapping[str, pd.DataFrame]


def rows_of(table: pd.DataFrame) -> list[int]:
    """The number that a reader of the file gives each row: a source puts it into the table's index."""
    return [int(number) for number in table.index]


def issue_line(issue: Issue, lang: str) -> str:
    """An issue as one line of text."""
    row = text("issue_row", lang, row=issue.row) if issue.row is not None else ""
    place = " ".join(part for part in (issue.file, row, issue.field) if part)
    what = text(f"issue_{issue.code}", lang, value=issue.value, detail=issue.detail)
    return f"{text(issue.severity, lang)} {place}: {what}"


def records(table: pd.DataFrame) -> list[dict[str, str]]:
    """The rows of a table that was just read: every cell is text, but for the geometry."""
    return cast("list[dict[str, str]]", table.to_dict("records"))


def check(table: pd.DataFrame, dataset: Dataset) -> Iterator[Issue]:
    """Every finding about one table: its columns, its keys, its values, its geometry."""
    missing = [name for name in (dataset.key, *dataset.columns) if name not in table.columns]
    for name in dict.fromkeys(missing):
        yield Issue(Severity.ERROR, "column_missing", dataset.file, field=name)
    if dataset.rows is not None and len(table) != dataset.rows:
        yield Issue(Severity.ERROR, "row_count", dataset.file, value=str(len(table)), detail=str(dataset.rows))
    numbers = rows_of(table)
    if dataset.key in table.columns and dataset is not CITATIONS:
        yield from _check_key(table, dataset, numbers)
    for field in dataset.fields:
        if field.name in table.columns:
            for number, value in zip(numbers, table[field.name], strict=True):
                yield from _check_value(value, field, dataset, number)
    if dataset.geometry and "geometry" in table.columns:
        yield from _check_geometry(table, dataset, numbers)


def _check_key(table: pd.DataFrame, dataset: Dataset, numbers: list[int]) -> Iterator[Issue]:
    keys = table[dataset.key]
    for number, key, repeated in zip(numbers, keys, keys.duplicated(), strict=True):
        if repeated:
            yield Issue(Severity.ERROR, "key_repeated", dataset.file, number, dataset.key, key)
        # Where the key is a column of its own, its form is checked like any other field's.
        if dataset.key == "id" and "id" not in dataset.columns and not is_slug(key):
            yield Issue(Severity.ERROR, "value_not_slug", dataset.file, number, dataset.key, key)


def _check_value(value: str, field: Field, dataset: Dataset, number: int) -> Iterator[Issue]:
    if not value:
        if field.required:
            yield Issue(Severity.ERROR, "value_missing", dataset.file, number, field.name)
        return
    if value != value.strip():
        yield Issue(Severity.WARNING, "value_padded", dataset.file, number, field.name, value)
    code, detail = _fault(value, field)
    if code:
        yield Issue(Severity.ERROR, code, dataset.file, number, field.name, value, detail)


def _fault(value: str, field: Field) -> tuple[str, str]:
    """The code of what is wrong with a value, and what would be right; two empty texts for a good one."""
    if field.form in NUMBERS:
        return _number_fault(value, field)
    if field.form in ("code", "codes"):
        given = split(value) if field.form == "codes" else (value,)
        return (
            ("", "") if not field.codes or set(given) <= set(field.codes) else ("value_unknown", ", ".join(field.codes))
        )
    is_good, code = FORMS.get(field.form, (bool, ""))
    return ("", "") if is_good(value) else (code, "")


def _number_fault(value: str, field: Field) -> tuple[str, str]:
    pattern, code = NUMBERS[field.form]
    if not re.fullmatch(pattern, value):
        return code, ""
    low = field.minimum is not None and float(value) < field.minimum
    high = field.maximum is not None and float(value) > field.maximum
    return ("value_out_of_range", field.range) if low or high else ("", "")


# The forms of a number, with the code of the issue for what is none. Only ASCII digits: a spreadsheet sums no others.
NUMBERS = {
    "number": (r"-?[0-9]+(\.[0-9]+)?", "value_not_number"),
    "integer": (r"[0-9]+", "value_not_integer"),
}


def _is_date(value: str) -> bool:
    """Whether a value is a year, a month or a day as ISO 8601 writes them."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
        return False
    try:
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return False
    return True


# The forms that a value is tested for by itself, with the code of the issue for one that fails.
FORMS: dict[str, tuple[Callable[[str], bool], str]] = {
    "slug": (is_slug, "value_not_slug"),
    "sha256": (lambda value: re.fullmatch(r"[0-9a-f]{64}", value) is not None, "value_not_sha256"),
    "integers": (lambda value: all(re.fullmatch(r"[0-9]+", part) for part in split(value)), "value_not_integer"),
    "date": (_is_date, "value_not_date"),
}


def _check_geometry(table: pd.DataFrame, dataset: Dataset, numbers: list[int]) -> Iterator[Issue]:
    for number, shape in zip(numbers, table["geometry"], strict=True):
        if shape is None or shape.is_empty:
            yield Issue(Severity.ERROR, "geometry_missing", dataset.file, number, "geometry")
        elif shape.geom_type not in dataset.geometry:
            allowed = ", ".join(dataset.geometry)
            yield Issue(Severity.ERROR, "geometry_type", dataset.file, number, "geometry", shape.geom_type, allowed)
        elif not is_valid(shape):
            reason = is_valid_reason(shape)
            yield Issue(Severity.ERROR, "geometry_invalid", dataset.file, number, "geometry", detail=reason)


def check_references(tables: Tables) -> Iterator[Issue]:
    """Every finding about what tables say of one another: ids, industries by rule, citations."""
    yield from _check_ids(tables)
    yield from _check_grades(tables["carriers"])
    yield from _check_industries(tables)
    yield from _check_actuals(tables)
    yield from _check_citations(tables)


def _check_ids(tables: Tables) -> Iterator[Issue]:
    """An id stands for one thing in all files, for citations and addresses name a subject by its id alone."""
    owners: dict[str, Dataset] = {}
    for dataset in (entry for entry in DATASETS if entry.cited):
        table = tables[dataset.name]
        for number, key in zip(rows_of(table), table[dataset.key], strict=True):
            if owners.setdefault(dataset.subject_prefix + key, dataset) is not dataset:
                yield Issue(Severity.ERROR, "key_repeated", dataset.file, number, dataset.key, key)
    carriers = tables["carriers"]
    repeated = carriers.duplicated(["list", "no"])
    for number, row, again in zip(rows_of(carriers), records(carriers), repeated, strict=True):
        if again:
            yield Issue(Severity.ERROR, "number_repeated", CARRIERS.file, number, "no", row["no"], row["list"])


def _check_grades(carriers: pd.DataFrame) -> Iterator[Issue]:
    """A point needs both coordinates and a radius; a body known by its county only has no point at all."""
    for number, row in zip(rows_of(carriers), records(carriers), strict=True):
        given = [name for name in ("lon", "lat", "uncertainty_m") if row[name]]
        grade = row["location_grade"]
        if grade == "D" and given:
            yield Issue(Severity.ERROR, "grade_d_has_point", CARRIERS.file, number, given[0], row[given[0]])
        if grade in ("A", "B", "C") and len(given) < 3:
            absent = next(name for name in ("lon", "lat", "uncertainty_m") if name not in given)
            yield Issue(Severity.ERROR, "grade_needs_point", CARRIERS.file, number, absent, detail=grade)


def industries_named(text: str, terms: Mapping[str, str]) -> frozenset[str]:
    """The industries that a text names."""
    return frozenset(terms[term] for term in terms_named(text, terms))


def terms_named(text: str, terms: Mapping[str, str]) -> list[str]:
    """The terms that give a text its industries: matches do not overlap, a longer term goes before a shorter one.

    A term without an industry is a mask: it keeps the words inside it from matching (微流控芯片, not 芯片).
    """
    if not terms:
        return []
    longest_first = sorted(terms, key=len, reverse=True)
    found = re.findall("|".join(re.escape(term) for term in longest_first), text)
    return [term for term in dict.fromkeys(found) if terms[term]]


def terms_of(tables: Tables) -> dict[str, str]:
    """The words that give an industry, with the industry they give ("" for a mask)."""
    table = tables["industry_terms"]
    return dict(zip(table["term"], table["industry"], strict=True))


def _check_industries(tables: Tables) -> Iterator[Issue]:
    """An entity has the industries that its own words name, no more and no fewer."""
    terms = terms_of(tables)
    for dataset, words in [*((entry, "industries_zh") for entry in AREA_DATASETS), (CARRIERS, "fields_zh")]:
        table = tables[dataset.name]
        rows = zip(rows_of(table), table[words], table["industries"], strict=True)
        for number, own_text, given in rows:
            named = industries_named(own_text, terms)
            if named != set(split(given)):
                by_rule = ";".join(sorted(named))
                yield Issue(
                    Severity.ERROR, "industries_not_by_rule", dataset.file, number, "industries", given, by_rule
                )


def _check_actuals(tables: Tables) -> Iterator[Issue]:
    """An entered value belongs to an indicator, to a year after its baseline, and to no year twice."""
    since = {row["id"]: row["baseline_year"] for row in records(tables["indicators"])}
    actuals = tables["actuals"]
    repeated = actuals.duplicated(["indicator", "year"])
    for number, row, again in zip(rows_of(actuals), records(actuals), repeated, strict=True):
        indicator, year = row["indicator"], row["year"]
        if indicator not in since:
            yield Issue(Severity.ERROR, "value_unknown", ACTUALS.file, number, "indicator", indicator, INDICATORS.file)
        elif year.isdecimal() and since[indicator].isdecimal() and int(year) <= int(since[indicator]):
            yield Issue(
                Severity.ERROR, "value_out_of_range", ACTUALS.file, number, "year", year, f"> {since[indicator]}"
            )
        if again:
            yield Issue(Severity.ERROR, "key_repeated", ACTUALS.file, number, "year", f"{indicator} {year}")


def subjects(tables: Tables) -> dict[tuple[str, str], tuple[Dataset, int, str]]:
    """Every (subject, field) that needs a citation, with its dataset, row and value."""
    needed = {}
    for dataset in DATASETS:
        if not dataset.cited:
            continue
        table = tables[dataset.name]
        for number, row in zip(rows_of(table), records(table), strict=True):
            subject = dataset.subject_prefix + row[dataset.key]
            for field in dataset.columns:
                if field != dataset.key:
                    needed[subject, field] = (dataset, number, str(row.get(field, "")))
    return needed


def _check_citations(tables: Tables) -> Iterator[Issue]:
    """One citation for each value, and for each value that is missing; a missing one says so."""
    needed = subjects(tables)
    sources = set(tables["sources"][SOURCES.key])
    seen: set[tuple[str, str]] = set()
    table = tables["citations"]
    for number, row in zip(rows_of(table), records(table), strict=True):
        key = (row["subject"], row["field"])
        if key in seen:
            yield Issue(Severity.ERROR, "citation_repeated", CITATIONS.file, number, "field", ".".join(key))
        seen.add(key)
        if key not in needed:
            yield Issue(Severity.ERROR, "citation_of_nothing", CITATIONS.file, number, "subject", ".".join(key))
            continue
        yield from _check_citation(row, number, needed[key], sources)
    for key, (dataset, number, _) in needed.items():
        if key not in seen:
            yield Issue(Severity.ERROR, "citation_missing", dataset.file, number, key[1], key[0])


def _check_citation(
    row: Mapping[str, str], number: int, entry: tuple[Dataset, int, str], sources: set[str]
) -> Iterator[Issue]:
    dataset, value_row, value = entry
    evidence, cited, subject, field = row["evidence"], split(row["source"]), row["subject"], row["field"]
    if (evidence == "missing") == bool(value):
        code = "missing_has_value" if value else "value_without_evidence"
        yield Issue(Severity.ERROR, code, dataset.file, value_row, field, value, subject)
    for source in cited:
        if source not in sources:
            yield Issue(Severity.ERROR, "source_unknown", CITATIONS.file, number, "source", source)
    if evidence in ("stated", "reported") and not (cited and row["line"]):
        yield Issue(Severity.ERROR, "stated_without_place", CITATIONS.file, number, "line", f"{subject}.{field}")
    if evidence in ("derived", "inferred") and not row["note"]:
        yield Issue(Severity.ERROR, "reason_missing", CITATIONS.file, number, "note", f"{subject}.{field}")
