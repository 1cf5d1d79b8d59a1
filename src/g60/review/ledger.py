"""Plan against plan: what each indicator, target, area and task of one plan became in another.

Settled pairs come from `ledger.csv`, what became of areas from `successions.csv`. What nobody has settled is proposed
by `ledger_proposals`, always as inferred and with the reason, so that a plan that was just entered can be compared.
A kind that one of the plans holds nothing of is not compared at all: what is not held is not known to be missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from g60.catalog.catalog import CATALOGS_KEPT, Catalog, Citation
from g60.checks.ledger import AREA, KINDS
from g60.contract.codes import LEDGER_STATES, UNITS
from g60.contract.errors import RefusedError
from g60.contract.i18n import LANGUAGES, text
from g60.evidence import lineage
from g60.evidence.lineage import Succession
from g60.evidence.sentence import plan_name
from g60.review import ledger_proposals

# The states by what a map or a reader makes of them: what went, what came, what stays and has changed.
CAME, GONE, STAYED = "new", "dropped", "carried"


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one thing. `old` is None for what is new, `new` for what was dropped.

    The citation has the evidence, the place and the reason in both languages; `row` is the row that settles it, in
    the ledger or among the successions, and empty for a proposal.
    """

    kind: str
    old: str | None
    new: str | None
    state: str
    citation: Citation
    row: str = ""
    event: str = ""
    date: str = ""

    def reason(self, lang: str) -> str:
        """Why it is classed so, in a language."""
        return self.citation.note_en if lang == "en" else self.citation.note

    def as_json(self) -> dict[str, Any]:
        """The entry as the command line prints it."""
        reasons = {f"reason_{lang}": self.reason(lang) for lang in LANGUAGES}
        cited = {"sources": list(self.citation.source), "lines": list(self.citation.line)}
        about = {"kind": self.kind, "evidence": self.citation.evidence, "row": self.row or None}
        return {"old": self.old, "new": self.new, "state": self.state, **reasons, **about, **cited}


@dataclass(frozen=True, slots=True)
class Gap:
    """A kind that one plan holds nothing of, so that the `count` of the other plan cannot be compared."""

    kind: str
    lacking: str
    other: str
    count: int


def plans_in_order(catalog: Catalog) -> list[str]:
    """The plans that are held, the earliest first."""
    years = catalog.tables.plans["start_year"]
    return [str(code) for code in sorted(years.index, key=lambda code: (int(years[code]), str(code)))]


def plan_pair(catalog: Catalog, old: str, new: str) -> tuple[str, str]:
    """The two plans that are compared; raises RefusedError for one that is not held, and for a pair the wrong way."""
    order = plans_in_order(catalog)
    for code in (old, new):
        if code not in order:
            raise RefusedError("error_plan_unknown", plan=code[:40], known="、".join(order))
    if order.index(old) >= order.index(new):
        raise RefusedError("error_plans_order", old=old, new=new)
    return old, new


def latest_pair(catalog: Catalog) -> tuple[str, str] | None:
    """The two latest plans; None where fewer are held."""
    order = plans_in_order(catalog)
    return (order[-2], order[-1]) if len(order) > 1 else None


@lru_cache(maxsize=CATALOGS_KEPT)
def ledger(catalog: Catalog, old: str, new: str) -> tuple[Entry, ...]:
    """What became of everything between two plans, kind by kind in the order of the earlier plan, then what is new.

    Raises RefusedError for plans that are not held, and where the first one is the later.
    """
    plan_pair(catalog, old, new)
    held = {kind: (members(catalog, kind, old), members(catalog, kind, new)) for kind in KINDS}
    kinds = {one: kind for kind, sides in held.items() for side in sides for one in side}
    settled = list(_settled(catalog, old, new, kinds))
    settled += _succeeded(catalog, held[AREA], settled)
    settled += _of_one_identity(catalog, held[AREA], settled)
    found = list(settled)
    for kind in (AREA, *(kind for kind in KINDS if kind != AREA)):  # a target's subject may be an area
        olds, news = ([one for one in side if one not in _used(settled, at)] for at, side in enumerate(held[kind]))
        if all(held[kind]):
            same = {entry.old: entry.new for entry in found if entry.kind == AREA and entry.old and entry.new}
            names = (plan_name, catalog, old, new)
            made = ledger_proposals.proposed(catalog, kind, olds, news, same)
            found += [_proposal(kind, one, names) for one in made]
    return tuple(_ordered(found, held))


