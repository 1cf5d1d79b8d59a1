"""Every finding about the tables, as issues; nothing is raised.

`check` compares one table with its schema, `check_references` compares the tables with each other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import cast

import pandas as pd
from shapely import is_valid, is_valid_reason

from g60.contract.codes import DIGITS_OF_INTEGER, WIDER_SUBJECTS, is_slug, is_visible, split
from g60.contract.dataset import Dataset, Field
from g60.contract.i18n import text
from g60.contract.issues import Issue, Severity
from g60.contract.schema import AREA_DATASETS, CARRIERS, CITATIONS, DATASETS, SOURCES, TRANSLATED, TRANSLATED_FIELDS

Tables = Mapping[str, pd.DataFrame]


def rows_of(table: pd.DataFrame) -> list[int]:
    """The row number of each row in its file: a source keeps it as the table's index."""
    return [int(number) for number in table.index]


def issue_line(issue: Issue, lang: str) -> str:
    """An issue as one line of text."""
    row = text("issue_row", lang, row=issue.row) if issue.row is not None else ""
    place = " ".join(part for part in (issue.file, row, issue.field) if part)
    what = text(f"issue_{issue.code}", lang, value=issue.value, detail=issue.detail)
    # Half of a surrogate pair, as JSON can hold it, could not be printed.
    return f"{text(issue.severity, lang)} {place}: {what}".encode(errors="replace").decode()


