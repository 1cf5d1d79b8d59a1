"""The plan's industries: its boxes of key technologies, and the entities of each industry in each unit.

An area or carrier has an industry only if its own text names it (`checks.tables.terms_named`), so every count here
lists its entities and the words that give the industry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from g60.catalog.catalog import CATALOGS_KEPT, Catalog, Citation
from g60.checks.tables import terms_named
from g60.contract.codes import CARRIER
from g60.contract.codes import split as cell_parts
from g60.contract.i18n import LANGUAGES, text
from g60.contract.schema import AREA_KINDS
from g60.evidence.facts import MISSING, Fact

# The plan's "3+N" system: its parts in order, and the boxes under each.
GROUPS = {
    "three": ("专栏3-1", "专栏3-2", "专栏3-3"),
    "n": ("专栏3-4", "专栏3-5", "专栏3-6", "专栏3-7"),
    "pillar": ("专栏3-8",),
    "future": ("专栏3-9",),
    "farming": ("专栏3-10",),
}
SYSTEM_PLACE = ("plan", "三（二）", 319)
NO_PART = ""
# Entities without a unit have a column of their own.
UNKNOWN_UNIT = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of a box, its key technologies as written, and the (source, line) of each."""

    name: str
    technologies: tuple[str, ...]
    places: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the plan: its title, its industries, and its headings."""

    box: str
    group: str
    title: Fact
    industries: tuple[str, ...]
    headings: tuple[Heading, ...]

    @property
    def number(self) -> Fact:
        """Number of key technologies in the box, with all their lines."""
        total = sum(len(heading.technologies) for heading in self.headings)
        numbers = {"box": self.box, "headings": len(self.headings), "total": total}
        zh, en = (text("formula_technologies", lang, **numbers) for lang in LANGUAGES)
        places = dict.fromkeys(place for heading in self.headings for place in heading.places)
        sources, lines = tuple(place[0] for place in places), tuple(place[1] for place in places)
        return Fact("technologies", str(total), Citation("derived", sources, self.box, lines, zh, en))


@dataclass(frozen=True, slots=True)
class Mention:
    """One entity of an industry, and the words of its text that give the industry."""

    id: str
    kind: str
    plan: str  # whose list it stands in; empty for a body of another list
    unit: str
    words: tuple[str, ...]


def system(catalog: Catalog) -> Fact | None:
    """The name of the "3+N" system, which is said of its own boxes; None where the data holds others."""
    held = set(catalog.tables.technologies["box"])
    if (
        not held.issuperset(code for codes in GROUPS.values() for code in codes)
        or SYSTEM_PLACE[0] not in catalog.sources.index
    ):
        return None
    source, locator, line = SYSTEM_PLACE
    return Fact("system", "“3+N”产业技术创新体系", Citation("stated", (source,), locator, (line,)))


def boxes(catalog: Catalog) -> list[Box]:
    """The boxes in the order of the system; those of no part of it follow in the order of the file."""
    rows = catalog.tables.technologies
    given = catalog.industries["box"]
    found = []
    parts = {code: group for group, codes in GROUPS.items() for code in codes}
    others = [str(code) for code in rows["box"].unique() if code not in parts]
    for group, codes in (*((group, (code,)) for code, group in parts.items()), (NO_PART, tuple(others))):
        for code in codes:
            own = rows[rows["box"] == code]
            if own.empty:
                continue
            first = str(own.index[0])
            title = Fact("box", str(own["name_zh"].iloc[0]), catalog.citation(first, "name_zh") or MISSING)
            headings = tuple(_heading(catalog, own[own["heading_zh"] == name]) for name in own["heading_zh"].unique())
            found.append(Box(code, group, title, tuple(map(str, given.index[given == code])), headings))
    return found


def _heading(catalog: Catalog, rows: pd.DataFrame) -> Heading:
    cited = [catalog.citation(str(code), "technology_zh") or MISSING for code in rows.index]
    places = (place for citation in cited for place in zip(citation.source, citation.line, strict=False))
    return Heading(
        str(rows["heading_zh"].iloc[0]), tuple(map(str, rows["technology_zh"])), tuple(dict.fromkeys(places))
    )


@lru_cache(maxsize=CATALOGS_KEPT)
def mentions(catalog: Catalog) -> dict[str, list[Mention]]:
    """For each industry its entities, areas first, with the words of their text that give the industry."""
    found: dict[str, list[Mention]] = {code: [] for code in catalog.industry_codes}
    read: dict[str, list[str]] = {}  # a cache: in a long list the same texts repeat
    for entity, row in zip(catalog.entities.index, catalog.entities.to_dict("records"), strict=True):
        if not row["industries"]:
            continue
        if row["words"] not in read:
            read[row["words"]] = terms_named(row["words"], catalog.terms)
        for industry in row["industries"]:
            words = tuple(term for term in read[row["words"]] if industry in cell_parts(catalog.terms[term]))
            found[industry].append(Mention(str(entity), row["kind"], row["plan"], row["unit"], words))
    return found


def cell(found: Sequence[Mention], unit: str) -> list[Mention]:
    """The mentions of one industry in one unit."""
    return [mention for mention in found if mention.unit == unit]


def entities_of(catalog: Catalog, unit: str) -> list[Mention]:
    """Every entity of a unit, with an industry or without."""
    rows = catalog.entities[catalog.entities["unit"] == unit]
    kinds = zip(rows.index, rows["kind"], rows["plan"], strict=True)
    return [Mention(str(entity), kind, plan, unit, ()) for entity, kind, plan in kinds]


def split(found: Sequence[Mention]) -> tuple[int, int]:
    """Number of areas, and number of carriers."""
    areas = sum(mention.kind in AREA_KINDS for mention in found)
    return areas, len(found) - areas


def number(found: Sequence[Mention], *, formula: str = "matrix") -> Fact:
    """The number of entities as a derived fact with its formula."""
    areas, carriers = split(found)
    zh, en = (text(f"formula_{formula}", lang, areas=areas, carriers=carriers, total=len(found)) for lang in LANGUAGES)
    return Fact("industry_count", str(len(found)), Citation("derived", note=zh, note_en=en))


def areas_of(found: Sequence[Mention]) -> list[Mention]:
    """The areas among the mentions: here the plan assigns the industry."""
    return [mention for mention in found if mention.kind in AREA_KINDS]


def listed_of(found: Sequence[Mention]) -> list[Mention]:
    """The carriers of the plan's list among the mentions."""
    return [mention for mention in found if mention.kind == CARRIER and mention.plan]


