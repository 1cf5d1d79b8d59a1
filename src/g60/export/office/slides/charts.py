"""The charts of slides: what can be compared on one scale, each bar with the code of its evidence."""

from __future__ import annotations

from collections.abc import Sequence

from g60.catalog.catalog import Catalog
from g60.contract.i18n import text
from g60.contract.quantities import Quantity, unit_text
from g60.evidence import compare, sums
from g60.evidence.facts import Fact, facts
from g60.evidence.wording import Wording
from g60.export.office.charts import Bars
from g60.review import indicators

CHARTED_AT_LEAST = 2


def lake_chart(wording: Wording, picked: Catalog) -> Bars | None:
    """The areas of the lake districts that are shown, the largest on top."""
    lakes = picked.areas.index[(picked.areas["kind"] == "lake_district") & picked.areas["area_km2"].notna()]
    found = [facts(wording.catalog, str(lake)).fact("area_km2") for lake in lakes]
    named = [(wording.name(fact.subject), fact, fact.value) for fact in found if isinstance(fact.value, float)]
    named.sort(key=lambda entry: entry[2])
    return _chart(wording, text("slides_lake_areas", wording.lang), "km²", named)


def carrier_chart(wording: Wording, picked: Catalog) -> Bars | None:
    """How many carriers of the plan's list each county has, in the order of the plan."""
    found = [(unit, sums.counted(picked, unit, "count_carrier")) for unit in reversed(wording.catalog.unit_codes)]
    named = [(wording.unit(unit), fact, fact.value) for unit, fact in found if isinstance(fact.value, float)]
    if sum(value > 0 for _, _, value in named) < CHARTED_AT_LEAST:
        return None
    return _chart(wording, text("slides_carriers_by_county", wording.lang), "", named)


def growth_chart(wording: Wording, entries: Sequence[indicators.Indicator]) -> Bars | None:
    """The yearly growth that each indicator needs, in the order of the table: no bar where it cannot be computed."""
    catalog, lang = wording.catalog, wording.lang
    named: list[tuple[str, float | None]] = []
    for entry in entries:
        value = indicators.amount_growth(entry)
        found = {fact.field: fact for fact in indicators.indicator_facts(catalog, entry).facts}
        code = wording.code(found["needed_growth"])
        name = indicators.indicator_name(catalog, entry.id, lang)
        named.append((f"{name} {code}", None if value is None else round(value, 2)))
    bars = Bars(wording.label("needed_growth"), "%", tuple(reversed(named)))
    return bars if len(bars.values) >= CHARTED_AT_LEAST else None


def compare_chart(wording: Wording, found: compare.Comparison) -> Bars | None:
    """The first line of a comparison whose numbers stand on one scale and differ."""
    line = next((row for row in found.differing if row.charted), None)
    if line is None:
        return None
    held = zip(found.subjects, line.facts, line.numbers, strict=True)
    named = [(wording.name(one), fact, number) for one, fact, number in held if fact is not None and number is not None]
    first = named[0][1]
    unit = unit_text(first.value.unit_of_measure, wording.lang) if isinstance(first.value, Quantity) else ""
    label = " ".join(part for part in (compare.label(wording.catalog, line, wording.lang), line.year) if part)
    return _chart(wording, label, "km²" if line.code == "area_km2" else unit, named[::-1])


def _chart(wording: Wording, name: str, unit: str, named: Sequence[tuple[str, Fact, float]]) -> Bars | None:
    bars = tuple((f"{words} {wording.code(fact)}", value) for words, fact, value in named)
    return Bars(name, unit, bars) if len(bars) >= CHARTED_AT_LEAST else None
