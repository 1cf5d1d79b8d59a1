"""Sums and counts that no document prints, each with its formula and every addend by name."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import cast

import pandas as pd

from g60.catalog.catalog import Catalog, Citation
from g60.contract.i18n import LANGUAGES, text
from g60.contract.schema import DISTRICT_KINDS, LAKE_DISTRICTS
from g60.evidence.facts import MISSING, Fact
from g60.evidence.figures import merged

# What can be counted in a county or a functional zone.
UNIT_COUNTS = ("count_carrier", "count_other_carrier", *(f"count_{kind}" for kind in DISTRICT_KINDS))
NAMES = [f"name_{lang}" for lang in LANGUAGES]
# The subject of what is summed over all districts of the plan.
LAKES = LAKE_DISTRICTS.name
LAKES_FIELD = "total_area_km2"


def counted(catalog: Catalog, unit: str, field: str) -> Fact:
    """How many areas or carriers belong to a unit; the note names each, and which belong to it by inference."""
    members = _members(catalog, unit, field)
    cited = [catalog.citation(str(entity_id), "unit") or MISSING for entity_id in members.index]
    notes = {lang: text("count_names", lang, names=_names(members, cited, lang)) for lang in LANGUAGES}
    if not cited:
        notes = {lang: text("count_none", lang) for lang in LANGUAGES}
    whole = merged(cited) if cited else Citation("derived")
    citation = Citation("derived", whole.source, whole.locator, whole.line, notes["zh"], notes["en"])
    return Fact(field, float(len(cited)), citation, unit)


def count(catalog: Catalog, unit: str, field: str) -> Fact:
    """The same without the names: a county of a long list has a hundred thousand."""
    return Fact(field, float(len(_members(catalog, unit, field))), Citation("derived"), unit)


def _members(catalog: Catalog, unit: str, field: str) -> pd.DataFrame:
    areas, carriers = catalog.areas, catalog.carriers
    if field in ("count_carrier", "count_other_carrier"):
        in_plan = (carriers["plan"] != "").to_numpy()
        wanted = in_plan if field == "count_carrier" else ~in_plan
        return carriers.loc[(carriers["unit"] == unit).to_numpy() & wanted, NAMES]
    is_so = (areas["unit"] == unit) & (areas["kind"] == field.removeprefix("count_"))
    return pd.DataFrame(areas.loc[is_so, NAMES])


def _names(members: pd.DataFrame, cited: Sequence[Citation], lang: str) -> str:
    mark = text("inferred_mark", lang)
    names = zip(members[f"name_{lang}"], cited, strict=True)
    return text("enumeration", lang).join(f"{name}{mark * (one.evidence == 'inferred')}" for name, one in names)


def summed(catalog: Catalog, facts: Sequence[Fact], *, field: str, subject: str = "") -> Fact | None:
    """The sum of numbers, with its formula; None where one of them is missing: missing is not 0."""
    values = [fact.value for fact in facts]
    if len(values) < 2 or not all(isinstance(value, float) for value in values):
        return None
    numbers = [Decimal(f"{value:.10g}") for value in cast("list[float]", values)]
    formula = " + ".join(f"{number}" for number in numbers) + f" = {sum(numbers)}"
    notes = {
        lang: text("sum_note", lang, formula=formula, addends=_addends(catalog, facts, numbers, lang))
        for lang in LANGUAGES
    }
    cited = merged([fact.citation for fact in facts])
    citation = Citation("derived", cited.source, cited.locator, cited.line, notes["zh"], notes["en"])
    return Fact(field, float(sum(numbers)), citation, subject)


def _addends(catalog: Catalog, facts: Sequence[Fact], numbers: Sequence[Decimal], lang: str) -> str:
    named = zip(facts, numbers, strict=True)
    return text("enumeration", lang).join(
        f"{catalog.entity(fact.subject)[f'name_{lang}']} {number}" for fact, number in named
    )


def lakes_area(catalog: Catalog) -> Fact | None:
    """The area of all lake districts together, which the plan does not print; None where one of them is missing."""
    lakes = catalog.areas[catalog.areas["kind"] == "lake_district"]
    facts = [
        Fact(
            "area_km2",
            None if pd.isna(value) else float(value),
            catalog.citation(str(area), "area_km2") or MISSING,
            str(area),
        )
        for area, value in lakes["area_km2"].items()
    ]
    return summed(catalog, facts, field=LAKES_FIELD, subject=LAKES)


def derived(catalog: Catalog, subject: str, field: str) -> Fact | None:
    """The sum or count that a subject and field name; None where they name none."""
    if (subject, field) == (LAKES, LAKES_FIELD):
        return lakes_area(catalog)
    return counted(catalog, subject, field) if subject in catalog.units.index and field in UNIT_COUNTS else None
