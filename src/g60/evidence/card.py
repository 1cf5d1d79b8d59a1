"""The card of a subject as a value, in one language: facts, what the documents say beside, what stands around.

Every host (page, pack, sheet, slide, document, workbook, command line) draws this value. Which entries there are, in
which order and in which words is decided here alone; a host without room shows some sections, named by their codes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Any

import geopandas as gpd

from g60.catalog import boundaries
from g60.catalog.catalog import CATALOGS_KEPT, Catalog
from g60.catalog.measures import bordering, carriers_within, district_points, nearest_areas
from g60.checks.citations import Documents
from g60.contract.codes import CARRIER, UNITS, WIDER_SUBJECTS
from g60.contract.i18n import table, text
from g60.contract.schema import TRANSLATIONS
from g60.evidence import actuals, compare, figures, lineage, sums, tasks
from g60.evidence.facts import Entity, Fact, facts, name_note
from g60.evidence.place import nearest_town
from g60.evidence.wording import Compared, Entry, Row, Wording, symbol

# The title block says these already; their evidence comes last.
IN_TITLE = ("kind", "name_zh", "name_en", "short_zh", "short_en")
LISTED = 200  # rows of a section; the list of the page has the others


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a card: facts as entries, or areas and carriers as rows. `count` counts the rows not listed too."""

    code: str
    title: str = ""
    note: str = ""
    count: int = 0
    entries: tuple[Entry, ...] = ()
    rows: tuple[Row, ...] = ()

    def as_payload(self) -> dict[str, Any]:
        """The section as the browser draws it."""
        return {
            **{"code": self.code, "title": self.title, "note": self.note, "count": self.count},
            "entries": [entry.as_payload() for entry in self.entries],
            "rows": [row._asdict() for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class Card:
    """What is said of one subject. `also` is its name in the other language, `also_note` how official that is."""

    id: str
    kind: str
    kind_name: str
    mark: str
    title: str
    also: str
    also_note: str
    sections: tuple[Section, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries of all sections, in their order."""
        return tuple(entry for section in self.sections for entry in section.entries)

    @property
    def subtitle(self) -> str:
        """What stands below the title: the other name, the kind, how official the name is."""
        return " · ".join(part for part in (self.also, self.kind_name, self.also_note) if part)

    def only(self, codes: Collection[str], *, without: Collection[str] = ()) -> Card:
        """The card of a host without room for all: some sections by code, and not those fields; in the same order."""
        kept = []
        for section in self.sections:
            entries = tuple(entry for entry in section.entries if entry.fact.field not in without)
            if section.code in codes and (entries or section.rows):
                kept.append(replace(section, entries=entries, count=len(entries) or section.count))
        return replace(self, sections=tuple(kept))

    def head(self) -> dict[str, Any]:
        """What stands above the sections, as the browser draws it."""
        names = ("id", "kind", "kind_name", "mark", "title", "also", "also_note")
        return {name: getattr(self, name) for name in names}

    def as_payload(self) -> dict[str, Any]:
        """The card as the browser draws it."""
        return self.head() | {"sections": [section.as_payload() for section in self.sections]}


def card(
    catalog: Catalog, subject: str, lang: str, documents: Documents | None = None, today: date | None = None
) -> Card:
    """The card of an area, carrier, unit or wider subject in a language, quoting the documents that are at hand.

    With a day it says how the subject's tasks stand on it.

    Raises UnknownIdError for a subject that there is none of, EvidenceError for an entry without evidence.
    """
    return worded(CardContent(catalog, subject), Wording(catalog, lang, documents or {}, today))


def worded(content: CardContent, wording: Wording) -> Card:
    """What there is to say of a subject, in words."""
    lang, row = wording.lang, content.row
    other = "en" if lang == "zh" else "zh"
    return Card(
        content.id,
        content.kind,
        text(f"kind_{content.kind}", lang),
        symbol(content.kind, row.get("plan", "")),
        str(row[f"name_{lang}"] or row[f"name_{other}"]),
        str(row[f"name_{other}"]),
        name_note(content.catalog, content.id, lang),
        (*_said(content, wording), *_around(content, wording)),
    )


@dataclass(frozen=True)
class CardContent:
    """What there is to say of a subject, before it is put into words; found once, also for two languages."""

    catalog: Catalog
    id: str
    row: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        """Looks up the subject; raises UnknownIdError."""
        if self.id in WIDER_SUBJECTS:
            row: dict[str, Any] = {f"name_{lang}": text(f"name_{self.id}", lang) for lang in ("zh", "en")}
        else:
            row = {str(column): cell for column, cell in self.catalog.entity(self.id).items()}
        object.__setattr__(self, "row", row)

    @cached_property
    def entity(self) -> Entity:
        """Its facts, those of the title last."""
        found = facts(self.catalog, self.id)
        return replace(found, facts=tuple(sorted(found.facts, key=lambda fact: fact.field in IN_TITLE)))

    @property
    def kind(self) -> str:
        """The code of its kind."""
        return self.entity.kind

    @cached_property
    def numbers(self) -> dict[str, list[figures.Figure]]:
        """Its targets and its figures, by the code of their section."""
        return {
            "targets": figures.targets(self.catalog, self.id),
            "figures": figures.figures(self.catalog, self.id),
        }

    @cached_property
    def relations(self) -> list[figures.Relation]:
        """Who leads it, takes part, founds it."""
        return figures.relations(self.catalog, self.id)

    @cached_property
    def counts(self) -> list[Fact]:
        """What belongs to it, counted, where it is a unit."""
        counted = sums.UNIT_COUNTS if self.id in UNITS else ()
        return [sums.counted(self.catalog, self.id, name) for name in counted]

    @cached_property
    def around(self) -> dict[str, list[str]]:
        """Ids of what stands around it, by the code of the section, in the order of the sections."""
        if self.id in WIDER_SUBJECTS:
            return {}
        return _around_unit(self.catalog, self.id) if self.id in UNITS else self._around_entity()

    def _around_entity(self) -> dict[str, list[str]]:
        catalog, unit, found = self.catalog, str(self.row["unit"]), {}
        if self.kind != CARRIER:
            found["within"] = surroundings(catalog).within[self.id]
            found["near"] = list(self.distances)
        if unit:
            areas, carriers = surroundings(catalog).of_unit(unit)
            found["of_unit"] = [one for one in carriers if one != self.id]
            found["areas_of_unit"] = [one for one in areas if one != self.id]
            found["its_unit"] = [unit]
        return found

    @cached_property
    def distances(self) -> dict[str, float]:
        """The nearest areas and how far they are, in km; nearest first."""
        near = nearest_areas(self.id, surroundings(self.catalog).districts)
        return {str(area): float(km) for area, km in near.items()}


def _around_unit(catalog: Catalog, unit: str) -> dict[str, list[str]]:
    areas, carriers = surroundings(catalog).of_unit(unit)
    beside = [code for code in _bordering(unit) if code in catalog.units.index]
    return {"areas_of_unit": areas, "all_of_unit": carriers, "bordering": beside}


@cache
def _bordering(unit: str) -> list[str]:
    return bordering(unit, boundaries.display_counties())


@dataclass(frozen=True)
class Surroundings:
    """What stands where in a catalog: computed once for all subjects."""

    catalog: Catalog

    @cached_property
    def within(self) -> dict[str, list[str]]:
        """The carriers whose point lies in the drawn shape of each area."""
        return carriers_within(self.catalog.areas, self.catalog.carriers)

    @cached_property
    def districts(self) -> gpd.GeoSeries:
        """The label points of zones and lake districts, in metres."""
        return district_points(self.catalog.areas)

    def of_unit(self, unit: str) -> tuple[list[str], list[str]]:
        """The areas and the carriers that belong to a unit."""
        areas, carriers = self._by_unit
        return areas.get(unit, []), carriers.get(unit, [])

    @cached_property
    def _by_unit(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        frames = (self.catalog.areas, self.catalog.carriers)
        areas, carriers = ({str(unit): list(ids) for unit, ids in f.groupby("unit").groups.items()} for f in frames)
        return areas, carriers


@lru_cache(maxsize=CATALOGS_KEPT)
def surroundings(catalog: Catalog) -> Surroundings:
    """What stands where in a catalog."""
    return Surroundings(catalog)


# In words ----------------------------------------------------------------------------------------


def _said(content: CardContent, wording: Wording) -> Iterator[Section]:
    """The sections of entries: facts, place, targets, figures, relations, tasks, names, disagreements, counts."""
    catalog, lang = wording.catalog, wording.lang
    # A reader of Chinese needs no translation of a Chinese cell.
    shown = [fact for fact in content.entity.facts if not (lang == "zh" and fact.field in TRANSLATIONS)]
    yield from _section(wording, "facts", [_compared(wording, "fields", fact) for fact in shown])
    near = nearest_town(catalog, content.id, lang)
    yield from _section(wording, "place", [wording.entry(near)] if near else [])
    for code, found in content.numbers.items():
        yield from _section(wording, code, [_figure(wording, code, one) for one in found])
        if code == "targets":
            reported = actuals.reported(catalog, content.id, lang)
            yield from _section(wording, "actuals", [wording.entry(fact, label) for label, fact in reported])
    related = [
        wording.entry(one.fact, text(f"relation_{one.code}_of" if one.reverse else f"relation_{one.code}", lang))
        for one in content.relations
    ]
    yield from _section(wording, "relations", related)
    for code, pairs in tasks.sections(catalog, content.id, lang, wording.today):
        yield from _section(wording, code, [wording.entry(fact, label) for label, fact in pairs])
    told = [wording.entry(fact, label) for label, fact in lineage.section(catalog, content.id, lang)]
    yield from _section(wording, "lineage", told)
    disputed = [
        entry
        for one in figures.conflicts(catalog, content.id, lang)
        for entry in (
            wording.entry(one.readings, text(f"conflict_{one.kind}", lang)),
            wording.entry(one.chosen, text("conflict_chosen", lang)),
        )
    ]
    yield from _section(wording, "conflicts", disputed)
    yield from _section(wording, "counts", [_compared(wording, "counts", fact) for fact in content.counts])


def _section(wording: Wording, code: str, entries: list[Entry]) -> Iterator[Section]:
    if entries:
        title = "" if code == "facts" else text(f"section_{code}", wording.lang)
        yield Section(code, title, _note(code, wording.lang), len(entries), tuple(entries))


def _note(code: str, lang: str) -> str:
    return table().get(f"section_{code}_note", {}).get(lang, "")


def _compared(wording: Wording, part: str, fact: Fact) -> Entry:
    entry = wording.entry(fact)
    if fact.field in compare.NOT_COMPARED:
        return entry
    return replace(entry, compare=compared(fact, part, fact.field))


def _figure(wording: Wording, part: str, figure: figures.Figure) -> Entry:
    name = wording.measure(figure.measure)
    entry = wording.entry(figure.fact, figures.figure_label(wording.catalog, figure, wording.lang))
    line = "" if entry.label == name else name
    return replace(entry, compare=compared(figure.fact, part, figure.measure, year=figure.year, name=line))


def compared(fact: Fact, part: str, code: str, *, year: str = "", name: str = "") -> Compared:
    """Where a fact stands in a comparison; `name` is that of the line where it is not the entry's label."""
    same = f"{compare.plain(fact.value)!r}|{fact.evidence}"
    return Compared(part, code, year, name, same, compare.number(fact.value), "|".join(compare.basis(fact.value)))


def _around(content: CardContent, wording: Wording) -> Iterator[Section]:
    """The sections of rows, each of which says how it is related."""
    lang = wording.lang
    unit = content.id if content.id in UNITS else str(content.row.get("unit", ""))
    place = wording.unit(unit) if unit else ""
    for code, ids in content.around.items():
        if not ids:
            continue
        rows = _unit_rows(wording, ids) if code in ("its_unit", "bordering") else wording.rows(ids[:LISTED])
        if code == "near":
            rows = [_at_distance(row, content.distances[row.id], lang) for row in rows]
        title = text(f"section_{code}", lang, unit=place)
        yield Section(code, title, _note(code, lang), len(ids), rows=tuple(rows))


def _unit_rows(wording: Wording, ids: list[str]) -> list[Row]:
    return [Row(unit, wording.names("unit")[unit], "", symbol("county")) for unit in ids]


def _at_distance(row: Row, km: float, lang: str) -> Row:
    away = text("distance_km", lang, value=f"{km:.1f}")
    return row._replace(sub=" · ".join(part for part in (away, row.sub) if part))
