"""The list beside a map: what is shown, with its numbers, its evidence, and which document says so."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice

from g60.contract.i18n import counted
from g60.contract.schema import AREA_KINDS, DISTRICT_KINDS
from g60.evidence.codes import short_code
from g60.evidence.sentence import list_name
from g60.export.paper.flow import Row, space
from g60.export.paper.rows import Entry, Measures, Setting, entry_row, heading, paragraph
from g60.export.paper_map.look import Look
from g60.export.paper_map.subject import Subject

# A list that is longer belongs into a workbook.
MOST_ROWS = 3000


def area_size(subject: Subject, area_id: str) -> str:
    """The area of an area with its evidence; where the plan does not say, it says so."""
    value = subject.catalog.areas.at[area_id, "area_km2"]
    code = short_code(subject.catalog, subject.catalog.citation(area_id, "area_km2"))
    if value != value:  # noqa: PLR0124 - NaN is missing
        return f"{subject.says('evidence_missing')} {code}"
    return f"{subject.says('unit_of_area_km2', value=f'{value:.10g}')} {code}"


def unit_said(subject: Subject, entity_id: str) -> str:
    """The county or zone of an entity with its evidence."""
    unit = str(subject.catalog.entities.at[entity_id, "unit"])
    code = short_code(subject.catalog, subject.catalog.citation(entity_id, "unit"))
    return f"{subject.unit_name(unit) if unit else subject.says('evidence_missing')} {code}"


def list_rows(subject: Subject, look: Look, wide: float, address: str, density: float = 1.0) -> list[Row]:
    """Every area and carrier that is shown, as rows of a column so many mm wide."""
    measures = Measures().times(density)
    every = chain(
        _area_rows(subject, look, wide, address, measures), _carrier_rows(subject, look, wide, address, measures)
    )
    rows = list(islice(every, MOST_ROWS))
    left = listed_in_all(subject) - sum(1 for row in rows if row.id)
    if left:
        return [*rows, *paragraph(look, rest_line(subject, left), wide, Setting(bold=True))]
    if rows:
        return rows
    nothing = [subject.says("empty_title"), subject.says("sheet_empty")]
    return [heading(look, nothing[0]), *paragraph(look, nothing[1], wide)]


def _area_rows(subject: Subject, look: Look, wide: float, address: str, measures: Measures) -> Iterable[Row]:
    areas = subject.catalog.areas
    for kind in AREA_KINDS:
        ids = [str(area_id) for area_id in areas.index[areas["kind"] == kind] if area_id in subject.areas]
        if not ids:
            continue
        note = subject.says("sheet_area_columns") if kind in DISTRICT_KINDS else ""
        yield heading(look, f"{subject.says(f'kind_{kind}')}  {len(ids)}", note, wide=wide)
        for area_id in ids:
            right: tuple[str, ...] = (area_size(subject, area_id),)
            if kind in DISTRICT_KINDS:
                right = (unit_said(subject, area_id), *right)
            link = subject.permalink(address, focus=area_id)
            yield entry_row(look, Entry(area_id, "", subject.name(area_id), right, href=link), wide, measures)
        yield space(1.7 * look.unit)


def _carrier_rows(subject: Subject, look: Look, wide: float, address: str, measures: Measures) -> Iterable[Row]:
    carriers = subject.catalog.carriers
    shown = carriers[carriers.index.isin(subject.carriers)]
    for code in carriers["list"].unique():
        ids = [str(entity_id) for entity_id in shown.index[shown["list"] == code]]
        if not ids:
            continue
        note = subject.says("sheet_carrier_columns") if code in subject.catalog.own_lists else ""
        yield heading(look, f"{list_name(subject.catalog, str(code), subject.lang)}  {len(ids):,}", note, wide=wide)
        for entity_id in ids:
            yield entry_row(look, carrier_entry(subject, entity_id, address), wide, measures)
        yield space(1.7 * look.unit)


def carrier_entry(subject: Subject, entity_id: str, address: str) -> Entry:
    """A carrier as a line of the list: its number on the map, its name, its county, how well its place is known."""
    number = str(subject.numbers[entity_id])
    grade = str(subject.catalog.carriers.at[entity_id, "location_grade"])
    link = subject.permalink(address, focus=entity_id)
    return Entry(entity_id, number, subject.name(entity_id), (unit_said(subject, entity_id), grade), href=link)


def listed_in_all(subject: Subject) -> int:
    """How many entries the list of a subject has."""
    return len(subject.areas) + len(subject.carriers)


def rest_line(subject: Subject, left: int) -> str:
    """That so many entries are not on this sheet."""
    return counted("sheet_rest", left, subject.lang)
