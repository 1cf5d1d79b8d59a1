"""What is said of one area, carrier or county: its facts and figures, what belongs to it, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from g60.catalog.catalog import Catalog
from g60.contract.i18n import text
from g60.contract.schema import CARRIER, PLAN_LIST, UNITS
from g60.evidence import figures, sums
from g60.evidence.codes import mark
from g60.evidence.facts import Fact, facts
from g60.export.office.wording import Wording, plain

IN_HEAD = frozenset({"kind", "name_zh", "name_en", "short_zh", "short_en", "unit_code", "no"})
NAME_LETTERS = 120  # of a name in a list of names
WORDS_AT_MOST = 600  # of a value: more belongs into a table of its own


@dataclass(frozen=True, slots=True)
class Line:
    """One value: what it is, its words, the code of its evidence, where it stands and why."""

    label: str
    words: str
    code: str
    place: str


@dataclass(frozen=True, slots=True)
class Belonging:
    """Entities that belong to the subject's county; the note says how."""

    title: str
    note: str
    names: tuple[str, ...]

    def words(self, lang: str, most: int) -> str:
        """Their names, so many at most: then how many more there are."""
        shown = text("enumeration", lang).join(self.names[:most])
        left = len(self.names) - most
        return shown if left <= 0 else text("brief_more", lang, names=shown, count=f"{left:,}")


def lines(wording: Wording, entity_id: str) -> list[Line]:
    """Every fact of an entity, then its counts, targets and figures."""
    catalog, lang = wording.catalog, wording.lang
    found = [
        _line(wording, wording.label(fact.field), fact)
        for fact in facts(catalog, entity_id).facts
        if fact.field not in IN_HEAD and not (entity_id in UNITS and fact.field == "unit")
    ]
    if entity_id in UNITS:
        counted = [sums.counted(catalog, entity_id, column) for column in sums.UNIT_COUNTS]
        found += [_line(wording, wording.label(fact.field), fact) for fact in counted]
    for entries in (figures.targets, figures.figures):
        for entry in entries(catalog, entity_id):
            name = figures.measure_name(catalog, entry.measure, lang)
            label = text("name_and_year", lang, name=name, year=entry.year) if entry.year else name
            found.append(_line(wording, label, entry.fact))
    return found


def _line(wording: Wording, label: str, fact: Fact) -> Line:
    words = plain(wording.words(fact))
    words = words if len(words) <= WORDS_AT_MOST else f"{words[:WORDS_AT_MOST]}…"
    return Line(label, words, wording.code(fact), wording.place(fact))


def belonging(wording: Wording, entity_id: str) -> Iterator[Belonging]:
    """The areas and carriers of the subject's county, or of the county that it is."""
    catalog, lang = wording.catalog, wording.lang
    entities = catalog.entities
    unit = entity_id if entity_id in UNITS else str(entities.at[entity_id, "unit"])
    if not unit:
        return
    of_unit = entities[(entities["unit"] == unit) & (entities.index != entity_id)]
    short = wording.unit(unit)
    note = text("section_of_unit_note", lang) if entity_id not in UNITS else ""
    for code, shown in (("areas_of_unit", of_unit["kind"] != CARRIER), ("of_unit", of_unit["kind"] == CARRIER)):
        ids = [str(one) for one in of_unit.index[shown]]
        if ids:
            title = text(f"section_{code}", lang, unit=short)
            names = tuple(_named(wording, one) for one in ids)
            yield Belonging(title, note if code == "of_unit" else "", names)


def _named(wording: Wording, entity_id: str) -> str:
    """A name with the code of the evidence that it belongs there; bodies beyond the plan's list say so by a star."""
    catalog = wording.catalog
    row = catalog.entities.loc[entity_id]
    star = "*" if row["kind"] == CARRIER and row["list"] != PLAN_LIST else ""
    name = plain(wording.name(entity_id))
    name = name if len(name) <= NAME_LETTERS else f"{name[:NAME_LETTERS]}…"
    return f"{name}{star} {mark(catalog, catalog.citation(entity_id, 'unit'))}"


def title_line(catalog: Catalog, entity_id: str, lang: str) -> str:
    """Under the name: the name in the other language, the kind, and that an English name is a translation."""
    row = catalog.entity(entity_id)
    other = "en" if lang == "zh" else "zh"
    translated = text("name_en_unofficial", lang) if catalog.citation(entity_id, "name_en") is not None else ""
    parts = (str(row[f"name_{other}"]), text(f"kind_{row['kind']}", lang), translated)
    return " · ".join(part for part in parts if part)