def records(table: pd.DataFrame) -> list[dict[str, str]]:
    """The rows of a table as it was read: every cell but the geometry is text."""
    names = list(table.columns)
    columns = [cells(table[name]) for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def cells(column: pd.Series[str]) -> list[str]:
    """The cells of a column. Taken out all at once: one by one, pandas takes four times as long."""
    return cast("list[str]", column.to_numpy(dtype=object).tolist())


def check(table: pd.DataFrame, dataset: Dataset) -> Iterator[Issue]:
    """Every finding about one table: its columns, its keys, its values, its geometry."""
    missing = [name for name in (dataset.key, *dataset.columns) if name not in table.columns]
    for name in dict.fromkeys(missing):
        yield Issue(Severity.ERROR, "column_missing", dataset.file, field=name)
    numbers = rows_of(table)
    if dataset.key in table.columns and dataset is not CITATIONS:
        yield from _check_key(table, dataset, numbers)
    for field in dataset.all_fields:
        if field.name in table.columns:
            yield from _check_column(cells(table[field.name]), field, dataset, numbers)
    if dataset.geometry and "geometry" in table.columns:
        yield from _check_geometry(table, dataset, numbers)


def _check_key(table: pd.DataFrame, dataset: Dataset, numbers: list[int]) -> Iterator[Issue]:
    keys = table[dataset.key]
    for number, key, repeated in zip(numbers, keys, keys.duplicated(), strict=True):
        if repeated:
            yield Issue(Severity.ERROR, "key_repeated", dataset.file, number, dataset.key, key)
        # A key that is also a field is checked like any other field.
        if dataset.key == "id" and "id" not in dataset.columns and not is_slug(key):
            yield Issue(Severity.ERROR, "value_not_slug", dataset.file, number, dataset.key, key)


def _check_column(values: list[str], field: Field, dataset: Dataset, numbers: list[int]) -> Iterator[Issue]:
    """Every finding about the cells of a column. Equal cells are checked once: a long column has few distinct ones."""
    with_issues = {value for value in set(values) if any(_check_value(value, field, dataset, 0))}
    if with_issues:
        for number, value in zip(numbers, values, strict=True):
            if value in with_issues:
                yield from _check_value(value, field, dataset, number)


def value_errors(value: str, name: str, dataset: Dataset) -> list[Issue]:
    """The errors of one value of a field, as `check` would find them in a table; none for an empty value."""
    fields = [field for field in dataset.all_fields if field.name == name and value]
    found = [issue for field in fields for issue in _check_value(value, field, dataset, 0)]
    return [issue for issue in found if issue.severity is Severity.ERROR]


def _check_value(value: str, field: Field, dataset: Dataset, number: int) -> Iterator[Issue]:
    if not value or (field.required and not is_visible(value)):
        if field.required:
            yield Issue(Severity.ERROR, "value_missing", dataset.file, number, field.name)
        return
    if UNSEEN.search(value):
        shown, named = _seen(value, UNSEEN)
        yield Issue(Severity.ERROR, "value_unseen", dataset.file, number, field.name, shown, named)
        return
    if TURNING.search(value):
        shown, named = _seen(value, TURNING)
        yield Issue(Severity.WARNING, "value_turning", dataset.file, number, field.name, shown, named)
    if value != value.strip():
        yield Issue(Severity.WARNING, "value_padded", dataset.file, number, field.name, value)
    code, detail = _fault(value, field)
    if code:
        shown = value[:LONG_SHOWN] + "…" if code in LONG_CODES and len(value) > LONG_SHOWN else value
        yield Issue(Severity.ERROR, code, dataset.file, number, field.name, shown, detail)


def _seen(value: str, characters: re.Pattern[str]) -> tuple[str, str]:
    """The value with a mark where such characters are, and the characters by number."""
    named = (f"U+{ord(char):04X}" for char in dict.fromkeys(characters.findall(value)))
    return characters.sub("\ufffd", value)[:LONG_SHOWN], ", ".join(named)


def _fault(value: str, field: Field) -> tuple[str, str]:
    """The code of the issue and the permitted values; two empty texts for a good value."""
    if field.form in NUMBERS:
        return _number_fault(value, field)
    if field.form == "integers":
        return next((found for part in split(value) if (found := _form_fault(part, "integer"))), ""), ""
    if field.form in ("code", "codes"):
        given = split(value) if field.form == "codes" else (value,)
        return (
            ("", "") if not field.codes or set(given) <= set(field.codes) else ("value_unknown", ", ".join(field.codes))
        )
    is_good, code = FORMS.get(field.form, (bool, ""))
    return ("", "") if is_good(value) else (code, "")


def _number_fault(value: str, field: Field) -> tuple[str, str]:
    if code := _form_fault(value, field.form):
        return code, ""
    low = field.minimum is not None and float(value) < field.minimum
    high = field.maximum is not None and float(value) > field.maximum
    return ("value_out_of_range", field.range) if low or high else ("", "")


def _form_fault(value: str, form: str) -> str:
    """The code of the issue of a number whose form is wrong, or which has more digits than are computed with."""
    for pattern, code in (NUMBERS[form], LONGEST[form]):
        if not re.fullmatch(pattern, value):
            return code
    return ""


# The pattern of each form of number, and the code of its issue. Only ASCII digits: a spreadsheet cannot sum others.
NUMBERS = {
    "number": (r"-?[0-9]+(\.[0-9]+)?", "value_not_number"),
    "integer": (r"[0-9]+", "value_not_integer"),
}
# The digits that a number may have: a float holds so many exactly, every database such an integer.
LONGEST = {
    "number": (r"-?[0-9]{1,15}(\.[0-9]{1,10})?", "value_number_long"),
    "integer": (rf"[0-9]{{1,{DIGITS_OF_INTEGER}}}", "value_integer_long"),
}
LONG_CODES = {code for _, code in LONGEST.values()}
# Characters of such a number that an issue shows.
LONG_SHOWN = 40
# Control characters but line ends and tabs, and halves of a surrogate pair.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# Marks that turn the direction of the text after them, so that a name is read as another one.
TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def _is_date(value: str) -> bool:
    """Whether a value is a year, a month or a day in ISO 8601."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
        return False
    try:
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _is_period(value: str) -> bool:
    """Whether a value is two years as in 2021/2025, the earlier one first."""
    return re.fullmatch(r"[0-9]{4}/[0-9]{4}", value) is not None and value[:4] < value[5:]


def _is_extras(value: str) -> bool:
    """Whether a value is an object in JSON whose values are texts."""
    try:
        held = json.loads(value)
    except (ValueError, RecursionError):
        return False
    if not isinstance(held, dict):
        return False
    return all(isinstance(part, str) and not UNSEEN.search(name + part) for name, part in held.items())


# The test of each other form, and the code of its issue.
FORMS: dict[str, tuple[Callable[[str], bool], str]] = {
    "slug": (is_slug, "value_not_slug"),
    "sha256": (lambda value: re.fullmatch(r"[0-9a-f]{64}", value) is not None, "value_not_sha256"),
    "date": (_is_date, "value_not_date"),
    "period": (_is_period, "value_not_period"),
    "extras": (_is_extras, "value_not_extras"),
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
    """Every finding that needs more than one row or table: ids, grades, industries by rule, citations."""
    yield from _check_ids(tables)
    yield from _check_grades(tables["carriers"])
    yield from _check_industries(tables)
    yield from _check_translations(tables)
    yield from _check_citations(tables)


def _check_ids(tables: Tables) -> Iterator[Issue]:
    """An id must be unique over all files, since citations and addresses name a subject by its id alone."""
    owners: dict[str, Dataset] = {}
    for dataset in (entry for entry in DATASETS if entry.cited):
        table = tables[dataset.name]
        for number, key in zip(rows_of(table), table[dataset.key], strict=True):
            subject = dataset.subject_prefix + key
            if subject in WIDER_SUBJECTS or owners.setdefault(subject, dataset) is not dataset:
                yield Issue(Severity.ERROR, "key_repeated", dataset.file, number, dataset.key, key)
    carriers = tables["carriers"]
    repeated = carriers.duplicated(["list", "no"])
    for number, row, again in zip(rows_of(carriers), records(carriers), repeated, strict=True):
        if again:
            yield Issue(Severity.ERROR, "number_repeated", CARRIERS.file, number, "no", row["no"], row["list"])


def _check_grades(carriers: pd.DataFrame) -> Iterator[Issue]:
    """A point needs both coordinates and a radius; a carrier of grade D (only its county is known) has no point."""
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
    return frozenset(industry for term in terms_named(text, terms) for industry in split(terms[term]))


def terms_named(text: str, terms: Mapping[str, str]) -> list[str]:
    """The terms in a text that give an industry. Matches do not overlap; a longer term goes before a shorter one.

    A term without an industry is a mask: the words inside it do not match (微流控芯片, not 芯片).
    """
    if not terms:
        return []
    longest_first = sorted(terms, key=len, reverse=True)
    found = re.findall("|".join(re.escape(term) for term in longest_first), text)
    return [term for term in dict.fromkeys(found) if terms[term]]


def terms_of(tables: Tables) -> dict[str, str]:
    """The industries of each term, as a list cell ("" for a mask)."""
    table = tables["industry_terms"]
    return dict(zip(table["term"], table["industry"], strict=True))


def _check_industries(tables: Tables) -> Iterator[Issue]:
    """An entity has exactly the industries that its own words name."""
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


def _check_translations(tables: Tables) -> Iterator[Issue]:
    """A Chinese cell has its translation beside it, part by part; where there is no Chinese there is none."""
    for dataset, pairs in [*((entry, TRANSLATED) for entry in AREA_DATASETS), (CARRIERS, TRANSLATED_FIELDS)]:
        table = tables[dataset.name]
        for number, row in zip(rows_of(table), records(table), strict=True):
            for chinese, english in pairs.items():
                if len(split(row[chinese])) != len(split(row[english])):
                    yield Issue(
                        Severity.ERROR, "translation_differs", dataset.file, number, english, row[english], row[chinese]
                    )


def cited_values(tables: Tables) -> dict[tuple[str, str], tuple[Dataset, int, str]]:
    """Every (subject, field) that needs a citation, with its dataset, row and value."""
    needed = {}
    for dataset in DATASETS:
        if not dataset.cited:
            continue
        table, needs, may_need = tables[dataset.name], frozenset(dataset.columns), dataset.all_columns
        for number, row in zip(rows_of(table), records(table), strict=True):
            subject = dataset.subject_prefix + row[dataset.key]
            for field in may_need:
                if field != dataset.key and (field in needs or field in row):
                    needed[subject, field] = (dataset, number, str(row.get(field, "")))
    return needed


def _check_citations(tables: Tables) -> Iterator[Issue]:
    """Each field has exactly one citation; the evidence of an empty field is `missing`."""
    needed = cited_values(tables)
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
    for key, (dataset, number, value) in needed.items():
        if key not in seen and (value or key[1] in dataset.columns):
            yield Issue(Severity.ERROR, "citation_missing", dataset.file, number, key[1], key[0])


def _are_usable(lines: tuple[str, ...], cited: tuple[str, ...]) -> bool:
    """Whether lines count from 1, and are as many as the documents, where there is more than one of both."""
    fits = len(cited) <= 1 or len(lines) <= 1 or len(lines) == len(cited)
    # What is no integer has an issue of its own.
    return fits and not any(line.strip("0") == "" for line in lines)


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
    # What is reported may stand in a workbook or a letter, which has no lines but a place all the same.
    lines = split(row["line"])
    has_place = bool(lines) or (evidence == "reported" and is_visible(row["locator"]))
    if evidence in ("stated", "reported") and not (cited and has_place):
        yield Issue(Severity.ERROR, "stated_without_place", CITATIONS.file, number, "line", f"{subject}.{field}")
    elif not _are_usable(lines, cited):
        detail = f"{subject}.{field}"
        yield Issue(Severity.ERROR, "lines_unusable", CITATIONS.file, number, "line", row["line"][:LONG_SHOWN], detail)
    if evidence in ("derived", "inferred") and not is_visible(row["note"]):
        yield Issue(Severity.ERROR, "reason_missing", CITATIONS.file, number, "note", f"{subject}.{field}")
