"""What became of an indicator, target, area or task: the settled pairs of two plans, and the successions of areas.

Both tables are made by people. What nobody has settled is proposed by `review.ledger`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from g60.catalog.catalog import CATALOGS_KEPT, Catalog, Citation
from g60.contract.codes import SUCCESSION_EVENTS, line_number, split
from g60.contract.i18n import text
from g60.evidence.facts import Fact
from g60.evidence.lookup import subject_name
from g60.evidence.sentence import plan_name

# The events after which an area is still the same one.
SAME_AREA = frozenset(SUCCESSION_EVENTS[:3])


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of the ledger. `old` is empty for what is new, `new` for what was dropped; the citation has the reason."""

    id: str
    old_plan: str
    new_plan: str
    old: str
    new: str
    state: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Succession:
    """What became of areas: an event, the areas before and after it, its date where a document gives one."""

    id: str
    event: str
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    date: str
    words_zh: str
    citation: Citation


@lru_cache(maxsize=CATALOGS_KEPT)
def pairs(catalog: Catalog) -> tuple[Pair, ...]:
    """The settled pairs of all plans, in the order of the file."""
    return tuple(
        Pair(code, row["old_plan"], row["new_plan"], row["old"], row["new"], row["state"], _citation(row))
        for code, row in _rows(catalog.tables.ledger)
    )


@lru_cache(maxsize=CATALOGS_KEPT)
def successions(catalog: Catalog) -> tuple[Succession, ...]:
    """What became of areas, in the order of the file."""
    return tuple(
        Succession(
            code,
            row["event"],
            split(row["predecessors"]),
            split(row["successors"]),
            row["date"],
            row["text_zh"],
            _citation(row),
        )
        for code, row in _rows(catalog.tables.successions)
    )


def _rows(frame: pd.DataFrame) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a table with their ids; every cell is text."""
    for code, row in zip(frame.index, frame.to_dict("records"), strict=True):
        yield str(code), {str(name): str(cell) for name, cell in row.items()}


def _citation(row: Mapping[str, str]) -> Citation:
    lines = tuple(line_number(line) for line in split(row["lines"]))
    return Citation(row["evidence"], split(row["sources"]), "", lines, row["reason_zh"], row["reason_en"])


def events_before(catalog: Catalog, area: str) -> tuple[Succession, ...]:
    """The events by which an area goes back to the one as which it was first held, the earliest first."""
    before = {event.successors[0]: event for event in successions(catalog) if event.event in SAME_AREA}
    found: list[Succession] = []
    while (event := before.get(area)) and event not in found:
        found.insert(0, event)
        area = event.predecessors[0]
    return tuple(found)


def identity(catalog: Catalog, area: str) -> str:
    """The id under which an area was first held: it stays the same one whatever it is called later, and of what kind.

    A merger or a split makes new ones.
    """
    events = events_before(catalog, area)
    return events[0].predecessors[0] if events else area


def became(catalog: Catalog, subject: str, lang: str) -> Fact | None:
    """What a subject became in the next plan that has a settled pair with it; None where there is none."""
    found = [pair for pair in pairs(catalog) if pair.old == subject]
    return Fact("ledger", pair_words(catalog, found[0].state, found[0].new, lang), found[0].citation) if found else None


def section(catalog: Catalog, subject: str, lang: str) -> list[tuple[str, Fact]]:
    """What a card says of the earlier and the later of a subject: each fact with its label."""
    return [*_in_other_plans(catalog, subject, lang), *_events(catalog, subject, lang)]


def _in_other_plans(catalog: Catalog, subject: str, lang: str) -> Iterator[tuple[str, Fact]]:
    for pair in pairs(catalog):
        if subject not in (pair.old, pair.new):
            continue
        is_old = subject == pair.old
        plan, other = (pair.new_plan, pair.new) if is_old else (pair.old_plan, pair.old)
        code = "lineage_in_later" if is_old else "lineage_in_earlier"
        label = text(code, lang, plan=plan_name(catalog, plan, lang))
        yield label, Fact("ledger", pair_words(catalog, pair.state, other, lang), pair.citation)


def _events(catalog: Catalog, subject: str, lang: str) -> Iterator[tuple[str, Fact]]:
    for event in successions(catalog):
        if subject in event.predecessors or subject in event.successors:
            yield (
                text(f"succession_{event.event}", lang),
                Fact("succession", event_words(catalog, event, lang), event.citation),
            )


def pair_words(catalog: Catalog, state: str, other: str, lang: str) -> str:
    """What became of something, and the name of the other side where there is one."""
    word = text(f"ledger_state_{state}", lang)
    return text("lineage_state_of", lang, state=word, name=subject_name(catalog, other, lang)) if other else word


def event_words(catalog: Catalog, event: Succession, lang: str) -> str:
    """An event in one line: the areas before and after, the date if there is one, the document's words."""
    between = text("enumeration", lang)
    sides = [
        between.join(subject_name(catalog, one, lang) for one in ids) for ids in (event.predecessors, event.successors)
    ]
    date = event.date or text("succession_no_date", lang)
    return text("succession_line", lang, before=sides[0], after=sides[1], date=date, words=event.words_zh)
