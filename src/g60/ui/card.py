"""The card of an area, a carrier or a unit: its facts with their evidence, and what it belongs to or holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from g60.catalog import boundaries
from g60.catalog.catalog import Catalog
from g60.catalog.measures import bordering, carriers_within, nearest_areas
from g60.checks.citations import Documents
from g60.contract.i18n import text
from g60.contract.schema import CARRIER
from g60.evidence import figures
from g60.evidence.facts import Entity, Fact, facts
from g60.evidence.wording import drawn
from g60.ui.listing import items

if TYPE_CHECKING:
    from g60.ui.shell import Page

# The title block says these already; their evidence comes last.
IN_TITLE = ("kind", "name_zh", "name_en", "short_zh", "short_en")
WITHOUT_UNIT = ("corridor", "core_area")
LISTED = 200  # rows of a section; the list has the others


def card(page: Page, at_hand: Documents) -> dict[str, Any]:
    """The chosen one as the data of its card."""
    catalog, lang = page.catalog, page.lang
    entity = facts(catalog, page.selection.focus)
    row = catalog.entity(entity.id)
    other = "en" if lang == "zh" else "zh"
    return {
        "id": entity.id,
        "title": row[f"name_{lang}"],
        "mark": _mark(row),
        "kind": entity.kind,
        "kind_name": text(f"kind_{entity.kind}", lang),
        "also": row[f"name_{other}"],
        "also_note": text("name_en_unofficial", lang) if catalog.citation(entity.id, "name_en") else "",
        "sections": [
            {"code": "facts", "entries": [drawn(catalog, at_hand, fact, lang) for fact in _ordered(entity)]},
            *_said(catalog, at_hand, entity.id, lang),
            *(section for section in _sections(catalog, entity.id, entity.kind, lang) if section["rows"]),
        ],
    }


def _said(catalog: Catalog, at_hand: Documents, entity_id: str, lang: str) -> list[dict[str, Any]]:
    """What the documents say beside the fields: targets, figures, relations and disagreements, each with evidence."""
    numbers = [
        (code, [(figure_label(catalog, entry, lang), entry.fact) for entry in entries])
        for code, entries in (
            ("targets", figures.targets(catalog, entity_id)),
            ("figures", figures.figures(catalog, entity_id)),
        )
    ]
    related = [
        (text(f"relation_{entry.code}_of" if entry.reverse else f"relation_{entry.code}", lang), entry.fact)
        for entry in figures.relations(catalog, entity_id)
    ]
    disputed = [
        pair
        for entry in figures.conflicts(catalog, entity_id, lang)
        for pair in (
            (text(f"conflict_{entry.kind}", lang), entry.readings),
            (text("conflict_chosen", lang), entry.chosen),
        )
    ]
    return [
        {
            "title": text(f"section_{code}", lang),
            "note": text(f"section_{code}_note", lang),
            "entries": [drawn(catalog, at_hand, fact, lang, label=label) for label, fact in facts],
        }
        for code, facts in (*numbers, ("relations", related), ("conflicts", disputed))
        if facts
    ]


def figure_label(catalog: Catalog, entry: figures.Figure, lang: str) -> str:
    """What a figure measures, and for which year."""
    name = figures.measure_name(catalog, entry.measure, lang)
    return text("name_and_year", lang, name=name, year=entry.year) if entry.year else name


def _ordered(entity: Entity) -> list[Fact]:
    return sorted(entity.facts, key=lambda fact: fact.field in IN_TITLE)


def _mark(row: Any) -> str:
    if row["kind"] == CARRIER:
        return "carrier" if row["list"] == "plan" else "other"
    return str(row["kind"])


def _sections(catalog: Catalog, entity_id: str, kind: str, lang: str) -> list[dict[str, Any]]:
    """What stands around an entity, each group saying how it is related."""
    if kind in ("county", "functional_zone"):
        return _around_unit(catalog, entity_id, lang)
    row = catalog.entity(entity_id)
    sections = []
    if kind != CARRIER:
        within = carriers_within(row, catalog.carriers)
        sections.append(_section(catalog, "within", [str(code) for code in within], lang))
        near = nearest_areas(entity_id, catalog.areas)
        distances = {str(code): text("distance_km", lang, value=f"{km:.1f}") for code, km in near.items()}
        sections.append(_section(catalog, "near", list(distances), lang, subs=distances))
    if row["unit"]:
        carriers, areas = catalog.carriers, catalog.areas
        same = carriers.index[(carriers["unit"] == row["unit"]) & (carriers.index != entity_id)]
        sections.append(_section(catalog, "of_unit", list(same), lang, unit=row["unit"]))
        if kind == CARRIER:
            beside = areas.index[areas["unit"] == row["unit"]]
            sections.append(_section(catalog, "areas_of_unit", list(beside), lang, unit=row["unit"]))
        sections.append(_unit_section(catalog, "its_unit", [row["unit"]], lang))
    return sections


def _around_unit(catalog: Catalog, unit: str, lang: str) -> list[dict[str, Any]]:
    carriers, areas = catalog.carriers, catalog.areas
    return [
        _section(catalog, "areas_of_unit", list(areas.index[areas["unit"] == unit]), lang, unit=unit),
        _section(catalog, "all_of_unit", list(carriers.index[carriers["unit"] == unit]), lang, unit=unit),
        _unit_section(catalog, "bordering", bordering(unit, boundaries.display_counties()), lang),
    ]


def _section(
    catalog: Catalog, code: str, ids: list[str], lang: str, *, unit: str = "", subs: dict[str, str] | None = None
) -> dict[str, Any]:
    place = str(catalog.units.at[unit, f"short_{lang}"]) if unit else ""
    rows = items(catalog, catalog.entities.loc[ids[:LISTED]], lang)
    for row in rows if subs else []:
        row["sub"] = f"{subs[row['id']]} · {row['sub']}" if subs else row["sub"]
    return {
        "title": text(f"section_{code}", lang, unit=place),
        "note": text(f"section_{code}_note", lang),
        "count": len(ids),
        "rows": rows,
    }


def _unit_section(catalog: Catalog, code: str, units: list[str], lang: str) -> dict[str, Any]:
    rows = [
        {"id": unit, "name": str(catalog.units.at[unit, f"name_{lang}"]), "sub": "", "mark": "county"} for unit in units
    ]
    return {"title": text(f"section_{code}", lang), "note": "", "rows": rows}