def with_listed(catalog: Catalog) -> frozenset[str]:
    """Units with a carrier of the plan's list."""
    carriers = catalog.carriers
    return frozenset(carriers["unit"][carriers["plan"] != ""])


def others_of(found: Sequence[Mention]) -> list[Mention]:
    """The carriers of other lists than the plan's among the mentions."""
    return [mention for mention in found if mention.kind == CARRIER and not mention.plan]


def without_carrier(catalog: Catalog, unit: str | None = None) -> list[str]:
    """Industries that an area has and no carrier of the plan's list has; of one unit, or of all."""
    return [code for code, found in _within(catalog, unit) if areas_of(found) and not listed_of(found)]


def without_area(catalog: Catalog, unit: str | None = None) -> list[str]:
    """Industries that a carrier of the plan's list has and no area has; of one unit, or of all."""
    return [code for code, found in _within(catalog, unit) if listed_of(found) and not areas_of(found)]


def gap(catalog: Catalog, side: str, unit: str | None = None) -> Fact:
    """The industries of one side only, as a fact that names their entities; the value is "none" if there are none."""
    codes = (without_carrier if side == "carrier" else without_area)(catalog, unit)
    having = areas_of if side == "carrier" else listed_of
    found = dict(_within(catalog, unit))
    notes = []
    for lang in LANGUAGES:
        parts = [_who(catalog, code, having(found[code]), lang) for code in codes]
        notes.append(text("gap_note", lang, rule=text(f"formula_gap_{side}", lang), parts="; ".join(parts) or "–"))
    citation = Citation("derived", note=notes[0], note_en=notes[1])
    return Fact(f"without_{side}", tuple(codes) or "none", citation)


def _who(catalog: Catalog, code: str, found: Sequence[Mention], lang: str) -> str:
    """One phrase: an industry, its entities, and the words that give it."""
    names = catalog.entities[f"name_{lang}"]
    comma = text("comma", lang)
    who = comma.join(text("gap_who", lang, name=names[part.id], words=comma.join(part.words)) for part in found)
    return text("gap_industry", lang, industry=catalog.industries.at[code, f"short_{lang}"], who=who)


def _within(catalog: Catalog, unit: str | None) -> list[tuple[str, list[Mention]]]:
    return [(code, found if unit is None else cell(found, unit)) for code, found in mentions(catalog).items()]