def _proposal(kind: str, made: ledger_proposals.Proposal, names: tuple[Any, ...]) -> Entry:
    """A proposal as an entry: inferred, with its reason in both languages."""
    of, catalog, old, new = names
    notes = [made.reason(lang, of(catalog, old, lang), of(catalog, new, lang)) for lang in LANGUAGES]
    return Entry(
        kind, made.old or None, made.new or None, made.state, Citation("inferred", note=notes[0], note_en=notes[1])
    )


def _settled(catalog: Catalog, old: str, new: str, kinds: dict[str, str]) -> Iterator[Entry]:
    for pair in lineage.pairs(catalog):
        if (pair.old_plan, pair.new_plan) == (old, new) and (kind := kinds.get(pair.old or pair.new)):
            yield Entry(kind, pair.old or None, pair.new or None, pair.state, pair.citation, pair.id)


def _succeeded(catalog: Catalog, sides: tuple[list[str], list[str]], settled: list[Entry]) -> list[Entry]:
    """The areas whose succession is known and which no row of the ledger classes."""
    olds, news = ({*side} - _used(settled, at) for at, side in enumerate(sides))
    return [
        _of_event(catalog, event, one, other)
        for event in lineage.successions(catalog)
        for one in event.predecessors
        for other in event.successors
        if one in olds and other in news
    ]


def _of_event(catalog: Catalog, event: Succession, old: str, new: str) -> Entry:
    state = {"continued": "carried", "renamed": "reworded"}.get(event.event, "redefined")
    lines = [lineage.event_words(catalog, event, lang) for lang in LANGUAGES]
    reasons = [
        text("ledger_by_succession", lang, event=text(f"succession_{event.event}", lang), line=line)
        for lang, line in zip(LANGUAGES, lines, strict=True)
    ]
    given = event.citation
    more = (given.note, given.note_en)
    notes = [f"{reason}{extra}" for reason, extra in zip(reasons, more, strict=True)]
    cited = Citation(given.evidence, given.source, given.locator, given.line, notes[0], notes[1])
    return Entry(AREA, old, new, state, cited, event.id, event.event, event.date)


def _of_one_identity(catalog: Catalog, sides: tuple[list[str], list[str]], settled: list[Entry]) -> list[Entry]:
    """The areas that are one and the same through events of plans between the two."""
    olds, news = ({*side} - _used(settled, at) for at, side in enumerate(sides))
    first = {lineage.identity(catalog, one): one for one in olds}
    found = []
    for new in (one for one in sides[1] if one in news):
        events = lineage.events_before(catalog, new)
        old = first.get(lineage.identity(catalog, new))
        if old is None or not events:
            continue
        since = events[len(lineage.events_before(catalog, old)) :]
        kinds = {event.event for event in since}
        state = "redefined" if "rescoped" in kinds else "reworded" if "renamed" in kinds else "carried"
        found.append(
            Entry(AREA, old, new, state, _through(catalog, since), since[-1].id, since[-1].event, since[-1].date)
        )
    return found


def _through(catalog: Catalog, events: Sequence[Succession]) -> Citation:
    """The citation of what follows from several events: derived, with the places of all of them."""
    notes = [
        text(
            "ledger_by_identity",
            lang,
            lines=text("semicolon", lang).join(lineage.event_words(catalog, event, lang) for event in events),
        )
        for lang in LANGUAGES
    ]
    sources = tuple(source for event in events for source in event.citation.source)
    lines = tuple(line for event in events for line in event.citation.line)
    return Citation("derived", sources if len(sources) == len(lines) else sources[:1], "", lines, notes[0], notes[1])


def _used(entries: Iterable[Entry], side: int) -> set[str]:
    return {one for entry in entries if (one := (entry.old, entry.new)[side])}


def _ordered(found: list[Entry], held: dict[str, tuple[list[str], list[str]]]) -> Iterator[Entry]:
    for kind, (olds, news) in held.items():
        places = {one: (0, at) for at, one in enumerate(olds)} | {one: (1, at) for at, one in enumerate(news)}
        of_kind = [entry for entry in found if entry.kind == kind]
        yield from sorted(
            of_kind, key=lambda entry: (places[entry.old or entry.new or ""], places.get(entry.new or "", (0, 0)))
        )


def gaps(catalog: Catalog, old: str, new: str) -> list[Gap]:
    """The kinds that one of the plans holds nothing of; what rows of the ledger settle of them is no part of it."""
    settled = ledger(catalog, old, new)
    found = []
    for kind in KINDS:
        sides = (members(catalog, kind, old), members(catalog, kind, new))
        if any(sides) and not all(sides):
            at = 0 if sides[0] else 1
            count = len({*sides[at]} - _used(settled, at))
            found.append(Gap(kind, (new, old)[at], (old, new)[at], count))
    return [gap for gap in found if gap.count]


def gap_words(catalog: Catalog, found: Iterable[Gap], lang: str) -> list[str]:
    """The gaps as sentences, one for each plan of which nothing is held."""
    sentences = []
    for lacking, of_plan in groupby(sorted(found, key=lambda gap: gap.lacking), key=lambda gap: gap.lacking):
        own = list(of_plan)
        kinds = [
            text("ledger_gap_kind", lang, kind=text(f"ledger_kind_{gap.kind}", lang), count=gap.count) for gap in own
        ]
        names = {"lacking": plan_name(catalog, lacking, lang), "other": plan_name(catalog, own[0].other, lang)}
        sentences.append(text("ledger_gaps", lang, kinds=text("comma", lang).join(kinds), **names))
    return sentences


def count_words(entries: Sequence[Entry], lang: str) -> str:
    """How many entries there are, of each state, on one side and on both, in one sentence."""
    states = (
        text("ledger_count", lang, state=text(f"ledger_state_{state}", lang), count=count)
        for state, count in tally(entries).items()
    )
    came, gone = (sum(getattr(entry, side) is None for entry in entries) for side in ("old", "new"))
    sides = {"came": came, "gone": gone, "both": len(entries) - came - gone}
    return text("ledger_counts", lang, count=len(entries), states=text("comma", lang).join(states), **sides)


def tally(entries: Iterable[Entry]) -> dict[str, int]:
    """How many entries each state has, in the order of the states, without those that have none."""
    counts = Counter(entry.state for entry in entries)
    return {state: counts[state] for state in LEDGER_STATES if counts[state]}


def members(catalog: Catalog, kind: str, plan: str) -> list[str]:
    """The ids of what a plan holds of a kind, in the order of its table."""
    tables, whole = catalog.tables, catalog.whole or catalog
    if kind == AREA:
        return [str(one) for one in whole.areas.index[whole.areas["plan"] == plan]]
    if kind != "target":
        frame = {"indicator": tables.indicators, "task": tables.tasks}[kind]
        return [str(one) for one in frame.index[frame["plan"] == plan]]
    return [str(one) for one in tables.targets.index if _plan_of_target(whole, str(one)) == plan]


def _plan_of_target(catalog: Catalog, target: str) -> str:
    """The plan of a target: that of its area or carrier; else the one with its year and its document."""
    row = catalog.tables.targets.loc[target]
    subject, year = str(row["subject"]), str(row["year"])
    if subject in catalog.areas.index:
        return str(catalog.areas.at[subject, "plan"])
    if catalog.has_carrier(subject):
        return str(catalog.entity(subject)["plan"])
    cited = catalog.citation(target, "value") or catalog.citation(target, "text_zh")
    if subject not in (*UNITS, "city") or cited is None or not year:
        return ""
    for plan, held in catalog.tables.plans.iterrows():
        if held["start_year"] <= year <= held["end_year"] and not {*cited.source}.isdisjoint(
            held["sources"].split(";")
        ):
            return str(plan)
    return ""
